// Stands between the host and one plugin, and makes sure that nothing of the plugin outlives either of them.
//
//     firstmover-launcher [-m BYTES] [-t SECONDS] [-f FILES] [-p PROCESSES] [-c CORE,...] [-d FOLDER] -- COMMAND [ARGUMENT...]
//
// The host starts it with the plugin's pipes as 0, 1, 2 and a control socket as 3. It hands the pipes on and is not
// part of the conversation. It is single-threaded, because PR_SET_PDEATHSIG follows the parent's *thread*, and a child
// subreaper, so that a grandchild in a session of its own comes back to it and can be killed as well.
//
// No library beyond libc, linked statically: it starts in a fraction of a millisecond.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "LauncherReport.h"

enum { CONTROL = 3 };

struct options {
    rlim_t memory, cpu, files, processes;  // RLIM_INFINITY: not limited
    cpu_set_t cores;
    int pinned;
    const char *folder;
    char **command;
};

// Why a child could not start, sent through a pipe that closes on exec.
struct failure {
    int step, error;
};

static void report(struct launcher_report message) {
    // A host that is gone cannot be told; the end of the control socket will say so.
    (void)!send(CONTROL, &message, sizeof message, MSG_NOSIGNAL);
}

static int parse(int count, char **arguments, struct options *options) {
    *options = (struct options){.memory = RLIM_INFINITY, .cpu = RLIM_INFINITY,
                                .files = RLIM_INFINITY, .processes = RLIM_INFINITY};
    int option;
    while ((option = getopt(count, arguments, "+m:t:f:p:c:d:")) != -1) {
        switch (option) {
        case 'm': options->memory = strtoull(optarg, NULL, 10); break;
        case 't': options->cpu = strtoull(optarg, NULL, 10); break;
        case 'f': options->files = strtoull(optarg, NULL, 10); break;
        case 'p': options->processes = strtoull(optarg, NULL, 10); break;
        case 'd': options->folder = optarg; break;
        case 'c':
            options->pinned = 1;
            for (char *rest = optarg; *rest;) {
                long core = strtol(rest, &rest, 10);
                if (core < 0 || core >= CPU_SETSIZE) return -1;
                CPU_SET((int)core, &options->cores);
                if (*rest == ',') rest++;
                else if (*rest) return -1;
            }
            break;
        default: return -1;
        }
    }
    options->command = arguments + optind;
    return optind < count ? 0 : -1;
}

static int limit(int resource, rlim_t soft, rlim_t hard) {
    struct rlimit value = {soft, hard};
    return soft == RLIM_INFINITY ? 0 : setrlimit(resource, &value);
}

static void fail(int pipe, int step) {
    struct failure failure = {step, errno};
    (void)!write(pipe, &failure, sizeof failure);
    _exit(127);
}

// The child between fork and exec; it never returns.
static void become_plugin(const struct options *options, pid_t launcher, int failures) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != launcher) _exit(127);  // the launcher died before the line above took effect
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);

    struct rlimit no_core = {0, 0};
    if (setrlimit(RLIMIT_CORE, &no_core) < 0 ||  //
        limit(RLIMIT_AS, options->memory, options->memory) < 0 ||
        // One second between the soft and the hard limit: SIGXCPU names the cause, SIGKILL would not.
        limit(RLIMIT_CPU, options->cpu, options->cpu == RLIM_INFINITY ? RLIM_INFINITY : options->cpu + 1) < 0 ||
        limit(RLIMIT_NOFILE, options->files, options->files) < 0 ||
        limit(RLIMIT_NPROC, options->processes, options->processes) < 0)
        fail(failures, LAUNCHER_STEP_LIMITS);
    if (options->pinned && sched_setaffinity(0, sizeof options->cores, &options->cores) < 0)
        fail(failures, LAUNCHER_STEP_AFFINITY);
    if (options->folder && chdir(options->folder) < 0) fail(failures, LAUNCHER_STEP_FOLDER);

    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execvp(options->command[0], options->command);
    fail(failures, LAUNCHER_STEP_EXEC);
}

// Sends SIGKILL to every process whose parent is this one; after their parent's death all descendants are among them.
static void kill_children(void) {
    DIR *processes = opendir("/proc");
    if (!processes) return;
    struct dirent *entry;
    while ((entry = readdir(processes))) {
        char *end, path[64], stat[512];
        long pid = strtol(entry->d_name, &end, 10);
        if (*end || pid <= 0) continue;
        snprintf(path, sizeof path, "/proc/%ld/stat", pid);
        int file = open(path, O_RDONLY | O_CLOEXEC);
        if (file < 0) continue;
        ssize_t count = read(file, stat, sizeof stat - 1);
        close(file);
        if (count <= 0) continue;
        stat[count] = 0;
        // "pid (name) state parent ...": the name may hold anything, so the last parenthesis counts.
        const char *rest = strrchr(stat, ')');
        char state;
        int parent;
        if (rest && sscanf(rest + 1, " %c %d", &state, &parent) == 2 && parent == getpid() && state != 'Z')
            kill((pid_t)pid, SIGKILL);
    }
    closedir(processes);
}

static struct launcher_report ending(pid_t pid, int status, const struct rusage *used, const struct options *options) {
    struct launcher_report message = {.kind = LAUNCHER_EXITED, .pid = pid};
    if (WIFSIGNALED(status)) message.signal = WTERMSIG(status);
    else message.code = WEXITSTATUS(status);
    message.user_microseconds = (uint64_t)used->ru_utime.tv_sec * 1000000u + (uint64_t)used->ru_utime.tv_usec;
    message.system_microseconds = (uint64_t)used->ru_stime.tv_sec * 1000000u + (uint64_t)used->ru_stime.tv_usec;
    message.peak_resident_bytes = (uint64_t)used->ru_maxrss * 1024u;
    uint64_t cpu = message.user_microseconds + message.system_microseconds;
    if (message.signal == SIGXCPU ||
        (message.signal == SIGKILL && options->cpu != RLIM_INFINITY && cpu >= options->cpu * 1000000u))
        message.limit = LAUNCHER_LIMIT_CPU;
    // The kernel does not say that an allocation failed for RLIMIT_AS. Text and libraries take part of the address
    // space and need not be resident, hence three quarters.
    else if (status != 0 && options->memory != RLIM_INFINITY &&
             message.peak_resident_bytes >= options->memory / 4 * 3)
        message.limit = LAUNCHER_LIMIT_MEMORY;
    return message;
}

int main(int count, char **arguments) {
    struct options options;
    fcntl(CONTROL, F_SETFD, FD_CLOEXEC);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (parse(count, arguments, &options) < 0) {
        report((struct launcher_report){.kind = LAUNCHER_FAILED, .step = LAUNCHER_STEP_OPTIONS, .error = EINVAL});
        return 64;
    }

    // Everything is blocked, so that a signal meant for the plugin (a terminal's, a batch system's) cannot end its guard.
    sigset_t every;
    sigfillset(&every);
    sigprocmask(SIG_SETMASK, &every, NULL);
    sigset_t child_signal;
    sigemptyset(&child_signal);
    sigaddset(&child_signal, SIGCHLD);
    int children = signalfd(-1, &child_signal, SFD_CLOEXEC | SFD_NONBLOCK);
    int failures[2];
    pid_t launcher = getpid();
    pid_t plugin = children < 0 || pipe2(failures, O_CLOEXEC) < 0 ? -1 : fork();
    if (plugin < 0) {
        report((struct launcher_report){.kind = LAUNCHER_FAILED, .step = LAUNCHER_STEP_FORK, .error = errno});
        return 71;
    }
    if (plugin == 0) become_plugin(&options, launcher, failures[1]);

    // Both do this: whichever runs first makes the group, so that a kill cannot come before it exists.
    setpgid(plugin, plugin);
    close(failures[1]);
    for (int descriptor = 0; descriptor < CONTROL; descriptor++) close(descriptor);

    struct failure failure;
    ssize_t got;
    do got = read(failures[0], &failure, sizeof failure);
    while (got < 0 && errno == EINTR);
    close(failures[0]);
    if (got == (ssize_t)sizeof failure) {
        waitpid(plugin, NULL, 0);
        report((struct launcher_report){.kind = LAUNCHER_FAILED, .step = failure.step, .error = failure.error});
        return 71;
    }
    report((struct launcher_report){.kind = LAUNCHER_STARTED, .pid = plugin});

    int running = 1, killing = 0;
    long pause = 1000000;  // nanoseconds between two rounds of killing
    for (;;) {
        int status;
        struct rusage used;
        pid_t ended;
        while ((ended = wait4(-1, &status, WNOHANG, &used)) > 0) {
            if (ended != plugin) continue;
            running = 0;
            report(ending(plugin, status, &used, &options));
            killing = 1;  // what the plugin left behind has nobody left to serve
        }
        if (ended < 0 && errno == ECHILD) return 0;
        if (killing) {
            // The group id stays the plugin's while a member lives, so it cannot be somebody else's yet.
            if (running) kill(-plugin, SIGKILL);
            kill_children();
        }

        struct pollfd polled[2] = {{.fd = children, .events = POLLIN},
                                   {.fd = killing ? -1 : CONTROL, .events = POLLIN}};
        // While killing, look again soon: a child killed now may hand over its own children at any moment. One that
        // hangs in the kernel is waited for ever more slowly.
        struct timespec soon = {.tv_nsec = pause};
        if (killing && pause < 100000000) pause += pause / 4;
        ppoll(polled, 2, killing ? &soon : NULL, NULL);
        struct signalfd_siginfo info;
        while (read(children, &info, sizeof info) > 0) continue;
        if (polled[1].revents) {
            char command = LAUNCHER_KILL;
            ssize_t taken = recv(CONTROL, &command, 1, MSG_DONTWAIT);
            if (taken < 0 && (errno == EAGAIN || errno == EINTR)) continue;
            if (taken == 1 && command == LAUNCHER_TERMINATE) kill(-plugin, SIGTERM);
            else killing = 1;
        }
    }
}

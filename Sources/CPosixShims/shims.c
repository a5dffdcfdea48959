#define _GNU_SOURCE
#include "CPosixShims.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

// Descriptors below this are targets of a spawn's dup2; a source among them could be overwritten before it is read.
enum { FIRST_FREE_DESCRIPTOR = 4 };

static int raise_descriptor(int *descriptor) {
    if (*descriptor >= FIRST_FREE_DESCRIPTOR) return 0;
    int raised = fcntl(*descriptor, F_DUPFD_CLOEXEC, FIRST_FREE_DESCRIPTOR);
    if (raised < 0) return -1;
    close(*descriptor);
    *descriptor = raised;
    return 0;
}

static int raise_both(int ends[2]) {
    if (raise_descriptor(&ends[0]) == 0 && raise_descriptor(&ends[1]) == 0) return 0;
    int error = errno;
    close(ends[0]);
    close(ends[1]);
    errno = error;
    return -1;
}

int shim_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) < 0 ? -1 : raise_both(ends); }

int shim_control_pair(int ends[2]) {
    return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0 ? -1 : raise_both(ends);
}

ssize_t shim_send(int descriptor, const void *bytes, size_t count) {
    return send(descriptor, bytes, count, MSG_NOSIGNAL);
}

int shim_ppoll(const int *descriptors, short *events, int count, uint64_t timeout_ns) {
    struct pollfd polled[8];
    if (count < 0 || count > 8) {
        errno = EINVAL;
        return -1;
    }
    for (int i = 0; i < count; i++) polled[i] = (struct pollfd){.fd = descriptors[i], .events = events[i]};
    struct timespec timeout = {.tv_sec = (time_t)(timeout_ns / 1000000000u),
                               .tv_nsec = (long)(timeout_ns % 1000000000u)};
    int ready = ppoll(polled, (nfds_t)count, &timeout, NULL);
    for (int i = 0; i < count; i++) events[i] = ready > 0 ? polled[i].revents : 0;
    return ready;
}

uint64_t shim_monotonic_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

int shim_set_nonblocking(int descriptor) {
    int flags = fcntl(descriptor, F_GETFL);
    return flags < 0 ? -1 : fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}

int shim_set_pipe_capacity(int descriptor, int bytes) { return fcntl(descriptor, F_SETPIPE_SZ, bytes); }

int shim_spawn(pid_t *child, const char *path, char *const arguments[], char *const environment[],
               const int descriptors[4]) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);
    if (error) return error;
    error = posix_spawnattr_init(&attributes);
    if (error) {
        posix_spawn_file_actions_destroy(&actions);
        return error;
    }
    sigset_t every, none;
    sigfillset(&every);
    sigemptyset(&none);
    for (int target = 0; target < 4 && !error; target++)
        error = posix_spawn_file_actions_adddup2(&actions, descriptors[target], target);
    if (!error) error = posix_spawn_file_actions_addclosefrom_np(&actions, 4);
    if (!error) error = posix_spawnattr_setsigdefault(&attributes, &every);
    if (!error) error = posix_spawnattr_setsigmask(&attributes, &none);
    if (!error)
        error = posix_spawnattr_setflags(&attributes,
                                         POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    if (!error) error = posix_spawn(child, path, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

int shim_set_affinity(const int *cores, int count) {
    cpu_set_t set;
    CPU_ZERO(&set);
    for (int i = 0; i < count; i++)
        if (cores[i] >= 0 && cores[i] < CPU_SETSIZE) CPU_SET(cores[i], &set);
    return sched_setaffinity(0, sizeof set, &set);
}

int shim_get_affinity(pid_t thread, int *cores, int capacity) {
    cpu_set_t set;
    if (sched_getaffinity(thread, sizeof set, &set) < 0) return -1;
    int count = 0;
    for (int core = 0; core < CPU_SETSIZE; core++) {
        if (!CPU_ISSET(core, &set)) continue;
        if (count < capacity) cores[count] = core;
        count++;
    }
    return count;
}

int shim_current_core(void) { return sched_getcpu(); }

int shim_ignore_sigpipe(void) { return signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0; }

int shim_exchange(const char *one, const char *other) {
    return renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE);
}

const char *shim_signal_name(int number) { return sigabbrev_np(number); }

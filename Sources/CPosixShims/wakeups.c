#define _GNU_SOURCE
#include "wakeups.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

static _Thread_local pid_t number;

pid_t shim_wakeable_thread(void) {
    if (!number) {
        sigset_t urgent;
        sigemptyset(&urgent);
        sigaddset(&urgent, SIGURG);
        pthread_sigmask(SIG_UNBLOCK, &urgent, NULL);
        number = gettid();
    }
    return number;
}

static void wake(int signal) { (void)signal; }

int shim_wake_thread(pid_t thread) {
    // Each time, because a library loaded meanwhile may have set SA_RESTART, with which the call would go on.
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = wake;
    if (sigaction(SIGURG, &action, NULL) < 0) return -1;
    return tgkill(getpid(), thread, SIGURG);
}

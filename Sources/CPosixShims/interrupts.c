#define _GNU_SOURCE
#include "interrupts.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// What a handler may touch: lock-free atomics, clock_gettime and write.
static atomic_int count;
static atomic_int bell = -1;
static _Atomic uint64_t first_ns = UINT64_MAX;

static void note(int signal) {
    (void)signal;
    // Somebody who asks twice wants out; launchers see our end of their channel close and kill the plugins.
    if (atomic_fetch_add(&count, 1) > 0) _exit(130);
    int error = errno;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    atomic_store(&first_ns, (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec);
    int descriptor = atomic_load(&bell);
    // A bell that is full rings already.
    if (descriptor >= 0) (void)!write(descriptor, "", 1);
    errno = error;
}

void shim_watch_interrupts(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = note;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

int shim_interrupts(void) { return atomic_load(&count); }

uint64_t shim_first_interrupt_ns(void) { return atomic_load(&first_ns); }

void shim_ring_on_interrupt(int descriptor) { atomic_store(&bell, descriptor); }

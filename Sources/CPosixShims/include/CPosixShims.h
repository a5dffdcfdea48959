// System calls that Swift's Glibc module lacks, one function each, failing the POSIX way: -1 and errno.
//
// Nothing here allocates, locks or keeps state.
#ifndef C_POSIX_SHIMS_H
#define C_POSIX_SHIMS_H

#include "interrupts.h"
#include "wakeups.h"
#include <stdint.h>
#include <sys/types.h>

#include "LauncherReport.h"

// pipe2(O_CLOEXEC): both ends close on exec from birth, so that a spawn on another thread cannot inherit them.
// Ends are numbered above 3, which leaves 0..3 free as targets of a spawn.
int shim_pipe(int ends[2]);

// socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC), numbered above 3: messages keep their boundaries, and the
// end of one side is the end of input of the other.
int shim_control_pair(int ends[2]);

// send(MSG_NOSIGNAL): a peer that went away is EPIPE, never SIGPIPE.
ssize_t shim_send(int descriptor, const void *bytes, size_t count);

// Waits until one of `count` descriptors is ready or `timeout_ns` passed; 0 on timeout.
// `events` holds POLLIN or POLLOUT a descriptor on entry and what happened on return. At most 8 descriptors.
int shim_ppoll(const int *descriptors, short *events, int count, uint64_t timeout_ns);

// Nanoseconds of CLOCK_MONOTONIC.
uint64_t shim_monotonic_ns(void);

// O_NONBLOCK on the open file description.
int shim_set_nonblocking(int descriptor);

// F_SETPIPE_SZ: the kernel's buffer of a pipe, in bytes.
int shim_set_pipe_capacity(int descriptor, int bytes);

// Starts `path` with posix_spawn in a session of its own, default signal actions, an empty signal mask, descriptors
// 0..3 taken from `descriptors` and every other one closed.
//
// Returns 0 or the error number (not -1: posix_spawn does not set errno).
int shim_spawn(pid_t *child, const char *path, char *const arguments[], char *const environment[],
               const int descriptors[4]);

// Pins the calling thread to the `count` listed cores.
int shim_set_affinity(const int *cores, int count);

// The cores a thread may run on, 0 for the calling one, at most `capacity` of them; returns how many there are.
int shim_get_affinity(pid_t thread, int *cores, int capacity);

// The core the calling thread runs on at this moment.
int shim_current_core(void);

// Ignores SIGPIPE in the whole process: a write to a dead peer then fails with EPIPE.
int shim_ignore_sigpipe(void);

// renameat2(RENAME_EXCHANGE): what stands under either path stands under the other, at one stroke.
int shim_exchange(const char *one, const char *other);

// "INT" for SIGINT; a null pointer for a number that is no signal.
const char *shim_signal_name(int number);

#endif

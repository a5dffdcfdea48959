#ifndef FIRSTMOVER_WAKEUPS_H
#define FIRSTMOVER_WAKEUPS_H

#include <sys/types.h>

// The kernel's number of the calling thread, which from here on takes SIGURG. Asks the kernel once a thread.
pid_t shim_wakeable_thread(void);

// Makes a system call that blocks in `thread` of this process fail with EINTR, if there is one.
//
// By SIGURG, which nothing else ends or stops a process with and whose default is to do nothing. A thread that has
// ended is -1 and ESRCH.
int shim_wake_thread(pid_t thread);

#endif

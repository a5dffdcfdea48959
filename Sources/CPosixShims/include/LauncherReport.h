// What the launcher and the host say to each other over the control socket, one message a packet.
#ifndef LAUNCHER_REPORT_H
#define LAUNCHER_REPORT_H

#include <stdint.h>

// Host to launcher: one byte. The end of the socket means LAUNCHER_KILL, which is how a host that dies ends its plugins.
enum {
    LAUNCHER_TERMINATE = 'T',  // SIGTERM to the plugin's group
    LAUNCHER_KILL = 'K',       // SIGKILL to the group, then to every descendant until none is left
};

// Launcher to host: what happened to the plugin's first process.
enum {
    LAUNCHER_STARTED = 1,  // exec succeeded; `pid`
    LAUNCHER_FAILED = 2,   // it never ran; `step` and `error`
    LAUNCHER_EXITED = 3,   // it ended; `code` or `signal`, and what it used
};

// The step of starting that failed.
enum {
    LAUNCHER_STEP_OPTIONS = 1,
    LAUNCHER_STEP_FORK = 2,
    LAUNCHER_STEP_LIMITS = 3,
    LAUNCHER_STEP_AFFINITY = 4,
    LAUNCHER_STEP_FOLDER = 5,
    LAUNCHER_STEP_EXEC = 6,
};

// The limit that ended a plugin.
enum {
    LAUNCHER_LIMIT_NONE = 0,
    LAUNCHER_LIMIT_CPU = 1,     // SIGXCPU, or SIGKILL with the time used up
    LAUNCHER_LIMIT_MEMORY = 2,  // abnormal end with most of the address space resident
};

struct launcher_report {
    int32_t kind;
    int32_t pid;
    int32_t step;
    int32_t error;   // errno of the step
    int32_t code;    // exit code, where signal is 0
    int32_t signal;
    int32_t limit;
    int32_t reserved;
    uint64_t user_microseconds;
    uint64_t system_microseconds;
    uint64_t peak_resident_bytes;
};

#endif

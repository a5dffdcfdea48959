#ifndef FIRSTMOVER_INTERRUPTS_H
#define FIRSTMOVER_INTERRUPTS_H

#include <stdint.h>

/// Counts SIGINT and SIGTERM from here on instead of dying of the first; the second ends the process with status 130.
void shim_watch_interrupts(void);

/// Signals counted so far.
int shim_interrupts(void);

/// When the first came, on CLOCK_MONOTONIC; UINT64_MAX while none has.
uint64_t shim_first_interrupt_ns(void);

/// The first writes a byte to `descriptor`, which does not block and lives as long as the process.
void shim_ring_on_interrupt(int descriptor);

#endif

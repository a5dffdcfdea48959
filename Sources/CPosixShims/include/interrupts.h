#ifndef FIRSTMOVER_INTERRUPTS_H
#define FIRSTMOVER_INTERRUPTS_H

/// Counts SIGINT and SIGTERM from here on instead of dying of the first; the second ends the process with status 130.
void shim_watch_interrupts(void);

/// Signals counted so far.
int shim_interrupts(void);

#endif

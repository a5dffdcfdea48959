#ifndef CCOUNTEDMALLOC_H
#define CCOUNTEDMALLOC_H

// How often this process has allocated memory from the heap so far.
long counted_allocations(void);

#endif

#pragma once
#include <stdint.h>

/// Times the calling thread has asked the system for memory since it started.
///
/// Linking this replaces malloc and its relatives in the whole executable by versions that count and then do the same;
/// only tests and benchmarks link it.
uint64_t allocation_count(void);

/// Whether anything is counted: not under AddressSanitizer, which replaces the same functions.
_Bool allocations_are_counted(void);

#pragma once
#include <stdint.h>

/// Times the calling thread has asked the system for memory since it started.
///
/// Linking this replaces malloc and its relatives in the whole executable by versions that count and then do the same;
/// only tests and benchmarks link it. Under AddressSanitizer, which replaces them itself, it stays 0.
uint64_t allocation_count(void);

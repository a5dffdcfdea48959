// The kernels for x86-64 processors with AVX2.

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define EXPORT(name) void ck_##name##_avx2
#include "pair_arrays.h"
#include "radio.h"
#include "sweep.h"
#include "play.h"
#include "channel.h"
#pragma clang attribute pop
#endif

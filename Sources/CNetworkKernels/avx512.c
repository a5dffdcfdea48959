// The kernels for x86-64 processors with AVX-512 (F and DQ).

#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq"))), apply_to = function)
#define AVX512
#define EXPORT(name) void nk_##name##_avx512
#include "axes.h"
#include "layers.h"
#include "optimiser.h"
#include "elementwise.h"
#include "random.h"
#pragma clang attribute pop
#endif

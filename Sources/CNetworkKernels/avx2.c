// The kernels for x86-64 processors with AVX2 and FMA.

#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define AVX2
#define EXPORT(name) void nk_##name##_avx2
#include "axes.h"
#include "layers.h"
#include "optimiser.h"
#include "elementwise.h"
#include "random.h"
#pragma clang attribute pop
#endif

// One entry a kernel, which hands its arguments to the instruction set that was asked for.

#include "include/CNetworkKernels.h"

#include <stdlib.h>
#include <string.h>

// Whether only what every processor of the architecture has is to be used.
static int is_portable(void) {
  const char *kernels = getenv("FIRSTMOVER_KERNELS");
  return kernels != NULL && strcmp(kernels, "portable") == 0;
}

int nk_available(int kind) {
  if (kind != NK_PORTABLE && is_portable()) return 0;
  switch (kind) {
  case NK_PORTABLE: return 1;
#if defined(__x86_64__)
  case NK_AVX2: return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
  case NK_AVX512: return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0;
#endif
  default: return 0;
  }
}

size_t nk_scratch(size_t rows, size_t inner, size_t columns) {
  const size_t panel = 64, alignment = 16;  // floats a step and to spare, with the widest registers
  size_t steps = rows > inner ? rows : inner;
  if (columns > steps) steps = columns;
  return panel * steps + alignment;
}

size_t nk_counters(size_t n) { return n / 4 + (n % 4 != 0); }

#if defined(__x86_64__)
#define DISPATCH(name, parameters, arguments)                                                        \
  void nk_##name##_portable parameters;                                                              \
  void nk_##name##_avx2 parameters;                                                                  \
  void nk_##name##_avx512 parameters;                                                                \
  static void (*const name##_of_kind[NK_KINDS]) parameters = {                                       \
      nk_##name##_portable, nk_##name##_avx2, nk_##name##_avx512};                                   \
  void nk_##name WITH_KIND parameters { name##_of_kind[kind] arguments; }
#else
#define DISPATCH(name, parameters, arguments)                                                        \
  void nk_##name##_portable parameters;                                                              \
  void nk_##name WITH_KIND parameters { (void)kind; nk_##name##_portable arguments; }
#endif
#define WITH_KIND(...) (int kind, __VA_ARGS__)

DISPATCH(affine,
    (size_t rows, size_t inner, size_t columns, const float *x, const float *w, const float *b, float *y, int rectify,
        float *scratch),
    (rows, inner, columns, x, w, b, y, rectify, scratch))
DISPATCH(weight_gradient,
    (size_t rows, size_t inner, size_t columns, const float *x, const float *dy, float *gw, float *gb, float *scratch),
    (rows, inner, columns, x, dy, gw, gb, scratch))
DISPATCH(input_gradient,
    (size_t rows, size_t inner, size_t columns, const float *dy, const float *w, const float *gate, float *dx,
        float *scratch),
    (rows, inner, columns, dy, w, gate, dx, scratch))
DISPATCH(axis_sum, (size_t outer, size_t axis, size_t inner, float scale, const float *x, float *y),
    (outer, axis, inner, scale, x, y))
DISPATCH(axis_max, (size_t outer, size_t axis, size_t inner, const float *x, float *y), (outer, axis, inner, x, y))
DISPATCH(axis_add, (size_t outer, size_t axis, size_t inner, float scale, const float *y, float *x),
    (outer, axis, inner, scale, y, x))
DISPATCH(axis_add_max,
    (size_t outer, size_t axis, size_t inner, const float *x, const float *y, const float *dy, float *dx),
    (outer, axis, inner, x, y, dy, dx))
DISPATCH(exchange, (size_t outer, size_t rows, size_t columns, const float *x, float *y), (outer, rows, columns, x, y))
DISPATCH(scale_rows, (size_t rows, size_t columns, const float *scale, float *x), (rows, columns, scale, x))
DISPATCH(rectify, (size_t rows, size_t columns, const float *gate, float *x), (rows, columns, gate, x))
DISPATCH(close_gates, (size_t n, const float *y, float *dy), (n, y, dy))
DISPATCH(adam,
    (size_t n, const float *g, float *p, float *m, float *v, double rate, double beta1, double beta2, double epsilon,
        double correction1, double correction2),
    (n, g, p, m, v, rate, beta1, beta2, epsilon, correction1, correction2))
DISPATCH(blend, (size_t n, float tau, const float *source, float *target), (n, tau, source, target))
DISPATCH(exp, (size_t n, const float *x, float *y), (n, x, y))
DISPATCH(log, (size_t n, const float *x, float *y), (n, x, y))
DISPATCH(tanh, (size_t n, const float *x, float *y), (n, x, y))
DISPATCH(logistic, (size_t n, const float *x, float *y), (n, x, y))
DISPATCH(softplus, (size_t n, const float *x, float *y), (n, x, y))
DISPATCH(uniforms, (size_t n, uint64_t seed, uint64_t counter, float *out), (n, seed, counter, out))
DISPATCH(normals, (size_t n, uint64_t seed, uint64_t counter, float *out), (n, seed, counter, out))
DISPATCH(indices, (size_t n, uint32_t bound, uint64_t seed, uint64_t counter, int32_t *out),
    (n, bound, seed, counter, out))

// One entry a kernel, which hands its arguments to the instruction set that was asked for.

#include "include/CKernels.h"

#include <stdlib.h>
#include <string.h>

// Whether only what every processor of the architecture has is to be used.
static int is_portable(void) {
  const char *kernels = getenv("FIRSTMOVER_KERNELS");
  return kernels != NULL && strcmp(kernels, "portable") == 0;
}

int ck_available(int kind) {
  if (kind != CK_BASELINE && is_portable()) return 0;
  switch (kind) {
  case CK_BASELINE: return 1;
#if defined(__x86_64__)
  case CK_AVX2: return __builtin_cpu_supports("avx2") != 0;
  case CK_AVX512: return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0;
#endif
  default: return 0;
  }
}

size_t ck_scratch(size_t stations) {
  const size_t lanes = 16;
  return 2 * stations * lanes;  // a row of scores, and two 32-bit indices a lane
}

#if defined(__x86_64__)
#define DISPATCH(name, parameters, arguments)                                                        \
  void ck_##name##_baseline parameters;                                                              \
  void ck_##name##_avx2 parameters;                                                                  \
  void ck_##name##_avx512 parameters;                                                                \
  static void (*const name##_of_kind[CK_KINDS]) parameters = {                                       \
      ck_##name##_baseline, ck_##name##_avx2, ck_##name##_avx512};                                   \
  void ck_##name WITH_KIND parameters { name##_of_kind[kind] arguments; }
#else
#define DISPATCH(name, parameters, arguments)                                                        \
  void ck_##name##_baseline parameters;                                                              \
  void ck_##name WITH_KIND parameters { (void)kind; ck_##name##_baseline arguments; }
#endif
#define WITH_KIND(...) (int kind, __VA_ARGS__)

DISPATCH(log, (size_t n, const double *x, double *y), (n, x, y))
DISPATCH(log1p, (size_t n, const double *x, double *y), (n, x, y))
DISPATCH(exp, (size_t n, const double *x, double *y), (n, x, y))
DISPATCH(expm1, (size_t n, const double *x, double *y), (n, x, y))
DISPATCH(sincos_turns, (size_t n, const double *u, double *sine, double *cosine), (n, u, sine, cosine))
DISPATCH(depth, (size_t n, const double *k, const double *q, double *d), (n, k, q, d))
DISPATCH(rates,
    (size_t n, double noise, const double *g, const double *interference, const double *bandwidth,
        const double *gamma_d, const double *compute_cost, double *rate, double *delay_cost),
    (n, noise, g, interference, bandwidth, gamma_d, compute_cost, rate, delay_cost))
DISPATCH(best_prices,
    (size_t n, const double *a, const double *b, const double *k, const double *rx, const double *limit,
        const double *gamma_a, double *price, double *size, double *profit, double *utility),
    (n, a, b, k, rx, limit, gamma_a, price, size, profit, utility))
DISPATCH(best_responses,
    (size_t n, const double *a, const double *price, const double *k, const double *rx, const double *limit,
        const double *gamma_a, double *size, double *utility, double *score),
    (n, a, price, k, rx, limit, gamma_a, size, utility, score))
DISPATCH(draws,
    (size_t followers, size_t stations, size_t environments, const struct ck_streams *streams, uint32_t purpose,
        uint32_t slot, int normal, double *first, double *second),
    (followers, stations, environments, streams, purpose, slot, normal, first, second))
DISPATCH(move,
    (const struct ck_radio *radio, const struct ck_streams *streams, uint32_t slot, double *x, double *y, double *vx,
        double *vy),
    (radio, streams, slot, x, y, vx, vy))
DISPATCH(fade,
    (const struct ck_radio *radio, const struct ck_streams *streams, uint32_t slot, const double *x, const double *y,
        double *real, double *imaginary, double *gain),
    (radio, streams, slot, x, y, real, imaginary, gain))
DISPATCH(totals,
    (const struct ck_pricing *game, const double *gain, const int32_t *access, double *high, double *low),
    (game, gain, access, high, low))
DISPATCH(sweep,
    (const struct ck_pricing *game, const double *gain, const double *price, double tie, size_t most, int32_t *access,
        double *high, double *low, int32_t *sweeps, double *scratch),
    (game, gain, price, tie, most, access, high, low, sweeps, scratch))
DISPATCH(best_utilities,
    (const struct ck_pricing *game, const double *gain, const double *price, const int32_t *access,
        const double *high, const double *low, double *best, double *scratch),
    (game, gain, price, access, high, low, best, scratch))
DISPATCH(best_sizes,
    (const struct ck_pricing *game, const double *gain, const double *price, const int32_t *access,
        const double *high, const double *low, double *size, double *utility, double *profit),
    (game, gain, price, access, high, low, size, utility, profit))
DISPATCH(utilities,
    (const struct ck_pricing *game, const double *gain, const double *price, const int32_t *access,
        const double *high, const double *low, const double *size, double *utility, double *profit, double *value),
    (game, gain, price, access, high, low, size, utility, profit, value))
DISPATCH(channels,
    (size_t users, size_t streams, uint64_t seed, uint32_t episode, uint32_t slot, uint32_t purpose, double *real,
        double *imaginary),
    (users, streams, seed, episode, slot, purpose, real, imaginary))
DISPATCH(gram,
    (size_t sites, size_t users, size_t antennas, const double *scale, const double *real, const double *imaginary,
        double *norm, double *gain, double *coupling),
    (sites, users, antennas, scale, real, imaginary, norm, gain, coupling))

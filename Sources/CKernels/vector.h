// Sixteen doubles side by side, the unit in which every kernel works.
//
// Every instruction set takes several registers for them (AVX-512 two, AVX2 four, SSE2 and NEON eight): the kernels are
// long chains of dependent operations, and only independent chains side by side fill the gaps (Lambert W with AVX-512:
// 64 million a second with 8 lanes, 101 with 16). No operation mixes lanes, so a result depends neither on the machine
// nor on where in an array its inputs stand.

#pragma once
#pragma clang fp contract(off)  // a fused multiply-add would round differently where there is one

// Every function that takes a vector is inlined, so how one would be passed does not matter.
#pragma clang diagnostic ignored "-Wpsabi"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define LANES 16
#define INLINE static inline __attribute__((always_inline))

typedef double vdouble __attribute__((vector_size(8 * LANES)));
typedef int64_t vint __attribute__((vector_size(8 * LANES)));    // also masks: a lane is all ones or zero
typedef uint64_t vuint __attribute__((vector_size(8 * LANES)));

INLINE vdouble splat(double x) { return x - (vdouble){0}; }

INLINE vdouble load(const double *p) {
  vdouble v;
  memcpy(&v, p, sizeof v);
  return v;
}

INLINE void store(double *p, vdouble v) { memcpy(p, &v, sizeof v); }

// The last `count` < LANES elements of an array; the other lanes hold `filler`, a value the kernel can compute with.
INLINE vdouble load_tail(const double *p, size_t count, double filler) {
  double lanes[LANES];
  for (size_t i = 0; i < LANES; i++) lanes[i] = i < count ? p[i] : filler;
  return load(lanes);
}

INLINE void store_tail(double *p, size_t count, vdouble v) {
  double lanes[LANES];
  store(lanes, v);
  for (size_t i = 0; i < count; i++) p[i] = lanes[i];
}

INLINE vdouble load_some(const double *p, size_t count, double filler) {
  return count >= LANES ? load(p) : load_tail(p, count, filler);
}

INLINE void store_some(double *p, size_t count, vdouble v) {
  if (count >= LANES) store(p, v); else store_tail(p, count, v);
}

// The vector of `expression` for each `lane`. Through memory, because setting a lane of a vector by a variable index
// makes the compiler store and reload all of it.
#define GATHER(type, vector, lane, expression)                                        \
  ({                                                                                  \
    type lanes_[LANES];                                                               \
    for (int lane = 0; lane < LANES; lane++) lanes_[lane] = (expression);             \
    vector gathered_;                                                                 \
    memcpy(&gathered_, lanes_, sizeof gathered_);                                     \
    gathered_;                                                                        \
  })
#define GATHER_DOUBLES(lane, expression) GATHER(double, vdouble, lane, expression)
#define GATHER_INTS(lane, expression) GATHER(int64_t, vint, lane, expression)

INLINE vint bits(vdouble x) { return (vint)x; }

// yes where the mask is set, no elsewhere; both are computed, so neither may trap.
INLINE vdouble choose(vint mask, vdouble yes, vdouble no) {
  return (vdouble)((mask & (vint)yes) | (~mask & (vint)no));
}

INLINE vint choose_int(vint mask, vint yes, vint no) { return (mask & yes) | (~mask & no); }

// NaN in either argument gives the second, as x86's minimum and maximum do.
INLINE vdouble smaller(vdouble x, vdouble y) { return choose(x < y, x, y); }
INLINE vdouble larger(vdouble x, vdouble y) { return choose(x > y, x, y); }

INLINE int any(vint mask) { return __builtin_reduce_or(mask) != 0; }

// Integers of magnitude below 2^51 to doubles and back: exact, and unlike a conversion available everywhere.
INLINE vdouble to_double(vint x) {
  const vdouble shift = splat(0x1.8p52);
  return (vdouble)(x + bits(shift)) - shift;
}

// The nearest integer, ties to even, of |x| < 2^51.
INLINE vdouble nearest(vdouble x, vint *integer) {
  const vdouble shift = splat(0x1.8p52);
  vdouble shifted = x + shift;
  *integer = bits(shifted) - bits(shift);
  return shifted - shift;
}

INLINE vdouble square_root(vdouble x) { return __builtin_elementwise_sqrt(x); }

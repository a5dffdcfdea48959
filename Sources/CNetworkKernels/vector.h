// One register of floats, as wide as the instruction set has it, and what the kernels do with it.
//
// Included once by each instruction set's file, which says which one it is. No operation mixes lanes except transpose.

#pragma once
#pragma clang fp contract(off)  // products are fused where they say so and nowhere else

// Every function that takes a vector is inlined, so how one would be passed does not matter.
#pragma clang diagnostic ignored "-Wpsabi"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(AVX512)
#define LANES 16
#elif defined(AVX2)
#define LANES 8
#else
#define LANES 4
#endif
#define INLINE static inline __attribute__((always_inline))

typedef float vfloat __attribute__((vector_size(4 * LANES)));
typedef int32_t vint __attribute__((vector_size(4 * LANES)));  // also masks: a lane is all ones or zero
typedef uint32_t vuint __attribute__((vector_size(4 * LANES)));

INLINE vfloat splat(float x) { return x - (vfloat){0}; }

INLINE vfloat load(const float *p) {
  vfloat v;
  memcpy(&v, p, sizeof v);
  return v;
}

INLINE void store(float *p, vfloat v) { memcpy(p, &v, sizeof v); }

// The first `count` in 1...LANES elements, the other lanes 0; nothing beyond them is touched.
#if defined(AVX512)
INLINE vfloat load_some(const float *p, size_t count) {
  return _mm512_maskz_loadu_ps((__mmask16)(0xFFFF >> (LANES - count)), p);
}

INLINE void store_some(float *p, size_t count, vfloat v) {
  _mm512_mask_storeu_ps(p, (__mmask16)(0xFFFF >> (LANES - count)), v);
}
#elif defined(AVX2)
INLINE __m256i first_lanes(size_t count) {
  const vint lane = {0, 1, 2, 3, 4, 5, 6, 7};
  return (__m256i)(lane < (int32_t)count - (vint){0});
}

INLINE vfloat load_some(const float *p, size_t count) { return _mm256_maskload_ps(p, first_lanes(count)); }

INLINE void store_some(float *p, size_t count, vfloat v) { _mm256_maskstore_ps(p, first_lanes(count), v); }
#else
INLINE vfloat load_some(const float *p, size_t count) {
  if (count >= LANES) return load(p);
  vfloat v = {0};
  for (size_t i = 0; i < LANES - 1; i++) v[i] = i < count ? p[i] : 0;
  return v;
}

INLINE void store_some(float *p, size_t count, vfloat v) {
  if (count >= LANES) return store(p, v);
  for (size_t i = 0; i < LANES - 1; i++) if (i < count) p[i] = v[i];
}
#endif

// x y + z: one rounding with AVX2 and AVX-512, two without.
INLINE vfloat fused(vfloat x, vfloat y, vfloat z) {
#if defined(AVX512) || defined(AVX2)
  return __builtin_elementwise_fma(x, y, z);
#else
  return x * y + z;
#endif
}

// yes where the mask is set, no elsewhere; both are computed, so neither may trap.
INLINE vfloat choose(vint mask, vfloat yes, vfloat no) { return (vfloat)((mask & (vint)yes) | (~mask & (vint)no)); }

// 0 where the mask is set, x elsewhere.
INLINE vfloat zero_where(vint mask, vfloat x) { return (vfloat)(~mask & (vint)x); }

INLINE vfloat magnitude(vfloat x) { return (vfloat)((vint)x & 0x7FFFFFFF); }

INLINE vfloat with_sign_of(vfloat sign, vfloat x) {
  return (vfloat)(((vint)sign & (int32_t)0x80000000) | (vint)magnitude(x));
}

INLINE vfloat to_float(vint x) { return __builtin_convertvector(x, vfloat); }

// The nearest integer, ties to even, of |x| < 2^22.
INLINE vfloat nearest(vfloat x, vint *integer) {
  const vfloat shift = splat(0x1.8p23f);
  vfloat shifted = x + shift;
  *integer = (vint)shifted - (vint)shift;
  return shifted - shift;
}

INLINE vfloat square_root(vfloat x) { return __builtin_elementwise_sqrt(x); }

// The lanes of x and y in turns: those of their first halves, those of their second halves.
#if LANES == 16
#define FIRST_HALVES 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define SECOND_HALVES 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#elif LANES == 8
#define FIRST_HALVES 0, 8, 1, 9, 2, 10, 3, 11
#define SECOND_HALVES 4, 12, 5, 13, 6, 14, 7, 15
#else
#define FIRST_HALVES 0, 4, 1, 5
#define SECOND_HALVES 2, 6, 3, 7
#endif

// Rows become columns. One round takes row i beside row i + LANES/2; log2 LANES rounds move every bit of the lane's
// number into the row's.
INLINE void transpose(vfloat rows[LANES]) {
#pragma clang loop unroll(full)
  for (int round = 1; round < LANES; round *= 2) {
    vfloat turned[LANES];
#pragma clang loop unroll(full)
    for (int i = 0; i < LANES / 2; i++) {
      turned[2 * i] = __builtin_shufflevector(rows[i], rows[i + LANES / 2], FIRST_HALVES);
      turned[2 * i + 1] = __builtin_shufflevector(rows[i], rows[i + LANES / 2], SECOND_HALVES);
    }
    memcpy(rows, turned, sizeof turned);
  }
}

// columns[s] = the floats `s` of LANES rows `stride` apart: a transpose whose 128-bit pieces the loads put in place,
// which leaves half of the shuffles.
#if defined(AVX512)
INLINE __m512 pieces(const float *p, size_t stride) {
  __m512 v = _mm512_castps128_ps512(_mm_loadu_ps(p));
  v = _mm512_insertf32x4(v, _mm_loadu_ps(p + 4 * stride), 1);
  v = _mm512_insertf32x4(v, _mm_loadu_ps(p + 8 * stride), 2);
  return _mm512_insertf32x4(v, _mm_loadu_ps(p + 12 * stride), 3);
}
#define UNPACK(half, x, y) _mm512_unpack##half##_ps(x, y)
#define UNPACK_PAIRS(half, x, y) \
  (vfloat)_mm512_unpack##half##_pd(_mm512_castps_pd(x), _mm512_castps_pd(y))
typedef __m512 vpieces;
#elif defined(AVX2)
INLINE __m256 pieces(const float *p, size_t stride) {
  return _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(p)), _mm_loadu_ps(p + 4 * stride), 1);
}
#define UNPACK(half, x, y) _mm256_unpack##half##_ps(x, y)
#define UNPACK_PAIRS(half, x, y) \
  (vfloat)_mm256_unpack##half##_pd(_mm256_castps_pd(x), _mm256_castps_pd(y))
typedef __m256 vpieces;
#endif

INLINE void load_columns(const float *p, size_t stride, vfloat columns[LANES]) {
#if defined(AVX512) || defined(AVX2)
#pragma clang loop unroll(full)
  for (int s = 0; s < LANES; s += 4, p += 4) {
    vpieces r0 = pieces(p, stride), r1 = pieces(p + stride, stride), r2 = pieces(p + 2 * stride, stride),
            r3 = pieces(p + 3 * stride, stride);
    vpieces low01 = UNPACK(lo, r0, r1), low23 = UNPACK(lo, r2, r3), high01 = UNPACK(hi, r0, r1),
            high23 = UNPACK(hi, r2, r3);
    columns[s] = UNPACK_PAIRS(lo, low01, low23);
    columns[s + 1] = UNPACK_PAIRS(hi, low01, low23);
    columns[s + 2] = UNPACK_PAIRS(lo, high01, high23);
    columns[s + 3] = UNPACK_PAIRS(hi, high01, high23);
  }
#else
  for (int l = 0; l < LANES; l++) columns[l] = load(p + l * stride);
  transpose(columns);
#endif
}

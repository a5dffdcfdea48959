// Philox4x32-10 (Salmon et al., SC 2011), LANES blocks side by side, their words in 64-bit lanes.

#pragma once
#include "elementary.h"

typedef uint64_t vwide __attribute__((vector_size(8 * LANES)));

static const uint64_t low_word = 0xFFFFFFFF;

struct words {
  vwide word[4];
};

INLINE vwide splat_wide(uint64_t x) { return x - (vwide){0}; }

// The blocks from number `block` on.
INLINE struct words philox(uint64_t seed, uint64_t block) {
  vwide number;
  for (int l = 0; l < LANES; l++) number[l] = block + (uint64_t)l;
  vwide w0 = number & low_word, w1 = number >> 32, w2 = {0}, w3 = {0};
  uint64_t key0 = seed & low_word, key1 = seed >> 32;
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++) {
    vwide p0 = w0 * 0xD2511F53, p1 = w2 * 0xCD9E8D57;
    w0 = (p1 >> 32) ^ w1 ^ splat_wide(key0);
    w1 = p1 & low_word;
    w2 = (p0 >> 32) ^ w3 ^ splat_wide(key1);
    w3 = p0 & low_word;
    key0 = (key0 + 0x9E3779B9) & low_word;
    key1 = (key1 + 0xBB67AE85) & low_word;
  }
  return (struct words){{w0, w1, w2, w3}};
}

INLINE vuint narrow(vwide x) { return __builtin_convertvector(x, vuint); }

// Uniforms of 24 bits in [0, 1).
INLINE vfloat fraction(vuint word) { return to_float((vint)(word >> 8)) * splat(0x1p-24f); }

// word 2^-32 + 2^-33, in [2^-33, 1]: halves convert exactly, so that their sum rounds once, as a conversion does.
INLINE vfloat positive_fraction(vuint word) {
  vfloat whole = to_float((vint)(word >> 16)) * splat(0x1p16f) + to_float((vint)(word & 0xFFFF));
  return whole * splat(0x1p-32f) + splat(0x1p-33f);
}

INLINE void normals(vuint first, vuint second, vfloat *x, vfloat *y) {
  vfloat radius = square_root(splat(-2.0f) * vlog(positive_fraction(first))), sine, cosine;
  vsincos_turns(fraction(second), &sine, &cosine);
  *x = radius * cosine;
  *y = radius * sine;
}

// The elements of LANES blocks, word q of each in vector q, into the order of the stream; `count` of them.
INLINE void put_blocks(const vfloat *of_word, size_t count, void *out) {
  uint32_t lanes[4][LANES], elements[4 * LANES];
  memcpy(lanes, of_word, sizeof lanes);
  for (int l = 0; l < LANES; l++)
    for (int q = 0; q < 4; q++) elements[4 * l + q] = lanes[q][l];
  if (count >= 4 * LANES) memcpy(out, elements, sizeof elements); else memcpy(out, elements, 4 * count);
}

EXPORT(uniforms)(size_t n, uint64_t seed, uint64_t counter, float *out) {
  for (size_t i = 0; i < n; i += 4 * LANES) {
    struct words w = philox(seed, counter + i / 4);
    vfloat elements[4];
    for (int q = 0; q < 4; q++) elements[q] = fraction(narrow(w.word[q]));
    put_blocks(elements, n - i, out + i);
  }
}

EXPORT(normals)(size_t n, uint64_t seed, uint64_t counter, float *out) {
  for (size_t i = 0; i < n; i += 4 * LANES) {
    struct words w = philox(seed, counter + i / 4);
    vfloat elements[4];
    for (int q = 0; q < 4; q += 2)
      normals(narrow(w.word[q]), narrow(w.word[q + 1]), &elements[q], &elements[q + 1]);
    put_blocks(elements, n - i, out + i);
  }
}

EXPORT(indices)(size_t n, uint32_t bound, uint64_t seed, uint64_t counter, int32_t *out) {
  for (size_t i = 0; i < n; i += 4 * LANES) {
    struct words w = philox(seed, counter + i / 4);
    vfloat elements[4];
    for (int q = 0; q < 4; q++) elements[q] = (vfloat)narrow((w.word[q] * splat_wide(bound)) >> 32);
    put_blocks(elements, n - i, out + i);
  }
}

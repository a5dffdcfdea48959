// Philox4x32-10 (Salmon et al., SC 2011), stateless: spec/pricing.md, section 3.1. Words live in 64-bit lanes.

#pragma once
#include "elementary.h"

static const uint64_t low_word = 0xFFFFFFFF;

struct words {
  vuint w0, w1, w2, w3;
};

INLINE struct words philox(struct words counter, vuint key0, vuint key1) {
  struct words c = counter;
  for (int round = 0; round < 10; round++) {
    vuint p0 = c.w0 * 0xD2511F53, p1 = c.w2 * 0xCD9E8D57;
    c = (struct words){(p1 >> 32) ^ c.w1 ^ key0, p1 & low_word, (p0 >> 32) ^ c.w3 ^ key1, p0 & low_word};
    key0 = (key0 + 0x9E3779B9) & low_word;
    key1 = (key1 + 0xBB67AE85) & low_word;
  }
  return c;
}

// Integers up to 2^53, exactly.
INLINE vdouble wide_to_double(vuint x) {
  return to_double((vint)(x >> 32)) * splat(0x1p32) + to_double((vint)(x & low_word));
}

struct two {
  vdouble first, second;
};

// Uniforms in [0, 1).
INLINE struct two uniforms(struct words w) {
  return (struct two){wide_to_double(((w.w0 << 32) | w.w1) >> 11) * splat(0x1p-53),
      wide_to_double(((w.w2 << 32) | w.w3) >> 11) * splat(0x1p-53)};
}

// Independent standard normals (Box and Muller); the logarithm's argument is in (0, 1].
INLINE struct two normals(struct words w) {
  vdouble radius = square_root(splat(-2.0) * vlog(wide_to_double((((w.w0 << 32) | w.w1) >> 11) + 1) * splat(0x1p-53)));
  vdouble sine, cosine;
  vsincos_turns(wide_to_double(((w.w2 << 32) | w.w3) >> 11) * splat(0x1p-53), &sine, &cosine);
  return (struct two){radius * cosine, radius * sine};
}

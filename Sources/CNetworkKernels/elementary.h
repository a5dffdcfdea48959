// Elementary functions of floats, a register at a time, without a branch and without a fused operation.
//
// The logarithm's reduction and polynomial are those of fdlibm's float form (e_logf.c; "Permission to use, copy,
// modify, and distribute this software is freely granted, provided that this notice is preserved"; Copyright 1993 Sun
// Microsystems). The other polynomials are Chebyshev fits of the function's rest over the range named, made in high
// precision (mpmath's chebyfit) and rounded to floats.

#pragma once
#include "vector.h"

static const float ln2_high = 6.9313812256e-01f;  // 17 bits, so that its multiples by exponents are exact
static const float ln2_low = 9.0580006145e-06f;

// 2^k for -126 <= k <= 127.
INLINE vfloat power_of_two(vint k) { return (vfloat)((k + 127) << 23); }

// e^x, everywhere: infinity from 88.73 on, subnormal from -87.34 and 0 from -103.98 down.
INLINE vfloat vexp(vfloat x) {
  x = choose(x > 89.0f, splat(89.0f), choose(x < -104.0f, splat(-104.0f), x));
  vint k;
  vfloat n = nearest(x * splat(0x1.715476p0f), &k);
  vfloat r = (x - n * splat(ln2_high)) - n * splat(ln2_low);  // |r| <= ln 2/2
  vfloat rest = splat(0.5f) + r * (splat(0x1.555556p-3f) + r * (splat(0x1.5554eap-5f)
      + r * (splat(0x1.1110e0p-7f) + r * (splat(0x1.6d4324p-10f) + r * splat(0x1.a124f2p-13f)))));
  vfloat y = splat(1.0f) + (r + r * r * rest);
  // In two steps, because 2^k itself may be too large or too small to be a normal number.
  vint half = k >> 1;
  return y * power_of_two(half) * power_of_two(k - half);
}

// log x, everywhere.
INLINE vfloat vlog(vfloat x) {
  vint subnormal = x < 0x1p-126f;
  vint word = (vint)choose(subnormal, x * splat(0x1p25f), x) + (0x3F800000 - 0x3F3504F3);
  vfloat k = to_float((word >> 23) - 127 - (subnormal & 25));
  vfloat f = (vfloat)((word & 0x007FFFFF) + 0x3F3504F3) - splat(1.0f);  // 1+f in [sqrt(1/2), sqrt 2)
  vfloat s = f / (splat(2.0f) + f), z = s * s, w = z * z;
  vfloat rest = z * (splat(0xaaaaaa.0p-24f) + w * splat(0x91e9ee.0p-25f))
      + w * (splat(0xccce13.0p-25f) + w * splat(0xf89e26.0p-26f));
  vfloat half_square = splat(0.5f) * f * f;
  vfloat y = k * splat(ln2_high) - ((half_square - (s * (half_square + rest) + k * splat(ln2_low))) - f);
  y = choose(x == 0, splat(-__builtin_inff()), y);
  y = choose(x == __builtin_inff(), x, y);
  return choose((x >= 0), y, splat(__builtin_nanf("")));
}

// log(1+f) for f in [0, 1].
INLINE vfloat vlog1p_unit(vfloat f) {
  vfloat s = f / (splat(2.0f) + f), z = s * s;  // z <= 1/9
  vfloat rest = z * (splat(0x1.555556p-1f) + z * (splat(0x1.9998d4p-2f) + z * (splat(0x1.24c926p-2f)
      + z * (splat(0x1.bc8cf8p-3f) + z * splat(0x1.dba260p-3f)))));
  vfloat half_square = splat(0.5f) * f * f;
  return f - (half_square - s * (half_square + rest));
}

INLINE vfloat vtanh(vfloat x) {
  vfloat size = magnitude(x), z = x * x;
  vfloat near = x + x * z * (splat(-0x1.555552p-2f) + z * (splat(0x1.110e1cp-3f)
      + z * (splat(-0x1.b9258ap-5f) + z * (splat(0x1.58048ep-6f) + z * splat(-0x1.8f8de4p-8f)))));
  vfloat far = splat(1.0f) - splat(2.0f) / (vexp(size + size) + splat(1.0f));
  return choose(size < 0.625f, near, with_sign_of(x, far));
}

// Through e^-|x|, which cannot overflow.
INLINE vfloat vlogistic(vfloat x) {
  vfloat e = vexp(-magnitude(x));
  return choose(x < 0, e, splat(1.0f)) / (splat(1.0f) + e);
}

INLINE vfloat vsoftplus(vfloat x) { return zero_where(x < 0, x) + vlog1p_unit(vexp(-magnitude(x))); }

// sin and cos of 2 pi u for u in [0, 1): the quarter turn is taken off u exactly.
INLINE void vsincos_turns(vfloat u, vfloat *sine, vfloat *cosine) {
  vint quarter;
  vfloat turns = nearest(splat(4.0f) * u, &quarter);
  vfloat x = (u - splat(0.25f) * turns) * splat(0x1.921fb6p2f), z = x * x;
  vfloat s = x + x * z * (splat(-0x1.555552p-3f) + z * (splat(0x1.110c28p-7f) + z * splat(-0x1.9ac9b0p-13f)));
  vfloat c = splat(1.0f) - (splat(0.5f) * z - z * z * (splat(0x1.555554p-5f)
      + z * (splat(-0x1.6c12d2p-10f) + z * splat(0x1.9bd89cp-16f))));
  vint odd = (quarter & 1) != 0;
  vfloat sine_size = choose(odd, c, s), cosine_size = choose(odd, s, c);
  *sine = choose((quarter & 2) != 0, -sine_size, sine_size);
  *cosine = choose(((quarter + 1) & 2) != 0, -cosine_size, cosine_size);
}

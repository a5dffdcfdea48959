// Logarithm, exponential, sine and cosine, a vector at a time, within about 1 ulp.
//
// The reductions and minimax polynomials are those of Sun's fdlibm (e_log.c, s_log1p.c, e_exp.c, s_expm1.c, k_sin.c,
// k_cos.c; "Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice
// is preserved"; Copyright 1993 Sun Microsystems), with branches replaced by selections.

#pragma once
#include "vector.h"

static const double ln2_high = 6.93147180369123816490e-01;  // 33 bits, so that its integer multiples are exact
static const double ln2_low = 1.90821492927058770002e-10;

// s (f^2/2 + R) of fdlibm: what log(1+f) lacks of f - f^2/2, for 1+f in [sqrt(1/2), sqrt 2].
INLINE vdouble log_rest(vdouble f, vdouble half_square) {
  vdouble s = f / (splat(2.0) + f), z = s * s, w = z * z;
  vdouble even = w * (splat(3.999999999940941908e-01)
      + w * (splat(2.222219843214978396e-01) + w * splat(1.531383769920937332e-01)));
  vdouble odd = z * (splat(6.666666666666735130e-01) + w * (splat(2.857142874366239149e-01)
      + w * (splat(1.818357216161805012e-01) + w * splat(1.479819860511658591e-01))));
  return s * (half_square + (even + odd));
}

// exponent ln 2 + log(1+f), with `low` added where it still counts.
INLINE vdouble log_sum(vdouble f, vdouble exponent, vdouble low) {
  vdouble half_square = splat(0.5) * f * f;
  return exponent * splat(ln2_high)
      - ((half_square - (log_rest(f, half_square) + (exponent * splat(ln2_low) + low))) - f);
}

// Splits positive finite x, subnormal or not, into m 2^e with m in [1, 2).
INLINE vdouble split(vdouble x, vint *exponent) {
  vint subnormal = x < splat(0x1p-1022);
  vint word = bits(choose(subnormal, x * splat(0x1p54), x));
  *exponent = (vint)((vuint)word >> 52) - 1023 - (subnormal & 54);
  return (vdouble)((word & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
}

// log x for positive finite x.
INLINE vdouble vlog(vdouble x) {
  vint e;
  vdouble m = split(x, &e);
  vint high = m > splat(0x1.6a09e667f3bcdp0);
  m = choose(high, splat(0.5) * m, m);
  return log_sum(m - splat(1.0), to_double(e - high), splat(0.0));
}

// log(x/y) for positive finite x and y, however large or small their quotient, and accurate near x = y:
// significands within sqrt 2 of each other subtract exactly (Sterbenz).
INLINE vdouble vlog_ratio(vdouble x, vdouble y) {
  vint ex, ey;
  vdouble mx = split(x, &ex), my = split(y, &ey);
  vint high = mx > splat(0x1.6a09e667f3bcdp0) * my, low = mx * splat(0x1.6a09e667f3bcdp0) < my;
  mx = choose(high, splat(0.5) * mx, choose(low, splat(2.0) * mx, mx));
  return log_sum((mx - my) / my, to_double(ex - ey - high + low), splat(0.0));
}

// log(1+x) for finite x >= 0.
INLINE vdouble vlog1p(vdouble x) {
  vdouble u = splat(1.0) + x;
  vint e;
  vdouble m = split(u, &e);
  vint high = m > splat(0x1.6a09e667f3bcdp0);
  m = choose(high, splat(0.5) * m, m);
  vdouble exponent = to_double(e - high);
  // What the sum 1+x lost, relative to it.
  vdouble lost = choose(u > splat(4.0), splat(1.0) - (u - x), x - (u - splat(1.0))) / u;
  vint whole = exponent == splat(0.0);  // then 1+x need not be formed at all
  return log_sum(choose(whole, x, m - splat(1.0)), exponent, choose(whole, splat(0.0), lost));
}

// e^x for x <= 709; 0 below -708, where the result would be subnormal.
INLINE vdouble vexp(vdouble x) {
  vint k;
  vdouble clamped = larger(x, splat(-708.0));
  vdouble n = nearest(clamped * splat(0x1.71547652b82fep0), &k);
  vdouble high = clamped - n * splat(ln2_high), low = n * splat(ln2_low);
  vdouble r = high - low, z = r * r;
  vdouble c = r - z * (splat(1.66666666666666019037e-01) + z * (splat(-2.77777777770155933842e-03)
      + z * (splat(6.61375632143793436117e-05) + z * (splat(-1.65339022054652515390e-06)
      + z * splat(4.13813679705723846039e-08)))));
  vdouble y = splat(1.0) + (r * c / (splat(2.0) - c) - low + high);
  return choose(x < splat(-708.0), splat(0.0), y * (vdouble)((k + 1023) << 52));
}

// e^x - 1 for x <= 0, -infinity included.
INLINE vdouble vexpm1(vdouble x) {
  vint k;
  vdouble clamped = larger(x, splat(-60.0));  // e^-60 is far below half an ulp of 1
  vdouble n = nearest(clamped * splat(0x1.71547652b82fep0), &k);
  vdouble high = clamped - n * splat(ln2_high), low = n * splat(ln2_low);
  vdouble r = high - low, c = (high - r) - low;
  vdouble half = splat(0.5) * r, square = r * half;
  vdouble r1 = splat(1.0) + square * (splat(-3.33333333333331316428e-02)
      + square * (splat(1.58730158725481460165e-03) + square * (splat(-7.93650757867487942473e-05)
      + square * (splat(4.00821782732936239552e-06) + square * splat(-2.01099218183624371326e-07)))));
  vdouble t = splat(3.0) - r1 * half;
  vdouble e = square * ((r1 - t) / (splat(6.0) - r * t));
  vdouble near = r - (r * e - square);
  e = (r * (e - c) - c) - square;
  vdouble scale = (vdouble)((k + 1023) << 52), inverse = (vdouble)((1023 - k) << 52);
  return choose(n == splat(0.0), near, ((splat(1.0) - inverse) - (e - r)) * scale);
}

// sin and cos of 2 pi u for u in [0, 1): the quarter turn is taken off u exactly.
INLINE void vsincos_turns(vdouble u, vdouble *sine, vdouble *cosine) {
  vint quarter;
  vdouble turns = nearest(splat(4.0) * u, &quarter);
  vdouble x = (u - splat(0.25) * turns) * splat(0x1.921fb54442d18p2), z = x * x;
  vdouble s = x + x * z * (splat(-1.66666666666666324348e-01) + z * (splat(8.33333333332248946124e-03)
      + z * (splat(-1.98412698298579493134e-04) + z * (splat(2.75573137070700676789e-06)
      + z * (splat(-2.50507602534068634195e-08) + z * splat(1.58969099521155010221e-10))))));
  vdouble half = splat(0.5) * z, w = splat(1.0) - half;
  vdouble c = w + (((splat(1.0) - w) - half) + z * z * (splat(4.16666666666666019037e-02)
      + z * (splat(-1.38888888888741095749e-03) + z * (splat(2.48015872894767294178e-05)
      + z * (splat(-2.75573143513906633035e-07) + z * (splat(2.08757232129817482790e-09)
      + z * splat(-1.13596475577881948265e-11)))))));
  vint odd = (quarter & 1) != 0;
  vdouble sine_size = choose(odd, c, s), cosine_size = choose(odd, s, c);
  *sine = choose((quarter & 2) != 0, -sine_size, sine_size);
  *cosine = choose(((quarter + 1) & 2) != 0, -cosine_size, cosine_size);
}

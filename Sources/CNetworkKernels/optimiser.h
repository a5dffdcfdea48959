// What moves parameters: Adam, and the slow copy of a target network.

#pragma once
#include "vector.h"

struct adam {
  vfloat keep1, take1, keep2, take2, rate, epsilon, correction2;
};

// x, or 0 where it is so small that it moves nothing but would soon be subnormal: the means of a unit that no longer
// learns fall by a tenth a step and then stay at the least numbers that there are, each operation on which takes a
// processor a hundred times as long.
INLINE vfloat unless_below(float least, vfloat x) { return zero_where(magnitude(x) < least, x); }

INLINE void adam(const struct adam *a, size_t lanes, const float *g, float *p, float *m, float *v) {
  vfloat gradient = unless_below(0x1p-56f, load_some(g, lanes));
  vfloat first = unless_below(0x1p-100f, fused(a->keep1, load_some(m, lanes), a->take1 * gradient));
  vfloat second = unless_below(0x1p-100f, fused(a->keep2, load_some(v, lanes), a->take2 * gradient * gradient));
  vfloat size = square_root(second * a->correction2) + a->epsilon;
  store_some(m, lanes, first);
  store_some(v, lanes, second);
  store_some(p, lanes, load_some(p, lanes) - a->rate * first / size);
}

// Kingma & Ba, ICLR 2015, algorithm 1.
EXPORT(adam)(size_t n, const float *g, float *p, float *m, float *v, double rate, double beta1, double beta2,
    double epsilon, double correction1, double correction2) {
  const struct adam a = {splat((float)beta1), splat((float)(1 - beta1)), splat((float)beta2), splat((float)(1 - beta2)),
      splat((float)(rate * correction1)), splat((float)epsilon), splat((float)correction2)};
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) adam(&a, LANES, g + i, p + i, m + i, v + i);
  if (i < n) adam(&a, n - i, g + i, p + i, m + i, v + i);
}

INLINE void blend(vfloat tau, size_t lanes, const float *source, float *target) {
  vfloat old = load_some(target, lanes);
  store_some(target, lanes, fused(tau, load_some(source, lanes) - old, old));
}

EXPORT(blend)(size_t n, float tau, const float *source, float *target) {
  const vfloat t = splat(tau);
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) blend(t, LANES, source + i, target + i);
  if (i < n) blend(t, n - i, source + i, target + i);
}

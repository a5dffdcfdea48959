// One (follower, station) pair of the pricing game, a vector at a time: spec/pricing.md, sections 2, 5 and 6.
//
// Infinite delay cost is legal and runs through comparisons only; where a pair is out, what was computed for it is
// dropped by selection, so no product of zero and infinity is ever kept.

#pragma once
#include "elementary.h"

// W log2(1 + g/(J + noise)) / 8, in MB/s for W in MHz.
INLINE vdouble pair_rate(vdouble g, vdouble interference, vdouble noise, vdouble bandwidth) {
  vdouble denominator = interference + noise, ratio = g / denominator;
  vint huge = ratio > splat(0x1p60);  // where the quotient may overflow and the 1 is lost anyway
  vdouble nats = vlog1p(choose(huge, splat(0.0), ratio));
  if (any(huge)) nats = choose(huge, vlog_ratio(choose(huge, g, splat(1.0)), denominator), nats);
  return bandwidth * (nats * splat(0x1.71547652b82fep-3));  // 1/(8 ln 2)
}

// gammaD (1/R + c/f): infinite at rate 0, unless delay is free.
INLINE vdouble pair_delay_cost(vdouble rate, vdouble gamma_d, vdouble compute_cost) {
  return choose(gamma_d > splat(0.0), gamma_d / rate + compute_cost, splat(0.0));
}

// d in [0, 1] with (1-d) e^-d = q/k: 1 - W0(e q/k); 0 where q >= k.
//
// Two Halley steps on w - expm1(-w) = ln(k/q), d = -expm1(-w): no overflow and no cancellation anywhere.
INLINE vdouble pair_depth(vdouble k, vdouble q) {
  vint free = q <= splat(0.0), out = ~(q < k);
  vdouble lambda = vlog_ratio(k, choose(free | out, k, q));
  vint near = lambda <= splat(2.0);
  vdouble decay = vexp(choose(near, splat(-0.125) * lambda, splat(1.0) - lambda));
  vdouble w = choose(near, splat(0.5) * lambda + splat(0.0625) * lambda * lambda * decay,
      lambda - splat(1.0) + decay);
  for (int step = 0; step < 2; step++) {
    vdouble change = vexpm1(-w), e = splat(1.0) + change, slope = splat(1.0) + e, error = w - change - lambda;
    w = w - splat(2.0) * error * slope / (splat(2.0) * slope * slope + error * e);
  }
  return choose(free & ~out, splat(1.0), choose(out, splat(0.0), -vexpm1(-w)));
}

// S(D) = 1 - (1+D) e^-D given expm1(-D): by its series below 1/4, where the closed form cancels.
INLINE vdouble pair_surplus(vdouble depth, vdouble change) {
  static const double coefficients[] = {  // (-1)^j (j-1)/j!, j = 15 ... 2; the next one is below half an ulp
      -14.0 / 1307674368000.0, 13.0 / 87178291200.0, -12.0 / 6227020800.0, 11.0 / 479001600.0, -10.0 /
      39916800.0, 9.0 / 3628800.0, -8.0 / 362880.0, 7.0 / 40320.0, -6.0 / 5040.0, 5.0 / 720.0, -4.0 / 120.0,
      3.0 / 24.0, -2.0 / 6.0, 1.0 / 2.0};
  vdouble small = smaller(depth, splat(0.25)), series = splat(0.0);
  for (int j = 0; j < 14; j++) series = series * small + splat(coefficients[j]);
  return choose(depth < splat(0.25), small * small * series, -change - depth * (splat(1.0) + change));
}

// What the leader does with a pair at a fixed rate, and what both get out of it.
struct offer {
  vdouble price, size, profit, utility, score;
};

// Proposition 2 with both clamps: nobody sells where q >= k, and the size limit caps the depth.
INLINE struct offer pair_best_price(vdouble a, vdouble b, vdouble k, vdouble rx, vdouble limit, vdouble gamma_a) {
  vdouble q = a + b, cap = rx * limit, free_depth = pair_depth(k, q);
  vint sells = (q < k) & (limit > splat(0.0)), capped = cap <= free_depth;
  vdouble depth = choose(capped, cap, free_depth), change = vexpm1(-depth);
  // (price - b)/k: d e^-d where the leader is free, e^-D - t where the limit binds, written so as not to cancel.
  vdouble margin = choose(capped, (k - q) / k + change, depth * (splat(1.0) + change));
  vdouble share = pair_surplus(depth, change), none = splat(0.0);
  return (struct offer){
      .price = choose(sells, b + k * margin, b),
      .size = choose(sells, choose(capped, limit, depth / rx), none),
      .profit = choose(sells, gamma_a * (depth * margin), none),
      .utility = choose(sells, gamma_a * share, none),
      .score = choose(sells, share, smaller(none, splat(1.0) - q / k))};
}

// A follower's answer to a posted price.
struct response {
  vdouble size, utility, score;
};

// Proposition 1 with clamps; the score is utility/gammaA, or how unattractive the pair is.
INLINE struct response pair_best_response(vdouble a, vdouble price, vdouble k, vdouble rx, vdouble limit,
    vdouble gamma_a) {
  vdouble y = a + price, cap = rx * limit;
  vint out = ~((y < k) & (limit > splat(0.0))), free = y <= splat(0.0);
  vdouble free_depth = choose(free, splat(__builtin_inf()), vlog_ratio(k, choose(free | out, k, y)));
  vint capped = cap <= free_depth;
  vdouble depth = choose(capped, cap, free_depth), change = vexpm1(-depth);
  // gammaA (1 - e^-D) - y o = gammaA S(D) + (k e^-D - y) o, because gammaA D = k o: two terms that do not cancel.
  vdouble share = pair_surplus(depth, change), below = choose(capped, (k - y) + k * change, splat(0.0));
  vdouble rent = choose(capped, below * limit, splat(0.0));
  vdouble utility = gamma_a * share + rent, score = share + rent / gamma_a, none = splat(0.0);
  return (struct response){
      .size = choose(out, none, choose(capped, limit, depth / rx)),
      .utility = choose(out, none, utility),
      .score = choose(~out & (utility > none), score, smaller(none, splat(1.0) - y / k))};
}

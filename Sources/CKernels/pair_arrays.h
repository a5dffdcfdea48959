// The exported kernels over arrays of values and pairs. A tail runs through the same vector code, filled up with 1.

#pragma once
#include "include/CKernels.h"
#include "pair.h"

#define EACH_BLOCK(n) for (size_t i = 0, rest = (n); i < (n); i += LANES, rest -= LANES < rest ? LANES : rest)
#define IN(array) load_some((array) + i, rest, 1.0)
#define OUT(array, value) store_some((array) + i, rest, value)

#define ELEMENTARY(name)                                             \
  EXPORT(name)(size_t n, const double *x, double *y) {               \
    EACH_BLOCK(n) OUT(y, v##name(IN(x)));                            \
  }
ELEMENTARY(log)
ELEMENTARY(log1p)
ELEMENTARY(exp)
#undef ELEMENTARY

EXPORT(expm1)(size_t n, const double *x, double *y) {
  EACH_BLOCK(n) OUT(y, vexpm1(load_some(x + i, rest, 0.0)));
}

EXPORT(sincos_turns)(size_t n, const double *u, double *sine, double *cosine) {
  EACH_BLOCK(n) {
    vdouble s, c;
    vsincos_turns(load_some(u + i, rest, 0.0), &s, &c);
    OUT(sine, s);
    OUT(cosine, c);
  }
}

EXPORT(depth)(size_t n, const double *k, const double *q, double *d) {
  EACH_BLOCK(n) OUT(d, pair_depth(IN(k), IN(q)));
}

EXPORT(rates)(size_t n, double noise, const double *g, const double *interference, const double *bandwidth,
    const double *gamma_d, const double *compute_cost, double *rate, double *delay_cost) {
  EACH_BLOCK(n) {
    vdouble r = pair_rate(IN(g), IN(interference), splat(noise), IN(bandwidth));
    vdouble a = pair_delay_cost(r, IN(gamma_d), IN(compute_cost));
    OUT(rate, r);
    OUT(delay_cost, a);
  }
}

EXPORT(best_prices)(size_t n, const double *a, const double *b, const double *k, const double *rx, const double *limit,
    const double *gamma_a, double *price, double *size, double *profit, double *utility) {
  EACH_BLOCK(n) {
    struct offer offer = pair_best_price(IN(a), IN(b), IN(k), IN(rx), IN(limit), IN(gamma_a));
    OUT(price, offer.price);
    OUT(size, offer.size);
    OUT(profit, offer.profit);
    OUT(utility, offer.utility);
  }
}

EXPORT(best_responses)(size_t n, const double *a, const double *price, const double *k, const double *rx,
    const double *limit, const double *gamma_a, double *size, double *utility, double *score) {
  EACH_BLOCK(n) {
    struct response response = pair_best_response(IN(a), IN(price), IN(k), IN(rx), IN(limit), IN(gamma_a));
    OUT(size, response.size);
    OUT(utility, response.utility);
    OUT(score, response.score);
  }
}

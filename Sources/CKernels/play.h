// What a play of the access game is worth to everybody, and what it could have been: spec/pricing.md, sections 4, 5, 10.

#pragma once
#include "row.h"

EXPORT(totals)(const struct ck_pricing *game, const double *gain, const int32_t *access, double *high, double *low) {
  size_t M = game->stations, E = game->environments;
  memset(high, 0, M * E * sizeof *high);
  memset(low, 0, M * E * sizeof *low);
  for (size_t n = 0; n < game->followers; n++)
    for (size_t e = 0; e < E; e++) {
      int32_t m = access[n * E + e];
      if (m < 0) continue;
      size_t at = (size_t)m * E + e;
      add_twice(high + at, low + at, game->power[n] * gain[n * M * E + at]);
    }
}

EXPORT(best_utilities)(const struct ck_pricing *game, const double *gain, const double *price, const int32_t *access,
    const double *high, const double *low, double *best, double *scratch) {
  size_t N = game->followers, M = game->stations, E = game->environments;
  uint32_t *map = (uint32_t *)(scratch + M * LANES);
  for (size_t first = 0; first < E; first += LANES) {
    struct block b = block_begin(game, first, map);
    for (size_t n = 0; n < N; n++) {
      for (size_t v = 0; v < b.vectors; v++) {
        struct row_input in =
            row_evaluate(game, &b, v, n, row_here(&b, v, E, access + n * E), gain, high, low);
        store(scratch + v * LANES, pair_best_response(in.delay_cost, block_row(&b, v, E, price + n * M * E), in.k,
                                       in.rx, in.limit, in.gamma_a).utility);
      }
      for (size_t e = 0; e < b.width; e++) {
        double most = 0.0;
        for (size_t m = 0; m < M; m++)
          most = scratch[m * b.width + e] > most ? scratch[m * b.width + e] : most;
        best[n * E + first + e] = most;
      }
    }
  }
}

// What the pair (follower, its station) needs, for a vector of followers; where one is out, of station 0.
struct own_input {
  vint out;
  vdouble rate, delay_cost, price, b, k, rx, limit, gamma_a;
};

INLINE struct own_input own_evaluate(const struct ck_pricing *game, const struct cells *c, const double *gain,
    const double *price, const int32_t *access, const double *high, const double *low) {
  size_t M = game->stations, E = game->environments;
  size_t followers[LANES], at[LANES];  // follower, and its environment
  int64_t out[LANES];
  size_t stations[LANES];
  for (int lane = 0; lane < LANES; lane++) {
    followers[lane] = c->in_row ? c->n : c->ns[lane];
    at[lane] = c->in_row ? c->e + (size_t)lane : c->es[lane];
    int32_t station = access[followers[lane] * E + at[lane]];
    out[lane] = -(int64_t)(station < 0);
    stations[lane] = station < 0 ? 0 : (size_t)station;
  }
#define OF_FOLLOWER(column) GATHER_DOUBLES(lane, (column)[followers[lane]])
#define OF_STATION(column) GATHER_DOUBLES(lane, (column)[stations[lane]])
#define OF_PAIR(column) GATHER_DOUBLES(lane, (column)[followers[lane] * M + stations[lane]])
#define OF_CELL(array) GATHER_DOUBLES(lane, (array)[(followers[lane] * M + stations[lane]) * E + at[lane]])
#define OF_TOTAL(array) GATHER_DOUBLES(lane, (array)[stations[lane] * E + at[lane]])
  struct own_input in = {.out = GATHER_INTS(lane, out[lane]),
      .price = OF_CELL(price),
      .b = OF_PAIR(game->b),
      .k = OF_PAIR(game->k),
      .rx = OF_STATION(game->rx),
      .limit = OF_FOLLOWER(game->limit),
      .gamma_a = OF_FOLLOWER(game->gamma_a)};
  vdouble g = OF_FOLLOWER(game->power) * OF_CELL(gain);
  vdouble interference = others(OF_TOTAL(high), OF_TOTAL(low), choose(in.out, splat(0.0), g));
  in.rate = pair_rate(g, interference, splat(game->noise), OF_STATION(game->bandwidth));
  in.delay_cost = pair_delay_cost(in.rate, OF_FOLLOWER(game->gamma_d), OF_PAIR(game->compute_cost));
  return in;
}

EXPORT(best_sizes)(const struct ck_pricing *game, const double *gain, const double *price, const int32_t *access,
    const double *high, const double *low, double *size, double *utility, double *profit) {
  struct cells c = cells_begin(game->followers, 1, game->environments);
  EACH_CELL(&c) {
    struct own_input in = own_evaluate(game, &c, gain, price, access, high, low);
    struct response r = pair_best_response(in.delay_cost, in.price, in.k, in.rx, in.limit, in.gamma_a);
    vdouble none = splat(0.0), z = choose(in.out, none, r.size);
    store_some(size + c.at, c.rest, z);
    store_some(utility + c.at, c.rest, choose(in.out, none, r.utility));
    store_some(profit + c.at, c.rest, (in.price - in.b) * z);
  }
}

EXPORT(utilities)(const struct ck_pricing *game, const double *gain, const double *price, const int32_t *access,
    const double *high, const double *low, const double *size, double *utility, double *profit, double *value) {
  struct cells c = cells_begin(game->followers, 1, game->environments);
  EACH_CELL(&c) {
    struct own_input in = own_evaluate(game, &c, gain, price, access, high, low);
    vdouble z = load_some(size + c.at, c.rest, 0.0), none = splat(0.0);
    vint idle = in.out | (z <= none);
    vdouble u = in.gamma_a * -vexpm1(-(in.rx * z)) - (in.delay_cost + in.price) * z;
    store_some(utility + c.at, c.rest, choose(idle, none, u));
    store_some(profit + c.at, c.rest, choose(idle, none, (in.price - in.b) * z));
    struct offer best = pair_best_price(in.delay_cost, in.b, in.k, in.rx, in.limit, in.gamma_a);
    store_some(value + c.at, c.rest, choose(in.out, none, best.profit));
  }
}

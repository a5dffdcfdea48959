// The access game over E environments: sequential best response, utilities of a play, best answers to it.
// spec/pricing.md, sections 2, 4, 5, 8 and 10. Pair arrays are [N][M][E], follower arrays [N][E].

#pragma once
#include "cells.h"
#include "include/CKernels.h"
#include "pair.h"

// Power received at a station from everybody there, as an unevaluated pair of doubles, so that subtracting the one who
// dominates it leaves the others (two doubles hold about 32 digits).
INLINE void add_twice(vdouble *high, vdouble *low, vdouble x) {
  vdouble sum = *high + x, part = sum - *high;
  vdouble lost = (*high - (sum - part)) + (x - part) + *low;
  *high = sum + lost;
  *low = lost - (*high - sum);
}

INLINE void add_twice_scalar(double *high, double *low, double x) {
  double sum = *high + x, part = sum - *high;
  double lost = (*high - (sum - part)) + (x - part) + *low;
  *high = sum + lost;
  *low = lost - (*high - sum);
}

// What others send to a station, given what of the total is one's own.
INLINE vdouble others(vdouble high, vdouble low, vdouble own) { return larger((high - own) + low, splat(0.0)); }

EXPORT(totals)(const struct ck_pricing *game, const double *gain, const int32_t *access, double *high, double *low) {
  size_t M = game->stations, E = game->environments;
  memset(high, 0, M * E * sizeof *high);
  memset(low, 0, M * E * sizeof *low);
  for (size_t n = 0; n < game->followers; n++)
    for (size_t e = 0; e < E; e++) {
      int32_t m = access[n * E + e];
      if (m < 0) continue;
      size_t at = (size_t)m * E + e;
      add_twice_scalar(high + at, low + at, game->power[n] * gain[n * M * E + at]);
    }
}

// Up to LANES environments that best-respond together; fewer of them share vectors with several stations.
struct block {
  size_t first, width;  // environments first ..< first + width
  size_t vectors;       // of one follower's row
  int full;             // width is LANES, a vector is a station
  // Otherwise: station, and index within a row, of every lane; the last cell again beyond the end.
  uint32_t *station, *offset;
};

INLINE struct block block_begin(const struct ck_pricing *game, size_t first, uint32_t *map) {
  size_t M = game->stations, E = game->environments;
  struct block b = {.first = first, .width = E - first < LANES ? E - first : LANES};
  b.full = b.width == LANES;
  b.vectors = (M * b.width + LANES - 1) / LANES;
  b.station = map;
  b.offset = map + M * LANES;
  if (b.full) return b;
  for (size_t i = 0, m = 0, e = 0; i < b.vectors * LANES; i++) {
    b.station[i] = (uint32_t)m;
    b.offset[i] = (uint32_t)(m * E + first + e);
    if (i + 1 < M * b.width && ++e == b.width) e = 0, m++;
  }
  return b;
}

INLINE vdouble block_stations(const struct block *b, size_t v, const double *column) {
  if (b->full) return splat(column[v]);
  vdouble x;
  for (int lane = 0; lane < LANES; lane++) x[lane] = column[b->station[v * LANES + lane]];
  return x;
}

INLINE vdouble block_row(const struct block *b, size_t v, size_t environments, const double *row) {
  if (b->full) return load(row + v * environments + b->first);
  vdouble x;
  for (int lane = 0; lane < LANES; lane++) x[lane] = row[b->offset[v * LANES + lane]];
  return x;
}

INLINE vint load_access(const int32_t *access) {
  typedef int32_t vint32 __attribute__((vector_size(4 * LANES)));
  vint32 v;
  memcpy(&v, access, sizeof v);
  return __builtin_convertvector(v, vint);
}

// What one follower's row of cells needs of a vector of stations, whatever is computed from it.
struct row_input {
  vdouble delay_cost, k, rx, limit, gamma_a;
};

INLINE struct row_input row_evaluate(const struct ck_pricing *game, const struct block *b, size_t v, size_t n,
    vint here, const double *gain, const double *high, const double *low) {
  size_t M = game->stations, E = game->environments;
  vdouble g = splat(game->power[n]) * block_row(b, v, E, gain + n * M * E);
  vdouble own = choose(here, g, splat(0.0));
  vdouble rate = pair_rate(g, others(block_row(b, v, E, high), block_row(b, v, E, low), own), splat(game->noise),
      block_stations(b, v, game->bandwidth));
  vdouble a = pair_delay_cost(rate, splat(game->gamma_d[n]), block_stations(b, v, game->compute_cost + n * M));
  return (struct row_input){.delay_cost = a,
      .k = block_stations(b, v, game->k + n * M),
      .rx = block_stations(b, v, game->rx),
      .limit = splat(game->limit[n]),
      .gamma_a = splat(game->gamma_a[n])};
}

// The lanes of vector v whose station is where the follower is; access is its row.
INLINE vint row_here(const struct block *b, size_t v, size_t environments, const int32_t *access) {
  if (b->full) return load_access(access + b->first) == (int64_t)v;
  vint here;
  for (int lane = 0; lane < LANES; lane++) {
    uint32_t station = b->station[v * LANES + lane];
    here[lane] = -(access[b->offset[v * LANES + lane] - station * environments] == (int32_t)station);
  }
  return here;
}

// Follower n's best station by `score`, an array of [M][width]: the one it has if within a tie of the best, else the
// first that is; out where nothing attracts, if out there is. Moves it and returns whether anybody moved.
INLINE int block_choose(const struct ck_pricing *game, const struct block *b, size_t n, double tie, const double *score,
    const double *gain, int32_t *access, double *high, double *low) {
  size_t M = game->stations, E = game->environments;
  const double *row = gain + n * M * E + b->first;
  double power = game->power[n];
  if (b->full) {
    vint now = load_access(access + b->first), choice = {0}, kept = {0}, zero = {0};
    vdouble best = load(score);
    for (size_t m = 1; m < M; m++) best = larger(load(score + m * LANES), best);
    vdouble enough = best - splat(tie);
    for (size_t m = M; m-- > 0;) {
      vint near = load(score + m * LANES) >= enough;
      choice = choose_int(near, zero + (int64_t)m, choice);
      kept |= near & (now == (int64_t)m);
    }
    choice = choose_int(kept, now, choice);
    if (!game->connected) choice = choose_int(best > splat(0.0), choice, zero - 1);
    vint moved = choice != now;
    if (!any(moved)) return 0;
    for (size_t m = 0; m < M; m++) {
      vint comes = moved & (choice == (int64_t)m), goes = moved & (now == (int64_t)m);
      if (!any(comes | goes)) continue;
      vdouble g = splat(power) * load(row + m * E);
      vdouble h = load(high + m * E + b->first), l = load(low + m * E + b->first);
      add_twice(&h, &l, choose(comes, g, choose(goes, -g, splat(0.0))));
      store(high + m * E + b->first, h);
      store(low + m * E + b->first, l);
    }
    for (int lane = 0; lane < LANES; lane++) access[b->first + lane] = (int32_t)choice[lane];
    return 1;
  }
  int moved = 0;
  for (size_t e = 0; e < b->width; e++) {
    int32_t now = access[b->first + e], choice = 0;
    double best = score[e];
    for (size_t m = 1; m < M; m++) best = score[m * b->width + e] > best ? score[m * b->width + e] : best;
    for (size_t m = M; m-- > 0;)
      if (score[m * b->width + e] >= best - tie) choice = (int32_t)m;
    if (now >= 0 && score[(size_t)now * b->width + e] >= best - tie) choice = now;
    if (!game->connected && !(best > 0.0)) choice = -1;
    if (choice == now) continue;
    moved = 1;
    access[b->first + e] = choice;
    if (now >= 0) {
      size_t at = (size_t)now * E + e;
      add_twice_scalar(high + b->first + at, low + b->first + at, -(power * row[at]));
    }
    if (choice >= 0) {
      size_t at = (size_t)choice * E + e;
      add_twice_scalar(high + b->first + at, low + b->first + at, power * row[at]);
    }
  }
  return moved;
}

EXPORT(sweep)(const struct ck_pricing *game, const double *gain, const double *price, double tie, size_t most,
    int32_t *access, double *high, double *low, int32_t *sweeps, double *scratch) {
  size_t N = game->followers, M = game->stations, E = game->environments;
  uint32_t *map = (uint32_t *)(scratch + (M + 1) * LANES);
  for (size_t first = 0; first < E; first += LANES) {
    struct block b = block_begin(game, first, map);
    int32_t last[LANES] = {0};  // the last sweep in which each environment moved, from 1
    int32_t before[LANES];
    size_t sweep = 0;
    for (int moved = 1; moved && sweep < most; sweep++) {
      moved = 0;
      for (size_t n = 0; n < N; n++) {
        int32_t *row = access + n * E;
        for (size_t v = 0; v < b.vectors; v++) {
          struct row_input in = row_evaluate(game, &b, v, n, row_here(&b, v, E, row), gain, high, low);
          vdouble score = price
              ? pair_best_response(in.delay_cost, block_row(&b, v, E, price + n * M * E), in.k, in.rx, in.limit,
                    in.gamma_a).score
              : pair_best_price(in.delay_cost, block_stations(&b, v, game->b + n * M), in.k, in.rx, in.limit,
                    in.gamma_a).score;
          store(scratch + v * LANES, score);
        }
        memcpy(before, row + first, b.width * sizeof *before);
        if (!block_choose(game, &b, n, tie, scratch, gain, row, high, low)) continue;
        moved = 1;
        for (size_t e = 0; e < b.width; e++)
          if (row[first + e] != before[e]) last[e] = (int32_t)sweep + 1;
      }
    }
    // An environment that moved in the very last sweep allowed has not settled.
    for (size_t e = 0; e < b.width; e++) sweeps[first + e] = (size_t)last[e] < most ? last[e] : -1;
  }
}

EXPORT(best_utilities)(const struct ck_pricing *game, const double *gain, const double *price, const int32_t *access,
    const double *high, const double *low, double *best, double *scratch) {
  size_t N = game->followers, M = game->stations, E = game->environments;
  uint32_t *map = (uint32_t *)(scratch + (M + 1) * LANES);
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
  vdouble g, total, rest, bandwidth, gamma_d, compute_cost;
  struct own_input in;
  for (int lane = 0; lane < LANES; lane++) {
    size_t n = c->in_row ? c->n : c->ns[lane], e = c->in_row ? c->e + (size_t)lane : c->es[lane];
    int32_t station = access[n * E + e];
    size_t m = station < 0 ? 0 : (size_t)station, pair = n * M + m;
    in.out[lane] = -(station < 0);
    g[lane] = game->power[n] * gain[pair * E + e];
    total[lane] = high[m * E + e];
    rest[lane] = low[m * E + e];
    in.price[lane] = price[pair * E + e];
    in.b[lane] = game->b[pair];
    in.k[lane] = game->k[pair];
    in.rx[lane] = game->rx[m];
    in.limit[lane] = game->limit[n];
    in.gamma_a[lane] = game->gamma_a[n];
    gamma_d[lane] = game->gamma_d[n];
    compute_cost[lane] = game->compute_cost[pair];
    bandwidth[lane] = game->bandwidth[m];
  }
  vdouble interference = others(total, rest, choose(in.out, splat(0.0), g));
  in.rate = pair_rate(g, interference, splat(game->noise), bandwidth);
  in.delay_cost = pair_delay_cost(in.rate, gamma_d, compute_cost);
  return in;
}

EXPORT(best_sizes)(const struct ck_pricing *game, const double *gain, const double *price, const int32_t *access,
    const double *high, const double *low, double *size) {
  struct cells c = cells_begin(game->followers, 1, game->environments);
  EACH_CELL(&c) {
    struct own_input in = own_evaluate(game, &c, gain, price, access, high, low);
    struct response r = pair_best_response(in.delay_cost, in.price, in.k, in.rx, in.limit, in.gamma_a);
    store_some(size + c.at, c.rest, choose(in.out, splat(0.0), r.size));
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
    if (!value) continue;
    struct offer best = pair_best_price(in.delay_cost, in.b, in.k, in.rx, in.limit, in.gamma_a);
    store_some(value + c.at, c.rest, choose(in.out, none, best.profit));
  }
}

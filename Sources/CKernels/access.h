// The access game over E environments: sequential best response, utilities of a play, best answers to it.
// spec/pricing.md, sections 2, 4, 5, 8 and 10. Pair arrays are [N][M][E], follower arrays [N][E].

#pragma once
#include "cells.h"
#include "include/CKernels.h"
#include "pair.h"

// Power received at a station from everybody there, as an unevaluated pair of doubles, so that subtracting the one who
// dominates it leaves the others (two doubles hold about 32 digits).
INLINE void add_twice(double *high, double *low, double x) {
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
      add_twice(high + at, low + at, game->power[n] * gain[n * M * E + at]);
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
  return GATHER_DOUBLES(lane, column[b->station[v * LANES + lane]]);
}

INLINE vdouble block_row(const struct block *b, size_t v, size_t environments, const double *row) {
  if (b->full) return load(row + v * environments + b->first);
  return GATHER_DOUBLES(lane, row[b->offset[v * LANES + lane]]);
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
  const uint32_t *station = b->station + v * LANES, *offset = b->offset + v * LANES;
  return GATHER_INTS(lane,
      -(int64_t)(access[offset[lane] - station[lane] * environments] == (int32_t)station[lane]));
}

// log(1+x) to a relative error of 2e-8, for 0 <= x < 2^60: for comparisons that only have to come out right when clear.
INLINE vdouble rough_log1p(vdouble x) {
  vint e;
  vdouble m = split(splat(1.0) + x, &e);
  vint high = m > splat(0x1.6a09e667f3bcdp0);
  vdouble f = choose(high, splat(0.5) * m, m) - splat(1.0), s = f / (splat(2.0) + f), z = s * s;
  vdouble log = to_double(e - high) * splat(ln2_high)
      + s * (splat(2.0) + z * (splat(2.0 / 3.0) + z * (splat(0.4) + z * (splat(2.0 / 7.0) + z * splat(2.0 / 9.0)))));
  return choose(x < splat(1e-8), x, log);
}

// A score falls strictly as the cost ratio t = (a + price)/k or (a + b)/k rises, as long as the size limit does not
// bind, and is 0 at t = 1: from t1 to t2 by at least (t2 - t1)^2/8. So ratios that lie `clear` apart order stations as
// scores do, beyond any tie of 1e-12, without a logarithm of k/y or Lambert W.
static const double clear = 1e-5;

// The ratio within 1e-7, negative where it does not decide the score: the size limit may bind, or the rate is extreme.
INLINE vdouble row_ratio(const struct ck_pricing *game, const struct block *b, size_t v, size_t n, vint here,
    const double *gain, const double *price, const double *high, const double *low) {
  size_t M = game->stations, E = game->environments;
  vdouble g = splat(game->power[n]) * block_row(b, v, E, gain + n * M * E);
  vdouble own = choose(here, g, splat(0.0));
  vdouble sinr = g / (others(block_row(b, v, E, high), block_row(b, v, E, low), own) + splat(game->noise));
  vint extreme = ~(sinr < splat(0x1p60));
  vdouble rate = block_stations(b, v, game->bandwidth) * (rough_log1p(sinr) * splat(0x1.71547652b82fep-3));
  vdouble a = pair_delay_cost(rate, splat(game->gamma_d[n]), block_stations(b, v, game->compute_cost + n * M));
  vdouble added = price ? block_row(b, v, E, price + n * M * E) : block_stations(b, v, game->b + n * M);
  vdouble t = (a + added) * block_stations(b, v, game->inverse_k + n * M);
  vdouble cap = block_stations(b, v, (price ? game->posted_cap : game->adaptive_cap) + n * M);
  return choose(extreme | ~(t > cap + splat(1e-7)), splat(-1.0), t);
}

// Stations by their ratios, an array of [M][width]; whether that is clear in every environment.
INLINE int block_choose_by_ratio(const struct ck_pricing *game, const struct block *b, const double *ratio,
    int32_t *choice) {
  size_t M = game->stations;
  if (b->full) {
    // Out counts as a station of ratio 1.
    vdouble first = load(ratio), second = splat(1.0);
    vint best = {0}, zero = {0};
    for (size_t m = 1; m < M; m++) {
      vdouble t = load(ratio + m * LANES);
      vint better = t < first;
      second = smaller(choose(better, first, t), second);
      best = choose_int(better, zero + (int64_t)m, best);
      first = choose(better, t, first);
    }
    vint attracts = (first >= splat(0.0)) & (second - first > splat(clear));
    vint repels = first > splat(1.0 + clear);
    if (game->connected) repels = zero;
    if (any(~(attracts | repels))) return 0;
    int64_t chosen[LANES];
    best |= repels;  // all ones is -1
    memcpy(chosen, &best, sizeof chosen);
    for (int lane = 0; lane < LANES; lane++) choice[lane] = (int32_t)chosen[lane];
    return 1;
  }
  for (size_t e = 0; e < b->width; e++) {
    double first = ratio[e], second = 1.0;
    choice[e] = 0;
    for (size_t m = 1; m < M; m++) {
      double t = ratio[m * b->width + e], loser = t < first ? first : t;
      second = loser < second ? loser : second;
      if (t < first) choice[e] = (int32_t)m, first = t;
    }
    if (first > 1.0 + clear && !game->connected) choice[e] = -1;
    else if (!(first >= 0.0 && second - first > clear)) return 0;
  }
  return 1;
}

// Stations by their scores, an array of [M][width]: the present one if within a tie of the best, else the first that
// is; out where nothing attracts, if out there is.
INLINE void block_choose_by_score(const struct ck_pricing *game, const struct block *b, double tie,
    const double *score, const int32_t *access, int32_t *choice) {
  size_t M = game->stations;
  for (size_t e = 0; e < b->width; e++) {
    int32_t now = access[b->first + e];
    double best = score[e];
    for (size_t m = 1; m < M; m++) best = score[m * b->width + e] > best ? score[m * b->width + e] : best;
    choice[e] = 0;
    for (size_t m = M; m-- > 0;)
      if (score[m * b->width + e] >= best - tie) choice[e] = (int32_t)m;
    if (now >= 0 && score[(size_t)now * b->width + e] >= best - tie) choice[e] = now;
    if (!game->connected && !(best > 0.0)) choice[e] = -1;
  }
}

// Moves follower n where it chose to be, and notes the sweep for who moved; whether anybody did.
INLINE int block_move(const struct ck_pricing *game, const struct block *b, size_t n, const double *gain,
    const int32_t *choice, int32_t sweep, int32_t *access, double *high, double *low, int32_t *last) {
  size_t M = game->stations, E = game->environments;
  const double *row = gain + n * M * E + b->first;
  int32_t *now = access + b->first;
  if (memcmp(now, choice, b->width * sizeof *now) == 0) return 0;
  high += b->first;
  low += b->first;
  for (size_t e = 0; e < b->width; e++) {
    if (choice[e] == now[e]) continue;
    if (now[e] >= 0) {
      size_t at = (size_t)now[e] * E + e;
      add_twice(high + at, low + at, -(game->power[n] * row[at]));
    }
    if (choice[e] >= 0) {
      size_t at = (size_t)choice[e] * E + e;
      add_twice(high + at, low + at, game->power[n] * row[at]);
    }
    now[e] = choice[e];
    last[e] = sweep;
  }
  return 1;
}

EXPORT(sweep)(const struct ck_pricing *game, const double *gain, const double *price, double tie, size_t most,
    int32_t *access, double *high, double *low, int32_t *sweeps, double *scratch) {
  size_t N = game->followers, M = game->stations, E = game->environments;
  uint32_t *map = (uint32_t *)(scratch + M * LANES);
  for (size_t first = 0; first < E; first += LANES) {
    struct block b = block_begin(game, first, map);
    int32_t last[LANES] = {0};  // the last sweep in which each environment moved, from 1
    int32_t choice[LANES];
    int moved = 1;
    for (int32_t sweep = 1; moved && (size_t)sweep <= most; sweep++) {
      moved = 0;
      for (size_t n = 0; n < N; n++) {
        int32_t *row = access + n * E;
        for (size_t v = 0; v < b.vectors; v++)
          store(scratch + v * LANES, row_ratio(game, &b, v, n, row_here(&b, v, E, row), gain, price, high, low));
        if (!block_choose_by_ratio(game, &b, scratch, choice)) {
          for (size_t v = 0; v < b.vectors; v++) {
            struct row_input in = row_evaluate(game, &b, v, n, row_here(&b, v, E, row), gain, high, low);
            store(scratch + v * LANES, price
                ? pair_best_response(in.delay_cost, block_row(&b, v, E, price + n * M * E), in.k, in.rx, in.limit,
                      in.gamma_a).score
                : pair_best_price(in.delay_cost, block_stations(&b, v, game->b + n * M), in.k, in.rx, in.limit,
                      in.gamma_a).score);
          }
          block_choose_by_score(game, &b, tie, scratch, row, choice);
        }
        moved |= block_move(game, &b, n, gain, choice, sweep, row, high, low, last);
      }
    }
    // An environment that moved in the very last sweep allowed has not settled.
    for (size_t e = 0; e < b.width; e++) sweeps[first + e] = (size_t)last[e] < most ? last[e] : -1;
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

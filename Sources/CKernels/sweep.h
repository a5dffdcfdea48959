// Sequential best response in the access game over E environments: spec/pricing.md, section 8.

#pragma once
#include "row.h"

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

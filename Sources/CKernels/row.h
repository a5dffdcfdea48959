// One follower's stations in a block of environments: what the sweep and the certificate of the access game share.
// Pair arrays are [N][M][E], follower arrays [N][E]; spec/pricing.md, sections 2 and 8.

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

// Walks arrays of shape [N][M][E] a vector at a time, knowing each lane's follower, station and environment.
//
// Where a vector lies within one (n, m) row its environments are neighbours and columns load as they stand; otherwise
// lanes are gathered one by one, so that one environment fills vectors as well as many do.

#pragma once
#include "vector.h"

struct cells {
  size_t stations, environments, count;   // M, E and N M E
  size_t at;                              // index of the first lane
  size_t rest;                            // cells from there to the end
  size_t n, m, e;                         // of the first lane
  int in_row;                             // all lanes share n and m
  uint32_t ns[LANES], ms[LANES], es[LANES];  // of every lane unless in_row; the last cell again beyond the end
};

// Moves the address one cell on and leaves it on the last cell at the end.
INLINE void cells_scatter(struct cells *c) {
  size_t n = c->n, m = c->m, e = c->e;
  for (size_t lane = 0; lane < LANES; lane++) {
    c->ns[lane] = (uint32_t)n;
    c->ms[lane] = (uint32_t)m;
    c->es[lane] = (uint32_t)e;
    if (lane + 1 >= c->rest) continue;
    if (++e == c->environments) {
      e = 0;
      if (++m == c->stations) m = 0, n++;
    }
  }
}

INLINE void cells_place(struct cells *c) {
  c->in_row = c->e + LANES <= c->environments;
  if (!c->in_row && c->rest > 0) cells_scatter(c);
}

INLINE struct cells cells_begin(size_t followers, size_t stations, size_t environments) {
  struct cells c = {.stations = stations, .environments = environments, .count = followers * stations * environments};
  c.rest = c.count;
  cells_place(&c);
  return c;
}

INLINE void cells_next(struct cells *c) {
  c->at += LANES;
  c->rest = c->rest > LANES ? c->rest - LANES : 0;
  c->e += LANES;
  if (c->e >= c->environments) {
    size_t carry = c->e / c->environments + c->m;
    c->e %= c->environments;
    c->n += carry / c->stations;
    c->m = carry % c->stations;
  }
  cells_place(c);
}

#define EACH_CELL(c) for (; (c)->rest > 0; cells_next(c))

INLINE vuint cells_followers(const struct cells *c) {
  return c->in_row ? (vuint){0} + c->n : (vuint)GATHER_INTS(lane, c->ns[lane]);
}

INLINE vuint cells_stations(const struct cells *c) {
  return c->in_row ? (vuint){0} + c->m : (vuint)GATHER_INTS(lane, c->ms[lane]);
}

// A column over environments.
INLINE vuint cells_of_environment(const struct cells *c, const uint64_t *column) {
  if (!c->in_row) return (vuint)GATHER_INTS(lane, (int64_t)column[c->es[lane]]);
  vuint v;
  memcpy(&v, column + c->e, sizeof v);
  return v;
}

// A column over stations.
INLINE vdouble cells_of_station(const struct cells *c, const double *column) {
  return c->in_row ? splat(column[c->m]) : GATHER_DOUBLES(lane, column[c->ms[lane]]);
}

// An array of shape [N][E].
INLINE vdouble cells_of_follower(const struct cells *c, const double *array) {
  if (c->in_row) return load(array + c->n * c->environments + c->e);
  return GATHER_DOUBLES(lane, array[c->ns[lane] * c->environments + c->es[lane]]);
}

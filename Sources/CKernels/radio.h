// The radio environment, spec/pricing.md, section 3: positions, velocities, fading and gains of E environments.

#pragma once
#include "cells.h"
#include "include/CKernels.h"
#include "random.h"

// The words addressed by (seed, purpose, slot, environment, n, m) for every cell; m = 0 where stations is 1.
INLINE struct words cell_words(const struct cells *c, const struct ck_streams *s, uint64_t purpose, uint64_t slot) {
  vuint zero = {0}, seed = cells_of_environment(c, s->seeds);
  struct words counter = {zero + slot, cells_of_environment(c, s->environments) & low_word,
      cells_followers(c) & low_word, ((purpose << 24) + cells_stations(c)) & low_word};
  return philox(counter, seed & low_word, seed >> 32);
}

EXPORT(draws)(size_t followers, size_t stations, size_t environments, const struct ck_streams *streams,
    uint32_t purpose, uint32_t slot, int normal, double *first, double *second) {
  struct cells c = cells_begin(followers, stations, environments);
  EACH_CELL(&c) {
    struct words w = cell_words(&c, streams, purpose, slot);
    struct two draws = normal ? normals(w) : uniforms(w);
    store_some(first + c.at, c.rest, draws.first);
    store_some(second + c.at, c.rest, draws.second);
  }
}

// Reflects an unbounded coordinate at 0 and side, and the velocity where the last reflection was at side.
INLINE vdouble reflect(vdouble x, double side, vdouble *velocity) {
  vdouble turns = x / splat(2.0 * side);
  vint integer;
  vdouble whole = nearest(turns, &integer);
  whole = choose(whole > turns, whole - splat(1.0), whole);  // floor
  vdouble y = x - splat(2.0 * side) * whole;
  vint beyond = y > splat(side);
  *velocity = choose(beyond, -*velocity, *velocity);
  return choose(beyond, splat(2.0 * side) - y, y);
}

EXPORT(move)(const struct ck_radio *radio, const struct ck_streams *streams, uint32_t slot, double *x, double *y,
    double *vx, double *vy) {
  struct cells c = cells_begin(radio->followers, 1, radio->environments);
  double renewal = radio->velocity_sigma
      * __builtin_sqrt(1.0 - radio->velocity_correlation * radio->velocity_correlation);
  EACH_CELL(&c) {
    struct two z = normals(cell_words(&c, streams, 2, slot));
    if (slot == 0) {
      struct two u = uniforms(cell_words(&c, streams, 1, 0));
      store_some(x + c.at, c.rest, splat(radio->side) * u.first);
      store_some(y + c.at, c.rest, splat(radio->side) * u.second);
      store_some(vx + c.at, c.rest, splat(radio->velocity_sigma) * z.first);
      store_some(vy + c.at, c.rest, splat(radio->velocity_sigma) * z.second);
      continue;
    }
    vdouble keep = splat(radio->velocity_correlation), fresh = splat(renewal), step = splat(radio->slot_seconds);
    vdouble new_vx = keep * load_some(vx + c.at, c.rest, 0.0) + fresh * z.first;
    vdouble new_vy = keep * load_some(vy + c.at, c.rest, 0.0) + fresh * z.second;
    store_some(x + c.at, c.rest, reflect(load_some(x + c.at, c.rest, 0.0) + step * new_vx, radio->side, &new_vx));
    store_some(y + c.at, c.rest, reflect(load_some(y + c.at, c.rest, 0.0) + step * new_vy, radio->side, &new_vy));
    store_some(vx + c.at, c.rest, new_vx);
    store_some(vy + c.at, c.rest, new_vy);
  }
}

EXPORT(fade)(const struct ck_radio *radio, const struct ck_streams *streams, uint32_t slot, const double *x,
    const double *y, double *real, double *imaginary, double *gain) {
  struct cells c = cells_begin(radio->followers, radio->stations, radio->environments);
  double fading = radio->fading_correlation, half = 0.70710678118654752440;
  double renewal = slot == 0 ? half : __builtin_sqrt(1.0 - fading * fading) * half;
  double direct = __builtin_sqrt(radio->rice / (radio->rice + 1.0));
  double scattered = __builtin_sqrt(1.0 / (radio->rice + 1.0));
  EACH_CELL(&c) {
    struct two z = normals(cell_words(&c, streams, 3, slot));
    vdouble re = splat(renewal) * z.first, im = splat(renewal) * z.second;
    if (slot > 0) {
      re = splat(fading) * load_some(real + c.at, c.rest, 0.0) + re;
      im = splat(fading) * load_some(imaginary + c.at, c.rest, 0.0) + im;
    }
    store_some(real + c.at, c.rest, re);
    store_some(imaginary + c.at, c.rest, im);
    vdouble eta_re = splat(direct) + splat(scattered) * re, eta_im = splat(scattered) * im;
    vdouble dx = cells_of_follower(&c, x) - cells_of_station(&c, radio->station_x);
    vdouble dy = cells_of_follower(&c, y) - cells_of_station(&c, radio->station_y);
    vdouble square = dx * dx + dy * dy + splat(radio->height * radio->height);
    // d^(-B/10) 10^(-A/10) in one exponential.
    vdouble law = vexp(splat(-0.05 * radio->path_slope) * vlog(square) - splat(radio->path_offset));
    store_some(gain + c.at, c.rest, law * (eta_re * eta_re + eta_im * eta_im));
  }
}

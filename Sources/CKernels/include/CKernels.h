// Vector kernels of the games, compiled for several instruction sets and chosen at run time.
//
// Every function takes the instruction set to use as its first argument; each of them gives the same bits. Arrays may
// have any length and alignment; an output may be one of the inputs, but arrays must not overlap otherwise.

#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

enum ck_kind { CK_BASELINE = 0, CK_AVX2 = 1, CK_AVX512 = 2, CK_KINDS = 3 };

// Whether this processor and this build have `kind`.
int ck_available(int kind);

// Elementary functions over n values: log (x > 0), log1p (x >= 0), exp (x <= 709), expm1 (x <= 0).
void ck_log(int kind, size_t n, const double *x, double *y);
void ck_log1p(int kind, size_t n, const double *x, double *y);
void ck_exp(int kind, size_t n, const double *x, double *y);
void ck_expm1(int kind, size_t n, const double *x, double *y);
// Sine and cosine of 2 pi u, 0 <= u < 1.
void ck_sincos_turns(int kind, size_t n, const double *u, double *sine, double *cosine);

// d in [0, 1] with (1-d) e^-d = q/k, for k > 0, q >= 0.
void ck_depth(int kind, size_t n, const double *k, const double *q, double *d);

// Rates in MB/s and delay costs per MB; g and interference in W, bandwidth in MHz.
void ck_rates(int kind, size_t n, double noise, const double *g, const double *interference, const double *bandwidth,
    const double *gamma_d, const double *compute_cost, double *rate, double *delay_cost);

// The leader's best price for each pair at a fixed delay cost a, and what it induces.
void ck_best_prices(int kind, size_t n, const double *a, const double *b, const double *k, const double *rx,
    const double *limit, const double *gamma_a, double *price, double *size, double *profit, double *utility);

// The follower's best size for each pair at a posted price; score orders stations, 0 is out.
void ck_best_responses(int kind, size_t n, const double *a, const double *price, const double *k, const double *rx,
    const double *limit, const double *gamma_a, double *size, double *utility, double *score);

// Addresses of random draws: per environment a seed and the environment's number.
struct ck_streams {
  const uint64_t *seeds;
  const uint64_t *environments;
};

// Two uniforms or two standard normals for every (n, m, e), arrays of shape [N][M][E].
void ck_draws(int kind, size_t followers, size_t stations, size_t environments, const struct ck_streams *streams,
    uint32_t purpose, uint32_t slot, int normal, double *first, double *second);

// The radio environment's constants; lengths in m, speeds in m/s.
struct ck_radio {
  size_t followers, stations, environments;
  double side, height;
  double velocity_sigma, velocity_correlation, slot_seconds;
  double rice, fading_correlation;
  double path_offset;  // ln 10 times A/10
  double path_slope;   // B
  const double *station_x, *station_y;
};

// Draws positions and velocities at slot 0, moves them into `slot` otherwise; arrays [N][E].
void ck_move(int kind, const struct ck_radio *radio, const struct ck_streams *streams, uint32_t slot, double *x,
    double *y, double *vx, double *vy);

// Draws the fading at slot 0, moves it into `slot` otherwise, and forms the power gains; arrays [N][M][E].
void ck_fade(int kind, const struct ck_radio *radio, const struct ck_streams *streams, uint32_t slot, const double *x,
    const double *y, double *real, double *imaginary, double *gain);

// What is common to E environments of a pricing game; [N][M] arrays are row-major.
struct ck_pricing {
  size_t followers, stations, environments;
  int connected;
  double noise;
  const double *power, *gamma_a, *gamma_d, *limit;  // [N]
  const double *bandwidth, *rx;                     // [M]
  const double *k, *b, *compute_cost, *inverse_k;   // [N][M]
  // [N][M]: the ratio (a + mu)/k or (a + b)/k at which the size limit begins to bind, at a posted and at the best price.
  const double *posted_cap, *adaptive_cap;
};

// Doubles of scratch memory that ck_sweep and ck_best_utilities need.
size_t ck_scratch(size_t stations);

// Total received power of every station and environment as two doubles, arrays [M][E].
void ck_totals(int kind, const struct ck_pricing *game, const double *gain, const int32_t *access, double *high,
    double *low);

// Sequential best response from the profile in `access` (whose totals are given) until a sweep changes nothing, or for
// `most` sweeps. A null price means the leader's best price at the current rate. `sweeps` receives the sweeps in which
// somebody moved, -1 for an environment that still did in the last.
void ck_sweep(int kind, const struct ck_pricing *game, const double *gain, const double *price, double tie,
    size_t most, int32_t *access, double *high, double *low, int32_t *sweeps, double *scratch);

// The best utility each follower could have at any station or out, everybody else staying.
void ck_best_utilities(int kind, const struct ck_pricing *game, const double *gain, const double *price,
    const int32_t *access, const double *high, const double *low, double *best, double *scratch);

// Every follower's best size at its own station, its utility of it and the operator's profit.
void ck_best_sizes(int kind, const struct ck_pricing *game, const double *gain, const double *price,
    const int32_t *access, const double *high, const double *low, double *size, double *utility, double *profit);

// Utility of every follower at the size it chose, the operator's profit from it, and the most the operator could earn
// from it at this access.
void ck_utilities(int kind, const struct ck_pricing *game, const double *gain, const double *price,
    const int32_t *access, const double *high, const double *low, const double *size, double *utility, double *profit,
    double *value);

// Elements of room that ck_channels and ck_gram need after the last of an array that says so.
enum { CK_ROOM = 16 };

// Standard normals, real and imaginary, at the addresses (slot, episode, user, purpose 2^24 + stream) for every stream
// and user: arrays [streams][users] with room after them. At most 2^24 streams.
void ck_channels(int kind, size_t users, size_t streams, uint64_t seed, uint32_t episode, uint32_t slot,
    uint32_t purpose, double *real, double *imaginary);

// Lengths and inner products of channel vectors h = sqrt(scale) (real + i imaginary), shape [sites][antennas][users]:
// gain = |h_m|^2, [sites][users], and coupling = |h_m^H h_n|^2 / |h_m|^2, [sites][users][users], 0 where the gain is.
// `scale` is [sites][users], `norm` receives the squared lengths without it; all but the last two have room after them.
void ck_gram(int kind, size_t sites, size_t users, size_t antennas, const double *scale, const double *real,
    const double *imaginary, double *norm, double *gain, double *coupling);

#endif

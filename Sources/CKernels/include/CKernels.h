// Vector kernels of the pricing game, compiled for several instruction sets and chosen at run time.
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

#endif

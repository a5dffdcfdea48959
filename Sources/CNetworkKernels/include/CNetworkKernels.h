// Vector kernels of the learners' neural networks, compiled for several instruction sets and chosen at run time.
//
// Every function takes the instruction set to use as its first argument. Matrices are row-major and single precision;
// arrays may have any alignment, sizes are at least 1 where not said otherwise, and nothing is allocated.
//
// What the bits are. Every element of a matrix product is one chain of fused multiply-adds in ascending order of the
// inner index, begun at the bias or at 0; the tiles only decide which chains run side by side. So NK_AVX2 and NK_AVX512
// give the same bits, and a row of a batch those it has alone. NK_PORTABLE rounds each product before it is added and
// gives other bits there and in nk_adam and nk_blend; the elementary functions and random numbers fuse nothing and are
// the same in all three.

#ifndef CNETWORKKERNELS_H
#define CNETWORKKERNELS_H

#include <stddef.h>
#include <stdint.h>

enum nk_kind { NK_PORTABLE = 0, NK_AVX2 = 1, NK_AVX512 = 2, NK_KINDS = 3 };

// Whether this processor and this build have `kind`, and FIRSTMOVER_KERNELS does not say `portable`.
int nk_available(int kind);

// Floats of scratch storage that the products need for layers and batches of these sizes and smaller ones.
size_t nk_scratch(size_t rows, size_t inner, size_t columns);

// y = x w + b, or max(0, x w + b) where `rectify` is not 0: x [rows][inner], w [inner][columns], b [columns] or NULL
// for none, y [rows][columns]. NaN stays NaN.
void nk_affine(int kind, size_t rows, size_t inner, size_t columns, const float *x, const float *w, const float *b,
    float *y, int rectify, float *scratch);

// gw = x^T dy and gb = the column sums of dy, both in ascending order of the rows: x [rows][inner], dy [rows][columns],
// gw [inner][columns], gb [columns] or NULL for none.
void nk_weight_gradient(int kind, size_t rows, size_t inner, size_t columns, const float *x, const float *dy, float *gw,
    float *gb, float *scratch);

// dx = dy w^T, and 0 where gate <= 0: dy [rows][columns], w [inner][columns], gate and dx [rows][inner], gate NULL for
// none.
void nk_input_gradient(int kind, size_t rows, size_t inner, size_t columns, const float *dy, const float *w,
    const float *gate, float *dx, float *scratch);

// What passes along one axis of x [outer][axis][inner] to y [outer][inner] and back, in ascending order of the axis.
//
// y = scale times the sum; y = the largest; x += scale y in every place;
// dx += dy where x is y, its largest, for the first time.
void nk_axis_sum(int kind, size_t outer, size_t axis, size_t inner, float scale, const float *x, float *y);
void nk_axis_max(int kind, size_t outer, size_t axis, size_t inner, const float *x, float *y);
void nk_axis_add(int kind, size_t outer, size_t axis, size_t inner, float scale, const float *y, float *x);
void nk_axis_add_max(int kind, size_t outer, size_t axis, size_t inner, const float *x, const float *y, const float *dy,
    float *dx);

// y[o][c][r] = x[o][r][c]: x [outer][rows][columns], y [outer][columns][rows].
void nk_exchange(int kind, size_t outer, size_t rows, size_t columns, const float *x, float *y);

// Each row of x times its scale: x [rows][columns], scale [rows].
void nk_scale_rows(int kind, size_t rows, size_t columns, const float *scale, float *x);

// x = max(0, x), times gate[row] where there are gates: x [rows][columns], gate [rows] of 0 and 1 or NULL for none. NaN
// stays NaN.
void nk_rectify(int kind, size_t rows, size_t columns, const float *gate, float *x);

// dy = 0 where y, what a rectifier gave, is not positive.
void nk_close_gates(int kind, size_t n, const float *y, float *dy);

// One step of Adam: m and v move towards g and g^2, p by -rate (m correction1)/(sqrt(v correction2) + epsilon).
//
// Gradients below 2^-56 count as 0, as do m and v below 2^-100. The corrections are 1/(1 - beta^t). 1 - beta and rate correction1 are formed in double and then rounded.
void nk_adam(int kind, size_t n, const float *g, float *p, float *m, float *v, double rate, double beta1, double beta2,
    double epsilon, double correction1, double correction2);

// target += tau (source - target).
void nk_blend(int kind, size_t n, float tau, const float *source, float *target);

// Elementary functions over n values, NaN where x is NaN, y may be x: exp and log within 1 ulp of the exact value, tanh
// and softplus within 2, logistic within 2.5, subnormal results included. log is -infinity at 0 and NaN below.
void nk_exp(int kind, size_t n, const float *x, float *y);
void nk_log(int kind, size_t n, const float *x, float *y);
void nk_tanh(int kind, size_t n, const float *x, float *y);
void nk_logistic(int kind, size_t n, const float *x, float *y);  // 1/(1 + e^-x)
void nk_softplus(int kind, size_t n, const float *x, float *y);  // log(1 + e^x)

// Random numbers, n >= 0 of them. Element i is made of the words of block i/4: Philox4x32-10 with the key (low, high
// word of seed) and the counter (low, high word of counter + i/4, 0, 0). n elements so consume nk_counters(n) counters.
size_t nk_counters(size_t n);

// Uniforms in [0, 1): word i%4 shifted right by 8, times 2^-24.
void nk_uniforms(int kind, size_t n, uint64_t seed, uint64_t counter, float *out);

// Standard normals (Box and Muller). Words 0 and 1 of a block make its elements 0 and 1, words 2 and 3 the others:
// r cos(2 pi t) and r sin(2 pi t), r = sqrt(-2 log u), u = word 2^-32 + 2^-33 rounded after the conversion and after
// the sum, t = the second word shifted right by 8, times 2^-24. None is larger than 6.8.
void nk_normals(int kind, size_t n, uint64_t seed, uint64_t counter, float *out);

// Integers in [0, bound), 1 <= bound < 2^31: the upper half of word i%4 times bound. The probability of each is off by
// less than 2^-32.
void nk_indices(int kind, size_t n, uint32_t bound, uint64_t seed, uint64_t counter, int32_t *out);

#endif

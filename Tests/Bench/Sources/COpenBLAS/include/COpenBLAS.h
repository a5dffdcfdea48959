// OpenBLAS as a peer: found when the benchmark runs, so that nothing is linked with it.

#ifndef COPENBLAS_H
#define COPENBLAS_H

#include <stddef.h>

// Loads it for one core and returns the name of the kernels that it chose, or NULL where it is not installed.
//
// Releases older than the processor choose kernels for one of 2004; those of the widest instruction set that it has are
// asked for instead, unless OPENBLAS_CORETYPE says which.
const char *openblas_load(void);

// c = a b for row-major a [m][k], b [k][n], each stored as its transpose where said.
void openblas_multiply(
    size_t m, size_t n, size_t k, const float *a, int a_transposed, const float *b, int b_transposed, float *c);

// A layer of one row in plain C, y = max(0, x w + b) or without the maximum, as a compiler makes it fast.
void plain_layer(size_t inner, size_t columns, const float *x, const float *w, const float *b, float *y, int rectify);

#endif

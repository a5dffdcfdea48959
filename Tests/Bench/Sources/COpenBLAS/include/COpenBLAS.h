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

// Soft actor-critic in plain C over OpenBLAS's products, with a replay buffer of 100,000 transitions: twin critics with
// targets, a squashed normal policy, a learned temperature. Two hidden layers of one width.
struct plain_sac;

struct plain_sac *plain_sac_create(size_t states, size_t actions, size_t hidden, size_t batch);
void plain_sac_free(struct plain_sac *s);

// Takes a gradient step on a batch drawn from the buffer.
void plain_sac_update(struct plain_sac *s);

// How far its gradients are from finite differences of its losses: a norm over 200 parameters, relative, of a critic and
// of the actor, whichever is larger.
double plain_sac_gradient_error(struct plain_sac *s);

#endif

#include "include/COpenBLAS.h"

// `count` columns from column j on, their sums in an array that a compiler keeps in registers.
#define BLOCK 64
static inline __attribute__((always_inline)) void block(size_t count, size_t j, size_t inner, size_t columns,
    const float *x, const float *w, const float *b, float *y, int rectify) {
  float sums[BLOCK];
  for (size_t l = 0; l < count; l++) sums[l] = b[j + l];
  for (size_t k = 0; k < inner; k++)
    for (size_t l = 0; l < count; l++) sums[l] += x[k] * w[k * columns + j + l];
  for (size_t l = 0; l < count; l++) y[j + l] = rectify && sums[l] < 0 ? 0 : sums[l];
}

void plain_layer(size_t inner, size_t columns, const float *restrict x, const float *restrict w,
    const float *restrict b, float *restrict y, int rectify) {
  size_t j = 0;
  for (; j + BLOCK <= columns; j += BLOCK) block(BLOCK, j, inner, columns, x, w, b, y, rectify);
  block(columns - j, j, inner, columns, x, w, b, y, rectify);
}

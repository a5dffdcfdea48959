// A layer of a network and its derivatives, each one product.

#pragma once
#include "product.h"

EXPORT(affine)(size_t rows, size_t inner, size_t columns, const float *x, const float *w, const float *b, float *y,
    int rectify, float *scratch) {
  const struct product p = {.m = rows, .n = columns, .steps = inner, .a = x, .a_row = inner, .a_step = 1, .b = w,
      .b_stride = columns, .c = y, .c_stride = columns, .bias = b, .rectify = rectify};
  multiply(&p, scratch);
}

EXPORT(weight_gradient)(size_t rows, size_t inner, size_t columns, const float *x, const float *dy, float *gw,
    float *gb, float *scratch) {
  const struct product p = {.m = inner, .n = columns, .steps = rows, .a = x, .a_row = 1, .a_step = inner, .b = dy,
      .b_stride = columns, .c = gw, .c_stride = columns};
  multiply(&p, scratch);
  if (gb == NULL) return;
  for (size_t j = 0; j < columns; j += LANES) {
    const size_t lanes = columns - j < LANES ? columns - j : LANES;
    vfloat sum = {0};
    for (size_t r = 0; r < rows; r++) sum += load_some(dy + r * columns + j, lanes);
    store_some(gb + j, lanes, sum);
  }
}

EXPORT(input_gradient)(size_t rows, size_t inner, size_t columns, const float *dy, const float *w, const float *gate,
    float *dx, float *scratch) {
  const struct product p = {.m = rows, .n = inner, .steps = columns, .a = dy, .a_row = columns, .a_step = 1, .b = w,
      .b_stride = columns, .b_is_columns = 1, .c = dx, .c_stride = inner, .gate = gate};
  multiply(&p, scratch);
}

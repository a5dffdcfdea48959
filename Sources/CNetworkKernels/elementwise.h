// The elementary functions over arrays.

#pragma once
#include "elementary.h"

#define ELEMENTWISE(name)                                                                              \
  EXPORT(name)(size_t n, const float *x, float *y) {                                                   \
    size_t i = 0;                                                                                      \
    for (; i + LANES <= n; i += LANES) store(y + i, v##name(load(x + i)));                             \
    if (i < n) store_some(y + i, n - i, v##name(load_some(x + i, n - i)));                             \
  }

ELEMENTWISE(exp)
ELEMENTWISE(log)
ELEMENTWISE(tanh)
ELEMENTWISE(logistic)
ELEMENTWISE(softplus)

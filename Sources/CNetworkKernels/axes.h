// Sums, maxima and repetitions along one axis of an array [outer][axis][inner].

#pragma once
#include "vector.h"

// Calls `body` for every `i` at which LANES floats of a row of `inner` begin, `lanes` of them within the row.
#define FOR_LANES(inner, i, lanes) \
  for (size_t i = 0, lanes; i < (inner) && (lanes = (inner) - i < LANES ? (inner) - i : LANES, 1); i += LANES)

INLINE vfloat larger(vfloat x, vfloat y) { return choose(x > y, x, y); }

EXPORT(axis_sum)(size_t outer, size_t axis, size_t inner, float scale, const float *x, float *y) {
  for (size_t o = 0; o < outer; o++, x += axis * inner, y += inner) {
    FOR_LANES(inner, i, lanes) {
      vfloat sum = load_some(x + i, lanes);
      for (size_t a = 1; a < axis; a++) sum += load_some(x + a * inner + i, lanes);
      store_some(y + i, lanes, splat(scale) * sum);
    }
  }
}

EXPORT(axis_max)(size_t outer, size_t axis, size_t inner, const float *x, float *y) {
  for (size_t o = 0; o < outer; o++, x += axis * inner, y += inner) {
    FOR_LANES(inner, i, lanes) {
      vfloat most = load_some(x + i, lanes);
      for (size_t a = 1; a < axis; a++) most = larger(load_some(x + a * inner + i, lanes), most);
      store_some(y + i, lanes, most);
    }
  }
}

EXPORT(axis_add)(size_t outer, size_t axis, size_t inner, float scale, const float *y, float *x) {
  for (size_t o = 0; o < outer; o++, x += axis * inner, y += inner) {
    for (size_t a = 0; a < axis; a++) {
      float *row = x + a * inner;
      FOR_LANES(inner, i, lanes) {
        store_some(row + i, lanes, load_some(row + i, lanes) + splat(scale) * load_some(y + i, lanes));
      }
    }
  }
}

EXPORT(axis_add_max)(size_t outer, size_t axis, size_t inner, const float *x, const float *y, const float *dy,
    float *dx) {
  for (size_t o = 0; o < outer; o++, x += axis * inner, dx += axis * inner, y += inner, dy += inner) {
    FOR_LANES(inner, i, lanes) {
      vfloat most = load_some(y + i, lanes), gradient = load_some(dy + i, lanes);
      for (size_t a = 0; a < axis; a++) {
        vint found = load_some(x + a * inner + i, lanes) == most;
        float *place = dx + a * inner + i;
        store_some(place, lanes, load_some(place, lanes) + zero_where(~found, gradient));
        gradient = zero_where(found, gradient);
      }
    }
  }
}

EXPORT(exchange)(size_t outer, size_t rows, size_t columns, const float *x, float *y) {
  for (size_t o = 0; o < outer; o++, x += rows * columns, y += rows * columns) {
    for (size_t r = 0; r < rows; r++)
      for (size_t c = 0; c < columns; c++) y[c * rows + r] = x[r * columns + c];
  }
}

EXPORT(scale_rows)(size_t rows, size_t columns, const float *scale, float *x) {
  for (size_t r = 0; r < rows; r++, x += columns) {
    const vfloat share = splat(scale[r]);
    FOR_LANES(columns, i, lanes) store_some(x + i, lanes, share * load_some(x + i, lanes));
  }
}

EXPORT(rectify)(size_t rows, size_t columns, const float *gate, float *x) {
  for (size_t r = 0; r < rows; r++, x += columns) {
    const vfloat share = splat(gate == NULL ? 1.0f : gate[r]);
    FOR_LANES(columns, i, lanes) {
      vfloat value = load_some(x + i, lanes);
      store_some(x + i, lanes, share * zero_where(value < splat(0.0f), value));
    }
  }
}

EXPORT(close_gates)(size_t n, const float *y, float *dy) {
  FOR_LANES(n, i, lanes) {
    store_some(dy + i, lanes, zero_where(~(load_some(y + i, lanes) > splat(0.0f)), load_some(dy + i, lanes)));
  }
}

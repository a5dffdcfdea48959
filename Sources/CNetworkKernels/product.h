// The matrix product under all layers: c = a b, in tiles of rows by registers whose sums stay in registers.

#pragma once
#include "vector.h"

// Rows of the tile that fills a batch, two registers wide. Four cycles of latency at two fused multiply-adds a cycle
// need eight sums at least; AVX-512 has 32 registers, the others 16.
#if LANES == 16
#define ROWS 8
#elif LANES == 8
#define ROWS 6
#else
#define ROWS 4
#endif

// Sums of the tiles for few rows, which are the wider the fewer those are; and of any tile at most.
#define WIDE (LANES == 16 ? 16 : 8)
#define SUMS (2 * ROWS > WIDE ? 2 * ROWS : WIDE)

// Floats of a b that is read where it lies: half of the nearest cache.
#define NEAR 6144

// Registers in a panel at most.
#define PANEL 4

struct product {
  size_t m, n, steps;
  // a[i][s] is at a[i a_row + s a_step]; one of the two is 1.
  const float *a;
  size_t a_row, a_step;
  // b[s][j] is at b[s b_stride + j], and where `b_is_columns` at b[j b_stride + s].
  const float *b;
  size_t b_stride;
  int b_is_columns;
  // c[i][j] is at c[i c_stride + j], and where `c_is_columns` at c[j c_stride + i].
  float *c;
  size_t c_stride;
  int c_is_columns;
  const float *bias;  // what the sums of a row of c as it lies in memory begin at; NULL for 0
  const float *gate;  // laid out as c; NULL for none
  int rectify;
};

// The same product with the roles of a and b exchanged: c^T = b^T a^T.
INLINE struct product exchanged(const struct product *p) {
  struct product q = *p;
  q.m = p->n, q.n = p->m;
  q.a = p->b, q.a_row = p->b_is_columns ? p->b_stride : 1, q.a_step = p->b_is_columns ? 1 : p->b_stride;
  q.b = p->a, q.b_is_columns = p->a_row != 1, q.b_stride = p->a_row != 1 ? p->a_row : p->a_step;
  q.c_is_columns = !p->c_is_columns;
  return q;
}

INLINE vfloat rectified(vfloat x) { return zero_where(x < 0, x); }

// For each sum of a tile, as straight code: it stays in its register.
#define EACH_ROW(r) _Pragma("clang loop unroll(full)") for (int r = 0; r < rows; r++)
#define EACH_REGISTER(k) _Pragma("clang loop unroll(full)") for (int k = 0; k < registers; k++)

// A tile of c whose rows are columns in memory: one function for all tiles, whose sums it gets in memory.
static __attribute__((noinline)) void put_columns(
    int rows, int registers, const struct product *p, size_t i, size_t j, size_t last, const vfloat *sums) {
  const size_t stride = p->c_stride;
  for (int k = 0; k < registers; k++) {
    vfloat columns[LANES], turned[LANES];
#pragma clang loop unroll(full)
    for (int l = 0; l < LANES; l++) columns[l] = l < rows ? sums[l * registers + k] : (vfloat){0};
    transpose(columns);
    memcpy(turned, columns, sizeof turned);
    const size_t width = k + 1 < registers ? LANES : last;
    size_t at = (j + k * LANES) * stride + i;
    for (size_t l = 0; l < width; l++, at += stride) {
      vfloat column = turned[l];
      if (p->gate != NULL) column = zero_where(load_some(p->gate + at, rows) <= 0, column);
      store_some(p->c + at, rows, column);
    }
  }
}

// What the sums of a tile begin at. The branches stand outside of the loops: between them the sums would be spilled.
INLINE void begin(const int rows, const int registers, const struct product *p, size_t i, size_t j, size_t last,
    vfloat *sums) {
  if (p->bias == NULL) {
    EACH_ROW(r) EACH_REGISTER(k) sums[r * registers + k] = (vfloat){0};
  } else if (p->c_is_columns) {
    EACH_ROW(r) {
      vfloat bias = splat(p->bias[i + r]);
      EACH_REGISTER(k) sums[r * registers + k] = bias;
    }
  } else {
    EACH_REGISTER(k) {
      const float *at = p->bias + j + k * LANES;
      vfloat bias = k + 1 < registers ? load(at) : load_some(at, last);
      EACH_ROW(r) sums[r * registers + k] = bias;
    }
  }
}

INLINE void finish(const int rows, const int registers, const struct product *p, size_t i, size_t j, size_t last,
    vfloat *sums) {
  if (p->rectify) EACH_ROW(r) EACH_REGISTER(k) sums[r * registers + k] = rectified(sums[r * registers + k]);
  // A single column lies as a row does.
  if (p->c_is_columns && !(rows == 1 && p->c_stride == 1)) {
    vfloat stored[SUMS];
    EACH_ROW(r) EACH_REGISTER(k) stored[r * registers + k] = sums[r * registers + k];
    return put_columns(rows, registers, p, i, j, last, stored);
  }
  const size_t c_stride = p->c_stride, at = p->c_is_columns ? j : i * c_stride + j;
  if (p->gate != NULL) {
    const float *gate = p->gate + at;
    EACH_ROW(r) EACH_REGISTER(k) {
      const float *from = gate + r * c_stride + k * LANES;
      vfloat g = k + 1 < registers ? load(from) : load_some(from, last);
      sums[r * registers + k] = zero_where(g <= 0, sums[r * registers + k]);
    }
  }
  float *c = p->c + at;
  EACH_ROW(r) EACH_REGISTER(k) {
    float *to = c + r * c_stride + k * LANES;
    if (k + 1 < registers) store(to, sums[r * registers + k]); else store_some(to, last, sums[r * registers + k]);
  }
}

// c[i ..< i + rows][j ...], `last` lanes of the last register of it. b begins at column j; where it is a `panel` it may
// be read up to the register's end.
INLINE void tile(const int rows, const int registers, const int panel, const struct product *p, size_t i, size_t j,
    size_t last, const float *b, size_t stride) {
  vfloat sums[SUMS];
  begin(rows, registers, p, i, j, last, sums);
  const float *a = p->a + i * p->a_row;
  const size_t row = p->a_row, step = p->a_step;
  for (size_t s = p->steps; s > 0; s--) {
    vfloat w[WIDE];
    EACH_REGISTER(k) w[k] = panel || k + 1 < registers ? load(b + k * LANES) : load_some(b + k * LANES, last);
    // One row uses b once, from the second nearest cache; the processor's own guess comes a little late.
    if (rows == 1 && registers == WIDE)
      EACH_REGISTER(k) __builtin_prefetch((const void *)((uintptr_t)(b + k * LANES) + 4 * 4 * stride));
    EACH_ROW(r) {
      vfloat x = splat(a[r * row]);
      EACH_REGISTER(k) sums[r * registers + k] = fused(x, w[k], sums[r * registers + k]);
    }
    a += step;
    b += stride;
  }
  finish(rows, registers, p, i, j, last, sums);
}

// columns[s] = b[s][0 ..< lanes] of a b that lies as columns, for `steps` in 1...LANES of them; the other lanes are 0.
INLINE void load_block(const float *b, size_t stride, size_t lanes, size_t steps, vfloat columns[LANES]) {
  if (lanes >= LANES && steps >= LANES) return load_columns(b, stride, columns);
#pragma clang loop unroll(full)
  for (size_t l = 0; l < LANES; l++)
    columns[l] = l < lanes ? load_some(b + l * stride, steps < LANES ? steps : LANES) : (vfloat){0};
  transpose(columns);
}

// c[0 ..< rows][j ...], all rows that there are, where b lies as columns: it is transposed in registers and used on
// the spot.
INLINE void turned(const int rows, const int registers, const struct product *p, size_t j, size_t last) {
  const size_t row = p->a_row, step = p->a_step;
  vfloat sums[SUMS];
  begin(rows, registers, p, 0, j, last, sums);
  for (size_t s = 0; s < p->steps; s += LANES) {
    const size_t steps = p->steps - s < LANES ? p->steps - s : LANES;
    const float *a = p->a + s * step;
    EACH_REGISTER(k) {
      vfloat columns[LANES];
      load_block(
          p->b + (j + k * LANES) * p->b_stride + s, p->b_stride, k + 1 < registers ? LANES : last, steps, columns);
#define ADD(l, column)                                                       \
  EACH_ROW(r) {                                                              \
    vfloat *sum = &sums[r * registers + k];                                  \
    *sum = fused(splat(a[r * row + (l) * step]), column, *sum);              \
  }
      if (steps == LANES) {
#pragma clang loop unroll(full)
        for (size_t l = 0; l < LANES; l++) ADD(l, columns[l])
      } else {
        vfloat rest[LANES];
        memcpy(rest, columns, sizeof rest);
#pragma clang loop unroll(disable)
        for (size_t l = 0; l < steps; l++) ADD(l, rest[l])
      }
#undef ADD
    }
  }
  finish(rows, registers, p, 0, j, last, sums);
}

// All of a c of few rows, so many registers side by side that their chains hide each other's latency.
INLINE void turned_all(const int rows, const struct product *p) {
  const int most = rows == 1 ? 4 : rows <= LANES / 4 ? 2 : 1;
  size_t j = 0;
  for (; p->n - j >= (size_t)most * LANES; j += most * LANES) turned(rows, most, p, j, LANES);
  for (; j < p->n; j += LANES) turned(rows, 1, p, j, p->n - j < LANES ? p->n - j : LANES);
}

static void turned_rows(const struct product *p) {
  switch (p->m) {
#define CASE(rows) case rows: return turned_all(rows, p);
#if LANES == 16
    CASE(8) CASE(7) CASE(6) CASE(5)
#endif
#if LANES >= 8
    CASE(4) CASE(3)
#endif
    CASE(2) CASE(1)
#undef CASE
  }
}

// `rows` rows of c straight from b, `most` registers at a time while there are columns for them.
INLINE void strip(const int rows, const int most, const struct product *p, size_t i) {
  size_t j = 0;
#define TILES(registers)                                                                                   \
  if (most >= registers)                                                                                   \
    for (; j + registers * LANES <= p->n; j += registers * LANES)                                          \
      tile(rows, registers, 0, p, i, j, LANES, p->b + j, p->b_stride);
#if LANES == 16
  TILES(16)
#endif
  TILES(8) TILES(4) TILES(2)
#undef TILES
  if (j == p->n) return;
  if (p->n - j > LANES) tile(rows, 2, 0, p, i, j, p->n - j - LANES, p->b + j, p->b_stride);
  else tile(rows, 1, 0, p, i, j, p->n - j, p->b + j, p->b_stride);
}

static void strips(const struct product *p) {
  size_t i = 0;
  for (; i + ROWS <= p->m; i += ROWS) strip(ROWS, 2, p, i);
  for (; i + 4 <= p->m; i += 4) strip(4, WIDE / 4, p, i);
  for (; i + 2 <= p->m; i += 2) strip(2, WIDE / 2, p, i);
  for (; i < p->m; i++) strip(1, WIDE, p, i);
}

// Puts b[:][j ..< j + width] into `panel`, `registers` of them a step, the lanes beyond the width 0.
INLINE void fill_panel(const int registers, const struct product *p, size_t j, size_t width, float *panel) {
  const size_t stride = registers * LANES;
  if (!p->b_is_columns) {
    const float *b = p->b + j;
    const size_t last = width - (registers - 1) * LANES;
    for (size_t s = 0; s < p->steps; s++, b += p->b_stride, panel += stride) {
#pragma clang loop unroll(full)
      for (int k = 0; k + 1 < registers; k++) store(panel + k * LANES, load(b + k * LANES));
      store(panel + stride - LANES, load_some(b + stride - LANES, last));
    }
    return;
  }
  for (size_t s = 0; s < p->steps; s += LANES) {
    const size_t steps = p->steps - s < LANES ? p->steps - s : LANES;
    for (size_t k = 0; k < (size_t)registers; k++) {
      vfloat columns[LANES];
      load_block(p->b + (j + k * LANES) * p->b_stride + s, p->b_stride, width - k * LANES, steps, columns);
#pragma clang loop unroll(full)
      for (size_t l = 0; l < LANES; l++)
        if (l < steps) store(panel + (s + l) * stride + k * LANES, columns[l]);
    }
  }
}

// All rows of c by way of panels of b, `registers` wide, which lie together however wide b is.
INLINE void panels(const int rows, const int registers, const struct product *p, float *panel, size_t *column) {
  size_t j = *column, width;
  for (; p->n - j > (size_t)(registers - 1) * LANES; j += width) {
    width = p->n - j < (size_t)registers * LANES ? p->n - j : (size_t)registers * LANES;
    fill_panel(registers, p, j, width, panel);
    const size_t last = width - (registers - 1) * LANES;
    size_t i = 0;
#define TILES(count)                                                                                          \
  if (rows >= count)                                                                                          \
    for (; i + count <= p->m; i += count) tile(count, registers, 1, p, i, j, last, panel, registers * LANES);
#if ROWS > 4
    TILES(ROWS)
#endif
    TILES(4) TILES(2) TILES(1)
#undef TILES
  }
  *column = j;
}

static void by_panels(const struct product *p, float *panel) {
  size_t j = 0;
  if (p->m < ROWS) panels(WIDE / PANEL, PANEL, p, panel, &j);
  if (j < p->n) panels(ROWS, 2, p, panel, &j);
  if (j < p->n) panels(ROWS, 1, p, panel, &j);
}

INLINE void multiply(const struct product *p, float *scratch) {
  // A c narrower than a register leaves lanes idle; its transpose fills them, at the price of transposing a where that
  // does not lie as is needed.
  if (p->m >= LANES && p->n <= (p->a_row == 1 ? LANES - LANES / 4 : LANES / 2)) {
    const struct product q = exchanged(p);
    if (q.b_is_columns) turned_rows(&q); else strips(&q);
    return;
  }
  if (p->b_is_columns && p->m <= LANES / 2) return turned_rows(p);
  if (!p->b_is_columns && (p->m < 2 * ROWS || p->steps * p->b_stride <= NEAR)) return strips(p);
  by_panels(p, (float *)(((uintptr_t)scratch + 63) & ~(uintptr_t)63));
}

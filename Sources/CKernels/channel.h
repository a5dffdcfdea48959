// Channel vectors of the offloading game and their inner products: spec/offloading.md, sections 2 and 12.
//
// Arrays of channels have shape [sites][antennas][users]: neighbouring lanes are users, so that an inner product is a
// sum over antennas, lane by lane, in one order everywhere. Vectors are loaded and stored whole; what follows a row is
// the next one, and LANES elements of room follow the last.

#pragma once
#include "include/CKernels.h"
#include "random.h"

EXPORT(channels)(size_t users, size_t streams, uint64_t seed, uint32_t episode, uint32_t slot, uint32_t purpose,
    double *real, double *imaginary) {
  vuint zero = {0};
  uint64_t user = 0, stream = 0;
  for (size_t at = 0; at < users * streams; at += LANES) {
    uint64_t of_user[LANES], of_stream[LANES];
    for (size_t lane = 0; lane < LANES; lane++) {
      of_user[lane] = user;
      of_stream[lane] = (((uint64_t)purpose << 24) + stream) & low_word;
      if (++user == users) user = 0, stream++;
    }
    struct words counter = {zero + (uint64_t)slot, zero + (uint64_t)episode, zero, zero};
    memcpy(&counter.w2, of_user, sizeof of_user);
    memcpy(&counter.w3, of_stream, sizeof of_stream);
    struct two z = normals(philox(counter, zero + (seed & low_word), zero + (seed >> 32)));
    store(real + at, z.first);
    store(imaginary + at, z.second);
  }
}

// As `store`, for an array without room after it: rows come in order, so that what reaches into the next is overwritten.
INLINE void store_row(double *array, size_t at, size_t count, vdouble v) {
  if (at + LANES <= count) store(array + at, v); else store_tail(array + at, count - at, v);
}

EXPORT(gram)(size_t sites, size_t users, size_t antennas, const double *scale, const double *real,
    const double *imaginary, double *norm, double *gain, double *coupling) {
  for (size_t j = 0; j < sites; j++) {
    const double *re = real + j * antennas * users, *im = imaginary + j * antennas * users;
    for (size_t n = 0; n < users; n += LANES) {
      vdouble sum = splat(0.0);
      for (size_t l = 0; l < antennas; l++) {
        vdouble a = load(re + l * users + n), b = load(im + l * users + n);
        sum = sum + (a * a + b * b);
      }
      size_t at = j * users + n;
      store(norm + at, sum);
      store_row(gain, at, sites * users, load(scale + at) * sum);
    }
    for (size_t m = 0; m < users; m++) {
      size_t row = (j * users + m) * users;
      if (!(gain[j * users + m] > 0)) {
        for (size_t n = 0; n < users; n++) coupling[row + n] = 0;
        continue;
      }
      vdouble length = splat(norm[j * users + m]);
      for (size_t n = 0; n < users; n += LANES) {
        vdouble inner_re = splat(0.0), inner_im = splat(0.0);
        for (size_t l = 0; l < antennas; l++) {
          vdouble a = load(re + l * users + n), b = load(im + l * users + n);
          vdouble own_a = splat(re[l * users + m]), own_b = splat(im[l * users + m]);
          inner_re = inner_re + (own_a * a + own_b * b);
          inner_im = inner_im + (own_a * b - own_b * a);
        }
        vdouble square = inner_re * inner_re + inner_im * inner_im;
        store_row(coupling, row + n, sites * users * users, load(scale + j * users + n) * (square / length));
      }
    }
  }
}

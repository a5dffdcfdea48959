#include "include/COpenBLAS.h"

#include <dlfcn.h>
#include <stdlib.h>

typedef void sgemm(int order, int a_transposed, int b_transposed, int m, int n, int k, float alpha, const float *a,
    int a_stride, const float *b, int b_stride, float beta, float *c, int c_stride);

static sgemm *multiply;

const char *openblas_load(void) {
#if defined(__x86_64__)
  const int is_wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl");
  if (is_wide || __builtin_cpu_supports("avx2")) setenv("OPENBLAS_CORETYPE", is_wide ? "SkylakeX" : "Haswell", 0);
#endif
  void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return NULL;
  multiply = (sgemm *)dlsym(library, "cblas_sgemm");
  void (*set_threads)(int) = (void (*)(int))dlsym(library, "openblas_set_num_threads");
  char *(*core)(void) = (char *(*)(void))dlsym(library, "openblas_get_corename");
  if (multiply == NULL || set_threads == NULL || core == NULL) return NULL;
  set_threads(1);
  return core();
}

void openblas_multiply(
    size_t m, size_t n, size_t k, const float *a, int a_transposed, const float *b, int b_transposed, float *c) {
  const int row_major = 101, plain = 111, transposed = 112;
  multiply(row_major, a_transposed ? transposed : plain, b_transposed ? transposed : plain, (int)m, (int)n, (int)k, 1,
      a, (int)(a_transposed ? m : k), b, (int)(b_transposed ? k : n), 0, c, (int)n);
}

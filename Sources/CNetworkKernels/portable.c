// The kernels for what every processor of this architecture has: SSE2 on x86-64, NEON on ARM.

#define EXPORT(name) void nk_##name##_portable
#include "axes.h"
#include "layers.h"
#include "optimiser.h"
#include "elementwise.h"
#include "random.h"

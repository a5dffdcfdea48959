// The kernels for what every processor of this architecture has.

#define EXPORT(name) void ck_##name##_baseline
#include "pair_arrays.h"
#include "radio.h"
#include "sweep.h"
#include "play.h"
#include "channel.h"

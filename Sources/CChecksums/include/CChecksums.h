#pragma once

#include <stddef.h>
#include <stdint.h>

/// CRC-32C (Castagnoli) of `count` bytes: by the processor's own instruction where it has one, else as below.
uint32_t crc32c(const uint8_t *bytes, size_t count);

/// The same in plain C.
uint32_t crc32c_portable(const uint8_t *bytes, size_t count);

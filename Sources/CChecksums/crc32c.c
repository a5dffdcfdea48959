#include "CChecksums.h"

#include <string.h>

// In C because Swift has no such instruction, and because a debug build's Swift takes seconds over a replay buffer.

uint32_t crc32c_portable(const uint8_t *bytes, size_t count) {
    // What each value of four bits leaves, for the reversed polynomial 0x82F63B78.
    static const uint32_t remainders[16] = {
        0x00000000, 0x105EC76F, 0x20BD8EDE, 0x30E349B1, 0x417B1DBC, 0x5125DAD3, 0x61C69362, 0x7198540D,
        0x82F63B78, 0x92A8FC17, 0xA24BB5A6, 0xB21572C9, 0xC38D26C4, 0xD3D3E1AB, 0xE330A81A, 0xF36E6F75,
    };
    uint32_t sum = UINT32_MAX;
    for (size_t i = 0; i < count; i++) {
        sum ^= bytes[i];
        sum = sum >> 4 ^ remainders[sum & 15];
        sum = sum >> 4 ^ remainders[sum & 15];
    }
    return ~sum;
}

#if defined(__x86_64__)
#include <nmmintrin.h>

__attribute__((target("sse4.2"))) static uint32_t crc32c_sse42(const uint8_t *bytes, size_t count) {
    uint64_t sum = UINT32_MAX;
    for (; count >= 8; bytes += 8, count -= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        sum = _mm_crc32_u64(sum, word);
    }
    for (; count > 0; bytes++, count--) sum = _mm_crc32_u8((uint32_t)sum, *bytes);
    return ~(uint32_t)sum;
}

uint32_t crc32c(const uint8_t *bytes, size_t count) {
    return __builtin_cpu_supports("sse4.2") ? crc32c_sse42(bytes, count) : crc32c_portable(bytes, count);
}
#else
uint32_t crc32c(const uint8_t *bytes, size_t count) { return crc32c_portable(bytes, count); }
#endif

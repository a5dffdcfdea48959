#include "CAllocationCounter.h"

#include <errno.h>
#include <stddef.h>

/* Per thread, so that a test counts itself and not those that run beside it. */
static _Thread_local uint64_t count;

uint64_t allocation_count(void) { return count; }

#if __has_feature(address_sanitizer)

_Bool allocations_are_counted(void) { return 0; }

#else

_Bool allocations_are_counted(void) { return 1; }

/* glibc's own, under the names that it keeps for those who replace the public ones. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
    count++;
    return __libc_malloc(size);
}

void *calloc(size_t n, size_t size) {
    count++;
    return __libc_calloc(n, size);
}

void *realloc(void *memory, size_t size) {
    count++;
    return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
    count++;
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    count++;
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
    count++;
    *memory = __libc_memalign(alignment, size);
    return *memory == NULL ? ENOMEM : 0;
}

#endif

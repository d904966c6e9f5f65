/* SPDX-License-Identifier: Apache-2.0
 * Small sizes come from the heap, large ones from whole huge pages of their own. */
#include "base/pages.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#define HUGE_PAGE ((size_t)2 << 20)

static size_t rounded(size_t size)
{
    return (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
}

/* The system places a mapping at any small page: more is asked for and the ends are given back. */
static void *map_aligned(size_t size)
{
    unsigned char *start =
        mmap(NULL, size + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    size_t before;

    if (start == MAP_FAILED) return NULL;
    before = (HUGE_PAGE - (uintptr_t)start % HUGE_PAGE) % HUGE_PAGE;
    if (before > 0) munmap(start, before);
    munmap(start + before + size, HUGE_PAGE - before);
    madvise(start + before, size, MADV_HUGEPAGE); /* a wish: without it the memory serves as well */
    return start + before;
}

void *pages_take(size_t size)
{
    return size < HUGE_PAGE ? calloc(1, size) : map_aligned(rounded(size));
}

void pages_give(void *pages, size_t size)
{
    if (size < HUGE_PAGE) {
        free(pages);
    } else if (pages != NULL) {
        munmap(pages, rounded(size));
    }
}

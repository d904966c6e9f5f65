/* SPDX-License-Identifier: Apache-2.0
 * One anonymous page with MADV_WIPEONFORK (Linux 4.14). */
#include "engine/fork_mark.h"

#include <sys/mman.h>
#include <unistd.h>

bool fork_mark_init(struct fork_mark *mark)
{
    size_t size = (size_t)sysconf(_SC_PAGESIZE);
    unsigned char *page =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (page == MAP_FAILED) return false;
    if (madvise(page, size, MADV_WIPEONFORK) != 0) {
        munmap(page, size);
        return false;
    }
    page[0] = 1;
    *mark = (struct fork_mark){page, size};
    return true;
}

void fork_mark_free(struct fork_mark *mark)
{
    if (mark->page != NULL) munmap((void *)(size_t)mark->page, mark->size);
    *mark = (struct fork_mark){NULL, 0};
}

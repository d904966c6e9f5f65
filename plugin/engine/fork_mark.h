/* SPDX-License-Identifier: Apache-2.0
 * A mark that does not survive fork: how an engine notices, for the price of one load, that it is
 * the child's copy. (Asking for the process id costs a system call every time; a fork handler
 * would stay behind in the host.) */
#ifndef FEEGUARD_ENGINE_FORK_MARK_H
#define FEEGUARD_ENGINE_FORK_MARK_H

#include <stdbool.h>
#include <stddef.h>

struct fork_mark {
    volatile const unsigned char *page; /* the kernel empties it in a child */
    size_t size;
};

bool fork_mark_init(struct fork_mark *mark);
void fork_mark_free(struct fork_mark *mark);

static inline bool fork_mark_is_gone(const struct fork_mark *mark)
{
    return mark->page[0] == 0;
}

#endif

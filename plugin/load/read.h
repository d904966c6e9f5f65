/* SPDX-License-Identifier: Apache-2.0
 * The files of a bundle: which there are, and their bytes. */
#ifndef FEEGUARD_LOAD_READ_H
#define FEEGUARD_LOAD_READ_H

#include "base/arena.h"
#include "feeguard/status.h"
#include "load/faults.h"

/* Paths as they are named in messages; the bytes of each end in a NUL. */
struct file_list {
    struct fg_text *paths; /* documents */
    size_t count;
    struct fg_text *orders; /* orders to go back */
    size_t order_count;
};

/* Adds what a path stands for: the file itself, or of a directory every regular file directly in it
 * whose name ends in .xml, in byte order of names. What ends in .order is an order, no document. A
 * path that cannot be looked at is reported. FG_OK, FG_SCHEDULE_UNREADABLE, FG_NO_MEMORY. */
fg_status files_list(struct arena *arena, struct fg_text path, struct faults *faults,
                     struct file_list *files);

/* Reads a file once, all of it. FG_OK, FG_SCHEDULE_REFUSED (larger than DOCUMENT_SIZE_MAX),
 * FG_SCHEDULE_UNREADABLE, both reported, or FG_NO_MEMORY. */
fg_status path_read(struct arena *arena, struct fg_text path, struct faults *faults,
                    struct fg_text *bytes);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Makes calls of the process fail, as a full disk, a broken one or a lack of memory would. The
 * library that does so is put before all others with LD_PRELOAD; it is found with dlsym, and does
 * nothing until it is armed. */
#ifndef TESTS_FAULT_INJECT_H
#define TESTS_FAULT_INJECT_H

#include <stdbool.h>
#include <stdint.h>

enum inject_kind {
    INJECT_NOTHING,
    INJECT_WRITE_FULL,  /* a write to a file: ENOSPC */
    INJECT_WRITE_IO,    /* a write to a file: EIO */
    INJECT_WRITE_SHORT, /* a write to a file: only half of it is done */
    INJECT_GROW,        /* what makes a file longer: ENOSPC */
    INJECT_SYNC,        /* fsync, fdatasync: EIO */
    INJECT_READ,        /* a read from a file: EIO */
    INJECT_MAP,         /* a shared mapping of a file, like that of the index of the log: ENOMEM */
    INJECT_OPEN,        /* a file or directory is opened: EMFILE */
    INJECT_LOCK,        /* a lock on a file is taken: ENOLCK */
    INJECT_MEMORY /* malloc, calloc, realloc: NULL. Not in a build with a sanitizer, and not in
                     libxml2, which neither tells of each allocation that fails nor survives
                     it; schedules alone are read with it */
};

/* From now on the n-th call of this kind in the process fails (1: the next), and so do those after
 * it, `count` in all. */
typedef void inject_arm_fn(int kind, uint64_t nth, uint64_t count);
/* Ends it, and says how many calls failed since it was armed or this was last asked. */
typedef uint64_t inject_disarm_fn(void);

#endif

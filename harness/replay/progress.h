/* SPDX-License-Identifier: Apache-2.0
 * One line on a terminal that tells how far a replay is. */
#ifndef HARNESS_REPLAY_PROGRESS_H
#define HARNESS_REPLAY_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    bool shown;           /* standard error is a terminal, and nobody asked for quiet */
    bool on_line;         /* a line stands there and must go before anything else is written */
    uint64_t bytes_total; /* 0: not known */
    int64_t begun_ns, next_ns;
};

int64_t progress_now(void); /* a monotonic clock, ns */
void progress_begin(struct progress *progress, bool shown, uint64_t bytes_total);
/* Cheap: looks at the clock and mostly does nothing. */
void progress_tell(struct progress *progress, uint64_t rows, uint64_t bytes, int32_t language);
/* Takes the line away. */
void progress_clear(struct progress *progress);
/* "1234 rows in 1.5 s, 823 rows/s" on standard error. */
void progress_end(struct progress *progress, uint64_t rows, int32_t language);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * What payment calls did since open, for metrics. Counters lie in shards, so that threads that
 * count at once seldom touch the same line of the cache; a sum may miss calls that are just ending.
 */
#ifndef FEEGUARD_ENGINE_COUNTERS_H
#define FEEGUARD_ENGINE_COUNTERS_H

#include <stdatomic.h>

#include "engine/job.h"

#define COUNTED_CALLS 6     /* enum claim_kind */
#define COUNTED_STATUSES 12 /* those of counters_status, and one for all others */

struct counts {
    uint64_t calls[COUNTED_CALLS][COUNTED_STATUSES];
    uint64_t outcomes[3]; /* by FG_ALLOW, FG_DENY */
    uint64_t codes[FG_CODE_COUNT];
};

struct counters;

struct counters *counters_open(void); /* NULL: no memory */
void counters_close(struct counters *counters);

/* A call of this kind, whose arguments were understood, ended so; `decision` is what a check,
 * reserve or charge was answered with. */
void counters_add(struct counters *counters, enum claim_kind kind, fg_status status,
                  const struct fg_decision *decision);
void counters_sum(const struct counters *counters, struct counts *counts);

/* The status counted at an index; FG_INTERNAL stands for all others. */
fg_status counters_status(int index);

#endif

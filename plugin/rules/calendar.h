/* SPDX-License-Identifier: Apache-2.0
 * Calendar buckets and rolling windows (semantics section 6). */
#ifndef FEEGUARD_RULES_CALENDAR_H
#define FEEGUARD_RULES_CALENDAR_H

#include "rules/schedule.h"

/* Buckets of one calendar unit are numbered in their order; PER_ONCE has the one bucket 0. */
int64_t bucket_of(enum per per, int32_t year_starts, int32_t day);

/* The days of a bucket: first and last. */
struct days bucket_days(enum per per, int32_t year_starts, int64_t bucket);

/* The last day that a rolling period opened on `day` covers. */
int32_t window_end(const struct period *period, int32_t day);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * The life of every id as a trail tells it: whether each answer follows from those before. */
#ifndef HARNESS_TRAIL_AUDIT_LIFE_H
#define HARNESS_TRAIL_AUDIT_LIFE_H

#include "audit/entry.h"

struct lives;

/* Charges of days before `horizon_day` may have been pruned at any time; DAY_NONE: none was. */
struct lives *lives_open(int32_t horizon_day);
void lives_close(struct lives *lives);

/* What the answer of a record should have been by all before it. */
enum life_fault {
    LIFE_FOLLOWS,
    LIFE_DECIDED_ANEW,  /* an id that stood was decided once more */
    LIFE_NO_EARLIER,    /* answered by an earlier decision, and there is none */
    LIFE_OTHER_STATUS,  /* *expected is what it should have been */
    LIFE_TIME_RAN_BACK, /* engine time is before that of the record before */
    LIFE_FAULTS
};

enum life_fault lives_follow(struct lives *lives, const struct entry_read *entry,
                             fg_status *expected);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * A commit whose reservation had run out: duplicate and instalments once more, by what the decision
 * had asked for, against what stands now (semantics section 10). */
#ifndef FEEGUARD_RULES_LATE_H
#define FEEGUARD_RULES_LATE_H

#include "rules/evaluate.h"

struct late {
    int64_t expires_ns;                  /* engine time at which the reservation ran out */
    int64_t amount_fen, due_fen;         /* as they were decided */
    bool duplicate_ran, instalments_ran; /* checks that the decision made */
    struct period_facts facts;           /* what stands now; its earliest_day says nothing */
};

/* Bits of the codes that arose. */
uint64_t late_codes(const struct late *late, const struct policy *policy);

#endif

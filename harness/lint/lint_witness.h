/* SPDX-License-Identifier: Apache-2.0
 * A charge that shows a finding: put together, judged by the engine's own rules, and written down
 * as operands of feeguard check together with what it is to answer. */
#ifndef HARNESS_LINT_LINT_WITNESS_H
#define HARNESS_LINT_LINT_WITNESS_H

#include "lint/lint_deep.h"

struct witness {
    struct fg_charge request;
    struct fg_attribute attributes[FG_ATTRIBUTES_MAX];
    /* after witness_judge */
    uint64_t codes;
    bool allowed, has_standard, has_due;
    int64_t standard_fen, due_fen;
};

/* A charge on the item, in an area (NULL: wherever its unit is), at a rule date. False where no
 * known unit may charge it then and there. A bundle without units gets an invented one. */
bool witness_begin(struct deep *deep, const struct deep_span *span, const struct item_rules *rules,
                   const struct region *area, int32_t rule_day, struct witness *witness);
/* The same by a unit (NULL: one that is not known) that need not be allowed to. */
void witness_invent(const struct deep_span *span, const struct item_rules *rules,
                    const struct unit *unit, int32_t rule_day, struct witness *witness);
/* What the leaf of a walk chose. */
void witness_take(struct witness *witness, const struct cell_leaf *leaf);

/* Gives it what the standard still misses (base, quantity, subject, factors), an amount that is
 * due, and judges it on an empty ledger. False: the charge is malformed. The decision stays in
 * deep->room until the next call. */
bool witness_judge(struct deep *deep, const struct snapshot *snapshot, struct witness *witness);

static inline bool witness_has(const struct witness *witness, int32_t code)
{
    return (witness->codes >> code & 1) != 0;
}

/* Whether some standard of the item multiplies by this attribute. */
bool witness_is_factor(const struct snapshot *snapshot, const struct item_rules *rules,
                       struct fg_text name);

/* A copy that may be changed without changing the first. */
void witness_copy(struct witness *copy, const struct witness *witness);

/* Whether the decision in deep->room applied the reduction. */
bool witness_applied(const struct deep *deep, const struct reduction *reduction);

/* Hangs the witness on a finding (NULL: does nothing). */
void witness_add(struct deep *deep, struct finding *finding, const struct witness *witness);

/* A unit that may charge the item on the day, in the area (NULL: anywhere); NULL: there is none. */
const struct unit *deep_unit(struct deep *deep, const struct snapshot *snapshot,
                             const struct item_rules *rules, const struct region *area,
                             int32_t day);

#endif

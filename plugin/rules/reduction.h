/* SPDX-License-Identifier: Apache-2.0
 * Tax and fee reductions, commitments among them, and what is due after them (semantics 7). */
#ifndef FEEGUARD_RULES_REDUCTION_H
#define FEEGUARD_RULES_REDUCTION_H

#include "rules/condition.h"
#include "rules/facts.h"
#include "rules/tariff.h"

/* A reduction with relief above 0. */
struct applied {
    const struct reduction *reduction;
    int64_t relief_fen;
};

struct reliefs {
    int64_t due_fen;
    uint32_t count;
    struct applied list[ITEM_REDUCTIONS_MAX]; /* in order of application */
};

/* Those of an item's reductions that apply to a charge. */
struct applicable {
    uint32_t count;
    uint16_t list[ITEM_REDUCTIONS_MAX];   /* indexes into item_rules.reductions */
    const struct reduction *undetermined; /* the first in force whose `when` is; NULL: none */
};

/* Finds the reductions that apply; those whose `when` is undetermined add to *missing. */
void reductions_find(const struct item_rules *rules, const struct charge *charge,
                     const struct region *place, const struct facts *facts, int32_t rule_day,
                     struct missing *missing, struct applicable *applicable);

/* Combines them on the standard. */
void reductions_apply(const struct item_rules *rules, const struct applicable *applicable,
                      const struct facts *facts, const struct assessed *assessed,
                      struct reliefs *reliefs);

#endif

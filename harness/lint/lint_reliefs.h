/* SPDX-License-Identifier: Apache-2.0
 * What the two files about reductions share: how strong each is, and how much it can take off. */
#ifndef HARNESS_LINT_LINT_RELIEFS_H
#define HARNESS_LINT_LINT_RELIEFS_H

#include <uthash.h>

#include "lint/lint_witness.h"

/* One reduction of a span. */
struct relief {
    const struct reduction *reduction;  /* key */
    const struct item_rules *row;       /* an item for which it can be in force; NULL: none */
    const struct item_rules *other_row; /* one that it names in vain */
    const struct reduction **beaters;   /* that go before it, as far as amounts and dates tell */
    uint32_t beater_count;
    bool beaters_found;
    int64_t greatest_fen; /* the highest standard of its items; INT64_MAX: no bound */
    int64_t total_fen;    /* what it can take off in one period of its limit; INT64_MAX: no bound */
    UT_hash_handle hh;
};

struct deep_reliefs {
    struct relief *list;
};

/* lint_reliefs.c */

/* Whether `b`, where it applies as well, leaves nothing for `a` to do on this item: their
 * conditions are not looked at. */
bool relief_may_beat(const struct reduction *b, const struct reduction *a,
                     const struct item_rules *rules);

/* Adds what the reduction can take off the charges of one item more. */
void relief_note_bounds(struct relief *relief, const struct item_rules *rules);

/* Whether it takes nothing off whatever it meets. */
bool relief_is_idle(const struct relief *relief);

#endif

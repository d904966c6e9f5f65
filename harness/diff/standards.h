/* SPDX-License-Identifier: Apache-2.0
 * What is to be paid for one item, on rule dates and in a place where the same rules hold
 * (standards.c); told apart by the conditions of both bundles together (leaves.c); and along the
 * base or the quantity (lines.c). */
#ifndef HARNESS_DIFF_STANDARDS_H
#define HARNESS_DIFF_STANDARDS_H

#include "diff/diff.h"
#include "survey/curves.h"

#define HOLDING_MAX 64 /* standards, or reductions, that hold together */

/* What one bundle says there and then. */
struct holding {
    const struct snapshot *snapshot;
    const struct item_rules *rules;
    const struct standard *standards[HOLDING_MAX];
    uint32_t standard_count;
    const struct reduction *reductions[HOLDING_MAX]; /* commitments left out: they name payers */
    uint32_t reduction_count;
    /* Of the chains by which charges are told apart (leaves.c), the first of each. */
    uint32_t standard_chain, reduction_chain;
};

struct comparison {
    struct diff *diff;
    const struct item_rules *const *rules; /* of the item, OLD and NEW */
    struct holding sides[2];
    const struct region *area;  /* a place that lies in no smaller one of those at hand */
    const struct region *areas; /* all of them */
    uint32_t area_count;
    int32_t rule_day;     /* any of the span */
    struct change change; /* with days and area: what all changes there have in common */
};

/* Adds a change for each class of charges that pay more or less. False: there is none. */
bool leaves_compare(struct comparison *comparison);

/* ---- lines.c ---- */

/* The tariffs of one side that apply to a class of charges: the lowest is the standard. */
struct bill {
    const struct holding *holding;
    const struct tariff *tariffs[HOLDING_MAX];
    const struct standard *standards[HOLDING_MAX];
    uint32_t tariff_count;
    const struct reduction *reductions[HOLDING_MAX]; /* that apply */
    uint32_t reduction_count;
};

struct bills {
    struct arena *arena;
    const struct fg_charge *charge; /* with all that the tariffs ask for but the axis */
    int32_t rule_day;
    const struct region *place;
    struct bill sides[2];
    int axis;          /* AXIS_NONE: one place */
    int64_t low, high; /* the places that there are */
};

/* A stretch with one effect. */
struct stretch {
    enum effect effect, low_effect;
    struct change_money money;
};

/* A charge with what conditions do not ask for filled in, as it is without an axis. */
void place_complete(const struct fg_charge *request, struct curve_place *place);
/* What the engine makes of the charge at a place, on both sides; standards are those that cost it.
 */
void bills_money(const struct bills *bills, int64_t at, struct money money[2],
                 enum priced priced[2], const struct standard *standards[2]);
/* Whether a reduction leaves nothing to pay. */
bool bill_is_free(const struct bill *bill);
/* Whether the same reductions apply on both sides, in the same order. */
bool bills_same_reliefs(const struct bills *bills);
/* Whether one of the two is a range. */
bool bills_have_low(const struct bills *bills);
/* The effect without amounts, as far as it can be proved (prove.c). */
void bills_prove(const struct bills *bills, struct stretch *stretch);
/* All stretches in order, in the arena; NULL: more than can be told apart, or no memory. */
struct stretch *bills_stretches(const struct bills *bills, uint32_t *count);

/* ---- order.c ---- */

/* Whether a tariff is never above, never below another one, whatever is charged: proved by their
 * parts, so that both may be false. */
struct tariff_order {
    bool never_above, never_below;
};

struct tariff_order tariffs_order(const struct same *same, const struct tariff *old,
                                  const struct tariff *new);
/* Whether a reduction takes off at least as much as another one of any amount; NULL: none. */
bool relief_covers(const struct reduction *a, const struct reduction *b);

#endif

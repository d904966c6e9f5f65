/* SPDX-License-Identifier: Apache-2.0
 * What lines.c and stretches.c share: two bills at a place, reduced to what matters for how they
 * compare. Nobody else includes it. */
#ifndef HARNESS_DIFF_LINES_H
#define HARNESS_DIFF_LINES_H

#include "diff/standards.h"

enum relief_line {
    LINE_NONE,
    LINE_ZERO,   /* nothing is left to pay */
    LINE_SINGLE, /* one reduction */
    LINE_SEVERAL
};

struct cutting {
    const struct bills *bills;
    enum relief_line reliefs[2];
    bool same_reliefs, same_rounding, is_range;
    int64_t margin_fen; /* by which roundings can shift dues against each other */
    struct stretch *list;
    uint32_t count;
    bool failed;
};

enum {
    PART_BEST,         /* which of several standards is the lowest: OLD, NEW */
    PART_LOW_BEST = 2, /* which low end is the highest */
    PART_LOW_HELD = 4, /* whether the low end is held at the standard */
    PART_REGIME = 6,   /* of a reduction: takes nothing yet, all of it, its limit */
    PART_DISCRETE = 8, /* up to here: must be the same at both ends */
    PART_STANDARD = 8, /* signs of NEW against OLD */
    PART_LOW,
    PART_DUE,
    PART_COUNT
};

struct state {
    signed char parts[PART_COUNT];
    bool same_due; /* to the last fraction */
};

/* False: at this place not every standard has a value. */
bool state_at(const struct cutting *cutting, int64_t at, struct state *state);

#endif

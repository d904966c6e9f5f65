/* SPDX-License-Identifier: Apache-2.0
 * What a standard costs as a function of the base, or of the quantity: cut into pieces on each of
 * which it is one straight line, with exact values that the engine itself computes.
 *
 * A place on an axis is a whole number: fen of the base, millionths of the quantity. There is
 * nothing between two places, so that what holds at all of them holds for every charge. */
#ifndef HARNESS_SURVEY_CURVES_H
#define HARNESS_SURVEY_CURVES_H

#include "base/arena.h"
#include "base/exact.h"
#include "rules/snapshot.h"
#include "rules/tariff.h"

enum curve_axis { AXIS_BASE, AXIS_QUANTITY };

/* The greatest place that a charge can have. */
int64_t axis_end(enum curve_axis axis);

/* The charge whose base or quantity is moved; the rest of it, attributes above all, stays. */
struct curve_point {
    const struct snapshot *snapshot;
    const struct fg_charge *charge; /* txn, unit, item, payer may be missing */
    int32_t rule_day;
    enum curve_axis axis;
    const struct facts *facts; /* NULL: nothing stands */
};

/* One piece: the places from `from` to `to`. Between the exact values at both its ends the function
 * runs straight; where there is a step, it does so over the multiples of the step, and is level up
 * to each. */
struct curve_piece {
    int64_t from, to;
};

struct curve {
    enum curve_axis axis;
    struct curve_piece *pieces; /* from 0 to axis_end, without gaps */
    uint32_t piece_count;
    int64_t step; /* 0: none; the least common multiple of several, INT64_MAX if that is too much */
};

/* The pieces of one tariff for the charge, in the arena. Ends of bands, places where min or max
 * begins or ceases to bind, thresholds of conditions inside a derived standard. False: no memory.
 */
bool curve_of(struct arena *arena, const struct curve_point *point, const struct tariff *tariff,
              struct curve *curve);

/* The value at a place, by the engine. Of a range the high end; `low` (may be NULL) receives the
 * low end, or the same. */
enum priced curve_value(const struct curve_point *point, const struct tariff *tariff, int64_t at,
                        struct exact *value, struct exact *low);

/* What several curves have in common: pieces on which all of them are straight. */
bool curve_join(struct arena *arena, const struct curve *a, const struct curve *b,
                struct curve *both);

/* The first place above `from`, at most `to`, where `holds` is as at `to`, given that it changes
 * once at most on the way. Where it is the same at both ends: `from`. */
int64_t curve_change(int64_t from, int64_t to, bool (*holds)(void *context, int64_t at),
                     void *context);

/* The charge at a place, complete enough to be priced; texts lie in `place`. */
struct curve_place {
    char text[32];
    struct fg_charge request;
    struct charge charge;
};

void curve_charge(const struct curve_point *point, int64_t at, struct curve_place *place);

/* "1234.56" of a base, "1.5" of a quantity; with a NUL. */
void axis_format(enum curve_axis axis, int64_t at, char out[static 32]);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * What tariffs look at, with all that they derive from, and whether amounts can be laid along one
 * axis: so that both bills are straight lines between breaks. */
#ifndef HARNESS_DIFF_NEEDS_H
#define HARNESS_DIFF_NEEDS_H

#include "rules/charge.h"
#include "rules/snapshot.h"

#define NEEDS_FACTORS_MAX 8

struct needs {
    bool base, quantity;
    bool cumulative;
    bool derived;            /* from items whose cases ask for more */
    bool stepped, unstepped; /* of tariffs on the quantity */
    int64_t step_micro;      /* the one step that there is */
    bool steps_differ;
    /* Attributes that multiply; the only one scales the whole standard where it scales all tariffs
     * from outside, unbounded. */
    struct fg_text factors[NEEDS_FACTORS_MAX];
    uint32_t factor_count;
    bool factors_lost;   /* more than there is room for, or no attribute but base, quantity ... */
    bool factors_inside; /* one stands below the top of a tariff, or below a bound */
    uint32_t tariffs, factored; /* ends of tariffs, and those that are multiplied */
};

/* `charge` says which case of another item a derived tariff looks at; NULL: none is looked at. */
void needs_add(struct needs *needs, const struct snapshot *snapshot, const struct tariff *tariff,
               int32_t rule_day, const struct charge *charge);

/* Whether a factor, where there is one, changes no sign. */
bool needs_scale(const struct needs *needs);
/* Whether quantities are rounded to the same steps everywhere. */
bool needs_step(const struct needs *needs);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * The one pure function that decides: (snapshot, charge, facts, policy) -> decision. No allocation,
 * no lock, no clock, no I/O; the same inputs give the same decision on every machine. */
#ifndef FEEGUARD_RULES_EVALUATE_H
#define FEEGUARD_RULES_EVALUATE_H

#include "feeguard/decision.h"
#include "rules/condition.h"
#include "rules/facts.h"
#include "rules/reduction.h"

/* What the gateway chose at open. */
struct policy {
    int32_t mode;                   /* FG_MODE_* */
    uint8_t effects[FG_CODE_COUNT]; /* FG_EFFECT_*, defaults filled in */
};

/* What a charge is about, by the schedules in effect for it. */
struct matter {
    const struct snapshot *snapshot; /* NULL: no document is in effect on the day */
    const struct unit *unit;         /* NULL: unknown; its own dates are not looked at */
    const struct region *place;      /* NULL: everywhere */
    const struct item_rules *rules;  /* NULL: unlisted */
    const struct locality *locality; /* documents in effect for the charge; NULL: none */
};

struct decision {
    uint64_t found;        /* bit n: code n applies, whatever its effect */
    uint64_t codes;        /* of these, the ones reported: not off */
    uint64_t denying;      /* of these, the ones that deny */
    int32_t outcome, told; /* FG_ALLOW, FG_DENY */
    bool observed;
    bool has_standard, has_due;
    bool duplicate_ran, instalments_ran; /* 15 and 16, for a commit that comes late */
    int32_t earliest_day;                /* DAY_NONE: none */
    struct conflict conflict;
    struct matter matter;
    struct assessed assessed; /* where has_standard */
    struct reliefs reliefs;   /* where has_due, else count 0 */
    struct missing missing;
    const struct basis *bases[FG_CODE_COUNT]; /* by code; NULL: the general law of the code */
    const char *detail[FG_CODE_COUNT];        /* name of the unit, holiday ... at hand, or NULL */
    struct fg_text field;                     /* INVALID_CHARGE: the field */
};

/* The day whose standards and reductions apply; DAY_NONE: the charge does not give it. */
int32_t charge_rule_day(const struct item *item, const struct charge *charge);

struct matter matter_find(const struct snapshot *snapshot, const struct charge *charge);

void evaluate(const struct matter *matter, const struct charge *charge, const struct facts *facts,
              const struct policy *policy, struct decision *decision);

/* The decision on a charge that charge_read refused. */
void evaluate_invalid(struct fg_text field, const struct policy *policy, struct decision *decision);

/* Whether a charge that was decided so will stand once it is reserved. */
bool decision_lets_stand(const struct decision *decision);

#endif

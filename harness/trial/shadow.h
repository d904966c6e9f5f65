/* SPDX-License-Identifier: Apache-2.0
 * A second engine's worth of rules inside the program: it judges each row as the library does, over
 * a ledger of its own in memory, and shows what the library keeps to itself: the decision with the
 * very rules that it rests on, and the facts it was made from. */
#ifndef HARNESS_TRIAL_SHADOW_H
#define HARNESS_TRIAL_SHADOW_H

#include "ledger/ledger.h"
#include "log/row.h"
#include "output.h"

/* Large; zeroed before shadow_open. */
struct shadow {
    struct ledger ledger;
    /* of the last row that was decided anew; pointers into the bundle, the charge and the ledger */
    struct charge charge;
    struct facts facts;
    struct decision decision;
    char conflict[FG_CODE_SIZE_MAX + 1]; /* the decision's, copied */
};

/* Judges by the bundle in enforce mode, with the effects that codes have by default; takes a
 * reference of its own. False: no memory. */
bool shadow_open(struct shadow *shadow, struct bundle *bundle);
void shadow_close(struct shadow *shadow);

enum shadow_result {
    SHADOW_DECIDED, /* anew: the decision can be looked at */
    SHADOW_NONE,    /* a retry of what was decided before, a commit, release or refund */
    SHADOW_DIFFERS, /* the library answered otherwise */
    SHADOW_FAILED   /* no memory */
};

/* One well-formed row that the library answered, at the engine's time. */
enum shadow_result shadow_judge(struct shadow *shadow, const struct event *event,
                                const struct answer *answer, int64_t now_ns);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * What the files of a charge's life share: life.c (transactions and the calls on an id), decide.c
 * (check, reserve, charge), trail.c (what the audit trail is told). */
#ifndef FEEGUARD_LEDGER_LIFE_INTERNAL_H
#define FEEGUARD_LEDGER_LIFE_INTERNAL_H

#include "ledger/ledger.h"

struct transaction {
    const struct store_calls *calls;
    struct store *store;
    const struct rulebook *rulebook;
    int64_t engine_ns;
};

/* Room for one decision: too large for every caller's frame. */
struct workspace {
    struct facts facts;
    struct decision decision;
};

struct ledger_view view_of(const struct transaction *transaction);

/* check, reserve, charge. */
void claim_charge(const struct transaction *transaction, struct claim *claim);
/* Any claim, where the ledger could not be asked or kept nothing. */
void claim_unanswered(const struct transaction *transaction, struct claim *claim);

/* Write the claim's record, where the store keeps a trail. False: it could not be written. */
bool trail_decided(const struct transaction *transaction, struct claim *claim,
                   const struct workspace *workspace);
bool trail_invalid(const struct transaction *transaction, struct claim *claim);
bool trail_earlier(const struct transaction *transaction, struct claim *claim);
bool trail_step(const struct transaction *transaction, struct claim *claim);

#endif

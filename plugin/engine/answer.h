/* SPDX-License-Identifier: Apache-2.0
 * Writes a recorded decision into the gateway's memory. */
#ifndef FEEGUARD_ENGINE_ANSWER_H
#define FEEGUARD_ENGINE_ANSWER_H

#include "base/buffer.h"
#include "feeguard/charge.h"
#include "feeguard/decision.h"
#include "feeguard/status.h"

/* Zeroes what the library writes, keeps what the caller set. */
void answer_clear(struct fg_decision *decision);

/* What an answer is written from. */
struct answer {
    const struct fg_charge *charge;
    const struct buffer *record;
    struct fg_text permit; /* empty: none */
    uint64_t position;     /* in the audit trail; 0: none */
};

/* Fills the decision, as much of it as the gateway knows. False: the record does not decode. */
bool answer_write(const struct answer *answer, struct fg_decision *decision);

/* Fills what a late commit found: codes with names, and the conflict. */
void answer_write_late(uint64_t codes, struct fg_text conflict, uint64_t position,
                       struct fg_decision *decision);

#endif

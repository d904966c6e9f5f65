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

/* Fills the decision from a record. False: the record does not decode. */
bool answer_write(const struct fg_charge *charge, const void *record, size_t record_size,
                  struct fg_decision *decision);

/* Fills what a late commit found: codes with names, and the conflict. */
void answer_write_late(uint64_t codes, struct fg_text conflict, struct fg_decision *decision);

#endif

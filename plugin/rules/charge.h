/* SPDX-License-Identifier: Apache-2.0
 * A gateway's charge, checked and normalised: the form in which rules and ledger see it. */
#ifndef FEEGUARD_RULES_CHARGE_H
#define FEEGUARD_RULES_CHARGE_H

#include "base/hash.h"
#include "feeguard/charge.h"
#include "rules/schedule.h"

struct charge {
    const struct fg_charge *request; /* borrowed for the call: the texts */
    int32_t charge_day;              /* date of `time` at +08:00 */
    int32_t basis_day;               /* period's date, else charge_day */
    int32_t period_day;              /* DAY_NONE: absent */
    int32_t accepted_day;            /* DAY_NONE: absent */
    int64_t quantity_micro;          /* -1: absent */
    int64_t base_fen;                /* -1: absent */
    struct region region;
    struct hash128 payer, subject;          /* pseudonyms: set by the ledger, which holds the key */
    uint32_t epoch;                         /* of that key */
    uint32_t attribute_count;               /* attributes with a value */
    uint16_t attributes[FG_ATTRIBUTES_MAX]; /* their indexes in the request, by name */
};

/* False when the charge is INVALID_CHARGE; *field then names the first field that is wrong. */
bool charge_read(const struct fg_charge *request, struct charge *charge, struct fg_text *field);

/* The text of an attribute or built-in; size 0: absent. */
struct fg_text charge_attribute(const struct charge *charge, const struct attribute_name *name);

/* A digest over every field by value (semantics section 6): equal for retries of one charge. */
struct hash128 charge_content(const struct charge *charge, const struct hash_key *key);

#endif

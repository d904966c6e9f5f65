/* SPDX-License-Identifier: Apache-2.0
 * The made-up schedule of data/town.xml, and a charge that provokes each code under it. */
#ifndef TESTS_SUPPORT_TOWN_H
#define TESTS_SUPPORT_TOWN_H

#include "support/gateway.h"

/* Writes the schedule into the gateway's directory. */
void town_write(const struct gateway *gateway);

/* A charge by the authorised unit on one payer at NOON_NS. */
struct fg_charge town_charge(const char *txn, const char *item, int64_t amount_fen);

struct provocation {
    const char *story;
    uint64_t codes;          /* all that is found, whatever its effect */
    struct fg_charge charge; /* its id is "T" */
    struct fg_charge before; /* stands already, id "T0"; without an id: nothing does */
    uint64_t charges_max;    /* fg_options.ledger_charges_max */
};

/* How to provoke one of FG_INVALID_CHARGE ... FG_CODE_LEDGER_UNAVAILABLE. */
const struct provocation *town_provocation(int32_t code);

/* Opens the engine with the provocation's own option and lets stand what must stand before. */
void town_prepare(struct gateway *gateway, const struct provocation *provocation);

#endif

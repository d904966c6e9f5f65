/* SPDX-License-Identifier: Apache-2.0
 * The smallest document that judges anything: one item, one standard. */
#ifndef TESTS_SUPPORT_PRICE_H
#define TESTS_SUPPORT_PRICE_H

#include "support/gateway.h"

/* A document with one item that costs so much, in the gateway's directory; its unit is "U-ID". It
 * takes its place whole, by a rename. */
void price_write(const struct gateway *gateway, const char *file, const char *id, int serial,
                 const char *effective, const char *item, const char *amount);
/* The same whose standard ends on a date; NULL: it does not. */
void price_write_until(const struct gateway *gateway, const char *file, const char *id, int serial,
                       const char *effective, const char *item, const char *amount,
                       const char *until);

/* A charge on the item at the gateway's time, without an amount. */
struct fg_charge price_charge(const struct gateway *gateway, const char *txn);
/* What the unit "U-A" may take for "ITEM" now, in fen. */
int64_t price_now(const struct gateway *gateway);

#endif

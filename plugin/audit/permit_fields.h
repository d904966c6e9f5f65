/* SPDX-License-Identifier: Apache-2.0
 * The canonical bytes of a charge: the same for every spelling of the same values, different for
 * any others. */
#ifndef FEEGUARD_AUDIT_PERMIT_FIELDS_H
#define FEEGUARD_AUDIT_PERMIT_FIELDS_H

#include "base/buffer.h"
#include "feeguard/charge.h"

/* Whether all fields can be read: as many attributes as allowed, no text without bytes. */
bool permit_fields_readable(const struct fg_charge *charge);

/* Every field but txn and amount; for a readable charge. Failure is the buffer's. */
void permit_fields_add(struct buffer *buffer, const struct fg_charge *charge);

#endif

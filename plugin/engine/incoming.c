/* SPDX-License-Identifier: Apache-2.0
 * Nothing that a later contract may add is passed over in silence. */
#include "engine/incoming.h"

#include <string.h>

fg_status incoming_size(const void *incoming, size_t first, size_t known)
{
    const unsigned char *bytes = incoming;
    uint32_t size;

    memcpy(&size, incoming, sizeof(size));
    if (size < first) return FG_BAD_SIZE;
    for (size_t at = known; at < size; at++) {
        if (bytes[at] != 0) return FG_BAD_SIZE;
    }
    return FG_OK;
}

fg_status incoming_charge(const struct fg_charge *charge)
{
    fg_status status = incoming_size(charge, sizeof(*charge), sizeof(*charge));

    if (status != FG_OK) return status;
    return charge->reserved == 0 && charge->reserved2 == 0 ? FG_OK : FG_BAD_ARGUMENT;
}

fg_status incoming_refund(const struct fg_refund *refund)
{
    fg_status status = incoming_size(refund, sizeof(*refund), sizeof(*refund));

    if (status != FG_OK) return status;
    return refund->reserved == 0 ? FG_OK : FG_BAD_ARGUMENT;
}

bool incoming_text(struct fg_text text)
{
    return text.size == 0 || text.bytes != NULL;
}

/* SPDX-License-Identifier: Apache-2.0
 * What a bundle holds for the days to come: for health and metrics. */
#ifndef FEEGUARD_ENGINE_OUTLOOK_H
#define FEEGUARD_ENGINE_OUTLOOK_H

#include "rules/snapshot.h"

struct outlook {
    int32_t change_day;      /* other documents take effect; DAY_NONE: none */
    int32_t gap_day;         /* see fg_health.next_gap_ymd; DAY_NONE: none */
    int32_t certificate_day; /* the first certificate ends; DAY_NONE: nothing is signed */
    uint32_t signed_count;
};

struct outlook outlook_from(const struct bundle *bundle, int32_t today);

/* When the first of a document's signers is certified no more; DAY_NONE: it is not signed. */
int32_t document_certified_until(const struct document *document);

#endif

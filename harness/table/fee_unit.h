/* SPDX-License-Identifier: Apache-2.0
 * What a charge is for each of ("件", "平方米"), and what the title of a column or a column beside
 * it says of that. */
#ifndef HARNESS_TABLE_FEE_UNIT_H
#define HARNESS_TABLE_FEE_UNIT_H

#include <stdbool.h>

#include "base/text.h"

struct output;

/* Whether a text contains one of several words; the list ends with NULL. */
bool fee_has_any(struct fg_text text, const char *const *list);

/* Whether it is one thing that is counted, and says nothing else of the charge. */
bool fee_unit_is_single(struct fg_text unit);

/* "元", "元/件", "件". */
struct fee_unit {
    bool is_yuan;         /* a bare number is one of yuan */
    struct fg_text thing; /* for each of which; size 0: not said. Lies in the plain text */
};

/* `plain` holds the unit made plain, and must outlive *read. */
void fee_unit_read(struct fg_text unit, struct output *plain, struct fee_unit *read);

#endif

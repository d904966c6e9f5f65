/* SPDX-License-Identifier: Apache-2.0
 * Who may charge what, where (semantics sections 2 and 4). */
#ifndef FEEGUARD_RULES_AUTHORITY_H
#define FEEGUARD_RULES_AUTHORITY_H

#include "rules/charge.h"
#include "rules/snapshot.h"

/* Where a charge takes place; NULL means everywhere. */
const struct region *charge_place(const struct charge *charge, const struct unit *unit);

/* Whether a document is in effect for a place. */
bool document_holds(const struct document *document, const struct region *place);

/* Whether some grant of the item, its own or by amendment or delegation, covers the unit. */
bool unit_is_authorised(const struct snapshot *snapshot, const struct item_rules *rules,
                        const struct unit *unit, const struct region *place, int32_t charge_day);

/* By what a unit may charge an item: a grant, its own or, with `delegation`, another unit's. */
struct authority {
    const struct grant *grant; /* NULL: it may not */
    const struct delegation *delegation;
};

struct authority authority_find(const struct snapshot *snapshot, const struct item_rules *rules,
                                const struct unit *unit, const struct region *place,
                                int32_t charge_day);

/* The item's first grant that cites a basis, for people; NULL: none does. */
const struct basis *grant_basis(const struct item_rules *rules);

#endif

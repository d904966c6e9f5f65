/* SPDX-License-Identifier: Apache-2.0
 * Prohibited levies (摊派, semantics section 8) and watched holidays (section 9). */
#ifndef FEEGUARD_RULES_LEVY_H
#define FEEGUARD_RULES_LEVY_H

#include "rules/charge.h"
#include "rules/snapshot.h"

/* The prohibition behind PROHIBITED_LEVY: the first that matches and is not advisory, else the
 * first that matches; NULL where none does. */
const struct prohibition *levy_find(const struct snapshot *snapshot, const struct charge *charge,
                                    const struct region *place);

/* The holiday in whose watch the charge date lies; NULL: none. */
const struct holiday *holiday_find(const struct snapshot *snapshot, const struct region *place,
                                   int32_t charge_day);

#endif

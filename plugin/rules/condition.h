/* SPDX-License-Identifier: Apache-2.0
 * Conditions with three values, after Kleene (semantics section 5), and the names found missing. */
#ifndef FEEGUARD_RULES_CONDITION_H
#define FEEGUARD_RULES_CONDITION_H

#include "rules/charge.h"
#include "rules/snapshot.h"

enum truth { TRUTH_FALSE, TRUTH_UNDETERMINED, TRUTH_TRUE };

/* Names in byte order without repeats. The bundle's rules know no more names than fit. */
struct missing {
    uint32_t count;
    struct fg_text names[ATTRIBUTE_NAMES_MAX];
};

void missing_add(struct missing *missing, struct fg_text name);

/* `when` NULL is true. An undetermined one adds its undetermined leaves to *missing. */
enum truth condition_judge(const struct condition *when, const struct charge *charge,
                           struct missing *missing);

#endif

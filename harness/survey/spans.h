/* SPDX-License-Identifier: Apache-2.0
 * Time cut where something changes, into spans of rule dates on which the same standards and
 * reductions hold. */
#ifndef HARNESS_SURVEY_SPANS_H
#define HARNESS_SURVEY_SPANS_H

#include "base/arena.h"
#include "rules/snapshot.h"

/* Zeroed is empty. */
struct spans {
    struct arena arena;
    int32_t *cuts; /* first days of spans; in order, without repeats, after spans_list */
    uint32_t count;
};

void spans_free(struct spans *spans);

/* A rule that holds on these days. */
void spans_add(struct spans *spans, struct days days);

/* By rule date: an item as one snapshot has it, with amendments and reductions, and the standards
 * that its own derive from. */
void spans_add_rule_dates(struct spans *spans, const struct snapshot *snapshot,
                          const struct item_rules *rules);

/* The spans inside `within`, in order; they live until spans_free. NULL: memory ran out. */
const struct days *spans_list(struct spans *spans, struct days within, uint32_t *count);

#endif

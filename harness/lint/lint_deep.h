/* SPDX-License-Identifier: Apache-2.0
 * Deep lint: of a bundle that breaks no rule, what is nevertheless wrong with it. For each item,
 * unit, area and date exactly one rule should apply, and no rule should be there for nothing.
 *
 * Looked at are the documents in effect today and later: what an older serial says can no longer be
 * mended. Every finding comes with a witness, a charge that shows it; one that no charge can show
 * is none. Only lint.c calls this. */
#ifndef HARNESS_LINT_LINT_DEEP_H
#define HARNESS_LINT_LINT_DEEP_H

#include "base/arena.h"
#include "output.h"
#include "rules/evaluate.h"
#include "rules/snapshot.h"
#include "survey/cells.h"

#define FINDING_WITNESSES_MAX 2
#define FINDING_ARGUMENTS_MAX 5
#define DEEP_STANDARDS_MAX 64 /* that hold for one item, place and day */

enum finding_rule {
#define X(identifier, name, what_zh, what_en, remedy_zh, remedy_en) FINDING_##identifier,
#include "lint/lint_findings.inc"
#undef X
    FINDING_RULE_COUNT
};

/* Texts live in the arena of struct deep. A witness is operands of feeguard check, one after
 * another with a NUL behind each, with the answer that it gets in `expect` and `expect_due`. */
struct finding {
    enum finding_rule rule;
    const struct document *document;
    uint32_t line;
    struct fg_text arguments[2][FINDING_ARGUMENTS_MAX]; /* by FG_LANGUAGE_* */
    struct fg_text witnesses[FINDING_WITNESSES_MAX];
    uint32_t witness_count;
};

/* Room that is too large for a stack frame each. */
struct deep_room {
    struct facts facts;
    struct decision decision;
    struct missing missing;
};

struct deep {
    const struct bundle *bundle;
    int32_t today;
    struct arena arena;
    struct finding **findings;
    uint32_t finding_count;
    struct finding **slots; /* by rule and place */
    uint64_t slot_mask;
    struct deep_room *room;
    const struct unit *last_unit; /* the one found last: often the next one too */
    struct deep_grants *grants;   /* lint_grants.c */
    struct deep_reliefs *reliefs; /* lint_reductions.c */
};

/* A stretch of time and what holds in it. */
struct deep_span {
    const struct snapshot *snapshot;
    struct days days; /* of the snapshot, from today on */
};

/* Fills deep->findings, in the order of files and lines; false: memory ran out. The caller sets
 * bundle and today, and calls deep_free. */
bool deep_lint(struct deep *deep);
void deep_free(struct deep *deep);

/* ---- findings (lint_findings.c) ---- */

/* Adds one; NULL: memory ran out, or this rule was broken on this line already. Arguments of both
 * languages are the same unless set otherwise afterwards. */
struct finding *finding_add(struct deep *deep, enum finding_rule rule,
                            const struct document *document, uint32_t line,
                            const struct fg_text *arguments, size_t count);
bool finding_is_new(const struct deep *deep, enum finding_rule rule,
                    const struct document *document, uint32_t line);
void findings_sort(struct deep *deep);

#define FIND(deep, rule, document, line, ...)                                                      \
    finding_add(deep, rule, document, line, (const struct fg_text[]){__VA_ARGS__},                 \
                sizeof((const struct fg_text[]){__VA_ARGS__}) / sizeof(struct fg_text))

/* One finding as lines for people, or as a line of JSON. */
void finding_print(const struct finding *finding, int32_t language, struct output *output);
void finding_json(const struct finding *finding, struct output *output);

struct fg_text deep_day(struct deep *deep, int32_t day);
struct fg_text deep_money(struct deep *deep, int64_t fen);
struct fg_text deep_text(struct deep *deep, const char *text);

/* ---- the parts ---- */

/* Of one item in one span (lint_items.c): its dates, then cases and slabs in each area. */
void deep_item(struct deep *deep, const struct deep_span *span, const struct item_rules *rules);

/* Versions of standards that hold for the same place and day, one of the item and of each
 * amendment, and that day. */
struct deep_standards {
    const struct standard *list[DEEP_STANDARDS_MAX];
    const struct document *documents[DEEP_STANDARDS_MAX]; /* beside the list */
    uint32_t count;
    const struct region *area;
    int32_t rule_day;
    bool is_current; /* the day is one of the span, not of the past */
};

/* Their cases, and what leaves charges without a standard (lint_cases.c). */
void deep_cases(struct deep *deep, const struct deep_span *span, const struct item_rules *rules,
                const struct deep_standards *standards);
/* The tariff of a case, for a charge that reaches it (lint_tariffs.c). */
void deep_tariff(struct deep *deep, const struct deep_span *span, const struct item_rules *rules,
                 const struct deep_standards *standards, uint32_t which,
                 const struct fee_case *fee_case, const struct cell_leaf *leaf);
/* Where a condition asks how high base or quantity is, and the next higher class costs less. */
void deep_thresholds(struct deep *deep, const struct deep_span *span,
                     const struct item_rules *rules, const struct deep_standards *standards,
                     const struct cell_leaf *leaf);
/* Whether deep_tariff has anything to look at. */
bool deep_tariff_matters(const struct snapshot *snapshot, const struct tariff *tariff);

/* Who may charge (lint_grants.c). */
bool deep_grants_open(struct deep *deep);
/* False where the item is not in force, or nobody may charge it, which was reported. */
bool deep_grants_item(struct deep *deep, const struct deep_span *span,
                      const struct item_rules *rules);
void deep_grants_units(struct deep *deep, const struct deep_span *span);
void deep_grants_close(struct deep *deep); /* units that no span let charge anything */

/* Reductions (lint_reductions.c): noted with each item, judged at the end of a span. */
void deep_reliefs_item(struct deep *deep, const struct deep_span *span,
                       const struct item_rules *rules);
void deep_reliefs_span(struct deep *deep, const struct deep_span *span);

void deep_keywords(struct deep *deep, const struct deep_span *span); /* lint_keywords.c */

/* Whether an item is in force at some rule date of the span. */
bool deep_in_force(const struct deep_span *span, const struct item *item);

#endif

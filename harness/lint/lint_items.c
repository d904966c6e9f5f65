/* SPDX-License-Identifier: Apache-2.0
 * One item through time and place: in each area the same amendments hold, and between two dates of
 * standards the same versions.
 *
 * What is meant is not reported: a past without standards before the first one (history that nobody
 * wrote down), an item whose standards are left to lower levels (`local`) where none of them has
 * any, and a lone standard with both its dates, which is a term of validity and not a forgotten
 * successor. */
#include <stdlib.h>

#include "lint/lint_witness.h"
#include "rules/authority.h"

bool deep_in_force(const struct deep_span *span, const struct item *item)
{
    return item->days.from <= span->days.to && span->days.from <= item->days.to;
}

/* One version, and whose it is. */
struct version {
    const struct standard *standard;
    const struct document *document;
};

/* All versions that hold in one area. */
struct versions {
    struct version *list;
    uint32_t count;
    const struct region *area;
};

static int order_versions(const void *a, const void *b)
{
    const struct version *left = a, *right = b;
    int32_t from = left->standard->days.from, other = right->standard->days.from;

    if (from != other) return from < other ? -1 : 1;
    return (left->standard > right->standard) - (left->standard < right->standard);
}

static void versions_add(struct deep *deep, struct versions *versions,
                         const struct standard *standards, uint32_t count,
                         const struct document *document)
{
    for (uint32_t i = 0; i < count; i++) {
        struct version *list =
            arena_grow(&deep->arena, versions->list, versions->count, sizeof(*list));

        if (list == NULL) return;
        versions->list = list;
        list[versions->count++] = (struct version){&standards[i], document};
    }
}

static void versions_find(struct deep *deep, const struct item_rules *rules,
                          const struct region *area, struct versions *versions)
{
    const struct item *item = rules->item;

    versions->area = area;
    versions_add(deep, versions, item->standards, item->standard_count, item->document);
    for (uint32_t i = 0; i < rules->amendment_count; i++) {
        const struct amendment *amendment = rules->amendments[i];

        if (!document_holds(amendment->document, area)) continue;
        versions_add(deep, versions, amendment->standards, amendment->standard_count,
                     amendment->document);
    }
    if (versions->count > 1) {
        qsort(versions->list, versions->count, sizeof(*versions->list), order_versions);
    }
}

/* ---- dates without a standard ---- */

/* Shows that a charge finds no standard on some day of the gap. */
static bool show_gap(struct deep *deep, const struct deep_span *span,
                     const struct item_rules *rules, const struct region *area, struct days gap,
                     struct witness *witness)
{
    const int32_t days[] = {span->days.from, gap.from, gap.to};

    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        if (!days_hold(gap, days[i])) continue;
        if (witness_begin(deep, span, rules, area, days[i], witness) &&
            witness_judge(deep, span->snapshot, witness) && witness_has(witness, FG_NO_STANDARD)) {
            return true;
        }
    }
    return false;
}

static void report_gap(struct deep *deep, const struct deep_span *span,
                       const struct item_rules *rules, const struct versions *versions,
                       struct days gap, const struct version *next)
{
    struct witness witness;
    struct finding *finding;

    if (!finding_is_new(deep, FINDING_STANDARD_GAP, next->document, next->standard->line)) return;
    if (!show_gap(deep, span, rules, versions->area, gap, &witness)) return;
    finding = FIND(deep, FINDING_STANDARD_GAP, next->document, next->standard->line,
                   rules->item->code, deep_day(deep, gap.from), deep_day(deep, gap.to));
    witness_add(deep, finding, &witness);
}

static void report_end(struct deep *deep, const struct deep_span *span,
                       const struct item_rules *rules, const struct versions *versions,
                       int32_t last_day, const struct version *last)
{
    const struct days *days = &last->standard->days;
    struct witness witness;
    struct finding *finding;

    /* A lone standard that says when it begins and when it ends is a term of validity. */
    if (versions->count == 1 && days->from != DAY_BEGINNING) return;
    if (!show_gap(deep, span, rules, versions->area,
                  (struct days){last_day + 1, rules->item->days.to}, &witness)) {
        return;
    }
    finding = FIND(deep, FINDING_STANDARD_ENDS, last->document, last->standard->line,
                   rules->item->code, deep_day(deep, last_day));
    witness_add(deep, finding, &witness);
}

static void check_dates(struct deep *deep, const struct deep_span *span,
                        const struct item_rules *rules, const struct versions *versions)
{
    const struct days item_days = rules->item->days;
    const struct version *last = NULL;
    int32_t covered = item_days.from; /* the first day for which no standard was seen yet */

    for (uint32_t i = 0; i < versions->count; i++) {
        const struct version *version = &versions->list[i];
        const struct days *days = &version->standard->days;
        /* Before the first version lies history, unless it is not over. */
        bool matters = last != NULL || days->from > span->days.from;

        if (days->to < item_days.from || days->from > item_days.to) continue;
        if (days->from > covered && matters) {
            struct days gap = {covered, days->from - 1};

            if (last == NULL && gap.from < span->days.from) gap.from = span->days.from;
            report_gap(deep, span, rules, versions, gap, version);
        }
        if (last == NULL || days->to > last->standard->days.to) last = version;
        if (days->to == DAY_END) return;
        if (days->to >= covered) covered = days->to + 1;
    }
    if (last != NULL && covered <= item_days.to) {
        report_end(deep, span, rules, versions, covered - 1, last);
    }
}

/* ---- cases, in each stretch with the same versions ---- */

static bool is_plain(const struct snapshot *snapshot, const struct standard *standard)
{
    return standard->case_count == 1 && standard->cases[0].when == NULL &&
           !deep_tariff_matters(snapshot, standard->cases[0].tariff);
}

static void check_cases_on(struct deep *deep, const struct deep_span *span,
                           const struct item_rules *rules, const struct versions *versions,
                           int32_t day)
{
    struct deep_standards standards = {
        .area = versions->area, .rule_day = day, .is_current = day >= span->days.from};
    bool plain = true;

    for (uint32_t i = 0; i < versions->count; i++) {
        const struct standard *standard = versions->list[i].standard;

        if (!days_hold(standard->days, day)) continue;
        if (standards.count == DEEP_STANDARDS_MAX) break;
        standards.documents[standards.count] = versions->list[i].document;
        standards.list[standards.count++] = standard;
        plain = plain && is_plain(span->snapshot, standard);
    }
    if (!plain) deep_cases(deep, span, rules, &standards);
}

/* A day for each set of versions that is ever in force: those on which one begins, and today. */
static void check_cases(struct deep *deep, const struct deep_span *span,
                        const struct item_rules *rules, const struct versions *versions)
{
    const struct days item_days = rules->item->days;
    int32_t today = span->days.from;

    if (today < item_days.from) today = item_days.from;
    check_cases_on(deep, span, rules, versions, today);
    for (uint32_t i = 0; i < versions->count; i++) {
        struct days days = versions->list[i].standard->days;

        if (days.from < item_days.from) days.from = item_days.from;
        if (days.to > item_days.to) days.to = item_days.to;
        if (days.from > days.to || days_hold(days, today)) continue;
        /* Of the past the last day, of the future the first: both are nearest. */
        check_cases_on(deep, span, rules, versions, days.to < today ? days.to : days.from);
    }
}

/* ---- the item ---- */

static void report_nothing(struct deep *deep, const struct deep_span *span,
                           const struct item_rules *rules)
{
    const struct item *item = rules->item;
    int32_t day = item->days.from > span->days.from ? item->days.from : span->days.from;
    struct witness witness;
    struct finding *finding;

    if (!witness_begin(deep, span, rules, NULL, day, &witness) ||
        !witness_judge(deep, span->snapshot, &witness) || !witness_has(&witness, FG_NO_STANDARD)) {
        return;
    }
    finding = FIND(deep, FINDING_ITEM_WITHOUT_STANDARD, item->document, item->line, item->code,
                   deep_day(deep, day));
    witness_add(deep, finding, &witness);
}

static void check_area(struct deep *deep, const struct deep_span *span,
                       const struct item_rules *rules, const struct region *area)
{
    struct versions versions = {0};

    versions_find(deep, rules, area, &versions);
    if (versions.count == 0) return; /* left to lower levels, and none of them here */
    check_dates(deep, span, rules, &versions);
    check_cases(deep, span, rules, &versions);
}

static bool is_amended(const struct item_rules *rules)
{
    for (uint32_t i = 0; i < rules->amendment_count; i++) {
        if (rules->amendments[i]->standard_count > 0) return true;
    }
    return false;
}

static void check_areas(struct deep *deep, const struct deep_span *span,
                        const struct item_rules *rules)
{
    check_area(deep, span, rules, &rules->item->document->region);
    for (uint32_t i = 0; i < rules->amendment_count; i++) {
        const struct amendment *amendment = rules->amendments[i];
        const struct region *area = &amendment->document->region;
        bool is_new = amendment->standard_count > 0;

        for (uint32_t j = 0; j < i && is_new; j++) {
            is_new = !text_equal(rules->amendments[j]->document->region.stripped, area->stripped);
        }
        if (is_new) check_area(deep, span, rules, area);
    }
}

void deep_item(struct deep *deep, const struct deep_span *span, const struct item_rules *rules)
{
    const struct item *item = rules->item;

    if (!deep_in_force(span, item)) return;
    if (item->standard_count == 0 && !is_amended(rules)) {
        if (item->local == LEVEL_NONE) report_nothing(deep, span, rules);
        return;
    }
    check_areas(deep, span, rules);
}

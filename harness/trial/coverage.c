/* SPDX-License-Identifier: Apache-2.0
 * Touching the parts that a decision rested on. Which version, reductions and findings those are,
 * the decision itself says; cases and bands are told by the engine's own pricing, watched. */
#include "trial/coverage.h"

#include <stdlib.h>

#include "rules/authority.h"
#include "trial/coverage_internal.h"

static int order_to_rule(const void *rule, const void *part)
{
    uintptr_t left = (uintptr_t)rule, right = (uintptr_t)((const struct part *)part)->rule;

    return (left > right) - (left < right);
}

struct part *coverage_find(const struct coverage *coverage, const void *rule)
{
    if (rule == NULL || coverage->count == 0) return NULL;
    return bsearch(rule, coverage->parts, coverage->count, sizeof(*coverage->parts), order_to_rule);
}

static void touch(struct coverage *coverage, const void *rule)
{
    struct part *part = coverage_find(coverage, rule);

    if (part != NULL) part->touched = true;
}

/* ---- the standard ---- */

struct watcher {
    struct price_watch watch; /* first: what the engine holds is this */
    struct coverage *coverage;
};

static void took_case(struct price_watch *watch, const struct fee_case *fee_case)
{
    touch(((struct watcher *)watch)->coverage, fee_case);
}

static void took_band(struct price_watch *watch, const struct band *band)
{
    touch(((struct watcher *)watch)->coverage, band);
}

/* Prices one version again: its first case that holds, and of a range the end that counted. */
static void touch_standard(struct coverage *coverage, const struct pricing *pricing,
                           const struct standard *standard, bool low_end)
{
    struct exact value;

    touch(coverage, standard->basis.basis);
    for (uint32_t i = 0; i < standard->case_count; i++) {
        const struct fee_case *fee_case = &standard->cases[i];
        const struct tariff *tariff = fee_case->tariff;

        if (condition_judge(fee_case->when, pricing->charge, pricing->missing) != TRUTH_TRUE) {
            continue;
        }
        touch(coverage, fee_case);
        if (tariff->kind == TARIFF_RANGE) tariff = low_end ? tariff->low : tariff->high;
        tariff_value(pricing, tariff, &value);
        return;
    }
}

static void touch_standards(struct coverage *coverage, const struct decision *decision,
                            const struct charge *charge, const struct facts *facts)
{
    const struct assessed *assessed = &decision->assessed;
    struct watcher watcher = {{took_case, took_band}, coverage};
    struct pricing pricing = {decision->matter.snapshot,
                              charge,
                              facts,
                              charge_rule_day(decision->matter.rules->item, charge),
                              &coverage->missing,
                              &watcher.watch};

    coverage->missing.count = 0;
    touch_standard(coverage, &pricing, assessed->standard, false);
    if (assessed->low_fen != MONEY_ABSENT) {
        touch_standard(coverage, &pricing, assessed->low_standard, true);
    }
}

/* ---- all of it ---- */

static void touch_authority(struct coverage *coverage, const struct matter *matter,
                            int32_t charge_day)
{
    struct authority authority;

    if (matter->unit == NULL || !days_hold(matter->unit->days, charge_day)) return;
    authority =
        authority_find(matter->snapshot, matter->rules, matter->unit, matter->place, charge_day);
    if (authority.grant != NULL) touch(coverage, authority.grant->basis.basis);
    if (authority.delegation != NULL) touch(coverage, authority.delegation->basis.basis);
}

void coverage_add(struct coverage *coverage, const struct decision *decision,
                  const struct charge *charge, const struct facts *facts)
{
    const struct matter *matter = &decision->matter;

    for (uint64_t left = decision->codes; left != 0; left &= left - 1) {
        touch(coverage, decision->bases[__builtin_ctzll(left)]);
    }
    if (matter->rules == NULL) return;
    touch(coverage, matter->rules->item);
    touch(coverage, matter->rules->item->basis.basis);
    touch_authority(coverage, matter, charge->charge_day);
    if (decision->has_standard) touch_standards(coverage, decision, charge, facts);
    for (uint32_t i = 0; i < decision->reliefs.count; i++) {
        const struct reduction *reduction = decision->reliefs.list[i].reduction;

        touch(coverage, reduction);
        touch(coverage, reduction->basis.basis);
    }
}

/* ---- reading ---- */

const struct document *coverage_document(const struct coverage *coverage,
                                         const struct standard *standard)
{
    const struct part *part = coverage_find(coverage, standard->cases);

    return part != NULL ? part->document : NULL;
}

struct part_count coverage_count(const struct coverage *coverage, enum part_kind kind)
{
    struct part_count count = {0, 0};

    for (size_t i = 0; i < coverage->count; i++) {
        const struct part *part = &coverage->parts[i];

        if (part->kind != kind) continue;
        count.all++;
        count.touched += part->touched;
    }
    return count;
}

static int order_places(const void *a, const void *b)
{
    const struct part *left = a, *right = b;
    int order = text_compare(left->document->file, right->document->file);

    if (order != 0) return order;
    if (left->line != right->line) return left->line < right->line ? -1 : 1;
    return (left->order > right->order) - (left->order < right->order);
}

void coverage_sort(struct coverage *coverage)
{
    if (coverage->count < 2) return;
    qsort(coverage->parts, coverage->count, sizeof(*coverage->parts), order_places);
}

/* SPDX-License-Identifier: Apache-2.0
 * Part by part, the ones that differ most often first. */
#include "diff/same.h"

bool same_days(struct days a, struct days b)
{
    return a.from == b.from && a.to == b.to;
}

static bool same_list(struct texts a, struct texts b)
{
    if (a.count != b.count) return false;
    for (uint32_t i = 0; i < a.count; i++) {
        if (!text_equal(a.list[i], b.list[i])) return false;
    }
    return true;
}

static bool has_all(struct texts outer, struct texts inner)
{
    for (uint32_t i = 0; i < inner.count; i++) {
        if (!texts_have(outer, inner.list[i])) return false;
    }
    return true;
}

bool same_set(struct texts a, struct texts b)
{
    return same_list(a, b) || (has_all(a, b) && has_all(b, a));
}

/* Ids are a document's own; a basis without number and title has nothing else. */
bool same_basis(const struct basis_ref *a, const struct basis_ref *b)
{
    const struct basis *left = a->basis, *right = b->basis;

    if (left == NULL || right == NULL) return left == right && text_equal(a->id, b->id);
    if (!text_equal(left->number, right->number) || !text_equal(left->title, right->title) ||
        left->level != right->level || left->issued != right->issued) {
        return false;
    }
    return left->number.size + left->title.size > 0 || text_equal(left->id, right->id);
}

bool same_region(const struct region *a, const struct region *b)
{
    return (a->code.size > 0) == (b->code.size > 0) && text_equal(a->stripped, b->stripped);
}

bool same_reach(const struct document *a, const struct document *b)
{
    return text_equal(a->id, b->id) && a->level == b->level && same_region(&a->region, &b->region);
}

/* ---- conditions ---- */

static bool same_test(const struct test *a, const struct test *b)
{
    return a->kind == b->kind && text_equal(a->operand, b->operand) && same_set(a->set, b->set) &&
           a->present == b->present;
}

bool same_condition(const struct condition *a, const struct condition *b)
{
    if (a == NULL || b == NULL) return a == b;
    if (a->kind != b->kind || a->child_count != b->child_count || a->test_count != b->test_count ||
        !text_equal(a->name.text, b->name.text)) {
        return false;
    }
    for (uint32_t i = 0; i < a->test_count; i++) {
        if (!same_test(&a->tests[i], &b->tests[i])) return false;
    }
    for (uint32_t i = 0; i < a->child_count; i++) {
        if (!same_condition(a->children[i], b->children[i])) return false;
    }
    return true;
}

/* ---- tariffs ---- */

static bool same_bands(const struct tariff *a, const struct tariff *b)
{
    if (a->band_count != b->band_count) return false;
    for (uint32_t i = 0; i < a->band_count; i++) {
        const struct band *left = &a->bands[i], *right = &b->bands[i];

        if (left->upto != right->upto || left->fixed_fen != right->fixed_fen ||
            left->rate_micro != right->rate_micro) {
            return false;
        }
    }
    return true;
}

static const struct standard *version_on(const struct item *item, int32_t rule_day)
{
    for (uint32_t i = 0; i < item->standard_count; i++) {
        if (days_hold(item->standards[i].days, rule_day)) return &item->standards[i];
    }
    return NULL;
}

static bool same_case_list(const struct same *same, const struct standard *a,
                           const struct standard *b);

/* Before rounding: what a derived tariff takes over. */
static bool same_source(const struct same *same, struct fg_text code)
{
    const struct item_rules *a = table_get(&same->snapshots[0]->items, code);
    const struct item_rules *b = table_get(&same->snapshots[1]->items, code);

    if (a == NULL || b == NULL) return a == b;
    if (same->rule_day != DAY_NONE) {
        const struct standard *left = version_on(a->item, same->rule_day);
        const struct standard *right = version_on(b->item, same->rule_day);

        return left == NULL || right == NULL ? left == right : same_case_list(same, left, right);
    }
    if (a->item->standard_count != b->item->standard_count) return false;
    for (uint32_t i = 0; i < a->item->standard_count; i++) {
        const struct standard *left = &a->item->standards[i], *right = &b->item->standards[i];

        if (!same_days(left->days, right->days) || !same_case_list(same, left, right)) return false;
    }
    return true;
}

static bool same_derived(const struct same *same, const struct tariff *a, const struct tariff *b)
{
    return text_equal(a->derived_item, b->derived_item) &&
           a->ratio_numerator * b->ratio_denominator == b->ratio_numerator * a->ratio_denominator &&
           same_source(same, a->derived_item);
}

static bool same_frame(const struct tariff *a, const struct tariff *b)
{
    return a->kind == b->kind && a->min_fen == b->min_fen && a->max_fen == b->max_fen &&
           a->step_micro == b->step_micro && a->amount_fen == b->amount_fen &&
           a->rate_micro == b->rate_micro && a->on_quantity == b->on_quantity &&
           a->slab == b->slab && a->cumulative == b->cumulative &&
           a->child_count == b->child_count && text_equal(a->times.text, b->times.text) &&
           text_equal(a->price_unit, b->price_unit);
}

bool same_tariff(const struct same *same, const struct tariff *a, const struct tariff *b)
{
    if (!same_frame(a, b) || !same_bands(a, b)) return false;
    if (a->kind == TARIFF_DERIVED) return same_derived(same, a, b);
    if (a->kind == TARIFF_RANGE) {
        return same_tariff(same, a->low, b->low) && same_tariff(same, a->high, b->high);
    }
    for (uint32_t i = 0; i < a->child_count; i++) {
        if (!same_tariff(same, a->children[i], b->children[i])) return false;
    }
    return true;
}

static bool same_case_list(const struct same *same, const struct standard *a,
                           const struct standard *b)
{
    if (a->case_count != b->case_count) return false;
    for (uint32_t i = 0; i < a->case_count; i++) {
        const struct fee_case *left = &a->cases[i], *right = &b->cases[i];

        if (!same_condition(left->when, right->when) ||
            !same_tariff(same, left->tariff, right->tariff)) {
            return false;
        }
    }
    return true;
}

bool same_rounding(const struct standard *a, const struct standard *b)
{
    return a->rounding == b->rounding && a->round_to_fen == b->round_to_fen;
}

bool same_cases(const struct same *same, const struct standard *a, const struct standard *b)
{
    return same_rounding(a, b) && same_case_list(same, a, b);
}

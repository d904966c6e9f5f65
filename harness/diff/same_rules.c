/* SPDX-License-Identifier: Apache-2.0
 * The rules of an item beside its tariffs, and the item as a whole. */
#include "diff/same.h"

bool same_grant(const struct grant *a, const struct grant *b)
{
    return text_equal(a->unit, b->unit) && text_equal(a->department, b->department) &&
           a->level == b->level && same_region(&a->region, &b->region) &&
           same_days(a->days, b->days) && same_basis(&a->basis, &b->basis);
}

bool same_delegation(const struct delegation *a, const struct delegation *b)
{
    return text_equal(a->from, b->from) && text_equal(a->to, b->to) &&
           same_days(a->days, b->days) && same_basis(&a->basis, &b->basis);
}

bool same_period(const struct period *a, const struct period *b)
{
    if (a == NULL || b == NULL) return a == b;
    return a->per == b->per && a->within_unit == b->within_unit && a->within == b->within &&
           a->key == b->key && a->subject_required == b->subject_required &&
           a->instalments == b->instalments && a->max == b->max && a->advance == b->advance &&
           a->year_starts == b->year_starts && text_equal(a->group, b->group);
}

static bool same_limit(const struct limit *a, const struct limit *b)
{
    if (a == NULL || b == NULL) return a == b;
    return a->amount_fen == b->amount_fen && a->per == b->per && a->key == b->key;
}

bool same_relief(const struct reduction *a, const struct reduction *b)
{
    return text_equal(a->id, b->id) && a->priority == b->priority &&
           text_equal(a->group, b->group) && a->exclusive == b->exclusive &&
           a->penalties == b->penalties && a->is_commitment == b->is_commitment &&
           a->relief == b->relief && a->percent_micro == b->percent_micro &&
           a->amount_fen == b->amount_fen && same_limit(a->limit, b->limit) &&
           same_set(a->payers, b->payers) && same_condition(a->when, b->when) &&
           same_reach(a->document, b->document);
}

/* Which other items it names is their matter. */
bool same_reduction(const struct reduction *a, const struct reduction *b)
{
    return same_relief(a, b) && text_equal(a->name, b->name) && same_days(a->days, b->days) &&
           same_basis(&a->basis, &b->basis);
}

bool same_unit(const struct unit *a, const struct unit *b)
{
    return text_equal(a->name, b->name) && text_equal(a->department, b->department) &&
           a->level == b->level && same_region(&a->region, &b->region) &&
           same_days(a->days, b->days);
}

bool same_prohibition(const struct prohibition *a, const struct prohibition *b)
{
    return text_equal(a->name, b->name) && same_basis(&a->basis, &b->basis) &&
           same_set(a->payers, b->payers) && same_set(a->categories, b->categories) &&
           same_set(a->folded, b->folded) && same_set(a->except_items, b->except_items) &&
           a->advisory == b->advisory && same_reach(a->document, b->document);
}

bool same_holiday(const struct holiday *a, const struct holiday *b)
{
    return text_equal(a->name, b->name) && same_days(a->days, b->days) && a->watch == b->watch;
}

/* ---- the item as a whole ---- */

static bool same_grants(const struct grant *a, uint32_t a_count, const struct grant *b,
                        uint32_t b_count)
{
    if (a_count != b_count) return false;
    for (uint32_t i = 0; i < a_count; i++) {
        if (!same_grant(&a[i], &b[i])) return false;
    }
    return true;
}

static bool same_standards(const struct same *same, const struct standard *a, uint32_t a_count,
                           const struct standard *b, uint32_t b_count)
{
    if (a_count != b_count) return false;
    for (uint32_t i = 0; i < a_count; i++) {
        if (!same_days(a[i].days, b[i].days) || !same_basis(&a[i].basis, &b[i].basis) ||
            !same_cases(same, &a[i], &b[i])) {
            return false;
        }
    }
    return true;
}

static bool same_amendments(const struct same *same, const struct item_rules *a,
                            const struct item_rules *b)
{
    if (a->amendment_count != b->amendment_count) return false;
    for (uint32_t i = 0; i < a->amendment_count; i++) {
        const struct amendment *left = a->amendments[i], *right = b->amendments[i];

        if (!same_reach(left->document, right->document) ||
            !same_standards(same, left->standards, left->standard_count, right->standards,
                            right->standard_count)) {
            return false;
        }
    }
    return true;
}

bool same_money(const struct same *same, const struct item_rules *a, const struct item_rules *b)
{
    const struct item *left = a->item, *right = b->item;

    if (!same_days(left->days, right->days) || left->kind != right->kind ||
        !same_reach(left->document, right->document) ||
        !same_standards(same, left->standards, left->standard_count, right->standards,
                        right->standard_count) ||
        !same_amendments(same, a, b) || a->reduction_count != b->reduction_count) {
        return false;
    }
    for (uint32_t i = 0; i < a->reduction_count; i++) {
        if (!same_reduction(a->reductions[i], b->reductions[i])) return false;
    }
    return true;
}

static bool same_item(const struct item *a, const struct item *b)
{
    return text_equal(a->name, b->name) && text_equal(a->category, b->category) &&
           a->kind == b->kind && same_basis(&a->basis, &b->basis) && a->local == b->local &&
           a->local_relief == b->local_relief && a->enterprise == b->enterprise &&
           a->dated_by == b->dated_by && a->has_observe == b->has_observe &&
           (!a->has_observe || same_days(a->observe, b->observe)) &&
           same_set(a->uniform, b->uniform) && same_period(a->period, b->period) &&
           same_grants(a->grants, a->grant_count, b->grants, b->grant_count);
}

static bool same_authority(const struct item_rules *a, const struct item_rules *b)
{
    if (a->delegation_count != b->delegation_count) return false;
    for (uint32_t i = 0; i < a->delegation_count; i++) {
        if (!same_delegation(a->delegations[i], b->delegations[i])) return false;
    }
    for (uint32_t i = 0; i < a->amendment_count; i++) {
        const struct amendment *left = a->amendments[i], *right = b->amendments[i];

        if (!same_grants(left->grants, left->grant_count, right->grants, right->grant_count)) {
            return false;
        }
    }
    return true;
}

/* same_money goes first: it tells that there are as many amendments. */
bool same_rules(const struct same *same, const struct item_rules *a, const struct item_rules *b)
{
    return same_item(a->item, b->item) && same_money(same, a, b) && same_authority(a, b);
}

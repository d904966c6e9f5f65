/* SPDX-License-Identifier: Apache-2.0
 * An item whose standards or reductions are not the same: span by span of rule dates, place by
 * place. Spans and places in which they are the same are passed over. */
#include "diff/standards.h"

#include <stdlib.h>

#include "base/text.h"
#include "feeguard/host.h"
#include "harness.h"
#include "rules/authority.h"
#include "survey/spans.h"

/* ---- what holds there and then ---- */

static void add_version(struct holding *holding, const struct standard *standards, uint32_t count,
                        int32_t rule_day, bool *fits)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!days_hold(standards[i].days, rule_day)) continue;
        *fits = *fits && holding->standard_count < HOLDING_MAX;
        if (*fits) holding->standards[holding->standard_count++] = &standards[i];
    }
}

static bool reduction_holds(const struct item_rules *rules, const struct reduction *reduction,
                            const struct region *area, int32_t rule_day)
{
    return !reduction->is_commitment && days_hold(reduction->days, rule_day) &&
           (rules->item->kind != KIND_PENALTY || reduction->penalties) &&
           document_holds(reduction->document, area);
}

/* False: more than there is room for. */
static bool holding_find(struct holding *holding, const struct region *area, int32_t rule_day)
{
    const struct item_rules *rules = holding->rules;
    bool fits = true;

    holding->standard_count = holding->reduction_count = 0;
    if (!document_holds(rules->item->document, area)) return true;
    add_version(holding, rules->item->standards, rules->item->standard_count, rule_day, &fits);
    for (uint32_t i = 0; i < rules->amendment_count; i++) {
        const struct amendment *amendment = rules->amendments[i];

        if (!document_holds(amendment->document, area)) continue;
        add_version(holding, amendment->standards, amendment->standard_count, rule_day, &fits);
    }
    for (uint32_t i = 0; i < rules->reduction_count && fits; i++) {
        if (!reduction_holds(rules, rules->reductions[i], area, rule_day)) continue;
        fits = holding->reduction_count < HOLDING_MAX;
        if (fits) holding->reductions[holding->reduction_count++] = rules->reductions[i];
    }
    return fits;
}

/* ---- whether that is the same ---- */

static bool same_reliefs(const struct holding *old, const struct holding *new)
{
    if (old->reduction_count != new->reduction_count) return false;
    for (uint32_t i = 0; i < old->reduction_count; i++) {
        if (!same_relief(old->reductions[i], new->reductions[i])) return false;
    }
    return true;
}

static bool same_holdings(const struct comparison *comparison)
{
    const struct holding *old = &comparison->sides[OLD], *new = &comparison->sides[NEW];
    const struct same same = {{old->snapshot, new->snapshot}, comparison->rule_day};

    if (old->standard_count != new->standard_count) return false;
    for (uint32_t i = 0; i < old->standard_count; i++) {
        if (!same_cases(&same, old->standards[i], new->standards[i])) return false;
    }
    return same_reliefs(old, new);
}

/* ---- words ---- */

static struct fg_text holding_words(struct diff *diff, int side, const struct holding *holding)
{
    const struct words words = words_of(diff, side, holding->rules);
    struct buffer out;

    buffer_init(&out);
    for (uint32_t i = 0; i < holding->standard_count; i++) {
        if (i > 0) words_put(&out, "；");
        words_standard(&words, &out, holding->standards[i]);
    }
    return changes_text(&diff->changes, &out);
}

static void reworded(struct comparison *comparison)
{
    struct change change = comparison->change;

    change.kind = CHANGE_WORDING;
    change.effect = EFFECT_SAME;
    for (int side = OLD; side <= NEW; side++) {
        change.words[side] = holding_words(comparison->diff, side, &comparison->sides[side]);
    }
    changes_add(&comparison->diff->changes, &change);
}

static void too_many(struct comparison *comparison)
{
    struct change change = comparison->change;

    change.kind = CHANGE_STANDARD;
    change.effect = EFFECT_UNKNOWN;
    changes_add(&comparison->diff->changes, &change);
}

/* ---- legal bases ---- */

static void bases_compare(struct comparison *comparison)
{
    const struct holding *old = &comparison->sides[OLD], *new = &comparison->sides[NEW];

    if (old->standard_count != new->standard_count) return;
    for (uint32_t i = 0; i < old->standard_count; i++) {
        struct change change = comparison->change;

        if (same_basis(&old->standards[i]->basis, &new->standards[i]->basis)) continue;
        change.kind = CHANGE_BASIS;
        change.effect = EFFECT_NONE;
        change.bases[OLD] = basis_words(comparison->diff, &old->standards[i]->basis);
        change.bases[NEW] = basis_words(comparison->diff, &new->standards[i]->basis);
        changes_add(&comparison->diff->changes, &change);
    }
}

/* ---- places ---- */

static void add_area(struct region *areas, uint32_t *count, const struct region *area)
{
    for (uint32_t i = 0; i < *count; i++) {
        if (text_equal(areas[i].stripped, area->stripped)) return;
    }
    areas[(*count)++] = *area;
}

/* Every region for which some document speaks. */
static struct region *areas_find(const struct item_rules *const rules[2], uint32_t *count)
{
    size_t room = 2;
    struct region *areas;

    for (int side = OLD; side <= NEW; side++) {
        room += (size_t)rules[side]->amendment_count + rules[side]->reduction_count;
    }
    areas = memory_take(room, sizeof(*areas));
    *count = 0;
    for (int side = OLD; side <= NEW; side++) {
        add_area(areas, count, &rules[side]->item->document->region);
        for (uint32_t i = 0; i < rules[side]->amendment_count; i++) {
            add_area(areas, count, &rules[side]->amendments[i]->document->region);
        }
        for (uint32_t i = 0; i < rules[side]->reduction_count; i++) {
            add_area(areas, count, &rules[side]->reductions[i]->document->region);
        }
    }
    return areas;
}

/* ---- one span, one place ---- */

static void area_compare(struct comparison *comparison)
{
    bool fits = true;

    for (int side = OLD; side <= NEW; side++) {
        comparison->sides[side].snapshot = comparison->diff->snapshots[side];
        comparison->sides[side].rules = comparison->rules[side];
        fits =
            holding_find(&comparison->sides[side], comparison->area, comparison->rule_day) && fits;
    }
    if (!fits) {
        too_many(comparison);
        return;
    }
    bases_compare(comparison);
    if (same_holdings(comparison)) return;
    if (!leaves_compare(comparison)) reworded(comparison);
}

/* The item is in force on one side only. */
static void force_changed(struct comparison *comparison, bool is_new)
{
    struct change change = comparison->change;
    int side = is_new ? NEW : OLD;

    change.kind = CHANGE_FORCE;
    change.effect = is_new ? EFFECT_CHARGEABLE : EFFECT_NOT_CHARGEABLE;
    change.bases[side] = basis_words(comparison->diff, &comparison->rules[side]->item->basis);
    changes_add(&comparison->diff->changes, &change);
}

/* The smaller places inside one, which are looked at on their own. */
static struct fg_text inner_areas(struct comparison *comparison)
{
    struct buffer out;

    buffer_init(&out);
    for (uint32_t i = 0; i < comparison->area_count; i++) {
        const struct region *area = &comparison->areas[i];

        if (area == comparison->area || !region_lies_in(area, comparison->area)) continue;
        if (out.size > 0) words_put(&out, " ");
        words_text(&out, area->code);
    }
    return changes_text(&comparison->diff->changes, &out);
}

static void area_begin(struct comparison *comparison, const struct region *area)
{
    bool is_country = area->stripped.size == 0;

    comparison->area = area;
    comparison->change.except = inner_areas(comparison);
    comparison->change.area = area->code;
    if (is_country && comparison->change.except.size == 0) comparison->change.area = TEXT("");
}

static void span_compare(struct comparison *comparison, struct region *areas, uint32_t area_count)
{
    bool old = days_hold(comparison->rules[OLD]->item->days, comparison->rule_day);
    bool new = days_hold(comparison->rules[NEW]->item->days, comparison->rule_day);

    if (old != new) force_changed(comparison, new);
    if (!old || !new) return;
    comparison->areas = areas;
    comparison->area_count = area_count;
    for (uint32_t i = 0; i < area_count; i++) {
        area_begin(comparison, &areas[i]);
        area_compare(comparison);
    }
}

/* Rule dates, open where there is nothing before or after. */
static void days_set(struct comparison *comparison, struct days span)
{
    struct change *change = &comparison->change;

    comparison->rule_day = span.from == DAY_BEGINNING ? DAY_FIRST : span.from;
    if (change->dated_by == DATED_BY_CHARGE) {
        change->charged = span;
    } else {
        change->rule = span;
    }
}

void standards_compare(struct diff *diff, const struct item_rules *const rules[2])
{
    struct comparison comparison = {.diff = diff, .rules = rules};
    const struct change change = change_begin(diff, CHANGE_STANDARD, rules);
    bool by_charge = rules[OLD]->item->dated_by == DATED_BY_CHARGE &&
                     rules[NEW]->item->dated_by == DATED_BY_CHARGE;
    const struct days all = {DAY_BEGINNING, DAY_END};
    struct spans spans = {0};
    uint32_t count, area_count;
    const struct days *list;
    struct region *areas = areas_find(rules, &area_count);

    for (int side = OLD; side <= NEW; side++) {
        spans_add_rule_dates(&spans, diff->snapshots[side], rules[side]);
    }
    list = spans_list(&spans, by_charge ? diff->charged : all, &count);
    if (list == NULL) memory_gone();
    for (uint32_t i = 0; i < count; i++) {
        comparison.change = change;
        if (!by_charge && change.dated_by == DATED_BY_CHARGE) {
            comparison.change.dated_by = rules[OLD]->item->dated_by;
        }
        days_set(&comparison, list[i]);
        span_compare(&comparison, areas, area_count);
    }
    spans_free(&spans);
    free(areas);
}

/* SPDX-License-Identifier: Apache-2.0
 * Proofs by parts that one tariff is never above another, for any base, any quantity, any factor
 * and whatever was counted before. Where the parts are not alike nothing is proved. */
#include "diff/standards.h"

#define NEITHER ((struct tariff_order){false, false})
#define BOTH ((struct tariff_order){true, true})

/* Of NEW against OLD, by a number of which more is never cheaper. */
static struct tariff_order by_number(int64_t old, int64_t new)
{
    return (struct tariff_order){new <= old, new >= old};
}

static struct tariff_order together(struct tariff_order a, struct tariff_order b)
{
    return (struct tariff_order){a.never_above && b.never_above, a.never_below && b.never_below};
}

/* A quantity rounded up to a multiple of a multiple is never below. */
static struct tariff_order by_step(int64_t old, int64_t new)
{
    if (old == new) return BOTH;
    return (struct tariff_order){old > 0 && (new == 0 || old % new == 0),
                                 new > 0 && (old == 0 || new % old == 0)};
}

/* Slabs of rising rates need not rise with the quantity: there the steps must be equal. */
static struct tariff_order by_bands(const struct tariff *old, const struct tariff *new)
{
    struct tariff_order order = BOTH;

    if (old->on_quantity != new->on_quantity || old->slab != new->slab ||
        old->cumulative != new->cumulative || old->band_count != new->band_count ||
        ((old->slab || old->cumulative != PER_NONE) && old->step_micro != new->step_micro)) {
        return NEITHER;
    }
    for (uint32_t i = 0; i < old->band_count; i++) {
        if (old->bands[i].upto != new->bands[i].upto) return NEITHER;
        order = together(order, by_number(old->bands[i].fixed_fen, new->bands[i].fixed_fen));
        order = together(order, by_number(old->bands[i].rate_micro, new->bands[i].rate_micro));
    }
    return order;
}

static struct tariff_order by_ratio(const struct same *same, const struct tariff *old,
                                    const struct tariff *new)
{
    struct tariff source = *old;

    source.ratio_numerator = new->ratio_numerator;
    source.ratio_denominator = new->ratio_denominator;
    source.min_fen = new->min_fen;
    source.max_fen = new->max_fen;
    source.times = new->times;
    if (!same_tariff(same, &source, new)) return NEITHER;
    return by_number((int64_t)(old->ratio_numerator * new->ratio_denominator),
                     (int64_t)(new->ratio_numerator * old->ratio_denominator));
}

static struct tariff_order by_children(const struct same *same, const struct tariff *old,
                                       const struct tariff *new)
{
    struct tariff_order order = BOTH;

    if (old->child_count != new->child_count) return NEITHER;
    for (uint32_t i = 0; i < old->child_count; i++) {
        order = together(order, tariffs_order(same, old->children[i], new->children[i]));
    }
    return order;
}

static struct tariff_order by_kind(const struct same *same, const struct tariff *old,
                                   const struct tariff *new)
{
    switch (old->kind) {
    case TARIFF_FIXED: return by_number(old->amount_fen, new->amount_fen);
    case TARIFF_PER_UNIT:
    case TARIFF_RATE: return by_number(old->rate_micro, new->rate_micro);
    case TARIFF_BRACKETS: return by_bands(old, new);
    case TARIFF_RANGE: return tariffs_order(same, old->high, new->high);
    case TARIFF_SUM: return by_children(same, old, new);
    case TARIFF_DERIVED: return by_ratio(same, old, new);
    case TARIFF_FREE: break;
    }
    return BOTH;
}

static struct tariff_order by_bounds(const struct tariff *old, const struct tariff *new)
{
    int64_t old_max = old->max_fen == MONEY_ABSENT ? INT64_MAX : old->max_fen;
    int64_t new_max = new->max_fen == MONEY_ABSENT ? INT64_MAX : new->max_fen;
    int64_t old_min = old->min_fen == MONEY_ABSENT ? 0 : old->min_fen;
    int64_t new_min = new->min_fen == MONEY_ABSENT ? 0 : new->min_fen;

    return together(by_number(old_max, new_max), by_number(old_min, new_min));
}

struct tariff_order tariffs_order(const struct same *same, const struct tariff *old,
                                  const struct tariff *new)
{
    struct tariff_order order;

    if (old->kind != new->kind || !text_equal(old->times.text, new->times.text)) return NEITHER;
    order = together(by_kind(same, old, new), by_bounds(old, new));
    return together(order, by_step(old->step_micro, new->step_micro));
}

/* ---- reductions ---- */

static bool limit_covers(const struct limit *a, const struct limit *b)
{
    if (a == NULL) return true;
    return b != NULL && a->per == b->per && a->key == b->key && a->amount_fen >= b->amount_fen;
}

bool relief_covers(const struct reduction *a, const struct reduction *b)
{
    if (b == NULL) return true;
    if (a == NULL || !limit_covers(a->limit, b->limit)) return false;
    if (a->relief == RELIEF_EXEMPT) return true;
    if (a->relief != b->relief) return false;
    switch (a->relief) {
    case RELIEF_PERCENT_OFF: return a->percent_micro >= b->percent_micro;
    case RELIEF_AMOUNT_OFF: return a->amount_fen >= b->amount_fen;
    case RELIEF_CAP: return a->amount_fen <= b->amount_fen;
    case RELIEF_EXEMPT: break;
    }
    return true;
}

/* SPDX-License-Identifier: Apache-2.0
 * Two bills that cannot be laid along one axis: what the order of their parts proves. */
#include "diff/standards.h"

struct orders {
    struct tariff_order high, low; /* of the standard, and of the low end before it is held there */
    bool has_low;
};

static struct tariff_order both(struct tariff_order a, struct tariff_order b)
{
    return (struct tariff_order){a.never_above && b.never_above, a.never_below && b.never_below};
}

static struct tariff_order order_of(const struct same *same, const struct tariff *old,
                                    const struct tariff *new)
{
    if (same_tariff(same, old, new)) return (struct tariff_order){true, true};
    return tariffs_order(same, old, new);
}

/* The tariffs of one pair of standards; of a range both ends. */
static void orders_add(struct orders *orders, const struct same *same, const struct tariff *old,
                       const struct tariff *new)
{
    bool old_range = old->kind == TARIFF_RANGE, new_range = new->kind == TARIFF_RANGE;
    const struct tariff *old_high = old_range ? old->high : old;
    const struct tariff *new_high = new_range ? new->high : new;

    orders->high = both(orders->high, order_of(same, old_high, new_high));
    if (!old_range && !new_range) return;
    orders->has_low = true;
    orders->low =
        both(orders->low, order_of(same, old_range ? old->low : old, new_range ? new->low : new));
}

/* Nothing is known of those that do not stand in pairs. */
static struct orders orders_find(const struct bills *bills, bool *same_roundings)
{
    const struct bill *old = &bills->sides[OLD], *new = &bills->sides[NEW];
    const struct same same = {{old->holding->snapshot, new->holding->snapshot}, bills->rule_day};
    struct orders orders = {{true, true}, {true, true}, false};

    *same_roundings = old->tariff_count == new->tariff_count;
    for (uint32_t i = 0; i < old->tariff_count && *same_roundings; i++) {
        orders_add(&orders, &same, old->tariffs[i], new->tariffs[i]);
        *same_roundings = same_rounding(old->standards[i], new->standards[i]);
    }
    if (!*same_roundings) {
        orders.high = orders.low = (struct tariff_order){false, false};
        orders.has_low = bills_have_low(bills);
    }
    return orders;
}

static enum effect effect_by(struct tariff_order order)
{
    if (order.never_above && order.never_below) return EFFECT_SAME;
    if (order.never_above) return EFFECT_LESS;
    return order.never_below ? EFFECT_MORE : EFFECT_DEPENDS;
}

void bills_prove(const struct bills *bills, struct stretch *stretch)
{
    bool old_free = bill_is_free(&bills->sides[OLD]), new_free = bill_is_free(&bills->sides[NEW]);
    bool same_roundings;
    struct orders orders = orders_find(bills, &same_roundings);

    if (old_free || new_free) {
        stretch->effect = effect_by((struct tariff_order){new_free, old_free});
    } else if (same_roundings && bills_same_reliefs(bills)) {
        stretch->effect = effect_by(orders.high);
    } else {
        stretch->effect = EFFECT_DEPENDS;
    }
    /* A low end is held at the standard, and moves with it there. */
    if (orders.has_low) stretch->low_effect = effect_by(both(orders.high, orders.low));
}

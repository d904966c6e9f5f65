/* SPDX-License-Identifier: Apache-2.0
 * The strength of reductions, from their figures alone. Bounds are never too low and strength is
 * never too great: what cannot be told is taken for unbounded, and nobody is accused. */
#include "lint/lint_reliefs.h"

#include "rules/authority.h"

/* ---- who beats whom ---- */

static bool is_whole(const struct reduction *reduction)
{
    return reduction->relief == RELIEF_EXEMPT ||
           (reduction->relief == RELIEF_PERCENT_OFF && reduction->percent_micro == 100 * MICRO);
}

/* Whether b takes off at least as much as a, whatever is left. */
static bool is_as_strong(const struct reduction *b, const struct reduction *a)
{
    if (is_whole(b)) return true;
    if (b->relief != a->relief) return false;
    switch (b->relief) {
    case RELIEF_PERCENT_OFF: return b->percent_micro >= a->percent_micro;
    case RELIEF_AMOUNT_OFF: return b->amount_fen >= a->amount_fen;
    case RELIEF_CAP: return b->amount_fen <= a->amount_fen;
    case RELIEF_EXEMPT: break;
    }
    return false;
}

/* Whether b is in force for the item whenever and wherever a is. */
static bool holds_with(const struct reduction *b, const struct reduction *a,
                       const struct item *item)
{
    int32_t from = a->days.from > item->days.from ? a->days.from : item->days.from;
    int32_t to = a->days.to < item->days.to ? a->days.to : item->days.to;

    if (b->days.from > from || b->days.to < to) return false;
    if (item->kind == KIND_PENALTY && !b->penalties) return false;
    if (!region_lies_in(&a->document->region, &b->document->region)) return false;
    if (!b->is_commitment) return true;
    if (!a->is_commitment) return false;
    for (uint32_t i = 0; i < a->payers.count; i++) {
        if (!texts_have(b->payers, a->payers.list[i])) return false;
    }
    return true;
}

static bool same_group(const struct reduction *a, const struct reduction *b)
{
    return a->group.size > 0 && text_equal(a->group, b->group);
}

/* Whether b's turn comes before that of any member of a's group. */
static bool goes_before(const struct reduction *b, const struct reduction *a,
                        const struct item_rules *rules)
{
    for (uint32_t i = 0; i < rules->reduction_count; i++) {
        const struct reduction *member = rules->reductions[i];

        if (member != a && !same_group(member, a)) continue;
        if (member->priority < b->priority) return false;
        if (member->priority == b->priority && text_compare(member->id, b->id) < 0) return false;
    }
    return true;
}

bool relief_may_beat(const struct reduction *b, const struct reduction *a,
                     const struct item_rules *rules)
{
    bool stronger;

    if (a == b || b->limit != NULL || !holds_with(b, a, rules->item)) return false;
    if (b->exclusive) {
        stronger = a->exclusive && is_as_strong(b, a);
    } else if (a->exclusive) {
        stronger = is_whole(b);
    } else if (same_group(a, b)) {
        stronger = is_as_strong(b, a);
    } else {
        return is_whole(b) && goes_before(b, a, rules);
    }
    /* Of two alike, the one with the lower id is used. */
    if (stronger && a->exclusive == b->exclusive && is_as_strong(a, b) && a->limit == NULL) {
        return text_compare(b->id, a->id) < 0;
    }
    return stronger;
}

/* ---- how much there is to take ---- */

static int64_t add(int64_t a, int64_t b)
{
    int64_t sum;

    return a == INT64_MAX || b == INT64_MAX || __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
}

/* No charge costs more under this tariff. */
static int64_t greatest(const struct tariff *tariff)
{
    int64_t most = INT64_MAX;

    switch (tariff->kind) {
    case TARIFF_FIXED: most = tariff->amount_fen; break;
    case TARIFF_FREE: most = 0; break;
    case TARIFF_RANGE: most = greatest(tariff->high); break;
    case TARIFF_SUM:
        most = 0;
        for (uint32_t i = 0; i < tariff->child_count; i++) {
            most = add(most, greatest(tariff->children[i]));
        }
        break;
    case TARIFF_PER_UNIT:
    case TARIFF_RATE:
    case TARIFF_BRACKETS:
    case TARIFF_DERIVED: break;
    }
    if (tariff->times.text.size > 0 && most > 0) most = INT64_MAX;
    if (tariff->kind == TARIFF_RANGE) return most;
    if (tariff->min_fen != MONEY_ABSENT && most < tariff->min_fen) most = tariff->min_fen;
    if (tariff->max_fen != MONEY_ABSENT && most > tariff->max_fen) most = tariff->max_fen;
    return most;
}

static int64_t greatest_of(const struct standard *standards, uint32_t count)
{
    int64_t most = 0;

    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; j < standards[i].case_count; j++) {
            int64_t one = add(greatest(standards[i].cases[j].tariff), standards[i].round_to_fen);

            if (one > most) most = one;
        }
    }
    return most;
}

/* Calendar units of `inner` that one of `outer` can touch; INT64_MAX: no bound. */
static int64_t buckets(enum per inner, enum per outer, int32_t year_starts)
{
    /* day, month, quarter, half-year, year */
    static const int64_t days[] = {1, 31, 92, 184, 366}, months[] = {1, 1, 3, 6, 12};
    static const int64_t halves[] = {1, 1, 1, 1, 2}, quarters[] = {1, 1, 1, 2, 4};

    if (inner == PER_ONCE) return 1;
    if (outer == PER_ONCE) return INT64_MAX;
    switch (inner) {
    case PER_DAY: return days[outer - PER_DAY];
    case PER_MONTH: return months[outer - PER_DAY];
    case PER_QUARTER: return quarters[outer - PER_DAY];
    case PER_HALF_YEAR: return halves[outer - PER_DAY];
    case PER_YEAR: return year_starts != 1 && outer == PER_YEAR ? 2 : 1;
    default: return INT64_MAX;
    }
}

/* How many charges of an item may share one period of a limit. */
static int64_t charges(const struct period *period, const struct limit *limit)
{
    int64_t count, product;

    if (period == NULL || period->per == PER_NONE || period->instalments) return INT64_MAX;
    if ((period->key & ~limit->key) != 0) return INT64_MAX; /* another subject is another charge */
    count = buckets(period->per, limit->per, period->year_starts);
    if (count == INT64_MAX || __builtin_mul_overflow(count, period->max, &product)) {
        return INT64_MAX;
    }
    return product;
}

static int64_t times(int64_t fen, int64_t count)
{
    int64_t product;

    if (fen == 0) return 0;
    if (fen == INT64_MAX || count == INT64_MAX) return INT64_MAX;
    return __builtin_mul_overflow(fen, count, &product) ? INT64_MAX : product;
}

void relief_note_bounds(struct relief *relief, const struct item_rules *rules)
{
    const struct reduction *reduction = relief->reduction;
    int64_t most = greatest_of(rules->item->standards, rules->item->standard_count), off;

    for (uint32_t i = 0; i < rules->amendment_count; i++) {
        const struct amendment *amendment = rules->amendments[i];
        int64_t other = greatest_of(amendment->standards, amendment->standard_count);

        if (other > most) most = other;
    }
    if (most > relief->greatest_fen) relief->greatest_fen = most;
    if (reduction->limit == NULL) return;
    off = most;
    if (reduction->relief == RELIEF_AMOUNT_OFF && reduction->amount_fen < off) {
        off = reduction->amount_fen;
    }
    relief->total_fen =
        add(relief->total_fen, times(off, charges(rules->item->period, reduction->limit)));
}

bool relief_is_idle(const struct relief *relief)
{
    const struct reduction *reduction = relief->reduction;

    switch (reduction->relief) {
    case RELIEF_PERCENT_OFF: return reduction->percent_micro == 0;
    case RELIEF_AMOUNT_OFF: return reduction->amount_fen == 0;
    case RELIEF_CAP: return reduction->amount_fen >= relief->greatest_fen;
    case RELIEF_EXEMPT: break;
    }
    return false;
}

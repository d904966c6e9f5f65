/* SPDX-License-Identifier: Apache-2.0
 * The exact value of each kind of tariff. Everything that is absent is named before giving up, so
 * that a clerk is asked once. */
#include "rules/tariff.h"

/* fen = yuan / 100; percent and price are in millionths. */
#define FEN_PER_BASE_PERCENT UINT64_C(100000000)     /* fen x micro-percent / this = fen */
#define FEN_PER_QUANTITY_PRICE UINT64_C(10000000000) /* micro x micro-yuan / this = fen */

static enum priced worse(enum priced a, enum priced b)
{
    return a > b ? a : b;
}

/* The charge's quantity, rounded up to a multiple of the step. */
static enum priced quantity_read(const struct pricing *pricing, const struct tariff *tariff,
                                 int64_t *quantity_micro)
{
    int64_t step = tariff->step_micro;

    *quantity_micro = pricing->charge->quantity_micro;
    if (*quantity_micro < 0) {
        missing_add(pricing->missing, TEXT("quantity"));
        return PRICED_MISSING;
    }
    if (step > 0) *quantity_micro = (*quantity_micro / step + (*quantity_micro % step != 0)) * step;
    return PRICED;
}

static enum priced base_read(const struct pricing *pricing, int64_t *base_fen)
{
    *base_fen = pricing->charge->base_fen;
    if (*base_fen >= 0) return PRICED;
    missing_add(pricing->missing, TEXT("base"));
    return PRICED_MISSING;
}

static void took_band(const struct pricing *pricing, const struct band *band)
{
    if (pricing->watch != NULL) pricing->watch->took_band(pricing->watch, band);
}

static void add_product(struct exact *value, int64_t count, int64_t rate_micro, uint64_t divisor)
{
    struct exact product;

    exact_set(&product, (uint64_t)count);
    exact_scale(&product, (uint64_t)rate_micro, divisor);
    exact_add(value, &product);
}

static uint64_t band_divisor(const struct tariff *tariff)
{
    return tariff->on_quantity ? FEN_PER_QUANTITY_PRICE : FEN_PER_BASE_PERCENT;
}

/* Each band adds its fixed sum and its rate of the part of (from, to] that lies in it; `from` is
 * above 0 only where a cumulative standard counts on from what stands. */
static void marginal_value(const struct pricing *pricing, const struct tariff *tariff, int64_t from,
                           int64_t to, struct exact *value)
{
    int64_t lower = 0;
    int64_t fixed_fen = 0;

    exact_set(value, 0);
    /* All parts over one divisor, so that they add up without growing the denominator. */
    exact_scale(value, 1, band_divisor(tariff));
    for (uint32_t i = 0; i < tariff->band_count && (i == 0 || lower < to); i++) {
        const struct band *band = &tariff->bands[i];
        int64_t begin = from > lower ? from : lower;
        int64_t end = to < band->upto ? to : band->upto;

        fixed_fen += band->fixed_fen;
        if (end > begin) add_product(value, end - begin, band->rate_micro, band_divisor(tariff));
        if (end > begin || band->fixed_fen > 0) took_band(pricing, band);
        lower = band->upto;
    }
    add_product(value, fixed_fen, 1, 1);
}

static void slab_value(const struct pricing *pricing, const struct tariff *tariff, int64_t count,
                       struct exact *value)
{
    const struct band *band = tariff->bands;

    while (count > band->upto) band++; /* the last band has no upper bound */
    took_band(pricing, band);
    exact_set(value, (uint64_t)count);
    exact_scale(value, (uint64_t)band->rate_micro, band_divisor(tariff));
    add_product(value, band->fixed_fen, 1, 1);
}

static enum priced brackets_value(const struct pricing *pricing, const struct tariff *tariff,
                                  struct exact *value)
{
    int64_t count, counted = 0;
    enum priced priced =
        tariff->on_quantity ? quantity_read(pricing, tariff, &count) : base_read(pricing, &count);

    if (priced != PRICED) return priced;
    if (tariff->cumulative != PER_NONE) {
        if (!pricing->facts->available) return PRICED_UNKNOWN;
        counted = pricing->facts->counted_micro[tariff->cumulative];
    }
    if (tariff->slab) {
        slab_value(pricing, tariff, count, value);
    } else {
        marginal_value(pricing, tariff, counted, counted + count, value);
    }
    return PRICED;
}

static enum priced sum_value(const struct pricing *pricing, const struct tariff *tariff,
                             struct exact *value)
{
    enum priced priced = PRICED;
    struct exact part;

    exact_set(value, 0);
    for (uint32_t i = 0; i < tariff->child_count; i++) {
        priced = worse(priced, tariff_value(pricing, tariff->children[i], &part));
        if (priced == PRICED) exact_add(value, &part);
    }
    return priced;
}

/* The named item's own standard at this charge's rule date, whether or not it is in force. */
static enum priced derived_value(const struct pricing *pricing, const struct tariff *tariff,
                                 struct exact *value)
{
    const struct item_rules *rules = table_get(&pricing->snapshot->items, tariff->derived_item);
    const struct standard *standard;
    struct tariff_ends ends;
    enum priced priced;

    if (rules == NULL) return PRICED_NONE;
    priced = standards_price(pricing, rules->item->standards, rules->item->standard_count,
                             &standard, &ends);
    if (priced != PRICED) return priced;
    *value = ends.high;
    exact_scale(value, tariff->ratio_numerator, tariff->ratio_denominator);
    return PRICED;
}

static enum priced apply_times(const struct pricing *pricing, const struct tariff *tariff,
                               struct exact *value)
{
    struct fg_text text;
    int64_t times_micro;

    if (tariff->times.text.size == 0) return PRICED;
    text = charge_attribute(pricing->charge, &tariff->times);
    if (!decimal_parse(text, 6, QUANTITY_MICRO_MAX, &times_micro)) {
        missing_add(pricing->missing, tariff->times.text);
        return PRICED_MISSING;
    }
    exact_scale(value, (uint64_t)times_micro, (uint64_t)MICRO);
    return PRICED;
}

static void apply_bounds(const struct tariff *tariff, struct exact *value)
{
    if (tariff->min_fen != MONEY_ABSENT && exact_compare(value, (uint64_t)tariff->min_fen) < 0) {
        exact_set(value, (uint64_t)tariff->min_fen);
    }
    if (tariff->max_fen != MONEY_ABSENT && exact_compare(value, (uint64_t)tariff->max_fen) > 0) {
        exact_set(value, (uint64_t)tariff->max_fen);
    }
}

static enum priced plain_value(const struct pricing *pricing, const struct tariff *tariff,
                               struct exact *value)
{
    enum priced priced;
    int64_t count;

    switch (tariff->kind) {
    case TARIFF_FIXED: exact_set(value, (uint64_t)tariff->amount_fen); return PRICED;
    case TARIFF_PER_UNIT:
        priced = quantity_read(pricing, tariff, &count);
        if (priced != PRICED) return priced;
        exact_set(value, (uint64_t)count);
        exact_scale(value, (uint64_t)tariff->rate_micro, FEN_PER_QUANTITY_PRICE);
        return PRICED;
    case TARIFF_RATE:
        priced = base_read(pricing, &count);
        if (priced != PRICED) return priced;
        exact_set(value, (uint64_t)count);
        exact_scale(value, (uint64_t)tariff->rate_micro, FEN_PER_BASE_PERCENT);
        return PRICED;
    case TARIFF_BRACKETS: return brackets_value(pricing, tariff, value);
    case TARIFF_SUM: return sum_value(pricing, tariff, value);
    case TARIFF_DERIVED: return derived_value(pricing, tariff, value);
    case TARIFF_FREE:
    case TARIFF_RANGE: break;
    }
    exact_set(value, 0);
    return PRICED;
}

enum priced tariff_value(const struct pricing *pricing, const struct tariff *tariff,
                         struct exact *value)
{
    enum priced priced = plain_value(pricing, tariff, value);

    if (priced != PRICED) exact_set(value, 0);
    priced = worse(priced, apply_times(pricing, tariff, value));
    if (priced == PRICED) apply_bounds(tariff, value);
    return priced;
}

static enum priced ends_value(const struct pricing *pricing, const struct tariff *tariff,
                              struct tariff_ends *ends)
{
    struct pricing unwatched;
    enum priced priced;

    ends->has_low = tariff->kind == TARIFF_RANGE;
    if (!ends->has_low) return tariff_value(pricing, tariff, &ends->high);
    priced = tariff_value(pricing, tariff->high, &ends->high);
    unwatched = *pricing;
    unwatched.watch =
        NULL; /* watched are prices that are one amount, and derived from the high end */
    priced = worse(priced, tariff_value(&unwatched, tariff->low, &ends->low));
    if (priced != PRICED) {
        exact_set(&ends->high, 0);
        exact_set(&ends->low, 0);
    }
    priced = worse(priced, apply_times(pricing, tariff, &ends->high));
    return worse(priced, apply_times(pricing, tariff, &ends->low));
}

enum priced standards_price(const struct pricing *pricing, const struct standard *standards,
                            uint32_t count, const struct standard **standard,
                            struct tariff_ends *ends)
{
    const struct standard *version = NULL;

    for (uint32_t i = 0; i < count && version == NULL; i++) {
        if (days_hold(standards[i].days, pricing->rule_day)) version = &standards[i];
    }
    *standard = version;
    if (version == NULL) return PRICED_NONE;
    for (uint32_t i = 0; i < version->case_count; i++) {
        const struct fee_case *fee_case = &version->cases[i];

        switch (condition_judge(fee_case->when, pricing->charge, pricing->missing)) {
        case TRUTH_TRUE:
            if (pricing->watch != NULL) pricing->watch->took_case(pricing->watch, fee_case);
            return ends_value(pricing, fee_case->tariff, ends);
        case TRUTH_UNDETERMINED: return PRICED_MISSING;
        case TRUTH_FALSE: break;
        }
    }
    return PRICED_NONE;
}

/* SPDX-License-Identifier: Apache-2.0
 * Tariffs as formulas in yuan. What a band adds up below itself is computed exactly, so that a
 * reader can work a fee out from its own row alone. */
#include "words/words.h"

__extension__ typedef unsigned __int128 uint128;

/* Places of a product in yuan: fen times a micro-percent, or a micro-quantity times a micro-price.
 * Together with the bounds of values (schedule.h) no sum here comes near 128 bits. */
#define BASE_PLACES 10
#define QUANTITY_PLACES 12

static const struct fg_text quantity_name = {"charge.quantity", 15, 0};
static const struct fg_text base_name = {"charge.base", 11, 0};

/* A number with so many places, without zeros at its end. */
static void scaled_put(struct buffer *out, uint128 number, int places)
{
    char digits[48];
    int at = sizeof(digits);

    while (places > 0 && number % 10 == 0) {
        number /= 10;
        places--;
    }
    for (int written = 0; number > 0 || written <= places; written++) {
        if (written == places && places > 0) digits[--at] = '.';
        digits[--at] = (char)('0' + (int)(number % 10));
        number /= 10;
    }
    buffer_add(out, digits + at, sizeof(digits) - (size_t)at);
}

static void yuan_put(struct buffer *out, int64_t fen)
{
    scaled_put(out, (uint128)fen, 2);
}

/* ---- brackets ---- */

static void count_put(const struct words *words, struct buffer *out, const struct tariff *tariff)
{
    if (tariff->cumulative != PER_NONE) {
        words_put(out, "累计");
        words_attribute(words, out, quantity_name);
        return;
    }
    if (tariff->step_micro > 0) words_put(out, "取整");
    words_attribute(words, out, tariff->on_quantity ? quantity_name : base_name);
}

static void bound_put(struct buffer *out, const struct tariff *tariff, int64_t bound)
{
    if (tariff->on_quantity) {
        words_decimal(out, bound);
    } else {
        yuan_put(out, bound);
    }
}

static void rate_put(struct buffer *out, const struct tariff *tariff, int64_t rate_micro)
{
    words_put(out, " × ");
    words_decimal(out, rate_micro);
    if (!tariff->on_quantity) words_put(out, "%");
}

/* What all bands below one have added when it begins, and its own fixed sum. */
static uint128 sum_below(const struct tariff *tariff, uint32_t band)
{
    uint128 fen_scale = tariff->on_quantity ? (uint128)10000000000 : (uint128)100000000;
    uint128 sum = (uint128)tariff->bands[band].fixed_fen * fen_scale;
    int64_t lower = 0;

    if (tariff->slab) return sum;
    for (uint32_t i = 0; i < band; i++) {
        const struct band *row = &tariff->bands[i];

        sum += (uint128)row->fixed_fen * fen_scale;
        sum += (uint128)(row->upto - lower) * (uint128)row->rate_micro;
        lower = row->upto;
    }
    return sum;
}

void formula_band(const struct words *words, struct buffer *out, const struct tariff *tariff,
                  uint32_t band)
{
    const struct band *row = &tariff->bands[band];
    int64_t lower = tariff->slab || band == 0 ? 0 : tariff->bands[band - 1].upto;
    uint128 sum = sum_below(tariff, band);

    if (sum > 0 || row->rate_micro == 0) {
        scaled_put(out, sum, tariff->on_quantity ? QUANTITY_PLACES : BASE_PLACES);
    }
    if (row->rate_micro == 0) return;
    if (sum > 0) words_put(out, " + ");
    if (lower > 0) words_put(out, "(");
    count_put(words, out, tariff);
    if (lower > 0) {
        words_put(out, " − ");
        bound_put(out, tariff, lower);
        words_put(out, ")");
    }
    rate_put(out, tariff, row->rate_micro);
}

static void span_put(const struct words *words, struct buffer *out, const struct tariff *tariff,
                     uint32_t band)
{
    int64_t upto = tariff->bands[band].upto;

    if (band > 0 && upto != INT64_MAX) {
        bound_put(out, tariff, tariff->bands[band - 1].upto);
        words_put(out, " ＜ ");
    }
    count_put(words, out, tariff);
    words_put(out, upto == INT64_MAX ? " ＞ " : " ≤ ");
    bound_put(out, tariff, upto == INT64_MAX ? tariff->bands[band - 1].upto : upto);
    words_put(out, " 时：");
}

static void brackets_put(const struct words *words, struct buffer *out, const struct tariff *tariff)
{
    for (uint32_t i = 0; i < tariff->band_count; i++) {
        if (i > 0) words_put(out, "；");
        if (tariff->band_count > 1) span_put(words, out, tariff, i);
        formula_band(words, out, tariff, i);
    }
}

/* How what the bands count comes about, where it is not the charge's own number. */
static void counted_put(const struct words *words, struct buffer *out, const struct tariff *tariff)
{
    if (tariff->cumulative != PER_NONE) {
        words_put(out, "；本次 = 按“已计＋本次”算得的数 − 按“已计”算得的数");
    }
    if (tariff->step_micro > 0 && tariff->kind == TARIFF_BRACKETS) {
        words_put(out, "；取整");
        words_attribute(words, out, quantity_name);
        words_put(out, " = 向上取到");
        words_decimal(out, tariff->step_micro);
        words_put(out, "的整数倍");
    }
}

/* ---- the other kinds ---- */

static void stepped_put(const struct words *words, struct buffer *out, const struct tariff *tariff)
{
    if (tariff->step_micro == 0) {
        words_attribute(words, out, quantity_name);
        return;
    }
    words_put(out, "⌈");
    words_attribute(words, out, quantity_name);
    if (tariff->step_micro != MICRO) {
        words_put(out, " ÷ ");
        words_decimal(out, tariff->step_micro);
    }
    words_put(out, "⌉");
    if (tariff->step_micro != MICRO) {
        words_put(out, " × ");
        words_decimal(out, tariff->step_micro);
    }
}

static void ratio_put(struct buffer *out, const struct tariff *tariff)
{
    if (tariff->ratio_numerator == tariff->ratio_denominator) return;
    words_put(out, " × ");
    if (tariff->ratio_denominator == (uint64_t)MICRO) {
        words_decimal(out, (int64_t)tariff->ratio_numerator);
        return;
    }
    words_number(out, (int64_t)tariff->ratio_numerator);
    words_put(out, " ÷ ");
    words_number(out, (int64_t)tariff->ratio_denominator);
}

static void derived_put(const struct words *words, struct buffer *out, const struct tariff *tariff)
{
    const struct item_rules *rules =
        words->snapshot != NULL ? table_get(&words->snapshot->items, tariff->derived_item) : NULL;

    words_put(out, "[");
    words_text(out, rules != NULL && rules->item->name.size > 0 ? rules->item->name
                                                                : tariff->derived_item);
    words_put(out, "的标准]");
    ratio_put(out, tariff);
}

/* A part that would read as more than one beside another operator. */
static bool is_compound(const struct tariff *tariff)
{
    return tariff->kind == TARIFF_BRACKETS || tariff->kind == TARIFF_SUM ||
           tariff->min_fen != MONEY_ABSENT || tariff->max_fen != MONEY_ABSENT;
}

static void sum_put(const struct words *words, struct buffer *out, const struct tariff *tariff)
{
    for (uint32_t i = 0; i < tariff->child_count; i++) {
        bool bracketed = is_compound(tariff->children[i]);

        if (i > 0) words_put(out, " + ");
        if (bracketed) words_put(out, "{");
        formula_tariff(words, out, tariff->children[i]);
        if (bracketed) words_put(out, "}");
    }
}

static void range_put(const struct words *words, struct buffer *out, const struct tariff *tariff)
{
    words_put(out, "下限：");
    formula_tariff(words, out, tariff->low);
    words_put(out, "；上限：");
    formula_tariff(words, out, tariff->high);
}

static void plain_put(const struct words *words, struct buffer *out, const struct tariff *tariff)
{
    switch (tariff->kind) {
    case TARIFF_FIXED: yuan_put(out, tariff->amount_fen); break;
    case TARIFF_PER_UNIT:
        stepped_put(words, out, tariff);
        words_put(out, " × ");
        words_decimal(out, tariff->rate_micro);
        break;
    case TARIFF_RATE:
        words_attribute(words, out, base_name);
        words_put(out, " × ");
        words_decimal(out, tariff->rate_micro);
        words_put(out, "%");
        break;
    case TARIFF_BRACKETS: brackets_put(words, out, tariff); break;
    case TARIFF_RANGE: range_put(words, out, tariff); break;
    case TARIFF_SUM: sum_put(words, out, tariff); break;
    case TARIFF_DERIVED: derived_put(words, out, tariff); break;
    case TARIFF_FREE: words_put(out, "0"); break;
    }
}

void formula_tariff(const struct words *words, struct buffer *out, const struct tariff *tariff)
{
    bool has_times = tariff->times.text.size > 0;
    bool bracketed = has_times && (tariff->kind == TARIFF_BRACKETS || tariff->kind == TARIFF_SUM ||
                                   tariff->kind == TARIFF_RANGE);

    if (bracketed) words_put(out, "{");
    plain_put(words, out, tariff);
    counted_put(words, out, tariff);
    if (bracketed) words_put(out, "}");
    if (has_times) {
        words_put(out, " × ");
        words_attribute(words, out, tariff->times.text);
    }
    if (tariff->min_fen != MONEY_ABSENT) {
        words_put(out, "，不低于 ");
        yuan_put(out, tariff->min_fen);
    }
    if (tariff->max_fen != MONEY_ABSENT) {
        words_put(out, "，不高于 ");
        yuan_put(out, tariff->max_fen);
    }
}

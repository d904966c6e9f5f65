/* SPDX-License-Identifier: Apache-2.0
 * Standards and tariffs in words. */
#include "words/words.h"

static const struct fg_text quantity_name = {"charge.quantity", 15, 0};
static const struct fg_text base_name = {"charge.base", 11, 0};

/* What a quantity counts: as the tariff says, or the terms; else just "单位". */
static void unit_put(const struct words *words, struct buffer *out, const struct tariff *tariff)
{
    struct fg_text unit = tariff->price_unit;

    if (unit.size == 0) unit = words_label(words, quantity_name, TEXT(TERM_UNIT));
    words_text(out, unit.size > 0 ? unit : TEXT("单位"));
}

static void quantity_put(const struct words *words, struct buffer *out, const struct tariff *tariff,
                         int64_t micro)
{
    words_decimal(out, micro);
    unit_put(words, out, tariff);
}

static void price_put(const struct words *words, struct buffer *out, const struct tariff *tariff,
                      int64_t price_micro)
{
    words_put(out, "每");
    unit_put(words, out, tariff);
    words_decimal(out, price_micro);
    words_put(out, "元");
}

static void percent_put(struct buffer *out, int64_t percent_micro)
{
    words_decimal(out, percent_micro);
    words_put(out, "%");
}

/* ---- what stands behind every tariff ---- */

/* Behind a list a comma would bind to its last row: there a semicolon and the whole are named. */
static const char *mark_of(const struct tariff *tariff)
{
    return tariff->kind == TARIFF_BRACKETS || tariff->kind == TARIFF_SUM ||
                   tariff->kind == TARIFF_RANGE
               ? "；"
               : "，";
}

static const char *whole_of(const struct tariff *tariff)
{
    switch (tariff->kind) {
    case TARIFF_BRACKETS: return "总额";
    case TARIFF_SUM: return "合计";
    case TARIFF_RANGE: return "上下限均";
    default: return "";
    }
}

static void step_put(const struct words *words, struct buffer *out, const struct tariff *tariff)
{
    words_put(out, "不足");
    quantity_put(words, out, tariff, tariff->step_micro);
    words_put(out, "的部分按");
    quantity_put(words, out, tariff, tariff->step_micro);
    words_put(out, "计");
}

static void cumulative_put(const struct words *words, struct buffer *out,
                           const struct tariff *tariff)
{
    const struct period *period = words->item != NULL ? words->item->period : NULL;

    words_key(words, out, period != NULL ? period->key : KEY_BOTH);
    words_put(out, "在同一");
    words_put(out, words_per(tariff->cumulative));
    words_put(out, "内的数量连续累计分段");
}

static void times_put(const struct words *words, struct buffer *out, const struct tariff *tariff)
{
    words_put(out, whole_of(tariff));
    words_put(out, "再乘以");
    words_attribute(words, out, tariff->times.text);
}

static void min_put(struct buffer *out, const struct tariff *tariff)
{
    words_put(out, whole_of(tariff));
    words_put(out, "不足");
    words_money(out, tariff->min_fen);
    words_put(out, "的按");
    words_money(out, tariff->min_fen);
}

static void max_put(struct buffer *out, const struct tariff *tariff)
{
    words_put(out, whole_of(tariff));
    words_put(out, "最高");
    words_money(out, tariff->max_fen);
}

bool words_has_tail(const struct tariff *tariff)
{
    return tariff->step_micro > 0 || tariff->cumulative != PER_NONE ||
           tariff->times.text.size > 0 || tariff->min_fen != MONEY_ABSENT ||
           tariff->max_fen != MONEY_ABSENT;
}

void words_tariff_tail(const struct words *words, struct buffer *out, const struct tariff *tariff)
{
    enum { STEP, CUMULATIVE, TIMES, MIN, MAX, PARTS };
    const bool given[PARTS] = {
        [STEP] = tariff->step_micro > 0,         [CUMULATIVE] = tariff->cumulative != PER_NONE,
        [TIMES] = tariff->times.text.size > 0,   [MIN] = tariff->min_fen != MONEY_ABSENT,
        [MAX] = tariff->max_fen != MONEY_ABSENT,
    };
    bool first = true;

    for (int part = 0; part < PARTS; part++) {
        if (!given[part]) continue;
        if (!first) words_put(out, mark_of(tariff));
        first = false;
        switch (part) {
        case STEP: step_put(words, out, tariff); break;
        case CUMULATIVE: cumulative_put(words, out, tariff); break;
        case TIMES: times_put(words, out, tariff); break;
        case MIN: min_put(out, tariff); break;
        default: max_put(out, tariff); break;
        }
    }
}

/* ---- brackets ---- */

static void bound_put(const struct words *words, struct buffer *out, const struct tariff *tariff,
                      int64_t bound)
{
    if (tariff->on_quantity) {
        quantity_put(words, out, tariff, bound);
    } else {
        words_money(out, bound);
    }
}

void words_band_span(const struct words *words, struct buffer *out, const struct tariff *tariff,
                     uint32_t band)
{
    int64_t upto = tariff->bands[band].upto;

    if (band == 0 && upto == INT64_MAX) {
        words_put(out, tariff->slab ? "不论多少" : "全部");
        return;
    }
    if (band > 0) {
        words_put(out, "超过");
        bound_put(words, out, tariff, tariff->bands[band - 1].upto);
    }
    if (upto != INT64_MAX) {
        words_put(out, band > 0 ? "、不超过" : "不超过");
        bound_put(words, out, tariff, upto);
    }
    words_put(out, tariff->slab ? "的" : "的部分");
}

void words_band(const struct words *words, struct buffer *out, const struct tariff *tariff,
                uint32_t band)
{
    const struct band *row = &tariff->bands[band];

    if (row->fixed_fen == 0 && row->rate_micro == 0) {
        words_put(out, tariff->slab || band == 0 ? "不收费" : "不另收费");
        return;
    }
    if (row->fixed_fen > 0) {
        words_put(out, tariff->slab || band == 0 ? "定额" : "加收定额");
        words_money(out, row->fixed_fen);
    }
    if (row->fixed_fen > 0 && row->rate_micro > 0) words_put(out, "，另");
    if (row->rate_micro == 0) return;
    if (tariff->slab) words_put(out, "全额");
    if (tariff->on_quantity) {
        price_put(words, out, tariff, row->rate_micro);
    } else {
        words_put(out, "按");
        percent_put(out, row->rate_micro);
    }
}

static void brackets_put(const struct words *words, struct buffer *out, const struct tariff *tariff)
{
    words_put(out, "按");
    words_attribute(words, out, tariff->on_quantity ? quantity_name : base_name);
    words_put(out, tariff->slab ? "所在的一档计算：" : "分段累加：");
    for (uint32_t i = 0; i < tariff->band_count; i++) {
        if (i > 0) words_put(out, "；");
        words_band_span(words, out, tariff, i);
        words_put(out, "，");
        words_band(words, out, tariff, i);
    }
}

/* ---- the other kinds ---- */

static void range_put(const struct words *words, struct buffer *out, const struct tariff *tariff)
{
    const struct tariff *low = tariff->low, *high = tariff->high;
    bool is_plain = high->kind == TARIFF_FIXED && high->times.text.size == 0;

    if (low->kind == TARIFF_FREE) {
        words_put(out, is_plain ? "不超过" : "没有下限；上限：");
        words_tariff(words, out, high);
    } else if (is_plain && low->kind == TARIFF_FIXED && low->times.text.size == 0) {
        words_tariff(words, out, low);
        words_put(out, "以上、");
        words_tariff(words, out, high);
        words_put(out, "以下（均含本数）");
    } else {
        words_put(out, "下限：");
        words_tariff(words, out, low);
        words_put(out, "；上限：");
        words_tariff(words, out, high);
    }
}

static void sum_put(const struct words *words, struct buffer *out, const struct tariff *tariff)
{
    words_put(out, "以下各项之和：");
    for (uint32_t i = 0; i < tariff->child_count; i++) {
        if (i > 0) words_put(out, "；");
        words_put(out, "（");
        words_number(out, (int64_t)i + 1);
        words_put(out, "）");
        words_tariff(words, out, tariff->children[i]);
    }
}

static void derived_put(const struct words *words, struct buffer *out, const struct tariff *tariff)
{
    words_put(out, "比照");
    words_item(words, out, tariff->derived_item);
    words_put(out, "自身的标准，幅度取上限");
    if (tariff->ratio_numerator == tariff->ratio_denominator) return;
    words_put(out, "，乘以");
    if (tariff->ratio_denominator == (uint64_t)MICRO) {
        words_decimal(out, (int64_t)tariff->ratio_numerator);
        return;
    }
    words_number(out, (int64_t)tariff->ratio_numerator);
    words_put(out, "/");
    words_number(out, (int64_t)tariff->ratio_denominator);
}

void words_tariff(const struct words *words, struct buffer *out, const struct tariff *tariff)
{
    switch (tariff->kind) {
    case TARIFF_FIXED: words_money(out, tariff->amount_fen); break;
    case TARIFF_PER_UNIT: price_put(words, out, tariff, tariff->rate_micro); break;
    case TARIFF_RATE:
        words_attribute(words, out, base_name);
        words_put(out, "的");
        percent_put(out, tariff->rate_micro);
        break;
    case TARIFF_BRACKETS: brackets_put(words, out, tariff); break;
    case TARIFF_RANGE: range_put(words, out, tariff); break;
    case TARIFF_SUM: sum_put(words, out, tariff); break;
    case TARIFF_DERIVED: derived_put(words, out, tariff); break;
    case TARIFF_FREE: words_put(out, "不收费"); break;
    }
    if (!words_has_tail(tariff)) return;
    words_put(out, mark_of(tariff));
    words_tariff_tail(words, out, tariff);
}

/* ---- standards ---- */

void words_rounding(struct buffer *out, const struct standard *standard)
{
    const char *place = standard->round_to_fen == 1    ? "分"
                        : standard->round_to_fen == 10 ? "角"
                                                       : "元";

    words_put(out, "结果");
    switch (standard->rounding) {
    case ROUND_HALF_UP: words_put(out, "四舍五入到"); break;
    case ROUND_UP: words_put(out, "的尾数一律进到"); break;
    case ROUND_DOWN: words_put(out, "的尾数舍去，取到"); break;
    }
    words_put(out, place);
}

static bool is_whole(const struct tariff *tariff, int64_t round_to_fen)
{
    if (tariff->kind == TARIFF_FREE) return true;
    if (tariff->kind == TARIFF_RANGE) {
        return tariff->times.text.size == 0 && is_whole(tariff->low, round_to_fen) &&
               is_whole(tariff->high, round_to_fen);
    }
    return tariff->kind == TARIFF_FIXED && tariff->times.text.size == 0 &&
           tariff->min_fen == MONEY_ABSENT && tariff->max_fen == MONEY_ABSENT &&
           tariff->amount_fen % round_to_fen == 0;
}

bool words_needs_rounding(const struct standard *standard)
{
    for (uint32_t i = 0; i < standard->case_count; i++) {
        if (!is_whole(standard->cases[i].tariff, standard->round_to_fen)) return true;
    }
    return false;
}

static void case_put(const struct words *words, struct buffer *out, const struct standard *standard,
                     uint32_t at)
{
    const struct fee_case *fee_case = &standard->cases[at];

    if (standard->case_count > 1) {
        words_number(out, (int64_t)at + 1);
        words_put(out, ". ");
    }
    if (fee_case->when != NULL) {
        words_condition(words, out, fee_case->when);
        words_put(out, "：");
    } else if (at > 0) {
        words_put(out, "其他情形：");
    }
    words_tariff(words, out, fee_case->tariff);
}

void words_standard(const struct words *words, struct buffer *out, const struct standard *standard)
{
    if (standard->days.from > DAY_BEGINNING || standard->days.to < DAY_END) {
        words_days(out, standard->days);
        words_put(out, "，");
    }
    if (standard->case_count > 1) words_put(out, "依次对照，适用第一个符合的情形：");
    for (uint32_t i = 0; i < standard->case_count; i++) {
        if (i > 0) words_put(out, "；");
        case_put(words, out, standard, i);
    }
    if (standard->cases[standard->case_count - 1].when != NULL) {
        words_put(out, "；不符合以上情形的，没有收费标准，不得收费");
    }
    if (words_needs_rounding(standard)) {
        words_put(out, "；");
        words_rounding(out, standard);
    }
}

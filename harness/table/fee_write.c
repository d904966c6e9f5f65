/* SPDX-License-Identifier: Apache-2.0
 * From the structs of a schedule to words. */
#include "table/fee_write.h"

#include <stdio.h>

#include "output.h"

static void put(struct output *output, const char *text)
{
    output_text(output, text_of(text));
}

/* A decimal without zeros at its end. */
static void put_scaled(struct output *output, int64_t scaled, int places)
{
    char digits[32];
    int64_t unit = 1;
    int size;

    for (int i = 0; i < places; i++) unit *= 10;
    size = snprintf(digits, sizeof(digits), "%lld.%0*lld", (long long)(scaled / unit), places,
                    (long long)(scaled % unit));
    while (digits[size - 1] == '0') size--;
    if (digits[size - 1] == '.') size--;
    output_text(output, (struct fg_text){digits, (uint32_t)size, 0});
}

static void put_yuan(struct output *output, int64_t fen)
{
    put_scaled(output, fen, 2);
    put(output, "元");
}

static void put_day(struct output *output, int32_t day)
{
    char text[11];

    day_format(day, text);
    put(output, text);
}

static void put_days(struct output *output, struct days days)
{
    if (days.from != DAY_BEGINNING) {
        put_day(output, days.from);
        put(output, "起");
    }
    if (days.to != DAY_END) {
        put_day(output, days.to);
        put(output, "止");
    }
    if (days.from != DAY_BEGINNING || days.to != DAY_END) put(output, "：");
}

const char *fee_write_level(enum level level)
{
    static const char *const names[] = {"中央", "省级", "市级", "县级", ""};

    return names[level];
}

/* ---- conditions ---- */

static void put_set(struct output *output, struct texts texts)
{
    for (uint32_t i = 0; i < texts.count; i++) {
        if (i > 0) put(output, "、");
        output_text(output, texts.list[i]);
    }
}

static void put_test(struct output *output, struct fg_text name, const struct test *test)
{
    static const char *const signs[] = {"＝", "≠", "属于", "≥", "≤", "开头为", ""};

    if (test->kind == TEST_PRESENT) {
        put(output, test->present ? "有" : "无");
        output_text(output, name);
        return;
    }
    output_text(output, name);
    put(output, signs[test->kind]);
    if (test->kind == TEST_IN) {
        put_set(output, test->set);
    } else {
        output_text(output, test->operand);
    }
}

/* Both hold others of their kind. */
static void put_condition(struct output *output, const struct condition *condition);
static void put_tariff(struct output *output, const struct tariff *tariff);

static void put_children(struct output *output, const struct condition *condition,
                         const char *between)
{
    for (uint32_t i = 0; i < condition->child_count; i++) {
        const struct condition *child = condition->children[i];
        bool framed = child->child_count > 1 && condition->child_count > 1;

        if (i > 0) put(output, between);
        if (framed) put(output, "（");
        put_condition(output, child);
        if (framed) put(output, "）");
    }
}

static void put_condition(struct output *output, const struct condition *condition)
{
    switch (condition->kind) {
    case CONDITION_ALL: put_children(output, condition, "且"); break;
    case CONDITION_ANY: put_children(output, condition, "或"); break;
    case CONDITION_NOT:
        put(output, "非（");
        put_children(output, condition, "");
        put(output, "）");
        break;
    case CONDITION_ATTR:
        for (uint32_t i = 0; i < condition->test_count; i++) {
            if (i > 0) put(output, "且");
            put_test(output, condition->name.text, &condition->tests[i]);
        }
        break;
    }
}

/* ---- tariffs ---- */

static void put_per(struct output *output, enum per per)
{
    static const char *const names[] = {"", "日", "月", "季", "半年", "年", ""};

    put(output, names[per]);
}

static void put_per_unit(struct output *output, const struct tariff *tariff)
{
    put_scaled(output, tariff->rate_micro, 6);
    if (tariff->price_unit.size > 0) {
        put(output, "元/");
        output_text(output, tariff->price_unit);
    } else {
        put(output, "元×数量");
    }
}

static void put_band(struct output *output, const struct tariff *tariff, uint32_t index)
{
    const struct band *band = &tariff->bands[index];
    const char *unit = tariff->on_quantity ? "" : "元";
    int places = tariff->on_quantity ? 6 : 2;

    if (index > 0) {
        put(output, "超过");
        put_scaled(output, tariff->bands[index - 1].upto, places);
        put(output, unit);
    }
    if (band->upto != INT64_MAX) {
        put(output, index > 0 ? "至" : "不超过");
        put_scaled(output, band->upto, places);
        put(output, unit);
    }
    put(output, tariff->slab                           ? "的，全额"
                : index > 0 || band->upto != INT64_MAX ? "的部分"
                                                       : "全部");
    if (band->fixed_fen > 0 || band->rate_micro == 0) put_yuan(output, band->fixed_fen);
    if (band->fixed_fen > 0 && band->rate_micro > 0) put(output, "加");
    if (band->rate_micro == 0) return;
    put_scaled(output, band->rate_micro, 6);
    put(output, tariff->on_quantity ? "元×数量" : "%");
}

static void put_brackets(struct output *output, const struct tariff *tariff)
{
    put(output, tariff->on_quantity ? "按数量" : "按计费基数");
    if (tariff->cumulative != PER_NONE) {
        put(output, "逐");
        put_per(output, tariff->cumulative);
        put(output, "累计");
    }
    put(output, tariff->slab ? "分档全额计：" : "分段累进：");
    for (uint32_t i = 0; i < tariff->band_count; i++) {
        if (i > 0) put(output, "；");
        put_band(output, tariff, i);
    }
}

static void put_derived(struct output *output, const struct tariff *tariff)
{
    char ratio[48];

    put(output, "项目");
    output_text(output, tariff->derived_item);
    put(output, "标准的");
    if (tariff->ratio_denominator == (uint64_t)MICRO) {
        put_scaled(output, (int64_t)tariff->ratio_numerator, 6);
        put(output, "倍");
        return;
    }
    snprintf(ratio, sizeof(ratio), "%llu/%llu", (unsigned long long)tariff->ratio_numerator,
             (unsigned long long)tariff->ratio_denominator);
    put(output, ratio);
}

static void put_range(struct output *output, const struct tariff *tariff)
{
    put_tariff(output, tariff->low);
    put(output, "至");
    put_tariff(output, tariff->high);
}

/* Where there is nothing but a range of whole sums or of prices of one unit, "10-50元/件". */
static bool put_short_range(struct output *output, const struct tariff *tariff)
{
    const struct tariff *low = tariff->low, *high = tariff->high;
    bool plain = low->kind == high->kind && text_equal(low->price_unit, high->price_unit) &&
                 low->min_fen == MONEY_ABSENT && low->max_fen == MONEY_ABSENT &&
                 high->min_fen == MONEY_ABSENT && high->max_fen == MONEY_ABSENT &&
                 low->times.text.size == 0 && high->times.text.size == 0 && low->step_micro == 0 &&
                 high->step_micro == 0;

    if (!plain || (low->kind != TARIFF_FIXED && low->kind != TARIFF_PER_UNIT)) return false;
    if (low->kind == TARIFF_FIXED) {
        put_scaled(output, low->amount_fen, 2);
    } else {
        put_scaled(output, low->rate_micro, 6);
    }
    put(output, "-");
    put_tariff(output, high);
    return true;
}

static void put_sum(struct output *output, const struct tariff *tariff)
{
    for (uint32_t i = 0; i < tariff->child_count; i++) {
        if (i > 0) put(output, "＋");
        put(output, "（");
        put_tariff(output, tariff->children[i]);
        put(output, "）");
    }
}

static void put_plain(struct output *output, const struct tariff *tariff)
{
    switch (tariff->kind) {
    case TARIFF_FIXED: put_yuan(output, tariff->amount_fen); break;
    case TARIFF_PER_UNIT: put_per_unit(output, tariff); break;
    case TARIFF_RATE:
        put(output, "按计费基数的");
        put_scaled(output, tariff->rate_micro, 6);
        put(output, "%");
        break;
    case TARIFF_BRACKETS: put_brackets(output, tariff); break;
    case TARIFF_RANGE:
        if (!put_short_range(output, tariff)) put_range(output, tariff);
        break;
    case TARIFF_SUM: put_sum(output, tariff); break;
    case TARIFF_DERIVED: put_derived(output, tariff); break;
    case TARIFF_FREE: put(output, "不收费"); break;
    }
}

static void put_tariff(struct output *output, const struct tariff *tariff)
{
    put_plain(output, tariff);
    if (tariff->step_micro > 0) {
        put(output, "，不足");
        put_scaled(output, tariff->step_micro, 6);
        output_text(output, tariff->price_unit);
        put(output, "按");
        put_scaled(output, tariff->step_micro, 6);
        output_text(output, tariff->price_unit);
        put(output, "计");
    }
    if (tariff->times.text.size > 0) {
        put(output, "，再乘以");
        output_text(output, tariff->times.text);
    }
    if (tariff->min_fen != MONEY_ABSENT) {
        put(output, "，最低");
        put_yuan(output, tariff->min_fen);
    }
    if (tariff->max_fen != MONEY_ABSENT) {
        put(output, "，最高");
        put_yuan(output, tariff->max_fen);
    }
}

/* ---- standards ---- */

static void put_rounding(struct output *output, const struct standard *standard)
{
    static const char *const ways[] = {"四舍五入", "向上", "向下"};

    if (standard->rounding == ROUND_HALF_UP && standard->round_to_fen == 1) return;
    put(output, "（");
    put(output, ways[standard->rounding]);
    put(output, "取整到");
    put_yuan(output, standard->round_to_fen);
    put(output, "）");
}

static void put_standard(struct output *output, const struct standard *standard)
{
    for (uint32_t i = 0; i < standard->case_count; i++) {
        const struct fee_case *fee_case = &standard->cases[i];

        if (i > 0) put(output, "\n");
        put_days(output, standard->days);
        if (fee_case->when != NULL) {
            put_condition(output, fee_case->when);
            put(output, "：");
        } else if (i > 0) {
            put(output, "其他：");
        }
        if (fee_case->tariff != NULL) put_tariff(output, fee_case->tariff);
        put_rounding(output, standard);
    }
}

void fee_write_standards(struct output *output, const struct standard *standards, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0) put(output, "\n");
        put_standard(output, &standards[i]);
    }
}

/* SPDX-License-Identifier: Apache-2.0
 * Who may charge, how often, and what is reduced, in words. */
#include "words/words.h"

/* ---- grants ---- */

/* A label is a whole noun ("法院", "税务机关"); a bare code is made one. */
static void department_put(const struct words *words, struct buffer *out, struct fg_text department)
{
    struct fg_text label = words_label(words, TEXT("department"), department);

    words_text(out, label.size > 0 ? label : department);
    if (label.size == 0) words_put(out, "部门");
}

static void grant_whom(const struct words *words, struct buffer *out, const struct grant *grant)
{
    bool has_level = grant->level != LEVEL_NONE;

    if (grant->region.code.size > 0) {
        words_region(words, out, grant->region.code);
        words_put(out, "范围内的");
    }
    words_put(out, has_level ? words_level(grant->level) : "各级");
    if (grant->department.size > 0) {
        department_put(words, out, grant->department);
    } else {
        words_put(out, "各部门");
    }
}

void words_grant(const struct words *words, struct buffer *out, const struct grant *grant)
{
    bool has_more =
        grant->department.size > 0 || grant->level != LEVEL_NONE || grant->region.code.size > 0;

    if (grant->unit.size > 0) words_unit(words, out, grant->unit);
    if (grant->unit.size > 0 && has_more) words_put(out, "，且须是");
    if (has_more) grant_whom(words, out, grant);
    if (grant->days.from > DAY_BEGINNING || grant->days.to < DAY_END) {
        words_put(out, "，");
        words_days(out, grant->days);
    }
}

void words_delegation(const struct words *words, struct buffer *out,
                      const struct delegation *delegation)
{
    words_unit(words, out, delegation->to);
    words_put(out, "，受");
    words_unit(words, out, delegation->from);
    words_put(out, "委托，不得转委托");
    if (delegation->days.from > DAY_BEGINNING || delegation->days.to < DAY_END) {
        words_put(out, "，");
        words_days(out, delegation->days);
    }
}

/* ---- periods ---- */

static void within_put(struct buffer *out, const struct period *period)
{
    static const char *const units[] = {"日", "个月", "年"};

    words_number(out, period->within);
    words_put(out, units[period->within_unit]);
}

static void times_put(struct buffer *out, int64_t max)
{
    words_put(out, max == 1 ? "只能收" : "最多收");
    words_number(out, max);
    words_put(out, "次");
}

static void rolling_put(const struct words *words, struct buffer *out, const struct period *period)
{
    words_key(words, out, period->key);
    words_put(out, "，自任何一次收费的次日起");
    within_put(out, period);
    if (period->max == 1) {
        words_put(out, "内不得再收");
        return;
    }
    words_put(out, "内，连同该次");
    times_put(out, period->max);
}

static void calendar_put(const struct words *words, struct buffer *out, const struct period *period)
{
    bool has_start = period->per == PER_YEAR && period->year_starts != 1;

    words_key(words, out, period->key);
    if (period->per != PER_ONCE) {
        words_put(out, "在同一");
        words_put(out, has_start ? "年度" : words_per(period->per));
        if (has_start) {
            words_put(out, "（每年");
            words_number(out, period->year_starts);
            words_put(out, "月1日起算）");
        }
        words_put(out, "内");
    }
    if (period->instalments) {
        words_put(out, "可以分次缴纳，累计不得超过应缴数额");
    } else {
        times_put(out, period->max);
    }
}

static void advance_put(struct buffer *out, const struct period *period)
{
    static const char *const buckets[] = {"", "日", "个月", "个季度", "个半年", "年", ""};

    if (period->per == PER_NONE || period->per == PER_ONCE || period->advance == 0) {
        words_put(out, "；不得提前收取以后期间的费款");
        return;
    }
    words_put(out, "；提前收取最多");
    words_number(out, period->advance);
    words_put(out, buckets[period->per]);
}

void words_period(const struct words *words, struct buffer *out, const struct period *period)
{
    if (period == NULL) {
        words_put(out, "没有次数限制；不得提前收取以后期间的费款");
        return;
    }
    if (period->per == PER_NONE) {
        rolling_put(words, out, period);
    } else {
        calendar_put(words, out, period);
    }
    if (period->subject_required) {
        words_put(out, "；缴费时必须写明");
        words_attribute(words, out, TEXT("subject"));
    }
    advance_put(out, period);
}

/* ---- reductions ---- */

static void limit_put(const struct words *words, struct buffer *out, const struct limit *limit)
{
    words_put(out, "；");
    words_key(words, out, limit->key);
    if (limit->per != PER_ONCE) {
        words_put(out, "在同一");
        words_put(out, words_per(limit->per));
        words_put(out, "内");
    }
    words_put(out, "减免累计不超过");
    words_money(out, limit->amount_fen);
}

void words_relief(const struct words *words, struct buffer *out, const struct reduction *reduction)
{
    switch (reduction->relief) {
    case RELIEF_EXEMPT: words_put(out, "全部免收"); break;
    case RELIEF_PERCENT_OFF:
        words_put(out, "减收");
        words_decimal(out, reduction->percent_micro);
        words_put(out, "%");
        break;
    case RELIEF_AMOUNT_OFF:
        words_put(out, "减收");
        words_money(out, reduction->amount_fen);
        words_put(out, "，不足的减完为止");
        break;
    case RELIEF_CAP:
        words_put(out, "最多收");
        words_money(out, reduction->amount_fen);
        break;
    }
    if (reduction->limit != NULL) limit_put(words, out, reduction->limit);
}

void words_payer_types(const struct words *words, struct buffer *out, struct texts payers)
{
    for (uint32_t i = 0; i < payers.count; i++) {
        if (i > 0) words_put(out, "、");
        words_term(words, out, TEXT("payer.type"), payers.list[i]);
    }
}

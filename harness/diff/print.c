/* SPDX-License-Identifier: Apache-2.0
 * Changes as text for people: under each item its changes, and of a change what it is, from when,
 * for whom, the old and the new rule, the money, and the legal basis. */
#include <inttypes.h>
#include <stdio.h>

#include "base/text.h"
#include "diff/changes.h"
#include "feeguard/host.h"
#include "harness.h"
#include "json.h"
#include "survey/curves.h"
#include "words/words.h"

struct telling {
    struct buffer *out;
    struct words words;
    bool english;
};

static const char *pick(const struct telling *telling, const char *chinese, const char *english)
{
    return telling->english ? english : chinese;
}

static void put(const struct telling *telling, const char *chinese, const char *english)
{
    words_put(telling->out, pick(telling, chinese, english));
}

/* ---- what it is ---- */

static const char *const attribute_names[][3] = {
    {"name", "名称", "name"},
    {"kind", "类别", "kind"},
    {"category", "分类", "category"},
    {"basis", "立项依据", "legal basis of the item"},
    {"dates", "有效期", "dates"},
    {"dated-by", "适用规则的日期", "date that rules go by"},
    {"enterprise", "涉企", "concerns enterprises"},
    {"local", "可由地方定标准的层级", "levels that may set a standard"},
    {"local-relief", "可由地方减免的层级", "levels that may grant relief"},
    {"period", "收费次数", "how often"},
    {"observe", "试行期", "trial dates"},
    {"uniform", "同案同罚的要素", "what penalties must agree in"},
    {"document", "所在文件", "document"},
};

static void put_attribute(const struct telling *telling, struct fg_text subject)
{
    for (size_t i = 0; i < sizeof(attribute_names) / sizeof(attribute_names[0]); i++) {
        if (!text_equal(subject, text_of(attribute_names[i][0]))) continue;
        put(telling, attribute_names[i][1], attribute_names[i][2]);
        return;
    }
    words_text(telling->out, subject);
}

static const char *const kind_names[CHANGE_KIND_COUNT][2] = {
    {"收费标准文件", "schedules"},  {"文件", "document"},
    {"执收单位", "unit"},           {"禁止摊派的规定", "prohibited levy"},
    {"节假日", "holiday"},          {"新设项目", "new item"},
    {"取消项目", "abolished item"}, {"", ""},
    {"项目效力", "item in force"},  {"收费标准", "standard"},
    {"表述改变", "other wording"},  {"标准依据", "legal basis of the standard"},
    {"减免", "reduction"},          {"收费权限", "authority to charge"},
    {"委托", "delegation"},
};

static const char *const effect_names[EFFECT_COUNT][2] = {
    {"", ""},
    {"金额不变", "no change in money"},
    {"多缴", "pays more"},
    {"少缴", "pays less"},
    {"开始收费", "becomes chargeable"},
    {"不再收费", "no longer chargeable"},
    {"须补充计费要素才能收费", "more must be stated"},
    {"不再须要补充计费要素", "less must be stated"},
    {"相差不超过取整的误差", "differs by no more than rounding"},
    {"视具体数量和减免而定，多缴少缴都有可能",
     "more or less, as the quantities and reductions are"},
    {"情形太多，没有逐一比较", "too many cases: not compared"},
};

static void put_what(const struct telling *telling, const struct change *change)
{
    bool has_subject = change->item.size == 0 || change->kind == CHANGE_REDUCTION;

    if (change->kind == CHANGE_ATTRIBUTE) put_attribute(telling, change->subject);
    put(telling, kind_names[change->kind][0], kind_names[change->kind][1]);
    if (has_subject && change->subject.size > 0) {
        words_put(telling->out, " ");
        words_text(telling->out, change->subject);
    }
    if (change->kind == CHANGE_ITEM_ADDED || change->kind == CHANGE_ITEM_ABOLISHED) return;
    if (change->effect != EFFECT_NONE) {
        put(telling, "：", ": ");
        put(telling, effect_names[change->effect][0], effect_names[change->effect][1]);
    }
    if (change->low_effect > EFFECT_SAME) {
        put(telling, "；下限：", "; low end: ");
        put(telling, effect_names[change->low_effect][0], effect_names[change->low_effect][1]);
    }
}

/* ---- when and for whom ---- */

static void put_day(const struct telling *telling, int32_t day)
{
    char text[11];

    if (!telling->english) {
        words_day(telling->out, day);
        return;
    }
    day_format(day, text);
    words_put(telling->out, text);
}

static void put_days(const struct telling *telling, struct days days)
{
    if (!telling->english) {
        words_days(telling->out, days);
        return;
    }
    if (days.from > DAY_BEGINNING) {
        words_put(telling->out, "from ");
        put_day(telling, days.from);
    }
    if (days.from > DAY_BEGINNING && days.to < DAY_END) words_put(telling->out, " ");
    if (days.to < DAY_END) {
        words_put(telling->out, "to ");
        put_day(telling, days.to);
    }
}

static bool is_bounded(struct days days)
{
    return days.from > DAY_BEGINNING || days.to < DAY_END;
}

static void put_when(const struct telling *telling, const struct change *change)
{
    static const char *const dates[][2] = {
        {"费款所属期", "period date"}, {"受理日期", "accepted date"}, {"缴费日期", "charge date"}};

    if (is_bounded(change->rule)) {
        put(telling, "，", ", ");
        put(telling, dates[change->dated_by][0], dates[change->dated_by][1]);
        words_put(telling->out, telling->english ? " " : "");
        put_days(telling, change->rule);
    }
    if (is_bounded(change->charged)) {
        put(telling, "，缴费日期", ", charge date ");
        put_days(telling, change->charged);
    }
}

static void put_axis_place(const struct telling *telling, const struct change_money *money,
                           int64_t at)
{
    char text[32];

    axis_format((enum curve_axis)money->axis, at, text);
    words_put(telling->out, text);
}

static void put_stretch(const struct telling *telling, const struct change_money *money)
{
    if (money->axis == AXIS_NONE || (money->from == 0 && money->to == -1)) return;
    words_put(telling->out, "\n      ");
    if (telling->english)
        words_put(telling->out, money->axis == AXIS_BASE ? "base " : "quantity ");
    else
        words_attribute(&telling->words, telling->out,
                        money->axis == AXIS_BASE ? TEXT("charge.base") : TEXT("charge.quantity"));
    if (money->from > 0 || money->to == money->from) {
        put(telling, "自", "from ");
        put_axis_place(telling, money, money->from);
    }
    if (money->to != -1) {
        put(telling, "至", " to ");
        put_axis_place(telling, money, money->to);
    } else {
        put(telling, "起", " on");
    }
}

static void put_region(const struct telling *telling, struct fg_text code)
{
    if (telling->english)
        words_text(telling->out, code);
    else
        words_region(&telling->words, telling->out, code);
}

/* Regions with blanks between. */
static void put_except(const struct telling *telling, struct fg_text regions)
{
    uint32_t at = 0;

    put(telling, "（不含", " (without ");
    while (at < regions.size) {
        uint32_t end = at;

        while (end < regions.size && regions.bytes[end] != ' ') end++;
        if (at > 0) put(telling, "、", ", ");
        put_region(telling, (struct fg_text){regions.bytes + at, end - at, 0});
        at = end + 1;
    }
    put(telling, "）", ")");
}

static void put_whom(const struct telling *telling, const struct change *change)
{
    if (change->area.size > 0) {
        put(telling, "，", ", ");
        put_region(telling, change->area);
        if (change->except.size > 0) put_except(telling, change->except);
    }
    if (change->when.size > 0) {
        words_put(telling->out, "\n      ");
        words_text(telling->out, change->when);
    }
    if (change->has_money) put_stretch(telling, &change->money);
}

/* ---- money ---- */

static void put_yuan(const struct telling *telling, int64_t fen)
{
    char text[TIME_TEXT_SIZE];

    money_format(fen, text);
    words_put(telling->out, text);
    put(telling, "元", " yuan");
}

static void put_span(const struct telling *telling, int64_t least, int64_t most)
{
    put_yuan(telling, least);
    if (least == most) return;
    put(telling, "至", " to ");
    put_yuan(telling, most);
}

/* One side's amounts at both ends. */
static void put_amounts(const struct telling *telling, const struct change_money *money, int side)
{
    const struct money *first = &money->first[side], *last = &money->last[side];
    bool is_open = money->to == -1 || last->due_fen == MONEY_ABSENT;

    if (first->low_fen != MONEY_ABSENT) {
        put_yuan(telling, first->low_fen);
        put(telling, "以上、", " at least, ");
    }
    put_yuan(telling, first->due_fen);
    if (!is_open && last->due_fen != first->due_fen) {
        put(telling, "至", " to ");
        put_yuan(telling, last->due_fen);
    } else if (is_open && money->axis != AXIS_NONE) {
        put(telling, "起", " on");
    }
}

/* By how much, where it is a matter of more or of less alone. */
static void put_rise(const struct telling *telling, const struct change *change)
{
    const struct change_money *money = &change->money;
    bool more = change->effect == EFFECT_MORE;
    int64_t least = more ? money->least : -money->most, most = more ? money->most : -money->least;

    if ((!more && change->effect != EFFECT_LESS) || least < 0) return;
    if (!money->unbounded && most == 0) return;
    put(telling, more ? "；多" : "；少", more ? "; more by " : "; less by ");
    if (money->unbounded) {
        put_yuan(telling, least);
        put(telling, "起，越多差得越多", " and up, the more the further");
    } else {
        put_span(telling, least, most);
    }
}

static void put_money(const struct telling *telling, const struct change *change)
{
    const struct change_money *money = &change->money;

    if (!change->has_money) return;
    put(telling, "\n      应缴：", "\n      to pay: ");
    put_amounts(telling, money, OLD);
    words_put(telling->out, " → ");
    put_amounts(telling, money, NEW);
    put_rise(telling, change);
    if (money->cumulative) {
        put(telling, "（按计费周期内累计的数量）", " (of the quantity of a whole calendar unit)");
    }
    if (money->multiplier.size > 0) {
        put(telling, "（每1单位：", " (for each one of: ");
        if (telling->english) words_text(telling->out, money->multiplier);
        if (!telling->english) words_attribute(&telling->words, telling->out, money->multiplier);
        put(telling, "）", ")");
    }
}

/* ---- old and new ---- */

static void put_side(const struct telling *telling, const char *chinese, const char *english,
                     struct fg_text text)
{
    if (text.size == 0) return;
    words_put(telling->out, "\n      ");
    put(telling, chinese, english);
    words_text(telling->out, text);
}

static void put_rules(const struct telling *telling, const struct change *change)
{
    const struct fg_text *words = change->words;

    if (words[OLD].size > 0 && text_equal(words[OLD], words[NEW])) {
        put_side(telling, "原、现：", "old and new: ", words[NEW]);
        return;
    }
    put_side(telling, "原：", "old: ", words[OLD]);
    put_side(telling, "现：", "new: ", words[NEW]);
}

static void put_bases(const struct telling *telling, const struct change *change)
{
    const struct fg_text *bases = change->bases;

    if (text_equal(bases[OLD], bases[NEW])) {
        put_side(telling, "依据：", "basis: ", bases[NEW]);
        return;
    }
    put_side(telling, "原依据：", "old basis: ", bases[OLD]);
    put_side(telling, "依据：", "basis: ", bases[NEW]);
}

static void put_change(const struct telling *telling, const struct change *change)
{
    words_put(telling->out, "  ");
    put_what(telling, change);
    put_when(telling, change);
    put_whom(telling, change);
    put_rules(telling, change);
    put_money(telling, change);
    put_bases(telling, change);
    words_put(telling->out, "\n");
}

static void put_heading(const struct telling *telling, const struct change *change)
{
    if (change->item.size == 0) {
        put(telling, "整套标准\n", "the bundle\n");
        return;
    }
    words_text(telling->out, change->item);
    words_put(telling->out, " ");
    words_text(telling->out, change->name);
    words_put(telling->out, "\n");
}

void changes_print(const struct changes *changes, const struct terms *terms, int32_t language,
                   struct output *output)
{
    struct buffer out;
    const struct item *item = NULL;
    struct telling telling = {&out, {terms, NULL, item}, language == FG_LANGUAGE_EN};

    for (uint32_t i = 0; i < changes->count; i++) {
        const struct change *change = changes->list[i];
        bool is_first = i == 0 || !text_equal(change->item, changes->list[i - 1]->item);
        const struct item named = {.code = change->item};

        buffer_init(&out);
        telling.words.item = &named;
        if (is_first) put_heading(&telling, change);
        put_change(&telling, change);
        if (out.failed) memory_gone();
        output_text(output, (struct fg_text){(const char *)out.bytes, (uint32_t)out.size, 0});
        buffer_free(&out);
    }
}

void changes_summary(const struct changes *changes, int32_t language, struct output *output)
{
    struct tally tally;
    char text[512];

    changes_tally(changes, &tally);
    if (changes->count == 0) {
        output_text(output,
                    language == FG_LANGUAGE_EN ? TEXT("no difference\n") : TEXT("没有差别\n"));
        return;
    }
    snprintf(text, sizeof(text),
             language == FG_LANGUAGE_EN
                 ? "items: %u added, %u abolished, %u raised, %u lowered, %u mixed, %u otherwise "
                   "changed; %u other changes\n"
                 : "收费项目：新设%u个，取消%u个，提高%u个，降低%u个，有升有降%u个，"
                   "其他改变%u个；项目以外的改变%u处\n",
             tally.added, tally.abolished, tally.raised, tally.lowered, tally.mixed,
             tally.otherwise, tally.others);
    output_text(output, text_of(text));
}

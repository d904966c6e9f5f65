/* SPDX-License-Identifier: Apache-2.0
 * Values and names in Chinese. */
#include "words/words.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/citation.h"

#define FEN_PER_YUAN 100
#define FEN_PER_WAN INT64_C(1000000)    /* ten thousand yuan */
#define FEN_PER_YI INT64_C(10000000000) /* a hundred million yuan */

void words_put(struct buffer *out, const char *string)
{
    buffer_add(out, string, strlen(string));
}

void words_text(struct buffer *out, struct fg_text text)
{
    buffer_add(out, text.bytes, text.size);
}

void words_number(struct buffer *out, int64_t number)
{
    char text[32];

    snprintf(text, sizeof(text), "%" PRId64, number);
    words_put(out, text);
}

void words_decimal(struct buffer *out, int64_t micro)
{
    char text[40];
    int size = snprintf(text, sizeof(text), "%" PRId64 ".%06" PRId64, micro / MICRO, micro % MICRO);

    while (text[size - 1] == '0') size--;
    if (text[size - 1] == '.') size--;
    buffer_add(out, text, (size_t)size);
}

void words_money(struct buffer *out, int64_t fen)
{
    char text[40];

    if (fen >= FEN_PER_YI && fen % FEN_PER_YI == 0) {
        snprintf(text, sizeof(text), "%" PRId64 "亿元", fen / FEN_PER_YI);
    } else if (fen >= FEN_PER_WAN && fen % FEN_PER_WAN == 0) {
        snprintf(text, sizeof(text), "%" PRId64 "万元", fen / FEN_PER_WAN);
    } else if (fen % FEN_PER_YUAN == 0) {
        snprintf(text, sizeof(text), "%" PRId64 "元", fen / FEN_PER_YUAN);
    } else {
        snprintf(text, sizeof(text), "%" PRId64 ".%02" PRId64 "元", fen / FEN_PER_YUAN,
                 fen % FEN_PER_YUAN);
    }
    words_put(out, text);
}

void words_day(struct buffer *out, int32_t day)
{
    struct civil civil = day_to_civil(day);
    char text[48];

    snprintf(text, sizeof(text), "%d年%d月%d日", civil.year, civil.month, civil.day);
    words_put(out, text);
}

void words_days(struct buffer *out, struct days days)
{
    bool has_from = days.from > DAY_BEGINNING, has_to = days.to < DAY_END;

    if (has_from) {
        if (!has_to) words_put(out, "自");
        words_day(out, days.from);
        if (!has_to) words_put(out, "起");
    }
    if (has_to) {
        words_put(out, "至");
        words_day(out, days.to);
        if (!has_from) words_put(out, "止");
    }
}

const char *words_kind(enum item_kind kind)
{
    static const char *const names[] = {"行政事业性收费", "政府性基金", "保证金", "税",
                                        "罚款",           "服务收费"};

    return names[kind];
}

const char *words_level(enum level level)
{
    static const char *const names[] = {"国家级", "省级", "市级", "县（区）级", ""};

    return names[level];
}

const char *words_dated_by(enum dated_by by)
{
    static const char *const names[] = {"费款所属期（没有所属期的，按缴费日期）", "受理日期",
                                        "缴费日期"};

    return names[by];
}

const char *words_per(enum per per)
{
    static const char *const names[] = {"", "日", "日历月", "日历季度", "日历半年", "日历年", ""};

    return names[per];
}

static struct fg_text item_code(const struct words *words)
{
    return words->item != NULL ? words->item->code : (struct fg_text){NULL, 0, 0};
}

struct fg_text words_label(const struct words *words, struct fg_text name, struct fg_text value)
{
    if (words->terms == NULL) return (struct fg_text){NULL, 0, 0};
    return terms_label(words->terms, item_code(words), name, value);
}

void words_term(const struct words *words, struct buffer *out, struct fg_text name,
                struct fg_text value)
{
    struct fg_text label = words_label(words, name, value);

    words_text(out, label.size > 0 ? label : value);
}

/* The names that the rules themselves have, and the key's subject. */
static struct fg_text built_in_label(struct fg_text name)
{
    static const struct {
        const char *name, *label;
    } labels[] = {
        {"payer.type", "缴款人类型"}, {"charge.region", "收费地"}, {"charge.category", "款项类别"},
        {"charge.quantity", "数量"},  {"charge.base", "计费基数"}, {"charge.unit", "执收单位"},
        {"subject", "计费对象"},
    };

    for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
        if (text_equal(name, text_of(labels[i].name))) return text_of(labels[i].label);
    }
    return name;
}

void words_attribute(const struct words *words, struct buffer *out, struct fg_text name)
{
    struct fg_text label = words_label(words, name, (struct fg_text){NULL, 0, 0});

    words_text(out, label.size > 0 ? label : built_in_label(name));
}

void words_region(const struct words *words, struct buffer *out, struct fg_text code)
{
    struct region region;
    struct fg_text label = words_label(words, TEXT("region"), code);

    if (label.size == 0 && region_read(code, &region) && region.stripped.size == 0) {
        label = TEXT("全国");
    }
    words_text(out, label.size > 0 ? label : code);
}

static void name_and_code(struct buffer *out, struct fg_text name, struct fg_text code)
{
    if (name.size == 0) {
        words_text(out, code);
        return;
    }
    words_text(out, name);
    words_put(out, "（");
    words_text(out, code);
    words_put(out, "）");
}

void words_unit(const struct words *words, struct buffer *out, struct fg_text code)
{
    const struct unit *unit =
        words->snapshot != NULL ? table_get(&words->snapshot->units, code) : NULL;

    name_and_code(out, unit != NULL ? unit->name : (struct fg_text){NULL, 0, 0}, code);
}

void words_item(const struct words *words, struct buffer *out, struct fg_text code)
{
    const struct item_rules *rules =
        words->snapshot != NULL ? table_get(&words->snapshot->items, code) : NULL;

    name_and_code(out, rules != NULL ? rules->item->name : (struct fg_text){NULL, 0, 0}, code);
}

void words_basis(struct buffer *out, const struct basis *basis)
{
    if (basis == NULL) return;
    words_text(out, basis->number);
    if (basis->title.size > 0) {
        struct citation citation = citation_of(basis->title);

        words_put(out, "《");
        words_text(out, citation.title);
        words_put(out, "》");
        words_text(out, citation.article);
    }
    if (basis->number.size + basis->title.size == 0) words_text(out, basis->id);
}

void words_key(const struct words *words, struct buffer *out, uint32_t key)
{
    if ((key & KEY_PAYER) != 0) words_put(out, "同一缴款人");
    if (key == KEY_BOTH) words_put(out, "的");
    if ((key & KEY_SUBJECT) != 0) {
        words_put(out, "同一");
        words_attribute(words, out, TEXT("subject"));
    }
}

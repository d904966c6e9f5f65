/* SPDX-License-Identifier: Apache-2.0
 * A small grammar over text that was made plain: a body, then limits, then the end. */
#include "table/fee_read.h"

#include "output.h"
#include "rules/schedule.h"
#include "table/fee_unit.h"

#define NUMBER_SIZE 40

struct number {
    char digits[NUMBER_SIZE];
    uint32_t size;
};

struct reading_words {
    struct fg_text text;
    uint32_t at;
};

/* What is known of a charge so far. Texts are parts of the plain text. */
struct fee {
    enum { FEE_FREE, FEE_FIXED, FEE_PER_UNIT, FEE_RATE } kind;
    struct number low, high; /* the same unless it is a range */
    bool is_range;
    struct fg_text unit, base;
    struct number least, most, step; /* size 0: none */
};

static struct fg_text number_as_text(const struct number *number)
{
    return (struct fg_text){number->digits, number->size, 0};
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* ---- words, one after another ---- */

static struct fg_text rest_of(const struct reading_words *words)
{
    return (struct fg_text){words->text.bytes + words->at, words->text.size - words->at, 0};
}

static bool is_end(const struct reading_words *words)
{
    return words->at == words->text.size;
}

static bool take(struct reading_words *words, const char *word)
{
    struct fg_text wanted = text_of(word);

    if (!text_starts(rest_of(words), wanted)) return false;
    words->at += wanted.size;
    return true;
}

/* One of several words; the list ends with NULL. */
static bool take_any(struct reading_words *words, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (take(words, *list)) return true;
    }
    return false;
}

/* Digits at `at`: how many. */
static uint32_t digits_at(struct fg_text text, uint32_t at)
{
    uint32_t count = 0;

    while (at + count < text.size && is_digit(text.bytes[at + count])) count++;
    return count;
}

static bool number_add(struct number *number, struct fg_text digits)
{
    if (number->size + digits.size >= NUMBER_SIZE) return false;
    memcpy(number->digits + number->size, digits.bytes, digits.size);
    number->size += digits.size;
    return true;
}

/* Zeros before the figure go, but for the one before a point. */
static void number_trim(struct number *number)
{
    uint32_t zeros = 0;

    while (zeros + 1 < number->size && number->digits[zeros] == '0' &&
           is_digit(number->digits[zeros + 1])) {
        zeros++;
    }
    number->size -= zeros;
    memmove(number->digits, number->digits + zeros, number->size);
}

/* 万: moves the point four places. */
static bool number_times_10000(struct number *number)
{
    struct number moved = {0};
    uint32_t point = 0, after;

    while (point < number->size && number->digits[point] != '.') point++;
    after = point < number->size ? number->size - point - 1 : 0;
    if (!number_add(&moved, (struct fg_text){number->digits, point, 0})) return false;
    for (uint32_t i = 0; i < 4; i++) {
        struct fg_text digit = TEXT("0");

        if (i < after) digit = (struct fg_text){number->digits + point + 1 + i, 1, 0};
        if (!number_add(&moved, digit)) return false;
    }
    if (after > 4) {
        struct fg_text end = {number->digits + point + 5, after - 4, 0};

        if (!number_add(&moved, TEXT(".")) || !number_add(&moved, end)) return false;
    }
    *number = moved;
    number_trim(number);
    return true;
}

/* "1000", "1,000.50", "0.5"; followed by 万 where money is meant. */
static bool take_number(struct reading_words *words, struct number *number)
{
    struct fg_text text = words->text;
    uint32_t at = words->at, count = digits_at(text, at);

    *number = (struct number){0};
    if (count == 0 || !number_add(number, (struct fg_text){text.bytes + at, count, 0}))
        return false;
    at += count;
    while (count <= 3 && at < text.size && text.bytes[at] == ',' && digits_at(text, at + 1) == 3) {
        if (!number_add(number, (struct fg_text){text.bytes + at + 1, 3, 0})) return false;
        at += 4;
    }
    count = at < text.size && text.bytes[at] == '.' ? digits_at(text, at + 1) : 0;
    if (count > 0) {
        if (!number_add(number, (struct fg_text){text.bytes + at, count + 1, 0})) return false;
        at += count + 1;
    }
    words->at = at;
    return !take(words, "万") || number_times_10000(number);
}

static bool take_money(struct reading_words *words, struct number *number)
{
    struct reading_words kept = *words;

    if (take_number(words, number) && take(words, "元")) return true;
    *words = kept;
    return false;
}

/* ---- units ---- */

/* Up to a comma, a digit or the end. */
static bool take_unit(struct reading_words *words, struct fg_text *unit)
{
    uint32_t end = words->at;

    while (end < words->text.size && words->text.bytes[end] != ',' &&
           words->text.bytes[end] != ';' && !is_digit(words->text.bytes[end])) {
        end++;
    }
    *unit = (struct fg_text){words->text.bytes + words->at, end - words->at, 0};
    if (!fee_unit_is_single(*unit)) return false;
    words->at = end;
    return true;
}

/* ---- bodies ---- */

/* Whether the word just taken is this one. */
static bool is_behind(const struct reading_words *words, const char *word)
{
    struct fg_text wanted = text_of(word);

    return words->at >= wanted.size &&
           memcmp(words->text.bytes + words->at - wanted.size, word, wanted.size) == 0;
}

/* "10-50元", "10元-50元", "80元", "10元至50元". Of "5-10万元" it is not certain what 5 is. */
static bool take_amounts(struct reading_words *words, struct fee *fee)
{
    static const char *const signs[] = {"-", "至", NULL};
    bool is_yuan, is_bare;

    if (!take_number(words, &fee->low)) return false;
    is_bare = !is_behind(words, "万");
    is_yuan = take(words, "元");
    if (take_any(words, signs)) {
        fee->is_range = true;
        if (!take_money(words, &fee->high)) return false;
        return is_yuan || !is_bare || !is_behind(words, "万元");
    }
    fee->high = fee->low;
    return is_yuan;
}

static bool take_amount_body(struct reading_words *words, struct fee *fee)
{
    fee->kind = FEE_FIXED;
    if (take(words, "每")) {
        fee->kind = FEE_PER_UNIT;
        return take_unit(words, &fee->unit) && take_amounts(words, fee);
    }
    take(words, "人民币");
    if (!take_amounts(words, fee)) return false;
    if (take(words, "×数量")) {
        fee->kind = FEE_PER_UNIT;
    } else if (take(words, "/") || take(words, "每")) {
        fee->kind = FEE_PER_UNIT;
        return take_unit(words, &fee->unit);
    }
    return true;
}

/* What a percentage is of: words without figures and without anything that tells cases apart, and
 * no other charge ("按原标准的50%"). */
static bool base_is_plain(struct fg_text base)
{
    static const char *const others[] = {
        "超过", "以上", "以下", "以内", "部分", "分别", "不", "未", "其中", "另", "标准", "费率",
        "税率", "减",   "优惠", "规定", "上述", ",",    ";",  ":",  "%",    "(",  NULL};

    if (base.size == 0 || fee_has_any(base, others)) return false;
    for (uint32_t i = 0; i < base.size; i++) {
        if (is_digit(base.bytes[i])) return false;
    }
    return true;
}

/* "按合同价的2%", "合同价×2%", with "计收" or the like behind it */
static bool take_rate_body(struct reading_words *words, struct fee *fee)
{
    static const char *const endings[] = {"计收", "计征", "收取", "征收", "缴纳", "交纳", NULL};
    uint32_t start, end;

    fee->kind = FEE_RATE;
    if (!take(words, "按照")) take(words, "按");
    start = end = words->at;
    while (end < words->text.size && !is_digit(words->text.bytes[end])) end++;
    fee->base = (struct fg_text){words->text.bytes + start, end - start, 0};
    words->at = end;
    for (size_t i = 0; i < 2; i++) {
        struct fg_text link = i == 0 ? TEXT("的") : TEXT("×");

        if (fee->base.size <= link.size) return false;
        if (memcmp(fee->base.bytes + fee->base.size - link.size, link.bytes, link.size) != 0) {
            continue;
        }
        fee->base.size -= link.size;
        if (!base_is_plain(fee->base) || !take_number(words, &fee->low)) return false;
        fee->high = fee->low;
        if (!take(words, "%")) return false;
        take_any(words, endings);
        return true;
    }
    return false;
}

static bool take_body(struct reading_words *words, struct fee *fee)
{
    static const char *const nothing[] = {"免费", "不收费", "免收", "不收取", NULL};
    struct reading_words start = *words;

    *fee = (struct fee){.kind = FEE_FREE};
    if (take_any(words, nothing) && is_end(words)) return true;
    *words = start;
    if (take_amount_body(words, fee)) return true;
    *words = start;
    *fee = (struct fee){0};
    return take_rate_body(words, fee);
}

/* ---- limits ---- */

/* "不足1平方米按1平方米计" */
static bool take_step(struct reading_words *words, struct fee *fee)
{
    static const char *const endings[] = {"计算", "计收", "计费", "收取", "计", NULL};
    struct number again;
    struct fg_text unit;

    if (!take(words, "不足") || fee->kind != FEE_PER_UNIT || fee->step.size > 0) return false;
    if (!take_number(words, &fee->step)) return false;
    unit = fee->unit;
    if (!text_starts(rest_of(words), unit)) return false;
    words->at += unit.size;
    if (!take(words, "的按") && !take(words, "按")) return false;
    if (!take_number(words, &again) ||
        !text_equal(number_as_text(&again), number_as_text(&fee->step)) ||
        !text_starts(rest_of(words), unit)) {
        return false;
    }
    words->at += unit.size;
    return take_any(words, endings);
}

static bool take_limit(struct reading_words *words, struct fee *fee)
{
    static const char *const most[] = {"最高不超过", "最高不得超过", "最高为", "最高",
                                       "最多",       "但不超过",     "不超过", NULL};
    static const char *const least[] = {"最低不低于", "最低为", "最低", "不低于", NULL};

    if (take_any(words, most)) return fee->most.size == 0 && take_money(words, &fee->most);
    if (take_any(words, least)) return fee->least.size == 0 && take_money(words, &fee->least);
    return take_step(words, fee);
}

static bool take_fee(struct reading_words *words, struct fee *fee)
{
    if (!take_body(words, fee)) return false;
    while (!is_end(words)) {
        if (!take(words, ",") && !take(words, ";")) return false;
        if (fee->is_range || fee->kind == FEE_FREE || fee->kind == FEE_FIXED) return false;
        if (!take_limit(words, fee)) return false;
    }
    return true;
}

/* ---- elements ---- */

static void put(struct output *xml, const char *text)
{
    output_text(xml, text_of(text));
}

static void put_escaped(struct output *xml, struct fg_text text)
{
    for (uint32_t i = 0; i < text.size; i++) {
        char byte = text.bytes[i];
        const char *escape = byte == '&'   ? "&amp;"
                             : byte == '<' ? "&lt;"
                             : byte == '>' ? "&gt;"
                             : byte == '"' ? "&quot;"
                                           : NULL;

        output_text(xml, escape != NULL ? text_of(escape) : (struct fg_text){&byte, 1, 0});
    }
}

static void put_attribute(struct output *xml, const char *name, struct fg_text value)
{
    if (value.size == 0) return;
    put(xml, " ");
    put(xml, name);
    put(xml, "=\"");
    put_escaped(xml, value);
    put(xml, "\"");
}

static void put_amount(struct output *xml, const struct fee *fee, const struct number *number)
{
    static const char *const elements[] = {"<free", "<fixed", "<per-unit", "<rate"};
    static const char *const names[] = {"", "amount", "price", "percent"};

    put(xml, elements[fee->kind]);
    if (fee->kind != FEE_FREE) put_attribute(xml, names[fee->kind], number_as_text(number));
    put_attribute(xml, "unit", fee->unit);
    put_attribute(xml, "step", number_as_text(&fee->step));
    put_attribute(xml, "min", number_as_text(&fee->least));
    put_attribute(xml, "max", number_as_text(&fee->most));
    put(xml, "/>");
}

static void put_fee(struct output *xml, const struct fee *fee)
{
    if (fee->base.size > 0) {
        put(xml, "<!-- 计费基数：");
        put_escaped(xml, fee->base);
        put(xml, " -->");
    }
    if (!fee->is_range) {
        put_amount(xml, fee, &fee->low);
        return;
    }
    put(xml, "<range><low>");
    put_amount(xml, fee, &fee->low);
    put(xml, "</low><high>");
    put_amount(xml, fee, &fee->high);
    put(xml, "</high></range>");
}

/* Whether the vocabulary has room for these figures; a range goes up. */
static bool figures_fit(const struct fee *fee)
{
    static const int places[] = {0, 2, 6, 6};
    int64_t low = 0, high = 0, limit;

    if (fee->kind == FEE_FREE) return true;
    if (!decimal_parse(number_as_text(&fee->low), places[fee->kind], PRICE_MICRO_MAX, &low) ||
        !decimal_parse(number_as_text(&fee->high), places[fee->kind], PRICE_MICRO_MAX, &high)) {
        return false;
    }
    if (fee->is_range && low >= high) return false;
    if (fee->kind == FEE_RATE && high > PERCENT_MICRO_MAX) return false;
    if (fee->least.size > 0 &&
        !decimal_parse(number_as_text(&fee->least), 2, MONEY_FEN_MAX, &limit)) {
        return false;
    }
    return fee->most.size == 0 ||
           decimal_parse(number_as_text(&fee->most), 2, MONEY_FEN_MAX, &limit);
}

/* A bare number gets what the title says of its unit: "元", "元/件", or "件" alone. */
static bool add_unit(struct output *plain, const struct fee_unit *unit)
{
    struct reading_words words = {{plain->bytes, (uint32_t)plain->size, 0}, 0};
    struct number number;

    if (!take_number(&words, &number) || !is_end(&words)) return true;
    if (!unit->is_yuan) return false;
    output_text(plain, TEXT("元"));
    if (unit->thing.size > 0) output_text(plain, TEXT("/"));
    output_text(plain, unit->thing);
    return true;
}

/* An amount is for each of what the title counts; false where it says another thing itself. */
static bool meet_unit(struct fee *fee, struct fg_text thing)
{
    if (thing.size == 0 || (fee->kind != FEE_FIXED && fee->kind != FEE_PER_UNIT)) return true;
    if (fee->kind == FEE_PER_UNIT && fee->unit.size > 0) return text_equal(fee->unit, thing);
    fee->kind = FEE_PER_UNIT;
    fee->unit = thing;
    return true;
}

/* Several amounts, or several lines: a charge of more than one case. */
static bool has_parts(const struct output *plain)
{
    struct fg_text text = {plain->bytes, (uint32_t)plain->size, 0};
    uint32_t yuan = 0;

    for (uint32_t at = 0; at < text.size; at++) {
        if (text_starts((struct fg_text){text.bytes + at, text.size - at, 0}, TEXT("元"))) yuan++;
    }
    return yuan > 1;
}

enum fee_result fee_read(struct fg_text words, const struct fee_table *table, struct output *xml)
{
    struct output plain = {0}, plain_unit = {0};
    enum fee_result result = FEE_UNCLEAR;
    struct reading_words reading;
    struct fee_unit said;
    struct fee fee;

    fee_plain(words, &plain);
    fee_unit_read(table->unit, &plain_unit, &said);
    if (table->is_scaled && !text_contains(table->unit, TEXT("元"))) said.is_yuan = false;
    if (!add_unit(&plain, &said)) {
        result = FEE_NUMBER;
    } else {
        reading = (struct reading_words){{plain.bytes, (uint32_t)plain.size, 0}, 0};
        if (take_fee(&reading, &fee) && meet_unit(&fee, said.thing) && figures_fit(&fee)) {
            put_fee(xml, &fee);
            result = FEE_READ;
        } else if (has_parts(&plain)) {
            result = FEE_PARTS;
        }
    }
    output_free(&plain_unit);
    output_free(&plain);
    return result;
}

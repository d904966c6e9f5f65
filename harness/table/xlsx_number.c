/* SPDX-License-Identifier: Apache-2.0
 * Numbers of a workbook. They are stored as decimals with up to 17 digits (1.1 as
 * 1.1000000000000001) and are good for 15, to which they are rounded here in decimal. */
#include <stdio.h>

#include "base/date.h"
#include "table/xlsx.h"

#define DIGITS_GOOD 15
#define DIGITS_MAX 40
#define EXPONENT_MAX 30
#define SERIAL_1970 25569 /* 1970-01-01, counted from the beginning of 1900 */
#define SERIAL_LEAST 61   /* before, the count holds a 29 February 1900 that never was */
#define SERIAL_OFFSET_1904 1462

/* digits × 10^exponent */
struct decimal {
    char digits[DIGITS_MAX + 1];
    int32_t count, exponent;
    bool negative;
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* A digit more, unless it is a zero that leads. */
static bool decimal_add(struct decimal *decimal, char digit)
{
    if (decimal->count == 0 && digit == '0') return true;
    if (decimal->count == DIGITS_MAX) return false;
    decimal->digits[decimal->count++] = digit;
    return true;
}

static bool exponent_parse(struct fg_text text, int32_t *exponent)
{
    bool negative = text.size > 0 && text.bytes[0] == '-';
    uint32_t at = text.size > 0 && (negative || text.bytes[0] == '+') ? 1 : 0;
    int32_t value = 0;

    if (at == text.size) return false;
    for (; at < text.size; at++) {
        if (!is_digit(text.bytes[at]) || value > EXPONENT_MAX) return false;
        value = value * 10 + (text.bytes[at] - '0');
    }
    *exponent += negative ? -value : value;
    return value <= EXPONENT_MAX;
}

static bool decimal_read(struct fg_text text, struct decimal *decimal)
{
    bool after_point = false, any = false;
    uint32_t at = 0;

    *decimal = (struct decimal){0};
    if (at < text.size && text.bytes[at] == '-') {
        decimal->negative = true;
        at++;
    }
    for (; at < text.size; at++) {
        char byte = text.bytes[at];

        if (byte == 'E' || byte == 'e') {
            struct fg_text rest = {text.bytes + at + 1, text.size - at - 1, 0};

            return any && exponent_parse(rest, &decimal->exponent);
        }
        if (byte == '.' && !after_point) {
            after_point = true;
            continue;
        }
        if (!is_digit(byte) || !decimal_add(decimal, byte)) return false;
        if (after_point) decimal->exponent--;
        any = true;
    }
    return any;
}

/* To 15 digits, the last one rounded half up; zeros at the end go. */
static void decimal_round(struct decimal *decimal)
{
    if (decimal->count > DIGITS_GOOD) {
        bool up = decimal->digits[DIGITS_GOOD] >= '5';
        int32_t at = DIGITS_GOOD - 1;

        decimal->exponent += decimal->count - DIGITS_GOOD;
        decimal->count = DIGITS_GOOD;
        while (up && at >= 0 && decimal->digits[at] == '9') decimal->digits[at--] = '0';
        if (up && at >= 0) decimal->digits[at]++;
        if (up && at < 0) {
            decimal->digits[0] = '1';
            decimal->exponent++;
        }
    }
    while (decimal->count > 0 && decimal->digits[decimal->count - 1] == '0') {
        decimal->count--;
        decimal->exponent++;
    }
    if (decimal->count == 0) decimal->exponent = 0;
}

/* Digits before the point. */
static int32_t whole_count(const struct decimal *decimal)
{
    return decimal->count + decimal->exponent;
}

static void put_digit(struct output *output, char digit)
{
    output_text(output, (struct fg_text){&digit, 1, 0});
}

/* Digits behind the last one are zeros that were not kept. */
static void put_digit_at(struct output *output, const struct decimal *decimal, int32_t at)
{
    if (at < decimal->count) {
        put_digit(output, decimal->digits[at]);
    } else {
        put_digit(output, '0');
    }
}

static void put_decimal(struct output *output, const struct decimal *decimal, int32_t width)
{
    int32_t whole = whole_count(decimal);

    if (decimal->negative && decimal->count > 0) put_digit(output, '-');
    for (int32_t i = whole > 0 ? whole : 1; i < width; i++) put_digit(output, '0');
    if (whole <= 0) put_digit(output, '0');
    for (int32_t i = 0; i < whole; i++) put_digit_at(output, decimal, i);
    if (whole >= decimal->count) return;
    put_digit(output, '.');
    for (int32_t i = whole; i < 0; i++) put_digit(output, '0');
    for (int32_t i = whole > 0 ? whole : 0; i < decimal->count; i++) {
        put_digit(output, decimal->digits[i]);
    }
}

/* Days since the beginning of 1900 or 1904. */
static enum cell_fault put_date(const struct decimal *decimal, bool from_1904,
                                struct output *output)
{
    int32_t serial = 0, day, checked;
    char text[11];

    if (decimal->negative || decimal->exponent < 0 || whole_count(decimal) > 6) return CELL_DATE;
    for (int32_t i = 0; i < whole_count(decimal); i++) {
        serial = serial * 10 + (i < decimal->count ? decimal->digits[i] - '0' : 0);
    }
    if (from_1904) serial += SERIAL_OFFSET_1904;
    day = serial - SERIAL_1970;
    if (serial < SERIAL_LEAST || !day_from_ymd(day_to_ymd(day), &checked)) return CELL_DATE;
    day_format(day, text);
    output_text(output, text_of(text));
    return CELL_SOUND;
}

enum cell_fault number_text(struct fg_text stored, struct number_format format, bool from_1904,
                            struct output *output)
{
    struct decimal decimal;
    bool is_rounded;

    if (!decimal_read(stored, &decimal)) {
        output_text(output, stored);
        return CELL_DIGITS;
    }
    decimal_round(&decimal);
    if (whole_count(&decimal) > DIGITS_GOOD) {
        put_decimal(output, &decimal, 0);
        return CELL_DIGITS;
    }
    if (format.style == STYLE_DATE) {
        enum cell_fault fault = put_date(&decimal, from_1904, output);

        if (fault != CELL_SOUND) output_text(output, stored);
        return fault;
    }
    if (format.style == STYLE_PERCENT && decimal.count > 0) decimal.exponent += 2;
    put_decimal(output, &decimal, format.style == STYLE_PADDED ? format.width : 0);
    if (format.style == STYLE_PERCENT) output_text(output, TEXT("%"));
    is_rounded = format.decimals != DECIMALS_ANY && -decimal.exponent > format.decimals;
    return is_rounded || format.is_other ? CELL_SHOWN : CELL_SOUND;
}

/* ---- formats ---- */

struct number_format format_of_id(uint32_t id)
{
    static const uint8_t decimals[] = {DECIMALS_ANY, 0, 2, 0, 2};
    bool is_date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
                   (id >= 50 && id <= 58);

    if (id == 9 || id == 10) {
        return (struct number_format){.style = STYLE_PERCENT, .decimals = id == 9 ? 0 : 2};
    }
    if (id >= 37 && id <= 44) {
        return (struct number_format){.decimals = id == 39 || id == 40 || id >= 43 ? 2 : 0};
    }
    return (struct number_format){.style = is_date ? STYLE_DATE : STYLE_PLAIN,
                                  .decimals = id < sizeof(decimals) ? decimals[id] : DECIMALS_ANY};
}

/* What ends that which a byte begins; 0: it begins nothing. */
static char closing_of(char byte)
{
    if (byte == '"') return '"';
    if (byte == '[') return ']';
    return '\0';
}

/* Words that a format shows beside the number and that change nothing about it. */
static bool is_harmless(struct fg_text words)
{
    static const char *const harmless[] = {"¥", "￥", "元", "CNY", " ", "-", "+", "(", ")", NULL};

    while (words.size > 0) {
        const char *const *word = harmless;

        while (*word != NULL && !text_starts(words, text_of(*word))) word++;
        if (*word == NULL) return false;
        words =
            (struct fg_text){words.bytes + strlen(*word), words.size - (uint32_t)strlen(*word), 0};
    }
    return true;
}

/* The character at a place; size 0 at the end. */
static struct fg_text character_at(struct fg_text text, uint32_t at)
{
    uint32_t next = at;

    if (at >= text.size) return (struct fg_text){text.bytes, 0, 0};
    if (utf8_next(text, &next) < 0) next = at + 1;
    return (struct fg_text){text.bytes + at, next - at, 0};
}

/* Moves past a quoted text, a bracket or an escape that begins at *at: what it shows. A bracket
 * holds a colour, a condition or a currency: [$¥-804]. */
static struct fg_text take_literal(struct fg_text code, uint32_t *at)
{
    char byte = code.bytes[(*at)++], closing = closing_of(byte);
    struct fg_text shown = {code.bytes + *at, 0, 0};
    bool is_currency;

    if (closing == '\0') { /* an escape; a blank as wide as what follows, or what fills, is none */
        struct fg_text one = character_at(code, *at);

        *at += one.size;
        return byte == '\\' ? one : shown;
    }
    while (*at < code.size && code.bytes[*at] != closing) ++*at;
    shown.size = (uint32_t)(code.bytes + *at - shown.bytes);
    ++*at;
    if (closing == '"') return shown;
    is_currency = text_starts(shown, TEXT("$"));
    shown = (struct fg_text){shown.bytes + 1, is_currency ? shown.size - 1 : 0, 0};
    for (uint32_t i = 0; i < shown.size; i++) {
        if (shown.bytes[i] == '-') shown.size = i;
    }
    return shown;
}

/* What has been read of a format code. */
struct format_code {
    struct number_format format;
    uint8_t zeros;
    bool only_zeros, after_point, after_comma;
};

static void take_sign(struct format_code *read, char sign)
{
    bool is_digit_sign = sign == '0' || sign == '#' || sign == '?';

    if (sign == '%') read->format.style = STYLE_PERCENT;
    if (strchr("yYdDhHsS", sign) != NULL) read->format.style = STYLE_DATE;
    if (sign == '0' && read->zeros < DIGITS_GOOD) {
        read->zeros++;
    } else {
        read->only_zeros = false;
    }
    if (is_digit_sign && read->after_point) read->format.decimals++;
    if (is_digit_sign) read->after_comma = false;
    if (sign == '.') read->after_point = true;
    if (sign == ',') read->after_comma = true;
    if (sign == '/' || sign == 'E') read->format.is_other = true;
}

struct number_format format_of_code(struct fg_text code)
{
    const struct fg_text general = TEXT("General");
    struct format_code read = {.only_zeros = true};

    if (text_equal(code, TEXT("@"))) return (struct number_format){.decimals = DECIMALS_ANY};
    for (uint32_t at = 0; at < code.size && code.bytes[at] != ';';) { /* then: negative ones */
        if (strchr("\\_*\"[", code.bytes[at]) != NULL) {
            if (!is_harmless(take_literal(code, &at))) read.format.is_other = true;
        } else if (text_starts((struct fg_text){code.bytes + at, code.size - at, 0}, general)) {
            read.format.decimals = DECIMALS_ANY;
            at += general.size;
        } else {
            struct fg_text one = character_at(code, at);

            if (one.size > 1 && !is_harmless(one)) read.format.is_other = true;
            if (one.size == 1) take_sign(&read, one.bytes[0]);
            at += one.size;
        }
    }
    if (read.format.style == STYLE_PLAIN && read.only_zeros && read.zeros > 1) {
        read.format.style = STYLE_PADDED;
        read.format.width = read.zeros;
    }
    if (read.after_comma) read.format.is_other = true;
    return read.format;
}

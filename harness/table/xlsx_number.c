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
    return CELL_SOUND;
}

/* ---- formats ---- */

struct number_format format_of_id(uint32_t id)
{
    bool is_date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
                   (id >= 50 && id <= 58);

    if (id == 9 || id == 10) return (struct number_format){.style = STYLE_PERCENT};
    return (struct number_format){.style = is_date ? STYLE_DATE : STYLE_PLAIN};
}

/* What ends that which a byte begins; 0: it begins nothing. */
static char closing_of(char byte)
{
    if (byte == '"') return '"';
    if (byte == '[') return ']';
    return '\0';
}

/* The byte at *at that counts, past quoted texts, escapes and brackets; 0 at the end. */
static char next_sign(struct fg_text code, uint32_t *at)
{
    while (*at < code.size) {
        char byte = code.bytes[(*at)++];
        char closing = closing_of(byte);

        if (byte == ';') return '\0'; /* what follows is for negative numbers */
        if (byte == '\\' || byte == '_' || byte == '*') {
            ++*at;
        } else if (closing != '\0') {
            while (*at < code.size && code.bytes[*at] != closing) ++*at;
            ++*at;
        } else if (byte != '\0') {
            return byte;
        }
    }
    return '\0';
}

struct number_format format_of_code(struct fg_text code)
{
    struct number_format format = {0};
    uint32_t at = 0;
    uint8_t zeros = 0;
    bool only_zeros = true;
    char sign;

    if (text_equal(code, TEXT("General"))) return format;
    while ((sign = next_sign(code, &at)) != '\0') {
        if (sign == '%') format.style = STYLE_PERCENT;
        if (strchr("yYdDhHsS", sign) != NULL) format.style = STYLE_DATE;
        if (sign == '0' && zeros < DIGITS_GOOD) {
            zeros++;
        } else {
            only_zeros = false;
        }
    }
    if (only_zeros && zeros > 1) {
        format.style = STYLE_PADDED;
        format.width = zeros;
    }
    return format;
}

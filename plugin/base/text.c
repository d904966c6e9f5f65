/* SPDX-License-Identifier: Apache-2.0
 * UTF-8, codes, decimals and folding. All of it works on the caller's bytes and allocates nothing.
 */
#include "base/text.h"

#include "feeguard/charge.h"

int text_compare(struct fg_text a, struct fg_text b)
{
    uint32_t shorter = a.size < b.size ? a.size : b.size;
    int order = shorter == 0 ? 0 : memcmp(a.bytes, b.bytes, shorter);

    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

bool text_starts(struct fg_text text, struct fg_text prefix)
{
    if (prefix.size > text.size) return false;
    return prefix.size == 0 || memcmp(text.bytes, prefix.bytes, prefix.size) == 0;
}

int32_t utf8_next(struct fg_text text, uint32_t *at)
{
    static const int32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)text.bytes + *at;
    uint32_t left = text.size - *at;
    uint32_t count;
    int32_t point;

    if (left == 0) return -1;
    if (bytes[0] < 0x80) {
        ++*at;
        return bytes[0];
    }
    if (bytes[0] < 0xC2 || bytes[0] > 0xF4) return -1;
    count = bytes[0] < 0xE0 ? 2 : bytes[0] < 0xF0 ? 3 : 4;
    if (left < count) return -1;
    point = bytes[0] & (0x7F >> count);
    for (uint32_t i = 1; i < count; i++) {
        if ((bytes[i] & 0xC0) != 0x80) return -1;
        point = (point << 6) | (bytes[i] & 0x3F);
    }
    if (point < lowest[count] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
        return -1;
    }
    *at += count;
    return point;
}

/* The number of leading bytes that are printable ASCII: most texts are nothing else. */
static uint32_t printable_run(struct fg_text text)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint32_t at = 0;

    /* Eight at a time: a byte below 0x20, of 0x7F or above sets its top bit in one of the three. */
    while (text.size - at >= 8) {
        uint64_t word;

        memcpy(&word, text.bytes + at, sizeof(word));
        if (((word | (word - ones * 0x20) | (word + ones)) & ones * 0x80) != 0) break;
        at += 8;
    }
    while (at < text.size && (unsigned char)(text.bytes[at] - 0x20) < 0x7F - 0x20) at++;
    return at;
}

bool text_is_utf8(struct fg_text text)
{
    uint32_t at = printable_run(text);

    while (at < text.size) {
        if (utf8_next(text, &at) < 0) return false;
    }
    return true;
}

bool text_is_code(struct fg_text text)
{
    uint32_t at;

    if (text.size < 1 || text.size > FG_CODE_SIZE_MAX) return false;
    at = printable_run(text);
    while (at < text.size) {
        int32_t point = utf8_next(text, &at);

        if (point < 0x20 || (point >= 0x7F && point <= 0x9F)) return false;
    }
    return true;
}

bool text_is_text(struct fg_text text)
{
    return text.size <= FG_TEXT_SIZE_MAX && text_is_utf8(text);
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Splits a decimal into its digits before and after the point; false if it is none. */
static bool decimal_split(struct fg_text text, struct fg_text *whole, struct fg_text *fraction)
{
    uint32_t at = 0;

    while (at < text.size && is_digit(text.bytes[at])) at++;
    *whole = (struct fg_text){text.bytes, at, 0};
    *fraction = (struct fg_text){NULL, 0, 0};
    if (at == 0) return false;
    if (at == text.size) return true;
    if (text.bytes[at] != '.') return false;
    *fraction = (struct fg_text){text.bytes + at + 1, text.size - at - 1, 0};
    for (uint32_t i = 0; i < fraction->size; i++) {
        if (!is_digit(fraction->bytes[i])) return false;
    }
    return fraction->size > 0;
}

bool decimal_parse(struct fg_text text, int places, int64_t max, int64_t *scaled)
{
    struct fg_text whole, fraction;
    int64_t value = 0;

    if (!decimal_split(text, &whole, &fraction) || fraction.size > (uint32_t)places) return false;
    for (uint32_t i = 0; i < whole.size + (uint32_t)places; i++) {
        uint32_t after = i - whole.size; /* meaningful once i >= whole.size */
        char digit = '0';

        if (i < whole.size) {
            digit = whole.bytes[i];
        } else if (after < fraction.size) {
            digit = fraction.bytes[after];
        }
        if (value > (INT64_MAX - 9) / 10) return false;
        value = value * 10 + (digit - '0');
    }
    if (value > max) return false;
    *scaled = value;
    return true;
}

static struct fg_text without_minus(struct fg_text text, bool *minus)
{
    *minus = text.size > 0 && text.bytes[0] == '-';
    if (*minus) {
        text.bytes++;
        text.size--;
    }
    return text;
}

bool decimal_is_number(struct fg_text text)
{
    struct fg_text whole, fraction;
    bool minus;

    return decimal_split(without_minus(text, &minus), &whole, &fraction);
}

/* Order of two unsigned decimals; leading and trailing zeros do not count. */
static int magnitude_compare(struct fg_text a, struct fg_text b)
{
    struct fg_text whole[2], fraction[2];
    int order;

    decimal_split(a, &whole[0], &fraction[0]);
    decimal_split(b, &whole[1], &fraction[1]);
    for (int side = 0; side < 2; side++) {
        while (whole[side].size > 0 && whole[side].bytes[0] == '0') {
            whole[side].bytes++;
            whole[side].size--;
        }
        while (fraction[side].size > 0 && fraction[side].bytes[fraction[side].size - 1] == '0') {
            fraction[side].size--;
        }
    }
    if (whole[0].size != whole[1].size) return whole[0].size < whole[1].size ? -1 : 1;
    order = text_compare(whole[0], whole[1]);
    return order != 0 ? order : text_compare(fraction[0], fraction[1]);
}

int decimal_compare(struct fg_text a, struct fg_text b)
{
    static const struct fg_text zero = {"0", 1, 0};
    bool a_minus, b_minus;

    a = without_minus(a, &a_minus);
    b = without_minus(b, &b_minus);
    if (a_minus && magnitude_compare(a, zero) == 0) a_minus = false; /* -0 is 0 */
    if (b_minus && magnitude_compare(b, zero) == 0) b_minus = false;
    if (a_minus != b_minus) return a_minus ? -1 : 1;
    return a_minus ? magnitude_compare(b, a) : magnitude_compare(a, b);
}

struct point_range {
    int32_t first, last;
};

static bool is_dropped(int32_t point)
{
    /* ASCII punctuation and controls that are white space, then Unicode white space (White_Space)
     * and the marks that semantics section 8 lists. */
    static const struct point_range dropped[] = {
        {0x09, 0x0D},     {0x20, 0x2F},     {0x3A, 0x40},     {0x5B, 0x60},
        {0x7B, 0x7E},     {0x85, 0x85},     {0xA0, 0xA0},     {0xB7, 0xB7},
        {0x1680, 0x1680}, {0x2000, 0x200D}, {0x2010, 0x2029}, {0x202F, 0x202F},
        {0x205F, 0x2060}, {0x3000, 0x303F}, {0x30FB, 0x30FB}, {0xFEFF, 0xFEFF},
    };

    for (size_t i = 0; i < sizeof(dropped) / sizeof(dropped[0]); i++) {
        if (point < dropped[i].first) return false;
        if (point <= dropped[i].last) return true;
    }
    return false;
}

uint32_t text_fold(struct fg_text text, char *out)
{
    uint32_t size = 0, at = 0;

    while (at < text.size) {
        uint32_t start = at;
        int32_t point = utf8_next(text, &at);

        if (point < 0) break; /* callers hand over checked UTF-8 */
        if (point >= 0xFF01 && point <= 0xFF5E) point -= 0xFF01 - 0x21;
        if (point >= 'A' && point <= 'Z') point += 'a' - 'A';
        if (is_dropped(point)) continue;
        if (point < 0x80) {
            out[size++] = (char)point;
        } else {
            memcpy(out + size, text.bytes + start, at - start);
            size += at - start;
        }
    }
    return size;
}

bool text_contains(struct fg_text text, struct fg_text needle)
{
    return needle.size <= text.size &&
           memmem(text.bytes, text.size, needle.bytes, needle.size) != NULL;
}

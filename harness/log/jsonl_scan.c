/* SPDX-License-Identifier: Apache-2.0
 * A walk over the smallest parts of a JSON line, before json-c reads it.
 *
 * json-c merges a member that comes twice, makes U+FFFD of a lone surrogate, cuts a member's name
 * at U+0000, keeps an integer's value and not its text, and lets NaN and control characters pass.
 * So:
 * - members are counted, to be compared with how many json-c kept;
 * - numbers are checked and kept by their text, and json-c is given a 0 and blanks instead;
 * - a lone surrogate is noted; in a value it becomes \u0000, which no code and no event may hold,
 * so that the field is not taken for valid; in a name it becomes a private-use character;
 * - \u0000 in a name becomes \u0001: still a control character, but one that ends no C string. */
#include <string.h>

#include "base/text.h"
#include "harness.h"
#include "log/jsonl.h"

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_one_of(char byte, const char *set)
{
    return byte != '\0' && strchr(set, byte) != NULL;
}

static uint32_t digits_end(struct fg_text line, uint32_t at)
{
    while (at < line.size && is_digit(line.bytes[at])) at++;
    return at;
}

/* The end of the number at `at`; `at` itself if there is none by JSON's grammar. */
static uint32_t number_end(struct fg_text line, uint32_t at)
{
    uint32_t start = at, end;

    if (line.bytes[at] == '-') at++;
    end = digits_end(line, at);
    if (end == at || (line.bytes[at] == '0' && end > at + 1)) return start;
    at = end;
    if (at < line.size && line.bytes[at] == '.') {
        end = digits_end(line, at + 1);
        if (end == at + 1) return start;
        at = end;
    }
    if (at < line.size && (line.bytes[at] == 'e' || line.bytes[at] == 'E')) {
        at++;
        if (at < line.size && (line.bytes[at] == '+' || line.bytes[at] == '-')) at++;
        end = digits_end(line, at);
        if (end == at) return start;
        at = end;
    }
    return at;
}

static bool scan_number(struct json_scan *scan, struct fg_text line, uint32_t *at)
{
    uint32_t end = number_end(line, *at);

    if (end == *at) return false;
    if (scan->number_count == scan->number_capacity) {
        scan->number_capacity = scan->number_capacity * 2 + 64;
        scan->numbers = memory_grow(scan->numbers, scan->number_capacity, sizeof(*scan->numbers));
    }
    scan->numbers[scan->number_count++] = (struct fg_text){line.bytes + *at, end - *at, 0};
    memset(scan->copy + *at, ' ', end - *at);
    scan->copy[*at] = '0';
    *at = end;
    return true;
}

static bool scan_word(struct fg_text line, uint32_t *at)
{
    static const struct fg_text words[] = {{"null", 4, 0}, {"true", 4, 0}, {"false", 5, 0}};
    struct fg_text rest = {line.bytes + *at, line.size - *at, 0};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (text_starts(rest, words[i])) {
            *at += words[i].size;
            return true;
        }
    }
    return false;
}

/* The value of the four hexadecimal digits behind "\u" at `at`; -1 if there is no such escape. */
static int32_t escape_value(struct fg_text line, uint32_t at)
{
    int32_t value = 0;

    if (line.size - at < 6 || line.bytes[at] != '\\' || line.bytes[at + 1] != 'u') return -1;
    for (uint32_t i = at + 2; i < at + 6; i++) {
        char byte = line.bytes[i], lower = (char)(byte | 0x20);

        if (is_digit(byte)) {
            value = value * 16 + (byte - '0');
        } else if (lower >= 'a' && lower <= 'f') {
            value = value * 16 + (lower - 'a' + 10);
        } else {
            return -1;
        }
    }
    return value;
}

/* One \uXXXX at `at`, or two that make a pair: its end, or 0 if it is none. */
static uint32_t scan_escape(struct json_scan *scan, struct fg_text line, uint32_t at, bool is_name)
{
    int32_t value = escape_value(line, at);

    if (value < 0) return 0;
    if (value >= 0xD800 && value <= 0xDBFF && at + 6 < line.size) {
        int32_t second = escape_value(line, at + 6);

        if (second >= 0xDC00 && second <= 0xDFFF) return at + 12;
    }
    if (value >= 0xD800 && value <= 0xDFFF) {
        scan->lone_surrogate = true;
        if (is_name) {
            scan->copy[at + 2] = 'e';
        } else {
            memcpy(scan->copy + at + 2, "0000", 4);
        }
    } else if (value == 0 && is_name) {
        scan->copy[at + 5] = '1';
    }
    return at + 6;
}

/* The end of the string whose first quote is at `at`, behind its last quote; 0 if it has none. */
static uint32_t string_end(struct fg_text line, uint32_t at)
{
    for (at++; at < line.size; at++) {
        if (line.bytes[at] == '"') return at + 1;
        if ((unsigned char)line.bytes[at] < 0x20) return 0;
        if (line.bytes[at] == '\\') at++;
    }
    return 0;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static bool scan_string(struct json_scan *scan, struct fg_text line, uint32_t *at)
{
    uint32_t end = string_end(line, *at), behind = end;
    bool is_name;

    if (end == 0) return false;
    while (behind < line.size && is_blank(line.bytes[behind])) behind++;
    is_name = behind < line.size && line.bytes[behind] == ':';
    for (uint32_t i = *at + 1; i + 1 < end;) {
        if (line.bytes[i] != '\\') {
            i++;
        } else if (line.bytes[i + 1] != 'u') {
            if (!is_one_of(line.bytes[i + 1], "\"\\/bfnrt")) return false;
            i += 2;
        } else {
            i = scan_escape(scan, (struct fg_text){line.bytes, end, 0}, i, is_name);
            if (i == 0) return false;
        }
    }
    *at = end;
    return true;
}

static void begin(struct json_scan *scan, struct fg_text line)
{
    if (scan->copy_capacity < line.size) {
        scan->copy_capacity = (size_t)line.size * 2;
        scan->copy = memory_grow(scan->copy, scan->copy_capacity, 1);
    }
    if (line.size > 0) memcpy(scan->copy, line.bytes, line.size);
    scan->number_count = 0;
    scan->member_count = 0;
    scan->lone_surrogate = false;
}

bool json_scan(struct json_scan *scan, struct fg_text line)
{
    uint32_t at = 0;

    begin(scan, line);
    while (at < line.size) {
        char byte = line.bytes[at];
        bool good = true;

        if (byte == '"') {
            good = scan_string(scan, line, &at);
        } else if (byte == '-' || is_digit(byte)) {
            good = scan_number(scan, line, &at);
        } else if (byte == 'n' || byte == 't' || byte == 'f') {
            good = scan_word(line, &at);
        } else if (is_blank(byte) || is_one_of(byte, "{}[],:")) {
            if (byte == ':') scan->member_count++;
            at++;
        } else {
            good = false;
        }
        if (!good) return false;
    }
    return true;
}

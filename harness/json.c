/* SPDX-License-Identifier: Apache-2.0
 * What is written last tells whether a comma is needed: a bracket that opens stands outside of any
 * text only. */
#include "json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audit/bytes.h"
#include "base/date.h"
#include "base/text.h"

#define SECOND_NS INT64_C(1000000000)
#define DAY_SECONDS 86400
#define ZONE_SECONDS 28800

static void put(struct output *output, const char *text)
{
    output_text(output, text_of(text));
}

static void begin(struct output *output, const char *key)
{
    char last = '{';

    if (output->size > 0) last = output->bytes[output->size - 1];
    if (last != '{' && last != '[') put(output, ",");
    if (key == NULL) return;
    put(output, "\"");
    put(output, key);
    put(output, "\":");
}

void json_open(struct output *output, const char *key, char bracket)
{
    begin(output, key);
    output_text(output, (struct fg_text){&bracket, 1, 0});
}

void json_close(struct output *output, char bracket)
{
    output_text(output, (struct fg_text){&bracket, 1, 0});
}

static void put_character(struct output *output, struct fg_text text)
{
    unsigned char byte = (unsigned char)text.bytes[0];
    char escape[8];

    if (byte == '"' || byte == '\\') put(output, "\\");
    if (byte >= 0x20) {
        output_text(output, text);
        return;
    }
    snprintf(escape, sizeof(escape), "\\u%04x", byte);
    put(output, escape);
}

void json_text(struct output *output, const char *key, struct fg_text text)
{
    begin(output, key);
    put(output, "\"");
    for (uint32_t at = 0; at < text.size;) {
        uint32_t start = at;

        if (utf8_next(text, &at) < 0) {
            at = start + 1;
            put(output, "\xEF\xBF\xBD");
        } else {
            put_character(output, (struct fg_text){text.bytes + start, at - start, 0});
        }
    }
    put(output, "\"");
}

void json_number(struct output *output, const char *key, int64_t number)
{
    char digits[24];

    begin(output, key);
    snprintf(digits, sizeof(digits), "%" PRId64, number);
    put(output, digits);
}

void json_bool(struct output *output, const char *key, bool value)
{
    begin(output, key);
    put(output, value ? "true" : "false");
}

void money_format(int64_t fen, char out[static TIME_TEXT_SIZE])
{
    uint64_t magnitude = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;

    snprintf(out, TIME_TEXT_SIZE, "%s%" PRIu64 ".%02" PRIu64, fen < 0 ? "-" : "", magnitude / 100,
             magnitude % 100);
}

void json_money(struct output *output, const char *key, int64_t fen)
{
    char text[TIME_TEXT_SIZE];

    money_format(fen, text);
    json_text(output, key, text_of(text));
}

void json_micro(struct output *output, const char *key, int64_t micro)
{
    uint64_t magnitude = micro < 0 ? 0 - (uint64_t)micro : (uint64_t)micro;
    char text[TIME_TEXT_SIZE];
    struct fg_text number = {text, 0, 0};

    number.size =
        (uint32_t)snprintf(text, sizeof(text), "%s%" PRIu64 ".%06" PRIu64, micro < 0 ? "-" : "",
                           magnitude / 1000000, magnitude % 1000000);
    while (number.bytes[number.size - 1] == '0') number.size--;
    if (number.bytes[number.size - 1] == '.') number.size--;
    json_text(output, key, number);
}

void json_hex(struct output *output, const char *key, struct fg_text bytes)
{
    char digits[2];

    begin(output, key);
    put(output, "\"");
    for (uint32_t i = 0; i < bytes.size; i++) {
        hex_write((const unsigned char *)bytes.bytes + i, 1, digits);
        output_text(output, (struct fg_text){digits, 2, 0});
    }
    put(output, "\"");
}

void json_day(struct output *output, const char *key, int32_t day)
{
    char date[11];

    day_format(day, date);
    json_text(output, key, text_of(date));
}

void time_format(int64_t time_ns, char out[static TIME_TEXT_SIZE])
{
    int64_t seconds = time_ns / SECOND_NS, rest_ns = time_ns % SECOND_NS, second;
    char date[11], fraction[12] = "";
    size_t size;

    if (rest_ns < 0) {
        rest_ns += SECOND_NS;
        seconds--;
    }
    second = (seconds + ZONE_SECONDS) % DAY_SECONDS;
    if (second < 0) second += DAY_SECONDS;
    day_format(day_of_time(time_ns), date);
    if (rest_ns > 0) {
        size = (size_t)snprintf(fraction, sizeof(fraction), ".%09" PRId64, rest_ns);
        while (fraction[size - 1] == '0') fraction[--size] = '\0';
    }
    snprintf(out, TIME_TEXT_SIZE, "%sT%02d:%02d:%02d%s+08:00", date, (int)(second / 3600),
             (int)(second / 60 % 60), (int)(second % 60), fraction);
}

void json_time(struct output *output, const char *key, int64_t time_ns)
{
    char text[TIME_TEXT_SIZE];

    time_format(time_ns, text);
    json_text(output, key, text_of(text));
}

void json_line(struct output *output)
{
    put(output, "\n");
    fwrite(output->bytes, 1, output->size, stdout);
    output->size = 0;
}

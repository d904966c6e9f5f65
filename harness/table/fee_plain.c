/* SPDX-License-Identifier: Apache-2.0
 * The many ways to write one and the same, made one. */
#include "output.h"
#include "table/book.h"
#include "table/fee_read.h"

struct spelling {
    const char *from, *to;
};

/* Commas and stops of Chinese part words; only an ASCII comma may stand inside of a number. */
static const struct spelling spellings[] = {
    {"、", ";"}, {"，", ";"}, {"；", ";"}, {"。", ";"}, {"～", "-"},      {"~", "-"},
    {"—", "-"},  {"–", "-"},  {"−", "-"},  {"〜", "-"}, {"㎡", "平方米"}, {"m²", "平方米"},
};

/* A full-width form of ASCII: its character, else 0. */
static char half_width(struct fg_text text)
{
    uint32_t at = 0;
    int32_t point = utf8_next(text, &at);

    if (point < 0xFF01 || point > 0xFF5E) return '\0';
    return (char)(point - 0xFEE0);
}

/* Adds the character that `rest` begins with; how many bytes it took. */
static uint32_t put_plain(struct fg_text rest, struct output *plain)
{
    uint32_t size = 0;
    char half = half_width(rest);

    for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
        struct fg_text from = text_of(spellings[i].from);

        if (!text_starts(rest, from)) continue;
        output_text(plain, text_of(spellings[i].to));
        return from.size;
    }
    if (utf8_next(rest, &size) < 0) size = 1;
    if (half != '\0') {
        output_text(plain, (struct fg_text){&half, 1, 0});
    } else {
        output_text(plain, (struct fg_text){rest.bytes, size, 0});
    }
    return size;
}

static bool is_figure(char byte)
{
    return (byte >= '0' && byte <= '9') || byte == '.';
}

static bool begins_figure(struct fg_text text)
{
    char first = half_width(text);

    if (first == '\0') first = text.bytes[0];
    return is_figure(first);
}

/* Blanks go, but never so that two numbers become one. */
void fee_plain(struct fg_text words, struct output *plain)
{
    struct fg_text rest = text_trim(words);

    while (rest.size > 0) {
        struct fg_text next;
        uint32_t taken = put_plain(rest, plain);

        rest = (struct fg_text){rest.bytes + taken, rest.size - taken, 0};
        next = text_skip(rest);
        if (next.size > 0 && next.bytes != rest.bytes && plain->size > 0 &&
            is_figure(plain->bytes[plain->size - 1]) && begins_figure(next)) {
            output_text(plain, TEXT(" "));
        }
        rest = next;
    }
    while (plain->size > 0 && strchr(".;,", plain->bytes[plain->size - 1]) != NULL) plain->size--;
}

/* SPDX-License-Identifier: Apache-2.0
 * How workbooks write characters that XML cannot hold. */
#include "table/xlsx.h"

#define ESCAPE_SIZE 7 /* of _xHHHH_ */

int32_t xlsx_escape_at(struct fg_text text)
{
    static const char digits[] = "0123456789ABCDEF";
    int32_t value = 0;

    if (text.size < ESCAPE_SIZE || text.bytes[0] != '_' || text.bytes[1] != 'x' ||
        text.bytes[ESCAPE_SIZE - 1] != '_') {
        return -1;
    }
    for (int i = 2; i < ESCAPE_SIZE - 1; i++) {
        char byte = text.bytes[i];
        const char *found;

        if (byte >= 'a' && byte <= 'f') byte = (char)(byte - 'a' + 'A');
        found = byte == '\0' ? NULL : strchr(digits, byte);
        if (found == NULL) return -1;
        value = value * 16 + (int32_t)(found - digits);
    }
    return value;
}

/* A character of the basic plane as UTF-8. A lone surrogate comes out as what is no UTF-8, and is
 * found as such later. */
static void put_character(int32_t point, struct output *output)
{
    char bytes[3] = {(char)point};
    uint32_t size = 1;

    if (point >= 0x800) {
        bytes[0] = (char)(0xE0 | (point >> 12));
        bytes[1] = (char)(0x80 | ((point >> 6) & 0x3F));
        bytes[2] = (char)(0x80 | (point & 0x3F));
        size = 3;
    } else if (point >= 0x80) {
        bytes[0] = (char)(0xC0 | (point >> 6));
        bytes[1] = (char)(0x80 | (point & 0x3F));
        size = 2;
    }
    output_text(output, (struct fg_text){bytes, size, 0});
}

void xlsx_unescape(struct fg_text text, struct output *output)
{
    uint32_t at = 0;

    while (at < text.size) {
        struct fg_text rest = {text.bytes + at, text.size - at, 0};
        int32_t point = xlsx_escape_at(rest);

        if (point < 0) {
            output_text(output, (struct fg_text){rest.bytes, 1, 0});
            at++;
        } else {
            put_character(point, output);
            at += ESCAPE_SIZE;
        }
    }
}

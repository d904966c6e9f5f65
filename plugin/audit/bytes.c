/* SPDX-License-Identifier: Apache-2.0
 * Written and read strictly. */
#include "audit/bytes.h"

static const char base64url_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void base64url_write(const unsigned char *bytes, size_t size, char *out)
{
    uint32_t pending = 0;
    unsigned bits = 0;

    for (size_t i = 0; i < size; i++) {
        pending = (pending << 8 | bytes[i]) & 0xFFFF;
        for (bits += 8; bits >= 6; bits -= 6) *out++ = base64url_digits[pending >> (bits - 6) & 63];
    }
    if (bits > 0) *out = base64url_digits[pending << (6 - bits) & 63];
}

static int base64url_value(char digit)
{
    if (digit >= 'A' && digit <= 'Z') return digit - 'A';
    if (digit >= 'a' && digit <= 'z') return digit - 'a' + 26;
    if (digit >= '0' && digit <= '9') return digit - '0' + 52;
    if (digit == '-') return 62;
    return digit == '_' ? 63 : -1;
}

bool base64url_read(const char *text, size_t size, unsigned char *out)
{
    size_t characters = BASE64URL_SIZE(size);
    uint32_t pending = 0;
    unsigned bits = 0;

    for (size_t i = 0; i < characters; i++) {
        int value = base64url_value(text[i]);

        if (value < 0) return false;
        pending = (pending << 6 | (uint32_t)value) & 0xFFFF;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            *out++ = (unsigned char)(pending >> bits);
        }
    }
    return (pending & ((1U << bits) - 1)) == 0;
}

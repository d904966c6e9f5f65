/* SPDX-License-Identifier: Apache-2.0
 * Both alphabets, written and read strictly. */
#include "audit/bytes.h"

static const char hex_digits[] = "0123456789abcdef";
static const char base64url_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void hex_write(const unsigned char *bytes, size_t size, char *out)
{
    for (size_t i = 0; i < size; i++) {
        out[2 * i] = hex_digits[bytes[i] >> 4];
        out[2 * i + 1] = hex_digits[bytes[i] & 15];
    }
}

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    return -1;
}

bool hex_read(const char *text, size_t size, unsigned char *out)
{
    for (size_t i = 0; i < size; i++) {
        int high = hex_value(text[2 * i]);
        int low = hex_value(text[2 * i + 1]);

        if (high < 0 || low < 0) return false;
        out[i] = (unsigned char)(high * 16 + low);
    }
    return true;
}

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

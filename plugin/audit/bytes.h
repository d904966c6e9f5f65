/* SPDX-License-Identifier: Apache-2.0
 * Numbers as little-endian bytes, and bytes as base64url or hexadecimal (base/hex.h): what leaves
 * the process must read the same on every machine. */
#ifndef FEEGUARD_AUDIT_BYTES_H
#define FEEGUARD_AUDIT_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hex.h" /* their readers write hexadecimal, too */

/* Characters of `size` bytes in base64url without padding. */
#define BASE64URL_SIZE(size) (((size)*4 + 2) / 3)

static inline void bytes_put_u32(unsigned char out[static 4], uint32_t value)
{
    for (unsigned i = 0; i < 4; i++) out[i] = (unsigned char)(value >> (8 * i));
}

static inline void bytes_put_u64(unsigned char out[static 8], uint64_t value)
{
    for (unsigned i = 0; i < 8; i++) out[i] = (unsigned char)(value >> (8 * i));
}

static inline uint32_t bytes_u32(const unsigned char bytes[static 4])
{
    uint32_t value = 0;

    for (unsigned i = 0; i < 4; i++) value |= (uint32_t)bytes[i] << (8 * i);
    return value;
}

static inline uint64_t bytes_u64(const unsigned char bytes[static 8])
{
    uint64_t value = 0;

    for (unsigned i = 0; i < 8; i++) value |= (uint64_t)bytes[i] << (8 * i);
    return value;
}

/* Writes BASE64URL_SIZE(size) characters; no NUL. */
void base64url_write(const unsigned char *bytes, size_t size, char *out);
/* Reads exactly BASE64URL_SIZE(size) characters. Refuses set bits behind the last byte: one
 * spelling for each value. */
bool base64url_read(const char *text, size_t size, unsigned char *out);

#endif

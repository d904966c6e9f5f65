/* SPDX-License-Identifier: Apache-2.0
 * Texts: comparing, UTF-8, codes, decimals, and the folding of semantics section 8. */
#ifndef FEEGUARD_BASE_TEXT_H
#define FEEGUARD_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "feeguard/text.h"

#define TEXT(literal) ((struct fg_text){(literal), (uint32_t)(sizeof(literal) - 1), 0})

static inline struct fg_text text_of(const char *string)
{
    return (struct fg_text){string, (uint32_t)strlen(string), 0};
}

static inline bool text_equal(struct fg_text a, struct fg_text b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.bytes, b.bytes, a.size) == 0);
}

/* Byte order. */
int text_compare(struct fg_text a, struct fg_text b);
bool text_starts(struct fg_text text, struct fg_text prefix);

/* Decodes one code point at `at` and moves past it; -1 on malformed UTF-8. */
int32_t utf8_next(struct fg_text text, uint32_t *at);
bool text_is_utf8(struct fg_text text);

/* 1 ... 64 bytes of UTF-8 without control characters (C0, DEL, C1). */
bool text_is_code(struct fg_text text);

/* UTF-8, at most 1024 bytes. */
bool text_is_text(struct fg_text text);

/* Digits, optional point and 1 ... `places` digits; the value times 10^places. False when malformed
 * or above `max` (also scaled). */
bool decimal_parse(struct fg_text text, int places, int64_t max, int64_t *scaled);

/* An optional minus, digits, optional point and digits, of any length: what conditions compare. */
bool decimal_is_number(struct fg_text text);
/* Order of two such numbers: negative, 0, positive. */
int decimal_compare(struct fg_text a, struct fg_text b);

/* Folds for keyword search: full-width ASCII to ASCII, lower case, then white space and punctuation
 * are dropped. `out` holds at least text.size bytes. Returns the folded size. */
uint32_t text_fold(struct fg_text text, char *out);

/* Whether `needle` (not empty) occurs in `text`. */
bool text_contains(struct fg_text text, struct fg_text needle);

#endif

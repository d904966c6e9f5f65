/* SPDX-License-Identifier: Apache-2.0
 * Text as the contract passes it: a pointer and a length, UTF-8, not NUL-terminated. */
#ifndef FEEGUARD_TEXT_H
#define FEEGUARD_TEXT_H

#include <stdint.h>

/* An empty text (size 0, any pointer) is an absent one everywhere in the contract. */
struct fg_text {
    const char *bytes;
    uint32_t size;     /* bytes, not characters */
    uint32_t reserved; /* zero; not looked at */
};

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Bytes as hexadecimal: lower case only, one spelling for each value. */
#ifndef FEEGUARD_BASE_HEX_H
#define FEEGUARD_BASE_HEX_H

#include <stdbool.h>
#include <stddef.h>

/* Two digits a byte; no NUL. */
void hex_write(const unsigned char *bytes, size_t size, char *out);
/* Reads exactly 2 * `size` digits. */
bool hex_read(const char *text, size_t size, unsigned char *out);

#endif

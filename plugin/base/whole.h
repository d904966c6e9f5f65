/* SPDX-License-Identifier: Apache-2.0
 * Reading and writing all of something, in however many pieces the system does it. */
#ifndef FEEGUARD_BASE_WHOLE_H
#define FEEGUARD_BASE_WHOLE_H

#include <stdbool.h>
#include <stddef.h>

/* Reads until `size` bytes are there or the file ends; *used is how many. False with errno. */
bool whole_read(int descriptor, void *bytes, size_t size, size_t *used);

/* Writes every byte. False with errno; some may be written then. */
bool whole_write(int descriptor, const void *bytes, size_t size);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Reading one of this room's files whole. */
#ifndef FEEGUARD_TRUST_SMALL_FILE_H
#define FEEGUARD_TRUST_SMALL_FILE_H

#include <stddef.h>

#include "base/arena.h"

/* 0, or the errno of why not: EFBIG above `size_max`, ENOMEM with the arena failed. Not followed
 * into pipes and devices. The bytes have a NUL behind them. */
int small_file_read(struct arena *arena, const char *path, size_t size_max, struct fg_text *bytes);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Standards in the words of a published list, in Chinese. A word that fee_read understands is read
 * back as what it was written from. */
#ifndef HARNESS_TABLE_FEE_WRITE_H
#define HARNESS_TABLE_FEE_WRITE_H

#include "rules/schedule.h"

struct output;

/* All versions, a line for each case. */
void fee_write_standards(struct output *output, const struct standard *standards, uint32_t count);

/* "中央" ...; "" for LEVEL_NONE. */
const char *fee_write_level(enum level level);

#endif

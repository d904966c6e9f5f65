/* SPDX-License-Identifier: Apache-2.0
 * What the files of the cubes share; nobody else includes it. */
#ifndef HARNESS_DIFF_CUBES_INTERNAL_H
#define HARNESS_DIFF_CUBES_INTERNAL_H

#include "diff/cubes.h"

#define CUBE_WORD_BITS 32U

/* Words of bits that an attribute takes. */
uint32_t cube_words_for(const struct cell_attribute *attribute);
bool cube_has(const uint32_t *bits, uint32_t at);
/* Whether the attribute makes no difference. */
bool cube_has_all(const struct cell_attribute *attribute, const uint32_t *bits);
/* Where nothing but numbers is asked for, what is no number is as good as absent: one class. */
bool cube_absent_is_wide(const struct cell_attribute *attribute);

#endif

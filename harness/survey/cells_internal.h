/* SPDX-License-Identifier: Apache-2.0
 * What the files of the cells share; nobody else includes it. */
#ifndef HARNESS_SURVEY_CELLS_INTERNAL_H
#define HARNESS_SURVEY_CELLS_INTERNAL_H

#include "survey/cells.h"

struct cell_offer {
    struct attribute_name name;
    struct fg_text value;
};

/* ---- decimal texts (cells_numbers.c); results lie in the arena ---- */

/* A number above, and one below. */
struct fg_text number_above(struct arena *arena, struct fg_text number);
struct fg_text number_below(struct arena *arena, struct fg_text number);
/* The smallest multiple of 10^-places above a number that is not negative. */
struct fg_text number_next(struct arena *arena, struct fg_text number, uint32_t places);
/* A number strictly between two: with digits behind those of the first, or of the second where
 * both are below 0. */
struct fg_text number_between(struct arena *arena, struct fg_text low, struct fg_text high);
/* The same number in another text: a zero in front, or behind. */
struct fg_text number_with_zero(struct arena *arena, struct fg_text number, bool in_front);

/* ---- classes (cells_classes.c) ---- */

/* All tests of all conditions on one name. */
struct cell_tests {
    struct attribute_name name;
    const struct test **list;
    uint32_t count;
};

/* Fills attribute->classes. */
enum cells_result cell_classes_find(struct cells *cells, const struct cell_tests *tests,
                                    struct cell_attribute *attribute);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Sets of leaves of a walk (survey/cells.h), put together again: leaves with the same outcome that
 * differ in the class of one attribute become one with both classes. */
#ifndef HARNESS_DIFF_CUBES_H
#define HARNESS_DIFF_CUBES_H

#include "output.h"
#include "survey/cells.h"
#include "words/words.h"

/* For each attribute the classes it may have, as bits; all where it makes no difference. */
struct cubes {
    const struct cells *cells;
    uint32_t **list;
    uint32_t count;
};

/* In the arena of the caller; false: no memory. */
bool cubes_add(struct cubes *cubes, struct arena *arena, const struct cell_leaf *leaf);
void cubes_join(struct cubes *cubes);
/* All of them for programs: a list each, without the brackets of a list around them; see
 * "cases" in harness/README.md. Before cubes_put, which takes the classes out. */
void cubes_json(const struct cubes *cubes, struct output *output);
/* All of them in words, nothing where they are all charges. */
void cubes_put(const struct cubes *cubes, const struct words *words, int32_t language,
               struct buffer *out);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * One row's element as the loader reads it: whether its structure is right, and what it says in
 * words. Export writes those words; import writes them again and compares. */
#ifndef HARNESS_TABLE_READING_H
#define HARNESS_TABLE_READING_H

#include <libxml/tree.h>

#include "base/arena.h"
#include "rules/schedule.h"
#include "table/layout.h"

struct output;

struct reading {
    struct arena arena;
    struct document document; /* holds this one element */
    uint64_t fault_count;
    char fault_zh[512], fault_en[512]; /* the first one */
};

/* Ends the program when memory runs out. */
void reading_take(struct reading *reading, const struct layout *layout, xmlNodePtr node);
void reading_free(struct reading *reading);

/* Adds what a COLUMN_WORDS column says. `draft` is the whole document: bases are looked up in it.
 */
void reading_words(const struct reading *reading, xmlDocPtr draft, xmlNodePtr node,
                   const char *which, struct output *output);

#endif

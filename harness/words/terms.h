/* SPDX-License-Identifier: Apache-2.0
 * What the codes of a schedule are called in Chinese: a list that lies beside the documents.
 *
 * The vocabulary names attributes, values, departments and regions by codes; people read names. A
 * term list is a CSV with the columns name, value, items, label:
 *   name,value,items,label
 *   use,,,房屋用途                       an attribute
 *   use,residential,,住宅                one of its values
 *   article,54,CN-FINE-CONSTRUCTION,...  a value as these items mean it
 *   sales,(unit),,元                     what its numbers count
 *   department,court,,法院               also region, category, subject, period.group
 * A line whose first cell begins with # is a comment. What no line names is shown as its code. */
#ifndef HARNESS_WORDS_TERMS_H
#define HARNESS_WORDS_TERMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"

#define TERMS_SIZE_MAX (4U * 1024U * 1024U) /* bytes of a list */
#define TERM_UNIT "(unit)"

struct term {
    struct fg_text name, value, items, label;
};

/* Zeroed is the empty list. */
struct terms {
    struct arena arena;
    struct term *list; /* by name, value; those for named items first */
    size_t count;
};

/* Reads a list. False: what is wrong was told on standard error as file:line: error: ... */
bool terms_read(struct terms *terms, const char *file);
/* The list that lies beside the documents in a directory; an empty one where there is none. */
bool terms_read_beside(struct terms *terms, const char *directory);
void terms_free(struct terms *terms);

/* What an item (size 0: none) means by a name, or by one of its values (size 0: the name itself).
 * Size 0: no line names it. */
struct fg_text terms_label(const struct terms *terms, struct fg_text item, struct fg_text name,
                           struct fg_text value);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * A charge in the words of a published list ("1.4元/平方米", "按合同价的2%,最高80万元") as a
 * tariff: only where the words have one meaning. Whatever it does not know all of, it does not
 * read. */
#ifndef HARNESS_TABLE_FEE_READ_H
#define HARNESS_TABLE_FEE_READ_H

#include <stdbool.h>

#include "base/text.h"

struct output;

enum fee_result {
    FEE_READ,
    FEE_UNCLEAR, /* not words that are known */
    FEE_PARTS,   /* several charges: which applies when is not said in a way to compute with */
    FEE_NUMBER   /* a number without its unit */
};

/* What a table says of all its figures. */
struct fee_table {
    struct fg_text
        unit;       /* the column's title, or a column beside it: "元", "元/件", "件"; size 0 */
    bool is_scaled; /* a caption says that money is in 万元 or the like */
};

/* Adds the elements inside of <case>. */
enum fee_result fee_read(struct fg_text words, const struct fee_table *table, struct output *xml);

/* Adds a text without blanks, with ASCII for full-width forms and one sign for each of the many
 * that mean the same. */
void fee_plain(struct fg_text words, struct output *plain);

#endif

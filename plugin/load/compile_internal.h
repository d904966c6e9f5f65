/* SPDX-License-Identifier: Apache-2.0
 * What the files of the compiler share; nobody else includes it. */
#ifndef FEEGUARD_LOAD_COMPILE_INTERNAL_H
#define FEEGUARD_LOAD_COMPILE_INTERNAL_H

#include "load/compile.h"
#include "rules/snapshot.h"

struct compiler {
    struct arena *arena;
    struct document **documents; /* by id and serial */
    size_t document_count;
    struct faults *faults;
    struct bundle *bundle;
};

/* All return false when memory ran out; a limit that is exceeded is a fault. */

/* compile_names.c: holds the attribute names that rules can find missing to their limit. */
bool compile_names(struct compiler *compiler);

/* compile_uses.c: by which keys charges will be asked for, over all versions. */
bool compile_uses(struct compiler *compiler);

/* compile_localities.c: which documents are in effect where. */
bool compile_localities(struct compiler *compiler, struct snapshot *snapshot);

/* compile_tables.c: the tables of one snapshot, whose documents are chosen. */
bool compile_units(struct compiler *compiler, struct snapshot *snapshot);
bool compile_items(struct compiler *compiler, struct snapshot *snapshot);
bool compile_lists(struct compiler *compiler, struct snapshot *snapshot);

/* compile_derived.c: holds derived tariffs to a number and a depth; what exceeds them is a fault.
 */
void compile_derived(struct compiler *compiler, const struct snapshot *snapshot);

/* Reports that a named limit of the tables is exceeded. */
void compile_limit(struct compiler *compiler, const struct document *document, uint32_t line,
                   const char *limit);
uint32_t item_cumulative(const struct item *item);
uint32_t amendment_cumulative(const struct amendment *amendment);

/* The item's <uniform> in canonical form; NULL without memory. */
const struct uniform_key *uniform_compile(struct arena *arena, const struct item *item);

#endif

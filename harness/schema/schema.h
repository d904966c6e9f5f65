/* SPDX-License-Identifier: Apache-2.0
 * The published schema (schedules/feeguard.xsd, embedded in the program) as a second opinion on
 * documents that broke no rule of ours: what a bureau checks with the schema and what the library
 * accepts must be the same. The library itself does without: its own table of the vocabulary
 * (load/vocabulary.c) says what is wrong in the bureau's words, and libxml2's validator takes as
 * long as all the rest of loading. */
#ifndef HARNESS_SCHEMA_SCHEMA_H
#define HARNESS_SCHEMA_SCHEMA_H

#include "base/arena.h"
#include "load/faults.h"

struct schema;

/* Compiles the schema. NULL when memory ran out. Closed by schema_close, which accepts NULL. */
struct schema *schema_open(void);
void schema_close(struct schema *schema);

/* Validates one file as a stream and reports what the schema has against it, each with the line on
 * which the tag ends. False when memory ran out. */
bool schema_check(struct schema *schema, struct fg_text file, struct fg_text bytes,
                  struct faults *faults);

#endif

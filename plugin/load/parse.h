/* SPDX-License-Identifier: Apache-2.0
 * From the bytes of one file to one struct document. */
#ifndef FEEGUARD_LOAD_PARSE_H
#define FEEGUARD_LOAD_PARSE_H

#include "base/arena.h"
#include "load/faults.h"
#include "rules/schedule.h"

struct schema;

/* Parses `bytes` as a stream, reports every structural fault, and fills *document as far as it can:
 * values that were refused are left out or at their default, so that lint can go on with the rest
 * of the bundle. True when the document may take part in lint: its root was a <schedule> that was
 * read to its end. `file` is the name for messages; it is copied into the arena, whose `failed`
 * says afterwards whether memory ran out. */
bool document_parse(struct arena *arena, struct fg_text file, struct fg_text bytes,
                    struct faults *faults, struct document *document);

/* The same, and shows the document to the published schema on the way. What the schema has against
 * a document in which nothing else was wrong is kept for schema_report. */
bool document_parse_with(struct schema *schema, struct arena *arena, struct fg_text file,
                         struct fg_text bytes, struct faults *faults, struct document *document);

#endif

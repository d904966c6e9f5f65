/* SPDX-License-Identifier: Apache-2.0
 * From the bytes of one file to one struct document. */
#ifndef FEEGUARD_LOAD_PARSE_H
#define FEEGUARD_LOAD_PARSE_H

#include "base/arena.h"
#include "load/faults.h"
#include "rules/schedule.h"

/* Parses `bytes` as a stream, reports every structural fault, and fills *document as far as it can:
 * values that were refused are left out or at their default, so that lint can go on with the rest
 * of the bundle. True when the document may take part in lint: its root was a <schedule> that was
 * read to its end. `file` is the name for messages; it is copied into the arena, whose `failed`
 * says afterwards whether memory ran out. */
bool document_parse(struct arena *arena, struct fg_text file, struct fg_text bytes,
                    struct faults *faults, struct document *document);

#endif

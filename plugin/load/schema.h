/* SPDX-License-Identifier: Apache-2.0
 * The published schema (schedules/feeguard.xsd, embedded in the library) as a second opinion on
 * documents that broke no rule of ours: what a bureau checks with the schema and what the library
 * accepts must be the same. */
#ifndef FEEGUARD_LOAD_SCHEMA_H
#define FEEGUARD_LOAD_SCHEMA_H

#include <libxml/parser.h>

#include "base/arena.h"
#include "load/faults.h"

struct schema;

/* Compiles the schema. NULL when memory ran out. Closed by schema_close, which accepts NULL. */
struct schema *schema_open(void);
void schema_close(struct schema *schema);

/* Validation of one document as a stream: begin, its events, end. Between begin and end the events
 * of schema_events are called with schema_user. */
bool schema_begin(struct schema *schema, struct fg_text file); /* false: no memory */
const xmlSAXHandler *schema_events(const struct schema *schema);
void *schema_user(const struct schema *schema);
void schema_at(struct schema *schema, uint32_t line); /* the line of the next event */

/* Ends the document. `keep` says that its complaints, if any, are to be reported: the whole of it
 * was shown to the schema. False when memory ran out. */
bool schema_end(struct schema *schema, bool keep);

/* Reports the complaints about all documents so far. */
void schema_report(const struct schema *schema, struct faults *faults);

#endif

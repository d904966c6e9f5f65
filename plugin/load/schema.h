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

/* A tag as SAX2 gives it; of an end tag only the first three. */
struct schema_tag {
    const xmlChar *name, *prefix, *uri;
    int namespace_count;
    const xmlChar **namespaces;
    int attribute_count, default_count;
    const xmlChar **attributes;
};

/* Validation of one document as a stream: begin, its events, end. The events may stop anywhere; the
 * names in them live until the end. `line` is that of the element each time. */
bool schema_begin(struct schema *schema, struct fg_text file); /* false: no memory */
void schema_element(struct schema *schema, const struct schema_tag *tag, uint32_t line);
void schema_text(struct schema *schema, const xmlChar *bytes, int size);
void schema_element_end(struct schema *schema, const struct schema_tag *tag, uint32_t line);

/* Ends the document. `keep` says that what the schema has against it is to be reported: all of it
 * was shown. False when memory ran out. */
bool schema_end(struct schema *schema, bool keep);

/* Reports the complaints about all documents so far. */
void schema_report(const struct schema *schema, struct faults *faults);

#endif

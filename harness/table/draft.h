/* SPDX-License-Identifier: Apache-2.0
 * A schedule document as an XML tree that is taken apart into a table, or built from one. Elements
 * carry no namespace while they are in the tree; the root declares it when it is written. */
#ifndef HARNESS_TABLE_DRAFT_H
#define HARNESS_TABLE_DRAFT_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "base/text.h"

struct output;

/* All of these end the program when memory runs out. */

/* The tree of a document that document_parse has read to its end. NULL: it is not well-formed. */
xmlDocPtr draft_read(struct fg_text bytes);
/* An empty schedule. */
xmlDocPtr draft_new(void);

/* The root's section of this name; NULL if there is none. */
xmlNodePtr draft_section(xmlDocPtr draft, const char *name);
/* The same, made if there is none. */
xmlNodePtr draft_need_section(xmlDocPtr draft, const char *name);

xmlNodePtr draft_add(xmlNodePtr parent, const char *name);
void draft_comment(xmlNodePtr parent, struct fg_text text);
void draft_set(xmlNodePtr node, const char *name, struct fg_text value);
/* Lives as long as the attribute; false if it is absent. */
bool draft_get(xmlNodePtr node, const char *name, struct fg_text *value);
bool draft_is(const xmlNode *node, const char *name); /* an element of this name */

/* Puts elements that are written as text into `parent`. False, and nothing was put: it is no XML.
 */
bool draft_fragment(xmlNodePtr parent, struct fg_text text);
/* Adds the text of an element: as in the document, without blanks between elements. */
void draft_text(xmlNodePtr node, struct output *output);
/* Adds the whole document, indented. */
void draft_write(xmlDocPtr draft, struct output *output);

#endif

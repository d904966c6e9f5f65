/* SPDX-License-Identifier: Apache-2.0
 * Comments that no exact column carries: what stands before the document, between its sections, its
 * rows, and the parts of a row. They have a sheet of their own, which says before which element
 * each stands, so that a table brings them back. */
#ifndef HARNESS_TABLE_COMMENTS_H
#define HARNESS_TABLE_COMMENTS_H

#include <libxml/tree.h>

#include "table/import.h"

#define COMMENT_SHEET "注释"

/* Adds the sheet where the document has such comments. */
void comments_export(struct book *book, xmlDocPtr draft);
/* Puts the comments of the sheet into a draft that has all else. */
void comments_import(struct import *import, struct sheet *sheet);

#endif

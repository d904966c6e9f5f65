/* SPDX-License-Identifier: Apache-2.0
 * 管理方式 has no place in the vocabulary: it lives in a comment inside the item, so that it comes
 * back in the next table. */
#ifndef HARNESS_TABLE_MANAGEMENT_H
#define HARNESS_TABLE_MANAGEMENT_H

#include <libxml/tree.h>

#include "base/text.h"

struct output;

void management_note(xmlNodePtr item, struct fg_text text);
/* The comment; NULL: there is none. */
xmlNodePtr management_find(xmlNodePtr item);
void management_words(xmlNodePtr item, struct output *output);

#endif

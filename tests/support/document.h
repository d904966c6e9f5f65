/* SPDX-License-Identifier: Apache-2.0
 * One document as the library reads it, held beside the published schema: what the library takes
 * the schema must take. */
#ifndef TESTS_SUPPORT_DOCUMENT_H
#define TESTS_SUPPORT_DOCUMENT_H

#include "support/test.h"

#include "load/parse.h"

/* document_parse; what was read to its end without a fault is shown to the schema as well. */
bool document_read(struct arena *arena, struct fg_text file, struct fg_text bytes,
                   struct faults *faults, struct document *document);

#endif

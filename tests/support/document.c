/* SPDX-License-Identifier: Apache-2.0
 * The parser, then the schema. */
#include "support/document.h"

#include "schema/schema.h"

bool document_read(struct arena *arena, struct fg_text file, struct fg_text bytes,
                   struct faults *faults, struct document *document)
{
    uint64_t before = faults->count;
    bool is_complete = document_parse(arena, file, bytes, faults, document);
    struct schema *schema;

    if (!is_complete || faults->count > before) return is_complete;
    schema = schema_open();
    assert_non_null(schema);
    assert_true(schema_check(schema, file, bytes, faults));
    schema_close(schema);
    return true;
}

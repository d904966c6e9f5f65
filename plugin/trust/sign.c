/* SPDX-License-Identifier: Apache-2.0
 * A statement is written as the reader will write it again, then signed with the document behind
 * it.
 */
#include "trust/sign.h"

#define SECOND_NS INT64_C(1000000000)

static struct fg_text buffer_text(struct arena *arena, struct buffer *buffer)
{
    struct fg_text text = {0};

    if (buffer->failed) {
        arena->failed = true;
    } else {
        text = arena_text(arena,
                          (struct fg_text){(const char *)buffer->bytes, (uint32_t)buffer->size, 0});
    }
    buffer_free(buffer);
    return text;
}

bool signature_make(struct arena *arena, const struct signing *signing, struct fg_text document,
                    struct signature_block *block)
{
    struct signed_bytes bytes = {.document = document};
    unsigned char *signature = arena_take(arena, KEY_SIGNATURE_MAX);
    struct statement *statement = &block->statement;
    struct buffer buffer;
    size_t size;

    *block = (struct signature_block){.certificates = signing->certificates,
                                      .certificate_count = signing->certificate_count};
    *statement = (struct statement){.kind = signing->kind,
                                    .role = signing->role,
                                    .signed_ns = signing->signed_ns / SECOND_NS * SECOND_NS,
                                    .algorithm = signing->algorithm,
                                    .has_predecessor = signing->has_predecessor,
                                    .predecessor = signing->predecessor};
    if (!fingerprint_of(document, &statement->document) ||
        !certificates_digest(signing->certificates, signing->certificate_count,
                             &statement->certificates)) {
        return false;
    }
    buffer_init(&buffer);
    statement_write(&buffer, statement);
    block->statement_bytes = buffer_text(arena, &buffer);
    if (signature == NULL || arena->failed) return false;
    bytes.statement = block->statement_bytes;
    if (!key_sign(signing->key, signing->algorithm, &bytes, signature, &size)) return false;
    block->signature = (struct fg_text){(const char *)signature, (uint32_t)size, 0};
    return true;
}

/* SPDX-License-Identifier: Apache-2.0
 * Writing a signature file: the one spelling of it. */
#include <openssl/err.h>
#include <openssl/evp.h>

#include "base/date.h"
#include "base/hex.h"
#include "base/text.h"
#include "trust/signature_file.h"

static void add(struct buffer *buffer, const char *string)
{
    buffer_add(buffer, string, strlen(string));
}

static void add_line(struct buffer *buffer, const char *word, struct fg_text value)
{
    add(buffer, word);
    buffer_add(buffer, value.bytes, value.size);
    add(buffer, "\n");
}

static void add_digest(struct buffer *buffer, const char *word, const struct fingerprint *digest)
{
    char digits[2 * FINGERPRINT_SIZE];

    hex_write(digest->bytes, FINGERPRINT_SIZE, digits);
    add(buffer, word);
    add(buffer, " sha256:");
    buffer_add(buffer, digits, sizeof(digits));
    add(buffer, "\n");
}

const char *signed_kind_name(enum signed_kind kind)
{
    return kind == SIGNED_ORDER ? "order" : "schedule";
}

void statement_write(struct buffer *buffer, const struct statement *statement)
{
    char time[INSTANT_SIZE];

    instant_format(statement->signed_ns, time);
    add(buffer, "statement 1\n");
    add_line(buffer, "kind ", text_of(signed_kind_name(statement->kind)));
    add_line(buffer, "role ", statement->role);
    add_line(buffer, "signed ", text_of(time));
    add_line(buffer, "algorithm ", text_of(algorithm_name(statement->algorithm)));
    add_digest(buffer, "document", &statement->document);
    if (statement->has_predecessor) {
        add_digest(buffer, "predecessor", &statement->predecessor);
    } else {
        add(buffer, "predecessor none\n");
    }
    add_digest(buffer, "certificates", &statement->certificates);
}

/* 48 bytes become a line of 64 characters. */
static void add_base64(struct buffer *buffer, struct fg_text bytes)
{
    unsigned char line[65];

    for (uint32_t at = 0; at < bytes.size; at += 48) {
        int size = bytes.size - at < 48 ? (int)(bytes.size - at) : 48;

        buffer_add(buffer, line,
                   (size_t)EVP_EncodeBlock(line, (const unsigned char *)bytes.bytes + at, size));
        add(buffer, "\n");
    }
}

void signature_file_write(struct buffer *buffer, const struct signature_file *file)
{
    add(buffer, "feeguard signatures 1\n");
    for (uint32_t i = 0; i < file->block_count; i++) {
        const struct signature_block *block = &file->blocks[i];

        statement_write(buffer, &block->statement);
        add(buffer, "signature\n");
        add_base64(buffer, block->signature);
        for (uint32_t j = 0; j < block->certificate_count; j++) {
            add(buffer, "-----BEGIN CERTIFICATE-----\n");
            add_base64(buffer, block->certificates[j]);
            add(buffer, "-----END CERTIFICATE-----\n");
        }
        add(buffer, "end\n");
    }
}

bool certificates_digest(const struct fg_text *certificates, uint32_t count,
                         struct fingerprint *digest)
{
    EVP_MD_CTX *context;
    bool done;

    ERR_set_mark();
    context = EVP_MD_CTX_new();
    done = context != NULL && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1;
    for (uint32_t i = 0; i < count && done; i++) {
        done = EVP_DigestUpdate(context, certificates[i].bytes, certificates[i].size) == 1;
    }
    done = done && EVP_DigestFinal_ex(context, digest->bytes, NULL) == 1;
    EVP_MD_CTX_free(context);
    ERR_pop_to_mark();
    return done;
}

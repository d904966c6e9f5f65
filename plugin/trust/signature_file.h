/* SPDX-License-Identifier: Apache-2.0
 * The signature file: a text of blocks, one a signer. Each block is a statement, the signature of
 * the statement's bytes followed by the document's, and the signer's certificates.
 *
 *     feeguard signatures 1
 *     statement 1
 *     kind schedule
 *     role drafter
 *     signed 2026-08-01T09:30:00+08:00
 *     algorithm sm2-sm3
 *     document sha256:<64 digits>         of the document's bytes
 *     predecessor none                    or sha256:<64 digits> of the serial before
 *     certificates sha256:<64 digits>     of the DER of all certificates, one after another
 *     signature
 *     <base64, 64 characters a line>
 *     -----BEGIN CERTIFICATE-----         the signer's, then those between it and the root
 *     <base64, 64 characters a line>
 *     -----END CERTIFICATE-----
 *     end
 *
 * There is one way to write a file: what reads well is written again and compared, byte by byte. */
#ifndef FEEGUARD_TRUST_SIGNATURE_FILE_H
#define FEEGUARD_TRUST_SIGNATURE_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "trust/breach.h"
#include "trust/certificate.h"
#include "trust/key.h"

#define SIGNATURE_FILE_SIZE_MAX ((size_t)1024 * 1024)
#define SIGNATURE_BLOCKS_MAX 16
#define SIGNATURE_CERTIFICATES_MAX 8 /* of one signer */
#define ROLE_SIZE_MAX 32
#define SIGNATURE_ENDING ".sig"

/* What is signed: one cannot pass for the other. */
enum signed_kind { SIGNED_SCHEDULE, SIGNED_ORDER, SIGNED_KIND_COUNT };

const char *signed_kind_name(enum signed_kind kind); /* "schedule" */

struct statement {
    enum signed_kind kind;
    struct fg_text role;
    int64_t signed_ns; /* whole seconds */
    enum algorithm algorithm;
    struct fingerprint document;
    bool has_predecessor;
    struct fingerprint predecessor;
    struct fingerprint certificates;
};

struct signature_block {
    struct statement statement;
    struct fg_text statement_bytes; /* as they were signed */
    struct fg_text signature;
    struct fg_text *certificates; /* DER */
    uint32_t certificate_count;
    uint32_t line; /* of its first line; the others follow at the distances below */
};

enum {
    LINE_KIND = 1,
    LINE_ROLE = 2,
    LINE_SIGNED = 3,
    LINE_ALGORITHM = 4,
    LINE_DOCUMENT = 5,
    LINE_PREDECESSOR = 6,
    LINE_CERTIFICATES = 7,
    LINE_SIGNATURE = 8
};

struct signature_file {
    struct signature_block *blocks;
    uint32_t block_count;
};

/* a-z, then a-z, 0-9 and -, at most ROLE_SIZE_MAX in all. */
bool role_is_name(struct fg_text text);

/* Parts of the file point into the arena, or into `bytes`. False: malformed, which was reported for
 * `path`, or the arena has failed. */
bool signature_file_read(struct arena *arena, struct fg_text path, struct fg_text bytes,
                         struct breaches *breaches, struct signature_file *file);

/* Appends; the buffer says whether memory ran out. */
void statement_write(struct buffer *buffer, const struct statement *statement);
void signature_file_write(struct buffer *buffer, const struct signature_file *file);

/* The digest of a block's certificates, which its statement names. */
bool certificates_digest(const struct fg_text *certificates, uint32_t count,
                         struct fingerprint *digest);

#endif

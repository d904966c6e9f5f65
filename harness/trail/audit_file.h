/* SPDX-License-Identifier: Apache-2.0
 * A ledger's file as an auditor reads it: without keys, without a lock, without writing a byte. Any
 * copy of the file will do. Nothing in it is believed: a value of another kind than it should have
 * reads as empty or zero, and shows as a record that does not verify. */
#ifndef HARNESS_TRAIL_AUDIT_FILE_H
#define HARNESS_TRAIL_AUDIT_FILE_H

#include <stdbool.h>

#include "audit/trail_verify.h"

struct sqlite3;
struct sqlite3_stmt;

/* The labels and digests of the schedules of decisions, under the digest that records name. */
struct manifest {
    unsigned char digest[DIGEST_SIZE];
    struct fg_text text;
    bool is_good; /* it has that digest */
};

struct audit_file {
    const char *name;
    struct sqlite3 *connection;
    struct sqlite3_stmt *rows;
    enum digest_kind digest;
    struct chain_head noted;   /* the head that the ledger wrote down */
    uint64_t noted_checkpoint; /* position of the last head that it wrote down as signed */
    int32_t horizon_day;       /* charges of days before it may have been pruned; DAY_NONE: none */
    struct manifest *manifests;
    size_t manifest_count;
};

/* Signed heads, by position. */
struct audit_heads {
    struct trail_checkpoint *list;
    size_t count, at; /* `at`: the first that was not taken yet */
};

struct audit_row {
    struct chain_head stored; /* position, and the hash as it is stored */
    struct fg_text content;   /* until the next row */
};

/* All reading sees one state of the file. False after a complaint; nothing is open then. */
bool audit_file_open(struct audit_file *file, const char *name);
void audit_file_close(struct audit_file *file);

/* From a position on, in order; 0: all there are, even where no position can be. */
bool audit_rows_begin(struct audit_file *file, uint64_t from);
/* False at the end, and after a complaint: then *failed. */
bool audit_rows_next(struct audit_file *file, struct audit_row *row, bool *failed);

/* Reads them all; freed by audit_heads_free in any case. False after a complaint. */
bool audit_heads_read(struct audit_file *file, struct audit_heads *heads);
/* Gives the verification those behind a row that it was given, and those that stand before it where
 * no row is; of NULL, all that are left. */
void audit_heads_take(struct audit_heads *heads, struct trail_verify *verify,
                      const struct chain_head *stored);
void audit_heads_free(struct audit_heads *heads);

/* Whether gateways on this ledger take signed documents only. False after a complaint. */
bool audit_trust_is_required(struct audit_file *file, bool *required);

/* NULL: there is none. */
const struct manifest *audit_manifest(const struct audit_file *file, struct fg_text digest);

#endif

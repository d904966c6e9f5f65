/* SPDX-License-Identifier: Apache-2.0
 * Item codes, groups, ids of reductions and period rules: few, and named by every charge. The
 * ledger keeps each once, under a number; what is here is this process's copy of what it has met.
 */
#ifndef FEEGUARD_LEDGER_SQL_NAMES_H
#define FEEGUARD_LEDGER_SQL_NAMES_H

#include "base/hash.h"
#include "rules/schedule.h"

#define NAME_BUCKETS 1024
#define NAMES_MAX 100000 /* held at once: made-up item codes must not fill the memory */

struct sql_name {
    struct sql_name *next_text, *next_id;
    int64_t id;
    struct fg_text text;
    struct period period; /* where the text is one: see has_period */
    bool has_period;
    char bytes[];
};

/* A set of manifests that are known to be kept. */
struct sql_manifest {
    struct sql_manifest *next;
    unsigned char bytes[32];
};

/* Zeroed but for the key is empty. */
struct sql_names {
    const struct hash_key *key;
    struct sql_name *by_text[NAME_BUCKETS], *by_id[NAME_BUCKETS];
    struct sql_manifest *digests[NAME_BUCKETS];
    size_t count;
};

const struct sql_name *sql_names_by_text(const struct sql_names *names, struct fg_text text);
const struct sql_name *sql_names_by_id(const struct sql_names *names, int64_t id);
/* NULL: no memory. The text must not be there yet. */
const struct sql_name *sql_names_add(struct sql_names *names, int64_t id, struct fg_text text);
bool sql_names_have_digest(const struct sql_names *names, const unsigned char digest[static 32]);
/* Without memory it is not remembered. */
void sql_names_add_digest(struct sql_names *names, const unsigned char digest[static 32]);
void sql_names_clear(struct sql_names *names);

/* A period rule as a text, without its group; longer than any code. Texts that differ are rules
 * that differ. */
#define PERIOD_TEXT_MAX 256
uint32_t sql_period_write(const struct period *period, char out[static PERIOD_TEXT_MAX]);
bool sql_period_read(struct fg_text text, struct period *period);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * The memory ledger's two tables: charges by id, and standing charges by key, in order of date. */
#ifndef FEEGUARD_LEDGER_MEMORY_INDEX_H
#define FEEGUARD_LEDGER_MEMORY_INDEX_H

#include "ledger/ledger.h"

struct refund_entry {
    struct refund_entry *next;
    int64_t amount_fen;
    uint32_t id_size;
    char id[];
};

/* One charge. Its texts, reliefs and record lie behind it in the same allocation. */
struct entry {
    struct stored stored;
    struct record record;          /* the first decision; its labels are shared */
    uint64_t tag;                  /* hash of the id */
    struct entry *earlier, *later; /* reservations in order of their time; see memory.c */
    struct refund_entry *refunds;
    size_t size;
    const struct hash128 *uniform_keys; /* filed under these as well */
    uint32_t uniform_count;
    bool stands; /* and is filed */
};

/* ---- by id ---- */

struct id_slot {
    uint64_t tag;
    struct entry *entry; /* NULL: empty */
};

struct id_table {
    struct id_slot *slots;
    size_t mask, count;
};

bool id_table_init(struct id_table *table);
void id_table_free(struct id_table *table);
/* The tag will be asked for soon: its place is fetched from memory meanwhile. */
void id_table_foresee(const struct id_table *table, uint64_t tag);
struct entry *id_table_get(const struct id_table *table, uint64_t tag, struct fg_text txn);
bool id_table_reserve(struct id_table *table); /* room for one more */
void id_table_put(struct id_table *table, struct entry *entry);
void id_table_remove(struct id_table *table, const struct entry *entry);

/* ---- standing charges by key ---- */

/* A slot once taken stays taken until the table is rebuilt. */
struct file {
    struct hash128 key; /* all zero: a free slot */
    union {
        struct entry *one;   /* count 1 and capacity 0 */
        struct entry **many; /* capacity above 0 */
    } entries;               /* by (date, time, id) */
    uint32_t count, capacity;
};

struct file_table {
    struct file *slots;
    size_t mask, used;
};

bool file_table_init(struct file_table *table);
void file_table_free(struct file_table *table);
/* `order` is part of the key as well: a file has one order. What is there already is not added
 * again. False: no memory, nothing changed. */
bool file_add(struct file_table *table, struct hash128 key, enum index_order order,
              struct entry *entry);
void file_remove(struct file_table *table, struct hash128 key, enum index_order order,
                 const struct entry *entry);
/* Calls visit for each entry whose date lies in `days`. */
void file_visit(const struct file_table *table, struct hash128 key, enum index_order order,
                struct days days, standing_visit *visit, void *context);

/* Answers a question by looking at every charge, in the order that file_visit gives. False: no
 * memory. */
bool entries_scan(const struct id_table *table, const struct question *question,
                  standing_visit *visit, void *context);

#endif

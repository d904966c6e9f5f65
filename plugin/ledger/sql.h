/* SPDX-License-Identifier: Apache-2.0
 * A database as the durable ledger sees it: a fixed list of prepared statements, and a driver that
 * runs them. A driver knows one database system and nothing of charges. */
#ifndef FEEGUARD_LEDGER_SQL_H
#define FEEGUARD_LEDGER_SQL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "feeguard/text.h"

#define SQL_SCHEMA_VERSION 2

enum sql_statement {
#define STATEMENT(name, text) SQL_##name,
#include "ledger/sql_statements.inc"
#undef STATEMENT
    SQL_STATEMENTS
};

/* The text of a statement, with parameters ?1, ?2 ... */
const char *sql_text(enum sql_statement statement);

enum sql_kind { SQL_NULL, SQL_INTEGER, SQL_TEXT, SQL_BYTES };

/* A parameter, or a column of a row. Bytes of a column live until the statement's next call. */
struct sql_value {
    enum sql_kind kind;
    int64_t integer;
    struct fg_text bytes;
};

enum sql_step { SQL_ROW, SQL_END, SQL_FAILED };

/* Why the database did not do what it was asked. */
enum sql_fault {
    SQL_FAULT_NONE,
    SQL_FAULT_FULL,
    SQL_FAULT_IO,
    SQL_FAULT_BUSY,
    SQL_FAULT_DAMAGED,
    SQL_FAULT_MEMORY,
    SQL_FAULT_KEYS, /* the key file at hand is older than the ledger */
    SQL_FAULT_OTHER,
    SQL_FAULTS
};

enum sql_access { SQL_READS, SQL_WRITES };

struct sql_driver;

/* One thread at a time. */
struct sql_driver_calls {
    void (*close)(struct sql_driver *driver);
    /* A transaction that only reads sees one state of the ledger and holds up nobody. */
    bool (*begin)(struct sql_driver *driver, enum sql_access access);
    bool (*commit)(struct sql_driver *driver); /* true: it is on the disk */
    /* After every begin, whatever it returned: undoes what was not committed. */
    void (*end)(struct sql_driver *driver);
    bool (*start)(struct sql_driver *driver, enum sql_statement statement,
                  const struct sql_value *values, int count);
    enum sql_step (*step)(struct sql_driver *driver, enum sql_statement statement);
    struct sql_value (*column)(struct sql_driver *driver, enum sql_statement statement, int at);
    void (*finish)(struct sql_driver *driver, enum sql_statement statement);
    enum sql_fault (*fault)(struct sql_driver *driver); /* of the last call that failed */
    int64_t (*size_bytes)(struct sql_driver *driver);   /* of the database; -1: not known */
    /* Whether the database finds its own structure sound; each fault in words. */
    bool (*verify)(struct sql_driver *driver, void (*report)(void *context, const char *fault),
                   void *context);
};

/* Failure is sticky until the next begin. */
struct sql {
    const struct sql_driver_calls *calls;
    struct sql_driver *driver;
    enum sql_fault fault; /* of the transaction at hand */
};

bool sql_begin(struct sql *sql, enum sql_access access);
bool sql_commit(struct sql *sql);
void sql_end(struct sql *sql);
/* Marks the transaction as failed; returns false. */
bool sql_fail(struct sql *sql, enum sql_fault fault);

#define SQL_COUNT(values) ((int)(sizeof(values) / sizeof((values)[0])))

/* A statement that returns no row. */
bool sql_run(struct sql *sql, enum sql_statement statement, const struct sql_value *values,
             int count);
/* A statement that returns rows: start, then next until it is false, then ask whether the
 * transaction has failed. Who stops before that calls sql_finish. */
bool sql_start(struct sql *sql, enum sql_statement statement, const struct sql_value *values,
               int count);
bool sql_next(struct sql *sql, enum sql_statement statement);
void sql_finish(struct sql *sql, enum sql_statement statement);

int64_t sql_integer(struct sql *sql, enum sql_statement statement, int at); /* NULL: 0 */
struct fg_text sql_bytes(struct sql *sql, enum sql_statement statement, int at);
/* Other than 16 bytes fails the transaction. */
struct hash128 sql_hash(struct sql *sql, enum sql_statement statement, int at);

static inline struct sql_value sql_of_integer(int64_t integer)
{
    return (struct sql_value){SQL_INTEGER, integer, {NULL, 0, 0}};
}

static inline struct sql_value sql_of_text(struct fg_text text)
{
    return (struct sql_value){SQL_TEXT, 0, text};
}

static inline struct sql_value sql_of_bytes(const void *bytes, size_t size)
{
    return (struct sql_value){SQL_BYTES, 0, {bytes, (uint32_t)size, 0}};
}

static inline struct sql_value sql_of_hash(const struct hash128 *hash)
{
    return sql_of_bytes(hash, sizeof(*hash));
}

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Running statements, with failure that sticks to the transaction. */
#include "ledger/sql.h"

#include <string.h>

const char *sql_text(enum sql_statement statement)
{
    static const char *const texts[] = {
#define STATEMENT(name, text) text,
#include "ledger/sql_statements.inc"
#undef STATEMENT
    };

    return texts[statement];
}

bool sql_fail(struct sql *sql, enum sql_fault fault)
{
    if (sql->fault == SQL_FAULT_NONE) sql->fault = fault;
    return false;
}

static bool fail_as_driver(struct sql *sql)
{
    enum sql_fault fault = sql->calls->fault(sql->driver);

    return sql_fail(sql, fault != SQL_FAULT_NONE ? fault : SQL_FAULT_OTHER);
}

bool sql_begin(struct sql *sql, enum sql_access access)
{
    sql->fault = SQL_FAULT_NONE;
    return sql->calls->begin(sql->driver, access) || fail_as_driver(sql);
}

bool sql_commit(struct sql *sql)
{
    if (sql->fault != SQL_FAULT_NONE) return false;
    return sql->calls->commit(sql->driver) || fail_as_driver(sql);
}

void sql_end(struct sql *sql)
{
    sql->calls->end(sql->driver);
}

bool sql_start(struct sql *sql, enum sql_statement statement, const struct sql_value *values,
               int count)
{
    if (sql->fault != SQL_FAULT_NONE) return false;
    return sql->calls->start(sql->driver, statement, values, count) || fail_as_driver(sql);
}

bool sql_next(struct sql *sql, enum sql_statement statement)
{
    enum sql_step step;

    if (sql->fault == SQL_FAULT_NONE) {
        step = sql->calls->step(sql->driver, statement);
        if (step == SQL_ROW) return true;
        if (step == SQL_FAILED) fail_as_driver(sql);
    }
    sql_finish(sql, statement);
    return false;
}

void sql_finish(struct sql *sql, enum sql_statement statement)
{
    sql->calls->finish(sql->driver, statement);
}

bool sql_run(struct sql *sql, enum sql_statement statement, const struct sql_value *values,
             int count)
{
    if (!sql_start(sql, statement, values, count)) return false;
    while (sql_next(sql, statement)) {
    }
    return sql->fault == SQL_FAULT_NONE;
}

int64_t sql_integer(struct sql *sql, enum sql_statement statement, int at)
{
    return sql->calls->column(sql->driver, statement, at).integer;
}

struct fg_text sql_bytes(struct sql *sql, enum sql_statement statement, int at)
{
    return sql->calls->column(sql->driver, statement, at).bytes;
}

struct hash128 sql_hash(struct sql *sql, enum sql_statement statement, int at)
{
    struct fg_text bytes = sql_bytes(sql, statement, at);
    struct hash128 hash = {0, 0};

    if (bytes.size == sizeof(hash)) {
        memcpy(&hash, bytes.bytes, sizeof(hash));
    } else {
        sql_fail(sql, SQL_FAULT_DAMAGED);
    }
    return hash;
}

/* SPDX-License-Identifier: Apache-2.0
 * Thin: what a statement means is said in sql_statements.inc. */
#include "ledger/sqlite_driver.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUSY_MS 5000 /* whoever writes without a turn, like a shell */

/* ---- faults ---- */

enum sql_fault sqlite_fault_of(int code)
{
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE: return SQL_FAULT_NONE;
    case SQLITE_FULL: return SQL_FAULT_FULL;
    case SQLITE_NOMEM: return SQL_FAULT_MEMORY;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return SQL_FAULT_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return SQL_FAULT_DAMAGED;
    case SQLITE_IOERR:
    case SQLITE_PROTOCOL: /* locks are refused again and again */
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN: return SQL_FAULT_IO;
    default: return SQL_FAULT_OTHER;
    }
}

static bool noted(struct sql_driver *driver, int code)
{
    driver->fault = sqlite_fault_of(code);
    return driver->fault == SQL_FAULT_NONE;
}

/* ---- transactions ---- */

static bool cross(struct sql_driver *driver, enum bound bound)
{
    sqlite3_step(driver->bounds[bound]);
    return noted(driver, sqlite3_reset(driver->bounds[bound]));
}

static bool driver_begin(struct sql_driver *driver, enum sql_access access)
{
    if (access == SQL_READS) return cross(driver, BOUND_BEGIN_READS);
    if (!turn_take(&driver->turn)) {
        return noted(driver, errno == EAGAIN ? SQLITE_BUSY : SQLITE_IOERR);
    }
    return cross(driver, BOUND_BEGIN_WRITES);
}

static bool driver_commit(struct sql_driver *driver)
{
    return cross(driver, BOUND_COMMIT);
}

static void driver_end(struct sql_driver *driver)
{
    if (!sqlite3_get_autocommit(driver->connection)) {
        sqlite3_step(driver->bounds[BOUND_ROLLBACK]);
        sqlite3_reset(driver->bounds[BOUND_ROLLBACK]);
    }
    turn_leave(&driver->turn);
}

/* ---- statements ---- */

static int bind(sqlite3_stmt *statement, int at, const struct sql_value *value)
{
    const char *bytes = value->bytes.size > 0 ? value->bytes.bytes : "";
    int size = (int)value->bytes.size;

    switch (value->kind) {
    case SQL_NULL: return sqlite3_bind_null(statement, at);
    case SQL_INTEGER: return sqlite3_bind_int64(statement, at, value->integer);
    case SQL_TEXT: return sqlite3_bind_text(statement, at, bytes, size, SQLITE_STATIC);
    case SQL_BYTES: return sqlite3_bind_blob(statement, at, bytes, size, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

static bool driver_start(struct sql_driver *driver, enum sql_statement statement,
                         const struct sql_value *values, int count)
{
    sqlite3_stmt *prepared = driver->statements[statement];
    int code = SQLITE_OK;

    for (int i = 0; i < count && code == SQLITE_OK; i++) code = bind(prepared, i + 1, &values[i]);
    if (code == SQLITE_OK) return true;
    sqlite3_clear_bindings(prepared);
    return noted(driver, code);
}

static enum sql_step driver_step(struct sql_driver *driver, enum sql_statement statement)
{
    int code = sqlite3_step(driver->statements[statement]);

    if (code == SQLITE_ROW) return SQL_ROW;
    if (code == SQLITE_DONE) return SQL_END;
    noted(driver, code);
    return SQL_FAILED;
}

static struct sql_value driver_column(struct sql_driver *driver, enum sql_statement statement,
                                      int at)
{
    sqlite3_stmt *prepared = driver->statements[statement];
    struct sql_value value = {0};

    switch (sqlite3_column_type(prepared, at)) {
    case SQLITE_INTEGER:
        value.kind = SQL_INTEGER;
        value.integer = sqlite3_column_int64(prepared, at);
        break;
    case SQLITE_TEXT:
        value.kind = SQL_TEXT;
        value.bytes.bytes = (const char *)sqlite3_column_text(prepared, at);
        value.bytes.size = (uint32_t)sqlite3_column_bytes(prepared, at);
        break;
    case SQLITE_BLOB:
        value.kind = SQL_BYTES;
        value.bytes.bytes = sqlite3_column_blob(prepared, at);
        value.bytes.size = (uint32_t)sqlite3_column_bytes(prepared, at);
        break;
    default: break;
    }
    return value;
}

/* Parameters may point into the caller's frame: they are let go of. */
static void driver_finish(struct sql_driver *driver, enum sql_statement statement)
{
    sqlite3_reset(driver->statements[statement]);
    sqlite3_clear_bindings(driver->statements[statement]);
}

static enum sql_fault driver_fault(struct sql_driver *driver)
{
    return driver->fault;
}

/* ---- looking at the whole ---- */

/* INT64_MIN: could not be asked; *code, where it is wanted, tells why. */
static int64_t pragma_integer(struct sql_driver *driver, const char *text, int *code)
{
    sqlite3_stmt *statement = NULL;
    int64_t value = INT64_MIN;
    int step = sqlite3_prepare_v2(driver->connection, text, -1, &statement, NULL);

    if (step == SQLITE_OK) step = sqlite3_step(statement);
    if (step == SQLITE_ROW) value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    if (code != NULL) *code = step == SQLITE_DONE ? SQLITE_CORRUPT : step;
    return value;
}

static int64_t driver_size(struct sql_driver *driver)
{
    int64_t pages = pragma_integer(driver, "PRAGMA page_count", NULL);
    int64_t page_size = pragma_integer(driver, "PRAGMA page_size", NULL);

    return pages < 0 || page_size < 0 ? -1 : pages * page_size;
}

static bool driver_verify(struct sql_driver *driver,
                          void (*report)(void *context, const char *fault), void *context)
{
    sqlite3_stmt *statement = NULL;
    int code =
        sqlite3_prepare_v2(driver->connection, "PRAGMA integrity_check", -1, &statement, NULL);
    bool sound = true;

    while (code == SQLITE_OK || code == SQLITE_ROW) {
        const char *line;

        code = sqlite3_step(statement);
        if (code != SQLITE_ROW) break;
        line = (const char *)sqlite3_column_text(statement, 0);
        if (line != NULL && strcmp(line, "ok") == 0) continue;
        sound = false;
        report(context, line != NULL ? line : "");
    }
    sqlite3_finalize(statement);
    if (code == SQLITE_DONE) return sound;
    report(context, sqlite3_errstr(code));
    noted(driver, code);
    return false;
}

/* ---- opening and closing ---- */

static void driver_close(struct sql_driver *driver)
{
    if (driver->closing != NULL) driver->closing(driver->closing_context);
    for (int i = 0; i < BOUNDS; i++) sqlite3_finalize(driver->bounds[i]);
    for (int i = 0; i < SQL_STATEMENTS; i++) sqlite3_finalize(driver->statements[i]);
    sqlite3_close(driver->connection);
    turn_close(&driver->turn);
    free(driver);
}

int sqlite_connect(const char *path, sqlite3 **connection)
{
    static const char settings[] = "PRAGMA synchronous = FULL;"
                                   "PRAGMA wal_autocheckpoint = 0;"
                                   "PRAGMA journal_size_limit = 67108864;"
                                   "PRAGMA cache_size = -32768;"
                                   "PRAGMA temp_store = MEMORY;"
                                   "PRAGMA trusted_schema = OFF;"
                                   "PRAGMA cell_size_check = ON;";
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    int code = sqlite3_open_v2(path, connection, flags, NULL);

    if (code != SQLITE_OK) return code;
    /* What cannot be opened for writing for the moment SQLite opens for reading, and stays so. */
    if (sqlite3_db_readonly(*connection, "main") != 0) return SQLITE_CANTOPEN;
    sqlite3_extended_result_codes(*connection, 1);
    sqlite3_busy_timeout(*connection, BUSY_MS);
    return sqlite3_exec(*connection, settings, NULL, NULL, NULL);
}

static fg_status status_of_fault(enum sql_fault fault)
{
    switch (fault) {
    case SQL_FAULT_NONE: return FG_OK;
    case SQL_FAULT_MEMORY: return FG_NO_MEMORY;
    case SQL_FAULT_DAMAGED:
    case SQL_FAULT_OTHER: return FG_LEDGER_DAMAGED; /* a table or a column is missing */
    default: return FG_LEDGER_UNAVAILABLE;
    }
}

static fg_status status_of(int code)
{
    return status_of_fault(sqlite_fault_of(code));
}

/* From schema 1, unless another process was faster. Programs that know no other refuse the ledger
 * from then on: they would not ask for signatures where these are due. */
static fg_status format_upgrade(struct sql_driver *driver)
{
    static const char steps[] =
#include "ledger/sqlite_schema_2.inc"
        "UPDATE status SET schema = 2; PRAGMA user_version = 2;";
    fg_status status = FG_OK;

    if (!driver_begin(driver, SQL_WRITES) ||
        (pragma_integer(driver, "PRAGMA user_version", NULL) == 1 &&
         !noted(driver, sqlite3_exec(driver->connection, steps, NULL, NULL, NULL))) ||
        !driver_commit(driver)) {
        status = status_of_fault(driver->fault);
    }
    driver_end(driver);
    return status;
}

/* The first read of the file: here a file that is no database shows. */
static fg_status format_check(struct sql_driver *driver)
{
    int code, version_code;
    int64_t id = pragma_integer(driver, "PRAGMA application_id", &code);
    int64_t version = pragma_integer(driver, "PRAGMA user_version", &version_code);

    if (code != SQLITE_ROW) return status_of(code);
    if (version_code != SQLITE_ROW) return status_of(version_code);
    if (id != SQLITE_APPLICATION_ID) return FG_LEDGER_REFUSED;
    if (version > SQL_SCHEMA_VERSION) return FG_LEDGER_NEWER;
    if (version == 1) return format_upgrade(driver);
    return version == SQL_SCHEMA_VERSION ? FG_OK : FG_LEDGER_DAMAGED;
}

/* A copy by VACUUM INTO has a rollback journal: whoever reads it would hold up payments. */
static int log_ahead(struct sql_driver *driver)
{
    sqlite3_stmt *statement = NULL;
    int code =
        sqlite3_prepare_v2(driver->connection, "PRAGMA journal_mode = WAL", -1, &statement, NULL);

    if (code == SQLITE_OK) code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        const char *mode = (const char *)sqlite3_column_text(statement, 0);

        code = mode != NULL && strcmp(mode, "wal") == 0 ? SQLITE_OK : SQLITE_BUSY;
    }
    sqlite3_finalize(statement);
    return code;
}

static int prepare(struct sql_driver *driver, const char *text, sqlite3_stmt **statement)
{
    return sqlite3_prepare_v3(driver->connection, text, -1, SQLITE_PREPARE_PERSISTENT, statement,
                              NULL);
}

/* Before anything is read: they name no table, and whoever has begun must be able to end. */
static int bounds_prepare(struct sql_driver *driver)
{
    static const char *const bounds[BOUNDS] = {
        [BOUND_BEGIN_READS] = "BEGIN",
        [BOUND_BEGIN_WRITES] = "BEGIN IMMEDIATE",
        [BOUND_COMMIT] = "COMMIT",
        [BOUND_ROLLBACK] = "ROLLBACK",
    };
    int code = SQLITE_OK;

    for (int i = 0; i < BOUNDS && code == SQLITE_OK; i++) {
        code = prepare(driver, bounds[i], &driver->bounds[i]);
    }
    return code;
}

static int statements_prepare(struct sql_driver *driver)
{
    int code = SQLITE_OK;

    for (int i = 0; i < SQL_STATEMENTS && code == SQLITE_OK; i++) {
        code = prepare(driver, sql_text((enum sql_statement)i), &driver->statements[i]);
    }
    return code;
}

static int log_grown(void *context, sqlite3 *connection, const char *name, int pages)
{
    const struct sql_driver *driver = context;

    (void)connection;
    (void)name;
    if (driver->log_grown != NULL) driver->log_grown(driver->log_context, pages);
    return SQLITE_OK;
}

static fg_status turn_begin(struct sql_driver *driver, const char *path, mode_t mode)
{
    size_t size = strlen(path) + sizeof(".turn");
    char *turn_path = malloc(size);
    fg_status status = FG_OK;

    if (turn_path == NULL) return FG_NO_MEMORY;
    snprintf(turn_path, size, "%s.turn", path);
    if (!turn_open(&driver->turn, turn_path, mode)) {
        status = FG_LEDGER_UNAVAILABLE;
    } else if (!turn_claim(&driver->turn)) {
        status = errno == EAGAIN || errno == EACCES ? FG_LEDGER_IN_USE : FG_LEDGER_UNAVAILABLE;
    }
    free(turn_path);
    return status;
}

fg_status sqlite_driver_open(const char *path, mode_t mode, struct sql_driver **result)
{
    struct sql_driver *driver = calloc(1, sizeof(*driver));
    fg_status status;

    *result = NULL;
    if (driver == NULL) return FG_NO_MEMORY;
    driver->turn.descriptor = -1;
    status = turn_begin(driver, path, mode);
    if (status != FG_OK) goto out;
    status = status_of(sqlite_connect(path, &driver->connection));
    if (status != FG_OK) goto out;
    status = status_of(bounds_prepare(driver));
    if (status != FG_OK) goto out;
    status = format_check(driver);
    if (status != FG_OK) goto out;
    status = status_of(log_ahead(driver));
    if (status != FG_OK) goto out;
    status = status_of(statements_prepare(driver));
    if (status != FG_OK) goto out;
    sqlite3_wal_hook(driver->connection, log_grown, driver);
    *result = driver;
    return FG_OK;
out:
    driver_close(driver);
    return status;
}

void sqlite_driver_limit(struct sql_driver *driver, int pages)
{
    char text[64];

    snprintf(text, sizeof(text), "PRAGMA max_page_count = %d", pages > 0 ? pages : 0x7ffffffe);
    sqlite3_exec(driver->connection, text, NULL, NULL, NULL);
}

const struct sql_driver_calls sqlite_driver_calls = {
    .close = driver_close,
    .begin = driver_begin,
    .commit = driver_commit,
    .end = driver_end,
    .start = driver_start,
    .step = driver_step,
    .column = driver_column,
    .finish = driver_finish,
    .fault = driver_fault,
    .size_bytes = driver_size,
    .verify = driver_verify,
};

/* SPDX-License-Identifier: Apache-2.0
 * Opening and making the ledger's file, and refusing what would not be safe. The file is looked at
 * by its path before SQLite opens it: closing a descriptor of it would give back SQLite's own
 * locks. */
#include "ledger/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ledger/sql_store.h"
#include "ledger/sqlite_checkpoint.h"
#include "ledger/sqlite_place.h"

#define CHECKPOINT_SECONDS 60
#define FILE_MODE 0600

/* ---- opening ---- */

static enum refusal refusal_of_driver(fg_status status)
{
    switch (status) {
    case FG_OK: return REFUSAL_NONE;
    case FG_NO_MEMORY: return REFUSAL_MEMORY;
    case FG_LEDGER_REFUSED: return REFUSAL_FOREIGN;
    case FG_LEDGER_NEWER: return REFUSAL_NEWER;
    case FG_LEDGER_DAMAGED: return REFUSAL_DAMAGED;
    case FG_LEDGER_IN_USE: return REFUSAL_IN_USE;
    default: return REFUSAL_UNAVAILABLE;
    }
}

static enum refusal refusal_of_store(fg_status status)
{
    return status == FG_LEDGER_REFUSED ? REFUSAL_KEYS : refusal_of_driver(status);
}

static struct sql_options options_of(const struct sqlite_options *options, struct signer *signer)
{
    return (struct sql_options){.keyring = options->keyring,
                                .key_path = options->key_path,
                                .language = options->language,
                                .log = options->log,
                                .log_context = options->log_context,
                                .signer = options->signer_path != NULL ? signer : NULL,
                                .checkpoint_seconds = options->checkpoint_seconds > 0
                                                          ? options->checkpoint_seconds
                                                          : CHECKPOINT_SECONDS};
}

static enum refusal signer_begin(const struct sqlite_options *options, struct signer *signer)
{
    enum key_fault fault = KEY_OK;

    *signer = (struct signer){0};
    if (options->signer_path != NULL) fault = signer_open(signer, options->signer_path);
    if (fault == KEY_OK) return REFUSAL_NONE;
    refusal_tell_line(key_fault_text(fault, options->language), options->signer_path, options);
    return REFUSAL_SIGNER;
}

static enum refusal open_parts(const struct rulebook *rulebook,
                               const struct sqlite_options *options, const char *path, mode_t mode,
                               struct ledger *ledger)
{
    struct signer signer;
    struct sql_options sql_options = options_of(options, &signer);
    struct sql_driver *driver = NULL;
    enum refusal refusal = signer_begin(options, &signer);

    if (refusal != REFUSAL_NONE) return refusal;
    refusal = refusal_of_driver(sqlite_driver_open(path, mode, &driver));
    if (refusal != REFUSAL_NONE) goto out;
    refusal = REFUSAL_UNAVAILABLE;
    if (!sqlite_checkpointer_start(driver, path, mode)) goto out;
    refusal = refusal_of_store(
        sql_store_open(rulebook, &sql_options, driver, &sqlite_driver_calls, ledger));
out:
    if (refusal != REFUSAL_NONE && driver != NULL) sqlite_driver_calls.close(driver);
    signer_close(&signer);
    return refusal;
}

fg_status sqlite_ledger_open(const struct rulebook *rulebook, const struct sqlite_options *options,
                             struct ledger *ledger)
{
    char *path = place_path(options->path);
    enum refusal refusal = REFUSAL_MEMORY;
    mode_t mode = 0;

    *ledger = (struct ledger){NULL, NULL};
    if (path == NULL) goto out;
    refusal = place_judge_file(path, &mode);
    if (refusal != REFUSAL_NONE) goto out;
    refusal = open_parts(rulebook, options, path, mode, ledger);
out:
    refusal_tell(refusal, path, options);
    free(path);
    return refusal_status(refusal);
}

/* ---- making ---- */

static int first_status(sqlite3 *connection, const struct sqlite_options *options,
                        const struct chain_head *head)
{
    uint32_t epoch = options->keyring->epoch_count - 1;
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(connection, sql_text(SQL_STATUS_ADD), -1, &statement, NULL);

    if (code != SQLITE_OK) return code;
    sqlite3_bind_int64(statement, 1, SQL_SCHEMA_VERSION);
    sqlite3_bind_int64(statement, 2, keyring_fingerprint(options->keyring, epoch));
    sqlite3_bind_int64(statement, 3, (int64_t)options->keyring->kind);
    sqlite3_bind_int64(statement, 4, epoch);
    sqlite3_bind_int64(statement, 5, INT64_MIN);
    sqlite3_bind_blob(statement, 6, head->hash.bytes, DIGEST_SIZE, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 7, DAY_NONE);
    sqlite3_step(statement);
    return sqlite3_finalize(statement);
}

/* All or nothing: a file in which this was cut short is no ledger to sqlite_ledger_open. */
static int tables_make(sqlite3 *connection, const struct sqlite_options *options,
                       const struct chain_head *head)
{
    static const char schema[] =
#include "ledger/sqlite_schema.inc"
        ;
    char marks[128];
    int code;

    snprintf(marks, sizeof(marks), "PRAGMA application_id = %d; PRAGMA user_version = %d;",
             SQLITE_APPLICATION_ID, SQL_SCHEMA_VERSION);
    code =
        sqlite3_exec(connection, "PRAGMA journal_mode = WAL; BEGIN IMMEDIATE;", NULL, NULL, NULL);
    if (code == SQLITE_OK) code = sqlite3_exec(connection, schema, NULL, NULL, NULL);
    if (code == SQLITE_OK) code = first_status(connection, options, head);
    if (code == SQLITE_OK) code = sqlite3_exec(connection, marks, NULL, NULL, NULL);
    if (code == SQLITE_OK) code = sqlite3_exec(connection, "COMMIT", NULL, NULL, NULL);
    return code;
}

static bool start_of_trail(const struct keyring *ring, struct chain_head *head)
{
    struct digester digester;
    bool started;

    if (!digester_open(&digester, ring->kind)) return false;
    started = chain_start(&digester, head);
    digester_close(&digester);
    return started;
}

static enum refusal ledger_make(const char *path, const struct sqlite_options *options)
{
    sqlite3 *connection = NULL;
    struct chain_head head;
    int code;

    if (!start_of_trail(options->keyring, &head)) return REFUSAL_MEMORY;
    code = sqlite_connect(path, &connection);
    if (code == SQLITE_OK) code = tables_make(connection, options, &head);
    if (sqlite3_close(connection) != SQLITE_OK && code == SQLITE_OK) code = SQLITE_IOERR;
    if (code == SQLITE_OK) return REFUSAL_NONE;
    return sqlite_fault_of(code) == SQL_FAULT_MEMORY ? REFUSAL_MEMORY : REFUSAL_UNWRITABLE;
}

/* An empty file under the name: whoever comes second finds it there. */
static enum refusal file_make(const char *path)
{
    int descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);

    if (descriptor < 0) return errno == EEXIST ? REFUSAL_EXISTS : REFUSAL_UNWRITABLE;
    close(descriptor);
    return REFUSAL_NONE;
}

/* With what SQLite lays beside the file, and leaves there where it cannot write. */
static void file_unmake(const char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    size_t size = strlen(path) + sizeof("-wal");
    char *name = malloc(size);

    for (size_t i = 0; name != NULL && i < sizeof(endings) / sizeof(endings[0]); i++) {
        snprintf(name, size, "%s%s", path, endings[i]);
        unlink(name);
    }
    free(name);
}

/* The directory's entry must be on the disk before anybody relies on the ledger. */
static bool directory_settle(const char *path)
{
    char *directory = place_directory(path);
    int descriptor = -1;
    bool settled;

    if (directory == NULL) return false;
    descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    settled = descriptor >= 0 && fsync(descriptor) == 0;
    if (descriptor >= 0) close(descriptor);
    free(directory);
    return settled;
}

fg_status sqlite_ledger_create(const struct sqlite_options *options)
{
    char *path = place_path(options->path);
    enum refusal refusal = REFUSAL_MEMORY;

    if (path == NULL) goto out;
    refusal = place_judge_directory(path);
    if (refusal != REFUSAL_NONE) goto out;
    refusal = file_make(path);
    if (refusal != REFUSAL_NONE) goto out;
    refusal = ledger_make(path, options);
    if (refusal == REFUSAL_NONE && !directory_settle(path)) refusal = REFUSAL_UNWRITABLE;
    if (refusal != REFUSAL_NONE) file_unmake(path);
out:
    refusal_tell(refusal, path, options);
    free(path);
    return refusal_status(refusal);
}

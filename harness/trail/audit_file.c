/* SPDX-License-Identifier: Apache-2.0
 * Reading the tables of the audit trail, straight through SQLite. */
#include "trail/audit_file.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "base/text.h"
#include "harness.h"
#include "ledger/paths.h"
#include "ledger/sqlite_driver.h"

#define BUSY_MS 5000

static bool complain_of(const struct audit_file *file)
{
    complain("%s: %s", file->name, sqlite3_errmsg(file->connection));
    return false;
}

static struct fg_text column(sqlite3_stmt *statement, int at)
{
    if (sqlite3_column_type(statement, at) != SQLITE_BLOB) return (struct fg_text){NULL, 0, 0};
    return (struct fg_text){sqlite3_column_blob(statement, at),
                            (uint32_t)sqlite3_column_bytes(statement, at), 0};
}

/* Bytes of a fixed size; zeroes where they are of another. */
static void column_bytes(sqlite3_stmt *statement, int at, unsigned char *out, size_t size)
{
    struct fg_text bytes = column(statement, at);

    memset(out, 0, size);
    if (bytes.size == size) memcpy(out, bytes.bytes, size);
}

static bool prepare(struct audit_file *file, const char *text, sqlite3_stmt **statement)
{
    if (sqlite3_prepare_v2(file->connection, text, -1, statement, NULL) == SQLITE_OK) return true;
    return complain_of(file);
}

/* ---- opening ---- */

/* What means something in a URI is spelled out. NULL: no memory. */
static char *uri_of(const char *name)
{
    sqlite3_str *uri = sqlite3_str_new(NULL);

    sqlite3_str_appendall(uri, "file:");
    for (; *name != '\0'; name++) {
        if (strchr("%?#", *name) != NULL) {
            sqlite3_str_appendf(uri, "%%%02X", *name);
        } else {
            sqlite3_str_appendchar(uri, 1, *name);
        }
    }
    sqlite3_str_appendall(uri, "?immutable=1");
    return sqlite3_str_finish(uri);
}

/* A file on a medium that cannot be written has no room for the files beside it that SQLite needs
 * to share it; nobody can be writing it either. */
static int connect(struct audit_file *file)
{
    const char *slash = strrchr(file->name, '/');
    char directory[PATH_MAX], beside[PATH_MAX + 8], *uri;
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, code;
    struct stat status;

    snprintf(directory, sizeof(directory), "%.*s", slash != NULL ? (int)(slash - file->name) : 1,
             slash != NULL ? file->name : ".");
    snprintf(beside, sizeof(beside), "%s-wal", file->name);
    if (access(directory[0] != '\0' ? directory : "/", W_OK) == 0 || stat(beside, &status) == 0) {
        return sqlite3_open_v2(file->name, &file->connection, flags, NULL);
    }
    uri = uri_of(file->name);
    if (uri == NULL) return SQLITE_NOMEM;
    code = sqlite3_open_v2(uri, &file->connection, flags | SQLITE_OPEN_URI, NULL);
    sqlite3_free(uri);
    return code;
}

/* What the ledger says about itself; the transaction stays open, so that it is read as one. */
static bool status_read(struct audit_file *file)
{
    sqlite3_stmt *statement = NULL;
    bool found;

    if (!prepare(file,
                 "SELECT position, hash, digest, horizon_day, (SELECT application_id FROM"
                 " pragma_application_id), checkpoint_position FROM status WHERE id = 1",
                 &statement)) {
        return false;
    }
    found = sqlite3_step(statement) == SQLITE_ROW;
    if (found) {
        file->noted.position = (uint64_t)sqlite3_column_int64(statement, 0);
        column_bytes(statement, 1, file->noted.hash.bytes, DIGEST_SIZE);
        file->digest = (enum digest_kind)sqlite3_column_int(statement, 2);
        file->horizon_day = sqlite3_column_int(statement, 3);
        file->noted_checkpoint = (uint64_t)sqlite3_column_int64(statement, 5);
        found = sqlite3_column_int(statement, 4) == SQLITE_APPLICATION_ID &&
                digest_name(file->digest) != NULL;
    }
    sqlite3_finalize(statement);
    if (!found) complain("%s: no ledger of feeguard, or its row of state is destroyed", file->name);
    return found;
}

static bool manifest_verify(const struct manifest *manifest)
{
    struct digester digester;
    struct digest digest;
    bool good;

    if (!digester_open(&digester, DIGEST_SHA256)) return false;
    digester_begin(&digester);
    digester_add(&digester, manifest->text.bytes, manifest->text.size);
    good = digester_end(&digester, &digest) &&
           memcmp(digest.bytes, manifest->digest, DIGEST_SIZE) == 0;
    digester_close(&digester);
    return good;
}

static bool manifests_read(struct audit_file *file)
{
    sqlite3_stmt *statement = NULL;
    int code;

    if (!prepare(file, "SELECT digest, manifest FROM schedules ORDER BY digest", &statement)) {
        return false;
    }
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct fg_text text = column(statement, 1);
        struct manifest *manifest;
        char *copy = memory_take(text.size, 1);

        if (text.size > 0) memcpy(copy, text.bytes, text.size);
        file->manifests =
            memory_grow(file->manifests, file->manifest_count + 1, sizeof(*file->manifests));
        manifest = &file->manifests[file->manifest_count++];
        *manifest = (struct manifest){.text = {copy, text.size, 0}};
        column_bytes(statement, 0, manifest->digest, DIGEST_SIZE);
        manifest->is_good = manifest_verify(manifest);
    }
    sqlite3_finalize(statement);
    return code == SQLITE_DONE || complain_of(file);
}

bool audit_file_open(struct audit_file *file, const char *name)
{
    struct fg_text text = text_of(name);
    struct stat status;

    if (text_starts(text, TEXT("sqlite:"))) name += sizeof("sqlite:") - 1;
    *file = (struct audit_file){.name = name, .horizon_day = DAY_NONE};
    if (stat(name, &status) != 0 || !S_ISREG(status.st_mode)) {
        complain("%s: there is no such ledger", name);
        return false;
    }
    if (connect(file) != SQLITE_OK) {
        complain_of(file);
        goto failed;
    }
    sqlite3_busy_timeout(file->connection, BUSY_MS);
    if (sqlite3_exec(file->connection, "PRAGMA trusted_schema = OFF; BEGIN", NULL, NULL, NULL) !=
        SQLITE_OK) {
        complain_of(file);
        goto failed;
    }
    if (status_read(file) && manifests_read(file)) return true;
failed:
    audit_file_close(file);
    return false;
}

void audit_file_close(struct audit_file *file)
{
    sqlite3_finalize(file->rows);
    sqlite3_close(file->connection);
    for (size_t i = 0; i < file->manifest_count; i++) {
        free((void *)(uintptr_t)file->manifests[i].text.bytes);
    }
    free(file->manifests);
    *file = (struct audit_file){0};
}

/* ---- reading ---- */

/* Without a bound also what no number is compared with. */
bool audit_rows_begin(struct audit_file *file, uint64_t from)
{
    const char *text = "SELECT position, content, hash FROM trail ORDER BY position";

    if (from > 0) {
        text = "SELECT position, content, hash FROM trail WHERE position >= ?1 ORDER BY position";
    }
    sqlite3_finalize(file->rows);
    file->rows = NULL;
    if (!prepare(file, text, &file->rows)) return false;
    if (from > 0) sqlite3_bind_int64(file->rows, 1, from > INT64_MAX ? INT64_MAX : (int64_t)from);
    return true;
}

bool audit_rows_next(struct audit_file *file, struct audit_row *row, bool *failed)
{
    int code = sqlite3_step(file->rows);

    *failed = code != SQLITE_ROW && code != SQLITE_DONE;
    if (*failed) complain_of(file);
    if (code != SQLITE_ROW) return false;
    row->stored.position = (uint64_t)sqlite3_column_int64(file->rows, 0);
    row->content = column(file->rows, 1);
    column_bytes(file->rows, 2, row->stored.hash.bytes, DIGEST_SIZE);
    return true;
}

static void head_take(sqlite3_stmt *statement, struct audit_heads *heads)
{
    struct fg_text signature = column(statement, 4);
    struct trail_checkpoint *one;

    if ((heads->count & (heads->count - 1)) == 0) {
        heads->list = memory_grow(heads->list, heads->count == 0 ? 1 : 2 * heads->count,
                                  sizeof(*heads->list));
    }
    one = &heads->list[heads->count++];
    *one = (struct trail_checkpoint){.time_ns = sqlite3_column_int64(statement, 2)};
    one->head.position = (uint64_t)sqlite3_column_int64(statement, 0);
    column_bytes(statement, 1, one->head.hash.bytes, DIGEST_SIZE);
    column_bytes(statement, 3, one->signer, sizeof(one->signer));
    if (signature.size > sizeof(one->signature)) return;
    one->signature_size = signature.size;
    if (signature.size > 0) memcpy(one->signature, signature.bytes, signature.size);
}

bool audit_heads_read(struct audit_file *file, struct audit_heads *heads)
{
    sqlite3_stmt *statement = NULL;
    int code;

    *heads = (struct audit_heads){0};
    if (!prepare(file,
                 "SELECT position, hash, time_ns, signer, signature FROM checkpoint"
                 " ORDER BY position",
                 &statement)) {
        return false;
    }
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) head_take(statement, heads);
    sqlite3_finalize(statement);
    return code == SQLITE_DONE || complain_of(file);
}

void audit_heads_take(struct audit_heads *heads, struct trail_verify *verify,
                      const struct chain_head *stored)
{
    for (; heads->at < heads->count; heads->at++) {
        const struct trail_checkpoint *head = &heads->list[heads->at];
        int64_t position = (int64_t)head->head.position;

        if (stored != NULL && position > (int64_t)stored->position) return;
        trail_verify_checkpoint(
            verify, head,
            stored != NULL && position == (int64_t)stored->position ? &stored->hash : NULL);
    }
}

void audit_heads_free(struct audit_heads *heads)
{
    free(heads->list);
    *heads = (struct audit_heads){0};
}

static bool ask(struct audit_file *file, const char *text, bool *answer)
{
    sqlite3_stmt *statement = NULL;
    int code;

    if (!prepare(file, text, &statement)) return false;
    code = sqlite3_step(statement);
    *answer = code == SQLITE_ROW && sqlite3_column_int(statement, 0) != 0;
    sqlite3_finalize(statement);
    return code == SQLITE_ROW || code == SQLITE_DONE || complain_of(file);
}

/* A ledger of schema 1 has no such table. */
bool audit_trust_is_required(struct audit_file *file, bool *required)
{
    if (!ask(file, "SELECT count(*) FROM sqlite_schema WHERE name = 'trust'", required)) {
        return false;
    }
    return !*required || ask(file, "SELECT count(*) FROM trust", required);
}

const struct manifest *audit_manifest(const struct audit_file *file, struct fg_text digest)
{
    for (size_t i = 0; i < file->manifest_count; i++) {
        if (digest.size == DIGEST_SIZE &&
            memcmp(file->manifests[i].digest, digest.bytes, DIGEST_SIZE) == 0) {
            return &file->manifests[i];
        }
    }
    return NULL;
}

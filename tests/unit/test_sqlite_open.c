/* SPDX-License-Identifier: Apache-2.0
 * What is opened and what is refused: each refusal has its status and one sentence in the log. */
#include "unit/test_sqlite.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "ledger/sql.h"
#include "ledger/sqlite_refusal.h"

static struct vault vault;

static int set_up(void **state)
{
    (void)state;
    vault_make(&vault);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    vault_remove(&vault);
    return 0;
}

static void execute(const char *text)
{
    sqlite3 *connection;

    assert_int_equal(sqlite3_open(vault.path, &connection), SQLITE_OK);
    assert_int_equal(sqlite3_exec(connection, text, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(connection);
}

/* ---- no file, or none of ours ---- */

/* Goal: opening never makes a ledger, nor leaves anything behind. */
static void open_refuses_a_missing_ledger(void **state)
{
    size_t before = directory_count(vault.directory);

    (void)state;
    vault_refuses(&vault, FG_LEDGER_MISSING, "feeguard ledger init");
    assert_int_equal(directory_count(vault.directory), before);
    vault.options.language = 0;
    vault_refuses(&vault, FG_LEDGER_MISSING, "没有这个账本");
    vault.options.path = TEXT("/nonexistent/directory/ledger");
    assert_int_equal(sqlite_ledger_create(&vault.options), FG_LEDGER_MISSING);
}

/* Goal: making never touches what is there. */
static void create_refuses_what_exists(void **state)
{
    char *content;

    (void)state;
    vault_create(&vault);
    assert_int_equal(sqlite_ledger_create(&vault.options), FG_LEDGER_REFUSED);
    assert_int_equal(unlink(vault.path), 0);
    disk_write(vault.directory, "ledger", "precious");
    assert_int_equal(sqlite_ledger_create(&vault.options), FG_LEDGER_REFUSED);
    content = disk_read(vault.path);
    assert_string_equal(content, "precious");
    free(content);
    assert_int_equal(unlink(vault.path), 0);
    assert_int_equal(symlink("elsewhere", vault.path), 0);
    assert_int_equal(sqlite_ledger_create(&vault.options), FG_LEDGER_REFUSED);
}

/* Goal: a ledger that cannot be made to its end leaves nothing behind, however far it came. */
static void create_leaves_nothing_when_the_disk_is_full(void **state)
{
    size_t before = directory_count(vault.directory);
    struct rlimit all, limit;
    fg_status status;
    rlim_t size = 0;

    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &all), 0);
    do {
        limit = all;
        limit.rlim_cur = size;
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
        status = sqlite_ledger_create(&vault.options);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &all), 0);
        if (status == FG_OK) break;
        assert_int_equal(status, FG_LEDGER_UNAVAILABLE);
        assert_int_equal(directory_count(vault.directory), before);
        size += 4096;
    } while (size < 1 << 20);
    assert_int_equal(status, FG_OK);
    assert_true(size > 0);
}

static void open_refuses_what_is_no_regular_file(void **state)
{
    (void)state;
    assert_int_equal(mkdir(vault.path, 0700), 0);
    vault_refuses(&vault, FG_LEDGER_REFUSED, "no regular file");
    assert_int_equal(rmdir(vault.path), 0);
    assert_int_equal(mkfifo(vault.path, 0600), 0);
    vault_refuses(&vault, FG_LEDGER_REFUSED, "no regular file");
    assert_int_equal(unlink(vault.path), 0);
    assert_int_equal(symlink(vault.key_path, vault.path), 0);
    vault_refuses(&vault, FG_LEDGER_REFUSED, "no regular file");
}

static void open_refuses_foreign_files(void **state)
{
    (void)state;
    disk_write(vault.directory, "ledger", "");
    vault_refuses(&vault, FG_LEDGER_REFUSED, "no ledger of feeguard");
    execute("CREATE TABLE other (a); PRAGMA application_id = -7;");
    vault_refuses(&vault, FG_LEDGER_REFUSED, "no ledger of feeguard");
    disk_remove(vault.directory, "ledger");
    disk_write(vault.directory, "ledger",
               "This is a text, and long enough that nobody can take it for the head of a file"
               " that was only cut off too early.");
    vault_refuses(&vault, FG_LEDGER_DAMAGED, "damaged");
}

static void open_refuses_newer_ledgers(void **state)
{
    (void)state;
    vault_create(&vault);
    execute("PRAGMA user_version = 3");
    vault_refuses(&vault, FG_LEDGER_NEWER, "upgrade");
    execute("PRAGMA user_version = 2; UPDATE status SET schema = 3");
    vault_refuses(&vault, FG_LEDGER_NEWER, "upgrade");
}

static int64_t number_of(const char *query)
{
    sqlite3_stmt *statement = NULL;
    sqlite3 *connection;
    int64_t number;

    assert_int_equal(sqlite3_open(vault.path, &connection), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(connection, query, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(connection);
    return number;
}

static void assert_opens(void)
{
    struct ledger ledger;

    assert_int_equal(vault_try(&vault, &ledger), FG_OK);
    ledger_close(&ledger);
}

/* Goal: a ledger of schema 1 is brought to the present one when it is opened, once; one that was
 * also damaged is refused as such, and stays what it was. */
static void open_upgrades_older_ledgers(void **state)
{
    (void)state;
    vault_create(&vault);
    execute("DROP TABLE trust; UPDATE status SET schema = 1; PRAGMA user_version = 1");
    assert_opens();
    assert_int_equal(number_of("SELECT schema FROM status"), 2);
    assert_int_equal(number_of("PRAGMA user_version"), 2);
    execute("INSERT INTO trust (id, since_ns) VALUES (1, 0)");
    assert_opens();
    assert_int_equal(number_of("SELECT count(*) FROM trust"), 1);
    execute("DROP TABLE trust; ALTER TABLE status RENAME TO other; PRAGMA user_version = 1");
    vault_refuses(&vault, FG_LEDGER_DAMAGED, "restore");
    assert_int_equal(number_of("PRAGMA user_version"), 1);
}

static void open_refuses_incomplete_ledgers(void **state)
{
    static const char *const damages[] = {
        "DROP TABLE standing",
        "DROP TABLE charge",
        "ALTER TABLE trail RENAME COLUMN hash TO other",
        "DELETE FROM status",
        "UPDATE status SET hash = x'00'",
        "PRAGMA user_version = 0",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(damages); i++) {
        vault_create(&vault);
        execute(damages[i]);
        vault_refuses(&vault, FG_LEDGER_DAMAGED, "restore");
        assert_int_equal(unlink(vault.path), 0);
    }
    vault_create(&vault);
    assert_int_equal(truncate(vault.path, 5000), 0);
    vault_refuses(&vault, FG_LEDGER_DAMAGED, "restore");
}

/* ---- keys ---- */

static void open_refuses_other_keys(void **state)
{
    char other[PATH_SIZE + 16];
    struct ledger ledger;

    (void)state;
    vault_create(&vault);
    snprintf(other, sizeof(other), "%s/other", vault.directory);
    assert_int_equal(keyring_create(other, DIGEST_SHA256), KEY_OK);
    assert_int_equal(keyring_read(other, &vault.ring), KEY_OK);
    vault_refuses(&vault, FG_LEDGER_REFUSED, "not this ledger's");
    vault_read_keys(&vault);
    vault.options.signer_path = other; /* no private key */
    vault_refuses(&vault, FG_LEDGER_REFUSED, other);
    vault.options.signer_path = NULL;
    assert_int_equal(vault_try(&vault, &ledger), FG_OK);
    ledger_close(&ledger);
}

static void copy_keys(char copy[static PATH_SIZE + 16])
{
    char *text = disk_read(vault.key_path);

    disk_write(vault.directory, "copy", text);
    free(text);
    snprintf(copy, PATH_SIZE + 16, "%s/copy", vault.directory);
    assert_int_equal(chmod(copy, 0600), 0);
}

/* Goal: what was filed under a rotated key is not found under another key of the same number, nor
 * without it: such a copy opens nothing, and the right file does. */
static void open_refuses_keys_of_another_rotation(void **state)
{
    char copy[PATH_SIZE + 16];
    struct ledger ledger;

    (void)state;
    vault_create(&vault);
    copy_keys(copy);
    vault_rotate(&vault);
    assert_int_equal(vault_try(&vault, &ledger), FG_OK);
    ledger_close(&ledger); /* notes the epoch */
    vault.options.key_path = copy;
    assert_int_equal(keyring_read(copy, &vault.ring), KEY_OK);
    vault_refuses(&vault, FG_LEDGER_REFUSED, "from before a rotation");
    assert_int_equal(keyring_rotate(copy), KEY_OK);
    assert_int_equal(keyring_read(copy, &vault.ring), KEY_OK);
    vault_refuses(&vault, FG_LEDGER_REFUSED, "from before a rotation");
    assert_int_equal(keyring_rotate(copy), KEY_OK);
    assert_int_equal(keyring_read(copy, &vault.ring), KEY_OK);
    vault_refuses(&vault, FG_LEDGER_REFUSED, "from before a rotation");
    vault.options.key_path = vault.key_path;
    vault_refuses(&vault, FG_LEDGER_REFUSED, "from before a rotation");
    vault.ring.epoch_count = 1;
    assert_int_equal(vault_try(&vault, &ledger),
                     FG_OK); /* the file goes on from what it was given */
    ledger_close(&ledger);
}

/* ---- sentences ---- */

/* Goal: every refusal speaks both languages, save the one that is told elsewhere. */
static void open_has_a_sentence_for_every_refusal(void **state)
{
    (void)state;
    for (int refusal = REFUSAL_NONE + 1; refusal < REFUSALS; refusal++) {
        for (int language = 0; language < 2; language++) {
            vault.log[0] = '\0';
            vault.options.language = language;
            refusal_tell((enum refusal)refusal, "/the/ledger", &vault.options);
            assert_int_not_equal(refusal_status((enum refusal)refusal), FG_OK);
            if (refusal == REFUSAL_SIGNER) continue;
            assert_true(strlen(vault.log) > strlen("3 /the/ledger: ") + 20);
        }
    }
}

/* ---- the journal ---- */

static void assert_journal(const char *mode)
{
    sqlite3_stmt *statement;
    sqlite3 *connection;

    assert_int_equal(sqlite3_open(vault.path, &connection), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(connection, "PRAGMA journal_mode", -1, &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(statement, 0), mode);
    sqlite3_finalize(statement);
    sqlite3_close(connection);
}

/* Goal: a copy made by VACUUM INTO, which has no write-ahead log, gets one when it is opened. */
static void open_gives_a_copy_its_log(void **state)
{
    char text[2 * PATH_SIZE], copy[PATH_SIZE + 16];
    struct ledger ledger;

    (void)state;
    vault_create(&vault);
    snprintf(copy, sizeof(copy), "%s/copy", vault.directory);
    snprintf(text, sizeof(text), "VACUUM INTO '%s'", copy);
    execute(text);
    assert_int_equal(rename(copy, vault.path), 0);
    assert_journal("delete");
    assert_int_equal(vault_try(&vault, &ledger), FG_OK);
    ledger_close(&ledger);
    assert_journal("wal");
}

/* ---- speed ---- */

static int note_scan(void *context, int columns, char **values, char **names)
{
    (void)names;
    assert_int_equal(columns, 4); /* the last says how */
    if (strncmp(values[3], "SCAN", 4) == 0) ++*(int *)context;
    return 0;
}

/* Goal: no statement of a payment walks through a table, however large. */
static void open_prepares_statements_that_seek(void **state)
{
    sqlite3 *connection;
    char *text;

    (void)state;
    vault_create(&vault);
    assert_int_equal(sqlite3_open(vault.path, &connection), SQLITE_OK);
    for (int i = 0; i < SQL_ACCEPTED_ALL; i++) {
        int scans = 0;

        if (i == SQL_CHARGE_ALL || i == SQL_TRAIL_ALL) continue;
        text = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql_text((enum sql_statement)i));
        assert_int_equal(sqlite3_exec(connection, text, note_scan, &scans, NULL), SQLITE_OK);
        if (scans > 0) fail_msg("%s", text);
        sqlite3_free(text);
    }
    sqlite3_close(connection);
}

/* ---- crashes ---- */

static void write_until_killed(int pipe_end)
{
    if (vault_try(&vault, &desk.ledger) != FG_OK) _exit(1);
    for (uint32_t i = 0;; i++) {
        struct claim claim = {.kind = CLAIM_COMMIT, .txn = TEXT("NOBODY")};
        struct claim *claims = &claim;

        ledger_transact(&desk.ledger, &claims, 1, NOON + i);
        if (claim.status != FG_NOT_FOUND) _exit(1);
        if (write(pipe_end, &claim.position, sizeof(claim.position)) < 0) _exit(1);
    }
}

/* Goal: after a crash the ledger opens at once, with everything that was acknowledged. */
static void open_after_a_crash(void **state)
{
    uint64_t acknowledged = 0, position;
    struct ledger ledger;
    int ends[2];
    pid_t child;

    (void)state;
    vault_create(&vault);
    assert_int_equal(pipe(ends), 0);
    child = fork();
    if (child == 0) write_until_killed(ends[1]);
    assert_int_equal(close(ends[1]), 0);
    while (acknowledged < 2000) {
        assert_int_equal(read(ends[0], &position, sizeof(position)), sizeof(position));
        acknowledged = position;
    }
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    while (read(ends[0], &position, sizeof(position)) == sizeof(position)) acknowledged = position;
    close(ends[0]);
    assert_int_equal(vault_try(&vault, &ledger), FG_OK);
    assert_true(ledger_counts(&ledger).position >= acknowledged);
    ledger_close(&ledger);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(open_refuses_a_missing_ledger),
        TEST(create_refuses_what_exists),
        TEST(create_leaves_nothing_when_the_disk_is_full),
        TEST(open_refuses_what_is_no_regular_file),
        TEST(open_refuses_foreign_files),
        TEST(open_refuses_newer_ledgers),
        TEST(open_upgrades_older_ledgers),
        TEST(open_refuses_incomplete_ledgers),
        TEST(open_refuses_other_keys),
        TEST(open_refuses_keys_of_another_rotation),
        TEST(open_has_a_sentence_for_every_refusal),
        TEST(open_gives_a_copy_its_log),
        TEST(open_prepares_statements_that_seek),
        TEST(open_after_a_crash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

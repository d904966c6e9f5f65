/* SPDX-License-Identifier: Apache-2.0
 * What is opened and what is refused: each refusal has its status and one sentence in the log. */
#include "unit/test_sqlite.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
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

static fg_status open_again(struct ledger *ledger)
{
    struct rulebook rulebook = {.as_known_day = DAY_NONE, .reservation_ns = LIFE};

    vault.log[0] = '\0';
    return sqlite_ledger_open(&rulebook, &vault.options, ledger);
}

/* Refused with this status, in one line of severity 3 that holds these words. */
static void assert_refused(fg_status status, const char *words)
{
    struct ledger ledger;

    assert_int_equal(open_again(&ledger), status);
    assert_null(ledger.store);
    assert_non_null(strstr(vault.log, words));
    assert_int_equal(vault.log[0], '3');
    assert_ptr_equal(strchr(vault.log, '\n'), vault.log + strlen(vault.log) - 1);
    assert_non_null(strstr(vault.log, vault.directory));
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
    assert_refused(FG_LEDGER_MISSING, "feeguard ledger init");
    assert_int_equal(directory_count(vault.directory), before);
    vault.options.language = 0;
    assert_refused(FG_LEDGER_MISSING, "没有这个账本");
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

static void open_refuses_what_is_no_regular_file(void **state)
{
    (void)state;
    assert_int_equal(mkdir(vault.path, 0700), 0);
    assert_refused(FG_LEDGER_REFUSED, "no regular file");
    assert_int_equal(rmdir(vault.path), 0);
    assert_int_equal(mkfifo(vault.path, 0600), 0);
    assert_refused(FG_LEDGER_REFUSED, "no regular file");
    assert_int_equal(unlink(vault.path), 0);
    assert_int_equal(symlink(vault.key_path, vault.path), 0);
    assert_refused(FG_LEDGER_REFUSED, "no regular file");
}

static void open_refuses_foreign_files(void **state)
{
    (void)state;
    disk_write(vault.directory, "ledger", "");
    assert_refused(FG_LEDGER_REFUSED, "no ledger of feeguard");
    execute("CREATE TABLE other (a); PRAGMA application_id = -7;");
    assert_refused(FG_LEDGER_REFUSED, "no ledger of feeguard");
    disk_remove(vault.directory, "ledger");
    disk_write(vault.directory, "ledger",
               "This is a text, and long enough that nobody can take it for the head of a file"
               " that was only cut off too early.");
    assert_refused(FG_LEDGER_DAMAGED, "damaged");
}

static void open_refuses_newer_ledgers(void **state)
{
    (void)state;
    vault_create(&vault);
    execute("PRAGMA user_version = 3");
    assert_refused(FG_LEDGER_NEWER, "upgrade");
    execute("PRAGMA user_version = 2; UPDATE status SET schema = 3");
    assert_refused(FG_LEDGER_NEWER, "upgrade");
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

    assert_int_equal(open_again(&ledger), FG_OK);
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
    execute("INSERT INTO trust (number, time_ns, required, reason) VALUES (1, 0, 1, '')");
    assert_opens();
    assert_int_equal(number_of("SELECT count(*) FROM trust"), 1);
    execute("DROP TABLE trust; ALTER TABLE status RENAME TO other; PRAGMA user_version = 1");
    assert_refused(FG_LEDGER_DAMAGED, "restore");
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
        assert_refused(FG_LEDGER_DAMAGED, "restore");
        assert_int_equal(unlink(vault.path), 0);
    }
    vault_create(&vault);
    assert_int_equal(truncate(vault.path, 5000), 0);
    assert_refused(FG_LEDGER_DAMAGED, "restore");
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
    assert_refused(FG_LEDGER_REFUSED, "not this ledger's");
    vault_read_keys(&vault);
    vault.options.signer_path = other; /* no private key */
    assert_refused(FG_LEDGER_REFUSED, other);
    vault.options.signer_path = NULL;
    assert_int_equal(open_again(&ledger), FG_OK);
    ledger_close(&ledger);
}

/* ---- in use ---- */

/* Says over the pipe when it has the ledger open, and closes it when told. */
static pid_t other_process(int ends[2])
{
    struct ledger ledger;
    char byte = 0;
    pid_t child;
    int told[2];

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(pipe(told), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        bool opened = open_again(&ledger) == FG_OK;

        close(ends[1]);
        if (opened && write(told[1], &byte, 1) == 1 && read(ends[0], &byte, 1) == 0) {
            ledger_close(&ledger);
            _exit(0);
        }
        _exit(1);
    }
    close(ends[0]);
    close(told[1]);
    assert_int_equal(read(told[0], &byte, 1), 1);
    close(told[0]);
    return child;
}

/* Goal: one opening a process; other processes may share the ledger. A child that was forked with
 * the ledger open may not: the locks are its parent's. */
static void open_refuses_a_second_time(void **state)
{
    struct ledger first, again;
    int ends[2], status;
    pid_t other, child;

    (void)state;
    vault_create(&vault);
    other = other_process(ends);
    assert_int_equal(open_again(&first), FG_OK);
    assert_refused(FG_LEDGER_IN_USE, "open already");
    child = fork();
    if (child == 0) _exit(open_again(&again) == FG_LEDGER_IN_USE ? 0 : 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close(ends[1]);
    assert_int_equal(waitpid(other, &status, 0), other);
    assert_int_equal(status, 0);
    ledger_close(&first);
    assert_int_equal(open_again(&again), FG_OK);
    ledger_close(&again);
}

/* ---- file systems ---- */

static void open_knows_remote_file_systems(void **state)
{
    static const uint64_t remote[] = {
        0x6969,     0x517b,     0xff534d42, 0xfe534d42, 0x01021997,        0x5346414f,
        0x00c36400, 0x65735546, 0x73757245, 0x564c,     0xffffffffff534d42 /* sign-extended */};
    static const uint64_t local[] = {0xef53 /* ext4 */, 0x58465342 /* XFS */,
                                     0x9123683e /* Btrfs */, 0x01021994 /* tmpfs */,
                                     0x794c7630 /* overlay */};

    (void)state;
    for (size_t i = 0; i < COUNT(remote); i++) assert_false(sqlite_is_local(remote[i]));
    for (size_t i = 0; i < COUNT(local); i++) assert_true(sqlite_is_local(local[i]));
}

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
    if (open_again(&desk.ledger) != FG_OK) _exit(1);
    for (uint32_t i = 0;; i++) {
        struct claim claim = {.kind = CLAIM_COMMIT, .txn = TEXT("NOBODY")};
        struct claim *claims = &claim;

        ledger_transact(&desk.ledger, &claims, 1, NOON + i);
        if (claim.status != FG_NOT_FOUND) _exit(1);
        if (write(pipe_end, &claim.position, sizeof(claim.position)) < 0) _exit(1);
    }
}

/* Goal: after a crash the ledger opens within a second, with everything that was acknowledged. */
static void open_after_a_crash(void **state)
{
    uint64_t acknowledged = 0, position;
    struct timespec from, to;
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
    clock_gettime(CLOCK_MONOTONIC, &from);
    assert_int_equal(open_again(&ledger), FG_OK);
    clock_gettime(CLOCK_MONOTONIC, &to);
    assert_true(to.tv_sec - from.tv_sec <= 1);
    assert_true(ledger_counts(&ledger).position >= acknowledged);
    ledger_close(&ledger);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(open_refuses_a_missing_ledger),
        TEST(create_refuses_what_exists),
        TEST(open_refuses_what_is_no_regular_file),
        TEST(open_refuses_foreign_files),
        TEST(open_refuses_newer_ledgers),
        TEST(open_upgrades_older_ledgers),
        TEST(open_refuses_incomplete_ledgers),
        TEST(open_refuses_other_keys),
        TEST(open_refuses_a_second_time),
        TEST(open_knows_remote_file_systems),
        TEST(open_has_a_sentence_for_every_refusal),
        TEST(open_prepares_statements_that_seek),
        TEST(open_after_a_crash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

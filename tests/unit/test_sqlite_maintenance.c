/* SPDX-License-Identifier: Apache-2.0
 * The operator's commands: numbers, what is pending, pruning, and the check that finds what a hand
 * or a disk has changed. */
#include "unit/test_sqlite.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "audit/signer.h"
#include "ledger/sql_maintenance.h"

#define DAY_NS (86400 * SECOND)
#define TODAY 20635 /* 2026-07-01 */

static struct vault vault;

static int set_up(void **state)
{
    (void)state;
    vault_start_desk(&vault);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ledger_close(&desk.ledger);
    vault_remove(&vault);
    return 0;
}

/* ---- numbers ---- */

static void maintenance_counts(void **state)
{
    struct ledger_stats stats;

    (void)state;
    assert_true(ledger_stats(&desk.ledger, &stats));
    assert_int_equal(stats.reserved + stats.committed + stats.released + stats.expired, 0);
    assert_int_equal(stats.engine_ns, INT64_MIN);
    assert_int_equal(stats.horizon_day, DAY_NONE);
    assert_int_equal(world_ask(CLAIM_RESERVE, "T1", "YEARLY", 8000), FG_OK);
    assert_int_equal(world_ask(CLAIM_CHARGE, "T2", "TRIPLE", 5000), FG_OK);
    assert_int_equal(world_ask(CLAIM_RESERVE, "T3", "TRIPLE", 5000), FG_OK);
    assert_int_equal(release("T3"), FG_OK);
    assert_true(ledger_stats(&desk.ledger, &stats));
    assert_int_equal(stats.reserved, 1);
    assert_int_equal(stats.committed, 1);
    assert_int_equal(stats.released, 1);
    assert_int_equal(stats.places, 3 + 6); /* T2 is in a group as well */
    assert_int_equal(stats.head.position, 4);
    assert_int_equal(stats.engine_ns, NOON);
    assert_true(stats.size_bytes > 4096);
    desk.now += LIFE;
    is_barred(); /* sweeps */
    assert_true(ledger_stats(&desk.ledger, &stats));
    assert_int_equal(stats.expired, 1);
}

static bool note_pending(void *context, const struct ledger_pending *pending)
{
    char *notes = context;

    snprintf(notes + strlen(notes), 512 - strlen(notes), "%.*s %.*s %lld %d%s, ",
             (int)pending->txn.size, pending->txn.bytes, (int)pending->item.size,
             pending->item.bytes, (long long)pending->amount_fen,
             (int)((pending->expires_ns - NOON) / SECOND), pending->in_doubt ? " in doubt" : "");
    return true;
}

/* Goal: every reservation that nobody ended is listed, those that ran out as in doubt. */
static void maintenance_lists_what_is_pending(void **state)
{
    char notes[512] = "";

    (void)state;
    assert_int_equal(world_ask(CLAIM_RESERVE, "LATE", "YEARLY", 8000), FG_OK);
    assert_int_equal(world_ask(CLAIM_RESERVE, "GONE", "TRIPLE", 5000), FG_OK);
    assert_int_equal(world_ask(CLAIM_RESERVE, "DONE", "TRIPLE", 5000), FG_OK);
    assert_int_equal(commit("DONE"), FG_OK);
    assert_int_equal(release("GONE"), FG_OK);
    desk.now += 600 * SECOND;
    assert_int_equal(world_ask(CLAIM_RESERVE, "NEW", "ONCE", 1), FG_OK);
    assert_true(ledger_pending(&desk.ledger, 0, note_pending, notes));
    assert_string_equal(notes, "LATE YEARLY 8000 900, NEW ONCE 1 1500, ");
    notes[0] = '\0';
    assert_true(ledger_pending(&desk.ledger, NOON + LIFE, note_pending, notes));
    assert_string_equal(notes, "LATE YEARLY 8000 900 in doubt, NEW ONCE 1 1500, ");
    desk.now += 600 * SECOND;
    is_barred(); /* sweeps */
    notes[0] = '\0';
    assert_true(ledger_pending(&desk.ledger, 0, note_pending, notes));
    assert_string_equal(notes, "LATE YEARLY 8000 900 in doubt, NEW ONCE 1 1500, ");
}

/* ---- pruning ---- */

static struct ledger_pruned prune(int32_t days)
{
    struct ledger_retention retention = {
        .bundle = desk.rulebook.bundle, .today = TODAY, .retention_days = days, .rows_max = 2};
    struct ledger_pruned pruned;

    assert_true(ledger_prune(&desk.ledger, &retention, &pruned));
    return pruned;
}

static void charge_on(const char *txn, const char *item, int64_t days_ago)
{
    struct fg_charge charge = world_charge(txn, item, 0);

    charge.time_ns -= days_ago * DAY_NS;
    assert_int_equal(ask(CLAIM_CHARGE, &charge).status, FG_OK);
}

static void note_fault(void *context, const char *sentence)
{
    char *notes = context;

    snprintf(notes + strlen(notes), 4096 - strlen(notes), "%s\n", sentence);
}

static void assert_faults(const char *words)
{
    char notes[4096] = "";
    uint64_t faults;

    assert_true(ledger_check(&desk.ledger, note_fault, notes, &faults));
    if (words == NULL) {
        assert_string_equal(notes, "");
        assert_int_equal(faults, 0);
    } else {
        if (strstr(notes, words) == NULL) fail_msg("no \"%s\" in \"%s\"", words, notes);
        assert_true(faults > 0);
    }
}

static bool is_known(const char *txn)
{
    return refund(txn, "probe", 1) != FG_NOT_FOUND;
}

/* Goal: what is old leaves, unless a rule can still ask for it.
 * Method: one charge for each way of being asked for, on either side of its end. */
static void maintenance_prunes_what_nobody_asks_for(void **state)
{
    (void)state;
    charge_on("ONCE", "ONCE", 2000);         /* once in a life */
    charge_on("WINDOW-OLD", "WINDOW", 132);  /* P1M: 2026-02-19 to 03-19 */
    charge_on("WINDOW-LONG", "WINDOW", 100); /* 03-23 to 04-23: past the horizon */
    charge_on("DAILY", "DAILY", 95);         /* a day */
    charge_on("YEARLY-OLD", "YEARLY", 461);  /* a year from April: ended 2026-03-31 */
    charge_on("YEARLY-NOW", "YEARLY", 91);   /* 2026-04-01: until 2027-03-31 */
    charge_on("WATER-OLD", "WATER", 200);    /* quantity of 2025 */
    charge_on("WATER-NOW", "WATER", 150);    /* quantity of 2026 */
    charge_on("FREE", "TRIPLE-TOO", 110);    /* ten days, in a group */
    charge_on("YOUNG", "DAILY", 89);
    assert_int_equal(prune(90).removed, 5);
    assert_true(is_known("ONCE") && is_known("WINDOW-LONG") && is_known("YEARLY-NOW"));
    assert_true(is_known("WATER-NOW") && is_known("YOUNG"));
    assert_false(is_known("WINDOW-OLD") || is_known("DAILY") || is_known("YEARLY-OLD"));
    assert_false(is_known("WATER-OLD") || is_known("FREE"));
    assert_int_equal(prune(90).removed, 0);
    assert_counts(0, 5);
    assert_faults(NULL);
}

/* Goal: limits of relief and <uniform> keys hold charges back too, for their years. */
static void maintenance_prune_heeds_relief_and_uniform(void **state)
{
    struct fg_attribute attributes[] = {{TEXT("hardship"), TEXT("yes")}, {TEXT("size"), TEXT("7")}};
    struct fg_charge charge = world_charge("RELIEF", "WINDOW", 0);

    (void)state;
    charge.attributes = attributes;
    charge.attribute_count = 2;
    charge.base = TEXT("100");
    charge.quantity = TEXT("1");
    charge.time_ns = NOON - 150 * DAY_NS; /* its window is over, its year of relief is not */
    assert_int_equal(ask(CLAIM_CHARGE, &charge).status, FG_OK);
    charge.txn = TEXT("FINE");
    charge.item = TEXT("SPAN");
    charge.amount_fen = 2000;
    assert_int_equal(ask(CLAIM_CHARGE, &charge).status, FG_OK);
    charge.txn = TEXT("FINE-OLD");
    charge.time_ns = NOON - 200 * DAY_NS; /* 2025 */
    assert_int_equal(ask(CLAIM_CHARGE, &charge).status, FG_OK);
    assert_int_equal(prune(90).removed, 1);
    assert_true(is_known("RELIEF") && is_known("FINE"));
    assert_faults(NULL);
}

/* Goal: what does not stand leaves by age alone; a reservation that is open does not. */
static void maintenance_prunes_what_does_not_stand(void **state)
{
    struct fg_charge open = world_charge("OPEN", "DAILY", 0);

    (void)state;
    charge_on("REFUNDED", "ONCE", 200);
    open.txn = TEXT("REFUNDED-2");
    open.time_ns = NOON - 200 * DAY_NS;
    open.subject = TEXT("S");
    open.item = TEXT("ONCE");
    open.amount_fen = 100;
    assert_int_equal(ask(CLAIM_CHARGE, &open).status, FG_OK);
    assert_int_equal(refund("REFUNDED-2", "a", 100), FG_OK);
    open.txn = TEXT("RELEASED");
    assert_int_equal(ask(CLAIM_RESERVE, &open).status, FG_OK);
    assert_int_equal(release("RELEASED"), FG_OK);
    open.txn = TEXT("EXPIRED");
    assert_int_equal(ask(CLAIM_RESERVE, &open).status, FG_OK);
    desk.now += LIFE;
    is_barred();
    open.txn = TEXT("OPEN");
    open.item = TEXT("DAILY");
    assert_int_equal(ask(CLAIM_RESERVE, &open).status, FG_OK);
    assert_int_equal(prune(90).removed, 3);
    assert_counts(1, 1);
    assert_int_equal(commit("EXPIRED"), FG_NOT_FOUND);
    assert_int_equal(commit("OPEN"), FG_OK);
    assert_int_equal(prune(0).removed, 1);
    assert_true(is_known("REFUNDED")); /* once in a life, and of nothing: it stands */
    assert_faults(NULL);
}

/* Goal: a question that reaches back to what was pruned gets no answer; others do, also in the same
 * transaction, and of the same item. */
static void maintenance_prune_leaves_no_false_answer(void **state)
{
    struct fg_charge charge = world_charge("T1", "YEARLY", 8000);
    struct got got;

    (void)state;
    charge_on("OLD", "YEARLY", 461); /* 2025-03-27 */
    assert_int_equal(prune(90).removed, 1);
    assert_int_equal(ask(CLAIM_CHECK, &charge).status, FG_OK);
    charge.time_ns = NOON - 461 * DAY_NS;
    got = ask(CLAIM_CHECK, &charge);
    assert_int_equal(got.status, FG_DENIED);
    assert_int_equal(got.head.codes & (BIT(FG_CODE_LEDGER_UNAVAILABLE) | BIT(FG_DUPLICATE)),
                     BIT(FG_CODE_LEDGER_UNAVAILABLE));
    assert_null(strstr(vault.log, "3 ")); /* nothing is wrong with the ledger */
    charge.time_ns = NOON - 400 * DAY_NS; /* the year behind it, none of which was pruned */
    assert_int_equal(ask(CLAIM_CHECK, &charge).status, FG_OK);
    charge.item = TEXT("DAILY");
    charge.time_ns = NOON - 461 * DAY_NS; /* nothing of this item was */
    assert_int_equal(ask(CLAIM_CHECK, &charge).status, FG_OK);
    vault_reopen_desk(&vault);
    charge.item = TEXT("YEARLY");
    assert_int_equal(ask(CLAIM_CHECK, &charge).status, FG_DENIED);
}

/* ---- the check ---- */

static void execute(const char *text)
{
    sqlite3 *connection;
    char *error = NULL;

    assert_int_equal(sqlite3_open(vault.path, &connection), SQLITE_OK);
    if (sqlite3_exec(connection, text, NULL, NULL, &error) != SQLITE_OK) fail_msg("%s", error);
    sqlite3_close(connection);
}

static void some_business(void)
{
    struct fg_attribute attributes[] = {{TEXT("hardship"), TEXT("yes")}, {TEXT("size"), TEXT("7")}};
    struct fg_charge charge = world_charge("T1", "YEARLY", 0);

    charge.attributes = attributes;
    charge.attribute_count = 2;
    charge.base = TEXT("100");
    assert_int_equal(ask(CLAIM_RESERVE, &charge).status, FG_OK);
    charge.txn = TEXT("T2");
    charge.item = TEXT("SPAN");
    charge.period_ymd = 20260101;
    charge.amount_fen = 3000;
    assert_int_equal(ask(CLAIM_CHARGE, &charge).status, FG_OK);
    assert_int_equal(refund("T2", "a", 1000), FG_OK);
    assert_int_equal(world_ask(CLAIM_RESERVE, "T3", "TRIPLE", 5000), FG_OK);
    assert_int_equal(commit("T3"), FG_OK);
}

/* Goal: a sound ledger has no faults, and every change by hand is found and named. */
static void maintenance_check_finds_every_change(void **state)
{
    static const char *const changes[][2] = {
        {"UPDATE trail SET content = zeroblob(40) WHERE position = 2", "cannot be decoded"},
        {"UPDATE trail SET content = content || x'00' WHERE position = 4", "chain"},
        {"DELETE FROM trail WHERE position = 3", "missing before"},
        {"DELETE FROM trail WHERE position = 5", "the end of the audit trail"},
        {"UPDATE trail SET hash = zeroblob(32) WHERE position = 1", "breaks at this record"},
        {"UPDATE status SET position = 4", "the end of the audit trail"},
        {"DELETE FROM schedules", "schedules that an audit record names"},
        {"DELETE FROM standing WHERE key = (SELECT min(key) FROM standing)",
         "not found under one of its keys"},
        {"UPDATE standing SET orders = 1", "not found under one of its keys"},
        {"INSERT INTO standing VALUES (zeroblob(16), 1, 1, 3)", "belong to no standing charge"},
        {"UPDATE charge SET amount_fen = amount_fen + 1 WHERE txn = 'T2'", "audit record tells"},
        {"UPDATE charge SET item = (SELECT max(id) FROM name WHERE text = 'TRIPLE')"
         " WHERE txn = 'T2'",
         "audit record tells"},
        {"UPDATE charge SET quantity_micro = 5 WHERE txn = 'T2'", "audit record tells"},
        {"UPDATE charge SET due_fen = due_fen + 1 WHERE txn = 'T2'", "audit record tells"},
        {"UPDATE charge SET basis_day = basis_day + 1 WHERE txn = 'T2'", "audit record tells"},
        {"UPDATE charge SET charge_day = charge_day + 1 WHERE txn = 'T2'", "audit record tells"},
        {"UPDATE charge SET payer = zeroblob(16) WHERE txn = 'T2'", "audit record tells"},
        {"UPDATE relief SET fen = fen + 1", "audit record tells"},
        {"UPDATE charge SET state = 2 WHERE txn = 'T3'", "number of charges"},
        {"UPDATE status SET committed = 7", "number of charges"},
        {"UPDATE charge SET refunded_fen = 0 WHERE txn = 'T2'", "refunds do not add up"},
        {"INSERT INTO refund VALUES (99, 'x', 5)", "refunds do not add up"},
        {"INSERT INTO relief VALUES (99, 1, 5)", "relief belongs to no charge"},
        {"UPDATE status SET last_charge = 1", "above the highest"},
        {"UPDATE status SET last_name = 1", "above the highest"},
        {"INSERT INTO checkpoint VALUES (2, zeroblob(32), 0, x'00', x'00')", "signed head"},
        {"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'UNIQUE',"
         " 'UNIQUE CHECK (text <> ''TRIPLE'')') WHERE name = 'name'",
         "the file is damaged"},
    };

    (void)state;
    some_business();
    assert_faults(NULL);
    for (size_t i = 0; i < COUNT(changes); i++) {
        ledger_close(&desk.ledger);
        vault_remove(&vault);
        vault_start_desk(&vault);
        some_business();
        ledger_close(&desk.ledger);
        execute(changes[i][0]);
        vault_open_desk(&vault);
        assert_faults(changes[i][1]);
    }
}

/* Goal: each sentence in Chinese too. */
static void maintenance_check_speaks_chinese(void **state)
{
    (void)state;
    some_business();
    ledger_close(&desk.ledger);
    execute("UPDATE status SET committed = 7");
    vault.options.language = 0;
    vault_open_desk(&vault);
    assert_faults("收费笔数与账本所记不符（编号 3）");
}

/* ---- signed heads ---- */

/* Goal: signed heads stand in their table, by the key that was given, and fit the trail. */
static void maintenance_heads_are_signed(void **state)
{
    char private_path[PATH_SIZE + 16], public_path[PATH_SIZE + 16];
    struct ledger_stats stats;

    (void)state;
    snprintf(private_path, sizeof(private_path), "%s/signer", vault.directory);
    snprintf(public_path, sizeof(public_path), "%s/signer.pub", vault.directory);
    assert_int_equal(signer_create(private_path, public_path, SIGNER_ED25519), KEY_OK);
    vault.options.signer_path = private_path;
    vault_reopen_desk(&vault);
    some_business();
    vault_reopen_desk(&vault);
    assert_true(ledger_stats(&desk.ledger, &stats));
    assert_int_equal(stats.checkpoints, 2); /* at the first record, and at close */
    assert_int_equal(stats.checkpoint_position, (int64_t)stats.head.position);
    assert_faults(NULL);
}

/* ---- what README.md shows ---- */

static int count_row(void *context, int columns, char **values, char **names)
{
    (void)columns;
    (void)values;
    (void)names;
    ++*(int *)context;
    return 0;
}

/* Goal: the auditor's queries run as they stand, and find something. */
static void maintenance_readme_queries_work(void **state)
{
    char *text = disk_read(FG_TEST_DATA "/../../plugin/ledger/README.md"), *at = text;
    sqlite3 *connection;
    int queries = 0;

    (void)state;
    some_business();
    assert_int_equal(world_ask(CLAIM_RESERVE, "DOUBT", "TRIPLE", 5000), FG_OK);
    desk.now += LIFE;
    is_barred();
    assert_int_equal(sqlite3_open(vault.path, &connection), SQLITE_OK);
    while ((at = strstr(at, "```sql\n")) != NULL) {
        char *end = strstr(at += strlen("```sql\n"), "```"), *error = NULL;
        int rows = 0;

        assert_non_null(end);
        *end = '\0';
        if (sqlite3_exec(connection, at, count_row, &rows, &error) != SQLITE_OK) {
            fail_msg("%s", error);
        }
        assert_true(rows > 0);
        queries++;
        at = end + 1;
    }
    assert_int_equal(queries, 3);
    sqlite3_close(connection);
    free(text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(maintenance_counts),
        TEST(maintenance_lists_what_is_pending),
        TEST(maintenance_prunes_what_nobody_asks_for),
        TEST(maintenance_prune_heeds_relief_and_uniform),
        TEST(maintenance_prunes_what_does_not_stand),
        TEST(maintenance_prune_leaves_no_false_answer),
        TEST(maintenance_check_finds_every_change),
        TEST(maintenance_check_speaks_chinese),
        TEST(maintenance_heads_are_signed),
        TEST(maintenance_readme_queries_work),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * What stands in the durable ledger outlives the process: everything is as it was when the file is
 * opened again, also under rotated keys. */
#include "unit/test_sqlite.h"

#include "ledger/sql_store.h"

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

/* ---- opened again ---- */

/* Goal: states, counts and refunds are found as they were. */
static void sqlite_reopened_finds_every_state(void **state)
{
    (void)state;
    assert_int_equal(world_ask(CLAIM_RESERVE, "RESERVED", "TRIPLE", 5000), FG_OK);
    assert_int_equal(world_ask(CLAIM_CHARGE, "COMMITTED", "TRIPLE", 5000), FG_OK);
    assert_int_equal(world_ask(CLAIM_CHARGE, "PARTLY", "TRIPLE", 5000), FG_OK);
    assert_int_equal(refund("PARTLY", "a", 2000), FG_OK);
    assert_int_equal(world_ask(CLAIM_CHECK, "X", "TRIPLE", 5000), FG_DENIED);
    assert_int_equal(world_ask(CLAIM_RESERVE, "RELEASED", "YEARLY", 8000), FG_OK);
    assert_int_equal(release("RELEASED"), FG_OK);
    vault_reopen_desk(&vault);
    assert_counts(1, 2);
    assert_int_equal(world_ask(CLAIM_CHECK, "X", "TRIPLE", 5000), FG_DENIED);
    assert_int_equal(refund("PARTLY", "a", 2000), FG_OK);
    assert_int_equal(refund("PARTLY", "a", 2001), FG_CONFLICTING_RETRY);
    assert_int_equal(refund("PARTLY", "b", 3001), FG_OVER_REFUND);
    assert_int_equal(release("RELEASED"), FG_OK);
    assert_int_equal(commit("RELEASED"), FG_NOT_FOUND);
    assert_int_equal(release("COMMITTED"), FG_NOT_RESERVED);
    assert_int_equal(commit("RESERVED"), FG_OK);
    assert_int_equal(refund("PARTLY", "b", 3000), FG_OK);
    vault_reopen_desk(&vault);
    assert_counts(0, 3);
    assert_int_equal(world_ask(CLAIM_CHECK, "X", "TRIPLE", 5000), FG_OK); /* PARTLY is gone */
    assert_int_equal(refund("PARTLY", "c", 1), FG_OVER_REFUND);
}

/* Goal: a retry gets the first decision to the byte, labels of schedules included, though it would
 * be judged otherwise now. */
static void sqlite_reopened_recalls_decisions_to_the_byte(void **state)
{
    struct fg_attribute size = {TEXT("size"), TEXT("20")};
    struct fg_charge request = world_charge("T1", "ONCE", 800);
    struct buffer first, again;

    (void)state;
    request.base = TEXT("500");
    request.attributes = &size;
    request.attribute_count = 1;
    buffer_init(&first);
    buffer_init(&again);
    assert_int_equal(world_record(CLAIM_RESERVE, &request, &first), FG_OK);
    assert_int_equal(refund("T1", "a", 100), FG_NOT_COMMITTED);
    vault_reopen_desk(&vault);
    assert_int_equal(world_record(CLAIM_RESERVE, &request, &again), FG_OK);
    assert_int_equal(first.size, again.size);
    assert_memory_equal(first.bytes, again.bytes, first.size);
    buffer_free(&again);
    assert_int_equal(world_record(CLAIM_CHARGE, &request, &again), FG_OK);
    assert_memory_equal(first.bytes, again.bytes, first.size);
    request.amount_fen++;
    buffer_free(&again);
    assert_int_equal(world_record(CLAIM_CHARGE, &request, &again), FG_CONFLICTING_RETRY);
    assert_int_equal(again.size, 0);
    buffer_free(&first);
    buffer_free(&again);
}

/* Goal: relief counts against its limit after reopening, and quantity on its brackets. */
static void sqlite_reopened_counts_on(void **state)
{
    struct fg_attribute hardship = {TEXT("hardship"), TEXT("yes")};
    struct fg_charge free = world_charge("F1", "YEARLY", 0);
    struct fg_charge water = world_charge("W1", "WATER", 11750);
    struct got got;

    (void)state;
    free.attributes = &hardship;
    free.attribute_count = 1;
    assert_int_equal(ask(CLAIM_CHARGE, &free).status, FG_OK); /* 80.00 of 120.00 relieved */
    water.quantity = TEXT("50");
    assert_int_equal(ask(CLAIM_CHARGE, &water).status, FG_OK);
    vault_reopen_desk(&vault);
    free.txn = TEXT("F2");
    free.subject = TEXT("S2"); /* another key of the year, the same payer's limit */
    got = ask(CLAIM_CHECK, &free);
    assert_int_equal(got.head.due_fen, 4000);
    water.txn = TEXT("W2");
    water.quantity = TEXT("1");
    got = ask(CLAIM_CHECK, &water);
    assert_int_equal(got.head.standard_fen, 705);
}

/* ---- time ---- */

/* Goal: a late commit after reopening is judged by the rules of its decision and tells what came
 * between, whether or not the reservation was swept. */
static void sqlite_late_commit_after_reopening(void **state)
{
    struct got got;

    (void)state;
    for (int swept = 0; swept < 2; swept++) {
        const char *late = swept ? "LATE1" : "LATE0", *other = swept ? "OTHER1" : "OTHER0";
        const char *item = swept ? "YEARLY" : "ONCE";
        struct fg_charge first = world_charge(late, item, 800), second;

        first.base = TEXT("500");
        second = first;
        second.txn = text_of(other);
        assert_int_equal(ask(CLAIM_RESERVE, &first).status, FG_OK);
        desk.now += LIFE;
        if (swept) assert_int_equal(world_ask(CLAIM_CHECK, "X", "TRIPLE", 5000), FG_OK);
        vault_reopen_desk(&vault);
        assert_int_equal(ask(CLAIM_CHARGE, &second).status, FG_OK);
        got = tell(CLAIM_COMMIT, late, NULL, 0);
        assert_int_equal(got.status, FG_COMMITTED_LATE);
        assert_int_equal(got.late_codes, BIT(FG_DUPLICATE));
        assert_string_equal(got.conflict, other);
        assert_int_equal(commit(late), FG_OK);
    }
    assert_counts(0, 4);
    vault_reopen_desk(&vault);
    assert_counts(0, 4);
}

/* Goal: engine time never runs back, not over reopening either. */
static void sqlite_time_is_held_over_reopening(void **state)
{
    (void)state;
    assert_int_equal(world_ask(CLAIM_RESERVE, "T1", "YEARLY", 8000), FG_OK);
    desk.now += LIFE;
    assert_int_equal(world_ask(CLAIM_CHECK, "T2", "YEARLY", 8000), FG_OK);
    vault_reopen_desk(&vault);
    desk.now = NOON;
    assert_int_equal(world_ask(CLAIM_CHECK, "T2", "YEARLY", 8000), FG_OK);
    assert_int_equal(commit("T1"), FG_COMMITTED_LATE);
}

static struct fg_charge yearly_of(const char *txn, const char *payer)
{
    struct fg_charge charge = world_charge(txn, "YEARLY", 8000);

    charge.payer = text_of(payer);
    return charge;
}

/* Goal: reservations end on time though they are swept some at a time; the counts know it. */
static void sqlite_expiry_does_not_wait_for_the_sweep(void **state)
{
    struct fg_charge charge;
    char id[16];

    (void)state;
    for (int i = 0; i < 300; i++) {
        snprintf(id, sizeof(id), "T%d", i);
        charge = yearly_of(id, id);
        assert_int_equal(ask(CLAIM_RESERVE, &charge).status, FG_OK);
    }
    assert_counts(300, 0);
    desk.now += LIFE;
    charge = yearly_of("X", "T299"); /* the last to be swept */
    assert_int_equal(ask(CLAIM_CHECK, &charge).status, FG_OK);
    assert_counts(0, 0);
    assert_int_equal(commit("T299"), FG_COMMITTED_LATE);
    assert_int_equal(ask(CLAIM_CHECK, &charge).status, FG_DENIED);
    assert_int_equal(release("T298"), FG_OK);
    assert_int_equal(commit("T298"), FG_NOT_FOUND);
    for (int i = 0; i < 4; i++) ask(CLAIM_CHECK, &charge); /* the rest is swept */
    assert_counts(0, 1);
}

/* Goal: <uniform> keys are found again by who comes late: they are kept with the charge. */
static void sqlite_late_commit_is_filed_under_its_uniform_keys(void **state)
{
    struct fg_attribute size = {TEXT("size"), TEXT("7")};
    struct fg_charge fine = world_charge("T1", "SPAN", 2000);
    struct got got;

    (void)state;
    fine.base = TEXT("1000");
    fine.attributes = &size;
    fine.attribute_count = 1;
    assert_int_equal(ask(CLAIM_RESERVE, &fine).status, FG_OK);
    desk.now += LIFE;
    assert_int_equal(world_ask(CLAIM_CHECK, "X", "TRIPLE", 5000), FG_OK); /* sweeps */
    fine.txn = TEXT("T2");
    fine.amount_fen = 3000;
    got = ask(CLAIM_CHECK, &fine);
    assert_int_equal(got.head.codes & BIT(FG_UNEQUAL_PENALTY), 0);
    assert_int_equal(commit("T1"), FG_COMMITTED_LATE);
    got = ask(CLAIM_CHECK, &fine);
    assert_int_not_equal(got.head.codes & BIT(FG_UNEQUAL_PENALTY), 0);
    assert_string_equal(got.conflict, "T1");
}

/* ---- rotated keys ---- */

/* Goal: what was filed under older keys is found under newer ones, in order, and a late commit from
 * before meets charges from before and after.
 * Method: one charge of a group of three in each epoch. */
static void sqlite_rotated_keys_find_older_charges(void **state)
{
    static const char *const ids[] = {"E0", "E1", "E2"};
    struct fg_charge charge;
    struct got got;

    (void)state;
    for (size_t i = 0; i < COUNT(ids); i++) {
        if (i > 0) {
            vault_rotate(&vault);
            vault_reopen_desk(&vault);
        }
        charge = world_charge(ids[i], i == 1 ? "TRIPLE-TOO" : "TRIPLE", 0);
        charge.time_ns = NOON + (int64_t)(2 - i) * 86400 * SECOND; /* the newest first */
        assert_int_equal(ask(CLAIM_CHARGE, &charge).status, FG_OK);
    }
    charge = world_charge("X", "TRIPLE", 5000);
    got = ask(CLAIM_CHECK, &charge);
    assert_int_equal(got.status, FG_DENIED);
    assert_string_equal(got.conflict, "E2");
    assert_int_equal(refund("E0", "a", 1), FG_OVER_REFUND); /* of nothing */
    charge = world_charge("E1", "TRIPLE-TOO", 0);
    charge.time_ns = NOON + 86400 * SECOND;
    assert_int_equal(ask(CLAIM_CHARGE, &charge).status, FG_OK); /* a retry under newer keys */
}

static void sqlite_rotated_keys_and_a_late_commit(void **state)
{
    struct fg_charge other = world_charge("OTHER", "YEARLY", 8000);
    struct got got;

    (void)state;
    vault_rotate(&vault);
    vault_reopen_desk(&vault);
    assert_int_equal(world_ask(CLAIM_RESERVE, "LATE", "YEARLY", 8000), FG_OK); /* epoch 1 */
    desk.now += LIFE;
    vault_rotate(&vault);
    vault_reopen_desk(&vault);
    assert_int_equal(ask(CLAIM_CHARGE, &other).status, FG_OK); /* epoch 2 */
    got = tell(CLAIM_COMMIT, "LATE", NULL, 0);
    assert_int_equal(got.status, FG_COMMITTED_LATE);
    assert_int_equal(got.late_codes, BIT(FG_DUPLICATE));
    assert_string_equal(got.conflict, "OTHER");
}

/* A charge of epoch 0 stands; one of epoch 1 comes late. It must know its own older pseudonyms. */
static void sqlite_late_commit_meets_older_epochs(void **state)
{
    struct fg_charge late = world_charge("LATE", "MONTHLY", 500);
    struct got got;

    (void)state;
    late.quantity = TEXT("1");
    vault_rotate(&vault);
    vault_reopen_desk(&vault);
    assert_int_equal(ask(CLAIM_RESERVE, &late).status, FG_OK);
    vault.ring.epoch_count = 1; /* as of a process that read the file a moment ago */
    vault_reopen_desk(&vault);
    desk.now += LIFE;
    assert_int_equal(world_ask(CLAIM_CHECK, "X", "TRIPLE", 5000), FG_OK);
    got = tell(CLAIM_COMMIT, "LATE", NULL, 0);
    assert_int_equal(got.status, FG_COMMITTED_LATE);
    assert_int_equal(got.late_codes, 0);
}

/* ---- the rest ---- */

static bool note_document(void *context, struct fg_text id, int64_t serial, struct fg_text digest)
{
    char *notes = context;

    snprintf(notes + strlen(notes), 256 - strlen(notes), "%.*s@%d:%.*s ", (int)id.size, id.bytes,
             (int)serial, (int)digest.size, digest.bytes);
    return true;
}

/* Goal: documents that were accepted are listed to every later engine, by id and serial. */
static void sqlite_keeps_accepted_documents(void **state)
{
    const struct document documents[] = {
        {.id = TEXT("B"), .serial = 2, .digest = TEXT("b2")},
        {.id = TEXT("A"), .serial = 1, .digest = TEXT("a1")},
        {.id = TEXT("B"), .serial = 1, .digest = TEXT("b1")},
        {.id = TEXT("B"), .serial = 1, .digest = TEXT("b1")}, /* known already */
    };
    const struct store_calls *calls = desk.ledger.calls;
    const struct rulebook *rulebook;
    char notes[256] = "";
    int64_t engine_ns;

    (void)state;
    assert_true(calls->begin(desk.ledger.store, desk.now, &engine_ns, &rulebook));
    for (size_t i = 0; i < COUNT(documents); i++) {
        assert_true(calls->add_accepted(desk.ledger.store, &documents[i]));
    }
    assert_true(calls->commit(desk.ledger.store));
    calls->end(desk.ledger.store);
    vault_reopen_desk(&vault);
    assert_true(calls->begin(desk.ledger.store, desk.now, &engine_ns, &rulebook));
    assert_true(calls->list_accepted(desk.ledger.store, note_document, notes));
    calls->end(desk.ledger.store);
    assert_string_equal(notes, "A@1:a1 B@1:b1 B@2:b2 ");
}

/* Goal: the log proves where the trail ended: heads at an interval and at close. */
static void sqlite_tells_heads_of_the_trail(void **state)
{
    const char *at;
    int heads = 0;

    (void)state;
    for (int i = 0; i < 6; i++) {
        world_ask(CLAIM_CHECK, "X", "TRIPLE", 5000);
        desk.now += 31 * SECOND; /* every second one is a minute on */
    }
    ledger_close(&desk.ledger);
    for (at = vault.log; (at = strstr(at, "trail head ")) != NULL; at++) heads++;
    assert_int_equal(heads, 4); /* at 0, 62 and 124 seconds, and at close */
    assert_non_null(strstr(vault.log, "1 trail head 6:"));
    vault_open_desk(&vault);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(sqlite_reopened_finds_every_state),
        TEST(sqlite_reopened_recalls_decisions_to_the_byte),
        TEST(sqlite_reopened_counts_on),
        TEST(sqlite_late_commit_after_reopening),
        TEST(sqlite_time_is_held_over_reopening),
        TEST(sqlite_expiry_does_not_wait_for_the_sweep),
        TEST(sqlite_late_commit_is_filed_under_its_uniform_keys),
        TEST(sqlite_rotated_keys_find_older_charges),
        TEST(sqlite_rotated_keys_and_a_late_commit),
        TEST(sqlite_late_commit_meets_older_epochs),
        TEST(sqlite_keeps_accepted_documents),
        TEST(sqlite_tells_heads_of_the_trail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Late commits, the modes, a ledger without room, and a bundle that follows another. */
#include "support/desk.h"

#include "support/handmade.h"

/* ---- late commits ---- */

/* Goal: an expired charge that is committed stands again, and what came between is told. */
static void life_late_commit_tells_the_collision(void **state)
{
    struct got got;

    (void)state;
    assert_int_equal(status_of(CLAIM_RESERVE, "LATE", "YEARLY", 10000), FG_OK);
    desk.now += LIFE;
    assert_int_equal(status_of(CLAIM_CHARGE, "OTHER", "YEARLY", 10000), FG_OK);
    got = tell(CLAIM_COMMIT, "LATE", NULL, 0);
    assert_int_equal(got.status, FG_COMMITTED_LATE);
    assert_int_equal(got.late_codes, BIT(FG_DUPLICATE));
    assert_string_equal(got.conflict, "OTHER");
    assert_counts(0, 2);
    assert_int_equal(commit("LATE"), FG_OK); /* twice is once */
}

/* Goal: without a collision a late commit tells none. */
static void life_late_commit_without_collision(void **state)
{
    struct got got;

    (void)state;
    assert_int_equal(status_of(CLAIM_RESERVE, "LATE", "YEARLY", 10000), FG_OK);
    desk.now += LIFE;
    got = tell(CLAIM_COMMIT, "LATE", NULL, 0);
    assert_int_equal(got.status, FG_COMMITTED_LATE);
    assert_int_equal(got.late_codes, 0);
    assert_string_equal(got.conflict, "");
    assert_true(is_barred());
}

/* Goal: instalments are judged late against the due of the decision. */
static void life_late_commit_judges_instalments_by_the_decision(void **state)
{
    struct got got;

    (void)state;
    assert_int_equal(status_of(CLAIM_RESERVE, "LATE", "PARTS", 6000), FG_OK);
    desk.now += LIFE;
    assert_int_equal(status_of(CLAIM_CHARGE, "OTHER", "PARTS", 4001), FG_OK);
    got = tell(CLAIM_COMMIT, "LATE", NULL, 0);
    assert_int_equal(got.status, FG_COMMITTED_LATE);
    assert_int_equal(got.late_codes, BIT(FG_INSTALMENTS_EXCEED));
    assert_string_equal(got.conflict, "OTHER");
}

/* Goal: a rolling period is judged late as well, against charges on either side. */
static void life_late_commit_judges_rolling_periods(void **state)
{
    struct fg_charge other = charge_of("OTHER", "ROLLING", 10000);
    struct got got;

    (void)state;
    assert_int_equal(status_of(CLAIM_RESERVE, "LATE", "ROLLING", 10000), FG_OK);
    desk.now += LIFE;
    other.time_ns += 30 * 86400 * SECOND;
    assert_int_equal(ask(CLAIM_CHARGE, &other).status, FG_OK);
    got = tell(CLAIM_COMMIT, "LATE", NULL, 0);
    assert_int_equal(got.status, FG_COMMITTED_LATE);
    assert_int_equal(got.late_codes, BIT(FG_DUPLICATE));
}

/* Goal: the last decision on an id counts: expired, then denied, it can no longer be committed;
 * a mere check decides nothing. */
static void life_last_decision_counts(void **state)
{
    (void)state;
    assert_int_equal(status_of(CLAIM_RESERVE, "T1", "YEARLY", 10000), FG_OK);
    desk.now += LIFE;
    assert_int_equal(status_of(CLAIM_CHECK, "T1", "YEARLY", 10001), FG_DENIED);
    assert_int_equal(commit("T1"), FG_COMMITTED_LATE);

    assert_int_equal(status_of(CLAIM_RESERVE, "T2", "FREELY", 10000), FG_OK);
    desk.now += LIFE;
    assert_int_equal(status_of(CLAIM_RESERVE, "T2", "FREELY", 10001), FG_DENIED);
    assert_int_equal(commit("T2"), FG_NOT_FOUND);
    assert_int_equal(release("T2"), FG_NOT_FOUND);
    assert_int_equal(status_of(CLAIM_CHARGE, "T2", "FREELY", 10000), FG_OK);
}

/* ---- modes and room ---- */

/* Goal: in monitor mode what was denied stands, save what has no schedule. */
static void life_monitor_mode_lets_stand_what_it_would_deny(void **state)
{
    struct policy policy = desk.rulebook.policy;
    struct got got;

    (void)state;
    policy.mode = FG_MODE_MONITOR;
    desk_reopen(policy, 0);
    assert_int_equal(status_of(CLAIM_CHARGE, "T1", "YEARLY", 10000), FG_OK);
    got = ask(CLAIM_CHARGE, &(struct fg_charge){.txn = TEXT("T2"),
                                                .unit = TEXT("U1"),
                                                .item = TEXT("YEARLY"),
                                                .payer = TEXT("P1"),
                                                .amount_fen = 10000,
                                                .time_ns = NOON});
    assert_int_equal(got.status, FG_OK);
    assert_int_equal(got.head.outcome, FG_DENY);
    assert_int_equal(got.head.told, FG_ALLOW);
    assert_int_equal(got.head.codes, BIT(FG_DUPLICATE));
    assert_string_equal(got.conflict, "T1");
    assert_int_equal(status_of(CLAIM_RESERVE, "T3", "NOWHERE", 10000), FG_OK);
    assert_int_equal(commit("T3"), FG_OK);
    assert_counts(0, 3);
}

/* Goal: a ledger without room for one more says so, keeps what it has, and takes on again what it
 * knows. */
static void life_full_ledger_fails_closed(void **state)
{
    struct fg_charge third = charge_of("T3", "FREELY", 10000);
    struct got got;

    (void)state;
    desk_reopen(desk.rulebook.policy, 2);
    assert_int_equal(status_of(CLAIM_CHARGE, "T1", "FREELY", 10000), FG_OK);
    assert_int_equal(status_of(CLAIM_RESERVE, "T2", "FREELY", 10000), FG_OK);
    got = ask(CLAIM_RESERVE, &third);
    assert_int_equal(got.status, FG_DENIED);
    assert_int_equal(got.head.codes, BIT(FG_CODE_LEDGER_UNAVAILABLE));
    assert_int_equal(commit("T3"), FG_NOT_FOUND);
    assert_int_equal(status_of(CLAIM_RESERVE, "T2", "FREELY", 10000), FG_OK);
    assert_int_equal(commit("T2"), FG_OK);
    assert_int_equal(status_of(CLAIM_RESERVE, "T4", "FREELY", 10001), FG_DENIED);
}

/* Goal: failing open tells to go on with a warning; the charge does not stand. */
static void life_full_ledger_fails_open(void **state)
{
    struct policy policy = desk.rulebook.policy;
    struct fg_charge second = charge_of("T2", "YEARLY", 10000);
    struct got got;

    (void)state;
    policy.effects[FG_CODE_LEDGER_UNAVAILABLE] = FG_EFFECT_WARN;
    desk_reopen(policy, 1);
    assert_int_equal(status_of(CLAIM_CHARGE, "T1", "FREELY", 10000), FG_OK);
    got = ask(CLAIM_RESERVE, &second);
    assert_int_equal(got.status, FG_OK);
    assert_int_equal(got.head.codes, BIT(FG_CODE_LEDGER_UNAVAILABLE));
    assert_int_equal(got.head.outcome, FG_ALLOW);
    assert_int_equal(commit("T2"), FG_NOT_FOUND);
    assert_counts(0, 1);
}

/* Goal: in monitor mode an unlisted item asks nothing of the ledger, but must stand in it: without
 * room that is no consent. */
static void life_full_ledger_cannot_keep_an_unlisted_item(void **state)
{
    struct policy policy = desk.rulebook.policy;

    (void)state;
    policy.mode = FG_MODE_MONITOR;
    desk_reopen(policy, 1);
    assert_int_equal(status_of(CLAIM_CHARGE, "T1", "NOWHERE", 1), FG_OK);
    assert_int_equal(status_of(CLAIM_RESERVE, "T2", "NOWHERE", 1), FG_LEDGER_UNAVAILABLE);
}

/* ---- adopting another bundle ---- */

/* Goal: what stands is found again by the rules of the bundle that follows. */
static void life_adopted_bundle_finds_what_stands(void **state)
{
    struct period by_payer = {.per = PER_YEAR, .key = KEY_PAYER, .max = 1, .year_starts = 1};
    struct handmade_item item = {"YEARLY", 10000, &by_payer, NULL};
    struct fg_charge first = charge_of("T1", "YEARLY", 10000);
    struct fg_charge second = charge_of("T2", "YEARLY", 10000);

    (void)state;
    first.subject = TEXT("S1");
    second.subject = TEXT("S2");
    assert_int_equal(ask(CLAIM_CHARGE, &first).status, FG_OK);
    assert_int_equal(ask(CLAIM_CHECK, &second).status, FG_OK); /* another subject */
    assert_true(ledger_adopt(&desk.ledger, handmade_bundle(&item, 1)));
    assert_int_equal(ask(CLAIM_CHECK, &second).status, FG_DENIED);
    assert_int_equal(refund("T1", "a", 10000), FG_OK);
    assert_int_equal(ask(CLAIM_CHECK, &second).status, FG_OK);
}

/* Goal: a late commit is judged by the rules of its decision, also after they have changed.
 * Method: the bundle that follows asks by payer only, the decision asked by payer and subject. */
static void life_late_commit_keeps_its_rules_over_a_new_bundle(void **state)
{
    struct period by_payer = {.per = PER_YEAR, .key = KEY_PAYER, .max = 9, .year_starts = 1};
    struct handmade_item item = {"YEARLY", 10000, &by_payer, NULL};
    struct got got;

    (void)state;
    assert_int_equal(status_of(CLAIM_RESERVE, "LATE", "YEARLY", 10000), FG_OK);
    desk.now += LIFE;
    assert_int_equal(status_of(CLAIM_CHARGE, "OTHER", "YEARLY", 10000), FG_OK);
    assert_true(ledger_adopt(&desk.ledger, handmade_bundle(&item, 1)));
    got = tell(CLAIM_COMMIT, "LATE", NULL, 0);
    assert_int_equal(got.status, FG_COMMITTED_LATE);
    assert_int_equal(got.late_codes, BIT(FG_DUPLICATE));
    assert_string_equal(got.conflict, "OTHER");
}

/* Goal: the same for a rolling period with several charges and a group: windows are still counted
 * in order of date. Method: the bundle that follows knows neither the items nor the group. */
static void life_late_commit_keeps_windows_over_a_new_bundle(void **state)
{
    static const int days[] = {25, -3, 12, -21};
    static const char *const ids[] = {"D25", "D-3", "D12", "D-21"};
    struct handmade_item gone = {"GONE", 10000, NULL, NULL};
    struct got got;

    (void)state;
    assert_int_equal(status_of(CLAIM_RESERVE, "LATE", "WINDOWS", 10000), FG_OK);
    desk.now += LIFE;
    for (size_t i = 0; i < COUNT(days); i++) {
        struct fg_charge other = charge_of(ids[i], i % 2 == 0 ? "WINDOWS" : "WINDOWS-TOO", 10000);

        other.time_ns += days[i] * (86400 * SECOND);
        assert_int_equal(ask(CLAIM_CHARGE, &other).status, FG_OK);
    }
    assert_true(ledger_adopt(&desk.ledger, handmade_bundle(&gone, 1)));
    got = tell(CLAIM_COMMIT, "LATE", NULL, 0);
    assert_int_equal(got.status, FG_COMMITTED_LATE);
    assert_int_equal(got.late_codes, BIT(FG_DUPLICATE));
    assert_string_equal(got.conflict, "D-3"); /* opens the first window of 20 days with two in it */
}

/* Goal: several claims of one transaction see each other, in their order. */
static void life_claims_of_one_transaction_take_turns(void **state)
{
    struct fg_charge requests[] = {charge_of("T1", "YEARLY", 10000),
                                   charge_of("T2", "YEARLY", 10000)};
    struct charge charges[2];
    struct buffer records[2];
    struct claim claims[4] = {{.kind = CLAIM_RESERVE, .charge = &charges[0], .record = &records[0]},
                              {.kind = CLAIM_RELEASE, .txn = TEXT("T1")},
                              {.kind = CLAIM_CHARGE, .charge = &charges[1], .record = &records[1]},
                              {.kind = CLAIM_COMMIT, .txn = TEXT("T1")}};
    struct claim *in_order[] = {&claims[0], &claims[1], &claims[2], &claims[3]};

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct fg_text field;

        buffer_init(&records[i]);
        assert_true(charge_read(&requests[i], &charges[i], &field));
    }
    ledger_transact(&desk.ledger, in_order, COUNT(in_order), desk.now);
    assert_int_equal(claims[0].status, FG_OK);
    assert_int_equal(claims[1].status, FG_OK);
    assert_int_equal(claims[2].status, FG_OK);
    assert_int_equal(claims[3].status, FG_NOT_FOUND);
    for (int i = 0; i < 2; i++) buffer_free(&records[i]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(life_late_commit_tells_the_collision),
        TEST(life_late_commit_without_collision),
        TEST(life_late_commit_judges_instalments_by_the_decision),
        TEST(life_late_commit_judges_rolling_periods),
        TEST(life_last_decision_counts),
        TEST(life_monitor_mode_lets_stand_what_it_would_deny),
        TEST(life_full_ledger_fails_closed),
        TEST(life_full_ledger_fails_open),
        TEST(life_full_ledger_cannot_keep_an_unlisted_item),
        TEST(life_adopted_bundle_finds_what_stands),
        TEST(life_late_commit_keeps_its_rules_over_a_new_bundle),
        TEST(life_late_commit_keeps_windows_over_a_new_bundle),
        TEST(life_claims_of_one_transaction_take_turns),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

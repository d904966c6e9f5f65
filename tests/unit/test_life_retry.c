/* SPDX-License-Identifier: Apache-2.0
 * Retries: what is the same charge, and what is another under the same id. */
#include "support/desk.h"

/* ---- retries ---- */

/* Goal: the same charge again gets its first decision and counts once; the first decision even when
 * it would be judged otherwise now. */
static void life_retry_gets_the_first_decision_and_counts_once(void **state)
{
    struct fg_charge first = charge_of("T1", "PARTS", 6000);
    struct got got, again;

    (void)state;
    got = ask(CLAIM_RESERVE, &first);
    assert_int_equal(got.status, FG_OK);
    for (int i = 0; i < 3; i++) {
        again = ask(i == 1 ? CLAIM_CHECK : CLAIM_RESERVE, &first);
        assert_int_equal(again.status, FG_OK);
        assert_memory_equal(&again.head, &got.head, sizeof(got.head));
    }
    assert_counts(1, 0);
    assert_int_equal(status_of(CLAIM_CHARGE, "T2", "PARTS", 4000), FG_OK); /* room for 4000 yet */
    assert_int_equal(status_of(CLAIM_CHARGE, "T3", "PARTS", 1), FG_DENIED);
    assert_int_equal(status_of(CLAIM_CHARGE, "T2", "PARTS", 4000), FG_OK); /* still the first */
    assert_counts(1, 1);
}

/* Goal: a retry does not lengthen a reservation; a charge call on it commits it. */
static void life_retry_does_not_lengthen_a_reservation(void **state)
{
    (void)state;
    assert_int_equal(status_of(CLAIM_RESERVE, "T1", "YEARLY", 10000), FG_OK);
    desk.now += LIFE - 1;
    assert_int_equal(status_of(CLAIM_RESERVE, "T1", "YEARLY", 10000), FG_OK);
    assert_true(is_barred());
    desk.now += 1;
    assert_false(is_barred());
    assert_counts(0, 0);

    assert_int_equal(status_of(CLAIM_RESERVE, "T2", "YEARLY", 10000), FG_OK);
    assert_int_equal(status_of(CLAIM_CHARGE, "T2", "YEARLY", 10000), FG_OK);
    desk.now += 2 * LIFE;
    assert_true(is_barred());
    assert_counts(0, 1);
}

/* Goal: content is compared by value: other spellings of the same charge are the same charge. */
static void life_retry_is_compared_by_value(void **state)
{
    struct fg_attribute attributes[] = {
        {TEXT("a"), TEXT("1")}, {TEXT("b"), TEXT("2")}, {TEXT("c"), {NULL, 0, 0}}};
    struct fg_attribute turned[] = {{TEXT("b"), TEXT("2")}, {TEXT("a"), TEXT("1")}};
    struct fg_charge first = charge_of("T1", "YEARLY", 10000), again;

    (void)state;
    first.quantity = TEXT("80");
    first.base = TEXT("1.5");
    first.attributes = attributes;
    first.attribute_count = 3;
    assert_int_equal(ask(CLAIM_RESERVE, &first).status, FG_OK);
    again = first;
    again.quantity = TEXT("080.000000");
    again.base = TEXT("1.50");
    again.currency = TEXT("CNY");
    again.attributes = turned;
    again.attribute_count = 2; /* the third had no value */
    assert_int_equal(ask(CLAIM_RESERVE, &again).status, FG_OK);
    assert_counts(1, 0);
}

/* Goal: a difference in any one field makes it another charge, which is refused. */
static void life_retry_with_any_other_content_is_refused(void **state)
{
    struct fg_attribute attributes[] = {{TEXT("a"), TEXT("1")}, {TEXT("b"), TEXT("2")}};
    struct fg_attribute other_value[] = {{TEXT("a"), TEXT("1")}, {TEXT("b"), TEXT("2.0")}};
    struct fg_attribute other_name[] = {{TEXT("a"), TEXT("1")}, {TEXT("B"), TEXT("2")}};
    struct fg_attribute shifted[] = {{TEXT("a1"), TEXT("b")}, {TEXT("b"), TEXT("2")}};
    struct fg_charge first = charge_of("T1", "YEARLY", 10000), other[20];
    uint32_t count = 0;

    (void)state;
    first.attributes = attributes;
    first.attribute_count = 2;
    assert_int_equal(ask(CLAIM_RESERVE, &first).status, FG_OK);
    for (uint32_t i = 0; i < COUNT(other); i++) other[i] = first;
    other[count++].unit = TEXT("U2");
    other[count++].item = TEXT("PARTS");
    other[count++].payer = TEXT("P2");
    other[count++].payer_type = TEXT("individual");
    other[count++].subject = TEXT("S");
    other[count++].region = TEXT("210000");
    other[count++].category = TEXT("c");
    other[count++].purpose = TEXT("c");
    other[count++].quantity = TEXT("0"); /* given is not absent */
    other[count++].base = TEXT("0");
    other[count++].amount_fen = 9999;
    other[count++].time_ns = NOON + 1;
    other[count++].period_ymd = 20260701;
    other[count++].accepted_ymd = 20260701;
    other[count++].attribute_count = 1;
    other[count++].attributes = other_value;
    other[count++].attributes = other_name;
    other[count++].attributes = shifted;
    for (uint32_t i = 0; i < count; i++) {
        struct got got = ask(CLAIM_RESERVE, &other[i]);

        if (got.status != FG_CONFLICTING_RETRY) fail_msg("field %u gave %d", i, (int)got.status);
    }
    assert_int_equal(commit("T1"), FG_OK); /* nothing was changed */
}

/* Goal: text that moves from one field into its neighbour is another charge. */
static void life_retry_tells_neighbouring_fields_apart(void **state)
{
    struct fg_charge first = charge_of("T1", "YEARLY", 10000), other;
    static char long_text[1024];

    (void)state;
    first.category = TEXT("ab");
    first.purpose = TEXT("c");
    assert_int_equal(ask(CLAIM_RESERVE, &first).status, FG_OK);
    other = first;
    other.category = TEXT("a");
    other.purpose = TEXT("bc");
    assert_int_equal(ask(CLAIM_RESERVE, &other).status, FG_CONFLICTING_RETRY);
    memset(long_text, 'x', sizeof(long_text));
    first.txn = TEXT("T2");
    first.subject = TEXT("elsewhere");
    first.category = first.purpose = (struct fg_text){long_text, 1024, 0};
    assert_int_equal(ask(CLAIM_RESERVE, &first).status, FG_OK);
    assert_int_equal(ask(CLAIM_RESERVE, &first).status, FG_OK);
    other = first;
    other.category.size--;
    assert_int_equal(ask(CLAIM_RESERVE, &other).status, FG_CONFLICTING_RETRY);
}

/* Goal: a charge call on a reserved id that has no memory for the answer commits nothing. */
static void life_retry_without_memory_commits_nothing(void **state)
{
    struct fg_charge request = charge_of("T1", "YEARLY", 10000);
    struct charge charge;
    struct fg_text field;
    struct buffer record;
    struct claim claim = {.kind = CLAIM_CHARGE, .charge = &charge, .record = &record};
    struct claim *claims[] = {&claim};

    (void)state;
    assert_int_equal(status_of(CLAIM_RESERVE, "T1", "YEARLY", 10000), FG_OK);
    assert_true(charge_read(&request, &charge, &field));
    buffer_init(&record);
    record.failed = true; /* as when the heap gave nothing */
    ledger_transact(&desk.ledger, claims, 1, desk.now);
    buffer_free(&record);
    assert_int_equal(claim.status, FG_NO_MEMORY);
    assert_counts(1, 0);
    assert_int_equal(status_of(CLAIM_CHARGE, "T1", "YEARLY", 10000), FG_OK);
    assert_counts(0, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(life_retry_gets_the_first_decision_and_counts_once),
        TEST(life_retry_does_not_lengthen_a_reservation),
        TEST(life_retry_is_compared_by_value),
        TEST(life_retry_with_any_other_content_is_refused),
        TEST(life_retry_tells_neighbouring_fields_apart),
        TEST(life_retry_without_memory_commits_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * The shadow judges as the library does, knows when it did not, and decides nothing twice. */
#include "trial/shadow.h"

#include <string.h>

#include "feeguard/host.h"
#include "support/handmade.h"
#include "support/test.h"

#define NOON (INT64_C(1782878400) * 1000000000) /* 2026-07-01T12:00+08:00 */

static const struct period yearly = {.per = PER_YEAR, .key = KEY_BOTH, .max = 1, .year_starts = 1};
static struct shadow shadow;
static struct bundle *bundle;

static int set_up(void **state)
{
    static const struct handmade_item items[] = {{"YEARLY", 10000, &yearly, NULL}};

    (void)state;
    memset(&shadow, 0, sizeof(shadow));
    bundle = handmade_bundle(items, COUNT(items));
    return shadow_open(&shadow, bundle) ? 0 : 1;
}

static int tear_down(void **state)
{
    (void)state;
    shadow_close(&shadow);
    bundle_release(bundle);
    return 0;
}

/* A charge of 100.00 yuan. */
static struct event event_of(enum event_kind kind, const char *txn)
{
    return (struct event){.kind = kind,
                          .refund = TEXT("R"),
                          .charge = {.size = sizeof(struct fg_charge),
                                     .txn = text_of(txn),
                                     .unit = TEXT("U1"),
                                     .item = TEXT("YEARLY"),
                                     .payer = TEXT("P1"),
                                     .amount_fen = 10000,
                                     .time_ns = NOON}};
}

static struct answer answer_of(fg_status status, uint64_t codes)
{
    return (struct answer){.status = status,
                           .decision = {.codes = codes,
                                        .present = FG_HAS_STANDARD | FG_HAS_DUE,
                                        .standard_fen = 10000,
                                        .due_fen = 10000}};
}

static enum shadow_result judge(enum event_kind kind, const char *txn, struct answer answer)
{
    struct event event = event_of(kind, txn);

    return shadow_judge(&shadow, &event, &answer, NOON);
}

static void the_same_decision_can_be_looked_at(void **state)
{
    (void)state;
    assert_int_equal(judge(EVENT_CHARGE, "T1", answer_of(FG_OK, 0)), SHADOW_DECIDED);
    assert_string_equal(shadow.conflict, "");
    assert_true(shadow.decision.has_standard);
    assert_int_equal(judge(EVENT_CHARGE, "T2", answer_of(FG_DENIED, 1U << FG_DUPLICATE)),
                     SHADOW_DECIDED);
    assert_string_equal(shadow.conflict, "T1");
}

static void a_check_lets_nothing_stand(void **state)
{
    (void)state;
    assert_int_equal(judge(EVENT_CHECK, "T1", answer_of(FG_OK, 0)), SHADOW_DECIDED);
    assert_int_equal(judge(EVENT_CHECK, "T1", answer_of(FG_OK, 0)), SHADOW_DECIDED);
}

static void a_retry_is_no_decision(void **state)
{
    (void)state;
    assert_int_equal(judge(EVENT_CHARGE, "T1", answer_of(FG_OK, 0)), SHADOW_DECIDED);
    assert_int_equal(judge(EVENT_CHARGE, "T1", answer_of(FG_OK, 0)), SHADOW_NONE);
}

static void the_life_of_a_charge_is_followed(void **state)
{
    const struct answer good = {.status = FG_OK}, gone = {.status = FG_NOT_FOUND};

    (void)state;
    assert_int_equal(judge(EVENT_COMMIT, "T0", gone), SHADOW_NONE);
    assert_int_equal(judge(EVENT_RESERVE, "T1", answer_of(FG_OK, 0)), SHADOW_DECIDED);
    assert_int_equal(judge(EVENT_COMMIT, "T1", good), SHADOW_NONE);
    assert_int_equal(judge(EVENT_REFUND, "T1", good), SHADOW_NONE);
    assert_int_equal(judge(EVENT_RESERVE, "T2", answer_of(FG_OK, 0)), SHADOW_DECIDED);
    assert_int_equal(judge(EVENT_RELEASE, "T2", good), SHADOW_NONE);
    assert_int_equal(judge(EVENT_CHARGE, "T3", answer_of(FG_OK, 0)), SHADOW_DECIDED);
}

static void another_status_is_noticed(void **state)
{
    const struct answer good = {.status = FG_OK};

    (void)state;
    assert_int_equal(judge(EVENT_CHARGE, "T1", answer_of(FG_DENIED, 0)), SHADOW_DIFFERS);
    assert_int_equal(judge(EVENT_COMMIT, "T9", good), SHADOW_DIFFERS);
}

static void another_code_or_amount_is_noticed(void **state)
{
    struct answer answer = answer_of(FG_OK, 0);

    (void)state;
    assert_int_equal(judge(EVENT_CHECK, "T1", answer_of(FG_OK, 1U << FG_UNDERCHARGED)),
                     SHADOW_DIFFERS);
    answer.decision.due_fen++;
    assert_int_equal(judge(EVENT_CHECK, "T1", answer), SHADOW_DIFFERS);
    answer = answer_of(FG_OK, 0);
    answer.decision.standard_fen++;
    assert_int_equal(judge(EVENT_CHECK, "T1", answer), SHADOW_DIFFERS);
    answer = answer_of(FG_OK, 0);
    answer.decision.present = FG_HAS_STANDARD;
    assert_int_equal(judge(EVENT_CHECK, "T1", answer), SHADOW_DIFFERS);
}

static void a_charge_that_is_none_is_noticed(void **state)
{
    struct event event = event_of(EVENT_CHARGE, "T1");
    struct answer answer = answer_of(FG_OK, 0);

    (void)state;
    event.charge.unit = TEXT("");
    assert_int_equal(shadow_judge(&shadow, &event, &answer, NOON), SHADOW_DIFFERS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_same_decision_can_be_looked_at, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_check_lets_nothing_stand, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_retry_is_no_decision, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_life_of_a_charge_is_followed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_status_is_noticed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_code_or_amount_is_noticed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_charge_that_is_none_is_noticed, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Every code, provoked through the shared library. */
#include "support/town.h"

#include <string.h>

static struct gateway gateway;
static struct answer answer;

static int set_up(void **state)
{
    (void)state;
    gateway_init(&gateway);
    town_write(&gateway);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    gateway_free(&gateway);
    return 0;
}

static bool is_advisory(int32_t code)
{
    return code >= FG_UNEQUAL_PENALTY && code <= FG_PRE_HOLIDAY_PENALTY;
}

/* What a finding must always say. */
static void check_finding(const struct provocation *provocation, int32_t code)
{
    const struct fg_finding *finding = answer_finding(&answer, code);
    bool names_no_law = code == FG_INVALID_CHARGE || code == FG_CODE_LEDGER_UNAVAILABLE;

    if (finding == NULL) fail_msg("%s: no finding of code %d", provocation->story, (int)code);
    assert_int_equal(finding->effect, is_advisory(code) ? FG_EFFECT_WARN : FG_EFFECT_DENY);
    assert_true(text_is(finding->name, gateway.plugin->code_name(code)));
    assert_true(text_is(finding->name_zh, gateway.plugin->code_name_zh(code)));
    assert_true(finding->message_zh.size > 0);
    assert_true(finding->message_en.size > 0);
    assert_null(memchr(finding->message_zh.bytes, '{', finding->message_zh.size));
    assert_null(memchr(finding->message_en.bytes, '{', finding->message_en.size));
    assert_int_equal(finding->basis.size == 0, names_no_law);
}

static void check_provoked(int32_t code)
{
    const struct provocation *provocation = town_provocation(code);
    fg_status status;

    if (provocation->story == NULL) fail_msg("nothing provokes code %d", (int)code);
    town_prepare(&gateway, provocation);
    status = gateway_ask(&gateway, gateway.plugin->reserve, &provocation->charge, &answer);
    if (answer.decision.codes != provocation->codes) {
        fail_msg("%s: codes %llx", provocation->story, (unsigned long long)answer.decision.codes);
    }
    assert_int_equal(provocation->codes, BIT(code));
    assert_int_equal(status, is_advisory(code) ? FG_OK : FG_DENIED);
    assert_int_equal(answer.decision.outcome, is_advisory(code) ? FG_ALLOW : FG_DENY);
    assert_int_equal(answer.decision.told, answer.decision.outcome);
    assert_int_equal(answer.decision.finding_count, 1);
    check_finding(provocation, code);
    gateway_close(&gateway);
}

/* Goal: each code of the table can be provoked, alone, and says what is wrong, by which law, in
 * both languages. Method: walk the table that the library itself gives. */
static void every_code_is_provoked_once(void **state)
{
    int32_t code = 1;

    (void)state;
    for (; gateway.plugin->code_name(code) != NULL; code++) {
        assert_true(code < FG_CODE_COUNT);
        check_provoked(code);
    }
    assert_int_equal(code, FG_CODE_COUNT);
}

/* Goal: check finds what reserve finds and changes nothing. */
static void check_finds_the_same(void **state)
{
    (void)state;
    for (int32_t code = 1; code < FG_CODE_COUNT; code++) {
        const struct provocation *provocation = town_provocation(code);

        if (code == FG_CODE_LEDGER_UNAVAILABLE) continue; /* a check needs no room */
        town_prepare(&gateway, provocation);
        for (int i = 0; i < 2; i++) {
            gateway_ask(&gateway, gateway.plugin->check, &provocation->charge, &answer);
            assert_int_equal(answer.decision.codes, provocation->codes);
        }
        assert_int_equal(gateway.plugin->commit(gateway.engine, text_from("T"), NULL),
                         FG_NOT_FOUND);
        gateway_close(&gateway);
    }
}

/* Goal: the remedy and the particulars are in the decision that needs them. */
static void particulars_are_told(void **state)
{
    struct fg_decision *decision = &answer.decision;

    (void)state;
    town_prepare(&gateway, town_provocation(FG_DUPLICATE));
    gateway_ask(&gateway, gateway.plugin->check, &town_provocation(FG_DUPLICATE)->charge, &answer);
    assert_true(text_is(decision->conflict, "T0"));
    assert_true((decision->present & FG_HAS_EARLIEST) != 0);
    assert_int_equal(decision->earliest_ymd, 20270101);
    assert_true(text_is(decision->item_name, "登记费"));
    assert_int_equal(decision->schedule_count, 1);
    assert_true(text_is(decision->schedules[0], "TOWN@1"));
    assert_true(text_is(answer_finding(&answer, FG_DUPLICATE)->basis, "国令第1号《收费条例》"));

    gateway_ask(&gateway, gateway.plugin->check,
                &town_provocation(FG_REDUCTION_NOT_APPLIED)->charge, &answer);
    assert_int_equal(decision->present, FG_HAS_STANDARD | FG_HAS_DUE);
    assert_int_equal(decision->standard_fen, 10000);
    assert_int_equal(decision->due_fen, 5000);
    assert_int_equal(decision->reduction_count, 1);
    assert_true(text_is(decision->reductions[0].id, "half"));
    assert_int_equal(decision->reductions[0].relief_fen, 5000);
    assert_true(text_is(answer_finding(&answer, FG_REDUCTION_NOT_APPLIED)->basis,
                        "财税〔2026〕1号《减半征收的通知》"));

    gateway_ask(&gateway, gateway.plugin->check, &town_provocation(FG_MISSING_ATTRIBUTE)->charge,
                &answer);
    assert_int_equal(decision->missing_count, 1);
    assert_true(text_is(decision->missing[0], "quantity"));

    gateway_ask(&gateway, gateway.plugin->check, &town_provocation(FG_BELOW_STANDARD)->charge,
                &answer);
    assert_int_equal(decision->present, FG_HAS_STANDARD | FG_HAS_LOW | FG_HAS_DUE);
    assert_int_equal(decision->low_fen, 5000);

    gateway_ask(&gateway, gateway.plugin->check, &town_provocation(FG_INVALID_CHARGE)->charge,
                &answer);
    assert_true(text_is(decision->field, "amount"));
    assert_int_equal(decision->schedule_count, 0);
}

/* Goal: inside the dates of a published trial nothing of 6 to 16 denies, and it is marked. */
static void observed_item_warns(void **state)
{
    struct fg_charge charge = town_charge("T", "TRIAL", 8001);

    (void)state;
    gateway_open(&gateway);
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->reserve, &charge, &answer), FG_OK);
    assert_int_equal(answer.decision.codes, BIT(FG_OVER_STANDARD));
    assert_int_equal(answer.decision.observed, 1);
    assert_int_equal(answer_finding(&answer, FG_OVER_STANDARD)->effect, FG_EFFECT_WARN);
    charge.txn = text_from("T2");
    charge.amount_fen = 8000;
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->reserve, &charge, &answer), FG_OK);
    assert_int_equal(answer.decision.codes, BIT(FG_DUPLICATE));
    charge.time_ns = NOON_NS + 92 * DAY_NS; /* 2026-10-01: the trial is over */
    charge.txn = text_from("T3");
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->reserve, &charge, &answer), FG_DENIED);
    assert_int_equal(answer.decision.observed, 0);
}

/* Goal: names of statuses and codes are told for every number, also for those that are none. */
static void names_of_numbers_that_are_none(void **state)
{
    (void)state;
    assert_null(gateway.plugin->code_name(0));
    assert_null(gateway.plugin->code_name(-1));
    assert_null(gateway.plugin->code_name_zh(FG_CODE_COUNT));
    assert_string_equal(gateway.plugin->status_name(FG_DENIED), "FG_DENIED");
    assert_string_equal(gateway.plugin->status_name(12345), "FG_UNKNOWN");
    assert_int_equal(gateway.plugin->status_class(12345), FG_CLASS_FATAL);
    assert_int_equal(gateway.plugin->status_class(FG_OK), FG_CLASS_DONE);
    assert_true(strlen(gateway.plugin->status_text(12345, FG_LANGUAGE_EN)) > 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(every_code_is_provoked_once),    TEST(check_finds_the_same),
        TEST(particulars_are_told),           TEST(observed_item_warns),
        TEST(names_of_numbers_that_are_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * What a gateway may choose: the effect of each code, the mode, failing open. */
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

/* Asks for a provocation under one effect of its code. Its forerunner is let stand. */
static fg_status provoke(int32_t code, uint8_t effect)
{
    const struct provocation *provocation = town_provocation(code);
    fg_status status;

    memset(gateway.options.effects, 0, sizeof(gateway.options.effects));
    gateway.options.effects[code] = effect;
    town_prepare(&gateway, provocation);
    status = gateway_ask(&gateway, gateway.plugin->reserve, &provocation->charge, &answer);
    gateway_close(&gateway);
    return status;
}

/* Goal: each code set to deny denies. */
static void every_code_set_to_deny(void **state)
{
    (void)state;
    for (int32_t code = 1; code < FG_CODE_COUNT; code++) {
        assert_int_equal(provoke(code, FG_EFFECT_DENY), FG_DENIED);
        assert_int_equal(answer.decision.codes, BIT(code));
        assert_int_equal(answer.decision.outcome, FG_DENY);
        assert_int_equal(answer_finding(&answer, code)->effect, FG_EFFECT_DENY);
    }
}

/* Goal: each code set to warn is told and does not deny. */
static void every_code_set_to_warn(void **state)
{
    (void)state;
    for (int32_t code = 1; code < FG_CODE_COUNT; code++) {
        assert_int_equal(provoke(code, FG_EFFECT_WARN), FG_OK);
        assert_int_equal(answer.decision.codes, BIT(code));
        assert_int_equal(answer.decision.outcome, FG_ALLOW);
        assert_int_equal(answer.decision.told, FG_ALLOW);
        assert_int_equal(answer_finding(&answer, code)->effect, FG_EFFECT_WARN);
    }
}

/* Goal: each code set to off is neither told nor does it deny; what it would have named is gone. */
static void every_code_set_to_off(void **state)
{
    (void)state;
    for (int32_t code = 1; code < FG_CODE_COUNT; code++) {
        assert_int_equal(provoke(code, FG_EFFECT_OFF), FG_OK);
        assert_int_equal(answer.decision.codes, 0);
        assert_int_equal(answer.decision.finding_count, 0);
        assert_int_equal(answer.decision.missing_count, 0);
        assert_int_equal(answer.decision.conflict.size, 0);
        assert_int_equal(answer.decision.present & FG_HAS_EARLIEST, 0);
        assert_int_equal(answer.decision.outcome, FG_ALLOW);
    }
}

/* Goal: monitor mode tells to go on, with the codes and the outcome that enforce mode would give.
 */
static void monitor_mode_tells_both(void **state)
{
    (void)state;
    gateway.options.mode = FG_MODE_MONITOR;
    for (int32_t code = 1; code < FG_CODE_COUNT; code++) {
        bool advisory = code >= FG_UNEQUAL_PENALTY && code <= FG_PRE_HOLIDAY_PENALTY;

        assert_int_equal(provoke(code, FG_EFFECT_DEFAULT), FG_OK);
        assert_int_equal(answer.decision.codes, BIT(code));
        assert_int_equal(answer.decision.outcome, advisory ? FG_ALLOW : FG_DENY);
        assert_int_equal(answer.decision.told, FG_ALLOW);
    }
}

/* Goal: what stands in monitor mode is all that was told to go on, save 1 and 2. */
static void monitor_mode_lets_stand(void **state)
{
    (void)state;
    gateway.options.mode = FG_MODE_MONITOR;
    for (int32_t code = 1; code < FG_CODE_LEDGER_UNAVAILABLE; code++) {
        const struct provocation *provocation = town_provocation(code);
        bool stands = code != FG_INVALID_CHARGE && code != FG_NO_SCHEDULE;

        town_prepare(&gateway, provocation);
        gateway_ask(&gateway, gateway.plugin->reserve, &provocation->charge, &answer);
        assert_int_equal(gateway.plugin->commit(gateway.engine, text_from("T"), NULL),
                         stands ? FG_OK : FG_NOT_FOUND);
        gateway_close(&gateway);
    }
}

/* Goal: failing open turns only "the ledger could not be asked" into a warning; an effect that was
 * chosen for it goes before. */
static void failing_open(void **state)
{
    (void)state;
    gateway.options.ledger_failure = FG_FAIL_OPEN;
    assert_int_equal(provoke(FG_CODE_LEDGER_UNAVAILABLE, FG_EFFECT_DEFAULT), FG_OK);
    assert_int_equal(answer.decision.codes, BIT(FG_CODE_LEDGER_UNAVAILABLE));
    assert_int_equal(provoke(FG_CODE_LEDGER_UNAVAILABLE, FG_EFFECT_DENY), FG_DENIED);
    assert_int_equal(provoke(FG_OVER_STANDARD, FG_EFFECT_DEFAULT), FG_DENIED);
}

/* Goal: one code off leaves the others of the same charge. */
static void one_off_leaves_the_others(void **state)
{
    struct fg_charge charge = town_charge("T", "REG", 8001);

    (void)state;
    charge.unit = text_from("STRANGER");
    gateway.options.effects[FG_NOT_AUTHORISED] = FG_EFFECT_OFF;
    gateway_open(&gateway);
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->check, &charge, &answer), FG_DENIED);
    assert_int_equal(answer.decision.codes, BIT(FG_OVER_STANDARD));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(every_code_set_to_deny),    TEST(every_code_set_to_warn),  TEST(every_code_set_to_off),
        TEST(monitor_mode_tells_both),   TEST(monitor_mode_lets_stand), TEST(failing_open),
        TEST(one_off_leaves_the_others),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

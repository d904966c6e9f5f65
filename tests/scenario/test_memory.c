/* SPDX-License-Identifier: Apache-2.0
 * The memory that a caller lends to a decision: what is written where, and what never is. */
#include "support/town.h"

#include <stdlib.h>
#include <string.h>

static struct gateway gateway;

static int set_up(void **state)
{
    (void)state;
    gateway_init(&gateway);
    town_write(&gateway);
    gateway_open(&gateway);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    gateway_free(&gateway);
    return 0;
}

/* A charge with much to say: over the standard, by the wrong unit, in the wrong place, forbidden.
 */
static struct fg_charge charge_of_many_faults(void)
{
    struct fg_charge charge = town_charge("T", "SMALL", 99999);

    charge.unit = text_from("STRANGER");
    charge.region = text_from("210200");
    charge.purpose = text_from("赞助");
    return charge;
}

static bool lies_in(const void *at, size_t size, const unsigned char *memory, size_t memory_size)
{
    const unsigned char *bytes = at;

    if (size == 0) return true;
    return bytes >= memory && bytes + size <= memory + memory_size;
}

static void check_text(struct fg_text text, const struct fg_decision *decision)
{
    assert_true(lies_in(text.bytes, text.size, decision->memory, decision->memory_size));
}

static void check_lists_lie_inside(const struct fg_decision *decision)
{
    check_text(decision->item_name, decision);
    check_text(decision->conflict, decision);
    check_text(decision->field, decision);
    for (uint32_t i = 0; i < decision->finding_count; i++) {
        const struct fg_finding *finding = &decision->findings[i];

        assert_true(lies_in(finding, sizeof(*finding), decision->memory, decision->memory_size));
        check_text(finding->name, decision);
        check_text(finding->name_zh, decision);
        check_text(finding->basis, decision);
        check_text(finding->message_zh, decision);
        check_text(finding->message_en, decision);
    }
    for (uint32_t i = 0; i < decision->missing_count; i++) {
        check_text(decision->missing[i], decision);
    }
    for (uint32_t i = 0; i < decision->schedule_count; i++) {
        check_text(decision->schedules[i], decision);
    }
}

/* Goal: with any size of memory the counts are true, nothing outside is written, and lists are
 * given whole or not at all. Method: every size from nothing to more than enough, each in memory of
 * just that size. */
static void memory_of_every_size(void **state)
{
    struct fg_charge charge = charge_of_many_faults();
    struct answer full;

    (void)state;
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->check, &charge, &full), FG_DENIED);
    assert_int_equal(full.decision.finding_count, 5);
    assert_int_equal(full.decision.missing_count, 1);
    assert_true(full.decision.memory_needed <= FG_DECISION_MEMORY);
    for (uint32_t size = 0; size <= full.decision.memory_needed + 16; size++) {
        unsigned char *memory = malloc(size > 0 ? size : 1);
        struct fg_decision decision = {
            .size = sizeof(decision), .memory = memory, .memory_size = size};

        assert_int_equal(gateway.plugin->check(gateway.engine, &charge, &decision), FG_DENIED);
        assert_ptr_equal(decision.memory, memory);
        assert_int_equal(decision.memory_size, size);
        assert_int_equal(decision.memory_needed, full.decision.memory_needed);
        assert_int_equal(decision.codes, full.decision.codes);
        assert_int_equal(decision.finding_count, full.decision.finding_count);
        assert_int_equal(decision.missing_count, full.decision.missing_count);
        assert_int_equal(decision.schedule_count, full.decision.schedule_count);
        assert_int_equal(decision.standard_fen, full.decision.standard_fen);
        assert_int_equal(decision.due_fen, full.decision.due_fen);
        assert_int_equal(decision.outcome, FG_DENY);
        if (size < decision.memory_needed) {
            assert_null(decision.findings);
            assert_null(decision.reductions);
            assert_null(decision.missing);
            assert_null(decision.schedules);
            assert_int_equal(decision.item_name.size, 0);
        } else {
            check_lists_lie_inside(&decision);
        }
        free(memory);
    }
}

/* Goal: no memory at all is a choice, whatever size is claimed for it. */
static void memory_may_be_none(void **state)
{
    struct fg_charge charge = charge_of_many_faults();
    struct fg_decision decision = {.size = sizeof(decision), .memory_size = 5000};

    (void)state;
    assert_int_equal(gateway.plugin->check(gateway.engine, &charge, &decision), FG_DENIED);
    assert_int_equal(decision.finding_count, 5);
    assert_null(decision.findings);
    decision = (struct fg_decision){.size = sizeof(decision)};
    charge = town_charge("T", "REG", 8000);
    assert_int_equal(gateway.plugin->charge(gateway.engine, &charge, &decision), FG_OK);
}

/* Goal: a decision carries nothing of the one before it in the same memory, nor does a refusal. */
static void memory_carries_nothing_over(void **state)
{
    struct fg_charge many = charge_of_many_faults(), good = town_charge("G", "REG", 8000);
    struct answer answer;
    struct fg_decision zero = {0};

    (void)state;
    gateway_ask(&gateway, gateway.plugin->check, &many, &answer);
    assert_int_equal(gateway.plugin->charge(gateway.engine, &good, &answer.decision), FG_OK);
    assert_int_equal(answer.decision.codes, 0);
    assert_int_equal(answer.decision.finding_count, 0);
    assert_int_equal(answer.decision.missing_count, 0);
    gateway_ask(&gateway, gateway.plugin->check, &many, &answer);
    good.amount_fen = 1;
    assert_int_equal(gateway.plugin->charge(gateway.engine, &good, &answer.decision),
                     FG_CONFLICTING_RETRY);
    zero.size = answer.decision.size;
    zero.memory = answer.decision.memory;
    zero.memory_size = answer.decision.memory_size;
    assert_memory_equal(&answer.decision, &zero, sizeof(zero));
}

static void check_says(struct fg_text text, const char *what)
{
    if (memmem(text.bytes, text.size, what, strlen(what)) == NULL) {
        fail_msg("%s is not in: %.*s", what, (int)text.size, text.bytes);
    }
}

/* Goal: a late commit's findings keep to the same rules, and say by which law and what to do. */
static void memory_of_a_late_commit(void **state)
{
    struct fg_charge late = town_charge("LATE", "REG", 8000);
    struct fg_charge other = town_charge("OTHER", "REG", 8000);
    struct answer answer;

    (void)state;
    for (uint32_t size = 0; size < 1000; size += 20) {
        unsigned char *memory = malloc(size > 0 ? size : 1);
        struct fg_decision decision = {
            .size = sizeof(decision), .memory = memory, .memory_size = size};

        gateway_close(&gateway);
        gateway.now_ns = NOON_NS;
        gateway_open(&gateway);
        assert_int_equal(gateway_ask(&gateway, gateway.plugin->reserve, &late, &answer), FG_OK);
        gateway.now_ns = NOON_NS + 900 * SECOND_NS;
        assert_int_equal(gateway_ask(&gateway, gateway.plugin->charge, &other, &answer), FG_OK);
        assert_int_equal(gateway.plugin->commit(gateway.engine, late.txn, &decision),
                         FG_COMMITTED_LATE);
        assert_int_equal(decision.codes, BIT(FG_DUPLICATE));
        assert_int_equal(decision.finding_count, 1);
        if (decision.memory_needed <= size) {
            assert_true(text_is(decision.conflict, "OTHER"));
            assert_true(text_is(decision.findings[0].name, "DUPLICATE"));
            assert_int_equal(decision.findings[0].effect, FG_EFFECT_WARN);
            check_says(decision.findings[0].message_zh, "OTHER");
            check_says(decision.findings[0].message_en, "OTHER");
            check_says(decision.findings[0].basis, "《优化营商环境条例》");
            check_lists_lie_inside(&decision);
        } else {
            assert_null(decision.findings);
        }
        free(memory);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(memory_of_every_size),
        TEST(memory_may_be_none),
        TEST(memory_carries_nothing_over),
        TEST(memory_of_a_late_commit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Engines side by side, the life of a charge through the contract, and what health tells. */
#include "support/town.h"

#include <string.h>

static struct gateway gateway, second;
static struct answer answer;

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

static fg_status ask(const struct gateway *to, gateway_call call, const char *txn, int64_t fen)
{
    struct fg_charge charge = town_charge(txn, "REG", fen);

    return gateway_ask(to, call, &charge, &answer);
}

static fg_status commit(const char *txn)
{
    return gateway.plugin->commit(gateway.engine, text_from(txn), NULL);
}

static fg_status release(const char *txn)
{
    return gateway.plugin->release(gateway.engine, text_from(txn));
}

/* Goal: two engines share nothing: neither ledger, nor mode, nor schedules, nor log, nor clock. */
static void engines_do_not_meet(void **state)
{
    (void)state;
    gateway_init(&second);
    town_write(&second);
    second.options.mode = FG_MODE_MONITOR;
    second.now_ns = NOON_NS + 1000 * DAY_NS;
    gateway_open(&second);
    assert_ptr_not_equal(gateway.engine, second.engine);
    assert_int_equal(ask(&gateway, gateway.plugin->reserve, "T1", 8000), FG_OK);
    assert_int_equal(ask(&second, second.plugin->charge, "T1", 7999), FG_OK);
    assert_int_equal(ask(&second, second.plugin->charge, "T2", 8001), FG_OK);
    assert_int_equal(answer.decision.codes, BIT(FG_OVER_STANDARD) | BIT(FG_DUPLICATE));
    assert_int_equal(ask(&gateway, gateway.plugin->charge, "T2", 8001), FG_DENIED);
    assert_int_equal(commit("T1"), FG_OK); /* the second's clock did not expire it */
    gateway_free(&second);
    assert_int_equal(ask(&gateway, gateway.plugin->charge, "T2", 8000), FG_DENIED);
    assert_int_equal(gateway.log_used, 0);
}

/* Goal: reserve, commit, refund, and all the answers in between, as a gateway sees them. */
static void life_through_the_contract(void **state)
{
    (void)state;
    assert_int_equal(commit("T1"), FG_NOT_FOUND);
    assert_int_equal(release("T1"), FG_NOT_FOUND);
    assert_int_equal(gateway_refund(&gateway, "T1", "R", 1), FG_NOT_FOUND);
    assert_int_equal(ask(&gateway, gateway.plugin->reserve, "T1", 8000), FG_OK);
    assert_int_equal(ask(&gateway, gateway.plugin->reserve, "T1", 8000), FG_OK);
    assert_int_equal(ask(&gateway, gateway.plugin->reserve, "T1", 7000), FG_CONFLICTING_RETRY);
    assert_int_equal(ask(&gateway, gateway.plugin->reserve, "T2", 8000), FG_DENIED);
    assert_int_equal(commit("T2"), FG_NOT_FOUND);
    assert_int_equal(gateway_refund(&gateway, "T1", "R", 1), FG_NOT_COMMITTED);
    assert_int_equal(commit("T1"), FG_OK);
    assert_int_equal(commit("T1"), FG_OK);
    assert_int_equal(release("T1"), FG_NOT_RESERVED);
    assert_int_equal(gateway_refund(&gateway, "T1", "R", 8001), FG_OVER_REFUND);
    assert_int_equal(gateway_refund(&gateway, "T1", "R", 5000), FG_OK);
    assert_int_equal(gateway_refund(&gateway, "T1", "R", 5000), FG_OK);
    assert_int_equal(gateway_refund(&gateway, "T1", "R", 3000), FG_CONFLICTING_RETRY);
    assert_int_equal(ask(&gateway, gateway.plugin->check, "T2", 8000), FG_DENIED);
    assert_int_equal(gateway_refund(&gateway, "T1", "R2", 3000), FG_OK);
    assert_int_equal(ask(&gateway, gateway.plugin->charge, "T2", 8000), FG_OK);
    assert_int_equal(ask(&gateway, gateway.plugin->charge, "T1", 8000), FG_OK); /* known for ever */
    assert_int_equal(ask(&gateway, gateway.plugin->reserve, "T3", 0), FG_DENIED);
}

/* Goal: a refused retry zeroes the decision and changes nothing. */
static void conflicting_retry_leaves_no_decision(void **state)
{
    (void)state;
    assert_int_equal(ask(&gateway, gateway.plugin->reserve, "T1", 8000), FG_OK);
    assert_int_equal(ask(&gateway, gateway.plugin->check, "T1", 7999), FG_CONFLICTING_RETRY);
    assert_int_equal(answer.decision.outcome, 0);
    assert_int_equal(answer.decision.told, 0);
    assert_int_equal(answer.decision.codes, 0);
    assert_int_equal(commit("T1"), FG_OK);
}

/* Goal: a reservation lasts as long as the gateway chose, to the nanosecond, by its own clock. */
static void reservation_lasts_as_chosen(void **state)
{
    static const uint32_t seconds[] = {0, 1, 60, 86400, UINT32_MAX};

    (void)state;
    for (size_t i = 0; i < COUNT(seconds); i++) {
        int64_t life = (seconds[i] == 0 ? 900 : seconds[i]) * SECOND_NS;

        gateway_close(&gateway);
        gateway.options.reservation_seconds = seconds[i];
        gateway.now_ns = NOON_NS;
        gateway_open(&gateway);
        assert_int_equal(ask(&gateway, gateway.plugin->reserve, "T1", 8000), FG_OK);
        gateway.now_ns = NOON_NS + life - 1;
        assert_int_equal(ask(&gateway, gateway.plugin->check, "T2", 8000), FG_DENIED);
        gateway.now_ns = NOON_NS + life;
        assert_int_equal(ask(&gateway, gateway.plugin->check, "T2", 8000), FG_OK);
        gateway.now_ns = NOON_NS; /* a step back revives nothing */
        assert_int_equal(ask(&gateway, gateway.plugin->check, "T2", 8000), FG_OK);
        assert_int_equal(commit("T1"), FG_COMMITTED_LATE);
        assert_int_equal(ask(&gateway, gateway.plugin->check, "T2", 8000), FG_DENIED);
    }
}

/* Goal: without a clock of the gateway the system's is used, without a log nothing is logged. */
static void host_may_lend_nothing(void **state)
{
    struct fg_health health = {.size = sizeof(health)};

    (void)state;
    gateway_close(&gateway);
    gateway.host = (struct fg_host){.size = sizeof(gateway.host)};
    gateway_open(&gateway);
    assert_int_equal(ask(&gateway, gateway.plugin->charge, "T1", 8000), FG_OK);
    assert_int_equal(gateway.plugin->health(gateway.engine, &health), FG_OK);
    assert_int_equal(health.in_effect_count, 1);
    gateway_close(&gateway);
    gateway.options.mode = 99;
    gateway_open_status(&gateway, FG_BAD_OPTION);
}

/* Goal: "as known on" judges every charge by the documents of one day. */
static void judged_as_known_on_a_day(void **state)
{
    (void)state;
    gateway_close(&gateway);
    gateway.options.as_known_ymd = 20191231;
    gateway_open(&gateway);
    assert_int_equal(ask(&gateway, gateway.plugin->check, "T1", 8000), FG_DENIED);
    assert_int_equal(answer.decision.codes, BIT(FG_NO_SCHEDULE));
    gateway_close(&gateway);
    gateway.options.as_known_ymd = 20200101;
    gateway_open(&gateway);
    assert_int_equal(ask(&gateway, gateway.plugin->check, "T1", 8000), FG_OK);
}

static struct fg_health health_now(void)
{
    struct fg_health health = {.size = sizeof(health)};

    assert_int_equal(gateway.plugin->health(gateway.engine, &health), FG_OK);
    return health;
}

/* Goal: health tells what is loaded and what stands, and counts with every call. */
static void health_tells_what_stands(void **state)
{
    struct fg_health health = health_now();

    (void)state;
    assert_int_equal(health.size, sizeof(health));
    assert_int_equal(health.mode, FG_MODE_ENFORCE);
    assert_int_equal(health.generation, 1);
    assert_int_equal(health.document_count, 1);
    assert_int_equal(health.in_effect_count, 1);
    assert_int_equal(health.item_count, 12);
    assert_int_equal(health.next_change_ymd, 0);
    assert_int_equal(health.reserved_count, 0);
    assert_int_equal(health.committed_count, 0);
    assert_int_equal(health.reload_refused, 0);
    assert_string_equal(health.version, FG_VERSION);
    ask(&gateway, gateway.plugin->reserve, "T1", 8000);
    health = health_now();
    assert_int_equal(health.reserved_count, 1);
    commit("T1");
    health = health_now();
    assert_int_equal(health.reserved_count, 0);
    assert_int_equal(health.committed_count, 1);
    ask(&gateway, gateway.plugin->check, "T2", 8000);
    assert_int_equal(health_now().committed_count, 1);
}

/* Goal: health looks at the calendar: before a document takes effect it is announced. */
static void health_announces_the_next_change(void **state)
{
    struct fg_health health;

    (void)state;
    gateway.now_ns = NOON_NS - 3000 * DAY_NS; /* 2018 */
    health = health_now();
    assert_int_equal(health.document_count, 1);
    assert_int_equal(health.in_effect_count, 0);
    assert_int_equal(health.item_count, 0);
    assert_int_equal(health.next_change_ymd, 20200101);
}

/* Goal: neither log nor decision ever shows the payer or the subject. */
static void payer_and_subject_appear_nowhere(void **state)
{
    struct fg_charge charge = town_charge("T1", "REG", 8001);
    char page[8192];
    size_t needed;

    (void)state;
    charge.subject = text_from("SECRET-SUBJECT");
    charge.unit = text_from("STRANGER");
    gateway_ask(&gateway, gateway.plugin->check, &charge, &answer);
    assert_null(memmem(answer.memory, answer.decision.memory_needed, "SECRET", 6));
    assert_null(memmem(answer.memory, answer.decision.memory_needed, "PAYER", 5));
    assert_int_equal(gateway.plugin->explain(&charge, &answer.decision, FG_LANGUAGE_EN, page,
                                             sizeof(page), &needed),
                     FG_OK);
    assert_null(strstr(page, "SECRET"));
    assert_null(strstr(page, "PAYER"));
    assert_null(strstr(gateway.log, "PAYER"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(engines_do_not_meet),
        TEST(life_through_the_contract),
        TEST(conflicting_retry_leaves_no_decision),
        TEST(reservation_lasts_as_chosen),
        TEST(host_may_lend_nothing),
        TEST(judged_as_known_on_a_day),
        TEST(health_tells_what_stands),
        TEST(health_announces_the_next_change),
        TEST(payer_and_subject_appear_nowhere),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Reloading: what is accepted takes the place of what was, what is refused changes nothing, and
 * charges go on meanwhile. */
#include "support/gateway.h"
#include "support/price.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

static struct gateway gateway;
static struct answer answer;

static int set_up(void **state)
{
    (void)state;
    gateway_init(&gateway);
    price_write(&gateway, "a.xml", "A", 1, "2020-01-01", "ITEM", "80.00");
    gateway_open(&gateway);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    gateway_free(&gateway);
    return 0;
}

static fg_status reload(void)
{
    gateway.log_used = 0;
    gateway.log[0] = '\0';
    return gateway.plugin->reload(gateway.engine);
}

/* Goal: a higher serial that is in effect judges the next charge; the old one judges old dates. */
static void reload_accepted(void **state)
{
    (void)state;
    price_write(&gateway, "b.xml", "A", 2, "2026-01-01", "ITEM", "60.00");
    assert_int_equal(price_now(&gateway), 8000);
    assert_int_equal(reload(), FG_OK);
    assert_int_equal(price_now(&gateway), 6000);
    assert_int_equal(gateway_health(&gateway).generation, 2);
    assert_int_equal(gateway_health(&gateway).document_count, 2);
    assert_int_equal(gateway_health(&gateway).in_effect_count, 1);
    gateway.now_ns = NOON_NS - 365 * DAY_NS;
    assert_int_equal(price_now(&gateway), 8000);
}

/* Goal: a bundle that breaks a rule changes nothing, is reported line by line, and is forgotten
 * once it is mended. */
static void reload_refused_keeps_the_old(void **state)
{
    (void)state;
    price_write(&gateway, "b.xml", "B", 1, "2020-01-01", "ITEM",
                "60.00"); /* the item is defined twice */
    assert_int_equal(reload(), FG_SCHEDULE_REFUSED);
    assert_non_null(strstr(gateway.log, ".xml:4: error"));
    assert_int_equal(price_now(&gateway), 8000);
    assert_int_equal(gateway_health(&gateway).generation, 1);
    assert_int_equal(gateway_health(&gateway).document_count, 1);
    assert_int_equal(gateway_health(&gateway).reload_refused, 1);
    price_write(&gateway, "b.xml", "B", 1, "2020-01-01", "OTHER", "60.00");
    assert_int_equal(reload(), FG_OK);
    assert_int_equal(gateway_health(&gateway).generation, 2);
    assert_int_equal(gateway_health(&gateway).reload_refused, 0);
}

/* Goal: other content under the same serial, and a lower serial, are refused. */
static void reload_refuses_rollback(void **state)
{
    (void)state;
    price_write(&gateway, "b.xml", "A", 2, "2021-01-01", "ITEM", "60.00");
    assert_int_equal(reload(), FG_OK);
    price_write(&gateway, "b.xml", "A", 2, "2021-01-01", "ITEM", "61.00");
    assert_int_equal(reload(), FG_SCHEDULE_REFUSED);
    assert_non_null(strstr(gateway.log, "rollback"));
    assert_int_equal(price_now(&gateway), 6000);
    disk_remove(gateway.directory, "b.xml"); /* only serial 1 is left */
    assert_int_equal(reload(), FG_SCHEDULE_REFUSED);
    assert_int_equal(price_now(&gateway), 6000);
    price_write(&gateway, "b.xml", "A", 2, "2021-01-01", "ITEM", "60.00");
    assert_int_equal(reload(), FG_OK);
    price_write(&gateway, "b.xml", "A", 3, "2022-01-01", "ITEM", "50.00");
    assert_int_equal(reload(), FG_OK);
    assert_int_equal(price_now(&gateway), 5000);
}

/* Goal: a refused bundle is not remembered as accepted. */
static void reload_refused_is_not_remembered(void **state)
{
    (void)state;
    price_write(&gateway, "b.xml", "A", 7, "2021-01-01", "ITEM", "60.00");
    price_write(&gateway, "c.xml", "C", 1, "2020-01-01", "ITEM", "60.00");
    assert_int_equal(reload(), FG_SCHEDULE_REFUSED);
    disk_remove(gateway.directory, "c.xml");
    price_write(&gateway, "b.xml", "A", 2, "2021-01-01", "ITEM", "60.00");
    assert_int_equal(reload(), FG_OK);
    assert_int_equal(price_now(&gateway), 6000);
}

/* Goal: a directory that cannot be read keeps the old bundle as well. */
static void reload_unreadable_keeps_the_old(void **state)
{
    (void)state;
    disk_remove(gateway.directory, "a.xml");
    directory_remove(gateway.directory);
    assert_int_equal(reload(), FG_SCHEDULE_UNREADABLE);
    assert_int_equal(gateway_health(&gateway).reload_refused, 1);
    assert_int_equal(price_now(&gateway), 8000);
    directory_make(gateway.directory); /* another one, for the tear-down */
}

/* Goal: what stood before a reload stands after it, under the new rules. */
static void reload_keeps_what_stands(void **state)
{
    struct fg_charge charge = {.size = sizeof(charge),
                               .txn = text_from("T1"),
                               .unit = text_from("U-A"),
                               .item = text_from("ITEM"),
                               .payer = text_from("P"),
                               .amount_fen = 6000,
                               .time_ns = NOON_NS};

    (void)state;
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->reserve, &charge, &answer), FG_OK);
    assert_int_equal(answer.decision.codes, BIT(FG_UNDERCHARGED));
    price_write(&gateway, "b.xml", "A", 2, "2021-01-01", "ITEM", "60.00");
    assert_int_equal(reload(), FG_OK);
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->reserve, &charge, &answer), FG_OK);
    assert_int_equal(answer.decision.codes, BIT(FG_UNDERCHARGED)); /* the first decision */
    assert_true(text_is(answer.decision.schedules[0], "A@1"));
    charge.txn = text_from("T2");
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->reserve, &charge, &answer), FG_DENIED);
    assert_int_equal(answer.decision.codes, BIT(FG_DUPLICATE));
    assert_true(text_is(answer.decision.conflict, "T1"));
    assert_int_equal(gateway.plugin->commit(gateway.engine, text_from("T1"), NULL), FG_OK);
}

/* ---- while charges go on ---- */

#define THREADS 4

struct worker {
    pthread_t thread;
    int number;
    uint64_t wrong, done;
};

static atomic_bool stop;

/* Each charge must be judged wholly by one generation: its standard and its schedule agree. */
static bool is_of_one_generation(const struct answer *given)
{
    const struct fg_decision *decision = &given->decision;
    char label[32];

    if (decision->schedule_count != 1) return false;
    snprintf(label, sizeof(label), "A@%d", (int)(decision->standard_fen / 100));
    return text_is(decision->schedules[0], label);
}

static void *charge_until_stopped(void *context)
{
    struct worker *worker = context;
    struct fg_charge charge = {.size = sizeof(charge),
                               .unit = text_from("U-A"),
                               .item = text_from("ITEM"),
                               .amount_fen = 0,
                               .time_ns = NOON_NS};
    struct answer given;
    char id[32];

    while (!atomic_load(&stop)) {
        fg_status status;

        snprintf(id, sizeof(id), "%d-%llu", worker->number, (unsigned long long)worker->done++);
        charge.txn = charge.payer = text_from(id);
        status = gateway_ask(&gateway, gateway.plugin->reserve, &charge, &given);
        if (status != FG_OK || !is_of_one_generation(&given)) worker->wrong++;
        if (worker->done % 2 == 0 &&
            gateway.plugin->commit(gateway.engine, charge.txn, NULL) != FG_OK) {
            worker->wrong++;
        }
    }
    return NULL;
}

/* Goal: reloads, accepted and refused, beside four threads that charge: every charge is judged by
 * one whole bundle, none is lost.
 * Method: the price is the serial, so that a decision's parts can be compared. */
static void reload_beside_charges(void **state)
{
    struct worker workers[THREADS] = {0};
    uint64_t done = 0;
    char amount[16];

    (void)state;
    price_write(&gateway, "a.xml", "A", 2, "2020-01-01", "ITEM", "2.00");
    assert_int_equal(reload(), FG_OK);
    atomic_store(&stop, false);
    for (int i = 0; i < THREADS; i++) {
        workers[i].number = i;
        assert_int_equal(
            pthread_create(&workers[i].thread, NULL, charge_until_stopped, &workers[i]), 0);
    }
    for (int serial = 3; serial < 23; serial++) {
        snprintf(amount, sizeof(amount), "%d.00", serial);
        price_write(&gateway, "a.xml", "A", serial, "2020-01-01", "ITEM", amount);
        assert_int_equal(reload(), FG_OK);
        price_write(&gateway, "a.xml", "A", serial, "2020-01-01", "ITEM",
                    "1.00"); /* other content */
        assert_int_equal(reload(), FG_SCHEDULE_REFUSED);
    }
    atomic_store(&stop, true);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
        assert_int_equal(workers[i].wrong, 0);
        done += workers[i].done;
    }
    assert_int_equal(
        gateway_health(&gateway).reserved_count + gateway_health(&gateway).committed_count, done);
    assert_int_equal(gateway_health(&gateway).generation, 22);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(reload_accepted),
        TEST(reload_refused_keeps_the_old),
        TEST(reload_refuses_rollback),
        TEST(reload_refused_is_not_remembered),
        TEST(reload_unreadable_keeps_the_old),
        TEST(reload_keeps_what_stands),
        TEST(reload_beside_charges),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

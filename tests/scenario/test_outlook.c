/* SPDX-License-Identifier: Apache-2.0
 * What an engine tells of itself: what is loaded, what is coming, what was done; and that midnight
 * changes what is in force, not a reload. */
#include "support/gateway.h"
#include "support/price.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 2026-07-02T00:00+08:00: the day after the first "now". */
#define MIDNIGHT_NS (NOON_NS + DAY_NS / 2)

static struct gateway gateway;
static struct answer answer;

static int set_up(void **state)
{
    (void)state;
    gateway_init(&gateway);
    price_write(&gateway, "a.xml", "A", 1, "2020-01-01", "ITEM", "80.00");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    gateway_free(&gateway);
    return 0;
}

/* ---- midnight ---- */

/* Goal: a schedule applies from 00:00 +08:00 of its effective date, to the nanosecond, by the time
 * of the charge and without a call. */
static void midnight(void **state)
{
    struct fg_health health;

    (void)state;
    price_write(&gateway, "b.xml", "A", 2, "2026-07-02", "ITEM", "60.00");
    gateway_open(&gateway);
    health = gateway_health(&gateway);
    assert_int_equal(health.next_change_ymd, 20260702);
    assert_int_equal(health.days_to_change, 1);
    gateway.now_ns = MIDNIGHT_NS - 1;
    assert_int_equal(price_now(&gateway), 8000);
    gateway.now_ns = MIDNIGHT_NS;
    assert_int_equal(price_now(&gateway), 6000);
    health = gateway_health(&gateway);
    assert_int_equal(health.next_change_ymd, 0);
    assert_int_equal(health.days_to_change, -1);
    assert_int_equal(health.generation, 1);
}

/* ---- health ---- */

/* Goal: the day on which an item is left without a standard is told beforehand, and no day is told
 * where there is none. */
static void gap_is_told(void **state)
{
    struct fg_health health;

    (void)state;
    gateway_open(&gateway);
    health = gateway_health(&gateway);
    assert_int_equal(health.next_gap_ymd, 0);
    assert_int_equal(health.days_to_gap, -1);
    price_write_until(&gateway, "b.xml", "A", 2, "2021-01-01", "ITEM", "60.00", "2026-07-31");
    assert_int_equal(gateway.plugin->reload(gateway.engine), FG_OK);
    health = gateway_health(&gateway);
    assert_int_equal(health.next_gap_ymd, 20260801);
    assert_int_equal(health.days_to_gap, 31);
    price_write(&gateway, "c.xml", "A", 3, "2026-08-01", "ITEM", "50.00"); /* closes it */
    assert_int_equal(gateway.plugin->reload(gateway.engine), FG_OK);
    assert_int_equal(gateway_health(&gateway).next_gap_ymd, 0);
}

/* Goal: a document that takes effect later and has nothing for an item in force opens a gap. */
static void gap_by_a_later_document(void **state)
{
    (void)state;
    price_write_until(&gateway, "b.xml", "A", 2, "2026-09-01", "ITEM", "60.00", "2026-08-15");
    gateway_open(&gateway);
    assert_int_equal(gateway_health(&gateway).next_gap_ymd, 20260901);
}

/* Goal: reloads are counted by how they ended; the time is that of the last good one. */
static void reloads_are_counted(void **state)
{
    struct fg_health health;

    (void)state;
    gateway_open(&gateway);
    gateway.now_ns += SECOND_NS;
    assert_int_equal(gateway.plugin->reload(gateway.engine), FG_OK);
    gateway.now_ns += SECOND_NS;
    price_write(&gateway, "b.xml", "B", 1, "2020-01-01", "ITEM", "60.00"); /* defined twice */
    assert_int_equal(gateway.plugin->reload(gateway.engine), FG_SCHEDULE_REFUSED);
    health = gateway_health(&gateway);
    assert_int_equal(health.reloads_accepted, 1);
    assert_int_equal(health.reloads_refused, 1);
    assert_int_equal(health.loaded_ns, NOON_NS + SECOND_NS);
    assert_int_equal(health.signed_count, 0);
    assert_int_equal(health.certificate_ymd, 0);
}

/* Goal: a gateway built for an older contract gets as much as it knows. */
static void older_health(void **state)
{
    static const uint32_t sizes[] = {FG_HEALTH_SIZE_1_0, FG_HEALTH_SIZE_1_1};
    struct fg_health health;

    (void)state;
    gateway_open(&gateway);
    for (int i = 0; i < 2; i++) {
        memset(&health, 0xee, sizeof(health));
        health.size = sizes[i];
        assert_int_equal(gateway.plugin->health(gateway.engine, &health), FG_OK);
        assert_int_equal(health.document_count, 1);
        assert_int_equal(((unsigned char *)&health)[sizes[i]], 0xee);
    }
}

/* ---- documents ---- */

/* Goal: every document of the bundle, by id and serial, with what is known of it. */
static void documents(void **state)
{
    struct fg_document list[4] = {{.size = sizeof(list[0])}};
    static const unsigned char none[32];
    uint32_t count = 0;

    (void)state;
    price_write(&gateway, "z.xml", "A", 2, "2026-07-02", "ITEM", "60.00");
    price_write(&gateway, "0.xml", "B", 7, "2025-07-01", "OTHER", "1.00");
    gateway_open(&gateway);
    assert_int_equal(gateway.plugin->documents(gateway.engine, list, 4, &count), FG_OK);
    assert_int_equal(count, 3);
    assert_string_equal(list[0].id, "A");
    assert_int_equal(list[0].serial, 1);
    assert_int_equal(list[0].effective_ymd, 20200101);
    assert_string_equal(list[0].region, "000000");
    assert_int_equal(list[0].level, 1);
    assert_int_equal(list[0].in_effect, 1);
    assert_int_equal(list[0].signer_count, 0);
    assert_string_equal(list[0].signers, "");
    assert_int_equal(list[0].certificate_ymd, 0);
    assert_memory_not_equal(list[0].sha256, none, sizeof(none));
    assert_int_equal(list[1].serial, 2);
    assert_int_equal(list[1].in_effect, 0);
    assert_int_equal(list[1].age_days, -1);
    assert_string_equal(list[2].id, "B");
    assert_int_equal(list[2].age_days, 365);
    assert_int_equal(list[2].size, sizeof(list[0]));
}

/* Goal: a short list is filled as far as it goes; what cannot be is refused. */
static void documents_refused(void **state)
{
    struct fg_document list[2] = {{.size = sizeof(list[0])}, {.size = 7}};
    uint32_t count = 9;

    (void)state;
    price_write(&gateway, "b.xml", "B", 1, "2025-07-01", "OTHER", "1.00");
    gateway_open(&gateway);
    assert_int_equal(gateway.plugin->documents(gateway.engine, list, 1, &count), FG_OK);
    assert_int_equal(count, 2);
    assert_int_equal(list[1].size, 7);
    assert_int_equal(gateway.plugin->documents(gateway.engine, NULL, 0, &count), FG_OK);
    assert_int_equal(count, 2);
    assert_int_equal(gateway.plugin->documents(gateway.engine, NULL, 1, &count), FG_BAD_ARGUMENT);
    assert_int_equal(count, 0);
    assert_int_equal(gateway.plugin->documents(gateway.engine, list, 1, NULL), FG_BAD_ARGUMENT);
    assert_int_equal(gateway.plugin->documents(NULL, list, 1, &count), FG_BAD_ARGUMENT);
    list[0].size = 8;
    assert_int_equal(gateway.plugin->documents(gateway.engine, list, 1, &count), FG_BAD_SIZE);
}

/* ---- metrics ---- */

static char page[65536];

static void read_page(void)
{
    size_t size = 0;

    assert_int_equal(gateway.plugin->metrics(gateway.engine, page, sizeof(page), &size), FG_OK);
    assert_int_equal(size, strlen(page) + 1);
}

static void assert_line(const char *line)
{
    const char *at = strstr(page, line);

    if (at == NULL || at[strlen(line)] != '\n') fail_msg("no line %s in\n%s", line, page);
}

/* Goal: calls are counted by kind and how they ended, decisions by outcome, codes by name. */
static void metrics_count(void **state)
{
    struct fg_charge charge;

    (void)state;
    gateway_open(&gateway);
    read_page();
    assert_line("feeguard_decisions_total{outcome=\"deny\"} 0");
    charge = price_charge(&gateway, "SECRET-TXN");
    charge.payer = text_from("SECRET-PAYER");
    charge.subject = text_from("SECRET-SUBJECT");
    charge.amount_fen = 8000;
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->check, &charge, &answer), FG_OK);
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->reserve, &charge, &answer), FG_OK);
    charge.txn = text_from("T2");
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->reserve, &charge, &answer), FG_DENIED);
    assert_int_equal(gateway.plugin->commit(gateway.engine, text_from("NONE"), NULL), FG_NOT_FOUND);
    assert_int_equal(gateway.plugin->commit(gateway.engine, text_from("SECRET-TXN"), NULL), FG_OK);
    read_page();
    assert_line("feeguard_calls_total{call=\"check\",status=\"FG_OK\"} 1");
    assert_line("feeguard_calls_total{call=\"reserve\",status=\"FG_OK\"} 1");
    assert_line("feeguard_calls_total{call=\"reserve\",status=\"FG_DENIED\"} 1");
    assert_line("feeguard_calls_total{call=\"commit\",status=\"FG_NOT_FOUND\"} 1");
    assert_line("feeguard_decisions_total{outcome=\"allow\"} 2");
    assert_line("feeguard_decisions_total{outcome=\"deny\"} 1");
    assert_line("feeguard_findings_total{code=\"DUPLICATE\"} 1");
    assert_line("feeguard_charges{state=\"committed\"} 1");
    assert_line("feeguard_schedule_age_days{id=\"A\",serial=\"1\"} 2373");
    assert_null(strstr(page, "SECRET"));
}

/* Goal: too small a buffer is left alone, and the size told is enough. */
static void metrics_need_room(void **state)
{
    char *exact;
    size_t size = 0, again = 0;

    (void)state;
    gateway_open(&gateway);
    assert_int_equal(gateway.plugin->metrics(gateway.engine, NULL, 0, &size), FG_BUFFER_TOO_SMALL);
    exact = malloc(size);
    assert_non_null(exact);
    memset(exact, 'x', size);
    assert_int_equal(gateway.plugin->metrics(gateway.engine, exact, size - 1, &again),
                     FG_BUFFER_TOO_SMALL);
    assert_int_equal(exact[0], 'x');
    assert_int_equal(gateway.plugin->metrics(gateway.engine, exact, size, &again), FG_OK);
    assert_int_equal(again, size);
    free(exact);
    assert_int_equal(gateway.plugin->metrics(gateway.engine, page, 9, NULL), FG_BAD_ARGUMENT);
    assert_int_equal(gateway.plugin->metrics(gateway.engine, NULL, 9, &size), FG_BAD_ARGUMENT);
    assert_int_equal(gateway.plugin->metrics(NULL, page, 9, &size), FG_BAD_ARGUMENT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(midnight),
        TEST(gap_is_told),
        TEST(gap_by_a_later_document),
        TEST(reloads_are_counted),
        TEST(older_health),
        TEST(documents),
        TEST(documents_refused),
        TEST(metrics_count),
        TEST(metrics_need_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

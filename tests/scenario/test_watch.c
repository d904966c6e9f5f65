/* SPDX-License-Identifier: Apache-2.0
 * Schedules that change while the gateway runs: what the engine's own watch takes up and refuses,
 * and that nobody waits for it. Waits here are for events, however long those take. */
#include "support/gateway.h"
#include "support/price.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WAIT_SECONDS 120 /* after which a test gives up */

static struct gateway gateway;

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

static void open_watching(void)
{
    gateway.options.watch_seconds = 1;
    gateway_open(&gateway);
}

static void wait_for_reloads(uint64_t accepted, uint64_t refused)
{
    time_t end = time(NULL) + WAIT_SECONDS;

    for (;;) {
        struct fg_health health = gateway_health(&gateway);

        if (health.reloads_accepted >= accepted && health.reloads_refused >= refused) return;
        if (time(NULL) > end) fail_msg("no reload\n%s", gateway.log);
        gateway_wait();
    }
}

/* Goal: a document that is dropped in is in use without a call; a bad one is refused once, with its
 * errors in the log, and the old one stays; its repair is taken up. */
static void changes_are_taken_up(void **state)
{
    struct fg_health health;

    (void)state;
    open_watching();
    assert_int_equal(price_now(&gateway), 8000);
    price_write(&gateway, "b.xml", "A", 2, "2021-01-01", "ITEM", "60.00");
    wait_for_reloads(1, 0);
    assert_int_equal(price_now(&gateway), 6000);
    price_write(&gateway, "c.xml", "A", 2, "2021-01-01", "ITEM", "50.00"); /* other bytes */
    wait_for_reloads(1, 1);
    assert_int_equal(price_now(&gateway), 6000);
    assert_int_equal(gateway_said(&gateway, "c.xml:1: error"), 1);
    health = gateway_health(&gateway);
    assert_int_equal(health.reload_refused, 1);
    assert_int_equal(health.generation, 2);
    price_write(&gateway, "c.xml", "A", 3, "2022-01-01", "ITEM", "50.00");
    wait_for_reloads(2, 1);
    assert_int_equal(price_now(&gateway), 5000);
    health = gateway_health(&gateway);
    assert_int_equal(health.reloads_refused, 1);
    assert_int_equal(health.reload_refused, 0);
    assert_int_equal(gateway_said(&gateway, "c.xml:1: error"), 1);
}

/* Goal: what a call of reload has seen is not loaded again by the watch. */
static void a_call_is_seen(void **state)
{
    (void)state;
    open_watching();
    price_write(&gateway, "b.xml", "A", 2, "2021-01-01", "ITEM", "60.00");
    assert_int_equal(gateway.plugin->reload(gateway.engine), FG_OK);
    price_write(&gateway, "b.xml", "A", 3, "2021-01-01", "ITEM", "50.00");
    wait_for_reloads(2, 0);
    assert_int_equal(gateway_health(&gateway).reloads_accepted, 2);
}

/* Goal: a directory that goes away is told once and changes nothing; when it is back, so is the
 * watch. */
static void a_directory_goes_away(void **state)
{
    char away[PATH_SIZE + 8];

    (void)state;
    snprintf(away, sizeof(away), "%s.away", gateway.directory);
    open_watching();
    assert_int_equal(rename(gateway.directory, away), 0);
    wait_for_reloads(0, 1);
    assert_int_equal(price_now(&gateway), 8000);
    assert_int_equal(rename(away, gateway.directory), 0);
    price_write(&gateway, "b.xml", "A", 2, "2021-01-01", "ITEM", "60.00");
    wait_for_reloads(1, 1);
    assert_int_equal(price_now(&gateway), 6000);
}

/* Goal: the watch is one thread; it ends with the engine and leaves nothing open. */
static void the_thread_ends(void **state)
{
    size_t threads = directory_count("/proc/self/task"), files;

    (void)state;
    files = directory_count("/proc/self/fd");
    open_watching();
    assert_int_equal(directory_count("/proc/self/task"), threads + 1);
    gateway_close(&gateway);
    assert_int_equal(directory_count("/proc/self/task"), threads);
    assert_int_equal(directory_count("/proc/self/fd"), files);
}

/* Goal: a forked child can close its copy, where there is no thread to wait for. */
static void a_child_closes(void **state)
{
    int status;
    pid_t child;

    (void)state;
    open_watching();
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        gateway.plugin->close(gateway.engine);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    price_write(&gateway, "b.xml", "A", 2, "2021-01-01", "ITEM", "60.00");
    wait_for_reloads(1, 0); /* the parent's goes on */
}

/* ---- nobody waits ---- */

static atomic_bool is_held, is_let_go;

/* A host that takes its time over a line of the log. */
static void hold(void *context, int32_t severity, const char *line)
{
    (void)context;
    (void)severity;
    (void)line;
    atomic_store(&is_held, true);
    while (!atomic_load(&is_let_go)) gateway_wait();
}

/* Goal: while a reload is under way, held up for as long as it takes, charges are decided, health
 * and metrics told. */
static void no_call_waits_for_a_reload(void **state)
{
    char page[65536];
    size_t size;

    (void)state;
    gateway.host.log = hold;
    open_watching();
    price_write(&gateway, "b.xml", "B", 1, "2020-01-01", "ITEM", "60.00"); /* defined twice */
    while (!atomic_load(&is_held)) gateway_wait();
    for (int i = 0; i < 1000; i++) assert_int_equal(price_now(&gateway), 8000);
    assert_int_equal(gateway_health(&gateway).reloads_refused, 0);
    assert_int_equal(gateway.plugin->metrics(gateway.engine, page, sizeof(page), &size), FG_OK);
    atomic_store(&is_let_go, true);
    wait_for_reloads(0, 1);
}

/* ---- memory ---- */

#define RELOADS (SANITIZED ? 300 : 10000) /* what is left behind, a sanitizer tells */

static long resident_pages(void)
{
    long all, resident;
    FILE *file = fopen("/proc/self/statm", "r");

    assert_non_null(file);
    assert_int_equal(fscanf(file, "%ld %ld", &all, &resident), 2);
    fclose(file);
    return resident;
}

/* Goal: ten thousand reloads, every other one refused, leave memory as a tenth of them did. */
static void reloads_leave_nothing_behind(void **state)
{
    long tenth = 0;

    (void)state;
    gateway_open(&gateway);
    for (int i = 0; i < RELOADS; i++) {
        bool is_good = i % 2 == 0;

        price_write(&gateway, "b.xml", is_good ? "A" : "B", is_good ? 2 + i : 1, "2021-01-01",
                    "ITEM", "60.00");
        assert_int_equal(gateway.plugin->reload(gateway.engine),
                         is_good ? FG_OK : FG_SCHEDULE_REFUSED);
        gateway.log_used = 0;
        if (i == RELOADS / 10) tenth = resident_pages();
    }
    assert_int_equal(gateway_health(&gateway).reloads_accepted, RELOADS / 2);
    assert_int_equal(gateway_health(&gateway).reloads_refused, RELOADS / 2);
    assert_true(SANITIZED || resident_pages() <= tenth + 256); /* 1 MB */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(changes_are_taken_up),
        TEST(a_call_is_seen),
        TEST(a_directory_goes_away),
        TEST(the_thread_ends),
        TEST(a_child_closes),
        TEST(no_call_waits_for_a_reload),
        TEST(reloads_leave_nothing_behind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

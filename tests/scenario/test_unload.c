/* SPDX-License-Identifier: Apache-2.0
 * Loaded, used and unloaded a thousand times: nothing stays behind in the host. */
#include "support/durable.h"
#include "support/town.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS 1000
#define ROUNDS_DURABLE 100
#define WARM_UP 100
#define WARM_UP_DURABLE 10
#define TASKS 3         /* ".", ".." and the test's own thread */
#define SLACK_PAGES 256 /* one MiB in 900 rounds: a leak of one small block each would show */

static char directory[PATH_SIZE];
static struct durable durable;

static int set_up(void **state)
{
    struct gateway gateway;

    (void)state;
    gateway_init(&gateway);
    town_write(&gateway);
    durable_make(&gateway, &durable);
    memcpy(directory, gateway.directory, sizeof(directory));
    assert_int_equal(dlclose(gateway.library), 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    directory_remove(directory);
    return 0;
}

static size_t locks_of_this_process(void)
{
    FILE *file = fopen("/proc/locks", "r");
    size_t locks = 0;
    char line[256], pid[32];

    assert_non_null(file);
    snprintf(pid, sizeof(pid), " %d ", (int)getpid());
    while (fgets(line, sizeof(line), file) != NULL) locks += strstr(line, pid) != NULL;
    fclose(file);
    return locks;
}

static long resident_pages(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    long total, resident;

    assert_non_null(file);
    assert_int_equal(fscanf(file, "%ld %ld", &total, &resident), 2);
    fclose(file);
    return resident;
}

/* The whole of what a gateway does, with a library of its own. */
static void load_use_unload(const char *ledger)
{
    struct fg_host host = {.size = sizeof(host)};
    struct fg_options options = {.size = sizeof(options),
                                 .schedules = text_from(directory),
                                 .ledger = text_from(ledger),
                                 .watch_seconds = 1};
    struct fg_charge charge = town_charge("T", "REG", 8000);
    void *library = dlopen(FG_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    struct fg_engine *engine = NULL;
    const struct fg_plugin *plugin;
    feeguard_plugin_fn entry;
    struct answer answer;

    assert_non_null(library);
    *(void **)&entry = dlsym(library, "feeguard_plugin");
    plugin = entry(FG_ABI_MAJOR);
    assert_int_equal(plugin->open(&host, &options, &engine), FG_OK);
    answer_init(&answer);
    assert_int_equal(plugin->reserve(engine, &charge, &answer.decision), FG_OK); /* once or again */
    assert_int_equal(plugin->commit(engine, charge.txn, NULL), FG_OK);
    charge.txn = text_from("T2");
    assert_int_equal(plugin->charge(engine, &charge, &answer.decision), FG_DENIED);
    plugin->close(engine);
    assert_int_equal(dlclose(library), 0);
}

static void load_use_unload_again(const char *ledger, int rounds, int warm_up)
{
    size_t descriptors = 0, tasks = 0;
    long pages = 0;

    for (int round = 0; round < rounds; round++) {
        load_use_unload(ledger);
        if (round != warm_up) continue;
        pages = resident_pages();
        descriptors = directory_count("/proc/self/fd");
        tasks = directory_count("/proc/self/task");
    }
    assert_int_equal(directory_count("/proc/self/fd"), descriptors);
    assert_int_equal(directory_count("/proc/self/task"), tasks);
    if (SANITIZED) return; /* sanitizers hold freed memory back and have threads of their own */
    assert_int_equal(tasks, TASKS);
    if (resident_pages() > pages + SLACK_PAGES) {
        fail_msg("%ld pages after %d rounds, %ld after %d", resident_pages(), rounds, pages,
                 warm_up);
    }
}

/* Goal: no memory, no thread, no descriptor and no mapping of ours is left when the library goes.
 */
static void unload_leaves_nothing_behind(void **state)
{
    (void)state;
    load_use_unload_again("memory:", ROUNDS, WARM_UP);
}

/* Goal: nor is any with a durable ledger, which is free again: no lock of its files is left, and
 * the next library does not take it for one that is open. */
static void unload_leaves_a_ledger_free(void **state)
{
    size_t descriptors = directory_count("/proc/self/fd");

    (void)state;
    load_use_unload_again(durable.option, ROUNDS_DURABLE, WARM_UP_DURABLE);
    assert_int_equal(directory_count("/proc/self/fd"), descriptors);
    assert_null(dlopen(FG_LIBRARY, RTLD_NOW | RTLD_NOLOAD));
    assert_int_equal(locks_of_this_process(), 0);
}

/* Goal: the library is really gone after the last dlclose. */
static void unload_takes_the_library_away(void **state)
{
    (void)state;
    load_use_unload("memory:");
    assert_null(dlopen(FG_LIBRARY, RTLD_NOW | RTLD_NOLOAD));
}

/* Goal: an engine that is opened and closed a thousand times in one library leaves nothing either,
 * also when opening fails. */
static void close_leaves_nothing_behind(void **state)
{
    struct gateway gateway;
    long pages = 0;

    (void)state;
    gateway_init(&gateway);
    gateway.options.schedules = text_from(directory);
    for (int round = 0; round < ROUNDS / 2; round++) {
        gateway_open(&gateway);
        gateway_close(&gateway);
        gateway.options.mode = 9;
        gateway_open_status(&gateway, FG_BAD_OPTION);
        gateway.options.mode = FG_MODE_ENFORCE;
        if (round == WARM_UP) pages = resident_pages();
    }
    if (!SANITIZED && resident_pages() > pages + SLACK_PAGES) {
        fail_msg("%ld pages, %ld after warming up", resident_pages(), pages);
    }
    gateway_free(&gateway);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(unload_leaves_nothing_behind),
        TEST(unload_leaves_a_ledger_free),
        TEST(unload_takes_the_library_away),
        TEST(close_leaves_nothing_behind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

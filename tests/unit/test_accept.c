/* SPDX-License-Identifier: Apache-2.0
 * A durable ledger remembers that documents had to be signed, whatever becomes of the directory
 * that said so. */
#include "unit/test_engine_trust.h"

#include <unistd.h>

#include "engine/engine_internal.h"
#include "ledger/sql_maintenance.h"

/* Goal: a durable ledger remembers that documents had to be signed: an engine without a trust
 * directory is refused there, and told what to do; one with it goes on. */
static void a_ledger_remembers_that_trust_was_due(void **state)
{
    static struct fg_engine *without;
    char path[PATH_SIZE], uri[PATH_SIZE + 8];
    struct paper first, second;

    (void)state;
    ledger_make(data, path);
    snprintf(uri, sizeof(uri), "sqlite:%s", path);
    options.ledger = text_of(uri);
    publish(&first, "1.xml", 1, NULL);
    options.trust = TEXT("");
    assert_int_equal(open_engine(), FG_OK); /* nobody asked for signatures so far */
    without = engine;
    engine = NULL;
    options.trust = text_of(trust);
    options.ledger = TEXT("memory:");
    assert_int_equal(open_engine(), FG_OK); /* on another ledger: says nothing of this one */
    assert_int_equal(engine_reload(without), FG_OK);
    engine_close(without);

    options.ledger = text_of(uri);
    assert_int_equal(open_engine(), FG_OK);
    options.trust = TEXT("");
    disk_write(schedules, "a.xml", "<!DOCTYPE x [ no XML at all");
    assert_int_equal(open_engine(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("ledger.db: error: ") && was_said("[trust-required]"));
    assert_true(was_said("another ledger"));
    assert_false(was_said("a.xml")); /* nothing was parsed */
    disk_remove(schedules, "a.xml");
    options.trust = text_of(trust);
    assert_int_equal(open_engine(), FG_OK);
    publish(&second, "2.xml", 2, &first);
    assert_int_equal(reload(), FG_OK);
}

/* Goal: the default directory counts beside any ledger, and when it is gone it is missed as well.
 */
static void a_ledger_misses_the_directory_beside_it(void **state)
{
    char path[PATH_SIZE], uri[PATH_SIZE + 8], beside[PATH_SIZE + 8], away[PATH_SIZE + 8];
    struct paper paper;

    (void)state;
    ledger_make(data, path);
    publish(&paper, "1.xml", 1, NULL);
    snprintf(beside, sizeof(beside), "%s/trust", data);
    snprintf(away, sizeof(away), "%s/gone", data);
    assert_int_equal(symlink(trust, beside), 0);
    options.trust = TEXT("");
    options.data = text_of(data);
    assert_int_equal(open_engine(), FG_OK);
    assert_int_equal(rename(beside, away), 0);
    assert_int_equal(open_engine(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("[trust-required]"));
    assert_int_equal(rename(away, beside), 0);
    assert_int_equal(open_engine(), FG_OK);
    assert_int_equal(unlink(beside), 0);
    options.data = TEXT("");
    snprintf(uri, sizeof(uri), "sqlite:%s", path);
    options.ledger = text_of(uri);
    assert_int_equal(symlink("/nowhere", beside), 0);
    assert_int_equal(open_engine(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("/trust/anchors.pem: error: "));
    assert_int_equal(unlink(beside), 0);
}

/* Goal: an engine without trust that has a ledger open when one with trust comes keeps what it has,
 * and takes nothing new; since when, the ledger tells, and nothing changes that.
 * Method: two engines that share a ledger need two processes; the second is played by the store. */
static void trust_is_there_for_good(void **state)
{
    const struct store_calls *calls;
    const struct rulebook *rulebook;
    char path[PATH_SIZE], uri[PATH_SIZE + 8];
    struct ledger_stats stats;
    struct paper first, second;
    int64_t engine_ns;

    (void)state;
    ledger_make(data, path);
    snprintf(uri, sizeof(uri), "sqlite:%s", path);
    options.ledger = text_of(uri);
    options.trust = TEXT("");
    publish(&first, "1.xml", 1, NULL);
    assert_int_equal(open_engine(), FG_OK);
    assert_true(ledger_stats(&engine->ledger, &stats));
    assert_false(stats.trust_is_required);
    calls = engine->ledger.calls;
    for (int64_t now_ns = 5; now_ns < 7; now_ns++) {
        assert_true(calls->begin(engine->ledger.store, INT64_MIN, &engine_ns, &rulebook));
        assert_true(calls->require_trust(engine->ledger.store, now_ns));
        assert_true(calls->commit(engine->ledger.store));
        calls->end(engine->ledger.store);
    }
    assert_true(ledger_stats(&engine->ledger, &stats));
    assert_true(stats.trust_is_required);
    assert_int_equal(stats.trust_since_ns, 5);
    publish(&second, "2.xml", 2, &first);
    disk_write(schedules, "a.xml", "<!DOCTYPE x [ no XML at all");
    assert_int_equal(reload(), FG_SCHEDULE_REFUSED);
    assert_true(was_said("[trust-required]") && !was_said("a.xml"));
    disk_remove(schedules, "a.xml");
    assert_int_equal(engine->bundle->document_count, 1);
    options.trust = text_of(trust);
    assert_int_equal(open_engine(), FG_OK);
    options.trust = TEXT("");
    assert_int_equal(open_engine(), FG_SCHEDULE_REFUSED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(a_ledger_remembers_that_trust_was_due),
        TEST(a_ledger_misses_the_directory_beside_it),
        TEST(trust_is_there_for_good),
    };

    return cmocka_run_group_tests(tests, make_people, free_people);
}

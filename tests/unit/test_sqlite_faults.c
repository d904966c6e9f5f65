/* SPDX-License-Identifier: Apache-2.0
 * A database that fails: at every single step, for want of memory, with a full disk. Nothing is
 * ever half done, nobody gets consent, and all goes on by itself when the cause is gone. */
#include "unit/test_sqlite.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "ledger/sql_maintenance.h"
#include "ledger/sql_store.h"
#include "ledger/sqlite_driver.h"

/* ---- an allocator that fails when told; see CMakeLists.txt for the linker's part ---- */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);

static uint64_t steps_left = UINT64_MAX; /* of either kind, before one fails */
static bool has_failed;

static bool fails(void)
{
    if (steps_left == UINT64_MAX) return false;
    if (steps_left-- > 0) return false;
    steps_left = UINT64_MAX;
    has_failed = true;
    return true;
}

static bool memory_fails; /* else the database */

__attribute__((used)) void *__wrap_malloc(size_t size)
{
    return memory_fails && fails() ? NULL : __real_malloc(size);
}

__attribute__((used)) void *__wrap_calloc(size_t count, size_t size)
{
    return memory_fails && fails() ? NULL : __real_calloc(count, size);
}

__attribute__((used)) void *__wrap_realloc(void *memory, size_t size)
{
    return memory_fails && fails() ? NULL : __real_realloc(memory, size);
}

/* ---- a driver that fails when told ---- */

static bool broken_begin(struct sql_driver *driver, enum sql_access access)
{
    return sqlite_driver_calls.begin(driver, access) && !fails();
}

static bool broken_commit(struct sql_driver *driver)
{
    return !fails() && sqlite_driver_calls.commit(driver);
}

static bool broken_start(struct sql_driver *driver, enum sql_statement statement,
                         const struct sql_value *values, int count)
{
    return !fails() && sqlite_driver_calls.start(driver, statement, values, count);
}

static enum sql_step broken_step(struct sql_driver *driver, enum sql_statement statement)
{
    return fails() ? SQL_FAILED : sqlite_driver_calls.step(driver, statement);
}

static enum sql_fault broken_fault(struct sql_driver *driver)
{
    (void)driver;
    return SQL_FAULT_IO;
}

/* ---- the desk ---- */

static struct vault vault;
static struct sql_driver_calls broken;

static void break_driver(void)
{
    struct store *store = desk.ledger.store;

    broken = sqlite_driver_calls;
    broken.begin = broken_begin;
    broken.commit = broken_commit;
    broken.start = broken_start;
    broken.step = broken_step;
    broken.fault = broken_fault;
    store->sql.calls = &broken;
}

static int set_up(void **state)
{
    (void)state;
    memory_fails = false;
    vault_start_desk(&vault);
    break_driver();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ledger_close(&desk.ledger);
    vault_remove(&vault);
    return 0;
}

static void note_fault(void *context, const char *sentence)
{
    (void)context;
    print_error("%s\n", sentence);
}

static void assert_sound(void)
{
    uint64_t faults;

    assert_true(ledger_check(&desk.ledger, note_fault, NULL, &faults));
    assert_int_equal(faults, 0);
}

/* ---- one step at a time ---- */

static char txn[32];

/* Each act is done under an id of its own, and answers FG_OK or FG_COMMITTED_LATE when it works. */
typedef void prepare_act(void);
typedef fg_status do_act(void);

static struct fg_charge full_charge(const char *id, int64_t day)
{
    static struct fg_attribute attributes[2];
    struct fg_charge charge = world_charge(id, "WINDOW", 0);

    attributes[0] = (struct fg_attribute){TEXT("hardship"), TEXT("yes")};
    attributes[1] = (struct fg_attribute){TEXT("size"), TEXT("20")};
    charge.payer = text_of(id);
    charge.time_ns += day * 86400 * SECOND;
    charge.quantity = TEXT("3");
    charge.base = TEXT("100");
    charge.attributes = attributes;
    charge.attribute_count = 2;
    return charge;
}

static void prepare_nothing(void)
{
}

static fg_status act_reserve(void)
{
    struct fg_charge charge = full_charge(txn, 0);

    return ask(CLAIM_RESERVE, &charge).status;
}

static struct got ask_charge(void)
{
    struct fg_charge charge = world_charge(txn, "TRIPLE", 5000);

    charge.payer = text_of(txn);
    charge.period_ymd = 20260101;
    return ask(CLAIM_CHARGE, &charge);
}

static fg_status act_charge(void)
{
    return ask_charge().status;
}

static void prepare_reserved(void)
{
    assert_int_equal(act_reserve(), FG_OK);
}

static void prepare_charged(void)
{
    assert_int_equal(act_charge(), FG_OK);
}

static void prepare_expired(void)
{
    prepare_reserved();
    desk.now += LIFE;
}

static void prepare_swept(void)
{
    prepare_expired();
    assert_int_equal(commit("NOBODY"), FG_NOT_FOUND);
}

static fg_status act_commit(void)
{
    return commit(txn);
}

static fg_status act_release(void)
{
    return release(txn);
}

static fg_status act_refund(void)
{
    return refund(txn, "a", 5000);
}

static const struct {
    const char *name;
    prepare_act *prepare;
    do_act *act;
} acts[] = {
    {"reserve", prepare_nothing, act_reserve},
    {"charge", prepare_nothing, act_charge},
    {"retry", prepare_reserved, act_reserve},
    {"reserve again", prepare_swept, act_reserve},
    {"reserve again, not swept", prepare_expired, act_reserve},
    {"commit", prepare_reserved, act_commit},
    {"commit late", prepare_expired, act_commit},
    {"commit late, swept", prepare_swept, act_commit},
    {"release", prepare_reserved, act_release},
    {"release late", prepare_expired, act_release},
    {"refund", prepare_charged, act_refund},
};

/* The state of things, for comparing before and after. */
static uint64_t changes(void)
{
    struct ledger_stats stats;

    assert_true(ledger_stats(&desk.ledger, &stats));
    return stats.head.position * 1000000 + stats.places * 1000 + stats.committed * 100 +
           stats.reserved;
}

/* Runs an act with its n-th step failing. False: it has fewer steps. */
static bool act_with_failure(size_t index, uint64_t n)
{
    uint64_t before;
    fg_status status;

    snprintf(txn, sizeof(txn), "A%zu-%llu-%d", index, (unsigned long long)n, memory_fails);
    acts[index].prepare();
    before = changes();
    has_failed = false;
    steps_left = n;
    status = acts[index].act();
    steps_left = UINT64_MAX;
    if (has_failed && status != FG_OK && status != FG_COMMITTED_LATE) {
        assert_true(status == FG_LEDGER_UNAVAILABLE || status == FG_DENIED ||
                    (memory_fails && status == FG_NO_MEMORY));
        assert_true(changes() == before || status == FG_NO_MEMORY);
        status = acts[index].act(); /* all is well again */
    } else if (!memory_fails) {
        assert_false(has_failed); /* what failed is never consent */
    }
    assert_true(status == FG_OK || status == FG_COMMITTED_LATE);
    return has_failed;
}

static void each_failure(void)
{
    for (size_t i = 0; i < COUNT(acts); i++) {
        uint64_t n = 0;

        while (act_with_failure(i, n)) assert_true(++n < 2000);
        print_message("%s: %d steps\n", acts[i].name, (int)n);
    }
    assert_sound();
}

/* Goal: whichever step of the database fails, nothing was done, and the next call does it. */
static void sqlite_survives_each_failing_step(void **state)
{
    (void)state;
    each_failure();
    assert_non_null(strstr(vault.log, "cannot be read or written"));
    assert_non_null(strstr(vault.log, "works again"));
}

/* Goal: the same for each allocation of ours; what needs none is done in spite of it. */
static void sqlite_survives_each_failing_allocation(void **state)
{
    (void)state;
    memory_fails = true;
    each_failure();
}

/* Goal: nor does a failing allocation break opening. */
static void sqlite_open_survives_each_failing_allocation(void **state)
{
    struct rulebook rulebook = {.as_known_day = DAY_NONE, .reservation_ns = LIFE};
    struct ledger ledger;
    fg_status status;

    (void)state;
    ledger_close(&desk.ledger);
    memory_fails = true;
    for (uint64_t n = 0;; n++) {
        has_failed = false;
        steps_left = n;
        status = sqlite_ledger_open(&rulebook, &vault.options, &ledger);
        steps_left = UINT64_MAX;
        if (status == FG_OK) {
            ledger_close(&ledger);
        } else {
            assert_true(status == FG_NO_MEMORY || status == FG_LEDGER_UNAVAILABLE);
        }
        if (!has_failed) break;
        assert_true(n < 1000);
    }
    memory_fails = false;
    vault_open_desk(&vault);
}

/* ---- the disk ---- */

static int charges_until_refused(int most)
{
    int count = 0;

    while (count < most) {
        snprintf(txn, sizeof(txn), "D%d-%d", most, count);
        if (act_charge() != FG_OK) break;
        count++;
    }
    return count;
}

/* Goal: a full disk denies, says so once, and all goes on when there is room. */
static void sqlite_full_disk_denies_until_there_is_room(void **state)
{
    struct store *store = desk.ledger.store;
    struct got got;
    int count;

    (void)state;
    assert_int_equal(charges_until_refused(50), 50);
    sqlite_driver_limit(store->sql.driver, 1); /* as large as it is */
    count = charges_until_refused(1000);
    assert_true(count < 1000);
    got = ask_charge(); /* the one that was refused: for another there may be room */
    assert_int_equal(got.status, FG_DENIED);
    assert_int_not_equal(got.head.codes & BIT(FG_CODE_LEDGER_UNAVAILABLE), 0);
    sqlite_driver_limit(store->sql.driver, 0);
    assert_int_equal(act_charge(), FG_OK);
    assert_counts(0, 50 + (uint64_t)count + 1);
    assert_sound();
}

/* Goal: the same where the system refuses to let any file grow. */
static void sqlite_refused_writes_deny_until_they_work(void **state)
{
    struct rlimit before, limit;
    int count;

    (void)state;
    ((struct store *)desk.ledger.store)->sql.calls = &sqlite_driver_calls;
    assert_int_equal(charges_until_refused(10), 10);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    limit.rlim_cur = 1 << 20;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    count = charges_until_refused(1000);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_true(count < 1000);
    assert_int_equal(charges_until_refused(100), 100);
    assert_counts(0, 110 + (uint64_t)count);
    assert_sound();
    assert_non_null(strstr(vault.log, "works again"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(sqlite_survives_each_failing_step),
        TEST(sqlite_survives_each_failing_allocation),
        TEST(sqlite_open_survives_each_failing_allocation),
        TEST(sqlite_full_disk_denies_until_there_is_room),
        TEST(sqlite_refused_writes_deny_until_they_work),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

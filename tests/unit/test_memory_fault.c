/* SPDX-License-Identifier: Apache-2.0
 * Memory that runs out: the n-th allocation fails, for every n until all succeed. Nothing crashes,
 * leaks or is half done; what was refused does not stand, what was allowed does. */
#include "support/desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/engine.h"
#include "support/files.h"
#include "support/handmade.h"

/* ---- an allocator that fails when told; see CMakeLists.txt for the linker's part ---- */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);

static uint64_t allocations_left = UINT64_MAX; /* before one fails; then all succeed again */
static bool has_failed;

static bool fails(void)
{
    if (allocations_left == UINT64_MAX) return false;
    if (allocations_left-- > 0) return false;
    allocations_left = UINT64_MAX;
    has_failed = true;
    return true;
}

__attribute__((used)) void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

__attribute__((used)) void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

__attribute__((used)) void *__wrap_realloc(void *memory, size_t size)
{
    return fails() ? NULL : __real_realloc(memory, size);
}

static void fail_after(uint64_t allocations)
{
    has_failed = false;
    allocations_left = allocations;
}

static void fail_no_more(void)
{
    allocations_left = UINT64_MAX;
}

/* ---- one call of the ledger at a time ---- */

typedef void step(void);

/* Runs a step with its n-th allocation failing, for every n, each in a ledger of its own. Returns
 * the number of failures that were survived. */
static int each_failure(step *prepare, step *act, step *check)
{
    struct policy policy = desk.rulebook.policy;

    for (int n = 0;; n++) {
        desk_reopen(policy, 0);
        prepare();
        fail_after((uint64_t)n);
        act();
        fail_no_more();
        check();
        if (!has_failed) return n;
        assert_true(n < 1000);
    }
}

static fg_status result; /* of the act */

static void nothing(void)
{
}

static void act_charge(void)
{
    result = status_of(CLAIM_CHARGE, "T", "YEARLY", 10000);
}

/* Allowed and standing, or not allowed and not standing; asked again it is allowed. */
static void check_charge(void)
{
    assert_int_equal(is_barred(), result == FG_OK);
    if (result != FG_OK) assert_true(has_failed);
    assert_int_equal(status_of(CLAIM_CHARGE, "T", "YEARLY", 10000), FG_OK);
    assert_int_equal(status_of(CLAIM_CHECK, "T", "YEARLY", 1), FG_CONFLICTING_RETRY);
    assert_true(is_barred());
    assert_counts(0, 1);
}

/* Goal: a charge that memory does not suffice for is not half there. */
static void memory_fault_in_a_charge(void **state)
{
    (void)state;
    assert_true(each_failure(nothing, act_charge, check_charge) > 0);
}

static void prepare_expired(void)
{
    assert_int_equal(status_of(CLAIM_RESERVE, "T", "YEARLY", 10000), FG_OK);
    desk.now += LIFE;
    assert_int_equal(status_of(CLAIM_CHARGE, "OTHER", "YEARLY", 10000), FG_OK);
    assert_int_equal(refund("OTHER", "R", 10000), FG_OK);
    assert_false(is_barred());
}

static void act_commit(void)
{
    result = commit("T");
}

static void check_commit(void)
{
    assert_int_equal(is_barred(), result == FG_COMMITTED_LATE);
    assert_int_equal(commit("T"), result == FG_COMMITTED_LATE ? FG_OK : FG_COMMITTED_LATE);
    assert_true(is_barred());
}

/* Goal: a late commit that cannot be filed is refused and can be tried again. */
static void memory_fault_in_a_late_commit(void **state)
{
    (void)state;
    each_failure(prepare_expired, act_commit, check_commit);
}

static void prepare_rolling(void)
{
    struct fg_charge charge = charge_of("BEFORE", "ROLLING", 10000);

    for (int i = 0; i < 3; i++) {
        charge.time_ns += 31 * 86400 * SECOND;
        assert_int_equal(ask(CLAIM_CHARGE, &charge).status, FG_OK);
        charge.txn = i == 0 ? TEXT("BEFORE-2") : TEXT("BEFORE-3");
    }
}

static struct got got;

static void act_rolling(void)
{
    struct fg_charge charge = charge_of("T", "ROLLING", 10000);

    charge.time_ns += 40 * 86400 * SECOND;
    got = ask(CLAIM_RESERVE, &charge);
}

/* A window that could not be looked at must not read as one without charges. */
static void check_rolling(void)
{
    assert_int_not_equal(got.status, FG_OK);
    if (!has_failed) assert_int_equal(got.head.codes, BIT(FG_DUPLICATE));
}

/* Goal: a duplicate is never allowed because the ledger could not be asked. */
static void memory_fault_never_allows_a_duplicate(void **state)
{
    (void)state;
    assert_true(each_failure(prepare_rolling, act_rolling, check_rolling) > 0);
}

static void prepare_charge(void)
{
    assert_int_equal(status_of(CLAIM_CHARGE, "T", "YEARLY", 10000), FG_OK);
}

/* In so many parts that the ledger must ask for memory. */
static void act_refund(void)
{
    result = FG_OK;
    for (int part = 0; part < 2000 && result == FG_OK; part++) {
        char id[FG_CODE_SIZE_MAX];

        snprintf(id, sizeof(id), "R%060d", part);
        result = refund("T", id, 5);
    }
}

static void check_refund(void)
{
    assert_int_equal(is_barred(), result != FG_OK);
    act_refund();
    assert_int_equal(result, FG_OK);
    assert_int_equal(refund("T", "one more", 1), FG_OVER_REFUND);
    assert_false(is_barred());
}

/* Goal: a refund that could not be kept was not given. */
static void memory_fault_in_a_refund(void **state)
{
    (void)state;
    assert_true(each_failure(prepare_charge, act_refund, check_refund) > 0);
}

static struct bundle *next_bundle;
static bool adopted;

static void prepare_adoption(void)
{
    static const struct period by_payer = {
        .per = PER_YEAR, .key = KEY_PAYER, .max = 1, .year_starts = 1};
    static const struct handmade_item item = {"YEARLY", 10000, &by_payer, NULL};

    prepare_charge();
    next_bundle = handmade_bundle(&item, 1);
}

static void act_adopt(void)
{
    adopted = ledger_adopt(&desk.ledger, next_bundle);
}

static void check_adoption(void)
{
    struct fg_charge other = charge_of("T2", "YEARLY", 10000);

    other.subject = TEXT("S");
    assert_true(is_barred()); /* by the old rules or by the new ones */
    assert_int_equal(ask(CLAIM_CHECK, &other).status, adopted ? FG_DENIED : FG_OK);
    if (!adopted) assert_true(ledger_adopt(&desk.ledger, next_bundle));
    assert_int_equal(ask(CLAIM_CHECK, &other).status, FG_DENIED);
}

/* Goal: a bundle is adopted wholly or not at all. */
static void memory_fault_in_an_adoption(void **state)
{
    (void)state;
    assert_true(each_failure(prepare_adoption, act_adopt, check_adoption) > 0);
}

static void prepare_crowd(void)
{
    char id[16];

    for (int i = 0; i < 716; i++) { /* one more and both tables must grow */
        struct fg_charge charge = charge_of(id, "YEARLY", 10000);

        snprintf(id, sizeof(id), "C%d", i);
        charge.txn = charge.payer = text_of(id);
        assert_int_equal(ask(CLAIM_CHARGE, &charge).status, FG_OK);
    }
}

static void check_crowd(void)
{
    assert_int_equal(is_barred(), result == FG_OK);
    assert_int_equal(status_of(CLAIM_CHARGE, "T", "YEARLY", 10000), FG_OK);
    assert_counts(0, 717);
    for (int i = 0; i < 716; i++) {
        char id[16];

        snprintf(id, sizeof(id), "C%d", i);
        assert_int_equal(refund(id, "R", 10000), FG_OK); /* each is still found */
    }
}

/* Goal: tables that cannot grow keep what they hold, and grow later. */
static void memory_fault_while_tables_grow(void **state)
{
    (void)state;
    assert_true(each_failure(prepare_crowd, act_charge, check_crowd) >= 2);
}

/* ---- the engine ---- */

static char directory[PATH_SIZE];

static void write_town(void)
{
    char *content = disk_read(FG_TEST_DATA "/town.xml");

    disk_write(directory, "town.xml", content);
    free(content);
}

/* Goal: opening fails cleanly at every allocation, and works at once when there is memory again;
 * memory that ran out is never told as a fault of the schedules. */
static void memory_fault_while_opening(void **state)
{
    struct fg_host host = {.size = sizeof(host)};
    struct fg_options options = {.size = sizeof(options)};
    struct fg_engine *engine;
    fg_status status;
    uint64_t n = 0;

    (void)state;
    directory_make(directory);
    write_town();
    options.schedules = text_of(directory);
    do {
        fail_after(n++);
        status = engine_open(&host, &options, &engine);
        fail_no_more();
        assert_int_equal(status, has_failed ? FG_NO_MEMORY : FG_OK);
        assert_int_equal(engine != NULL, status == FG_OK);
        engine_close(engine);
    } while (has_failed);
    assert_true(n > 20);
    directory_remove(directory);
}

/* Goal: a reload without memory keeps the bundle before it, and works when tried again. */
static void memory_fault_while_reloading(void **state)
{
    struct fg_host host = {.size = sizeof(host)};
    struct fg_options options = {.size = sizeof(options)};
    struct fg_health health = {.size = sizeof(health)};
    struct fg_engine *engine = NULL;
    uint64_t generation = 1, n = 0;

    (void)state;
    directory_make(directory);
    write_town();
    options.schedules = text_of(directory);
    assert_int_equal(engine_open(&host, &options, &engine), FG_OK);
    do {
        fg_status status;

        fail_after(n++);
        status = engine_reload(engine);
        fail_no_more();
        assert_int_equal(status, has_failed ? FG_NO_MEMORY : FG_OK);
        generation += status == FG_OK;
        assert_int_equal(engine_health(engine, &health), FG_OK);
        assert_int_equal(health.generation, generation);
        assert_int_equal(health.item_count, 12);
    } while (has_failed);
    engine_close(engine);
    directory_remove(directory);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(memory_fault_in_a_charge),
        TEST(memory_fault_in_a_late_commit),
        TEST(memory_fault_never_allows_a_duplicate),
        TEST(memory_fault_in_a_refund),
        TEST(memory_fault_in_an_adoption),
        TEST(memory_fault_while_tables_grow),
        TEST(memory_fault_while_opening),
        TEST(memory_fault_while_reloading),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

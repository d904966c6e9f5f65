/* SPDX-License-Identifier: Apache-2.0
 * Several processes on one ledger: what one allows, the others know; who dies, dies alone. */
#include "unit/test_sqlite.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "ledger/sql_maintenance.h"
#include "ledger/sql_store.h"
#include "ledger/sqlite_driver.h"

#define KEYS 40
#define PROCESSES 3

/* What children leave for the parent. */
struct board {
    int allowed[KEYS];
    int strange;       /* answers that nobody should get */
    volatile int step; /* who may go on */
};

static struct vault vault;
static struct board *board;

static int set_up(void **state)
{
    (void)state;
    vault_start_desk(&vault);
    ledger_close(&desk.ledger); /* children open it for themselves */
    board = mmap(NULL, sizeof(*board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return board == MAP_FAILED;
}

static int tear_down(void **state)
{
    (void)state;
    ledger_close(&desk.ledger);
    munmap(board, sizeof(*board));
    vault_remove(&vault);
    return 0;
}

typedef void child_work(int number);

static pid_t child_start(child_work *work, int number)
{
    pid_t child = fork();

    assert_true(child >= 0);
    if (child > 0) return child;
    desk.rulebook.bundle = bundle_of(FG_TEST_DATA "/world.xml");
    if (sqlite_ledger_open(&desk.rulebook, &vault.options, &desk.ledger) != FG_OK) _exit(1);
    work(number);
    ledger_close(&desk.ledger);
    _exit(0);
}

static void child_end(pid_t child)
{
    int status;

    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
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

static void wait_for_step(int step)
{
    while (board->step < step) nanosleep(&(struct timespec){0, 1000000}, NULL);
}

/* ---- one key, many askers ---- */

static void contend(int number)
{
    char txn[32], payer[16];

    for (int key = 0; key < KEYS; key++) {
        struct fg_charge charge;
        fg_status status;

        snprintf(txn, sizeof(txn), "P%d-K%d", number, key);
        snprintf(payer, sizeof(payer), "K%d", key);
        charge = world_charge(txn, "YEARLY", 8000);
        charge.payer = text_of(payer);
        status = ask(CLAIM_RESERVE, &charge).status;
        if (status == FG_OK) __atomic_add_fetch(&board->allowed[key], 1, __ATOMIC_SEQ_CST);
        if (status != FG_OK && status != FG_DENIED) board->strange++;
        if (status == FG_OK && commit(txn) != FG_OK) board->strange++;
    }
}

/* Goal: of several processes that ask for one key, exactly one is allowed. */
static void processes_contend_for_one_key(void **state)
{
    pid_t children[PROCESSES];

    (void)state;
    for (int i = 0; i < PROCESSES; i++) children[i] = child_start(contend, i);
    for (int i = 0; i < PROCESSES; i++) child_end(children[i]);
    assert_int_equal(board->strange, 0);
    for (int key = 0; key < KEYS; key++) assert_int_equal(board->allowed[key], 1);
    vault_open_desk(&vault);
    assert_counts(0, KEYS);
    assert_sound();
}

/* ---- one charge, many hands ---- */

static void reserve_and_refund(int number)
{
    (void)number;
    if (world_ask(CLAIM_RESERVE, "SHARED", "YEARLY", 8000) != FG_OK) board->strange++;
    board->step = 1;
    wait_for_step(2);
    if (refund("SHARED", "a", 3000) != FG_OK) board->strange++;
    board->step = 3;
}

static void commit_and_refund(int number)
{
    (void)number;
    wait_for_step(1);
    if (world_ask(CLAIM_CHECK, "OTHER", "YEARLY", 8000) != FG_DENIED) board->strange++;
    if (commit("SHARED") != FG_OK) board->strange++;
    board->step = 2;
    wait_for_step(3);
    if (refund("SHARED", "a", 3000) != FG_OK) board->strange++; /* a retry over there */
    if (refund("SHARED", "b", 5001) != FG_OVER_REFUND) board->strange++;
    if (refund("SHARED", "b", 5000) != FG_OK) board->strange++;
    if (world_ask(CLAIM_CHECK, "OTHER", "YEARLY", 8000) != FG_OK) board->strange++;
}

/* Goal: a charge can be reserved here, committed there, refunded anywhere. */
static void processes_share_the_life_of_a_charge(void **state)
{
    pid_t first = child_start(reserve_and_refund, 0), second = child_start(commit_and_refund, 1);

    (void)state;
    child_end(first);
    child_end(second);
    assert_int_equal(board->strange, 0);
}

/* ---- keys that are rotated meanwhile ---- */

static void stay_open(int number)
{
    (void)number;
    if (world_ask(CLAIM_CHARGE, "BEFORE", "YEARLY", 8000) != FG_OK) board->strange++;
    board->step = 1;
    wait_for_step(2);
    if (world_ask(CLAIM_CHECK, "X", "ONCE", 0) != FG_DENIED) board->strange++;
    if (world_ask(CLAIM_CHECK, "X", "YEARLY", 8000) != FG_DENIED) board->strange++;
}

/* Goal: a process that is open follows when another one rotates the keys. */
static void processes_follow_rotated_keys(void **state)
{
    pid_t child = child_start(stay_open, 0);

    (void)state;
    wait_for_step(1);
    vault_rotate(&vault);
    vault_open_desk(&vault);
    assert_int_equal(world_ask(CLAIM_CHARGE, "AFTER", "ONCE", 0), FG_OK);
    board->step = 2;
    child_end(child);
    assert_int_equal(board->strange, 0);
}

static void rotate(int number)
{
    (void)number;
    board->step = 1;
    wait_for_step(2);
    vault_rotate(&vault);
    vault_reopen_desk(&vault);
    if (world_ask(CLAIM_CHARGE, "ROTATED", "YEARLY", 8000) != FG_OK) board->strange++;
}

/* Goal: a process that does not find the new keys keeps nothing and consents to nothing: what was
 * filed under them it cannot see. */
static void processes_without_the_new_keys_deny(void **state)
{
    pid_t child = child_start(rotate, 0);

    (void)state;
    wait_for_step(1);
    vault.options.key_path = NULL;
    vault_open_desk(&vault);
    assert_int_equal(world_ask(CLAIM_CHECK, "X", "YEARLY", 8000), FG_OK);
    board->step = 2;
    child_end(child);
    assert_int_equal(board->strange, 0);
    assert_int_equal(world_ask(CLAIM_RESERVE, "X", "YEARLY", 8000), FG_DENIED);
    assert_int_equal(commit("ROTATED"), FG_LEDGER_UNAVAILABLE);
    assert_non_null(strstr(vault.log, "rotated the keys"));
    vault.options.key_path = vault.key_path;
    vault_reopen_desk(&vault);
    assert_int_equal(world_ask(CLAIM_RESERVE, "X", "YEARLY", 8000), FG_DENIED); /* stands now */
    assert_int_equal(commit("ROTATED"), FG_OK);
    assert_counts(0, 1);
}

/* ---- the dead ---- */

static void work_for_ever(int number)
{
    char txn[32];

    for (int i = 0;; i++) {
        struct fg_charge charge;

        snprintf(txn, sizeof(txn), "W%d-%d-%d", number, (int)getpid(), i);
        charge = world_charge(txn, "YEARLY", 8000);
        charge.payer = text_of(txn);
        ask(CLAIM_RESERVE, &charge);
        if (i % 2 == 0) commit(txn);
        board->step++;
    }
}

/* Goal: processes that are killed anywhere leave a sound ledger and hold up nobody. */
static void processes_may_be_killed(void **state)
{
    pid_t children[PROCESSES];
    char txn[32];

    (void)state;
    for (int round = 0; round < 10; round++) {
        int before = board->step;

        for (int i = 0; i < PROCESSES; i++) children[i] = child_start(work_for_ever, i);
        wait_for_step(before + 20);
        vault_open_desk(&vault);
        wait_for_step(before + 40 + round * 3);
        for (int i = 0; i < PROCESSES; i++) {
            assert_int_equal(kill(children[i], SIGKILL), 0);
            assert_int_equal(waitpid(children[i], NULL, 0), children[i]);
            snprintf(txn, sizeof(txn), "R%d-%d", round, i);
            assert_int_equal(commit(txn), FG_NOT_FOUND); /* answered, so not held up */
        }
        assert_sound();
        ledger_close(&desk.ledger);
    }
}

/* Goal: one who stays in its turn, as when it is stopped, makes the others deny, not wait for ever;
 * when it is over all goes on. */
static void processes_do_not_wait_for_the_stopped(void **state)
{
    struct turn held;
    char path[PATH_SIZE + 32];

    (void)state;
    vault_open_desk(&vault);
    snprintf(path, sizeof(path), "%s.turn", vault.path);
    assert_true(turn_open(&held, path, 0600));
    assert_true(turn_take(&held));
    ((struct store *)desk.ledger.store)->sql.driver->turn.patience = 20;
    assert_int_equal(world_ask(CLAIM_RESERVE, "A", "YEARLY", 8000), FG_DENIED);
    assert_int_equal(commit("A"), FG_LEDGER_UNAVAILABLE);
    assert_non_null(strstr(vault.log, "the gateway that was stopped"));
    turn_close(&held);
    assert_int_equal(world_ask(CLAIM_RESERVE, "A", "YEARLY", 8000), FG_OK);
    assert_int_equal(commit("A"), FG_OK);
    assert_sound();
}

/* ---- the write-ahead log and its thread ---- */

static int64_t log_size(void)
{
    char path[PATH_SIZE + 32];
    struct stat status;

    snprintf(path, sizeof(path), "%s-wal", vault.path);
    return stat(path, &status) == 0 ? status.st_size : 0;
}

/* Goal: under steady load the log is brought home, and the thread that does it ends at close. */
static void processes_keep_the_log_short(void **state)
{
    size_t threads = directory_count("/proc/self/task");
    pid_t child;

    (void)state;
    child = child_start(work_for_ever, 0);
    vault_open_desk(&vault);
    assert_int_equal(directory_count("/proc/self/task"), threads + 1);
    for (int i = 0; i < 5000; i++) assert_int_equal(commit("NOBODY"), FG_NOT_FOUND);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_true(log_size() < 64 * 1024 * 1024);
    ledger_close(&desk.ledger);
    assert_int_equal(directory_count("/proc/self/task"), threads);
    assert_int_equal(log_size(), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(processes_contend_for_one_key), TEST(processes_share_the_life_of_a_charge),
        TEST(processes_follow_rotated_keys), TEST(processes_without_the_new_keys_deny),
        TEST(processes_may_be_killed),       TEST(processes_do_not_wait_for_the_stopped),
        TEST(processes_keep_the_log_short),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

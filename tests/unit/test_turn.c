/* SPDX-License-Identifier: Apache-2.0
 * Turns between processes: first come, first served, whoever dies. */
#include "support/test.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "ledger/turn.h"
#include "support/files.h"

#define CHILDREN 3

/* What parent and children see of each other. */
struct board {
    int order[64]; /* numbers of children in the order of their turns */
    atomic_int count;
    int inside, most_inside;
};

static struct turns {
    char directory[PATH_SIZE];
    char path[PATH_SIZE + 8];
    struct board *board;
} turns;

static int set_up(void **state)
{
    (void)state;
    directory_make(turns.directory);
    snprintf(turns.path, sizeof(turns.path), "%s/turn", turns.directory);
    turns.board =
        mmap(NULL, sizeof(*turns.board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return turns.board == MAP_FAILED;
}

static int tear_down(void **state)
{
    (void)state;
    munmap(turns.board, sizeof(*turns.board));
    directory_remove(turns.directory);
    return 0;
}

static void short_while(void)
{
    nanosleep(&(struct timespec){0, 1000000}, NULL);
}

/* Tickets drawn so far. */
static uint64_t drawn(const struct turn *turn)
{
    uint64_t count = 0;

    if (pread(turn->descriptor, &count, sizeof(count), 0) != (ssize_t)sizeof(count)) return 0;
    return count;
}

static void wait_for_ticket(const struct turn *turn, uint64_t count)
{
    for (int i = 0; drawn(turn) < count; i++) {
        assert_true(i < 10000);
        short_while();
    }
}

static void turn_begin(struct turn *turn)
{
    assert_true(turn_open(turn, turns.path, 0600));
}

/* A child that takes one turn and signs the board. */
static pid_t child_start(int number)
{
    pid_t child = fork();
    struct turn turn;

    assert_true(child >= 0);
    if (child > 0) return child;
    if (!turn_open(&turn, turns.path, 0600) || !turn_take(&turn)) _exit(1);
    turns.board->order[turns.board->count++] = number;
    turn_leave(&turn);
    _exit(0);
}

static void child_end(pid_t child)
{
    int status;

    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* ---- order ---- */

/* Goal: turns come in the order of arrival, all at once in the queue.
 * Method: the parent keeps the turn until all have drawn their tickets, one after another. */
static void turn_first_come_first_served(void **state)
{
    struct turn turn;
    pid_t children[CHILDREN];

    (void)state;
    turn_begin(&turn);
    for (int round = 0; round < 10; round++) {
        uint64_t before = drawn(&turn);

        turns.board->count = 0;
        assert_true(turn_take(&turn));
        for (int i = 0; i < CHILDREN; i++) {
            children[i] = child_start(i);
            wait_for_ticket(&turn, before + 2 + (uint64_t)i);
        }
        assert_int_equal(turns.board->count, 0); /* nobody went before */
        turn_leave(&turn);
        for (int i = 0; i < CHILDREN; i++) child_end(children[i]);
        assert_int_equal(turns.board->count, CHILDREN);
        for (int i = 0; i < CHILDREN; i++) assert_int_equal(turns.board->order[i], i);
    }
    turn_close(&turn);
}

static void crowd_member(int rounds)
{
    struct turn turn;
    struct board *board = turns.board;

    if (!turn_open(&turn, turns.path, 0600)) _exit(1);
    for (int i = 0; i < rounds; i++) {
        if (!turn_take(&turn)) _exit(1);
        if (++board->inside > board->most_inside) board->most_inside = board->inside;
        board->count++;
        board->inside--;
        turn_leave(&turn);
    }
    turn_close(&turn);
    _exit(0);
}

/* Goal: two are never inside, however many come. */
static void turn_is_one_at_a_time(void **state)
{
    pid_t children[4];

    (void)state;
    for (size_t i = 0; i < COUNT(children); i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0) crowd_member(500);
    }
    for (size_t i = 0; i < COUNT(children); i++) child_end(children[i]);
    assert_int_equal(turns.board->count, 4 * 500);
    assert_int_equal(turns.board->most_inside, 1);
}

static void *take_one(void *context)
{
    struct turn *turn = context;

    if (turn_take(turn)) turns.board->count++;
    turn_leave(turn);
    return NULL;
}

/* Goal: two openings in one process take turns as two processes do. */
static void turn_of_two_openings_in_one_process(void **state)
{
    struct turn first, second;
    pthread_t thread;

    (void)state;
    turn_begin(&first);
    turn_begin(&second);
    assert_true(turn_take(&first));
    assert_int_equal(pthread_create(&thread, NULL, take_one, &second), 0);
    wait_for_ticket(&first, 2);
    short_while();
    assert_int_equal(turns.board->count, 0);
    turn_leave(&first);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(turns.board->count, 1);
    turn_close(&first);
    turn_close(&second);
}

/* ---- the dead ---- */

static void kill_child(pid_t child)
{
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
}

/* Goal: who dies inside blocks nobody. */
static void turn_of_a_dead_holder_is_over(void **state)
{
    struct turn turn;
    pid_t holder = fork();

    (void)state;
    if (holder == 0) {
        if (!turn_open(&turn, turns.path, 0600) || !turn_take(&turn)) _exit(1);
        turns.board->count = 1;
        for (;;) pause();
    }
    turn_begin(&turn);
    for (int i = 0; turns.board->count == 0; i++) {
        assert_true(i < 10000);
        short_while();
    }
    kill_child(holder);
    assert_true(turn_take(&turn));
    turn_leave(&turn);
    turn_close(&turn);
}

/* Goal: who dies in the queue is passed over; the others keep their places. */
static void turn_of_a_dead_waiter_is_passed_over(void **state)
{
    struct turn turn;
    pid_t children[CHILDREN];

    (void)state;
    turn_begin(&turn);
    assert_true(turn_take(&turn));
    for (int i = 0; i < CHILDREN; i++) {
        children[i] = child_start(i);
        wait_for_ticket(&turn, 2 + (uint64_t)i);
    }
    kill_child(children[1]);
    turn_leave(&turn);
    child_end(children[0]);
    child_end(children[2]);
    assert_int_equal(turns.board->count, 2);
    assert_int_equal(turns.board->order[0], 0);
    assert_int_equal(turns.board->order[1], 2);
    turn_close(&turn);
}

/* Goal: who is stopped inside, as by a debugger, does not hold up the others for ever; who gave up
 * waiting is in nobody's way. */
static void turn_of_a_stopped_holder_is_not_waited_for(void **state)
{
    struct turn turn, other;
    pid_t holder = fork();
    int status;

    (void)state;
    if (holder == 0) {
        if (!turn_open(&turn, turns.path, 0600) || !turn_take(&turn)) _exit(1);
        raise(SIGSTOP);
        turn_leave(&turn);
        _exit(0);
    }
    assert_int_equal(waitpid(holder, &status, WUNTRACED), holder);
    assert_true(WIFSTOPPED(status));
    turn_begin(&turn);
    turn_begin(&other);
    turn.patience = other.patience = 20;
    assert_false(turn_take(&turn));
    assert_int_equal(errno, EAGAIN);
    assert_int_equal(kill(holder, SIGCONT), 0);
    child_end(holder);
    assert_true(turn_take(&other));
    turn_leave(&other);
    assert_true(turn_take(&turn));
    assert_false(turn_take(&other));
    turn_leave(&turn);
    turn_close(&turn);
    turn_close(&other);
}

static void on_signal(int number)
{
    (void)number;
}

/* Goal: a signal costs nobody its place. */
static void turn_survives_signals(void **state)
{
    struct sigaction action = {.sa_handler = on_signal}, before; /* without SA_RESTART */
    struct turn turn;
    pid_t first, second;

    (void)state;
    turn_begin(&turn);
    assert_true(turn_take(&turn));
    assert_int_equal(sigaction(SIGUSR1, &action, &before), 0);
    first = child_start(1);
    wait_for_ticket(&turn, 2);
    second = child_start(2);
    wait_for_ticket(&turn, 3);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(kill(first, SIGUSR1), 0);
        short_while();
    }
    turn_leave(&turn);
    child_end(first);
    child_end(second);
    assert_int_equal(turns.board->order[0], 1);
    assert_int_equal(turns.board->order[1], 2);
    assert_int_equal(sigaction(SIGUSR1, &before, NULL), 0);
    turn_close(&turn);
}

/* ---- the file ---- */

/* Goal: a counter that was cut off or overwritten begins anew. */
static void turn_counter_can_be_lost(void **state)
{
    struct turn turn;

    (void)state;
    turn_begin(&turn);
    for (int i = 0; i < 3; i++) {
        assert_true(turn_take(&turn));
        turn_leave(&turn);
    }
    assert_int_equal(drawn(&turn), 3);
    assert_int_equal(ftruncate(turn.descriptor, 5), 0);
    assert_true(turn_take(&turn));
    turn_leave(&turn);
    assert_int_equal(drawn(&turn), 1);
    assert_int_equal(pwrite(turn.descriptor, "\377\377\377\377\377\377\377\377", 8, 0), 8);
    assert_true(turn_take(&turn));
    turn_leave(&turn);
    assert_int_equal(drawn(&turn), 1);
    turn_close(&turn);
}

/* Goal: a process claims the file once, whatever other processes do, until it lets go. */
static void turn_claim_is_one_a_process(void **state)
{
    struct turn first, second;
    pid_t child;

    (void)state;
    turn_begin(&first);
    turn_begin(&second);
    assert_true(turn_claim(&first));
    assert_false(turn_claim(&second));
    child = fork();
    if (child == 0) {
        struct turn own;

        _exit(turn_open(&own, turns.path, 0600) && turn_claim(&own) ? 0 : 1);
    }
    child_end(child);
    turn_close(&second); /* takes nothing away from the first */
    turn_begin(&second);
    assert_false(turn_claim(&second));
    turn_close(&first);
    assert_true(turn_claim(&second));
    turn_close(&second);
}

/* Goal: what is no regular file is no lock file. */
static void turn_refuses_what_is_no_file(void **state)
{
    struct turn turn;

    (void)state;
    assert_false(turn_open(&turn, turns.directory, 0600));
    assert_int_equal(symlink("elsewhere", turns.path), 0);
    assert_false(turn_open(&turn, turns.path, 0600));
    assert_int_equal(unlink(turns.path), 0);
    assert_int_equal(mkfifo(turns.path, 0600), 0);
    assert_false(turn_open(&turn, turns.path, 0600));
    turn_close(&turn); /* closed already */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(turn_first_come_first_served),
        TEST(turn_is_one_at_a_time),
        TEST(turn_of_two_openings_in_one_process),
        TEST(turn_of_a_dead_holder_is_over),
        TEST(turn_of_a_dead_waiter_is_passed_over),
        TEST(turn_of_a_stopped_holder_is_not_waited_for),
        TEST(turn_survives_signals),
        TEST(turn_counter_can_be_lost),
        TEST(turn_claim_is_one_a_process),
        TEST(turn_refuses_what_is_no_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

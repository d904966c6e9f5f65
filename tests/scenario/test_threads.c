/* SPDX-License-Identifier: Apache-2.0
 * Many threads at one engine: no two are allowed what only one may have. */
#include "support/town.h"

#include <pthread.h>
#include <stdio.h>

#define THREADS 8

static struct gateway gateway;
static pthread_barrier_t barrier;

static int set_up(void **state)
{
    (void)state;
    gateway_init(&gateway);
    town_write(&gateway);
    gateway_open(&gateway);
    assert_int_equal(pthread_barrier_init(&barrier, NULL, THREADS), 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    pthread_barrier_destroy(&barrier);
    gateway_free(&gateway);
    return 0;
}

/* What a thread does in each round, all threads at once; results are looked at after the join. */
struct worker {
    pthread_t thread;
    int number, rounds;
    void (*round)(struct worker *worker, int round);
    uint32_t allowed, denied, other;
    int64_t allowed_fen;
};

static void *work(void *context)
{
    struct worker *worker = context;

    for (int round = 0; round < worker->rounds; round++) {
        pthread_barrier_wait(&barrier);
        worker->round(worker, round);
    }
    return NULL;
}

/* Runs all threads and adds up what they did. */
static struct worker run(void (*round)(struct worker *worker, int round), int rounds)
{
    struct worker workers[THREADS] = {0}, sum = {0};

    for (int i = 0; i < THREADS; i++) {
        workers[i].number = i;
        workers[i].rounds = rounds;
        workers[i].round = round;
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
        sum.allowed += workers[i].allowed;
        sum.denied += workers[i].denied;
        sum.other += workers[i].other;
        sum.allowed_fen += workers[i].allowed_fen;
    }
    return sum;
}

static fg_status charge_once(struct worker *worker, gateway_call call, const char *item,
                             const char *txn, const char *payer, int64_t fen)
{
    struct fg_charge charge = town_charge(txn, item, fen);
    struct fg_decision decision = {.size = sizeof(decision)};
    fg_status status;

    charge.payer = text_from(payer);
    status = call(gateway.engine, &charge, &decision);
    worker->allowed += status == FG_OK;
    worker->denied += status == FG_DENIED;
    worker->other += status != FG_OK && status != FG_DENIED;
    if (status == FG_OK) worker->allowed_fen += fen;
    return status;
}

static void same_key(struct worker *worker, int round)
{
    char txn[32], payer[32];

    snprintf(txn, sizeof(txn), "T%d-%d", round, worker->number);
    snprintf(payer, sizeof(payer), "P%d", round);
    charge_once(worker, worker->number % 2 == 0 ? gateway.plugin->reserve : gateway.plugin->charge,
                "REG", txn, payer, 8000);
}

/* Goal: of eight threads that ask for the same key at once exactly one is allowed. */
static void one_of_many_is_allowed(void **state)
{
    struct worker sum = run(same_key, 200);

    (void)state;
    assert_int_equal(sum.allowed, 200);
    assert_int_equal(sum.denied, 7 * 200);
    assert_int_equal(sum.other, 0);
}

static void same_charge(struct worker *worker, int round)
{
    char txn[32];

    snprintf(txn, sizeof(txn), "T%d", round);
    charge_once(worker, worker->number % 2 == 0 ? gateway.plugin->reserve : gateway.plugin->charge,
                "REG", txn, txn, 8000);
}

/* Goal: the same charge from eight threads is one charge: all are allowed, it counts once. */
static void one_charge_counts_once(void **state)
{
    struct fg_health health = {.size = sizeof(health)};
    struct worker sum = run(same_charge, 200);

    (void)state;
    assert_int_equal(sum.allowed, 8 * 200);
    assert_int_equal(gateway.plugin->health(gateway.engine, &health), FG_OK);
    assert_int_equal(health.committed_count, 200);
    assert_int_equal(health.reserved_count, 0);
}

static void small_part(struct worker *worker, int round)
{
    char txn[32];

    snprintf(txn, sizeof(txn), "T%d-%d", round, worker->number);
    charge_once(worker, gateway.plugin->charge, "PARTS", txn, "P", 700);
}

/* Goal: instalments from eight threads never exceed what is due in all. */
static void parts_never_exceed_the_whole(void **state)
{
    struct worker sum = run(small_part, 20);

    (void)state;
    assert_int_equal(sum.allowed, 14); /* 14 times 7.00 fit into 100.00 */
    assert_int_equal(sum.allowed_fen, 9800);
    assert_int_equal(sum.denied, 160 - 14);
}

static void whole_life(struct worker *worker, int round)
{
    char txn[32];

    snprintf(txn, sizeof(txn), "T%d-%d", round, worker->number);
    if (charge_once(worker, gateway.plugin->reserve, "REG", txn, "P", 8000) != FG_OK) return;
    if (round % 2 == 0) {
        worker->other += gateway.plugin->release(gateway.engine, text_from(txn)) != FG_OK;
    } else {
        worker->other += gateway.plugin->commit(gateway.engine, text_from(txn), NULL) != FG_OK;
        worker->other += gateway_refund(&gateway, txn, "R", 8000) != FG_OK;
    }
}

/* Goal: charges that come and go at once leave nothing behind: at the end the key is free. */
static void lives_that_end_leave_the_key_free(void **state)
{
    struct worker sum = run(whole_life, 200), last = {0};

    (void)state;
    assert_int_equal(sum.other, 0);
    assert_true(sum.allowed >= 200);
    assert_int_equal(charge_once(&last, gateway.plugin->check, "REG", "LAST", "P", 8000), FG_OK);
}

static void mixed(struct worker *worker, int round)
{
    struct fg_health health = {.size = sizeof(health)};
    char txn[32];

    snprintf(txn, sizeof(txn), "T%d", (round * 7 + worker->number) % 50);
    switch ((round + worker->number) % 6) {
    case 0: charge_once(worker, gateway.plugin->check, "FREE", txn, "P", 8000); break;
    case 1: charge_once(worker, gateway.plugin->reserve, "FREE", txn, "P", 8000); break;
    case 2: gateway.plugin->commit(gateway.engine, text_from(txn), NULL); break;
    case 3: gateway.plugin->release(gateway.engine, text_from(txn)); break;
    case 4: gateway_refund(&gateway, txn, "R", 8000); break;
    default:
        gateway.now_ns += SECOND_NS * 60;
        worker->other += gateway.plugin->health(gateway.engine, &health) != FG_OK;
    }
}

/* Goal: any call beside any other is answered, while the clock runs and reservations expire. */
static void any_call_beside_any_other(void **state)
{
    struct worker sum = run(mixed, 300);

    (void)state;
    assert_int_equal(sum.other, 0);
    assert_int_equal(sum.denied, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(one_of_many_is_allowed),       TEST(one_charge_counts_once),
        TEST(parts_never_exceed_the_whole), TEST(lives_that_end_leave_the_key_free),
        TEST(any_call_beside_any_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

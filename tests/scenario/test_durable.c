/* SPDX-License-Identifier: Apache-2.0
 * A durable ledger through the contract: what stands outlives the engine, permits, calls that do
 * not wait, and openings that are refused. */
#include "support/durable.h"
#include "support/town.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define IN_FLIGHT 4

static struct gateway gateway;
static struct durable durable;
static struct answer answer;

static int set_up(void **state)
{
    (void)state;
    gateway_init(&gateway);
    town_write(&gateway);
    durable_make(&gateway, &durable);
    gateway.options.queue_max = IN_FLIGHT;
    gateway_open(&gateway);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    gateway_free(&gateway);
    return 0;
}

static fg_status ask(gateway_call call, const char *txn)
{
    struct fg_charge charge = town_charge(txn, "REG", 8000);

    return gateway_ask(&gateway, call, &charge, &answer);
}

static fg_status commit(const char *txn)
{
    return gateway.plugin->commit(gateway.engine, text_from(txn), NULL);
}

/* Goal: what stands is there after closing; a retry gets the first decision; a reservation in doubt
 * runs out by rule, and its late commit is told. */
static void what_stands_outlives_the_engine(void **state)
{
    struct fg_health health = {.size = sizeof(health)};

    (void)state;
    assert_int_equal(ask(gateway.plugin->reserve, "T1"), FG_OK);
    gateway_close(&gateway);
    gateway_open(&gateway);
    assert_int_equal(ask(gateway.plugin->reserve, "T1"), FG_OK);
    assert_int_equal(answer.decision.due_fen, 8000);
    assert_int_equal(ask(gateway.plugin->reserve, "T2"), FG_DENIED);
    assert_true(text_is(answer.decision.conflict, "T1"));
    gateway_close(&gateway);
    gateway.now_ns = NOON_NS + 900 * SECOND_NS;
    gateway_open(&gateway);
    assert_int_equal(ask(gateway.plugin->charge, "T2"), FG_OK);
    assert_int_equal(gateway.plugin->commit(gateway.engine, text_from("T1"), NULL),
                     FG_COMMITTED_LATE);
    assert_int_equal(gateway.plugin->health(gateway.engine, &health), FG_OK);
    assert_int_equal(health.durable, 1);
    assert_int_equal(health.committed_count, 2);
    assert_int_equal(health.position, 5);
}

/* Goal: an allowed reserve carries a permit, a denied one and a check carry none; what is wrong
 * with a permit is told apart. */
static void permits_are_told_apart(void **state)
{
    struct fg_charge charge = town_charge("T1", "REG", 8000), other = charge;
    struct fg_text permit;
    char altered[256];

    (void)state;
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->check, &charge, &answer), FG_OK);
    assert_int_equal(answer.decision.permit.size, 0);
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->reserve, &charge, &answer), FG_OK);
    permit = answer.decision.permit;
    assert_true(permit.size > 0 && permit.size < sizeof(altered));
    memcpy(altered, permit.bytes, permit.size);
    permit.bytes = altered;
#define CHECK(of) gateway.plugin->permit_check(gateway.engine, permit, of)
    assert_int_equal(CHECK(&charge), FG_OK);
    other.amount_fen = 7000;
    assert_int_equal(CHECK(&other), FG_PERMIT_OTHER_AMOUNT);
    other.txn = text_from("T2");
    assert_int_equal(CHECK(&other), FG_PERMIT_OTHER_CHARGE);
    gateway.now_ns = NOON_NS + 900 * SECOND_NS;
    assert_int_equal(CHECK(&charge), FG_PERMIT_EXPIRED);
    gateway.now_ns = NOON_NS;
    altered[permit.size - 2] = altered[permit.size - 2] == 'A' ? 'B' : 'A';
    assert_int_equal(CHECK(&charge), FG_PERMIT_FORGED);
    permit.size--;
    assert_int_equal(CHECK(&charge), FG_PERMIT_MALFORMED);
    assert_int_equal(ask(gateway.plugin->reserve, "T2"), FG_DENIED);
    assert_int_equal(answer.decision.permit.size, 0);
}

/* Goal: a permit is good with every engine on its ledger, and of another key with one on another;
 * a ledger in memory has no key to judge it by. */
static void permits_belong_to_their_ledger(void **state)
{
    static struct gateway other;
    struct fg_charge charge = town_charge("T1", "REG", 8000);
    struct durable elsewhere;

    (void)state;
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->reserve, &charge, &answer), FG_OK);
    gateway_init(&other);
    town_write(&other);
    gateway_open(&other);
#define CHECK_WITH(engine) gateway.plugin->permit_check(engine, answer.decision.permit, &charge)
    assert_int_equal(CHECK_WITH(other.engine), FG_BAD_OPTION);
    gateway_close(&other);
    durable_make(&other, &elsewhere);
    gateway_open(&other);
    assert_int_equal(CHECK_WITH(other.engine), FG_PERMIT_OTHER_KEY);
    gateway_free(&other);
    gateway_close(&gateway);
    gateway_open(&gateway);
    assert_int_equal(CHECK_WITH(gateway.engine), FG_OK);
}

static fg_status submit(uint64_t tag, int32_t kind, const struct fg_charge *charge,
                        struct answer *into)
{
    struct fg_request request = {.size = sizeof(request),
                                 .kind = kind,
                                 .tag = tag,
                                 .charge = charge,
                                 .txn = charge->txn,
                                 .decision = &into->decision};

    answer_init(into);
    return gateway.plugin->submit(gateway.engine, &request);
}

/* Goal: where the gateway chose to go on without its ledger, there is no record, and so no permit
 * that would say there is one. */
static void no_record_no_permit(void **state)
{
    struct rlimit before, none;

    (void)state;
    gateway_close(&gateway);
    gateway.options.ledger_failure = FG_FAIL_OPEN;
    gateway_open(&gateway);
    assert_int_equal(ask(gateway.plugin->reserve, "T1"), FG_OK);
    assert_true(answer.decision.position > 0 && answer.decision.permit.size > 0);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    none = before;
    none.rlim_cur = 0;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
    assert_int_equal(ask(gateway.plugin->reserve, "T2"), FG_OK);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(answer.decision.codes, BIT(FG_CODE_LEDGER_UNAVAILABLE));
    assert_int_equal(answer.decision.position, 0);
    assert_int_equal(answer.decision.permit.size, 0);
    assert_int_equal(commit("T2"), FG_NOT_FOUND);
}

static void collect_one(uint64_t tag, fg_status status)
{
    struct pollfd waiting = {gateway.plugin->descriptor(gateway.engine), POLLIN, 0};
    struct fg_completion completion;
    uint32_t count = 0;

    while (count == 0) {
        assert_int_equal(poll(&waiting, 1, 60000), 1);
        assert_int_equal(gateway.plugin->collect(gateway.engine, &completion, 1, &count), FG_OK);
    }
    assert_int_equal(completion.tag, tag);
    assert_int_equal(completion.status, status);
}

static bool is_readable(void)
{
    struct pollfd waiting = {gateway.plugin->descriptor(gateway.engine), POLLIN, 0};

    return poll(&waiting, 1, 0) == 1;
}

/* Goal: submitted calls are decided and completed in their order, from copies of what was lent;
 * more than was allowed for at open are refused until some are collected. The descriptor tells
 * whether there is anything to collect. */
static void submitted_calls_keep_their_order(void **state)
{
    static struct answer answers[IN_FLIGHT];
    char txn[IN_FLIGHT][4] = {"A", "B", "A", "C"};
    static const int32_t kinds[IN_FLIGHT] = {FG_REQUEST_RESERVE, FG_REQUEST_RESERVE,
                                             FG_REQUEST_COMMIT, FG_REQUEST_CHECK};
    static const fg_status statuses[IN_FLIGHT] = {FG_OK, FG_DENIED, FG_OK, FG_DENIED};

    (void)state;
    assert_false(is_readable());
    for (uint64_t i = 0; i < IN_FLIGHT; i++) {
        struct fg_charge charge = town_charge(txn[i], "REG", 8000);

        assert_int_equal(submit(i, kinds[i], &charge, &answers[i]), FG_OK);
        memset(txn[i], '?', sizeof(txn[i])); /* it was copied */
    }
    {
        struct fg_charge charge = town_charge("D", "REG", 8000);

        assert_int_equal(submit(9, FG_REQUEST_CHECK, &charge, &answer), FG_BUSY);
    }
    for (uint64_t i = 0; i < IN_FLIGHT; i++) collect_one(i, statuses[i]);
    assert_false(is_readable());
    assert_true(text_is(answers[1].decision.conflict, "A"));
    assert_true(answers[0].decision.permit.size > 0);
    assert_int_equal(answers[3].decision.position, 4);
    assert_int_equal(commit("A"), FG_OK);
}

/* Goal: an attribute without a value is absent, whatever its name, for calls that do not wait too.
 */
static void submitted_attributes_may_be_absent(void **state)
{
    const struct fg_attribute attributes[] = {
        {{NULL, 5, 0}, {NULL, 0, 0}},
        {text_from("employees"), text_from("12")},
        {{"?", 0xffffffff, 0}, {NULL, 0, 0}},
    };
    struct fg_charge charge = town_charge("A", "SMALL", 5000);

    (void)state;
    charge.attributes = attributes;
    charge.attribute_count = 3;
    assert_int_equal(submit(1, FG_REQUEST_RESERVE, &charge, &answer), FG_OK);
    collect_one(1, FG_OK);
    charge.attributes = &attributes[1];
    charge.attribute_count = 1;
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->reserve, &charge, &answer), FG_OK);
    assert_int_equal(gateway_health(&gateway).reserved_count, 1); /* it was a retry */
}

/* Goal: what was submitted before close is decided and kept though nobody collects it; the answer's
 * memory is the gateway's again. */
static void close_works_off_what_was_submitted(void **state)
{
    static const char *const txn[IN_FLIGHT] = {"A", "B", "A", "C"};
    static const int32_t kinds[IN_FLIGHT] = {FG_REQUEST_RESERVE, FG_REQUEST_RESERVE,
                                             FG_REQUEST_COMMIT, FG_REQUEST_CHECK};
    static struct answer answers[IN_FLIGHT];
    struct fg_health health;

    (void)state;
    for (uint64_t round = 1; round <= 20; round++) {
        for (uint64_t i = 0; i < IN_FLIGHT; i++) {
            struct fg_charge charge = town_charge(txn[i], "REG", 8000);

            assert_int_equal(submit(i, kinds[i], &charge, &answers[i]), FG_OK);
        }
        gateway_close(&gateway);
        memset(answers, '?', sizeof(answers));
        gateway_open(&gateway);
        health = gateway_health(&gateway);
        assert_int_equal(health.position, round * IN_FLIGHT);
        assert_int_equal(health.committed_count, 1);
        assert_int_equal(health.reserved_count, 0);
        assert_int_equal(health.queued, 0);
        assert_false(is_readable());
    }
}

/* Goal: the second opening in one process is refused; a child can use none of the calls, closes its
 * copy, and the parent goes on. */
static void openings_and_children_are_refused(void **state)
{
    struct fg_engine *second = NULL;
    int status = -1;
    pid_t child;

    (void)state;
    assert_int_equal(gateway.plugin->open(&gateway.host, &gateway.options, &second),
                     FG_LEDGER_IN_USE);
    assert_null(second);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        bool refused = ask(gateway.plugin->reserve, "T1") == FG_FORKED &&
                       commit("T1") == FG_FORKED &&
                       gateway.plugin->descriptor(gateway.engine) == -1;

        gateway.plugin->close(gateway.engine);
        _exit(refused ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(ask(gateway.plugin->reserve, "T1"), FG_OK);
    gateway_close(&gateway);
    durable_name(&gateway, &durable, "elsewhere.db");
    gateway_open_status(&gateway, FG_LEDGER_MISSING);
}

/* Goal: where a data directory is configured, its ledger.db is the ledger; where it is missing
 * there, nothing is opened in its place. */
static void a_data_directory_brings_its_ledger(void **state)
{
    (void)state;
    gateway_close(&gateway);
    gateway.options.ledger = text_from(NULL);
    gateway_open(&gateway);
    assert_int_equal(gateway_health(&gateway).durable, 0);
    gateway_close(&gateway);
    gateway.options.data = text_from(gateway.directory);
    gateway_open(&gateway);
    assert_int_equal(gateway_health(&gateway).durable, 1);
    assert_int_equal(ask(gateway.plugin->charge, "T1"), FG_OK);
    gateway_close(&gateway);
    gateway.options.ledger = text_from(durable.option);
    gateway_open(&gateway);
    assert_int_equal(ask(gateway.plugin->reserve, "T2"), FG_DENIED);
    gateway_close(&gateway);
    disk_remove(gateway.directory, DURABLE_FILE);
    gateway.options.ledger = text_from(NULL);
    gateway_open_status(&gateway, FG_LEDGER_MISSING);
}

/* Goal: the last records before nobody calls any more get a signed head, and the log is told of it:
 * else they could be cut off unseen until the engine closes. */
static void heads_reach_the_end_of_a_quiet_trail(void **state)
{
    (void)state;
    gateway_close(&gateway);
    gateway.options.checkpoint_seconds = 1;
    gateway_open(&gateway);
    assert_int_equal(ask(gateway.plugin->charge, "T1"), FG_OK);
    assert_int_equal(ask(gateway.plugin->charge, "T1"), FG_OK);
    assert_int_equal(gateway_said(&gateway, "trail head 1:"), 1);
    assert_int_equal(gateway_said(&gateway, "trail head 2:"), 0);
    gateway.now_ns += SECOND_NS;
    while (gateway_said(&gateway, "trail head 2:") == 0) gateway_wait();
    gateway_close(&gateway); /* nothing is left to sign */
    assert_int_equal(gateway_said(&gateway, "trail head 2:"), 1);
}

/* Goal: a gateway of ABI 1.0 has a shorter decision, of which nothing behind is written. */
static void older_decisions_are_served(void **state)
{
    struct fg_charge charge = town_charge("T1", "REG", 8000);
    struct fg_decision decision;

    (void)state;
    memset(&decision, 7, sizeof(decision));
    decision.size = FG_DECISION_SIZE_1_0;
    decision.memory = NULL;
    decision.memory_size = 0;
    assert_int_equal(gateway.plugin->reserve(gateway.engine, &charge, &decision), FG_OK);
    assert_int_equal(decision.due_fen, 8000);
    assert_int_equal(decision.position, UINT64_C(0x0707070707070707));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(what_stands_outlives_the_engine),    TEST(permits_are_told_apart),
        TEST(permits_belong_to_their_ledger),     TEST(no_record_no_permit),
        TEST(submitted_calls_keep_their_order),   TEST(submitted_attributes_may_be_absent),
        TEST(close_works_off_what_was_submitted), TEST(a_data_directory_brings_its_ledger),
        TEST(openings_and_children_are_refused),  TEST(heads_reach_the_end_of_a_quiet_trail),
        TEST(older_decisions_are_served),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * What comes through the door wrong: NULLs, sizes, options, directories, fields, forked children.
 */
#include "support/town.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct gateway gateway;
static struct answer answer;

static int set_up(void **state)
{
    (void)state;
    gateway_init(&gateway);
    town_write(&gateway);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    gateway_free(&gateway);
    return 0;
}

/* Goal: the table says what it is; another major is not spoken. */
static void table_tells_its_version(void **state)
{
    feeguard_plugin_fn entry;

    (void)state;
    *(void **)&entry = gateway_symbol(&gateway, "feeguard_plugin");
    assert_ptr_equal(entry(FG_ABI_MAJOR), gateway.plugin);
    assert_null(entry(0));
    assert_null(entry(FG_ABI_MAJOR + 1));
    assert_null(entry(UINT32_MAX));
    assert_true(gateway.plugin->size >= sizeof(*gateway.plugin));
    assert_int_equal(gateway.plugin->abi_major, FG_ABI_MAJOR);
    assert_int_equal(gateway.plugin->abi_minor, FG_ABI_MINOR);
    assert_string_equal(gateway.plugin->version, FG_VERSION);
}

/* Goal: a NULL where none is allowed is answered, never followed. */
static void nulls_are_refused(void **state)
{
    const struct fg_plugin *plugin = gateway.plugin;
    struct fg_charge charge = town_charge("T", "REG", 8000);
    struct fg_health health = {.size = sizeof(health)};
    struct fg_engine *engine = NULL;
    const gateway_call calls[] = {plugin->check, plugin->reserve, plugin->charge};
    size_t needed;

    (void)state;
    gateway_open(&gateway);
    assert_int_equal(plugin->open(NULL, &gateway.options, &engine), FG_BAD_ARGUMENT);
    assert_int_equal(plugin->open(&gateway.host, NULL, &engine), FG_BAD_ARGUMENT);
    assert_int_equal(plugin->open(&gateway.host, &gateway.options, NULL), FG_BAD_ARGUMENT);
    plugin->close(NULL);
    assert_int_equal(plugin->reload(NULL), FG_BAD_ARGUMENT);
    for (size_t i = 0; i < COUNT(calls); i++) {
        answer_init(&answer);
        assert_int_equal(calls[i](NULL, &charge, &answer.decision), FG_BAD_ARGUMENT);
        assert_int_equal(calls[i](gateway.engine, NULL, &answer.decision), FG_BAD_ARGUMENT);
        assert_int_equal(calls[i](gateway.engine, &charge, NULL), FG_BAD_ARGUMENT);
    }
    assert_int_equal(plugin->commit(NULL, text_from("T"), NULL), FG_BAD_ARGUMENT);
    answer.decision.outcome = FG_ALLOW;
    assert_int_equal(plugin->commit(NULL, text_from("T"), &answer.decision), FG_BAD_ARGUMENT);
    assert_int_equal(answer.decision.outcome, 0);
    assert_int_equal(plugin->commit(gateway.engine, text_from(NULL), NULL), FG_BAD_ARGUMENT);
    assert_int_equal(plugin->commit(gateway.engine, text_from("a\n"), NULL), FG_BAD_ARGUMENT);
    assert_int_equal(plugin->release(NULL, text_from("T")), FG_BAD_ARGUMENT);
    assert_int_equal(plugin->release(gateway.engine, text_from("")), FG_BAD_ARGUMENT);
    assert_int_equal(plugin->refund(gateway.engine, NULL), FG_BAD_ARGUMENT);
    assert_int_equal(plugin->health(NULL, &health), FG_BAD_ARGUMENT);
    assert_int_equal(plugin->health(gateway.engine, NULL), FG_BAD_ARGUMENT);
    answer_init(&answer);
    assert_int_equal(plugin->explain(NULL, &answer.decision, 0, NULL, 0, &needed), FG_BAD_ARGUMENT);
    assert_int_equal(plugin->explain(&charge, NULL, 0, NULL, 0, &needed), FG_BAD_ARGUMENT);
    assert_int_equal(plugin->explain(&charge, &answer.decision, 0, NULL, 0, NULL), FG_BAD_ARGUMENT);
    assert_int_equal(plugin->explain(&charge, &answer.decision, 2, NULL, 0, &needed),
                     FG_BAD_ARGUMENT);
}

/* Goal: a refund of nothing, of less, or of more than there can be is a mistake of the caller. */
static void refund_amounts_out_of_range_are_refused(void **state)
{
    (void)state;
    gateway_open(&gateway);
    assert_int_equal(gateway_refund(&gateway, "T", "R", 0), FG_BAD_ARGUMENT);
    assert_int_equal(gateway_refund(&gateway, "T", "R", -1), FG_BAD_ARGUMENT);
    assert_int_equal(gateway_refund(&gateway, "T", "R", FG_AMOUNT_FEN_MAX + 1), FG_BAD_ARGUMENT);
    assert_int_equal(gateway_refund(&gateway, "T", "", 1), FG_BAD_ARGUMENT);
    assert_int_equal(gateway_refund(&gateway, "", "R", 1), FG_BAD_ARGUMENT);
    assert_int_equal(gateway_refund(&gateway, "T", "R", FG_AMOUNT_FEN_MAX), FG_NOT_FOUND);
}

/* Goal: a struct that is shorter than that of 1.0 is refused. */
static void shorter_structs_are_refused(void **state)
{
    struct fg_charge charge = town_charge("T", "REG", 8000);
    struct fg_health health = {.size = FG_HEALTH_SIZE_1_0 - 1};
    struct fg_refund refund = {.size = sizeof(refund) - 1};
    char page[4096];
    size_t needed;

    (void)state;
    gateway.host.size--;
    gateway_open_status(&gateway, FG_BAD_SIZE);
    gateway.host.size++;
    gateway.options.size = FG_OPTIONS_SIZE_1_0 - 1;
    gateway_open_status(&gateway, FG_BAD_SIZE);
    gateway.options.size = sizeof(gateway.options);
    gateway_open(&gateway);
    charge.size--;
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->charge, &charge, &answer), FG_BAD_SIZE);
    assert_int_equal(answer.decision.outcome, 0);
    charge.size++;
    answer_init(&answer);
    answer.decision.size = FG_DECISION_SIZE_1_0 - 1;
    assert_int_equal(gateway.plugin->charge(gateway.engine, &charge, &answer.decision),
                     FG_BAD_SIZE);
    assert_int_equal(gateway.plugin->commit(gateway.engine, charge.txn, &answer.decision),
                     FG_BAD_SIZE);
    assert_int_equal(
        gateway.plugin->explain(&charge, &answer.decision, 0, page, sizeof(page), &needed),
        FG_BAD_SIZE);
    assert_int_equal(gateway.plugin->health(gateway.engine, &health), FG_BAD_SIZE);
    assert_int_equal(gateway.plugin->refund(gateway.engine, &refund), FG_BAD_SIZE);
    charge.size = 0;
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->charge, &charge, &answer), FG_BAD_SIZE);
}

/* Goal: a gateway of a later minor, whose structs are longer, is served as long as it says nothing
 * that is not known here; what it wants to be told beyond that is left as it was. */
static void longer_structs_are_accepted(void **state)
{
    struct {
        struct fg_host host;
        char more[64];
    } host;
    struct {
        struct fg_options options;
        char more[64];
    } options;
    struct {
        struct fg_charge charge;
        char more[64];
    } charge = {town_charge("T", "REG", 8000), ""};
    struct {
        struct fg_decision decision;
        char more[64];
    } decision;
    struct {
        struct fg_health health;
        char more[64];
    } health;
    char sevens[64];

    (void)state;
    memset(sevens, 7, sizeof(sevens));
    memset(&host, 0, sizeof(host));
    memset(&options, 0, sizeof(options));
    memset(&decision, 7, sizeof(decision));
    memset(&health, 7, sizeof(health));
    host.host = gateway.host;
    host.host.size = sizeof(host);
    options.options = gateway.options;
    options.options.size = sizeof(options);
    assert_int_equal(gateway.plugin->open(&host.host, &options.options, &gateway.engine), FG_OK);
    charge.charge.size = sizeof(charge);
    decision.decision = (struct fg_decision){.size = sizeof(decision)};
    health.health.size = sizeof(health);
    assert_int_equal(gateway.plugin->charge(gateway.engine, &charge.charge, &decision.decision),
                     FG_OK);
    assert_int_equal(decision.decision.size, sizeof(decision));
    assert_memory_equal(decision.more, sevens, sizeof(sevens));
    assert_int_equal(gateway.plugin->health(gateway.engine, &health.health), FG_OK);
    assert_int_equal(health.health.size, sizeof(health));
    assert_int_equal(health.health.committed_count, 1);
    assert_memory_equal(health.more, sevens, sizeof(sevens));
}

/* Goal: what a later contract may say in a struct is never passed over, nor what this one reserves.
 * Method: a byte behind each struct that is handed in, then each reserved field. */
static void what_is_not_known_is_refused(void **state)
{
    const struct fg_plugin *plugin = gateway.plugin;
    struct {
        struct fg_host host;
        char more[8];
    } host = {gateway.host, "\0\0\0\0\0\0\1"};
    struct {
        struct fg_options options;
        char more[8];
    } options = {gateway.options, "\0\0\0\0\0\0\1"};
    struct {
        struct fg_charge charge;
        char more[8];
    } charge = {town_charge("T", "REG", 8000), "\0\0\0\0\0\0\1"};
    struct {
        struct fg_refund refund;
        char more[8];
    } refund = {{.txn = text_from("T"), .refund = text_from("R"), .amount_fen = 1},
                "\0\0\0\0\0\0\1"};
    struct {
        struct fg_request request;
        char more[8];
    } request = {{.kind = FG_REQUEST_RELEASE, .txn = text_from("T")}, "\0\0\0\0\0\0\1"};

    (void)state;
    host.host.size = sizeof(host);
    options.options.size = sizeof(options);
    charge.charge.size = sizeof(charge);
    refund.refund.size = sizeof(refund);
    request.request.size = sizeof(request);
    assert_int_equal(plugin->open(&host.host, &gateway.options, &gateway.engine), FG_BAD_SIZE);
    assert_int_equal(plugin->open(&gateway.host, &options.options, &gateway.engine), FG_BAD_SIZE);
    gateway.host.reserved = 1;
    gateway_open_status(&gateway, FG_BAD_ARGUMENT);
    gateway.host.reserved = 0;
    gateway_open(&gateway);
    assert_int_equal(gateway_ask(&gateway, plugin->charge, &charge.charge, &answer), FG_BAD_SIZE);
    assert_int_equal(plugin->refund(gateway.engine, &refund.refund), FG_BAD_SIZE);
    assert_int_equal(plugin->submit(gateway.engine, &request.request), FG_BAD_SIZE);
    charge.more[6] = refund.more[6] = request.more[6] = 0;
    charge.charge.reserved = 1;
    assert_int_equal(gateway_ask(&gateway, plugin->charge, &charge.charge, &answer),
                     FG_BAD_ARGUMENT);
    charge.charge.reserved = 0;
    charge.charge.reserved2 = 1;
    assert_int_equal(gateway_ask(&gateway, plugin->charge, &charge.charge, &answer),
                     FG_BAD_ARGUMENT);
    charge.charge.reserved2 = 0;
    assert_int_equal(gateway_ask(&gateway, plugin->charge, &charge.charge, &answer), FG_OK);
    refund.refund.reserved = 1;
    assert_int_equal(plugin->refund(gateway.engine, &refund.refund), FG_BAD_ARGUMENT);
    refund.refund.reserved = 0;
    assert_int_equal(plugin->refund(gateway.engine, &refund.refund), FG_OK);
    assert_int_equal(plugin->submit(gateway.engine, &request.request), FG_OK);
}

static void check_option_refused(const char *name)
{
    gateway_open_status(&gateway, FG_BAD_OPTION);
    if (strstr(gateway.log, name) == NULL) fail_msg("%s is not named in: %s", name, gateway.log);
}

/* Goal: an option that is not understood is refused, and the log names it. */
static void options_not_understood_are_named(void **state)
{
    struct fg_options good = gateway.options;

    (void)state;
    gateway.options.mode = 2;
    check_option_refused("mode");
    gateway.options = good;
    gateway.options.ledger_failure = -1;
    check_option_refused("ledger_failure");
    gateway.options = good;
    gateway.options.ledger = text_from("carrier-pigeon:x");
    check_option_refused("ledger");
    gateway.options = good;
    gateway.options.ledger = text_from("sqlite:"); /* no file */
    check_option_refused("ledger");
    gateway.options = good;
    gateway.options.queue_max = (1 << 20) + 1;
    check_option_refused("queue_max");
    gateway.options = good;
    gateway.options.schedules = text_from(NULL);
    check_option_refused("schedules");
    gateway.options = good;
    gateway.options.as_known_ymd = 20260231;
    check_option_refused("as_known_ymd");
    gateway.options = good;
    gateway.options.language = 7;
    check_option_refused("language");
    gateway.options = good;
    gateway.options.effects[FG_OVER_STANDARD] = FG_EFFECT_OFF + 1;
    check_option_refused("effects");
    gateway.options = good;
    gateway.options.effects[0] = FG_EFFECT_WARN; /* there is no code 0 */
    check_option_refused("effects");
    gateway.options = good;
    gateway.options.effects[FG_CODE_COUNT] = FG_EFFECT_OFF;
    check_option_refused("effects");
    gateway.options = good;
    gateway.options.reserved_1_2 = 1;
    check_option_refused("reserved_1_2");
    gateway.options = good;
    gateway.options.ledger = (struct fg_text){NULL, 7, 0};
    check_option_refused("ledger");
    gateway.options = good;
    gateway.options.data = (struct fg_text){NULL, 7, 0};
    check_option_refused("data");
    gateway.options = good;
    gateway.options.trust = (struct fg_text){NULL, 7, 0};
    check_option_refused("trust");
    gateway.options = good;
    gateway.options.ledger = text_from("memory:");
    gateway_open(&gateway);
}

/* Goal: a directory without schedules, or with one that breaks a rule, opens nothing, and the log
 * says where and why. */
static void directories_that_cannot_be_used(void **state)
{
    (void)state;
    gateway.options.schedules = text_from("/tmp/feeguard-there-is-no-such-directory");
    gateway_open_status(&gateway, FG_SCHEDULE_UNREADABLE);
    assert_true(gateway.log_used > 0);
    gateway.options.schedules = text_from(gateway.directory);
    disk_write(gateway.directory, "broken.xml", "<schedule>\n<oops>\n");
    gateway_open_status(&gateway, FG_SCHEDULE_REFUSED);
    assert_non_null(strstr(gateway.log, "broken.xml:"));
    assert_non_null(strstr(gateway.log, "error"));
    disk_remove(gateway.directory, "broken.xml");
    disk_write(gateway.directory, "readme.txt", "no schedule\n");
    gateway_open(&gateway);
    gateway_close(&gateway);
    disk_remove(gateway.directory, "town.xml");
    gateway_open_status(&gateway, FG_SCHEDULE_REFUSED); /* at least one document */
}

static void expect_field(struct fg_charge charge, const char *field)
{
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->check, &charge, &answer), FG_DENIED);
    assert_int_equal(answer.decision.codes, BIT(FG_INVALID_CHARGE));
    if (!text_is(answer.decision.field, field)) {
        fail_msg("%s expected, got %.*s", field, (int)answer.decision.field.size,
                 answer.decision.field.bytes);
    }
}

/* Goal: each field that is missing, malformed or over its limit is named. */
static void wrong_fields_are_named(void **state)
{
    struct fg_charge good = town_charge("T", "REG", 8000), wrong;
    struct fg_attribute twice[2] = {{text_from("a"), text_from("1")},
                                    {text_from("a"), text_from("2")}};
    char long_text[1025];

    (void)state;
    memset(long_text, 'x', sizeof(long_text));
    gateway_open(&gateway);
#define FIELD(member, text) (wrong = good, wrong.member = (text), expect_field(wrong, #member))
    FIELD(txn, text_from(NULL));
    FIELD(unit, text_from(NULL));
    FIELD(item, text_from("\x01"));
    FIELD(payer, text_from("\xff"));
    FIELD(payer_type, ((struct fg_text){long_text, 65, 0}));
    FIELD(subject, text_from("a\tb"));
    FIELD(category, ((struct fg_text){long_text, 1025, 0}));
    FIELD(purpose, text_from("\xc0\x80"));
    FIELD(region, text_from("21010"));
    FIELD(region, text_from("2101a0"));
    FIELD(currency, text_from("USD"));
    FIELD(currency, text_from("cny"));
    FIELD(quantity, text_from("1e3"));
    FIELD(quantity, text_from("1000000000000.000001"));
    FIELD(base, text_from("0.001"));
    FIELD(base, text_from("-1"));
#undef FIELD
#define NUMBER(member, name, value)                                                                \
    (wrong = good, wrong.member = (value), expect_field(wrong, name))
    NUMBER(amount_fen, "amount", -1);
    NUMBER(amount_fen, "amount", FG_AMOUNT_FEN_MAX + 1);
    NUMBER(amount_fen, "amount", FG_AMOUNT_ABSENT);
    NUMBER(time_ns, "time", FG_TIME_ABSENT);
    NUMBER(time_ns, "time", INT64_MIN + 1);
    NUMBER(time_ns, "time", INT64_MAX);
    NUMBER(period_ymd, "period", 20260231);
    NUMBER(period_ymd, "period", -1);
    NUMBER(accepted_ymd, "accepted", 22000101);
    NUMBER(attribute_count, "attributes", 1); /* and no list */
#undef NUMBER
    wrong = good;
    wrong.attributes = twice;
    wrong.attribute_count = 2;
    expect_field(wrong, "attributes");
    twice[1].name = text_from("payer.type");
    expect_field(wrong, "attributes");
    wrong.attribute_count = FG_ATTRIBUTES_MAX + 1;
    expect_field(wrong, "attributes");
    twice[1].name = text_from("b");
    wrong.attribute_count = 2;
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->check, &wrong, &answer), FG_OK);
}

/* What a child of fork must get from every call; the number of the first that is wrong. */
static int ask_as_child(void)
{
    const struct fg_plugin *plugin = gateway.plugin;
    struct fg_charge charge = town_charge("T", "REG", 8000);
    struct fg_health health = {.size = sizeof(health)};

    if (gateway_ask(&gateway, plugin->check, &charge, &answer) != FG_FORKED) return 1;
    if (gateway_ask(&gateway, plugin->reserve, &charge, &answer) != FG_FORKED) return 2;
    if (gateway_ask(&gateway, plugin->charge, &charge, &answer) != FG_FORKED) return 3;
    if (answer.decision.outcome != 0) return 4;
    if (plugin->commit(gateway.engine, charge.txn, NULL) != FG_FORKED) return 5;
    if (plugin->release(gateway.engine, charge.txn) != FG_FORKED) return 6;
    if (gateway_refund(&gateway, "T", "R", 1) != FG_FORKED) return 7;
    if (plugin->reload(gateway.engine) != FG_FORKED) return 8;
    if (plugin->health(gateway.engine, &health) != FG_FORKED) return 9;
    plugin->close(gateway.engine); /* the child's copy */
    return 0;
}

/* Goal: a child of fork gets FG_FORKED from every call and may close its copy; the parent goes on;
 * an engine that the child opens itself works. */
static void forked_child_is_refused(void **state)
{
    struct fg_charge charge = town_charge("T", "REG", 8000);
    int status = -1;
    pid_t child;

    (void)state;
    gateway_open(&gateway);
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->charge, &charge, &answer), FG_OK);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int wrong = ask_as_child();

        if (wrong == 0 &&
            (gateway.plugin->open(&gateway.host, &gateway.options, &gateway.engine) != FG_OK ||
             gateway_ask(&gateway, gateway.plugin->charge, &charge, &answer) != FG_OK)) {
            wrong = 10;
        }
        _exit(wrong);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    charge.txn = text_from("T2");
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->charge, &charge, &answer), FG_DENIED);
    assert_int_equal(answer.decision.codes, BIT(FG_DUPLICATE));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(table_tells_its_version),
        TEST(nulls_are_refused),
        TEST(refund_amounts_out_of_range_are_refused),
        TEST(shorter_structs_are_refused),
        TEST(longer_structs_are_accepted),
        TEST(what_is_not_known_is_refused),
        TEST(options_not_understood_are_named),
        TEST(directories_that_cannot_be_used),
        TEST(wrong_fields_are_named),
        TEST(forked_child_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * What the gateway's log is told: never a payer or subject, in the clear, as hexadecimal or as
 * base64, whatever is asked and whatever goes wrong. */
#include "support/durable.h"
#include "support/town.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#define PAYER "21010219880808123X"
#define SUBJECT "LIAO-A-7Q4Z8-VEHICLE"
#define NAMED "91210102MA0UXXPAY9" /* by the schedules */
#define LONG "PAYER-THAT-IS-LONGER-THAN-ANY-CODE-MAY-BE-1234567890-1234567890-1234567890"
#define OTHER "37028319990909456X"

static const char *const ids[] = {PAYER, SUBJECT, NAMED, LONG, OTHER};

/* ---- finding an id ---- */

#define FORM_SIZE 256

static void in_hex(const char *id, const char *digits, char form[static FORM_SIZE])
{
    size_t size = strlen(id);

    for (size_t i = 0; i < size; i++) {
        form[2 * i] = digits[(unsigned char)id[i] >> 4];
        form[2 * i + 1] = digits[(unsigned char)id[i] & 15];
    }
    form[2 * size] = '\0';
}

/* The characters that id alone decides when it stands so many bytes behind a multiple of three. */
static void in_base64(const char *id, size_t shift, const char *last, char form[static FORM_SIZE])
{
    static const char first[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    size_t size = strlen(id), used = 0;

    for (size_t bit = shift == 0 ? 0 : 6 - shift * 8 % 6; bit + 6 <= size * 8; bit += 6) {
        unsigned value = 0;

        for (size_t i = bit; i < bit + 6; i++) {
            value = value << 1 | (((unsigned char)id[i / 8] >> (7 - i % 8)) & 1U);
        }
        form[used++] = value < 62 ? first[value] : last[value - 62];
    }
    form[used] = '\0';
}

static bool names_id(const char *line, const char *id)
{
    char form[FORM_SIZE];

    if (strstr(line, id) != NULL) return true;
    in_hex(id, "0123456789abcdef", form);
    if (strstr(line, form) != NULL) return true;
    in_hex(id, "0123456789ABCDEF", form);
    if (strstr(line, form) != NULL) return true;
    for (size_t shift = 0; shift < 3; shift++) {
        in_base64(id, shift, "+/", form);
        if (strstr(line, form) != NULL) return true;
        in_base64(id, shift, "-_", form);
        if (strstr(line, form) != NULL) return true;
    }
    return false;
}

/* Goal: what looks for ids finds them. */
static void ids_are_found_in_every_form(void **state)
{
    (void)state;
    assert_true(names_id("a payer abc", "abc"));
    assert_true(names_id("a payer 616263", "abc"));
    assert_true(names_id("x6A6B6C6D", "jklm"));
    assert_true(names_id("SGVsbG8gd29ybGQ=", "Hello world"));
    assert_true(names_id("eEhlbGxvIHdvcmxk", "Hello world"));
    assert_true(names_id("eHlIZWxsbyB3b3JsZA==", "Hello world"));
    assert_false(names_id("eHlIZWxsbyB3b3JsZA==", "Hello there"));
}

/* ---- a gateway that listens ---- */

static struct gateway gateway;
static struct durable durable;
static struct answer answer;
static _Atomic uint32_t lines, errors;
static char found[1024];

static void listen(void *context, int32_t severity, const char *line)
{
    (void)context;
    lines++;
    if (severity == FG_LOG_ERROR) errors++;
    for (size_t i = 0; i < COUNT(ids); i++) {
        if (names_id(line, ids[i])) snprintf(found, sizeof(found), "%s", line);
    }
}

static int set_up(void **state)
{
    (void)state;
    gateway_init(&gateway);
    gateway.host.log = listen;
    town_write(&gateway);
    lines = errors = 0;
    found[0] = '\0';
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    gateway_free(&gateway);
    return 0;
}

static void assert_nobody_named(void)
{
    if (found[0] != '\0') fail_msg("the log was told: %s", found);
}

/* ---- things to be told ---- */

static fg_status ask(gateway_call call, const char *txn, const char *item, const char *payer,
                     const char *subject)
{
    struct fg_charge charge = town_charge(txn, item, 8000);

    charge.payer = text_from(payer);
    charge.subject = text_from(subject);
    return gateway_ask(&gateway, call, &charge, &answer);
}

static void do_business(void)
{
    const struct fg_plugin *plugin = gateway.plugin;

    assert_int_equal(ask(plugin->reserve, "T1", "REG", PAYER, SUBJECT), FG_OK);
    assert_int_equal(ask(plugin->reserve, "T1", "REG", OTHER, SUBJECT), FG_CONFLICTING_RETRY);
    assert_int_equal(ask(plugin->check, "T2", "REG", PAYER, SUBJECT), FG_DENIED);
    assert_int_equal(ask(plugin->charge, "T3", "REG", LONG, SUBJECT), FG_DENIED);
    assert_int_equal(ask(plugin->charge, "T3", "REG", OTHER "\n", SUBJECT), FG_DENIED);
    assert_int_equal(ask(plugin->charge, "T3", "REG", PAYER, LONG), FG_DENIED);
    assert_int_equal(ask(plugin->charge, "T3", "SELFMADE", OTHER, SUBJECT), FG_DENIED);
    assert_int_equal(ask(plugin->charge, "T4", "FREE", NAMED, SUBJECT), FG_OK);
    assert_int_equal(plugin->commit(gateway.engine, text_from("T1"), NULL), FG_OK);
    assert_int_equal(gateway_refund(&gateway, "T1", "R", 8000), FG_OK);
    assert_int_equal(plugin->release(gateway.engine, text_from("T1")), FG_NOT_RESERVED);
}

/* The disk is full for a while. */
static void fill_disk(void)
{
    struct rlimit before, limit;
    char txn[16];
    int i = 0;

    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    limit.rlim_cur = 1 << 17;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    do {
        snprintf(txn, sizeof(txn), "F%d", i);
    } while (ask(gateway.plugin->charge, txn, "FREE", OTHER, SUBJECT) == FG_OK && ++i < 1000);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(answer.decision.codes, BIT(FG_CODE_LEDGER_UNAVAILABLE));
    assert_int_equal(ask(gateway.plugin->charge, txn, "FREE", OTHER, SUBJECT), FG_OK);
}

#define HEAD                                                                                       \
    "<schedule xmlns='urn:feeguard:schedule:1' id='PROMISES' level='national' region='000000'"     \
    " issuer='sample' serial='%d' effective='2020-01-01'>\n"                                       \
    "<bases><basis id='b' number='1' title='sample' level='national'/></bases>\n"
#define COMMITMENTS(inside) HEAD "<commitments>" inside "</commitments></schedule>\n"
#define PROMISE(id, payers)                                                                        \
    "<commitment id='" id "' name='sample' basis='b' payers='" payers                              \
    "' items='FREE'><exempt/></commitment>"

static void write_promises(const char *file, const char *pattern, int serial)
{
    char content[4096];

    snprintf(content, sizeof(content), pattern, serial);
    disk_write(gateway.directory, file, content);
}

static void reload(const char *what, fg_status expected)
{
    fg_status status = gateway.plugin->reload(gateway.engine);

    if (status != expected) fail_msg("%s: reload gave %d", what, status);
}

/* Schedules that name payers, and are wrong there. */
static void reload_what_is_wrong(void)
{
    static const struct {
        const char *what, *pattern;
    } wrongs[] = {
        {"too long for a code", COMMITMENTS(PROMISE("p", NAMED " " LONG))},
        {"no text", COMMITMENTS(PROMISE("p", NAMED "\x01"))},
        {"an entity that is not there", COMMITMENTS(PROMISE("p", NAMED "&" OTHER ";"))},
        {"twice in one attribute", COMMITMENTS(PROMISE("p", NAMED) PROMISE("p", OTHER))},
        {"an element by the name of an id",
         COMMITMENTS("<commitment id='p'><exempt>" NAMED "</exempt></commitment>")},
        {"a payer as an unknown attribute",
         COMMITMENTS("<commitment id='p' payer='" NAMED "'><exempt/></commitment>")},
        {"a payer left out", COMMITMENTS(PROMISE("q", OTHER))},
        {"cut off", COMMITMENTS(PROMISE("p", NAMED) "<commitment id='q' payers='" OTHER)},
    };

    write_promises("promises-1.xml", COMMITMENTS(PROMISE("q", NAMED " " PAYER)), 1);
    reload("a promise", FG_OK);
    for (size_t i = 0; i < COUNT(wrongs); i++) {
        uint32_t before = errors;

        write_promises("promises-2.xml", wrongs[i].pattern, 2);
        reload(wrongs[i].what, FG_SCHEDULE_REFUSED);
        assert_true(errors > before);
        if (found[0] != '\0') fail_msg("%s: the log was told: %s", wrongs[i].what, found);
    }
    disk_remove(gateway.directory, "promises-2.xml");
}

/* ---- the tests ---- */

static void listen_to_all(int32_t language)
{
    gateway.options.language = language;
    gateway_open(&gateway);
    do_business();
    reload_what_is_wrong();
    gateway_close(&gateway);
    assert_nobody_named();
}

/* Goal: a ledger in memory names nobody. */
static void memory_names_nobody(void **state)
{
    (void)state;
    listen_to_all(FG_LANGUAGE_ZH);
    assert_true(errors > 0);
}

/* Goal: nor does a durable one, when it is opened, is full, works again, cannot be opened, and at
 * its end. */
static void durable_names_nobody(void **state)
{
    uint32_t before;

    (void)state;
    durable_make(&gateway, &durable);
    listen_to_all(FG_LANGUAGE_EN);
    gateway.options.language = FG_LANGUAGE_ZH;
    gateway_open(&gateway);
    before = errors;
    fill_disk();
    assert_true(errors > before);
    gateway_close(&gateway);
    before = lines;
    durable_name(&gateway, &durable, "elsewhere.db");
    gateway_open_status(&gateway, FG_LEDGER_MISSING);
    assert_true(lines > before);
    assert_nobody_named();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_found_in_every_form),
        TEST(memory_names_nobody),
        TEST(durable_names_nobody),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

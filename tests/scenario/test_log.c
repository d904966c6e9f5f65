/* SPDX-License-Identifier: Apache-2.0
 * What the plugin writes, into its files, the gateway's log and metrics: never a payer or subject,
 * in the clear, as hexadecimal or as base64, whatever is asked and whatever goes wrong. */
#include "support/durable.h"
#include "support/town.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

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
        uint32_t value = 0;

        for (size_t i = bit; i < bit + 6; i++) {
            value = value << 1 | (((uint32_t)(unsigned char)id[i / 8] >> (7 - i % 8)) & 1U);
        }
        memcpy(form + used, value < 62 ? &first[value] : &last[value - 62], 1);
        used++;
    }
    form[used] = '\0';
}

static bool has(const void *bytes, size_t size, const char *form)
{
    return memmem(bytes, size, form, strlen(form)) != NULL;
}

static bool bytes_name_id(const void *bytes, size_t size, const char *id)
{
    char form[FORM_SIZE];

    if (has(bytes, size, id)) return true;
    in_hex(id, "0123456789abcdef", form);
    if (has(bytes, size, form)) return true;
    in_hex(id, "0123456789ABCDEF", form);
    if (has(bytes, size, form)) return true;
    for (size_t shift = 0; shift < 3; shift++) {
        in_base64(id, shift, "+/", form);
        if (has(bytes, size, form)) return true;
        in_base64(id, shift, "-_", form);
        if (has(bytes, size, form)) return true;
    }
    return false;
}

static bool names_id(const char *line, const char *id)
{
    return bytes_name_id(line, strlen(line), id);
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

/* ---- what is not the log ---- */

static void assert_names_nobody(const char *what, const void *bytes, size_t size)
{
    for (size_t i = 0; i < COUNT(ids); i++) {
        if (bytes_name_id(bytes, size, ids[i])) fail_msg("%s names %s", what, ids[i]);
    }
}

/* Every file of the ledger, as it is at this moment. Returns how many bytes were looked at. */
static size_t look_through_files(void)
{
    DIR *directory = opendir(gateway.directory);
    struct dirent *entry;
    size_t looked = 0;

    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL) {
        char path[PATH_SIZE + sizeof(entry->d_name)];
        struct stat status;
        char *bytes;

        if (strncmp(entry->d_name, DURABLE_FILE, strlen(DURABLE_FILE)) != 0) continue;
        snprintf(path, sizeof(path), "%s/%s", gateway.directory, entry->d_name);
        assert_int_equal(stat(path, &status), 0);
        bytes = disk_read(path);
        assert_names_nobody(entry->d_name, bytes, (size_t)status.st_size);
        looked += (size_t)status.st_size;
        free(bytes);
    }
    closedir(directory);
    return looked;
}

/* Submitted calls hold copies, and end as completions. */
static void submit_and_collect(void)
{
    struct fg_charge charge = town_charge("S1", "REG", 8000);
    struct fg_request request = {.size = sizeof(request),
                                 .kind = FG_REQUEST_RESERVE,
                                 .charge = &charge,
                                 .decision = &answer.decision};
    struct fg_completion completion;
    uint32_t count = 0;

    answer_init(&answer);
    charge.payer = text_from(OTHER);
    charge.subject = text_from(SUBJECT);
    assert_int_equal(gateway.plugin->submit(gateway.engine, &request), FG_OK);
    while (count == 0) {
        gateway_wait();
        assert_int_equal(gateway.plugin->collect(gateway.engine, &completion, 1, &count), FG_OK);
    }
    assert_int_equal(completion.status, FG_OK);
    assert_names_nobody("a completion", answer.memory, answer.decision.memory_needed);
}

static void look_at_figures(void)
{
    struct fg_health health = gateway_health(&gateway);
    char metrics[16384];
    size_t size;

    assert_names_nobody("health", &health, sizeof(health));
    assert_int_equal(gateway.plugin->metrics(gateway.engine, metrics, sizeof(metrics), &size),
                     FG_OK);
    assert_names_nobody("metrics", metrics, size);
}

/* Goal: no file names anybody, while the engine has it open, write-ahead log and all, and after;
 * nor do metrics, health, and what a decision tells, its permit among it. */
static void files_and_figures_name_nobody(void **state)
{
    (void)state;
    durable_make(&gateway, &durable);
    gateway_open(&gateway);
    do_business();
    submit_and_collect();
    assert_int_equal(ask(gateway.plugin->reserve, "T5", "FREE", PAYER, SUBJECT), FG_OK);
    assert_true(answer.decision.permit.size > 0);
    assert_names_nobody("a decision", answer.memory, answer.decision.memory_needed);
    write_promises("promises-1.xml", COMMITMENTS(PROMISE("q", NAMED)), 1);
    reload("a promise", FG_OK);
    assert_int_equal(ask(gateway.plugin->charge, "T6", "FREE", NAMED, SUBJECT), FG_DENIED);
    assert_true((answer.decision.codes & BIT(FG_REDUCTION_NOT_APPLIED)) != 0);
    assert_names_nobody("a promise", answer.memory, answer.decision.memory_needed);
    look_at_figures();
    assert_true(look_through_files() > 50000);
    gateway_close(&gateway);
    assert_true(look_through_files() > 50000);
    assert_nobody_named();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_found_in_every_form),
        TEST(memory_names_nobody),
        TEST(durable_names_nobody),
        TEST(files_and_figures_name_nobody),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

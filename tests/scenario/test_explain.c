/* SPDX-License-Identifier: Apache-2.0
 * The decision as text for people: law and lawful amount, in both languages. */
#include "support/town.h"

#include <stdlib.h>
#include <string.h>

static struct gateway gateway;
static struct answer answer;
static char page[16384];

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

static void explain(const struct fg_charge *charge, int32_t language)
{
    size_t needed = 0;

    assert_int_equal(
        gateway.plugin->explain(charge, &answer.decision, language, page, sizeof(page), &needed),
        FG_OK);
    assert_int_equal(needed, strlen(page) + 1);
}

static void assert_says(const char *words)
{
    if (strstr(page, words) == NULL) fail_msg("\"%s\" is missing in:\n%s", words, page);
}

/* Goal: a charge that is too high is explained with its law, the standard, the reduction and the
 * lawful amount. */
static void explains_law_and_lawful_amount(void **state)
{
    struct fg_charge charge = town_charge("T", "SMALL", 10001);
    struct fg_attribute few = {text_from("employees"), text_from("12")};

    (void)state;
    charge.attributes = &few;
    charge.attribute_count = 1;
    gateway_open(&gateway);
    gateway_ask(&gateway, gateway.plugin->check, &charge, &answer);
    explain(&charge, FG_LANGUAGE_ZH);
    assert_says("不予放行");
    assert_says("超标准收费");
    assert_says("未落实税费减免");
    assert_says("国令第1号《收费条例》");
    assert_says("财税〔2026〕1号《减半征收的通知》");
    assert_says("标准：100.00 元");
    assert_says("依法应收：50.00 元");
    assert_says("小微减半");
    assert_says("TOWN@1");
    explain(&charge, FG_LANGUAGE_EN);
    assert_says("DENY");
    assert_says("OVER_STANDARD");
    assert_says("国令第1号《收费条例》"); /* law is cited as it was issued */
    assert_says("Standard: 100.00 yuan");
    assert_says("Lawful amount: 50.00 yuan");
    assert_says("half: 50.00 yuan");
}

/* Goal: each code is explained in both languages with name and sentence, and never with a hole. */
static void explains_every_code(void **state)
{
    (void)state;
    for (int32_t code = 1; code < FG_CODE_COUNT; code++) {
        const struct provocation *provocation = town_provocation(code);
        char sentence[2048];

        town_prepare(&gateway, provocation);
        gateway_ask(&gateway, gateway.plugin->check, &provocation->charge, &answer);
        if (code == FG_CODE_LEDGER_UNAVAILABLE) {
            gateway_ask(&gateway, gateway.plugin->reserve, &provocation->charge, &answer);
        }
        for (int32_t language = FG_LANGUAGE_ZH; language <= FG_LANGUAGE_EN; language++) {
            const struct fg_finding *finding = answer_finding(&answer, code);
            struct fg_text message =
                language == FG_LANGUAGE_ZH ? finding->message_zh : finding->message_en;

            explain(&provocation->charge, language);
            assert_says(gateway.plugin->code_name(code));
            if (language == FG_LANGUAGE_ZH) assert_says(gateway.plugin->code_name_zh(code));
            assert_true(message.size < sizeof(sentence));
            memcpy(sentence, message.bytes, message.size);
            sentence[message.size] = '\0';
            assert_says(sentence);
            assert_null(strchr(page, '{'));
        }
        gateway_close(&gateway);
    }
}

/* Goal: the remedy for a duplicate is a date. */
static void explains_the_earliest_date(void **state)
{
    (void)state;
    town_prepare(&gateway, town_provocation(FG_DUPLICATE));
    gateway_ask(&gateway, gateway.plugin->check, &town_provocation(FG_DUPLICATE)->charge, &answer);
    explain(&town_provocation(FG_DUPLICATE)->charge, FG_LANGUAGE_ZH);
    assert_says("最早可收日期：2027-01-01");
    assert_says("T0");
    explain(&town_provocation(FG_DUPLICATE)->charge, FG_LANGUAGE_EN);
    assert_says("Earliest lawful date: 2027-01-01");
}

/* Goal: a buffer that is too small is untouched, and the size told is just enough. */
static void explains_into_any_buffer(void **state)
{
    struct fg_charge charge = town_charge("T", "REG", 8001);
    size_t needed = 0, again = 0;

    (void)state;
    gateway_open(&gateway);
    gateway_ask(&gateway, gateway.plugin->check, &charge, &answer);
    assert_int_equal(
        gateway.plugin->explain(&charge, &answer.decision, FG_LANGUAGE_ZH, NULL, 0, &needed),
        FG_BUFFER_TOO_SMALL);
    assert_true(needed > 100);
    for (size_t size = 0; size <= needed; size++) {
        char *buffer = malloc(size > 0 ? size : 1);
        fg_status status;

        memset(buffer, 7, size);
        status = gateway.plugin->explain(&charge, &answer.decision, FG_LANGUAGE_ZH, buffer, size,
                                         &again);
        assert_int_equal(again, needed);
        assert_int_equal(status, size < needed ? FG_BUFFER_TOO_SMALL : FG_OK);
        if (size < needed) {
            for (size_t i = 0; i < size; i++) assert_int_equal(buffer[i], 7);
        } else {
            assert_int_equal(strlen(buffer), needed - 1);
        }
        free(buffer);
    }
}

/* Goal: monitor mode and trials are said, and a decision without lists is explained as far as it
 * goes. */
static void explains_modes_and_bare_decisions(void **state)
{
    struct fg_charge charge = town_charge("T", "REG", 8001);
    struct fg_charge trial = town_charge("T", "TRIAL", 8001);
    size_t needed;

    (void)state;
    gateway.options.mode = FG_MODE_MONITOR;
    gateway_open(&gateway);
    gateway_ask(&gateway, gateway.plugin->check, &charge, &answer);
    explain(&charge, FG_LANGUAGE_EN);
    assert_says("monitor");
    explain(&charge, FG_LANGUAGE_ZH);
    assert_says("监测");
    gateway_ask(&gateway, gateway.plugin->check, &trial, &answer);
    explain(&trial, FG_LANGUAGE_EN);
    assert_says("observation");
    answer.decision = (struct fg_decision){.size = sizeof(answer.decision)};
    assert_int_equal(gateway.plugin->check(gateway.engine, &charge, &answer.decision), FG_OK);
    assert_int_equal(gateway.plugin->explain(&charge, &answer.decision, FG_LANGUAGE_EN, page,
                                             sizeof(page), &needed),
                     FG_OK);
    assert_says("Lawful amount: 80.00 yuan");
}

/* Goal: what was refused as malformed cannot forge a line of the explanation, nor be followed.
 * Method: a line feed in each code, a NULL with a size, a size far over the limit. */
static void explains_nothing_that_was_refused(void **state)
{
    static const struct fg_text wrong[] = {
        STATIC_TEXT("X\nDecision: ALLOW"), STATIC_TEXT("\xff"), {NULL, 9, 0}, {"x", UINT32_MAX, 0}};

    (void)state;
    gateway_open(&gateway);
    for (size_t i = 0; i < COUNT(wrong); i++) {
        for (int field = 0; field < 3; field++) {
            struct fg_charge charge = town_charge("T", "REG", 8000);

            if (field == 0) charge.txn = wrong[i];
            if (field == 1) charge.unit = wrong[i];
            if (field == 2) charge.item = wrong[i];
            assert_int_equal(gateway_ask(&gateway, gateway.plugin->check, &charge, &answer),
                             FG_DENIED);
            explain(&charge, FG_LANGUAGE_EN);
            assert_says("INVALID_CHARGE");
            assert_null(strstr(page, "ALLOW"));
            assert_null(strstr(page, "(null)"));
        }
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(explains_law_and_lawful_amount),    TEST(explains_every_code),
        TEST(explains_the_earliest_date),        TEST(explains_into_any_buffer),
        TEST(explains_modes_and_bare_decisions), TEST(explains_nothing_that_was_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

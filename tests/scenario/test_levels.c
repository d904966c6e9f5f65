/* SPDX-License-Identifier: Apache-2.0
 * Nation, province and city together: whose standard counts where, who may charge, by which date.
 */
#include "support/gateway.h"

#include <stdio.h>
#include <stdlib.h>

static struct gateway gateway;
static struct answer answer;
static const struct fg_decision *const decision = &answer.decision;

static void copy(const char *name)
{
    char path[PATH_SIZE];
    char *content;

    snprintf(path, sizeof(path), "%s/levels-%s", FG_TEST_DATA, name);
    content = disk_read(path);
    disk_write(gateway.directory, name, content);
    free(content);
}

static int set_up(void **state)
{
    (void)state;
    gateway_init(&gateway);
    copy("nation.xml");
    copy("province.xml");
    copy("city.xml");
    gateway_open(&gateway);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    gateway_free(&gateway);
    return 0;
}

static struct fg_charge charge_of(const char *item, const char *unit, int64_t amount_fen)
{
    return (struct fg_charge){.size = sizeof(struct fg_charge),
                              .txn = text_from("T"),
                              .unit = text_from(unit),
                              .item = text_from(item),
                              .payer = text_from("P"),
                              .amount_fen = amount_fen,
                              .time_ns = NOON_NS};
}

/* Checks a charge and demands just these codes. */
static void expect(struct fg_charge charge, uint64_t codes)
{
    gateway_ask(&gateway, gateway.plugin->check, &charge, &answer);
    if (decision->codes != codes) {
        fail_msg("codes %llx, not %llx", (unsigned long long)decision->codes,
                 (unsigned long long)codes);
    }
}

static struct fg_charge at(struct fg_charge charge, const char *region)
{
    charge.region = text_from(region);
    return charge;
}

static struct fg_charge after_days(struct fg_charge charge, int days)
{
    charge.time_ns += days * DAY_NS;
    return charge;
}

/* Goal: the lowest of the standards in effect at the place is the standard; a low end of any of
 * them makes it a range. */
static void lowest_standard_of_the_place_counts(void **state)
{
    (void)state;
    expect(charge_of("LOCAL", "CITY", 8000), 0);
    assert_int_equal(decision->standard_fen, 8000); /* the province's, below the city's 90 */
    assert_int_equal(decision->low_fen, 3000);      /* the city's */
    assert_int_equal(decision->schedule_count, 3);
    assert_true(text_is(decision->schedules[2], "CN-2101@1"));
    expect(charge_of("LOCAL", "CITY", 2999), BIT(FG_BELOW_STANDARD));
    assert_true(text_is(answer_finding(&answer, FG_BELOW_STANDARD)->basis, "市文《通知》"));
    expect(charge_of("LOCAL", "CITY", 8001), BIT(FG_OVER_STANDARD));
    assert_true(text_is(answer_finding(&answer, FG_OVER_STANDARD)->basis, "省令《办法》"));

    expect(charge_of("LOCAL", "OTHER", 7999), BIT(FG_UNDERCHARGED));
    assert_int_equal(decision->present, FG_HAS_STANDARD | FG_HAS_DUE);
    assert_int_equal(decision->schedule_count, 2);

    expect(at(charge_of("LOCAL", "CITY", 10000), "11"), BIT(FG_OUTSIDE_JURISDICTION));
    assert_int_equal(decision->standard_fen, 10000); /* elsewhere only the nation's */
    assert_int_equal(decision->schedule_count, 1);

    /* The city's standard has ended: it takes no part any more. */
    expect(after_days(charge_of("LOCAL", "CITY", 8000), 200), 0);
    assert_int_equal(decision->present, FG_HAS_STANDARD | FG_HAS_DUE);
}

/* Goal: of equal standards the highest document's is the one that is cited. */
static void equal_standards_cite_the_highest(void **state)
{
    (void)state;
    expect(charge_of("EQUAL", "CITY", 8001), BIT(FG_OVER_STANDARD));
    assert_true(text_is(answer_finding(&answer, FG_OVER_STANDARD)->basis, "国令《条例》"));
}

/* Goal: a delegation gives what its giver has by grant, on its dates and the grant's, and goes no
 * further. */
static void delegations_are_dated_and_not_passed_on(void **state)
{
    (void)state;
    expect(charge_of("LENT", "CITY", 8000), 0);
    expect(charge_of("LENT", "AGENT", 8000), 0);
    expect(charge_of("LENT", "SUB", 8000), BIT(FG_NOT_AUTHORISED));
    expect(charge_of("LENT", "OTHER", 8000), BIT(FG_NOT_AUTHORISED));
    expect(charge_of("GRANTED", "AGENT", 8000), 0); /* by the city's grant, none of LENT's */
    expect(after_days(charge_of("LENT", "AGENT", 8000), -181), 0); /* 2026-01-01 */
    expect(after_days(charge_of("LENT", "AGENT", 8000), -182), BIT(FG_NOT_AUTHORISED));
    expect(after_days(charge_of("LENT", "AGENT", 8000), 91), 0); /* 2026-09-30 */
    expect(after_days(charge_of("LENT", "AGENT", 8000), 92), BIT(FG_NOT_AUTHORISED));
}

/* Goal: a lower document's grant covers its units where it is in effect, on its dates. */
static void grants_come_with_amendments(void **state)
{
    (void)state;
    expect(charge_of("GRANTED", "CITY", 8000), 0);
    expect(after_days(charge_of("GRANTED", "CITY", 8000), 1), BIT(FG_NOT_AUTHORISED));
    expect(charge_of("GRANTED", "OTHER", 8000), 0);
    expect(at(charge_of("GRANTED", "CITY", 8000), "210200"),
           BIT(FG_NOT_AUTHORISED) | BIT(FG_OUTSIDE_JURISDICTION)); /* the city's is not in effect */
}

/* Goal: the item says by which date its rules are chosen. */
static void rule_date_is_chosen_by_the_item(void **state)
{
    struct fg_charge charge = charge_of("ACCEPTED", "CITY", 8000);

    (void)state;
    expect(charge, BIT(FG_MISSING_ATTRIBUTE));
    assert_int_equal(decision->missing_count, 1);
    assert_true(text_is(decision->missing[0], "accepted"));
    assert_int_equal(decision->present, 0);
    charge.accepted_ymd = 20260630;
    expect(charge, 0);
    charge.accepted_ymd = 20260701;
    expect(charge, BIT(FG_OVER_STANDARD));
    charge.accepted_ymd = 20251231;
    expect(charge, BIT(FG_NOT_IN_FORCE));

    charge = charge_of("CHARGED", "CITY", 6000);
    charge.period_ymd = 20260601;
    expect(charge, 0);
    charge.item = text_from("OWED");
    expect(charge, BIT(FG_UNDERCHARGED)); /* in June it was 80 */
    assert_int_equal(decision->standard_fen, 8000);
}

/* Goal: a subject that the period needs is missed by name, and its periods are not judged. */
static void subject_that_is_required_is_missed(void **state)
{
    struct fg_charge charge = charge_of("SUBJECT", "CITY", 8000);

    (void)state;
    expect(charge, BIT(FG_MISSING_ATTRIBUTE));
    assert_true(text_is(decision->missing[0], "subject"));
    assert_int_equal(decision->standard_fen, 8000); /* the standard is known all the same */
    charge.subject = text_from("S");
    assert_int_equal(gateway_ask(&gateway, gateway.plugin->charge, &charge, &answer), FG_OK);
    charge.txn = text_from("T2");
    charge.payer = text_from("P2");
    expect(charge, BIT(FG_DUPLICATE)); /* the subject alone is the key */
    charge.subject = text_from(NULL);
    expect(charge, BIT(FG_MISSING_ATTRIBUTE));
}

/* Goal: prohibitions look at payers, categories, keywords and exceptions; an advisory one warns. */
static void prohibitions_match_by_their_parts(void **state)
{
    struct fg_charge charge = charge_of("CHARGED", "CITY", 6000);

    (void)state;
    charge.category = text_from("gift");
    expect(charge, BIT(FG_PROHIBITED_LEVY));
    assert_int_equal(decision->outcome, FG_ALLOW);
    charge.purpose = text_from("报刊 征-订 费");
    expect(charge, BIT(FG_PROHIBITED_LEVY)); /* no payer type: it may be an enterprise */
    assert_int_equal(decision->outcome, FG_DENY);
    charge.payer_type = text_from("enterprise");
    expect(charge, BIT(FG_PROHIBITED_LEVY));
    assert_int_equal(decision->outcome, FG_DENY);
    charge.payer_type = text_from("individual");
    expect(charge, BIT(FG_PROHIBITED_LEVY)); /* the advisory one alone is left */
    assert_int_equal(decision->outcome, FG_ALLOW);
    charge.category = text_from("Gift"); /* categories are compared exactly */
    expect(charge, 0);
    charge.payer_type = text_from("enterprise");
    charge.item = text_from("OWED");
    expect(charge, 0); /* an exception */
}

/* Goal: a unit that no schedule knows leaves the place unknown: every document counts. */
static void unknown_unit_leaves_the_place_open(void **state)
{
    (void)state;
    expect(charge_of("LOCAL", "NOBODY", 8000), BIT(FG_UNKNOWN_UNIT));
    assert_int_equal(decision->schedule_count, 3);
    assert_int_equal(decision->standard_fen, 8000);
    expect(at(charge_of("LOCAL", "NOBODY", 8000), "210200"), BIT(FG_UNKNOWN_UNIT));
    assert_int_equal(decision->schedule_count, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(lowest_standard_of_the_place_counts),     TEST(equal_standards_cite_the_highest),
        TEST(delegations_are_dated_and_not_passed_on), TEST(grants_come_with_amendments),
        TEST(rule_date_is_chosen_by_the_item),         TEST(subject_that_is_required_is_missed),
        TEST(prohibitions_match_by_their_parts),       TEST(unknown_unit_leaves_the_place_open),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

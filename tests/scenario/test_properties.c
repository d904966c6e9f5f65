/* SPDX-License-Identifier: Apache-2.0
 * What must hold for every charge whatever: bounds of money, order of arrival, remedies, and the
 * same answer for the same question. Random charges over a schedule with all features, fixed seeds.
 */
#include "support/gateway.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/random.h"

static struct gateway gateway, twin;

static void open_world(struct gateway *one)
{
    char *content = disk_read(FG_TEST_DATA "/world.xml");

    gateway_init(one);
    disk_write(one->directory, "world.xml", content);
    free(content);
    gateway_open(one);
}

static int set_up(void **state)
{
    (void)state;
    open_world(&gateway);
    open_world(&twin);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    gateway_free(&gateway);
    gateway_free(&twin);
    return 0;
}

/* ---- random charges ---- */

static const char *const items[] = {"YEARLY", "MONTHLY",    "DAILY", "ONCE",  "WINDOW",
                                    "TRIPLE", "TRIPLE-TOO", "PARTS", "WATER", "SPAN"};
static const char *const payers[] = {"P1", "P2", "P3"};
static const char *const subjects[] = {NULL, "S1", "S2"};
static const char *const types[] = {NULL, "enterprise", "individual"};
static const char *const quantities[] = {NULL, "0",         "0.000001", "3.3",
                                         "10", "10.000001", "47",       "1000000"};
static const char *const bases[] = {NULL, "0", "0.01", "100.00", "100.01", "9999.99", "123456.78"};
static const char *const sizes[] = {NULL, "9", "10", "300", "301", "many"};
static const char *const factors[] = {NULL, "0", "1", "2.5", "x"};
static const char *const hardships[] = {NULL, "yes", "no"};

struct made {
    struct fg_charge charge;
    struct fg_attribute attributes[3];
    char txn[24];
};

#define ANY(list) text_from((list)[random_below(random, COUNT(list))])

/* Its attributes and id lie in it: it must not be copied. */
static void make(struct made *made, struct random *random, int number)
{
    int64_t days = random_between(random, -200, 200);

    snprintf(made->txn, sizeof(made->txn), "T%d", number);
    made->attributes[0] = (struct fg_attribute){text_from("size"), ANY(sizes)};
    made->attributes[1] = (struct fg_attribute){text_from("factor"), ANY(factors)};
    made->attributes[2] = (struct fg_attribute){text_from("hardship"), ANY(hardships)};
    made->charge = (struct fg_charge){
        .size = sizeof(made->charge),
        .txn = text_from(made->txn),
        .unit = text_from("OFFICE"),
        .item = ANY(items),
        .payer = ANY(payers),
        .payer_type = ANY(types),
        .subject = ANY(subjects),
        .quantity = ANY(quantities),
        .base = ANY(bases),
        .time_ns = NOON_NS + days * DAY_NS + random_between(random, 0, 1000),
        .attributes = made->attributes,
        .attribute_count = 3,
    };
    made->charge.amount_fen = random_between(random, 0, 12000);
    if (random_once_in(random, 4)) {
        made->charge.period_ymd =
            20260000 + random_between(random, 1, 12) * 100 + random_between(random, 1, 28);
    }
}

/* Half of the time asks for exactly what is due, so that many charges are allowed. */
static void ask_for_what_is_due(struct made *made, struct random *random, struct answer *answer)
{
    if (random_once_in(random, 2)) return;
    gateway_ask(&gateway, gateway.plugin->check, &made->charge, answer);
    if ((answer->decision.present & FG_HAS_DUE) != 0) {
        made->charge.amount_fen = answer->decision.due_fen;
    }
}

/* ---- properties ---- */

/* What must be true of the amounts of any decision. */
static void check_amounts(const struct fg_charge *charge, const struct fg_decision *decision)
{
    int64_t relief_fen = 0;

    if ((decision->present & FG_HAS_STANDARD) == 0) {
        assert_int_equal(decision->present & (FG_HAS_LOW | FG_HAS_DUE), 0);
        return;
    }
    assert_true((decision->present & FG_HAS_DUE) != 0);
    assert_true(decision->due_fen >= 0 && decision->due_fen <= decision->standard_fen);
    if ((decision->present & FG_HAS_LOW) != 0) {
        assert_true(decision->low_fen >= 0 && decision->low_fen <= decision->standard_fen);
    }
    for (uint32_t i = 0; i < decision->reduction_count; i++) {
        assert_true(decision->reductions[i].relief_fen > 0);
        relief_fen += decision->reductions[i].relief_fen;
    }
    assert_int_equal(decision->standard_fen - relief_fen, decision->due_fen);
    if (decision->outcome == FG_ALLOW) assert_true(charge->amount_fen <= decision->due_fen);
}

static void check_findings(const struct fg_decision *decision)
{
    uint64_t codes = 0;
    bool denies = false;

    for (uint32_t i = 0; i < decision->finding_count; i++) {
        const struct fg_finding *finding = &decision->findings[i];

        if (i > 0) assert_true(finding->code > decision->findings[i - 1].code);
        codes |= BIT(finding->code);
        denies = denies || finding->effect == FG_EFFECT_DENY;
    }
    assert_int_equal(codes, decision->codes);
    assert_int_equal(decision->outcome, denies ? FG_DENY : FG_ALLOW);
    assert_int_equal((decision->present & FG_HAS_EARLIEST) != 0 ? BIT(FG_DUPLICATE) : 0,
                     (decision->present & FG_HAS_EARLIEST) != 0 ? codes & BIT(FG_DUPLICATE) : 0);
    if ((codes & (BIT(FG_DUPLICATE) | BIT(FG_UNEQUAL_PENALTY))) != 0) {
        assert_true(decision->conflict.size > 0);
    }
    if ((codes & (BIT(FG_MISSING_ATTRIBUTE) | BIT(FG_REDUCTION_UNDETERMINED))) != 0) {
        assert_true(decision->missing_count > 0);
    } else {
        assert_int_equal(decision->missing_count, 0);
    }
}

/* Goal: due never exceeds the standard, what is allowed never exceeds due, and the parts of a
 * decision agree with each other, while a ledger fills. */
static void money_stays_within_its_bounds(void **state)
{
    struct random random = {101};
    struct answer answer;
    int allowed = 0;

    (void)state;
    for (int number = 0; number < 6000; number++) {
        struct made made;
        fg_status status;

        make(&made, &random, number);
        ask_for_what_is_due(&made, &random, &answer);
        status = gateway_ask(&gateway, gateway.plugin->charge, &made.charge, &answer);
        assert_true(status == FG_OK || status == FG_DENIED);
        assert_int_equal(status == FG_OK, answer.decision.outcome == FG_ALLOW);
        check_amounts(&made.charge, &answer.decision);
        check_findings(&answer.decision);
        allowed += status == FG_OK;
    }
    assert_true(allowed > 500); /* the charges are not all nonsense */
}

/* Goal: relief under a limit never sums to more than the limit, instalments never to more than due.
 * Method: what each allowed charge took is added up here as well, by payer, bucket and item. */
static void sums_stay_within_their_caps(void **state)
{
    int64_t relief_fen[COUNT(payers)] = {0}, parts_fen[COUNT(payers)][COUNT(subjects)][12] = {0};
    struct random random = {202};
    struct answer answer;

    (void)state;
    for (int number = 0; number < 4000; number++) {
        struct made made;
        uint32_t payer = random_below(&random, COUNT(payers));
        uint32_t subject = random_below(&random, COUNT(subjects));
        int32_t month = random_between(&random, 0, 11);

        make(&made, &random, number);
        made.charge.payer = text_from(payers[payer]);
        made.charge.subject = text_from(subjects[subject]);
        made.charge.period_ymd = 20260101 + month * 100;
        made.charge.time_ns = NOON_NS + 180 * DAY_NS; /* nothing is premature */
        if (random_once_in(&random, 2)) made.charge.item = text_from("PARTS");
        if (random_once_in(&random, 2)) made.attributes[2].value = text_from("yes");
        ask_for_what_is_due(&made, &random, &answer);
        if (text_is(made.charge.item, "PARTS")) {
            made.charge.amount_fen = random_between(&random, 0, 3000);
        }
        if (gateway_ask(&gateway, gateway.plugin->charge, &made.charge, &answer) != FG_OK) continue;
        for (uint32_t i = 0; i < answer.decision.reduction_count; i++) {
            if (!text_is(answer.decision.reductions[i].id, "free")) continue;
            relief_fen[payer] += answer.decision.reductions[i].relief_fen;
        }
        assert_true(relief_fen[payer] <= 12000);
        if (!text_is(made.charge.item, "PARTS")) continue;
        parts_fen[payer][subject][month / 3] += made.charge.amount_fen;
        assert_true(parts_fen[payer][subject][month / 3] <= 10000);
    }
    assert_int_equal(relief_fen[0], 12000); /* the limit was reached, not only approached */
}

/* Whether `second` collides with `first`, which stands meanwhile. -1: `first` cannot stand. */
static int collides(const struct fg_charge *first, const struct fg_charge *second,
                    struct answer *answer)
{
    int result;

    if (gateway_ask(&gateway, gateway.plugin->reserve, first, answer) != FG_OK) return -1;
    gateway_ask(&gateway, gateway.plugin->check, second, answer);
    result = (answer->decision.codes & BIT(FG_DUPLICATE)) != 0;
    assert_int_equal(gateway.plugin->release(gateway.engine, first->txn), FG_OK);
    return result;
}

/* Goal: two charges collide or do not, whichever comes first. */
static void arrival_order_does_not_matter(void **state)
{
    struct random random = {303};
    struct answer answer;
    int collided = 0, free = 0;

    (void)state;
    for (int number = 0; number < 12000; number += 2) {
        struct made one, other;
        int forward, backward;

        make(&one, &random, number);
        make(&other, &random, number + 1);
        other.charge.item = one.charge.item;
        if (random_once_in(&random, 2)) other.charge.payer = one.charge.payer;
        if (random_once_in(&random, 2)) other.charge.subject = one.charge.subject;
        if (random_once_in(&random, 2)) {
            other.charge.time_ns = one.charge.time_ns + random_between(&random, -35, 35) * DAY_NS;
        }
        one.charge.amount_fen = other.charge.amount_fen = 0;
        forward = collides(&one.charge, &other.charge, &answer);
        backward = collides(&other.charge, &one.charge, &answer);
        if (forward < 0 || backward < 0) continue;
        assert_int_equal(forward, backward);
        collided += forward;
        free += !forward;
    }
    assert_true(collided > 100 && free > 100);
}

static int64_t noon_of(int32_t ymd)
{
    static const int month_days[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    int64_t year = ymd / 10000, month = ymd / 100 % 100, day = ymd % 100;
    int64_t leaps = (year - 1969) / 4 - (year - 1901) / 100 + (year - 1601) / 400;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    int64_t days =
        (year - 1970) * 365 + leaps + month_days[month - 1] + (leap && month > 2) + day - 1;

    return days * DAY_NS + 4 * 3600 * SECOND_NS;
}

static bool is_rolling(const struct fg_charge *charge)
{
    return text_is(charge->item, "WINDOW") || text_is(charge->item, "TRIPLE") ||
           text_is(charge->item, "TRIPLE-TOO");
}

/* Asks again as the remedy says; the code it was for must be gone. */
static void check_remedy(struct made *made, const struct fg_decision *decision)
{
    uint64_t too_high = BIT(FG_OVER_STANDARD) | BIT(FG_REDUCTION_NOT_APPLIED);
    struct fg_charge again = made->charge;
    static struct answer answer;

    again.txn = text_from("again");
    if ((decision->codes & too_high) != 0) {
        again.amount_fen = decision->due_fen;
        gateway_ask(&gateway, gateway.plugin->check, &again, &answer);
        assert_int_equal(answer.decision.codes & too_high, 0);
        again.amount_fen = made->charge.amount_fen;
    }
    if ((decision->present & FG_HAS_EARLIEST) != 0) {
        if (again.period_ymd != 0 && !is_rolling(&again)) {
            again.period_ymd = decision->earliest_ymd;
        } else {
            again.time_ns = noon_of(decision->earliest_ymd);
        }
        gateway_ask(&gateway, gateway.plugin->check, &again, &answer);
        assert_int_equal(answer.decision.codes & BIT(FG_DUPLICATE), 0);
    }
}

/* Goal: the remedy resubmitted is free of its code. */
static void remedies_work(void **state)
{
    struct random random = {404};
    static struct answer answer;
    int too_high = 0, dated = 0;

    (void)state;
    for (int number = 0; number < 5000; number++) {
        struct made made;

        make(&made, &random, number);
        ask_for_what_is_due(&made, &random, &answer);
        gateway_ask(&gateway, gateway.plugin->charge, &made.charge, &answer);
        too_high += (answer.decision.codes & BIT(FG_OVER_STANDARD)) != 0;
        dated += (answer.decision.present & FG_HAS_EARLIEST) != 0;
        if (answer.decision.codes != 0) check_remedy(&made, &answer.decision);
    }
    assert_true(too_high > 100 && dated > 100);
}

static void same_text(struct fg_text one, struct fg_text other)
{
    assert_int_equal(one.size, other.size);
    if (one.size > 0) assert_memory_equal(one.bytes, other.bytes, one.size);
}

/* All of two decisions but where their lists lie. */
static void same_decision(const struct fg_decision *one, const struct fg_decision *other)
{
    assert_int_equal(one->memory_needed, other->memory_needed);
    assert_memory_equal(&one->outcome, &other->outcome,
                        offsetof(struct fg_decision, item_name) -
                            offsetof(struct fg_decision, outcome));
    same_text(one->item_name, other->item_name);
    same_text(one->conflict, other->conflict);
    assert_int_equal(one->finding_count, other->finding_count);
    assert_int_equal(one->reduction_count, other->reduction_count);
    assert_int_equal(one->missing_count, other->missing_count);
    assert_int_equal(one->schedule_count, other->schedule_count);
    for (uint32_t i = 0; i < one->finding_count; i++) {
        assert_int_equal(one->findings[i].code, other->findings[i].code);
        assert_int_equal(one->findings[i].effect, other->findings[i].effect);
        same_text(one->findings[i].basis, other->findings[i].basis);
        same_text(one->findings[i].message_zh, other->findings[i].message_zh);
        same_text(one->findings[i].message_en, other->findings[i].message_en);
    }
    for (uint32_t i = 0; i < one->reduction_count; i++) {
        same_text(one->reductions[i].id, other->reductions[i].id);
        assert_int_equal(one->reductions[i].relief_fen, other->reductions[i].relief_fen);
    }
    for (uint32_t i = 0; i < one->missing_count; i++) same_text(one->missing[i], other->missing[i]);
}

/* Goal: two engines that are told the same answer the same, to the byte, though their tables are
 * keyed differently; and a retry is answered as the first time. */
static void same_questions_same_answers(void **state)
{
    struct random random = {505};
    static struct answer one, other;

    (void)state;
    for (int number = 0; number < 4000; number++) {
        struct made made;
        fg_status status;

        make(&made, &random, number);
        ask_for_what_is_due(&made, &random, &one);
        status = gateway_ask(&gateway, gateway.plugin->charge, &made.charge, &one);
        assert_int_equal(gateway_ask(&twin, twin.plugin->charge, &made.charge, &other), status);
        same_decision(&one.decision, &other.decision);
        if (status != FG_OK) continue;
        assert_int_equal(gateway_ask(&twin, twin.plugin->check, &made.charge, &other), FG_OK);
        same_decision(&one.decision, &other.decision);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(money_stays_within_its_bounds), TEST(sums_stay_within_their_caps),
        TEST(arrival_order_does_not_matter), TEST(remedies_work),
        TEST(same_questions_same_answers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

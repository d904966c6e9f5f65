/* SPDX-License-Identifier: Apache-2.0
 * Duplicates and earliest lawful dates, against a search that looks at every charge on every day.
 */
#include "support/test.h"

#include <stdio.h>

#include "rules/calendar.h"
#include "rules/facts.h"
#include "support/random.h"

#define STANDING_MAX 40
#define DAY_NS (INT64_C(86400) * 1000000000)

/* ---- a ledger that is a plain list ---- */

struct list {
    struct standing charges[STANDING_MAX];
    char ids[STANDING_MAX][16];
    uint32_t count;
    bool broken; /* cannot be asked */
};

static int32_t date_asked(const struct question *question, const struct standing *standing)
{
    return question->order == ORDER_CHARGE_DATE ? standing->charge_day : standing->basis_day;
}

static bool answers(const struct question *question, const struct standing *standing)
{
    struct fg_text name = question->tag == TAG_ITEM ? standing->item : standing->group;

    if (name.size == 0 || !text_equal(name, question->name)) return false;
    if ((question->fields & KEY_PAYER) != 0 && !hash_equal(standing->payer, question->payer)) {
        return false;
    }
    if ((question->fields & KEY_SUBJECT) != 0 &&
        !hash_equal(standing->subject, question->subject)) {
        return false;
    }
    return days_hold(question->days, date_asked(question, standing));
}

/* Answers by (date, time, id), as a ledger must: the list is kept in order of time and id. */
static bool list_ask(void *ledger, const struct question *question, standing_visit *visit,
                     void *context)
{
    const struct list *list = ledger;
    bool done[STANDING_MAX] = {false};

    if (list->broken) return false;
    for (;;) {
        const struct standing *next = NULL;
        uint32_t at = 0;

        for (uint32_t i = 0; i < list->count; i++) {
            const struct standing *standing = &list->charges[i];

            if (done[i] || !answers(question, standing)) continue;
            if (next == NULL || date_asked(question, standing) < date_asked(question, next)) {
                next = standing;
                at = i;
            }
        }
        if (next == NULL) return true;
        done[at] = true;
        if (!visit(context, next)) return true;
    }
}

static const struct hash_key plain_key = {0, 0};

static struct ledger_view view_of(struct list *list)
{
    return (struct ledger_view){list, list_ask, &plain_key};
}

/* ---- the search by definition ---- */

static bool counts(const struct period_terms *terms, const struct standing *standing)
{
    bool same_item = text_equal(standing->item, terms->item);
    bool same_group = terms->group.size > 0 && text_equal(standing->group, terms->group);

    if (!same_item && !same_group) return false;
    if ((terms->period->key & KEY_PAYER) != 0 && !hash_equal(standing->payer, terms->payer)) {
        return false;
    }
    return (terms->period->key & KEY_SUBJECT) == 0 || hash_equal(standing->subject, terms->subject);
}

struct search {
    bool duplicate;
    struct conflict conflict;
    int64_t net_fen;
};

static void count_against(struct search *search, const struct standing *standing)
{
    conflict_earliest(&search->conflict, standing->txn, standing->time_ns);
    search->net_fen += standing->amount_fen - standing->refunded_fen;
}

static struct search search_bucket(const struct period_terms *terms, const struct list *list,
                                   int64_t bucket)
{
    const struct period *period = terms->period;
    struct search search = {0};
    int64_t count = 0;

    for (uint32_t i = 0; i < list->count; i++) {
        const struct standing *standing = &list->charges[i];

        if (!counts(terms, standing)) continue;
        if (bucket_of(period->per, period->year_starts, standing->basis_day) != bucket) continue;
        count++;
        count_against(&search, standing);
    }
    search.duplicate = count >= period->max;
    return search;
}

/* Whether some window, opened by the charge's own day or by a standing charge, would hold the
 * charge and more than `max` in all. */
static struct search search_windows(const struct period_terms *terms, const struct list *list,
                                    int32_t day)
{
    struct search search = {0};

    for (uint32_t i = 0; i <= list->count; i++) {
        int32_t opening = i < list->count ? list->charges[i].charge_day : day;
        int32_t closing = window_end(terms->period, opening);
        struct search inside = {0};
        int64_t count = 0;

        if (i < list->count && !counts(terms, &list->charges[i])) continue;
        if (day < opening || day > closing) continue;
        for (uint32_t j = 0; j < list->count; j++) {
            const struct standing *standing = &list->charges[j];

            if (!counts(terms, standing)) continue;
            if (standing->charge_day < opening || standing->charge_day > closing) continue;
            count++;
            count_against(&inside, standing);
        }
        if (count < terms->period->max) continue;
        search.duplicate = true;
        conflict_earliest(&search.conflict, inside.conflict.txn, inside.conflict.time_ns);
    }
    return search;
}

static int32_t search_earliest(const struct period_terms *terms, const struct list *list)
{
    const struct period *period = terms->period;
    int64_t bucket;

    if (period->per == PER_NONE) {
        for (int32_t day = terms->charge_day + 1; day <= DAY_LAST; day++) {
            if (!search_windows(terms, list, day).duplicate) return day;
        }
        return DAY_NONE;
    }
    if (period->per == PER_ONCE) return DAY_NONE;
    bucket = bucket_of(period->per, period->year_starts, terms->basis_day);
    for (int32_t day = terms->basis_day; day <= DAY_LAST; day++) {
        int64_t other = bucket_of(period->per, period->year_starts, day);

        if (other > bucket && !search_bucket(terms, list, other).duplicate) return day;
    }
    return DAY_NONE;
}

static void check(const struct period_terms *terms, struct list *list)
{
    const struct period *period = terms->period;
    struct ledger_view view = view_of(list);
    struct period_facts facts;
    struct search expected;

    expected = period->per == PER_NONE
                   ? search_windows(terms, list, terms->charge_day)
                   : search_bucket(terms, list,
                                   bucket_of(period->per, period->year_starts, terms->basis_day));
    assert_true(period_facts_gather(terms, &view, &facts));
    if (period->instalments) {
        assert_false(facts.duplicate);
        assert_int_equal(facts.standing_fen, expected.net_fen);
        assert_true(text_equal(facts.conflict.txn, expected.conflict.txn));
        return;
    }
    assert_int_equal(facts.duplicate, expected.duplicate);
    if (!expected.duplicate) return;
    assert_true(text_equal(facts.conflict.txn, expected.conflict.txn));
    assert_int_equal(facts.earliest_day, search_earliest(terms, list));
}

/* ---- random worlds ---- */

static void add_standing(struct list *list, struct standing standing)
{
    uint32_t at = list->count++;

    /* Ids descend while times ascend, so that an order by the wrong one shows. */
    snprintf(list->ids[at], sizeof(list->ids[at]), "T%03u", (unsigned)(999 - at));
    standing.txn = text_of(list->ids[at]);
    standing.time_ns = standing.charge_day * DAY_NS + at;
    list->charges[at] = standing;
}

static void fill(struct list *list, struct random *random, int32_t first, int32_t span)
{
    static const struct fg_text items[] = {STATIC_TEXT("A"), STATIC_TEXT("B"), STATIC_TEXT("C")};
    uint32_t count = random_below(random, STANDING_MAX);

    list->count = 0;
    list->broken = false;
    while (list->count < count) {
        struct standing standing = {.item = items[random_below(random, 3)], .amount_fen = 1000};

        if (!random_once_in(random, 3)) standing.group = TEXT("g");
        standing.payer.low = random_below(random, 2);
        standing.subject.low = random_below(random, 2);
        standing.charge_day = first + (int32_t)random_below(random, (uint32_t)span);
        standing.basis_day = random_once_in(random, 2)
                                 ? standing.charge_day
                                 : first + (int32_t)random_below(random, (uint32_t)span);
        standing.refunded_fen = random_below(random, 1000);
        add_standing(list, standing);
    }
}

static struct period period_any(struct random *random, bool rolling)
{
    static const enum per units[] = {PER_DAY,       PER_MONTH, PER_QUARTER,
                                     PER_HALF_YEAR, PER_YEAR,  PER_ONCE};
    struct period period = {.max = 1, .year_starts = 1};

    period.key = 1 + random_below(random, 3);
    if (random_once_in(random, 2)) period.max = 1 + random_below(random, 4);
    if (rolling) {
        period.within_unit = (enum within_unit)random_below(random, 3);
        period.within = 1 + random_below(random, period.within_unit == WITHIN_DAYS ? 60 : 4);
        return period;
    }
    period.per = units[random_below(random, COUNT(units))];
    if (period.per == PER_YEAR) period.year_starts = 1 + (int32_t)random_below(random, 12);
    period.instalments = random_once_in(random, 4);
    return period;
}

static void check_worlds(bool rolling, uint64_t seed, int32_t first, int32_t span, int rounds)
{
    struct random random = {seed};
    static struct list list;

    for (int round = 0; round < rounds; round++) {
        struct period period = period_any(&random, rolling);
        struct period_terms terms = {.period = &period, .item = TEXT("A")};

        fill(&list, &random, first, span);
        terms.payer.low = random_below(&random, 2);
        terms.subject.low = random_below(&random, 2);
        terms.charge_day = first + (int32_t)random_below(&random, (uint32_t)span);
        terms.basis_day = first + (int32_t)random_below(&random, (uint32_t)span);
        if (random_once_in(&random, 2)) terms.group = TEXT("g");
        check(&terms, &list);
    }
}

static int32_t day_of(int32_t ymd)
{
    int32_t day = DAY_NONE;

    assert_true(day_from_ymd(ymd, &day));
    return day;
}

/* Goal: calendar periods agree with counting by hand: duplicates, conflict, net sums, earliest. */
static void period_calendar_agrees_with_a_full_search(void **state)
{
    (void)state;
    check_worlds(false, 1, day_of(20240115), 40, 1500);
    check_worlds(false, 2, day_of(20230101), 900, 300);
    check_worlds(false, 3, day_of(21990901), 122, 300); /* to the last day there is */
}

/* Answers with one charge again and again. */
static bool repeat_ask(void *ledger, const struct question *question, standing_visit *visit,
                       void *context)
{
    (void)question;
    for (int i = 0; i < 20000; i++) {
        if (!visit(context, ledger)) break;
    }
    return true;
}

/* Goal: what stands in a bucket is never counted past what a number holds and back below a due.
 * Method: instalments of the highest amount there may be, 20,000 of them. */
static void period_standing_amounts_do_not_wrap(void **state)
{
    struct standing standing = {.txn = TEXT("T"), .item = TEXT("A"), .amount_fen = MONEY_FEN_MAX};
    struct period period = {.per = PER_ONCE, .key = KEY_PAYER, .instalments = true, .max = 1};
    struct period_terms terms = {.period = &period, .item = TEXT("A")};
    struct ledger_view view = {&standing, repeat_ask, &plain_key};
    struct period_facts facts;

    (void)state;
    assert_true(period_facts_gather(&terms, &view, &facts));
    assert_int_equal(facts.standing_fen, STANDING_FEN_MAX);
}

/* Goal: rolling periods agree with looking at every window on every day, also where months end. */
static void period_rolling_agrees_with_a_full_search(void **state)
{
    (void)state;
    check_worlds(true, 4, day_of(20240115), 90, 2000);
    check_worlds(true, 5, day_of(20230125), 12, 600); /* crowded, around a short month's end */
    check_worlds(true, 6, day_of(20230101), 900, 300);
    check_worlds(true, 7, day_of(21991101), 61, 200);
}

/* Goal: the corresponding day itself is still inside, the day after it is free (article 202). */
static void period_rolling_bars_through_the_corresponding_day(void **state)
{
    static const struct {
        int64_t within;
        enum within_unit unit;
        int32_t standing, barred, free;
    } cases[] = {
        {30, WITHIN_DAYS, 20260101, 20260131, 20260201},
        {1, WITHIN_MONTHS, 20260131, 20260228, 20260301},
        {1, WITHIN_MONTHS, 20260228, 20260328, 20260329},
        {1, WITHIN_YEARS, 20240229, 20250228, 20250301},
        {2, WITHIN_YEARS, 20240301, 20260301, 20260302},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct period period = {
            .within = cases[i].within, .within_unit = cases[i].unit, .key = KEY_BOTH, .max = 1};
        struct period_terms terms = {.period = &period, .item = TEXT("A")};
        struct list list = {.count = 0};
        struct ledger_view view = view_of(&list);
        struct period_facts facts;

        add_standing(&list, (struct standing){.item = TEXT("A"),
                                              .amount_fen = 1,
                                              .charge_day = day_of(cases[i].standing)});
        terms.charge_day = day_of(cases[i].barred);
        assert_true(period_facts_gather(&terms, &view, &facts));
        assert_true(facts.duplicate);
        assert_int_equal(day_to_ymd(facts.earliest_day), cases[i].free);
        terms.charge_day = day_of(cases[i].free);
        assert_true(period_facts_gather(&terms, &view, &facts));
        assert_false(facts.duplicate);
    }
}

/* Goal: a charge that comes late is judged by charges of later dates as well: order of arrival does
 * not matter. */
static void period_rolling_looks_forward_as_well(void **state)
{
    struct period period = {.within = 30, .key = KEY_BOTH, .max = 1};
    struct period_terms terms = {
        .period = &period, .item = TEXT("A"), .charge_day = day_of(20260101)};
    struct list list = {.count = 0};
    struct ledger_view view = view_of(&list);
    struct period_facts facts;

    (void)state;
    add_standing(&list, (struct standing){.item = TEXT("A"), .charge_day = day_of(20260131)});
    assert_true(period_facts_gather(&terms, &view, &facts));
    assert_true(facts.duplicate);
    assert_int_equal(day_to_ymd(facts.earliest_day), 20260303); /* after 31 January + 30 days */
    list.charges[0].charge_day++;
    assert_true(period_facts_gather(&terms, &view, &facts));
    assert_false(facts.duplicate);
}

/* Goal: with max 2, three charges spread over less than the period collide, two never do. */
static void period_rolling_counts_to_max(void **state)
{
    struct period period = {.within = 10, .key = KEY_BOTH, .max = 2};
    struct period_terms terms = {.period = &period, .item = TEXT("A")};
    struct list list = {.count = 0};
    struct ledger_view view = view_of(&list);
    struct period_facts facts;

    (void)state;
    add_standing(&list, (struct standing){.item = TEXT("A"), .charge_day = day_of(20260101)});
    add_standing(&list, (struct standing){.item = TEXT("A"), .charge_day = day_of(20260108)});
    terms.charge_day = day_of(20260111);
    assert_true(period_facts_gather(&terms, &view, &facts));
    assert_true(facts.duplicate);
    assert_true(text_equal(facts.conflict.txn, list.charges[0].txn));
    assert_int_equal(day_to_ymd(facts.earliest_day), 20260112);
    terms.charge_day = day_of(20260112);
    assert_true(period_facts_gather(&terms, &view, &facts));
    assert_false(facts.duplicate);
}

/* Goal: no period rule, no question; and a ledger that cannot be asked is told apart from one that
 * holds nothing. */
static void period_without_rule_or_ledger(void **state)
{
    struct period calendar = {.per = PER_YEAR, .key = KEY_BOTH, .max = 1, .year_starts = 1};
    struct period rolling = {.within = 30, .key = KEY_BOTH, .max = 1};
    struct period_terms terms = {.item = TEXT("A")};
    struct list list = {.broken = true};
    struct ledger_view view = view_of(&list);
    struct period_facts facts;

    (void)state;
    assert_true(period_facts_gather(&terms, &view, &facts));
    assert_false(facts.duplicate);
    terms.period = &calendar;
    assert_false(period_facts_gather(&terms, &view, &facts));
    terms.period = &rolling;
    assert_false(period_facts_gather(&terms, &view, &facts));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(period_calendar_agrees_with_a_full_search),
        cmocka_unit_test(period_standing_amounts_do_not_wrap),
        cmocka_unit_test(period_rolling_agrees_with_a_full_search),
        cmocka_unit_test(period_rolling_bars_through_the_corresponding_day),
        cmocka_unit_test(period_rolling_looks_forward_as_well),
        cmocka_unit_test(period_rolling_counts_to_max),
        cmocka_unit_test(period_without_rule_or_ledger),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * How often an item may be charged: what stands in a calendar bucket or in rolling windows, and the
 * earliest date on which one more would be lawful (semantics sections 6 and 11). */
#include <stdlib.h>

#include "rules/calendar.h"
#include "rules/facts.h"

/* ---- asking for the item and its group together ---- */

struct period_search {
    const struct period_terms *terms;
    const struct ledger_view *view;
    standing_visit *visit;
    void *context;
};

/* Charges of the item itself that also carry the group are found under the group. */
static bool visit_own(void *context, const struct standing *standing)
{
    const struct period_search *search = context;
    struct fg_text group = search->terms->group;

    if (group.size > 0 && text_equal(standing->group, group)) return true;
    return search->visit(search->context, standing);
}

static bool search_days(struct period_search *search, struct days days)
{
    const struct period_terms *terms = search->terms;
    const struct ledger_view *view = search->view;
    struct question question = {.tag = TAG_ITEM,
                                .name = terms->item,
                                .use = terms->item_use,
                                .fields = terms->period->key,
                                .payer = terms->payer,
                                .subject = terms->subject,
                                .days = days};

    question.order = terms->period->per == PER_NONE ? ORDER_CHARGE_DATE : ORDER_BASIS_DATE;
    if (!view->list(view->ledger, &question, visit_own, search)) return false;
    if (terms->group.size == 0) return true;
    question.tag = TAG_GROUP;
    question.name = terms->group;
    question.use = terms->group_use;
    return view->list(view->ledger, &question, search->visit, search->context);
}

/* ---- calendar ---- */

struct tally {
    int64_t count;
    int64_t net_fen;
    struct conflict earliest;
};

static bool tally_add(void *context, const struct standing *standing)
{
    struct tally *tally = context;

    tally->count++;
    tally->net_fen += standing->amount_fen - standing->refunded_fen;
    if (tally->net_fen > STANDING_FEN_MAX) tally->net_fen = STANDING_FEN_MAX;
    conflict_earliest(&tally->earliest, standing->txn, standing->time_ns);
    return true;
}

static bool tally_bucket(const struct period_terms *terms, const struct ledger_view *view,
                         int64_t bucket, struct tally *tally)
{
    const struct period *period = terms->period;
    struct period_search search = {terms, view, tally_add, tally};

    *tally = (struct tally){0};
    return search_days(&search, bucket_days(period->per, period->year_starts, bucket));
}

/* The first day of the earliest later bucket with room. */
static bool next_bucket(const struct period_terms *terms, const struct ledger_view *view,
                        int64_t bucket, int32_t *earliest_day)
{
    const struct period *period = terms->period;
    struct tally tally;
    int32_t first_day;

    *earliest_day = DAY_NONE;
    if (period->per == PER_ONCE) return true;
    for (;;) {
        first_day = bucket_days(period->per, period->year_starts, ++bucket).from;
        if (first_day > DAY_LAST) return true;
        if (!tally_bucket(terms, view, bucket, &tally)) return false;
        if (tally.count < period->max) break;
    }
    *earliest_day = first_day;
    return true;
}

static bool calendar_gather(const struct period_terms *terms, const struct ledger_view *view,
                            struct period_facts *facts)
{
    const struct period *period = terms->period;
    int64_t bucket = bucket_of(period->per, period->year_starts, terms->basis_day);
    struct tally tally;

    if (!tally_bucket(terms, view, bucket, &tally)) return false;
    facts->standing_fen = tally.net_fen;
    facts->conflict = tally.earliest;
    facts->duplicate = !period->instalments && tally.count >= period->max;
    return !facts->duplicate || next_bucket(terms, view, bucket, &facts->earliest_day);
}

/* ---- rolling ---- */

struct dated {
    int32_t day;
    struct conflict charge;
};

/* Standing charges by (day, time, id). */
struct dates {
    const struct period *period;
    int32_t day; /* of the charge being judged: windows that end before it do not matter */
    struct dated *list;
    size_t count, capacity;
    bool failed;
};

static bool dates_add(void *context, const struct standing *standing)
{
    struct dates *dates = context;

    if (window_end(dates->period, standing->charge_day) < dates->day) return true;
    if (dates->count == dates->capacity) {
        size_t capacity = dates->capacity == 0 ? 16 : dates->capacity * 2;
        struct dated *list = realloc(dates->list, capacity * sizeof(*list));

        if (list == NULL) {
            dates->failed = true;
            return false;
        }
        dates->list = list;
        dates->capacity = capacity;
    }
    dates->list[dates->count++] =
        (struct dated){standing->charge_day, {standing->txn, standing->time_ns}};
    return true;
}

static int order_dated(const void *a, const void *b)
{
    const struct dated *left = a, *right = b;

    if (left->day != right->day) return left->day < right->day ? -1 : 1;
    if (left->charge.time_ns != right->charge.time_ns) {
        return left->charge.time_ns < right->charge.time_ns ? -1 : 1;
    }
    return text_compare(left->charge.txn, right->charge.txn);
}

/* A window with no room for a charge on some day. */
struct full_window {
    size_t first;          /* index of its first standing charge */
    size_t count;          /* standing charges in it */
    bool opened_by_charge; /* by the charge itself, else by the standing charge at `first` */
};

/* Finds the earliest window that holds `day` and `max` standing charges already. The earliest one
 * begins with the earliest charge that is counted. */
static bool full_window_find(const struct dates *dates, int32_t day, struct full_window *window)
{
    const struct dated *list = dates->list;
    size_t end = 0, first = 0;

    for (; first < dates->count && list[first].day <= day; first++) {
        int32_t last_day = window_end(dates->period, list[first].day);

        while (end < dates->count && list[end].day <= last_day) end++;
        if (last_day < day || (int64_t)(end - first) < dates->period->max) continue;
        *window = (struct full_window){first, end - first, false};
        return true;
    }
    /* What the charge itself opens: charges of its own day and later. */
    while (first > 0 && list[first - 1].day == day) first--;
    end = first;
    while (end < dates->count && list[end].day <= window_end(dates->period, day)) end++;
    *window = (struct full_window){first, end - first, true};
    return (int64_t)window->count >= dates->period->max;
}

/* The first day after `day` that no full window holds; DAY_NONE after 2199. Days that the window
 * at hand is bound to hold are jumped over. */
static int32_t next_free_day(const struct dates *dates, int32_t day)
{
    struct full_window window;

    day++;
    while (day <= DAY_LAST && full_window_find(dates, day, &window)) {
        const struct dated *first = &dates->list[window.first];
        size_t spare = window.count - (size_t)dates->period->max;

        if (window.opened_by_charge) {
            day = first[spare].day;
        } else {
            day = window_end(dates->period, first->day);
        }
        if (day >= DAY_LAST) return DAY_NONE;
        day++;
    }
    return day <= DAY_LAST ? day : DAY_NONE;
}

/* A day on or before every day whose window can reach `day`. */
static int32_t window_horizon(const struct period *period, int32_t day)
{
    int64_t within = period->within;

    if (period->within_unit == WITHIN_DAYS) {
        return within > day - DAY_FIRST ? DAY_BEGINNING : (int32_t)(day - within);
    }
    if (period->within_unit == WITHIN_YEARS) within = within > 400 ? 400 * 12 : within * 12;
    if (within > 400 * 12) return DAY_BEGINNING;
    /* At a short month's end several days open windows that end together. */
    return day_add_months(day, -(int32_t)within) - 3;
}

static bool rolling_gather(const struct period_terms *terms, const struct ledger_view *view,
                           struct period_facts *facts)
{
    struct dates dates = {.period = terms->period, .day = terms->charge_day};
    struct period_search search = {terms, view, dates_add, &dates};
    struct days days = {window_horizon(terms->period, terms->charge_day), DAY_END};
    struct full_window window;
    bool asked = search_days(&search, days) && !dates.failed;

    if (asked && terms->group.size > 0 && dates.count > 1) {
        qsort(dates.list, dates.count, sizeof(*dates.list), order_dated);
    }
    if (asked && dates.count > 0 && full_window_find(&dates, terms->charge_day, &window)) {
        facts->duplicate = true;
        facts->conflict = dates.list[window.first].charge;
        facts->earliest_day = next_free_day(&dates, terms->charge_day);
    }
    free(dates.list);
    return asked;
}

bool period_facts_gather(const struct period_terms *terms, const struct ledger_view *view,
                         struct period_facts *facts)
{
    *facts = (struct period_facts){.earliest_day = DAY_NONE};
    if (terms->period == NULL) return true;
    return terms->period->per == PER_NONE ? rolling_gather(terms, view, facts)
                                          : calendar_gather(terms, view, facts);
}

/* SPDX-License-Identifier: Apache-2.0
 * What is due after reductions: the combination written out once more in the plainest way, and the
 * sentences of the rule as cases. */
#include "support/test.h"

#include <stdio.h>
#include <string.h>

#include "rules/reduction.h"
#include "support/random.h"

#define SET_MAX 8

static struct standard standard;
static struct assessed assessed;
static struct facts facts;

/* A set of reductions that all apply, in an order of no meaning. */
struct set {
    struct reduction reductions[SET_MAX];
    const struct reduction *pointers[SET_MAX];
    struct limit limits[SET_MAX];
    char ids[SET_MAX][16];
    uint32_t count;
};

static int set_up(void **state)
{
    (void)state;
    standard = (struct standard){.rounding = ROUND_HALF_UP, .round_to_fen = 1};
    assessed = (struct assessed){.standard_fen = 10000, .low_fen = MONEY_ABSENT};
    assessed.standard = &standard;
    facts.available = true;
    memset(facts.relief_used_fen, 0, sizeof(facts.relief_used_fen));
    return 0;
}

static struct reduction *add(struct set *set, const char *id, enum relief_kind kind, int64_t figure)
{
    struct reduction *reduction = &set->reductions[set->count];

    *reduction = (struct reduction){.id = text_of(id), .relief = kind, .priority = 100};
    if (kind == RELIEF_PERCENT_OFF) {
        reduction->percent_micro = figure;
    } else {
        reduction->amount_fen = figure;
    }
    set->pointers[set->count++] = reduction;
    return reduction;
}

static void limit(struct set *set, int64_t amount_fen, int64_t used_fen)
{
    uint32_t at = set->count - 1;

    set->limits[at] = (struct limit){.amount_fen = amount_fen, .per = PER_YEAR, .key = KEY_PAYER};
    set->reductions[at].limit = &set->limits[at];
    facts.relief_used_fen[at] = used_fen;
}

static void apply(const struct set *set, struct reliefs *reliefs)
{
    struct item_rules rules = {.reductions = set->pointers, .reduction_count = set->count};
    static struct applicable applicable;

    applicable.count = 0;
    for (uint32_t i = 0; i < set->count; i++) applicable.list[applicable.count++] = (uint16_t)i;
    reductions_apply(&rules, &applicable, &facts, &assessed, reliefs);
}

/* ---- the rule again, step by step ---- */

__extension__ typedef __int128 wide;

static int64_t round_to_standard(wide numerator, int64_t denominator)
{
    wide size = (wide)denominator * standard.round_to_fen;
    wide whole = numerator / size, rest = numerator % size;

    if (standard.rounding == ROUND_UP && rest > 0) whole++;
    if (standard.rounding == ROUND_HALF_UP && 2 * rest >= size) whole++;
    return (int64_t)(whole * standard.round_to_fen);
}

static int64_t relief_alone(const struct set *set, uint32_t at, int64_t remaining)
{
    const struct reduction *reduction = &set->reductions[at];
    int64_t relief = 0;

    switch (reduction->relief) {
    case RELIEF_EXEMPT: relief = remaining; break;
    case RELIEF_PERCENT_OFF:
        relief = remaining -
                 round_to_standard((wide)remaining * (100 * MICRO - reduction->percent_micro),
                                   100 * MICRO);
        break;
    case RELIEF_AMOUNT_OFF:
        relief = reduction->amount_fen < remaining ? reduction->amount_fen : remaining;
        break;
    case RELIEF_CAP: relief = remaining - reduction->amount_fen; break;
    }
    if (relief < 0) relief = 0;
    if (reduction->limit != NULL) {
        int64_t left = reduction->limit->amount_fen - facts.relief_used_fen[at];

        if (left < 0) left = 0;
        if (relief > left) relief = left;
    }
    return relief;
}

static bool together(const struct reduction *a, const struct reduction *b)
{
    return a == b || (a->group.size > 0 && text_equal(a->group, b->group));
}

/* Whether a's group has its turn before b's. */
static bool turn_before(const struct set *set, const struct reduction *a, const struct reduction *b)
{
    int64_t priority[2] = {a->priority, b->priority};
    struct fg_text id[2] = {a->id, b->id};
    const struct reduction *sides[2] = {a, b};

    for (int side = 0; side < 2; side++) {
        for (uint32_t i = 0; i < set->count; i++) {
            const struct reduction *other = &set->reductions[i];

            if (other->exclusive || !together(sides[side], other)) continue;
            if (other->priority < priority[side]) priority[side] = other->priority;
            if (text_compare(other->id, id[side]) < 0) id[side] = other->id;
        }
    }
    if (priority[0] != priority[1]) return priority[0] < priority[1];
    return text_compare(id[0], id[1]) < 0;
}

static void expected_combination(const struct set *set, struct reliefs *reliefs)
{
    bool done[SET_MAX] = {false};

    reliefs->count = 0;
    reliefs->due_fen = assessed.standard_fen;
    for (;;) {
        const struct reduction *next = NULL;
        struct applied best = {NULL, 0};

        for (uint32_t i = 0; i < set->count; i++) {
            const struct reduction *one = &set->reductions[i];

            if (done[i] || one->exclusive) continue;
            if (next == NULL || turn_before(set, one, next)) next = one;
        }
        if (next == NULL) return;
        for (uint32_t i = 0; i < set->count; i++) {
            const struct reduction *one = &set->reductions[i];
            int64_t relief;

            if (done[i] || one->exclusive || !together(one, next)) continue;
            done[i] = true;
            relief = relief_alone(set, i, reliefs->due_fen);
            if (best.reduction == NULL || relief > best.relief_fen ||
                (relief == best.relief_fen && text_compare(one->id, best.reduction->id) < 0)) {
                best = (struct applied){one, relief};
            }
        }
        if (best.relief_fen == 0) continue;
        reliefs->due_fen -= best.relief_fen;
        reliefs->list[reliefs->count++] = best;
    }
}

static void expected_due(const struct set *set, struct reliefs *reliefs)
{
    const struct reduction *chosen = NULL;

    expected_combination(set, reliefs);
    for (uint32_t i = 0; i < set->count; i++) {
        const struct reduction *one = &set->reductions[i];
        int64_t relief = one->exclusive ? relief_alone(set, i, assessed.standard_fen) : 0;
        int64_t due = assessed.standard_fen - relief;

        if (!one->exclusive || due > reliefs->due_fen) continue;
        if (due == reliefs->due_fen && (chosen == NULL || text_compare(one->id, chosen->id) > 0)) {
            continue;
        }
        chosen = one;
        reliefs->due_fen = due;
        reliefs->count = 1;
        reliefs->list[0] = (struct applied){one, relief};
    }
}

static void add_any(struct set *set, struct random *random)
{
    static const struct fg_text groups[] = {STATIC_TEXT("g"), STATIC_TEXT("h")};
    static const int64_t percents[] = {0, 1, 33333333, 50000000, 99999999, 100000000};
    uint32_t at = set->count;
    enum relief_kind kind = (enum relief_kind)random_below(random, 4);
    int64_t figure = kind == RELIEF_PERCENT_OFF ? percents[random_below(random, COUNT(percents))]
                                                : random_below(random, 12000);
    struct reduction *reduction;

    /* Ids in an order that is neither that of the list nor its reverse. */
    snprintf(set->ids[at], sizeof(set->ids[at]), "%c%u", 'a' + (char)random_below(random, 3),
             (unsigned)at);
    reduction = add(set, set->ids[at], kind, figure);
    reduction->priority = random_below(random, 3);
    reduction->exclusive = random_once_in(random, 4);
    if (random_once_in(random, 2)) reduction->group = groups[random_below(random, 2)];
    if (random_once_in(random, 3))
        limit(set, random_below(random, 8000), random_below(random, 9000));
}

/* Goal: due, and which reductions lead to it, agree with the rule followed step by step.
 * Method: small random sets of every kind, group, priority, limit and rounding, fixed seed. */
static void reduction_combination_agrees_with_the_rule(void **state)
{
    static const int64_t units[] = {1, 10, 100};
    struct random random = {42};

    (void)state;
    for (int round = 0; round < 60000; round++) {
        static struct reliefs got, expected;
        struct set set = {.count = 0};
        uint32_t count = random_below(&random, SET_MAX + 1);

        standard.rounding = (enum rounding)random_below(&random, 3);
        standard.round_to_fen = units[random_below(&random, 3)];
        assessed.standard_fen = random_once_in(&random, 10) ? 0 : random_below(&random, 20000);
        while (set.count < count) add_any(&set, &random);
        apply(&set, &got);
        expected_due(&set, &expected);
        assert_int_equal(got.due_fen, expected.due_fen);
        assert_int_equal(got.count, expected.count);
        for (uint32_t i = 0; i < got.count; i++) {
            assert_ptr_equal(got.list[i].reduction, expected.list[i].reduction);
            assert_int_equal(got.list[i].relief_fen, expected.list[i].relief_fen);
            assert_true(got.list[i].relief_fen > 0);
        }
        assert_true(got.due_fen >= 0 && got.due_fen <= assessed.standard_fen);
    }
}

static void expect(const struct set *set, int64_t due_fen, const char *applied)
{
    static struct reliefs reliefs;
    char names[64] = "";

    apply(set, &reliefs);
    for (uint32_t i = 0; i < reliefs.count; i++) {
        size_t used = strlen(names);

        snprintf(names + used, sizeof(names) - used, "%s%s", i > 0 ? " " : "",
                 reliefs.list[i].reduction->id.bytes);
    }
    assert_int_equal(reliefs.due_fen, due_fen);
    assert_string_equal(names, applied);
}

/* Goal: nothing applies, everything is due. */
static void reduction_none_leaves_the_standard(void **state)
{
    struct set set = {.count = 0};

    (void)state;
    expect(&set, 10000, "");
}

/* Goal: lower priority numbers go first, and each works on what remains. */
static void reduction_priority_gives_the_order(void **state)
{
    struct set set = {.count = 0};

    (void)state;
    add(&set, "half", RELIEF_PERCENT_OFF, 50 * MICRO)->priority = 20;
    add(&set, "off", RELIEF_AMOUNT_OFF, 2000)->priority = 10;
    expect(&set, 4000, "off half");
    set.reductions[0].priority = 5;
    expect(&set, 3000, "half off");
    set.reductions[0].priority = 10; /* ties: the lower id */
    expect(&set, 3000, "half off");
}

/* Goal: of one group only the greatest relief at its turn is used; ties go to the lower id. */
static void reduction_group_members_compete(void **state)
{
    struct set set = {.count = 0};

    (void)state;
    add(&set, "b", RELIEF_AMOUNT_OFF, 6000)->group = TEXT("g");
    add(&set, "a", RELIEF_PERCENT_OFF, 50 * MICRO)->group = TEXT("g");
    expect(&set, 4000, "b");
    set.reductions[0].amount_fen = 5000;
    expect(&set, 5000, "a");
    /* At its turn: after a first reduction of 9000 the fixed sum is the greater of the two. */
    add(&set, "first", RELIEF_AMOUNT_OFF, 9000)->priority = 1;
    expect(&set, 0, "first b");
}

/* Goal: a group's turn is that of its lowest priority and lowest id, whichever member is used. */
static void reduction_group_takes_the_place_of_its_lowest_member(void **state)
{
    struct set set = {.count = 0};

    (void)state;
    add(&set, "weak", RELIEF_AMOUNT_OFF, 1)->group = TEXT("g");
    set.reductions[0].priority = 1;
    add(&set, "strong", RELIEF_AMOUNT_OFF, 5000)->group = TEXT("g");
    set.reductions[1].priority = 90;
    add(&set, "half", RELIEF_PERCENT_OFF, 50 * MICRO)->priority = 50;
    expect(&set, 2500, "strong half");
}

/* Goal: an exclusive reduction is used alone, on the full standard, only where that leaves less. */
static void reduction_exclusive_stands_alone(void **state)
{
    struct set set = {.count = 0};

    (void)state;
    add(&set, "half", RELIEF_PERCENT_OFF, 50 * MICRO);
    add(&set, "x", RELIEF_AMOUNT_OFF, 6000)->exclusive = true;
    expect(&set, 4000, "x");
    set.reductions[1].amount_fen = 5000; /* a tie: the combination */
    expect(&set, 5000, "half");
    set.reductions[1].amount_fen = 4999;
    expect(&set, 5000, "half");
    add(&set, "w", RELIEF_CAP, 3000)->exclusive = true;
    add(&set, "v", RELIEF_AMOUNT_OFF, 7000)->exclusive = true;
    expect(&set, 3000, "v"); /* a tie of two exclusive ones: the lower id */
}

/* Goal: relief is what rounding leaves, never negative, and only relief above 0 is reported. */
static void reduction_relief_is_rounded_and_never_negative(void **state)
{
    struct set set = {.count = 0};

    (void)state;
    standard.round_to_fen = 100;
    assessed.standard_fen = 150;
    add(&set, "half", RELIEF_PERCENT_OFF, 50 * MICRO); /* keeps 0.75, rounded to 1 yuan */
    expect(&set, 100, "half");
    standard.rounding = ROUND_UP;
    set.reductions[0].percent_micro = 10 * MICRO; /* keeps 1.35, rounded up to 2 yuan: no relief */
    expect(&set, 150, "");
    standard.rounding = ROUND_DOWN;
    expect(&set, 100, "half");
    set.reductions[0] =
        (struct reduction){.id = TEXT("cap"), .relief = RELIEF_CAP, .amount_fen = 200};
    expect(&set, 150, "");
}

/* Goal: relief stops at what is left of a limit, also when more was given than the limit is now. */
static void reduction_limit_leaves_what_is_left(void **state)
{
    struct set set = {.count = 0};

    (void)state;
    add(&set, "free", RELIEF_EXEMPT, 0);
    limit(&set, 6000, 0);
    expect(&set, 4000, "free");
    facts.relief_used_fen[0] = 5999;
    expect(&set, 9999, "free");
    facts.relief_used_fen[0] = 6000;
    expect(&set, 10000, "");
    facts.relief_used_fen[0] = 9000;
    expect(&set, 10000, "");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(reduction_combination_agrees_with_the_rule, set_up),
        cmocka_unit_test_setup(reduction_none_leaves_the_standard, set_up),
        cmocka_unit_test_setup(reduction_priority_gives_the_order, set_up),
        cmocka_unit_test_setup(reduction_group_members_compete, set_up),
        cmocka_unit_test_setup(reduction_group_takes_the_place_of_its_lowest_member, set_up),
        cmocka_unit_test_setup(reduction_exclusive_stands_alone, set_up),
        cmocka_unit_test_setup(reduction_relief_is_rounded_and_never_negative, set_up),
        cmocka_unit_test_setup(reduction_limit_leaves_what_is_left, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * The classes of charges that conditions can tell apart: every achievable answer has a class, no
 * two classes answer alike, and a walk branches only where it must. */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feeguard/host.h"
#include "support/random.h"
#include "support/schedule.h"
#include "survey/cells.h"

#define ITEM(cases)                                                                                \
    "<items><item code='I' kind='administrative' basis='b'><standard basis='b'>" cases             \
    "</standard></item></items>"
#define CASE(when) "<case><when>" when "</when><free/></case>"
#define ATTR(name, tests) "<attr name='" name "' " tests "/>"

static struct bundle *bundle;
static struct cells cells;

static const struct standard *standard_of(const char *elements)
{
    const struct item_rules *rules;

    bundle = schedule_bundle(elements);
    rules = table_get(&bundle->snapshots[0].items, TEXT("I"));
    return &rules->item->standards[0];
}

static int tear_down(void **state)
{
    (void)state;
    cells_free(&cells);
    bundle_release(bundle);
    bundle = NULL;
    return 0;
}

/* The classes of the one attribute, "|" between them. */
static void assert_classes(const char *elements, const char *expected)
{
    char all[1024] = "", one[128];

    cells_add_cases(&cells, standard_of(elements));
    assert_int_equal(cells_prepare(&cells), CELLS_DONE);
    assert_int_equal(cells.attribute_count, 1);
    for (uint32_t i = 0; i < cells.attributes[0].class_count; i++) {
        cell_describe(&cells.attributes[0], i, FG_LANGUAGE_EN, one, sizeof(one));
        snprintf(all + strlen(all), sizeof(all) - strlen(all), "%s%s", i > 0 ? "|" : "", one);
    }
    assert_string_equal(all, expected);
}

static void words_are_told_apart_by_the_lists_that_hold_them(void **state)
{
    (void)state;
    assert_classes(ITEM(CASE(ATTR("a", "in='x y'")) CASE(ATTR("a", "in='y z w'"))),
                   "a = x|a = y|a = z or w|a absent|a any other");
}

static void numbers_are_told_apart_by_thresholds(void **state)
{
    (void)state;
    assert_classes(ITEM(CASE(ATTR("a", "ge='10' le='20'")) CASE(ATTR("a", "ge='30'"))),
                   "a ≥ 10 and ≤ 20|a ≥ 30|a < 10|a > 20 and < 30|a absent");
}

static void one_threshold_for_both_sides_stands_alone(void **state)
{
    (void)state;
    assert_classes(ITEM(CASE(ATTR("a", "le='5'")) CASE(ATTR("a", "ge='5.0'"))),
                   "a = 5|a < 5|a > 5|a absent");
}

static void a_base_has_no_values_between_neighbouring_fen(void **state)
{
    (void)state;
    assert_classes(
        ITEM(CASE(ATTR("charge.base", "le='10.00'")) CASE(ATTR("charge.base", "ge='10.01'"))),
        "charge.base ≤ 10.00|charge.base ≥ 10.01|charge.base absent");
}

static void a_base_between_thresholds_is_found_where_there_is_one(void **state)
{
    (void)state;
    assert_classes(
        ITEM(CASE(ATTR("charge.base", "le='10.00'")) CASE(ATTR("charge.base", "ge='10.02'"))),
        "charge.base ≤ 10.00|charge.base ≥ 10.02|charge.base > 10.00 and < 10.02|"
        "charge.base absent");
}

static void prefixes_nest(void **state)
{
    (void)state;
    assert_classes(ITEM(CASE(ATTR("a", "prefix='A'")) CASE(ATTR("a", "prefix='AB'"))),
                   "a begins with A|a begins with AB|a absent|a any other");
}

static void regions_stay_regions(void **state)
{
    (void)state;
    assert_classes(
        ITEM(CASE(ATTR("charge.region", "prefix='2101'")) CASE(ATTR("charge.region", "eq='21'"))),
        "charge.region = 21|charge.region begins with 2101|charge.region absent|"
        "charge.region any other");
}

static void presence_alone_makes_two_classes(void **state)
{
    (void)state;
    assert_classes(ITEM(CASE(ATTR("charge.quantity", "present='true'"))),
                   "charge.quantity absent|charge.quantity given");
}

static void a_unit_is_never_absent(void **state)
{
    (void)state;
    assert_classes(ITEM(CASE(ATTR("charge.unit", "eq='U1'"))),
                   "charge.unit = U1|charge.unit any other");
}

static void an_offered_value_stands_for_its_class(void **state)
{
    const struct attribute_name unit = {TEXT("charge.unit"), BUILTIN_CHARGE_UNIT};

    (void)state;
    cells_offer(&cells, unit, TEXT("U2"));
    assert_classes(ITEM(CASE(ATTR("charge.unit", "eq='U1'"))),
                   "charge.unit = U1|charge.unit any other");
    assert_int_equal(cells.attributes[0].classes[1].value.size, 2);
    assert_memory_equal(cells.attributes[0].classes[1].value.bytes, "U2", 2);
}

/* ---- walking ---- */

struct seen {
    char text[2048];
    uint32_t leaves;
};

static bool note(void *context, const struct cell_leaf *leaf)
{
    struct seen *seen = context;
    char line[256];
    size_t size = strlen(seen->text);

    cell_leaf_describe(leaf, FG_LANGUAGE_EN, line, sizeof(line));
    snprintf(seen->text + size, sizeof(seen->text) - size, "%s: %u%s\n", line,
             leaf->verdicts[0].index, leaf->verdicts[0].truth == TRUTH_UNDETERMINED ? "?" : "");
    seen->leaves++;
    return true;
}

static void a_walk_asks_only_for_what_matters(void **state)
{
    struct seen seen = {0};

    (void)state;
    cells_add_cases(&cells, standard_of(ITEM(CASE(ATTR("a", "eq='x'")) CASE(
                                ATTR("a", "eq='y'") ATTR("b", "eq='z'")) "<case><free/></case>")));
    assert_int_equal(cells_walk(&cells, 100, note, &seen), CELLS_DONE);
    assert_string_equal(seen.text, "a = x: 0\n"
                                   "a = y, b = z: 1\n"
                                   "a = y, b absent: 1?\n"
                                   "a = y, b any other: 2\n"
                                   "a absent: 0?\n"
                                   "a any other: 2\n");
}

static void too_many_leaves_are_told(void **state)
{
    struct seen seen = {0};

    (void)state;
    cells_add_cases(&cells, standard_of(ITEM(CASE(ATTR("a", "eq='x'")))));
    assert_int_equal(cells_walk(&cells, 2, note, &seen), CELLS_TOO_MANY);
    assert_int_equal(seen.leaves, 2);
}

static bool stop(void *context, const struct cell_leaf *leaf)
{
    (void)context;
    (void)leaf;
    return false;
}

static void a_visitor_may_end_the_walk(void **state)
{
    (void)state;
    cells_add_cases(&cells, standard_of(ITEM(CASE(ATTR("a", "eq='x'")))));
    assert_int_equal(cells_walk(&cells, 100, stop, NULL), CELLS_STOPPED);
}

/* ---- nothing is left out ---- */

/* Whatever value a charge has: some class answers as it does. */
struct probe {
    struct fg_charge request;
    struct fg_attribute attribute;
    struct charge charge;
    const struct standard *standard;
    bool found;
};

static enum truth ask(const struct condition *when, const struct charge *charge)
{
    static struct missing missing;

    missing.count = 0;
    return condition_judge(when, charge, &missing);
}

static bool compare(void *context, const struct cell_leaf *leaf)
{
    struct probe *probe = context;
    struct charge charge = {.request = leaf->charge,
                            .attribute_count = leaf->charge->attribute_count};
    bool same = true;

    for (uint32_t i = 0; i < probe->standard->case_count; i++) {
        const struct condition *when = probe->standard->cases[i].when;

        same = same && ask(when, &charge) == ask(when, &probe->charge);
    }
    probe->found = probe->found || same;
    return !same;
}

static void random_value(struct random *random, char text[16])
{
    static const char bytes[] = "0123459.-ax";
    uint32_t size = (uint32_t)random_below(random, 5);

    for (uint32_t i = 0; i < size; i++) text[i] = bytes[random_below(random, sizeof(bytes) - 1)];
    text[size] = '\0';
}

static void every_value_has_its_class(void **state)
{
    struct probe probe = {0};
    struct random random;
    char text[16];

    (void)state;
    probe.standard = standard_of(ITEM(
        CASE(ATTR("a", "prefix='1'")) CASE(ATTR("a", "prefix='12'")) CASE(ATTR("a", "prefix='-'"))
            CASE(ATTR("a", "ge='12'")) CASE(ATTR("a", "le='15.5'")) CASE(ATTR("a", "ge='-3'"))
                CASE(ATTR("a", "in='5 12 ax'")) CASE(ATTR("a", "ne='x'"))
                    CASE(ATTR("a", "ge='200'")) CASE(ATTR("a", "present='false'"))));
    for (uint32_t i = 0; i < probe.standard->case_count; i++) {
        cells_add_condition(&cells, probe.standard->cases[i].when);
    }
    random.state = 1;
    for (int i = 0; i < 20000; i++) {
        random_value(&random, text);
        probe.attribute = (struct fg_attribute){TEXT("a"), text_of(text)};
        probe.request = (struct fg_charge){.attributes = &probe.attribute, .attribute_count = 1};
        probe.charge = (struct charge){.request = &probe.request, .attribute_count = 1};
        probe.found = false;
        cells_walk(&cells, 1000, compare, &probe);
        if (!probe.found) fprintf(stderr, "value \"%s\"\n", text);
        assert_true(probe.found);
    }
}

int main(void)
{
#define CELL_TEST(test) cmocka_unit_test_teardown(test, tear_down)
    const struct CMUnitTest tests[] = {
        CELL_TEST(words_are_told_apart_by_the_lists_that_hold_them),
        CELL_TEST(numbers_are_told_apart_by_thresholds),
        CELL_TEST(one_threshold_for_both_sides_stands_alone),
        CELL_TEST(a_base_has_no_values_between_neighbouring_fen),
        CELL_TEST(a_base_between_thresholds_is_found_where_there_is_one),
        CELL_TEST(prefixes_nest),
        CELL_TEST(regions_stay_regions),
        CELL_TEST(presence_alone_makes_two_classes),
        CELL_TEST(a_unit_is_never_absent),
        CELL_TEST(an_offered_value_stands_for_its_class),
        CELL_TEST(a_walk_asks_only_for_what_matters),
        CELL_TEST(too_many_leaves_are_told),
        CELL_TEST(a_visitor_may_end_the_walk),
        CELL_TEST(every_value_has_its_class),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

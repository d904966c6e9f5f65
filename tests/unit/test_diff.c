/* SPDX-License-Identifier: Apache-2.0
 * What changes between two small bundles: who pays more, who less, on which days, and what else. */
#include "support/test.h"

#include <stdio.h>
#include <string.h>

#include "diff/diff.h"
#include "feeguard/host.h"
#include "json.h"
#include "support/schedule.h"
#include "survey/curves.h"

#define ITEM(code, inside) "<item code='" code "' kind='administrative' basis='b'>" inside "</item>"
#define STANDARD(inside) "<standard basis='b'>" inside "</standard>"
#define CASE(when, tariff) "<case><when>" when "</when>" tariff "</case>"
#define ELSE(tariff) "<case>" tariff "</case>"
#define ATTR(name, tests) "<attr name='" name "' " tests "/>"
#define FIXED(amount) "<fixed amount='" amount "'/>"
#define ITEMS(inside) "<items>" inside "</items>"
#define ONE(tariff) ITEMS(ITEM("I", STANDARD(ELSE(tariff))))
#define REDUCTION(inside)                                                                          \
    "<reductions><reduction basis='b' items='I' " inside "</reduction></reductions>"
#define UNITS "<units><unit code='U' department='d' level='county' region='210102'/></units>"

static struct diff diff;
static char told[65536];

static int tear_down(void **state)
{
    (void)state;
    changes_free(&diff.changes);
    bundle_release((struct bundle *)diff.bundles[OLD]);
    bundle_release((struct bundle *)diff.bundles[NEW]);
    diff.bundles[OLD] = diff.bundles[NEW] = NULL;
    return 0;
}

static void tell(const char *format, const char *text)
{
    size_t size = strlen(told);

    snprintf(told + size, sizeof(told) - size, format, text);
}

static void tell_day(const char *format, int32_t day)
{
    char text[11];

    day_format(day, text);
    tell(format, text);
}

static void tell_money(const struct change_money *money)
{
    char text[160], from[32], to[32];

    if (money->axis != AXIS_NONE) {
        axis_format((enum curve_axis)money->axis, money->from, from);
        axis_format((enum curve_axis)money->axis, money->to < 0 ? 0 : money->to, to);
        snprintf(text, sizeof(text), " [%s,%s]", from, money->to < 0 ? "" : to);
        tell("%s", text);
    }
    snprintf(text, sizeof(text), " %lld>%lld (%lld,%lld%s)", (long long)money->first[OLD].due_fen,
             (long long)money->first[NEW].due_fen, (long long)money->least, (long long)money->most,
             money->unbounded ? "+" : "");
    tell("%s", text);
}

static void tell_change(const struct change *change)
{
    tell("%s", change->item.size > 0 ? change->item.bytes : "-");
    tell(" %s", change_kind_name(change->kind));
    if (change->subject.size > 0) tell(" %s", change->subject.bytes);
    if (change->effect != EFFECT_NONE) tell(" %s", effect_name(change->effect));
    if (change->low_effect > EFFECT_SAME) tell(" low %s", effect_name(change->low_effect));
    if (change->rule.from > DAY_BEGINNING) tell_day(" from %s", change->rule.from);
    if (change->rule.to < DAY_END) tell_day(" to %s", change->rule.to);
    if (change->area.size > 0) tell(" in %s", change->area.bytes);
    if (change->when.size > 0) tell(" {%s}", change->when.bytes);
    if (change->has_money) tell_money(&change->money);
    tell("%s", "\n");
}

static const char *compared(const char *old, const char *new)
{
    static const struct terms no_terms;

    diff = (struct diff){.terms = {&no_terms, &no_terms}, .language = FG_LANGUAGE_EN};
    diff.bundles[OLD] = schedule_bundle(old);
    diff.bundles[NEW] = schedule_bundle(new);
    bundles_compare(&diff);
    told[0] = '\0';
    for (uint32_t i = 0; i < diff.changes.count; i++) tell_change(diff.changes.list[i]);
    return told;
}

static void assert_changes(const char *old, const char *new, const char *expected)
{
    assert_string_equal(compared(old, new), expected);
}

/* ---- amounts ---- */

static void equal_rules_are_no_change(void **state)
{
    (void)state;
    assert_changes(UNITS ONE(FIXED("80")), UNITS "\n\n" ONE(FIXED("80.00")), "");
}

static void a_fixed_amount_is_raised(void **state)
{
    (void)state;
    assert_changes(ONE(FIXED("80")), ONE(FIXED("100")), "I standard more 8000>10000 (2000,2000)\n");
}

static void a_new_band_lowers_and_raises(void **state)
{
    (void)state;
    assert_changes(ONE("<rate percent='2'/>"),
                   ONE("<brackets on='base' mode='marginal'><band upto='1000' percent='1'/>"
                       "<band percent='3'/></brackets>"),
                   "I standard less [0.00,2000.00] 0>0 (-1000,0)\n"
                   "I standard more [2000.01,] 4000>4000 (0,0+)\n");
}

static void a_threshold_that_moves_concerns_those_between(void **state)
{
    (void)state;
    assert_changes(
        ITEMS(ITEM("I", STANDARD(CASE(ATTR("staff", "le='300'"), FIXED("10")) ELSE(FIXED("50"))))),
        ITEMS(ITEM("I", STANDARD(CASE(ATTR("staff", "le='200'"), FIXED("10")) ELSE(FIXED("50"))))),
        "I standard more {staff > 200 and ≤ 300} 1000>5000 (4000,4000)\n");
}

static void a_threshold_of_the_base_bounds_the_stretch(void **state)
{
    (void)state;
    assert_changes(
        ITEMS(ITEM("I", STANDARD(CASE(ATTR("charge.base", "le='100'"), FIXED("1"))
                                     ELSE("<rate percent='2'/>")))),
        ITEMS(ITEM("I", STANDARD(CASE(ATTR("charge.base", "le='150'"), FIXED("1"))
                                     ELSE("<rate percent='2'/>")))),
        "I standard less {charge.base > 100 and ≤ 150} [100.01,150.00] 200>100 (-200,-100)\n");
}

static void a_later_standard_changes_from_its_date(void **state)
{
    (void)state;
    assert_changes(ONE(FIXED("80")),
                   ITEMS(ITEM("I", "<standard to='2026-12-31' basis='b'>" ELSE(
                                       FIXED("80")) "</standard>"
                                                    "<standard from='2027-01-01' basis='b'>" ELSE(
                                                        FIXED("60")) "</standard>")),
                   "I standard less from 2027-01-01 8000>6000 (-2000,-2000)\n");
}

static void a_gap_of_dates_is_no_longer_chargeable(void **state)
{
    (void)state;
    assert_changes(
        ONE(FIXED("80")),
        ITEMS(ITEM("I", "<standard to='2026-12-31' basis='b'>" ELSE(FIXED("80")) "</standard>")),
        "I standard not-chargeable from 2027-01-01\n");
}

static void bounds_make_pieces(void **state)
{
    (void)state;
    assert_changes(ONE("<rate percent='3' max='100.00'/>"), ONE("<rate percent='2' max='200.00'/>"),
                   "I standard less [0.00,5000.00] 0>0 (-3333,0)\n"
                   "I standard more [5000.01,] 10000>10000 (0,10000)\n");
}

static void both_ends_of_a_range_are_compared(void **state)
{
    (void)state;
    assert_changes(ONE("<range><low>" FIXED("10") "</low><high>" FIXED("50") "</high></range>"),
                   ONE("<range><low>" FIXED("20") "</low><high>" FIXED("40") "</high></range>"),
                   "I standard less low more 5000>4000 (-1000,-1000)\n");
}

static void a_derived_item_changes_with_its_source(void **state)
{
    (void)state;
    assert_changes(
        ITEMS(ITEM("S", STANDARD(ELSE(FIXED("90"))))
                  ITEM("I", STANDARD(ELSE("<derived item='S' ratio='1/3'/>")))),
        ITEMS(ITEM("S", STANDARD(CASE(ATTR("a", "eq='x'"), FIXED("60")) ELSE(FIXED("90"))))
                  ITEM("I", STANDARD(ELSE("<derived item='S' ratio='1/3'/>")))),
        "I standard less {a = x} 3000>2000 (-1000,-1000)\n"
        "I standard asks {a absent}\n"
        "S standard less {a = x} 9000>6000 (-3000,-3000)\n"
        "S standard asks {a absent}\n");
}

#define HOMES                                                                                      \
    ITEM("S", STANDARD(CASE(ATTR("use", "eq='home'"), FIXED("40")) ELSE("<per-unit price='2'/>")))

/* Goal: what another item costs in cases that do not apply makes no axis. */
static void a_derived_item_looks_at_the_case_that_applies(void **state)
{
    (void)state;
    assert_changes(ITEMS(HOMES ITEM("I", STANDARD(ELSE("<derived item='S' ratio='1/2'/>")))),
                   ITEMS(HOMES ITEM("I", STANDARD(ELSE("<derived item='S' ratio='1/4'/>")))),
                   "I standard less {use = home} 2000>1000 (-1000,-1000)\n"
                   "I standard less {use a value that no rule names} [0,] 0>0 (0,0+)\n");
}

static void other_words_with_the_same_meaning_change_no_money(void **state)
{
    (void)state;
    assert_changes(ITEMS(ITEM("I", STANDARD(CASE(ATTR("a", "eq='x'"), FIXED("1"))
                                                CASE(ATTR("a", "eq='y'"), FIXED("2"))))),
                   ITEMS(ITEM("I", STANDARD(CASE(ATTR("a", "eq='y'"), FIXED("2"))
                                                CASE(ATTR("a", "eq='x'"), FIXED("1"))))),
                   "I wording same\n");
}

static void roundings_that_differ_matter_where_lines_are_close(void **state)
{
    (void)state;
    assert_changes(ONE("<rate percent='1'/>"),
                   ITEMS(ITEM("I", "<standard basis='b' rounding='down'>"
                                   "<case><rate percent='1'/></case></standard>")),
                   "I standard rounding [0.00,] 0>0 (0,0)\n");
    tear_down(NULL);
    assert_changes(ONE(FIXED("80")),
                   ITEMS(ITEM("I", "<standard basis='b' rounding='down'>"
                                   "<case><fixed amount='80'/></case></standard>")),
                   "I wording same\n");
}

static void a_multiplier_changes_no_sign(void **state)
{
    (void)state;
    assert_changes(ONE("<fixed amount='2' times='days'/>"), ONE("<fixed amount='3' times='days'/>"),
                   "I standard more 200>300 (100,100)\n");
}

/* Goal: what the old standard is multiplied by does not hide what the new one is. */
static void each_multiplier_counts_for_itself(void **state)
{
    (void)state;
    assert_changes(ONE("<per-unit price='2' times='charge.base'/>"),
                   ONE("<fixed amount='3' times='days'/>"), "I standard depends\n");
}

static void what_hangs_on_two_axes_is_proved_by_parts(void **state)
{
    const char *old = ONE("<sum max='500'><rate percent='1'/><per-unit price='2'/></sum>");

    (void)state;
    assert_changes(old, ONE("<sum max='600'><rate percent='1'/><per-unit price='3'/></sum>"),
                   "I standard more\n");
    tear_down(NULL);
    assert_changes(old, ONE("<sum max='600'><rate percent='1'/><per-unit price='1'/></sum>"),
                   "I standard depends\n");
}

static void steps_that_differ_are_proved_by_parts(void **state)
{
    (void)state;
    assert_changes(ONE("<per-unit price='2'/>"), ONE("<per-unit price='2' step='10'/>"),
                   "I standard more\n");
    tear_down(NULL);
    assert_changes(ONE("<per-unit price='2' step='4'/>"), ONE("<per-unit price='2' step='10'/>"),
                   "I standard depends\n");
}

/* ---- reductions ---- */

static void a_new_reduction_lowers_what_is_due(void **state)
{
    (void)state;
    assert_changes(ONE(FIXED("80")),
                   ONE(FIXED("80")) REDUCTION("id='r' from='2026-01-01'><when>"
                                              "<attr name='payer.type' eq='enterprise'/></when>"
                                              "<percent-off percent='25'/>"),
                   "I standard less from 2026-01-01 {payer.type = enterprise} 8000>6000 "
                   "(-2000,-2000)\n"
                   "I reduction r\n");
}

static void a_reduction_along_the_base_has_its_own_breaks(void **state)
{
    (void)state;
    assert_changes(ONE("<rate percent='1'/>"),
                   ONE("<rate percent='2'/>") REDUCTION("id='r'><amount-off amount='10'/>"),
                   "I standard less [0.00,1000.00] 0>0 (-500,0)\n"
                   "I standard more [1000.01,] 1000>1000 (0,0+)\n"
                   "I reduction r\n");
}

static void those_exempt_pay_no_more_of_a_rise(void **state)
{
    const char *reduction =
        REDUCTION("id='r'><when><attr name='payer.type' eq='school'/></when><exempt/>");
    char old[2048], new[2048];

    (void)state;
    snprintf(old, sizeof(old), "%s%s", ONE("<rate percent='1'/>"), reduction);
    snprintf(new, sizeof(new), "%s%s", ONE("<rate percent='2'/>"), reduction);
    assert_changes(old, new,
                   "I standard more {payer.type absent or a value that no rule names} [0.00,] "
                   "0>0 (0,0+)\n");
}

static void a_limit_and_a_cap_are_regimes(void **state)
{
    (void)state;
    assert_changes(ONE("<rate percent='1'/>"),
                   ONE("<rate percent='1'/>")
                       REDUCTION("id='r'><exempt/><limit amount='5' per='year'/>"),
                   "I standard less [0.00,] 0>0 (-500,0)\n"
                   "I reduction r\n");
    tear_down(NULL);
    assert_changes(ONE("<rate percent='1'/>") REDUCTION("id='r'><cap amount='100'/>"),
                   ONE("<rate percent='1'/>") REDUCTION("id='r'><cap amount='150'/>"),
                   "I standard more [10000.01,] 10000>10000 (0,5000)\n"
                   "I reduction r\n");
}

static void several_reductions_are_told_with_their_amounts(void **state)
{
    static const char two[] =
        "<reductions><reduction id='p' basis='b' items='I' priority='1'><percent-off percent='50'/>"
        "</reduction><reduction id='q' basis='b' items='I' priority='2'><amount-off amount='5'/>"
        "</reduction></reductions>";
    char new[2048];

    (void)state;
    snprintf(new, sizeof(new), "%s%s", ONE(FIXED("80")), two);
    assert_changes(ONE(FIXED("80")), new,
                   "I standard less 8000>3500 (-4500,-4500)\nI reduction p\nI reduction q\n");
    tear_down(NULL);
    snprintf(new, sizeof(new), "%s%s", ONE("<rate percent='1'/>"), two);
    assert_changes(ONE("<rate percent='1'/>"), new,
                   "I standard less [0.00,] 0>0 (0,0+)\nI reduction p\nI reduction q\n");
}

/* ---- what else changes ---- */

static void items_are_added_and_abolished(void **state)
{
    (void)state;
    assert_changes(ITEMS(ITEM("A", STANDARD(ELSE(FIXED("1"))))),
                   ITEMS(ITEM("B", STANDARD(ELSE(FIXED("1"))))),
                   "A abolished not-chargeable\nB added chargeable\n");
}

static void a_grant_is_withdrawn(void **state)
{
    (void)state;
    assert_changes(
        ITEMS(ITEM("I", "<grants><grant department='d'/><grant level='county'/></grants>" STANDARD(
                            ELSE(FIXED("1"))))),
        ITEMS(ITEM("I", "<grants><grant level='county'/></grants>" STANDARD(ELSE(FIXED("1"))))),
        "I grant\n");
    assert_true(diff.changes.list[0]->words[OLD].size > 0);
    assert_int_equal(diff.changes.list[0]->words[NEW].size, 0);
}

static void attributes_of_an_item_are_told_one_by_one(void **state)
{
    (void)state;
    assert_changes("<items><item code='I' name='a' kind='administrative' basis='b'>"
                   "<period per='year'/></item></items>",
                   "<items><item code='I' name='b' kind='fund' basis='b' dated-by='charge' "
                   "category='c' to='2030-12-31'><period per='month'/>"
                   "<observe from='2026-01-01' to='2026-06-30'/></item></items>",
                   "I attribute name\nI attribute kind\nI attribute category\nI attribute dates\n"
                   "I attribute dated-by\nI attribute period\nI attribute observe\n"
                   "I force not-chargeable from 2031-01-01\n");
}

static void a_bundle_changes_beside_its_items(void **state)
{
    (void)state;
    assert_changes(
        UNITS "<prohibitions><prohibition id='p' basis='b'><keyword>a</keyword></prohibition>"
              "</prohibitions>",
        "<units><unit code='U' department='e' level='county' region='210102'/>"
        "<unit code='V' region='210102'/></units>"
        "<prohibitions><prohibition id='p' basis='b'><keyword>b</keyword></prohibition>"
        "<prohibition id='q' basis='b'><keyword>c</keyword></prohibition></prohibitions>"
        "<calendar><holiday name='h' from='2026-02-15' to='2026-02-23' watch='7'/></calendar>",
        "- unit U\n- unit V\n- prohibition p\n- prohibition q\n- holiday h\n");
}

static void dates_before_all_dates_are_no_change(void **state)
{
    (void)state;
    assert_changes(ONE(FIXED("80")),
                   "<items><item code='I' kind='administrative' basis='b'><standard basis='b' "
                   "from='1900-01-01'><case><fixed amount='80'/></case></standard></item></items>",
                   "");
}

/* ---- limits, and how it is told ---- */

static void too_many_classes_are_never_sampled(void **state)
{
    char cases[8192] = "", old[9000], new[9000];

    (void)state;
    for (int i = 0; i < 12; i++) {
        size_t size = strlen(cases);

        snprintf(cases + size, sizeof(cases) - size,
                 "<any><attr name='a%d' eq='x'/><attr name='b%d' eq='x'/></any>", i, i);
    }
    snprintf(old, sizeof(old),
             ITEMS(ITEM("I", STANDARD("<case><when><all>%s</all></when><free/></case>"
                                      "<case><fixed amount='1'/></case>"))),
             cases);
    snprintf(new, sizeof(new),
             ITEMS(ITEM("I", STANDARD("<case><when><all>%s</all></when><free/></case>"
                                      "<case><fixed amount='2'/></case>"))),
             cases);
    assert_changes(old, new, "I standard unknown\n");
}

static void a_summary_counts_items(void **state)
{
    struct output output = {0};

    (void)state;
    compared(ITEMS(ITEM("A", STANDARD(ELSE(FIXED("1")))) ITEM("B", STANDARD(ELSE(FIXED("1"))))
                       ITEM("C", STANDARD(ELSE("<rate percent='2'/>")))),
             ITEMS(ITEM("B", STANDARD(ELSE(FIXED("2"))))
                       ITEM("C", STANDARD(ELSE("<rate percent='1' min='5'/>")))
                           ITEM("D", STANDARD(ELSE(FIXED("1"))))));
    changes_summary(&diff.changes, FG_LANGUAGE_EN, &output);
    output_text(&output, (struct fg_text){"", 1, 0});
    assert_string_equal(output.bytes, "items: 1 added, 1 abolished, 1 raised, 0 lowered, 1 mixed, "
                                      "0 otherwise changed; 0 other changes\n");
    output_free(&output);
}

static void a_line_of_json_says_all(void **state)
{
    struct output output = {0};

    (void)state;
    compared(ITEMS(ITEM("I", STANDARD(CASE(ATTR("a", "eq='x'"), FIXED("1")) ELSE("<free/>")))),
             ITEMS(ITEM("I", STANDARD(CASE(ATTR("a", "eq='x'"), FIXED("2")) ELSE("<free/>")))));
    change_json(diff.changes.list[0], &output);
    output_text(&output, (struct fg_text){"", 1, 0});
    assert_string_equal(
        output.bytes,
        "{\"change\":\"standard\",\"item\":\"I\",\"effect\":\"more\","
        "\"charged_from\":\"2020-01-01\",\"when\":\"a = x\","
        "\"cases\":[[{\"name\":\"a\",\"any\":[{\"in\":[\"x\"]}]}]],\"old\":\"1元\",\"new\":\"2元\","
        "\"old_basis\":\"b\",\"new_basis\":\"b\","
        "\"old_amounts\":{\"standard\":\"1.00\",\"due\":\"1.00\"},"
        "\"new_amounts\":{\"standard\":\"2.00\",\"due\":\"2.00\"},"
        "\"least\":\"1.00\",\"most\":\"1.00\"}");
    output_free(&output);
}

int main(void)
{
#define DIFF_TEST(test) cmocka_unit_test_teardown(test, tear_down)
    const struct CMUnitTest tests[] = {
        DIFF_TEST(equal_rules_are_no_change),
        DIFF_TEST(a_fixed_amount_is_raised),
        DIFF_TEST(a_new_band_lowers_and_raises),
        DIFF_TEST(a_threshold_that_moves_concerns_those_between),
        DIFF_TEST(a_threshold_of_the_base_bounds_the_stretch),
        DIFF_TEST(a_later_standard_changes_from_its_date),
        DIFF_TEST(a_gap_of_dates_is_no_longer_chargeable),
        DIFF_TEST(bounds_make_pieces),
        DIFF_TEST(both_ends_of_a_range_are_compared),
        DIFF_TEST(a_derived_item_changes_with_its_source),
        DIFF_TEST(a_derived_item_looks_at_the_case_that_applies),
        DIFF_TEST(other_words_with_the_same_meaning_change_no_money),
        DIFF_TEST(roundings_that_differ_matter_where_lines_are_close),
        DIFF_TEST(a_multiplier_changes_no_sign),
        DIFF_TEST(each_multiplier_counts_for_itself),
        DIFF_TEST(what_hangs_on_two_axes_is_proved_by_parts),
        DIFF_TEST(steps_that_differ_are_proved_by_parts),
        DIFF_TEST(a_new_reduction_lowers_what_is_due),
        DIFF_TEST(a_reduction_along_the_base_has_its_own_breaks),
        DIFF_TEST(those_exempt_pay_no_more_of_a_rise),
        DIFF_TEST(a_limit_and_a_cap_are_regimes),
        DIFF_TEST(several_reductions_are_told_with_their_amounts),
        DIFF_TEST(items_are_added_and_abolished),
        DIFF_TEST(a_grant_is_withdrawn),
        DIFF_TEST(attributes_of_an_item_are_told_one_by_one),
        DIFF_TEST(a_bundle_changes_beside_its_items),
        DIFF_TEST(dates_before_all_dates_are_no_change),
        DIFF_TEST(too_many_classes_are_never_sampled),
        DIFF_TEST(a_summary_counts_items),
        DIFF_TEST(a_line_of_json_says_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Spans: time is cut where a rule begins and after it ends, nowhere else. */
#include "support/test.h"

#include <stdio.h>
#include <string.h>

#include "support/schedule.h"
#include "survey/spans.h"

static struct bundle *bundle;
static struct spans spans;

static int tear_down(void **state)
{
    (void)state;
    spans_free(&spans);
    bundle_release(bundle);
    bundle = NULL;
    return 0;
}

static void assert_spans(const char *expected)
{
    const struct days within = {DAY_FIRST, DAY_LAST};
    char all[512] = "", from[11];
    uint32_t count;
    const struct days *list = spans_list(&spans, within, &count);

    for (uint32_t i = 0; i < count; i++) {
        day_format(list[i].from, from);
        snprintf(all + strlen(all), sizeof(all) - strlen(all), "%s%s", i > 0 ? " " : "", from);
        assert_int_equal(list[i].to, i + 1 < count ? list[i + 1].from - 1 : DAY_LAST);
    }
    assert_string_equal(all, expected);
}

static const char schedule[] =
    "<units><unit code='U' region='000000'/><unit code='V' region='000000'/>"
    "<delegation from='U' to='V' items='I' basis='b' from-date='2021-05-01'/></units>\n"
    "<items><item code='S' kind='administrative' basis='b'>"
    "<standard to='2022-06-30' basis='b'><case><free/></case></standard>"
    "<standard from='2022-07-01' basis='b'><case><free/></case></standard></item>\n"
    "<item code='I' kind='administrative' basis='b' from='2020-01-01' to='2030-12-31'>"
    "<grants><grant unit='U' from='2021-01-01' to='2021-12-31'/></grants>"
    "<standard from='2020-01-01' to='2023-12-31' basis='b'>"
    "<case><derived item='S' ratio='1'/></case></standard></item></items>\n"
    "<reductions><reduction id='r' basis='b' items='I' from='2024-01-01' to='2024-01-01'>"
    "<exempt/></reduction></reductions>\n";

static void rule_dates_follow_standards_sources_and_reductions(void **state)
{
    const struct snapshot *snapshot;

    (void)state;
    bundle = schedule_bundle(schedule);
    snapshot = &bundle->snapshots[0];
    spans_add_rule_dates(&spans, snapshot, table_get(&snapshot->items, TEXT("I")));
    assert_spans("1900-01-01 2020-01-01 2022-07-01 2024-01-01 2024-01-02 2031-01-01");
}

static void nothing_that_changes_is_one_span(void **state)
{
    (void)state;
    spans_add(&spans, (struct days){DAY_BEGINNING, DAY_END});
    spans_add(&spans, (struct days){5, 4});
    assert_spans("1900-01-01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(rule_dates_follow_standards_sources_and_reductions, tear_down),
        cmocka_unit_test_teardown(nothing_that_changes_is_one_span, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * The named limits of the compiled tables: what is just inside is taken, what is past is refused by
 * the rule "limit". */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "load/load.h"
#include "rules/snapshot.h"
#include "support/files.h"

#define HEAD                                                                                       \
    "<schedule xmlns='urn:feeguard:schedule:1' id='D' level='national' region='000000' "           \
    "serial='1' effective='2020-01-01'><bases><basis id='b' level='national'/></bases>\n"
#define ITEM "<item code='I%u' kind='administrative' basis='b'><standard basis='b'><case>"
#define END_ITEM "</case></standard></item>\n"

struct found {
    size_t limits, others;
};

static void note_fault(void *context, const struct fault *fault)
{
    struct found *found = context;

    if (strcmp(fault->rule, "limit") == 0) {
        found->limits++;
    } else {
        found->others++;
    }
}

__attribute__((format(printf, 2, 3))) static void add(struct buffer *xml, const char *format, ...)
{
    char piece[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(piece, sizeof(piece), format, arguments);
    va_end(arguments);
    buffer_add(xml, piece, strlen(piece));
}

/* Loads one document; ends the buffer. */
static fg_status load(struct buffer *xml, struct found *found)
{
    char directory[PATH_SIZE];
    struct bundle *bundle;
    struct fg_text path;
    fg_status status;

    buffer_add(xml, "</schedule>", sizeof("</schedule>")); /* with its NUL */
    assert_false(xml->failed);
    directory_make(directory);
    disk_write(directory, "a.xml", (const char *)xml->bytes);
    path = text_of(directory);
    *found = (struct found){0};
    status = bundle_load(&path, 1, NULL, (struct fault_sink){found, note_fault}, &bundle);
    bundle_release(bundle);
    directory_remove(directory);
    buffer_free(xml);
    return status;
}

static fg_status load_chain(uint32_t length, struct found *found)
{
    struct buffer xml;

    buffer_init(&xml);
    add(&xml, HEAD "<items>" ITEM "<fixed amount='1'/>" END_ITEM, 0U);
    for (uint32_t i = 1; i <= length; i++) {
        add(&xml, ITEM "<derived item='I%u' ratio='1/3'/>" END_ITEM, i, i - 1);
    }
    add(&xml, "</items>");
    return load(&xml, found);
}

/* Goal: a charge makes the rules compute at most 128 standards. */
static void compile_bounds_derived_tariffs(void **state)
{
    struct found found;

    (void)state;
    assert_int_equal(load_chain(128, &found), FG_OK);
    assert_int_equal(load_chain(129, &found), FG_SCHEDULE_REFUSED);
    assert_int_equal(found.limits, 1);
    assert_int_equal(found.others, 0);
}

/* A chain of items, each of which derives from the one before inside so many nested sums. */
static fg_status load_nested(uint32_t length, uint32_t sums, struct found *found)
{
    struct buffer xml;

    buffer_init(&xml);
    add(&xml, HEAD "<items>" ITEM "<fixed amount='1'/>" END_ITEM, 0U);
    for (uint32_t i = 1; i <= length; i++) {
        add(&xml, ITEM, i);
        for (uint32_t j = 0; j < sums; j++) add(&xml, "<sum>");
        add(&xml, "<derived item='I%u' ratio='1/3'/>", i - 1);
        for (uint32_t j = 0; j < sums; j++) add(&xml, "</sum>");
        add(&xml, END_ITEM);
    }
    add(&xml, "</items>");
    return load(&xml, found);
}

/* Goal: computing a standard never goes deeper than 512 tariffs, whatever chains and sums make of
 * each other. */
static void compile_bounds_levels_of_tariffs(void **state)
{
    struct found found;

    (void)state;
    assert_int_equal(load_nested(9, 55, &found), FG_OK); /* 9 * 56 + 1 = 505 */
    assert_int_equal(load_nested(10, 55, &found), FG_SCHEDULE_REFUSED);
    assert_int_equal(found.limits, 1);
    assert_int_equal(found.others, 0);
}

static fg_status load_names(uint32_t count, struct found *found)
{
    struct buffer xml;

    buffer_init(&xml);
    add(&xml, HEAD "<items>" ITEM "<sum>", 0U);
    for (uint32_t i = 0; i < count; i++) add(&xml, "<fixed amount='1' times='n%u'/>\n", i);
    add(&xml, "</sum>" END_ITEM "</items>");
    return load(&xml, found);
}

/* Goal: what a decision can name as missing fits it: four names of its own and those of rules. */
static void compile_bounds_attribute_names(void **state)
{
    struct found found;

    (void)state;
    assert_int_equal(load_names(ATTRIBUTE_NAMES_MAX - 4, &found), FG_OK);
    assert_int_equal(load_names(ATTRIBUTE_NAMES_MAX - 3, &found), FG_SCHEDULE_REFUSED);
    assert_int_equal(found.limits, 1);
    assert_int_equal(found.others, 0);
}

static fg_status load_reductions(uint32_t count, struct found *found)
{
    struct buffer xml;

    buffer_init(&xml);
    add(&xml, HEAD "<items>" ITEM "<fixed amount='1'/>" END_ITEM "</items><reductions>", 0U);
    for (uint32_t i = 0; i < count; i++) {
        add(&xml, "<reduction id='r%u' basis='b' items='I0'><exempt/></reduction>\n", i);
    }
    add(&xml, "</reductions>");
    return load(&xml, found);
}

/* Goal: the arrays of a decision hold every reduction that can name an item. */
static void compile_bounds_reductions_of_an_item(void **state)
{
    struct found found;

    (void)state;
    assert_int_equal(load_reductions(ITEM_REDUCTIONS_MAX, &found), FG_OK);
    assert_int_equal(load_reductions(ITEM_REDUCTIONS_MAX + 1, &found), FG_SCHEDULE_REFUSED);
    assert_int_equal(found.limits, 1);
    assert_int_equal(found.others, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compile_bounds_derived_tariffs),
        cmocka_unit_test(compile_bounds_levels_of_tariffs),
        cmocka_unit_test(compile_bounds_attribute_names),
        cmocka_unit_test(compile_bounds_reductions_of_an_item),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

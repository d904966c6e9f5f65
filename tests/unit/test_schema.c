/* SPDX-License-Identifier: Apache-2.0
 * The library and the published schema say the same: whatever the library takes, the schema takes.
 * Every attribute of whole bundles is given odd values, left out, and misspelt. */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feeguard/host.h"
#include "load/load.h"
#include "rules/snapshot.h"
#include "schema/schema.h"
#include "support/files.h"

/* At and beyond the edges of every kind of value. */
static const char *const values[] = {
    "",
    " ",
    "0",
    "00",
    "-1",
    "+1",
    "1",
    "100",
    "101",
    "1000",
    "1000.1",
    "1.2",
    "1.23",
    "1.234567",
    "1.2345678",
    "1e2",
    ".5",
    "5.",
    "1/3",
    "0/1",
    "1/0",
    "true",
    "TRUE",
    "none",
    "2026-02-28",
    "2026-02-29",
    "1899-12-31",
    "1900-1-01",
    "00",
    "21",
    "2101",
    "210100",
    "2101001",
    "national",
    "P30D",
    "P0D",
    "P1Y",
    "02-29",
    "x y",
    "x x",
    "费",
    "1 000",
    "10000000000000",
    "10000000000000.01",
    "9999999999999.99",
    "1000000000",
    "999999999.999999",
};

static char directory[PATH_SIZE];
static struct schema *schema;
static uint64_t taken, refused;

static void count_fault(void *context, const struct fault *fault)
{
    (void)context;
    (void)fault;
}

static void keep_fault(void *context, const struct fault *fault)
{
    fault_format(fault, FG_LANGUAGE_EN, context, 1024);
}

/* Loads the text as a bundle, and holds the schema's opinion of it beside the library's. */
static void hold_beside(const char *content)
{
    struct fg_text path = text_of(directory);
    struct bundle *bundle = NULL;
    char said[1024] = "";
    struct faults faults = {.sink = {said, keep_fault}};

    disk_write(directory, "d.xml", content);
    if (bundle_load(&path, 1, NULL, (struct fault_sink){NULL, count_fault}, &bundle) != FG_OK) {
        refused++;
        return;
    }
    bundle_release(bundle);
    taken++;
    assert_true(schema_check(schema, TEXT("d.xml"), text_of(content), &faults));
    if (faults.count > 0) fail_msg("the library takes what the schema refuses: %s", said);
}

/* The content with the bytes from `at` to `end` replaced. */
static void with(const char *content, size_t at, size_t end, const char *by)
{
    size_t size = strlen(content) + strlen(by) + 1;
    char *changed = malloc(size);

    assert_non_null(changed);
    snprintf(changed, size, "%.*s%s%s", (int)at, content, by, content + end);
    hold_beside(changed);
    free(changed);
}

/* Each attribute, from the blank before its name to its closing quote. */
static void change_attributes(const char *content)
{
    const char *equals = strstr(content, "<schedule"); /* the declaration stays */

    assert_non_null(equals);
    while ((equals = strpbrk(equals, "=")) != NULL) {
        char quote = equals[1];
        const char *close, *name = equals;

        equals++;
        if (quote != '"' && quote != '\'') continue;
        close = strchr(equals + 1, quote);
        assert_non_null(close);
        while (name[-1] != ' ' && name[-1] != '\n') name--;
        for (size_t i = 0; i < COUNT(values); i++) {
            with(content, (size_t)(equals + 1 - content), (size_t)(close - content), values[i]);
        }
        with(content, (size_t)(name - content), (size_t)(close + 1 - content), "");
        with(content, (size_t)(name - content), (size_t)(name - content), "x");
        equals = close;
    }
}

static void change_file(const char *name)
{
    char path[PATH_SIZE];
    char *content;

    snprintf(path, sizeof(path), "%s/%s", FG_TEST_DATA, name);
    content = disk_read(path);
    hold_beside(content);
    assert_int_equal(taken, 1);
    change_attributes(content);
    free(content);
    assert_true(taken > 100 && refused > 1000);
}

static int set_up(void **state)
{
    (void)state;
    directory_make(directory);
    schema = schema_open();
    taken = refused = 0;
    return schema == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    schema_close(schema);
    directory_remove(directory);
    return 0;
}

static void town(void **state)
{
    (void)state;
    change_file("town.xml");
}

static void world(void **state)
{
    (void)state;
    change_file("world.xml");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {TEST(town), TEST(world)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}

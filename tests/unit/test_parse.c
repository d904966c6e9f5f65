/* SPDX-License-Identifier: Apache-2.0
 * Every rule of structure, provoked by a small document or a file. The line on which a fault is
 * expected carries the mark HERE, which no parser sees. */
#include "support/test.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "feeguard/host.h"
#include "load/parse.h"
#include "rules/snapshot.h"
#include "support/document.h"
#include "support/files.h"

#define FOUND_MAX 8

/* ---- how the documents are written ---- */

#define HERE "\a"
#define DOC(body)                                                                                  \
    "<schedule xmlns='urn:feeguard:schedule:1' id='D' level='national' region='000000' "           \
    "serial='1' effective='2020-01-01'>\n" body "\n</schedule>\n"
#define UNITS(inside) "<units>\n" inside "</units>\n"
#define ITEMS(inside) "<items>\n" inside "</items>\n"
#define ITEM(inside) "<item code='X' kind='service' basis='b'>\n" inside "</item>\n"
#define CASE(inside) "<standard basis='b'>\n<case>" inside "</case></standard>\n"
#define IF(conditions) "<when>" conditions "</when>"
#define ATTR "<attr name='a' eq='b'/>"
#define WHEN IF(ATTR)
#define NOT_58 "<not><not>" NOT_8 NOT_8 NOT_8 NOT_8 NOT_8 NOT_8 NOT_8
#define NOT_8 "<not><not><not><not><not><not><not><not>"
#define NOT_58_END "" /* nothing is read after it */
#define LOW_HIGH "<low><free/></low><high><free/></high>"
#define RANGE "<range>" LOW_HIGH "</range>"
#define ON_BASE(bands) "<brackets on='base' mode='slab'>" bands "</brackets>"
#define ON_QUANTITY(bands) "<brackets on='quantity' mode='slab'>" bands "</brackets>"
#define OBSERVE "<observe from='2024-01-01' to='2024-01-01'/>"
#define ON_X "items='X'"
#define REDUCTION(attributes, inside)                                                              \
    "<reductions>\n<reduction id='r' basis='b' " attributes ">" inside "</reduction></reductions>"
#define LIMIT "<limit amount='1' per='year'/>"
#define PROHIBITION(inside)                                                                        \
    "<prohibitions><prohibition id='p' basis='b'>" inside "</prohibition></prohibitions>"
#define CODE_64 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define TEXT_256 CODE_64 CODE_64 CODE_64 CODE_64
#define TEXT_1024 TEXT_256 TEXT_256 TEXT_256 TEXT_256

struct fault_case {
    const char *rule, *document;
};

static const struct fault_case fault_cases[] = {
#include "unit/parse_fault_cases.inc"
};

/* ---- what was reported ---- */

static const char *const rules[] = {
#define X(identifier, name, what_zh, what_en, remedy_zh, remedy_en) name,
#include "load/structure_rules.inc"
#undef X
};

static bool is_provoked[COUNT(rules)]; /* by any test of this file */

struct found {
    size_t count;
    struct {
        const char *rule;
        uint32_t line;
    } list[FOUND_MAX];
    char last[4096]; /* as a line of English */
};

static void note_fault(void *context, const struct fault *fault)
{
    struct found *found = context;

    assert_true(fault->what_zh[0] != '\0' && fault->what_en[0] != '\0');
    assert_true(fault->remedy_zh[0] != '\0' && fault->remedy_en[0] != '\0');
    assert_null(strstr(fault->what_zh, "{1}"));
    assert_null(strstr(fault->remedy_en, "{2}"));
    fault_format(fault, FG_LANGUAGE_EN, found->last, sizeof(found->last));
    for (size_t i = 0; i < COUNT(rules); i++) {
        if (strcmp(rules[i], fault->rule) == 0) is_provoked[i] = true;
    }
    if (found->count < FOUND_MAX) {
        found->list[found->count].rule = fault->rule;
        found->list[found->count].line = fault->line;
    }
    found->count++;
}

/* Reads one document, shows it to the schema too, and forgets it. True if it was read to its end.
 */
static bool parse(struct fg_text bytes, struct found *found)
{
    struct arena arena = {0};
    struct faults faults = {.sink = {found, note_fault}};
    struct document document;
    bool complete;

    *found = (struct found){0};
    complete = document_read(&arena, TEXT("d.xml"), bytes, &faults, &document);
    assert_false(arena.failed);
    assert_int_equal(faults.count, found->count);
    arena_free(&arena);
    return complete;
}

static void assert_only(const struct found *found, const char *rule, uint32_t line)
{
    if (found->count == 1 && strcmp(found->list[0].rule, rule) == 0 &&
        found->list[0].line == line) {
        return;
    }
    for (size_t i = 0; i < found->count && i < FOUND_MAX; i++) {
        print_error("  %u [%s]\n", found->list[i].line, found->list[i].rule);
    }
    fail_msg("expected line %u [%s], last found: %s", line, rule, found->last);
}

static uint32_t lines_before(const char *text, const char *end)
{
    uint32_t count = 1;

    for (; text < end; text++) count += *text == '\n';
    return count;
}

/* ---- rules ---- */

static void each_breach_is_reported_once_where_it_stands(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(fault_cases); i++) {
        const char *document = fault_cases[i].document;
        const char *mark = strstr(document, HERE);
        size_t size = strlen(document);
        char *plain = test_malloc(size);
        struct found found;

        assert_non_null(mark);
        assert_null(strstr(mark + 1, HERE));
        memcpy(plain, document, (size_t)(mark - document));
        memcpy(plain + (mark - document), mark + 1, strlen(mark + 1));
        parse((struct fg_text){plain, (uint32_t)size - 1, 0}, &found);
        if (found.count != 1 || strcmp(found.list[0].rule, fault_cases[i].rule) != 0 ||
            found.list[0].line != lines_before(document, mark)) {
            print_error("in: %s\n", document);
        }
        assert_only(&found, fault_cases[i].rule, lines_before(document, mark));
        test_free(plain);
    }
}

/* Goal: one fault does not hide the next. */
static void all_faults_of_a_document_are_reported(void **state)
{
    struct found found;
    bool complete =
        parse(TEXT(DOC(ITEMS("<item code='' kind='x' basis='b'>\n<standard>\n<case/></standard>"
                             "\n<period/>\n<odd/></item>"))),
              &found);

    (void)state;
    assert_true(complete);
    assert_int_equal(found.count, 6);
    assert_string_equal(found.list[0].rule, "value-code");
    assert_string_equal(found.list[1].rule, "value-word");
    assert_string_equal(found.list[2].rule, "attribute-missing");
    assert_string_equal(found.list[3].rule, "element-missing");
    assert_string_equal(found.list[4].rule, "period-rule");
    assert_string_equal(found.list[5].rule, "element-unknown");
    assert_int_equal(found.list[5].line, 7);
}

static void a_fault_names_what_is_wrong_and_what_is_right(void **state)
{
    struct found found;

    (void)state;
    parse(TEXT(DOC(ITEMS("<item code='X' kind='levy' basis='b'/>"))), &found);
    assert_non_null(strstr(found.last, "kind of <item> cannot be \"levy\""));
    assert_non_null(strstr(found.last, "administrative, fund, deposit, tax, penalty, service"));
    parse(TEXT(DOC(ITEMS(ITEM(CASE(WHEN))))), &found);
    assert_non_null(strstr(found.last, "<case> lacks fixed, per-unit, rate, brackets, range, sum"));
    parse(TEXT(DOC(UNITS("<unit code='X' region='2'/>"))), &found);
    assert_non_null(strstr(found.last, "region=\"210100\""));
}

/* Goal: what only the schema refuses is refused. */
static void the_schema_is_heard(void **state)
{
    struct found found;

    (void)state;
    parse(TEXT(DOC("<bases><basis id='b' level='national'/></bases>\n" REDUCTION(
              ON_X, "\n<percent-off percent='101'/>"))),
          &found);
    assert_only(&found, "xsd", 5);
}

/* ---- files ---- */

static fg_status load(const char *path, struct found *found)
{
    struct fg_text text = text_of(path);
    struct bundle *bundle = NULL;
    fg_status status;

    *found = (struct found){0};
    status = bundle_load(&text, 1, NULL, (struct fault_sink){found, note_fault}, &bundle);
    assert_int_equal(status == FG_OK, bundle != NULL);
    if (bundle != NULL) bundle_release(bundle);
    return status;
}

/* A path inside a directory. */
static const char *inside(const char *directory, const char *name)
{
    static char path[PATH_SIZE];
    int size = snprintf(path, sizeof(path), "%s/%s", directory, name);

    assert_in_range(size, 1, sizeof(path) - 1);
    return path;
}

static void files_that_are_no_documents_are_told(void **state)
{
    char directory[PATH_SIZE];
    struct found found;

    (void)state;
    directory_make(directory);
    assert_int_equal(load(directory, &found), FG_SCHEDULE_REFUSED);
    assert_only(&found, "bundle-empty", 0);
    assert_int_equal(load(inside(directory, "none.xml"), &found), FG_SCHEDULE_UNREADABLE);
    assert_only(&found, "file-unreadable", 0);
    disk_write(directory, "a.xml", "");
    assert_int_equal(load(directory, &found), FG_SCHEDULE_REFUSED);
    assert_only(&found, "file-empty", 0);
    assert_non_null(strstr(found.last, "/a.xml: error: "));
    assert_int_equal(truncate(inside(directory, "a.xml"), (off_t)DOCUMENT_SIZE_MAX + 1), 0);
    assert_int_equal(load(directory, &found), FG_SCHEDULE_REFUSED);
    assert_only(&found, "file-too-large", 0);
    disk_write(directory, "a.xml", DOC(""));
    assert_int_equal(load(directory, &found), FG_OK);
    assert_int_equal(load(inside(directory, "a.xml"), &found), FG_OK);
    directory_remove(directory);
}

/* Goal: a document that is meant to be there is not silently left out, and nothing else is read. */
static void a_directory_is_its_xml_files(void **state)
{
    char directory[PATH_SIZE];
    struct found found;

    (void)state;
    directory_make(directory);
    disk_write(directory, "a.xml", DOC(""));
    disk_write(directory, "a.xml.bak", "<broken");
    disk_write(directory, "notes.txt", "<broken");
    assert_int_equal(mkfifo(inside(directory, "pipe.xml"), 0600), 0);
    assert_int_equal(load(directory, &found), FG_OK);
    assert_int_equal(symlink("a.xml", inside(directory, "b.xml")), 0);
    assert_int_equal(load(directory, &found), FG_OK); /* the same bytes twice */
    disk_write(directory, "A.xml", "<");
    disk_write(directory, "c.xml", "<");
    assert_int_equal(load(directory, &found), FG_SCHEDULE_REFUSED);
    assert_int_equal(found.count, 2);
    assert_non_null(strstr(found.last, "/c.xml:1: ")); /* in byte order of names */
    assert_int_equal(symlink("nowhere", inside(directory, "d.xml")), 0);
    assert_int_equal(load(directory, &found), FG_SCHEDULE_UNREADABLE);
    assert_int_equal(found.count, 3);
    directory_remove(directory);
}

static void too_many_documents_are_refused(void **state)
{
    char directory[PATH_SIZE];
    struct found found;

    (void)state;
    directory_make(directory);
    for (int i = 0; i <= DOCUMENT_COUNT_MAX; i++) {
        char name[16];

        snprintf(name, sizeof(name), "%d.xml", i);
        disk_write(directory, name, "");
    }
    assert_int_equal(load(directory, &found), FG_SCHEDULE_REFUSED);
    assert_only(&found, "bundle-too-large", 0);
    directory_remove(directory);
}

/* ---- all of them ---- */

static void every_rule_is_provoked_by_some_test(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rules); i++) {
        if (!is_provoked[i]) fail_msg("%s is not provoked", rules[i]);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_breach_is_reported_once_where_it_stands),
        cmocka_unit_test(all_faults_of_a_document_are_reported),
        cmocka_unit_test(a_fault_names_what_is_wrong_and_what_is_right),
        cmocka_unit_test(the_schema_is_heard),
        cmocka_unit_test(files_that_are_no_documents_are_told),
        cmocka_unit_test(a_directory_is_its_xml_files),
        cmocka_unit_test(too_many_documents_are_refused),
        cmocka_unit_test(every_rule_is_provoked_by_some_test),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

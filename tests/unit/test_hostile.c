/* SPDX-License-Identifier: Apache-2.0
 * Documents made to harm, to slip through, or only to be hard to read: each is refused with one
 * clear fault, or read as what it is. */
#include "support/test.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "load/parse.h"
#include "support/document.h"
#include "support/files.h"

#define HEAD                                                                                       \
    "<schedule xmlns='urn:feeguard:schedule:1' id='D' level='national' region='000000' "           \
    "serial='1' effective='2020-01-01'>\n"
#define TAIL "</schedule>\n"

/* What was reported last, and how much in all. */
struct found {
    size_t count;
    char rule[32];
    uint32_t line;
};

static void note_fault(void *context, const struct fault *fault)
{
    struct found *found = context;

    found->count++;
    found->line = fault->line;
    snprintf(found->rule, sizeof(found->rule), "%s", fault->rule);
}

static struct found parse(struct fg_text bytes)
{
    struct arena arena = {0};
    struct found found = {0};
    struct faults faults = {.sink = {&found, note_fault}};
    struct document document;

    document_read(&arena, TEXT("d.xml"), bytes, &faults, &document);
    assert_false(arena.failed);
    arena_free(&arena);
    return found;
}

static void assert_refused(struct fg_text bytes, const char *rule, uint32_t line)
{
    struct found found = parse(bytes);

    assert_string_equal(found.rule, rule);
    assert_int_equal(found.line, line);
    assert_int_equal(found.count, 1);
}

static void assert_accepted(struct fg_text bytes)
{
    struct found found = parse(bytes);

    if (found.count > 0) fail_msg("line %u [%s]: %s", found.line, found.rule, bytes.bytes);
}

/* `count` times the same text between a head and a tail. The caller frees its bytes. */
static struct fg_text made_of(const char *head, const char *part, size_t count, const char *tail)
{
    size_t size = strlen(head) + strlen(part) * count + strlen(tail);
    char *bytes = malloc(size + 1);
    char *at = bytes;

    assert_non_null(bytes);
    at = stpcpy(at, head);
    for (size_t i = 0; i < count; i++) at = stpcpy(at, part);
    stpcpy(at, tail);
    return (struct fg_text){bytes, (uint32_t)size, 0};
}

static void assert_made_is_refused(const char *head, const char *part, size_t count,
                                   const char *tail, const char *rule, uint32_t line)
{
    struct fg_text bytes = made_of(head, part, count, tail);

    assert_refused(bytes, rule, line);
    free((char *)(uintptr_t)bytes.bytes);
}

/* ---- entities ---- */

static void entities_are_refused_before_they_are_read(void **state)
{
    (void)state;
    assert_refused(TEXT("<!DOCTYPE schedule [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n" HEAD
                        "<items>&x;</items>" TAIL),
                   "document-type", 1);
    assert_refused(
        TEXT("<!DOCTYPE schedule [<!ENTITY % x SYSTEM 'http://127.0.0.1/x'> %x;]>\n" HEAD TAIL),
        "document-type", 1);
    assert_refused(TEXT("<!DOCTYPE schedule [<!ENTITY a 'aaaaaaaaaa'>\n"
                        "<!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>\n"
                        "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>\n"
                        "<!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'>]>\n" HEAD
                        "<items>&d;</items>" TAIL),
                   "document-type", 1);
    assert_made_is_refused("<!DOCTYPE schedule [<!ENTITY a '", "x", 100000,
                           "'>]>\n" HEAD "<items>&a;</items>" TAIL, "document-type", 1);
    assert_made_is_refused("<!DOCTYPE schedule [", "<!ENTITY a 'b'>", 100000, "", "document-type",
                           1);
}

/* ---- sizes ---- */

static void no_nesting_is_too_deep_to_refuse(void **state)
{
    struct fg_text unknown = made_of(HEAD, "<a>", 100000, "");
    struct found found = parse(unknown);

    (void)state;
    assert_string_equal(found.rule, "depth");
    assert_int_equal(found.count, 2); /* the first of them is told, too */
    free((char *)(uintptr_t)unknown.bytes);
    assert_made_is_refused(HEAD "<items><item code='X' kind='service' basis='b'>"
                                "<standard basis='b'><case><when>\n",
                           "<not>", 100000, "", "depth", 3);
}

static void no_value_is_too_long_to_refuse(void **state)
{
    (void)state;
    assert_made_is_refused(HEAD "<units><unit region='21'\ncode='", "x", 9 << 20,
                           "'/></units>" TAIL, "value-code", 2);
    assert_made_is_refused(HEAD "<units><unit code='X' region='", "2", 9 << 20, "'/></units>" TAIL,
                           "value-region", 2);
    assert_made_is_refused(HEAD "<items><item code='X' kind='service' basis='b'><period per='day' "
                                "max='",
                           "0", 9 << 20, "1'/></item></items>" TAIL, "value-positive", 2);
    assert_made_is_refused(HEAD "<prohibitions><prohibition id='p' basis='b'><keyword>", "x",
                           9 << 20, "</keyword></prohibition></prohibitions>" TAIL, "text-long", 2);
    assert_made_is_refused(HEAD "<units><unit code='X' region='21' name='", "x", 100 << 20,
                           "'/></units>" TAIL, "file-too-large", 0);
}

/* Goal: a list of a million entries and a document of as many faults are no more than long. */
static void much_of_a_thing_takes_no_longer_than_much(void **state)
{
    struct fg_text list = made_of(HEAD "<reductions><reduction id='r' basis='b' items='", "ITEM ",
                                  1000000, "'><exempt/></reduction></reductions>" TAIL);
    struct fg_text faults = made_of(HEAD "<units>", "<unit/>\n", 300000, "</units>" TAIL);
    struct found found;

    (void)state;
    assert_accepted(list);
    found = parse(faults);
    assert_int_equal(found.count, FAULTS_PER_BUNDLE_MAX);
    assert_int_equal(found.line, 1 + FAULTS_PER_BUNDLE_MAX / 2); /* two each */
    free((char *)(uintptr_t)list.bytes);
    free((char *)(uintptr_t)faults.bytes);
}

/* ---- lines ---- */

static void a_line_is_where_the_element_begins(void **state)
{
    (void)state;
    assert_made_is_refused(HEAD "<items>", "\n", 70000,
                           "<item\ncode=''\n\nkind='service' basis='b'/>"
                           "\n</items>" TAIL,
                           "value-code", 70002);
    assert_made_is_refused(HEAD "<items>", "<!--\n-->", 70000, "\n<odd\n\n>\n</odd></items>" TAIL,
                           "element-unknown", 70003);
    assert_made_is_refused(HEAD "<items>", "\r\n", 70000, "words</items>" TAIL, "text-unexpected",
                           70002);
    assert_made_is_refused(HEAD "<items>", "\n", 70000, "<!--", "xml", 70002);
}

/* ---- encodings ---- */

static void bytes_that_are_not_utf8_are_refused(void **state)
{
    static const struct fg_text others[] = {
        STATIC_TEXT("\xFF\xFE<\0s\0/\0>\0"), /* UTF-16, with its mark and without */
        STATIC_TEXT("\xFE\xFF\0<\0s\0/\0>"),
        STATIC_TEXT("<\0s\0/\0>\0"),
        STATIC_TEXT("\0<\0s\0/\0>"),
        STATIC_TEXT("\0\0\0<\0\0\0s"),   /* UTF-32 */
        STATIC_TEXT("\x4C\x6F\xA7\x94"), /* EBCDIC */
        STATIC_TEXT("<?xml version='1.0' encoding='ISO-8859-1'?><s a='\xE9'/>"),
        STATIC_TEXT("<?xml version='1.0' encoding='GB18030'?><s a='\xB7\xD1\xD3\xC3'/>"),
        STATIC_TEXT("<s a='\xB7\xD1\xD3\xC3'/>"), /* GB18030 without saying so */
        STATIC_TEXT("<s a='\xC0\xAF'/>"),         /* overlong */
        STATIC_TEXT("<s a='\xED\xA0\x80'/>"),     /* a surrogate */
        STATIC_TEXT("<s a='\xF4\x90\x80\x80'/>"), /* beyond Unicode */
        STATIC_TEXT("<s a='\xE8\xB4"),            /* cut off */
        STATIC_TEXT("<s a='\0'/>"),
        STATIC_TEXT("<s/>\0"),
    };

    (void)state;
    for (size_t i = 0; i < COUNT(others); i++) assert_refused(others[i], "not-utf8", 1);
    assert_refused(TEXT(HEAD "\n\n\x80" TAIL), "not-utf8", 4);
}

/* ---- damage ---- */

/* Goal: a document that was cut off or garbled anywhere is read without harm, and one that was cut
 * off is refused. Each copy has exactly its size, so that a sanitizer sees a read past its end. */
static void a_damaged_document_does_no_harm(void **state)
{
    char *content = disk_read(FG_TEST_DATA "/vocabulary.xml");
    size_t size = strlen(content);

    (void)state;
    while (content[size - 1] == '\n') size--;
    for (size_t cut = 1; cut < size; cut += 41) {
        char *copy = malloc(cut);

        assert_non_null(copy);
        memcpy(copy, content, cut);
        assert_true(parse((struct fg_text){copy, (uint32_t)cut, 0}).count > 0);
        free(copy);
    }
    for (size_t at = 0; at < size; at += 41) {
        char before = content[at];

        content[at] = "<>&\"/ x9"[at % 8];
        parse((struct fg_text){content, (uint32_t)size, 0});
        content[at] = before;
    }
    free(content);
}

/* ---- odd but right ---- */

static void what_xml_allows_is_read(void **state)
{
    (void)state;
    assert_accepted(
        TEXT("\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8' standalone='yes'?>" HEAD TAIL));
    assert_accepted(
        TEXT("<费:schedule xmlns:费='urn:feeguard:schedule:1' id='D' level='national' "
             "region='00' serial='1' effective='2020-01-01'><费:items/></费:schedule>"));
    assert_accepted(TEXT(HEAD "<?a b?><!-- <odd> --><items>\n<![CDATA[ \n ]]>&#32;</items>" TAIL));
    assert_accepted(TEXT(HEAD "<reductions><reduction id='&#x72;&amp;' basis='b' items=' A&#10;B '>"
                              "<exempt> \n<!-- --></exempt></reduction></reductions>" TAIL));
}

/* Goal: a text is what its pieces make, without the blanks around, and an "&" is one byte. */
static void texts_and_references_are_put_together(void **state)
{
    struct arena arena = {0};
    struct faults faults = {0};
    struct document document;

    (void)state;
    assert_true(document_parse(
        &arena, TEXT("d.xml"),
        TEXT(HEAD "<prohibitions><prohibition id='&amp;&#38;amp;&lt;&#x4E00;' basis='b'>"
                  "<keyword> \n 赞<!-- a --> 助<![CDATA[ &amp; <b>]]>&amp;<?c?>\t</keyword>"
                  "</prohibition></prohibitions>" TAIL),
        &faults, &document));
    assert_int_equal(faults.count, 0);
    assert_string_equal(document.prohibitions[0].id.bytes, "&&amp;<一");
    assert_string_equal(document.prohibitions[0].keywords.list[0].bytes, "赞 助 &amp; <b>&");
    assert_string_equal(document.prohibitions[0].folded.list[0].bytes, "赞助ampb");
    arena_free(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(entities_are_refused_before_they_are_read),
        cmocka_unit_test(no_nesting_is_too_deep_to_refuse),
        cmocka_unit_test(no_value_is_too_long_to_refuse),
        cmocka_unit_test(much_of_a_thing_takes_no_longer_than_much),
        cmocka_unit_test(a_line_is_where_the_element_begins),
        cmocka_unit_test(bytes_that_are_not_utf8_are_refused),
        cmocka_unit_test(a_damaged_document_does_no_harm),
        cmocka_unit_test(what_xml_allows_is_read),
        cmocka_unit_test(texts_and_references_are_put_together),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

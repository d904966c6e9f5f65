/* SPDX-License-Identifier: Apache-2.0
 * Every rule of lint, provoked by a bundle of small documents, and the edges of each rule that must
 * stay silent. The line on which a fault is expected carries the comment <!--!-->. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "load/lint.h"
#include "load/parse.h"

#define FOUND_MAX 16
#define DOCUMENTS_MAX 4

/* ---- how the bundles are written ---- */

#define HERE "<!--!-->"
#define DOC(id, level, region, serial, effective, body)                                            \
    "<schedule xmlns='urn:feeguard:schedule:1' id='" id "' level='" level "' region='" region      \
    "' serial='" serial "' effective='" effective "'>\n"                                           \
    "<bases><basis id='n' level='national'/><basis id='p' level='provincial'/>"                    \
    "<basis id='m' level='municipal'/></bases>\n" body "</schedule>\n"
#define NATION(body) DOC("CN", "national", "000000", "1", "2020-01-01", body)
#define PROVINCE(body) DOC("CN-21", "provincial", "210000", "1", "2020-01-01", body)
#define PROVINCE_2(body) DOC("CN-21", "provincial", "210000", "2", "2021-01-01", body)
#define PROVINCE_3(body) DOC("CN-21", "provincial", "210000", "3", "2022-01-01", body)
#define OTHER_PROVINCE(body) DOC("CN-44", "provincial", "440000", "1", "2020-01-01", body)
#define CITY(body) DOC("CN-2101", "municipal", "210100", "1", "2020-01-01", body)
#define OTHER_CITY(body) DOC("CN-2102", "municipal", "210200", "1", "2020-01-01", body)
#define COUNTY(body) DOC("CN-210102", "county", "210102", "1", "2020-01-01", body)

#define UNITS(inside) "<units>\n" inside "</units>\n"
#define ITEMS(inside) "<items>\n" inside "</items>\n"
#define AMENDMENTS(inside) "<amendments>\n" inside "</amendments>\n"
#define REDUCTIONS(inside) "<reductions>\n" inside "</reductions>\n"
#define COMMITMENTS(inside) "<commitments>\n" inside "</commitments>\n"
#define PROHIBITIONS(inside) "<prohibitions>\n" inside "</prohibitions>\n"
#define CALENDAR(inside) "<calendar>\n" inside "</calendar>\n"

#define UNIT(code, region) "<unit code='" code "' region='" region "'/>\n"
#define DELEGATION(from, to, items)                                                                \
    "<delegation from='" from "' to='" to "' items='" items "' basis='p'/>\n"
#define ITEM(code, attributes, inside)                                                             \
    "<item code='" code "' basis='n' " attributes ">\n" inside "</item>\n"
#define SERVICE(code, inside) ITEM(code, "kind='service' category='u'", inside)
#define GRANT(attributes) "<grants>\n<grant " attributes "/>\n</grants>\n"
#define AMEND(item, inside) "<amend item='" item "'>\n" inside "</amend>\n"
#define VERSION(days, tariff) "<standard " days " basis='n'><case>" tariff "</case></standard>\n"
#define STANDARD(tariff) VERSION("", tariff)
#define WHEN(tests) "<when><attr " tests "/></when>"
#define DERIVED(item) "<derived item='" item "' ratio='1/2'/>"
#define BRACKETS(attributes, bands)                                                                \
    "<brackets mode='marginal' " attributes ">\n" bands "</brackets>"
#define TIERS BRACKETS("on='quantity' cumulative='year'", "<band price='1'/>")
#define REDUCTION(id, named, inside)                                                               \
    "<reduction id='" id "' basis='p' " named ">" inside "</reduction>\n"
#define COMMITMENT(attributes, inside)                                                             \
    "<commitment id='c' basis='p' " attributes ">" inside "</commitment>\n"
#define PROMISE "payers='A B' items='W' categories='u' from='2020-06-01' to='2025-12-31'"
#define PROHIBITION(id, inside)                                                                    \
    "<prohibition id='" id "' basis='p'>\n<keyword>x</keyword>\n" inside "</prohibition>\n"
#define REVOKE(commitment, basis) "<revoke commitment='" commitment "' basis='" basis "'/>\n"
#define WATER ITEMS(SERVICE("W", STANDARD("<free/>")))
/* One document before and after, each with item W. */
#define SERIALS(old, new) PROVINCE(WATER COMMITMENTS(old)), PROVINCE_2(WATER COMMITMENTS(new))

struct fault_case {
    const char *story;
    const char *rule;
    const char *also; /* a rule that cannot but be broken with it */
    const char *documents[DOCUMENTS_MAX];
};

struct valid_case {
    const char *story;
    const char *documents[DOCUMENTS_MAX];
};

static const struct fault_case fault_cases[] = {
#include "lint_fault_cases.inc"
    {0},
};

static const struct valid_case valid_cases[] = {
#include "lint_valid_cases.inc"
    {0},
};

/* ---- what was found ---- */

/* What was reported for one bundle. */
struct found {
    size_t count;
    struct {
        const char *rule;
        char file[8];
        uint32_t line;
    } list[FOUND_MAX];
};

static void note_fault(void *context, const struct fault *fault)
{
    struct found *found = context;

    assert_true(fault->what_zh[0] != '\0' && fault->what_en[0] != '\0');
    assert_true(fault->remedy_zh[0] != '\0' && fault->remedy_en[0] != '\0');
    assert_null(strchr(fault->what_zh, '{'));
    if (found->count < FOUND_MAX) {
        found->list[found->count].rule = fault->rule;
        snprintf(found->list[found->count].file, sizeof(found->list[0].file), "%s", fault->file);
        found->list[found->count].line = fault->line;
    }
    found->count++;
}

/* Parses the documents as a.xml, b.xml … and lints them together. */
static void lint_into(const char *const *documents, struct fault_sink sink)
{
    static const char *const names[DOCUMENTS_MAX] = {"a.xml", "b.xml", "c.xml", "d.xml"};
    struct document parsed[DOCUMENTS_MAX];
    struct document *list[DOCUMENTS_MAX];
    struct arena arena = {0};
    struct faults faults = {.sink = sink};
    size_t count = 0;

    memset(parsed, 0, sizeof(parsed));
    for (; count < DOCUMENTS_MAX && documents[count] != NULL; count++) {
        struct fg_text bytes = text_of(documents[count]);

        assert_true(document_parse(&arena, text_of(names[count]), bytes, &faults, &parsed[count]));
        if (parsed[count].digest.size == 0) parsed[count].digest = bytes;
        list[count] = &parsed[count];
    }
    assert_true(bundle_lint(list, count, &faults));
    arena_free(&arena);
}

static struct found lint_bundle(const char *const *documents)
{
    struct found found = {0};

    lint_into(documents, (struct fault_sink){&found, note_fault});
    return found;
}

/* What the first fault says, in one language. */
struct line {
    bool chinese;
    char text[1024];
};

static void note_line(void *context, const struct fault *fault)
{
    struct line *line = context;

    if (line->text[0] != '\0') return;
    snprintf(line->text, sizeof(line->text), "%s: %s",
             line->chinese ? fault->what_zh : fault->what_en,
             line->chinese ? fault->remedy_zh : fault->remedy_en);
}

static void print_found(const char *story, const struct found *found)
{
    fprintf(stderr, "in: %s\n", story);
    for (size_t i = 0; i < found->count && i < FOUND_MAX; i++) {
        fprintf(stderr, "  %s:%u [%s]\n", found->list[i].file, found->list[i].line,
                found->list[i].rule);
    }
}

/* The file and line that carry the mark. */
static void find_mark(const struct fault_case *one, char file[static 8], uint32_t *line)
{
    for (size_t i = 0; i < DOCUMENTS_MAX && one->documents[i] != NULL; i++) {
        const char *mark = strstr(one->documents[i], HERE);

        if (mark == NULL) continue;
        assert_null(strstr(mark + 1, HERE));
        snprintf(file, 8, "%c.xml", (char)('a' + i));
        *line = 1;
        for (const char *at = one->documents[i]; at < mark; at++) *line += *at == '\n';
        return;
    }
    fail_msg("no mark in: %s", one->story);
}

/* The rule expected, once, at the mark; beside it only what `also` allows. */
static bool is_as_expected(const struct fault_case *one, const struct found *found)
{
    char file[8] = "";
    uint32_t line = 0;
    size_t expected = 0, other = 0;

    find_mark(one, file, &line);
    for (size_t i = 0; i < found->count && i < FOUND_MAX; i++) {
        if (strcmp(found->list[i].rule, one->rule) == 0 && found->list[i].line == line &&
            strcmp(found->list[i].file, file) == 0) {
            expected++;
        } else if (one->also == NULL || strcmp(found->list[i].rule, one->also) != 0) {
            other++;
        }
    }
    return expected == 1 && other == 0 && found->count <= FOUND_MAX;
}

static void each_breach_is_reported_once_where_it_stands(void **state)
{
    size_t wrong = 0;

    (void)state;
    for (const struct fault_case *one = fault_cases; one->story != NULL; one++) {
        struct found found = lint_bundle(one->documents);

        if (is_as_expected(one, &found)) continue;
        print_found(one->story, &found);
        fprintf(stderr, "  expected [%s]\n", one->rule);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static void what_is_lawful_is_not_reported(void **state)
{
    size_t wrong = 0;

    (void)state;
    for (const struct valid_case *one = valid_cases; one->story != NULL; one++) {
        struct found found = lint_bundle(one->documents);

        if (found.count == 0) continue;
        print_found(one->story, &found);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static void the_order_of_documents_does_not_matter(void **state)
{
    (void)state;
    for (const struct valid_case *one = valid_cases; one->story != NULL; one++) {
        const char *turned[DOCUMENTS_MAX] = {NULL};
        size_t count = 0;

        while (count < DOCUMENTS_MAX && one->documents[count] != NULL) count++;
        for (size_t i = 0; i < count; i++) turned[i] = one->documents[count - 1 - i];
        assert_int_equal(lint_bundle(turned).count, 0);
    }
}

static void every_rule_is_provoked_by_some_case(void **state)
{
    static const char *const rules[] = {
#define X(identifier, name, what_zh, what_en, remedy_zh, remedy_en) name,
#include "load/lint_rules.inc"
#undef X
    };
    size_t missing = 0;

    (void)state;
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        bool provoked = false;

        for (const struct fault_case *one = fault_cases; one->story != NULL && !provoked; one++) {
            struct found found;

            if (strcmp(one->rule, rules[i]) != 0) continue;
            found = lint_bundle(one->documents);
            for (size_t j = 0; j < found.count && j < FOUND_MAX; j++) {
                if (strcmp(found.list[j].rule, rules[i]) == 0) provoked = true;
            }
        }
        if (provoked) continue;
        fprintf(stderr, "never provoked: %s\n", rules[i]);
        missing++;
    }
    assert_int_equal(missing, 0);
}

/* What is said of a bundle of one document or two. */
static const char *said_of(struct line *line, const char *first, const char *second)
{
    const char *documents[DOCUMENTS_MAX] = {first, second};

    line->text[0] = '\0';
    lint_into(documents, (struct fault_sink){line, note_line});
    return line->text;
}

static void a_fault_names_the_values_at_hand(void **state)
{
    struct line line = {0};

    (void)state;
    assert_string_equal(
        said_of(&line, NATION(ITEMS(SERVICE("A", STANDARD("<free min='1.50' max='0.2'/>")))), NULL),
        "min 1.5 is above max 0.2: correct min or max");
    assert_string_equal(
        said_of(&line, PROVINCE(WATER),
                CITY(REDUCTIONS(REDUCTION("r", "categories='u'", "<exempt/>")))),
        "reduction or commitment r by categories=\"u\" names item W of a higher level, which a "
        "municipal document may not relieve: do not name the item; a delegation of this power "
        "belongs in the item's local-relief attribute");
    assert_string_equal(
        said_of(&line, PROVINCE(WATER COMMITMENTS(COMMITMENT(PROMISE, "<exempt/>"))),
                PROVINCE_2(WATER COMMITMENTS(
                    COMMITMENT("payers='A' items='W' categories='u'", "<cap amount='1'/>")))),
        "commitment c is less favourable than in the serial before (a.xml:9): payers, exempt: "
        "restore what was promised, or revoke it with a legal basis of a higher level and make it "
        "anew");
    assert_string_equal(
        said_of(&line, PROVINCE(WATER), CITY(AMENDMENTS(AMEND("W", STANDARD("<free/>"))))),
        "the local attribute of item W (a.xml:4) is \"-\", so a municipal document may not set its "
        "standard: remove the standard from the amend; a delegation of this power belongs in the "
        "item's local attribute");
}

static void a_fault_speaks_chinese(void **state)
{
    struct line line = {.chinese = true};

    (void)state;
    assert_string_equal(
        said_of(&line,
                NATION(ITEMS(SERVICE("A", VERSION("from='1900-01-01' to='2199-12-31'", "<free/>")
                                              VERSION("from='2199-12-31'", "<free/>")))),
                NULL),
        "项目 A 的这一收费标准与 a.xml:5 的标准适用期间重叠: 请为较早的标准填写 "
        "to，使其在较晚标准的 "
        "from 前一日终止");
    assert_string_equal(
        said_of(&line,
                NATION(CALENDAR("<holiday name='春节' from='2199-12-31' to='1900-01-01'/>\n")),
                NULL),
        "holiday（春节）的起始日期 2199-12-31 晚于终止日期 1900-01-01: "
        "请改正其中一个日期，或将两者对调");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_breach_is_reported_once_where_it_stands),
        cmocka_unit_test(what_is_lawful_is_not_reported),
        cmocka_unit_test(the_order_of_documents_does_not_matter),
        cmocka_unit_test(a_fault_names_the_values_at_hand),
        cmocka_unit_test(a_fault_speaks_chinese),
        cmocka_unit_test(every_rule_is_provoked_by_some_case),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

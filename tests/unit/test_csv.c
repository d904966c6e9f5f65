/* SPDX-License-Identifier: Apache-2.0
 * CSV: where records end and what their cells are, RFC 4180 and its edges. */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "log/csv.h"

#define CELLS_MAX 8

/* A record as a test expects it; cells up to the first NULL. */
struct expected {
    uint64_t line;
    bool stray;
    const char *cells[CELLS_MAX];
};

static size_t expected_count(const struct expected *expected)
{
    size_t count = 0;

    while (count < CELLS_MAX && expected->cells[count] != NULL) count++;
    return count;
}

/* Reads a copy of `text` as records on the heap, so that a sanitizer sees each byte too many. */
static void assert_records(const char *text, const struct expected *expected, size_t count)
{
    size_t size = strlen(text);
    char *copy = malloc(size > 0 ? size : 1);
    struct fg_text cells[CELLS_MAX];
    struct csv_record record = {.cells = cells, .cells_max = CELLS_MAX};
    struct csv_cursor cursor;

    assert_non_null(copy);
    memcpy(copy, text, size);
    cursor = (struct csv_cursor){copy, copy + size, 1};
    for (size_t i = 0; i < count; i++) {
        assert_true(csv_next(&cursor, &record));
        assert_int_equal(record.line, expected[i].line);
        assert_int_equal(record.stray, expected[i].stray);
        if (record.stray) continue;
        assert_int_equal(record.cell_count, expected_count(&expected[i]));
        for (size_t cell = 0; cell < record.cell_count; cell++) {
            struct fg_text wanted = text_of(expected[i].cells[cell]);

            assert_int_equal(cells[cell].size, wanted.size);
            assert_memory_equal(cells[cell].bytes, wanted.bytes, wanted.size);
        }
    }
    assert_false(csv_next(&cursor, &record));
    free(copy);
}

/* Goal: LF and CRLF both end a record, and the last record may lack its end. */
static void csv_ends_records_with_lf_or_crlf(void **state)
{
    static const struct expected two[] = {{1, false, {"a", "b"}}, {2, false, {"c", "d"}}};

    (void)state;
    assert_records("a,b\nc,d\n", two, 2);
    assert_records("a,b\r\nc,d\r\n", two, 2);
    assert_records("a,b\r\nc,d", two, 2);
    assert_records("a,b\n\"c\",\"d\"\r\n", two, 2);
}

/* Goal: a CR that no LF follows is part of its cell. */
static void csv_keeps_a_lone_cr(void **state)
{
    static const struct expected inside[] = {{1, false, {"a\rb", "c\r"}}};
    static const struct expected doubled[] = {{1, false, {"a", "c\r"}}};

    (void)state;
    assert_records("a\rb,c\r", inside, 1);
    assert_records("a,c\r\r\n", doubled, 1);
}

/* Goal: blank lines are no rows but count as lines; a line of blanks is a row. */
static void csv_passes_over_blank_lines(void **state)
{
    static const struct expected rows[] = {{3, false, {"a"}}, {5, false, {" "}}};

    (void)state;
    assert_records("\n\r\na\n\n \n\n", rows, 2);
    assert_records("", NULL, 0);
    assert_records("\n\n\r\n", NULL, 0);
}

/* Goal: cells are taken as they are; quotes hold commas, line ends and doubled quotes. */
static void csv_takes_cells_as_they_are(void **state)
{
    static const struct expected empty[] = {{1, false, {"", "", ""}}};
    static const struct expected blanks[] = {{1, false, {" a ", "\tb"}}};
    static const struct expected quoted[] = {{1, false, {"a,b", "c\"d", "\"", ""}}};

    (void)state;
    assert_records(",,\n", empty, 1);
    assert_records("\"\",,\"\"", empty, 1);
    assert_records(" a ,\tb\n", blanks, 1);
    assert_records("\"a,b\",\"c\"\"d\",\"\"\"\",\"\"\n", quoted, 1);
}

/* Goal: a record's line is the one it begins on, also behind a quoted line end. */
static void csv_counts_lines_inside_quotes(void **state)
{
    static const struct expected rows[] = {{1, false, {"a\nb", "c\r\nd"}}, {4, false, {"e"}}};

    (void)state;
    assert_records("\"a\nb\",\"c\r\nd\"\ne\n", rows, 2);
}

/* Goal: stray quotes spoil their record and no other. */
static void csv_finds_stray_quotes(void **state)
{
    static const struct expected first[] = {{1, true, {NULL}}, {2, false, {"x"}}};
    static const struct expected never_closed[] = {{1, false, {"x"}}, {2, true, {NULL}}};

    (void)state;
    assert_records("a\"b\nx\n", first, 2);
    assert_records("a\"\nx\n", first, 2);
    assert_records("\"a\"b\nx\n", first, 2);
    assert_records("\"a\" \nx\n", first, 2);
    assert_records("\"a\" ,b\nx\n", first, 2);
    assert_records(" \"a\"\nx\n", first, 2);
    assert_records("\"a\"\r,b\nx\n", first, 2);
    assert_records("x\n\"a\nb,c\n", never_closed, 2);
    assert_records("x\n\"", never_closed, 2);
}

/* Goal: cells beyond those that are kept are still counted. */
static void csv_counts_cells_that_it_does_not_keep(void **state)
{
    char text[] = "a,b,c\n";
    struct fg_text cell;
    struct csv_record record = {.cells = &cell, .cells_max = 1};
    struct csv_cursor cursor = {text, text + 6, 1};

    (void)state;
    assert_true(csv_next(&cursor, &record));
    assert_int_equal(record.cell_count, 3);
}

/* Goal: a stream is cut only behind whole records, and the line feeds passed are counted. */
static void csv_cuts_behind_whole_records(void **state)
{
    static const struct {
        const char *text;
        size_t size;
        uint64_t lines;
    } cases[] = {
        {"", 0, 0},
        {"a,b", 0, 0},
        {"a\nb", 2, 1},
        {"a\nb\n", 4, 2},
        {"\n\nb", 2, 2},
        {"\"a\nb\"\nc", 6, 2},
        {"x\n\"a\nb", 2, 1},          /* the quoted cell goes on */
        {"x\n\"a\"\"\nb\"\n", 10, 3}, /* a doubled quote closes nothing */
        {"x\n\"a\"", 2, 1},           /* the next byte may be the second quote */
        {"a\"b\nc\n", 6, 2},          /* a stray quote opens nothing */
        {"\"a\"x\"\nc\n", 8, 2},      /* nor does one behind a closed cell */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint64_t lines = 0;

        assert_int_equal(csv_whole_records(cases[i].text, strlen(cases[i].text), &lines),
                         cases[i].size);
        assert_int_equal(lines, cases[i].lines);
    }
}

/* Goal: the machine that finds a record's end may be stopped at any byte and goes on. */
static void csv_machine_goes_on_where_it_stopped(void **state)
{
    static const char text[] = "\"a\"\"\n,\",b\r\nc";

    (void)state;
    for (size_t cut = 0; cut < 11; cut++) {
        struct csv_state machine = {CSV_CELL};
        uint64_t lines = 0;

        assert_int_equal(csv_record_size(&machine, text, cut, &lines), 0);
        assert_int_equal(csv_record_size(&machine, text + cut, sizeof(text) - 1 - cut, &lines),
                         11 - cut);
        assert_int_equal(lines, 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_ends_records_with_lf_or_crlf),
        cmocka_unit_test(csv_keeps_a_lone_cr),
        cmocka_unit_test(csv_passes_over_blank_lines),
        cmocka_unit_test(csv_takes_cells_as_they_are),
        cmocka_unit_test(csv_counts_lines_inside_quotes),
        cmocka_unit_test(csv_finds_stray_quotes),
        cmocka_unit_test(csv_counts_cells_that_it_does_not_keep),
        cmocka_unit_test(csv_cuts_behind_whole_records),
        cmocka_unit_test(csv_machine_goes_on_where_it_stopped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

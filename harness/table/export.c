/* SPDX-License-Identifier: Apache-2.0
 * feeguard schedule export: a document as a table that import turns into the same document. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "feeguard/host.h"
#include "harness.h"
#include "load/parse.h"
#include "load/read.h"
#include "load/seal.h"
#include "options.h"
#include "output.h"
#include "schedule/schedule.h"
#include "table/book.h"
#include "table/comments.h"
#include "table/draft.h"
#include "table/export_cells.h"
#include "table/files.h"
#include "table/reading.h"
#include "trust.h"

static const char help[] =
    "feeguard schedule export：把收费标准文件导出为表格，可改后再导入\n"
    "Writes a schedule document as a table, from which import makes the same document again.\n"
    "\n"
    "usage: feeguard schedule export --csv|--xlsx FILE.xml [--output TABLE] [--force]\n"
    "                              [--trust DIR]\n"
    "\n"
    "The sheet 收费目录 has a row for each item: the columns of the published lists in words, and\n"
    "beside them columns that carry the rest exactly, with the XML of the element (精确). Further\n"
    "sheets hold the bases, units, delegations, amendments, reductions, commitments, prohibitions\n"
    "and holidays; in a CSV they stand one below the other, each after a row 【name】.\n"
    "What people read (部门, 收费标准, 政策依据, 立项级次) is written from the exact columns; "
    "import asks\n"
    "when the two no longer agree. A sheet 注释 holds the comments, each with its place. Nothing "
    "is "
    "lost\n"
    "but white space between elements, the order of sections and of attributes.\n"
    "\n"
    "options:\n" TRUST_HELP
    "  --csv             a CSV in UTF-8 with a byte order mark, as Excel and WPS expect it\n"
    "  --xlsx            a workbook; needs --output\n"
    "  --output TABLE    default: standard output\n"
    "  --force           replaces a TABLE that is there\n"
    "  --language LANG   zh (default) or en: of the faults\n"
    "  --help            this page\n"
    "\n"
    "exit status:\n"
    "  0  written\n"
    "  1  the document has structural faults, or is not signed as --trust demands; nothing was\n"
    "     written\n"
    "  2  bad usage, or a file cannot be read or written\n"
    "\n"
    "examples:\n"
    "  feeguard schedule export --xlsx cn-court.xml --output court.xlsx\n"
    "  feeguard schedule export --csv cn-court.xml > court.csv\n";

#define FAULT_LINE_SIZE 8192

struct exporting {
    struct book book;
    xmlDocPtr draft;
    int32_t language;
};

static void fault_print(void *context, const struct fault *fault)
{
    const struct exporting *exporting = context;
    char line[FAULT_LINE_SIZE];

    fault_format(fault, exporting->language, line, sizeof(line));
    fprintf(stderr, "%s\n", line);
}

/* ---- reading ---- */

/* The very bytes that will be parsed. */
static fg_status verify(const struct trust *trust, struct arena *arena, const char *path,
                        struct fg_text bytes, struct faults *faults)
{
    struct seal seal = {0};

    if (trust == NULL) return FG_OK;
    return seal_check(trust, SIGNED_SCHEDULE, arena, arena, text_of(path), bytes, faults, &seal);
}

static int read_document(struct exporting *exporting, const struct trust *trust, const char *path)
{
    struct arena arena = {0};
    struct faults faults = {.sink = {exporting, fault_print}};
    struct document document = {0};
    struct fg_text bytes = {0};
    fg_status status = path_read(&arena, text_of(path), &faults, &bytes);
    int result = EXIT_DONE;

    if (status == FG_OK) status = verify(trust, &arena, path, bytes, &faults);
    if (status == FG_SCHEDULE_UNREADABLE) {
        result = EXIT_FAILED;
    } else if (status == FG_OK &&
               document_parse(&arena, text_of(path), bytes, &faults, &document) &&
               faults.count == 0) {
        exporting->draft = draft_read(bytes);
        if (exporting->draft == NULL) memory_gone(); /* it was well-formed a moment ago */
    } else {
        result = EXIT_FOUND;
    }
    if (arena.failed || status == FG_NO_MEMORY) memory_gone();
    arena_free(&arena);
    return result;
}

/* ---- cells ---- */

static bool names_part(const char *list, const xmlChar *name)
{
    size_t size = (size_t)xmlStrlen(name);

    for (const char *at = list; (at = strstr(at, (const char *)name)) != NULL; at++) {
        bool begins = at == list || at[-1] == ' ';

        if (begins && (at[size] == ' ' || at[size] == '\0')) return true;
    }
    return false;
}

static void put_parts(xmlNodePtr node, const char *names, struct output *cell)
{
    for (xmlNodePtr part = node->children; part != NULL; part = part->next) {
        if (part->type != XML_ELEMENT_NODE || !names_part(names, part->name)) continue;
        if (cell->size > 0) output_text(cell, TEXT("\n"));
        draft_text(part, cell);
    }
}

/* An empty cell means that there is no such attribute; two quotes that there is one, and empty. A
 * value of nothing but quotes gets two more. */
static void put_attribute(xmlNodePtr node, const char *name, struct output *cell)
{
    struct fg_text value;
    uint32_t quotes = 0;

    if (!draft_get(node, name, &value)) return;
    while (quotes < value.size && value.bytes[quotes] == '"') quotes++;
    if (quotes == value.size) output_text(cell, TEXT("\"\""));
    output_text(cell, value);
}

static void put_enterprise(xmlNodePtr node, const char *name, struct output *cell)
{
    struct fg_text value;

    if (!draft_get(node, name, &value)) return;
    output_text(cell, text_equal(value, TEXT("true")) ? TEXT("是") : TEXT("否"));
}

static void put_cell(struct exporting *exporting, const struct reading *reading, xmlNodePtr node,
                     const struct layout_column *column, struct output *cell)
{
    switch (column->kind) {
    case COLUMN_ATTRIBUTE: put_attribute(node, column->name, cell); break;
    case COLUMN_ENTERPRISE: put_enterprise(node, column->name, cell); break;
    case COLUMN_PARTS: put_parts(node, column->name, cell); break;
    case COLUMN_WORDS: reading_words(reading, exporting->draft, node, column->name, cell); break;
    case COLUMN_NUMBER: break;
    }
}

/* ---- rows ---- */

static void put_row(struct exporting *exporting, struct sheet *sheet, const struct layout *layout,
                    xmlNodePtr node, uint32_t number)
{
    struct book *book = &exporting->book;
    uint32_t first = sheet->count;
    struct reading reading;
    char digits[16];

    if (layout->section != NULL) reading_take(&reading, layout, node);
    snprintf(digits, sizeof(digits), "%u", number);
    book_cell(book, book_add_row(book, sheet, first + 1), 0)->text =
        book_text(book, text_of(digits));
    for (uint32_t i = 1; layout->columns[i].title != NULL; i++) {
        struct output cell = {0};

        put_cell(exporting, &reading, node, &layout->columns[i], &cell);
        book_put_long(
            book, sheet, first, i,
            (struct fg_text){cell.bytes != NULL ? cell.bytes : "", (uint32_t)cell.size, 0});
        output_free(&cell);
    }
    if (layout->section != NULL) reading_free(&reading);
}

static struct sheet *begin_sheet(struct exporting *exporting, const struct layout *layout)
{
    struct sheet *sheet = book_add_sheet(&exporting->book, text_of(layout->sheet));
    struct book_row *header = book_add_row(&exporting->book, sheet, 1);

    for (uint32_t i = 0; layout->columns[i].title != NULL; i++) {
        book_cell(&exporting->book, header, i)->text = text_of(layout->columns[i].title);
    }
    return sheet;
}

static void put_sheet(struct exporting *exporting, const struct layout *layout)
{
    xmlNodePtr section = NULL;
    struct sheet *sheet = NULL;
    uint32_t number = 0;

    if (layout->section == NULL) {
        put_row(exporting, begin_sheet(exporting, layout), layout,
                xmlDocGetRootElement(exporting->draft), 1);
        return;
    }
    if (layout->element == ELEMENT_ITEM) sheet = begin_sheet(exporting, layout);
    section = draft_section(exporting->draft, layout->section);
    for (xmlNodePtr node = section != NULL ? section->children : NULL; node != NULL;
         node = node->next) {
        if (!draft_is(node, element_rule(layout->element)->name)) continue;
        if (sheet == NULL) sheet = begin_sheet(exporting, layout);
        put_row(exporting, sheet, layout, node, ++number);
    }
}

/* ---- the command ---- */

static bool put_book(const struct book *book, bool xlsx, const char *path, bool force)
{
    struct output bytes = {0};
    bool good = true;

    if (!xlsx) {
        book_write_csv(book, &bytes);
    } else if (!book_write_xlsx(book, &bytes)) {
        complain("%s: the workbook cannot be made: %s", path, strerror(errno));
        good = false;
    }
    if (good && path == NULL) {
        good = fwrite(bytes.bytes, 1, bytes.size, stdout) == bytes.size;
    } else if (good) {
        good = file_put(path, force, &bytes);
    }
    output_free(&bytes);
    return good;
}

struct export_options {
    const char *output, *trust, *language;
    bool csv, xlsx, force, help;
};

static int run(struct exporting *exporting, const char *path, const struct export_options *options)
{
    struct trust *trust = NULL;
    int status = EXIT_FOUND;

    if (trust_choose(options->trust, exporting->language, &trust)) {
        status = read_document(exporting, trust, path);
    }
    trust_close(trust);
    if (status != EXIT_DONE) return status;
    for (const struct layout *layout = layouts; layout->sheet != NULL; layout++) {
        put_sheet(exporting, layout);
    }
    comments_export(&exporting->book, exporting->draft);
    return put_book(&exporting->book, options->xlsx, options->output, options->force) ? EXIT_DONE
                                                                                      : EXIT_FAILED;
}

int schedule_export(int argc, char **argv)
{
    struct export_options options = {0};
    const struct option_spec specs[] = {
        {"--trust", &options.trust, NULL}, {"--output", &options.output, NULL},
        {"--csv", NULL, &options.csv},     {"--xlsx", NULL, &options.xlsx},
        {"--force", NULL, &options.force}, {"--language", &options.language, NULL},
        {"--help", NULL, &options.help},
    };
    struct exporting exporting = {0};
    int count, status;

    if (!options_read(specs, sizeof(specs) / sizeof(specs[0]), argc, argv, &count)) {
        return EXIT_FAILED;
    }
    if (options.help) {
        fputs(help, stdout);
        return EXIT_DONE;
    }
    if (count != 1 || options.csv == options.xlsx || (options.xlsx && options.output == NULL)) {
        complain("schedule export needs one FILE.xml, and --csv or --xlsx with --output; see "
                 "feeguard schedule export --help");
        return EXIT_FAILED;
    }
    if (!option_language(options.language, &exporting.language)) return EXIT_FAILED;
    status = run(&exporting, argv[1], &options);
    xmlFreeDoc(exporting.draft);
    book_free(&exporting.book);
    return status;
}

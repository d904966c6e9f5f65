/* SPDX-License-Identifier: Apache-2.0
 * feeguard schedule import: a fee list as bureaus keep it becomes a schedule document. What it says
 * with certainty becomes elements, everything else a question; nothing is guessed. */
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "feeguard/host.h"
#include "harness.h"
#include "load/parse.h"
#include "options.h"
#include "output.h"
#include "schedule/schedule.h"
#include "table/comments.h"
#include "table/draft.h"
#include "table/files.h"
#include "table/import.h"

static const char help[] =
    "feeguard schedule import：把收费目录表格（.xlsx 或 CSV）导入为收费标准文件\n"
    "Turns a fee list into a schedule document, and asks about whatever it cannot read for "
    "certain.\n"
    "\n"
    "usage: feeguard schedule import TABLE --output FILE.xml [options]\n"
    "\n"
    "TABLE is a published list (序号, 部门, 项目名称, 收费标准, 管理方式, 政策依据, 立项级次, 涉企 "
    "...) or what\n"
    "feeguard schedule export wrote. Sheets named like those of an export (依据, 单位, 减免 ...) "
    "are\n"
    "read as well, and a sheet 部门 with names and codes of departments; in a CSV they follow "
    "after a\n"
    "row 【name】. Each question is a line on standard output: sheet, row, column, title, cell,\n"
    "question; tabs between. It is also written into FILE.xml as an element <question>, which "
    "lint\n"
    "and the plugin refuse: a document with open questions cannot be put into force by mistake.\n"
    "Answer in the table and import again. Hidden rows, struck-out cells, cells with notes\n"
    "and numbers that a sheet shows otherwise than it holds them are asked about as well.\n"
    "\n"
    "options:\n"
    "  --output FILE.xml  where the document goes; required\n"
    "  --force            replaces a FILE.xml that is there\n"
    "  --sheet NAME       the sheet of the list; default: 收费目录, else the first\n"
    "  --encoding NAME    of a CSV, for example GB18030; default: UTF-8\n"
    "  --id ID            what the list does not say of the document: its id,\n"
    "  --level LEVEL      national, provincial, municipal or county,\n"
    "  --region CODE      the area code, 000000 for the whole country,\n"
    "  --serial N         the version, from 1,\n"
    "  --effective DATE   from which day it is in force; these five are required unless the sheet\n"
    "  --issuer NAME      文件 has them, and say otherwise than it if given\n"
    "  --published DATE\n"
    "  --kind KIND        of items that say none: administrative, fund, deposit, tax, penalty, "
    "service;\n"
    "                     default: as the caption says (行政事业性收费, 政府性基金)\n"
    "  --own-level        passes over items whose 立项级次 is not the document's\n"
    "  --language LANG    zh (default) or en: of the questions\n"
    "  --help             this page\n"
    "\n"
    "exit status:\n"
    "  0  imported, no question\n"
    "  1  imported, and there are questions\n"
    "  2  bad usage, or a file cannot be read or written; nothing was written\n"
    "\n"
    "examples:\n"
    "  feeguard schedule import 目录.xlsx --output draft.xml --id SY-FEES --level provincial \\\n"
    "      --region 210000 --serial 1 --effective 2026-07-01 --own-level\n"
    "  feeguard schedule import court.xlsx --serial 2 --effective 2027-01-01 --output "
    "court-2.xml\n";

struct import_options {
    const char *output, *sheet, *encoding, *language;
    const char *id, *level, *region, *serial, *effective, *issuer, *published, *kind;
    bool own_level, force, help;
};

#define FAULT_LINE_SIZE 8192

/* ---- the table ---- */

static bool is_xlsx(const char *path)
{
    size_t size = strlen(path);
    unsigned char first[4] = {0};
    FILE *file;
    bool is_zip;

    if (size > 4 && strcasecmp(path + size - 4, ".csv") == 0) return false;
    if (size > 5 && strcasecmp(path + size - 5, ".xlsx") == 0) return true;
    if (size > 4 && strcasecmp(path + size - 4, ".xls") == 0) return true; /* refused with advice */
    file = strcmp(path, "-") == 0 ? NULL : fopen(path, "rb");
    is_zip = file != NULL && fread(first, 1, 4, file) == 4 && memcmp(first, "PK\3\4", 4) == 0;
    if (file != NULL) fclose(file);
    return is_zip;
}

static bool read_book(struct book *book, const char *path, const char *encoding)
{
    char message[BOOK_MESSAGE_SIZE];
    bool good = is_xlsx(path) ? book_read_xlsx(book, path, message)
                              : book_read_csv(book, path, encoding, message);

    if (!good) complain("%s", message);
    return good;
}

static bool is_ours(struct fg_text name)
{
    return layout_of_sheet(name) != NULL || text_equal(name, TEXT(DEPARTMENT_SHEET)) ||
           text_equal(name, TEXT(COMMENT_SHEET));
}

static struct sheet *sheet_named(const struct book *book, struct fg_text name)
{
    for (uint32_t i = 0; i < book->count; i++) {
        if (text_equal(book->sheets[i].name, name)) return &book->sheets[i];
    }
    return NULL;
}

/* The sheet of the list; false, with a complaint, if it is not there. */
static bool choose_list(const struct book *book, const char *wanted, struct sheet **list)
{
    *list = wanted != NULL ? sheet_named(book, text_of(wanted))
                           : sheet_named(book, text_of(layouts[0].sheet));
    if (wanted != NULL && *list == NULL) {
        complain("没有工作表“%s” / no sheet of that name; there are:", wanted);
        for (uint32_t i = 0; i < book->count; i++) {
            fprintf(stderr, "  %s\n", book->sheets[i].name.bytes);
        }
        return false;
    }
    for (uint32_t i = 0; i < book->count && *list == NULL; i++) {
        struct sheet *sheet = &book->sheets[i];

        if (!is_ours(sheet->name) && sheet->count > 0) *list = sheet;
    }
    for (uint32_t i = 0; i < book->count; i++) {
        if (book->sheets[i].count > 0) return true;
    }
    complain("表格是空的 / the table is empty");
    return false;
}

static void tell_unread(const struct book *book, const struct sheet *list)
{
    for (uint32_t i = 0; i < book->count; i++) {
        const struct sheet *sheet = &book->sheets[i];

        if (sheet == list || sheet->count == 0 || is_ours(sheet->name)) continue;
        fprintf(stderr, "没有读取的工作表 / a sheet that was not read: %s\n", sheet->name.bytes);
    }
}

/* ---- the document's own attributes ---- */

static bool set_root(xmlNodePtr root, const char *option, const char *name, const char *given,
                     bool required)
{
    const struct attribute_rule *rule = element_rule(ELEMENT_SCHEDULE)->attributes;
    struct arena arena = {0};
    struct document scratch;
    struct fg_text value = TEXT(""), bad;
    bool there, good = true;

    if (given != NULL) draft_set(root, name, text_of(given));
    there = draft_get(root, name, &value);
    while (strcmp(rule->name, name) != 0) rule++;
    memset(&scratch, 0, sizeof(scratch));
    if (there) {
        good = value_read(&arena, rule->type, value, (char *)&scratch + rule->offset, &bad) ==
               RULE_COUNT;
        if (!good) complain("%s: 不能是“%s” / cannot be this", option, value.bytes);
    } else if (required) {
        complain("表格没有写明，请用 %s 给出 / the table does not say it: give %s", option, option);
        good = false;
    }
    if (arena.failed) memory_gone();
    arena_free(&arena);
    return good;
}

static bool set_roots(struct import *import, const struct import_options *options)
{
    const struct {
        const char *option, *name, *given;
        bool required;
    } roots[] = {
        {"--id", "id", options->id, true},
        {"--level", "level", options->level, true},
        {"--region", "region", options->region, true},
        {"--serial", "serial", options->serial, true},
        {"--effective", "effective", options->effective, true},
        {"--issuer", "issuer", options->issuer, false},
        {"--published", "published", options->published, false},
    };
    xmlNodePtr root = xmlDocGetRootElement(import->draft);
    bool good = true;

    for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++) {
        good = set_root(root, roots[i].option, roots[i].name, roots[i].given, roots[i].required) &&
               good;
    }
    return good;
}

/* ---- the whole ---- */

/* The document's own sheet and the bases come first: items refer to both. */
static bool read_sheets(struct import *import, struct sheet *list,
                        const struct import_options *options)
{
    static const enum element order[] = {ELEMENT_BASIS,      ELEMENT_UNIT,   ELEMENT_DELEGATION,
                                         ELEMENT_ITEM,       ELEMENT_AMEND,  ELEMENT_REDUCTION,
                                         ELEMENT_COMMITMENT, ELEMENT_REVOKE, ELEMENT_PROHIBITION,
                                         ELEMENT_HOLIDAY};
    const struct layout *root = layout_of_element(ELEMENT_SCHEDULE);
    struct sheet *sheet = sheet_named(&import->book, text_of(root->sheet));

    if (sheet != NULL) import_sheet(import, sheet, root);
    if (!set_roots(import, options)) return false;
    draft_need_section(import->draft, "bases");
    for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
        const struct layout *layout = layout_of_element(order[i]);

        sheet =
            order[i] == ELEMENT_ITEM ? list : sheet_named(&import->book, text_of(layout->sheet));
        if (sheet == NULL || (sheet == list && order[i] != ELEMENT_ITEM)) continue;
        if (order[i] == ELEMENT_ITEM) {
            import_list(import, sheet);
        } else {
            import_sheet(import, sheet, layout);
        }
    }
    sheet = sheet_named(&import->book, TEXT(COMMENT_SHEET));
    if (sheet != NULL && sheet != list) comments_import(import, sheet);
    return true;
}

static void drop_empty_sections(xmlDocPtr draft)
{
    xmlNodePtr next;

    for (xmlNodePtr node = xmlDocGetRootElement(draft)->children; node != NULL; node = next) {
        next = node->next;
        if (node->type != XML_ELEMENT_NODE || node->children != NULL) continue;
        xmlUnlinkNode(node);
        xmlFreeNode(node);
    }
}

struct verdict {
    int32_t language;
    const char *path;
};

static void fault_print(void *context, const struct fault *fault)
{
    const struct verdict *verdict = context;
    char line[FAULT_LINE_SIZE];

    fault_format(fault, verdict->language, line, sizeof(line));
    fprintf(stderr, "%s\n", line);
}

/* What was written is read once more by the loader: "no question" means that it can be. */
static bool is_sound(const struct output *bytes, struct verdict *verdict)
{
    struct arena arena = {0};
    struct faults faults = {.sink = {verdict, fault_print}};
    struct document document = {0};
    bool sound = document_parse(&arena, text_of(verdict->path),
                                (struct fg_text){bytes->bytes, (uint32_t)bytes->size, 0}, &faults,
                                &document) &&
                 faults.count == 0;

    if (arena.failed) memory_gone();
    arena_free(&arena);
    return sound;
}

static void tell(const struct import *import, int32_t language)
{
    bool english = language == FG_LANGUAGE_EN;

    fprintf(stderr, english ? "%u items, %zu questions\n" : "导入 %u 个项目，%zu 个问题\n",
            import->item_count, import->questions.count);
    if (import->passed_over > 0) {
        fprintf(stderr,
                english ? "%u items of another level were passed over\n"
                        : "跳过 %u 个其他级次的项目\n",
                import->passed_over);
    }
    if (import->timeless_count > 0) {
        fprintf(stderr,
                english ? "%u items without a period: charging them twice is not found; see the "
                          "column 期限等（精确）\n"
                        : "%u 个项目没有期限规定，不查重复收费；须查的请写“期限等（精确）”列\n",
                import->timeless_count);
    }
}

static int finish(struct import *import, const struct import_options *options, int32_t language)
{
    struct output bytes = {0};
    struct verdict verdict = {language, options->output};
    int status = import->questions.count > 0 ? EXIT_FOUND : EXIT_DONE;

    drop_empty_sections(import->draft);
    questions_mark(&import->questions, import->draft, language);
    draft_write(import->draft, &bytes);
    if (!file_put(options->output, options->force, &bytes)) {
        status = EXIT_FAILED;
    } else {
        if (status == EXIT_FOUND) {
            questions_print(&import->questions, language);
        } else if (!is_sound(&bytes, &verdict)) {
            status = EXIT_FOUND;
        }
        tell(import, language);
    }
    output_free(&bytes);
    return status;
}

static int run(struct import *import, const char *path, const struct import_options *options,
               int32_t language)
{
    struct sheet *list;

    if (!read_book(&import->book, path, options->encoding) ||
        !choose_list(&import->book, options->sheet, &list)) {
        return EXIT_FAILED;
    }
    import->draft = draft_new();
    import->kind = options->kind;
    import->own_level = options->own_level;
    tell_unread(&import->book, list);
    if (!read_sheets(import, list, options)) return EXIT_FAILED;
    return finish(import, options, language);
}

static bool read_options(struct import_options *options, int argc, char **argv, int *count)
{
    const struct option_spec specs[] = {
        {"--output", &options->output, NULL},
        {"--sheet", &options->sheet, NULL},
        {"--encoding", &options->encoding, NULL},
        {"--language", &options->language, NULL},
        {"--id", &options->id, NULL},
        {"--level", &options->level, NULL},
        {"--region", &options->region, NULL},
        {"--serial", &options->serial, NULL},
        {"--effective", &options->effective, NULL},
        {"--issuer", &options->issuer, NULL},
        {"--published", &options->published, NULL},
        {"--kind", &options->kind, NULL},
        {"--own-level", NULL, &options->own_level},
        {"--force", NULL, &options->force},
        {"--help", NULL, &options->help},
    };

    return options_read(specs, sizeof(specs) / sizeof(specs[0]), argc, argv, count);
}

static bool kind_option(const char *text)
{
    static const char *const kinds[] = {"administrative", "fund",   "deposit", "tax",
                                        "penalty",        "service"};

    if (text == NULL) return true;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (strcmp(text, kinds[i]) == 0) return true;
    }
    complain("--kind is administrative, fund, deposit, tax, penalty or service, not \"%s\"", text);
    return false;
}

int schedule_import(int argc, char **argv)
{
    struct import_options options = {0};
    struct import import = {0};
    int32_t language = FG_LANGUAGE_ZH;
    int count, status;

    if (!read_options(&options, argc, argv, &count)) return EXIT_FAILED;
    if (options.help) {
        fputs(help, stdout);
        return EXIT_DONE;
    }
    if (count != 1 || options.output == NULL) {
        complain("schedule import needs one TABLE and --output FILE.xml; see feeguard schedule "
                 "import --help");
        return EXIT_FAILED;
    }
    if (!option_language(options.language, &language) || !kind_option(options.kind)) {
        return EXIT_FAILED;
    }
    status = run(&import, argv[1], &options, language);
    xmlFreeDoc(import.draft);
    questions_free(&import.questions);
    book_free(&import.book);
    return status;
}

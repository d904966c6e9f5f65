/* SPDX-License-Identifier: Apache-2.0
 * A workbook as a book: which sheets there are, and what they point to. */
#include <stdio.h>
#include <stdlib.h>

#include "harness.h"
#include "table/xlsx.h"

#define PART_NAME_SIZE 512

/* One sheet of the workbook, and the part that a relation says it is in. */
struct sheet_entry {
    char *name, *relation;
    char target[PART_NAME_SIZE];
    bool hidden;
};

struct entries {
    struct sheet_entry *list;
    size_t count;
};

static void entries_free(struct entries *entries)
{
    for (size_t i = 0; i < entries->count; i++) {
        xmlFree(entries->list[i].name);
        xmlFree(entries->list[i].relation);
    }
    free(entries->list);
}

static void add_entry(struct entries *entries, const struct xml_walk *walk)
{
    char *state = walk_attribute(walk, "state");
    struct sheet_entry *entry;

    entries->list = memory_grow(entries->list, entries->count + 1, sizeof(*entries->list));
    entry = &entries->list[entries->count++];
    *entry = (struct sheet_entry){.name = walk_attribute(walk, "name"),
                                  .relation = walk_attribute(walk, "id"),
                                  .hidden = state != NULL && strcmp(state, "visible") != 0};
    xmlFree(state);
}

static bool read_workbook(const struct part *part, struct entries *entries,
                          struct workbook *workbook)
{
    struct xml_walk walk;
    int type;

    if (!walk_open(&walk, part)) return false;
    while ((type = walk_next(&walk)) != 0) {
        if (type != XML_READER_TYPE_ELEMENT) continue;
        if (walk_at(&walk, "sheet")) add_entry(entries, &walk);
        if (walk_at(&walk, "workbookPr")) {
            workbook->from_1904 = walk_flag(&walk, "date1904", false);
        }
    }
    walk_close(&walk);
    return !walk.failed;
}

/* Targets stand relative to xl/, or from the root. */
static void take_relation(struct entries *entries, const struct xml_walk *walk)
{
    char *id = walk_attribute(walk, "Id"), *target = walk_attribute(walk, "Target");

    for (size_t i = 0; id != NULL && target != NULL && i < entries->count; i++) {
        struct sheet_entry *entry = &entries->list[i];

        if (entry->relation == NULL || strcmp(entry->relation, id) != 0) continue;
        snprintf(entry->target, sizeof(entry->target), target[0] == '/' ? "%s" : "xl/%s",
                 target[0] == '/' ? target + 1 : target);
    }
    xmlFree(id);
    xmlFree(target);
}

static bool read_relations(const struct part *part, struct entries *entries)
{
    struct xml_walk walk;
    int type;

    if (!walk_open(&walk, part)) return false;
    while ((type = walk_next(&walk)) != 0) {
        if (type == XML_READER_TYPE_ELEMENT && walk_at(&walk, "Relationship")) {
            take_relation(entries, &walk);
        }
    }
    walk_close(&walk);
    return !walk.failed;
}

/* Visible ones first: "the first sheet" is the first that a clerk sees. */
static enum sheet_result read_sheets(struct book *book, const struct package *package,
                                     const struct entries *entries, const struct workbook *workbook)
{
    enum sheet_result result = SHEET_READ;

    for (int hidden = 0; hidden < 2; hidden++) {
        for (size_t i = 0; i < entries->count && result == SHEET_READ; i++) {
            const struct sheet_entry *entry = &entries->list[i];
            const struct part *part = package_find(package, text_of(entry->target));

            if (entry->hidden != (hidden == 1)) continue;
            if (part == NULL || entry->name == NULL) return SHEET_DAMAGED;
            if (book->count == BOOK_SHEETS_MAX) return SHEET_TOO_LARGE;
            result = sheet_read(book, book_add_sheet(book, text_of(entry->name)), part, workbook);
            if (result == SHEET_READ &&
                !notes_read(package, entry->target, &book->sheets[book->count - 1])) {
                result = SHEET_DAMAGED;
            }
        }
    }
    return result;
}

static enum sheet_result read_parts(struct book *book, const struct package *package,
                                    struct entries *entries, struct workbook *workbook)
{
    const struct part *part = package_find(package, TEXT(XLSX_WORKBOOK));
    const struct part *relations = package_find(package, TEXT(XLSX_WORKBOOK_RELATIONS));
    const struct part *strings = package_find(package, TEXT("xl/sharedStrings.xml"));
    const struct part *styles = package_find(package, TEXT("xl/styles.xml"));

    if (part == NULL || relations == NULL || !read_workbook(part, entries, workbook) ||
        !read_relations(relations, entries) ||
        (strings != NULL && !strings_read(book, strings, workbook)) ||
        (styles != NULL && !formats_read(styles, workbook))) {
        return SHEET_DAMAGED;
    }
    return read_sheets(book, package, entries, workbook);
}

bool book_read_xlsx(struct book *book, const char *path, char message[static BOOK_MESSAGE_SIZE])
{
    struct package package = {0};
    struct entries entries = {0};
    struct workbook workbook = {0};
    bool good = package_read(&package, path, message);
    enum sheet_result result = good ? read_parts(book, &package, &entries, &workbook) : SHEET_READ;

    if (result == SHEET_DAMAGED) {
        snprintf(message, BOOK_MESSAGE_SIZE,
                 "%s: 不是完好的 .xlsx 工作簿；请用表格软件打开后另存 / no sound .xlsx workbook: "
                 "open it in "
                 "a spreadsheet program and save it again",
                 path);
    } else if (result == SHEET_TOO_LARGE) {
        snprintf(message, BOOK_MESSAGE_SIZE,
                 "%s: 表格过大（至多 %d 列、%d 行） / the table is too large", path,
                 BOOK_COLUMNS_MAX, BOOK_ROWS_MAX);
    }
    free(workbook.strings);
    free(workbook.formats);
    entries_free(&entries);
    package_free(&package);
    return good && result == SHEET_READ;
}

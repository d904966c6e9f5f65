/* SPDX-License-Identifier: Apache-2.0
 * Notes that hang on cells: a cell that has one does not say everything itself. */
#include <stdio.h>

#include "table/xlsx.h"

#define PART_NAME_SIZE 512

static bool ends_with(const char *text, const char *end)
{
    size_t size = text == NULL ? 0 : strlen(text), end_size = strlen(end);

    return size >= end_size && strcmp(text + size - end_size, end) == 0;
}

/* The cell of a place, where it shows something; NULL. */
static struct cell *cell_at(const struct sheet *sheet, struct fg_text place)
{
    struct merge at;
    struct book_row *row;
    uint32_t index;

    if (!merge_parse(place, &at)) return NULL;
    index = row_find(sheet, at.top);
    row = &sheet->rows[index];
    if (index == sheet->count || row->number != at.top || at.left >= row->count) return NULL;
    return text_trim(row->cells[at.left].text).size > 0 ? &row->cells[at.left] : NULL;
}

static bool mark_cells(const struct sheet *sheet, const struct part *part)
{
    struct xml_walk walk;
    int type;

    if (part == NULL || !walk_open(&walk, part)) return false;
    while ((type = walk_next(&walk)) != 0) {
        char *place;
        struct cell *cell;

        if (type != XML_READER_TYPE_ELEMENT || !walk_at(&walk, "comment")) continue;
        place = walk_attribute(&walk, "ref");
        cell = place == NULL ? NULL : cell_at(sheet, text_of(place));
        if (cell != NULL && cell->fault == CELL_SOUND) cell->fault = CELL_NOTE;
        xmlFree(place);
    }
    walk_close(&walk);
    return !walk.failed;
}

/* Targets stand relative to the folder of the sheets, or from the root. */
static const struct part *target_find(const struct package *package, const char *target)
{
    char name[PART_NAME_SIZE];

    if (target[0] == '/') return package_find(package, text_of(target + 1));
    if (strncmp(target, "../", 3) == 0) {
        snprintf(name, sizeof(name), "xl/%s", target + 3);
    } else {
        snprintf(name, sizeof(name), "xl/worksheets/%s", target);
    }
    return package_find(package, text_of(name));
}

bool notes_read(const struct package *package, const char *sheet_part, const struct sheet *sheet)
{
    const char *slash = strrchr(sheet_part, '/');
    const char *file = slash == NULL ? sheet_part : slash + 1;
    const struct part *relations;
    char name[PART_NAME_SIZE + 16];
    struct xml_walk walk;
    bool good = true;

    snprintf(name, sizeof(name), "%.*s_rels/%s.rels", (int)(file - sheet_part), sheet_part, file);
    relations = package_find(package, text_of(name));
    if (relations == NULL) return true;
    if (!walk_open(&walk, relations)) return false;
    while (walk_next(&walk) != 0) {
        char *type = walk_attribute(&walk, "Type"), *target = walk_attribute(&walk, "Target");

        if (target != NULL && ends_with(type, "/comments")) {
            good = mark_cells(sheet, target_find(package, target)) && good;
        }
        xmlFree(type);
        xmlFree(target);
    }
    walk_close(&walk);
    return good && !walk.failed;
}

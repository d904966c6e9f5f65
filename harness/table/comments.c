/* SPDX-License-Identifier: Apache-2.0
 * A place is told by the element that follows, "items/item[code=X]/standard[2] 之前", or, where
 * none does, by the one around: "items 末尾". An element is told from its brothers by what names
 * it, and where that does not do, by its number. */
#include "table/comments.h"

#include <stdio.h>
#include <string.h>

#include "harness.h"
#include "output.h"
#include "table/draft.h"
#include "table/export_cells.h"
#include "table/management.h"

#define BEFORE TEXT(" 之前")
#define AT_END TEXT(" 末尾")
#define BEHIND TEXT(" 之后") /* of the root */

#define TITLE_PLACE "位置"
#define TITLE_TEXT "内容"

static const struct layout_column columns[] = {
    {"序号", COLUMN_NUMBER, NULL},
    {TITLE_PLACE, COLUMN_ATTRIBUTE, NULL},
    {TITLE_TEXT, COLUMN_ATTRIBUTE, NULL},
    {.title = NULL},
};
static const struct layout layout = {COMMENT_SHEET, ELEMENT_NONE, NULL, columns};

/* ---- elements by name ---- */

static const char *const keys[] = {"code", "id", "item", "commitment", NULL};

/* What can stand between brackets and be found again. */
static bool is_plain_key(struct fg_text value)
{
    for (uint32_t i = 0; i < value.size; i++) {
        if ((unsigned char)value.bytes[i] <= ' ' || strchr("/[]=", value.bytes[i]) != NULL) {
            return false;
        }
    }
    return value.size > 0;
}

/* Elements of its name around a node: how many, and which of them it is, from 1. */
static uint32_t count_brothers(xmlNodePtr node, uint32_t *number)
{
    uint32_t count = 0;

    for (xmlNodePtr other = node->parent->children; other != NULL; other = other->next) {
        if (!draft_is(other, (const char *)node->name)) continue;
        count++;
        if (other == node) *number = count;
    }
    return count;
}

static bool is_named(const xmlNode *node, const char *key, struct fg_text value)
{
    struct fg_text own;

    return draft_get((xmlNodePtr)(size_t)node, key, &own) && text_equal(own, value);
}

static bool is_unique(xmlNodePtr node, const char *key, struct fg_text value)
{
    for (xmlNodePtr other = node->parent->children; other != NULL; other = other->next) {
        if (other != node && draft_is(other, (const char *)node->name) &&
            is_named(other, key, value)) {
            return false;
        }
    }
    return true;
}

static void put_step(xmlNodePtr node, struct output *path)
{
    struct fg_text value;
    uint32_t number = 1;
    char digits[16];

    output_text(path, text_of((const char *)node->name));
    if (count_brothers(node, &number) == 1) return;
    for (const char *const *key = keys; *key != NULL; key++) {
        if (!draft_get(node, *key, &value) || !is_plain_key(value)) continue;
        if (!is_unique(node, *key, value)) continue;
        output_text(path, TEXT("["));
        output_text(path, text_of(*key));
        output_text(path, TEXT("="));
        output_text(path, value);
        output_text(path, TEXT("]"));
        return;
    }
    snprintf(digits, sizeof(digits), "[%u]", number);
    output_text(path, text_of(digits));
}

/* From the root, which is left out but where it is all there is. */
static void put_path(xmlNodePtr node, struct output *path)
{
    xmlNodePtr root = xmlDocGetRootElement(node->doc);

    if (node->parent != root && node != root) {
        put_path(node->parent, path);
        output_text(path, TEXT("/"));
    }
    put_step(node, path);
}

/* ---- out ---- */

struct leaving {
    struct book *book;
    struct sheet *sheet; /* NULL: no comment yet */
    uint32_t number;
};

static struct sheet *begin_sheet(struct book *book)
{
    struct sheet *sheet = book_add_sheet(book, TEXT(COMMENT_SHEET));
    struct book_row *header = book_add_row(book, sheet, 1);

    for (uint32_t i = 0; columns[i].title != NULL; i++) {
        book_cell(book, header, i)->text = text_of(columns[i].title);
    }
    return sheet;
}

static void tell_place(const xmlNode *comment, struct output *place)
{
    xmlNodePtr next = xmlNextElementSibling((xmlNodePtr)(size_t)comment);
    xmlNodePtr root = xmlDocGetRootElement(comment->doc);

    if (next != NULL) {
        put_path(next, place);
        output_text(place, BEFORE);
    } else if (comment->parent->type == XML_ELEMENT_NODE) {
        put_path(comment->parent, place);
        output_text(place, AT_END);
    } else {
        put_path(root, place);
        output_text(place, BEHIND);
    }
}

static void take_out(struct leaving *leaving, const xmlNode *comment)
{
    struct output place = {0};
    uint32_t first;
    char digits[16];

    if (leaving->sheet == NULL) leaving->sheet = begin_sheet(leaving->book);
    first = leaving->sheet->count;
    snprintf(digits, sizeof(digits), "%u", ++leaving->number);
    book_cell(leaving->book, book_add_row(leaving->book, leaving->sheet, first + 1), 0)->text =
        book_text(leaving->book, text_of(digits));
    tell_place(comment, &place);
    book_put_long(leaving->book, leaving->sheet, first, 1,
                  (struct fg_text){place.bytes, (uint32_t)place.size, 0});
    book_put_long(leaving->book, leaving->sheet, first, 2,
                  text_of(comment->content != NULL ? (const char *)comment->content : ""));
    output_free(&place);
}

/* Below the rows come their parts, which exact columns carry with all that is in them. */
#define DEPTH_OF_ROWS 2

static void take_out_below(struct leaving *leaving, xmlNodePtr parent, int depth)
{
    const xmlNode *carried = draft_is(parent, "item") ? management_find(parent) : NULL;

    for (xmlNodePtr node = parent->children; node != NULL; node = node->next) {
        if (node->type == XML_COMMENT_NODE && node != carried) take_out(leaving, node);
        if (node->type == XML_ELEMENT_NODE && depth < DEPTH_OF_ROWS) {
            take_out_below(leaving, node, depth + 1);
        }
    }
}

void comments_export(struct book *book, xmlDocPtr draft)
{
    struct leaving leaving = {.book = book};

    for (xmlNodePtr node = draft->children; node != NULL; node = node->next) {
        if (node->type == XML_COMMENT_NODE) take_out(&leaving, node);
    }
    take_out_below(&leaving, xmlDocGetRootElement(draft), 0);
}

/* ---- back in ---- */

/* Whether an element is what stands between the brackets; `number` counts those of its name. */
static bool is_meant(const xmlNode *node, struct fg_text key, uint32_t number)
{
    char digits[16];

    if (key.size == 0) return true;
    for (const char *const *name = keys; *name != NULL; name++) {
        struct fg_text label = text_of(*name), value = key;

        if (key.size <= label.size || key.bytes[label.size] != '=' || !text_starts(key, label)) {
            continue;
        }
        value.bytes += label.size + 1;
        value.size -= label.size + 1;
        return is_named(node, *name, value);
    }
    snprintf(digits, sizeof(digits), "%u", number);
    return text_equal(key, text_of(digits));
}

/* "name" or "name[key]"; NULL: there is none. */
static xmlNodePtr find_step(xmlNodePtr parent, struct fg_text step)
{
    const char *open = memchr(step.bytes, '[', step.size);
    struct fg_text name = step, key = TEXT("");
    uint32_t number = 0;

    if (open != NULL && step.bytes[step.size - 1] == ']') {
        name.size = (uint32_t)(open - step.bytes);
        key = (struct fg_text){open + 1, step.size - name.size - 2, 0};
    }
    for (xmlNodePtr node = parent->children; node != NULL; node = node->next) {
        if (node->type != XML_ELEMENT_NODE ||
            !text_equal(text_of((const char *)node->name), name)) {
            continue;
        }
        if (is_meant(node, key, ++number)) return node;
    }
    return NULL;
}

static bool is_section(struct fg_text name, const char **section)
{
    for (const struct layout *other = layouts; other->sheet != NULL; other++) {
        if (other->section == NULL || !text_equal(name, text_of(other->section))) continue;
        *section = other->section;
        return true;
    }
    return false;
}

static xmlNodePtr find_path(xmlDocPtr draft, struct fg_text path)
{
    xmlNodePtr node = xmlDocGetRootElement(draft);
    const char *section;

    if (text_equal(path, text_of((const char *)node->name))) return node;
    /* A section that holds nothing but comments. */
    if (is_section(path, &section)) return draft_need_section(draft, section);
    while (node != NULL && path.size > 0) {
        const char *slash = memchr(path.bytes, '/', path.size);
        uint32_t size = slash == NULL ? path.size : (uint32_t)(slash - path.bytes);
        uint32_t taken = slash == NULL ? size : size + 1;

        node = find_step(node, (struct fg_text){path.bytes, size, 0});
        path.bytes += taken;
        path.size -= taken;
    }
    return node;
}

static bool ends_in(struct fg_text *text, struct fg_text ending)
{
    if (text->size < ending.size ||
        memcmp(text->bytes + text->size - ending.size, ending.bytes, ending.size) != 0) {
        return false;
    }
    text->size -= ending.size;
    return true;
}

/* False: there is no such place. The comment is the draft's once it is placed. */
static bool put_back(xmlDocPtr draft, struct fg_text place, xmlNodePtr comment)
{
    xmlNodePtr root = xmlDocGetRootElement(draft), node, placed = NULL;

    if (ends_in(&place, BEFORE)) {
        node = find_path(draft, place);
        if (node != NULL) placed = xmlAddPrevSibling(node, comment);
    } else if (ends_in(&place, AT_END)) {
        node = find_path(draft, place);
        if (node != NULL) placed = xmlAddChild(node, comment);
    } else if (ends_in(&place, BEHIND) && find_path(draft, place) == root) {
        placed = xmlAddChild((xmlNodePtr)draft, comment);
    }
    return placed != NULL;
}

/* As XML has it: no two hyphens together, none at the end. */
static bool is_comment(struct fg_text text)
{
    for (uint32_t i = 0; i + 1 < text.size; i++) {
        if (text.bytes[i] == '-' && text.bytes[i + 1] == '-') return false;
    }
    return text.size == 0 || text.bytes[text.size - 1] != '-';
}

static void take_in(const struct entry *entry)
{
    const struct table *table = entry->table;
    uint32_t column = table_at(table, TITLE_TEXT);
    struct fg_text text = TEXT(""), place = entry_text(entry, TITLE_PLACE);
    xmlNodePtr comment;
    xmlChar *copy;

    if (column != COLUMN_NONE) text = row_at(entry->row, column)->text; /* blanks and all */
    if (!entry_is_sound(entry) || (place.size == 0 && text.size == 0)) return;
    if (!is_comment(text)) {
        entry_ask(entry, TITLE_TEXT, QUESTION_COMMENT_HYPHENS, TEXT(""), TEXT(""));
        return;
    }
    copy = xmlStrndup((const xmlChar *)text.bytes, (int)text.size);
    comment = copy == NULL ? NULL : xmlNewDocComment(table->import->draft, copy);
    if (comment == NULL) memory_gone();
    xmlFree(copy);
    if (put_back(table->import->draft, place, comment)) return;
    xmlFreeNode(comment);
    entry_ask(entry, TITLE_PLACE, QUESTION_COMMENT_PLACE, place, TEXT(""));
}

void comments_import(struct import *import, struct sheet *sheet)
{
    struct table table;

    if (!table_open(&table, import, sheet, &layout)) return;
    for (uint32_t i = table.header + 1; i < sheet->count; i++) {
        struct entry entry = {
            .table = &table, .row = &sheet->rows[i], .questions_before = import->questions.count};

        take_in(&entry);
    }
}

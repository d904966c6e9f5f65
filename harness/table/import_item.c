/* SPDX-License-Identifier: Apache-2.0
 * The readable columns of a published list, where no exact column says it already. */
#include <stdio.h>

#include "harness.h"
#include "output.h"
#include "table/draft.h"
#include "table/fee_read.h"
#include "table/fee_write.h"
#include "table/import.h"

static void put(struct output *output, const char *text)
{
    output_text(output, text_of(text));
}

static bool has_part(const struct entry *entry, const char *name)
{
    for (xmlNodePtr node = entry->node->children; node != NULL; node = node->next) {
        if (draft_is(node, name)) return true;
    }
    return false;
}

/* What export writes where there is nothing. */
static bool says_none(const struct entry *entry, const char *title)
{
    return entry->table->is_exported && text_equal(entry_text(entry, title), TEXT(WORDS_NONE));
}

/* ---- the standard ---- */

static void ask_standard(const struct entry *entry, enum fee_result result)
{
    static const enum question_kind kinds[] = {[FEE_UNCLEAR] = QUESTION_STANDARD_UNCLEAR,
                                               [FEE_PARTS] = QUESTION_STANDARD_PARTS,
                                               [FEE_NUMBER] = QUESTION_STANDARD_NUMBER};

    entry_ask(entry, "收费标准", kinds[result], TEXT(""), TEXT(""));
}

static void add_standard(const struct entry *entry, struct fg_text basis, const struct output *xml)
{
    xmlNodePtr standard = draft_add(entry->node, "standard");

    if (basis.size > 0) draft_set(standard, "basis", basis);
    if (!draft_fragment(draft_add(standard, "case"),
                        (struct fg_text){xml->bytes, (uint32_t)xml->size, 0})) {
        memory_gone(); /* what fee_read writes is well-formed */
    }
}

static void read_standard(const struct entry *entry, struct fg_text basis)
{
    struct fg_text words = entry_text(entry, "收费标准");
    struct fee_table table = {entry_text(entry, TITLE_UNIT), entry->table->is_scaled};
    struct output xml = {0};
    enum fee_result result;

    if (has_part(entry, "standard") || says_none(entry, "收费标准")) return;
    if (words.size == 0) {
        entry_ask(entry, "收费标准", QUESTION_STANDARD_EMPTY, TEXT(""), TEXT(""));
        return;
    }
    if (table.unit.size == 0) table.unit = entry->table->unit;
    result = fee_read(words, &table, &xml);
    if (result == FEE_READ) {
        add_standard(entry, basis, &xml);
    } else {
        ask_standard(entry, result);
    }
    output_free(&xml);
}

/* ---- who may charge ---- */

/* The code that the sheet 部门 gives to a name; size 0: none. */
static struct fg_text department_code(const struct import *import, struct fg_text name)
{
    const struct sheet *sheet = book_find(&import->book, TEXT(DEPARTMENT_SHEET));

    for (uint32_t i = 0; sheet != NULL && i < sheet->count; i++) {
        const struct book_row *row = &sheet->rows[i];

        for (uint32_t column = 0; column + 1 < row->count; column++) {
            if (text_equal(text_trim(row->cells[column].text), name) &&
                row->cells[column + 1].fault == CELL_SOUND) {
                return text_trim(row->cells[column + 1].text);
            }
        }
    }
    return TEXT("");
}

static void read_department(const struct entry *entry, struct fg_text group)
{
    struct fg_text name = entry_text(entry, "部门"), code;

    if (has_part(entry, "grants") || says_none(entry, "部门")) return;
    if (name.size == 0) name = group;
    if (name.size == 0) {
        entry_ask(entry, "部门", QUESTION_DEPARTMENT_EMPTY, TEXT(""), TEXT(""));
        return;
    }
    code = department_code(entry->table->import, name);
    if (code.size == 0) {
        entry_ask(entry, "部门", QUESTION_DEPARTMENT, name, TEXT(""));
        return;
    }
    draft_set(draft_add(draft_add(entry->node, "grants"), "grant"), "department", code);
}

/* ---- levels ---- */

static enum level node_level(xmlNodePtr node)
{
    struct fg_text level;

    return draft_get(node, "level", &level) ? level_read(level) : LEVEL_NONE;
}

/* An item that is set up by a document of another level is no business of this one. */
static void check_level(const struct entry *entry)
{
    struct fg_text word = entry_text(entry, "立项级次");
    enum level level = level_read(word);
    enum level own = node_level(xmlDocGetRootElement(entry->table->import->draft));

    if (word.size == 0) return;
    if (level == LEVEL_NONE) {
        entry_ask(entry, "立项级次", QUESTION_LEVEL_UNKNOWN, TEXT(""), TEXT(""));
    } else if (level != own && own != LEVEL_NONE) {
        entry_ask(entry, "立项级次", QUESTION_LEVEL_OTHER, text_of(fee_write_level(own)), TEXT(""));
    }
}

/* ---- the rest ---- */

static void read_kind(const struct entry *entry)
{
    const char *kind = entry->table->import->kind;
    struct fg_text value;

    if (draft_get(entry->node, "kind", &value)) return;
    if (kind != NULL) {
        draft_set(entry->node, "kind", text_of(kind));
    } else {
        entry_ask(entry, "性质", QUESTION_KIND, TEXT(""), TEXT(""));
    }
}

/* Columns that the vocabulary has no place for stay beside the item, for people. */
static void keep_others(const struct entry *entry)
{
    const struct table *table = entry->table;

    for (uint32_t i = 0; i < entry->row->count; i++) {
        struct fg_text text = text_trim(entry->row->cells[i].text);
        struct output note = {0};

        if (table->titles[i] != NULL || table->written[i].size == 0 || text.size == 0) continue;
        if (entry->row->cells[i].fault == CELL_BYTES) continue; /* was asked about */
        output_text(&note, table->written[i]);
        put(&note, "：");
        output_text(&note, text);
        draft_comment(entry->node, (struct fg_text){note.bytes, (uint32_t)note.size, 0});
        output_free(&note);
    }
}

/* An export names its bases by id, and says in words what they are. */
static void read_bases(const struct entry *entry, struct fg_text *standard)
{
    bool has_standard = has_part(entry, "standard") || says_none(entry, "收费标准");

    if (entry->table->is_exported && has_standard && entry_text(entry, "立项依据").size > 0) return;
    entry_read_bases(entry, has_standard ? NULL : standard);
}

void entry_read_words(const struct entry *entry, struct fg_text group)
{
    struct fg_text value, basis_of_standard = TEXT("");

    if (!draft_get(entry->node, "code", &value)) {
        entry_ask(entry, "项目编码", QUESTION_CODE, TEXT(""), TEXT(""));
    }
    read_kind(entry);
    read_bases(entry, &basis_of_standard);
    read_department(entry, group);
    read_standard(entry, basis_of_standard);
    if (!entry->table->is_exported) check_level(entry);
    if (entry_text(entry, TITLE_REMARK).size > 0) {
        entry_ask(entry, TITLE_REMARK, QUESTION_REMARK, TEXT(""), TEXT(""));
    }
    keep_others(entry);
}

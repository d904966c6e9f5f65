/* SPDX-License-Identifier: Apache-2.0
 * 政策依据: each document that is cited becomes a basis, or is one already. */
#include <stdio.h>

#include "output.h"
#include "table/basis_read.h"
#include "table/draft.h"
#include "table/fee_write.h"
#include "table/import.h"

static struct fg_text output_as_text(const struct output *output)
{
    return (struct fg_text){output->bytes != NULL ? output->bytes : "", (uint32_t)output->size, 0};
}

/* Whether a basis of the draft has this number; where the citation has none, this title. */
static bool basis_is(xmlNodePtr basis, struct fg_text number, struct fg_text title)
{
    struct output plain = {0};
    struct fg_text value = TEXT("");
    bool same;

    if (number.size == 0) return draft_get(basis, "title", &value) && text_equal(value, title);
    if (draft_get(basis, "number", &value)) number_plain(value, &plain);
    same = text_equal(output_as_text(&plain), number);
    /* One document by several of its articles is several bases, where the list says so. */
    if (same && title.size > 0 && draft_get(basis, "title", &value) && value.size > 0) {
        same = text_equal(value, title);
    }
    output_free(&plain);
    return same;
}

static xmlNodePtr basis_find(const struct import *import, struct fg_text number,
                             struct fg_text title)
{
    xmlNodePtr bases = draft_section(import->draft, "bases");

    for (xmlNodePtr node = bases == NULL ? NULL : bases->children; node != NULL;
         node = node->next) {
        if (draft_is(node, "basis") && basis_is(node, number, title)) return node;
    }
    return NULL;
}

static xmlNodePtr basis_by_id(const struct import *import, struct fg_text id)
{
    xmlNodePtr bases = draft_section(import->draft, "bases");
    struct fg_text found;

    for (xmlNodePtr node = bases == NULL ? NULL : bases->children; node != NULL;
         node = node->next) {
        if (draft_is(node, "basis") && draft_get(node, "id", &found) && text_equal(id, found)) {
            return node;
        }
    }
    return NULL;
}

static xmlNodePtr basis_make(const struct entry *entry, struct fg_text number, struct fg_text title)
{
    static const char *const levels[] = {"national", "provincial", "municipal", "county"};
    struct import *import = entry->table->import;
    enum level level = basis_level(number, title);
    xmlNodePtr basis = draft_add(draft_need_section(import->draft, "bases"), "basis");
    char id[24];

    do {
        snprintf(id, sizeof(id), "b%u", ++import->basis_number);
    } while (basis_by_id(import, text_of(id)) != NULL);
    draft_set(basis, "id", text_of(id));
    if (number.size > 0) draft_set(basis, "number", number);
    if (title.size > 0) draft_set(basis, "title", title);
    if (level != LEVEL_NONE) {
        draft_set(basis, "level", text_of(levels[level]));
    } else {
        entry_ask(entry, "政策依据", QUESTION_BASIS_LEVEL, number.size > 0 ? number : title,
                  TEXT(""));
    }
    return basis;
}

static struct fg_text id_of(xmlNodePtr basis)
{
    struct fg_text id = TEXT("");

    draft_get(basis, "id", &id);
    return id;
}

/* The basis that a column names, by id or by number; NULL where it names none, or another. */
static xmlNodePtr basis_named(const struct entry *entry, const char *title)
{
    const struct import *import = entry->table->import;
    struct fg_text text = entry_text(entry, title);
    struct output plain = {0};
    xmlNodePtr basis = NULL;

    if (text.size == 0) return NULL;
    basis = basis_by_id(import, text);
    if (basis == NULL) {
        number_plain(text, &plain);
        basis = basis_find(import, output_as_text(&plain), TEXT(""));
        output_free(&plain);
    }
    if (basis == NULL) entry_ask(entry, title, QUESTION_BASIS_OTHER, text, TEXT(""));
    return basis;
}

/* Every document that the cell cites; the first, if it is the only one. */
static xmlNodePtr read_cited(const struct entry *entry, size_t *count)
{
    struct fg_text cell = entry_text(entry, "政策依据");
    struct cited_list cited;
    xmlNodePtr first = NULL;

    basis_read(cell, &cited);
    for (size_t i = 0; i < cited.count; i++) {
        struct fg_text number = output_as_text(&cited.list[i].number);
        struct fg_text title = output_as_text(&cited.list[i].title);
        xmlNodePtr basis = basis_find(entry->table->import, number, title);

        if (basis == NULL) basis = basis_make(entry, number, title);
        if (first == NULL) first = basis;
        if (basis != first || *count == 0) ++*count;
    }
    if (cited.unread.size > 0) {
        entry_ask(entry, "政策依据", QUESTION_BASIS_UNREAD, cited.unread, TEXT(""));
    }
    cited_free(&cited);
    return first;
}

void entry_read_bases(const struct entry *entry, struct fg_text *standard)
{
    xmlNodePtr first, item, of_standard;
    size_t count = 0;
    char digits[24];

    first = read_cited(entry, &count);
    item = basis_named(entry, "立项依据");
    of_standard = basis_named(entry, TITLE_STANDARD_BASIS);
    if (item == NULL && count == 1) item = first;
    if (of_standard == NULL && count == 1) of_standard = first;
    if (item != NULL) draft_set(entry->node, "basis", id_of(item));
    if (standard != NULL) *standard = of_standard == NULL ? TEXT("") : id_of(of_standard);
    if (entry_text(entry, "政策依据").size == 0 && item == NULL) {
        entry_ask(entry, "政策依据", QUESTION_BASIS_EMPTY, TEXT(""), TEXT(""));
    } else if (count > 1 && (item == NULL || (standard != NULL && of_standard == NULL))) {
        snprintf(digits, sizeof(digits), "%zu", count);
        entry_ask(entry, "政策依据", QUESTION_BASIS_WHICH, text_of(digits), TEXT(""));
    }
}

/* ---- levels ---- */

enum level level_read(struct fg_text word)
{
    static const struct {
        const char *word;
        enum level level;
    } words[] = {
        {"中央", LEVEL_NATIONAL},       {"中央级", LEVEL_NATIONAL},
        {"国家", LEVEL_NATIONAL},       {"国家级", LEVEL_NATIONAL},
        {"省", LEVEL_PROVINCIAL},       {"省级", LEVEL_PROVINCIAL},
        {"市", LEVEL_MUNICIPAL},        {"市级", LEVEL_MUNICIPAL},
        {"县", LEVEL_COUNTY},           {"县级", LEVEL_COUNTY},
        {"区县", LEVEL_COUNTY},         {"区级", LEVEL_COUNTY},
        {"national", LEVEL_NATIONAL},   {"provincial", LEVEL_PROVINCIAL},
        {"municipal", LEVEL_MUNICIPAL}, {"county", LEVEL_COUNTY},
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (text_equal(word, text_of(words[i].word))) return words[i].level;
    }
    return LEVEL_NONE;
}

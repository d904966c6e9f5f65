/* SPDX-License-Identifier: Apache-2.0
 * Classes of values in words, for people. */
#include <stdio.h>

#include "feeguard/host.h"
#include "survey/cells_internal.h"

#define WORDS_SHOWN 8

/* Bytes behind bytes, cut where the room ends. */
struct line {
    char *bytes;
    size_t size, room;
};

static void put(struct line *line, struct fg_text text)
{
    for (uint32_t i = 0; i < text.size && line->size + 1 < line->room; i++) {
        line->bytes[line->size++] = text.bytes[i];
    }
    if (line->room > 0) line->bytes[line->size] = '\0';
}

static void put_words(struct line *line, struct texts words, bool english)
{
    for (uint32_t i = 0; i < words.count && i < WORDS_SHOWN; i++) {
        if (i > 0) put(line, english ? TEXT(" or ") : TEXT("、"));
        put(line, words.list[i]);
    }
    if (words.count > WORDS_SHOWN) put(line, english ? TEXT(" or ...") : TEXT("等"));
}

static void put_number(struct line *line, const struct cell *cell, bool english)
{
    bool both = cell->low.size > 0 && cell->high.size > 0;

    if (both && text_equal(cell->low, cell->high)) {
        put(line, TEXT(" = "));
        put(line, cell->low);
        return;
    }
    if (cell->low.size > 0) {
        put(line, cell->low_included ? TEXT(" ≥ ") : TEXT(" > "));
        put(line, cell->low);
    }
    if (both) put(line, english ? TEXT(" and") : TEXT("、"));
    if (cell->high.size > 0) {
        put(line, cell->high_included ? TEXT(" ≤ ") : TEXT(" < "));
        put(line, cell->high);
    }
}

static void put_cell(struct line *line, const struct cell_attribute *attribute,
                     const struct cell *cell, bool english)
{
    put(line, attribute->name.text);
    switch (cell->kind) {
    case CELL_ABSENT: put(line, english ? TEXT(" absent") : TEXT(" 未给出")); break;
    case CELL_GIVEN: put(line, english ? TEXT(" given") : TEXT(" 已给出")); break;
    case CELL_OTHER: put(line, english ? TEXT(" any other") : TEXT(" 为其他值")); break;
    case CELL_NOT_NUMBER: put(line, english ? TEXT(" no number") : TEXT(" 不是数字")); break;
    case CELL_WORD:
        put(line, TEXT(" = "));
        put_words(line, cell->words, english);
        break;
    case CELL_PREFIX:
        put(line, english ? TEXT(" begins with ") : TEXT(" 开头为 "));
        put(line, cell->prefix);
        break;
    case CELL_NUMBER: put_number(line, cell, english); break;
    }
}

void cell_describe(const struct cell_attribute *attribute, uint32_t class_index, int32_t language,
                   char *buffer, size_t size)
{
    struct line line = {buffer, 0, size};

    if (size > 0) buffer[0] = '\0';
    put_cell(&line, attribute, &attribute->classes[class_index], language == FG_LANGUAGE_EN);
}

void cell_leaf_describe(const struct cell_leaf *leaf, int32_t language, char *buffer, size_t size)
{
    struct line line = {buffer, 0, size};
    bool english = language == FG_LANGUAGE_EN;

    if (size > 0) buffer[0] = '\0';
    for (uint32_t i = 0; i < leaf->cells->attribute_count; i++) {
        const struct cell_attribute *attribute = &leaf->cells->attributes[i];

        if (leaf->chosen[i] == CELL_UNCHOSEN) continue;
        if (line.size > 0) put(&line, english ? TEXT(", ") : TEXT("，"));
        put_cell(&line, attribute, &attribute->classes[leaf->chosen[i]], english);
    }
    if (line.size == 0) put(&line, english ? TEXT("any charge") : TEXT("任何收费"));
}

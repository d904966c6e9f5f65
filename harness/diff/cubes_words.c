/* SPDX-License-Identifier: Apache-2.0
 * For whom a change is, in words. Ranges of numbers that adjoin are told as one. */
#include "diff/cubes_internal.h"
#include "feeguard/host.h"

struct telling {
    const struct words *words;
    struct buffer *out;
    bool english;
};

static const char *pick(const struct telling *telling, const char *chinese, const char *english)
{
    return telling->english ? english : chinese;
}

static void put_name(const struct telling *telling, struct fg_text name)
{
    if (telling->english) {
        words_text(telling->out, name);
        words_put(telling->out, " ");
    } else {
        words_attribute(telling->words, telling->out, name);
    }
}

static void put_value(const struct telling *telling, struct fg_text name, struct fg_text value)
{
    if (telling->english)
        words_text(telling->out, value);
    else
        words_term(telling->words, telling->out, name, value);
}

static void put_unit(const struct telling *telling, struct fg_text name)
{
    if (!telling->english) {
        words_text(telling->out, words_label(telling->words, name, TEXT(TERM_UNIT)));
    }
}

static void put_list(const struct telling *telling, struct fg_text name, struct texts list)
{
    for (uint32_t i = 0; i < list.count; i++) {
        if (i > 0) words_put(telling->out, pick(telling, "或者", " or "));
        put_value(telling, name, list.list[i]);
    }
}

static void put_bound(const struct telling *telling, struct fg_text name, struct fg_text number,
                      const char *chinese, const char *english)
{
    words_put(telling->out, pick(telling, chinese, english));
    words_text(telling->out, number);
    put_unit(telling, name);
}

static void put_number(const struct telling *telling, struct fg_text name, const struct cell *cell)
{
    bool both = cell->low.size > 0 && cell->high.size > 0;

    if (both && text_equal(cell->low, cell->high)) {
        put_bound(telling, name, cell->low, "等于", "= ");
        return;
    }
    if (cell->low.size > 0) {
        put_bound(telling, name, cell->low, cell->low_included ? "不小于" : "大于",
                  cell->low_included ? "≥ " : "> ");
    }
    if (both) words_put(telling->out, pick(telling, "、", " and "));
    if (cell->high.size > 0) {
        put_bound(telling, name, cell->high, cell->high_included ? "不大于" : "小于",
                  cell->high_included ? "≤ " : "< ");
    }
    if (cell->low.size + cell->high.size == 0) {
        words_put(telling->out, pick(telling, "为任何数", "any number"));
    }
}

static void put_absent(const struct telling *telling, const struct cell_attribute *attribute)
{
    words_put(telling->out, pick(telling, "没有提供", "absent"));
    if (!cube_absent_is_wide(attribute)) return;
    words_put(telling->out, pick(telling, "（或者不是数）", " (or no number)"));
}

static void put_cell(const struct telling *telling, const struct cell_attribute *attribute,
                     const struct cell *cell)
{
    struct buffer *out = telling->out;
    struct fg_text name = attribute->name.text;

    switch (cell->kind) {
    case CELL_ABSENT: put_absent(telling, attribute); break;
    case CELL_GIVEN: words_put(out, pick(telling, "已提供", "given")); break;
    case CELL_OTHER:
        words_put(out, pick(telling, "为规则没有写明的值", "a value that no rule names"));
        break;
    case CELL_NOT_NUMBER: words_put(out, pick(telling, "不是数", "no number")); break;
    case CELL_WORD:
        words_put(out, pick(telling, "为", "= "));
        put_list(telling, name, cell->words);
        break;
    case CELL_PREFIX:
        words_put(out, pick(telling, "以“", "begins with "));
        words_text(out, cell->prefix);
        words_put(out, pick(telling, "”开头", ""));
        break;
    case CELL_NUMBER: put_number(telling, name, cell); break;
    }
}

/* Whether nothing lies between two ranges of numbers, the first below the second. */
static bool adjoins(const struct cell *low, const struct cell *high)
{
    return low->kind == CELL_NUMBER && high->kind == CELL_NUMBER && low->high.size > 0 &&
           high->low.size > 0 && decimal_compare(low->high, high->low) == 0 &&
           (low->high_included || high->low_included);
}

/* Takes all ranges of the set that adjoin one into it. */
static void widen(const struct cell_attribute *attribute, uint32_t *bits, struct cell *cell)
{
    bool widened = true;

    while (widened) {
        widened = false;
        for (uint32_t i = 0; i < attribute->class_count; i++) {
            const struct cell *other = &attribute->classes[i];

            if (!cube_has(bits, i)) continue;
            if (adjoins(cell, other)) {
                cell->high = other->high;
                cell->high_included = other->high_included;
            } else if (adjoins(other, cell)) {
                cell->low = other->low;
                cell->low_included = other->low_included;
            } else {
                continue;
            }
            bits[i / CUBE_WORD_BITS] &= ~(1U << (i % CUBE_WORD_BITS));
            widened = true;
        }
    }
}

/* The classes of a set; takes them out of it. */
static void put_set(const struct telling *telling, const struct cell_attribute *attribute,
                    uint32_t *bits)
{
    bool first = true;

    put_name(telling, attribute->name.text);
    for (uint32_t i = 0; i < attribute->class_count; i++) {
        struct cell cell = attribute->classes[i];

        if (!cube_has(bits, i)) continue;
        bits[i / CUBE_WORD_BITS] &= ~(1U << (i % CUBE_WORD_BITS));
        if (cell.kind == CELL_NUMBER) widen(attribute, bits, &cell);
        if (!first) words_put(telling->out, pick(telling, "或者", " or "));
        put_cell(telling, attribute, &cell);
        first = false;
    }
}

static void put_cube(const struct telling *telling, const struct cells *cells, uint32_t *cube)
{
    bool first = true;

    for (uint32_t i = 0; i < cells->attribute_count; i++) {
        const struct cell_attribute *attribute = &cells->attributes[i];

        if (!cube_has_all(attribute, cube)) {
            if (!first) words_put(telling->out, pick(telling, "，", ", "));
            put_set(telling, attribute, cube);
            first = false;
        }
        cube += cube_words_for(attribute);
    }
}

void cubes_put(const struct cubes *cubes, const struct words *words, int32_t language,
               struct buffer *out)
{
    const struct telling telling = {words, out, language == FG_LANGUAGE_EN};

    for (uint32_t i = 0; i < cubes->count; i++) {
        if (i > 0) words_put(out, pick(&telling, "；或者", "; or "));
        put_cube(&telling, cubes->cells, cubes->list[i]);
    }
}

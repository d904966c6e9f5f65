/* SPDX-License-Identifier: Apache-2.0
 * A cube is a row of bits, the classes of one attribute behind those of the other, each attribute
 * beginning with a word of its own. */
#include "diff/cubes.h"

#include <stdlib.h>

#include "feeguard/host.h"

#define WORD_BITS 32U

static uint32_t words_for(const struct cell_attribute *attribute)
{
    return (attribute->class_count + WORD_BITS - 1) / WORD_BITS;
}

static uint32_t offset_of(const struct cells *cells, uint32_t attribute)
{
    uint32_t offset = 0;

    for (uint32_t i = 0; i < attribute; i++) offset += words_for(&cells->attributes[i]);
    return offset;
}

static bool has_bit(const uint32_t *bits, uint32_t at)
{
    return (bits[at / WORD_BITS] >> (at % WORD_BITS) & 1U) != 0;
}

static void set_bit(uint32_t *bits, uint32_t at)
{
    bits[at / WORD_BITS] |= 1U << (at % WORD_BITS);
}

bool cubes_add(struct cubes *cubes, struct arena *arena, const struct cell_leaf *leaf)
{
    const struct cells *cells = leaf->cells;
    uint32_t size = offset_of(cells, cells->attribute_count), at = 0;
    uint32_t *cube = arena_take(arena, (size + 1) * sizeof(*cube));
    uint32_t **list = arena_grow(arena, cubes->list, cubes->count, sizeof(*list));

    if (cube == NULL || list == NULL) return false;
    for (uint32_t i = 0; i < cells->attribute_count; i++) {
        const struct cell_attribute *attribute = &cells->attributes[i];

        for (uint32_t j = 0; j < attribute->class_count; j++) {
            if (leaf->chosen[i] == CELL_UNCHOSEN || leaf->chosen[i] == j) set_bit(cube + at, j);
        }
        at += words_for(attribute);
    }
    list[cubes->count++] = cube;
    cubes->list = list;
    cubes->cells = cells;
    return true;
}

/* ---- joining ---- */

/* The words of one attribute, which two cubes may differ in. */
struct joint {
    uint32_t size, from, to;
};

static int order_cubes(const void *a, const void *b, void *context)
{
    const uint32_t *left = *(uint32_t *const *)a, *right = *(uint32_t *const *)b;
    const struct joint *joint = context;

    for (uint32_t i = 0; i < joint->size; i++) {
        if (i >= joint->from && i < joint->to) continue;
        if (left[i] != right[i]) return left[i] < right[i] ? -1 : 1;
    }
    return 0;
}

/* Puts those together that are equal but for one attribute. */
static bool join_by(struct cubes *cubes, struct joint *joint)
{
    uint32_t kept = 1, before = cubes->count;

    qsort_r(cubes->list, cubes->count, sizeof(*cubes->list), order_cubes, joint);
    for (uint32_t i = 1; i < cubes->count; i++) {
        uint32_t *last = cubes->list[kept - 1];

        if (order_cubes(&last, &cubes->list[i], joint) != 0) {
            cubes->list[kept++] = cubes->list[i];
            continue;
        }
        for (uint32_t j = joint->from; j < joint->to; j++) last[j] |= cubes->list[i][j];
    }
    cubes->count = kept;
    return kept < before;
}

void cubes_join(struct cubes *cubes)
{
    const struct cells *cells = cubes->cells;
    struct joint joint;
    bool joined = cubes->count > 1;

    if (cubes->count == 0) return;
    joint.size = offset_of(cells, cells->attribute_count);
    while (joined) {
        joined = false;
        joint.from = 0;
        for (uint32_t i = 0; i < cells->attribute_count; i++) {
            joint.to = joint.from + words_for(&cells->attributes[i]);
            joined = (cubes->count > 1 && join_by(cubes, &joint)) || joined;
            joint.from = joint.to;
        }
    }
}

/* ---- words ---- */

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

static void put_cell(const struct telling *telling, struct fg_text name, const struct cell *cell)
{
    struct buffer *out = telling->out;

    switch (cell->kind) {
    case CELL_ABSENT: words_put(out, pick(telling, "没有提供", "absent")); break;
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

            if (!has_bit(bits, i)) continue;
            if (adjoins(cell, other)) {
                cell->high = other->high;
                cell->high_included = other->high_included;
            } else if (adjoins(other, cell)) {
                cell->low = other->low;
                cell->low_included = other->low_included;
            } else {
                continue;
            }
            bits[i / WORD_BITS] &= ~(1U << (i % WORD_BITS));
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

        if (!has_bit(bits, i)) continue;
        bits[i / WORD_BITS] &= ~(1U << (i % WORD_BITS));
        if (cell.kind == CELL_NUMBER) widen(attribute, bits, &cell);
        if (!first) words_put(telling->out, pick(telling, "或者", " or "));
        put_cell(telling, attribute->name.text, &cell);
        first = false;
    }
}

static bool is_full(const struct cell_attribute *attribute, const uint32_t *bits)
{
    for (uint32_t i = 0; i < attribute->class_count; i++) {
        if (!has_bit(bits, i)) return false;
    }
    return true;
}

static void put_cube(const struct telling *telling, const struct cells *cells, uint32_t *cube)
{
    bool first = true;

    for (uint32_t i = 0; i < cells->attribute_count; i++) {
        const struct cell_attribute *attribute = &cells->attributes[i];

        if (!is_full(attribute, cube)) {
            if (!first) words_put(telling->out, pick(telling, "，", ", "));
            put_set(telling, attribute, cube);
            first = false;
        }
        cube += words_for(attribute);
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

/* SPDX-License-Identifier: Apache-2.0
 * A cube is a row of bits, the classes of one attribute behind those of the other, each attribute
 * beginning with a word of its own. */
#include "diff/cubes_internal.h"

#include <stdlib.h>

uint32_t cube_words_for(const struct cell_attribute *attribute)
{
    return (attribute->class_count + CUBE_WORD_BITS - 1) / CUBE_WORD_BITS;
}

static uint32_t offset_of(const struct cells *cells, uint32_t attribute)
{
    uint32_t offset = 0;

    for (uint32_t i = 0; i < attribute; i++) offset += cube_words_for(&cells->attributes[i]);
    return offset;
}

bool cube_has(const uint32_t *bits, uint32_t at)
{
    return (bits[at / CUBE_WORD_BITS] >> (at % CUBE_WORD_BITS) & 1U) != 0;
}

bool cube_has_all(const struct cell_attribute *attribute, const uint32_t *bits)
{
    for (uint32_t i = 0; i < attribute->class_count; i++) {
        if (!cube_has(bits, i)) return false;
    }
    return true;
}

static void set_bit(uint32_t *bits, uint32_t at)
{
    bits[at / CUBE_WORD_BITS] |= 1U << (at % CUBE_WORD_BITS);
}

bool cube_absent_is_wide(const struct cell_attribute *attribute)
{
    bool has_numbers = false;

    if (attribute->name.builtin == BUILTIN_CHARGE_BASE ||
        attribute->name.builtin == BUILTIN_CHARGE_QUANTITY) {
        return false;
    }
    for (uint32_t i = 0; i < attribute->class_count; i++) {
        enum cell_kind kind = attribute->classes[i].kind;

        if (kind == CELL_NOT_NUMBER || kind == CELL_OTHER || kind == CELL_GIVEN) return false;
        has_numbers = has_numbers || kind == CELL_NUMBER;
    }
    return has_numbers;
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
        at += cube_words_for(attribute);
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
            joint.to = joint.from + cube_words_for(&cells->attributes[i]);
            joined = (cubes->count > 1 && join_by(cubes, &joint)) || joined;
            joint.from = joint.to;
        }
    }
}

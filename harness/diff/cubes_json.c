/* SPDX-License-Identifier: Apache-2.0
 * For whom a change is, for programs: [{"name":"use","any":[{"in":["residential"]}]}]. */
#include "diff/cubes_internal.h"
#include "json.h"

/* Words that other classes are made of, where they are part of what this one says. */
static void json_except(struct output *output, const struct cell_attribute *attribute,
                        const struct cell *cell)
{
    json_open(output, "except", '[');
    for (uint32_t i = 0; i < attribute->class_count; i++) {
        const struct cell *other = &attribute->classes[i];

        for (uint32_t j = 0; other->kind == CELL_WORD && j < other->words.count; j++) {
            json_text(output, NULL, other->words.list[j]);
        }
    }
    json_close(output, ']');
    json_open(output, "except_prefixes", '[');
    for (uint32_t i = 0; i < attribute->class_count; i++) {
        const struct cell *other = &attribute->classes[i];

        if (other->kind != CELL_PREFIX || other == cell) continue;
        if (cell->kind == CELL_PREFIX && other->prefix.size <= cell->prefix.size) continue;
        json_text(output, NULL, other->prefix);
    }
    json_close(output, ']');
}

static void json_words(struct output *output, struct texts words)
{
    json_open(output, "in", '[');
    for (uint32_t i = 0; i < words.count; i++) json_text(output, NULL, words.list[i]);
    json_close(output, ']');
}

static void json_class(struct output *output, const struct cell_attribute *attribute,
                       const struct cell *cell)
{
    json_open(output, NULL, '{');
    switch (cell->kind) {
    case CELL_ABSENT:
        json_bool(output, "absent", true);
        if (cube_absent_is_wide(attribute)) json_bool(output, "number", false);
        break;
    case CELL_WORD: json_words(output, cell->words); break;
    case CELL_PREFIX: json_text(output, "prefix", cell->prefix); break;
    case CELL_NUMBER:
        json_bool(output, "number", true);
        if (cell->low.size > 0) {
            json_text(output, cell->low_included ? "from" : "above", cell->low);
        }
        if (cell->high.size > 0) {
            json_text(output, cell->high_included ? "to" : "below", cell->high);
        }
        break;
    case CELL_NOT_NUMBER: json_bool(output, "number", false); break;
    case CELL_OTHER:
    case CELL_GIVEN: json_bool(output, "given", true); break;
    }
    if (cell->kind != CELL_ABSENT && cell->kind != CELL_WORD) {
        json_except(output, attribute, cell);
    }
    json_close(output, '}');
}

static void json_cube(struct output *output, const struct cells *cells, const uint32_t *cube)
{
    json_open(output, NULL, '[');
    for (uint32_t i = 0; i < cells->attribute_count; i++) {
        const struct cell_attribute *attribute = &cells->attributes[i];

        if (!cube_has_all(attribute, cube)) {
            json_open(output, NULL, '{');
            json_text(output, "name", attribute->name.text);
            json_open(output, "any", '[');
            for (uint32_t j = 0; j < attribute->class_count; j++) {
                if (cube_has(cube, j)) json_class(output, attribute, &attribute->classes[j]);
            }
            json_close(output, ']');
            json_close(output, '}');
        }
        cube += cube_words_for(attribute);
    }
    json_close(output, ']');
}

void cubes_json(const struct cubes *cubes, struct output *output)
{
    for (uint32_t i = 0; i < cubes->count; i++) json_cube(output, cubes->cells, cubes->list[i]);
}

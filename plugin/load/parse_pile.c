/* SPDX-License-Identifier: Apache-2.0
 * Piles of finished parts: they grow in scratch memory, and what belongs to one element leaves in
 * an array of exactly the right size. */
#include "load/parse_internal.h"

#define HIGH_SIZE ((size_t)256 * 1024) /* a pile from here on has memory of its own */

static const size_t element_sizes[PILE_COUNT] = {
    [PILE_BASES] = sizeof(struct basis),
    [PILE_UNITS] = sizeof(struct unit),
    [PILE_DELEGATIONS] = sizeof(struct delegation),
    [PILE_ITEMS] = sizeof(struct item),
    [PILE_AMENDMENTS] = sizeof(struct amendment),
    [PILE_REDUCTIONS] = sizeof(struct reduction),
    [PILE_REVOKES] = sizeof(struct revoke),
    [PILE_PROHIBITIONS] = sizeof(struct prohibition),
    [PILE_HOLIDAYS] = sizeof(struct holiday),
    [PILE_GRANTS] = sizeof(struct grant),
    [PILE_STANDARDS] = sizeof(struct standard),
    [PILE_CASES] = sizeof(struct fee_case),
    [PILE_BANDS] = sizeof(struct band),
    [PILE_TARIFFS] = sizeof(const struct tariff *),
    [PILE_CONDITIONS] = sizeof(const struct condition *),
    [PILE_CATEGORIES] = sizeof(struct fg_text),
    [PILE_KEYWORDS] = sizeof(struct fg_text),
    [PILE_EXCEPTED] = sizeof(struct fg_text),
    [PILE_KEYWORD_LINES] = sizeof(uint32_t),
};

static bool pile_grow(struct parse *parse, struct pile *pile, size_t element_size)
{
    uint32_t capacity = pile->capacity == 0 ? 16 : pile->capacity * 2;
    size_t size = capacity * element_size;
    struct arena own = {0};
    unsigned char *bytes = arena_take(size < HIGH_SIZE ? &parse->scratch : &own, size);

    if (bytes == NULL) {
        parse->arena->failed = true;
        return false;
    }
    if (pile->count > 0) memcpy(bytes, pile->bytes, pile->count * element_size);
    arena_free(&pile->own);
    pile->own = own;
    pile->bytes = bytes;
    pile->capacity = capacity;
    return true;
}

void piles_free(struct parse *parse)
{
    for (size_t i = 0; i < PILE_COUNT; i++) arena_free(&parse->piles[i].own);
}

void pile_add(struct parse *parse, enum pile_kind kind, const void *element)
{
    struct pile *pile = &parse->piles[kind];
    size_t size = element_sizes[kind];

    if (pile->count == pile->capacity && !pile_grow(parse, pile, size)) return;
    memcpy(pile->bytes + pile->count * size, element, size);
    pile->count++;
}

void *pile_take(struct parse *parse, const struct frame *frame, enum pile_kind kind,
                uint32_t *count)
{
    struct pile *pile = &parse->piles[kind];
    size_t size = element_sizes[kind];
    uint32_t below = frame->marks[kind];
    void *array;

    *count = 0;
    if (pile->count == below) return NULL;
    array = arena_take(parse->arena, (pile->count - below) * size);
    if (array != NULL) {
        *count = pile->count - below;
        memcpy(array, pile->bytes + below * size, *count * size);
    }
    pile->count = below;
    return array;
}

const void *pile_take_pointer(struct parse *parse, const struct frame *frame, enum pile_kind kind)
{
    struct pile *pile = &parse->piles[kind];
    const void *pointer = NULL;

    if (pile->count > frame->marks[kind]) {
        memcpy(&pointer, pile->bytes + frame->marks[kind] * sizeof(pointer), sizeof(pointer));
    }
    pile->count = frame->marks[kind];
    return pointer;
}

/* SPDX-License-Identifier: Apache-2.0
 * The arena: zeroed and aligned pieces that keep their content, growing arrays, sticky failure. */
#include "support/test.h"

#include <string.h>

#include "base/arena.h"
#include "support/random.h"

/* Goal: every piece is zeroed, aligned, apart from the others, and lives until the end.
 * Method: many pieces of odd sizes, past several blocks; each is filled and looked at again. */
static void arena_pieces_are_apart_and_stay(void **state)
{
    enum { PIECES = 5000 };
    static unsigned char *pieces[PIECES];
    static size_t sizes[PIECES];
    struct arena arena = {0};
    struct random random = {11};

    (void)state;
    for (size_t i = 0; i < PIECES; i++) {
        sizes[i] = 1 + random_below(&random, random_once_in(&random, 500) ? 200000 : 100);
        pieces[i] = arena_take(&arena, sizes[i]);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        for (size_t at = 0; at < sizes[i]; at++) assert_int_equal(pieces[i][at], 0);
        memset(pieces[i], (int)(i % 251) + 1, sizes[i]);
    }
    for (size_t i = 0; i < PIECES; i++) {
        for (size_t at = 0; at < sizes[i]; at++) assert_int_equal(pieces[i][at], i % 251 + 1);
    }
    assert_false(arena.failed);
    arena_free(&arena);
    assert_null(arena.blocks);
}

/* Goal: a size that no machine has is refused, and the failure is remembered until the arena is
 * freed; what was there before is still readable. */
static void arena_failure_is_sticky(void **state)
{
    static const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 7, SIZE_MAX - 31};

    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct arena arena = {0};
        int *kept = arena_take(&arena, sizeof(*kept));

        assert_non_null(kept);
        *kept = 42;
        assert_null(arena_take(&arena, sizes[i]));
        assert_true(arena.failed);
        assert_null(arena_take(&arena, 1));
        assert_null(arena_text(&arena, (struct fg_text){"x", 1, 0}).bytes);
        assert_int_equal(*kept, 42);
        arena_free(&arena);
        assert_false(arena.failed);
        assert_non_null(arena_take(&arena, 1));
        arena_free(&arena);
    }
}

/* Goal: a copied text equals the original, ends in a NUL and outlives it; an absent one is empty.
 */
static void arena_texts_are_copies_with_a_nul(void **state)
{
    char original[] = "登记费";
    struct arena arena = {0};
    struct fg_text text = {original, sizeof(original) - 1, 0};
    struct fg_text copy = arena_text(&arena, text);
    struct fg_text empty = arena_text(&arena, (struct fg_text){NULL, 0, 0});

    (void)state;
    memset(original, 'x', sizeof(original) - 1);
    assert_int_equal(copy.size, text.size);
    assert_string_equal(copy.bytes, "登记费");
    assert_int_equal(empty.size, 0);
    assert_string_equal(empty.bytes, "");
    arena_free(&arena);
}

/* Goal: an array that grows one by one keeps its elements and never overlaps what is taken beside.
 */
static void arena_arrays_grow_by_one(void **state)
{
    enum { ELEMENTS = 3000 };
    struct arena arena = {0};
    uint32_t *array = NULL;
    unsigned char *beside = NULL;

    (void)state;
    for (uint32_t i = 0; i < ELEMENTS; i++) {
        array = arena_grow(&arena, array, i, sizeof(*array));
        assert_non_null(array);
        array[i] = i * 7;
        if (i % 3 == 0) {
            beside = arena_take(&arena, 8);
            memset(beside, 0xff, 8);
        }
    }
    for (uint32_t i = 0; i < ELEMENTS; i++) assert_int_equal(array[i], i * 7);
    assert_null(arena_grow(&arena, array, SIZE_MAX / 2 + 1, 16));
    assert_true(arena.failed);
    arena_free(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_pieces_are_apart_and_stay),
        cmocka_unit_test(arena_failure_is_sticky),
        cmocka_unit_test(arena_texts_are_copies_with_a_nul),
        cmocka_unit_test(arena_arrays_grow_by_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

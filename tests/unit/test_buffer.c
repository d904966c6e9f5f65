/* SPDX-License-Identifier: Apache-2.0
 * Bytes written and read back, and a reader that never leaves its bytes. */
#include "support/test.h"

#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "support/random.h"

/* Goal: what is written is read back the same, in the small array and on the heap.
 * Method: random sequences, fixed seed; the written kinds are read in the same order. */
static void buffer_is_read_back_as_written(void **state)
{
    struct random random = {3};

    (void)state;
    for (int round = 0; round < 300; round++) {
        struct random again;
        struct buffer buffer;
        struct reader reader;
        uint32_t count = random_below(&random, 400);
        char text[300];

        memset(text, 'a' + round % 26, sizeof(text));
        buffer_init(&buffer);
        again = random;
        for (uint32_t i = 0; i < count; i++) {
            switch (random_below(&random, 3)) {
            case 0: buffer_add_u32(&buffer, (uint32_t)random_next(&random)); break;
            case 1: buffer_add_i64(&buffer, (int64_t)random_next(&random)); break;
            default:
                buffer_add_text(&buffer, (struct fg_text){text, random_below(&random, 300), 0});
            }
        }
        assert_false(buffer.failed);
        reader = (struct reader){buffer.bytes, buffer.bytes + buffer.size, false};
        for (uint32_t i = 0; i < count; i++) {
            switch (random_below(&again, 3)) {
            case 0: assert_int_equal(reader_u32(&reader), (uint32_t)random_next(&again)); break;
            case 1: assert_int_equal(reader_i64(&reader), (int64_t)random_next(&again)); break;
            default: {
                struct fg_text read = reader_text(&reader);

                assert_int_equal(read.size, random_below(&again, 300));
                assert_memory_equal(read.bytes, text, read.size);
            }
            }
        }
        assert_false(reader.failed);
        assert_ptr_equal(reader.at, reader.end);
        buffer_free(&buffer);
        assert_int_equal(buffer.size, 0);
    }
}

/* Goal: the move to the heap loses no byte, wherever it happens. */
static void buffer_moves_to_the_heap_once_it_must(void **state)
{
    (void)state;
    for (size_t first = BUFFER_SMALL - 3; first <= BUFFER_SMALL + 3; first++) {
        struct buffer buffer;
        unsigned char bytes[2 * BUFFER_SMALL];

        for (size_t i = 0; i < sizeof(bytes); i++) bytes[i] = (unsigned char)(i * 31);
        buffer_init(&buffer);
        buffer_add(&buffer, bytes, first);
        buffer_add(&buffer, bytes + first, sizeof(bytes) - first);
        assert_int_equal(buffer.size, sizeof(bytes));
        assert_memory_equal(buffer.bytes, bytes, sizeof(bytes));
        buffer_free(&buffer);
        assert_ptr_equal(buffer.bytes, buffer.small);
        buffer_add(&buffer, "again", 5);
        assert_memory_equal(buffer.bytes, "again", 5);
        buffer_free(&buffer);
    }
}

/* Goal: nothing is added by an empty piece, whatever its pointer. */
static void buffer_takes_empty_pieces(void **state)
{
    struct buffer buffer;

    (void)state;
    buffer_init(&buffer);
    buffer_add(&buffer, NULL, 0);
    buffer_add_text(&buffer, (struct fg_text){NULL, 0, 0});
    assert_int_equal(buffer.size, 4);
    buffer_free(&buffer);
}

/* Goal: memory that ran out is remembered, and the bytes written before it are kept. */
static void buffer_failure_is_sticky(void **state)
{
    struct buffer buffer;

    (void)state;
    buffer_init(&buffer);
    buffer_add(&buffer, "abc", 3);
    buffer.failed = true; /* as when the heap gave nothing */
    buffer_add(&buffer, "def", 3);
    assert_true(buffer.failed);
    assert_int_equal(buffer.size, 3);
    buffer_free(&buffer);
    assert_false(buffer.failed);
}

/* Goal: reading past the end fails, stays failed, gives zeros, and touches no byte outside.
 * Method: every cut of a record, in memory of just that size, under the sanitizers. */
static void reader_stops_at_the_end(void **state)
{
    struct buffer buffer;

    (void)state;
    buffer_init(&buffer);
    buffer_add_u32(&buffer, 7);
    buffer_add_text(&buffer, TEXT("four"));
    buffer_add_i64(&buffer, -1);
    for (size_t cut = 0; cut < buffer.size; cut++) {
        unsigned char *bytes = test_malloc(cut > 0 ? cut : 1);
        struct reader reader = {bytes, bytes + cut, false};

        memcpy(bytes, buffer.bytes, cut);
        reader_u32(&reader);
        reader_text(&reader);
        assert_int_equal(reader_i64(&reader), 0);
        assert_true(reader.failed);
        assert_int_equal(reader_u32(&reader), 0);
        assert_int_equal(reader_text(&reader).size, 0);
        assert_true(reader.failed);
        test_free(bytes);
    }
    buffer_free(&buffer);
}

/* Goal: of nothing, wherever it does not lie, nothing is read. */
static void reader_of_nothing_fails_at_once(void **state)
{
    struct reader reader = reader_of((struct fg_text){NULL, 0, 0});

    (void)state;
    assert_true(reader.at == reader.end);
    assert_int_equal(reader_text(&reader).size, 0);
    assert_true(reader.failed);
}

/* Goal: a text whose size lies is refused, however large the size. */
static void reader_refuses_a_text_longer_than_its_bytes(void **state)
{
    static const uint32_t sizes[] = {5, 6, 1000, INT32_MAX, UINT32_MAX};

    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct buffer buffer;
        struct reader reader;

        buffer_init(&buffer);
        buffer_add_u32(&buffer, sizes[i]);
        buffer_add(&buffer, "four", 4);
        reader = (struct reader){buffer.bytes, buffer.bytes + buffer.size, false};
        assert_int_equal(reader_text(&reader).size, 0);
        assert_true(reader.failed);
        buffer_free(&buffer);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(buffer_is_read_back_as_written),
        cmocka_unit_test(buffer_moves_to_the_heap_once_it_must),
        cmocka_unit_test(buffer_takes_empty_pieces),
        cmocka_unit_test(buffer_failure_is_sticky),
        cmocka_unit_test(reader_stops_at_the_end),
        cmocka_unit_test(reader_of_nothing_fails_at_once),
        cmocka_unit_test(reader_refuses_a_text_longer_than_its_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

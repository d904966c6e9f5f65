/* SPDX-License-Identifier: Apache-2.0
 * The text of an order to go back: read as it is written, and in no other spelling. */
#include "support/test.h"

#include <stdio.h>
#include <string.h>

#include "load/order.h"

#define DIGEST "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define GOOD                                                                                       \
    "feeguard order 1\ndocument CN-210100\nfrom 7\nto 6\ndigest " DIGEST "\nreason 写错一位\n"

static uint32_t line;
static char rule[64];

static void note_fault(void *context, const struct fault *fault)
{
    (void)context;
    line = fault->line;
    snprintf(rule, sizeof(rule), "%s", fault->rule);
    assert_string_equal(fault->file, "x.order");
}

static bool take(struct arena *arena, const char *text, struct withdrawal *order)
{
    struct faults faults = {{NULL, note_fault}, 0};
    bool taken;

    rule[0] = '\0';
    taken = order_read(arena, TEXT("x.order"), text_of(text), &faults, order);
    assert_int_equal(taken, faults.count == 0);
    return taken;
}

/* Goal: what is written is what is read. */
static void an_order_is_read_as_it_is_written(void **state)
{
    struct arena arena = {0};
    struct withdrawal order;
    struct buffer again;

    (void)state;
    assert_true(take(&arena, GOOD, &order));
    assert_true(text_equal(order.id, TEXT("CN-210100")));
    assert_int_equal(order.from, 7);
    assert_int_equal(order.to, 6);
    assert_true(text_equal(order.reason, TEXT("写错一位")));
    assert_int_equal((unsigned char)order.digest.bytes[31], 0xAA);
    buffer_init(&again);
    order_write(&again, &order);
    assert_int_equal(again.size, strlen(GOOD));
    assert_memory_equal(again.bytes, GOOD, again.size);
    buffer_free(&again);
    arena_free(&arena);
}

/* Goal: anything else is refused on its line. */
static void other_spellings_are_refused(void **state)
{
    static const struct {
        const char *from, *to;
        uint32_t line;
    } cases[] = {
        {"order 1", "order 2", 1},
        {"document CN-210100", "document ", 2},
        {"from 7", "from x", 3},
        {"from 7", "from 6", 4},
        {"from 7", "from 07", 0},
        {"to 6", "to 0", 4},
        {"to 6", "to 6.0", 4},
        {"to 6", "to  6", 4},
        {"sha256:a", "sha256:A", 5},
        {"sha256:a", "sha256:", 5},
        {"reason 写错一位", "reason ", 6},
        {"reason 写错一位", "reason \t", 6},
        {"位\n", "位", 6},
        {"位\n", "位\n\n", 0},
        {"feeguard", " feeguard", 1},
        {"from 7\n", "", 3},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *at = strstr(GOOD, cases[i].from);
        struct arena arena = {0};
        struct withdrawal order;
        char text[512];

        assert_non_null(at);
        snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - GOOD), GOOD, cases[i].to,
                 at + strlen(cases[i].from));
        assert_false(take(&arena, text, &order));
        assert_string_equal(rule, "order-form");
        assert_int_equal(line, cases[i].line);
        arena_free(&arena);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_is_read_as_it_is_written),
        cmocka_unit_test(other_spellings_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

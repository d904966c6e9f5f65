/* SPDX-License-Identifier: Apache-2.0
 * The memory ledger's two tables against plain lists: random additions and removals, with keys that
 * collide on purpose. */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/memory_index.h"
#include "support/random.h"

#define ENTRIES 3000
#define KEYS 40

static struct entry entries[ENTRIES];
static char ids[ENTRIES][12];

static void make_entries(struct random *random)
{
    for (uint32_t i = 0; i < ENTRIES; i++) {
        struct standing *standing = &entries[i].stored.standing;

        entries[i] = (struct entry){0};
        snprintf(ids[i], sizeof(ids[i]), "T%u", (unsigned)random_below(random, 10));
        snprintf(ids[i] + 2, sizeof(ids[i]) - 2, "-%u", (unsigned)i);
        standing->txn = text_of(ids[i]);
        standing->basis_day = random_between(random, 20000, 20050);
        standing->charge_day = random_between(random, 20000, 20050);
        standing->time_ns = random_between(random, 0, 3);
    }
}

/* ---- by id ---- */

/* Goal: what was put and not removed is found, and nothing else, while the table grows and shrinks.
 * Method: tags from a handful of values, also around the table's wrap, so that runs are long. */
static void check_ids(uint64_t seed, const uint64_t *tags, uint32_t tag_count, uint32_t used)
{
    static bool is_in[ENTRIES];
    struct random random = {seed};
    struct id_table table;
    size_t count = 0;

    memset(is_in, 0, sizeof(is_in));
    make_entries(&random);
    assert_true(id_table_init(&table));
    for (uint32_t i = 0; i < used; i++) {
        entries[i].tag =
            tag_count > 0 ? tags[random_below(&random, tag_count)] : random_next(&random);
    }
    for (int round = 0; round < 20000; round++) {
        uint32_t at = random_below(&random, used);

        if (is_in[at]) {
            id_table_remove(&table, &entries[at]);
            count--;
        } else {
            assert_true(id_table_reserve(&table));
            id_table_put(&table, &entries[at]);
            count++;
        }
        is_in[at] = !is_in[at];
        assert_int_equal(table.count, count);
        if (round % 500 != 0) continue;
        for (uint32_t i = 0; i < used; i++) {
            assert_ptr_equal(id_table_get(&table, entries[i].tag, text_of(ids[i])),
                             is_in[i] ? &entries[i] : NULL);
        }
    }
    assert_null(id_table_get(&table, 12345, TEXT("never")));
    free(table.slots);
}

static void ids_are_found_until_removed(void **state)
{
    (void)state;
    check_ids(1, NULL, 0, ENTRIES);
}

static void ids_that_collide_are_told_apart(void **state)
{
    static const uint64_t one[] = {77};
    static const uint64_t wrapping[] = {
        1020, 1021, 1022, 1023, 0, 1, 2, UINT64_MAX, 1 << 10, (1 << 10) + 1023, 511, 512};

    (void)state;
    check_ids(2, one, COUNT(one), 300);
    check_ids(3, wrapping, COUNT(wrapping), 700);
}

/* ---- by key ---- */

static bool is_filed[ENTRIES][KEYS];
static struct hash128 keys[KEYS];

static enum index_order order_of(uint32_t key)
{
    return key % 2 == 0 ? ORDER_BASIS_DATE : ORDER_CHARGE_DATE;
}

static int32_t date_of(const struct standing *standing, enum index_order order)
{
    return order == ORDER_BASIS_DATE ? standing->basis_day : standing->charge_day;
}

static uint32_t sorting_key;

static int order_entries(const void *a, const void *b)
{
    const struct standing *left = *(const struct standing *const *)a;
    const struct standing *right = *(const struct standing *const *)b;
    enum index_order order = order_of(sorting_key);

    if (date_of(left, order) != date_of(right, order)) {
        return date_of(left, order) < date_of(right, order) ? -1 : 1;
    }
    if (left->time_ns != right->time_ns) return left->time_ns < right->time_ns ? -1 : 1;
    return text_compare(left->txn, right->txn);
}

struct visited {
    const struct standing *list[ENTRIES];
    size_t count, stop_after;
};

static bool note(void *context, const struct standing *standing)
{
    struct visited *visited = context;

    assert_true(visited->count < ENTRIES);
    visited->list[visited->count++] = standing;
    return visited->count != visited->stop_after;
}

/* One key's answer for some days, against the plain list. */
static void check_visit(const struct file_table *table, uint32_t key, struct days days)
{
    static struct visited visited;
    static const struct standing *expected[ENTRIES];
    size_t count = 0;

    for (uint32_t i = 0; i < ENTRIES; i++) {
        const struct standing *standing = &entries[i].stored.standing;

        if (is_filed[i][key] && days_hold(days, date_of(standing, order_of(key)))) {
            expected[count++] = standing;
        }
    }
    sorting_key = key;
    qsort(expected, count, sizeof(expected[0]), order_entries);
    visited.count = visited.stop_after = 0;
    file_visit(table, keys[key], order_of(key), days, note, &visited);
    assert_int_equal(visited.count, count);
    for (size_t i = 0; i < count; i++) assert_ptr_equal(visited.list[i], expected[i]);
    if (count < 2) return;
    visited.count = 0;
    visited.stop_after = count / 2;
    file_visit(table, keys[key], order_of(key), days, note, &visited);
    assert_int_equal(visited.count, count / 2); /* ended when told */
}

static void toggle(struct file_table *table, uint32_t entry, uint32_t key)
{
    if (is_filed[entry][key]) {
        file_remove(table, keys[key], order_of(key), &entries[entry]);
    } else {
        assert_true(file_add(table, keys[key], order_of(key), &entries[entry]));
    }
    is_filed[entry][key] = !is_filed[entry][key];
}

/* Goal: each key lists what was filed under it and not removed, in order of date, time and id.
 * Method: 40 keys whose low halves fall into 5 slots, random toggling, days at random. */
static void files_list_what_was_filed_in_order(void **state)
{
    struct random random = {4};
    struct file_table table;

    (void)state;
    make_entries(&random);
    memset(is_filed, 0, sizeof(is_filed));
    for (uint32_t i = 0; i < KEYS; i++) keys[i] = (struct hash128){1021 + i % 5, i};
    assert_true(file_table_init(&table));
    for (int round = 0; round < 60000; round++) {
        uint32_t key = random_below(&random, KEYS);

        toggle(&table, random_below(&random, ENTRIES), key);
        if (round % 200 == 0) {
            int32_t from = random_between(&random, 19990, 20060);

            check_visit(&table, key, (struct days){from, from + random_between(&random, -1, 40)});
            check_visit(&table, key, (struct days){DAY_BEGINNING, DAY_END});
        }
    }
    for (uint32_t key = 0; key < KEYS; key++) {
        for (uint32_t i = 0; i < ENTRIES; i++) {
            if (is_filed[i][key]) toggle(&table, i, key);
        }
        check_visit(&table, key, (struct days){DAY_BEGINNING, DAY_END});
    }
    file_table_free(&table);
}

/* ---- without a file ---- */

static struct visited filed, scanned;

/* Goal: a scan of all charges by id answers as the file of the same question would, in its order,
 * and only what stands.
 * Method: every entry is filed under its own item and payer, some then taken out again. */
static void scan_answers_as_files_do(void **state)
{
    static const struct fg_text names[] = {STATIC_TEXT("A"), STATIC_TEXT("B")};
    struct random random = {7};
    struct file_table files;
    struct id_table table;

    (void)state;
    make_entries(&random);
    assert_true(file_table_init(&files));
    assert_true(id_table_init(&table));
    for (uint32_t i = 0; i < ENTRIES; i++) {
        struct standing *standing = &entries[i].stored.standing;
        uint32_t name = random_below(&random, 2), payer = random_below(&random, 5);

        standing->item = names[name];
        standing->payer = (struct hash128){payer, 1};
        standing->subject = (struct hash128){random_next(&random), 1};
        entries[i].tag = random_next(&random);
        entries[i].stands = !random_once_in(&random, 4);
        assert_true(id_table_reserve(&table));
        id_table_put(&table, &entries[i]);
        for (uint32_t order = 0; entries[i].stands && order < 2; order++) {
            struct hash128 key = {name * 16 + payer * 2 + order, 9};

            assert_true(file_add(&files, key, (enum index_order)order, &entries[i]));
        }
    }
    for (int round = 0; round < 200; round++) {
        uint32_t name = random_below(&random, 2), payer = random_below(&random, 5);
        int32_t from = random_between(&random, 19990, 20060);
        struct question question = {.tag = TAG_ITEM,
                                    .name = names[name],
                                    .fields = KEY_PAYER,
                                    .order = (enum index_order)(round % 2),
                                    .payer = {payer, 1},
                                    .days = {from, from + random_between(&random, 0, 60)}};
        struct hash128 key = {name * 16 + payer * 2 + question.order, 9};

        filed.count = scanned.count = 0;
        file_visit(&files, key, question.order, question.days, note, &filed);
        assert_true(entries_scan(&table, &question, note, &scanned));
        assert_int_equal(scanned.count, filed.count);
        for (size_t i = 0; i < filed.count; i++) {
            assert_ptr_equal(scanned.list[i], filed.list[i]);
        }
    }
    file_table_free(&files);
    free(table.slots);
}

/* Goal: keys that come and go do not fill the table: it stays small, and loses nothing.
 * Method: a hundred thousand keys, each with one or three entries for a while. */
static void files_that_became_empty_make_room(void **state)
{
    enum { ALIVE = 50 };
    struct file_table table;
    struct random random = {5};

    (void)state;
    make_entries(&random);
    assert_true(file_table_init(&table));
    for (uint64_t i = 0; i < 100000 + ALIVE; i++) {
        struct hash128 key = {i * UINT64_C(0x9E3779B97F4A7C15), i};
        struct hash128 old = {(i - ALIVE) * UINT64_C(0x9E3779B97F4A7C15), i - ALIVE};

        for (uint32_t n = 0; i < 100000 && n < (i % 2 == 0 ? 1 : 3); n++) {
            assert_true(file_add(&table, key, ORDER_BASIS_DATE, &entries[(i + n) % ENTRIES]));
        }
        for (uint32_t n = 0; i >= ALIVE && n < ((i - ALIVE) % 2 == 0 ? 1 : 3); n++) {
            file_remove(&table, old, ORDER_BASIS_DATE, &entries[(i - ALIVE + n) % ENTRIES]);
        }
    }
    assert_true(table.mask < 4096);
    for (size_t i = 0; i <= table.mask; i++) assert_int_equal(table.slots[i].count, 0);
    file_table_free(&table);
}

/* Goal: removing what is not there, from a key that is not there, changes nothing. */
static void files_removal_of_what_is_not_there(void **state)
{
    struct hash128 key = {1, 2}, other = {1, 3};
    struct random random = {6};
    struct file_table table;
    static struct visited visited;

    (void)state;
    make_entries(&random);
    assert_true(file_table_init(&table));
    file_remove(&table, key, ORDER_BASIS_DATE, &entries[0]);
    assert_true(file_add(&table, key, ORDER_BASIS_DATE, &entries[0]));
    file_remove(&table, other, ORDER_BASIS_DATE, &entries[0]);
    file_remove(&table, key, ORDER_BASIS_DATE, &entries[1]);
    visited.count = visited.stop_after = 0;
    file_visit(&table, key, ORDER_BASIS_DATE, (struct days){DAY_BEGINNING, DAY_END}, note,
               &visited);
    assert_int_equal(visited.count, 1);
    file_table_free(&table);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_found_until_removed),
        cmocka_unit_test(ids_that_collide_are_told_apart),
        cmocka_unit_test(files_list_what_was_filed_in_order),
        cmocka_unit_test(scan_answers_as_files_do),
        cmocka_unit_test(files_that_became_empty_make_room),
        cmocka_unit_test(files_removal_of_what_is_not_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

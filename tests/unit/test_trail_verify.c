/* SPDX-License-Identifier: Apache-2.0
 * A trail that somebody wrote to: what was done to it, by position, and never that nothing was. */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/entry.h"
#include "audit/trail_verify.h"
#include "base/text.h"

#define RECORDS 120
#define ROWS_MAX (3 * RECORDS)
#define HEAD_EVERY 10
#define CONTENT_SIZE 64
#define TOLD_SIZE 4096

struct row {
    struct chain_head stored;
    char content[CONTENT_SIZE];
    uint32_t size;
};

struct trail {
    struct row rows[ROWS_MAX];
    uint32_t count;
    struct chain_head noted;
    struct trail_checkpoint heads[RECORDS / HEAD_EVERY];
    uint32_t head_count;
};

static struct trail whole, trail;
static char told[TOLD_SIZE];

/* ---- a trail as it should be ---- */

static void content_make(struct row *row, const char *txn)
{
    struct entry_head head = {.kind = ENTRY_RELEASE, .txn = text_of(txn)};
    struct buffer buffer;

    buffer_init(&buffer);
    entry_release(&buffer, &head);
    assert_true(buffer.size <= CONTENT_SIZE);
    memcpy(row->content, buffer.bytes, buffer.size);
    row->size = (uint32_t)buffer.size;
    buffer_free(&buffer);
}

/* Numbers and hashes as who does not know the keys can make them, from a row on. */
static void rehash(uint32_t from)
{
    struct digester digester;
    struct chain_head head;

    assert_true(digester_open(&digester, DIGEST_SM3));
    assert_true(chain_start(&digester, &head));
    if (from > 0) head = trail.rows[from - 1].stored;
    for (uint32_t i = from; i < trail.count; i++) {
        struct row *row = &trail.rows[i];

        assert_true(chain_next(&digester, &head, row->content, row->size, &head));
        row->stored = head;
    }
    trail.noted = head;
    digester_close(&digester);
}

static int set_up_whole(void **state)
{
    char txn[16];

    (void)state;
    trail.count = RECORDS;
    for (uint32_t i = 0; i < RECORDS; i++) {
        snprintf(txn, sizeof(txn), "T-%u", i + 1);
        content_make(&trail.rows[i], txn);
    }
    rehash(0);
    for (uint32_t i = HEAD_EVERY - 1; i < RECORDS; i += HEAD_EVERY) {
        trail.heads[trail.head_count++].head = trail.rows[i].stored;
    }
    whole = trail;
    return 0;
}

static int set_up(void **state)
{
    (void)state;
    trail = whole;
    return 0;
}

/* ---- what is done to it ---- */

/* Rows get the positions in which they stand; hashes stay what they were. */
static void renumber(void)
{
    for (uint32_t i = 0; i < trail.count; i++) trail.rows[i].stored.position = i + 1;
    trail.noted = trail.rows[trail.count - 1].stored;
}

static void take_out(uint32_t position, uint32_t count)
{
    memmove(&trail.rows[position - 1], &trail.rows[position - 1 + count],
            (trail.count - (position - 1 + count)) * sizeof(trail.rows[0]));
    trail.count -= count;
}

static void put_in(uint32_t position, uint32_t count)
{
    memmove(&trail.rows[position - 1 + count], &trail.rows[position - 1],
            (trail.count - (position - 1)) * sizeof(trail.rows[0]));
    trail.count += count;
    for (uint32_t i = 0; i < count; i++) {
        content_make(&trail.rows[position - 1 + i], "FALSE");
        memset(&trail.rows[position - 1 + i].stored.hash, (int)i + 1, DIGEST_SIZE);
    }
}

static void swap_rows(uint32_t one, uint32_t other)
{
    struct row row = trail.rows[one - 1];

    trail.rows[one - 1] = trail.rows[other - 1];
    trail.rows[other - 1] = row;
    renumber();
    trail.noted = whole.noted;
}

static void swap_contents(uint32_t one, uint32_t other)
{
    swap_rows(one, other);
    trail.rows[one - 1].stored = whole.rows[one - 1].stored;
    trail.rows[other - 1].stored = whole.rows[other - 1].stored;
}

static void alter(uint32_t position)
{
    content_make(&trail.rows[position - 1], "FALSE");
}

/* ---- what is found ---- */

static void note(void *context, const struct trail_finding *finding)
{
    static const char *const names[TRAIL_FAULTS] = {
        [TRAIL_ALTERED] = "altered",
        [TRAIL_REMOVED] = "removed",
        [TRAIL_CLOSED_UP] = "closed-up",
        [TRAIL_INSERTED] = "inserted",
        [TRAIL_MOVED] = "moved",
        [TRAIL_CUT] = "cut",
        [TRAIL_UNREADABLE] = "unreadable",
        [TRAIL_FOREIGN_HEAD] = "foreign-head",
        [TRAIL_BAD_SIGNATURE] = "signature",
        [TRAIL_OTHER_SIGNER] = "signer",
        [TRAIL_HEAD_GONE] = "head-gone",
        [TRAIL_UNSIGNED] = "unsigned",
        [TRAIL_OTHER_NOTE] = "other-note",
    };
    size_t used = strlen(told);

    (void)context;
    snprintf(told + used, sizeof(told) - used, "%s%s %lld %lld", used > 0 ? ", " : "",
             names[finding->fault], (long long)finding->from, (long long)finding->to);
    used = strlen(told);
    if (finding->fault == TRAIL_FOREIGN_HEAD) {
        snprintf(told + used, sizeof(told) - used, " after %lld", (long long)finding->after);
    }
}

static bool stands_by(const struct trail_checkpoint *head, const struct row *row)
{
    return (int64_t)head->head.position <= (int64_t)row->stored.position;
}

/* Walks the trail, heads where they stand, as an auditor does. */
static void verify(void)
{
    struct trail_verify verify = {.report = note};
    uint32_t at = 0;

    told[0] = '\0';
    assert_true(trail_verify_begin(&verify, DIGEST_SM3));
    for (uint32_t i = 0; i < trail.count; i++) {
        const struct row *row = &trail.rows[i];

        trail_verify_record(&verify, (struct fg_text){row->content, row->size, 0}, &row->stored);
        for (; at < trail.head_count && stands_by(&trail.heads[at], row); at++) {
            bool is_there = trail.heads[at].head.position == row->stored.position;

            trail_verify_checkpoint(&verify, &trail.heads[at], is_there ? &row->stored.hash : NULL);
        }
    }
    trail_verify_end(&verify, &trail.noted);
    for (; at < trail.head_count; at++) trail_verify_checkpoint(&verify, &trail.heads[at], NULL);
    trail_verify_signed(&verify, RECORDS);
    assert_false(verify.failed);
    trail_verify_close(&verify);
}

static void assert_told(const char *expected)
{
    verify();
    assert_string_equal(told, expected);
}

/* ---- the tests ---- */

/* Goal: nothing is found where nothing was done. */
static void trail_whole(void **state)
{
    (void)state;
    assert_told("");
}

/* Goal: a record that was altered is named, and no other, be it the first, the last, or many. */
static void trail_altered(void **state)
{
    static const uint32_t positions[] = {1, 2, 55, RECORDS - 1, RECORDS};
    char expected[TOLD_SIZE] = "";

    (void)state;
    for (size_t i = 0; i < COUNT(positions); i++) {
        trail = whole;
        alter(positions[i]);
        snprintf(expected, sizeof(expected), "altered %u %u", positions[i], positions[i]);
        assert_told(expected);
    }
    trail = whole;
    trail.rows[54].stored.hash.bytes[31] ^= 1;
    assert_told("altered 55 55");
    /* More in a row than are kept to be compared. */
    trail = whole;
    expected[0] = '\0';
    for (uint32_t position = 31; position <= 70; position++) {
        size_t used = strlen(expected);

        alter(position);
        snprintf(expected + used, sizeof(expected) - used, "%saltered %u %u", used > 0 ? ", " : "",
                 position, position);
    }
    assert_told(expected);
}

/* Goal: what was taken out is named by its place, with later records renumbered or not, and however
 * much it is. */
static void trail_removed(void **state)
{
    static const uint32_t counts[] = {1, 2, 16, 17, 60};
    char expected[256];

    (void)state;
    for (size_t i = 0; i < COUNT(counts); i++) {
        uint32_t last = 50 + counts[i];

        trail = whole;
        take_out(51, counts[i]);
        verify();
        snprintf(expected, sizeof(expected), "removed 51 %u", last);
        assert_memory_equal(told, expected, strlen(expected));
        renumber();
        verify();
        snprintf(expected, sizeof(expected), "closed-up 51 %u, foreign-head 60 120 after 50",
                 counts[i]);
        assert_string_equal(told, expected);
    }
    trail = whole;
    take_out(1, 1);
    assert_told("removed 1 1");
    renumber();
    assert_told("closed-up 1 1, foreign-head 10 120 after 0, unsigned 1 119");
}

/* Goal: a tail that was cut off is named, though the ledger's own note was cut with it. */
static void trail_cut(void **state)
{
    (void)state;
    take_out(112, 9);
    assert_told("cut 112 120, foreign-head 120 120 after 110");
    trail.noted = trail.rows[trail.count - 1].stored;
    assert_told("foreign-head 120 120 after 110");
    trail.head_count--;
    assert_told("head-gone 120 120");
}

/* Goal: what was put in is named, and no other, however much it is and wherever it stands. */
static void trail_inserted(void **state)
{
    static const uint32_t counts[] = {1, 2, 16, 17, 60};
    char expected[256];

    (void)state;
    for (size_t i = 0; i < COUNT(counts); i++) {
        trail = whole;
        put_in(51, counts[i]);
        renumber();
        snprintf(expected, sizeof(expected), "inserted 51 %u, foreign-head 60 120 after 50",
                 50 + counts[i]);
        assert_told(expected);
    }
    trail = whole;
    put_in(RECORDS + 1, 1);
    renumber();
    trail.noted = whole.noted;
    assert_told("altered 121 121, inserted 121 121");
}

/* Goal: records where no position can be, or where one is already, were put in. */
static void trail_inserted_beside(void **state)
{
    (void)state;
    put_in(1, 2);
    trail.rows[0].stored.position = (uint64_t)-7;
    trail.rows[1].stored.position = 0;
    assert_told("inserted -7 -7, inserted 0 0");
    trail = whole;
    put_in(6, 1);
    trail.rows[5].stored.position = 5;
    assert_told("inserted 5 5");
}

/* Goal: records that changed places are named by both. */
static void trail_moved(void **state)
{
    static const uint32_t others[] = {56, 57, 99, RECORDS};
    char expected[256];

    (void)state;
    whole.head_count = 0; /* heads see it too: trail_rewritten */
    for (size_t i = 0; i < COUNT(others); i++) {
        snprintf(expected, sizeof(expected), "moved 55 %u, moved %u 55", others[i], others[i]);
        trail = whole;
        swap_rows(55, others[i]);
        verify();
        assert_memory_equal(told, expected, strlen(expected));
        trail = whole;
        swap_contents(55, others[i]);
        verify();
        assert_memory_equal(told, expected, strlen(expected));
    }
    whole.head_count = RECORDS / HEAD_EVERY;
}

/* Goal: who computes all hashes anew is found by the signed heads, once, with the last that is
 * good. */
static void trail_rewritten(void **state)
{
    (void)state;
    alter(55);
    rehash(54);
    assert_told("foreign-head 60 120 after 50");
    trail = whole;
    take_out(55, 3);
    rehash(54);
    assert_told("foreign-head 60 120 after 50");
    trail = whole;
    swap_rows(55, 56);
    rehash(54);
    assert_told("foreign-head 60 120 after 50");
    trail = whole;
    put_in(55, 20);
    rehash(54);
    assert_told("foreign-head 60 120 after 50");
    trail = whole;
    alter(RECORDS); /* behind the last head but one */
    rehash(RECORDS - 1);
    assert_told("foreign-head 120 120 after 110");
}

/* Goal: two changes are two findings, also of heads. */
static void trail_heads_apart(void **state)
{
    (void)state;
    trail.heads[2].head.hash.bytes[0] ^= 1;
    trail.heads[3].head.hash.bytes[0] ^= 1;
    trail.heads[7].head.hash.bytes[0] ^= 1;
    assert_told("foreign-head 30 40 after 20, foreign-head 80 80 after 70");
}

/* Goal: without any signed head nothing is proved, however short the trail is. */
static void trail_unsigned(void **state)
{
    (void)state;
    trail.head_count = 0;
    assert_told("head-gone 120 120, unsigned 1 120");
}

/* Goal: a linked record that cannot be read is named. */
static void trail_unreadable(void **state)
{
    (void)state;
    trail.rows[54].content[0] = '?';
    rehash(54);
    trail.head_count = 5;
    assert_told("unreadable 55 55, head-gone 120 120");
}

/* Goal: nobody who writes to it at random goes unseen. */
static void trail_changed_at_random(void **state)
{
    (void)state;
    srandom(7);
    for (int round = 0; round < 100; round++) {
        uint32_t at = (uint32_t)random() % RECORDS, count = 1 + (uint32_t)random() % 30;

        trail = whole;
        if (at + count > RECORDS) count = RECORDS - at;
        switch (random() % 6) {
        case 0: trail.rows[at].content[random() % trail.rows[at].size] ^= 1; break;
        case 1: trail.rows[at].stored.hash.bytes[random() % DIGEST_SIZE] ^= 1; break;
        case 2: take_out(at + 1, count); break;
        case 3:
            take_out(at + 1, count < RECORDS ? count : 1);
            renumber();
            break;
        case 4:
            put_in(at + 1, count);
            renumber();
            break;
        default: alter(at + 1); rehash(at);
        }
        verify();
        if (told[0] == '\0') fail_msg("round %d: nothing was found", round);
    }
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(trail_whole),    TEST(trail_altered),    TEST(trail_removed),
        TEST(trail_cut),      TEST(trail_inserted),   TEST(trail_inserted_beside),
        TEST(trail_moved),    TEST(trail_rewritten),  TEST(trail_heads_apart),
        TEST(trail_unsigned), TEST(trail_unreadable), TEST(trail_changed_at_random),
    };

    return cmocka_run_group_tests(tests, set_up_whole, NULL);
}

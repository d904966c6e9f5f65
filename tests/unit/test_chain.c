/* SPDX-License-Identifier: Apache-2.0
 * The hash chain against known answers, its text, and the bytes of a checkpoint. */
#include "support/test.h"

#include <string.h>

#include "audit/chain.h"
#include "base/text.h"

#define HEX "07276922ac95a8a9e8ebe3b11ceb0c9c68c3a8722c789cb399eb8958fb43779b"

static void assert_head(const struct chain_head *head, uint64_t position, const char *expected)
{
    char hex[DIGEST_HEX_SIZE];

    digest_hex(&head->hash, hex);
    assert_true(head->position == position);
    assert_string_equal(hex, expected);
}

/* Goal: the links are those of the formula on the room's page, computed elsewhere. */
static void chain_known_answers(void **state)
{
    static const struct {
        enum digest_kind kind;
        const char *heads[3];
    } cases[] = {
        {DIGEST_SHA256,
         {"d843e28ef621ab0f50ee2da667203553befa47cb623403a2ceb065307febe6c0",
          "e6e9f994e55b09436a43d71a1c63d0e42beca806d11ad1b3aa699365f84629b9",
          "b0a7121abfb39a140b6a3e8f2a1361311903a1d5a051b41c2d4ea715397c84ed"}},
        {DIGEST_SM3,
         {HEX, "0951cebe0b9ceab04b7afcfa55c6811de45584c686537e652ecece609df87aee",
          "fdb894c39f84adee0903cede9f35e349b4fe194a9588309dc727db62aff9e9ef"}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct digester digester;
        struct chain_head head;

        assert_true(digester_open(&digester, cases[i].kind));
        assert_true(chain_start(&digester, &head));
        assert_head(&head, 0, cases[i].heads[0]);
        assert_true(chain_next(&digester, &head, "hello", 5, &head)); /* in place */
        assert_head(&head, 1, cases[i].heads[1]);
        assert_true(chain_next(&digester, &head, NULL, 0, &head));
        assert_head(&head, 2, cases[i].heads[2]);
        digester_close(&digester);
    }
}

/* Goal: content, its bounds, position and the head before all show in the hash. */
static void chain_sees_every_difference(void **state)
{
    struct chain_head start, base, other;
    struct digester digester;

    (void)state;
    assert_true(digester_open(&digester, DIGEST_SM3));
    assert_true(chain_start(&digester, &start));
    assert_true(chain_next(&digester, &start, "hello", 5, &base));
    assert_true(chain_next(&digester, &start, "hellp", 5, &other));
    assert_false(digest_equal(&base.hash, &other.hash));
    assert_true(chain_next(&digester, &start, "hello", 4, &other));
    assert_false(digest_equal(&base.hash, &other.hash));
    other = start;
    other.position = 1;
    assert_true(chain_next(&digester, &other, "hello", 5, &other));
    assert_false(digest_equal(&base.hash, &other.hash));
    other = start;
    other.hash.bytes[31] ^= 1;
    assert_true(chain_next(&digester, &other, "hello", 5, &other));
    assert_false(digest_equal(&base.hash, &other.hash));
    digester_close(&digester);
}

/* Goal: what cannot be chained leaves the head as it was. */
static void chain_refuses(void **state)
{
    struct chain_head head = {UINT64_MAX, {{1}}}, after = {7, {{7}}};
    struct digester digester;

    (void)state;
    assert_true(digester_open(&digester, DIGEST_SM3));
    assert_false(chain_next(&digester, &head, "x", 1, &after));
    head.position = 1;
    assert_false(chain_next(&digester, &head, "x", (size_t)UINT32_MAX + 1, &after));
    digester_close(&digester);
    assert_false(chain_next(&digester, &head, "x", 1, &after));
    assert_true(after.position == 7 && after.hash.bytes[0] == 7);
    assert_false(chain_start(&digester, &head));
}

/* Goal: a head goes through its text unchanged, the smallest and the largest too. */
static void chain_text_goes_around(void **state)
{
    static const uint64_t positions[] = {0, 1, 10, UINT64_C(1234567890123), UINT64_MAX};
    struct chain_head head, read;
    struct digester digester;
    char text[CHAIN_HEAD_TEXT_SIZE];

    (void)state;
    assert_true(digester_open(&digester, DIGEST_SM3));
    assert_true(chain_start(&digester, &head));
    digester_close(&digester);
    chain_head_text(&head, text);
    assert_string_equal(text, "0:" HEX);
    for (size_t i = 0; i < COUNT(positions); i++) {
        head.position = positions[i];
        chain_head_text(&head, text);
        memset(&read, 0, sizeof(read));
        assert_true(chain_head_parse(text_of(text), &read));
        assert_true(read.position == positions[i] && digest_equal(&read.hash, &head.hash));
    }
    assert_int_equal(strlen(text), CHAIN_HEAD_TEXT_SIZE - 1);
}

static void chain_text_is_strict(void **state)
{
    static const char *const wrong[] = {
        "",
        ":" HEX,
        "1",
        "1:",
        "12" HEX,
        "01:" HEX,
        "00:" HEX,
        "-1:" HEX,
        "+1:" HEX,
        " 1:" HEX,
        "1: " HEX,
        "1:" HEX "0",
        "1:" HEX "\n",
        "1x:" HEX,
        "1;" HEX,
        "18446744073709551616:" HEX,
        "99999999999999999999:" HEX,
        "118446744073709551615:" HEX,
        "1:07276922AC95a8a9e8ebe3b11ceb0c9c68c3a8722c789cb399eb8958fb43779b",
        "1:07276922ac95a8a9e8ebe3b11ceb0c9c68c3a8722c789cb399eb8958fb43779",
    };
    struct chain_head head = {7, {{7}}};

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_false(chain_head_parse(text_of(wrong[i]), &head));
        assert_true(head.position == 7 && head.hash.bytes[0] == 7);
    }
    assert_false(chain_head_parse((struct fg_text){NULL, 0, 0}, &head));
}

/* Goal: the bytes under a signature never change, and either fit or are not written. */
static void checkpoint_text_is_fixed(void **state)
{
    static const char expected[] = "feeguard-checkpoint 1\n"
                                   "digest sm3\n"
                                   "position 42\n"
                                   "hash " HEX "\n"
                                   "time-ns 1700000000000000001\n";
    struct chain_head head;
    char text[CHECKPOINT_TEXT_SIZE_MAX];
    size_t size = sizeof(expected) - 1;

    (void)state;
    assert_true(chain_head_parse(TEXT("42:" HEX), &head));
    assert_int_equal(
        checkpoint_text(&head, INT64_C(1700000000000000001), DIGEST_SM3, text, sizeof(text)), size);
    assert_string_equal(text, expected);
    assert_int_equal(
        checkpoint_text(&head, INT64_C(1700000000000000001), DIGEST_SM3, text, size + 1), size);
    assert_int_equal(checkpoint_text(&head, INT64_C(1700000000000000001), DIGEST_SM3, text, size),
                     0);
    assert_int_equal(checkpoint_text(&head, 0, DIGEST_SM3, NULL, 0), 0);
    assert_int_equal(checkpoint_text(&head, 0, (enum digest_kind)0, text, sizeof(text)), 0);
    head.position = UINT64_MAX;
    size = checkpoint_text(&head, INT64_MIN, DIGEST_SHA256, text, sizeof(text));
    assert_true(size > 0 && size < CHECKPOINT_TEXT_SIZE_MAX);
    assert_non_null(strstr(text, "\nposition 18446744073709551615\n"));
    assert_non_null(strstr(text, "\ntime-ns -9223372036854775808\n"));
    assert_non_null(strstr(text, "\ndigest sha256\n"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(chain_known_answers),  cmocka_unit_test(chain_sees_every_difference),
        cmocka_unit_test(chain_refuses),        cmocka_unit_test(chain_text_goes_around),
        cmocka_unit_test(chain_text_is_strict), cmocka_unit_test(checkpoint_text_is_fixed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

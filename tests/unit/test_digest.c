/* SPDX-License-Identifier: Apache-2.0
 * Digests and MACs against known answers, and the texts in which bytes are written. */
#include "support/test.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>

#include "audit/bytes.h"
#include "audit/digest.h"
#include "audit/mac.h"
#include "base/text.h"

static void assert_hex(const struct digest *digest, const char *expected)
{
    char hex[DIGEST_HEX_SIZE];

    digest_hex(digest, hex);
    assert_string_equal(hex, expected);
}

/* Goal: both kinds give the published answers, again and again from one digester. */
static void digest_known_answers(void **state)
{
    static const struct {
        enum digest_kind kind;
        const char *text, *expected;
    } cases[] = {
        {DIGEST_SHA256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {DIGEST_SHA256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {DIGEST_SM3, "abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"},
        {DIGEST_SM3, "", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct digester digester;
        struct digest digest;

        assert_true(digester_open(&digester, cases[i].kind));
        for (int round = 0; round < 3; round++) {
            digester_begin(&digester);
            digester_add(&digester, cases[i].text, strlen(cases[i].text));
            assert_true(digester_end(&digester, &digest));
            assert_hex(&digest, cases[i].expected);
        }
        digester_close(&digester);
    }
}

/* Goal: a text is framed by its size as u32, a number is a u64, both little endian; pieces or whole
 * is the same; a sequence that was begun and left does not show in the next. */
static void digest_frames(void **state)
{
    static const char *const expected[] = {
        [DIGEST_SHA256] = "58f5c8a5d073ac6890975b5e705440e26f13120cce875f54a738652917573cd1",
        [DIGEST_SM3] = "6f21652486ab11653c5a4ab14b102f786c1c11ad6366672e791d621484e934c8"};

    (void)state;
    for (enum digest_kind kind = DIGEST_SHA256; kind <= DIGEST_SM3; kind++) {
        struct digester digester;
        struct digest digest;

        assert_true(digester_open(&digester, kind));
        digester_begin(&digester);
        digester_add(&digester, "left over", 9);
        digester_begin(&digester);
        digester_add(&digester, "\5\0\0\0hello", 9);
        digester_add_u64(&digester, UINT64_C(0x0102030405060708));
        assert_true(digester_end(&digester, &digest));
        assert_hex(&digest, expected[kind]);
        digester_begin(&digester);
        digester_add(&digester, "\5\0\0\0he", 6);
        digester_add(&digester, NULL, 0);
        digester_add(&digester, "llo\10\7\6\5\4\3\2\1", 11);
        assert_true(digester_end(&digester, &digest));
        assert_hex(&digest, expected[kind]);
        digester_close(&digester);
    }
}

/* Goal: what is no kind does not open; a digester that is closed or was never open fails, is
 * zeroed, and may be closed again. */
static void digest_closed_fails(void **state)
{
    struct digester digester;
    struct digest digest;

    (void)state;
    assert_null(digest_name((enum digest_kind)0));
    assert_null(digest_algorithm((enum digest_kind)3));
    assert_string_equal(digest_name(DIGEST_SHA256), "sha256");
    assert_string_equal(digest_name(DIGEST_SM3), "sm3");
    assert_false(digester_open(&digester, (enum digest_kind)0));
    digester_close(&digester);
    for (int round = 0; round < 2; round++) {
        digester_begin(&digester);
        digester_add(&digester, "abc", 3);
        digester_add_u64(&digester, 1);
        digester_add(&digester, "def", 3);
        memset(&digest, 7, sizeof(digest));
        assert_false(digester_end(&digester, &digest));
        assert_true(digest_equal(&digest, &(struct digest){{0}}));
        digester = (struct digester){0};
    }
}

/* Goal: to end twice is refused, and the next sequence is none the worse. */
static void digest_ends_once(void **state)
{
    struct digester digester;
    struct digest digest;

    (void)state;
    assert_true(digester_open(&digester, DIGEST_SM3));
    digester_begin(&digester);
    assert_true(digester_end(&digester, &digest));
    assert_false(digester_end(&digester, &digest));
    digester_begin(&digester);
    assert_true(digester_end(&digester, &digest));
    digester_close(&digester);
}

/* Goal: where libcrypto has no such algorithm nothing opens; no error is left in the thread's
 * queue, and what the host had in it stays. */
static void digest_without_algorithms(void **state)
{
    bool digester_opens[2], mac_opens[2];
    unsigned long errors[2], error;

    (void)state;
    ERR_clear_error();
    assert_int_equal(EVP_set_default_properties(NULL, "feeguard.absent=yes"), 1);
    for (int round = 0; round < 2; round++) {
        struct digester digester;
        struct mac mac;

        digester_opens[round] = digester_open(&digester, DIGEST_SM3);
        mac_opens[round] = mac_open(&mac, DIGEST_SM3, "key", 3);
        digester_close(&digester);
        mac_close(&mac);
        errors[round] = ERR_peek_last_error();
        if (round == 0) ERR_raise(ERR_LIB_USER, 42);
    }
    assert_int_equal(EVP_set_default_properties(NULL, ""), 1);
    error = ERR_get_error();
    assert_int_equal(errors[0], 0);
    assert_int_equal(errors[1], error);
    assert_int_equal(ERR_GET_REASON(error), 42);
    assert_int_equal(ERR_get_error(), 0);
    for (int round = 0; round < 2; round++) {
        assert_false(digester_opens[round]);
        assert_false(mac_opens[round]);
    }
}

static void digest_equal_sees_each_bit(void **state)
{
    struct digest a = {{1, 2, 3}};

    (void)state;
    for (size_t i = 0; i < 8 * DIGEST_SIZE; i++) {
        struct digest b = a;

        assert_true(digest_equal(&a, &b));
        b.bytes[i / 8] ^= (unsigned char)(1U << i % 8);
        assert_false(digest_equal(&a, &b));
    }
}

/* Goal: HMAC gives the published answer (RFC 4231, case 2), its context serves again, and a closed
 * one fails. */
static void mac_known_answer(void **state)
{
    unsigned char out[DIGEST_SIZE], zero[DIGEST_SIZE] = {0};
    char hex[DIGEST_HEX_SIZE] = "";
    struct mac mac;

    (void)state;
    assert_true(mac_open(&mac, DIGEST_SHA256, "Jefe", 4));
    for (int round = 0; round < 3; round++) {
        mac_begin(&mac);
        mac_add(&mac, "what do ya want ", 16);
        mac_add(&mac, NULL, 0);
        mac_add(&mac, "for nothing?", 12);
        assert_true(mac_end(&mac, out));
        hex_write(out, sizeof(out), hex);
        assert_string_equal(hex,
                            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
    mac_close(&mac);
    mac_begin(&mac);
    mac_add(&mac, "abc", 3);
    assert_false(mac_end(&mac, out));
    assert_memory_equal(out, zero, sizeof(out));
    mac_close(&mac);
    assert_false(mac_open(&mac, (enum digest_kind)9, "Jefe", 4));
    mac_close(&mac);
}

static void bytes_numbers_are_little_endian(void **state)
{
    unsigned char bytes[8];

    (void)state;
    bytes_put_u32(bytes, 0x04030201);
    assert_memory_equal(bytes, "\1\2\3\4", 4);
    assert_int_equal(bytes_u32(bytes), 0x04030201);
    bytes_put_u64(bytes, UINT64_C(0xF807060504030201));
    assert_memory_equal(bytes, "\1\2\3\4\5\6\7\xF8", 8);
    assert_true(bytes_u64(bytes) == UINT64_C(0xF807060504030201));
}

static void bytes_hex_is_strict(void **state)
{
    unsigned char bytes[2];

    (void)state;
    assert_true(hex_read("0af9", 2, bytes));
    assert_memory_equal(bytes, "\x0A\xF9", 2);
    assert_false(hex_read("0aF9", 2, bytes));
    assert_false(hex_read("0a-9", 2, bytes));
    assert_false(hex_read("0a9g", 2, bytes));
    assert_false(hex_read("/:`@", 2, bytes));
}

/* Goal: RFC 4648's examples, the two letters of the URL alphabet, and one spelling only. */
static void bytes_base64url(void **state)
{
    static const struct {
        const char *bytes, *text;
    } cases[] = {
        {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xFB\xFF\xBF", "-_-_"}};
    unsigned char bytes[8];
    char text[16] = "";

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t size = strlen(cases[i].bytes);

        assert_int_equal(BASE64URL_SIZE(size), strlen(cases[i].text));
        memset(text, 0, sizeof(text));
        base64url_write((const unsigned char *)cases[i].bytes, size, text);
        assert_string_equal(text, cases[i].text);
        assert_true(base64url_read(cases[i].text, size, bytes));
        assert_memory_equal(bytes, cases[i].bytes, size);
    }
    assert_false(base64url_read("Zh", 1, bytes)); /* bits behind the last byte */
    assert_false(base64url_read("Zm9", 2, bytes));
    assert_false(base64url_read("Z=", 1, bytes));
    assert_false(base64url_read("+/+/", 3, bytes));
    assert_false(base64url_read("Zm \n", 3, bytes));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(digest_known_answers),
        cmocka_unit_test(digest_frames),
        cmocka_unit_test(digest_closed_fails),
        cmocka_unit_test(digest_ends_once),
        cmocka_unit_test(digest_without_algorithms),
        cmocka_unit_test(digest_equal_sees_each_bit),
        cmocka_unit_test(mac_known_answer),
        cmocka_unit_test(bytes_numbers_are_little_endian),
        cmocka_unit_test(bytes_hex_is_strict),
        cmocka_unit_test(bytes_base64url),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

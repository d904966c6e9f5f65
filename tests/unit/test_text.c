/* SPDX-License-Identifier: Apache-2.0
 * Texts: UTF-8, codes, decimals, their order, and folding for keywords. */
#include "support/test.h"

#include "base/text.h"
#include "feeguard/charge.h"
#include "support/random.h"

#define MAX18 INT64_C(1000000000000000000)

/* A literal with its NULs. */
#define BYTES(literal)                                                                             \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

struct bytes {
    const char *bytes;
    uint32_t size;
};

static struct fg_text of_bytes(struct bytes bytes)
{
    return (struct fg_text){bytes.bytes, bytes.size, 0};
}

/* Goal: well-formed UTF-8 is taken, up to the edge of every length and range. */
static void text_takes_well_formed_utf8(void **state)
{
    static const struct {
        struct bytes bytes;
        int32_t point;
    } cases[] = {
        {BYTES("\0"), 0},
        {BYTES("\x7f"), 0x7F},
        {BYTES("\xc2\x80"), 0x80},
        {BYTES("\xdf\xbf"), 0x7FF},
        {BYTES("\xe0\xa0\x80"), 0x800},
        {BYTES("\xed\x9f\xbf"), 0xD7FF},
        {BYTES("\xee\x80\x80"), 0xE000},
        {BYTES("\xef\xbf\xbf"), 0xFFFF},
        {BYTES("\xf0\x90\x80\x80"), 0x10000},
        {BYTES("\xf4\x8f\xbf\xbf"), 0x10FFFF},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct fg_text text = of_bytes(cases[i].bytes);
        uint32_t at = 0;

        assert_true(text_is_utf8(text));
        assert_int_equal(utf8_next(text, &at), cases[i].point);
        assert_int_equal(at, text.size);
    }
    assert_true(text_is_utf8((struct fg_text){NULL, 0, 0}));
}

/* Goal: every kind of malformed UTF-8 is refused, also behind and before good characters. */
static void text_refuses_malformed_utf8(void **state)
{
    static const struct bytes wrong[] = {
        BYTES("\x80"), /* continuation alone */
        BYTES("\xbf"),
        BYTES("\xc0\x80"),     /* overlong NUL */
        BYTES("\xc1\xbf"),     /* overlong 7f */
        BYTES("\xe0\x80\x80"), /* overlong, three bytes */
        BYTES("\xe0\x9f\xbf"),
        BYTES("\xf0\x80\x80\x80"), /* overlong, four bytes */
        BYTES("\xf0\x8f\xbf\xbf"),
        BYTES("\xed\xa0\x80"), /* surrogates */
        BYTES("\xed\xbf\xbf"),
        BYTES("\xf4\x90\x80\x80"), /* past U+10FFFF */
        BYTES("\xf5\x80\x80\x80"),
        BYTES("\xf8\x88\x80\x80\x80"),
        BYTES("\xfe"),
        BYTES("\xff"),
        BYTES("\xc2"), /* cut */
        BYTES("\xe4\xb8"),
        BYTES("\xf0\x9f\x98"),
        BYTES("\xc2\x41"), /* no continuation */
        BYTES("\xe4\x41\x80"),
        BYTES("\xe4\xb8\xc0"),
        BYTES("\xf0\x9f\x98\x41"),
    };

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        char around[16];
        uint32_t size = wrong[i].size;

        assert_false(text_is_utf8(of_bytes(wrong[i])));
        memcpy(around, "\xe4\xb8\xad", 3);
        memcpy(around + 3, wrong[i].bytes, size);
        assert_false(text_is_utf8((struct fg_text){around, size + 3, 0}));
        around[3 + size] = 'a';
        assert_false(text_is_utf8((struct fg_text){around, size + 4, 0}));
    }
}

/* Goal: a cut character is never read past its end.
 * Method: each lead byte at the very end of memory, under the sanitizers. */
static void text_reads_no_byte_past_a_cut_character(void **state)
{
    (void)state;
    for (int lead = 0; lead < 256; lead++) {
        char *one = test_malloc(1);
        uint32_t at = 0;

        one[0] = (char)lead;
        assert_int_equal(utf8_next((struct fg_text){one, 1, 0}, &at), lead < 0x80 ? lead : -1);
        test_free(one);
    }
}

/* Goal: a code has 1 ... 64 bytes of UTF-8 and no control character. */
static void text_code_limits(void **state)
{
    char room[FG_CODE_SIZE_MAX + 1];
    static const struct bytes wrong[] = {
        BYTES(""),         BYTES("\0"),        BYTES("a\0b"), BYTES("\x1f"),
        BYTES("a\n"),      BYTES("\t"),        BYTES("\x7f"), BYTES("\xc2\x80"),
        BYTES("\xc2\x9f"), BYTES("a\xc2\x85"), BYTES("\xff"), BYTES("a\xe4\xb8"),
    };
    static const struct bytes right[] = {
        BYTES(" "),        BYTES("~"),    BYTES("a b"),
        BYTES("\xc2\xa0"), BYTES("水费"), BYTES("\xf0\x9f\x98\x80"),
        BYTES("-"),        BYTES("a@1"),
    };

    (void)state;
    memset(room, 'x', sizeof(room));
    assert_true(text_is_code((struct fg_text){room, FG_CODE_SIZE_MAX, 0}));
    assert_false(text_is_code((struct fg_text){room, FG_CODE_SIZE_MAX + 1, 0}));
    for (size_t i = 0; i < COUNT(wrong); i++) assert_false(text_is_code(of_bytes(wrong[i])));
    for (size_t i = 0; i < COUNT(right); i++) assert_true(text_is_code(of_bytes(right[i])));
}

/* Goal: any other text has at most 1024 bytes of UTF-8; controls are allowed in it. */
static void text_text_limits(void **state)
{
    char room[FG_TEXT_SIZE_MAX + 1];

    (void)state;
    memset(room, '\n', sizeof(room));
    assert_true(text_is_text((struct fg_text){room, FG_TEXT_SIZE_MAX, 0}));
    assert_false(text_is_text((struct fg_text){room, FG_TEXT_SIZE_MAX + 1, 0}));
    room[5] = '\xff';
    assert_false(text_is_text((struct fg_text){room, 10, 0}));
    assert_true(text_is_text((struct fg_text){NULL, 0, 0}));
}

/* Goal: a decimal is digits, optional point and digits; too many places or too much is refused. */
static void decimal_parse_edges(void **state)
{
    static const struct {
        const char *text;
        int places;
        int64_t max, value; /* -1: refused */
    } cases[] = {
        {"0", 2, 100, 0},
        {"0.00", 2, 100, 0},
        {"1", 2, 100, 100},
        {"1.0", 2, 100, 100},
        {"1.01", 2, 100, -1},
        {"0.5", 2, 100, 50},
        {"0.05", 2, 100, 5},
        {"0.005", 2, 100, -1}, /* a third place, even if it were 0 */
        {"0.000", 2, 100, -1},
        {"007", 0, 100, 7},
        {"7.", 2, 1000, -1},
        {".7", 2, 1000, -1},
        {".", 2, 1000, -1},
        {"", 2, 1000, -1},
        {"-1", 2, 1000, -1},
        {"-0", 2, 1000, -1},
        {"+1", 2, 1000, -1},
        {"1e2", 2, 100000, -1},
        {"1,0", 2, 100000, -1},
        {"1.0.0", 2, 100000, -1},
        {" 1", 2, 100000, -1},
        {"1 ", 2, 100000, -1},
        {"0x1", 2, 100000, -1},
        {"NaN", 2, 100000, -1},
        {"１", 2, 100000, -1}, /* full width */
        {"1.0", 0, 100, -1},
        {"10000000000000.00", 2, INT64_C(1000000000000000), INT64_C(1000000000000000)},
        {"10000000000000.01", 2, INT64_C(1000000000000000), -1},
        {"1000000000000", 6, MAX18, MAX18},
        {"1000000000000.000000", 6, MAX18, MAX18},
        {"1000000000000.000001", 6, MAX18, -1},
        {"999999999999.999999", 6, MAX18, MAX18 - 1},
        {"0000000000000000000000000000000000000001", 6, MAX18, 1000000},
        {"99999999999999999999999999999999999999", 6, MAX18, -1},
        {"9223372036854775807", 0, INT64_MAX, -1},  /* refused rather than risked */
        {"18446744073709551617", 0, INT64_MAX, -1}, /* 2^64 + 1 must not wrap to 1 */
        {"0.123456", 6, MAX18, 123456},
        {"0.1234567", 6, MAX18, -1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t value = -1;
        bool taken = decimal_parse(text_of(cases[i].text), cases[i].places, cases[i].max, &value);

        if (taken != (cases[i].value >= 0) || value != cases[i].value) {
            fail_msg("\"%s\" gave %d, %lld", cases[i].text, taken, (long long)value);
        }
    }
    assert_false(decimal_parse((struct fg_text){NULL, 0, 0}, 2, 100, &(int64_t){0}));
}

/* Goal: what conditions may compare: an optional minus, digits, optional point and digits. */
static void decimal_numbers_are_told_from_other_texts(void **state)
{
    static const char *const right[] = {
        "0",   "-0",    "1",  "-1",
        "1.5", "-1.50", "00", "123456789012345678901234567890.123456789012345"};
    static const char *const wrong[] = {"",    "-",  "--1", "+1", "1.",  ".1", "-.1",  "1-",
                                        "1e1", " 1", "1 ",  "a",  "1.a", "１", "1.1.1"};

    (void)state;
    for (size_t i = 0; i < COUNT(right); i++) assert_true(decimal_is_number(text_of(right[i])));
    for (size_t i = 0; i < COUNT(wrong); i++) assert_false(decimal_is_number(text_of(wrong[i])));
}

static int sign(int value)
{
    return (value > 0) - (value < 0);
}

/* Goal: decimals of any length are compared by value, without arithmetic that could wrap.
 * Method: a list in ascending order, equals side by side; every pair both ways. */
static void decimal_order_is_by_value(void **state)
{
    static const struct {
        const char *text;
        int rank;
    } ascending[] = {
        {"-99999999999999999999999999", 0},
        {"-100", 1},
        {"-100.000", 1},
        {"-99.5", 2},
        {"-10", 3},
        {"-9.09", 4},
        {"-9", 5},
        {"-0.10", 6},
        {"-0.1", 6},
        {"-0.01", 7},
        {"-0.0", 8},
        {"-0", 8},
        {"0", 8},
        {"00.00", 8},
        {"0.001", 9},
        {"0.01", 10},
        {"0.0100", 10},
        {"0.09", 11},
        {"0.1", 12},
        {"0.12", 13},
        {"0.2", 14},
        {"1", 15},
        {"001.0", 15},
        {"2", 16},
        {"9", 17},
        {"10", 18},
        {"10.0000000000000000000000001", 19},
        {"99", 20},
        {"100", 21},
        {"18446744073709551615", 22},
        {"18446744073709551616", 23},
        {"99999999999999999999999999", 24},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(ascending); i++) {
        for (size_t j = 0; j < COUNT(ascending); j++) {
            int order = decimal_compare(text_of(ascending[i].text), text_of(ascending[j].text));

            if (sign(order) != sign(ascending[i].rank - ascending[j].rank)) {
                fail_msg("%s against %s gave %d", ascending[i].text, ascending[j].text, order);
            }
        }
    }
}

static void check_folding(struct fg_text text, struct fg_text folded)
{
    char out[FG_TEXT_SIZE_MAX];
    struct fg_text got = {out, 0, 0};

    assert_true(text.size <= sizeof(out));
    got.size = text_fold(text, out);
    if (!text_equal(got, folded)) {
        fail_msg("\"%.*s\" folded to \"%.*s\"", (int)text.size, text.bytes, (int)got.size, out);
    }
}

/* Goal: full width, case, white space and punctuation do not hide a keyword; nothing else changes.
 */
static void fold_drops_and_unifies(void **state)
{
    static const struct {
        struct bytes text, folded;
    } cases[] = {
        {BYTES(""), BYTES("")},
        {BYTES("赞助"), BYTES("赞助")},
        {BYTES("赞 助"), BYTES("赞助")},
        {BYTES("赞·助"), BYTES("赞助")},  /* U+00B7 */
        {BYTES("赞・助"), BYTES("赞助")}, /* U+30FB */
        {BYTES("「赞」、《助》。"), BYTES("赞助")},
        {BYTES("赞\u3000助"), BYTES("赞助")}, /* ideographic space */
        {BYTES("赞\u200b助\u2060\ufeff"), BYTES("赞助")},
        {BYTES("赞—…“助”"), BYTES("赞助")}, /* U+2014 U+2026 U+201C U+201D */
        {BYTES("ＡｂＣ１２３"), BYTES("abc123")},
        {BYTES("！＂＃～（）"), BYTES("")},
        {BYTES("A.B-C_D!e"), BYTES("abcde")},
        {BYTES("\t\n\v\f\r \xc2\x85\xc2\xa0"), BYTES("")},
        {BYTES("\u1680\u2000\u200a\u2028\u2029\u202f\u205f"), BYTES("")},
        {BYTES("\u200c\u200d"), BYTES("")},
        {BYTES("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"), BYTES("")},
        {BYTES("09azAZ"), BYTES("09azaz")},
        {BYTES("ÀÉ"), BYTES("ÀÉ")},         /* only ASCII is lowered */
        {BYTES("\u2030"), BYTES("\u2030")}, /* just past U+2027 ... 2029 */
        {BYTES("\u200f"), BYTES("\u200f")}, /* between 200D and 2010 */
        {BYTES("\u200e"), BYTES("\u200e")},
        {BYTES("\u2010\u2027"), BYTES("")},
        {BYTES("\u303f\u3040"), BYTES("\u3040")},
        {BYTES("\u2fff"), BYTES("\u2fff")},
        {BYTES("\u205e\u2061"), BYTES("\u205e\u2061")},
        {BYTES("\uff00\uff5f"), BYTES("\uff00\uff5f")},
        {BYTES("\uff01\uff5e"), BYTES("")},
        {BYTES("\xc2\xb6\xc2\xb8"), BYTES("\xc2\xb6\xc2\xb8")},
        {BYTES("\u180e"), BYTES("\u180e")},     /* no white space any more */
        {BYTES("\x01\x7f"), BYTES("\x01\x7f")}, /* controls are no white space */
        {BYTES("\xf0\x9f\x98\x80 x"), BYTES("\xf0\x9f\x98\x80x")},
        {BYTES("İ"), BYTES("İ")},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        check_folding(of_bytes(cases[i].text), of_bytes(cases[i].folded));
    }
}

static uint32_t put_utf8(uint32_t point, char out[4])
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char)(0xC0 | point >> 6);
        out[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        out[0] = (char)(0xE0 | point >> 12);
        out[1] = (char)(0x80 | (point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | point >> 18);
    out[1] = (char)(0x80 | (point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

static bool is_removed(uint32_t point)
{
    static const uint32_t singles[] = {0x85,   0xA0,   0xB7,   0x1680, 0x2028, 0x2029,
                                       0x202F, 0x205F, 0x2060, 0x30FB, 0xFEFF};

    for (size_t i = 0; i < COUNT(singles); i++) {
        if (point == singles[i]) return true;
    }
    if (point >= 0x21 && point <= 0x7E) {
        return (point < '0' || point > '9') && (point < 'a' || point > 'z') &&
               (point < 'A' || point > 'Z');
    }
    return point == 0x20 || (point >= 0x09 && point <= 0x0D) ||
           (point >= 0x2000 && point <= 0x200D) || (point >= 0x2010 && point <= 0x2027) ||
           (point >= 0x3000 && point <= 0x303F);
}

/* Goal: folding does to every character exactly what the table of the rules says.
 * Method: all code points one by one, against the list written out again here. */
static void fold_agrees_for_every_code_point(void **state)
{
    (void)state;
    for (uint32_t point = 0; point <= 0x10FFFF; point++) {
        char bytes[4], expected[4], out[4];
        uint32_t size, left, folded = point;

        if (point >= 0xD800 && point <= 0xDFFF) continue;
        size = put_utf8(point, bytes);
        if (folded >= 0xFF01 && folded <= 0xFF5E) folded -= 0xFEE0;
        if (folded >= 'A' && folded <= 'Z') folded += 32;
        left = is_removed(folded) ? 0 : put_utf8(folded, expected);
        if (text_fold((struct fg_text){bytes, size, 0}, out) != left ||
            (left > 0 && memcmp(out, expected, left) != 0)) {
            fail_msg("U+%04X is folded wrongly", point);
        }
    }
}

/* Goal: folding twice is folding once, and never grows.
 * Method: random texts of awkward characters, fixed seed. */
static void fold_is_idempotent(void **state)
{
    static const uint32_t points[] = {'A',    'z',    ' ',  '.',     0xFF21, 0xFF0E,
                                      0x3000, 0x8D5E, 0xB7, 0x1F600, 0x200B, 0xE9};
    struct random random = {20260701};

    (void)state;
    for (int round = 0; round < 2000; round++) {
        char text[128], once[128], twice[128];
        uint32_t size = 0, once_size;

        while (size < 100)
            size += put_utf8(points[random_below(&random, COUNT(points))], text + size);
        once_size = text_fold((struct fg_text){text, size, 0}, once);
        assert_true(once_size <= size);
        assert_int_equal(text_fold((struct fg_text){once, once_size, 0}, twice), once_size);
        assert_memory_equal(once, twice, once_size);
    }
}

/* Goal: search, prefix, equality and byte order treat absent texts and prefixes rightly. */
static void text_search_and_order(void **state)
{
    struct fg_text absent = {NULL, 0, 0};

    (void)state;
    assert_true(text_contains(TEXT("abcabd"), TEXT("abd")));
    assert_true(text_contains(TEXT("abd"), TEXT("abd")));
    assert_false(text_contains(TEXT("ab"), TEXT("abd")));
    assert_false(text_contains(TEXT("abcab"), TEXT("abd")));
    assert_true(text_starts(TEXT("abc"), TEXT("ab")));
    assert_true(text_starts(TEXT("abc"), absent));
    assert_true(text_starts(absent, absent));
    assert_false(text_starts(TEXT("ab"), TEXT("abc")));
    assert_true(text_equal(absent, TEXT("")));
    assert_false(text_equal(TEXT("a"), TEXT("b")));
    assert_false(text_equal(TEXT("a"), TEXT("aa")));
    assert_int_equal(text_compare(absent, TEXT("")), 0);
    assert_true(text_compare(absent, TEXT("a")) < 0);
    assert_true(text_compare(TEXT("a"), TEXT("aa")) < 0);
    assert_true(text_compare(TEXT("b"), TEXT("aa")) > 0);
    assert_true(text_compare(TEXT("\xc3"), TEXT("a")) > 0); /* bytes are unsigned */
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_takes_well_formed_utf8),
        cmocka_unit_test(text_refuses_malformed_utf8),
        cmocka_unit_test(text_reads_no_byte_past_a_cut_character),
        cmocka_unit_test(text_code_limits),
        cmocka_unit_test(text_text_limits),
        cmocka_unit_test(decimal_parse_edges),
        cmocka_unit_test(decimal_numbers_are_told_from_other_texts),
        cmocka_unit_test(decimal_order_is_by_value),
        cmocka_unit_test(fold_drops_and_unifies),
        cmocka_unit_test(fold_agrees_for_every_code_point),
        cmocka_unit_test(fold_is_idempotent),
        cmocka_unit_test(text_search_and_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

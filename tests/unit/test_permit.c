/* SPDX-License-Identifier: Apache-2.0
 * Permits against known answers, every verdict on them, and everything that may be tampered with.
 */
#include "support/test.h"

#include <string.h>

#include <openssl/err.h>

#include "audit/permit.h"
#include "base/text.h"

#define SECOND_NS INT64_C(1000000000)
#define EXPIRES_NS INT64_C(1700000900000000001)
#define EXPIRES_SECONDS INT64_C(1700000901) /* rounded up */
#define NOW_NS INT64_C(1700000000000000000)

static const struct fg_attribute attributes[] = {{STATIC_TEXT("alpha"), STATIC_TEXT("1")},
                                                 {STATIC_TEXT("beta"), STATIC_TEXT("two")}};
static struct keyring ring;
static struct fg_charge charge;
static struct permit_terms terms;
static char permit[PERMIT_TEXT_SIZE];

/* Epoch e has the key 32 e, 32 e + 1, ... */
static struct keyring ring_of(enum digest_kind kind, uint32_t epoch_count)
{
    struct keyring made = {.kind = kind, .epoch_count = epoch_count};

    for (uint32_t i = 0; i < epoch_count * KEY_SIZE; i++) {
        made.epochs[i / KEY_SIZE][i % KEY_SIZE] = (unsigned char)i;
    }
    return made;
}

static int set_up(void **state)
{
    (void)state;
    ERR_clear_error();
    ring = ring_of(DIGEST_SM3, 2);
    charge = (struct fg_charge){.size = sizeof(charge),
                                .txn = TEXT("T-0001"),
                                .unit = TEXT("U1"),
                                .item = TEXT("103042"),
                                .payer = TEXT("91110000MA01"),
                                .payer_type = TEXT("enterprise"),
                                .subject = TEXT("京A12345"),
                                .region = TEXT("110000"),
                                .category = TEXT("检验"),
                                .purpose = TEXT("年检"),
                                .quantity = TEXT("1.5"),
                                .base = TEXT("200"),
                                .amount_fen = 12345,
                                .time_ns = INT64_C(1700000000123456789),
                                .period_ymd = 20240101,
                                .accepted_ymd = 20231231,
                                .attributes = attributes,
                                .attribute_count = COUNT(attributes)};
    terms = (struct permit_terms){
        .charge = &charge, .position = UINT64_C(0x0102030405060708), .expires_ns = EXPIRES_NS};
    memcpy(terms.schedules, "SCHEDULE", PERMIT_SCHEDULES_SIZE);
    assert_true(permit_issue(&ring, &terms, permit));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    assert_int_equal(ERR_peek_error(), 0);
    return 0;
}

static struct fg_text permit_text(void)
{
    return (struct fg_text){permit, PERMIT_TEXT_SIZE, 0};
}

static enum permit_verdict verify(const struct fg_charge *shown)
{
    return permit_verify(&ring, permit_text(), shown, NOW_NS, NULL);
}

/* Goal: a permit is, byte by byte, what the room's page says; computed elsewhere. */
static void permit_known_answers(void **state)
{
    static const char *const expected[] = {
        [DIGEST_SHA256] = "AdwGTTIIBwYFBAMCAYX0U2UAAAAAOTAAAAAAAADTbCd4uzoreUx-6CvzEmdhXVuASlNDSEVE"
                          "VUxF5x773QN4ROzfmYo_Lnn6Hg",
        [DIGEST_SM3] =
            "ASb09QwIBwYFBAMCAYX0U2UAAAAAOTAAAAAAAABkK2WJKfOfrrgjAqBM60QNJL_bv1NDSEVEVUxF"
            "mntTBEldyRlZxK0jmPtO0A"};

    (void)state;
    assert_int_equal(PERMIT_TEXT_SIZE, 98);
    for (enum digest_kind kind = DIGEST_SHA256; kind <= DIGEST_SM3; kind++) {
        ring.kind = kind;
        assert_true(permit_issue(&ring, &terms, permit));
        assert_int_equal(strlen(expected[kind]), PERMIT_TEXT_SIZE);
        assert_memory_equal(permit, expected[kind], PERMIT_TEXT_SIZE);
        assert_int_equal(verify(&charge), PERMIT_GOOD);
    }
}

/* Goal: one maker issues many, each as good as one made alone. */
static void permit_maker_serves_again(void **state)
{
    struct permit_maker maker;
    char first[PERMIT_TEXT_SIZE];

    (void)state;
    memcpy(first, permit, sizeof(first));
    assert_true(permit_maker_open(&maker, &ring));
    for (int round = 0; round < 3; round++) {
        terms.position++;
        assert_true(permit_maker_issue(&maker, &terms, permit));
        assert_memory_not_equal(permit, first, sizeof(first));
        assert_int_equal(verify(&charge), PERMIT_GOOD);
    }
    terms.position -= 3;
    assert_true(permit_maker_issue(&maker, &terms, permit));
    assert_memory_equal(permit, first, sizeof(first));
    permit_maker_close(&maker);
    assert_false(permit_maker_issue(&maker, &terms, permit));
    permit_maker_close(&maker);
}

/* Goal: facts are told when the MAC is right, whatever the verdict, and are zeroed else. */
static void permit_tells_facts(void **state)
{
    static const struct permit_facts none;
    struct permit_facts facts;

    (void)state;
    assert_int_equal(permit_verify(&ring, permit_text(), &charge, NOW_NS, &facts), PERMIT_GOOD);
    assert_true(facts.position == UINT64_C(0x0102030405060708));
    assert_true(facts.expires_seconds == (uint64_t)EXPIRES_SECONDS);
    assert_int_equal(facts.amount_fen, 12345);
    assert_int_equal(facts.epoch, 1);
    assert_memory_equal(facts.schedules, "SCHEDULE", PERMIT_SCHEDULES_SIZE);
    charge.amount_fen++;
    memset(&facts, 1, sizeof(facts));
    assert_int_equal(permit_verify(&ring, permit_text(), &charge, NOW_NS, &facts),
                     PERMIT_OTHER_AMOUNT);
    assert_int_equal(facts.amount_fen, 12345);
    permit[90] = permit[90] == 'A' ? 'B' : 'A';
    memset(&facts, 1, sizeof(facts));
    assert_int_equal(permit_verify(&ring, permit_text(), &charge, NOW_NS, &facts), PERMIT_FORGED);
    assert_memory_equal(&facts, &none, sizeof(facts));
}

/* Goal: no byte of the text may be another, not even one that would mean the same bits. */
static void permit_flipped_is_never_good(void **state)
{
    (void)state;
    for (size_t at = 0; at < PERMIT_TEXT_SIZE; at++) {
        char right = permit[at];

        for (int byte = 0; byte < 256; byte++) {
            enum permit_verdict verdict;

            permit[at] = (char)byte;
            if (permit[at] == right) continue;
            verdict = verify(&charge);
            assert_true(verdict == PERMIT_MALFORMED || verdict == PERMIT_OTHER_KEY ||
                        verdict == PERMIT_FORGED);
            if (at > 6) assert_int_not_equal(verdict, PERMIT_OTHER_KEY);
        }
        permit[at] = right;
    }
    assert_int_equal(verify(&charge), PERMIT_GOOD);
}

/* Goal: other sizes, padding and another version are malformed. */
static void permit_malformed(void **state)
{
    char padded[PERMIT_TEXT_SIZE + 2];
    struct fg_text text = {padded, 0, 0};

    (void)state;
    memcpy(padded, permit, PERMIT_TEXT_SIZE);
    memcpy(padded + PERMIT_TEXT_SIZE, "==", 2);
    for (; text.size <= sizeof(padded); text.size++) {
        assert_int_equal(permit_verify(&ring, text, &charge, NOW_NS, NULL),
                         text.size == PERMIT_TEXT_SIZE ? PERMIT_GOOD : PERMIT_MALFORMED);
    }
    assert_int_equal(permit_verify(&ring, (struct fg_text){NULL, 0, 0}, &charge, NOW_NS, NULL),
                     PERMIT_MALFORMED);
    assert_int_equal(permit[0], 'A'); /* version 1 begins with "AQ" to "Af" */
    permit[1] = 'g';                  /* version 2 */
    assert_int_equal(verify(&charge), PERMIT_MALFORMED);
}

/* Goal: a permit of an older epoch stays good after a rotation; one of an epoch that the ring does
 * not have is told apart from a forgery. */
static void permit_of_other_epochs(void **state)
{
    struct permit_facts facts;

    (void)state;
    ring = ring_of(DIGEST_SM3, 5);
    assert_int_equal(permit_verify(&ring, permit_text(), &charge, NOW_NS, &facts), PERMIT_GOOD);
    assert_int_equal(facts.epoch, 1);
    ring = ring_of(DIGEST_SM3, 1);
    assert_int_equal(verify(&charge), PERMIT_OTHER_KEY);
    ring = ring_of(DIGEST_SHA256, 2);
    assert_int_equal(verify(&charge), PERMIT_OTHER_KEY);
    ring = ring_of(DIGEST_SM3, 0);
    assert_int_equal(verify(&charge), PERMIT_OTHER_KEY);
    ring = ring_of((enum digest_kind)9, 2);
    assert_int_equal(verify(&charge), PERMIT_FAILED);
}

/* Goal: each field of the charge is covered, by presence and by value. */
static void permit_sees_each_text(void **state)
{
    struct fg_text *const fields[] = {&charge.txn,      &charge.unit,    &charge.item,
                                      &charge.payer,    &charge.subject, &charge.payer_type,
                                      &charge.category, &charge.region,  &charge.purpose,
                                      &charge.quantity, &charge.base,    &charge.currency};

    (void)state;
    for (size_t i = 0; i < COUNT(fields); i++) {
        struct fg_text before = *fields[i];

        *fields[i] = TEXT("other");
        assert_int_equal(verify(&charge), PERMIT_OTHER_CHARGE);
        if (before.size > 0) {
            *fields[i] = (struct fg_text){NULL, 0, 0};
            assert_int_equal(verify(&charge), PERMIT_OTHER_CHARGE);
            *fields[i] = (struct fg_text){before.bytes, before.size - 1, 0};
            assert_int_equal(verify(&charge), PERMIT_OTHER_CHARGE);
        }
        *fields[i] = before;
        assert_int_equal(verify(&charge), PERMIT_GOOD);
    }
    charge.unit = TEXT("U1103042"); /* the same bytes in a row, but other fields */
    charge.item = TEXT("");
    assert_int_equal(verify(&charge), PERMIT_OTHER_CHARGE);
}

static void permit_sees_each_number(void **state)
{
    (void)state;
    charge.time_ns++;
    assert_int_equal(verify(&charge), PERMIT_OTHER_CHARGE);
    charge.time_ns--;
    charge.period_ymd = 0;
    assert_int_equal(verify(&charge), PERMIT_OTHER_CHARGE);
    charge.period_ymd = 20231231; /* the two dates changed places */
    charge.accepted_ymd = 20240101;
    assert_int_equal(verify(&charge), PERMIT_OTHER_CHARGE);
    charge.period_ymd = 20240101;
    charge.accepted_ymd = 20231231;
    assert_int_equal(verify(&charge), PERMIT_GOOD);
    charge.amount_fen--;
    assert_int_equal(verify(&charge), PERMIT_OTHER_AMOUNT);
    charge.amount_fen = FG_AMOUNT_ABSENT;
    assert_int_equal(verify(&charge), PERMIT_OTHER_AMOUNT);
    charge.txn = TEXT("T-0002"); /* judged before the amount */
    assert_int_equal(verify(&charge), PERMIT_OTHER_CHARGE);
}

/* Goal: attributes count as a set without the absent ones; everything else about them shows. */
static void permit_sees_attributes(void **state)
{
    static const struct {
        enum permit_verdict verdict;
        uint32_t count;
        struct fg_attribute list[3];
    } cases[] = {
        {PERMIT_GOOD,
         2,
         {{STATIC_TEXT("beta"), STATIC_TEXT("two")}, {STATIC_TEXT("alpha"), STATIC_TEXT("1")}}},
        {PERMIT_GOOD,
         3,
         {{STATIC_TEXT("beta"), STATIC_TEXT("two")},
          {STATIC_TEXT("aaa"), STATIC_TEXT("")},
          {STATIC_TEXT("alpha"), STATIC_TEXT("1")}}},
        {PERMIT_OTHER_CHARGE, 1, {{STATIC_TEXT("alpha"), STATIC_TEXT("1")}}},
        {PERMIT_OTHER_CHARGE, 0, {{STATIC_TEXT(""), STATIC_TEXT("")}}},
        {PERMIT_OTHER_CHARGE,
         2,
         {{STATIC_TEXT("alpha"), STATIC_TEXT("1.0")}, {STATIC_TEXT("beta"), STATIC_TEXT("two")}}},
        {PERMIT_OTHER_CHARGE,
         2,
         {{STATIC_TEXT("alpha1"), STATIC_TEXT("b")}, {STATIC_TEXT("eta"), STATIC_TEXT("two")}}},
        {PERMIT_OTHER_CHARGE,
         2,
         {{STATIC_TEXT("alpha"), STATIC_TEXT("two")}, {STATIC_TEXT("beta"), STATIC_TEXT("1")}}},
        {PERMIT_OTHER_CHARGE,
         3,
         {{STATIC_TEXT("alpha"), STATIC_TEXT("1")},
          {STATIC_TEXT("beta"), STATIC_TEXT("two")},
          {STATIC_TEXT("gamma"), STATIC_TEXT("3")}}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        charge.attributes = cases[i].list;
        charge.attribute_count = cases[i].count;
        assert_int_equal(verify(&charge), cases[i].verdict);
    }
}

/* Goal: numbers count by value, in any spelling; texts that are no numbers, as they are. */
static void permit_equal_spellings(void **state)
{
    static const struct {
        struct fg_text issued, shown;
        enum permit_verdict verdict;
    } cases[] = {
        {STATIC_TEXT("1.50"), STATIC_TEXT("1.5"), PERMIT_GOOD},
        {STATIC_TEXT("1.50"), STATIC_TEXT("001.500000"), PERMIT_GOOD},
        {STATIC_TEXT("2"), STATIC_TEXT("2.0"), PERMIT_GOOD},
        {STATIC_TEXT("200"), STATIC_TEXT("0200.00"), PERMIT_GOOD},
        {STATIC_TEXT("0"), STATIC_TEXT("000.000"), PERMIT_GOOD},
        {STATIC_TEXT("0.05"), STATIC_TEXT("00.050"), PERMIT_GOOD},
        {STATIC_TEXT("200"), STATIC_TEXT("2"), PERMIT_OTHER_CHARGE},
        {STATIC_TEXT("200"), STATIC_TEXT("20"), PERMIT_OTHER_CHARGE},
        {STATIC_TEXT("0.05"), STATIC_TEXT("0.5"), PERMIT_OTHER_CHARGE},
        {STATIC_TEXT("1.5"), STATIC_TEXT("15"), PERMIT_OTHER_CHARGE},
        {STATIC_TEXT("0"), STATIC_TEXT(""), PERMIT_OTHER_CHARGE},
        {STATIC_TEXT("1"), STATIC_TEXT("1."), PERMIT_OTHER_CHARGE},
        {STATIC_TEXT("0.5"), STATIC_TEXT(".5"), PERMIT_OTHER_CHARGE},
        {STATIC_TEXT("1"), STATIC_TEXT("1.0.0"), PERMIT_OTHER_CHARGE},
        {STATIC_TEXT("1"), STATIC_TEXT("+1"), PERMIT_OTHER_CHARGE},
        {STATIC_TEXT("x0"), STATIC_TEXT("0x0"), PERMIT_OTHER_CHARGE},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        charge.quantity = cases[i].issued;
        charge.base = cases[i].issued;
        assert_true(permit_issue(&ring, &terms, permit));
        charge.quantity = cases[i].shown;
        assert_int_equal(verify(&charge), cases[i].verdict);
        charge.quantity = cases[i].issued;
        charge.base = cases[i].shown;
        assert_int_equal(verify(&charge), cases[i].verdict);
    }
}

/* Goal: no currency is CNY; a pointer behind an absent text and the reserved fields say nothing. */
static void permit_absent_is_absent(void **state)
{
    (void)state;
    charge.currency = TEXT("CNY");
    assert_int_equal(verify(&charge), PERMIT_GOOD);
    charge.currency = (struct fg_text){"USD", 0, 0};
    charge.reserved = charge.reserved2 = 7;
    charge.txn.reserved = 7;
    assert_int_equal(verify(&charge), PERMIT_GOOD);
}

/* Goal: good until the second in which it expires, which is never before the reservation does. */
static void permit_expires(void **state)
{
    static const struct {
        int64_t expires_ns, now_ns;
        enum permit_verdict verdict;
    } cases[] = {
        {EXPIRES_NS, EXPIRES_NS, PERMIT_GOOD},
        {EXPIRES_NS, EXPIRES_SECONDS * SECOND_NS - 1, PERMIT_GOOD},
        {EXPIRES_NS, EXPIRES_SECONDS * SECOND_NS, PERMIT_EXPIRED},
        {EXPIRES_NS, INT64_MAX, PERMIT_EXPIRED},
        {EXPIRES_NS, INT64_MIN, PERMIT_GOOD},
        {5 * SECOND_NS, 5 * SECOND_NS - 1, PERMIT_GOOD},
        {5 * SECOND_NS, 5 * SECOND_NS, PERMIT_EXPIRED},
        {0, 0, PERMIT_EXPIRED},
        {0, -1, PERMIT_GOOD},
        {INT64_MAX, INT64_MAX, PERMIT_GOOD},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        terms.expires_ns = cases[i].expires_ns;
        assert_true(permit_issue(&ring, &terms, permit));
        assert_int_equal(permit_verify(&ring, permit_text(), &charge, cases[i].now_ns, NULL),
                         cases[i].verdict);
    }
    charge.amount_fen++; /* judged before the expiry */
    assert_int_equal(permit_verify(&ring, permit_text(), &charge, INT64_MAX, NULL),
                     PERMIT_OTHER_AMOUNT);
}

/* Goal: the most attributes that a charge may have, the longest texts, in the worst order. */
static void permit_of_the_largest_charge(void **state)
{
    static struct fg_attribute list[FG_ATTRIBUTES_MAX + 1];
    static char names[FG_ATTRIBUTES_MAX + 1][8], value[FG_TEXT_SIZE_MAX];

    (void)state;
    memset(value, 'v', sizeof(value));
    for (uint32_t i = 0; i < COUNT(list); i++) {
        memcpy(names[i], "name---", 8);
        names[i][5] = (char)('z' - i / 20);
        names[i][6] = (char)('z' - i % 20);
        list[i] = (struct fg_attribute){text_of(names[i]), {value, sizeof(value), 0}};
    }
    charge.attributes = list;
    charge.attribute_count = FG_ATTRIBUTES_MAX;
    assert_true(permit_issue(&ring, &terms, permit));
    assert_int_equal(verify(&charge), PERMIT_GOOD);
    charge.attribute_count++;
    assert_int_equal(verify(&charge), PERMIT_OTHER_CHARGE);
    assert_false(permit_issue(&ring, &terms, permit));
}

/* Goal: no permit for what cannot be read, nor in the past of 1970, nor without a key. */
static void permit_issue_refuses(void **state)
{
    static const struct fg_attribute nameless[] = {{{NULL, 3, 0}, STATIC_TEXT("1")}};
    static const struct fg_attribute valueless[] = {{STATIC_TEXT("a"), {NULL, 1, 0}}};

    (void)state;
    terms.expires_ns = -1;
    assert_false(permit_issue(&ring, &terms, permit));
    terms.expires_ns = EXPIRES_NS;
    charge.purpose.bytes = NULL;
    assert_false(permit_issue(&ring, &terms, permit));
    assert_int_equal(verify(&charge), PERMIT_OTHER_CHARGE);
    charge.purpose = TEXT("年检");
    charge.attributes = NULL;
    assert_false(permit_issue(&ring, &terms, permit));
    charge.attribute_count = 1;
    charge.attributes = nameless;
    assert_false(permit_issue(&ring, &terms, permit));
    charge.attributes = valueless;
    assert_false(permit_issue(&ring, &terms, permit));
    charge.attribute_count = 0;
    assert_true(permit_issue(&ring, &terms, permit));
    ring.epoch_count = 0;
    assert_false(permit_issue(&ring, &terms, permit));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(permit_known_answers),
        TEST(permit_maker_serves_again),
        TEST(permit_tells_facts),
        TEST(permit_flipped_is_never_good),
        TEST(permit_malformed),
        TEST(permit_of_other_epochs),
        TEST(permit_sees_each_text),
        TEST(permit_sees_each_number),
        TEST(permit_sees_attributes),
        TEST(permit_equal_spellings),
        TEST(permit_absent_is_absent),
        TEST(permit_expires),
        TEST(permit_of_the_largest_charge),
        TEST(permit_issue_refuses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 * Pseudonyms against known answers, and across epochs. */
#include "support/test.h"

#include <string.h>

#include <openssl/err.h>

#include "audit/pseudonym.h"
#include "base/text.h"

/* Epoch e has the key 32 e, 32 e + 1, ... */
static struct keyring ring_of(enum digest_kind kind, uint32_t epoch_count)
{
    struct keyring ring = {.kind = kind, .epoch_count = epoch_count};

    for (uint32_t i = 0; i < epoch_count * KEY_SIZE; i++) {
        ring.epochs[i / KEY_SIZE][i % KEY_SIZE] = (unsigned char)i;
    }
    return ring;
}

static bool is_zero(struct hash128 hash)
{
    return hash.low == 0 && hash.high == 0;
}

/* Goal: the pseudonyms are those of the formula on the room's page, computed elsewhere. */
static void pseudonym_known_answers(void **state)
{
    static const struct {
        enum digest_kind kind;
        struct hash128 epochs[2], empty_subject;
    } cases[] = {
        {DIGEST_SHA256,
         {{UINT64_C(0x3aac52022bd8816), UINT64_C(0xab29583a7d05576f)},
          {UINT64_C(0xf37dfd634b6ccd75), UINT64_C(0x13e3d247635a46f4)}},
         {UINT64_C(0xb409963e42eeffcd), UINT64_C(0xbd11e70f12e3c6da)}},
        {DIGEST_SM3,
         {{UINT64_C(0x80332f971517b0fd), UINT64_C(0xc82bca7c76be13ad)},
          {UINT64_C(0xa7ba6e37260c1fd), UINT64_C(0xf75d889dd75ca2de)}},
         {UINT64_C(0x1f78780cc0c79da5), UINT64_C(0x542d821c4c5eb0df)}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct keyring ring = ring_of(cases[i].kind, 2);
        struct pseudonymiser maker;
        struct identity identity;

        assert_true(pseudonym_open(&maker, &ring));
        for (int round = 0; round < 3; round++) {
            assert_true(pseudonym_of(&maker, PSEUDONYM_PAYER, TEXT("91110000MA01"), &identity));
            assert_true(hash_equal(identity.epochs[0], cases[i].epochs[0]));
            assert_true(hash_equal(identity.epochs[1], cases[i].epochs[1]));
            for (uint32_t epoch = 2; epoch < KEY_EPOCHS_MAX; epoch++) {
                assert_true(is_zero(identity.epochs[epoch]));
            }
            assert_true(
                pseudonym_of(&maker, PSEUDONYM_SUBJECT, (struct fg_text){NULL, 0, 0}, &identity));
            assert_true(hash_equal(identity.epochs[0], cases[i].empty_subject));
        }
        pseudonym_close(&maker);
    }
}

/* Goal: from any epoch on, lifting a pseudonym gives what the id itself gives. */
static void pseudonym_lift_agrees(void **state)
{
    (void)state;
    for (uint32_t count = 1; count <= KEY_EPOCHS_MAX; count++) {
        struct keyring ring = ring_of(DIGEST_SM3, count);
        struct pseudonymiser maker;
        struct identity whole, lifted;

        assert_true(pseudonym_open(&maker, &ring));
        assert_true(pseudonym_of(&maker, PSEUDONYM_SUBJECT, TEXT("京A12345"), &whole));
        for (uint32_t from = 0; from < count; from++) {
            assert_true(pseudonym_lift(&maker, from, whole.epochs[from], &lifted));
            for (uint32_t epoch = 0; epoch < KEY_EPOCHS_MAX; epoch++) {
                assert_true(epoch < from ? is_zero(lifted.epochs[epoch])
                                         : hash_equal(lifted.epochs[epoch], whole.epochs[epoch]));
            }
        }
        assert_false(pseudonym_lift(&maker, count, whole.epochs[0], &lifted));
        assert_true(is_zero(lifted.epochs[0]));
        pseudonym_close(&maker);
    }
}

/* Goal: a rotation leaves the pseudonyms of the epochs before as they were. */
static void pseudonym_rotation_keeps_old_ones(void **state)
{
    struct keyring before = ring_of(DIGEST_SM3, 3), after = ring_of(DIGEST_SM3, 4);
    struct pseudonymiser old_maker, new_maker;
    struct identity old_identity, new_identity;

    (void)state;
    assert_true(pseudonym_open(&old_maker, &before));
    assert_true(pseudonym_open(&new_maker, &after));
    assert_true(pseudonym_of(&old_maker, PSEUDONYM_PAYER, TEXT("P"), &old_identity));
    assert_true(pseudonym_of(&new_maker, PSEUDONYM_PAYER, TEXT("P"), &new_identity));
    assert_memory_equal(old_identity.epochs, new_identity.epochs, 3 * sizeof(struct hash128));
    assert_true(is_zero(old_identity.epochs[3]));
    assert_false(is_zero(new_identity.epochs[3]));
    pseudonym_close(&old_maker);
    pseudonym_close(&new_maker);
}

/* Goal: ids, domains and keys are apart, in every epoch. */
static void pseudonyms_differ(void **state)
{
    static const struct fg_text texts[] = {STATIC_TEXT(""), STATIC_TEXT("a"), STATIC_TEXT("b"),
                                           STATIC_TEXT("pa"), STATIC_TEXT("sa")};
    struct keyring ring = ring_of(DIGEST_SHA256, 2);
    struct hash128 seen[4 * COUNT(texts)];
    struct pseudonymiser maker;
    size_t count = 0;

    (void)state;
    assert_true(pseudonym_open(&maker, &ring));
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct identity payer, subject;

        assert_true(pseudonym_of(&maker, PSEUDONYM_PAYER, texts[i], &payer));
        assert_true(pseudonym_of(&maker, PSEUDONYM_SUBJECT, texts[i], &subject));
        seen[count++] = payer.epochs[0];
        seen[count++] = payer.epochs[1];
        seen[count++] = subject.epochs[0];
        seen[count++] = subject.epochs[1];
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) assert_false(hash_equal(seen[i], seen[j]));
    }
    pseudonym_close(&maker);
}

/* Goal: an empty ring does not open; what is closed fails, is zeroed, and leaves no error. */
static void pseudonym_closed_fails(void **state)
{
    struct keyring ring = ring_of(DIGEST_SM3, 0);
    struct pseudonymiser maker;
    struct identity identity;

    (void)state;
    ERR_clear_error();
    assert_false(pseudonym_open(&maker, &ring));
    ring = ring_of((enum digest_kind)5, 1);
    assert_false(pseudonym_open(&maker, &ring));
    memset(&identity, 1, sizeof(identity));
    assert_false(pseudonym_of(&maker, PSEUDONYM_PAYER, TEXT("P"), &identity));
    assert_true(is_zero(identity.epochs[0]));
    assert_false(pseudonym_lift(&maker, 0, (struct hash128){1, 2}, &identity));
    ring = ring_of(DIGEST_SM3, 2);
    assert_true(pseudonym_open(&maker, &ring));
    mac_close(&maker.epochs[1]); /* as if libcrypto failed half-way */
    memset(&identity, 1, sizeof(identity));
    assert_false(pseudonym_of(&maker, PSEUDONYM_PAYER, TEXT("P"), &identity));
    assert_true(is_zero(identity.epochs[0]));
    pseudonym_close(&maker);
    pseudonym_close(&maker);
    assert_int_equal(ERR_peek_error(), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(pseudonym_known_answers),
        cmocka_unit_test(pseudonym_lift_agrees),
        cmocka_unit_test(pseudonym_rotation_keeps_old_ones),
        cmocka_unit_test(pseudonyms_differ),
        cmocka_unit_test(pseudonym_closed_fails),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

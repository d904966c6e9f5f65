/* SPDX-License-Identifier: Apache-2.0
 * Whether a document is trusted, with real keys of every kind: what must be refused is refused for
 * its own reason. */
#include "support/test.h"

#include <stdio.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/evp.h>

#include "base/text.h"
#include "support/bureau.h"

/* ---- what is trusted ---- */

/* Goal: two right signatures are trusted, whatever the keys; who signed and when is told. */
static void two_signers_are_trusted(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEY_CHOICE_COUNT; i++) {
        struct signing signings[2];

        bureau_trust(&bureaus[i], "");
        bureau_both(&bureaus[i], signings);
        assert_string_equal(bureau_ask(signings, 2), "");
        assert_int_equal(bureau_seal.signer_count, 2);
        assert_true(text_equal(bureau_seal.signers[0].name, TEXT("张三")));
        assert_true(text_equal(bureau_seal.signers[0].role, TEXT("drafter")));
        assert_true(text_equal(bureau_seal.signers[1].name, TEXT("李四")));
        assert_int_equal(bureau_seal.signers[1].signed_ns, (NOW_S - ONE_HOUR) * SECOND_NS);
        assert_int_equal(bureau_seal.signers[1].expires_ns, (NOW_S + 1825 * DAY_S) * SECOND_NS);
        assert_false(bureau_seal.has_predecessor);
    }
}

/* Goal: RSA-PSS is taken as well; kinds of keys may be mixed under anchors of both kinds. */
static void other_ways_to_sign_are_trusted(void **state)
{
    const struct bureau *rsa = &bureaus[KEY_CHOICE_RSA], *sm2 = &bureaus[KEY_CHOICE_SM2];
    struct signing signings[2];

    (void)state;
    bureau_trust(rsa, "");
    bureau_both(rsa, signings);
    signings[0].algorithm = ALGORITHM_PSS;
    assert_string_equal(bureau_ask(signings, 2), "");

    certificates_write(bureau_directory, TRUST_ANCHORS,
                       (const struct identity *const[]){&rsa->root, &sm2->root}, 2);
    policy_write(bureau_directory, &rsa->drafter, &sm2->approver, "");
    signings[1] = signing_by(&sm2->approver, "approver", NOW_S - ONE_HOUR);
    assert_string_equal(bureau_ask(signings, 2), "");
}

/* Goal: the certificates between signer and root may come from the trust directory. */
static void intermediates_may_come_from_the_directory(void **state)
{
    const struct bureau *bureau = &bureaus[KEY_CHOICE_SM2];
    struct signing signings[2];

    (void)state;
    bureau_trust(bureau, "");
    bureau_both(bureau, signings);
    signings[0].certificate_count = signings[1].certificate_count = 1;
    assert_string_equal(bureau_ask(signings, 2), "chain-foreign chain-foreign ");
    certificates_write(bureau_directory, TRUST_INTERMEDIATES,
                       (const struct identity *const[]){&bureau->office}, 1);
    assert_string_equal(bureau_ask(signings, 2), "");
}

/* Goal: a role may be bound to a subject in place of one certificate; more may be asked for. */
static void roles_go_by_subject_too(void **state)
{
    const struct bureau *bureau = &bureaus[KEY_CHOICE_P256];
    struct signing signings[3];

    (void)state;
    bureau_both(bureau, signings);
    signings[2] = signing_by(&bureau->clerk, "approver", NOW_S);
    bureau_trust(bureau, "signer approver subject CN=王五,O=样例市财政局\n"
                         "require drafter 1\nrequire approver 2\n");
    assert_string_equal(bureau_ask(signings, 3), "");
    assert_string_equal(bureau_ask(signings, 2), "role-missing ");
    assert_int_equal(bureau_line, 0);
}

/* ---- what is not ---- */

/* Goal: half-signed documents lack a role, whichever it is. */
static void half_signed_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEY_CHOICE_COUNT; i++) {
        struct signing signings[2];

        bureau_trust(&bureaus[i], "");
        bureau_both(&bureaus[i], signings);
        assert_string_equal(bureau_ask(signings, 1), "role-missing ");
        assert_string_equal(bureau_ask(signings + 1, 1), "role-missing ");
    }
}

/* Goal: one signer is one signer: by certificate, by key, and by person. */
static void the_same_signer_twice_is_refused(void **state)
{
    const struct bureau *bureau = &bureaus[KEY_CHOICE_P256];
    struct identity renewed, again;
    struct signing signings[3];
    char line[160], fingerprint[80];

    (void)state;
    bureau_trust(bureau, "");
    bureau_both(bureau, signings);
    signings[2] = signing_by(&bureau->drafter, "approver", NOW_S);
    assert_string_equal(bureau_ask(signings, 3), "signer-twice ");
    signings[1] = signings[2];
    assert_string_equal(bureau_ask(signings, 2), "signer-twice ");
    signings[1] = signings[0];
    assert_string_equal(bureau_ask(signings, 2), "signer-twice role-missing ");

    EVP_PKEY_up_ref(bureau->drafter.key);
    identity_make_for(&renewed, bureau->drafter.key,
                      &(struct plan){"赵六", CERTIFICATE_SIGNER, &bureau->office, 0, 0});
    identity_fingerprint(&renewed, fingerprint);
    snprintf(line, sizeof(line), "signer approver %s\n", fingerprint);
    bureau_trust(bureau, line);
    signings[1] = signing_by(&renewed, "approver", NOW_S);
    assert_string_equal(bureau_ask(signings, 2), "signer-twice ");

    identity_make(&again, KEY_CHOICE_SM2,
                  &(struct plan){"张三", CERTIFICATE_SIGNER, &bureau->office, 0, 0});
    identity_fingerprint(&again, fingerprint);
    snprintf(line, sizeof(line), "signer approver %s\n", fingerprint);
    bureau_trust(bureau, line);
    signings[1] = signing_by(&again, "approver", NOW_S);
    assert_string_equal(bureau_ask(signings, 2), "signer-twice ");
    identity_free(&renewed);
    identity_free(&again);
}

/* Goal: a name written otherwise is no other person's. */
static void the_same_name_in_other_letters_is_refused(void **state)
{
    const struct bureau *bureau = &bureaus[KEY_CHOICE_P256];
    struct identity people[2];
    struct signing signings[2];

    (void)state;
    identity_make(&people[0], KEY_CHOICE_P256,
                  &(struct plan){"Zhang San", CERTIFICATE_SIGNER, &bureau->office, 0, 0});
    identity_make(&people[1], KEY_CHOICE_P256,
                  &(struct plan){"ZHANG  San", CERTIFICATE_SIGNER, &bureau->office, 0, 0});
    bureau_trust(bureau, "");
    policy_write(bureau_directory, &people[0], &people[1], "");
    signings[0] = signing_by(&people[0], "drafter", NOW_S);
    signings[1] = signing_by(&people[1], "approver", NOW_S);
    assert_string_equal(bureau_ask(signings, 2), "signer-twice ");
    for (size_t i = 0; i < COUNT(people); i++) identity_free(&people[i]);
}

/* The same key under another name, for another certificate of it: a point compressed, RSA set aside
 * for PSS. */
static EVP_PKEY *key_in_other_words(const struct identity *identity)
{
    EVP_PKEY_CTX *context;
    EVP_PKEY *key = NULL;
    OSSL_PARAM *parts = NULL;

    if (!EVP_PKEY_is_a(identity->key, "RSA")) {
        key = EVP_PKEY_dup(identity->key);
        assert_non_null(key);
        assert_int_equal(EVP_PKEY_set_utf8_string_param(
                             key, OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT, "compressed"),
                         1);
        return key;
    }
    context = EVP_PKEY_CTX_new_from_name(NULL, "RSA-PSS", NULL);
    assert_int_equal(EVP_PKEY_todata(identity->key, EVP_PKEY_KEYPAIR, &parts), 1);
    assert_int_equal(EVP_PKEY_fromdata_init(context), 1);
    assert_int_equal(EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, parts), 1);
    OSSL_PARAM_free(parts);
    EVP_PKEY_CTX_free(context);
    return key;
}

/* Goal: nor are two certificates two signers because they write one key differently. */
static void the_same_key_in_other_words_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEY_CHOICE_COUNT; i++) {
        const struct bureau *bureau = &bureaus[i];
        EVP_PKEY *key = key_in_other_words(&bureau->drafter);
        struct identity other;
        struct signing signings[2];
        char line[160], fingerprint[80];

        identity_make_for(&other, key,
                          &(struct plan){"赵六", CERTIFICATE_SIGNER, &bureau->office, 0, 0});
        identity_fingerprint(&other, fingerprint);
        snprintf(line, sizeof(line), "signer approver %s\n", fingerprint);
        bureau_trust(bureau, line);
        bureau_both(bureau, signings);
        signings[0] = signing_by(&bureau->approver, "approver", NOW_S);
        signings[1] = signing_by(&other, "approver", NOW_S);
        assert_string_equal(bureau_ask(signings, 2), "role-missing ");
        signings[0] = signing_by(&bureau->drafter, "drafter", NOW_S);
        assert_string_equal(bureau_ask(signings, 2), "signer-twice ");
        identity_free(&other);
    }
}

/* Goal: a role is what the policy says and not what the signer says; strangers have none. */
static void roles_are_bound_to_certificates(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEY_CHOICE_COUNT; i++) {
        const struct bureau *bureau = &bureaus[i];
        struct signing signings[3];

        bureau_trust(bureau, "");
        bureau_both(bureau, signings);
        signings[0].role = TEXT("approver");
        assert_string_equal(bureau_ask(signings, 2), "role-wrong role-missing ");
        assert_int_equal(bureau_line, 0);
        bureau_both(bureau, signings);
        signings[1] = signing_by(&bureau->clerk, "approver", NOW_S);
        assert_string_equal(bureau_ask(signings, 2), "signer-unknown ");
        bureau_both(bureau, signings);
        signings[2] = signing_by(&bureau->clerk, "witness", NOW_S);
        assert_string_equal(bureau_ask(signings, 3), "signer-unknown ");
    }
}

/* Goal: a signature of another document, another kind, or by another key is none. */
static void foreign_signatures_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEY_CHOICE_COUNT; i++) {
        const struct bureau *bureau = &bureaus[i];
        struct signing signings[2];
        struct fg_text text;

        bureau_trust(bureau, "");
        bureau_both(bureau, signings);
        text = signatures_text(&bureau_arena, signings, 2, TEXT("<schedule/>"));
        assert_string_equal(bureau_ask_about(bureau_document, text),
                            "document-altered document-altered ");
        signings[0].kind = SIGNED_ORDER;
        assert_string_equal(bureau_ask(signings, 2), "signature-kind ");
        bureau_both(bureau, signings);
        signings[1].key = bureau->clerk.key;
        assert_string_equal(bureau_ask(signings, 2), "signature-altered ");
    }
}

/* Goal: signing times ahead of the clock are refused, but for what the policy tolerates. */
static void times_ahead_are_refused(void **state)
{
    const struct bureau *bureau = &bureaus[KEY_CHOICE_P256];
    struct signing signings[2];

    (void)state;
    bureau_both(bureau, signings);
    signings[0].signed_ns = (NOW_S + 300) * SECOND_NS;
    bureau_trust(bureau, "");
    assert_string_equal(bureau_ask(signings, 2), "");
    signings[0].signed_ns = (NOW_S + 301) * SECOND_NS;
    assert_string_equal(bureau_ask(signings, 2), "signed-ahead ");
    assert_int_equal(bureau_line, 2 + LINE_SIGNED);
    bureau_trust(bureau, "clock-tolerance 301\n");
    assert_string_equal(bureau_ask(signings, 2), "");
    bureau_trust(bureau, "clock-tolerance 0\n");
    assert_string_equal(bureau_ask(signings, 2), "signed-ahead ");
}

/* Goal: all signers name the same predecessor, and it is told. */
static void predecessors_must_agree(void **state)
{
    const struct bureau *bureau = &bureaus[KEY_CHOICE_P256];
    struct signing signings[2];

    (void)state;
    bureau_trust(bureau, "");
    bureau_both(bureau, signings);
    signings[1].has_predecessor = true;
    assert_true(fingerprint_of(TEXT("earlier"), &signings[1].predecessor));
    assert_string_equal(bureau_ask(signings, 2), "predecessors-differ ");
    signings[0].has_predecessor = true;
    assert_string_equal(bureau_ask(signings, 2), "predecessors-differ ");
    signings[0].predecessor = signings[1].predecessor;
    assert_string_equal(bureau_ask(signings, 2), "");
    assert_true(bureau_seal.has_predecessor);
    assert_memory_equal(&bureau_seal.predecessor, &signings[0].predecessor, FINGERPRINT_SIZE);
    assert_int_equal(bureau_seal.predecessor_line, 2 + LINE_PREDECESSOR);
}

/* Goal: an algorithm that is not the key's is no way around the key. */
static void algorithms_go_with_keys(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEY_CHOICE_COUNT; i++) {
        for (int j = 0; j < ALGORITHM_COUNT; j++) {
            struct signing signings[2];
            struct fg_text text;
            char *at;

            bureau_both(&bureaus[i], signings);
            bureau_trust(&bureaus[i], "");
            if (key_fits(signings[0].key, (enum algorithm)j)) continue;
            text = signatures_text(&bureau_arena, signings, 1, bureau_document);
            at = strstr(text.bytes, "algorithm ");
            text.size = (uint32_t)(at - text.bytes);
            at = strchr(at, '\n');
            {
                char *other = arena_take(&bureau_arena, text.size + strlen(at) + 64);
                int size =
                    snprintf(other, text.size + strlen(at) + 64, "%.*salgorithm %s%s",
                             (int)text.size, text.bytes, algorithm_name((enum algorithm)j), at);

                assert_string_equal(
                    bureau_ask_about(bureau_document, (struct fg_text){other, (uint32_t)size, 0}),
                    "key-kind role-missing ");
            }
        }
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        BUREAU_TEST(two_signers_are_trusted),
        BUREAU_TEST(other_ways_to_sign_are_trusted),
        BUREAU_TEST(intermediates_may_come_from_the_directory),
        BUREAU_TEST(roles_go_by_subject_too),
        BUREAU_TEST(half_signed_is_refused),
        BUREAU_TEST(the_same_signer_twice_is_refused),
        BUREAU_TEST(the_same_name_in_other_letters_is_refused),
        BUREAU_TEST(the_same_key_in_other_words_is_refused),
        BUREAU_TEST(roles_are_bound_to_certificates),
        BUREAU_TEST(foreign_signatures_are_refused),
        BUREAU_TEST(times_ahead_are_refused),
        BUREAU_TEST(predecessors_must_agree),
        BUREAU_TEST(algorithms_go_with_keys),
    };

    return cmocka_run_group_tests(tests, bureaus_make, bureaus_free);
}

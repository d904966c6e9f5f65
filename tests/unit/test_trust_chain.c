/* SPDX-License-Identifier: Apache-2.0
 * From a signer's certificate to an anchor, with certificates and revocation lists of every kind of
 * key: each way in which they do not do is told for its own reason. */
#include "support/test.h"

#include <string.h>

#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include "base/text.h"
#include "support/bureau.h"

/* The approver's signature is right; the drafter's is by `identity`, who is registered as one. */
static const char *ask_with(const struct bureau *bureau, const struct identity *identity,
                            int64_t signed_s)
{
    struct signing signings[2] = {signing_by(identity, "drafter", signed_s),
                                  signing_by(&bureau->approver, "approver", NOW_S - ONE_HOUR)};

    certificates_write(bureau_directory, TRUST_ANCHORS,
                       (const struct identity *const[]){&bureau->root}, 1);
    policy_write(bureau_directory, identity, &bureau->approver, "");
    return bureau_ask(signings, 2);
}

/* Goal: a certificate is judged at the signing time, at both ends of its life. */
static void certificates_are_judged_at_the_signing_time(void **state)
{
    const int64_t from = NOW_S - 100 * DAY_S, to = NOW_S - 10 * DAY_S;

    (void)state;
    for (size_t i = 0; i < KEY_CHOICE_COUNT; i++) {
        const struct bureau *bureau = &bureaus[i];
        struct identity late;

        identity_make(&late, (enum key_choice)i,
                      &(struct plan){"孙七", CERTIFICATE_SIGNER, &bureau->office, from, to});
        assert_string_equal(ask_with(bureau, &late, from - 1), "certificate-not-yet ");
        assert_string_equal(ask_with(bureau, &late, from), "");
        assert_string_equal(ask_with(bureau, &late, to - 1), "");
        assert_string_equal(ask_with(bureau, &late, to), "certificate-expired ");
        assert_string_equal(ask_with(bureau, &late, NOW_S), "certificate-expired ");
        assert_non_null(strstr(bureau_said, "孙七"));
        identity_free(&late);
    }
}

/* Goal: so is the authority's, and its name is told. */
static void authorities_are_judged_at_the_signing_time(void **state)
{
    const struct bureau *bureau = &bureaus[KEY_CHOICE_P256];
    const int64_t from = NOW_S - 100 * DAY_S, to = NOW_S - 10 * DAY_S;
    struct identity office, signer;

    (void)state;
    identity_make(&office, KEY_CHOICE_P256,
                  &(struct plan){"旧签发处", CERTIFICATE_INTERMEDIATE, &bureau->root, from, to});
    identity_make(&signer, KEY_CHOICE_P256,
                  &(struct plan){"周八", CERTIFICATE_SIGNER, &office, 0, 0});
    assert_string_equal(ask_with(bureau, &signer, to - 1), "");
    assert_string_equal(ask_with(bureau, &signer, to), "certificate-expired ");
    assert_non_null(strstr(bureau_said, "周八|旧签发处|"));
    identity_free(&signer);
    identity_free(&office);
}

/* Goal: another authority's people are foreign, also when it has taken the name of ours. */
static void foreign_chains_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEY_CHOICE_COUNT; i++) {
        const struct bureau *bureau = &bureaus[i];
        struct identity root, signer, alone;

        identity_make(&root, (enum key_choice)i,
                      &(struct plan){"样例根", CERTIFICATE_ROOT, NULL, 0, 0});
        identity_make(&signer, (enum key_choice)i,
                      &(struct plan){"吴九", CERTIFICATE_SIGNER, &root, 0, 0});
        identity_make(&alone, (enum key_choice)i,
                      &(struct plan){"郑十", CERTIFICATE_SIGNER, NULL, 0, 0});
        assert_string_equal(ask_with(bureau, &signer, NOW_S), "chain-foreign ");
        assert_string_equal(ask_with(bureau, &alone, NOW_S), "chain-foreign ");
        identity_free(&signer);
        identity_free(&alone);
        identity_free(&root);
    }
}

/* Goal: a signer cannot make signers, and an authority does not sign documents. */
static void certificates_do_what_they_are_for(void **state)
{
    const struct bureau *bureau = &bureaus[KEY_CHOICE_SM2];
    struct identity pupil;

    (void)state;
    identity_make(&pupil, KEY_CHOICE_SM2,
                  &(struct plan){"学徒", CERTIFICATE_SIGNER, &bureau->clerk, 0, 0});
    assert_string_equal(ask_with(bureau, &pupil, NOW_S), "chain-wrong ");
    assert_string_equal(ask_with(bureau, &bureau->office, NOW_S), "key-usage ");
    assert_string_equal(ask_with(bureau, &bureau->root, NOW_S), "key-usage ");
    identity_free(&pupil);
}

/* Goal: weak keys sign nothing, and authorities with weak keys vouch for nobody. */
static void weak_keys_are_refused(void **state)
{
    const struct bureau *bureau = &bureaus[KEY_CHOICE_RSA];
    EVP_PKEY *keys[] = {EVP_RSA_gen(1024), EVP_EC_gen("secp224r1"), EVP_EC_gen("secp256k1")};
    struct identity office, signer;

    (void)state;
    for (size_t i = 0; i < COUNT(keys); i++) {
        assert_non_null(keys[i]);
        identity_make_for(&signer, keys[i],
                          &(struct plan){"弱", CERTIFICATE_SIGNER, &bureau->office, 0, 0});
        assert_string_equal(ask_with(bureau, &signer, NOW_S), "key-weak ");
        identity_free(&signer);
    }
    identity_make_for(&office, EVP_RSA_gen(1024),
                      &(struct plan){"弱处", CERTIFICATE_INTERMEDIATE, &bureau->root, 0, 0});
    identity_make(&signer, KEY_CHOICE_P256,
                  &(struct plan){"强", CERTIFICATE_SIGNER, &office, 0, 0});
    assert_string_equal(ask_with(bureau, &signer, NOW_S), "key-weak ");
    identity_free(&signer);
    identity_free(&office);
}

/* Goal: a key that signs no documents is told as such. */
static void other_kinds_of_keys_are_refused(void **state)
{
    enum algorithm algorithm;
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");

    (void)state;
    assert_non_null(key);
    assert_false(key_algorithm(key, &algorithm));
    EVP_PKEY_free(key);
}

/* ---- revocation ---- */

/* Current lists of both issuers, the office's with one entry. */
static void lists_write(const struct bureau *bureau, const struct revoked *revoked)
{
    const int64_t from = NOW_S - DAY_S, to = NOW_S + DAY_S;

    revocations_write(bureau_directory, "root.crl", &bureau->root, from, to, NULL, 0);
    revocations_write(bureau_directory, "office.crl", &bureau->office, from, to, revoked,
                      revoked == NULL ? 0 : 1);
}

/* Goal: current lists without the signer let it pass, whatever the keys; also the SM2 ones that
 * libcrypto cannot check by itself. */
static void current_lists_are_taken(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEY_CHOICE_COUNT; i++) {
        const struct bureau *bureau = &bureaus[i];

        lists_write(bureau, &(struct revoked){&bureau->clerk, NOW_S - DAY_S, -1});
        assert_string_equal(ask_with(bureau, &bureau->drafter, NOW_S - ONE_HOUR), "");
    }
}

/* Goal: who lost a key has signed nothing, ever; who left has signed until then. */
static void revoked_signers_are_refused(void **state)
{
    static const struct {
        int reason;
        const char *name;
        bool keeps_earlier;
    } cases[] = {
        {-1, "unspecified", false},
        {CRL_REASON_UNSPECIFIED, "unspecified", false},
        {CRL_REASON_KEY_COMPROMISE, "keyCompromise", false},
        {CRL_REASON_CA_COMPROMISE, "cACompromise", false},
        {CRL_REASON_CERTIFICATE_HOLD, "certificateHold", false},
        {CRL_REASON_PRIVILEGE_WITHDRAWN, "unspecified", false},
        {CRL_REASON_AFFILIATION_CHANGED, "affiliationChanged", true},
        {CRL_REASON_SUPERSEDED, "superseded", true},
        {CRL_REASON_CESSATION_OF_OPERATION, "cessationOfOperation", true},
    };
    const int64_t since = NOW_S - 5 * DAY_S;

    (void)state;
    for (size_t i = 0; i < KEY_CHOICE_COUNT * COUNT(cases); i++) {
        const struct bureau *bureau = &bureaus[i % KEY_CHOICE_COUNT];
        size_t at = i / KEY_CHOICE_COUNT;

        lists_write(bureau, &(struct revoked){&bureau->drafter, since, cases[at].reason});
        assert_string_equal(ask_with(bureau, &bureau->drafter, since - 1),
                            cases[at].keeps_earlier ? "" : "certificate-revoked ");
        assert_string_equal(ask_with(bureau, &bureau->drafter, since), "certificate-revoked ");
        assert_non_null(strstr(bureau_said, cases[at].name));
    }
}

/* Goal: a revoked authority takes its signers with it. */
static void revoked_authorities_are_refused(void **state)
{
    const struct bureau *bureau = &bureaus[KEY_CHOICE_SM2];
    const struct revoked revoked = {&bureau->office, NOW_S, CRL_REASON_CA_COMPROMISE};

    (void)state;
    lists_write(bureau, NULL);
    revocations_write(bureau_directory, "root.crl", &bureau->root, NOW_S - DAY_S, NOW_S + DAY_S,
                      &revoked, 1);
    assert_string_equal(ask_with(bureau, &bureau->drafter, NOW_S - ONE_HOUR),
                        "certificate-revoked certificate-revoked ");
    assert_non_null(strstr(bureau_said, "张三|样例签发处|"));
}

/* Goal: where lists are kept, one that is missing, outdated, of the future or foreign is refused;
 * an outdated one beside a current one does no harm, and still revokes. */
static void lists_must_be_there_and_current(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEY_CHOICE_COUNT; i++) {
        const struct bureau *bureau = &bureaus[i], *other = &bureaus[(i + 1) % KEY_CHOICE_COUNT];
        const struct identity *drafter = &bureau->drafter;
        const struct revoked gone = {drafter, NOW_S - DAY_S, CRL_REASON_KEY_COMPROMISE};
        const int64_t then = NOW_S - 3 * DAY_S, from = NOW_S - DAY_S, to = NOW_S + DAY_S;
        const int64_t when = NOW_S - ONE_HOUR;

        lists_write(bureau, NULL);
        disk_remove(bureau_directory, "office.crl");
        assert_string_equal(ask_with(bureau, drafter, when), "crl-missing crl-missing ");
        revocations_write(bureau_directory, "office.crl", &bureau->office, then, NOW_S, NULL, 0);
        assert_string_equal(ask_with(bureau, drafter, when), "crl-outdated crl-outdated ");
        revocations_write(bureau_directory, "office.crl", &bureau->office, to, to + 1, NULL, 0);
        assert_string_equal(ask_with(bureau, drafter, when), "crl-outdated crl-outdated ");
        revocations_write(bureau_directory, "office.crl", &other->office, from, to, NULL, 0);
        assert_string_equal(ask_with(bureau, drafter, when), "crl-wrong crl-wrong ");
        revocations_write(bureau_directory, "office.crl", &bureau->office, from, to, NULL, 0);
        revocations_write(bureau_directory, "old.crl", &bureau->office, then, NOW_S, NULL, 0);
        assert_string_equal(ask_with(bureau, drafter, when), "");
        revocations_write(bureau_directory, "old.crl", &bureau->office, then, NOW_S, &gone, 1);
        assert_string_equal(ask_with(bureau, drafter, when), "certificate-revoked ");
        disk_remove(bureau_directory, "old.crl");
    }
}

/* Goal: "crl required" does not let the lists be taken away. */
static void lists_may_be_required(void **state)
{
    const struct bureau *bureau = &bureaus[KEY_CHOICE_P256];
    struct signing signings[2];

    (void)state;
    bureau_both(bureau, signings);
    bureau_trust(bureau, "crl required\n");
    assert_string_equal(bureau_ask(signings, 2), "crl-missing crl-missing ");
    lists_write(bureau, NULL);
    assert_string_equal(bureau_ask(signings, 2), "");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        BUREAU_TEST(certificates_are_judged_at_the_signing_time),
        BUREAU_TEST(authorities_are_judged_at_the_signing_time),
        BUREAU_TEST(foreign_chains_are_refused),
        BUREAU_TEST(certificates_do_what_they_are_for),
        BUREAU_TEST(weak_keys_are_refused),
        BUREAU_TEST(other_kinds_of_keys_are_refused),
        BUREAU_TEST(current_lists_are_taken),
        BUREAU_TEST(revoked_signers_are_refused),
        BUREAU_TEST(revoked_authorities_are_refused),
        BUREAU_TEST(lists_must_be_there_and_current),
        BUREAU_TEST(lists_may_be_required),
    };

    return cmocka_run_group_tests(tests, bureaus_make, bureaus_free);
}

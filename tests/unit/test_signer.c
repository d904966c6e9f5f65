/* SPDX-License-Identifier: Apache-2.0
 * Signing keys of the three kinds: made, kept, used, and refused. */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "audit/chain.h"
#include "audit/secret_file.h"
#include "audit/signer.h"
#include "base/text.h"
#include "support/files.h"

#define HEAD_TEXT "42:07276922ac95a8a9e8ebe3b11ceb0c9c68c3a8722c789cb399eb8958fb43779b"

static const enum signer_kind kinds[] = {SIGNER_ED25519, SIGNER_P256, SIGNER_SM2};

static char directory[PATH_SIZE], private_path[PATH_SIZE + 16], public_path[PATH_SIZE + 16];

static int set_up(void **state)
{
    (void)state;
    directory_make(directory);
    snprintf(private_path, sizeof(private_path), "%s/engine.key", directory);
    snprintf(public_path, sizeof(public_path), "%s/engine.pub", directory);
    ERR_clear_error();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    assert_int_equal(ERR_peek_error(), 0); /* no test leaves anything in the queue */
    directory_remove(directory);
    return 0;
}

static void files_remove(void)
{
    disk_remove(directory, "engine.key");
    disk_remove(directory, "engine.pub");
}

static size_t checkpoint(char text[static CHECKPOINT_TEXT_SIZE_MAX])
{
    struct chain_head head;

    assert_true(chain_head_parse(TEXT(HEAD_TEXT), &head));
    return checkpoint_text(&head, 1700000000, DIGEST_SM3, text, CHECKPOINT_TEXT_SIZE_MAX);
}

static void open_both(enum signer_kind kind, struct signer *signer, struct verifier *verifier)
{
    assert_int_equal(signer_create(private_path, public_path, kind), KEY_OK);
    assert_int_equal(signer_open(signer, private_path), KEY_OK);
    assert_int_equal(verifier_open(verifier, public_path), KEY_OK);
}

/* Goal: private is private, public is public, and both name the same key of the kind asked for. */
static void signer_create_makes_both_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        unsigned char mine[SIGNER_FINGERPRINT_SIZE], theirs[SIGNER_FINGERPRINT_SIZE];
        struct signer signer;
        struct verifier verifier;
        struct stat status;
        mode_t mask = umask(i == 0 ? 0 : 0077);
        char *pem;

        open_both(kinds[i], &signer, &verifier);
        umask(mask);
        assert_int_equal(signer.kind, kinds[i]);
        assert_int_equal(verifier.signer.kind, kinds[i]);
        signer_fingerprint(&signer, mine);
        verifier_fingerprint(&verifier, theirs);
        assert_memory_equal(mine, theirs, sizeof(mine));
        assert_int_equal(stat(private_path, &status), 0);
        assert_int_equal(status.st_mode & 07777, 0600);
        assert_int_equal(stat(public_path, &status), 0);
        assert_int_equal(status.st_mode & 07777, 0644);
        pem = disk_read(private_path);
        assert_non_null(strstr(pem, "-----BEGIN PRIVATE KEY-----\n"));
        free(pem);
        pem = disk_read(public_path);
        assert_non_null(strstr(pem, "-----BEGIN PUBLIC KEY-----\n"));
        assert_null(strstr(pem, "PRIVATE"));
        free(pem);
        signer_close(&signer);
        verifier_close(&verifier);
        files_remove();
    }
}

/* Goal: the fingerprint is the start of SHA-256 of the SubjectPublicKeyInfo, which for Ed25519 is
 * what stands in the PEM file: openssl pkey -pubin -outform der | sha256sum. */
static void signer_fingerprint_is_of_the_public_key(void **state)
{
    static const unsigned char expected[SIGNER_FINGERPRINT_SIZE] = {0x06, 0xe3, 0xfd, 0x8f,
                                                                    0xda, 0x29, 0xbb, 0x60};
    struct verifier verifier;

    (void)state;
    /* The first public key of RFC 8032, section 7.1. */
    disk_write(directory, "engine.pub",
               "-----BEGIN PUBLIC KEY-----\n"
               "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
               "-----END PUBLIC KEY-----\n");
    assert_int_equal(verifier_open(&verifier, public_path), KEY_OK);
    assert_memory_equal(verifier.signer.fingerprint, expected, sizeof(expected));
    verifier_close(&verifier);
}

/* Goal: neither file is ever written over, and half a pair is never left. */
static void signer_create_refuses(void **state)
{
    char nowhere[PATH_SIZE + 16];
    char *content;

    (void)state;
    disk_write(directory, "engine.pub", "taken");
    assert_int_equal(signer_create(private_path, public_path, SIGNER_SM2), KEY_EXISTS);
    assert_int_equal(access(private_path, F_OK), -1);
    content = disk_read(public_path);
    assert_string_equal(content, "taken");
    free(content);
    disk_remove(directory, "engine.pub");
    disk_write(directory, "engine.key", "taken");
    assert_int_equal(signer_create(private_path, public_path, SIGNER_SM2), KEY_EXISTS);
    assert_int_equal(access(public_path, F_OK), -1);
    disk_remove(directory, "engine.key");
    snprintf(nowhere, sizeof(nowhere), "%s/no/engine", directory);
    assert_int_equal(signer_create(nowhere, public_path, SIGNER_SM2), KEY_UNWRITABLE);
    assert_int_equal(signer_create(private_path, nowhere, SIGNER_SM2), KEY_UNWRITABLE);
    assert_int_equal(signer_create(private_path, public_path, (enum signer_kind)0), KEY_INTERNAL);
    assert_int_equal(signer_create(private_path, public_path, (enum signer_kind)4), KEY_INTERNAL);
    assert_int_equal(directory_count(directory), 2); /* . and .. alone */
}

/* Goal: a signature holds for these bytes and this key alone, in every byte. */
static void signer_sign_and_check(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        unsigned char signature[SIGNATURE_SIZE_MAX];
        char text[CHECKPOINT_TEXT_SIZE_MAX];
        size_t size = checkpoint(text), signature_size;
        struct signer signer;
        struct verifier verifier;

        open_both(kinds[i], &signer, &verifier);
        for (int round = 0; round < 20; round++) { /* DER varies in size */
            assert_true(signer_sign(&signer, text, size, signature, &signature_size));
            assert_true(signature_size > 0 && signature_size <= SIGNATURE_SIZE_MAX);
            assert_true(verifier_check(&verifier, text, size, signature, signature_size));
        }
        for (size_t at = 0; at < size; at += 7) {
            text[at] ^= 1;
            assert_false(verifier_check(&verifier, text, size, signature, signature_size));
            text[at] ^= 1;
        }
        for (size_t at = 0; at < signature_size; at++) {
            signature[at] ^= 1;
            assert_false(verifier_check(&verifier, text, size, signature, signature_size));
            signature[at] ^= 1;
        }
        assert_false(verifier_check(&verifier, text, size - 1, signature, signature_size));
        assert_false(verifier_check(&verifier, text, size, signature, signature_size - 1));
        assert_false(verifier_check(&verifier, text, size, signature, 0));
        assert_true(verifier_check(&verifier, text, size, signature, signature_size));
        signer_close(&signer);
        verifier_close(&verifier);
        files_remove();
    }
}

/* Goal: another key of any kind does not accept it, and has another fingerprint. */
static void signer_wrong_key(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        unsigned char signature[SIGNATURE_SIZE_MAX];
        char text[CHECKPOINT_TEXT_SIZE_MAX];
        size_t size = checkpoint(text), signature_size;
        struct signer signer;
        struct verifier verifier;

        open_both(kinds[i], &signer, &verifier);
        verifier_close(&verifier);
        assert_true(signer_sign(&signer, text, size, signature, &signature_size));
        files_remove();
        for (size_t j = 0; j < COUNT(kinds); j++) {
            assert_int_equal(signer_create(private_path, public_path, kinds[j]), KEY_OK);
            assert_int_equal(verifier_open(&verifier, public_path), KEY_OK);
            assert_false(verifier_check(&verifier, text, size, signature, signature_size));
            assert_memory_not_equal(signer.fingerprint, verifier.signer.fingerprint,
                                    SIGNER_FINGERPRINT_SIZE);
            verifier_close(&verifier);
            files_remove();
        }
        signer_close(&signer);
    }
}

/* Checks a signature as anybody else would: with the id given, or with none at all. */
static bool sm2_check(EVP_PKEY *key, const char *id, const char *text, size_t size,
                      const unsigned char *signature, size_t signature_size)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *operation = NULL;
    bool right;

    assert_non_null(context);
    assert_int_equal(EVP_DigestVerifyInit_ex(context, &operation, "SM3", NULL, NULL, key, NULL), 1);
    assert_int_equal(EVP_PKEY_CTX_set1_id(operation, id, (int)strlen(id)), 1);
    right = EVP_DigestVerify(context, signature, signature_size, (const unsigned char *)text,
                             size) == 1;
    EVP_MD_CTX_free(context);
    ERR_clear_error();
    return right;
}

/* Goal: the id that GB/T 35276 takes for granted is in the signature, and no other. */
static void signer_sm2_has_the_usual_id(void **state)
{
    unsigned char signature[SIGNATURE_SIZE_MAX];
    char text[CHECKPOINT_TEXT_SIZE_MAX];
    size_t size = checkpoint(text), signature_size;
    struct signer signer;
    struct verifier verifier;
    EVP_PKEY *key;

    (void)state;
    open_both(SIGNER_SM2, &signer, &verifier);
    key = verifier.signer.key;
    assert_true(signer_sign(&signer, text, size, signature, &signature_size));
    assert_true(sm2_check(key, "1234567812345678", text, size, signature, signature_size));
    assert_false(sm2_check(key, "1234567812345679", text, size, signature, signature_size));
    assert_false(sm2_check(key, "", text, size, signature, signature_size));
    signer_close(&signer);
    verifier_close(&verifier);
}

/* Goal: the private file is held to the rules of the key file, the public one is not. */
static void signer_open_refuses_unsafe_files(void **state)
{
    char elsewhere[PATH_SIZE + 16];
    struct signer signer;
    struct verifier verifier;

    (void)state;
    assert_int_equal(signer_open(&signer, private_path), KEY_MISSING);
    assert_null(signer.key);
    assert_int_equal(verifier_open(&verifier, public_path), KEY_MISSING);
    assert_null(verifier.signer.key);
    open_both(SIGNER_ED25519, &signer, &verifier);
    signer_close(&signer);
    verifier_close(&verifier);
    assert_int_equal(chmod(private_path, 0640), 0);
    assert_int_equal(signer_open(&signer, private_path), KEY_OPEN_TO_OTHERS);
    assert_int_equal(chmod(private_path, 0600), 0);
    snprintf(elsewhere, sizeof(elsewhere), "%s/elsewhere", directory);
    assert_int_equal(symlink(private_path, elsewhere), 0);
    assert_int_equal(signer_open(&signer, elsewhere), KEY_NOT_A_FILE);
    disk_remove(directory, "elsewhere");
    assert_int_equal(symlink(public_path, elsewhere), 0);
    assert_int_equal(verifier_open(&verifier, elsewhere), KEY_OK);
    verifier_close(&verifier);
    assert_int_equal(verifier_open(&verifier, directory), KEY_NOT_A_FILE);
    if (geteuid() == 0) {
        assert_int_equal(chown(private_path, 65534, 65534), 0);
        assert_int_equal(signer_open(&signer, private_path), KEY_FOREIGN_OWNER);
    } else {
        assert_int_equal(signer_open(&signer, "/etc/passwd"), KEY_FOREIGN_OWNER);
    }
}

/* A key that the engine does not use, as PEM in engine.key and engine.pub; with a passphrase when
 * one is given. */
static void foreign_key_write(const char *type, const char *group, const char *passphrase)
{
    EVP_PKEY *key = group != NULL ? EVP_PKEY_Q_keygen(NULL, NULL, type, group)
                                  : EVP_PKEY_Q_keygen(NULL, NULL, type);
    const EVP_CIPHER *cipher = passphrase != NULL ? EVP_aes_256_cbc() : NULL;
    FILE *file = fopen(private_path, "wb");

    assert_non_null(key);
    assert_non_null(file);
    assert_int_equal(
        PEM_write_PKCS8PrivateKey(file, key, cipher, NULL, 0, NULL, (void *)(uintptr_t)passphrase),
        1);
    fclose(file);
    file = fopen(public_path, "wb");
    assert_non_null(file);
    assert_int_equal(PEM_write_PUBKEY(file, key), 1);
    fclose(file);
    EVP_PKEY_free(key);
    assert_int_equal(chmod(private_path, 0600), 0);
}

/* Goal: no key, half a key, a key of another kind and one under a passphrase are malformed; nobody
 * is asked for the passphrase. */
static void signer_open_refuses_other_keys(void **state)
{
    struct signer signer;
    struct verifier verifier;

    (void)state;
    disk_write(directory, "engine.key", "");
    disk_write(directory, "engine.pub", "-----BEGIN PUBLIC KEY-----\nMCow\n");
    assert_int_equal(chmod(private_path, 0600), 0);
    assert_int_equal(signer_open(&signer, private_path), KEY_MALFORMED);
    assert_int_equal(verifier_open(&verifier, public_path), KEY_MALFORMED);
    foreign_key_write("X25519", NULL, NULL);
    assert_int_equal(signer_open(&signer, private_path), KEY_MALFORMED);
    assert_int_equal(verifier_open(&verifier, public_path), KEY_MALFORMED);
    foreign_key_write("EC", "P-384", NULL);
    assert_int_equal(signer_open(&signer, private_path), KEY_MALFORMED);
    assert_int_equal(verifier_open(&verifier, public_path), KEY_MALFORMED);
    assert_int_equal(verifier_open(&verifier, private_path), KEY_MALFORMED);
    foreign_key_write("ED25519", NULL, "secret");
    assert_int_equal(signer_open(&signer, private_path), KEY_MALFORMED);
    assert_null(signer.key);
    foreign_key_write("ED25519", NULL, NULL);
    assert_int_equal(signer_open(&signer, private_path), KEY_OK);
    signer_close(&signer);
    assert_int_equal(chmod(public_path, 0600), 0);
    assert_int_equal(signer_open(&signer, public_path), KEY_MALFORMED);
    assert_int_equal(truncate(public_path, SECRET_FILE_SIZE_MAX + 1), 0);
    assert_int_equal(verifier_open(&verifier, public_path), KEY_MALFORMED);
}

/* Goal: what is closed signs and accepts nothing. */
static void signer_closed_fails(void **state)
{
    unsigned char signature[SIGNATURE_SIZE_MAX] = {0};
    size_t signature_size = 7;
    struct signer signer = {0};
    struct verifier verifier = {{0}};

    (void)state;
    assert_false(signer_sign(&signer, "x", 1, signature, &signature_size));
    assert_int_equal(signature_size, 0);
    assert_false(verifier_check(&verifier, "x", 1, signature, 64));
    signer_close(&signer);
    verifier_close(&verifier);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(signer_create_makes_both_files),
        TEST(signer_fingerprint_is_of_the_public_key),
        TEST(signer_create_refuses),
        TEST(signer_sign_and_check),
        TEST(signer_wrong_key),
        TEST(signer_sm2_has_the_usual_id),
        TEST(signer_open_refuses_unsafe_files),
        TEST(signer_open_refuses_other_keys),
        TEST(signer_closed_fails),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

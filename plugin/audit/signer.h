/* SPDX-License-Identifier: Apache-2.0
 * The engine's own key, with which it signs checkpoints of the audit trail. Who has the public key
 * can check them, and cannot make them. */
#ifndef FEEGUARD_AUDIT_SIGNER_H
#define FEEGUARD_AUDIT_SIGNER_H

#include <stdbool.h>
#include <stddef.h>

#include <openssl/types.h>

#include "audit/key_fault.h"

#define SIGNATURE_SIZE_MAX 80
#define SIGNER_FINGERPRINT_SIZE 8

enum signer_kind {
    SIGNER_ED25519 = 1,
    SIGNER_P256 = 2, /* ECDSA with SHA-256, DER */
    SIGNER_SM2 = 3   /* with SM3 and the usual distinguishing id, DER */
};

/* Zeroed is closed. Once open it is only read: several threads may sign or check at a time. */
struct signer {
    EVP_PKEY *key;
    enum signer_kind kind;
    unsigned char fingerprint[SIGNER_FINGERPRINT_SIZE];
};

/* The same with a public key alone; a type of its own, so that nobody tries to sign with it. */
struct verifier {
    struct signer signer;
};

/* Makes a key as two PEM files, neither of which may exist: PKCS #8, and SubjectPublicKeyInfo. Both
 * or none are left. */
enum key_fault signer_create(const char *private_path, const char *public_path,
                             enum signer_kind kind);

/* The private file is held to the same rules as the key file. On anything but KEY_OK the signer is
 * closed. */
enum key_fault signer_open(struct signer *signer, const char *private_path);
/* `signature` has SIGNATURE_SIZE_MAX bytes. On failure `signature_size` is 0. */
bool signer_sign(const struct signer *signer, const void *bytes, size_t size,
                 unsigned char signature[static SIGNATURE_SIZE_MAX], size_t *signature_size);
/* The first bytes of SHA-256 of the SubjectPublicKeyInfo: by it a checkpoint names its key. */
void signer_fingerprint(const struct signer *signer,
                        unsigned char out[static SIGNER_FINGERPRINT_SIZE]);
void signer_close(struct signer *signer);

enum key_fault verifier_open(struct verifier *verifier, const char *public_path);
/* False for a signature that is wrong, and for one that could not be checked. */
bool verifier_check(const struct verifier *verifier, const void *bytes, size_t size,
                    const unsigned char *signature, size_t signature_size);
void verifier_fingerprint(const struct verifier *verifier,
                          unsigned char out[static SIGNER_FINGERPRINT_SIZE]);
void verifier_close(struct verifier *verifier);

#endif

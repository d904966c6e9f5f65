/* SPDX-License-Identifier: Apache-2.0
 * Private keys are held to the rules of the plugin's own key files. */
#include "schedule/pem.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/pem.h>

#include "audit/secret_file.h"
#include "harness.h"
#include "load/load.h"
#include "trust/small_file.h"

static bool key_complain(const char *path, enum key_fault fault, int32_t language)
{
    switch (fault) {
    case KEY_OK: return true;
    /* The sentences for these speak of ledgers. */
    case KEY_MISSING: complain("%s: %s", path, strerror(ENOENT)); break;
    case KEY_EXISTS: complain("%s: is there already, and was not touched", path); break;
    case KEY_MALFORMED: complain("%s: holds no private key in PEM form", path); break;
    default: complain("%s: %s", path, key_fault_text(fault, language)); break;
    }
    return false;
}

/* libcrypto would ask at the terminal, which a script has not. */
static int passphrase_give(char *out, int size, int is_writing, void *context)
{
    const struct secret *secret = context;
    size_t length;

    (void)is_writing;
    if (secret == NULL || secret->bytes == NULL) return -1;
    length = strcspn(secret->bytes, "\r\n");
    if (length > (size_t)size) return -1;
    memcpy(out, secret->bytes, length);
    return (int)length;
}

EVP_PKEY *private_key_read(const char *path, const char *passphrase_file, int32_t language)
{
    struct secret secret = {0}, passphrase = {0};
    EVP_PKEY *key = NULL;
    BIO *pem = NULL;

    if (!key_complain(path, secret_file_read(path, FILE_SECRET, &secret), language)) return NULL;
    if (passphrase_file != NULL &&
        !key_complain(passphrase_file, secret_file_read(passphrase_file, FILE_SECRET, &passphrase),
                      language)) {
        goto out;
    }
    pem = BIO_new_mem_buf(secret.bytes, (int)secret.size); /* at most SECRET_FILE_SIZE_MAX */
    if (pem != NULL) key = PEM_read_bio_PrivateKey(pem, NULL, passphrase_give, &passphrase);
    if (key != NULL) goto out;
    if (strstr(secret.bytes, "ENCRYPTED") != NULL) {
        complain("%s: is encrypted, and %s", path,
                 passphrase_file == NULL ? "needs --passphrase FILE" : "not with this passphrase");
    } else {
        key_complain(path, KEY_MALFORMED, language);
    }
out:
    BIO_free(pem);
    secret_free(&passphrase);
    secret_free(&secret);
    return key;
}

STACK_OF(X509) * certificate_chain_read(const char *path)
{
    struct arena arena = {0};
    STACK_OF(X509) *chain = NULL;
    struct fg_text bytes;
    uint32_t malformed;

    if (!content_read(&arena, path, &bytes)) goto out;
    chain = certificates_read(bytes, &malformed);
    if (chain == NULL || malformed > 0 || sk_X509_num(chain) == 0) {
        complain("%s: holds no certificate in PEM form, or a damaged one", path);
        certificates_free(chain);
        chain = NULL;
    }
    for (int i = sk_X509_num(chain); i-- > 1;) {
        if (certificate_is_root(sk_X509_value(chain, i))) X509_free(sk_X509_delete(chain, i));
    }
out:
    arena_free(&arena);
    return chain;
}

bool content_read(struct arena *arena, const char *path, struct fg_text *bytes)
{
    int error = small_file_read(arena, path, DOCUMENT_SIZE_MAX, bytes);

    if (error != 0) complain("%s: %s", path, strerror(error));
    return error == 0;
}

bool content_make(const char *path, mode_t mode, const char *bytes, size_t size, int32_t language)
{
    return key_complain(path, secret_file_make(path, mode, bytes, size), language);
}

/* The new file is whole and on the disk before it takes the name. */
bool content_replace(const char *path, const struct buffer *content, int32_t language)
{
    char fresh[PATH_MAX + 8];

    snprintf(fresh, sizeof(fresh), "%s.new", path);
    if (!content_make(fresh, PUBLIC_FILE_MODE, (const char *)content->bytes, content->size,
                      language)) {
        return false;
    }
    if (rename(fresh, path) == 0) {
        return key_complain(path, secret_file_settle(path), language);
    }
    complain("%s: %s", path, strerror(errno));
    secret_file_remove(fresh);
    return false;
}

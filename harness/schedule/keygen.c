/* SPDX-License-Identifier: Apache-2.0
 * feeguard schedule keygen: a key and a certificate, for bureaus that have no authority to issue
 * them, and for trials. */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "audit/secret_file.h"
#include "base/text.h"
#include "feeguard/host.h"
#include "harness.h"
#include "options.h"
#include "schedule/issue.h"
#include "schedule/pem.h"
#include "schedule/schedule.h"

#define DAY_SECONDS INT64_C(86400)
#define ROOT_DAYS 7300
#define SIGNER_DAYS 1825
#define DAYS_MAX 36500
#define BACKDATE_SECONDS 300 /* so that a clock a little behind can use it at once */

static const char help[] =
    "feeguard schedule keygen：生成密钥和证书\n"
    "Makes a key and a certificate. Bureaus that have an authority of their own take both from\n"
    "there and do not need this command.\n"
    "\n"
    "usage: feeguard schedule keygen PREFIX --name NAME [options]\n"
    "       feeguard schedule keygen PREFIX --name NAME --ca CERT --ca-key KEY [options]\n"
    "\n"
    "Makes PREFIX.key.pem (0600, PKCS #8) and PREFIX.cert.pem, neither of which may exist. "
    "Without\n"
    "--ca it is a root, which signs certificates and no documents; with --ca it is a signer's,\n"
    "followed in the file by those between it and the root.\n"
    "\n"
    "options:\n"
    "  --name NAME          the common name: who it is; required\n"
    "  --organization NAME  of which bureau\n"
    "  --algorithm NAME     sm2 (default), p256 or rsa (3072 bits)\n"
    "  --ca CERT            certificate of the issuer, PEM\n"
    "  --ca-key KEY         its private key, PEM, mode 0600\n"
    "  --passphrase FILE    the first line opens an encrypted --ca-key; mode 0600\n"
    "  --days N             how long it is valid; default 7300 for a root, 1825 for a signer\n"
    "  --language LANG      zh (default) or en: of the messages\n"
    "  --help               this page\n"
    "\n"
    "exit status:\n"
    "  0  made\n"
    "  2  not made: a file is there already, or the issuer cannot be used\n"
    "\n"
    "examples:\n"
    "  feeguard schedule keygen root --name 某市财政局根证书\n"
    "  feeguard schedule keygen zhang --name 张三 --ca root.cert.pem --ca-key root.key.pem\n";

struct keygen {
    const char *prefix, *name, *organization, *ca, *ca_key, *passphrase;
    enum key_choice choice;
    long days;
    int32_t language;

    EVP_PKEY *key, *issuer_key;
    STACK_OF(X509) * issuers; /* NULL: a root is made */
    X509 *certificate;
    char key_path[PATH_MAX], certificate_path[PATH_MAX];
};

static bool issuer_take(struct keygen *keygen)
{
    X509 *issuer;

    if (keygen->ca == NULL) return true;
    keygen->issuers = certificate_chain_read(keygen->ca);
    if (keygen->issuers == NULL) return false;
    issuer = sk_X509_value(keygen->issuers, 0);
    keygen->issuer_key = private_key_read(keygen->ca_key, keygen->passphrase, keygen->language);
    if (keygen->issuer_key == NULL) return false;
    if (X509_check_ca(issuer) != 1 || (X509_get_key_usage(issuer) & KU_KEY_CERT_SIGN) == 0) {
        complain("%s: is not the certificate of an authority", keygen->ca);
        return false;
    }
    if (X509_check_private_key(issuer, keygen->issuer_key) == 1) return true;
    complain("%s: is not the certificate of the key %s", keygen->ca, keygen->ca_key);
    return false;
}

static bool issue(struct keygen *keygen)
{
    int64_t now = (int64_t)time(NULL);
    bool is_root = keygen->issuers == NULL;
    struct issue issue = {
        .role = is_root ? CERTIFICATE_ROOT : CERTIFICATE_SIGNER,
        .name = text_of(keygen->name),
        .organization = text_of(keygen->organization == NULL ? "" : keygen->organization),
        .from = now - BACKDATE_SECONDS,
        .to = now + keygen->days * DAY_SECONDS,
        .issuer = is_root ? NULL : sk_X509_value(keygen->issuers, 0),
    };

    keygen->key = key_draw(keygen->choice);
    if (keygen->key == NULL) {
        complain("the cryptographic library makes no such key");
        return false;
    }
    issue.key = keygen->key;
    issue.issuer_key = is_root ? keygen->key : keygen->issuer_key;
    keygen->certificate = certificate_issue(&issue);
    if (keygen->certificate == NULL) {
        complain("the certificate could not be made: a name has at most 64 characters, and the "
                 "issuer's key is RSA, ECDSA or SM2");
    }
    return keygen->certificate != NULL;
}

/* ---- files ---- */

static bool bio_make(const char *path, mode_t mode, BIO *bio, int32_t language)
{
    char *bytes = NULL;
    long size = BIO_get_mem_data(bio, &bytes);

    return size > 0 && content_make(path, mode, bytes, (size_t)size, language);
}

/* The signer's, and its issuer's unless that is a root. */
static bool certificates_print(const struct keygen *keygen, BIO *bio)
{
    bool good = PEM_write_bio_X509(bio, keygen->certificate) == 1;

    for (int i = 0; good && i < sk_X509_num(keygen->issuers); i++) {
        X509 *issuer = sk_X509_value(keygen->issuers, i);

        if (!certificate_is_root(issuer)) good = PEM_write_bio_X509(bio, issuer) == 1;
    }
    return good;
}

static bool paths_set(struct keygen *keygen)
{
    int size = snprintf(keygen->key_path, PATH_MAX, "%s.key.pem", keygen->prefix);

    snprintf(keygen->certificate_path, PATH_MAX, "%s.cert.pem", keygen->prefix);
    if (size < PATH_MAX - 8) return true;
    complain("%s: the name is too long", keygen->prefix);
    return false;
}

static bool files_make(struct keygen *keygen)
{
    BIO *key = BIO_new(BIO_s_mem()), *certificates = BIO_new(BIO_s_mem()); /* wiped when freed */
    bool done = false;

    if (key == NULL || certificates == NULL) goto out;
    if (PEM_write_bio_PKCS8PrivateKey(key, keygen->key, NULL, NULL, 0, NULL, NULL) != 1) goto out;
    if (!certificates_print(keygen, certificates)) goto out;
    if (!bio_make(keygen->key_path, SECRET_FILE_MODE, key, keygen->language)) goto out;
    done = bio_make(keygen->certificate_path, PUBLIC_FILE_MODE, certificates, keygen->language);
    if (!done) secret_file_remove(keygen->key_path); /* a key that nobody vouches for */
out:
    BIO_free(key);
    BIO_free(certificates);
    return done;
}

static void tell(const struct keygen *keygen)
{
    bool english = keygen->language == FG_LANGUAGE_EN;
    struct fingerprint fingerprint;
    struct arena arena = {0};
    struct fg_text digits;

    printf(english ? "made %s (SECRET) and %s\n" : "已生成 %s（机密）和 %s\n", keygen->key_path,
           keygen->certificate_path);
    if (keygen->issuers == NULL) {
        printf("%s\n", english ? "put the certificate into anchors.pem of the trust directory"
                               : "请将证书放入信任目录的 anchors.pem");
    } else if (certificate_fingerprint(keygen->certificate, &fingerprint)) {
        digits = fingerprint_text(&arena, &fingerprint);
        printf(english ? "register it in trust.conf, with the role in place of ROLE:\n"
                         "signer ROLE sha256:%.*s\n"
                       : "请在 trust.conf 中登记（ROLE 改为其角色）：\nsigner ROLE sha256:%.*s\n",
               (int)digits.size, digits.bytes);
    }
    arena_free(&arena);
}

/* ---- command line ---- */

static bool check_options(struct keygen *keygen, int count, char **argv)
{
    if (count != 1 || keygen->name == NULL) {
        complain(
            "schedule keygen needs one PREFIX and --name; see feeguard schedule keygen --help");
        return false;
    }
    if ((keygen->ca == NULL) != (keygen->ca_key == NULL)) {
        complain("--ca and --ca-key go together");
        return false;
    }
    keygen->prefix = argv[1];
    keygen->days = keygen->ca == NULL ? ROOT_DAYS : SIGNER_DAYS;
    return true;
}

static bool read_options(int argc, char **argv, struct keygen *keygen, bool *wants_help)
{
    const char *language = NULL, *algorithm = "sm2", *days = NULL;
    const struct option_spec specs[] = {
        {"--name", &keygen->name, NULL},
        {"--organization", &keygen->organization, NULL},
        {"--algorithm", &algorithm, NULL},
        {"--ca", &keygen->ca, NULL},
        {"--ca-key", &keygen->ca_key, NULL},
        {"--passphrase", &keygen->passphrase, NULL},
        {"--days", &days, NULL},
        {"--language", &language, NULL},
        {"--help", NULL, wants_help},
    };
    int count;

    if (!options_read(specs, sizeof(specs) / sizeof(specs[0]), argc, argv, &count)) return false;
    if (*wants_help || !check_options(keygen, count, argv)) return false;
    if (!key_choice_read(algorithm, &keygen->choice)) {
        complain("--algorithm is sm2, p256 or rsa, not \"%s\"", algorithm);
        return false;
    }
    return option_number("--days", days, 1, DAYS_MAX, &keygen->days) &&
           option_language(language, &keygen->language);
}

int schedule_keygen(int argc, char **argv)
{
    struct keygen keygen = {0};
    bool wants_help = false, done;

    if (!read_options(argc, argv, &keygen, &wants_help)) {
        if (wants_help) fputs(help, stdout);
        return wants_help ? EXIT_DONE : EXIT_FAILED;
    }
    done = paths_set(&keygen) && issuer_take(&keygen) && issue(&keygen) && files_make(&keygen);
    if (done) tell(&keygen);
    X509_free(keygen.certificate);
    certificates_free(keygen.issuers);
    EVP_PKEY_free(keygen.issuer_key);
    EVP_PKEY_free(keygen.key);
    return done ? EXIT_DONE : EXIT_FAILED;
}

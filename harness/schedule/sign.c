/* SPDX-License-Identifier: Apache-2.0
 * feeguard schedule sign: adds one signature to the file beside a document. */
#include "trust/sign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/date.h"
#include "base/text.h"
#include "feeguard/host.h"
#include "harness.h"
#include "load/order.h"
#include "options.h"
#include "schedule/pem.h"
#include "schedule/schedule.h"

static const char help[] =
    "feeguard schedule sign：签署一份收费标准文件（或回退令）\n"
    "Signs a document, or an order to go back, and adds the signature to FILE.sig.\n"
    "\n"
    "usage: feeguard schedule sign FILE --role ROLE --key KEY --certificate CERT [options]\n"
    "\n"
    "Drafter and approver sign one after the other, each with a key of their own; FILE must not "
    "be\n"
    "changed in between. Signed are the bytes of FILE, the role, the time, and the digest of the\n"
    "document before it. A signature that is there already is kept.\n"
    "\n"
    "options:\n"
    "  --role ROLE         drafter, approver, or another that trust.conf asks for; required\n"
    "  --key KEY           private key, PEM, mode 0600: RSA, P-256 or longer, or SM2; required\n"
    "  --certificate CERT  its certificate, PEM, and those between it and the root; required\n"
    "  --passphrase FILE   the first line opens an encrypted KEY; mode 0600\n"
    "  --predecessor FILE  the document of the next lower serial; default: what the signatures\n"
    "                      that are there name, else none\n"
    "  --time TIME         signing time, RFC 3339; default: now\n"
    "  --pss               RSA-PSS in place of PKCS #1 v1.5\n"
    "  --language LANG     zh (default) or en: of the messages\n"
    "  --help              this page\n"
    "\n"
    "exit status:\n"
    "  0  signed\n"
    "  2  not signed, and nothing was changed\n"
    "\n"
    "examples:\n"
    "  feeguard schedule sign shenyang-7.xml --role drafter --key zhang.key.pem \\\n"
    "      --certificate zhang.cert.pem --predecessor shenyang-6.xml\n"
    "  feeguard schedule verify shenyang-7.xml --trust /etc/feeguard/trust\n";

struct sign {
    const char *file, *role, *key, *certificate, *passphrase, *predecessor, *time;
    bool pss;
    int32_t language;

    struct arena arena;
    struct signing signing;
    struct fg_text document;
    struct signature_file signatures; /* with room for one more */
    STACK_OF(X509) * chain;
    char path[PATH_MAX]; /* of the signature file */
};

/* ---- what is signed with ---- */

static bool certificates_take(struct sign *sign)
{
    struct signing *signing = &sign->signing;
    int count;

    sign->chain = certificate_chain_read(sign->certificate);
    if (sign->chain == NULL) return false;
    count = sk_X509_num(sign->chain);
    if (count > SIGNATURE_CERTIFICATES_MAX) {
        complain("%s: has more than %d certificates", sign->certificate,
                 SIGNATURE_CERTIFICATES_MAX);
        return false;
    }
    signing->certificates = memory_take((size_t)count, sizeof(*signing->certificates));
    for (int i = 0; i < count; i++) {
        unsigned char *der = NULL;
        int size = i2d_X509(sk_X509_value(sign->chain, i), &der);

        if (size <= 0) return false;
        signing->certificates[i] =
            arena_text(&sign->arena, (struct fg_text){(const char *)der, (uint32_t)size, 0});
        OPENSSL_free(der);
    }
    signing->certificate_count = (uint32_t)count;
    return true;
}

static bool key_take(struct sign *sign)
{
    struct signing *signing = &sign->signing;
    char name[KEY_NAME_SIZE];

    signing->key = private_key_read(sign->key, sign->passphrase, sign->language);
    if (signing->key == NULL || !certificates_take(sign)) return false;
    if (!key_algorithm(signing->key, &signing->algorithm)) {
        complain("%s: the key is none of RSA, ECDSA and SM2", sign->key);
        return false;
    }
    if (key_is_weak(signing->key)) {
        key_name(signing->key, name);
        complain("%s: the key is too weak: %s; RSA of 2048 bits or P-256 is the least", sign->key,
                 name);
        return false;
    }
    if (sign->pss) {
        if (!key_fits(signing->key, ALGORITHM_PSS)) {
            complain("--pss is for RSA keys");
            return false;
        }
        signing->algorithm = ALGORITHM_PSS;
    }
    if (X509_check_private_key(sk_X509_value(sign->chain, 0), signing->key) == 1) return true;
    complain("%s: is not the certificate of the key %s", sign->certificate, sign->key);
    return false;
}

/* ---- what is there already ---- */

static void breach_print(void *context, const struct breach *breach)
{
    const struct sign *sign = context;

    complain("%s:%u: is no signature file; take it away and sign anew", sign->path, breach->line);
}

static bool signatures_take(struct sign *sign)
{
    struct breaches breaches = {sign, breach_print, 0};
    struct fg_text bytes;

    if (access(sign->path, F_OK) != 0) return true;
    return content_read(&sign->arena, sign->path, &bytes) &&
           signature_file_read(&sign->arena, text_of(sign->path), bytes, &breaches,
                               &sign->signatures);
}

static bool same(const struct fingerprint *a, const struct fingerprint *b)
{
    return memcmp(a->bytes, b->bytes, FINGERPRINT_SIZE) == 0;
}

/* A signature that is there must be of this very file, and of somebody else. */
static bool block_compare(struct sign *sign, const struct signature_block *block)
{
    const struct statement *statement = &block->statement;
    struct fingerprint document;

    if (!fingerprint_of(sign->document, &document)) return false;
    if (!same(&statement->document, &document)) {
        complain(
            "%s:%u: is a signature of other content; take %s away if %s was changed on purpose, "
            "and let everybody sign anew",
            sign->path, block->line + LINE_DOCUMENT, sign->path, sign->file);
        return false;
    }
    if (text_equal(block->certificates[0], sign->signing.certificates[0])) {
        complain("%s:%u: this certificate has signed already", sign->path, block->line);
        return false;
    }
    return true;
}

static bool predecessor_take(struct sign *sign)
{
    struct signing *signing = &sign->signing;
    const struct statement *first =
        sign->signatures.block_count == 0 ? NULL : &sign->signatures.blocks[0].statement;
    struct fg_text bytes;

    if (sign->predecessor == NULL) {
        if (first == NULL) return true;
        signing->has_predecessor = first->has_predecessor;
        signing->predecessor = first->predecessor;
        return true;
    }
    if (!content_read(&sign->arena, sign->predecessor, &bytes)) return false;
    signing->has_predecessor = true;
    if (!fingerprint_of(bytes, &signing->predecessor)) return false;
    if (first == NULL ||
        (first->has_predecessor && same(&first->predecessor, &signing->predecessor))) {
        return true;
    }
    complain("%s: the signatures that are there name another predecessor than %s", sign->path,
             sign->predecessor);
    return false;
}

/* ---- signing ---- */

static bool ends_in(const char *name, const char *ending)
{
    size_t size = strlen(name), end = strlen(ending);

    return size >= end && strcmp(name + size - end, ending) == 0;
}

static bool time_take(struct sign *sign)
{
    struct timespec now;

    if (sign->time == NULL) {
        clock_gettime(CLOCK_REALTIME, &now);
        sign->signing.signed_ns = now.tv_sec * INT64_C(1000000000);
        return true;
    }
    if (time_parse(text_of(sign->time), &sign->signing.signed_ns)) return true;
    complain("--time: a time like 2026-08-01T09:30:00+08:00 is needed, not \"%s\"", sign->time);
    return false;
}

static bool all_take(struct sign *sign)
{
    sign->signing.kind = ends_in(sign->file, ORDER_ENDING) ? SIGNED_ORDER : SIGNED_SCHEDULE;
    sign->signing.role = text_of(sign->role);
    if (!role_is_name(sign->signing.role)) {
        complain("--role: small letters, digits and - are needed, not \"%s\"", sign->role);
        return false;
    }
    if ((size_t)snprintf(sign->path, sizeof(sign->path), "%s%s", sign->file, SIGNATURE_ENDING) >=
        sizeof(sign->path)) {
        complain("%s: the name is too long", sign->file);
        return false;
    }
    if (!time_take(sign) || !key_take(sign)) return false;
    if (!content_read(&sign->arena, sign->file, &sign->document) || !signatures_take(sign)) {
        return false;
    }
    for (uint32_t i = 0; i < sign->signatures.block_count; i++) {
        if (!block_compare(sign, &sign->signatures.blocks[i])) return false;
    }
    if (sign->signatures.block_count < SIGNATURE_BLOCKS_MAX) return predecessor_take(sign);
    complain("%s: has %d signatures, and more are not taken", sign->path, SIGNATURE_BLOCKS_MAX);
    return false;
}

static bool signature_add(struct sign *sign)
{
    struct signature_file *file = &sign->signatures;
    struct buffer text;
    bool done;

    file->blocks = arena_grow(&sign->arena, file->blocks, file->block_count, sizeof(*file->blocks));
    if (file->blocks == NULL || !signature_make(&sign->arena, &sign->signing, sign->document,
                                                &file->blocks[file->block_count])) {
        complain("%s: could not be signed with %s", sign->file, sign->key);
        return false;
    }
    file->block_count++;
    buffer_init(&text);
    signature_file_write(&text, file);
    done = !text.failed && content_replace(sign->path, &text, sign->language);
    buffer_free(&text);
    return done;
}

static void tell(struct sign *sign)
{
    struct fg_text name = certificate_name(&sign->arena, sk_X509_value(sign->chain, 0));
    char time[INSTANT_SIZE];

    instant_format(sign->signing.signed_ns, time);
    printf(sign->language == FG_LANGUAGE_EN ? "%s: signed by %.*s as %s on %s; %u signatures\n"
                                            : "%s：%.*s 已以 %s 身份签署（%s），共 %u 个签名\n",
           sign->path, (int)name.size, name.bytes, sign->role, time, sign->signatures.block_count);
}

static bool read_options(int argc, char **argv, struct sign *sign, bool *wants_help)
{
    const char *language = NULL;
    const struct option_spec specs[] = {
        {"--role", &sign->role, NULL},
        {"--key", &sign->key, NULL},
        {"--certificate", &sign->certificate, NULL},
        {"--passphrase", &sign->passphrase, NULL},
        {"--predecessor", &sign->predecessor, NULL},
        {"--time", &sign->time, NULL},
        {"--pss", NULL, &sign->pss},
        {"--language", &language, NULL},
        {"--help", NULL, wants_help},
    };
    int count;

    if (!options_read(specs, sizeof(specs) / sizeof(specs[0]), argc, argv, &count)) return false;
    if (*wants_help) return false;
    if (count != 1 || sign->role == NULL || sign->key == NULL || sign->certificate == NULL) {
        complain("schedule sign needs one FILE, --role, --key and --certificate; see feeguard "
                 "schedule sign --help");
        return false;
    }
    sign->file = argv[1];
    return option_language(language, &sign->language);
}

int schedule_sign(int argc, char **argv)
{
    struct sign sign = {0};
    bool wants_help = false, done;

    if (!read_options(argc, argv, &sign, &wants_help)) {
        if (wants_help) fputs(help, stdout);
        return wants_help ? EXIT_DONE : EXIT_FAILED;
    }
    done = all_take(&sign) && signature_add(&sign);
    if (done) tell(&sign);
    EVP_PKEY_free(sign.signing.key);
    certificates_free(sign.chain);
    free(sign.signing.certificates);
    arena_free(&sign.arena);
    return done ? EXIT_DONE : EXIT_FAILED;
}

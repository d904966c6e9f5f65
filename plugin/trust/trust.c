/* SPDX-License-Identifier: Apache-2.0
 * Opening a trust directory: all of it is read and judged at once, so that a mistake in it is found
 * when it is made and not when a document comes in. */
#include "trust/trust.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include "base/text.h"
#include "trust/small_file.h"
#include "trust/trust_internal.h"

#define REVOCATION_FILES_MAX 1024

struct opening {
    struct trust *trust;
    struct arena scratch; /* bytes of files */
    struct fg_text directory;
    struct breaches *breaches;
};

/* ---- files ---- */

/* "DIR/name" in the scratch; bytes NULL when memory has run out. */
static struct fg_text path_of(struct opening *opening, const char *name)
{
    size_t size = opening->directory.size + strlen(name) + 2;
    char *path = arena_take(&opening->scratch, size);

    if (path == NULL) return (struct fg_text){0};
    size = (size_t)snprintf(path, size, "%.*s/%s", (int)opening->directory.size,
                            opening->directory.bytes, name);
    return (struct fg_text){path, (uint32_t)size, 0};
}

static bool unreadable(struct opening *opening, struct fg_text path, int error)
{
    char message[128];

    if (error == ENOMEM) {
        opening->scratch.failed = true;
        return false;
    }
    BREACH(opening->breaches, TRUST_UNREADABLE, path, 0,
           text_of(strerror_r(error, message, sizeof(message))));
    return false;
}

/* *found is false for a file that may be missing and is. */
static bool file_read(struct opening *opening, struct fg_text path, bool *found,
                      struct fg_text *bytes)
{
    int error;

    if (path.bytes == NULL) return false;
    error = small_file_read(&opening->scratch, path.bytes, TRUST_FILE_SIZE_MAX, bytes);
    if (error == ENOENT && found != NULL) {
        *found = false;
        return true;
    }
    if (found != NULL) *found = true;
    return error == 0 || unreadable(opening, path, error);
}

static bool malformed(struct opening *opening, struct fg_text path, uint32_t number,
                      struct fg_text what)
{
    char digits[12];

    snprintf(digits, sizeof(digits), "%u", number);
    BREACH(opening->breaches, TRUST_MALFORMED, path, 0, text_of(digits), what);
    return false;
}

/* ---- certificates ---- */

static bool certificates_take(struct opening *opening, struct fg_text path, struct fg_text bytes,
                              STACK_OF(X509) * *list)
{
    uint32_t number;

    *list = certificates_read(bytes, &number);
    if (*list == NULL) {
        opening->scratch.failed = true;
        return false;
    }
    if (number > 0) return malformed(opening, path, number, TEXT("证书/certificate"));
    if (sk_X509_num(*list) > 0) return true;
    BREACH(opening->breaches, TRUST_EMPTY, path, 0, TEXT("证书/certificate"));
    return false;
}

static bool anchor_add(struct opening *opening, struct fg_text path, X509 *certificate)
{
    if (!certificate_is_root(certificate)) {
        BREACH(opening->breaches, ANCHOR_NOT_ROOT, path, 0,
               certificate_name(&opening->scratch, certificate));
        return false;
    }
    if (X509_STORE_add_cert(opening->trust->anchors, certificate) == 1) return true;
    opening->scratch.failed = true;
    return false;
}

static bool anchors_read(struct opening *opening)
{
    struct fg_text path = path_of(opening, TRUST_ANCHORS), bytes;
    STACK_OF(X509) *list = NULL;
    bool good;

    if (!file_read(opening, path, NULL, &bytes)) return false;
    opening->trust->anchors = X509_STORE_new();
    if (opening->trust->anchors == NULL) opening->scratch.failed = true;
    good = opening->trust->anchors != NULL && certificates_take(opening, path, bytes, &list);
    for (int i = 0; good && i < sk_X509_num(list); i++) {
        good = anchor_add(opening, path, sk_X509_value(list, i));
    }
    certificates_free(list);
    return good;
}

static bool intermediates_read(struct opening *opening)
{
    struct fg_text path = path_of(opening, TRUST_INTERMEDIATES), bytes;
    bool found;

    if (!file_read(opening, path, &found, &bytes)) return false;
    return !found || certificates_take(opening, path, bytes, &opening->trust->intermediates);
}

/* ---- revocation lists ---- */

static bool revocations_take(struct opening *opening, const char *name)
{
    struct fg_text path = path_of(opening, name), bytes;
    STACK_OF(X509_CRL) * list;
    uint32_t number;
    bool good;

    if (!file_read(opening, path, NULL, &bytes)) return false;
    list = revocations_read(bytes, &number);
    good = list != NULL && number == 0;
    if (list == NULL) opening->scratch.failed = true;
    if (number > 0) malformed(opening, path, number, TEXT("吊销列表/revocation list"));
    if (good && sk_X509_CRL_num(list) == 0) {
        BREACH(opening->breaches, TRUST_EMPTY, path, 0, TEXT("吊销列表/revocation list"));
        good = false;
    }
    while (good && sk_X509_CRL_num(list) > 0) {
        if (sk_X509_CRL_push(opening->trust->revocations, sk_X509_CRL_value(list, 0)) <= 0) {
            opening->scratch.failed = true;
            good = false;
        } else {
            sk_X509_CRL_shift(list);
        }
    }
    revocations_free(list);
    return good;
}

static int is_revocations(const struct dirent *entry)
{
    size_t size = strlen(entry->d_name), ending = strlen(TRUST_REVOCATIONS_ENDING);

    return size > ending && strcmp(entry->d_name + size - ending, TRUST_REVOCATIONS_ENDING) == 0;
}

static bool all_revocations_read(struct opening *opening)
{
    struct fg_text path = path_of(opening, ".");
    struct dirent **entries = NULL;
    bool good = true;
    int count;

    opening->trust->revocations = sk_X509_CRL_new_null();
    if (opening->trust->revocations == NULL) opening->scratch.failed = true;
    if (path.bytes == NULL || opening->scratch.failed) return false;
    count = scandir(path.bytes, &entries, is_revocations, alphasort);
    if (count < 0) return unreadable(opening, opening->directory, errno);
    if (count > REVOCATION_FILES_MAX) good = unreadable(opening, opening->directory, E2BIG);
    for (int i = 0; i < count; i++) {
        if (good) good = revocations_take(opening, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return good;
}

/* ---- all ---- */

static bool conf_read(struct opening *opening)
{
    struct fg_text path = path_of(opening, TRUST_POLICY), bytes;

    return file_read(opening, path, NULL, &bytes) &&
           policy_read(&opening->trust->arena, path, bytes, opening->breaches,
                       &opening->trust->policy);
}

fg_status trust_open(struct fg_text directory, int64_t now_ns, struct breaches *breaches,
                     struct trust **result)
{
    struct opening opening = {.directory = directory, .breaches = breaches};
    struct trust *trust = calloc(1, sizeof(*trust));
    fg_status status = FG_NO_MEMORY;
    bool good;

    *result = NULL;
    if (trust == NULL) return FG_NO_MEMORY;
    opening.trust = trust;
    trust->now_ns = now_ns;
    ERR_set_mark();
    good = anchors_read(&opening);
    good = intermediates_read(&opening) && good;
    good = all_revocations_read(&opening) && good;
    good = conf_read(&opening) && good;
    ERR_pop_to_mark();
    if (!opening.scratch.failed && !trust->arena.failed)
        status = good ? FG_OK : FG_SCHEDULE_REFUSED;
    arena_free(&opening.scratch);
    if (status == FG_OK) {
        *result = trust;
    } else {
        trust_close(trust);
    }
    return status;
}

void trust_close(struct trust *trust)
{
    if (trust == NULL) return;
    X509_STORE_free(trust->anchors);
    certificates_free(trust->intermediates);
    revocations_free(trust->revocations);
    arena_free(&trust->arena);
    free(trust);
}

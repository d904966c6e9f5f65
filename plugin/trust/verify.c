/* SPDX-License-Identifier: Apache-2.0
 * The question put to a trust directory. The order is that of doubt: what was signed, whether the
 * signature holds, whose it is, whether that certificate is good, and last who of those there must
 * be is missing. */
#include <stdio.h>
#include <string.h>

#include <openssl/err.h>

#include "base/date.h"
#include "base/text.h"
#include "trust/trust_internal.h"

#define SECOND_NS INT64_C(1000000000)

struct verifying {
    const struct trust *trust;
    struct arena *arena;
    const struct sealed *sealed;
    struct breaches *breaches;
    struct seal *seal;
    struct signature_file file;
    struct signer_look *looks;   /* by block */
    struct fingerprint document; /* of the bytes at hand */
};

/* ---- a signer's certificates ---- */

static uint32_t base64_line_count(struct fg_text bytes)
{
    return (bytes.size + 47) / 48;
}

static bool others_read(struct signer_look *look)
{
    const struct signature_block *block = look->block;

    look->others = sk_X509_new_null();
    if (look->others == NULL) look->arena->failed = true;
    for (uint32_t i = 1; i < block->certificate_count && look->others != NULL; i++) {
        X509 *certificate = certificate_read(block->certificates[i]);

        if (certificate == NULL) return false;
        if (sk_X509_push(look->others, certificate) > 0) continue;
        X509_free(certificate);
        look->arena->failed = true;
    }
    return !look->arena->failed;
}

static bool certificates_look(struct signer_look *look)
{
    const struct signature_block *block = look->block;

    look->certificate_line = block->line + LINE_SIGNATURE + 1 + base64_line_count(block->signature);
    look->leaf = certificate_read(block->certificates[0]);
    if (look->leaf != NULL) {
        look->name = certificate_name(look->arena, look->leaf);
        look->subject = certificate_subject(look->arena, look->leaf);
        if (others_read(look) && certificate_fingerprint(look->leaf, &look->certificate)) {
            return true;
        }
    }
    if (look->arena->failed) return false;
    BREACH(look->breaches, CERTIFICATE_MALFORMED, look->sealed->signature_path,
           look->certificate_line, look->name);
    return false;
}

static void note_signer(struct verifying *verifying, const struct signer_look *look)
{
    struct signatory *signer = &verifying->seal->signers[verifying->seal->signer_count++];

    signer->name = look->name;
    signer->role = arena_text(look->arena, look->block->statement.role);
    signer->signed_ns = look->block->statement.signed_ns;
    if (!time_of_asn1(X509_get0_notAfter(look->leaf), &signer->expires_ns)) {
        signer->expires_ns = INT64_MIN;
    }
}

/* ---- a statement and its signature ---- */

static bool kind_check(const struct signer_look *look)
{
    enum signed_kind kind = look->block->statement.kind;

    if (kind == look->sealed->kind) return true;
    BREACH(look->breaches, SIGNATURE_KIND, look->sealed->signature_path,
           look->block->line + LINE_KIND, text_of(signed_kind_name(kind)),
           text_of(signed_kind_name(look->sealed->kind)));
    return false;
}

static bool document_check(const struct signer_look *look, const struct fingerprint *document)
{
    const struct fingerprint *stated = &look->block->statement.document;

    if (memcmp(stated->bytes, document->bytes, FINGERPRINT_SIZE) == 0) return true;
    BREACH(look->breaches, DOCUMENT_ALTERED, look->sealed->signature_path,
           look->block->line + LINE_DOCUMENT, look->name, fingerprint_text(look->arena, stated),
           fingerprint_text(look->arena, document));
    return false;
}

static bool key_look(const struct signer_look *look)
{
    enum algorithm algorithm = look->block->statement.algorithm;
    EVP_PKEY *key = X509_get0_pubkey(look->leaf);
    char name[KEY_NAME_SIZE];

    if (!key_fits(key, algorithm)) {
        BREACH(look->breaches, KEY_KIND, look->sealed->signature_path,
               look->block->line + LINE_ALGORITHM, look->name, text_of(algorithm_name(algorithm)));
        return false;
    }
    if (!key_is_weak(key)) return true;
    key_name(key, name);
    BREACH(look->breaches, KEY_WEAK, look->sealed->signature_path, look->certificate_line,
           look->name, text_of(name));
    return false;
}

static bool signature_check(const struct signer_look *look)
{
    const struct signature_block *block = look->block;
    const struct signed_bytes bytes = {block->statement_bytes, look->sealed->bytes};
    struct fingerprint certificates;

    if (certificates_digest(block->certificates, block->certificate_count, &certificates) &&
        memcmp(certificates.bytes, block->statement.certificates.bytes, FINGERPRINT_SIZE) == 0 &&
        key_check(X509_get0_pubkey(look->leaf), block->statement.algorithm, &bytes,
                  block->signature)) {
        return true;
    }
    BREACH(look->breaches, SIGNATURE_ALTERED, look->sealed->signature_path,
           block->line + LINE_SIGNATURE, look->name);
    return false;
}

static bool time_check(const struct signer_look *look)
{
    int64_t tolerance_ns = (int64_t)look->trust->policy.tolerance_seconds * SECOND_NS;
    char stated[INSTANT_SIZE], now[INSTANT_SIZE];

    if (look->block->statement.signed_ns - tolerance_ns <= look->trust->now_ns) return true;
    instant_format(look->block->statement.signed_ns, stated);
    instant_format(look->trust->now_ns, now);
    BREACH(look->breaches, SIGNED_AHEAD, look->sealed->signature_path,
           look->block->line + LINE_SIGNED, look->name, text_of(stated), text_of(now));
    return false;
}

static bool role_check(const struct signer_look *look)
{
    struct fg_text role = policy_role(&look->trust->policy, &look->certificate, look->subject);
    struct fg_text stated = look->block->statement.role;

    if (text_equal(role, stated)) return true;
    if (role.size == 0) {
        BREACH(look->breaches, SIGNER_UNKNOWN, look->sealed->signature_path,
               look->block->line + LINE_ROLE, look->name,
               fingerprint_text(look->arena, &look->certificate));
    } else {
        BREACH(look->breaches, ROLE_WRONG, look->sealed->signature_path,
               look->block->line + LINE_ROLE, look->name, role, stated);
    }
    return false;
}

static bool same_fingerprint(const struct fingerprint *a, const struct fingerprint *b)
{
    return memcmp(a->bytes, b->bytes, FINGERPRINT_SIZE) == 0;
}

/* Case and blanks make no other person, nor does another encoding. */
static bool same_person(const struct signer_look *a, const struct signer_look *b)
{
    return text_equal(a->subject, b->subject) ||
           X509_NAME_cmp(X509_get_subject_name(a->leaf), X509_get_subject_name(b->leaf)) == 0;
}

/* By certificate, key or person: one of them is enough. */
static bool same_signer(const struct signer_look *a, const struct signer_look *b)
{
    return same_fingerprint(&a->certificate, &b->certificate) ||
           certificate_same_key(a->leaf, b->leaf) || same_person(a, b);
}

/* Whether nobody above in the file is the same signer. */
static bool is_first(const struct verifying *verifying, uint32_t index)
{
    const struct signer_look *look = &verifying->looks[index];

    for (uint32_t i = 0; i < index; i++) {
        if (verifying->looks[i].leaf == NULL || !same_signer(look, &verifying->looks[i])) continue;
        BREACH(look->breaches, SIGNER_TWICE, look->sealed->signature_path, look->block->line,
               look->name);
        return false;
    }
    return true;
}

static bool block_check(struct verifying *verifying, uint32_t index)
{
    struct signer_look *look = &verifying->looks[index];

    *look = (struct signer_look){.trust = verifying->trust,
                                 .sealed = verifying->sealed,
                                 .breaches = verifying->breaches,
                                 .arena = verifying->arena,
                                 .block = &verifying->file.blocks[index]};
    if (!certificates_look(look)) return false;
    note_signer(verifying, look);
    return kind_check(look) && document_check(look, &verifying->document) && key_look(look) &&
           signature_check(look) && time_check(look) && chain_check(look) &&
           is_first(verifying, index) && role_check(look);
}

/* ---- all blocks together ---- */

static bool predecessors_agree(const struct verifying *verifying)
{
    const struct statement *first = &verifying->file.blocks[0].statement;

    for (uint32_t i = 1; i < verifying->file.block_count; i++) {
        const struct signature_block *block = &verifying->file.blocks[i];

        if (block->statement.has_predecessor == first->has_predecessor &&
            same_fingerprint(&block->statement.predecessor, &first->predecessor)) {
            continue;
        }
        BREACH(verifying->breaches, PREDECESSORS_DIFFER, verifying->sealed->signature_path,
               block->line + LINE_PREDECESSOR, verifying->looks[i].name);
        return false;
    }
    return true;
}

static bool roles_filled(const struct verifying *verifying)
{
    const struct trust_policy *policy = &verifying->trust->policy;
    bool good = true;

    for (uint32_t i = 0; i < policy->demand_count; i++) {
        const struct demand *demand = &policy->demands[i];
        char needed[12], found[12];
        uint32_t count = 0;

        for (uint32_t j = 0; j < verifying->file.block_count; j++) {
            if (text_equal(verifying->file.blocks[j].statement.role, demand->role)) count++;
        }
        if (count >= demand->count) continue;
        snprintf(needed, sizeof(needed), "%u", demand->count);
        snprintf(found, sizeof(found), "%u", count);
        BREACH(verifying->breaches, ROLE_MISSING, verifying->sealed->signature_path, 0,
               demand->role, text_of(needed), text_of(found));
        good = false;
    }
    return good;
}

static bool blocks_check(struct verifying *verifying)
{
    uint32_t count = verifying->file.block_count;
    struct seal *seal = verifying->seal;
    bool good = true;

    verifying->looks = arena_take(verifying->arena, count * sizeof(*verifying->looks));
    seal->signers = arena_take(verifying->arena, count * sizeof(*seal->signers));
    if (verifying->looks == NULL || seal->signers == NULL) return false;
    for (uint32_t i = 0; i < count; i++) {
        if (!block_check(verifying, i)) good = false;
    }
    good = good && predecessors_agree(verifying);
    good = roles_filled(verifying) && good;
    for (uint32_t i = 0; i < count; i++) {
        X509_free(verifying->looks[i].leaf);
        certificates_free(verifying->looks[i].others);
    }
    return good;
}

fg_status trust_verify(const struct trust *trust, struct arena *arena, const struct sealed *sealed,
                       struct breaches *breaches, struct seal *seal)
{
    struct verifying verifying = {trust, arena, sealed, breaches, seal, {0}, NULL, {{0}}};
    const struct statement *first;
    bool good = false;

    *seal = (struct seal){0};
    ERR_set_mark();
    if (!fingerprint_of(sealed->bytes, &verifying.document)) {
        arena->failed = true;
    } else if (signature_file_read(arena, sealed->signature_path, sealed->signatures, breaches,
                                   &verifying.file)) {
        good = blocks_check(&verifying);
    }
    ERR_pop_to_mark();
    if (arena->failed) return FG_NO_MEMORY;
    if (!good) return FG_SCHEDULE_REFUSED;
    first = &verifying.file.blocks[0].statement;
    seal->has_predecessor = first->has_predecessor;
    seal->predecessor = first->predecessor;
    seal->predecessor_line = verifying.file.blocks[0].line + LINE_PREDECESSOR;
    return FG_OK;
}

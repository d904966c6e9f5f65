/* SPDX-License-Identifier: Apache-2.0
 * The walk. A record that does not follow is not yet a verdict: whether it was altered, put in,
 * moved, or stands where others were taken out shows in its neighbours. The hash of a record as it
 * is stored is what the next one is held against, so that one fault is told once. */
#include "audit/trail_verify.h"

#include <stdlib.h>
#include <string.h>

#include "audit/entry.h"

#define RENUMBERED_MAX 16 /* records taken out or put in at one place that are told by number */
/* Gateways sign a head at least every 4096 records, but not within a transaction. */
#define UNSIGNED_MAX 8192
#define FINDINGS_LOOKED_INTO 1000 /* a trail with more is another trail, not one with a fault */

static void report(struct trail_verify *verify, enum trail_fault fault, uint64_t from, uint64_t to)
{
    const struct trail_finding finding = {fault, from, to};

    verify->finding_count++;
    verify->report(verify->context, &finding);
}

/* Whether a record with this content is number `number` behind `before`. */
static bool follows(struct trail_verify *verify, const struct digest *before, uint64_t number,
                    const void *content, size_t size, const struct digest *hash)
{
    struct chain_head head = {number - 1, *before};

    if (number == 0) return false;
    if (!chain_next(&verify->digester, &head, content, size, &head)) {
        verify->failed = true;
        return false;
    }
    return digest_equal(&head.hash, hash);
}

bool trail_verify_begin(struct trail_verify *verify, enum digest_kind kind)
{
    verify->kind = kind;
    if (!digester_open(&verify->digester, kind)) return false;
    verify->before_is_known = true;
    return chain_start(&verify->digester, &verify->last);
}

void trail_verify_close(struct trail_verify *verify)
{
    for (uint32_t i = 0; i < verify->suspect_count; i++) free(verify->suspects[i].content);
    verify->suspect_count = 0;
    digester_close(&verify->digester);
}

/* ---- suspects ---- */

/* Whether a suspect's record is in order once it is told which one it is: then `number`. */
static bool suspect_place(struct trail_verify *verify, const struct trail_suspect *suspect,
                          uint64_t *number)
{
    for (uint32_t i = 0; i < verify->suspect_count; i++) {
        for (uint32_t j = 0; j < 2 * verify->suspect_count; j++) {
            const struct trail_suspect *other = &verify->suspects[j / 2];

            *number = verify->suspects[i].number;
            if (follows(verify, j % 2 == 0 ? &other->before : &other->hash, *number,
                        suspect->content, suspect->size, &suspect->hash)) {
                return true;
            }
        }
    }
    return false;
}

/* Whether a suspect's content is what another one's hash was made of. */
static bool suspect_is_content_of(struct trail_verify *verify, const struct trail_suspect *suspect,
                                  uint64_t *number)
{
    for (uint32_t i = 0; i < verify->suspect_count; i++) {
        const struct trail_suspect *other = &verify->suspects[i];

        if (other == suspect) continue;
        *number = other->number;
        if (follows(verify, &other->before, other->number, suspect->content, suspect->size,
                    &other->hash)) {
            return true;
        }
    }
    return false;
}

static void suspects_judge(struct trail_verify *verify)
{
    for (uint32_t i = 0; i < verify->suspect_count; i++) {
        const struct trail_suspect *suspect = &verify->suspects[i];
        bool is_looked_into = verify->finding_count < FINDINGS_LOOKED_INTO;
        uint64_t number = suspect->number;
        bool has_place;

        if (suspect->cleared) continue;
        has_place = is_looked_into && suspect_place(verify, suspect, &number);
        /* In its own place it only follows one that was moved. */
        if (has_place && number == suspect->number) continue;
        if (has_place || (is_looked_into && suspect_is_content_of(verify, suspect, &number))) {
            report(verify, TRAIL_MOVED, suspect->position, number);
        } else {
            report(verify, TRAIL_ALTERED, suspect->position, suspect->position);
        }
    }
    for (uint32_t i = 0; i < verify->suspect_count; i++) free(verify->suspects[i].content);
    verify->suspect_count = 0;
}

static void suspect_add(struct trail_verify *verify, struct fg_text content,
                        const struct chain_head *stored, uint64_t number)
{
    struct trail_suspect *suspect;

    if (verify->suspect_count == TRAIL_SUSPECTS_MAX) suspects_judge(verify);
    suspect = &verify->suspects[verify->suspect_count];
    *suspect = (struct trail_suspect){.position = stored->position,
                                      .number = number,
                                      .before = verify->last.hash,
                                      .hash = stored->hash,
                                      .size = content.size};
    suspect->content = malloc((size_t)content.size + 1);
    if (suspect->content == NULL) {
        verify->failed = true;
        return;
    }
    if (content.size > 0) memcpy(suspect->content, content.bytes, content.size);
    verify->suspect_count++;
    if (!verify->run_is_open) verify->run_before = verify->last;
    verify->run_is_open = true;
}

/* ---- the record behind a suspect ---- */

/* The records of the run were put in: this one follows what was before them. */
static bool run_was_inserted(struct trail_verify *verify, struct fg_text content,
                             const struct chain_head *stored)
{
    uint64_t first = verify->run_before.position + 1;
    uint64_t number = (uint64_t)((int64_t)first + verify->shift);

    if (!follows(verify, &verify->run_before.hash, number, content.bytes, content.size,
                 &stored->hash)) {
        return false;
    }
    for (uint32_t i = 0; i < verify->suspect_count; i++) {
        struct trail_suspect *suspect = &verify->suspects[i];

        if (suspect->position >= first) suspect->cleared = true;
    }
    report(verify, TRAIL_INSERTED, first, stored->position - 1);
    verify->shift -= (int64_t)(stored->position - first);
    return true;
}

/* Only the hash of the record before was altered: this one follows what it should be. */
static bool follows_recomputed(struct trail_verify *verify, struct fg_text content,
                               const struct chain_head *stored, uint64_t number)
{
    const struct trail_suspect *suspect = &verify->suspects[verify->suspect_count - 1];
    struct chain_head head = {suspect->number - 1, suspect->before};

    if (suspect->number == 0) return false;
    if (!chain_next(&verify->digester, &head, suspect->content, suspect->size, &head)) return false;
    return follows(verify, &head.hash, number, content.bytes, content.size, &stored->hash);
}

/* The record before stands where it does because others were taken out or put in before it. */
static bool was_renumbered(struct trail_verify *verify, struct fg_text content,
                           const struct chain_head *stored, uint64_t number)
{
    struct trail_suspect *suspect = &verify->suspects[verify->suspect_count - 1];

    if (verify->finding_count >= FINDINGS_LOOKED_INTO) return false;
    for (uint64_t count = 1; count <= RENUMBERED_MAX; count++) {
        if (follows(verify, &verify->last.hash, number + count, content.bytes, content.size,
                    &stored->hash)) {
            report(verify, TRAIL_CLOSED_UP, suspect->position, count);
            verify->shift += (int64_t)count;
            suspect->cleared = true;
            return true;
        }
        if (number > count && follows(verify, &verify->last.hash, number - count, content.bytes,
                                      content.size, &stored->hash)) {
            report(verify, TRAIL_INSERTED, suspect->position - count, suspect->position - 1);
            verify->shift -= (int64_t)count;
            suspect->cleared = true;
            return true;
        }
    }
    return false;
}

static bool record_is_explained(struct trail_verify *verify, struct fg_text content,
                                const struct chain_head *stored, uint64_t number)
{
    if (follows(verify, &verify->last.hash, number, content.bytes, content.size, &stored->hash)) {
        return true;
    }
    if (!verify->run_is_open || verify->suspect_count == 0) return false;
    return run_was_inserted(verify, content, stored) ||
           follows_recomputed(verify, content, stored, number) ||
           was_renumbered(verify, content, stored, number);
}

void trail_verify_record(struct trail_verify *verify, struct fg_text content,
                         const struct chain_head *stored)
{
    uint64_t expected = verify->last.position + 1;
    uint64_t number = (uint64_t)((int64_t)stored->position + verify->shift);
    struct entry_read entry;

    if (verify->failed) return;
    if (stored->position != expected) {
        report(verify, TRAIL_REMOVED, expected, stored->position - 1);
        verify->run_is_open = false; /* what it should follow is not known */
    } else if (record_is_explained(verify, content, stored, number)) {
        verify->run_is_open = false;
    } else {
        suspect_add(verify, content, stored, number);
    }
    if (!verify->run_is_open && !entry_decode(content, &entry)) {
        report(verify, TRAIL_UNREADABLE, stored->position, stored->position);
    }
    verify->last = *stored;
}

void trail_verify_end(struct trail_verify *verify, const struct chain_head *noted)
{
    if (verify->failed) return;
    suspects_judge(verify);
    if (verify->last.position < noted->position) {
        report(verify, TRAIL_CUT, verify->last.position + 1, noted->position);
    } else if (verify->last.position > noted->position) {
        report(verify, TRAIL_INSERTED, noted->position + 1, verify->last.position);
    } else if (!digest_equal(&verify->last.hash, &noted->hash)) {
        report(verify, TRAIL_OTHER_NOTE, noted->position, noted->position);
    }
}

/* ---- signed heads ---- */

static bool signature_is_good(const struct trail_verify *verify,
                              const struct trail_checkpoint *checkpoint)
{
    char text[CHECKPOINT_TEXT_SIZE_MAX];
    size_t size =
        checkpoint_text(&checkpoint->head, checkpoint->time_ns, verify->kind, text, sizeof(text));

    return size > 0 && verifier_check(verify->verifier, text, size, checkpoint->signature,
                                      checkpoint->signature_size);
}

static bool is_of_this_key(const struct trail_verify *verify,
                           const struct trail_checkpoint *checkpoint)
{
    unsigned char fingerprint[SIGNER_FINGERPRINT_SIZE];

    verifier_fingerprint(verify->verifier, fingerprint);
    return memcmp(fingerprint, checkpoint->signer, sizeof(fingerprint)) == 0;
}

void trail_verify_checkpoint(struct trail_verify *verify, const struct trail_checkpoint *checkpoint,
                             const struct digest *stored)
{
    uint64_t position = checkpoint->head.position;

    verify->checkpoint_count++;
    verify->last_checkpoint = position;
    if (verify->verifier != NULL && !is_of_this_key(verify, checkpoint)) {
        report(verify, TRAIL_OTHER_SIGNER, position, position);
    } else if (verify->verifier != NULL && !signature_is_good(verify, checkpoint)) {
        report(verify, TRAIL_BAD_SIGNATURE, position, position);
    } else if (stored == NULL || !digest_equal(&checkpoint->head.hash, stored)) {
        report(verify, TRAIL_FOREIGN_HEAD, position, verify->last_signed);
    } else {
        verify->last_signed = position;
    }
}

void trail_verify_signed(struct trail_verify *verify, uint64_t noted)
{
    uint64_t last = verify->last.position;

    if (noted > verify->last_checkpoint) report(verify, TRAIL_HEAD_GONE, noted, noted);
    if (last > verify->last_signed && last - verify->last_signed > UNSIGNED_MAX) {
        report(verify, TRAIL_UNSIGNED, verify->last_signed + 1, last);
    }
}

/* SPDX-License-Identifier: Apache-2.0
 * The walk. A record that does not follow is not yet a verdict: whether it was altered, put in,
 * moved, or stands where others were taken out shows in its neighbours. The hash of a record as it
 * is stored is what the next one is held against, so that one fault is told once. */
#include "audit/trail_verify.h"

#include <stdlib.h>
#include <string.h>

#include "audit/entry.h"

/* Links tried in all to find how many records were taken out or put in: less than a second, and
 * 65,536 records at the first place. */
#define GUESSES_MAX (UINT64_C(1) << 18)
/* Gateways sign a head behind their first records and at least every 4096, but not within a
 * transaction. */
#define UNSIGNED_MAX 8192
#define FINDINGS_LOOKED_INTO 1000 /* a trail with more is another trail, not one with a fault */

static void report(struct trail_verify *verify, enum trail_fault fault, uint64_t from, uint64_t to)
{
    const struct trail_finding finding = {fault, from, to, 0};

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
    verify->guesses_left = GUESSES_MAX;
    verify->wrong_heads.fault = TRAIL_FAULTS;
    if (!digester_open(&verify->digester, kind)) return false;
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

    if (!verify->run_is_open) {
        if (verify->suspect_count == TRAIL_SUSPECTS_MAX) suspects_judge(verify);
        verify->run_before = verify->last;
        verify->run_is_open = true;
    }
    if (verify->suspect_count == TRAIL_SUSPECTS_MAX) {
        verify->run_uncopied++;
        return;
    }
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
}

/* Behind the run: what nothing explained, and was too much to keep, was altered. */
static void run_close(struct trail_verify *verify)
{
    uint64_t last = verify->last.position;

    verify->run_is_open = false;
    if (verify->run_uncopied == 0) return;
    suspects_judge(verify);
    for (; verify->run_uncopied > 0; verify->run_uncopied--) {
        report(verify, TRAIL_ALTERED, last - verify->run_uncopied + 1,
               last - verify->run_uncopied + 1);
    }
}

/* ---- the record behind a suspect ---- */

/* The number of a suspect in the order that begins behind `head`, which moves on; 0: of none. */
static uint64_t place_next(struct trail_verify *verify, uint32_t from, uint64_t *numbers,
                           struct chain_head *head)
{
    for (uint32_t i = from; i < verify->suspect_count; i++) {
        const struct trail_suspect *suspect = &verify->suspects[i];

        if (numbers[i] != 0 || !follows(verify, &head->hash, head->position + 1, suspect->content,
                                        suspect->size, &suspect->hash)) {
            continue;
        }
        *head = (struct chain_head){head->position + 1, suspect->hash};
        numbers[i] = head->position;
        return numbers[i];
    }
    return 0;
}

/* This record is the first of the run, and those of the run follow it in some order: they changed
 * places. `stored` becomes what the next record is held against. */
static bool run_was_reordered(struct trail_verify *verify, uint32_t from, uint64_t number,
                              struct chain_head *stored)
{
    uint64_t numbers[TRAIL_SUSPECTS_MAX] = {0};
    struct chain_head head = {number, stored->hash};

    if (verify->run_uncopied > 0) return false;
    for (uint32_t i = from; i < verify->suspect_count; i++) {
        if (place_next(verify, from, numbers, &head) == 0) return false;
    }
    for (uint32_t i = from; i < verify->suspect_count; i++) {
        struct trail_suspect *suspect = &verify->suspects[i];

        suspect->cleared = true;
        if (numbers[i] == suspect->number) continue;
        report(verify, TRAIL_MOVED, suspect->position, numbers[i]);
    }
    report(verify, TRAIL_MOVED, stored->position, number);
    stored->hash = head.hash;
    return true;
}

/* The records of the run were put in, or moved: this one follows what was before them. */
static bool run_was_inserted(struct trail_verify *verify, struct fg_text content,
                             struct chain_head *stored)
{
    uint64_t first = verify->run_before.position + 1;
    uint64_t number = (uint64_t)((int64_t)first + verify->shift);
    uint32_t from = 0;

    if (!follows(verify, &verify->run_before.hash, number, content.bytes, content.size,
                 &stored->hash)) {
        return false;
    }
    while (from < verify->suspect_count && verify->suspects[from].position < first) from++;
    if (run_was_reordered(verify, from, number, stored)) return true;
    for (uint32_t i = from; i < verify->suspect_count; i++) verify->suspects[i].cleared = true;
    verify->run_uncopied = 0;
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

    if (verify->run_uncopied > 0 || suspect->number == 0) return false;
    if (!chain_next(&verify->digester, &head, suspect->content, suspect->size, &head)) return false;
    return follows(verify, &head.hash, number, content.bytes, content.size, &stored->hash);
}

/* The record before is not to blame. */
static void last_suspect_clear(struct trail_verify *verify)
{
    if (verify->run_uncopied > 0) {
        verify->run_uncopied--;
    } else {
        verify->suspects[verify->suspect_count - 1].cleared = true;
    }
}

/* The record before stands where it does because others were taken out or put in before it. How
 * many, only trying tells: no search may take more than half of what is left. */
static bool was_renumbered(struct trail_verify *verify, struct fg_text content,
                           const struct chain_head *stored, uint64_t number)
{
    uint64_t position = stored->position - 1, most = verify->guesses_left / 4;

    for (uint64_t count = 1; count <= most; count++) {
        verify->guesses_left -= 2;
        if (follows(verify, &verify->last.hash, number + count, content.bytes, content.size,
                    &stored->hash)) {
            report(verify, TRAIL_CLOSED_UP, position, count);
            verify->shift += (int64_t)count;
            last_suspect_clear(verify);
            return true;
        }
        if (number > count && follows(verify, &verify->last.hash, number - count, content.bytes,
                                      content.size, &stored->hash)) {
            report(verify, TRAIL_INSERTED, position > count ? position - count : 1, position - 1);
            verify->shift -= (int64_t)count;
            last_suspect_clear(verify);
            return true;
        }
    }
    return false;
}

static bool record_is_explained(struct trail_verify *verify, struct fg_text content,
                                struct chain_head *stored, uint64_t number)
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
    struct chain_head head = *stored;
    struct entry_read entry;

    if (verify->failed) return;
    if (stored->position < expected || stored->position > INT64_MAX) {
        report(verify, TRAIL_INSERTED, stored->position, stored->position);
        return;
    }
    if (stored->position > expected) {
        run_close(verify); /* what this one should follow is not known */
        report(verify, TRAIL_REMOVED, expected, stored->position - 1);
    } else if (record_is_explained(verify, content, &head, number)) {
        run_close(verify);
    } else {
        suspect_add(verify, content, stored, number);
    }
    if (!verify->run_is_open && !entry_decode(content, &entry)) {
        report(verify, TRAIL_UNREADABLE, stored->position, stored->position);
    }
    verify->last = head;
}

void trail_verify_end(struct trail_verify *verify, const struct chain_head *noted)
{
    if (verify->failed) return;
    run_close(verify);
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

static enum trail_fault head_judge(const struct trail_verify *verify,
                                   const struct trail_checkpoint *checkpoint,
                                   const struct digest *stored)
{
    if (verify->verifier != NULL && !is_of_this_key(verify, checkpoint)) return TRAIL_OTHER_SIGNER;
    if (verify->verifier != NULL && !signature_is_good(verify, checkpoint)) {
        return TRAIL_BAD_SIGNATURE;
    }
    if (stored == NULL || !digest_equal(&checkpoint->head.hash, stored)) return TRAIL_FOREIGN_HEAD;
    return TRAIL_FAULTS;
}

/* Heads in a row that are wrong in the same way are one finding: where heads are many, each would
 * say the same of one change. */
static void wrong_heads_report(struct trail_verify *verify)
{
    if (verify->wrong_heads.fault == TRAIL_FAULTS) return;
    verify->finding_count++;
    verify->report(verify->context, &verify->wrong_heads);
    verify->wrong_heads.fault = TRAIL_FAULTS;
}

void trail_verify_checkpoint(struct trail_verify *verify, const struct trail_checkpoint *checkpoint,
                             const struct digest *stored)
{
    uint64_t position = checkpoint->head.position;
    enum trail_fault fault = head_judge(verify, checkpoint, stored);

    verify->checkpoint_count++;
    verify->last_checkpoint = position;
    if (fault != verify->wrong_heads.fault) wrong_heads_report(verify);
    if (fault == TRAIL_FAULTS) {
        verify->last_signed = position;
    } else if (fault == verify->wrong_heads.fault) {
        verify->wrong_heads.to = position;
    } else {
        verify->wrong_heads =
            (struct trail_finding){fault, position, position, verify->last_signed};
    }
}

void trail_verify_signed(struct trail_verify *verify, uint64_t noted)
{
    uint64_t last = verify->last.position, from = verify->last_signed;

    wrong_heads_report(verify);
    if (noted > verify->last_checkpoint) report(verify, TRAIL_HEAD_GONE, noted, noted);
    if (last > from && (from == 0 || last - from > UNSIGNED_MAX)) {
        report(verify, TRAIL_UNSIGNED, from + 1, last);
    }
}

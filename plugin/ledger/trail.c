/* SPDX-License-Identifier: Apache-2.0
 * One audit record for each claim, in the transaction that does what it tells: no record, no
 * consent. */
#include "audit/entry.h"
#include "base/text.h"
#include "feeguard/version.h"
#include "ledger/life_internal.h"

static const enum entry_kind kinds[] = {
    [CLAIM_CHECK] = ENTRY_CHECK,   [CLAIM_RESERVE] = ENTRY_RESERVE, [CLAIM_CHARGE] = ENTRY_CHARGE,
    [CLAIM_COMMIT] = ENTRY_COMMIT, [CLAIM_RELEASE] = ENTRY_RELEASE, [CLAIM_REFUND] = ENTRY_REFUND,
};

static struct entry_head head_of(const struct transaction *transaction, const struct claim *claim)
{
    return (struct entry_head){.kind = kinds[claim->kind],
                               .status = claim->status,
                               .engine_ns = transaction->engine_ns,
                               .version = TEXT(FG_VERSION),
                               .txn = claim->charge != NULL ? claim->charge->request->txn
                                                            : claim->txn};
}

static bool keeps_trail(const struct transaction *transaction)
{
    return transaction->calls->append != NULL;
}

static bool append(const struct transaction *transaction, struct claim *claim,
                   struct buffer *content, const struct locality *locality)
{
    struct fg_text bytes = {(const char *)content->bytes, (uint32_t)content->size, 0};
    bool kept;

    /* Without memory for the record the store is told so too: what was done must be undone. */
    if (content->failed) bytes = (struct fg_text){NULL, 0, 0};
    kept = transaction->calls->append(transaction->store, bytes, locality, &claim->position);
    buffer_free(content);
    return kept;
}

bool trail_decided(const struct transaction *transaction, struct claim *claim,
                   const struct workspace *workspace)
{
    const struct decision *decision = &workspace->decision;
    struct entry_head head = head_of(transaction, claim);
    struct entry_decision entry = {.policy = &transaction->rulebook->policy,
                                   .as_known_day = transaction->rulebook->as_known_day,
                                   .charge = claim->charge,
                                   .facts = &workspace->facts,
                                   .rules = decision->matter.rules,
                                   .expires_ns = claim->expires_ns,
                                   .locality = decision->matter.locality};
    struct buffer content;

    if (!keeps_trail(transaction)) return true;
    entry.record = record_split(decision, claim->record).own;
    buffer_init(&content);
    entry_decided(&content, &head, &entry);
    return append(transaction, claim, &content, entry.locality);
}

/* A malformed charge may hold anything anywhere: its id is kept only if it is one. */
bool trail_invalid(const struct transaction *transaction, struct claim *claim)
{
    struct entry_head head = head_of(transaction, claim);
    struct fg_text record = {(const char *)claim->record->bytes, (uint32_t)claim->record->size, 0};
    struct buffer content;

    if (!keeps_trail(transaction)) return true;
    if (head.txn.bytes == NULL || !text_is_code(head.txn)) head.txn = (struct fg_text){NULL, 0, 0};
    buffer_init(&content);
    entry_invalid(&content, &head, record);
    return append(transaction, claim, &content, NULL);
}

bool trail_earlier(const struct transaction *transaction, struct claim *claim)
{
    struct entry_head head = head_of(transaction, claim);
    struct buffer content;

    if (!keeps_trail(transaction)) return true;
    buffer_init(&content);
    entry_earlier(&content, &head);
    return append(transaction, claim, &content, NULL);
}

bool trail_step(const struct transaction *transaction, struct claim *claim)
{
    struct entry_head head = head_of(transaction, claim);
    struct buffer content;

    if (!keeps_trail(transaction)) return true;
    buffer_init(&content);
    if (claim->kind == CLAIM_COMMIT && claim->status == FG_COMMITTED_LATE) {
        entry_commit_late(&content, &head, &claim->late, &transaction->rulebook->policy);
    } else if (claim->kind == CLAIM_COMMIT) {
        entry_commit(&content, &head);
    } else if (claim->kind == CLAIM_RELEASE) {
        entry_release(&content, &head);
    } else {
        entry_refund(&content, &head, claim->refund, claim->refund_fen);
    }
    return append(transaction, claim, &content, NULL);
}

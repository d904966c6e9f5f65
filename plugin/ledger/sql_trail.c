/* SPDX-License-Identifier: Apache-2.0
 * The audit trail's table: records in a hash chain, the manifests that they name, and from time to
 * time a signed head. */
#include "audit/entry.h"
#include "ledger/sql_store.h"

#define CHECKPOINT_RECORDS 4096
#define SECOND_NS UINT64_C(1000000000)

static bool manifest_keep(struct store *store, const struct locality *locality)
{
    const struct sql_value values[] = {
        sql_of_bytes(locality->digest, sizeof(locality->digest)),
        sql_of_bytes(locality->manifest.bytes, locality->manifest.size)};

    if (sql_names_have_digest(&store->names, locality->digest)) return true;
    if (!sql_run(&store->sql, SQL_SCHEDULES_ADD, values, SQL_COUNT(values))) return false;
    sql_names_add_digest(&store->names, locality->digest);
    return true;
}

bool sql_append(struct store *store, struct fg_text content, const struct locality *locality,
                uint64_t *position)
{
    struct chain_head *head = &store->status.head;
    struct sql_value values[3];

    if (content.size == 0) return sql_fail(&store->sql, SQL_FAULT_MEMORY);
    if (locality != NULL && !manifest_keep(store, locality)) return false;
    if (!chain_next(&store->digester, head, content.bytes, content.size, head)) {
        return sql_fail(&store->sql, SQL_FAULT_MEMORY);
    }
    *position = head->position;
    values[0] = sql_of_integer((int64_t)head->position);
    values[1] = sql_of_bytes(content.bytes, content.size);
    values[2] = sql_of_bytes(head->hash.bytes, DIGEST_SIZE);
    return sql_run(&store->sql, SQL_TRAIL_ADD, values, SQL_COUNT(values));
}

/* ---- a decision again ---- */

/* The labels in a manifest, framed as a record ends with them. */
static bool labels_add(struct store *store, struct fg_text schedules, struct buffer *record)
{
    const struct sql_value values[] = {sql_of_bytes(schedules.bytes, schedules.size)};
    struct fg_text manifest;
    struct reader reader;

    if (!sql_start(&store->sql, SQL_SCHEDULES_AT, values, SQL_COUNT(values))) return false;
    if (!sql_next(&store->sql, SQL_SCHEDULES_AT)) {
        return sql_fail(&store->sql, SQL_FAULT_DAMAGED);
    }
    manifest = sql_bytes(&store->sql, SQL_SCHEDULES_AT, 0);
    reader = reader_of(manifest);
    while (reader.at < reader.end && !reader.failed) {
        struct fg_text label = reader_text(&reader);

        reader_text(&reader); /* digest */
        if (!reader.failed) buffer_add_text(record, label);
    }
    sql_finish(&store->sql, SQL_SCHEDULES_AT);
    return !reader.failed || sql_fail(&store->sql, SQL_FAULT_DAMAGED);
}

bool sql_recall(struct store *store, const struct stored *stored, struct buffer *record)
{
    const struct sql_row *row = (const struct sql_row *)(const void *)stored; /* its first member */
    const struct sql_value values[] = {sql_of_integer(row->decision)};
    struct entry_read entry;
    bool told;

    if (!sql_start(&store->sql, SQL_TRAIL_AT, values, SQL_COUNT(values))) return false;
    if (!sql_next(&store->sql, SQL_TRAIL_AT)) return sql_fail(&store->sql, SQL_FAULT_DAMAGED);
    told = entry_decode(sql_bytes(&store->sql, SQL_TRAIL_AT, 0), &entry) &&
           entry.answer == ANSWER_DECIDED && text_equal(entry.head.txn, stored->standing.txn);
    if (told) {
        buffer_add(record, entry.record.bytes, entry.record.size);
        told = entry.schedules.size == 0 || labels_add(store, entry.schedules, record);
    }
    sql_finish(&store->sql, SQL_TRAIL_AT);
    return told || sql_fail(&store->sql, SQL_FAULT_DAMAGED);
}

/* ---- signed heads ---- */

static bool is_due(const struct store *store, bool at_close)
{
    const struct sql_status *status = &store->status;
    int64_t position = (int64_t)status->head.position;

    if (position == status->checkpoint_position) return false;
    return at_close || position - status->checkpoint_position >= CHECKPOINT_RECORDS ||
           (uint64_t)store->now_ns - (uint64_t)status->checkpoint_ns >=
               store->checkpoint_seconds * SECOND_NS;
}

/* A head that cannot be signed now is not noted: the next one that is covers these records too. */
static bool sign(struct store *store, bool *is_signed)
{
    const struct chain_head *head = &store->status.head;
    enum digest_kind kind = (enum digest_kind)store->status.digest;
    char text[CHECKPOINT_TEXT_SIZE_MAX];
    size_t size = checkpoint_text(head, store->now_ns, kind, text, sizeof(text));
    unsigned char signature[SIGNATURE_SIZE_MAX];
    size_t signature_size = 0;
    struct sql_value values[5];

    *is_signed = size > 0 && signer_sign(&store->signer, text, size, signature, &signature_size);
    if (!*is_signed) return true;
    values[0] = sql_of_integer((int64_t)head->position);
    values[1] = sql_of_bytes(head->hash.bytes, DIGEST_SIZE);
    values[2] = sql_of_integer(store->now_ns);
    values[3] = sql_of_bytes(store->signer.fingerprint, SIGNER_FINGERPRINT_SIZE);
    values[4] = sql_of_bytes(signature, signature_size);
    return sql_run(&store->sql, SQL_CHECKPOINT_ADD, values, SQL_COUNT(values));
}

bool sql_checkpoint(struct store *store, bool at_close)
{
    bool is_noted = true;

    if (!is_due(store, at_close)) return true;
    if (store->signs && !sign(store, &is_noted)) return false;
    if (!is_noted) return true;
    store->status.checkpoint_position = (int64_t)store->status.head.position;
    store->status.checkpoint_ns = store->now_ns;
    store->head_is_due = true;
    return true;
}

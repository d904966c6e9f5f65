/* SPDX-License-Identifier: Apache-2.0
 * Holding a ledger against itself. Everything is read in one state of the ledger, while gateways go
 * on; the write-ahead log grows until the check is over. */
#include <inttypes.h>
#include <stdio.h>

#include "audit/entry.h"
#include "ledger/sql_maintenance.h"
#include "ledger/sql_store.h"

#define SENTENCE_MAX 512

struct check {
    struct store *store;
    struct sql *sql;
    ledger_fault_visit *visit;
    void *context;
    uint64_t faults;
    uint64_t places; /* that standing charges should have */
};

/* A fault about one thing that has a number. */
static void report(struct check *check, int64_t number, const char *zh, const char *en)
{
    bool english = check->store->language != 0;
    char sentence[SENTENCE_MAX];

    snprintf(sentence, sizeof(sentence),
             english ? "%s (number %" PRId64 ")" : "%s（编号 %" PRId64 "）", english ? en : zh,
             number);
    check->faults++;
    check->visit(check->context, sentence);
}

static void report_file(void *context, const char *fault)
{
    struct check *check = context;
    char sentence[SENTENCE_MAX];

    snprintf(sentence, sizeof(sentence),
             check->store->language != 0 ? "the file is damaged: %s" : "文件损坏：%s", fault);
    check->faults++;
    check->visit(check->context, sentence);
}

/* ---- the trail ---- */

static bool manifest_is_kept(struct check *check, struct fg_text digest)
{
    const struct sql_value values[] = {sql_of_bytes(digest.bytes, digest.size)};
    struct store *store = check->store;
    const unsigned char *bytes = (const unsigned char *)digest.bytes;
    bool kept;

    if (sql_names_have_digest(&store->names, bytes)) return true;
    if (!sql_start(check->sql, SQL_SCHEDULES_AT, values, SQL_COUNT(values))) return false;
    kept = sql_next(check->sql, SQL_SCHEDULES_AT);
    if (kept) sql_finish(check->sql, SQL_SCHEDULES_AT);
    if (kept) sql_names_add_digest(&store->names, bytes);
    return kept;
}

static void check_record(struct check *check, struct fg_text content, int64_t position)
{
    struct entry_read entry;

    if (!entry_decode(content, &entry)) {
        report(check, position, "审计记录无法解读", "an audit record cannot be decoded");
    } else if (entry.schedules.size > 0 && !manifest_is_kept(check, entry.schedules)) {
        report(check, position, "审计记录所据的目录清单不存在",
               "the schedules that an audit record names are not kept");
    }
}

/* From the first record: after a fault the chain goes on from what is written, so that one change
 * is told once. */
static bool check_trail(struct check *check)
{
    struct sql *sql = check->sql;
    struct store *store = check->store;
    struct chain_head head;
    struct fg_text hash;

    if (!chain_start(&store->digester, &head)) return sql_fail(sql, SQL_FAULT_MEMORY);
    if (!sql_start(sql, SQL_TRAIL_ALL, NULL, 0)) return false;
    while (sql_next(sql, SQL_TRAIL_ALL)) {
        int64_t position = sql_integer(sql, SQL_TRAIL_ALL, 0);
        struct fg_text content = sql_bytes(sql, SQL_TRAIL_ALL, 1);

        if (position != (int64_t)head.position + 1) {
            report(check, position, "审计链在此记录之前有缺失",
                   "audit records are missing before this one");
            head.position = (uint64_t)position - 1;
        }
        hash = sql_bytes(sql, SQL_TRAIL_ALL, 2);
        if (!chain_next(&store->digester, &head, content.bytes, content.size, &head) ||
            hash.size != DIGEST_SIZE || memcmp(hash.bytes, head.hash.bytes, DIGEST_SIZE) != 0) {
            report(check, position, "审计链在此记录处断开",
                   "the chain of the audit trail breaks at this record");
        }
        if (hash.size == DIGEST_SIZE) memcpy(head.hash.bytes, hash.bytes, DIGEST_SIZE);
        check_record(check, content, position);
    }
    if (head.position != store->status.head.position ||
        !digest_equal(&head.hash, &store->status.head.hash)) {
        report(check, (int64_t)head.position, "审计链末尾与账本所记不符",
               "the end of the audit trail is not the one that the ledger noted");
    }
    return sql->fault == SQL_FAULT_NONE;
}

/* ---- charges ---- */

static bool check_place(struct store *store, const struct sql_row *row,
                        const struct sql_place *place, void *context)
{
    struct check *check = context;
    const struct sql_value values[] = {sql_of_hash(&place->key), sql_of_integer(place->day),
                                       sql_of_integer(row->id)};
    int64_t orders = 0;

    check->places++;
    if (!sql_start(&store->sql, SQL_STANDING_AT, values, SQL_COUNT(values))) return false;
    if (sql_next(&store->sql, SQL_STANDING_AT)) {
        orders = sql_integer(&store->sql, SQL_STANDING_AT, 0);
        sql_finish(&store->sql, SQL_STANDING_AT);
    }
    if (orders != place->orders) {
        report(check, row->id, "有效收费缺少索引，可能被重复收取",
               "a standing charge is not found under one of its keys");
    }
    return store->sql.fault == SQL_FAULT_NONE;
}

static bool is_pseudonym(struct fg_text kept, const struct hash128 *pseudonym)
{
    return kept.size == 0 || memcmp(kept.bytes, pseudonym, sizeof(*pseudonym)) == 0;
}

static bool tells_of_reliefs(const struct entry_read *entry, const struct standing *standing)
{
    for (uint32_t i = 0; i < standing->relief_count; i++) {
        const struct standing_relief *relief = &standing->reliefs[i];

        if (record_relief(entry->record, relief->id) != relief->relief_fen) return false;
    }
    return true;
}

/* What the row says of a charge, as far as the record of its first decision says it too. */
static bool tells_of(const struct entry_read *entry, const struct sql_row *row)
{
    const struct fg_charge *request = &entry->request;
    const struct standing *standing = &row->stored.standing;
    int32_t charge_day = day_of_time(request->time_ns), basis_day = charge_day;
    int64_t quantity_micro = 0;
    struct record_head head;

    if (entry->answer != ANSWER_DECIDED || entry->record.size < sizeof(head)) return false;
    memcpy(&head, entry->record.bytes, sizeof(head));
    if (request->period_ymd != 0 && !day_from_ymd(request->period_ymd, &basis_day)) return false;
    if (request->quantity.size > 0 &&
        !decimal_parse(request->quantity, 6, QUANTITY_MICRO_MAX, &quantity_micro)) {
        return false;
    }
    return entry->epoch == row->epoch && text_equal(entry->head.txn, standing->txn) &&
           text_equal(request->item, standing->item) &&
           is_pseudonym(request->payer, &standing->payer) &&
           is_pseudonym(request->subject, &standing->subject) &&
           request->amount_fen == standing->amount_fen && request->time_ns == standing->time_ns &&
           charge_day == standing->charge_day && basis_day == standing->basis_day &&
           quantity_micro == standing->quantity_micro && head.due_fen == row->stored.due_fen;
}

static bool check_decision(struct check *check, const struct sql_row *row)
{
    const struct sql_value values[] = {sql_of_integer(row->decision)};
    struct entry_read entry;
    bool same = false;

    if (!sql_start(check->sql, SQL_TRAIL_AT, values, SQL_COUNT(values))) return false;
    if (sql_next(check->sql, SQL_TRAIL_AT)) {
        same = entry_decode(sql_bytes(check->sql, SQL_TRAIL_AT, 0), &entry) &&
               tells_of(&entry, row) && tells_of_reliefs(&entry, &row->stored.standing);
        sql_finish(check->sql, SQL_TRAIL_AT);
    }
    if (!same) {
        report(check, row->id, "收费与其审计记录不符",
               "a charge is not as its audit record tells it");
    }
    return check->sql->fault == SQL_FAULT_NONE;
}

static bool check_charge(struct check *check, struct sql_row *row)
{
    if (!sql_row_reliefs(check->store, row) || !check_decision(check, row)) return false;
    return !sql_row_stands(row->kept_state, &row->stored.standing) ||
           sql_places(check->store, row, check_place, check);
}

static bool check_charges(struct check *check)
{
    struct sql *sql = check->sql;
    bool read = true;

    if (!sql_start(sql, SQL_CHARGE_ALL, NULL, 0)) return false;
    while (sql_next(sql, SQL_CHARGE_ALL)) {
        struct sql_row row;

        read = sql_row_take(check->store, SQL_CHARGE_ALL, &row) && check_charge(check, &row);
        arena_free(&check->store->texts);
        if (read) continue;
        sql_finish(sql, SQL_CHARGE_ALL);
        break;
    }
    return read && sql->fault == SQL_FAULT_NONE;
}

/* ---- what is told twice ---- */

static bool check_counts(struct check *check)
{
    const struct sql_status *status = &check->store->status;
    uint64_t places, charges[2] = {0, 0};

    if (!sql_start(check->sql, SQL_COUNT_STATES, NULL, 0)) return false;
    while (sql_next(check->sql, SQL_COUNT_STATES)) {
        int64_t state = sql_integer(check->sql, SQL_COUNT_STATES, 0);

        if (state == STATE_RESERVED || state == STATE_COMMITTED) {
            charges[state] = (uint64_t)sql_integer(check->sql, SQL_COUNT_STATES, 1);
        }
    }
    if (!sql_count(check->sql, SQL_COUNT_STANDING, &places)) return false;
    if (charges[0] != status->counts.reserved || charges[1] != status->counts.committed) {
        report(check, (int64_t)(charges[0] + charges[1]), "收费笔数与账本所记不符",
               "the number of charges is not the one that the ledger noted");
    }
    if (places != check->places) {
        report(check, (int64_t)places, "索引中有不属于任何有效收费的条目",
               "there are keys that belong to no standing charge");
    }
    return true;
}

/* Rows of a statement that finds what should not be, each with a number. */
static bool check_none(struct check *check, enum sql_statement statement, const char *zh,
                       const char *en)
{
    if (!sql_start(check->sql, statement, NULL, 0)) return false;
    while (sql_next(check->sql, statement)) {
        report(check, sql_integer(check->sql, statement, 0), zh, en);
    }
    return check->sql->fault == SQL_FAULT_NONE;
}

static bool check_strays(struct check *check)
{
    return check_none(check, SQL_STRAY_CHECKPOINTS, "签名的链头与审计链不符",
                      "a signed head is not that of the audit trail") &&
           check_none(check, SQL_STRAY_REFUNDS, "退费合计与收费所记不符",
                      "refunds do not add up to what their charge notes") &&
           check_none(check, SQL_STRAY_RELIEFS, "减免不属于任何收费",
                      "relief belongs to no charge") &&
           check_none(check, SQL_STRAY_IDS, "编号大于账本所记的最大编号",
                      "a number is above the highest that the ledger noted");
}

static bool check_all(struct check *check)
{
    struct sql *sql = check->sql;

    if (!sql_begin(sql, SQL_READS) || !sql_status_read(check->store)) return false;
    /* A damaged file may answer anything: the rest would only mislead. */
    if (!sql->calls->verify(sql->driver, report_file, check)) return check->faults > 0;
    return check_trail(check) && check_charges(check) && check_counts(check) && check_strays(check);
}

bool ledger_check(struct ledger *ledger, ledger_fault_visit *visit, void *context, uint64_t *faults)
{
    struct store *store = ledger->store;
    struct check check = {.store = store, .sql = &store->sql, .visit = visit, .context = context};
    bool read;

    pthread_mutex_lock(&store->lock);
    read = check_all(&check);
    sql_end(&store->sql);
    arena_free(&store->texts);
    pthread_mutex_unlock(&store->lock);
    *faults = check.faults;
    return read;
}

/* SPDX-License-Identifier: Apache-2.0
 * The durable ledger: the table of store calls over a database. Several processes may share one;
 * what they must agree on is in the row `status`, read at begin and written at commit. A failure of
 * the database fails the transaction as a whole; the next begin tries afresh. */
#include "ledger/sql_store.h"

#include <stdlib.h>

/* ---- transactions ---- */

static bool transaction_begin(struct store *store, int64_t now_ns)
{
    if (!sql_begin(&store->sql, SQL_WRITES) || !sql_status_read(store)) return false;
    if (store->status.engine_ns > store->now_ns) store->now_ns = store->status.engine_ns;
    if (now_ns > store->now_ns) store->now_ns = now_ns;
    return sql_keys_follow(store) && sql_sweep(store);
}

static bool store_begin(struct store *store, int64_t now_ns, int64_t *engine_ns,
                        const struct rulebook **rulebook)
{
    bool begun;

    pthread_mutex_lock(&store->lock);
    if (store->names.count > NAMES_MAX) sql_names_clear(&store->names);
    store->committed = false;
    store->head_is_due = false;
    store->row.id = 0;
    store->asker.known = store->of_row.known = false;
    begun = transaction_begin(store, now_ns);
    if (now_ns > store->now_ns) store->now_ns = now_ns;
    *engine_ns = store->now_ns;
    *rulebook = &store->rulebook;
    return begun;
}

static bool store_commit(struct store *store)
{
    if (store->sql.fault != SQL_FAULT_NONE) return false;
    if (memcmp(&store->status, &store->read_status, sizeof(store->status)) != 0) {
        store->status.engine_ns = store->now_ns;
    }
    store->committed =
        sql_checkpoint(store, false) && sql_status_write(store) && sql_commit(&store->sql);
    return store->committed;
}

/* The log is told outside the lock: its callback may take its time. */
static void store_end(struct store *store)
{
    enum sql_fault fault = store->sql.fault;
    struct chain_head head = store->status.head;
    bool works = fault == SQL_FAULT_NONE;
    bool head_is_due = store->committed && store->head_is_due;
    bool state_is_due = works != store->works;

    store->works = works;
    sql_end(&store->sql);
    /* Names that were added are gone with the transaction. */
    if (!store->committed) sql_names_clear(&store->names);
    arena_free(&store->texts);
    pthread_mutex_unlock(&store->lock);
    if (state_is_due) sql_tell_state(store, fault);
    if (head_is_due) sql_tell_head(store, &head);
}

static bool store_adopt(struct store *store, struct bundle *bundle)
{
    struct bundle *before;

    pthread_mutex_lock(&store->lock);
    before = store->rulebook.bundle;
    store->rulebook.bundle = bundle;
    pthread_mutex_unlock(&store->lock);
    bundle_release(before);
    return true;
}

/* ---- charges ---- */

static bool store_find(struct store *store, struct fg_text txn, const struct stored **stored)
{
    *stored = NULL;
    arena_free(&store->texts);
    store->of_row.known = false;
    if (!sql_row_read(store, txn)) return false;
    if (store->row.id == 0) return true;
    *stored = &store->row.stored;
    return sql_identify_row(store, &store->row);
}

/* The row at hand, if it is the one of this id; else it is read. NULL: failed, or not there. */
static struct sql_row *row_of(struct store *store, struct fg_text txn)
{
    struct sql_row *row = &store->row;

    if (row->id != 0 && text_equal(row->stored.standing.txn, txn)) return row;
    if (!sql_row_read(store, txn)) return NULL;
    return row->id != 0 ? row : NULL;
}

static bool store_put(struct store *store, const struct stored *stored, const struct charge *charge,
                      const struct record *record)
{
    struct sql_row *ended = row_of(store, stored->standing.txn);
    bool added;

    (void)record; /* the trail keeps it */
    if (store->sql.fault != SQL_FAULT_NONE) return false;
    if (ended != NULL && !sql_row_remove(store, ended)) return false;
    added = sql_row_add(store, stored, charge);
    store->row.id = 0; /* its texts are the caller's */
    return added;
}

static bool store_set_state(struct store *store, struct fg_text txn, enum charge_state state)
{
    struct sql_row *row = row_of(store, txn);

    return row != NULL && sql_row_enter(store, row, state);
}

static bool store_forget(struct store *store, struct fg_text txn)
{
    struct sql_row *row = row_of(store, txn);

    return row != NULL && sql_row_remove(store, row);
}

static bool store_find_refund(struct store *store, struct fg_text txn, struct fg_text refund,
                              int64_t *amount_fen)
{
    struct sql_row *row = row_of(store, txn);
    struct sql_value values[2];

    *amount_fen = 0;
    if (row == NULL) return false;
    values[0] = sql_of_integer(row->id);
    values[1] = sql_of_text(refund);
    if (!sql_start(&store->sql, SQL_REFUND_FIND, values, SQL_COUNT(values))) return false;
    if (sql_next(&store->sql, SQL_REFUND_FIND)) {
        *amount_fen = sql_integer(&store->sql, SQL_REFUND_FIND, 0);
        sql_finish(&store->sql, SQL_REFUND_FIND);
    }
    return store->sql.fault == SQL_FAULT_NONE;
}

static bool store_add_refund(struct store *store, struct fg_text txn, struct fg_text refund,
                             int64_t amount_fen)
{
    struct sql_row *row = row_of(store, txn);

    return row != NULL && sql_row_refund(store, row, refund, amount_fen);
}

/* ---- documents ---- */

static bool store_list_accepted(struct store *store, accepted_visit *visit, void *context)
{
    struct sql *sql = &store->sql;

    if (!sql_start(sql, SQL_ACCEPTED_ALL, NULL, 0)) return false;
    while (sql_next(sql, SQL_ACCEPTED_ALL)) {
        if (visit(context, sql_bytes(sql, SQL_ACCEPTED_ALL, 0),
                  sql_integer(sql, SQL_ACCEPTED_ALL, 1), sql_bytes(sql, SQL_ACCEPTED_ALL, 2))) {
            continue;
        }
        sql_finish(sql, SQL_ACCEPTED_ALL);
        break;
    }
    return sql->fault == SQL_FAULT_NONE;
}

/* Nothing else in the row `status` need change, so the change is counted here. */
static bool store_add_accepted(struct store *store, const struct document *document)
{
    const struct sql_value values[] = {sql_of_text(document->id), sql_of_integer(document->serial),
                                       sql_of_bytes(document->digest.bytes, document->digest.size)};

    store->status.changes++;
    return sql_run(&store->sql, SQL_ACCEPTED_ADD, values, SQL_COUNT(values));
}

/* An empty digest is that of no document. */
static bool store_withdraw_accepted(struct store *store, const struct withdrawal *order)
{
    const struct sql_value values[] = {sql_of_text(order->id), sql_of_integer(order->to),
                                       sql_of_integer(order->from), sql_of_bytes("", 0)};
    const struct sql_value last[] = {values[0], values[2], values[3]};

    store->status.changes++;
    return sql_run(&store->sql, SQL_ACCEPTED_WITHDRAW, values, SQL_COUNT(values)) &&
           sql_run(&store->sql, SQL_ACCEPTED_ADD, last, SQL_COUNT(last));
}

/* ---- the rest ---- */

/* Reservations that have run out, but were not swept yet. */
static bool overdue_count(struct store *store, uint64_t *count)
{
    const struct sql_value values[] = {sql_of_integer(store->now_ns)};

    if (!sql_start(&store->sql, SQL_CHARGE_OVERDUE_COUNT, values, SQL_COUNT(values))) return false;
    if (!sql_next(&store->sql, SQL_CHARGE_OVERDUE_COUNT)) return false;
    *count = (uint64_t)sql_integer(&store->sql, SQL_CHARGE_OVERDUE_COUNT, 0);
    sql_finish(&store->sql, SQL_CHARGE_OVERDUE_COUNT);
    return true;
}

/* Where the database cannot be asked: as it was when it last could. */
static struct ledger_counts store_counts(struct store *store)
{
    struct ledger_counts counts;
    uint64_t overdue = 0;

    pthread_mutex_lock(&store->lock);
    if (sql_begin(&store->sql, SQL_READS) && sql_status_read(store) &&
        overdue_count(store, &overdue)) {
        store->counts = store->status.counts;
        store->counts.reserved -= overdue;
        store->counts.position = store->status.head.position;
    }
    counts = store->counts;
    sql_end(&store->sql);
    pthread_mutex_unlock(&store->lock);
    return counts;
}

static const struct hash_key *store_key(struct store *store)
{
    return &store->key;
}

static void store_free(struct store *store)
{
    sql_keys_close(store);
    sql_names_clear(&store->names);
    arena_free(&store->texts);
    pthread_mutex_destroy(&store->lock);
    free(store);
}

/* A last head for the log, so that nothing can be cut off behind the one before it. */
static void store_close(struct store *store)
{
    const struct rulebook *rulebook;
    int64_t engine_ns;

    if (store_begin(store, INT64_MIN, &engine_ns, &rulebook) && sql_checkpoint(store, true)) {
        store->committed = sql_status_write(store) && sql_commit(&store->sql);
    }
    store_end(store);
    store->sql.calls->close(store->sql.driver);
    bundle_release(store->rulebook.bundle);
    store_free(store);
}

/* What the ledger has to say about these keys. */
static fg_status store_check(struct store *store, const struct sql_options *options)
{
    fg_status status = FG_LEDGER_DAMAGED;

    if (!sql_begin(&store->sql, SQL_READS) || !sql_status_read(store)) {
        if (store->sql.fault != SQL_FAULT_DAMAGED) status = FG_LEDGER_UNAVAILABLE;
    } else if (store->status.schema > SQL_SCHEMA_VERSION) {
        status = FG_LEDGER_NEWER;
    } else if (store->status.digest != (int64_t)options->keyring->kind || !sql_keys_fit(store)) {
        status = FG_LEDGER_REFUSED;
    } else {
        status = FG_OK;
    }
    sql_end(&store->sql);
    return status;
}

static const struct store_calls store_table = {
    .close = store_close,
    .begin = store_begin,
    .commit = store_commit,
    .end = store_end,
    .adopt = store_adopt,
    .identify = sql_identify,
    .find = store_find,
    .recall = sql_recall,
    .put = store_put,
    .set_state = store_set_state,
    .forget = store_forget,
    .find_refund = store_find_refund,
    .add_refund = store_add_refund,
    .list = sql_list,
    .append = sql_append,
    .list_accepted = store_list_accepted,
    .add_accepted = store_add_accepted,
    .withdraw_accepted = store_withdraw_accepted,
    .trust_is_required = sql_trust_is_required,
    .require_trust = sql_require_trust,
    .counts = store_counts,
    .key = store_key,
};

fg_status sql_store_open(const struct rulebook *rulebook, const struct sql_options *options,
                         struct sql_driver *driver, const struct sql_driver_calls *calls,
                         struct ledger *ledger)
{
    struct store *store = calloc(1, sizeof(*store));
    fg_status status = FG_NO_MEMORY;

    if (store == NULL) return FG_NO_MEMORY;
    if (pthread_mutex_init(&store->lock, NULL) != 0) {
        free(store);
        return FG_NO_MEMORY;
    }
    store->sql = (struct sql){calls, driver, SQL_FAULT_NONE};
    store->rulebook = *rulebook;
    store->names.key = &store->key;
    store->now_ns = INT64_MIN;
    store->works = true;
    store->checkpoint_seconds = options->checkpoint_seconds;
    store->language = options->language;
    store->log = options->log;
    store->log_context = options->log_context;
    if (!sql_keys_open(store, options)) goto out;
    status = store_check(store, options);
    if (status != FG_OK) goto out;
    if (options->signer != NULL) {
        store->signer = *options->signer;
        *options->signer = (struct signer){0};
        store->signs = true;
    }
    *ledger = (struct ledger){&store_table, store};
    return FG_OK;
out:
    store_free(store);
    return status;
}

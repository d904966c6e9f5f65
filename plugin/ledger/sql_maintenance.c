/* SPDX-License-Identifier: Apache-2.0
 * Looking at a ledger: numbers, and what is pending. */
#include "ledger/sql_maintenance.h"

#include "ledger/sql_store.h"

static bool states_count(struct sql *sql, struct ledger_stats *stats)
{
    uint64_t *counts[] = {&stats->reserved, &stats->committed, &stats->released, &stats->expired};

    if (!sql_start(sql, SQL_COUNT_STATES, NULL, 0)) return false;
    while (sql_next(sql, SQL_COUNT_STATES)) {
        int64_t state = sql_integer(sql, SQL_COUNT_STATES, 0);

        if (state < STATE_RESERVED || state > STATE_EXPIRED) {
            sql_finish(sql, SQL_COUNT_STATES);
            return sql_fail(sql, SQL_FAULT_DAMAGED);
        }
        *counts[state] = (uint64_t)sql_integer(sql, SQL_COUNT_STATES, 1);
    }
    return sql->fault == SQL_FAULT_NONE;
}

bool sql_count(struct sql *sql, enum sql_statement statement, uint64_t *count)
{
    *count = 0;
    if (!sql_start(sql, statement, NULL, 0)) return false;
    if (!sql_next(sql, statement)) return false;
    *count = (uint64_t)sql_integer(sql, statement, 0);
    sql_finish(sql, statement);
    return true;
}

static bool stats_read(struct store *store, struct ledger_stats *stats)
{
    const struct sql_status *status = &store->status;
    struct sql *sql = &store->sql;

    if (!sql_begin(sql, SQL_READS) || !sql_status_read(store)) return false;
    stats->checkpoint_position = status->checkpoint_position;
    stats->head = status->head;
    stats->engine_ns = status->engine_ns;
    stats->epoch = (uint32_t)status->epoch;
    stats->horizon_day = (int32_t)status->horizon_day;
    stats->size_bytes = sql->calls->size_bytes(sql->driver);
    return states_count(sql, stats) && sql_count(sql, SQL_COUNT_STANDING, &stats->places) &&
           sql_count(sql, SQL_COUNT_CHECKPOINTS, &stats->checkpoints) &&
           sql_trust_read(sql, &stats->trust_is_required, &stats->trust_since_ns);
}

bool ledger_stats(struct ledger *ledger, struct ledger_stats *stats)
{
    struct store *store = ledger->store;
    bool read;

    *stats = (struct ledger_stats){0};
    pthread_mutex_lock(&store->lock);
    read = stats_read(store, stats);
    sql_end(&store->sql);
    pthread_mutex_unlock(&store->lock);
    return read;
}

static bool pending_read(struct store *store, int64_t now_ns, ledger_pending_visit *visit,
                         void *context)
{
    struct sql *sql = &store->sql;
    struct ledger_pending pending;

    if (!sql_begin(sql, SQL_READS) || !sql_status_read(store)) return false;
    if (store->status.engine_ns > now_ns) now_ns = store->status.engine_ns;
    if (!sql_start(sql, SQL_PENDING_ALL, NULL, 0)) return false;
    while (sql_next(sql, SQL_PENDING_ALL)) {
        pending = (struct ledger_pending){.txn = sql_bytes(sql, SQL_PENDING_ALL, 0),
                                          .item = sql_bytes(sql, SQL_PENDING_ALL, 1),
                                          .amount_fen = sql_integer(sql, SQL_PENDING_ALL, 2),
                                          .expires_ns = sql_integer(sql, SQL_PENDING_ALL, 3)};
        pending.in_doubt =
            sql_integer(sql, SQL_PENDING_ALL, 4) == STATE_EXPIRED || pending.expires_ns <= now_ns;
        if (visit(context, &pending)) continue;
        sql_finish(sql, SQL_PENDING_ALL);
        break;
    }
    return sql->fault == SQL_FAULT_NONE;
}

bool ledger_pending(struct ledger *ledger, int64_t now_ns, ledger_pending_visit *visit,
                    void *context)
{
    struct store *store = ledger->store;
    bool read;

    pthread_mutex_lock(&store->lock);
    read = pending_read(store, now_ns, visit, context);
    sql_end(&store->sql);
    pthread_mutex_unlock(&store->lock);
    return read;
}

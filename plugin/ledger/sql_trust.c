/* SPDX-License-Identifier: Apache-2.0
 * Whether the documents of this ledger's gateways must be signed. The last row of the table `trust`
 * rules; the others say how it came about. */
#include "ledger/sql_maintenance.h"
#include "ledger/sql_store.h"

bool sql_trust_is_required(struct store *store, bool *required)
{
    struct sql *sql = &store->sql;

    *required = false;
    if (!sql_start(sql, SQL_TRUST_LAST, NULL, 0)) return false;
    if (sql_next(sql, SQL_TRUST_LAST)) {
        *required = sql_integer(sql, SQL_TRUST_LAST, 0) != 0;
        sql_finish(sql, SQL_TRUST_LAST);
    }
    return sql->fault == SQL_FAULT_NONE;
}

/* Nothing else in the row `status` need change, so the change is counted here. */
static bool add(struct store *store, int64_t time_ns, bool required, struct fg_text reason)
{
    const struct sql_value values[] = {sql_of_integer(time_ns), sql_of_integer(required),
                                       sql_of_text(reason)};

    store->status.changes++;
    return sql_run(&store->sql, SQL_TRUST_ADD, values, SQL_COUNT(values));
}

bool sql_require_trust(struct store *store, int64_t now_ns)
{
    return add(store, now_ns, true, (struct fg_text){"", 0, 0});
}

/* ---- for the operator ---- */

static bool history_read(struct store *store, ledger_trust_visit *visit, void *context)
{
    struct sql *sql = &store->sql;

    if (!sql_begin(sql, SQL_READS) || !sql_start(sql, SQL_TRUST_ALL, NULL, 0)) return false;
    while (sql_next(sql, SQL_TRUST_ALL)) {
        const struct ledger_trust trust = {.time_ns = sql_integer(sql, SQL_TRUST_ALL, 0),
                                           .required = sql_integer(sql, SQL_TRUST_ALL, 1) != 0,
                                           .reason = sql_bytes(sql, SQL_TRUST_ALL, 2)};

        if (visit(context, &trust)) continue;
        sql_finish(sql, SQL_TRUST_ALL);
        break;
    }
    return sql->fault == SQL_FAULT_NONE;
}

bool ledger_trust_history(struct ledger *ledger, ledger_trust_visit *visit, void *context)
{
    struct store *store = ledger->store;
    bool read;

    pthread_mutex_lock(&store->lock);
    read = history_read(store, visit, context);
    sql_end(&store->sql);
    pthread_mutex_unlock(&store->lock);
    return read;
}

bool ledger_trust_waive(struct ledger *ledger, int64_t now_ns, struct fg_text reason, bool *waived)
{
    const struct store_calls *calls = ledger->calls;
    struct store *store = ledger->store;
    const struct rulebook *rulebook;
    int64_t engine_ns;
    bool done;

    *waived = false;
    done = calls->begin(store, INT64_MIN, &engine_ns, &rulebook) &&
           sql_trust_is_required(store, waived);
    if (done && *waived) done = add(store, now_ns, false, reason) && calls->commit(store);
    calls->end(store);
    return done;
}

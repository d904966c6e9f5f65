/* SPDX-License-Identifier: Apache-2.0
 * Whether the documents of this ledger's gateways must be signed: once that was so, it is so for
 * good. */
#include "ledger/sql_maintenance.h"
#include "ledger/sql_store.h"

bool sql_trust_read(struct sql *sql, bool *required, int64_t *since_ns)
{
    *required = false;
    *since_ns = 0;
    if (!sql_start(sql, SQL_TRUST_SINCE, NULL, 0)) return false;
    if (sql_next(sql, SQL_TRUST_SINCE)) {
        *required = true;
        *since_ns = sql_integer(sql, SQL_TRUST_SINCE, 0);
        sql_finish(sql, SQL_TRUST_SINCE);
    }
    return sql->fault == SQL_FAULT_NONE;
}

bool sql_trust_is_required(struct store *store, bool *required)
{
    int64_t since_ns;

    return sql_trust_read(&store->sql, required, &since_ns);
}

/* Nothing else in the row `status` need change, so the change is counted here. */
bool sql_require_trust(struct store *store, int64_t now_ns)
{
    const struct sql_value values[] = {sql_of_integer(now_ns)};

    store->status.changes++;
    return sql_run(&store->sql, SQL_TRUST_ADD, values, SQL_COUNT(values));
}

bool ledger_trust_is_required(struct ledger *ledger, bool *required)
{
    struct store *store = ledger->store;
    bool read;

    pthread_mutex_lock(&store->lock);
    read = sql_begin(&store->sql, SQL_READS) && sql_trust_is_required(store, required);
    sql_end(&store->sql);
    pthread_mutex_unlock(&store->lock);
    return read;
}

/* SPDX-License-Identifier: Apache-2.0
 * Names and their numbers: asked of the database once, then of this process's copy. Names are never
 * changed or removed. */
#include "ledger/sql_store.h"

static const struct sql_name *remember(struct store *store, int64_t id, struct fg_text text)
{
    const struct sql_name *name = sql_names_add(&store->names, id, text);

    if (name == NULL) sql_fail(&store->sql, SQL_FAULT_MEMORY);
    return name;
}

bool sql_name_find(struct store *store, struct fg_text text, int64_t *id)
{
    const struct sql_value values[] = {sql_of_text(text)};
    const struct sql_name *name = sql_names_by_text(&store->names, text);

    *id = name != NULL ? name->id : 0;
    if (name != NULL) return true;
    if (!sql_start(&store->sql, SQL_NAME_BY_TEXT, values, SQL_COUNT(values))) return false;
    if (!sql_next(&store->sql, SQL_NAME_BY_TEXT)) return store->sql.fault == SQL_FAULT_NONE;
    *id = sql_integer(&store->sql, SQL_NAME_BY_TEXT, 0);
    sql_finish(&store->sql, SQL_NAME_BY_TEXT);
    return remember(store, *id, text) != NULL;
}

bool sql_name_id(struct store *store, struct fg_text text, int64_t *id)
{
    struct sql_value values[2];

    if (!sql_name_find(store, text, id)) return false;
    if (*id != 0) return true;
    *id = ++store->status.last_name;
    values[0] = sql_of_integer(*id);
    values[1] = sql_of_text(text);
    return sql_run(&store->sql, SQL_NAME_ADD, values, SQL_COUNT(values)) &&
           remember(store, *id, text) != NULL;
}

const struct sql_name *sql_name(struct store *store, int64_t id)
{
    const struct sql_value values[] = {sql_of_integer(id)};
    const struct sql_name *name = sql_names_by_id(&store->names, id);

    if (name != NULL) return name;
    if (!sql_start(&store->sql, SQL_NAME_BY_ID, values, SQL_COUNT(values))) return NULL;
    if (!sql_next(&store->sql, SQL_NAME_BY_ID)) {
        sql_fail(&store->sql, SQL_FAULT_DAMAGED);
        return NULL;
    }
    name = remember(store, id, sql_bytes(&store->sql, SQL_NAME_BY_ID, 0));
    sql_finish(&store->sql, SQL_NAME_BY_ID);
    return name;
}

/* SPDX-License-Identifier: Apache-2.0
 * Answering a question about what stands: one walk along the index of standing charges, under the
 * key of each epoch in which a charge may have been filed. */
#include "ledger/sql_store.h"

/* Keys to look under; at least one. */
struct keys {
    struct hash128 list[KEY_EPOCHS_MAX];
    uint32_t count;
};

/* Whether a question is about these, as far as it names payer and subject. */
static bool is_about(const struct sql_identities *identities, const struct question *question)
{
    bool payer_counts = (question->fields & KEY_PAYER) != 0;
    bool subject_counts = (question->fields & KEY_SUBJECT) != 0;

    return identities->known &&
           (!payer_counts || hash_equal(question->payer, identities->asked_payer)) &&
           (!subject_counts || hash_equal(question->subject, identities->asked_subject));
}

static struct keys keys_of(const struct store *store, const struct question *question)
{
    const struct sql_identities *identities =
        is_about(&store->asker, question) ? &store->asker : &store->of_row;
    struct question asked = *question;
    struct keys keys = {.count = 0};

    if (question->tag == TAG_UNIFORM || !is_about(identities, question)) {
        keys.list[keys.count++] = sql_key(store, question);
        return keys;
    }
    for (uint32_t i = identities->first; i <= identities->last; i++) {
        asked.payer = identities->payer.epochs[i];
        asked.subject = identities->subject.epochs[i];
        keys.list[keys.count++] = sql_key(store, &asked);
    }
    return keys;
}

/* What was pruned cannot be asked for any more. False: the days of the question reach back to it,
 * or the ledger failed. */
static bool is_kept(struct store *store, const struct question *question)
{
    struct sql_value values[1];
    int64_t name, day = DAY_NONE;

    if (question->days.from >= store->status.horizon_day) return true;
    if (!sql_name_find(store, question->name, &name)) return false;
    if (name == 0) return true;
    values[0] = sql_of_integer(name);
    if (!sql_start(&store->sql, SQL_PRUNED_AT, values, SQL_COUNT(values))) return false;
    if (!sql_next(&store->sql, SQL_PRUNED_AT)) return store->sql.fault == SQL_FAULT_NONE;
    day = sql_integer(&store->sql, SQL_PRUNED_AT, question->order == ORDER_BASIS_DATE ? 0 : 1);
    sql_finish(&store->sql, SQL_PRUNED_AT);
    return question->days.from > day;
}

static bool ask(struct store *store, enum sql_statement statement, const struct question *question,
                const struct keys *keys)
{
    struct sql_value values[13] = {
        sql_of_hash(&keys->list[0]),
        sql_of_integer(question->days.from),
        sql_of_integer(question->days.to),
        sql_of_integer(question->order == ORDER_BASIS_DATE ? 1 : 2),
        sql_of_integer(store->now_ns),
    };
    int count = 5;
    int64_t reduction;

    for (uint32_t i = 1; keys->count > 1 && i < KEY_EPOCHS_MAX; i++) {
        values[count++] = sql_of_hash(&keys->list[i < keys->count ? i : 0]);
    }
    if (question->tag == TAG_REDUCTION) {
        if (!sql_name_find(store, question->name, &reduction)) return false;
        values[count++] = sql_of_integer(reduction);
    }
    return sql_start(&store->sql, statement, values, count);
}

static bool name_text(struct store *store, int64_t id, struct fg_text *text)
{
    const struct sql_name *name;

    *text = (struct fg_text){NULL, 0, 0};
    if (id == 0) return true;
    name = sql_name(store, id);
    if (name != NULL) *text = name->text;
    return name != NULL;
}

/* An answer; its id is copied, because a finding may name it as long as the claim lasts. Reliefs
 * are those of the reduction that was asked for: no other question looks at them. */
static bool take_answer(struct store *store, enum sql_statement statement,
                        const struct question *question, struct standing_relief *relief,
                        struct standing *standing)
{
    struct sql *sql = &store->sql;

    *standing = (struct standing){.txn = arena_text(&store->texts, sql_bytes(sql, statement, 0))};
    if (store->texts.failed) return sql_fail(sql, SQL_FAULT_MEMORY);
    standing->payer = sql_hash(sql, statement, 3);
    standing->subject = sql_hash(sql, statement, 4);
    standing->time_ns = sql_integer(sql, statement, 5);
    standing->basis_day = (int32_t)sql_integer(sql, statement, 6);
    standing->charge_day = (int32_t)sql_integer(sql, statement, 7);
    standing->amount_fen = sql_integer(sql, statement, 8);
    standing->refunded_fen = sql_integer(sql, statement, 9);
    standing->quantity_micro = sql_integer(sql, statement, 10);
    if (question->tag == TAG_REDUCTION) {
        *relief = (struct standing_relief){question->name, sql_integer(sql, statement, 11)};
        standing->reliefs = relief;
        standing->relief_count = 1;
    }
    return name_text(store, sql_integer(sql, statement, 1), &standing->item) &&
           name_text(store, sql_integer(sql, statement, 2), &standing->group) &&
           sql->fault == SQL_FAULT_NONE;
}

bool sql_list(void *context, const struct question *question, standing_visit *visit,
              void *visit_context)
{
    struct store *store = context;
    struct keys keys = keys_of(store, question);
    bool reliefs = question->tag == TAG_REDUCTION;
    enum sql_statement statement = keys.count > 1
                                       ? (reliefs ? SQL_LIST_RELIEFS_EPOCHS : SQL_LIST_EPOCHS)
                                       : (reliefs ? SQL_LIST_RELIEFS : SQL_LIST);

    if (store->sql.fault != SQL_FAULT_NONE || !is_kept(store, question)) return false;
    if (!ask(store, statement, question, &keys)) return false;
    while (sql_next(&store->sql, statement)) {
        struct standing_relief relief;
        struct standing standing;

        if (take_answer(store, statement, question, &relief, &standing) &&
            visit(visit_context, &standing)) {
            continue;
        }
        sql_finish(&store->sql, statement);
        break;
    }
    return store->sql.fault == SQL_FAULT_NONE;
}

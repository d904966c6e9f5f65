/* SPDX-License-Identifier: Apache-2.0
 * Rows of charges: reading and writing them, and moving one from state to state with all that hangs
 * on its state. */
#include "ledger/sql_store.h"

enum { FLAG_DUPLICATE = 1, FLAG_INSTALMENTS = 2 };

bool sql_row_stands(enum charge_state state, const struct standing *standing)
{
    return state == STATE_RESERVED ||
           (state == STATE_COMMITTED &&
            (standing->amount_fen == 0 || standing->refunded_fen < standing->amount_fen));
}

/* ---- reading ---- */

static bool keep(struct store *store, struct fg_text bytes, struct fg_text *kept)
{
    *kept = arena_text(&store->texts, bytes);
    return !store->texts.failed || sql_fail(&store->sql, SQL_FAULT_MEMORY);
}

/* The text of a name; number 0 is the empty one. */
static bool name_text(struct store *store, int64_t id, struct fg_text *text)
{
    const struct sql_name *name;

    *text = (struct fg_text){NULL, 0, 0};
    if (id == 0) return true;
    name = sql_name(store, id);
    if (name == NULL) return false;
    *text = name->text;
    return true;
}

static bool period_of(struct store *store, int64_t id, const struct period **period)
{
    const struct sql_name *name;

    *period = NULL;
    if (id == 0) return true;
    name = sql_name(store, id);
    if (name == NULL) return false;
    if (!name->has_period) return sql_fail(&store->sql, SQL_FAULT_DAMAGED);
    *period = &name->period;
    return true;
}

static bool take_texts(struct store *store, enum sql_statement statement, struct sql_row *row)
{
    struct sql *sql = &store->sql;
    struct standing *standing = &row->stored.standing;

    return keep(store, sql_bytes(sql, statement, 2), &standing->txn) &&
           name_text(store, sql_integer(sql, statement, 3), &standing->item) &&
           name_text(store, sql_integer(sql, statement, 4), &standing->group) &&
           period_of(store, sql_integer(sql, statement, 5), &row->stored.period) &&
           keep(store, sql_bytes(sql, statement, 20), &row->earlier) &&
           keep(store, sql_bytes(sql, statement, 21), &row->uniform);
}

bool sql_row_take(struct store *store, enum sql_statement statement, struct sql_row *row)
{
    struct sql *sql = &store->sql;
    struct stored *stored = &row->stored;
    int64_t flags = sql_integer(sql, statement, 16);

    *row = (struct sql_row){.id = sql_integer(sql, statement, 0),
                            .kept_state = (enum charge_state)sql_integer(sql, statement, 1),
                            .epoch = (uint32_t)sql_integer(sql, statement, 8),
                            .decision = sql_integer(sql, statement, 19)};
    stored->standing.payer = sql_hash(sql, statement, 6);
    stored->standing.subject = sql_hash(sql, statement, 7);
    stored->standing.time_ns = sql_integer(sql, statement, 9);
    stored->standing.basis_day = (int32_t)sql_integer(sql, statement, 10);
    stored->standing.charge_day = (int32_t)sql_integer(sql, statement, 11);
    stored->standing.amount_fen = sql_integer(sql, statement, 12);
    stored->standing.quantity_micro = sql_integer(sql, statement, 13);
    stored->standing.refunded_fen = sql_integer(sql, statement, 14);
    stored->due_fen = sql_integer(sql, statement, 15);
    stored->duplicate_ran = (flags & FLAG_DUPLICATE) != 0;
    stored->instalments_ran = (flags & FLAG_INSTALMENTS) != 0;
    stored->expires_ns = sql_integer(sql, statement, 17);
    stored->content = sql_hash(sql, statement, 18);
    stored->state = row->kept_state;
    if (stored->state == STATE_RESERVED && stored->expires_ns <= store->now_ns) {
        stored->state = STATE_EXPIRED;
    }
    return take_texts(store, statement, row) && sql->fault == SQL_FAULT_NONE;
}

static bool row_read(struct store *store, enum sql_statement statement, struct sql_value by)
{
    bool taken;

    store->row.id = 0;
    if (!sql_start(&store->sql, statement, &by, 1)) return false;
    if (!sql_next(&store->sql, statement)) return store->sql.fault == SQL_FAULT_NONE;
    taken = sql_row_take(store, statement, &store->row);
    sql_finish(&store->sql, statement);
    return taken;
}

bool sql_row_read(struct store *store, struct fg_text txn)
{
    return row_read(store, SQL_CHARGE_BY_TXN, sql_of_text(txn));
}

bool sql_row_read_id(struct store *store, int64_t id)
{
    return row_read(store, SQL_CHARGE_BY_ID, sql_of_integer(id));
}

bool sql_row_reliefs(struct store *store, struct sql_row *row)
{
    const struct sql_value values[] = {sql_of_integer(row->id)};
    struct standing_relief *reliefs = NULL;
    uint32_t count = 0;

    if (row->has_reliefs) return true;
    if (!sql_start(&store->sql, SQL_RELIEFS_OF, values, SQL_COUNT(values))) return false;
    while (sql_next(&store->sql, SQL_RELIEFS_OF)) {
        int64_t id = sql_integer(&store->sql, SQL_RELIEFS_OF, 0);

        reliefs = arena_grow(&store->texts, reliefs, count, sizeof(*reliefs));
        if (reliefs == NULL || !name_text(store, id, &reliefs[count].id)) {
            sql_fail(&store->sql, SQL_FAULT_MEMORY);
            sql_finish(&store->sql, SQL_RELIEFS_OF);
            return false;
        }
        reliefs[count++].relief_fen = sql_integer(&store->sql, SQL_RELIEFS_OF, 1);
    }
    row->stored.standing.reliefs = reliefs;
    row->stored.standing.relief_count = count;
    row->has_reliefs = true;
    return store->sql.fault == SQL_FAULT_NONE;
}

/* ---- writing ---- */

/* An id is one reduction among those in effect on one day, so it comes once. */
static bool reliefs_add(struct store *store, int64_t charge, const struct standing *standing)
{
    for (uint32_t i = 0; i < standing->relief_count; i++) {
        struct sql_value values[3];
        int64_t id;

        if (!sql_name_id(store, standing->reliefs[i].id, &id)) return false;
        values[0] = sql_of_integer(charge);
        values[1] = sql_of_integer(id);
        values[2] = sql_of_integer(standing->reliefs[i].relief_fen);
        if (!sql_run(&store->sql, SQL_RELIEF_ADD, values, SQL_COUNT(values))) return false;
    }
    return true;
}

/* Numbers of what the charge names; 0 where it names nothing. */
struct row_names {
    int64_t item, group, period;
};

static bool names_of(struct store *store, const struct stored *stored, struct row_names *names)
{
    const struct standing *standing = &stored->standing;
    char text[PERIOD_TEXT_MAX];

    *names = (struct row_names){0, 0, 0};
    if (!sql_name_id(store, standing->item, &names->item)) return false;
    if (standing->group.size > 0 && !sql_name_id(store, standing->group, &names->group)) {
        return false;
    }
    return stored->period == NULL ||
           sql_name_id(store, (struct fg_text){text, sql_period_write(stored->period, text), 0},
                       &names->period);
}

/* What is mostly absent takes no room as NULL. */
static struct sql_value or_null(int64_t number)
{
    return number != 0 ? sql_of_integer(number) : (struct sql_value){0};
}

static struct sql_value bytes_or_null(struct fg_text bytes)
{
    return bytes.size > 0 ? sql_of_bytes(bytes.bytes, bytes.size) : (struct sql_value){0};
}

static bool row_write(struct store *store, const struct sql_row *row, const struct row_names *names)
{
    const struct stored *stored = &row->stored;
    const struct standing *standing = &stored->standing;
    int64_t flags = (stored->duplicate_ran ? FLAG_DUPLICATE : 0) |
                    (stored->instalments_ran ? FLAG_INSTALMENTS : 0);
    const struct sql_value values[] = {
        sql_of_integer(row->id),
        sql_of_integer((int64_t)row->kept_state),
        sql_of_text(standing->txn),
        sql_of_integer(names->item),
        or_null(names->group),
        or_null(names->period),
        sql_of_hash(&standing->payer),
        sql_of_hash(&standing->subject),
        sql_of_integer(row->epoch),
        sql_of_integer(standing->time_ns),
        sql_of_integer(standing->basis_day),
        sql_of_integer(standing->charge_day),
        sql_of_integer(standing->amount_fen),
        sql_of_integer(standing->quantity_micro),
        sql_of_integer(standing->refunded_fen),
        sql_of_integer(stored->due_fen),
        sql_of_integer(flags),
        sql_of_integer(stored->expires_ns),
        sql_of_hash(&stored->content),
        sql_of_integer(row->decision),
        bytes_or_null(row->earlier),
        bytes_or_null(row->uniform),
    };

    return sql_run(&store->sql, SQL_CHARGE_ADD, values, SQL_COUNT(values));
}

static void count_state(struct store *store, enum charge_state state, bool enters)
{
    struct ledger_counts *counts = &store->status.counts;
    uint64_t *count = state == STATE_RESERVED    ? &counts->reserved
                      : state == STATE_COMMITTED ? &counts->committed
                                                 : NULL;

    if (count != NULL) *count = enters ? *count + 1 : *count - 1;
}

bool sql_row_add(struct store *store, const struct stored *stored, const struct charge *charge)
{
    struct sql_row *row = &store->row;
    struct row_names names;

    /* The decision is what the trail is told next: the record of this claim. */
    *row = (struct sql_row){.stored = *stored,
                            .id = ++store->status.last_charge,
                            .kept_state = stored->state,
                            .epoch = charge->epoch,
                            .decision = (int64_t)store->status.head.position + 1,
                            .earlier = sql_earlier(store),
                            .has_reliefs = true};
    row->stored.standing.refunded_fen = 0;
    count_state(store, row->kept_state, true);
    return sql_uniform_keys(store, charge, &row->uniform) && names_of(store, stored, &names) &&
           row_write(store, row, &names) && reliefs_add(store, row->id, &stored->standing) &&
           sql_file(store, row);
}

bool sql_row_enter(struct store *store, struct sql_row *row, enum charge_state state)
{
    const struct sql_value values[] = {sql_of_integer((int64_t)state), sql_of_integer(row->id)};
    bool stood = sql_row_stands(row->kept_state, &row->stored.standing);
    bool stands = sql_row_stands(state, &row->stored.standing);

    if (stands && !stood && !sql_file(store, row)) return false;
    if (!stands && stood && !sql_unfile(store, row)) return false;
    if (!sql_run(&store->sql, SQL_CHARGE_STATE, values, SQL_COUNT(values))) return false;
    count_state(store, row->kept_state, false);
    count_state(store, state, true);
    row->kept_state = row->stored.state = state;
    return true;
}

bool sql_row_refund(struct store *store, struct sql_row *row, struct fg_text refund,
                    int64_t amount_fen)
{
    struct standing *standing = &row->stored.standing;
    const struct sql_value added[] = {sql_of_integer(row->id), sql_of_text(refund),
                                      sql_of_integer(amount_fen)};
    const struct sql_value total[] = {sql_of_integer(standing->refunded_fen + amount_fen),
                                      sql_of_integer(row->id)};
    bool stood = sql_row_stands(row->kept_state, standing);

    if (!sql_run(&store->sql, SQL_REFUND_ADD, added, SQL_COUNT(added))) return false;
    if (!sql_run(&store->sql, SQL_CHARGE_REFUNDED, total, SQL_COUNT(total))) return false;
    standing->refunded_fen += amount_fen;
    return !stood || sql_row_stands(row->kept_state, standing) || sql_unfile(store, row);
}

bool sql_row_remove(struct store *store, struct sql_row *row)
{
    const struct sql_value values[] = {sql_of_integer(row->id)};

    if (sql_row_stands(row->kept_state, &row->stored.standing) && !sql_unfile(store, row)) {
        return false;
    }
    count_state(store, row->kept_state, false);
    row->id = 0;
    return sql_run(&store->sql, SQL_RELIEFS_REMOVE, values, SQL_COUNT(values)) &&
           sql_run(&store->sql, SQL_REFUNDS_REMOVE, values, SQL_COUNT(values)) &&
           sql_run(&store->sql, SQL_CHARGE_REMOVE, values, SQL_COUNT(values));
}

/* ---- time ---- */

#define SWEEP_MAX 64 /* as SQL_CHARGE_OVERDUE gives */

bool sql_sweep(struct store *store)
{
    const struct sql_value values[] = {sql_of_integer(store->now_ns)};
    int64_t ids[SWEEP_MAX];
    int count = 0;

    if (store->status.counts.reserved == 0) return true;
    if (!sql_start(&store->sql, SQL_CHARGE_OVERDUE, values, SQL_COUNT(values))) return false;
    while (count < SWEEP_MAX && sql_next(&store->sql, SQL_CHARGE_OVERDUE)) {
        ids[count++] = sql_integer(&store->sql, SQL_CHARGE_OVERDUE, 0);
    }
    sql_finish(&store->sql, SQL_CHARGE_OVERDUE);
    for (int i = 0; i < count; i++) {
        if (!sql_row_read_id(store, ids[i])) return false;
        if (!sql_row_enter(store, &store->row, STATE_EXPIRED)) return false;
    }
    store->row.id = 0;
    return store->sql.fault == SQL_FAULT_NONE;
}

/* SPDX-License-Identifier: Apache-2.0
 * Pruning: a charge leaves when it is older than the retention and no rule can ask for it again. A
 * charge that is dated before what was pruned may still come in; so for each name the last day is
 * kept that was pruned, and a question that reaches back to it gets no answer. */
#include <stdlib.h>

#include "ledger/sql_maintenance.h"
#include "ledger/sql_store.h"
#include "rules/calendar.h"

#define ROWS_MAX 256  /* removed in one transaction */
#define IDS_SPAN 4096 /* examined in one transaction */

/* ---- what rules ask for ---- */

/* One way in which charges of a name are asked for. */
struct demand {
    enum tag tag;
    struct fg_text name;
    const struct period *period; /* NULL: a calendar unit, as below */
    enum per per;
    enum index_order order;
};

/* Sorted by tag and name. */
struct demands {
    struct arena arena;
    struct demand *list;
    size_t count;
};

static void demand_add(struct demands *demands, struct demand demand)
{
    demands->list =
        arena_grow(&demands->arena, demands->list, demands->count, sizeof(*demands->list));
    if (demands->list != NULL) demands->list[demands->count++] = demand;
}

static uint32_t tariff_units(const struct tariff *tariff)
{
    uint32_t units = 0;

    if (tariff == NULL) return 0;
    if (tariff->kind == TARIFF_BRACKETS && tariff->cumulative != PER_NONE) {
        units = 1U << tariff->cumulative;
    }
    units |= tariff_units(tariff->low) | tariff_units(tariff->high);
    for (uint32_t i = 0; i < tariff->child_count; i++) units |= tariff_units(tariff->children[i]);
    return units;
}

/* Calendar units in which standards count the quantities of an item. */
static void demand_counted(struct demands *demands, struct fg_text item,
                           const struct standard *standards, uint32_t count)
{
    uint32_t units = 0;

    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; j < standards[i].case_count; j++) {
            units |= tariff_units(standards[i].cases[j].tariff);
        }
    }
    for (enum per per = PER_DAY; per <= PER_ONCE; per++) {
        struct demand demand = {TAG_ITEM, item, NULL, per, ORDER_BASIS_DATE};

        if ((units & (1U << per)) != 0) demand_add(demands, demand);
    }
}

static void demand_item(struct demands *demands, const struct item *item)
{
    const struct period *period = item->period;
    struct demand demand = {TAG_ITEM, item->code, period, PER_NONE, ORDER_BASIS_DATE};

    demand_counted(demands, item->code, item->standards, item->standard_count);
    if (period != NULL) {
        demand_add(demands, demand);
        demand.tag = TAG_GROUP;
        demand.name = period->group;
        if (period->group.size > 0) demand_add(demands, demand);
    }
    if (item->uniform.count > 0) {
        demand_add(demands,
                   (struct demand){TAG_ITEM, item->code, NULL, PER_YEAR, ORDER_CHARGE_DATE});
    }
}

static int order_demands(const void *a, const void *b)
{
    const struct demand *left = a, *right = b;

    if (left->tag != right->tag) return left->tag < right->tag ? -1 : 1;
    return text_compare(left->name, right->name);
}

static bool demands_gather(const struct bundle *bundle, struct demands *demands)
{
    *demands = (struct demands){.count = 0};
    for (uint32_t i = 0; i < bundle->document_count; i++) {
        const struct document *document = bundle->documents[i];

        for (uint32_t j = 0; j < document->item_count; j++) {
            demand_item(demands, &document->items[j]);
        }
        for (uint32_t j = 0; j < document->amendment_count; j++) {
            const struct amendment *amendment = &document->amendments[j];

            demand_counted(demands, amendment->item, amendment->standards,
                           amendment->standard_count);
        }
        for (uint32_t j = 0; j < document->reduction_count; j++) {
            const struct reduction *reduction = &document->reductions[j];

            if (reduction->limit == NULL) continue;
            demand_add(demands, (struct demand){TAG_REDUCTION, reduction->id, NULL,
                                                reduction->limit->per, ORDER_BASIS_DATE});
        }
    }
    if (demands->count > 0) {
        qsort(demands->list, demands->count, sizeof(*demands->list), order_demands);
    }
    return !demands->arena.failed;
}

/* The last day on whose charges the demand can ask for this one. */
static int32_t last_day(const struct demand *demand, const struct standing *standing)
{
    const struct period *period = demand->period;
    enum per per = period != NULL ? period->per : demand->per;
    int32_t starts = period != NULL ? period->year_starts : 1;
    int32_t day = demand->order == ORDER_BASIS_DATE ? standing->basis_day : standing->charge_day;

    if (per == PER_NONE) return window_end(period, standing->charge_day);
    return bucket_days(per, starts, bucket_of(per, starts, day)).to;
}

static bool name_is_over(const struct demands *demands, enum tag tag, struct fg_text name,
                         const struct standing *standing, int32_t horizon_day)
{
    const struct demand wanted = {.tag = tag, .name = name};
    size_t low = 0, high = demands->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (order_demands(&demands->list[middle], &wanted) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < demands->count && order_demands(&demands->list[low], &wanted) == 0; low++) {
        if (last_day(&demands->list[low], standing) >= horizon_day) return false;
    }
    return true;
}

/* Whether no rule asks for a charge again, on the horizon or later. */
static bool is_over(const struct demands *demands, const struct standing *standing,
                    int32_t horizon_day)
{
    if (!name_is_over(demands, TAG_ITEM, standing->item, standing, horizon_day)) return false;
    if (standing->group.size > 0 &&
        !name_is_over(demands, TAG_GROUP, standing->group, standing, horizon_day)) {
        return false;
    }
    for (uint32_t i = 0; i < standing->relief_count; i++) {
        struct fg_text id = standing->reliefs[i].id;

        if (!name_is_over(demands, TAG_REDUCTION, id, standing, horizon_day)) return false;
    }
    return true;
}

/* ---- removing ---- */

/* Notes that charges of a name and of these days are gone. */
static bool note_name(struct store *store, struct fg_text text, const struct standing *standing)
{
    struct sql *sql = &store->sql;
    struct sql_value values[3];
    int64_t name, basis_day = standing->basis_day, charge_day = standing->charge_day;

    if (!sql_name_id(store, text, &name)) return false;
    values[0] = sql_of_integer(name);
    if (!sql_start(sql, SQL_PRUNED_AT, values, 1)) return false;
    if (sql_next(sql, SQL_PRUNED_AT)) {
        int64_t basis_before = sql_integer(sql, SQL_PRUNED_AT, 0);
        int64_t charge_before = sql_integer(sql, SQL_PRUNED_AT, 1);

        sql_finish(sql, SQL_PRUNED_AT);
        if (basis_before >= basis_day && charge_before >= charge_day) return true;
        if (basis_before > basis_day) basis_day = basis_before;
        if (charge_before > charge_day) charge_day = charge_before;
    }
    values[1] = sql_of_integer(basis_day);
    values[2] = sql_of_integer(charge_day);
    return sql_run(sql, SQL_PRUNED_ADD, values, SQL_COUNT(values));
}

static bool note(struct store *store, const struct standing *standing)
{
    if (!note_name(store, standing->item, standing)) return false;
    if (standing->group.size > 0 && !note_name(store, standing->group, standing)) return false;
    for (uint32_t i = 0; i < standing->relief_count; i++) {
        if (!note_name(store, standing->reliefs[i].id, standing)) return false;
    }
    return true;
}

struct pruning {
    struct store *store;
    const struct demands *demands;
    int32_t horizon_day;
    uint32_t rows_max;
    struct ledger_pruned *pruned;
    int64_t done; /* ids up to here were examined */
};

/* Removes one charge, unless a rule may ask for it. */
static bool remove_one(struct pruning *pruning, int64_t id)
{
    struct store *store = pruning->store;
    struct sql_row *row = &store->row;
    const struct standing *standing = &row->stored.standing;

    if (!sql_row_read_id(store, id) || !sql_row_reliefs(store, row)) return false;
    if (sql_row_stands(row->kept_state, standing)) {
        if (!is_over(pruning->demands, standing, pruning->horizon_day)) return true;
        if (!note(store, standing)) return false;
        if (store->status.horizon_day < pruning->horizon_day) {
            store->status.horizon_day = pruning->horizon_day;
        }
    }
    pruning->pruned->removed++;
    return sql_row_remove(store, row);
}

/* Ids of old charges in the next span; reservations are for time to end first. */
static bool find_old(struct pruning *pruning, int64_t *ids, uint32_t *count)
{
    struct sql *sql = &pruning->store->sql;
    const struct sql_value values[] = {sql_of_integer(pruning->done),
                                       sql_of_integer(pruning->done + IDS_SPAN)};
    int64_t to = pruning->done + IDS_SPAN;

    *count = 0;
    if (!sql_start(sql, SQL_CHARGE_DAYS, values, SQL_COUNT(values))) return false;
    while (sql_next(sql, SQL_CHARGE_DAYS)) {
        int64_t id = sql_integer(sql, SQL_CHARGE_DAYS, 0);

        pruning->pruned->examined++;
        if (sql_integer(sql, SQL_CHARGE_DAYS, 1) == STATE_RESERVED ||
            sql_integer(sql, SQL_CHARGE_DAYS, 2) >= pruning->horizon_day ||
            sql_integer(sql, SQL_CHARGE_DAYS, 3) >= pruning->horizon_day) {
            continue;
        }
        ids[(*count)++] = id;
        if (*count < pruning->rows_max) continue;
        to = id;
        sql_finish(sql, SQL_CHARGE_DAYS);
        break;
    }
    pruning->done = to;
    return sql->fault == SQL_FAULT_NONE;
}

/* One small transaction, with a turn of its own. */
static bool prune_some(struct ledger *ledger, struct pruning *pruning, int64_t *ids, bool *ends)
{
    struct store *store = ledger->store;
    const struct rulebook *rulebook;
    uint32_t count = 0;
    int64_t engine_ns;
    bool kept = ledger->calls->begin(store, INT64_MIN, &engine_ns, &rulebook) &&
                find_old(pruning, ids, &count);

    for (uint32_t i = 0; kept && i < count; i++) kept = remove_one(pruning, ids[i]);
    *ends = pruning->done >= store->status.last_charge;
    kept = kept && ledger->calls->commit(store);
    ledger->calls->end(store);
    return kept;
}

bool ledger_prune(struct ledger *ledger, const struct ledger_retention *retention,
                  struct ledger_pruned *pruned)
{
    struct demands demands;
    struct pruning pruning = {.store = ledger->store,
                              .demands = &demands,
                              .horizon_day = retention->today - retention->retention_days,
                              .rows_max = retention->rows_max > 0 ? retention->rows_max : ROWS_MAX,
                              .pruned = pruned};
    int64_t *ids = malloc(pruning.rows_max * sizeof(*ids));
    bool kept = ids != NULL, ends = false;

    *pruned = (struct ledger_pruned){0, 0};
    kept = demands_gather(retention->bundle, &demands) && kept;
    while (kept && !ends) kept = prune_some(ledger, &pruning, ids, &ends);
    arena_free(&demands.arena);
    free(ids);
    return kept;
}

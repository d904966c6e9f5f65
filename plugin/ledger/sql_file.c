/* SPDX-License-Identifier: Apache-2.0
 * Under which keys a standing charge is found. They do not depend on the bundle, but for <uniform>:
 * a ledger of millions cannot be filed anew at a reload. So a charge is filed by its item, its
 * group and each reduction with relief, for each choice of fields that a rule may ask by: by the
 * subject too where it has none, because a period of key="subject" then asks for the empty one. */
#include "ledger/sql_store.h"

enum { ORDERS_BASIS = 1, ORDERS_CHARGE = 2, ORDERS_BOTH = 3 };

struct hash128 sql_key(const struct store *store, const struct question *question)
{
    struct hasher hasher;
    struct hash128 none = {0, 0};
    bool payer_counts = (question->fields & KEY_PAYER) != 0;
    bool subject_counts = (question->fields & KEY_SUBJECT) != 0;
    struct hash128 first = payer_counts ? question->payer : none;
    struct hash128 second = subject_counts ? question->subject : none;

    if (question->tag == TAG_UNIFORM) first = question->values;
    hasher_begin(&hasher, &store->key);
    hasher_number(&hasher, (uint64_t)question->tag << 32 | question->fields);
    hasher_text(&hasher, question->name);
    hasher_number(&hasher, first.low);
    hasher_number(&hasher, first.high);
    hasher_number(&hasher, second.low);
    hasher_number(&hasher, second.high);
    return hasher_end(&hasher);
}

bool sql_uniform_keys(struct store *store, const struct charge *charge, struct fg_text *keys)
{
    const struct bundle *bundle = store->rulebook.bundle;
    const struct use *use =
        bundle != NULL ? table_get(&bundle->item_uses, charge->request->item) : NULL;
    struct hash128 *list;
    uint32_t count = 0;

    *keys = (struct fg_text){NULL, 0, 0};
    if (use == NULL || use->uniform_count == 0) return true;
    list = arena_take(&store->texts, use->uniform_count * sizeof(*list));
    if (list == NULL) return sql_fail(&store->sql, SQL_FAULT_MEMORY);
    for (uint32_t i = 0; i < use->uniform_count; i++) {
        struct question question = {.tag = TAG_UNIFORM, .name = charge->request->item};

        if (!uniform_values(&use->uniforms[i], charge, &store->key, &question.values)) continue;
        list[count++] = sql_key(store, &question);
    }
    *keys = (struct fg_text){(const char *)list, count * (uint32_t)sizeof(*list), 0};
    return true;
}

/* A walk over the places of one row. */
struct walk {
    struct store *store;
    const struct sql_row *row;
    sql_place_visit *visit;
    void *context;
};

static bool visit_key(const struct walk *walk, struct hash128 key)
{
    const struct standing *standing = &walk->row->stored.standing;
    struct sql_place place = {key, standing->basis_day, ORDERS_BOTH};

    if (standing->basis_day == standing->charge_day) {
        return walk->visit(walk->store, walk->row, &place, walk->context);
    }
    place.orders = ORDERS_BASIS;
    if (!walk->visit(walk->store, walk->row, &place, walk->context)) return false;
    place.orders = ORDERS_CHARGE;
    place.day = standing->charge_day;
    return walk->visit(walk->store, walk->row, &place, walk->context);
}

static bool visit_name(const struct walk *walk, enum tag tag, struct fg_text name)
{
    const struct standing *standing = &walk->row->stored.standing;
    struct question question = {
        .tag = tag, .name = name, .payer = standing->payer, .subject = standing->subject};

    for (uint32_t fields = KEY_PAYER; fields <= KEY_BOTH; fields++) {
        question.fields = fields;
        if (!visit_key(walk, sql_key(walk->store, &question))) return false;
    }
    return true;
}

bool sql_places(struct store *store, const struct sql_row *row, sql_place_visit *visit,
                void *context)
{
    const struct standing *standing = &row->stored.standing;
    const struct walk walk = {store, row, visit, context};
    struct sql_place place = {{0, 0}, standing->charge_day, ORDERS_CHARGE};

    if (!visit_name(&walk, TAG_ITEM, standing->item)) return false;
    if (standing->group.size > 0 && !visit_name(&walk, TAG_GROUP, standing->group)) return false;
    for (uint32_t i = 0; i < standing->relief_count; i++) {
        if (!visit_name(&walk, TAG_REDUCTION, standing->reliefs[i].id)) return false;
    }
    for (uint32_t at = 0; at + sizeof(place.key) <= row->uniform.size; at += sizeof(place.key)) {
        memcpy(&place.key, row->uniform.bytes + at, sizeof(place.key));
        if (!visit(store, row, &place, context)) return false;
    }
    return true;
}

static bool place_add(struct store *store, const struct sql_row *row, const struct sql_place *place,
                      void *context)
{
    const struct sql_value values[] = {sql_of_hash(&place->key), sql_of_integer(place->day),
                                       sql_of_integer(row->id), sql_of_integer(place->orders)};

    (void)context;
    return sql_run(&store->sql, SQL_STANDING_ADD, values, SQL_COUNT(values));
}

static bool place_remove(struct store *store, const struct sql_row *row,
                         const struct sql_place *place, void *context)
{
    const struct sql_value values[] = {sql_of_hash(&place->key), sql_of_integer(place->day),
                                       sql_of_integer(row->id)};

    (void)context;
    return sql_run(&store->sql, SQL_STANDING_REMOVE, values, SQL_COUNT(values));
}

bool sql_file(struct store *store, struct sql_row *row)
{
    return sql_row_reliefs(store, row) && sql_places(store, row, place_add, NULL);
}

bool sql_unfile(struct store *store, struct sql_row *row)
{
    return sql_row_reliefs(store, row) && sql_places(store, row, place_remove, NULL);
}

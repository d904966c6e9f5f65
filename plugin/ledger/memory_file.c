/* SPDX-License-Identifier: Apache-2.0
 * Keys are digests of what is asked for: the name, the fields that count, the order. */
#include "ledger/memory_file.h"

struct hash128 memory_file_key(const struct store *store, const struct question *question)
{
    struct {
        struct hash128 name, payer_or_values, subject;
        uint64_t tag; /* with fields and order */
    } parts = {.name = hash_text(&store->key, question->name)};

    parts.tag = (uint64_t)question->tag << 32 | question->fields << 8 | (uint32_t)question->order;
    if ((question->fields & KEY_PAYER) != 0) parts.payer_or_values = question->payer;
    if ((question->fields & KEY_SUBJECT) != 0) parts.subject = question->subject;
    if (question->tag == TAG_UNIFORM) parts.payer_or_values = question->values;
    return hash_bytes(&store->key, &parts, sizeof(parts));
}

/* What to do with an entry under one of its keys. */
typedef bool file_action(struct store *store, struct hash128 key, enum index_order order,
                         struct entry *entry);

static bool for_kinds(struct store *store, struct entry *entry, enum tag tag, struct fg_text name,
                      const struct use *use, file_action *action)
{
    const struct standing *standing = &entry->stored.standing;

    if (use == NULL) return true;
    for (uint32_t fields = KEY_PAYER; fields <= KEY_BOTH; fields++) {
        for (uint32_t order = ORDER_BASIS_DATE; order <= ORDER_CHARGE_DATE; order++) {
            struct question question = {.tag = tag,
                                        .name = name,
                                        .fields = fields,
                                        .order = (enum index_order)order,
                                        .payer = standing->payer,
                                        .subject = standing->subject};

            if ((use->index_kinds & (1U << INDEX_KIND(fields, order))) == 0) continue;
            if (!action(store, memory_file_key(store, &question), question.order, entry))
                return false;
        }
    }
    return true;
}

static bool for_each_key(struct store *store, struct entry *entry, file_action *action)
{
    const struct bundle *bundle = store->rulebook.bundle;
    const struct standing *standing = &entry->stored.standing;

    if (!for_kinds(store, entry, TAG_ITEM, standing->item,
                   table_get(&bundle->item_uses, standing->item), action)) {
        return false;
    }
    if (standing->group.size > 0 &&
        !for_kinds(store, entry, TAG_GROUP, standing->group,
                   table_get(&bundle->group_uses, standing->group), action)) {
        return false;
    }
    for (uint32_t i = 0; i < standing->relief_count; i++) {
        struct fg_text id = standing->reliefs[i].id;

        if (!for_kinds(store, entry, TAG_REDUCTION, id, table_get(&bundle->reduction_uses, id),
                       action)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < entry->uniform_count; i++) {
        if (!action(store, entry->uniform_keys[i], ORDER_CHARGE_DATE, entry)) return false;
    }
    return true;
}

static bool action_remove(struct store *store, struct hash128 key, enum index_order order,
                          struct entry *entry)
{
    file_remove(&store->files, key, order, entry);
    return true;
}

static bool action_add(struct store *store, struct hash128 key, enum index_order order,
                       struct entry *entry)
{
    return file_add(&store->files, key, order, entry);
}

bool memory_file_again(struct store *store, struct entry *entry)
{
    return for_each_key(store, entry, action_add);
}

void memory_unfile(struct store *store, struct entry *entry)
{
    if (!entry->filed) return;
    for_each_key(store, entry, action_remove);
    entry->filed = false;
}

bool memory_file(struct store *store, struct entry *entry)
{
    if (entry->filed) return true;
    entry->filed = true;
    if (for_each_key(store, entry, action_add)) return true;
    memory_unfile(store, entry); /* under keys where it was not added, removal finds nothing */
    return false;
}

uint32_t memory_uniform_keys(const struct store *store, const struct use *use,
                             const struct charge *charge, struct hash128 *keys)
{
    uint32_t count = 0;

    for (uint32_t i = 0; use != NULL && i < use->uniform_count; i++) {
        struct question question = {
            .tag = TAG_UNIFORM, .name = charge->request->item, .order = ORDER_CHARGE_DATE};

        if (!uniform_values(&use->uniforms[i], charge, &store->key, &question.values)) continue;
        keys[count++] = memory_file_key(store, &question);
    }
    return count;
}

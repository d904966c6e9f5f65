/* SPDX-License-Identifier: Apache-2.0
 * Keys are digests of what is asked for: by whose rules, the fields that count, the order. Files
 * live no longer than the bundle at hand, so the address of a use is as good as its name. */
#include "ledger/memory_file.h"

static const struct use *use_of(const struct store *store, enum tag tag, struct fg_text name)
{
    const struct bundle *bundle = store->rulebook.bundle;

    if (name.size == 0) return NULL;
    if (tag == TAG_GROUP) return table_get(&bundle->group_uses, name);
    return table_get(tag == TAG_REDUCTION ? &bundle->reduction_uses : &bundle->item_uses, name);
}

static struct hash128 key_of(const struct store *store, const struct question *question,
                             const struct use *use)
{
    struct hasher hasher;

    hasher_begin(&hasher, &store->key);
    hasher_number(&hasher, (uint64_t)(uintptr_t)use);
    hasher_number(&hasher, (uint64_t)question->tag << 32 | question->fields << 8 |
                               (uint32_t)question->order);
    if ((question->fields & KEY_PAYER) != 0) {
        hasher_number(&hasher, question->payer.low);
        hasher_number(&hasher, question->payer.high);
    }
    if ((question->fields & KEY_SUBJECT) != 0) {
        hasher_number(&hasher, question->subject.low);
        hasher_number(&hasher, question->subject.high);
    }
    return hasher_end(&hasher);
}

/* A <uniform> key outlives the bundle by which a charge was filed: by name. */
static struct hash128 uniform_key(const struct store *store, const struct question *question)
{
    struct hasher hasher;

    hasher_begin(&hasher, &store->key);
    hasher_text(&hasher, question->name);
    hasher_number(&hasher, question->values.low);
    hasher_number(&hasher, question->values.high);
    return hasher_end(&hasher);
}

bool memory_file_key(const struct store *store, const struct question *question,
                     struct hash128 *key)
{
    const struct use *use = question->use;

    if (question->tag == TAG_UNIFORM) {
        *key = uniform_key(store, question);
        return true;
    }
    if (use == NULL) use = use_of(store, question->tag, question->name);
    if (use == NULL) return false;
    *key = key_of(store, question, use);
    return (use->index_kinds & (1U << INDEX_KIND(question->fields, question->order))) != 0;
}

/* What to do with an entry under one of its keys. */
typedef bool file_action(struct store *store, struct hash128 key, enum index_order order,
                         struct entry *entry);

static bool for_kinds(struct store *store, struct entry *entry, enum tag tag, const struct use *use,
                      file_action *action)
{
    const struct standing *standing = &entry->stored.standing;
    struct question question = {.tag = tag, .payer = standing->payer, .subject = standing->subject};

    if (use == NULL) return true;
    for (uint32_t kinds = use->index_kinds; kinds != 0; kinds &= kinds - 1) {
        uint32_t kind = (uint32_t)__builtin_ctz(kinds);

        question.fields = INDEX_KIND_FIELDS(kind);
        question.order = INDEX_KIND_ORDER(kind);
        if (!action(store, key_of(store, &question, use), question.order, entry)) return false;
    }
    return true;
}

static bool for_each_key(struct store *store, struct entry *entry, file_action *action)
{
    const struct standing *standing = &entry->stored.standing;

    if (!for_kinds(store, entry, TAG_ITEM, entry->stored.item_use, action) ||
        !for_kinds(store, entry, TAG_GROUP, entry->stored.group_use, action)) {
        return false;
    }
    for (uint32_t i = 0; i < standing->relief_count; i++) {
        const struct use *use = use_of(store, TAG_REDUCTION, standing->reliefs[i].id);

        if (!for_kinds(store, entry, TAG_REDUCTION, use, action)) return false;
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

void memory_find_uses(const struct store *store, struct entry *entry)
{
    struct stored *stored = &entry->stored;

    stored->item_use = use_of(store, TAG_ITEM, stored->standing.item);
    stored->group_use = use_of(store, TAG_GROUP, stored->standing.group);
}

bool memory_file_again(struct store *store, struct entry *entry)
{
    return !entry->filed || for_each_key(store, entry, action_add);
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
        keys[count++] = uniform_key(store, &question);
    }
    return count;
}

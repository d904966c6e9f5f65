/* SPDX-License-Identifier: Apache-2.0
 * Keys are digests of what is asked for: the name (by the address of its shared copy), the fields
 * that count, the order. */
#include "ledger/memory_file.h"

static struct hash128 key_of(const struct store *store, const struct question *question,
                             const struct shared_text *name)
{
    struct hasher hasher;

    hasher_begin(&hasher, &store->key);
    hasher_number(&hasher, (uint64_t)(uintptr_t)name);
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
    const struct shared_text *name;

    if (question->tag == TAG_UNIFORM) {
        *key = uniform_key(store, question);
        return true;
    }
    name = question->use != NULL ? store->names[question->use->number]
                                 : shared_find(&store->shared, question->name);
    if (name == NULL) return false;
    *key = key_of(store, question, name);
    return (name->ready[question->tag] & 1U << INDEX_KIND(question->fields, question->order)) != 0;
}

/* ---- under every key ---- */

/* What to do with an entry under one of its keys. */
typedef bool file_action(struct file_table *files, struct hash128 key, enum index_order order,
                         struct entry *entry);

static bool for_name(struct store *store, struct entry *entry, enum tag tag, struct fg_text text,
                     file_action *action)
{
    const struct standing *standing = &entry->stored.standing;
    struct question question = {.tag = tag, .payer = standing->payer, .subject = standing->subject};
    const struct shared_text *name;

    if (text.size == 0) return true;
    name = shared_of(text);
    for (uint32_t kinds = name->filed[tag]; kinds != 0; kinds &= kinds - 1) {
        uint32_t kind = (uint32_t)__builtin_ctz(kinds);

        question.fields = INDEX_KIND_FIELDS(kind);
        question.order = INDEX_KIND_ORDER(kind);
        if (!action(&store->files, key_of(store, &question, name), question.order, entry)) {
            return false;
        }
    }
    return true;
}

static bool for_each_key(struct store *store, struct entry *entry, file_action *action)
{
    const struct standing *standing = &entry->stored.standing;

    if (!for_name(store, entry, TAG_ITEM, standing->item, action) ||
        !for_name(store, entry, TAG_GROUP, standing->group, action)) {
        return false;
    }
    for (uint32_t i = 0; i < standing->relief_count; i++) {
        if (!for_name(store, entry, TAG_REDUCTION, standing->reliefs[i].id, action)) return false;
    }
    for (uint32_t i = 0; i < entry->uniform_count; i++) {
        if (!action(&store->files, entry->uniform_keys[i], ORDER_CHARGE_DATE, entry)) return false;
    }
    return true;
}

static bool action_remove(struct file_table *files, struct hash128 key, enum index_order order,
                          struct entry *entry)
{
    file_remove(files, key, order, entry);
    return true;
}

bool memory_file(struct store *store, struct entry *entry)
{
    return for_each_key(store, entry, file_add);
}

/* Under keys where it was not added, removal finds nothing. */
void memory_unfile(struct store *store, struct entry *entry)
{
    for_each_key(store, entry, action_remove);
}

static bool grew(struct fg_text name)
{
    return name.size > 0 && shared_of(name)->grew;
}

bool memory_names_grew(const struct entry *entry)
{
    const struct standing *standing = &entry->stored.standing;

    if (grew(standing->item) || grew(standing->group)) return true;
    for (uint32_t i = 0; i < standing->relief_count; i++) {
        if (grew(standing->reliefs[i].id)) return true;
    }
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

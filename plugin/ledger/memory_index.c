/* SPDX-License-Identifier: Apache-2.0
 * Open addressing with linear probing; the keyed hash of an id or key is its own place. A file with
 * one charge, the usual case, needs no array. */
#include "ledger/memory_index.h"

#include "base/pages.h"

#include <stdlib.h>

#define SLOTS_FIRST 1024

/* ---- by id ---- */

bool id_table_init(struct id_table *table)
{
    *table =
        (struct id_table){pages_take(SLOTS_FIRST * sizeof(struct id_slot)), SLOTS_FIRST - 1, 0};
    return table->slots != NULL;
}

void id_table_free(struct id_table *table)
{
    pages_give(table->slots, (table->mask + 1) * sizeof(struct id_slot));
    table->slots = NULL;
}

void id_table_foresee(const struct id_table *table, uint64_t tag)
{
    __builtin_prefetch(&table->slots[tag & table->mask]);
}

struct entry *id_table_get(const struct id_table *table, uint64_t tag, struct fg_text txn)
{
    for (size_t at = tag & table->mask; table->slots[at].entry != NULL;
         at = (at + 1) & table->mask) {
        const struct id_slot *slot = &table->slots[at];

        if (slot->tag == tag && text_equal(slot->entry->stored.standing.txn, txn)) {
            return slot->entry;
        }
    }
    return NULL;
}

static void id_slot_fill(struct id_table *table, struct entry *entry)
{
    size_t at = entry->tag & table->mask;

    while (table->slots[at].entry != NULL) at = (at + 1) & table->mask;
    table->slots[at] = (struct id_slot){entry->tag, entry};
}

bool id_table_reserve(struct id_table *table)
{
    struct id_table larger;
    size_t slots = table->mask + 1;

    if ((table->count + 1) * 10 <= slots * 7) return true;
    larger = (struct id_table){pages_take(slots * 2 * sizeof(struct id_slot)), slots * 2 - 1,
                               table->count};
    if (larger.slots == NULL) return false;
    for (size_t i = 0; i < slots; i++) {
        if (table->slots[i].entry != NULL) id_slot_fill(&larger, table->slots[i].entry);
    }
    id_table_free(table);
    *table = larger;
    return true;
}

void id_table_put(struct id_table *table, struct entry *entry)
{
    id_slot_fill(table, entry);
    table->count++;
}

/* Closes the gap: later entries of the same run move up if their own place allows it. */
void id_table_remove(struct id_table *table, const struct entry *entry)
{
    size_t gap = entry->tag & table->mask;

    while (table->slots[gap].entry != entry) gap = (gap + 1) & table->mask;
    for (size_t at = (gap + 1) & table->mask; table->slots[at].entry != NULL;
         at = (at + 1) & table->mask) {
        size_t home = table->slots[at].tag & table->mask;

        if (((at - home) & table->mask) < ((at - gap) & table->mask)) continue;
        table->slots[gap] = table->slots[at];
        gap = at;
    }
    table->slots[gap].entry = NULL;
    table->count--;
}

/* ---- standing charges by key ---- */

bool file_table_init(struct file_table *table)
{
    *table = (struct file_table){pages_take(SLOTS_FIRST * sizeof(struct file)), SLOTS_FIRST - 1, 0};
    return table->slots != NULL;
}

void file_table_free(struct file_table *table)
{
    for (size_t i = 0; table->slots != NULL && i <= table->mask; i++) {
        if (table->slots[i].capacity > 0) free(table->slots[i].entries.many);
    }
    pages_give(table->slots, (table->mask + 1) * sizeof(struct file));
    table->slots = NULL;
}

static bool is_used(const struct file *file)
{
    return (file->key.low | file->key.high) != 0;
}

/* The slot of a key, or the empty one where it would go. */
static struct file *file_slot(const struct file_table *table, struct hash128 key)
{
    size_t at = key.low & table->mask;

    while (is_used(&table->slots[at]) && !hash_equal(table->slots[at].key, key)) {
        at = (at + 1) & table->mask;
    }
    return &table->slots[at];
}

/* Room for one more key. Files that became empty are dropped when the table is rebuilt. */
static bool file_table_reserve(struct file_table *table)
{
    struct file_table larger = {NULL, table->mask, 0};
    size_t live = 0;

    if ((table->used + 1) * 10 <= (table->mask + 1) * 7) return true;
    for (size_t i = 0; i <= table->mask; i++) live += table->slots[i].count > 0;
    if (live * 2 > table->mask / 2) larger.mask = table->mask * 2 + 1;
    larger.slots = pages_take((larger.mask + 1) * sizeof(struct file));
    if (larger.slots == NULL) return false;
    for (size_t i = 0; i <= table->mask; i++) {
        struct file *file = &table->slots[i];

        if (file->count > 0) {
            *file_slot(&larger, file->key) = *file;
            larger.used++;
        } else if (file->capacity > 0) {
            free(file->entries.many);
        }
    }
    pages_give(table->slots, (table->mask + 1) * sizeof(struct file));
    *table = larger;
    return true;
}

static struct entry *const *file_entries(const struct file *file)
{
    return file->capacity > 0 ? file->entries.many : &file->entries.one;
}

static int32_t date_of(const struct entry *entry, enum index_order order)
{
    const struct standing *standing = &entry->stored.standing;

    return order == ORDER_BASIS_DATE ? standing->basis_day : standing->charge_day;
}

static int entry_compare(const struct entry *a, const struct entry *b, enum index_order order)
{
    const struct standing *left = &a->stored.standing, *right = &b->stored.standing;
    int32_t left_day = date_of(a, order), right_day = date_of(b, order);

    if (left_day != right_day) return left_day < right_day ? -1 : 1;
    if (left->time_ns != right->time_ns) return left->time_ns < right->time_ns ? -1 : 1;
    return text_compare(left->txn, right->txn);
}

/* Index of the first entry that is not before `entry`. Most charges come in order of time: the end
 * is tried first. */
static uint32_t file_position(const struct file *file, enum index_order order,
                              const struct entry *entry)
{
    struct entry *const *entries = file_entries(file);
    uint32_t low = 0, high = file->count;

    if (high > 0 && entry_compare(entries[high - 1], entry, order) < 0) return high;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (entry_compare(entries[middle], entry, order) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool file_grow(struct file *file)
{
    uint32_t capacity = file->capacity == 0 ? 4 : file->capacity * 2;
    struct entry **many;

    if (file->capacity > file->count) return true;
    many = realloc(file->capacity > 0 ? file->entries.many : NULL, capacity * sizeof(*many));
    if (many == NULL) return false;
    if (file->capacity == 0) many[0] = file->entries.one;
    file->entries.many = many;
    file->capacity = capacity;
    return true;
}

bool file_add(struct file_table *table, struct hash128 key, enum index_order order,
              struct entry *entry)
{
    struct file *file;
    uint32_t at;

    if (!file_table_reserve(table)) return false;
    file = file_slot(table, key);
    if (!is_used(file)) {
        *file = (struct file){.key = key};
        table->used++;
    }
    if (file->count == 0 && file->capacity == 0) {
        file->entries.one = entry;
        file->count = 1;
        return true;
    }
    at = file_position(file, order, entry);
    if (at < file->count && file_entries(file)[at] == entry) return true;
    if (!file_grow(file)) return false;
    memmove(&file->entries.many[at + 1], &file->entries.many[at],
            (file->count - at) * sizeof(struct entry *));
    file->entries.many[at] = entry;
    file->count++;
    return true;
}

void file_remove(struct file_table *table, struct hash128 key, enum index_order order,
                 const struct entry *entry)
{
    struct file *file = file_slot(table, key);
    uint32_t at;

    if (file->count == 0) return;
    at = file_position(file, order, entry);
    if (at == file->count || file_entries(file)[at] != entry) return;
    file->count--;
    if (file->capacity == 0) return;
    memmove(&file->entries.many[at], &file->entries.many[at + 1],
            (file->count - at) * sizeof(struct entry *));
}

void file_visit(const struct file_table *table, struct hash128 key, enum index_order order,
                struct days days, standing_visit *visit, void *context)
{
    const struct file *file = file_slot(table, key);
    struct entry *const *entries = file_entries(file);
    uint32_t low = 0, high = file->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (date_of(entries[middle], order) < days.from) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < file->count && date_of(entries[low], order) <= days.to; low++) {
        if (!visit(context, &entries[low]->stored.standing)) break;
    }
}

/* ---- without a file ---- */

static bool has_name(const struct standing *standing, const struct question *question)
{
    switch (question->tag) {
    case TAG_ITEM: return text_equal(standing->item, question->name);
    case TAG_GROUP: return text_equal(standing->group, question->name);
    case TAG_REDUCTION:
        for (uint32_t i = 0; i < standing->relief_count; i++) {
            if (text_equal(standing->reliefs[i].id, question->name)) return true;
        }
        return false;
    case TAG_UNIFORM: break;
    }
    return false;
}

static bool answers(const struct entry *entry, const struct question *question)
{
    const struct standing *standing = &entry->stored.standing;
    bool payer_counts = (question->fields & KEY_PAYER) != 0;
    bool subject_counts = (question->fields & KEY_SUBJECT) != 0;

    return entry->stands && has_name(standing, question) &&
           (!payer_counts || hash_equal(standing->payer, question->payer)) &&
           (!subject_counts || hash_equal(standing->subject, question->subject)) &&
           days_hold(question->days, date_of(entry, question->order));
}

static int order_by_basis(const void *a, const void *b)
{
    return entry_compare(*(struct entry *const *)a, *(struct entry *const *)b, ORDER_BASIS_DATE);
}

static int order_by_charge(const void *a, const void *b)
{
    return entry_compare(*(struct entry *const *)a, *(struct entry *const *)b, ORDER_CHARGE_DATE);
}

bool entries_scan(const struct id_table *table, const struct question *question,
                  standing_visit *visit, void *context)
{
    struct entry **found = malloc((table->count + 1) * sizeof(*found));
    size_t count = 0;

    if (found == NULL) return false;
    for (size_t i = 0; i <= table->mask; i++) {
        struct entry *entry = table->slots[i].entry;

        if (entry != NULL && answers(entry, question)) found[count++] = entry;
    }
    qsort(found, count, sizeof(*found),
          question->order == ORDER_BASIS_DATE ? order_by_basis : order_by_charge);
    for (size_t i = 0; i < count; i++) {
        if (!visit(context, &found[i]->stored.standing)) break;
    }
    free(found);
    return true;
}

/* SPDX-License-Identifier: Apache-2.0
 * What is on the page: each item once, as it stands on the day; else as it will first stand; else
 * as it last stood. An item leaves either by its own last day or with the document that had it. */
#include <stdlib.h>
#include <strings.h>

#include "harness.h"
#include "notice/notice.h"
#include "rules/authority.h"

bool notice_has(const struct notice *notice, const struct document *document)
{
    return document_holds(document, notice->region);
}

static bool begins_with_sample(struct fg_text text)
{
    static const char word[] = "sample";
    uint32_t size = sizeof(word) - 1;

    return text.size >= size && strncasecmp(text.bytes, word, size) == 0;
}

bool document_is_sample(const struct document *document)
{
    struct fg_text file = document->file;

    for (uint32_t i = file.size; i > 0; i--) {
        if (file.bytes[i - 1] != '/') continue;
        file = (struct fg_text){file.bytes + i, file.size - i, 0};
        break;
    }
    return begins_with_sample(document->id) || begins_with_sample(file);
}

/* ---- entries ---- */

static int32_t later(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* The day after the last on which this snapshot is in effect; DAY_END: it is the last one. */
static int32_t snapshot_end(const struct notice *notice, const struct snapshot *snapshot)
{
    const struct bundle *bundle = notice->bundle;
    const struct snapshot *next = snapshot + 1;

    return next < bundle->snapshots + bundle->snapshot_count ? next->from : DAY_END;
}

static struct entry entry_of(const struct notice *notice, const struct snapshot *snapshot,
                             const struct item_rules *rules)
{
    const struct item *item = rules->item;
    struct entry entry = {rules, snapshot, ENTRY_CURRENT, 0};

    if (snapshot->from > notice->day || item->days.from > notice->day) {
        entry.state = ENTRY_COMING;
        entry.change = later(snapshot->from, item->days.from);
    } else if (item->days.to < notice->day) {
        entry.state = ENTRY_ENDED;
        entry.change = item->days.to;
    } else if (snapshot != notice->snapshot) {
        entry.state = ENTRY_ENDED; /* no document has it any more */
        entry.change = snapshot_end(notice, snapshot) - 1;
    }
    return entry;
}

/* In which order snapshots are asked for an item: that of the day, later ones, then earlier ones
 * from the last. NULL past the end. */
static const struct snapshot *snapshot_at(const struct notice *notice, uint32_t turn)
{
    const struct bundle *bundle = notice->bundle;
    uint32_t begin = 0; /* of those after the day's, or of all where there is none yet */

    if (notice->snapshot != NULL) {
        if (turn == 0) return notice->snapshot;
        turn--;
        begin = (uint32_t)(notice->snapshot - bundle->snapshots) + 1;
    }
    if (begin + turn < bundle->snapshot_count) return &bundle->snapshots[begin + turn];
    turn -= bundle->snapshot_count - begin;
    return turn + 1 < begin ? &bundle->snapshots[begin - 2 - turn] : NULL;
}

static void entries_take(struct notice *notice, const struct snapshot *snapshot,
                         struct table *taken)
{
    for (uint64_t i = 0; i <= snapshot->items.mask; i++) {
        const struct table_slot *slot = &snapshot->items.slots[i];
        const struct item_rules *rules = slot->value;

        if (rules == NULL || !notice_has(notice, rules->item->document)) continue;
        if (table_get(taken, slot->key) != NULL) continue;
        table_put(taken, slot->key, rules);
        if (document_is_sample(rules->item->document)) notice->has_samples = true;
        notice->entries[notice->entry_count++] = entry_of(notice, snapshot, rules);
    }
}

static int order_entries(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    const struct item *one = left->rules->item, *other = right->rules->item;

    if (left->state != right->state) return left->state < right->state ? -1 : 1;
    if (one->kind != other->kind) return one->kind < other->kind ? -1 : 1;
    return text_compare(one->code, other->code);
}

static void entries_gather(struct notice *notice)
{
    const struct bundle *bundle = notice->bundle;
    struct arena arena = {0};
    struct table taken;
    uint64_t most = 0;

    for (uint32_t i = 0; i < bundle->document_count; i++) most += bundle->documents[i]->item_count;
    notice->entries = memory_take(most > 0 ? most : 1, sizeof(*notice->entries));
    if (!table_init(&taken, &arena, most)) {
        complain("out of memory");
        exit(EXIT_FAILED);
    }
    for (uint32_t turn = 0; snapshot_at(notice, turn) != NULL; turn++) {
        entries_take(notice, snapshot_at(notice, turn), &taken);
    }
    arena_free(&arena);
    qsort(notice->entries, notice->entry_count, sizeof(*notice->entries), order_entries);
}

/* ---- units ---- */

static int order_units(const void *a, const void *b)
{
    const struct placed_unit *left = a, *right = b;

    return text_compare(left->unit->code, right->unit->code);
}

static bool unit_is_near(const struct notice *notice, const struct unit *unit)
{
    return notice->region == NULL || region_lies_in(&unit->region, notice->region) ||
           region_lies_in(notice->region, &unit->region);
}

static void units_gather(struct notice *notice)
{
    const struct snapshot *snapshot = notice->snapshot;
    uint64_t most = snapshot != NULL ? snapshot->units.count : 0;

    notice->units = memory_take(most > 0 ? most : 1, sizeof(*notice->units));
    for (uint32_t i = 0; snapshot != NULL && i < snapshot->document_count; i++) {
        const struct document *document = snapshot->documents[i];

        for (uint32_t j = 0; j < document->unit_count; j++) {
            const struct unit *unit = &document->units[j];

            if (!days_hold(unit->days, notice->day) || !unit_is_near(notice, unit)) continue;
            if (document_is_sample(document)) notice->has_samples = true;
            notice->units[notice->unit_count++] = (struct placed_unit){unit, document, 0, false};
        }
    }
    qsort(notice->units, notice->unit_count, sizeof(*notice->units), order_units);
}

/* The place of a charge that this unit would make: its own, or the page's where that is smaller. */
static const struct region *place_of(const struct notice *notice, const struct unit *unit)
{
    if (notice->region == NULL || region_lies_in(&unit->region, notice->region)) {
        return &unit->region;
    }
    return notice->region;
}

void notice_authorise(struct notice *notice, const struct entry *entry)
{
    int32_t day = entry->state == ENTRY_CURRENT ? notice->day : entry->change;

    for (uint32_t i = 0; i < notice->unit_count; i++) {
        struct placed_unit *placed = &notice->units[i];
        const struct region *place = place_of(notice, placed->unit);

        placed->may = document_holds(entry->rules->item->document, place) &&
                      unit_is_authorised(entry->snapshot, entry->rules, placed->unit, place, day);
    }
}

/* ---- departments ---- */

static int order_texts(const void *a, const void *b)
{
    return text_compare(*(const struct fg_text *)a, *(const struct fg_text *)b);
}

/* Index of a name; the number of all for one that is not there. */
static uint32_t department_find(const struct notice *notice, struct fg_text name)
{
    const struct fg_text *found;

    if (notice->department_count == 0) return 0;
    found =
        bsearch(&name, notice->departments, notice->department_count, sizeof(name), order_texts);
    return found != NULL ? (uint32_t)(found - notice->departments) : notice->department_count;
}

/* They are few: each is found by halving among those before it. */
static void department_add(struct notice *notice, struct fg_text name)
{
    uint32_t count = notice->department_count;

    if (name.size == 0 || department_find(notice, name) < count) return;
    notice->departments =
        memory_grow(notice->departments, (size_t)count + 1, sizeof(*notice->departments));
    notice->departments[notice->department_count++] = name;
    qsort(notice->departments, notice->department_count, sizeof(name), order_texts);
}

static void grants_add(struct notice *notice, const struct grant *grants, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) department_add(notice, grants[i].department);
}

static void departments_gather(struct notice *notice)
{
    for (uint32_t i = 0; i < notice->unit_count; i++) {
        department_add(notice, notice->units[i].unit->department);
    }
    for (uint32_t i = 0; i < notice->entry_count; i++) {
        const struct item_rules *rules = notice->entries[i].rules;

        grants_add(notice, rules->item->grants, rules->item->grant_count);
        for (uint32_t j = 0; j < rules->amendment_count; j++) {
            const struct amendment *amendment = rules->amendments[j];

            if (notice_has(notice, amendment->document)) {
                grants_add(notice, amendment->grants, amendment->grant_count);
            }
        }
    }
    for (uint32_t i = 0; i < notice->unit_count; i++) {
        notice->units[i].department = department_find(notice, notice->units[i].unit->department);
    }
}

static void samples_gather(struct notice *notice)
{
    for (uint32_t i = 0; notice->snapshot != NULL && i < notice->snapshot->document_count; i++) {
        const struct document *document = notice->snapshot->documents[i];

        if (notice_has(notice, document) && document_is_sample(document)) {
            notice->has_samples = true;
        }
    }
}

void notice_gather(struct notice *notice)
{
    entries_gather(notice);
    units_gather(notice);
    departments_gather(notice);
    samples_gather(notice);
}

void notice_free(struct notice *notice)
{
    free(notice->entries);
    free(notice->units);
    free(notice->departments);
}

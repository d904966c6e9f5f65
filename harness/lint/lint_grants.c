/* SPDX-License-Identifier: Apache-2.0
 * Items that nobody may charge, and units that may charge nothing. Many items have the same grants:
 * each kind of grant is held against all units once. */
#include <stdio.h>
#include <stdlib.h>
#include <uthash.h>

#include "feeguard/host.h"
#include "lint/lint_witness.h"
#include "rules/authority.h"

#define KIND_SIZE_MAX 512

/* Grants that cover the same units, and whether there are any. */
struct kind {
    bool covers;
    UT_hash_handle hh;
    char text[]; /* the key: all that matters of a grant and of whom it is for */
};

/* What is known of a unit, over all spans. */
struct holder {
    const struct unit *unit; /* key */
    const struct document *document;
    struct deep_span span; /* where it was seen first */
    bool may_charge;
    UT_hash_handle hh;
};

struct deep_grants {
    const struct snapshot *snapshot; /* that the kinds are about */
    struct kind *kinds;
    struct holder *holders;
    bool no_units_told;
};

bool deep_grants_open(struct deep *deep)
{
    deep->grants = arena_take(&deep->arena, sizeof(*deep->grants));
    return deep->grants != NULL;
}

static void kinds_clear(struct deep_grants *grants)
{
    struct kind *kind = grants->kinds;

    HASH_CLEAR(hh, grants->kinds); /* the list through all of them stays */
    while (kind != NULL) {
        struct kind *next = kind->hh.next;

        free(kind);
        kind = next;
    }
}

/* ---- units ---- */

static void add_holders(struct deep *deep, const struct deep_span *span)
{
    for (uint32_t i = 0; i < span->snapshot->document_count; i++) {
        const struct document *document = span->snapshot->documents[i];

        for (uint32_t j = 0; j < document->unit_count; j++) {
            const struct unit *unit = &document->units[j];
            struct holder *holder;

            if (unit->days.to < span->days.from || unit->days.from > span->days.to) continue;
            HASH_FIND_PTR(deep->grants->holders, &unit, holder);
            if (holder != NULL) continue;
            holder = arena_take(&deep->arena, sizeof(*holder));
            if (holder == NULL) return;
            *holder = (struct holder){.unit = unit, .document = document, .span = *span};
            HASH_ADD_PTR(deep->grants->holders, unit, holder);
        }
    }
}

static struct holder *holder_of(struct deep *deep, const struct unit *unit)
{
    struct holder *holder;

    HASH_FIND_PTR(deep->grants->holders, &unit, holder);
    return holder;
}

void deep_grants_units(struct deep *deep, const struct deep_span *span)
{
    kinds_clear(deep->grants);
    deep->grants->snapshot = span->snapshot;
    add_holders(deep, span);
}

/* ---- grants ---- */

/* A grant, and the documents that must hold where the unit is. */
struct reach {
    const struct grant *grant;
    const struct document *of_item, *of_grant;
    struct days days; /* on which both span and grant hold */
};

static bool reaches(const struct reach *reach, const struct unit *unit)
{
    const struct grant *grant = reach->grant;

    if (unit->days.from > reach->days.to || unit->days.to < reach->days.from) return false;
    if (grant->unit.size > 0 && !text_equal(grant->unit, unit->code)) return false;
    if (grant->department.size > 0 && !text_equal(grant->department, unit->department)) {
        return false;
    }
    if (grant->level != LEVEL_NONE && grant->level != unit->level) return false;
    if (grant->region.code.size > 0 && !region_lies_in(&unit->region, &grant->region)) return false;
    return document_holds(reach->of_item, &unit->region) &&
           document_holds(reach->of_grant, &unit->region);
}

static bool mark(struct deep *deep, const struct reach *reach, const struct unit *unit)
{
    struct holder *holder;

    if (!reaches(reach, unit)) return false;
    holder = holder_of(deep, unit);
    if (holder == NULL) return false; /* not in force in the span */
    holder->may_charge = true;
    return true;
}

/* Marks every unit that the grant covers. */
static bool mark_all(struct deep *deep, const struct deep_span *span, const struct reach *reach)
{
    bool covers = false;

    for (uint32_t i = 0; i < span->snapshot->document_count; i++) {
        const struct document *document = span->snapshot->documents[i];

        for (uint32_t j = 0; j < document->unit_count; j++) {
            if (mark(deep, reach, &document->units[j])) covers = true;
        }
    }
    return covers;
}

static size_t kind_text(const struct reach *reach, char text[static KIND_SIZE_MAX])
{
    const struct grant *grant = reach->grant;
    int size = snprintf(
        text, KIND_SIZE_MAX, "%.*s\n%d\n%.*s\n%d\n%d\n%.*s\n%.*s", (int)grant->department.size,
        grant->department.bytes, (int)grant->level, (int)grant->region.stripped.size,
        grant->region.stripped.bytes, reach->days.from, reach->days.to,
        (int)reach->of_item->region.stripped.size, reach->of_item->region.stripped.bytes,
        (int)reach->of_grant->region.stripped.size, reach->of_grant->region.stripped.bytes);

    if (grant->region.code.size > 0) text[size++] = '!';
    return (size_t)size;
}

static bool covers(struct deep *deep, const struct deep_span *span, const struct reach *reach)
{
    char text[KIND_SIZE_MAX];
    struct kind *kind;
    size_t size;

    if (reach->grant->unit.size > 0) {
        const struct unit *unit = table_get(&span->snapshot->units, reach->grant->unit);

        return unit != NULL && mark(deep, reach, unit);
    }
    size = kind_text(reach, text);
    HASH_FIND(hh, deep->grants->kinds, text, size, kind);
    if (kind != NULL) return kind->covers;
    kind = calloc(1, sizeof(*kind) + size);
    if (kind == NULL) {
        deep->arena.failed = true;
        return true;
    }
    memcpy(kind->text, text, size);
    kind->covers = mark_all(deep, span, reach);
    HASH_ADD_KEYPTR(hh, deep->grants->kinds, kind->text, size, kind);
    return kind->covers;
}

static bool any_covers(struct deep *deep, const struct deep_span *span, const struct item *item,
                       const struct document *of_grant, const struct grant *grants, uint32_t count)
{
    bool found = false;

    for (uint32_t i = 0; i < count; i++) {
        struct reach reach = {&grants[i], item->document, of_grant, grants[i].days};

        if (reach.days.from < span->days.from) reach.days.from = span->days.from;
        if (reach.days.to > span->days.to) reach.days.to = span->days.to;
        if (reach.days.from > reach.days.to) continue;
        if (covers(deep, span, &reach)) found = true;
    }
    return found;
}

/* Units that may charge on behalf of others. */
static bool mark_delegates(struct deep *deep, const struct deep_span *span,
                           const struct item_rules *rules)
{
    bool found = false;

    for (uint32_t i = 0; i < rules->delegation_count; i++) {
        const struct delegation *delegation = rules->delegations[i];
        const struct unit *unit = table_get(&span->snapshot->units, delegation->to);
        struct holder *holder = unit == NULL ? NULL : holder_of(deep, unit);
        int32_t day = span->days.from;

        if (holder == NULL) continue;
        if (delegation->days.from > day) day = delegation->days.from;
        if (unit->days.from > day) day = unit->days.from;
        if (day > span->days.to || !days_hold(unit->days, day)) continue;
        if (!unit_is_authorised(span->snapshot, rules, unit, &unit->region, day)) continue;
        holder->may_charge = true;
        found = true;
    }
    return found;
}

/* ---- what is told ---- */

/* Any unit of the place, with the item: NOT_AUTHORISED. */
static bool show_denied(struct deep *deep, const struct deep_span *span,
                        const struct item_rules *rules, const struct unit *unit,
                        struct witness *witness)
{
    struct deep_span at = *span;
    int32_t day = span->days.from;

    if (day < rules->item->days.from) day = rules->item->days.from;
    if (unit != NULL && day < unit->days.from) day = unit->days.from;
    witness_invent(&at, rules, unit, day, witness);
    return witness_judge(deep, span->snapshot, witness) &&
           (witness_has(witness, FG_NOT_AUTHORISED) || witness_has(witness, FG_UNKNOWN_UNIT));
}

static const struct unit *any_unit(const struct deep_span *span, const struct item *item)
{
    for (uint32_t i = 0; i < span->snapshot->document_count; i++) {
        const struct document *document = span->snapshot->documents[i];

        for (uint32_t j = 0; j < document->unit_count; j++) {
            const struct unit *unit = &document->units[j];

            if (document_holds(item->document, &unit->region) &&
                days_hold(unit->days, span->days.from)) {
                return unit;
            }
        }
    }
    return NULL;
}

static void report_item(struct deep *deep, const struct deep_span *span,
                        const struct item_rules *rules, bool has_grants)
{
    const struct item *item = rules->item;
    enum finding_rule rule = has_grants ? FINDING_ITEM_WITHOUT_UNIT : FINDING_ITEM_WITHOUT_GRANT;
    struct witness witness;

    if (!finding_is_new(deep, rule, item->document, item->line)) return;
    if (!show_denied(deep, span, rules, any_unit(span, item), &witness)) return;
    witness_add(
        deep,
        FIND(deep, rule, item->document, item->line, item->code, deep_day(deep, span->days.from)),
        &witness);
}

static void report_no_units(struct deep *deep, const struct deep_span *span,
                            const struct item_rules *rules)
{
    const struct document *document = span->snapshot->documents[0];
    struct witness witness;

    if (deep->grants->no_units_told || !show_denied(deep, span, rules, NULL, &witness)) return;
    deep->grants->no_units_told = true;
    witness_add(deep, FIND(deep, FINDING_NO_UNITS, document, document->line, document->id),
                &witness);
}

bool deep_grants_item(struct deep *deep, const struct deep_span *span,
                      const struct item_rules *rules)
{
    const struct item *item = rules->item;
    bool has_grants = item->grant_count > 0, found;

    if (!deep_in_force(span, item)) return false;
    if (span->snapshot->units.count == 0) {
        report_no_units(deep, span, rules);
        return true;
    }
    found = any_covers(deep, span, item, item->document, item->grants, item->grant_count);
    for (uint32_t i = 0; i < rules->amendment_count; i++) {
        const struct amendment *amendment = rules->amendments[i];

        has_grants = has_grants || amendment->grant_count > 0;
        found = any_covers(deep, span, item, amendment->document, amendment->grants,
                           amendment->grant_count) ||
                found;
    }
    found = mark_delegates(deep, span, rules) || found;
    if (!found) report_item(deep, span, rules, has_grants);
    return found;
}

/* An item in force where the unit is, to show that it may not charge it. */
static const struct item_rules *item_for(const struct holder *holder)
{
    const struct snapshot *snapshot = holder->span.snapshot;

    for (uint32_t i = 0; i < snapshot->document_count; i++) {
        const struct document *document = snapshot->documents[i];

        if (!document_holds(document, &holder->unit->region)) continue;
        for (uint32_t j = 0; j < document->item_count; j++) {
            if (!deep_in_force(&holder->span, &document->items[j])) continue;
            return table_get(&snapshot->items, document->items[j].code);
        }
    }
    return NULL;
}

static int order_holders(const struct holder *a, const struct holder *b)
{
    int order = text_compare(a->document->file, b->document->file);

    return order != 0 ? order : (a->unit->line > b->unit->line) - (a->unit->line < b->unit->line);
}

void deep_grants_close(struct deep *deep)
{
    struct deep_grants *grants = deep->grants;
    struct holder *holder, *next;

    if (grants == NULL) return;
    HASH_SORT(grants->holders, order_holders);
    HASH_ITER(hh, grants->holders, holder, next)
    {
        const struct item_rules *rules = holder->may_charge ? NULL : item_for(holder);
        struct witness witness;

        if (rules != NULL && show_denied(deep, &holder->span, rules, holder->unit, &witness)) {
            witness_add(deep,
                        FIND(deep, FINDING_UNIT_IDLE, holder->document, holder->unit->line,
                             holder->unit->code),
                        &witness);
        }
    }
    HASH_CLEAR(hh, grants->holders);
    kinds_clear(grants);
}

/* SPDX-License-Identifier: Apache-2.0
 * What documents in effect together share: codes and ids defined once, references that resolve on
 * every day, and period groups whose members agree. */
#include "load/lint_internal.h"

/* ---- the tables ---- */

static void index_category(struct lint *lint, const struct version *version,
                           const struct item *item)
{
    const struct name *name = names_find(&lint->categories, item->category);
    const struct place *last = name == NULL ? NULL : &name->places[name->place_count - 1];
    struct holding *holding;

    if (item->category.size == 0) return;
    if (last != NULL && last->version == version) {
        holding = (struct holding *)(uintptr_t)last->element;
    } else {
        holding = arena_take(&lint->arena, sizeof(*holding));
        if (holding == NULL) return;
        names_add(lint, &lint->categories, item->category,
                  (struct place){.version = version, .element = holding, .line = item->line});
    }
    if (holding->by_local_relief[item->local_relief] == NULL) {
        holding->by_local_relief[item->local_relief] = item;
    }
    if (holding->with_instalments == NULL && item->period != NULL && item->period->instalments) {
        holding->with_instalments = item;
    }
}

static void index_items(struct lint *lint, const struct version *version)
{
    const struct document *document = version->document;

    for (uint32_t i = 0; i < document->item_count; i++) {
        const struct item *item = &document->items[i];
        struct place place = {.version = version, .element = item, .line = item->line};

        place.cumulative = item_is_cumulative(item);
        names_add(lint, &lint->items, item->code, place);
        index_category(lint, version, item);
        if (item->period == NULL) continue;
        place.line = item->period->line;
        names_add(lint, &lint->groups, item->period->group, place);
    }
}

static void index_version(struct lint *lint, const struct version *version)
{
    const struct document *document = version->document;
    struct place place = {.version = version};

    for (uint32_t i = 0; i < document->unit_count; i++) {
        place.element = &document->units[i];
        place.line = document->units[i].line;
        names_add(lint, &lint->units, document->units[i].code, place);
    }
    index_items(lint, version);
    for (uint32_t i = 0; i < document->reduction_count; i++) {
        place.element = &document->reductions[i];
        place.line = document->reductions[i].line;
        names_add(lint, &lint->reductions, document->reductions[i].id, place);
    }
    for (uint32_t i = 0; i < document->prohibition_count; i++) {
        place.element = &document->prohibitions[i];
        place.line = document->prohibitions[i].line;
        names_add(lint, &lint->prohibitions, document->prohibitions[i].id, place);
    }
}

void lint_index(struct lint *lint)
{
    for (size_t i = 0; i < lint->live_count; i++) index_version(lint, lint->live[i]);
}

/* ---- uniqueness ---- */

static void check_unique(struct lint *lint, const struct names *names, enum rule rule)
{
    for (const struct name *name = names->head; name != NULL; name = name->hh.next) {
        const struct place *longest = &name->places[0];

        for (uint32_t i = 1; i < name->place_count; i++) {
            const struct place *place = &name->places[i];
            struct days both = {place->version->live.from, longest->version->live.to};

            if (both.from <= both.to) {
                FAULT(lint->faults, rule, place->version->document->file, place->line, name->text,
                      lint_where(lint, longest->version->document->file, longest->line),
                      lint_day(lint, both.from));
            }
            if (place->version->live.to > longest->version->live.to) longest = place;
        }
    }
}

void lint_uniqueness(struct lint *lint)
{
    check_unique(lint, &lint->units, RULE_UNIT_TWICE);
    check_unique(lint, &lint->items, RULE_ITEM_TWICE);
    check_unique(lint, &lint->reductions, RULE_REDUCTION_TWICE);
    check_unique(lint, &lint->prohibitions, RULE_PROHIBITION_TWICE);
}

/* ---- groups ---- */

/* A year and twelve months are the same period. */
static bool same_within(const struct period *a, const struct period *b)
{
    int64_t a_months = a->within_unit == WITHIN_YEARS ? 12 : 1;
    int64_t b_months = b->within_unit == WITHIN_YEARS ? 12 : 1;

    if ((a->within_unit == WITHIN_DAYS) != (b->within_unit == WITHIN_DAYS)) return false;
    if (a->within > INT64_MAX / 12 || b->within > INT64_MAX / 12) return a->within == b->within;
    return a->within * a_months == b->within * b_months;
}

/* The first attribute in which two periods of a group differ; NULL if they agree. */
static const char *period_difference(const struct period *a, const struct period *b)
{
    if (a->per != b->per) return "per";
    if (a->per == PER_NONE && !same_within(a, b)) return "within";
    if (a->max != b->max) return "max";
    if (a->key != b->key) return "key";
    if (a->subject_required != b->subject_required) return "subject";
    if (a->instalments != b->instalments) return "instalments";
    if (a->advance != b->advance) return "advance";
    if (a->year_starts != b->year_starts) return "year-starts";
    return NULL;
}

/* Members in effect together must agree with each other; one that does not is reported and left
 * out, so that it is not held against the others. Among the rest, the one that lasts longest
 * stands for all that are still in effect. */
static void check_group(struct lint *lint, const struct name *group)
{
    const struct place *longest = &group->places[0];

    for (uint32_t i = 1; i < group->place_count; i++) {
        const struct place *place = &group->places[i];
        const struct item *item = place->element, *other = longest->element;
        const char *difference = period_difference(item->period, other->period);

        if (difference != NULL && place->version->live.from <= longest->version->live.to) {
            FAULT(lint->faults, RULE_GROUP_DIFFERS, place->version->document->file, place->line,
                  group->text, text_of(difference), other->code,
                  lint_where(lint, longest->version->document->file, longest->line));
            continue;
        }
        if (place->version->live.to >= longest->version->live.to) longest = place;
    }
}

void lint_groups(struct lint *lint)
{
    for (const struct name *group = lint->groups.head; group != NULL; group = group->hh.next) {
        check_group(lint, group);
    }
}

/* ---- references ---- */

/* The place of a reference, and its name in messages: "grant unit". */
struct referrer {
    struct lint *lint;
    const struct version *version;
    const char *attribute;
    uint32_t line;
};

static void refer(const struct referrer *from, const struct names *names, struct fg_text code)
{
    bool is_unit = names == &from->lint->units;
    struct fg_text file = from->version->document->file;
    const struct name *name = names_find(names, code);
    int32_t gap;

    if (code.size == 0) return;
    if (name == NULL) {
        FAULT(from->lint->faults, is_unit ? RULE_UNIT_UNKNOWN : RULE_ITEM_UNKNOWN, file, from->line,
              text_of(from->attribute), code);
        return;
    }
    gap = name_gap(name, from->version->live);
    if (gap == DAY_NONE) return;
    FAULT(from->lint->faults, is_unit ? RULE_UNIT_NOT_IN_EFFECT : RULE_ITEM_NOT_IN_EFFECT, file,
          from->line, text_of(from->attribute), code, lint_day(from->lint, gap));
}

static void refer_items(const struct referrer *from, struct texts items)
{
    for (uint32_t i = 0; i < items.count; i++) refer(from, &from->lint->items, items.list[i]);
}

static void refer_derived(void *context, const struct tariff *tariff)
{
    struct referrer *from = context;

    if (tariff->kind != TARIFF_DERIVED) return;
    from->attribute = "derived item";
    from->line = tariff->line;
    refer(from, &from->lint->items, tariff->derived_item);
}

static void refer_owner(struct referrer *from, const struct owner *owner)
{
    if (owner->item == NULL) {
        from->attribute = "amend item";
        from->line = owner->line;
        refer(from, &from->lint->items, owner->code);
    }
    for (uint32_t i = 0; i < owner->grant_count; i++) {
        from->attribute = "grant unit";
        from->line = owner->grants[i].line;
        refer(from, &from->lint->units, owner->grants[i].unit);
    }
    standards_visit(owner->standards, owner->standard_count, refer_derived, from);
}

static void refer_delegation(struct referrer *from, const struct delegation *delegation)
{
    from->line = delegation->line;
    from->attribute = "delegation from";
    refer(from, &from->lint->units, delegation->from);
    from->attribute = "delegation to";
    refer(from, &from->lint->units, delegation->to);
    from->attribute = "delegation items";
    refer_items(from, delegation->items);
}

void lint_references(struct lint *lint, const struct version *version)
{
    const struct document *document = version->document;
    struct referrer from = {.lint = lint, .version = version};

    for (uint32_t i = 0; i < document->delegation_count; i++) {
        refer_delegation(&from, &document->delegations[i]);
    }
    for (uint32_t i = 0; i < owner_count(document); i++) {
        struct owner owner = owner_at(document, i);

        refer_owner(&from, &owner);
    }
    for (uint32_t i = 0; i < document->reduction_count; i++) {
        const struct reduction *reduction = &document->reductions[i];

        from.attribute = reduction->is_commitment ? "commitment items" : "reduction items";
        from.line = reduction->line;
        refer_items(&from, reduction->items);
    }
    for (uint32_t i = 0; i < document->prohibition_count; i++) {
        const struct prohibition *prohibition = &document->prohibitions[i];

        from.attribute = "except items";
        from.line = prohibition->except_line;
        refer_items(&from, prohibition->except_items);
    }
}

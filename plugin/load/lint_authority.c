/* SPDX-License-Identifier: Apache-2.0
 * Who may make which rule: kinds of items by level, units and regions inside the document's own,
 * amendments by lower documents, local standards, and relief on items of a higher level. */
#include "load/lint_internal.h"

/* ---- items ---- */

/* The lowest level on which an item of this kind may be defined. */
static enum level kind_lowest_level(enum item_kind kind)
{
    switch (kind) {
    case KIND_TAX: return LEVEL_NATIONAL;
    case KIND_ADMINISTRATIVE:
    case KIND_FUND:
    case KIND_DEPOSIT: return LEVEL_PROVINCIAL;
    case KIND_PENALTY:
    case KIND_SERVICE: break;
    }
    return LEVEL_MUNICIPAL;
}

static const char *kind_name(enum item_kind kind)
{
    static const char *const names[] = {"administrative", "fund",   "deposit", "tax",
                                        "penalty",        "service"};

    return names[kind];
}

static void check_item(struct lint *lint, const struct document *document, const struct item *item)
{
    if (document->level < LEVEL_NONE && document->level > kind_lowest_level(item->kind)) {
        FAULT(lint->faults, RULE_KIND_LEVEL, document->file, item->line, item->code,
              text_of(kind_name(item->kind)), text_of(level_name(document->level)),
              text_of(level_name(kind_lowest_level(item->kind))));
    }
    if (item->enterprise && item->basis.basis != NULL &&
        item->basis.basis->level != LEVEL_NATIONAL) {
        FAULT(lint->faults, RULE_ENTERPRISE_BASIS, document->file, item->line, item->code,
              item->basis.id, text_of(level_name(item->basis.basis->level)));
    }
}

/* ---- units and regions ---- */

static bool holds(const struct document *document, const struct region *region)
{
    if (!document_is_placed(document) || region->code.size == 0) return true;
    return region_lies_in(region, &document->region);
}

/* A document may name only units of its own region, wherever they are defined. */
static void check_unit_named(struct lint *lint, const struct version *version,
                             const char *attribute, struct fg_text code, uint32_t line)
{
    const struct document *document = version->document;
    const struct name *name = names_find(&lint->units, code);
    uint32_t cursor = name == NULL ? 0 : name->place_count;
    const struct place *place;

    while ((place = name_next(name, version->live, &cursor)) != NULL) {
        const struct unit *unit = place->element;

        if (holds(document, &unit->region)) continue;
        FAULT(lint->faults, RULE_UNIT_FOREIGN, document->file, line, text_of(attribute), code,
              unit->region.code, document->region.code);
        return;
    }
}

static void check_grants(struct lint *lint, const struct version *version,
                         const struct owner *owner)
{
    const struct document *document = version->document;

    for (uint32_t i = 0; i < owner->grant_count; i++) {
        const struct grant *grant = &owner->grants[i];

        check_unit_named(lint, version, "grant unit", grant->unit, grant->line);
        if (holds(document, &grant->region)) continue;
        FAULT(lint->faults, RULE_GRANT_REGION, document->file, grant->line, owner->code,
              grant->region.code, document->region.code);
    }
}

static void check_units(struct lint *lint, const struct version *version)
{
    const struct document *document = version->document;

    for (uint32_t i = 0; i < document->unit_count; i++) {
        const struct unit *unit = &document->units[i];

        if (holds(document, &unit->region)) continue;
        FAULT(lint->faults, RULE_UNIT_OUTSIDE, document->file, unit->line, unit->code,
              unit->region.code, document->region.code);
    }
    for (uint32_t i = 0; i < document->delegation_count; i++) {
        const struct delegation *delegation = &document->delegations[i];

        check_unit_named(lint, version, "delegation from", delegation->from, delegation->line);
        check_unit_named(lint, version, "delegation to", delegation->to, delegation->line);
    }
}

/* ---- amendments ---- */

static void check_amendment_place(struct lint *lint, const struct document *document,
                                  const struct amendment *amendment, const struct place *place)
{
    const struct document *above = place->version->document;
    const struct item *item = place->element;
    struct fg_text where = lint_where(lint, above->file, place->line);

    if (document->level <= above->level) {
        FAULT(lint->faults, RULE_AMEND_LEVEL, document->file, amendment->line, amendment->item,
              text_of(level_name(document->level)), text_of(level_name(above->level)), where);
        return;
    }
    if (!region_lies_in(&document->region, &above->region)) {
        FAULT(lint->faults, RULE_AMEND_REGION, document->file, amendment->line, amendment->item,
              document->region.code, above->region.code, where);
        return;
    }
    if (item->local != LEVEL_NONE && document->level <= item->local) return;
    for (uint32_t i = 0; i < amendment->standard_count; i++) {
        FAULT(lint->faults, RULE_AMEND_STANDARD, document->file, amendment->standards[i].line,
              amendment->item, text_of(level_name(document->level)),
              item->local == LEVEL_NONE ? TEXT("-") : text_of(level_name(item->local)), where);
    }
}

static void check_amendment(struct lint *lint, const struct version *version,
                            const struct amendment *amendment)
{
    const struct name *name = names_find(&lint->items, amendment->item);
    uint32_t cursor = name == NULL ? 0 : name->place_count;
    uint64_t found = lint->faults->count;
    const struct place *place;

    if (!document_is_placed(version->document)) return;
    /* Several versions of the item may meet this document: the first that objects is enough. */
    while (lint->faults->count == found &&
           (place = name_next(name, version->live, &cursor)) != NULL) {
        if (!document_is_placed(place->version->document)) continue;
        check_amendment_place(lint, version->document, amendment, place);
    }
}

static void check_amendments(struct lint *lint, const struct version *version)
{
    const struct document *document = version->document;
    struct names seen = {0};

    for (uint32_t i = 0; i < document->amendment_count; i++) {
        const struct amendment *amendment = &document->amendments[i];
        const struct amendment *first = names_first(&seen, amendment->item);

        if (first != NULL) {
            FAULT(lint->faults, RULE_AMEND_TWICE, document->file, amendment->line, amendment->item,
                  lint_where(lint, document->file, first->line));
        } else {
            names_add(lint, &seen, amendment->item,
                      (struct place){.version = version, .element = amendment});
        }
        check_amendment(lint, version, amendment);
    }
    names_clear(&seen);
}

void lint_authority(struct lint *lint, const struct version *version)
{
    const struct document *document = version->document;

    check_units(lint, version);
    for (uint32_t i = 0; i < owner_count(document); i++) {
        struct owner owner = owner_at(document, i);

        if (owner.item != NULL) check_item(lint, document, owner.item);
        check_grants(lint, version, &owner);
    }
    check_amendments(lint, version);
}

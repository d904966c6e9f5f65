/* SPDX-License-Identifier: Apache-2.0
 * What can be judged within one document, apart from tariffs: its level and region, its legal
 * bases, spans of dates, grants, periods, reliefs and keywords. */
#include "load/lint_internal.h"

/* Where in a document we are: what faults need to name it. */
struct spot {
    struct lint *lint;
    const struct document *document;
    const char *element;
    struct fg_text code; /* of the element or of what it stands in */
    uint32_t line;
};

static void check_region(struct lint *lint, const struct document *document)
{
    static const uint32_t digits[] = {0, 2, 4, 6};

    if (!document_is_placed(document)) return;
    if (document->region.stripped.size == digits[document->level]) return;
    FAULT(lint->faults, RULE_REGION_LEVEL, document->file, document->line,
          text_of(level_name(document->level)), document->region.code);
}

static void check_bases(struct lint *lint, const struct version *version)
{
    const struct document *document = version->document;
    struct names seen = {0};

    for (uint32_t i = 0; i < document->basis_count; i++) {
        const struct basis *basis = &document->bases[i];
        const struct basis *first = names_first(&seen, basis->id);

        if (first != NULL) {
            FAULT(lint->faults, RULE_BASIS_TWICE, document->file, basis->line, basis->id,
                  lint_where(lint, document->file, first->line));
            continue;
        }
        names_add(lint, &seen, basis->id,
                  (struct place){.version = version, .element = basis, .line = basis->line});
    }
    names_clear(&seen);
}

static void check_basis(const struct spot *spot, const struct basis_ref *basis)
{
    if (basis->id.size == 0 || basis->basis != NULL) return;
    FAULT(spot->lint->faults, RULE_BASIS_UNKNOWN, spot->document->file, spot->line,
          text_of(spot->element), basis->id);
}

static void check_days(const struct spot *spot, struct days days)
{
    if (days.from <= days.to) return;
    FAULT(spot->lint->faults, RULE_DATES_REVERSED, spot->document->file, spot->line,
          text_of(spot->element), spot->code, lint_day(spot->lint, days.from),
          lint_day(spot->lint, days.to));
}

static void check_grants(struct spot spot, const struct owner *owner)
{
    spot.element = "grant";
    for (uint32_t i = 0; i < owner->grant_count; i++) {
        const struct grant *grant = &owner->grants[i];

        spot.line = grant->line;
        check_basis(&spot, &grant->basis);
        check_days(&spot, grant->days);
        if (grant->unit.size == 0 && grant->department.size == 0 && grant->level == LEVEL_NONE &&
            grant->region.code.size == 0) {
            FAULT(spot.lint->faults, RULE_GRANT_EMPTY, spot.document->file, grant->line,
                  owner->code);
        }
    }
}

/* By first day, then as they stand in the document. */
static int standard_order(const void *left, const void *right)
{
    const struct standard *a = *(const struct standard *const *)left;
    const struct standard *b = *(const struct standard *const *)right;

    if (a->days.from != b->days.from) return a->days.from < b->days.from ? -1 : 1;
    return (a > b) - (a < b);
}

static void check_overlap(const struct spot *spot, const struct owner *owner)
{
    const struct standard **sorted;
    const struct standard *longest = NULL;
    size_t count = 0;

    if (owner->standard_count < 2) return;
    sorted = arena_take(&spot->lint->arena, owner->standard_count * sizeof(*sorted));
    if (sorted == NULL) return;
    for (uint32_t i = 0; i < owner->standard_count; i++) {
        if (owner->standards[i].days.from > owner->standards[i].days.to) continue;
        sorted[count++] = &owner->standards[i];
    }
    qsort(sorted, count, sizeof(*sorted), standard_order);
    for (size_t i = 0; i < count; i++) {
        if (longest != NULL && sorted[i]->days.from <= longest->days.to) {
            FAULT(spot->lint->faults, RULE_STANDARD_OVERLAP, spot->document->file, sorted[i]->line,
                  owner->code, lint_where(spot->lint, spot->document->file, longest->line));
        }
        if (longest == NULL || sorted[i]->days.to > longest->days.to) longest = sorted[i];
    }
}

static void check_standards(struct spot spot, const struct owner *owner)
{
    spot.element = "standard";
    check_overlap(&spot, owner);
    for (uint32_t i = 0; i < owner->standard_count; i++) {
        spot.line = owner->standards[i].line;
        check_basis(&spot, &owner->standards[i].basis);
        check_days(&spot, owner->standards[i].days);
    }
}

static void check_period(const struct spot *spot, const struct period *period)
{
    bool rolling = period->per == PER_NONE && period->within > 0;

    if (period->year_starts_given && period->per != PER_YEAR &&
        (period->per != PER_NONE || rolling)) {
        FAULT(spot->lint->faults, RULE_YEAR_STARTS, spot->document->file, period->line, spot->code);
    }
    if (rolling && period->instalments) {
        FAULT(spot->lint->faults, RULE_INSTALMENTS_ROLLING, spot->document->file, period->line,
              spot->code);
    }
}

static void check_item(struct spot spot, const struct item *item)
{
    check_basis(&spot, &item->basis);
    check_days(&spot, item->days);
    if (item->period != NULL) check_period(&spot, item->period);
    if (!item->has_observe) return;
    spot.element = "observe";
    if (item->observe_line > 0) spot.line = item->observe_line;
    check_days(&spot, item->observe);
}

static void check_owners(struct lint *lint, const struct document *document)
{
    for (uint32_t i = 0; i < owner_count(document); i++) {
        struct owner owner = owner_at(document, i);
        struct spot spot = {lint, document, owner.element, owner.code, owner.line};

        if (owner.item != NULL) check_item(spot, owner.item);
        check_grants(spot, &owner);
        check_standards(spot, &owner);
    }
}

static void check_units(struct lint *lint, const struct document *document)
{
    for (uint32_t i = 0; i < document->unit_count; i++) {
        const struct unit *unit = &document->units[i];
        struct spot spot = {lint, document, "unit", unit->code, unit->line};

        check_days(&spot, unit->days);
    }
    for (uint32_t i = 0; i < document->delegation_count; i++) {
        const struct delegation *delegation = &document->delegations[i];
        struct spot spot = {lint, document, "delegation", delegation->to, delegation->line};

        check_basis(&spot, &delegation->basis);
        check_days(&spot, delegation->days);
    }
}

static void check_reductions(struct lint *lint, const struct document *document)
{
    for (uint32_t i = 0; i < document->reduction_count; i++) {
        const struct reduction *reduction = &document->reductions[i];
        struct spot spot = {lint, document, reduction->is_commitment ? "commitment" : "reduction",
                            reduction->id, reduction->line};

        check_basis(&spot, &reduction->basis);
        check_days(&spot, reduction->days);
        if (reduction->relief == RELIEF_PERCENT_OFF && reduction->percent_micro > 100 * MICRO) {
            FAULT(lint->faults, RULE_PERCENT_OFF_HIGH, document->file,
                  reduction->relief_line > 0 ? reduction->relief_line : reduction->line,
                  lint_decimal(lint, reduction->percent_micro, 6));
        }
    }
    for (uint32_t i = 0; i < document->revoke_count; i++) {
        const struct revoke *revoke = &document->revokes[i];
        struct spot spot = {lint, document, "revoke", revoke->commitment, revoke->line};

        check_basis(&spot, &revoke->basis);
    }
}

static void check_prohibitions(struct lint *lint, const struct document *document)
{
    for (uint32_t i = 0; i < document->prohibition_count; i++) {
        const struct prohibition *prohibition = &document->prohibitions[i];
        struct spot spot = {lint, document, "prohibition", prohibition->id, prohibition->line};

        check_basis(&spot, &prohibition->basis);
        for (uint32_t j = 0; j < prohibition->keywords.count; j++) {
            if (prohibition->keywords.list[j].size == 0) continue;
            if (prohibition->folded.list[j].size > 0) continue;
            FAULT(lint->faults, RULE_KEYWORD_EMPTY, document->file, prohibition->keyword_lines[j],
                  prohibition->keywords.list[j]);
        }
    }
    for (uint32_t i = 0; i < document->holiday_count; i++) {
        const struct holiday *holiday = &document->holidays[i];
        struct spot spot = {lint, document, "holiday", holiday->name, holiday->line};

        check_days(&spot, holiday->days);
    }
}

void lint_document(struct lint *lint, const struct version *version)
{
    const struct document *document = version->document;

    check_region(lint, document);
    check_bases(lint, version);
    check_units(lint, document);
    check_owners(lint, document);
    check_reductions(lint, document);
    check_prohibitions(lint, document);
}

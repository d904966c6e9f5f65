/* SPDX-License-Identifier: Apache-2.0
 * Which items a reduction or commitment may name, by code or category: those its document has the
 * authority to relieve, and with a limit none that is paid in instalments. */
#include "load/lint_internal.h"

/* One reduction against the items that one entry of its lists names. */
struct naming {
    struct lint *lint;
    const struct version *version;
    const struct reduction *reduction;
    struct fg_text named; /* items="…" or categories="…"; empty until it is needed */
    const char *attribute;
    struct fg_text entry;
    bool authority_reported, limit_reported;
};

static struct fg_text named(struct naming *naming)
{
    if (naming->named.size == 0) {
        naming->named = lint_named(naming->lint, naming->attribute, naming->entry);
    }
    return naming->named;
}

static void check_authority(struct naming *naming, const struct document *above,
                            const struct item *item)
{
    const struct document *document = naming->version->document;

    if (naming->authority_reported || !document_is_placed(document)) return;
    if (document->level <= above->level) return;
    if (item->local_relief != LEVEL_NONE && document->level <= item->local_relief) return;
    naming->authority_reported = true;
    FAULT(naming->lint->faults, RULE_RELIEF_AUTHORITY, document->file, naming->reduction->line,
          naming->reduction->id, named(naming), item->code, text_of(level_name(document->level)));
}

static void check_limit(struct naming *naming, const struct item *item)
{
    const struct reduction *reduction = naming->reduction;

    if (naming->limit_reported || reduction->limit == NULL) return;
    if (item == NULL || item->period == NULL || !item->period->instalments) return;
    naming->limit_reported = true;
    FAULT(naming->lint->faults, RULE_LIMIT_INSTALMENTS, naming->version->document->file,
          reduction->line, reduction->id, named(naming), item->code);
}

static void check_code(struct naming *naming)
{
    const struct name *name = names_find(&naming->lint->items, naming->entry);
    uint32_t cursor = name == NULL ? 0 : name->place_count;
    const struct place *place;

    while ((place = name_next(name, naming->version->live, &cursor)) != NULL) {
        check_authority(naming, place->version->document, place->element);
        check_limit(naming, place->element);
    }
}

/* Whether some place lies in the regions of both: else no charge meets both documents. */
static bool regions_meet(const struct document *a, const struct document *b)
{
    if (!document_is_placed(a) || !document_is_placed(b)) return false;
    return region_lies_in(&a->region, &b->region) || region_lies_in(&b->region, &a->region);
}

static void check_category(struct naming *naming)
{
    const struct name *name = names_find(&naming->lint->categories, naming->entry);
    uint32_t cursor = name == NULL ? 0 : name->place_count;
    const struct place *place;

    while ((place = name_next(name, naming->version->live, &cursor)) != NULL) {
        const struct holding *holding = place->element;

        if (!regions_meet(naming->version->document, place->version->document)) continue;
        for (int level = 0; level <= LEVEL_NONE; level++) {
            const struct item *item = holding->by_local_relief[level];

            if (item != NULL) check_authority(naming, place->version->document, item);
        }
        check_limit(naming, holding->with_instalments);
    }
}

static void check_reduction(struct lint *lint, const struct version *version,
                            const struct reduction *reduction)
{
    struct naming blank = {.lint = lint, .version = version, .reduction = reduction};

    for (uint32_t i = 0; i < reduction->items.count; i++) {
        struct naming naming = blank;

        naming.attribute = "items";
        naming.entry = reduction->items.list[i];
        check_code(&naming);
    }
    for (uint32_t i = 0; i < reduction->categories.count; i++) {
        struct naming naming = blank;

        naming.attribute = "categories";
        naming.entry = reduction->categories.list[i];
        check_category(&naming);
    }
}

void lint_relief(struct lint *lint, const struct version *version)
{
    for (uint32_t i = 0; i < version->document->reduction_count; i++) {
        check_reduction(lint, version, &version->document->reductions[i]);
    }
}

/* SPDX-License-Identifier: Apache-2.0
 * Derived tariffs: from which items they may derive, and that no item's own standard leads back to
 * itself. A derived tariff that obeys the first rule leaves its document upwards only, so a cycle
 * stays inside one document; cycles across documents are sought only where the rule is broken. */
#include "load/lint_internal.h"

/* A derived tariff in an item's own standard. */
struct derivation {
    const struct tariff *tariff;
    bool reported;
};

/* An item with such tariffs: a node of the graph in which cycles are sought. */
struct deriver {
    const struct version *version;
    const struct item *item;
    struct derivation *derivations;
    uint32_t count;
    uint32_t next; /* the derivation to follow next */
    enum { UNSEEN, ON_PATH, DONE } state;
};

/* ---- sources ---- */

struct source_check {
    struct lint *lint;
    const struct version *version;
};

/* The same document, or one of a higher level whose region holds this one's. */
static bool may_derive(const struct document *from, const struct document *source)
{
    if (from == source || !document_is_placed(from) || !document_is_placed(source)) return true;
    return source->level < from->level && region_lies_in(&from->region, &source->region);
}

static void check_source(void *context, const struct tariff *tariff)
{
    struct source_check *in = context;
    struct lint *lint = in->lint;
    const struct document *document = in->version->document;
    const struct name *name;
    const struct place *place, *foreign = NULL, *cumulative = NULL;
    uint32_t cursor;

    if (tariff->kind != TARIFF_DERIVED) return;
    name = names_find(&lint->items, tariff->derived_item);
    if (name == NULL) return;
    cursor = name->place_count;
    while ((place = name_next(name, in->version->live, &cursor)) != NULL) {
        if (!may_derive(document, place->version->document)) foreign = place;
        if (place->cumulative) cumulative = place;
    }
    if (foreign != NULL) {
        lint->source_broken = true;
        FAULT(lint->faults, RULE_DERIVED_SOURCE, document->file, tariff->line, tariff->derived_item,
              lint_where(lint, foreign->version->document->file, foreign->line));
    }
    if (cumulative != NULL) {
        FAULT(lint->faults, RULE_DERIVED_CUMULATIVE, document->file, tariff->line,
              tariff->derived_item,
              lint_where(lint, cumulative->version->document->file, cumulative->line));
    }
}

static void check_sources(struct lint *lint, const struct version *version)
{
    struct source_check in = {lint, version};

    for (uint32_t i = 0; i < owner_count(version->document); i++) {
        struct owner owner = owner_at(version->document, i);

        standards_visit(owner.standards, owner.standard_count, check_source, &in);
    }
}

/* ---- the graph ---- */

struct collector {
    struct arena *arena;
    struct derivation *list;
    uint32_t count;
};

static void collect(void *context, const struct tariff *tariff)
{
    struct collector *all = context;
    struct derivation *list;

    if (tariff->kind != TARIFF_DERIVED) return;
    list = arena_grow(all->arena, all->list, all->count, sizeof(*list));
    if (list == NULL) return;
    list[all->count++] = (struct derivation){tariff, false};
    all->list = list;
}

static bool collect_derivers(struct lint *lint, struct version *version)
{
    const struct document *document = version->document;
    struct deriver *derivers = NULL;

    for (uint32_t i = 0; i < document->item_count; i++) {
        const struct item *item = &document->items[i];
        struct collector all = {.arena = &lint->arena};

        standards_visit(item->standards, item->standard_count, collect, &all);
        if (all.count == 0) continue;
        if (version->deriver_of == NULL) {
            version->deriver_of =
                arena_take(&lint->arena, document->item_count * sizeof(*version->deriver_of));
        }
        derivers = arena_grow(&lint->arena, derivers, version->deriver_count, sizeof(*derivers));
        if (version->deriver_of == NULL || derivers == NULL) return false;
        derivers[version->deriver_count++] =
            (struct deriver){version, item, all.list, all.count, 0, UNSEEN};
        version->deriver_of[i] = version->deriver_count;
    }
    version->derivers = derivers;
    return !lint->arena.failed;
}

/* ---- cycles ---- */

/* The graph of some versions on one day. */
struct search {
    struct lint *lint;
    struct version *const *versions;
    size_t version_count;
    struct days day;
    bool across; /* report only cycles across documents */
    struct deriver **path;
    size_t depth;
};

/* The node a derived tariff leads to; NULL where it leads out of the graph. */
static struct deriver *target_of(const struct search *search, const struct deriver *from)
{
    const struct name *name =
        names_find(&search->lint->items, from->derivations[from->next].tariff->derived_item);
    uint32_t cursor = name == NULL ? 0 : name->place_count;
    const struct place *place;

    while ((place = name_next(name, search->day, &cursor)) != NULL) {
        const struct version *version = place->version;
        const struct item *item = place->element;
        uint32_t number;

        if (!search->across && version != from->version) continue;
        if (version->deriver_of == NULL) continue;
        number = version->deriver_of[item - version->document->items];
        if (number > 0) return &version->derivers[number - 1];
    }
    return NULL;
}

/* `from`, the last of the path, leads to `target`, which is on the path too. */
static void report_cycle(const struct search *search, struct deriver *from,
                         const struct deriver *target)
{
    struct derivation *derivation = &from->derivations[from->next];
    bool across = false;

    for (size_t i = search->depth; i-- > 0;) {
        if (search->path[i]->version != from->version) across = true;
        if (search->path[i] == target) break;
    }
    if (derivation->reported || across != search->across) return;
    derivation->reported = true;
    FAULT(search->lint->faults, RULE_DERIVED_CYCLE, from->version->document->file,
          derivation->tariff->line, from->item->code, target->item->code);
}

static void follow(struct search *search, struct deriver *start)
{
    search->path[search->depth++] = start;
    start->state = ON_PATH;
    while (search->depth > 0) {
        struct deriver *from = search->path[search->depth - 1];
        struct deriver *target;

        if (from->next == from->count) {
            from->state = DONE;
            search->depth--;
            continue;
        }
        target = target_of(search, from);
        if (target != NULL && target->state == ON_PATH) report_cycle(search, from, target);
        from->next++;
        if (target == NULL || target->state != UNSEEN) continue;
        target->state = ON_PATH;
        search->path[search->depth++] = target;
    }
}

static void find_cycles(struct search *search)
{
    for (size_t i = 0; i < search->version_count; i++) {
        for (uint32_t j = 0; j < search->versions[i]->deriver_count; j++) {
            search->versions[i]->derivers[j].state = UNSEEN;
            search->versions[i]->derivers[j].next = 0;
        }
    }
    for (size_t i = 0; i < search->version_count; i++) {
        for (uint32_t j = 0; j < search->versions[i]->deriver_count; j++) {
            struct deriver *start = &search->versions[i]->derivers[j];

            if (start->state == UNSEEN) follow(search, start);
        }
    }
}

/* On each day on which a document takes effect, among all documents then in effect. */
static void find_cycles_across(struct search *search)
{
    struct lint *lint = search->lint;
    struct version **together = arena_take(&lint->arena, lint->live_count * sizeof(*together));

    if (together == NULL) return;
    search->versions = together;
    search->across = true;
    for (size_t i = 0; i < lint->live_count; i++) {
        int32_t day = lint->live[i]->live.from;

        if (i + 1 < lint->live_count && lint->live[i + 1]->live.from == day) continue;
        search->day = (struct days){day, day};
        search->version_count = 0;
        for (size_t j = 0; j <= i; j++) {
            if (lint->live[j]->deriver_count == 0 || !days_hold(lint->live[j]->live, day)) continue;
            together[search->version_count++] = lint->live[j];
        }
        find_cycles(search);
    }
}

void lint_derived(struct lint *lint)
{
    struct search search = {.lint = lint};
    size_t total = 0;

    for (size_t i = 0; i < lint->live_count; i++) {
        check_sources(lint, lint->live[i]);
        if (!collect_derivers(lint, lint->live[i])) return;
        total += lint->live[i]->deriver_count;
    }
    if (total == 0) return;
    search.path = arena_take(&lint->arena, total * sizeof(struct deriver *));
    if (search.path == NULL) return;
    for (size_t i = 0; i < lint->live_count; i++) {
        search.versions = &lint->live[i];
        search.version_count = 1;
        search.day = lint->live[i]->live;
        find_cycles(&search);
    }
    if (lint->source_broken) find_cycles_across(&search);
}

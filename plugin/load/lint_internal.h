/* SPDX-License-Identifier: Apache-2.0
 * What the parts of lint share: the versions of each document with the days on which they are in
 * effect, and tables that say who defines a name on which days.
 *
 * A version is in effect over one unbroken span of days, so nothing is judged day by day: two
 * versions meet when their spans do, and a reference resolves when spans cover its own. */
#ifndef FEEGUARD_LOAD_LINT_INTERNAL_H
#define FEEGUARD_LOAD_LINT_INTERNAL_H

#include <stdlib.h>

/* A table that cannot grow says so in the entry; nothing exits. */
#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(entry) ((entry)->lost = true)
#include <uthash.h>

#include "base/arena.h"
#include "load/faults.h"
#include "rules/schedule.h"

/* One serial of one document. */
struct version {
    const struct document *document;
    struct days live;             /* in effect; from > to: never */
    const struct version *before; /* the next lower serial in the bundle; NULL: none */
    bool spare;                   /* same id and serial as another, but other bytes */
    struct deriver *derivers;     /* items whose own standards derive from others, in order */
    uint32_t deriver_count;
    uint32_t *deriver_of; /* by index of item, 1 + index among them, 0: none; NULL: no derivers */
};

/* One definition of a name. */
struct place {
    const struct version *version;
    const void *element; /* struct item, unit, prohibition, reduction, basis, revoke or holding */
    uint32_t line;
    int32_t reach;   /* the last day of this place and of all before it */
    bool cumulative; /* an item with cumulative brackets somewhere in its own standards */
};

/* All definitions of a name, by the first day on which they are in effect. */
struct name {
    struct fg_text text;
    struct place *places;
    uint32_t place_count;
    bool lost;
    UT_hash_handle hh;
};

struct names {
    struct name *head;
};

/* What one document holds of one category: an example for each way authority can be judged. */
struct holding {
    const struct item *by_local_relief[LEVEL_NONE + 1];
    const struct item *with_instalments;
};

struct lint {
    struct faults *faults;
    struct arena arena;       /* given back when lint is done; `failed` says that memory ran out */
    struct version *versions; /* by id, then serial */
    size_t version_count;
    struct version **live; /* those ever in effect, by first day, then level, id, serial */
    size_t live_count;
    struct names items, units, prohibitions, reductions, groups, categories;
    bool source_broken; /* some derived tariff names an item that it may not name */
};

/* ---- names (lint_names.c) ---- */

/* Notes a definition; an empty text is nobody's name. Versions come in the order of lint.live. */
void names_add(struct lint *lint, struct names *names, struct fg_text text, struct place place);
const struct name *names_find(const struct names *names, struct fg_text text);
/* The element first noted under this name, NULL if there is none. */
const void *names_first(const struct names *names, struct fg_text text);
void names_clear(struct names *names);

/* The first of the days on which no place defines the name; DAY_NONE if there is no such day. */
int32_t name_gap(const struct name *name, struct days days);

/* Walks the places in effect on one of the days: start with *cursor = name->place_count; NULL at
 * the end. A NULL name has none. */
const struct place *name_next(const struct name *name, struct days days, uint32_t *cursor);

/* Texts for messages, in lint's arena. */
struct fg_text lint_where(struct lint *lint, struct fg_text file, uint32_t line); /* "file:line" */
struct fg_text lint_day(struct lint *lint, int32_t day);
struct fg_text lint_decimal(struct lint *lint, int64_t scaled, int places);
struct fg_text lint_named(struct lint *lint, const char *label, struct fg_text value); /* a="b" */

/* ---- the parts ---- */

void lint_document(struct lint *lint, const struct version *version);   /* one document's values */
void lint_tariffs(struct lint *lint, const struct version *version);    /* standards, conditions */
void lint_index(struct lint *lint);                                     /* fills the tables */
void lint_uniqueness(struct lint *lint);                                /* codes, ids */
void lint_groups(struct lint *lint);                                    /* period groups */
void lint_references(struct lint *lint, const struct version *version); /* units, items */
void lint_derived(struct lint *lint);                                   /* sources, cycles */
void lint_authority(struct lint *lint, const struct version *version);  /* who may do what */
void lint_relief(struct lint *lint, const struct version *version);     /* reductions on items */
void lint_versions(struct lint *lint); /* commitments of the serial before, revokes */

/* ---- shared looks at a document ---- */

/* What an item and an amendment have in common. */
struct owner {
    const char *element; /* "item" or "amend" */
    struct fg_text code;
    const struct grant *grants;
    uint32_t grant_count;
    const struct standard *standards;
    uint32_t standard_count;
    const struct item *item; /* NULL: an amendment */
    uint32_t line;
};

/* The items, then the amendments; index below owner_count. */
static inline uint32_t owner_count(const struct document *document)
{
    return document->item_count + document->amendment_count;
}

struct owner owner_at(const struct document *document, uint32_t index);

typedef void tariff_visitor(void *context, const struct tariff *tariff);
/* Calls for every tariff of these standards, those inside others too. */
void standards_visit(const struct standard *standards, uint32_t count, tariff_visitor *visitor,
                     void *context);

bool item_is_cumulative(const struct item *item);

static inline bool days_meet(struct days a, struct days b)
{
    return a.from <= b.to && b.from <= a.to && a.from <= a.to && b.from <= b.to;
}

static inline bool ever_live(const struct version *version)
{
    return version->live.from <= version->live.to;
}

/* Whether a level and a region could be read; where not, that fault is reported already. */
static inline bool document_is_placed(const struct document *document)
{
    return document->level < LEVEL_NONE && document->region.code.size > 0;
}

#endif

/* SPDX-License-Identifier: Apache-2.0
 * All charges for an item, told apart by the conditions of both bundles together. Each class is
 * billed by both; classes with the same outcome are put together again and told as one. */
#include "diff/leaves.h"
#include "base/text.h"
#include "diff/cubes.h"
#include "feeguard/host.h"
#include "harness.h"
#include "survey/cells.h"

#define uthash_malloc(size) memory_take((size), 1)
#include <uthash.h>

#define DERIVED_DEPTH_MAX 128

/* Charges with one outcome. */
struct group {
    struct fg_text key;
    struct outcome outcome;
    struct cubes cubes;
    UT_hash_handle hh;
};

/* Classes that the same tariffs and reductions apply to are billed once. */
struct billed {
    struct fg_text key;
    struct group *group; /* NULL: they pay the same */
    UT_hash_handle hh;
};

struct walking {
    struct comparison *comparison;
    struct cells cells;
    struct arena arena;
    struct group *groups;
    struct billed *billed;
    bool differs;
};

/* ---- what tells charges apart ---- */

static void add_sources(struct walking *walking, const struct snapshot *snapshot,
                        const struct tariff *tariff, uint32_t depth)
{
    const struct item_rules *source;

    if (tariff->kind == TARIFF_RANGE) {
        add_sources(walking, snapshot, tariff->low, depth);
        add_sources(walking, snapshot, tariff->high, depth);
        return;
    }
    for (uint32_t i = 0; i < tariff->child_count; i++) {
        add_sources(walking, snapshot, tariff->children[i], depth);
    }
    if (tariff->kind != TARIFF_DERIVED || depth == DERIVED_DEPTH_MAX) return;
    source = table_get(&snapshot->items, tariff->derived_item);
    for (uint32_t i = 0; source != NULL && i < source->item->standard_count; i++) {
        const struct standard *standard = &source->item->standards[i];

        if (!days_hold(standard->days, walking->comparison->rule_day)) continue;
        cells_add_cases(&walking->cells, standard);
        for (uint32_t j = 0; j < standard->case_count; j++) {
            add_sources(walking, snapshot, standard->cases[j].tariff, depth + 1);
        }
    }
}

static void add_chains(struct walking *walking)
{
    struct comparison *comparison = walking->comparison;

    for (int side = OLD; side <= NEW; side++) {
        struct holding *holding = &comparison->sides[side];

        holding->standard_chain = walking->cells.chain_count;
        for (uint32_t i = 0; i < holding->standard_count; i++) {
            cells_add_cases(&walking->cells, holding->standards[i]);
        }
    }
    for (int side = OLD; side <= NEW; side++) {
        struct holding *holding = &comparison->sides[side];

        for (uint32_t i = 0; i < holding->standard_count; i++) {
            for (uint32_t j = 0; j < holding->standards[i]->case_count; j++) {
                add_sources(walking, holding->snapshot, holding->standards[i]->cases[j].tariff, 0);
            }
        }
        holding->reduction_chain = walking->cells.chain_count;
        for (uint32_t i = 0; i < holding->reduction_count; i++) {
            cells_add_condition(&walking->cells, holding->reductions[i]->when);
        }
    }
}

static void offer_region(struct walking *walking, struct fg_text begun, uint32_t size, int byte)
{
    const struct attribute_name name = {TEXT("charge.region"), BUILTIN_CHARGE_REGION};
    char *code = arena_take(&walking->arena, size + 1);

    if (code == NULL) memory_gone();
    memset(code, byte, size);
    if (begun.size > 0) memcpy(code, begun.bytes, begun.size);
    cells_offer(&walking->cells, name, (struct fg_text){code, size, 0});
}

/* Where a condition asks for the region, one of the place at hand stands for its class: the place
 * itself in each spelling, and others inside it. */
static void offer_area(struct walking *walking)
{
    static const uint32_t sizes[] = {12, 9, 4, 2, 6};
    struct fg_text begun = walking->comparison->area->stripped;

    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        if (sizes[i] > begun.size) offer_region(walking, begun, sizes[i], '9');
    }
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        if (sizes[i] >= begun.size) offer_region(walking, begun, sizes[i], '0');
    }
}

/* ---- whether a class is one of the place at hand ---- */

/* The smallest of the areas that a region lies in. */
static const struct region *area_of(const struct comparison *comparison,
                                    const struct region *region)
{
    const struct region *smallest = NULL;

    for (uint32_t i = 0; i < comparison->area_count; i++) {
        const struct region *area = &comparison->areas[i];

        if (!region_lies_in(region, area)) continue;
        if (smallest == NULL || area->stripped.size > smallest->stripped.size) smallest = area;
    }
    return smallest;
}

static bool region_is_here(const struct comparison *comparison, struct fg_text code)
{
    struct region region;

    return region_read(code, &region) && area_of(comparison, &region) == comparison->area;
}

/* Of several words the first stands for the class; any of them may be the place at hand. */
static bool is_here(const struct comparison *comparison, const struct cell_leaf *leaf)
{
    const struct fg_charge *charge = leaf->charge;

    if (charge->region.size == 0) return true;
    for (uint32_t i = 0; i < leaf->cells->attribute_count; i++) {
        const struct cell_attribute *attribute = &leaf->cells->attributes[i];
        const struct cell *cell;

        if (attribute->name.builtin != BUILTIN_CHARGE_REGION) continue;
        cell = &attribute->classes[leaf->chosen[i]];
        if (cell->kind != CELL_WORD) break;
        for (uint32_t j = 0; j < cell->words.count; j++) {
            if (region_is_here(comparison, cell->words.list[j])) return true;
        }
        return false;
    }
    return region_is_here(comparison, charge->region);
}

/* ---- groups ---- */

static struct group *group_of(struct walking *walking, const struct outcome *outcome)
{
    struct fg_text key = outcome_key(outcome, &walking->arena);
    struct group *group;

    HASH_FIND(hh, walking->groups, key.bytes, key.size, group);
    if (group != NULL) return group;
    group = arena_take(&walking->arena, sizeof(*group));
    if (group == NULL) memory_gone();
    group->key = key;
    group->outcome = *outcome;
    HASH_ADD_KEYPTR(hh, walking->groups, group->key.bytes, group->key.size, group);
    return group;
}

static void billed_add(struct walking *walking, const struct buffer *key, struct group *group)
{
    struct billed *billed = arena_take(&walking->arena, sizeof(*billed));

    if (billed == NULL) memory_gone();
    billed->key = arena_text(&walking->arena,
                             (struct fg_text){(const char *)key->bytes, (uint32_t)key->size, 0});
    if (walking->arena.failed) memory_gone();
    billed->group = group;
    HASH_ADD_KEYPTR(hh, walking->billed, billed->key.bytes, billed->key.size, billed);
}

/* The group of a class; NULL: it pays the same. What a class lacks is told of itself only. */
static struct group *leaf_group(struct walking *walking, const struct cell_leaf *leaf,
                                struct buffer *key)
{
    struct comparison *comparison = walking->comparison;
    struct billed *billed = NULL;
    struct group *group = NULL;
    struct outcome outcome;
    bool by_bills;

    outcome_begin(comparison, leaf, &outcome);
    by_bills = outcome_bills(comparison, leaf, &outcome, key);
    if (key->failed) memory_gone();
    if (by_bills) HASH_FIND(hh, walking->billed, key->bytes, key->size, billed);
    if (billed != NULL) return billed->group;
    if (outcome_find(comparison, leaf, &walking->arena, &outcome)) {
        group = group_of(walking, &outcome);
        by_bills = by_bills && outcome.priced[OLD] == PRICED && outcome.priced[NEW] == PRICED;
    }
    if (by_bills) billed_add(walking, key, group);
    return group;
}

static bool look_at_leaf(void *context, const struct cell_leaf *leaf)
{
    struct walking *walking = context;
    struct group *group;
    struct buffer key;

    if (!is_here(walking->comparison, leaf)) return true;
    buffer_init(&key);
    group = leaf_group(walking, leaf, &key);
    buffer_free(&key);
    if (group != NULL && !cubes_add(&group->cubes, &walking->arena, leaf)) memory_gone();
    return true;
}

/* ---- telling ---- */

static struct fg_text cases_keep(struct walking *walking, const struct cubes *cubes)
{
    struct output output = {0};
    struct fg_text text;

    cubes_json(cubes, &output);
    text = arena_text(&walking->comparison->diff->changes.arena,
                      (struct fg_text){output.bytes, (uint32_t)output.size, 0});
    output_free(&output);
    return text;
}

static void group_tell(struct walking *walking, struct group *group)
{
    struct comparison *comparison = walking->comparison;
    struct diff *diff = comparison->diff;
    const struct words words = words_of(diff, NEW, comparison->rules[NEW]);
    struct buffer when;
    struct fg_text when_text, cases;

    buffer_init(&when);
    cubes_join(&group->cubes);
    cases = cases_keep(walking, &group->cubes);
    cubes_put(&group->cubes, &words, diff->language, &when);
    when_text = changes_text(&diff->changes, &when);
    for (uint32_t i = 0; i < group->outcome.stretch_count; i++) {
        const struct stretch *stretch = &group->outcome.stretches[i];
        struct change change = comparison->change;

        if (stretch->effect == EFFECT_SAME && stretch->low_effect <= EFFECT_SAME) continue;
        change.effect = stretch->effect;
        change.low_effect = stretch->low_effect;
        change.when = when_text;
        if (when_text.size > 0) change.cases = cases;
        change.has_money = group->outcome.has_money;
        change.money = stretch->money;
        for (int side = OLD; side <= NEW; side++) {
            change.words[side] = arena_text(&diff->changes.arena, group->outcome.words[side]);
            change.bases[side] = arena_text(&diff->changes.arena, group->outcome.bases[side]);
        }
        changes_add(&diff->changes, &change);
        walking->differs = true;
    }
}

static void tell_unknown(struct walking *walking)
{
    struct change change = walking->comparison->change;

    change.effect = EFFECT_UNKNOWN;
    changes_add(&walking->comparison->diff->changes, &change);
    walking->differs = true;
}

static bool pass(void *context, const struct cell_leaf *leaf)
{
    (void)context;
    (void)leaf;
    return true;
}

/* Classes are billed only where there is an end to them: that is found out first, unless all
 * combinations are few. */
static enum cells_result leaves_count(struct walking *walking)
{
    enum cells_result result = cells_prepare(&walking->cells);
    uint64_t combinations = 1;

    for (uint32_t i = 0; result == CELLS_DONE && i < walking->cells.attribute_count; i++) {
        combinations *= walking->cells.attributes[i].class_count;
        if (combinations > CELLS_LEAVES_MAX) {
            return cells_walk(&walking->cells, CELLS_LEAVES_MAX, pass, NULL);
        }
    }
    return result;
}

bool leaves_compare(struct comparison *comparison)
{
    struct walking walking = {.comparison = comparison};
    enum cells_result result;
    struct group *group, *next;

    add_chains(&walking);
    offer_area(&walking);
    result = leaves_count(&walking);
    if (result == CELLS_DONE) {
        result = cells_walk(&walking.cells, CELLS_LEAVES_MAX, look_at_leaf, &walking);
    }
    if (result == CELLS_NO_MEMORY) memory_gone();
    if (result == CELLS_TOO_MANY) {
        tell_unknown(&walking);
    } else {
        HASH_ITER(hh, walking.groups, group, next) group_tell(&walking, group);
    }
    HASH_CLEAR(hh, walking.groups);
    HASH_CLEAR(hh, walking.billed);
    arena_free(&walking.arena);
    cells_free(&walking.cells);
    return walking.differs;
}

/* SPDX-License-Identifier: Apache-2.0
 * Gathers the tests of all conditions by name, and walks through the classes that matter. */
#include "survey/cells.h"

#include <assert.h>
#include <stdlib.h>

#include "survey/cells_internal.h"

void cells_free(struct cells *cells)
{
    arena_free(&cells->arena);
    *cells = (struct cells){0};
}

static void add_chain(struct cells *cells, struct cell_chain chain)
{
    struct cell_chain *chains =
        arena_grow(&cells->arena, cells->chains, cells->chain_count, sizeof(*chains));

    if (chains == NULL) return;
    chains[cells->chain_count++] = chain;
    cells->chains = chains;
}

void cells_add_condition(struct cells *cells, const struct condition *when)
{
    const struct condition **list = arena_take(&cells->arena, sizeof(*list));

    if (list == NULL) return;
    *list = when;
    add_chain(cells, (struct cell_chain){list, 1});
}

void cells_add_cases(struct cells *cells, const struct standard *standard)
{
    const struct condition **list =
        arena_take(&cells->arena, (standard->case_count + 1) * sizeof(*list));

    if (list == NULL) return;
    for (uint32_t i = 0; i < standard->case_count; i++) list[i] = standard->cases[i].when;
    add_chain(cells, (struct cell_chain){list, standard->case_count});
}

void cells_offer(struct cells *cells, struct attribute_name name, struct fg_text value)
{
    struct cell_offer *offers =
        arena_grow(&cells->arena, cells->offers, cells->offer_count, sizeof(*offers));

    if (offers == NULL) return;
    offers[cells->offer_count++] = (struct cell_offer){name, value};
    cells->offers = offers;
}

bool condition_asks(const struct condition *condition, enum builtin builtin)
{
    if (condition == NULL) return false;
    if (condition->kind == CONDITION_ATTR) return condition->name.builtin == builtin;
    for (uint32_t i = 0; i < condition->child_count; i++) {
        if (condition_asks(condition->children[i], builtin)) return true;
    }
    return false;
}

/* ---- gathering ---- */

struct gathering {
    struct cells *cells;
    struct cell_tests *names;
    uint32_t count;
};

static bool same_texts(struct texts a, struct texts b)
{
    if (a.count != b.count) return false;
    for (uint32_t i = 0; i < a.count; i++) {
        if (!text_equal(a.list[i], b.list[i])) return false;
    }
    return true;
}

static bool same_test(const struct test *a, const struct test *b)
{
    return a->kind == b->kind && text_equal(a->operand, b->operand) && same_texts(a->set, b->set) &&
           a->present == b->present;
}

static void gather_test(struct gathering *gathering, struct cell_tests *tests,
                        const struct test *test)
{
    const struct test **list;

    for (uint32_t i = 0; i < tests->count; i++) {
        if (same_test(tests->list[i], test)) return;
    }
    list = arena_grow(&gathering->cells->arena, tests->list, tests->count, sizeof(*list));
    if (list == NULL) return;
    list[tests->count++] = test;
    tests->list = list;
}

static struct cell_tests *tests_of(struct gathering *gathering, const struct attribute_name *name)
{
    struct cell_tests *names;

    for (uint32_t i = 0; i < gathering->count; i++) {
        if (text_equal(gathering->names[i].name.text, name->text)) return &gathering->names[i];
    }
    names =
        arena_grow(&gathering->cells->arena, gathering->names, gathering->count, sizeof(*names));
    if (names == NULL) return NULL;
    gathering->names = names;
    names[gathering->count] = (struct cell_tests){.name = *name};
    return &names[gathering->count++];
}

static void gather(struct gathering *gathering, const struct condition *condition)
{
    struct cell_tests *tests;

    for (uint32_t i = 0; i < condition->child_count; i++) {
        gather(gathering, condition->children[i]);
    }
    if (condition->kind != CONDITION_ATTR) return;
    tests = tests_of(gathering, &condition->name);
    for (uint32_t i = 0; tests != NULL && i < condition->test_count; i++) {
        gather_test(gathering, tests, &condition->tests[i]);
    }
}

static int order_names(const void *a, const void *b)
{
    const struct cell_tests *left = a, *right = b;

    return text_compare(left->name.text, right->name.text);
}

enum cells_result cells_prepare(struct cells *cells)
{
    struct gathering gathering = {.cells = cells};
    enum cells_result result = CELLS_DONE;

    if (cells->attributes != NULL) return CELLS_DONE;
    for (uint32_t i = 0; i < cells->chain_count; i++) {
        for (uint32_t j = 0; j < cells->chains[i].count; j++) {
            if (cells->chains[i].list[j] != NULL) gather(&gathering, cells->chains[i].list[j]);
        }
    }
    cells->attributes =
        arena_take(&cells->arena, (gathering.count + 1) * sizeof(*cells->attributes));
    if (cells->arena.failed) return CELLS_NO_MEMORY;
    if (gathering.count > 1) {
        qsort(gathering.names, gathering.count, sizeof(*gathering.names), order_names);
    }
    cells->attribute_count = gathering.count;
    for (uint32_t i = 0; i < gathering.count && result == CELLS_DONE; i++) {
        result = cell_classes_find(cells, &gathering.names[i], &cells->attributes[i]);
    }
    return result;
}

/* ---- walking ---- */

/* Truth with one value more: an attribute that it needs is not chosen. */
enum partial { PARTIAL_FALSE, PARTIAL_UNDETERMINED, PARTIAL_TRUE, PARTIAL_OPEN };

struct walk {
    struct cells *cells;
    cells_visit *visit;
    void *context;
    uint32_t leaves, leaf_limit;
    uint32_t *chosen;
    struct cell_verdict *verdicts;   /* chain_count for each depth */
    struct fg_attribute *attributes; /* of the request */
    struct fg_charge request;
    struct charge charge;
    struct missing *missing; /* of no interest, but asked for */
    enum cells_result result;
};

static uint32_t attribute_at(const struct cells *cells, struct fg_text name)
{
    uint32_t low = 0, high = cells->attribute_count;

    while (low + 1 < high) {
        uint32_t middle = low + (high - low) / 2;

        if (text_compare(cells->attributes[middle].name.text, name) <= 0) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/* *needed becomes the first attribute that is open. */
static enum partial judge(struct walk *walk, const struct condition *condition, uint32_t *needed)
{
    bool is_all = condition->kind == CONDITION_ALL, open = false;
    enum partial result = is_all ? PARTIAL_TRUE : PARTIAL_FALSE;

    if (condition->kind == CONDITION_ATTR) {
        uint32_t at = attribute_at(walk->cells, condition->name.text);

        if (walk->chosen[at] != CELL_UNCHOSEN) {
            walk->missing->count = 0;
            return (enum partial)condition_judge(condition, &walk->charge, walk->missing);
        }
        if (*needed == CELL_UNCHOSEN) *needed = at;
        return PARTIAL_OPEN;
    }
    if (condition->kind == CONDITION_NOT) {
        enum partial inner = judge(walk, condition->children[0], needed);

        return inner == PARTIAL_OPEN ? inner : (enum partial)(PARTIAL_TRUE - inner);
    }
    for (uint32_t i = 0; i < condition->child_count; i++) {
        enum partial child = judge(walk, condition->children[i], needed);

        if (child == PARTIAL_OPEN) {
            open = true;
        } else if (is_all ? child < result : child > result) {
            result = child;
        }
    }
    if (result == (is_all ? PARTIAL_FALSE : PARTIAL_TRUE)) return result;
    return open ? PARTIAL_OPEN : result;
}

/* Moves a chain on as far as what is chosen decides it. */
static void advance(struct walk *walk, const struct cell_chain *chain, struct cell_verdict *verdict,
                    uint32_t *needed)
{
    while (verdict->index < chain->count && verdict->truth == TRUTH_FALSE) {
        const struct condition *condition = chain->list[verdict->index];
        uint32_t open = CELL_UNCHOSEN;
        enum partial truth = condition == NULL ? PARTIAL_TRUE : judge(walk, condition, &open);

        if (truth == PARTIAL_OPEN) {
            if (*needed == CELL_UNCHOSEN) *needed = open;
            return;
        }
        if (truth == PARTIAL_FALSE)
            verdict->index++;
        else
            verdict->truth = (enum truth)truth;
    }
}

/* The engine has the last word: the whole conditions, on the charge as it stands. */
static bool engine_agrees(struct walk *walk, const struct cell_chain *chain,
                          const struct cell_verdict *verdict)
{
    for (uint32_t i = 0; i < verdict->index; i++) {
        if (condition_judge(chain->list[i], &walk->charge, walk->missing) != TRUTH_FALSE) {
            return false;
        }
    }
    return verdict->index == chain->count ||
           condition_judge(chain->list[verdict->index], &walk->charge, walk->missing) ==
               verdict->truth;
}

static void visit_leaf(struct walk *walk, const struct cell_verdict *verdicts)
{
    const struct cell_leaf leaf = {walk->cells, walk->chosen, verdicts, &walk->request};

    if (walk->leaves == walk->leaf_limit) {
        walk->result = CELLS_TOO_MANY;
        return;
    }
    walk->leaves++;
    for (uint32_t i = 0; i < walk->cells->chain_count; i++) {
        assert(engine_agrees(walk, &walk->cells->chains[i], &verdicts[i]));
        (void)engine_agrees;
    }
    if (!walk->visit(walk->context, &leaf)) walk->result = CELLS_STOPPED;
}

/* Sets, or with an empty value takes back, what an attribute is on this path. */
static void choose(struct walk *walk, const struct attribute_name *name, struct fg_text value)
{
    struct fg_charge *request = &walk->request;
    uint32_t at;

    switch (name->builtin) {
    case BUILTIN_PAYER_TYPE: request->payer_type = value; return;
    case BUILTIN_CHARGE_REGION: request->region = value; return;
    case BUILTIN_CHARGE_CATEGORY: request->category = value; return;
    case BUILTIN_CHARGE_QUANTITY: request->quantity = value; return;
    case BUILTIN_CHARGE_BASE: request->base = value; return;
    case BUILTIN_CHARGE_UNIT: request->unit = value; return;
    case BUILTIN_NONE: break;
    }
    if (value.size > 0) {
        at = request->attribute_count++;
        walk->attributes[at] = (struct fg_attribute){name->text, value};
        walk->charge.attributes[at] = (uint16_t)at;
    } else if (request->attribute_count > 0 &&
               text_equal(walk->attributes[request->attribute_count - 1].name, name->text)) {
        request->attribute_count--;
    }
    walk->charge.attribute_count = request->attribute_count;
}

static void walk_on(struct walk *walk, uint32_t depth)
{
    const struct cells *cells = walk->cells;
    struct cell_verdict *verdicts = walk->verdicts + (size_t)depth * cells->chain_count;
    const struct cell_attribute *attribute;
    uint32_t needed = CELL_UNCHOSEN;

    if (depth > 0) {
        memcpy(verdicts, verdicts - cells->chain_count, cells->chain_count * sizeof(*verdicts));
    }
    for (uint32_t i = 0; i < cells->chain_count; i++) {
        advance(walk, &cells->chains[i], &verdicts[i], &needed);
    }
    if (needed == CELL_UNCHOSEN) {
        visit_leaf(walk, verdicts);
        return;
    }
    attribute = &cells->attributes[needed];
    if (walk->request.attribute_count == FG_ATTRIBUTES_MAX) {
        walk->result = CELLS_TOO_MANY;
        return;
    }
    for (uint32_t i = 0; i < attribute->class_count && walk->result == CELLS_DONE; i++) {
        walk->chosen[needed] = i;
        choose(walk, &attribute->name, attribute->classes[i].value);
        walk_on(walk, depth + 1);
        choose(walk, &attribute->name, (struct fg_text){NULL, 0, 0});
    }
    walk->chosen[needed] = CELL_UNCHOSEN;
}

enum cells_result cells_walk(struct cells *cells, uint32_t leaf_limit, cells_visit *visit,
                             void *context)
{
    struct fg_attribute attributes[FG_ATTRIBUTES_MAX];
    struct missing missing;
    struct walk walk = {.cells = cells,
                        .visit = visit,
                        .context = context,
                        .attributes = attributes,
                        .missing = &missing};
    enum cells_result result = cells_prepare(cells);
    size_t depths = (size_t)cells->attribute_count + 1;

    if (result != CELLS_DONE) return result;
    walk.leaf_limit = leaf_limit < CELLS_LEAVES_MAX ? leaf_limit : CELLS_LEAVES_MAX;
    walk.chosen = arena_take(&cells->arena, depths * sizeof(*walk.chosen));
    walk.verdicts =
        arena_take(&cells->arena, (depths * cells->chain_count + 1) * sizeof(*walk.verdicts));
    if (cells->arena.failed) return CELLS_NO_MEMORY;
    for (uint32_t i = 0; i < cells->attribute_count; i++) walk.chosen[i] = CELL_UNCHOSEN;
    walk.request.size = sizeof(walk.request);
    missing.count = 0;
    walk.request.attributes = attributes;
    walk.charge.request = &walk.request;
    walk_on(&walk, 0);
    return walk.result;
}

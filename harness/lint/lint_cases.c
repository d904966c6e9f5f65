/* SPDX-License-Identifier: Apache-2.0
 * The cases of the standards that hold together, over every class of charges: which of them decide
 * nothing, and which charges are left without a standard.
 *
 * A list of words is closed on purpose: a value that no rule of the item names (a kind of plate
 * that does not exist) is refused, and that is no finding. One is a class of charges made only of
 * values that the rules do name, or of numbers between those that they name. */
#include <stdio.h>

#include "feeguard/host.h"
#include "lint/lint_witness.h"

#define LEAF_TEXT_SIZE 512
#define DERIVED_DEPTH_MAX 128

struct walking {
    struct deep *deep;
    const struct deep_span *span;
    const struct item_rules *rules;
    const struct deep_standards *standards;
    bool **reached; /* by standard, then by case */
    bool any_standard;
    uint32_t without;       /* classes of ordinary charges without a standard */
    struct witness *shown;  /* of the first of them, or of any leaf without a standard */
    bool shown_is_ordinary; /* the former */
    bool has_shown;
    struct fg_text words[2]; /* the class, by FG_LANGUAGE_* */
};

/* ---- leaves ---- */

static bool is_ordinary(const struct cell_leaf *leaf)
{
    for (uint32_t i = 0; i < leaf->cells->attribute_count; i++) {
        const struct cell_attribute *attribute = &leaf->cells->attributes[i];
        enum cell_kind kind;

        if (leaf->chosen[i] == CELL_UNCHOSEN) continue;
        kind = attribute->classes[leaf->chosen[i]].kind;
        if (kind == CELL_OTHER || kind == CELL_NOT_NUMBER) return false;
    }
    return true;
}

static struct fg_text leaf_words(struct deep *deep, const struct cell_leaf *leaf, int32_t language)
{
    char text[LEAF_TEXT_SIZE];

    cell_leaf_describe(leaf, language, text, sizeof(text));
    return deep_text(deep, text);
}

/* Whether the standards have no price for this leaf, as far as its words tell. */
static bool is_unpriced(const struct walking *walking, const struct cell_leaf *leaf)
{
    for (uint32_t i = 0; i < walking->standards->count; i++) {
        const struct cell_verdict *verdict = &leaf->verdicts[i];
        const struct standard *standard = walking->standards->list[i];

        if (verdict->truth == TRUTH_UNDETERMINED) return false;
        if (verdict->truth == TRUTH_FALSE) continue;
        /* What derives from another item may lack a standard there: the engine will say. */
        if (standard->cases[verdict->index].tariff->kind != TARIFF_DERIVED) return false;
    }
    return true;
}

/* Whether a case of some standard applies. */
static bool is_decided(const struct walking *walking, const struct cell_leaf *leaf)
{
    for (uint32_t i = 0; i < walking->standards->count; i++) {
        if (leaf->verdicts[i].truth == TRUTH_TRUE) return true;
    }
    return false;
}

static void note_unpriced(struct walking *walking, const struct cell_leaf *leaf)
{
    struct deep *deep = walking->deep;
    const struct deep_standards *standards = walking->standards;
    bool ordinary = is_ordinary(leaf);
    struct witness witness;

    if (ordinary && walking->shown_is_ordinary) {
        walking->without++;
        return;
    }
    if (!ordinary && walking->has_shown) return;
    if (!witness_begin(deep, walking->span, walking->rules, standards->area, standards->rule_day,
                       &witness)) {
        return;
    }
    witness_take(&witness, leaf);
    if (!witness_judge(deep, walking->span->snapshot, &witness)) return;
    if (!witness_has(&witness, FG_NO_STANDARD)) {
        walking->any_standard = walking->any_standard || witness.has_standard;
        return;
    }
    walking->has_shown = true;
    walking->shown_is_ordinary = ordinary;
    walking->without += ordinary;
    witness_copy(walking->shown, &witness);
    walking->words[FG_LANGUAGE_ZH] = leaf_words(deep, leaf, FG_LANGUAGE_ZH);
    walking->words[FG_LANGUAGE_EN] = leaf_words(deep, leaf, FG_LANGUAGE_EN);
}

static bool look_at_leaf(void *context, const struct cell_leaf *leaf)
{
    struct walking *walking = context;
    const struct deep_standards *standards = walking->standards;

    for (uint32_t i = 0; i < standards->count; i++) {
        const struct cell_verdict *verdict = &leaf->verdicts[i];
        const struct fee_case *fee_case;

        if (verdict->truth != TRUTH_TRUE || walking->reached[i][verdict->index]) continue;
        fee_case = &standards->list[i]->cases[verdict->index];
        walking->reached[i][verdict->index] = true;
        if (standards->is_current &&
            deep_tariff_matters(walking->span->snapshot, fee_case->tariff)) {
            deep_tariff(walking->deep, walking->span, walking->rules, standards, i, fee_case, leaf);
        }
    }
    if (!standards->is_current) return true;
    deep_thresholds(walking->deep, walking->span, walking->rules, standards, leaf);
    if (is_unpriced(walking, leaf))
        note_unpriced(walking, leaf);
    else if (is_decided(walking, leaf))
        walking->any_standard = true;
    return true;
}

/* ---- what the item's conditions look at ---- */

static void add_sources(struct cells *cells, const struct snapshot *snapshot,
                        const struct tariff *tariff, int32_t rule_day, uint32_t depth)
{
    const struct item_rules *source;

    if (tariff->kind == TARIFF_RANGE) {
        add_sources(cells, snapshot, tariff->high, rule_day, depth);
        return;
    }
    for (uint32_t i = 0; i < tariff->child_count; i++) {
        add_sources(cells, snapshot, tariff->children[i], rule_day, depth);
    }
    if (tariff->kind != TARIFF_DERIVED || depth == DERIVED_DEPTH_MAX) return;
    source = table_get(&snapshot->items, tariff->derived_item);
    for (uint32_t i = 0; source != NULL && i < source->item->standard_count; i++) {
        const struct standard *standard = &source->item->standards[i];

        if (!days_hold(standard->days, rule_day)) continue;
        cells_add_cases(cells, standard);
        for (uint32_t j = 0; j < standard->case_count; j++) {
            add_sources(cells, snapshot, standard->cases[j].tariff, rule_day, depth + 1);
        }
    }
}

/* A unit that may charge stands for those that no condition names. */
static void offer_unit(struct cells *cells, struct deep *deep, const struct deep_span *span,
                       const struct item_rules *rules, const struct standard *standard)
{
    const struct attribute_name name = {TEXT("charge.unit"), BUILTIN_CHARGE_UNIT};

    for (uint32_t i = 0; i < standard->case_count; i++) {
        const struct unit *unit;

        if (!condition_asks(standard->cases[i].when, BUILTIN_CHARGE_UNIT)) continue;
        unit = deep_unit(deep, span->snapshot, rules, NULL, span->days.from);
        if (unit != NULL) cells_offer(cells, name, unit->code);
        return;
    }
}

static void cells_fill(struct cells *cells, const struct walking *walking)
{
    const struct deep_standards *standards = walking->standards;

    for (uint32_t i = 0; i < standards->count; i++) {
        offer_unit(cells, walking->deep, walking->span, walking->rules, standards->list[i]);
        cells_add_cases(cells, standards->list[i]);
    }
    for (uint32_t i = 0; i < standards->count; i++) {
        for (uint32_t j = 0; j < standards->list[i]->case_count; j++) {
            add_sources(cells, walking->span->snapshot, standards->list[i]->cases[j].tariff,
                        standards->rule_day, 0);
        }
    }
}

/* ---- cases that decide nothing ---- */

struct meeting {
    const struct walking *walking;
    struct witness *witness; /* of the best charge so far */
    enum { MEETS_NONE, MEETS_FALSE, MEETS_TRUE, MEETS_PRICED } met;
};

/* Looks for a charge that meets the condition (the second chain), best one that has a standard. */
static bool meet(void *context, const struct cell_leaf *leaf)
{
    struct meeting *meeting = context;
    const struct walking *walking = meeting->walking;
    const struct deep_standards *standards = walking->standards;
    bool holds = leaf->verdicts[1].truth == TRUTH_TRUE;
    struct witness witness;

    if (!holds && meeting->met != MEETS_NONE) return true;
    if (meeting->met == MEETS_TRUE && leaf->verdicts[0].truth != TRUTH_TRUE) return true;
    if (!witness_begin(walking->deep, walking->span, walking->rules, standards->area,
                       standards->rule_day, &witness)) {
        return false;
    }
    witness_take(&witness, leaf);
    if (!witness_judge(walking->deep, walking->span->snapshot, &witness)) return true;
    witness_copy(meeting->witness, &witness);
    meeting->met = !holds ? MEETS_FALSE : witness.has_standard ? MEETS_PRICED : MEETS_TRUE;
    return meeting->met != MEETS_PRICED;
}

static void report_case(struct walking *walking, uint32_t which, uint32_t case_index)
{
    struct deep *deep = walking->deep;
    const struct standard *standard = walking->standards->list[which];
    const struct document *document = walking->standards->documents[which];
    const struct fee_case *fee_case = &standard->cases[case_index];
    struct witness witness;
    struct meeting meeting = {.walking = walking, .witness = &witness};
    struct cells cells = {0};
    enum finding_rule rule;

    offer_unit(&cells, deep, walking->span, walking->rules, standard);
    cells_add_cases(&cells, standard);
    cells_add_condition(&cells, fee_case->when);
    cells_walk(&cells, CELLS_LEAVES_MAX, meet, &meeting);
    rule = meeting.met == MEETS_FALSE ? FINDING_CASE_NEVER : FINDING_CASE_HIDDEN;
    if (meeting.met != MEETS_NONE) {
        witness_add(deep, FIND(deep, rule, document, fee_case->line, walking->rules->item->code),
                    &witness);
    }
    cells_free(&cells); /* the witness borrowed from it until it was written down */
}

static void report_cases(struct walking *walking)
{
    const struct deep_standards *standards = walking->standards;

    for (uint32_t i = 0; i < standards->count; i++) {
        for (uint32_t j = 0; j < standards->list[i]->case_count; j++) {
            if (!walking->reached[i][j]) report_case(walking, i, j);
        }
    }
}

/* ---- charges without a standard ---- */

static void report_unpriced(struct walking *walking)
{
    struct deep *deep = walking->deep;
    const struct deep_standards *standards = walking->standards;
    const struct item *item = walking->rules->item;
    struct finding *finding;

    if (!walking->has_shown) return;
    if (!walking->any_standard) {
        finding = FIND(deep, FINDING_ITEM_NEVER_PRICED, standards->documents[0],
                       standards->list[0]->line, item->code, deep_day(deep, standards->rule_day));
        witness_add(deep, finding, walking->shown);
        return;
    }
    if (walking->without == 0) return;
    finding = FIND(deep, FINDING_CHARGES_WITHOUT_STANDARD, standards->documents[0],
                   standards->list[0]->line, item->code, walking->words[FG_LANGUAGE_ZH]);
    if (finding != NULL) finding->arguments[FG_LANGUAGE_EN][1] = walking->words[FG_LANGUAGE_EN];
    witness_add(deep, finding, walking->shown);
}

static bool reached_make(struct walking *walking)
{
    const struct deep_standards *standards = walking->standards;
    struct arena *arena = &walking->deep->arena;

    walking->reached = arena_take(arena, standards->count * sizeof(*walking->reached) + 1);
    for (uint32_t i = 0; i < standards->count && walking->reached != NULL; i++) {
        walking->reached[i] = arena_take(arena, standards->list[i]->case_count + 1);
        if (walking->reached[i] == NULL) return false;
    }
    return walking->reached != NULL;
}

void deep_cases(struct deep *deep, const struct deep_span *span, const struct item_rules *rules,
                const struct deep_standards *standards)
{
    struct witness shown;
    struct walking walking = {
        .deep = deep, .span = span, .rules = rules, .standards = standards, .shown = &shown};
    struct cells cells = {0};
    enum cells_result result;

    if (standards->count == 0 || !reached_make(&walking)) return;
    cells_fill(&cells, &walking);
    result = cells_walk(&cells, CELLS_LEAVES_MAX, look_at_leaf, &walking);
    if (result == CELLS_NO_MEMORY) deep->arena.failed = true;
    if (result == CELLS_TOO_MANY) {
        FIND(deep, FINDING_TOO_MANY, standards->documents[0], standards->list[0]->line,
             rules->item->code);
    }
    if (result == CELLS_DONE) {
        report_cases(&walking);
        report_unpriced(&walking);
    }
    cells_free(&cells);
}

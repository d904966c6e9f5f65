/* SPDX-License-Identifier: Apache-2.0
 * What can be judged of one standard or one condition alone: bands, limits, cumulative brackets,
 * and the names of attributes. Also the walk over tariffs that other parts use. */
#include "load/lint_internal.h"

struct owner owner_at(const struct document *document, uint32_t index)
{
    const struct amendment *amendment;

    if (index < document->item_count) {
        const struct item *item = &document->items[index];

        return (struct owner){
            "item",          item->code,           item->grants, item->grant_count,
            item->standards, item->standard_count, item,         item->line};
    }
    amendment = &document->amendments[index - document->item_count];
    return (struct owner){"amend",
                          amendment->item,
                          amendment->grants,
                          amendment->grant_count,
                          amendment->standards,
                          amendment->standard_count,
                          NULL,
                          amendment->line};
}

/* Calls for a tariff and every tariff inside it. */
static void tariff_visit(const struct tariff *tariff, tariff_visitor *visitor, void *context)
{
    if (tariff == NULL) return;
    visitor(context, tariff);
    tariff_visit(tariff->low, visitor, context);
    tariff_visit(tariff->high, visitor, context);
    for (uint32_t i = 0; i < tariff->child_count; i++) {
        tariff_visit(tariff->children[i], visitor, context);
    }
}

void standards_visit(const struct standard *standards, uint32_t count, tariff_visitor *visitor,
                     void *context)
{
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; j < standards[i].case_count; j++) {
            tariff_visit(standards[i].cases[j].tariff, visitor, context);
        }
    }
}

static void find_cumulative(void *context, const struct tariff *tariff)
{
    if (tariff->kind == TARIFF_BRACKETS && tariff->cumulative != PER_NONE) *(bool *)context = true;
}

bool item_is_cumulative(const struct item *item)
{
    bool found = false;

    standards_visit(item->standards, item->standard_count, find_cumulative, &found);
    return found;
}

/* ---- names ---- */

struct place_in {
    struct lint *lint;
    const struct document *document;
};

/* A name that looks built in must be one that is. */
static void check_name(struct place_in *in, struct fg_text name, uint32_t line)
{
    static const char *const builtins[] = {"payer.type",      "charge.region", "charge.category",
                                           "charge.quantity", "charge.base",   "charge.unit"};

    if (!text_starts(name, TEXT("payer.")) && !text_starts(name, TEXT("charge."))) return;
    for (size_t i = 0; i < sizeof(builtins) / sizeof(builtins[0]); i++) {
        if (text_equal(name, text_of(builtins[i]))) return;
    }
    FAULT(in->lint->faults, RULE_NAME_RESERVED, in->document->file, line, name);
}

static void check_condition(struct place_in *in, const struct condition *condition)
{
    if (condition == NULL) return;
    if (condition->kind == CONDITION_ATTR) {
        check_name(in, condition->name.text, condition->line);
        return;
    }
    for (uint32_t i = 0; i < condition->child_count; i++) {
        check_condition(in, condition->children[i]);
    }
}

/* ---- tariffs ---- */

static void check_bands(struct place_in *in, const struct tariff *brackets)
{
    struct faults *faults = in->lint->faults;
    struct fg_text file = in->document->file;
    int places = brackets->on_quantity ? 6 : 2;
    int64_t below = 0;

    for (uint32_t i = 0; i < brackets->band_count; i++) {
        const struct band *band = &brackets->bands[i];
        bool last = i + 1 == brackets->band_count;

        if (band->upto == INT64_MAX) {
            if (!last) FAULT(faults, RULE_BAND_OPEN, file, band->line, TEXT(""));
            continue;
        }
        if (last) {
            FAULT(faults, RULE_BAND_CLOSED, file, band->line,
                  lint_decimal(in->lint, band->upto, places));
        }
        if (band->upto <= below) {
            FAULT(faults, RULE_BAND_ORDER, file, band->line,
                  lint_decimal(in->lint, band->upto, places),
                  lint_decimal(in->lint, below, places));
        } else {
            below = band->upto;
        }
    }
}

static void check_cumulative(struct place_in *in, const struct tariff *brackets)
{
    struct faults *faults = in->lint->faults;
    struct fg_text file = in->document->file;

    if (brackets->slab) {
        FAULT(faults, RULE_CUMULATIVE_SLAB, file, brackets->line, TEXT("slab"));
    }
    if (!brackets->on_quantity) {
        FAULT(faults, RULE_CUMULATIVE_BASE, file, brackets->line, TEXT("base"));
    }
    if (brackets->step_micro != 0) {
        FAULT(faults, RULE_CUMULATIVE_STEP, file, brackets->line,
              lint_decimal(in->lint, brackets->step_micro, 6));
    }
    for (uint32_t i = 0; i < brackets->band_count; i++) {
        if (brackets->bands[i].fixed_fen == 0) continue;
        FAULT(faults, RULE_CUMULATIVE_FIXED, file, brackets->bands[i].line,
              lint_decimal(in->lint, brackets->bands[i].fixed_fen, 2));
    }
}

static void check_tariff(void *context, const struct tariff *tariff)
{
    struct place_in *in = context;

    check_name(in, tariff->times.text, tariff->line);
    if (tariff->min_fen != MONEY_ABSENT && tariff->max_fen != MONEY_ABSENT &&
        tariff->min_fen > tariff->max_fen) {
        FAULT(in->lint->faults, RULE_MIN_ABOVE_MAX, in->document->file, tariff->line,
              lint_decimal(in->lint, tariff->min_fen, 2),
              lint_decimal(in->lint, tariff->max_fen, 2));
    }
    if (tariff->kind != TARIFF_BRACKETS) return;
    check_bands(in, tariff);
    if (tariff->cumulative != PER_NONE) check_cumulative(in, tariff);
}

void lint_tariffs(struct lint *lint, const struct version *version)
{
    const struct document *document = version->document;
    struct place_in in = {lint, document};

    for (uint32_t i = 0; i < owner_count(document); i++) {
        struct owner owner = owner_at(document, i);

        standards_visit(owner.standards, owner.standard_count, check_tariff, &in);
        for (uint32_t j = 0; j < owner.standard_count; j++) {
            for (uint32_t k = 0; k < owner.standards[j].case_count; k++) {
                check_condition(&in, owner.standards[j].cases[k].when);
            }
        }
        if (owner.item == NULL) continue;
        for (uint32_t j = 0; j < owner.item->uniform.count; j++) {
            check_name(&in, owner.item->uniform.list[j], owner.item->uniform_line);
        }
    }
    for (uint32_t i = 0; i < document->reduction_count; i++) {
        check_condition(&in, document->reductions[i].when);
    }
}

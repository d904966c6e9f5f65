/* SPDX-License-Identifier: Apache-2.0
 * Witnesses are put together from what a finding is about, completed with what the standard asks
 * for, and judged by evaluate() on an empty ledger: just as feeguard check will judge them. */
#include "lint/lint_witness.h"

#include <inttypes.h>
#include <stdio.h>

#include "engine/codes.h"
#include "json.h"
#include "rules/authority.h"

#define NOON_NS INT64_C(14400000000000) /* 12:00 at +08:00 */
#define DAY_NS INT64_C(86400000000000)
#define ROUNDS_MAX 8
#define INVENTED TEXT("1")

/* ---- who, when, where ---- */

static bool unit_fits(const struct deep *deep, const struct snapshot *snapshot,
                      const struct item_rules *rules, const struct region *area,
                      const struct unit *unit, int32_t day)
{
    (void)deep;
    if (!days_hold(unit->days, day)) return false;
    if (!document_holds(rules->item->document, &unit->region)) return false;
    if (area != NULL && !region_lies_in(&unit->region, area)) return false;
    for (uint32_t i = 0; area != NULL && i < rules->amendment_count; i++) {
        const struct document *document = rules->amendments[i]->document;

        if (document_holds(document, &unit->region) != document_holds(document, area)) {
            return false;
        }
    }
    return unit_is_authorised(snapshot, rules, unit, &unit->region, day);
}

const struct unit *deep_unit(struct deep *deep, const struct snapshot *snapshot,
                             const struct item_rules *rules, const struct region *area, int32_t day)
{
    const struct unit *last = deep->last_unit;

    if (last != NULL && table_get(&snapshot->units, last->code) == last &&
        unit_fits(deep, snapshot, rules, area, last, day)) {
        return last;
    }
    for (uint32_t i = 0; i < snapshot->document_count; i++) {
        const struct document *document = snapshot->documents[i];

        for (uint32_t j = 0; j < document->unit_count; j++) {
            const struct unit *unit = &document->units[j];

            if (!unit_fits(deep, snapshot, rules, area, unit, day)) continue;
            deep->last_unit = unit;
            return unit;
        }
    }
    return NULL;
}

/* The charge date and the other dates that give the rule date; false where none does. */
static bool dates_find(const struct deep_span *span, const struct item *item, int32_t rule_day,
                       int32_t *charge_day, struct witness *witness)
{
    if (rule_day < DAY_FIRST || rule_day > DAY_LAST || rule_day > span->days.to) return false;
    *charge_day = rule_day < span->days.from ? span->days.from : rule_day;
    if (item->dated_by == DATED_BY_ACCEPTED) witness->request.accepted_ymd = day_to_ymd(rule_day);
    if (*charge_day == rule_day) return true;
    if (item->dated_by == DATED_BY_PERIOD) witness->request.period_ymd = day_to_ymd(rule_day);
    return item->dated_by != DATED_BY_CHARGE;
}

static void witness_clear(struct witness *witness, const struct item *item)
{
    *witness = (struct witness){.request = {.size = sizeof(struct fg_charge),
                                            .txn = TEXT("check"),
                                            .item = item->code,
                                            .payer = TEXT("P1"),
                                            .amount_fen = 100}};
    witness->request.attributes = witness->attributes;
}

void witness_invent(const struct deep_span *span, const struct item_rules *rules,
                    const struct unit *unit, int32_t rule_day, struct witness *witness)
{
    int32_t charge_day = rule_day;

    witness_clear(witness, rules->item);
    dates_find(span, rules->item, rule_day, &charge_day, witness);
    witness->request.time_ns = charge_day * DAY_NS + NOON_NS;
    witness->request.unit = unit == NULL ? TEXT("U1") : unit->code;
}

bool witness_begin(struct deep *deep, const struct deep_span *span, const struct item_rules *rules,
                   const struct region *area, int32_t rule_day, struct witness *witness)
{
    const struct unit *unit;
    int32_t charge_day;

    witness_clear(witness, rules->item);
    if (!dates_find(span, rules->item, rule_day, &charge_day, witness)) return false;
    witness->request.time_ns = charge_day * DAY_NS + NOON_NS;
    if (span->snapshot->units.count == 0) {
        witness->request.unit = TEXT("U1");
        return true;
    }
    unit = deep_unit(deep, span->snapshot, rules, area, charge_day);
    if (unit == NULL) return false;
    witness->request.unit = unit->code;
    return true;
}

static void witness_attribute(struct witness *witness, const struct attribute_name *name,
                              struct fg_text value)
{
    struct fg_charge *request = &witness->request;

    switch (name->builtin) {
    case BUILTIN_PAYER_TYPE: request->payer_type = value; return;
    case BUILTIN_CHARGE_REGION: request->region = value; return;
    case BUILTIN_CHARGE_CATEGORY: request->category = value; return;
    case BUILTIN_CHARGE_QUANTITY: request->quantity = value; return;
    case BUILTIN_CHARGE_BASE: request->base = value; return;
    case BUILTIN_CHARGE_UNIT:
        if (value.size > 0) request->unit = value;
        return;
    case BUILTIN_NONE: break;
    }
    for (uint32_t i = 0; i < request->attribute_count; i++) {
        if (!text_equal(witness->attributes[i].name, name->text)) continue;
        witness->attributes[i].value = value;
        return;
    }
    if (request->attribute_count == FG_ATTRIBUTES_MAX) return;
    witness->attributes[request->attribute_count++] = (struct fg_attribute){name->text, value};
}

void witness_copy(struct witness *copy, const struct witness *witness)
{
    *copy = *witness;
    copy->request.attributes = copy->attributes;
}

void witness_take(struct witness *witness, const struct cell_leaf *leaf)
{
    for (uint32_t i = 0; i < leaf->cells->attribute_count; i++) {
        const struct cell_attribute *attribute = &leaf->cells->attributes[i];

        if (leaf->chosen[i] == CELL_UNCHOSEN) continue;
        witness_attribute(witness, &attribute->name, attribute->classes[leaf->chosen[i]].value);
    }
}

/* ---- judging ---- */

static bool nothing_stands(void *ledger, const struct question *question, standing_visit *visit,
                           void *context)
{
    (void)ledger;
    (void)question;
    (void)visit;
    (void)context;
    return true;
}

static bool judge(struct deep *deep, const struct snapshot *snapshot,
                  const struct fg_charge *request)
{
    static const struct hash_key key;
    const struct ledger_view view = {.list = nothing_stands, .key = &key};
    struct policy policy = {.mode = FG_MODE_ENFORCE};
    struct fg_text field;
    struct charge charge;
    struct matter matter;

    if (!charge_read(request, &charge, &field)) return false;
    for (int i = 0; i < FG_CODE_COUNT; i++) policy.effects[i] = (uint8_t)codes[i].effect;
    matter = matter_find(snapshot, &charge);
    facts_gather(matter.rules, &charge, &view, &deep->room->facts);
    evaluate(&matter, &charge, &deep->room->facts, &policy, &deep->room->decision);
    return true;
}

static bool factor_of(const struct snapshot *snapshot, const struct tariff *tariff,
                      struct fg_text name, uint32_t depth);

static bool standards_factor(const struct snapshot *snapshot, const struct standard *standards,
                             uint32_t count, struct fg_text name, uint32_t depth)
{
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; j < standards[i].case_count; j++) {
            if (factor_of(snapshot, standards[i].cases[j].tariff, name, depth)) return true;
        }
    }
    return false;
}

/* Whether a tariff multiplies by this attribute. */
static bool factor_of(const struct snapshot *snapshot, const struct tariff *tariff,
                      struct fg_text name, uint32_t depth)
{
    const struct item_rules *source;

    if (tariff == NULL || depth > 128) return false;
    if (text_equal(tariff->times.text, name)) return true;
    if (factor_of(snapshot, tariff->low, name, depth)) return true;
    if (factor_of(snapshot, tariff->high, name, depth)) return true;
    for (uint32_t i = 0; i < tariff->child_count; i++) {
        if (factor_of(snapshot, tariff->children[i], name, depth)) return true;
    }
    if (tariff->kind != TARIFF_DERIVED) return false;
    source = table_get(&snapshot->items, tariff->derived_item);
    return source != NULL && standards_factor(snapshot, source->item->standards,
                                              source->item->standard_count, name, depth + 1);
}

bool witness_is_factor(const struct snapshot *snapshot, const struct item_rules *rules,
                       struct fg_text name)
{
    if (standards_factor(snapshot, rules->item->standards, rules->item->standard_count, name, 0)) {
        return true;
    }
    for (uint32_t i = 0; i < rules->amendment_count; i++) {
        const struct amendment *amendment = rules->amendments[i];

        if (standards_factor(snapshot, amendment->standards, amendment->standard_count, name, 0)) {
            return true;
        }
    }
    return false;
}

/* Gives the charge something that it was found to miss; false where that is none of ours. */
static bool supply(struct deep *deep, const struct snapshot *snapshot, struct witness *witness)
{
    const struct decision *decision = &deep->room->decision;
    struct fg_charge *request = &witness->request;
    bool supplied = false;

    for (uint32_t i = 0; i < decision->missing.count; i++) {
        struct attribute_name name = {decision->missing.names[i], BUILTIN_NONE};

        name.builtin = builtin_of(name.text);
        if (text_equal(name.text, TEXT("quantity")) && request->quantity.size == 0)
            request->quantity = INVENTED;
        else if (text_equal(name.text, TEXT("base")) && request->base.size == 0)
            request->base = TEXT("1000.00");
        else if (text_equal(name.text, TEXT("subject")) && request->subject.size == 0)
            request->subject = TEXT("S1");
        else if (decision->matter.rules != NULL &&
                 witness_is_factor(snapshot, decision->matter.rules, name.text))
            witness_attribute(witness, &name, INVENTED);
        else
            continue;
        supplied = true;
    }
    return supplied;
}

bool witness_judge(struct deep *deep, const struct snapshot *snapshot, struct witness *witness)
{
    const struct decision *decision = &deep->room->decision;

    for (int round = 0; round < ROUNDS_MAX; round++) {
        if (!judge(deep, snapshot, &witness->request)) return false;
        if ((decision->codes >> FG_MISSING_ATTRIBUTE & 1) == 0) break;
        if (!supply(deep, snapshot, witness)) break;
    }
    if (decision->has_due) witness->request.amount_fen = decision->reliefs.due_fen;
    if (!judge(deep, snapshot, &witness->request)) return false;
    witness->codes = decision->codes;
    witness->allowed = decision->outcome == FG_ALLOW;
    witness->has_standard = decision->has_standard;
    witness->has_due = decision->has_due;
    witness->standard_fen = decision->has_standard ? decision->assessed.standard_fen : 0;
    witness->due_fen = decision->has_due ? decision->reliefs.due_fen : 0;
    return true;
}

bool witness_applied(const struct deep *deep, const struct reduction *reduction)
{
    const struct reliefs *reliefs = &deep->room->decision.reliefs;

    for (uint32_t i = 0; i < reliefs->count; i++) {
        if (reliefs->list[i].reduction == reduction) return true;
    }
    return false;
}

/* ---- writing down ---- */

static void put_field(struct output *output, const char *name, struct fg_text value)
{
    if (value.size == 0) return;
    output_text(output, text_of(name));
    output_text(output, TEXT("="));
    output_text(output, value);
    output_text(output, (struct fg_text){"", 1, 0});
}

static void put_date(struct output *output, const char *name, int32_t ymd)
{
    char text[11];
    int32_t day;

    if (ymd == 0 || !day_from_ymd(ymd, &day)) return;
    day_format(day, text);
    put_field(output, name, text_of(text));
}

static void put_amount(struct output *output, const char *name, int64_t fen)
{
    char text[TIME_TEXT_SIZE];

    money_format(fen, text);
    put_field(output, name, text_of(text));
}

static void put_expected(struct output *output, const struct witness *witness)
{
    const char *before = ":";

    output_text(output, TEXT("expect="));
    output_text(output, witness->allowed ? TEXT("allow") : TEXT("deny"));
    for (uint64_t left = witness->codes; left != 0; left &= left - 1) {
        output_text(output, text_of(before));
        output_text(output, text_of(codes[__builtin_ctzll(left)].name));
        before = "+";
    }
    output_text(output, (struct fg_text){"", 1, 0});
    if (witness->has_due) put_amount(output, "expect_due", witness->due_fen);
}

static void put_attributes(struct output *output, const struct fg_charge *request)
{
    for (uint32_t i = 0; i < request->attribute_count; i++) {
        if (request->attributes[i].value.size == 0) continue;
        output_text(output, TEXT("attr:"));
        output_text(output, request->attributes[i].name);
        output_text(output, TEXT("="));
        output_text(output, request->attributes[i].value);
        output_text(output, (struct fg_text){"", 1, 0});
    }
}

void witness_add(struct deep *deep, struct finding *finding, const struct witness *witness)
{
    const struct fg_charge *request = &witness->request;
    char day[11], moment[32];
    struct output output = {0};

    if (finding == NULL || finding->witness_count == FINDING_WITNESSES_MAX) return;
    day_format(day_of_time(request->time_ns), day);
    snprintf(moment, sizeof(moment), "%sT12:00:00", day);
    put_field(&output, "time", text_of(moment));
    put_date(&output, "period", request->period_ymd);
    put_date(&output, "accepted", request->accepted_ymd);
    put_field(&output, "unit", request->unit);
    put_field(&output, "item", request->item);
    put_field(&output, "payer", request->payer);
    put_field(&output, "payer_type", request->payer_type);
    put_field(&output, "subject", request->subject);
    put_field(&output, "region", request->region);
    put_amount(&output, "amount", request->amount_fen);
    put_field(&output, "quantity", request->quantity);
    put_field(&output, "base", request->base);
    put_field(&output, "category", request->category);
    put_field(&output, "purpose", request->purpose);
    put_attributes(&output, request);
    put_expected(&output, witness);
    finding->witnesses[finding->witness_count++] =
        arena_text(&deep->arena, (struct fg_text){output.bytes, (uint32_t)output.size, 0});
    output_free(&output);
}

/* SPDX-License-Identifier: Apache-2.0
 * The vocabulary as one table. A new element or attribute is a row here, a member in
 * rules/schedule.h, and a line in schedules/feeguard.xsd. */
#include "load/vocabulary.h"

/* Rows stay rows. */
/* clang-format off */

#define IN(type, member) offsetof(struct type, member)
#define REQUIRED true
#define OPTIONAL false
#define END {.name = NULL}

/* ---- attributes: name, type, member, required, standard value ---- */

static const struct attribute_rule none[] = {END};

static const struct attribute_rule schedule_attributes[] = {
    {"id", VALUE_CODE, IN(document, id), REQUIRED, NULL},
    {"level", VALUE_LEVEL, IN(document, level), REQUIRED, NULL},
    {"region", VALUE_REGION, IN(document, region), REQUIRED, NULL},
    {"issuer", VALUE_TEXT, IN(document, issuer), OPTIONAL, NULL},
    {"serial", VALUE_POSITIVE, IN(document, serial), REQUIRED, NULL},
    {"published", VALUE_DATE, IN(document, published), OPTIONAL, NULL},
    {"effective", VALUE_DATE, IN(document, effective), REQUIRED, NULL},
    END};

static const struct attribute_rule basis_attributes[] = {
    {"id", VALUE_CODE, IN(basis, id), REQUIRED, NULL},
    {"number", VALUE_TEXT, IN(basis, number), OPTIONAL, NULL},
    {"title", VALUE_TEXT, IN(basis, title), OPTIONAL, NULL},
    {"level", VALUE_LEVEL, IN(basis, level), REQUIRED, NULL},
    {"issued", VALUE_DATE, IN(basis, issued), OPTIONAL, NULL},
    END};

static const struct attribute_rule unit_attributes[] = {
    {"code", VALUE_CODE, IN(unit, code), REQUIRED, NULL},
    {"name", VALUE_TEXT, IN(unit, name), OPTIONAL, NULL},
    {"department", VALUE_CODE, IN(unit, department), OPTIONAL, NULL},
    {"level", VALUE_LEVEL, IN(unit, level), OPTIONAL, NULL},
    {"region", VALUE_REGION, IN(unit, region), REQUIRED, NULL},
    {"from", VALUE_FROM, IN(unit, days.from), OPTIONAL, NULL},
    {"to", VALUE_TO, IN(unit, days.to), OPTIONAL, NULL},
    END};

static const struct attribute_rule delegation_attributes[] = {
    {"from", VALUE_CODE, IN(delegation, from), REQUIRED, NULL},
    {"to", VALUE_CODE, IN(delegation, to), REQUIRED, NULL},
    {"items", VALUE_CODES, IN(delegation, items), REQUIRED, NULL},
    {"basis", VALUE_BASIS, IN(delegation, basis), REQUIRED, NULL},
    {"from-date", VALUE_FROM, IN(delegation, days.from), OPTIONAL, NULL},
    {"to-date", VALUE_TO, IN(delegation, days.to), OPTIONAL, NULL},
    END};

static const struct attribute_rule item_attributes[] = {
    {"code", VALUE_CODE, IN(item, code), REQUIRED, NULL},
    {"name", VALUE_TEXT, IN(item, name), OPTIONAL, NULL},
    {"kind", VALUE_KIND, IN(item, kind), REQUIRED, "service"},
    {"category", VALUE_CODE, IN(item, category), OPTIONAL, NULL},
    {"basis", VALUE_BASIS, IN(item, basis), REQUIRED, NULL},
    {"from", VALUE_FROM, IN(item, days.from), OPTIONAL, NULL},
    {"to", VALUE_TO, IN(item, days.to), OPTIONAL, NULL},
    {"local", VALUE_LEVEL, IN(item, local), OPTIONAL, NULL},
    {"local-relief", VALUE_LEVEL, IN(item, local_relief), OPTIONAL, NULL},
    {"enterprise", VALUE_BOOLEAN, IN(item, enterprise), OPTIONAL, NULL},
    {"dated-by", VALUE_DATED_BY, IN(item, dated_by), OPTIONAL, "period"},
    END};

static const struct attribute_rule grant_attributes[] = {
    {"unit", VALUE_CODE, IN(grant, unit), OPTIONAL, NULL},
    {"department", VALUE_CODE, IN(grant, department), OPTIONAL, NULL},
    {"level", VALUE_LEVEL, IN(grant, level), OPTIONAL, NULL},
    {"region", VALUE_REGION, IN(grant, region), OPTIONAL, NULL},
    {"from", VALUE_FROM, IN(grant, days.from), OPTIONAL, NULL},
    {"to", VALUE_TO, IN(grant, days.to), OPTIONAL, NULL},
    {"basis", VALUE_BASIS, IN(grant, basis), OPTIONAL, NULL},
    END};

static const struct attribute_rule standard_attributes[] = {
    {"from", VALUE_FROM, IN(standard, days.from), OPTIONAL, NULL},
    {"to", VALUE_TO, IN(standard, days.to), OPTIONAL, NULL},
    {"basis", VALUE_BASIS, IN(standard, basis), REQUIRED, NULL},
    {"rounding", VALUE_ROUNDING, IN(standard, rounding), OPTIONAL, "half-up"},
    {"round-to", VALUE_ROUND_TO, IN(standard, round_to_fen), OPTIONAL, "0.01"},
    END};

static const struct attribute_rule period_attributes[] = {
    {"per", VALUE_PER, IN(period, per), OPTIONAL, NULL},
    {"within", VALUE_WITHIN, 0, OPTIONAL, NULL},
    {"key", VALUE_KEY, IN(period, key), OPTIONAL, "payer subject"},
    {"subject", VALUE_SUBJECT, IN(period, subject_required), OPTIONAL, NULL},
    {"max", VALUE_POSITIVE, IN(period, max), OPTIONAL, "1"},
    {"instalments", VALUE_BOOLEAN, IN(period, instalments), OPTIONAL, NULL},
    {"advance", VALUE_WHOLE, IN(period, advance), OPTIONAL, NULL},
    {"year-starts", VALUE_MONTH, IN(period, year_starts), OPTIONAL, "01"},
    {"group", VALUE_CODE, IN(period, group), OPTIONAL, NULL},
    END};

static const struct attribute_rule uniform_attributes[] = {
    {"key", VALUE_CODES, IN(item, uniform), REQUIRED, NULL},
    END};

static const struct attribute_rule observe_attributes[] = {
    {"from", VALUE_FROM, IN(item, observe.from), REQUIRED, NULL},
    {"to", VALUE_TO, IN(item, observe.to), REQUIRED, NULL},
    END};

static const struct attribute_rule attr_attributes[] = {
    {"name", VALUE_NAME, IN(attr_read, name), REQUIRED, NULL},
    {"eq", VALUE_TEXT, IN(attr_read, tests[TEST_EQ].operand), OPTIONAL, NULL},
    {"ne", VALUE_TEXT, IN(attr_read, tests[TEST_NE].operand), OPTIONAL, NULL},
    {"in", VALUE_TEXTS, IN(attr_read, tests[TEST_IN].set), OPTIONAL, NULL},
    {"ge", VALUE_NUMBER, IN(attr_read, tests[TEST_GE].operand), OPTIONAL, NULL},
    {"le", VALUE_NUMBER, IN(attr_read, tests[TEST_LE].operand), OPTIONAL, NULL},
    {"prefix", VALUE_TEXT, IN(attr_read, tests[TEST_PREFIX].operand), OPTIONAL, NULL},
    {"present", VALUE_BOOLEAN, IN(attr_read, tests[TEST_PRESENT].present), OPTIONAL, NULL},
    END};

/* What any tariff may carry; a range only `times`. */
#define TIMES {"times", VALUE_NAME, IN(tariff, times), OPTIONAL, NULL}
#define MIN {"min", VALUE_MONEY, IN(tariff, min_fen), OPTIONAL, NULL}
#define MAX {"max", VALUE_MONEY, IN(tariff, max_fen), OPTIONAL, NULL}
#define STEP {"step", VALUE_STEP, IN(tariff, step_micro), OPTIONAL, NULL}

static const struct attribute_rule fixed_attributes[] = {
    {"amount", VALUE_MONEY, IN(tariff, amount_fen), REQUIRED, "0"},
    TIMES, MIN, MAX,
    END};

static const struct attribute_rule per_unit_attributes[] = {
    {"price", VALUE_PRICE, IN(tariff, rate_micro), REQUIRED, NULL},
    {"unit", VALUE_TEXT, IN(tariff, price_unit), OPTIONAL, NULL},
    STEP, TIMES, MIN, MAX,
    END};

static const struct attribute_rule rate_attributes[] = {
    {"percent", VALUE_PERCENT, IN(tariff, rate_micro), REQUIRED, NULL},
    TIMES, MIN, MAX,
    END};

static const struct attribute_rule brackets_attributes[] = {
    {"on", VALUE_ON, IN(tariff, on_quantity), REQUIRED, NULL},
    {"mode", VALUE_MODE, IN(tariff, slab), REQUIRED, NULL},
    {"cumulative", VALUE_CUMULATIVE, IN(tariff, cumulative), OPTIONAL, NULL},
    STEP, TIMES, MIN, MAX,
    END};

static const struct attribute_rule band_attributes[] = {
    {"upto", VALUE_UPTO, IN(band_read, band.upto), OPTIONAL, NULL},
    {"fixed", VALUE_MONEY, IN(band_read, band.fixed_fen), OPTIONAL, "0"},
    {"percent", VALUE_PERCENT, IN(band_read, percent_micro), OPTIONAL, NULL},
    {"price", VALUE_PRICE, IN(band_read, price_micro), OPTIONAL, NULL},
    END};

static const struct attribute_rule range_attributes[] = {TIMES, END};
static const struct attribute_rule sum_attributes[] = {TIMES, MIN, MAX, END};
static const struct attribute_rule free_attributes[] = {TIMES, MIN, MAX, END};

static const struct attribute_rule derived_attributes[] = {
    {"item", VALUE_CODE, IN(tariff, derived_item), REQUIRED, NULL},
    {"ratio", VALUE_RATIO, 0, REQUIRED, "1"},
    TIMES, MIN, MAX,
    END};

static const struct attribute_rule amend_attributes[] = {
    {"item", VALUE_CODE, IN(amendment, item), REQUIRED, NULL},
    END};

static const struct attribute_rule reduction_attributes[] = {
    {"id", VALUE_CODE, IN(reduction, id), REQUIRED, NULL},
    {"name", VALUE_TEXT, IN(reduction, name), OPTIONAL, NULL},
    {"basis", VALUE_BASIS, IN(reduction, basis), REQUIRED, NULL},
    {"from", VALUE_FROM, IN(reduction, days.from), OPTIONAL, NULL},
    {"to", VALUE_TO, IN(reduction, days.to), OPTIONAL, NULL},
    {"items", VALUE_CODES, IN(reduction, items), OPTIONAL, NULL},
    {"categories", VALUE_CODES, IN(reduction, categories), OPTIONAL, NULL},
    {"priority", VALUE_WHOLE, IN(reduction, priority), OPTIONAL, "100"},
    {"group", VALUE_CODE, IN(reduction, group), OPTIONAL, NULL},
    {"exclusive", VALUE_BOOLEAN, IN(reduction, exclusive), OPTIONAL, NULL},
    {"penalties", VALUE_BOOLEAN, IN(reduction, penalties), OPTIONAL, NULL},
    END};

static const struct attribute_rule commitment_attributes[] = {
    {"id", VALUE_CODE, IN(reduction, id), REQUIRED, NULL},
    {"name", VALUE_TEXT, IN(reduction, name), OPTIONAL, NULL},
    {"basis", VALUE_BASIS, IN(reduction, basis), REQUIRED, NULL},
    {"payers", VALUE_CODES, IN(reduction, payers), REQUIRED, NULL},
    {"from", VALUE_FROM, IN(reduction, days.from), OPTIONAL, NULL},
    {"to", VALUE_TO, IN(reduction, days.to), OPTIONAL, NULL},
    {"items", VALUE_CODES, IN(reduction, items), OPTIONAL, NULL},
    {"categories", VALUE_CODES, IN(reduction, categories), OPTIONAL, NULL},
    {"priority", VALUE_WHOLE, IN(reduction, priority), OPTIONAL, "100"},
    {"group", VALUE_CODE, IN(reduction, group), OPTIONAL, NULL},
    {"exclusive", VALUE_BOOLEAN, IN(reduction, exclusive), OPTIONAL, NULL},
    {"penalties", VALUE_BOOLEAN, IN(reduction, penalties), OPTIONAL, NULL},
    END};

static const struct attribute_rule percent_off_attributes[] = {
    {"percent", VALUE_PERCENT, IN(reduction, percent_micro), REQUIRED, NULL},
    END};

static const struct attribute_rule amount_attributes[] = {
    {"amount", VALUE_MONEY, IN(reduction, amount_fen), REQUIRED, "0"},
    END};

static const struct attribute_rule limit_attributes[] = {
    {"amount", VALUE_MONEY, IN(limit, amount_fen), REQUIRED, "0"},
    {"per", VALUE_PER, IN(limit, per), REQUIRED, NULL},
    {"key", VALUE_KEY, IN(limit, key), OPTIONAL, "payer"},
    END};

static const struct attribute_rule revoke_attributes[] = {
    {"commitment", VALUE_CODE, IN(revoke, commitment), REQUIRED, NULL},
    {"basis", VALUE_BASIS, IN(revoke, basis), REQUIRED, NULL},
    END};

static const struct attribute_rule prohibition_attributes[] = {
    {"id", VALUE_CODE, IN(prohibition, id), REQUIRED, NULL},
    {"name", VALUE_TEXT, IN(prohibition, name), OPTIONAL, NULL},
    {"basis", VALUE_BASIS, IN(prohibition, basis), REQUIRED, NULL},
    {"payers", VALUE_CODES, IN(prohibition, payers), OPTIONAL, NULL},
    {"advisory", VALUE_BOOLEAN, IN(prohibition, advisory), OPTIONAL, NULL},
    END};

static const struct attribute_rule except_attributes[] = {
    {"items", VALUE_CODES, IN(except_read, items), REQUIRED, NULL},
    END};

static const struct attribute_rule holiday_attributes[] = {
    {"name", VALUE_TEXT, IN(holiday, name), OPTIONAL, NULL},
    {"from", VALUE_FROM, IN(holiday, days.from), REQUIRED, NULL},
    {"to", VALUE_TO, IN(holiday, days.to), REQUIRED, NULL},
    {"watch", VALUE_WHOLE, IN(holiday, watch), OPTIONAL, NULL},
    END};

/* ---- parts: which elements, at least, at most ---- */

#define ONE(name) ((const enum element[]){ELEMENT_##name, ELEMENT_NONE})
#define LAST {.choice = NULL}

typedef const struct part_rule parts[];
typedef const enum element choice[];

static choice plain_tariffs = {
    ELEMENT_FIXED, ELEMENT_PER_UNIT, ELEMENT_RATE, ELEMENT_BRACKETS,
    ELEMENT_SUM, ELEMENT_DERIVED, ELEMENT_FREE, ELEMENT_NONE};
static choice all_tariffs = {
    ELEMENT_FIXED, ELEMENT_PER_UNIT, ELEMENT_RATE, ELEMENT_BRACKETS, ELEMENT_RANGE,
    ELEMENT_SUM, ELEMENT_DERIVED, ELEMENT_FREE, ELEMENT_NONE};
static choice conditions = {
    ELEMENT_ATTR, ELEMENT_ALL, ELEMENT_ANY, ELEMENT_NOT, ELEMENT_NONE};
static choice reliefs = {
    ELEMENT_EXEMPT, ELEMENT_PERCENT_OFF, ELEMENT_AMOUNT_OFF, ELEMENT_CAP, ELEMENT_NONE};

static parts nothing = {LAST};
static parts in_schedule = {
    {ONE(BASES), 0, 1}, {ONE(UNITS), 0, 1}, {ONE(ITEMS), 0, 1}, {ONE(AMENDMENTS), 0, 1},
    {ONE(REDUCTIONS), 0, 1}, {ONE(COMMITMENTS), 0, 1}, {ONE(PROHIBITIONS), 0, 1},
    {ONE(CALENDAR), 0, 1}, LAST};
static parts in_bases = {{ONE(BASIS), 0, PART_ANY}, LAST};
static parts in_units = {{ONE(UNIT), 0, PART_ANY}, {ONE(DELEGATION), 0, PART_ANY}, LAST};
static parts in_items = {{ONE(ITEM), 0, PART_ANY}, LAST};
static parts in_item = {
    {ONE(GRANTS), 0, 1}, {ONE(STANDARD), 0, PART_ANY}, {ONE(PERIOD), 0, 1}, {ONE(UNIFORM), 0, 1},
    {ONE(OBSERVE), 0, 1}, LAST};
static parts in_grants = {{ONE(GRANT), 0, PART_ANY}, LAST};
static parts in_standard = {{ONE(CASE), 1, PART_ANY}, LAST};
static parts in_case = {{ONE(WHEN), 0, 1}, {all_tariffs, 1, 1}, LAST};
static parts one_tariff = {{plain_tariffs, 1, 1}, LAST};
static parts in_sum = {{plain_tariffs, 1, PART_ANY}, LAST};
static parts in_brackets = {{ONE(BAND), 1, PART_ANY}, LAST};
static parts in_range = {{ONE(LOW), 1, 1}, {ONE(HIGH), 1, 1}, LAST};
static parts some_conditions = {{conditions, 1, PART_ANY}, LAST};
static parts one_condition = {{conditions, 1, 1}, LAST};
static parts in_amendments = {{ONE(AMEND), 0, PART_ANY}, LAST};
static parts in_amend = {{ONE(GRANTS), 0, 1}, {ONE(STANDARD), 0, PART_ANY}, LAST};
static parts in_reductions = {{ONE(REDUCTION), 0, PART_ANY}, LAST};
static parts in_reduction = {{ONE(WHEN), 0, 1}, {reliefs, 1, 1}, {ONE(LIMIT), 0, 1}, LAST};
static parts in_commitments = {{ONE(COMMITMENT), 0, PART_ANY}, {ONE(REVOKE), 0, PART_ANY}, LAST};
static parts in_prohibitions = {{ONE(PROHIBITION), 0, PART_ANY}, LAST};
static parts in_prohibition = {
    {ONE(CATEGORY), 0, PART_ANY}, {ONE(KEYWORD), 0, PART_ANY}, {ONE(EXCEPT), 0, PART_ANY}, LAST};
static parts in_calendar = {{ONE(HOLIDAY), 0, PART_ANY}, LAST};

/* ---- elements: name, parts, attributes, struct, text ---- */

#define FILLS(type) sizeof(struct type)

static const struct element_rule elements[ELEMENT_COUNT] = {
    [ELEMENT_NONE] = {"", nothing, none, 0, false},
    [ELEMENT_SCHEDULE] = {"schedule", in_schedule, schedule_attributes, 0, false},
    [ELEMENT_BASES] = {"bases", in_bases, none, 0, false},
    [ELEMENT_BASIS] = {"basis", nothing, basis_attributes, FILLS(basis), false},
    [ELEMENT_UNITS] = {"units", in_units, none, 0, false},
    [ELEMENT_UNIT] = {"unit", nothing, unit_attributes, FILLS(unit), false},
    [ELEMENT_DELEGATION] = {"delegation", nothing, delegation_attributes, FILLS(delegation), false},
    [ELEMENT_ITEMS] = {"items", in_items, none, 0, false},
    [ELEMENT_ITEM] = {"item", in_item, item_attributes, FILLS(item), false},
    [ELEMENT_GRANTS] = {"grants", in_grants, none, 0, false},
    [ELEMENT_GRANT] = {"grant", nothing, grant_attributes, FILLS(grant), false},
    [ELEMENT_STANDARD] = {"standard", in_standard, standard_attributes, FILLS(standard), false},
    [ELEMENT_CASE] = {"case", in_case, none, FILLS(fee_case), false},
    [ELEMENT_PERIOD] = {"period", nothing, period_attributes, FILLS(period), false},
    [ELEMENT_UNIFORM] = {"uniform", nothing, uniform_attributes, 0, false},
    [ELEMENT_OBSERVE] = {"observe", nothing, observe_attributes, 0, false},
    [ELEMENT_WHEN] = {"when", some_conditions, none, 0, false},
    [ELEMENT_ALL] = {"all", some_conditions, none, 0, false},
    [ELEMENT_ANY] = {"any", some_conditions, none, 0, false},
    [ELEMENT_NOT] = {"not", one_condition, none, 0, false},
    [ELEMENT_ATTR] = {"attr", nothing, attr_attributes, FILLS(attr_read), false},
    [ELEMENT_FIXED] = {"fixed", nothing, fixed_attributes, FILLS(tariff), false},
    [ELEMENT_PER_UNIT] = {"per-unit", nothing, per_unit_attributes, FILLS(tariff), false},
    [ELEMENT_RATE] = {"rate", nothing, rate_attributes, FILLS(tariff), false},
    [ELEMENT_BRACKETS] = {"brackets", in_brackets, brackets_attributes, FILLS(tariff), false},
    [ELEMENT_RANGE] = {"range", in_range, range_attributes, FILLS(tariff), false},
    [ELEMENT_SUM] = {"sum", in_sum, sum_attributes, FILLS(tariff), false},
    [ELEMENT_DERIVED] = {"derived", nothing, derived_attributes, FILLS(tariff), false},
    [ELEMENT_FREE] = {"free", nothing, free_attributes, FILLS(tariff), false},
    [ELEMENT_BAND] = {"band", nothing, band_attributes, FILLS(band_read), false},
    [ELEMENT_LOW] = {"low", one_tariff, none, 0, false},
    [ELEMENT_HIGH] = {"high", one_tariff, none, 0, false},
    [ELEMENT_AMENDMENTS] = {"amendments", in_amendments, none, 0, false},
    [ELEMENT_AMEND] = {"amend", in_amend, amend_attributes, FILLS(amendment), false},
    [ELEMENT_REDUCTIONS] = {"reductions", in_reductions, none, 0, false},
    [ELEMENT_REDUCTION] = {"reduction", in_reduction, reduction_attributes, FILLS(reduction),
                           false},
    [ELEMENT_LIMIT] = {"limit", nothing, limit_attributes, FILLS(limit), false},
    [ELEMENT_EXEMPT] = {"exempt", nothing, none, 0, false},
    [ELEMENT_PERCENT_OFF] = {"percent-off", nothing, percent_off_attributes, 0, false},
    [ELEMENT_AMOUNT_OFF] = {"amount-off", nothing, amount_attributes, 0, false},
    [ELEMENT_CAP] = {"cap", nothing, amount_attributes, 0, false},
    [ELEMENT_COMMITMENTS] = {"commitments", in_commitments, none, 0, false},
    [ELEMENT_COMMITMENT] = {"commitment", in_reduction, commitment_attributes, FILLS(reduction),
                            false},
    [ELEMENT_REVOKE] = {"revoke", nothing, revoke_attributes, FILLS(revoke), false},
    [ELEMENT_PROHIBITIONS] = {"prohibitions", in_prohibitions, none, 0, false},
    [ELEMENT_PROHIBITION] = {"prohibition", in_prohibition, prohibition_attributes,
                             FILLS(prohibition), false},
    [ELEMENT_CATEGORY] = {"category", nothing, none, 0, true},
    [ELEMENT_KEYWORD] = {"keyword", nothing, none, 0, true},
    [ELEMENT_EXCEPT] = {"except", nothing, except_attributes, FILLS(except_read), false},
    [ELEMENT_CALENDAR] = {"calendar", in_calendar, none, 0, false},
    [ELEMENT_HOLIDAY] = {"holiday", nothing, holiday_attributes, FILLS(holiday), false},
};

/* clang-format on */

const struct element_rule *element_rule(enum element element)
{
    return &elements[element];
}

enum element element_named(struct fg_text name)
{
    for (enum element element = ELEMENT_SCHEDULE; element < ELEMENT_COUNT; element++) {
        if (text_equal(name, text_of(elements[element].name))) return element;
    }
    return ELEMENT_NONE;
}

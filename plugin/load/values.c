/* SPDX-License-Identifier: Apache-2.0
 * Readers of attribute values. Each knows one type, its limits and the rule that is broken by
 * anything else; nothing is clipped, trimmed or guessed. */
#include "load/values.h"

#include <stdio.h>

#include "feeguard/charge.h"

#define RATIO_PART_MAX 1000000 /* of N and of D */

typedef bool value_reader(struct arena *arena, struct fg_text text, void *field);

static bool code_read(struct arena *arena, struct fg_text text, void *field)
{
    if (!text_is_code(text)) return false;
    *(struct fg_text *)field = arena_text(arena, text);
    return true;
}

static bool text_read(struct arena *arena, struct fg_text text, void *field)
{
    if (!text_is_text(text)) return false;
    *(struct fg_text *)field = arena_text(arena, text);
    return true;
}

static bool number_read(struct arena *arena, struct fg_text text, void *field)
{
    return decimal_is_number(text) && text_read(arena, text, field);
}

static bool name_read(struct arena *arena, struct fg_text text, void *field)
{
    struct attribute_name *name = field;

    if (!code_read(arena, text, &name->text)) return false;
    name->builtin = builtin_of(name->text);
    return true;
}

static bool basis_read(struct arena *arena, struct fg_text text, void *field)
{
    return code_read(arena, text, &((struct basis_ref *)field)->id);
}

static bool region_value_read(struct arena *arena, struct fg_text text, void *field)
{
    struct region region;

    if (!region_read(text, &region)) return false;
    return region_read(arena_text(arena, text), field) || arena->failed;
}

static bool scaled_read(struct fg_text text, int places, int64_t min, int64_t max, int64_t *field)
{
    int64_t value;

    if (!decimal_parse(text, places, max, &value) || value < min) return false;
    *field = value;
    return true;
}

static bool money_read(struct arena *arena, struct fg_text text, void *field)
{
    (void)arena;
    return scaled_read(text, 2, 0, MONEY_FEN_MAX, field);
}

static bool price_read(struct arena *arena, struct fg_text text, void *field)
{
    (void)arena;
    return scaled_read(text, 6, 0, PRICE_MICRO_MAX, field);
}

static bool quantity_read(struct arena *arena, struct fg_text text, void *field)
{
    (void)arena;
    return scaled_read(text, 6, 0, QUANTITY_MICRO_MAX, field);
}

static bool step_read(struct arena *arena, struct fg_text text, void *field)
{
    (void)arena;
    return scaled_read(text, 6, 1, QUANTITY_MICRO_MAX, field);
}

static bool percent_read(struct arena *arena, struct fg_text text, void *field)
{
    (void)arena;
    return scaled_read(text, 6, 0, PERCENT_MICRO_MAX, field);
}

static bool positive_read(struct arena *arena, struct fg_text text, void *field)
{
    (void)arena;
    return scaled_read(text, 0, 1, WHOLE_NUMBER_MAX, field);
}

static bool whole_read(struct arena *arena, struct fg_text text, void *field)
{
    (void)arena;
    return scaled_read(text, 0, 0, WHOLE_NUMBER_MAX, field);
}

/* 0.01, 0.1 or 1 yuan, however the money is spelt. */
static bool round_to_read(struct arena *arena, struct fg_text text, void *field)
{
    int64_t fen;

    if (!money_read(arena, text, &fen) || (fen != 1 && fen != 10 && fen != 100)) return false;
    *(int64_t *)field = fen;
    return true;
}

static bool date_read(struct arena *arena, struct fg_text text, void *field)
{
    (void)arena;
    return day_parse(text, field);
}

static bool month_read(struct arena *arena, struct fg_text text, void *field)
{
    int64_t month;

    (void)arena;
    if (text.size != 2 || !scaled_read(text, 0, 1, 12, &month)) return false;
    *(int32_t *)field = (int32_t)month;
    return true;
}

static bool fraction_read(struct fg_text text, uint32_t slash, int64_t *above, int64_t *below)
{
    struct fg_text numerator = {text.bytes, slash, 0};
    struct fg_text denominator = {text.bytes + slash + 1, text.size - slash - 1, 0};

    return scaled_read(numerator, 0, 0, RATIO_PART_MAX, above) &&
           scaled_read(denominator, 0, 1, RATIO_PART_MAX, below);
}

static bool ratio_read(struct arena *arena, struct fg_text text, void *field)
{
    struct tariff *tariff = field;
    int64_t above, below = MICRO;
    uint32_t slash = 0;

    (void)arena;
    while (slash < text.size && text.bytes[slash] != '/') slash++;
    if (slash < text.size) {
        if (!fraction_read(text, slash, &above, &below)) return false;
    } else if (!scaled_read(text, 6, 0, 1000 * MICRO, &above)) {
        return false;
    }
    tariff->ratio_numerator = (uint64_t)above;
    tariff->ratio_denominator = (uint64_t)below;
    return true;
}

static bool within_read(struct arena *arena, struct fg_text text, void *field)
{
    static const char units[] = "DMY"; /* in the order of enum within_unit */
    struct period *period = field;
    const char *unit;

    (void)arena;
    if (text.size < 3 || text.bytes[0] != 'P') return false;
    unit = memchr(units, text.bytes[text.size - 1], sizeof(units) - 1);
    if (unit == NULL) return false;
    text = (struct fg_text){text.bytes + 1, text.size - 2, 0};
    if (!scaled_read(text, 0, 1, WHOLE_NUMBER_MAX, &period->within)) return false;
    period->within_unit = (enum within_unit)(unit - units);
    return true;
}

/* ---- closed lists of words ---- */

static const char *const booleans[] = {"false", "true", NULL};
static const char *const subjects[] = {"required", NULL};
static const char *const measures[] = {"base", "quantity", NULL};
static const char *const modes[] = {"marginal", "slab", NULL};
static const char *const levels[] = {"national", "provincial", "municipal", "county", NULL};
static const char *const kinds[] = {"administrative", "fund",    "deposit", "tax",
                                    "penalty",        "service", NULL};
static const char *const datings[] = {"period", "accepted", "charge", NULL};
static const char *const units_of_time[] = {"day",  "month", "quarter", "half-year",
                                            "year", "once",  NULL};
static const char *const buckets[] = {"day", "month", "quarter", "half-year", "year", NULL};
static const char *const roundings[] = {"half-up", "up", "down", NULL};
static const char *const key_parts[] = {"payer", "subject", NULL};

/* One row per type: a reader, or words that stand for first, first + 1 ... */
static const struct {
    enum rule rule;
    value_reader *read;
    const char *const *words;
    unsigned first;
    bool is_flag; /* the field is a bool, else an enum */
} types[VALUE_TYPE_COUNT] = {
    [VALUE_CODE] = {.rule = RULE_VALUE_CODE, .read = code_read},
    [VALUE_TEXT] = {.rule = RULE_VALUE_TEXT, .read = text_read},
    [VALUE_NUMBER] = {.rule = RULE_VALUE_NUMBER, .read = number_read},
    [VALUE_NAME] = {.rule = RULE_VALUE_CODE, .read = name_read},
    [VALUE_BASIS] = {.rule = RULE_VALUE_CODE, .read = basis_read},
    [VALUE_CODES] = {.rule = RULE_VALUE_CODE},
    [VALUE_TEXTS] = {.rule = RULE_VALUE_TEXT},
    [VALUE_REGION] = {.rule = RULE_VALUE_REGION, .read = region_value_read},
    [VALUE_MONEY] = {.rule = RULE_VALUE_MONEY, .read = money_read},
    [VALUE_PRICE] = {.rule = RULE_VALUE_PRICE, .read = price_read},
    [VALUE_QUANTITY] = {.rule = RULE_VALUE_QUANTITY, .read = quantity_read},
    [VALUE_STEP] = {.rule = RULE_VALUE_STEP, .read = step_read},
    [VALUE_PERCENT] = {.rule = RULE_VALUE_PERCENT, .read = percent_read},
    [VALUE_ROUND_TO] = {.rule = RULE_VALUE_ROUND_TO, .read = round_to_read},
    [VALUE_POSITIVE] = {.rule = RULE_VALUE_POSITIVE, .read = positive_read},
    [VALUE_WHOLE] = {.rule = RULE_VALUE_WHOLE, .read = whole_read},
    [VALUE_DATE] = {.rule = RULE_VALUE_DATE, .read = date_read},
    [VALUE_FROM] = {.rule = RULE_VALUE_DATE, .read = date_read},
    [VALUE_TO] = {.rule = RULE_VALUE_DATE, .read = date_read},
    [VALUE_MONTH] = {.rule = RULE_VALUE_MONTH, .read = month_read},
    [VALUE_RATIO] = {.rule = RULE_VALUE_RATIO, .read = ratio_read},
    [VALUE_WITHIN] = {.rule = RULE_VALUE_WITHIN, .read = within_read},
    [VALUE_KEY] = {.rule = RULE_VALUE_WORD, .words = key_parts},
    [VALUE_BOOLEAN] = {.rule = RULE_VALUE_WORD, .words = booleans, .is_flag = true},
    [VALUE_SUBJECT] = {.rule = RULE_VALUE_WORD, .words = subjects, .first = 1, .is_flag = true},
    [VALUE_ON] = {.rule = RULE_VALUE_WORD, .words = measures, .is_flag = true},
    [VALUE_MODE] = {.rule = RULE_VALUE_WORD, .words = modes, .is_flag = true},
    [VALUE_LEVEL] = {.rule = RULE_VALUE_WORD, .words = levels},
    [VALUE_KIND] = {.rule = RULE_VALUE_WORD, .words = kinds},
    [VALUE_DATED_BY] = {.rule = RULE_VALUE_WORD, .words = datings},
    [VALUE_PER] = {.rule = RULE_VALUE_WORD, .words = units_of_time, .first = PER_DAY},
    [VALUE_CUMULATIVE] = {.rule = RULE_VALUE_WORD, .words = buckets, .first = PER_DAY},
    [VALUE_ROUNDING] = {.rule = RULE_VALUE_WORD, .words = roundings},
};

/* The word's place in the list; false if it is not there. */
static bool word_find(const char *const *words, struct fg_text text, unsigned *place)
{
    for (*place = 0; words[*place] != NULL; ++*place) {
        if (text_equal(text, text_of(words[*place]))) return true;
    }
    return false;
}

static bool word_read(enum value_type type, struct fg_text text, void *field)
{
    unsigned place;

    if (!word_find(types[type].words, text, &place)) return false;
    place += types[type].first;
    if (types[type].is_flag) {
        *(bool *)field = place != 0;
    } else {
        memcpy(field, &place, sizeof(place)); /* an enum of this ABI is an unsigned int */
    }
    return true;
}

_Static_assert(sizeof(enum level) == sizeof(unsigned) && sizeof(enum per) == sizeof(unsigned),
               "word_read writes enums as unsigned int");

/* ---- lists ---- */

/* The next entry at or behind *at, which moves behind it; size 0 at the end. */
static struct fg_text entry_next(struct fg_text text, uint32_t *at)
{
    uint32_t start;

    while (*at < text.size && is_blank(text.bytes[*at])) ++*at;
    start = *at;
    while (*at < text.size && !is_blank(text.bytes[*at])) ++*at;
    return (struct fg_text){text.bytes + start, *at - start, 0};
}

static enum rule list_check(enum value_type type, struct fg_text text, uint32_t *count,
                            struct fg_text *bad)
{
    uint32_t at = 0;

    *count = 0;
    for (;;) {
        struct fg_text entry = entry_next(text, &at);

        if (entry.size == 0) return *count == 0 ? RULE_VALUE_LIST : RULE_COUNT;
        *bad = entry;
        if (type == VALUE_TEXTS ? !text_is_text(entry) : !text_is_code(entry)) {
            return types[type].rule;
        }
        ++*count;
    }
}

/* Entries lie one behind the other in a single copy, each with a NUL where its blank was. */
static enum rule list_read(struct arena *arena, enum value_type type, struct fg_text text,
                           struct texts *field, struct fg_text *bad)
{
    uint32_t count, at = 0, used = 0;
    enum rule broken = list_check(type, text, &count, bad);
    struct fg_text *list;
    char *copy;

    if (broken != RULE_COUNT) return broken;
    list = arena_take(arena, count * sizeof(*list));
    copy = arena_take(arena, (size_t)text.size + 1);
    if (list == NULL || copy == NULL) return RULE_COUNT; /* the arena remembers */
    for (uint32_t i = 0; i < count; i++) {
        struct fg_text entry = entry_next(text, &at);

        memcpy(copy + used, entry.bytes, entry.size);
        list[i] = (struct fg_text){copy + used, entry.size, 0};
        used += entry.size + 1;
    }
    *field = (struct texts){list, count};
    return RULE_COUNT;
}

static enum rule key_read(struct fg_text text, uint32_t *field, struct fg_text *bad)
{
    uint32_t at = 0, key = 0;

    for (;;) {
        struct fg_text entry = entry_next(text, &at);
        unsigned place;

        if (entry.size == 0) break;
        *bad = entry;
        if (!word_find(key_parts, entry, &place)) return RULE_VALUE_WORD;
        key |= 1U << place;
    }
    if (key == 0) return RULE_VALUE_LIST;
    *field = key;
    return RULE_COUNT;
}

_Static_assert(KEY_PAYER == 1U << 0 && KEY_SUBJECT == 1U << 1,
               "key_parts are in the order of bits");

/* ---- the door ---- */

void value_clear(enum value_type type, void *field)
{
    static const enum level no_level = LEVEL_NONE;
    static const int32_t no_day = DAY_NONE, beginning = DAY_BEGINNING, end = DAY_END;
    static const int64_t no_money = MONEY_ABSENT, no_bound = INT64_MAX;

    switch (type) {
    case VALUE_LEVEL: memcpy(field, &no_level, sizeof(no_level)); break;
    case VALUE_DATE: memcpy(field, &no_day, sizeof(no_day)); break;
    case VALUE_FROM: memcpy(field, &beginning, sizeof(beginning)); break;
    case VALUE_TO: memcpy(field, &end, sizeof(end)); break;
    case VALUE_MONEY: memcpy(field, &no_money, sizeof(no_money)); break;
    case VALUE_UPTO: memcpy(field, &no_bound, sizeof(no_bound)); break;
    default: break; /* all others are zeros, and so is what they are in */
    }
}

enum rule value_read(struct arena *arena, enum value_type type, struct fg_text text, void *field,
                     struct fg_text *bad)
{
    bool fine;

    *bad = text;
    if (type == VALUE_CODES || type == VALUE_TEXTS) {
        return list_read(arena, type, text, field, bad);
    }
    if (type == VALUE_KEY) return key_read(text, field, bad);
    if (text.size > FG_TEXT_SIZE_MAX)
        return types[type].rule; /* before anything reads through it */
    fine = types[type].words != NULL ? word_read(type, text, field)
                                     : types[type].read(arena, text, field);
    return fine ? RULE_COUNT : types[type].rule;
}

void value_words(enum value_type type, char *buffer, size_t size)
{
    size_t used = 0;

    buffer[0] = '\0';
    if (types[type].words == NULL) return;
    for (const char *const *word = types[type].words; *word != NULL && used < size; word++) {
        used += (size_t)snprintf(buffer + used, size - used, "%s%s", used > 0 ? ", " : "", *word);
    }
}

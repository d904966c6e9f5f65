/* SPDX-License-Identifier: Apache-2.0
 * The classes of one attribute's values: candidates are made from the operands of its tests, each
 * is put to all tests, and those that answer alike are one class.
 *
 * Made are: absent, every word, every threshold and a number on each side of it, the same numbers
 * in other texts, every prefix with something behind it, a text that is nothing of all this. What a
 * charge cannot bear in that place (a base of three decimals) is no class. */
#include "survey/cells_internal.h"

#define SUFFIXES "x0123456789abcdefghijklmnopqrstuvwyz-"

struct sorting {
    struct cells *cells;
    const struct cell_tests *tests;
    struct cell *classes;
    unsigned char *answers; /* of the classes, tests->count each */
    unsigned char *asked;   /* of the candidate at hand */
    uint32_t count, capacity;
    struct fg_text *thresholds; /* ascending, no two equal by value */
    uint32_t threshold_count;
    bool has_words, has_prefixes;
    enum cells_result result;
};

/* ---- putting a value to the tests ---- */

/* A charge with just this value, as condition_judge reads it; false where no charge can have it. */
static bool charge_with(const struct attribute_name *name, struct fg_text value,
                        struct fg_attribute *attribute, struct fg_charge *request,
                        struct charge *charge)
{
    struct fg_text field;

    *request = (struct fg_charge){.txn = TEXT("T"),
                                  .unit = TEXT("U"),
                                  .item = TEXT("I"),
                                  .payer = TEXT("P"),
                                  .attributes = attribute};
    switch (name->builtin) {
    case BUILTIN_PAYER_TYPE: request->payer_type = value; break;
    case BUILTIN_CHARGE_REGION: request->region = value; break;
    case BUILTIN_CHARGE_CATEGORY: request->category = value; break;
    case BUILTIN_CHARGE_QUANTITY: request->quantity = value; break;
    case BUILTIN_CHARGE_BASE: request->base = value; break;
    case BUILTIN_CHARGE_UNIT: request->unit = value; break;
    case BUILTIN_NONE:
        *attribute = (struct fg_attribute){name->text, value};
        request->attribute_count = 1;
        break;
    }
    return charge_read(request, charge, &field);
}

/* False where no charge can have this value. */
static bool ask(struct sorting *sorting, struct fg_text value)
{
    struct condition leaf = {.kind = CONDITION_ATTR, .name = sorting->tests->name, .test_count = 1};
    struct fg_attribute attribute;
    struct fg_charge request;
    struct charge charge;
    struct missing missing;

    if (!charge_with(&leaf.name, value, &attribute, &request, &charge)) return false;
    missing.count = 0;
    for (uint32_t i = 0; i < sorting->tests->count; i++) {
        leaf.tests = sorting->tests->list[i];
        sorting->asked[i] = (unsigned char)condition_judge(&leaf, &charge, &missing);
    }
    return true;
}

/* ---- merging ---- */

/* Whether bound a is the lower one; a bound of size 0 lies beyond all. */
static bool widens(struct fg_text a, bool a_included, struct fg_text b, bool b_included, int sign)
{
    int order;

    if (a.size == 0 || b.size == 0) return a.size == 0 && b.size > 0;
    order = decimal_compare(a, b) * sign;
    return order < 0 || (order == 0 && a_included && !b_included);
}

static void merge(struct sorting *sorting, struct cell *class, const struct cell *candidate)
{
    if (class->kind == CELL_WORD && candidate->kind == CELL_WORD) {
        struct arena *arena = &sorting->cells->arena;
        struct fg_text *words = (struct fg_text *)arena_grow(arena, (void *)class->words.list,
                                                             class->words.count, sizeof(*words));

        if (words == NULL || texts_have(class->words, candidate->value)) return;
        words[class->words.count++] = candidate->value;
        class->words.list = words;
        return;
    }
    if (class->kind != CELL_NUMBER || candidate->kind != CELL_NUMBER) return;
    if (widens(candidate->low, candidate->low_included, class->low, class->low_included, 1)) {
        class->low = candidate->low;
        class->low_included = candidate->low_included;
    }
    if (widens(candidate->high, candidate->high_included, class->high, class->high_included, -1)) {
        class->high = candidate->high;
        class->high_included = candidate->high_included;
    }
}

static bool has_room(struct sorting *sorting)
{
    struct arena *arena = &sorting->cells->arena;
    uint32_t tests = sorting->tests->count, capacity = sorting->capacity * 2;
    struct cell *classes;
    unsigned char *answers;

    if (sorting->count < sorting->capacity) return true;
    sorting->result = CELLS_TOO_MANY;
    if (sorting->count == CELLS_CLASSES_MAX) return false;
    sorting->result = CELLS_NO_MEMORY;
    if (capacity == 0) capacity = 8;
    classes = arena_take(arena, capacity * sizeof(*classes));
    answers = arena_take(arena, (size_t)capacity * tests + 1);
    if (classes == NULL || answers == NULL) return false;
    if (sorting->count > 0) {
        memcpy(classes, sorting->classes, sorting->count * sizeof(*classes));
        memcpy(answers, sorting->answers, (size_t)sorting->count * tests);
    }
    sorting->classes = classes;
    sorting->answers = answers;
    sorting->capacity = capacity;
    sorting->result = CELLS_DONE;
    return true;
}

static void add(struct sorting *sorting, const struct cell *candidate)
{
    uint32_t tests = sorting->tests->count;
    struct cell *class;

    if (sorting->result != CELLS_DONE || !ask(sorting, candidate->value)) return;
    for (uint32_t i = 0; i < sorting->count; i++) {
        if (memcmp(sorting->answers + (size_t)i * tests, sorting->asked, tests) == 0) {
            merge(sorting, &sorting->classes[i], candidate);
            return;
        }
    }
    if (!has_room(sorting)) return;
    class = &sorting->classes[sorting->count];
    *class = *candidate;
    memcpy(sorting->answers + (size_t)sorting->count * tests, sorting->asked, tests);
    sorting->count++;
    if (class->kind == CELL_WORD) {
        struct fg_text *words =
            (struct fg_text *)arena_grow(&sorting->cells->arena, NULL, 0, sizeof(*words));

        if (words == NULL) return;
        words[0] = candidate->value;
        class->words = (struct texts){words, 1};
    }
}

/* ---- numbers ---- */

/* A number with the bounds that the thresholds on both sides of it make. */
static void add_number(struct sorting *sorting, struct fg_text value)
{
    struct cell cell = {.kind = CELL_NUMBER, .value = value};

    for (uint32_t i = 0; i < sorting->threshold_count; i++) {
        int order = decimal_compare(sorting->thresholds[i], value);

        if (order <= 0) cell.low = sorting->thresholds[i];
        if (order == 0) cell.low_included = cell.high_included = true;
        if (order >= 0 && cell.high.size == 0) cell.high = sorting->thresholds[i];
    }
    add(sorting, &cell);
}

/* The same number in texts that no word names, and that may have another prefix. */
static void add_number_texts(struct sorting *sorting, struct fg_text value)
{
    struct arena *arena = &sorting->cells->arena;

    add_number(sorting, value);
    if (!sorting->has_words && !sorting->has_prefixes) return;
    add_number(sorting, number_with_zero(arena, value, false));
    add_number(sorting, number_with_zero(arena, value, true));
}

/* Between two thresholds; `high` may be NULL: above the last. */
static void add_above(struct sorting *sorting, struct fg_text low, const struct fg_text *high)
{
    struct arena *arena = &sorting->cells->arena;
    enum builtin builtin = sorting->tests->name.builtin;
    struct fg_text above = number_above(arena, low);

    if (high == NULL || decimal_compare(above, *high) < 0) add_number_texts(sorting, above);
    if (builtin == BUILTIN_CHARGE_BASE || builtin == BUILTIN_CHARGE_QUANTITY) {
        struct fg_text next = number_next(arena, low, builtin == BUILTIN_CHARGE_BASE ? 2 : 6);

        if (high == NULL || decimal_compare(next, *high) < 0) add_number_texts(sorting, next);
    }
    add_number_texts(sorting, number_between(arena, low, high == NULL ? above : *high));
}

static void add_threshold(struct sorting *sorting, struct fg_text number)
{
    uint32_t at = sorting->threshold_count;
    int order = -1;

    while (at > 0) {
        order = decimal_compare(sorting->thresholds[at - 1], number);
        if (order <= 0) break;
        at--;
    }
    if (at > 0 && order == 0) return;
    memmove(&sorting->thresholds[at + 1], &sorting->thresholds[at],
            (sorting->threshold_count - at) * sizeof(number));
    sorting->thresholds[at] = number;
    sorting->threshold_count++;
}

static void add_numbers(struct sorting *sorting)
{
    struct arena *arena = &sorting->cells->arena;
    uint32_t count = sorting->threshold_count;

    if (count == 0) return;
    for (uint32_t i = 0; i < count; i++) add_number_texts(sorting, sorting->thresholds[i]);
    add_number_texts(sorting, number_below(arena, sorting->thresholds[0]));
    for (uint32_t i = 0; i < count; i++) {
        add_above(sorting, sorting->thresholds[i],
                  i + 1 < count ? &sorting->thresholds[i + 1] : NULL);
    }
}

/* ---- words and prefixes ---- */

static struct fg_text append(struct arena *arena, struct fg_text text, char byte, uint32_t times)
{
    char *bytes = arena_take(arena, (size_t)text.size + times + 1);

    if (bytes == NULL) return text;
    if (text.size > 0) memcpy(bytes, text.bytes, text.size);
    memset(bytes + text.size, byte, times);
    return (struct fg_text){bytes, text.size + times, 0};
}

/* Whether some test names a text that begins with this one. */
static bool is_begun(const struct cell_tests *tests, struct fg_text text)
{
    for (uint32_t i = 0; i < tests->count; i++) {
        const struct test *test = tests->list[i];

        if (test->kind != TEST_IN && text_starts(test->operand, text)) return true;
        for (uint32_t j = 0; test->kind == TEST_IN && j < test->set.count; j++) {
            if (text_starts(test->set.list[j], text)) return true;
        }
    }
    return false;
}

/* A prefix with a byte behind it that no other operand has there. */
static struct fg_text beyond(struct sorting *sorting, struct fg_text prefix, const char *suffixes)
{
    for (const char *suffix = suffixes; *suffix != '\0'; suffix++) {
        struct fg_text longer = append(&sorting->cells->arena, prefix, *suffix, 1);

        if (!is_begun(sorting->tests, longer)) return longer;
    }
    return append(&sorting->cells->arena, prefix, suffixes[0], 1);
}

/* A region code of each length that begins so. */
static void add_regions(struct sorting *sorting, struct cell *cell, struct fg_text begun)
{
    static const uint32_t sizes[] = {6, 4, 2, 9, 12};

    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        if (begun.size > sizes[i]) continue;
        cell->value = append(&sorting->cells->arena, begun, '0', sizes[i] - begun.size);
        add(sorting, cell);
    }
}

static void add_prefix(struct sorting *sorting, struct fg_text prefix)
{
    struct cell cell = {.kind = CELL_PREFIX, .value = prefix, .prefix = prefix};
    struct arena *arena = &sorting->cells->arena;

    add(sorting, &cell);
    if (sorting->tests->name.builtin == BUILTIN_CHARGE_REGION) {
        add_regions(sorting, &cell, beyond(sorting, prefix, "0123456789"));
        return;
    }
    cell.value = beyond(sorting, prefix, SUFFIXES);
    add(sorting, &cell);
    /* Numbers that begin so, of every size that a threshold has. */
    for (uint32_t i = 0; i < sorting->threshold_count; i++) {
        for (uint32_t zeros = 0; zeros <= sorting->thresholds[i].size; zeros++) {
            struct fg_text number = append(arena, prefix, '0', zeros);

            if (decimal_is_number(number)) add_number_texts(sorting, number);
        }
    }
}

static void add_words(struct sorting *sorting, const struct test *test)
{
    struct cell cell = {.kind = CELL_WORD, .value = test->operand};

    if ((test->kind == TEST_EQ || test->kind == TEST_NE) && cell.value.size > 0) {
        add(sorting, &cell);
    }
    for (uint32_t i = 0; test->kind == TEST_IN && i < test->set.count; i++) {
        cell.value = test->set.list[i];
        if (cell.value.size > 0) add(sorting, &cell);
    }
}

/* A text that no test names; where it must look like a number or a region, such a one. */
static void add_others(struct sorting *sorting)
{
    struct cell cell = {.kind = CELL_GIVEN};

    if (sorting->has_words || sorting->has_prefixes) cell.kind = CELL_OTHER;
    if (sorting->threshold_count > 0) cell.kind = CELL_NOT_NUMBER;
    cell.value = beyond(sorting, TEXT("other"), SUFFIXES);
    if (!is_begun(sorting->tests, TEXT("other"))) cell.value = TEXT("other");
    add(sorting, &cell);
    cell.value = beyond(sorting, TEXT(""), SUFFIXES);
    add(sorting, &cell);
    if (sorting->tests->name.builtin == BUILTIN_CHARGE_REGION) {
        add_regions(sorting, &cell, beyond(sorting, TEXT(""), "123456789"));
    } else if (sorting->threshold_count == 0) {
        cell.value = beyond(sorting, TEXT(""), "123456789");
        add(sorting, &cell);
    }
}

static void add_offers(struct sorting *sorting)
{
    for (uint32_t i = 0; i < sorting->cells->offer_count; i++) {
        const struct cell_offer *offer = &sorting->cells->offers[i];
        struct cell cell = {.kind = CELL_OTHER, .value = offer->value};

        if (!text_equal(offer->name.text, sorting->tests->name.text)) continue;
        for (uint32_t j = 0; j < sorting->tests->count; j++) {
            const struct test *test = sorting->tests->list[j];

            if (test->kind == TEST_PREFIX && text_starts(cell.value, test->operand) &&
                test->operand.size >= cell.prefix.size) {
                cell.kind = CELL_PREFIX;
                cell.prefix = test->operand;
            }
        }
        if (!sorting->has_words && !sorting->has_prefixes) cell.kind = CELL_GIVEN;
        add(sorting, &cell);
    }
}

static void look_at(struct sorting *sorting, const struct test *test)
{
    if (test->kind == TEST_EQ || test->kind == TEST_NE || test->kind == TEST_IN) {
        sorting->has_words = true;
    }
    if (test->kind == TEST_PREFIX) sorting->has_prefixes = true;
    if (test->kind == TEST_GE || test->kind == TEST_LE) add_threshold(sorting, test->operand);
}

enum cells_result cell_classes_find(struct cells *cells, const struct cell_tests *tests,
                                    struct cell_attribute *attribute)
{
    struct sorting sorting = {.cells = cells, .tests = tests};
    const struct cell absent = {.kind = CELL_ABSENT};

    sorting.asked = arena_take(&cells->arena, tests->count);
    sorting.thresholds = arena_take(&cells->arena, (tests->count + 1) * sizeof(struct fg_text));
    if (sorting.asked == NULL || sorting.thresholds == NULL) return CELLS_NO_MEMORY;
    for (uint32_t i = 0; i < tests->count; i++) look_at(&sorting, tests->list[i]);
    for (uint32_t i = 0; i < tests->count; i++) add_words(&sorting, tests->list[i]);
    add_offers(&sorting);
    add_numbers(&sorting);
    for (uint32_t i = 0; i < tests->count; i++) {
        if (tests->list[i]->kind == TEST_PREFIX) add_prefix(&sorting, tests->list[i]->operand);
    }
    /* Before other texts: what is no number often answers as what is absent. A unit is never
     * absent: the charge would be invalid. */
    add(&sorting, &absent);
    add_others(&sorting);
    attribute->name = tests->name;
    attribute->classes = sorting.classes;
    attribute->class_count = sorting.count;
    return cells->arena.failed ? CELLS_NO_MEMORY : sorting.result;
}

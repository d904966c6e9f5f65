/* SPDX-License-Identifier: Apache-2.0
 * A decision keeps the names it found missing in a fixed array; this holds what the rules of a
 * bundle can ask for to that size. */
#include <stdlib.h>

#include "load/compile_internal.h"

struct names {
    struct compiler *compiler;
    struct fg_text *list;
    size_t count;
};

static bool add(struct names *names, struct fg_text name)
{
    struct arena *arena = names->compiler->arena;

    if (name.size == 0) return true;
    names->list = arena_grow(arena, names->list, names->count, sizeof(*names->list));
    if (names->list == NULL) return false;
    names->list[names->count++] = name;
    return true;
}

static bool add_condition(struct names *names, const struct condition *condition)
{
    if (condition == NULL) return true;
    if (condition->kind == CONDITION_ATTR) return add(names, condition->name.text);
    for (uint32_t i = 0; i < condition->child_count; i++) {
        if (!add_condition(names, condition->children[i])) return false;
    }
    return true;
}

static bool add_tariff(struct names *names, const struct tariff *tariff)
{
    if (tariff == NULL) return true;
    if (!add(names, tariff->times.text)) return false;
    if (!add_tariff(names, tariff->low) || !add_tariff(names, tariff->high)) return false;
    for (uint32_t i = 0; i < tariff->child_count; i++) {
        if (!add_tariff(names, tariff->children[i])) return false;
    }
    return true;
}

static bool add_standards(struct names *names, const struct standard *standards, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; j < standards[i].case_count; j++) {
            const struct fee_case *fee_case = &standards[i].cases[j];

            if (!add_condition(names, fee_case->when)) return false;
            if (!add_tariff(names, fee_case->tariff)) return false;
        }
    }
    return true;
}

static bool add_document(struct names *names, const struct document *document)
{
    for (uint32_t i = 0; i < document->item_count; i++) {
        const struct item *item = &document->items[i];

        if (!add_standards(names, item->standards, item->standard_count)) return false;
    }
    for (uint32_t i = 0; i < document->amendment_count; i++) {
        const struct amendment *amendment = &document->amendments[i];

        if (!add_standards(names, amendment->standards, amendment->standard_count)) return false;
    }
    for (uint32_t i = 0; i < document->reduction_count; i++) {
        if (!add_condition(names, document->reductions[i].when)) return false;
    }
    return true;
}

static int order(const void *a, const void *b)
{
    return text_compare(*(const struct fg_text *)a, *(const struct fg_text *)b);
}

bool compile_names(struct compiler *compiler)
{
    struct names names = {compiler, NULL, 0};
    size_t distinct = 0;

    for (size_t i = 0; i < compiler->document_count; i++) {
        if (!add_document(&names, compiler->documents[i])) return false;
    }
    if (names.count > 0) qsort(names.list, names.count, sizeof(*names.list), order);
    for (size_t i = 0; i < names.count; i++) {
        distinct += i == 0 || !text_equal(names.list[i], names.list[i - 1]);
    }
    /* quantity, base, subject and accepted can be missing as well */
    if (distinct + 4 > ATTRIBUTE_NAMES_MAX) {
        compile_limit(compiler, compiler->documents[0], compiler->documents[0]->line,
                      "attribute-names-limit");
    }
    return true;
}

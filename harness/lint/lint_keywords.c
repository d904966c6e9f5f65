/* SPDX-License-Identifier: Apache-2.0
 * Keywords that find nothing that another keyword would not find: every part of a keyword is looked
 * up among all keywords, so that the work grows with their length and not with their number. */
#include <stdlib.h>
#include <uthash.h>

#include "lint/lint_witness.h"
#include "rules/authority.h"

/* One keyword of one prohibition. */
struct keyword {
    const struct prohibition *prohibition;
    uint32_t index;
    struct keyword *same; /* the next one of the same folded text */
    UT_hash_handle hh;
};

static struct fg_text folded(const struct keyword *keyword)
{
    return keyword->prohibition->folded.list[keyword->index];
}

static bool texts_hold(struct texts all, struct texts some)
{
    for (uint32_t i = 0; i < some.count; i++) {
        if (!texts_have(all, some.list[i])) return false;
    }
    return true;
}

/* Whether b forbids wherever a does, and as strictly. */
static bool is_as_broad(const struct prohibition *b, const struct prohibition *a)
{
    if (a == b) return true;
    if (b->advisory && !a->advisory) return false;
    if (b->payers.count > 0 && (a->payers.count == 0 || !texts_hold(b->payers, a->payers))) {
        return false;
    }
    if (!texts_hold(a->except_items, b->except_items)) return false;
    return region_lies_in(&a->document->region, &b->document->region);
}

/* Of two that say the same, the later one is too much. */
static bool goes_first(const struct keyword *a, const struct keyword *b)
{
    const struct prohibition *left = a->prohibition, *right = b->prohibition;
    int order = text_compare(left->document->file, right->document->file);

    if (order != 0) return order < 0;
    if (left->line != right->line) return left->line < right->line;
    return a->index < b->index;
}

static bool is_covered_by(const struct keyword *keyword, const struct keyword *other)
{
    if (other == keyword || !is_as_broad(other->prohibition, keyword->prohibition)) return false;
    if (folded(other).size < folded(keyword).size) return true;
    return !is_as_broad(keyword->prohibition, other->prohibition) || goes_first(other, keyword);
}

/* Another keyword that this one contains; NULL: none. */
static const struct keyword *cover_of(const struct keyword *all, const struct keyword *keyword)
{
    struct fg_text text = folded(keyword);

    for (uint32_t from = 0; from < text.size; from++) {
        for (uint32_t size = 1; size <= text.size - from; size++) {
            const struct keyword *other;

            HASH_FIND(hh, all, text.bytes + from, size, other);
            for (; other != NULL; other = other->same) {
                if (is_covered_by(keyword, other)) return other;
            }
        }
    }
    return NULL;
}

/* A charge that the covering keyword forbids, on any item that is no exception. */
static bool show(struct deep *deep, const struct deep_span *span, const struct keyword *keyword,
                 const struct keyword *cover, struct witness *witness)
{
    const struct prohibition *prohibition = keyword->prohibition;
    const struct snapshot *snapshot = span->snapshot;

    for (uint32_t i = 0; i < snapshot->document_count; i++) {
        const struct document *document = snapshot->documents[i];

        for (uint32_t j = 0; j < document->item_count; j++) {
            const struct item *item = &document->items[j];

            if (!deep_in_force(span, item)) continue;
            if (texts_have(prohibition->except_items, item->code)) continue;
            if (!witness_begin(deep, span, table_get(&snapshot->items, item->code),
                               &prohibition->document->region, span->days.from, witness)) {
                continue;
            }
            witness->request.purpose = cover->prohibition->keywords.list[cover->index];
            if (prohibition->payers.count > 0) {
                witness->request.payer_type = prohibition->payers.list[0];
            }
            return witness_judge(deep, snapshot, witness) &&
                   witness_has(witness, FG_PROHIBITED_LEVY);
        }
    }
    return false;
}

static void check(struct deep *deep, const struct deep_span *span, const struct keyword *all,
                  const struct keyword *keyword)
{
    const struct prohibition *prohibition = keyword->prohibition;
    const struct keyword *cover = cover_of(all, keyword);
    uint32_t line = prohibition->keyword_lines[keyword->index];
    struct witness witness;
    struct finding *finding;

    if (cover == NULL) return;
    if (!finding_is_new(deep, FINDING_KEYWORD_COVERED, prohibition->document, line)) return;
    if (!show(deep, span, keyword, cover, &witness)) return;
    finding = FIND(deep, FINDING_KEYWORD_COVERED, prohibition->document, line,
                   prohibition->keywords.list[keyword->index],
                   cover->prohibition->keywords.list[cover->index], cover->prohibition->id);
    witness_add(deep, finding, &witness);
    witness.request.purpose = prohibition->keywords.list[keyword->index];
    if (witness_judge(deep, span->snapshot, &witness)) witness_add(deep, finding, &witness);
}

void deep_keywords(struct deep *deep, const struct deep_span *span)
{
    const struct snapshot *snapshot = span->snapshot;
    struct keyword *all = NULL, *first, *next;

    for (uint32_t i = 0; i < snapshot->prohibition_count; i++) {
        for (uint32_t j = 0; j < snapshot->prohibitions[i]->folded.count; j++) {
            struct keyword *keyword = arena_take(&deep->arena, sizeof(*keyword)), *same;

            if (keyword == NULL) break;
            *keyword = (struct keyword){.prohibition = snapshot->prohibitions[i], .index = j};
            HASH_FIND(hh, all, folded(keyword).bytes, folded(keyword).size, same);
            if (same != NULL) {
                keyword->same = same->same;
                same->same = keyword;
                continue;
            }
            HASH_ADD_KEYPTR(hh, all, folded(keyword).bytes, folded(keyword).size, keyword);
        }
    }
    HASH_ITER(hh, all, first, next)
    {
        for (const struct keyword *keyword = first; keyword != NULL; keyword = keyword->same) {
            check(deep, span, all, keyword);
        }
    }
    HASH_CLEAR(hh, all);
}

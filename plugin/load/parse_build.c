/* SPDX-License-Identifier: Apache-2.0
 * Builds documents, items, reductions, prohibitions and all that is no tariff, and links references
 * to legal bases when the document has been read. */
#include <stdlib.h>

#include "load/parse_internal.h"

/* ---- items ---- */

static void item_build(struct parse *parse, struct frame *frame)
{
    struct item *item = frame->object;

    item->grants = pile_take(parse, frame, PILE_GRANTS, &item->grant_count);
    item->standards = pile_take(parse, frame, PILE_STANDARDS, &item->standard_count);
    item->document = parse->document;
    item->line = frame->line;
    pile_add(parse, PILE_ITEMS, item);
}

static void amendment_build(struct parse *parse, struct frame *frame)
{
    struct amendment *amendment = frame->object;

    amendment->grants = pile_take(parse, frame, PILE_GRANTS, &amendment->grant_count);
    amendment->standards = pile_take(parse, frame, PILE_STANDARDS, &amendment->standard_count);
    amendment->document = parse->document;
    amendment->line = frame->line;
    pile_add(parse, PILE_AMENDMENTS, amendment);
}

static void period_build(struct parse *parse, struct frame *frame, struct frame *parent)
{
    struct period *kept = arena_take(parse->arena, sizeof(*kept));
    struct item *item = parent->object;

    if (frame_given(frame, "per") == frame_given(frame, "within")) {
        FAULT(parse->faults, RULE_PERIOD_RULE, parse->document->file, frame->line, TEXT("period"));
    }
    if (kept == NULL) return;
    *kept = *(const struct period *)frame->object;
    kept->year_starts_given = frame_given(frame, "year-starts");
    kept->line = frame->line;
    item->period = kept;
}

/* ---- reductions and commitments ---- */

static void limit_build(struct parse *parse, struct frame *frame, struct frame *parent)
{
    struct limit *kept = arena_take(parse->arena, sizeof(*kept));
    struct reduction *reduction = parent->object;

    if (kept == NULL) return;
    *kept = *(const struct limit *)frame->object;
    kept->line = frame->line;
    reduction->limit = kept;
}

_Static_assert(ELEMENT_EXEMPT + (int)RELIEF_CAP == (int)ELEMENT_CAP,
               "relief elements are in the order of enum relief_kind");

static void relief_build(struct frame *frame)
{
    struct reduction *reduction = frame->object;

    reduction->relief = (enum relief_kind)(frame->element - ELEMENT_EXEMPT);
    reduction->relief_line = frame->line;
}

static void reduction_build(struct parse *parse, struct frame *frame)
{
    struct reduction *reduction = frame->object;

    if (!frame_given(frame, "items") && !frame_given(frame, "categories")) {
        FAULT(parse->faults, RULE_REDUCTION_TARGET, parse->document->file, frame->line,
              reduction->id);
    }
    reduction->is_commitment = frame->element == ELEMENT_COMMITMENT;
    reduction->when = pile_take_pointer(parse, frame, PILE_CONDITIONS);
    reduction->document = parse->document;
    reduction->line = frame->line;
    pile_add(parse, PILE_REDUCTIONS, reduction);
}

/* ---- prohibitions ---- */

static void keyword_build(struct parse *parse, struct frame *frame)
{
    struct fg_text text = {parse->text, parse->text_size, 0};

    if (text.size == 0) return; /* reported */
    text = arena_text(parse->arena, text);
    if (frame->element == ELEMENT_CATEGORY) {
        pile_add(parse, PILE_CATEGORIES, &text);
    } else {
        pile_add(parse, PILE_KEYWORDS, &text);
        pile_add(parse, PILE_KEYWORD_LINES, &frame->line);
    }
}

static void except_build(struct parse *parse, struct frame *frame, struct frame *parent)
{
    const struct except_read *except = frame->object;
    struct prohibition *prohibition = parent->object;

    for (uint32_t i = 0; i < except->items.count; i++) {
        pile_add(parse, PILE_EXCEPTED, &except->items.list[i]);
    }
    if (prohibition->except_line == 0) prohibition->except_line = frame->line;
}

static struct texts texts_take(struct parse *parse, struct frame *frame, enum pile_kind kind)
{
    struct texts texts;

    texts.list = pile_take(parse, frame, kind, &texts.count);
    return texts;
}

static struct texts texts_fold(struct parse *parse, struct texts texts)
{
    struct fg_text *folded = arena_take(parse->arena, texts.count * sizeof(*folded));

    if (folded == NULL) return (struct texts){NULL, 0};
    for (uint32_t i = 0; i < texts.count; i++) {
        char *bytes = arena_take(parse->arena, (size_t)texts.list[i].size + 1);

        if (bytes == NULL) return (struct texts){NULL, 0};
        folded[i] = (struct fg_text){bytes, text_fold(texts.list[i], bytes), 0};
    }
    return (struct texts){folded, texts.count};
}

static void prohibition_build(struct parse *parse, struct frame *frame)
{
    struct prohibition *prohibition = frame->object;
    uint32_t line_count;

    prohibition->categories = texts_take(parse, frame, PILE_CATEGORIES);
    prohibition->keywords = texts_take(parse, frame, PILE_KEYWORDS);
    prohibition->keyword_lines = pile_take(parse, frame, PILE_KEYWORD_LINES, &line_count);
    prohibition->folded = texts_fold(parse, prohibition->keywords);
    prohibition->except_items = texts_take(parse, frame, PILE_EXCEPTED);
    prohibition->document = parse->document;
    prohibition->line = frame->line;
    pile_add(parse, PILE_PROHIBITIONS, prohibition);
}

/* ---- the document ---- */

static void document_build(struct parse *parse, struct frame *frame)
{
    struct document *document = parse->document;

    document->line = frame->line;
    document->bases = pile_take(parse, frame, PILE_BASES, &document->basis_count);
    document->units = pile_take(parse, frame, PILE_UNITS, &document->unit_count);
    document->delegations = pile_take(parse, frame, PILE_DELEGATIONS, &document->delegation_count);
    document->items = pile_take(parse, frame, PILE_ITEMS, &document->item_count);
    document->amendments = pile_take(parse, frame, PILE_AMENDMENTS, &document->amendment_count);
    document->reductions = pile_take(parse, frame, PILE_REDUCTIONS, &document->reduction_count);
    document->revokes = pile_take(parse, frame, PILE_REVOKES, &document->revoke_count);
    document->prohibitions =
        pile_take(parse, frame, PILE_PROHIBITIONS, &document->prohibition_count);
    document->holidays = pile_take(parse, frame, PILE_HOLIDAYS, &document->holiday_count);
}

/* Elements that become one entry of a pile without more ado. */
static void leaf_build(struct parse *parse, struct frame *frame)
{
    union object *object = frame->object;

    switch (frame->element) {
    case ELEMENT_BASIS:
        object->basis.line = frame->line;
        pile_add(parse, PILE_BASES, object);
        break;
    case ELEMENT_UNIT:
        object->unit.line = frame->line;
        pile_add(parse, PILE_UNITS, object);
        break;
    case ELEMENT_DELEGATION:
        object->delegation.line = frame->line;
        pile_add(parse, PILE_DELEGATIONS, object);
        break;
    case ELEMENT_GRANT:
        object->grant.line = frame->line;
        pile_add(parse, PILE_GRANTS, object);
        break;
    case ELEMENT_REVOKE:
        object->revoke.line = frame->line;
        pile_add(parse, PILE_REVOKES, object);
        break;
    case ELEMENT_HOLIDAY:
        object->holiday.line = frame->line;
        pile_add(parse, PILE_HOLIDAYS, object);
        break;
    default: break; /* sections and lists: what is in them is filed already */
    }
}

void element_build(struct parse *parse, struct frame *frame, struct frame *parent)
{
    struct item *item = parent->object;    /* of uniform, observe */
    struct tariff *range = parent->object; /* of low, high */

    switch (frame->element) {
    case ELEMENT_SCHEDULE: document_build(parse, frame); break;
    case ELEMENT_ITEM: item_build(parse, frame); break;
    case ELEMENT_AMEND: amendment_build(parse, frame); break;
    case ELEMENT_PERIOD: period_build(parse, frame, parent); break;
    case ELEMENT_UNIFORM: item->uniform_line = frame->line; break;
    case ELEMENT_OBSERVE:
        item->has_observe = true;
        item->observe_line = frame->line;
        break;
    case ELEMENT_STANDARD: standard_build(parse, frame); break;
    case ELEMENT_CASE: case_build(parse, frame); break;
    case ELEMENT_ATTR: attr_build(parse, frame); break;
    case ELEMENT_WHEN:
    case ELEMENT_ALL:
    case ELEMENT_ANY:
    case ELEMENT_NOT: condition_build(parse, frame); break;
    case ELEMENT_FIXED:
    case ELEMENT_PER_UNIT:
    case ELEMENT_RATE:
    case ELEMENT_BRACKETS:
    case ELEMENT_RANGE:
    case ELEMENT_SUM:
    case ELEMENT_DERIVED:
    case ELEMENT_FREE: tariff_build(parse, frame); break;
    case ELEMENT_BAND: band_build(parse, frame, parent); break;
    case ELEMENT_LOW: range->low = pile_take_pointer(parse, frame, PILE_TARIFFS); break;
    case ELEMENT_HIGH: range->high = pile_take_pointer(parse, frame, PILE_TARIFFS); break;
    case ELEMENT_REDUCTION:
    case ELEMENT_COMMITMENT: reduction_build(parse, frame); break;
    case ELEMENT_LIMIT: limit_build(parse, frame, parent); break;
    case ELEMENT_EXEMPT:
    case ELEMENT_PERCENT_OFF:
    case ELEMENT_AMOUNT_OFF:
    case ELEMENT_CAP: relief_build(frame); break;
    case ELEMENT_CATEGORY:
    case ELEMENT_KEYWORD: keyword_build(parse, frame); break;
    case ELEMENT_EXCEPT: except_build(parse, frame, parent); break;
    case ELEMENT_PROHIBITION: prohibition_build(parse, frame); break;
    default: leaf_build(parse, frame); break;
    }
}

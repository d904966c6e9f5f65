/* SPDX-License-Identifier: Apache-2.0
 * Holds elements, attributes and texts against the vocabulary, reports what does not fit, and reads
 * the values of what does. An element that does not fit is passed over with all inside it; reading
 * goes on behind it. */
#include <stdio.h>

#include "load/parse_internal.h"

#define NAMES_SIZE_MAX 256

static struct fg_text name_of(const struct frame *frame)
{
    return text_of(element_rule(frame->element)->name);
}

/* Most names differ in their first letter already. */
static bool is_name(struct fg_text name, const char *known)
{
    return name.size > 0 && name.bytes[0] == known[0] &&
           strncmp(known, name.bytes, name.size) == 0 && known[name.size] == '\0';
}

/* "fixed, per-unit, rate" */
static struct fg_text choice_names(const struct part_rule *part, char buffer[static NAMES_SIZE_MAX])
{
    size_t used = 0;

    buffer[0] = '\0';
    for (const enum element *one = part->choice; *one != ELEMENT_NONE; one++) {
        used += (size_t)snprintf(buffer + used, NAMES_SIZE_MAX - used, "%s%s", used > 0 ? ", " : "",
                                 element_rule(*one)->name);
        if (used >= NAMES_SIZE_MAX) break;
    }
    return text_of(buffer);
}

/* Finds the part of the parent that an element of this name would be. */
static enum element part_find(const struct frame *parent, struct fg_text name,
                              const struct part_rule **part)
{
    for (*part = element_rule(parent->element)->parts; (*part)->choice != NULL; ++*part) {
        for (const enum element *one = (*part)->choice; *one != ELEMENT_NONE; one++) {
            if (is_name(name, element_rule(*one)->name)) return *one;
        }
    }
    return ELEMENT_NONE;
}

static void refuse_part(struct parse *parse, struct frame *parent, struct fg_text name,
                        uint32_t line)
{
    enum rule rule =
        element_named(name) == ELEMENT_NONE ? RULE_ELEMENT_UNKNOWN : RULE_ELEMENT_MISPLACED;

    parent->has_refused_part = true;
    FAULT(parse->faults, rule, parse->document->file, line, name, name_of(parent));
}

/* Which element this is, if it may stand here once more. */
static enum element part_accept(struct parse *parse, struct frame *parent, struct fg_text name,
                                uint32_t line)
{
    char buffer[NAMES_SIZE_MAX];
    const struct part_rule *part;
    enum element element = part_find(parent, name, &part);
    unsigned char *seen;

    if (element == ELEMENT_NONE) {
        refuse_part(parse, parent, name, line);
        return ELEMENT_NONE;
    }
    seen = &parent->seen[part - element_rule(parent->element)->parts];
    if (*seen >= part->most) {
        FAULT(parse->faults, RULE_ELEMENT_REPEATED, parse->document->file, line, name_of(parent),
              choice_names(part, buffer));
        return ELEMENT_NONE;
    }
    if (*seen < 2) ++*seen;
    return element;
}

static enum element root_accept(struct parse *parse, struct fg_text name, uint32_t line)
{
    if (text_equal(name, text_of(element_rule(ELEMENT_SCHEDULE)->name))) return ELEMENT_SCHEDULE;
    FAULT(parse->faults, RULE_ROOT, parse->document->file, line, name);
    return ELEMENT_NONE;
}

/* Gives every member that an attribute fills its value for an absent attribute. */
static void object_clear(struct parse *parse, struct frame *frame)
{
    const struct element_rule *rule = element_rule(frame->element);

    if (rule->size > 0) {
        memset(&frame->own, 0, rule->size);
        frame->object = &frame->own;
    }
    for (const struct attribute_rule *at = rule->attributes; at->name != NULL; at++) {
        void *field = (char *)frame->object + at->offset;
        struct fg_text bad;

        value_clear(at->type, field);
        if (at->standard == NULL) continue;
        value_read(parse->arena, at->type, text_of(at->standard), field, &bad);
    }
}

void element_begin(struct parse *parse, struct fg_text name, uint32_t line)
{
    struct frame *parent = frame_now(parse);
    struct frame *frame = parent + 1;

    parse->depth++;
    memset(frame, 0, offsetof(struct frame, marks));
    frame->line = line;
    frame->object = parent->object;
    if (name.size == 0) {
        parent->has_refused_part = true;
    } else if (parse->depth == 1) {
        frame->element = root_accept(parse, name, line);
    } else if (parent->element != ELEMENT_NONE) {
        frame->element = part_accept(parse, parent, name, line);
    }
    if (frame->element == ELEMENT_NONE) return;
    for (size_t i = 0; i < PILE_COUNT; i++) frame->marks[i] = parse->piles[i].count;
    parse->text_size = 0;
    parse->text_too_long = false;
    object_clear(parse, frame);
}

/* ---- attributes ---- */

/* How a band's bound is measured: as its brackets are. */
static enum value_type upto_type(const struct frame *brackets)
{
    const struct tariff *tariff = brackets->object;

    return tariff->on_quantity ? VALUE_QUANTITY : VALUE_MONEY;
}

static void refuse_value(struct parse *parse, const struct frame *frame,
                         const struct attribute_rule *at, enum rule broken, struct fg_text bad)
{
    char words[NAMES_SIZE_MAX], size[24];

    value_words(at->type, words, sizeof(words));
    /* Faults go to the gateway's log, and no payer may: its size has to do. */
    if (strcmp(at->name, "payers") == 0) {
        snprintf(size, sizeof(size), "(%u B)", bad.size);
        bad = text_of(size);
    }
    FAULT(parse->faults, broken, parse->document->file, frame->line, name_of(frame),
          text_of(at->name), bad, text_of(words));
}

void element_attribute(struct parse *parse, struct fg_text name, struct fg_text value)
{
    struct frame *frame = frame_now(parse);
    const struct attribute_rule *first, *at;
    enum value_type type;
    enum rule broken;
    struct fg_text bad;

    if (frame->element == ELEMENT_NONE) return;
    first = element_rule(frame->element)->attributes;
    for (at = first; at->name != NULL && !is_name(name, at->name);) at++;
    if (at->name == NULL) {
        FAULT(parse->faults, RULE_ATTRIBUTE_UNKNOWN, parse->document->file, frame->line,
              name_of(frame), name);
        return;
    }
    frame->given |= 1U << (at - first);
    type = at->type == VALUE_UPTO ? upto_type(frame_parent(parse)) : at->type;
    broken = value_read(parse->arena, type, value, (char *)frame->object + at->offset, &bad);
    if (broken == RULE_COUNT) {
        frame->fine |= 1U << (at - first);
    } else {
        refuse_value(parse, frame, at, broken, bad);
    }
}

void element_attributes_end(struct parse *parse)
{
    struct frame *frame = frame_now(parse);
    uint32_t bit = 1;

    for (const struct attribute_rule *at = element_rule(frame->element)->attributes;
         at->name != NULL; at++, bit <<= 1) {
        if (!at->required || (frame->given & bit) != 0) continue;
        FAULT(parse->faults, RULE_ATTRIBUTE_MISSING, parse->document->file, frame->line,
              name_of(frame), text_of(at->name));
    }
}

static bool has_bit(const struct frame *frame, uint32_t bits, const char *attribute)
{
    uint32_t bit = 1;

    for (const struct attribute_rule *at = element_rule(frame->element)->attributes;
         at->name != NULL; at++, bit <<= 1) {
        if (strcmp(at->name, attribute) == 0) return (bits & bit) != 0;
    }
    return false;
}

bool frame_given(const struct frame *frame, const char *attribute)
{
    return has_bit(frame, frame->given, attribute);
}

bool frame_read(const struct frame *frame, const char *attribute)
{
    return has_bit(frame, frame->fine, attribute);
}

/* ---- texts ---- */

/* Keeps what stands between the blanks around it. */
static void text_add(struct parse *parse, struct fg_text text)
{
    for (uint32_t i = 0; i < text.size; i++) {
        if (is_blank(text.bytes[i]) && parse->text_size == 0) continue;
        if (parse->text_size < sizeof(parse->text)) {
            parse->text[parse->text_size++] = text.bytes[i];
        } else if (!is_blank(text.bytes[i])) {
            parse->text_too_long = true;
        }
    }
}

void element_text(struct parse *parse, struct fg_text text, uint32_t line)
{
    struct frame *frame = frame_now(parse);

    if (frame->element == ELEMENT_NONE || frame->has_stray_text) return;
    if (element_rule(frame->element)->has_text) {
        text_add(parse, text);
        return;
    }
    for (uint32_t i = 0; i < text.size; i++) {
        if (is_blank(text.bytes[i])) continue;
        frame->has_stray_text = true;
        /* What it says is left out: it may be whatever was to stand in an attribute. */
        FAULT(parse->faults, RULE_TEXT_UNEXPECTED, parse->document->file, line, name_of(frame));
        return;
    }
}

static void text_check(struct parse *parse, struct frame *frame)
{
    while (parse->text_size > 0 && is_blank(parse->text[parse->text_size - 1])) parse->text_size--;
    if (parse->text_too_long) {
        FAULT(parse->faults, RULE_TEXT_LONG, parse->document->file, frame->line, name_of(frame));
        parse->text_size = 0;
    } else if (parse->text_size == 0 && !frame->has_refused_part) {
        FAULT(parse->faults, RULE_TEXT_EMPTY, parse->document->file, frame->line, name_of(frame));
    }
}

/* ---- the end ---- */

static void parts_check(struct parse *parse, const struct frame *frame)
{
    char buffer[NAMES_SIZE_MAX];
    const struct part_rule *parts = element_rule(frame->element)->parts;

    for (size_t i = 0; parts[i].choice != NULL; i++) {
        if (frame->seen[i] >= parts[i].least || frame->has_refused_part) continue;
        FAULT(parse->faults, RULE_ELEMENT_MISSING, parse->document->file, frame->line,
              name_of(frame), choice_names(&parts[i], buffer));
    }
}

void element_end(struct parse *parse)
{
    struct frame *frame = frame_now(parse);

    if (frame->element != ELEMENT_NONE) {
        if (element_rule(frame->element)->has_text) text_check(parse, frame);
        parts_check(parse, frame);
        element_build(parse, frame, frame_parent(parse));
    }
    if (parse->depth == 1) parse->root_ended = frame->element == ELEMENT_SCHEDULE;
    parse->depth--;
}

/* SPDX-License-Identifier: Apache-2.0
 * What the parts of the parser share. parse.c speaks XML and hands over elements and attributes;
 * parse_element.c holds them against the vocabulary; parse_build.c and parse_tariff.c put together
 * what has been read, from the leaves up. */
#ifndef FEEGUARD_LOAD_PARSE_INTERNAL_H
#define FEEGUARD_LOAD_PARSE_INTERNAL_H

#include "feeguard/charge.h"
#include "load/vocabulary.h"

/* Finished things that wait for the end of the element they belong to. */
enum pile_kind {
    PILE_BASES,
    PILE_UNITS,
    PILE_DELEGATIONS,
    PILE_ITEMS,
    PILE_AMENDMENTS,
    PILE_REDUCTIONS,
    PILE_REVOKES,
    PILE_PROHIBITIONS,
    PILE_HOLIDAYS,
    PILE_GRANTS,
    PILE_STANDARDS,
    PILE_CASES,
    PILE_BANDS,
    PILE_TARIFFS,    /* const struct tariff * */
    PILE_CONDITIONS, /* const struct condition * */
    PILE_CATEGORIES, /* struct fg_text, as the next two */
    PILE_KEYWORDS,
    PILE_EXCEPTED,
    PILE_KEYWORD_LINES, /* uint32_t */
    PILE_COUNT
};

/* Elements nest, so what lies on top of a pile since an element began belongs to that element. */
struct pile {
    unsigned char *bytes;
    uint32_t count, capacity;
    struct arena own; /* holds the bytes of a high pile, so that a lower one can be given back */
};

/* What one element fills. */
union object {
    struct basis basis;
    struct unit unit;
    struct delegation delegation;
    struct item item;
    struct grant grant;
    struct standard standard;
    struct fee_case fee_case;
    struct period period;
    struct attr_read attr;
    struct tariff tariff;
    struct band_read band;
    struct amendment amendment;
    struct reduction reduction;
    struct limit limit;
    struct revoke revoke;
    struct prohibition prohibition;
    struct except_read except;
    struct holiday holiday;
};

/* An element that has begun and not ended. */
struct frame {
    enum element element; /* ELEMENT_NONE: passed over, with all inside it */
    uint32_t line;
    void *object;          /* its own, or its parent's where it has none */
    uint32_t given, fine;  /* bits, by place in the attribute table: present; read without fault */
    bool has_refused_part; /* what is missing is not told then: it may be what was refused */
    bool has_stray_text;   /* told already */
    bool is_spoiled;       /* brackets: how they measure, or a bound, was refused */
    unsigned char seen[ELEMENT_PARTS_MAX]; /* by part: 0, 1, 2 and more */
    uint32_t marks[PILE_COUNT];            /* heights of the piles when it began */
    union object own;
};

struct parse {
    struct arena *arena;  /* the bundle's: what stays */
    struct arena scratch; /* what goes when the document has been read */
    struct faults *faults;
    struct document *document;
    struct pile piles[PILE_COUNT];
    struct frame frames[DOCUMENT_DEPTH_MAX + 1]; /* [0] stands for the document around the root */
    uint32_t depth;
    bool root_ended;             /* it was a <schedule>, and it was read to its end */
    char text[FG_TEXT_SIZE_MAX]; /* of the category or keyword being read, without leading blanks */
    uint32_t text_size;
    bool text_too_long;
};

/* The element that is being read. */
static inline struct frame *frame_now(struct parse *parse)
{
    return &parse->frames[parse->depth];
}

static inline struct frame *frame_parent(struct parse *parse)
{
    return &parse->frames[parse->depth - 1];
}

/* ---- elements (parse_element.c) ---- */

/* In this order, for each element: begin, its attributes, attributes_end, its parts and texts, end.
 * `name` is empty for an element that is refused already. The caller keeps depth within bounds. */
void element_begin(struct parse *parse, struct fg_text name, uint32_t line);
void element_attribute(struct parse *parse, struct fg_text name, struct fg_text value);
void element_attributes_end(struct parse *parse);
void element_text(struct parse *parse, struct fg_text text, uint32_t line);
void element_end(struct parse *parse);

bool frame_given(const struct frame *frame, const char *attribute);
bool frame_read(const struct frame *frame, const char *attribute); /* given, and without fault */

/* ---- building (parse_build.c, parse_tariff.c) ---- */

/* Finishes the element: files what it filled, gives it the parts that were filed before it. */
void element_build(struct parse *parse, struct frame *frame, struct frame *parent);
void tariff_build(struct parse *parse, struct frame *frame);
void band_build(struct parse *parse, struct frame *frame, struct frame *parent);
void case_build(struct parse *parse, struct frame *frame);
void standard_build(struct parse *parse, struct frame *frame);
void condition_build(struct parse *parse, struct frame *frame);
void attr_build(struct parse *parse, struct frame *frame);

/* Points every reference to a basis at it, once all of the document has been read (parse_link.c).
 */
void document_link(struct parse *parse);

/* ---- piles (parse_pile.c) ---- */

void piles_free(struct parse *parse);
void pile_add(struct parse *parse, enum pile_kind kind, const void *element);
/* Moves what the frame's element has piled up into an array of its own; NULL and 0 if nothing. */
void *pile_take(struct parse *parse, const struct frame *frame, enum pile_kind kind,
                uint32_t *count);
/* The same where one pointer at most was piled up. */
const void *pile_take_pointer(struct parse *parse, const struct frame *frame, enum pile_kind kind);

#endif

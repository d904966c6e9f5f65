/* SPDX-License-Identifier: Apache-2.0
 * What changes between two bundles, one change at a time: for whom, on which days, in words and in
 * money. A change that goes on without a gap over further days is one change. */
#ifndef HARNESS_DIFF_CHANGES_H
#define HARNESS_DIFF_CHANGES_H

#include "base/arena.h"
#include "base/buffer.h"
#include "output.h"
#include "rules/schedule.h"
#include "words/terms.h"

enum { OLD, NEW };

/* In the order in which they are told. */
enum change_kind {
    CHANGE_SCHEDULES, /* days on which one of the bundles has no document at all */
    CHANGE_DOCUMENT,
    CHANGE_UNIT,
    CHANGE_PROHIBITION,
    CHANGE_HOLIDAY,
    CHANGE_ITEM_ADDED,
    CHANGE_ITEM_ABOLISHED,
    CHANGE_ATTRIBUTE, /* of the item: subject names it */
    CHANGE_FORCE,     /* the item begins or ceases to be in force */
    CHANGE_STANDARD,  /* what is to be paid */
    CHANGE_WORDING,   /* other rules, and nobody pays more or less */
    CHANGE_BASIS,     /* of a standard */
    CHANGE_REDUCTION,
    CHANGE_GRANT,
    CHANGE_DELEGATION,
    CHANGE_KIND_COUNT
};

enum effect {
    EFFECT_NONE, /* no matter of money */
    EFFECT_SAME,
    EFFECT_MORE,
    EFFECT_LESS,
    EFFECT_CHARGEABLE,
    EFFECT_NOT_CHARGEABLE,
    EFFECT_ASKS,     /* something must be stated now, else there is no standard */
    EFFECT_ASKS_NOT, /* it need not be stated any longer */
    EFFECT_ROUNDING, /* as good as the same: rounding decides */
    EFFECT_DEPENDS,  /* on several quantities at once, or on reductions together */
    EFFECT_UNKNOWN,  /* more classes of charges than are gone through */
    EFFECT_COUNT
};

enum { AXIS_NONE = -1 };

/* Of one charge; MONEY_ABSENT: none. */
struct money {
    int64_t standard_fen, low_fen, due_fen;
};

/* Both ends of a stretch of bases or quantities; without an axis both are the one place. */
struct change_money {
    int axis;                  /* enum curve_axis, or AXIS_NONE */
    int64_t from, to;          /* places; to -1: without end */
    struct money first[2];     /* at `from`, OLD and NEW */
    struct money last[2];      /* at `to`; none where it is -1 */
    int64_t least, most;       /* of due NEW less due OLD */
    bool unbounded;            /* and without end: the difference goes on growing */
    bool cumulative;           /* counted over the quantity of a whole calendar unit */
    struct fg_text multiplier; /* per one of this attribute; size 0: none */
};

/* Texts live in the arena of struct changes; size 0: there is none. */
struct change {
    enum change_kind kind;
    enum effect effect, low_effect; /* of due, of the low end of a range */
    struct fg_text item, name;      /* size 0: of the bundle */
    struct fg_text subject;         /* attribute, id, code */
    struct days charged, rule;      /* charge dates, rule dates */
    enum dated_by dated_by;
    struct fg_text area, when; /* for whom: region code; conditions in words */
    struct fg_text except;     /* regions inside the area that are not meant, with blanks between */
    struct fg_text cases;      /* the conditions as elements of a list in JSON */
    struct fg_text words[2], bases[2];
    bool has_money;
    struct change_money money;
    uint32_t number; /* in the order found */
};

struct change_slot;

struct changes {
    struct arena arena;
    struct change **list;
    uint32_t count;
    struct change_slot *slots;
};

/* Adds a copy, or lengthens the days of one that says the same. Texts must outlive `changes` or
 * lie in its arena. */
void changes_add(struct changes *changes, const struct change *change);
/* What amounts say, in bytes that are equal where they say the same. */
void change_money_add(struct buffer *key, const struct change_money *money);
/* By item, then as enum change_kind, dates and order of finding. */
void changes_sort(struct changes *changes);
void changes_free(struct changes *changes);
/* What a buffer holds, in the arena; the buffer is freed. Ends the program without memory. */
struct fg_text changes_text(struct changes *changes, struct buffer *buffer);

/* How many items changed in which way; each is counted once. */
struct tally {
    uint32_t added, abolished, raised, lowered, mixed, otherwise;
    uint32_t others; /* changes that belong to no item */
};

void changes_tally(const struct changes *changes, struct tally *tally);

const char *change_kind_name(enum change_kind kind); /* "standard" */
const char *effect_name(enum effect effect);         /* "more"; "" for EFFECT_NONE */

/* ---- telling (print.c, json_change.c) ---- */

/* All changes as text for people. `words` terms name regions. */
void changes_print(const struct changes *changes, const struct terms *terms, int32_t language,
                   struct output *output);
void changes_summary(const struct changes *changes, int32_t language, struct output *output);
/* An object, without line feed, into what is empty before. */
void change_json(const struct change *change, struct output *output);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * The closed vocabulary of a schedule document: every element, what may stand inside it and how
 * often, every attribute with its type, and into which member of which struct it is read. */
#ifndef FEEGUARD_LOAD_VOCABULARY_H
#define FEEGUARD_LOAD_VOCABULARY_H

#include "load/values.h"

#define SCHEDULE_NAMESPACE "urn:feeguard:schedule:1"
#define ELEMENT_PARTS_MAX 8 /* parts of one element */

enum element {
    ELEMENT_NONE, /* an element that is no part of the vocabulary where it stands */
    ELEMENT_SCHEDULE,
    ELEMENT_BASES,
    ELEMENT_BASIS,
    ELEMENT_UNITS,
    ELEMENT_UNIT,
    ELEMENT_DELEGATION,
    ELEMENT_ITEMS,
    ELEMENT_ITEM,
    ELEMENT_GRANTS,
    ELEMENT_GRANT,
    ELEMENT_STANDARD,
    ELEMENT_CASE,
    ELEMENT_PERIOD,
    ELEMENT_UNIFORM,
    ELEMENT_OBSERVE,
    ELEMENT_WHEN,
    ELEMENT_ALL,
    ELEMENT_ANY,
    ELEMENT_NOT,
    ELEMENT_ATTR,
    ELEMENT_FIXED, /* this and the next seven as enum tariff_kind */
    ELEMENT_PER_UNIT,
    ELEMENT_RATE,
    ELEMENT_BRACKETS,
    ELEMENT_RANGE,
    ELEMENT_SUM,
    ELEMENT_DERIVED,
    ELEMENT_FREE,
    ELEMENT_BAND,
    ELEMENT_LOW,
    ELEMENT_HIGH,
    ELEMENT_AMENDMENTS,
    ELEMENT_AMEND,
    ELEMENT_REDUCTIONS,
    ELEMENT_REDUCTION,
    ELEMENT_LIMIT,
    ELEMENT_EXEMPT, /* this and the next three as enum relief_kind */
    ELEMENT_PERCENT_OFF,
    ELEMENT_AMOUNT_OFF,
    ELEMENT_CAP,
    ELEMENT_COMMITMENTS,
    ELEMENT_COMMITMENT,
    ELEMENT_REVOKE,
    ELEMENT_PROHIBITIONS,
    ELEMENT_PROHIBITION,
    ELEMENT_CATEGORY,
    ELEMENT_KEYWORD,
    ELEMENT_EXCEPT,
    ELEMENT_CALENDAR,
    ELEMENT_HOLIDAY,
    ELEMENT_COUNT
};

struct attribute_rule {
    const char *name;
    enum value_type type;
    size_t offset; /* of the member it is read into */
    bool required;
    const char *standard; /* the value where it is absent or refused; NULL: see value_clear */
};

/* One element, or one of several, that may stand inside another. */
struct part_rule {
    const enum element *choice; /* ends with ELEMENT_NONE */
    unsigned least, most;       /* how often, all of the choice together */
};

#define PART_ANY 255 /* `most`: as often as wanted */

struct element_rule {
    const char *name;
    const struct part_rule *parts;           /* ends with choice NULL */
    const struct attribute_rule *attributes; /* ends with name NULL */
    size_t size;   /* of the struct it fills; 0: it fills members of what its parent fills */
    bool has_text; /* any other element holds nothing but white space between its parts */
};

const struct element_rule *element_rule(enum element element);

/* The element of this name wherever it may stand; ELEMENT_NONE if there is no such name. */
enum element element_named(struct fg_text name);

/* What cannot be read straight into the structs of rules/schedule.h. */
struct band_read {
    struct band band;
    int64_t percent_micro, price_micro;
};

struct attr_read {
    struct attribute_name name;
    struct test tests[TEST_PRESENT + 1]; /* by enum test_kind */
};

struct except_read {
    struct texts items;
};

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Every charge that there can be, as far as a set of conditions can tell charges apart: exact and
 * finite, nothing is sampled.
 *
 * The values of one attribute fall into classes in which all tests at hand answer alike; each class
 * has a value that stands for it. A walk through the conditions then chooses a class only for an
 * attribute that the next open condition needs, so that each leaf is one way in which charges can
 * be judged, not one combination of everything. Truth is always found out by rules/condition.h. */
#ifndef HARNESS_SURVEY_CELLS_H
#define HARNESS_SURVEY_CELLS_H

#include "base/arena.h"
#include "rules/condition.h"
#include "rules/schedule.h"

#define CELLS_CLASSES_MAX 4096  /* of one attribute */
#define CELLS_LEAVES_MAX 100000 /* of one walk */

enum cell_kind {
    CELL_ABSENT,
    CELL_WORD,       /* just these texts: tests name them */
    CELL_PREFIX,     /* begins with a text that a test names */
    CELL_NUMBER,     /* a decimal within bounds that tests name */
    CELL_NOT_NUMBER, /* where numbers are compared: any other text, no decimal */
    CELL_OTHER,      /* where words are compared: any text that no test names */
    CELL_GIVEN       /* where only presence is asked for: any value at all */
};

struct cell {
    enum cell_kind kind;
    struct fg_text value;  /* stands for all of the class; size 0: absent */
    struct texts words;    /* CELL_WORD: all of them */
    struct fg_text prefix; /* CELL_PREFIX */
    /* CELL_NUMBER: from low to high, the ends included or not; a text of size 0: no such end. */
    struct fg_text low, high;
    bool low_included, high_included;
};

struct cell_attribute {
    struct attribute_name name;
    const struct cell *classes;
    uint32_t class_count;
};

/* Conditions that are asked one after another until one is not false, as cases are. A reduction's
 * `when` is a chain of one. NULL in the list: always true. */
struct cell_chain {
    const struct condition *const *list;
    uint32_t count;
};

/* Where a chain ended: at the first condition that is not false. index == count: all are false. */
struct cell_verdict {
    uint32_t index;
    enum truth truth;
};

#define CELL_UNCHOSEN UINT32_MAX /* the attribute makes no difference on this leaf */

struct cells {
    struct arena arena;
    struct cell_chain *chains;
    uint32_t chain_count;
    struct cell_attribute *attributes; /* set by cells_prepare, by name */
    uint32_t attribute_count;
    struct cell_offer *offers;
    uint32_t offer_count;
};

struct cell_leaf {
    const struct cells *cells;
    const uint32_t *chosen;              /* beside cells->attributes: a class, or CELL_UNCHOSEN */
    const struct cell_verdict *verdicts; /* beside cells->chains */
    /* The chosen values as a gateway would send them: attributes, and the fields that built-in
     * names stand for; all else is absent. To be copied and completed; lives for the visit. */
    const struct fg_charge *charge;
};

enum cells_result {
    CELLS_DONE,
    CELLS_STOPPED,  /* the visitor wanted no more */
    CELLS_TOO_MANY, /* more classes, leaves or chosen attributes than the limits allow */
    CELLS_NO_MEMORY
};

/* Called for each leaf; false ends the walk. */
typedef bool cells_visit(void *context, const struct cell_leaf *leaf);

/* A zeroed struct cells is empty. What is added is borrowed until cells_free. */
void cells_free(struct cells *cells);
/* The number of the chain among cells->chains is the order of the calls. */
void cells_add_condition(struct cells *cells, const struct condition *when);
void cells_add_cases(struct cells *cells, const struct standard *standard);
/* A value to prefer as the one that stands for its class; for names such as charge.unit, of whose
 * values not all exist. Borrowed too. */
void cells_offer(struct cells *cells, struct attribute_name name, struct fg_text value);

/* Whether a condition (NULL: none) looks at a built-in name. */
bool condition_asks(const struct condition *condition, enum builtin builtin);

/* Works out the classes; cells_walk calls it where nobody has. */
enum cells_result cells_prepare(struct cells *cells);

/* Visits every leaf, in a fixed order. `leaf_limit` is at most CELLS_LEAVES_MAX. */
enum cells_result cells_walk(struct cells *cells, uint32_t leaf_limit, cells_visit *visit,
                             void *context);

/* "use = residential", "employees below 10" in a language (FG_LANGUAGE_*), cut to the buffer. */
void cell_describe(const struct cell_attribute *attribute, uint32_t class_index, int32_t language,
                   char *buffer, size_t size);
/* All that a leaf chose, in one line; "any charge" where nothing is. */
void cell_leaf_describe(const struct cell_leaf *leaf, int32_t language, char *buffer, size_t size);

#endif

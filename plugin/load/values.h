/* SPDX-License-Identifier: Apache-2.0
 * The kinds of values that attributes have, and how each is read. */
#ifndef FEEGUARD_LOAD_VALUES_H
#define FEEGUARD_LOAD_VALUES_H

#include "base/arena.h"
#include "load/faults.h"
#include "rules/schedule.h"

/* The largest serial, max, advance, priority, watch, and n of within. */
#define WHOLE_NUMBER_MAX INT64_C(1000000000000000000)

/* Beside each: what the field is. */
enum value_type {
    VALUE_CODE,   /* struct fg_text */
    VALUE_TEXT,   /* struct fg_text; bytes are NULL only where the attribute is absent */
    VALUE_NUMBER, /* struct fg_text: a decimal, perhaps negative, of any length up to a text's */
    VALUE_NAME,   /* struct attribute_name */
    VALUE_BASIS,  /* struct basis_ref */
    VALUE_CODES,  /* struct texts */
    VALUE_TEXTS,  /* struct texts */
    VALUE_REGION, /* struct region */
    VALUE_MONEY,  /* int64_t fen; MONEY_ABSENT */
    VALUE_PRICE,  /* int64_t micro, as the next three */
    VALUE_QUANTITY,
    VALUE_STEP, /* above 0; 0: absent */
    VALUE_PERCENT,
    VALUE_UPTO,       /* money or quantity, as the brackets measure; INT64_MAX: absent */
    VALUE_ROUND_TO,   /* int64_t fen: 1, 10, 100 */
    VALUE_POSITIVE,   /* int64_t from 1 */
    VALUE_WHOLE,      /* int64_t from 0 */
    VALUE_DATE,       /* int32_t day; DAY_NONE */
    VALUE_FROM,       /* int32_t day; DAY_BEGINNING */
    VALUE_TO,         /* int32_t day; DAY_END */
    VALUE_MONTH,      /* int32_t 1 ... 12 */
    VALUE_RATIO,      /* the struct tariff itself */
    VALUE_WITHIN,     /* the struct period itself */
    VALUE_KEY,        /* uint32_t, enum key_fields */
    VALUE_BOOLEAN,    /* bool, as the next three */
    VALUE_SUBJECT,    /* required */
    VALUE_ON,         /* base, quantity */
    VALUE_MODE,       /* marginal, slab */
    VALUE_LEVEL,      /* enum level; LEVEL_NONE */
    VALUE_KIND,       /* enum item_kind */
    VALUE_DATED_BY,   /* enum dated_by */
    VALUE_PER,        /* enum per; PER_NONE */
    VALUE_CUMULATIVE, /* enum per without once; PER_NONE */
    VALUE_ROUNDING,   /* enum rounding */
    VALUE_TYPE_COUNT
};

/* Sets a field to what stands for an absent attribute of this type. */
void value_clear(enum value_type type, void *field);

/* Reads a value into its field; texts are copied into the arena. RULE_COUNT when all is well, else
 * the rule that is broken, with *bad the text or the entry of the list that broke it, and the field
 * as it was. Not for VALUE_UPTO, which says nothing of how it is measured. */
enum rule value_read(struct arena *arena, enum value_type type, struct fg_text text, void *field,
                     struct fg_text *bad);

/* Writes the words that a type knows ("true, false"); "" where it is no closed list. */
void value_words(enum value_type type, char *buffer, size_t size);

/* XML white space. */
static inline bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

#endif

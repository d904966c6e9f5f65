/* SPDX-License-Identifier: Apache-2.0
 * A fee schedule as C structs: what the XML vocabulary says, value by value, in its own words.
 *
 * load/ builds documents (parse), checks them against each other (lint) and lays tables over them
 * (compile, see snapshot.h). From then on nothing here changes; rules/ only reads. Every pointer
 * lives in the bundle's arena, every text ends in a NUL that its size does not count.
 *
 * Units: money in fen; prices, percents, quantities and ratios in millionths ("micro"). */
#ifndef FEEGUARD_RULES_SCHEDULE_H
#define FEEGUARD_RULES_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/exact.h"
#include "base/signatory.h"
#include "base/text.h"

#define MICRO INT64_C(1000000)
#define MONEY_FEN_MAX INT64_C(1000000000000000)         /* 10^13 yuan */
#define PRICE_MICRO_MAX INT64_C(1000000000000000)       /* 10^9 yuan */
#define QUANTITY_MICRO_MAX INT64_C(1000000000000000000) /* 10^12 */
#define PERCENT_MICRO_MAX INT64_C(1000000000)           /* 1000 */
#define MONEY_ABSENT INT64_C(-1)

/* From the top; a lower number is a higher level. */
enum level { LEVEL_NATIONAL, LEVEL_PROVINCIAL, LEVEL_MUNICIPAL, LEVEL_COUNTY, LEVEL_NONE };

enum item_kind {
    KIND_ADMINISTRATIVE,
    KIND_FUND,
    KIND_DEPOSIT,
    KIND_TAX,
    KIND_PENALTY,
    KIND_SERVICE
};

enum dated_by { DATED_BY_PERIOD, DATED_BY_ACCEPTED, DATED_BY_CHARGE };

/* Calendar units, in the order of the vocabulary; PER_NONE where there is none. */
enum per { PER_NONE, PER_DAY, PER_MONTH, PER_QUARTER, PER_HALF_YEAR, PER_YEAR, PER_ONCE };

/* Bits: the fields of a charge that make up a key. */
enum key_fields { KEY_PAYER = 1, KEY_SUBJECT = 2, KEY_BOTH = 3 };

struct document;

/* An array of texts or of pointers, as a list attribute gives it. */
struct texts {
    const struct fg_text *list;
    uint32_t count;
};

/* GB/T 2260, as written and stripped for "lies in" (semantics section 4). */
struct region {
    struct fg_text code;     /* as written; size 0: absent */
    struct fg_text stripped; /* a prefix of code */
};

struct basis {
    struct fg_text id, number, title; /* number and title may be empty */
    enum level level;
    int32_t issued; /* DAY_NONE: not given */
    uint32_t line;
};

/* A reference to a basis by id; `basis` is NULL where the id is not defined (lint says so). */
struct basis_ref {
    struct fg_text id;
    const struct basis *basis;
};

struct unit {
    struct fg_text code, name, department;
    enum level level; /* LEVEL_NONE: not given */
    struct region region;
    struct days days;
    uint32_t line;
};

struct delegation {
    struct fg_text from, to;
    struct texts items;
    struct basis_ref basis;
    struct days days;
    uint32_t line;
};

/* ---- conditions (section 5, three-valued) ---- */

enum condition_kind { CONDITION_ALL, CONDITION_ANY, CONDITION_NOT, CONDITION_ATTR };

enum builtin {
    BUILTIN_NONE,
    BUILTIN_PAYER_TYPE,
    BUILTIN_CHARGE_REGION,
    BUILTIN_CHARGE_CATEGORY,
    BUILTIN_CHARGE_QUANTITY,
    BUILTIN_CHARGE_BASE,
    BUILTIN_CHARGE_UNIT
};

enum test_kind { TEST_EQ, TEST_NE, TEST_IN, TEST_GE, TEST_LE, TEST_PREFIX, TEST_PRESENT };

struct test {
    enum test_kind kind;
    struct fg_text operand; /* eq, ne, ge, le, prefix */
    struct texts set;       /* in */
    bool present;           /* present */
};

/* The name of an attribute that a rule asks for. */
struct attribute_name {
    struct fg_text text;
    enum builtin builtin;
};

struct condition {
    enum condition_kind kind;
    const struct condition *const *children; /* all, any, not */
    uint32_t child_count;
    struct attribute_name name; /* attr, as the three below */
    const struct test *tests;   /* in a fixed order: eq ne in ge le prefix present */
    uint32_t test_count;
    uint32_t line;
};

/* ---- tariffs (section 5) ---- */

enum tariff_kind {
    TARIFF_FIXED,
    TARIFF_PER_UNIT,
    TARIFF_RATE,
    TARIFF_BRACKETS,
    TARIFF_RANGE,
    TARIFF_SUM,
    TARIFF_DERIVED,
    TARIFF_FREE
};

struct band {
    int64_t upto; /* fen on base, micro on quantity; INT64_MAX: no upper bound */
    int64_t fixed_fen;
    int64_t rate_micro; /* percent on base, yuan per unit on quantity */
    uint32_t line;
};

struct tariff {
    enum tariff_kind kind;
    int64_t min_fen, max_fen;    /* MONEY_ABSENT: none */
    struct attribute_name times; /* text of size 0: none */
    int64_t step_micro;          /* 0: none */
    int64_t amount_fen;          /* fixed */
    int64_t rate_micro;          /* per-unit price (yuan), rate percent */
    struct fg_text price_unit;   /* per-unit: what is counted, for people */
    bool on_quantity;            /* brackets: on quantity, else on base */
    bool slab;                   /* brackets: slab, else marginal */
    enum per cumulative;         /* brackets: PER_NONE or day ... year */
    const struct band *bands;
    uint32_t band_count;
    const struct tariff *low, *high;      /* range */
    const struct tariff *const *children; /* sum */
    uint32_t child_count;
    struct fg_text derived_item;                 /* derived */
    uint64_t ratio_numerator, ratio_denominator; /* derived: 1/3, or 0.5 as 500000/1000000 */
    uint32_t line;
};

struct fee_case {
    const struct condition *when; /* NULL: always */
    const struct tariff *tariff;
    uint32_t line;
};

/* One version of a standard. */
struct standard {
    struct days days;
    struct basis_ref basis;
    enum rounding rounding;
    int64_t round_to_fen; /* 1, 10 or 100 */
    const struct fee_case *cases;
    uint32_t case_count;
    uint32_t line;
};

/* ---- items ---- */

struct grant {
    struct fg_text unit, department; /* size 0: not given */
    enum level level;                /* LEVEL_NONE: not given */
    struct region region;
    struct days days;
    struct basis_ref basis; /* may be absent: id of size 0 */
    uint32_t line;
};

enum within_unit { WITHIN_DAYS, WITHIN_MONTHS, WITHIN_YEARS };

/* <period>; calendar where per is not PER_NONE, else rolling. */
struct period {
    enum per per;
    enum within_unit within_unit;
    int64_t within; /* rolling: 1 or more */
    uint32_t key;   /* enum key_fields */
    bool subject_required;
    bool instalments;
    int64_t max;         /* 1 or more */
    int64_t advance;     /* buckets */
    int32_t year_starts; /* month 1 ... 12; 1 by default */
    bool year_starts_given;
    struct fg_text group; /* size 0: none */
    uint32_t line;
};

struct item {
    struct fg_text code, name, category;
    enum item_kind kind;
    struct basis_ref basis;
    struct days days;
    enum level local;        /* LEVEL_NONE: not given */
    enum level local_relief; /* LEVEL_NONE: not given */
    bool enterprise;
    enum dated_by dated_by;
    const struct grant *grants;
    uint32_t grant_count;
    const struct standard *standards;
    uint32_t standard_count;
    const struct period *period; /* NULL: none */
    bool has_observe;
    struct days observe;
    uint32_t observe_line; /* 0: not known */
    struct texts uniform;  /* attribute names, as written; count 0: no <uniform> */
    uint32_t uniform_line;
    const struct document *document;
    uint32_t line;
};

struct amendment {
    struct fg_text item;
    const struct grant *grants;
    uint32_t grant_count;
    const struct standard *standards;
    uint32_t standard_count;
    const struct document *document;
    uint32_t line;
};

/* ---- reductions (section 7) ---- */

enum relief_kind { RELIEF_EXEMPT, RELIEF_PERCENT_OFF, RELIEF_AMOUNT_OFF, RELIEF_CAP };

struct limit {
    int64_t amount_fen;
    enum per per;
    uint32_t key; /* enum key_fields; default payer */
    uint32_t line;
};

/* A <reduction>, or a <commitment>: the same, bound to payers. */
struct reduction {
    struct fg_text id, name;
    struct basis_ref basis;
    struct days days;
    struct texts items, categories; /* at least one of them is not empty */
    struct texts payers;            /* commitment only */
    bool is_commitment;
    int64_t priority;     /* 100 by default */
    struct fg_text group; /* size 0: its own */
    bool exclusive;
    bool penalties;
    const struct condition *when; /* NULL: always */
    enum relief_kind relief;
    int64_t percent_micro;     /* percent-off */
    int64_t amount_fen;        /* amount-off, cap */
    uint32_t relief_line;      /* 0: not known */
    const struct limit *limit; /* NULL: none */
    const struct document *document;
    uint32_t line;
};

struct revoke {
    struct fg_text commitment;
    struct basis_ref basis;
    uint32_t line;
};

/* ---- prohibitions and calendar (sections 8 and 9) ---- */

struct prohibition {
    struct fg_text id, name;
    struct basis_ref basis;
    struct texts payers;     /* count 0: all */
    struct texts categories; /* trimmed */
    struct texts keywords;   /* trimmed, as written */
    struct texts folded;     /* keywords folded; an entry of size 0 is a lint fault */
    const uint32_t *keyword_lines;
    struct texts except_items;
    uint32_t except_line;
    bool advisory;
    const struct document *document;
    uint32_t line;
};

struct holiday {
    struct fg_text name;
    struct days days;
    int64_t watch; /* days before the first one */
    uint32_t line;
};

struct document {
    struct fg_text file; /* as it is named in messages */
    struct fg_text id, issuer;
    enum level level;
    struct region region;
    int64_t serial;
    int32_t published; /* DAY_NONE: not given */
    int32_t effective;
    uint32_t line;

    const struct basis *bases;
    uint32_t basis_count;
    const struct unit *units;
    uint32_t unit_count;
    const struct delegation *delegations;
    uint32_t delegation_count;
    const struct item *items;
    uint32_t item_count;
    const struct amendment *amendments;
    uint32_t amendment_count;
    const struct reduction *reductions; /* reductions and commitments, in document order */
    uint32_t reduction_count;
    const struct revoke *revokes;
    uint32_t revoke_count;
    const struct prohibition *prohibitions;
    uint32_t prohibition_count;
    const struct holiday *holidays;
    uint32_t holiday_count;

    struct fg_text label;  /* "id@serial" */
    struct fg_text digest; /* SHA-256 of the file's bytes, 32 bytes */

    /* Who signed it; none where no trust is configured. */
    const struct signatory *signers;
    uint32_t signer_count;
    struct fg_text predecessor; /* digest of the serial before, by their word; empty: none */
    uint32_t predecessor_line;  /* in the signature file */
};

/* A signed order to go back: serials of a document above `to`, up to `from`, are never accepted
 * again, and `to` with this very content may be. */
struct withdrawal {
    struct fg_text file; /* as it is named in messages */
    struct fg_text id;
    int64_t from, to;      /* from > to >= 1 */
    struct fg_text digest; /* of the document to go back to, 32 bytes */
    struct fg_text reason;
    const struct signatory *signers;
    uint32_t signer_count;
};

/* The stripped form of a region code; false unless it has 2, 4, 6, 9 or 12 digits. */
bool region_read(struct fg_text code, struct region *region);

/* Whether region `inner` lies in region `outer`; an absent inner region lies nowhere. */
bool region_lies_in(const struct region *inner, const struct region *outer);

const char *level_name(enum level level); /* "national" ...; "" for LEVEL_NONE */

/* Which built-in name this is; BUILTIN_NONE for an attribute of the charge. */
enum builtin builtin_of(struct fg_text name);

/* Whether an attribute list names this text. */
bool texts_have(struct texts texts, struct fg_text text);

#endif

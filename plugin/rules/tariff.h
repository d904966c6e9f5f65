/* SPDX-License-Identifier: Apache-2.0
 * Tariffs and standards: what one charge may cost at most (semantics section 5). */
#ifndef FEEGUARD_RULES_TARIFF_H
#define FEEGUARD_RULES_TARIFF_H

#include "rules/condition.h"
#include "rules/facts.h"

/* Outcome of pricing, in ascending precedence: where parts differ, the greatest is the whole's. */
enum priced {
    PRICED,
    PRICED_NONE,    /* no version, no case, or over the limit of amounts */
    PRICED_UNKNOWN, /* the ledger could not be asked for a quantity counted */
    PRICED_MISSING  /* something that the standard needs is absent; it was named */
};

/* Is told of which rules a price is made, while it is computed; for those who ask what a decision
 * rested on, never on the way of a payment. A band counts where it gives the price a fixed sum or
 * takes in a part of the base or quantity. */
struct price_watch {
    void (*took_case)(struct price_watch *watch, const struct fee_case *fee_case);
    void (*took_band)(struct price_watch *watch, const struct band *band);
};

struct pricing {
    const struct snapshot *snapshot;
    const struct charge *charge;
    const struct facts *facts;
    int32_t rule_day;
    struct missing *missing;
    struct price_watch *watch; /* NULL: nobody watches */
};

/* The exact value of a tariff that is no range. */
enum priced tariff_value(const struct pricing *pricing, const struct tariff *tariff,
                         struct exact *value);

/* Both ends of a tariff; has_low is false where it is no range. */
struct tariff_ends {
    struct exact high, low;
    bool has_low;
};

/* The tariff that one of these standards gives for the charge. *standard is the version it came
 * from; of no use unless PRICED. */
enum priced standards_price(const struct pricing *pricing, const struct standard *standards,
                            uint32_t count, const struct standard **standard,
                            struct tariff_ends *ends);

/* The standard of an item, its own and the amendments that are in effect for the place. */
struct assessed {
    int64_t standard_fen;
    int64_t low_fen;                 /* MONEY_ABSENT: no range */
    const struct standard *standard; /* whose rounding and basis it is */
    const struct standard *low_standard;
};

/* `place` NULL: everywhere. */
enum priced item_assess(const struct pricing *pricing, const struct item_rules *rules,
                        const struct region *place, struct assessed *assessed);

#endif

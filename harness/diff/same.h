/* SPDX-License-Identifier: Apache-2.0
 * Whether rules of two bundles say the same, told by their parts and not by what they do: equal
 * rules need no further look. Lines, files and ids of bases do not count; a tariff that derives
 * from an item counts with what it derives from. */
#ifndef HARNESS_DIFF_SAME_H
#define HARNESS_DIFF_SAME_H

#include "rules/snapshot.h"

/* The two snapshots that names are looked up in, and the rule day whose versions of sources count;
 * DAY_NONE: all versions. */
struct same {
    const struct snapshot *snapshots[2];
    int32_t rule_day;
};

bool same_days(struct days a, struct days b);
bool same_set(struct texts a, struct texts b); /* whatever the order */
bool same_region(const struct region *a, const struct region *b);
bool same_basis(const struct basis_ref *a, const struct basis_ref *b);
bool same_condition(const struct condition *a, const struct condition *b); /* NULL: always */
bool same_tariff(const struct same *same, const struct tariff *a, const struct tariff *b);
bool same_rounding(const struct standard *a, const struct standard *b);
/* What it costs: cases and rounding; neither dates nor basis. */
bool same_cases(const struct same *same, const struct standard *a, const struct standard *b);
bool same_grant(const struct grant *a, const struct grant *b);
bool same_delegation(const struct delegation *a, const struct delegation *b);
bool same_period(const struct period *a, const struct period *b); /* NULL: none */
/* What it takes off, from whom, and when; `same_relief` leaves name, basis and dates out. */
bool same_reduction(const struct reduction *a, const struct reduction *b);
bool same_relief(const struct reduction *a, const struct reduction *b);
bool same_unit(const struct unit *a, const struct unit *b);
bool same_prohibition(const struct prohibition *a, const struct prohibition *b);
bool same_holiday(const struct holiday *a, const struct holiday *b);
/* Id, level and region: where its rules reach. */
bool same_reach(const struct document *a, const struct document *b);

/* All standards and reductions of an item, its own and those of amendments. */
bool same_money(const struct same *same, const struct item_rules *a, const struct item_rules *b);
/* All that the documents say of an item. */
bool same_rules(const struct same *same, const struct item_rules *a, const struct item_rules *b);

#endif

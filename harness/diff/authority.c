/* SPDX-License-Identifier: Apache-2.0
 * Who may charge: grants and delegations that are new, and those that are withdrawn. */
#include "diff/diff.h"

/* Grants of one side, one after another: the item's own, then those of amendments. */
static const struct grant *grant_at(const struct item_rules *rules, uint32_t at)
{
    if (at < rules->item->grant_count) return &rules->item->grants[at];
    at -= rules->item->grant_count;
    for (uint32_t i = 0; i < rules->amendment_count; i++) {
        if (at < rules->amendments[i]->grant_count) return &rules->amendments[i]->grants[at];
        at -= rules->amendments[i]->grant_count;
    }
    return NULL;
}

static bool has_grant(const struct item_rules *rules, const struct grant *grant)
{
    const struct grant *other;

    for (uint32_t i = 0; (other = grant_at(rules, i)) != NULL; i++) {
        if (same_grant(other, grant)) return true;
    }
    return false;
}

static void grants_compare(struct diff *diff, const struct item_rules *const rules[2], int side)
{
    const struct words words = words_of(diff, side, rules[side]);
    const struct grant *grant;

    for (uint32_t i = 0; (grant = grant_at(rules[side], i)) != NULL; i++) {
        struct change change;
        struct buffer out;

        if (has_grant(rules[1 - side], grant)) continue;
        change = change_begin(diff, CHANGE_GRANT, rules);
        buffer_init(&out);
        words_grant(&words, &out, grant);
        change.words[side] = changes_text(&diff->changes, &out);
        change.bases[side] = basis_words(diff, &grant->basis);
        changes_add(&diff->changes, &change);
    }
}

static bool has_delegation(const struct item_rules *rules, const struct delegation *delegation)
{
    for (uint32_t i = 0; i < rules->delegation_count; i++) {
        if (same_delegation(rules->delegations[i], delegation)) return true;
    }
    return false;
}

static void delegations_compare(struct diff *diff, const struct item_rules *const rules[2],
                                int side)
{
    const struct words words = words_of(diff, side, rules[side]);

    for (uint32_t i = 0; i < rules[side]->delegation_count; i++) {
        const struct delegation *delegation = rules[side]->delegations[i];
        struct change change;
        struct buffer out;

        if (has_delegation(rules[1 - side], delegation)) continue;
        change = change_begin(diff, CHANGE_DELEGATION, rules);
        buffer_init(&out);
        words_delegation(&words, &out, delegation);
        change.words[side] = changes_text(&diff->changes, &out);
        change.bases[side] = basis_words(diff, &delegation->basis);
        changes_add(&diff->changes, &change);
    }
}

void authority_compare(struct diff *diff, const struct item_rules *const rules[2])
{
    for (int side = OLD; side <= NEW; side++) {
        grants_compare(diff, rules, side);
        delegations_compare(diff, rules, side);
    }
}

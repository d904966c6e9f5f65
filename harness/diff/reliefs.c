/* SPDX-License-Identifier: Apache-2.0
 * Reductions and commitments that reach an item: new, withdrawn, or other than before. What they
 * change in money is part of what is to be paid (leaves.c). */
#include "diff/diff.h"
#include "feeguard/host.h"

static const struct reduction *reduction_with(const struct item_rules *rules, struct fg_text id)
{
    for (uint32_t i = 0; i < rules->reduction_count; i++) {
        if (text_equal(rules->reductions[i]->id, id)) return rules->reductions[i];
    }
    return NULL;
}

/* How it is combined with others, as far as that is not the usual. */
static void put_combination(struct buffer *out, const struct reduction *reduction)
{
    if (reduction->group.size > 0) {
        words_put(out, "；组：");
        words_text(out, reduction->group);
    }
    words_put(out, "；次序：");
    words_number(out, reduction->priority);
    if (reduction->exclusive) words_put(out, "；不与其他减免同时适用");
    if (reduction->penalties) words_put(out, "；包括罚款");
}

static struct fg_text reduction_words(struct diff *diff, int side, const struct item_rules *rules,
                                      const struct reduction *reduction)
{
    const struct words words = words_of(diff, side, rules);
    struct buffer out;

    if (reduction == NULL) return (struct fg_text){NULL, 0, 0};
    buffer_init(&out);
    words_text(&out, reduction->name);
    if (reduction->name.size > 0) words_put(&out, "，");
    words_days(&out, reduction->days);
    if (reduction->days.from > DAY_BEGINNING || reduction->days.to < DAY_END) {
        words_put(&out, "，");
    }
    words_condition(&words, &out, reduction->when);
    words_put(&out, "：");
    words_relief(&words, &out, reduction);
    put_combination(&out, reduction);
    if (reduction->is_commitment) {
        words_put(&out, "；承诺对象数：");
        words_number(&out, reduction->payers.count);
    }
    return changes_text(&diff->changes, &out);
}

static void reduction_changed(struct diff *diff, const struct item_rules *const rules[2],
                              const struct reduction *const both[2])
{
    const struct reduction *any = both[NEW] != NULL ? both[NEW] : both[OLD];
    struct change change = change_begin(diff, CHANGE_REDUCTION, rules);

    change.subject = any->id;
    for (int side = OLD; side <= NEW; side++) {
        change.words[side] = reduction_words(diff, side, rules[side], both[side]);
        if (both[side] != NULL) change.bases[side] = basis_words(diff, &both[side]->basis);
    }
    changes_add(&diff->changes, &change);
}

void reliefs_compare(struct diff *diff, const struct item_rules *const rules[2])
{
    for (uint32_t i = 0; i < rules[OLD]->reduction_count; i++) {
        const struct reduction *old = rules[OLD]->reductions[i];
        const struct reduction *new = reduction_with(rules[NEW], old->id);

        if (new != NULL && same_reduction(old, new)) continue;
        reduction_changed(diff, rules, (const struct reduction *const[]){old, new});
    }
    for (uint32_t i = 0; i < rules[NEW]->reduction_count; i++) {
        const struct reduction *new = rules[NEW]->reductions[i];

        if (reduction_with(rules[OLD], new->id) != NULL) continue;
        reduction_changed(diff, rules, (const struct reduction *const[]){NULL, new});
    }
}

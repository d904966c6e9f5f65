/* SPDX-License-Identifier: Apache-2.0
 * One item in both bundles. Items whose rules are equal, part by part, are done with at once. */
#include "base/text.h"
#include "diff/diff.h"
#include "feeguard/host.h"

/* ---- added and abolished ---- */

static void put_standards(const struct words *words, struct buffer *out,
                          const struct standard *standards, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (out->size > 0) words_put(out, "；");
        words_standard(words, out, &standards[i]);
    }
}

/* The item's standards, amendments among them, in words. */
static struct fg_text item_words(struct diff *diff, int side, const struct item_rules *rules)
{
    const struct words words = words_of(diff, side, rules);
    struct buffer out;

    buffer_init(&out);
    put_standards(&words, &out, rules->item->standards, rules->item->standard_count);
    for (uint32_t i = 0; i < rules->amendment_count; i++) {
        put_standards(&words, &out, rules->amendments[i]->standards,
                      rules->amendments[i]->standard_count);
    }
    return changes_text(&diff->changes, &out);
}

static void item_alone(struct diff *diff, const struct item_rules *const rules[2])
{
    int side = rules[NEW] != NULL ? NEW : OLD;
    enum change_kind kind = side == NEW ? CHANGE_ITEM_ADDED : CHANGE_ITEM_ABOLISHED;
    struct change change = change_begin(diff, kind, rules);

    change.effect = side == NEW ? EFFECT_CHARGEABLE : EFFECT_NOT_CHARGEABLE;
    change.words[side] = item_words(diff, side, rules[side]);
    change.bases[side] = basis_words(diff, &rules[side]->item->basis);
    changes_add(&diff->changes, &change);
}

/* ---- attributes ---- */

struct comparing {
    struct diff *diff;
    const struct item_rules *const *rules;
    const struct item *items[2];
};

static void attribute_changed(const struct comparing *comparing, const char *name,
                              struct fg_text old, struct fg_text new)
{
    struct change change = change_begin(comparing->diff, CHANGE_ATTRIBUTE, comparing->rules);

    change.subject = text_of(name);
    change.words[OLD] = old;
    change.words[NEW] = new;
    changes_add(&comparing->diff->changes, &change);
}

static void compare_texts(const struct comparing *comparing, const char *name, struct fg_text old,
                          struct fg_text new)
{
    if (!text_equal(old, new)) attribute_changed(comparing, name, old, new);
}

static void compare_names(const struct comparing *comparing, const char *name, const char *old,
                          const char *new)
{
    compare_texts(comparing, name, text_of(old), text_of(new));
}

/* Words of one side for an attribute that is more than a text. */
typedef void attribute_put(const struct words *words, struct buffer *out, const struct item *item);

static void put_dates(const struct words *words, struct buffer *out, const struct item *item)
{
    (void)words;
    words_days(out, item->days);
}

static void put_observe(const struct words *words, struct buffer *out, const struct item *item)
{
    (void)words;
    if (item->has_observe) words_days(out, item->observe);
}

static void put_period(const struct words *words, struct buffer *out, const struct item *item)
{
    words_period(words, out, item->period);
    if (item->period == NULL || item->period->group.size == 0) return;
    words_put(out, "；");
    words_term(words, out, TEXT("period.group"), item->period->group);
}

static void put_uniform(const struct words *words, struct buffer *out, const struct item *item)
{
    for (uint32_t i = 0; i < item->uniform.count; i++) {
        if (i > 0) words_put(out, "、");
        words_attribute(words, out, item->uniform.list[i]);
    }
}

static void put_document(const struct words *words, struct buffer *out, const struct item *item)
{
    words_text(out, item->document->id);
    words_put(out, " ");
    words_put(out, words_level(item->document->level));
    words_put(out, " ");
    words_region(words, out, item->document->region.code);
}

static void compare_words(const struct comparing *comparing, const char *name, bool same,
                          attribute_put *put)
{
    struct diff *diff = comparing->diff;
    struct fg_text texts[2];

    if (same) return;
    for (int side = OLD; side <= NEW; side++) {
        const struct words words = words_of(diff, side, comparing->rules[side]);
        struct buffer out;

        buffer_init(&out);
        put(&words, &out, comparing->items[side]);
        texts[side] = changes_text(&diff->changes, &out);
    }
    attribute_changed(comparing, name, texts[OLD], texts[NEW]);
}

static const char *yes_no(const struct diff *diff, bool value)
{
    if (diff->language == FG_LANGUAGE_EN) return value ? "yes" : "no";
    return value ? "是" : "否";
}

static void attributes_compare(const struct comparing *comparing)
{
    struct diff *diff = comparing->diff;
    const struct item *old = comparing->items[OLD], *new = comparing->items[NEW];

    compare_texts(comparing, "name", old->name, new->name);
    compare_names(comparing, "kind", words_kind(old->kind), words_kind(new->kind));
    compare_texts(comparing, "category", old->category, new->category);
    if (!same_basis(&old->basis, &new->basis)) {
        attribute_changed(comparing, "basis", basis_words(diff, &old->basis),
                          basis_words(diff, &new->basis));
    }
    compare_words(comparing, "dates", same_days(old->days, new->days), put_dates);
    compare_names(comparing, "dated-by", words_dated_by(old->dated_by),
                  words_dated_by(new->dated_by));
    compare_names(comparing, "enterprise", yes_no(diff, old->enterprise),
                  yes_no(diff, new->enterprise));
    compare_names(comparing, "local", words_level(old->local), words_level(new->local));
    compare_names(comparing, "local-relief", words_level(old->local_relief),
                  words_level(new->local_relief));
    compare_words(comparing, "period", same_period(old->period, new->period), put_period);
    compare_words(comparing, "observe",
                  old->has_observe == new->has_observe &&
                      (!old->has_observe || same_days(old->observe, new->observe)),
                  put_observe);
    compare_words(comparing, "uniform", same_set(old->uniform, new->uniform), put_uniform);
    compare_words(comparing, "document", same_reach(old->document, new->document), put_document);
}

void item_compare(struct diff *diff, const struct item_rules *const rules[2])
{
    const struct same same = {{diff->snapshots[OLD], diff->snapshots[NEW]}, DAY_NONE};
    struct comparing comparing = {.diff = diff, .rules = rules};

    if (rules[OLD] == NULL || rules[NEW] == NULL) {
        item_alone(diff, rules);
        return;
    }
    if (same_rules(&same, rules[OLD], rules[NEW])) return;
    comparing.items[OLD] = rules[OLD]->item;
    comparing.items[NEW] = rules[NEW]->item;
    attributes_compare(&comparing);
    authority_compare(diff, rules);
    reliefs_compare(diff, rules);
    if (!same_money(&same, rules[OLD], rules[NEW])) standards_compare(diff, rules);
}

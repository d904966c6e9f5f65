/* SPDX-License-Identifier: Apache-2.0
 * Two bundles, span by span of charge dates: in each, one snapshot of either. */
#include "base/text.h"
#include "diff/diff.h"
#include "feeguard/host.h"
#include "harness.h"
#include "survey/spans.h"

struct change change_begin(const struct diff *diff, enum change_kind kind,
                           const struct item_rules *const rules[2])
{
    struct change change = {.kind = kind, .charged = diff->charged};
    const struct item *item;

    change.rule = (struct days){DAY_BEGINNING, DAY_END};
    change.money.axis = AXIS_NONE;
    if (rules == NULL) return change;
    item = rules[rules[NEW] != NULL ? NEW : OLD]->item;
    change.item = item->code;
    change.name = item->name;
    change.dated_by = item->dated_by;
    return change;
}

struct words words_of(const struct diff *diff, int side, const struct item_rules *rules)
{
    return (struct words){diff->terms[side], diff->snapshots[side],
                          rules == NULL ? NULL : rules->item};
}

struct fg_text basis_words(struct diff *diff, const struct basis_ref *basis)
{
    struct buffer words;

    if (basis->basis == NULL) return basis->id;
    buffer_init(&words);
    words_basis(&words, basis->basis);
    return changes_text(&diff->changes, &words);
}

/* ---- documents ---- */

static const struct document *document_with(const struct snapshot *snapshot, struct fg_text id)
{
    for (uint32_t i = 0; i < snapshot->document_count; i++) {
        if (text_equal(snapshot->documents[i]->id, id)) return snapshot->documents[i];
    }
    return NULL;
}

static struct fg_text document_words(struct diff *diff, int side, const struct document *document)
{
    const struct words words = words_of(diff, side, NULL);
    bool english = diff->language == FG_LANGUAGE_EN;
    struct buffer out;

    if (document == NULL) return (struct fg_text){NULL, 0, 0};
    buffer_init(&out);
    words_put(&out, english ? "serial " : "第");
    words_number(&out, document->serial);
    words_put(&out, english ? ", " : "版，");
    words_put(&out, english ? level_name(document->level) : words_level(document->level));
    words_put(&out, english ? ", " : "，");
    words_region(&words, &out, document->region.code);
    return changes_text(&diff->changes, &out);
}

static void document_changed(struct diff *diff, const struct document *old,
                             const struct document *new)
{
    struct change change = change_begin(diff, CHANGE_DOCUMENT, NULL);

    change.subject = new != NULL ? new->id : old->id;
    change.words[OLD] = document_words(diff, OLD, old);
    change.words[NEW] = document_words(diff, NEW, new);
    changes_add(&diff->changes, &change);
}

static void documents_compare(struct diff *diff)
{
    const struct snapshot *const *snapshots = diff->snapshots;

    for (uint32_t i = 0; i < snapshots[OLD]->document_count; i++) {
        const struct document *old = snapshots[OLD]->documents[i];
        const struct document *new = document_with(snapshots[NEW], old->id);

        if (new == NULL || new->serial != old->serial || !same_reach(old, new)) {
            document_changed(diff, old, new);
        }
    }
    for (uint32_t i = 0; i < snapshots[NEW]->document_count; i++) {
        const struct document *new = snapshots[NEW]->documents[i];

        if (document_with(snapshots[OLD], new->id) == NULL) document_changed(diff, NULL, new);
    }
}

/* ---- items ---- */

static void items_compare(struct diff *diff)
{
    for (uint32_t i = 0; i < diff->snapshots[OLD]->document_count; i++) {
        const struct document *document = diff->snapshots[OLD]->documents[i];

        for (uint32_t j = 0; j < document->item_count; j++) {
            struct fg_text code = document->items[j].code;

            item_compare(diff, (const struct item_rules *const[]){
                                   table_get(&diff->snapshots[OLD]->items, code),
                                   table_get(&diff->snapshots[NEW]->items, code)});
        }
    }
    for (uint32_t i = 0; i < diff->snapshots[NEW]->document_count; i++) {
        const struct document *document = diff->snapshots[NEW]->documents[i];

        for (uint32_t j = 0; j < document->item_count; j++) {
            struct fg_text code = document->items[j].code;

            if (table_get(&diff->snapshots[OLD]->items, code) != NULL) continue;
            item_compare(diff, (const struct item_rules *const[]){
                                   NULL, table_get(&diff->snapshots[NEW]->items, code)});
        }
    }
}

/* ---- spans ---- */

/* Whether the very same files are in effect. */
static bool same_documents(const struct snapshot *old, const struct snapshot *new)
{
    if (old->document_count != new->document_count) return false;
    for (uint32_t i = 0; i < old->document_count; i++) {
        if (!text_equal(old->documents[i]->digest, new->documents[i]->digest)) return false;
    }
    return true;
}

static void schedules_changed(struct diff *diff)
{
    struct change change = change_begin(diff, CHANGE_SCHEDULES, NULL);

    change.effect = diff->snapshots[NEW] == NULL ? EFFECT_NOT_CHARGEABLE : EFFECT_CHARGEABLE;
    changes_add(&diff->changes, &change);
}

static void span_compare(struct diff *diff)
{
    const struct snapshot *old = diff->snapshots[OLD], *new = diff->snapshots[NEW];

    if (old == NULL && new == NULL) return;
    if (old == NULL || new == NULL) {
        schedules_changed(diff);
    } else if (!same_documents(old, new)) {
        documents_compare(diff);
        common_compare(diff);
        items_compare(diff);
    }
}

void bundles_compare(struct diff *diff)
{
    struct spans spans = {0};
    const struct days *list;
    uint32_t count;

    for (int side = OLD; side <= NEW; side++) {
        for (uint32_t i = 0; i < diff->bundles[side]->snapshot_count; i++) {
            spans_add(&spans, (struct days){diff->bundles[side]->snapshots[i].from, DAY_END});
        }
    }
    list = spans_list(&spans, (struct days){DAY_BEGINNING, DAY_END}, &count);
    if (list == NULL) memory_gone();
    for (uint32_t i = 0; i < count; i++) {
        diff->charged = list[i];
        diff->snapshots[OLD] = bundle_on(diff->bundles[OLD], list[i].from);
        diff->snapshots[NEW] = bundle_on(diff->bundles[NEW], list[i].from);
        span_compare(diff);
    }
    spans_free(&spans);
    changes_sort(&diff->changes);
}

/* SPDX-License-Identifier: Apache-2.0
 * What documents say beside items: units, prohibited levies, holidays. */
#include "base/text.h"
#include "diff/diff.h"
#include "feeguard/host.h"

#define SEPARATOR(diff) ((diff)->language == FG_LANGUAGE_EN ? ", " : "，")

/* A change that has words for each side that there is. */
static void add(struct diff *diff, enum change_kind kind, struct fg_text subject,
                struct fg_text name, const struct fg_text words[2])
{
    struct change change = change_begin(diff, kind, NULL);

    change.subject = subject;
    change.name = name;
    change.words[OLD] = words[OLD];
    change.words[NEW] = words[NEW];
    changes_add(&diff->changes, &change);
}

static void put_part(const struct diff *diff, struct buffer *out)
{
    if (out->size > 0) words_put(out, SEPARATOR(diff));
}

static void put_list(struct buffer *out, struct texts texts)
{
    for (uint32_t i = 0; i < texts.count; i++) {
        if (i > 0) words_put(out, "、");
        words_text(out, texts.list[i]);
    }
}

/* ---- units ---- */

static struct fg_text unit_words(struct diff *diff, int side, const struct unit *unit)
{
    const struct words words = words_of(diff, side, NULL);
    struct buffer out;

    if (unit == NULL) return (struct fg_text){NULL, 0, 0};
    buffer_init(&out);
    words_text(&out, unit->name);
    if (unit->department.size > 0) {
        put_part(diff, &out);
        words_term(&words, &out, TEXT("department"), unit->department);
    }
    if (unit->level != LEVEL_NONE) {
        put_part(diff, &out);
        words_put(&out, words_level(unit->level));
    }
    put_part(diff, &out);
    words_region(&words, &out, unit->region.code);
    if (!same_days(unit->days, (struct days){DAY_BEGINNING, DAY_END})) {
        put_part(diff, &out);
        words_days(&out, unit->days);
    }
    return changes_text(&diff->changes, &out);
}

static void unit_compare(struct diff *diff, const struct unit *old, const struct unit *new)
{
    const struct unit *any = new != NULL ? new : old;
    const struct fg_text words[2] = {unit_words(diff, OLD, old), unit_words(diff, NEW, new)};

    add(diff, CHANGE_UNIT, any->code, any->name, words);
}

static void units_compare(struct diff *diff)
{
    const struct snapshot *old = diff->snapshots[OLD], *new = diff->snapshots[NEW];

    for (uint32_t i = 0; i < old->document_count; i++) {
        for (uint32_t j = 0; j < old->documents[i]->unit_count; j++) {
            const struct unit *before = &old->documents[i]->units[j];
            const struct unit *after = table_get(&new->units, before->code);

            if (after == NULL || !same_unit(before, after)) unit_compare(diff, before, after);
        }
    }
    for (uint32_t i = 0; i < new->document_count; i++) {
        for (uint32_t j = 0; j < new->documents[i]->unit_count; j++) {
            const struct unit *after = &new->documents[i]->units[j];

            if (table_get(&old->units, after->code) == NULL) unit_compare(diff, NULL, after);
        }
    }
}

/* ---- prohibitions ---- */

static struct fg_text prohibition_words(struct diff *diff, int side,
                                        const struct prohibition *prohibition)
{
    const struct words words = words_of(diff, side, NULL);
    bool english = diff->language == FG_LANGUAGE_EN;
    struct buffer out;

    if (prohibition == NULL) return (struct fg_text){NULL, 0, 0};
    buffer_init(&out);
    words_text(&out, prohibition->name.size > 0 ? prohibition->name : prohibition->id);
    if (prohibition->payers.count > 0) {
        words_put(&out, english ? "; payers: " : "；对象：");
        words_payer_types(&words, &out, prohibition->payers);
    }
    if (prohibition->categories.count > 0) {
        words_put(&out, english ? "; categories: " : "；款项类别：");
        put_list(&out, prohibition->categories);
    }
    if (prohibition->keywords.count > 0) {
        words_put(&out, english ? "; keywords: " : "；关键词：");
        put_list(&out, prohibition->keywords);
    }
    if (prohibition->except_items.count > 0) {
        words_put(&out, english ? "; except: " : "；例外：");
        put_list(&out, prohibition->except_items);
    }
    if (prohibition->advisory) words_put(&out, english ? "; advisory" : "；只提示");
    return changes_text(&diff->changes, &out);
}

static const struct prohibition *prohibition_with(const struct snapshot *snapshot,
                                                  struct fg_text id)
{
    for (uint32_t i = 0; i < snapshot->prohibition_count; i++) {
        if (text_equal(snapshot->prohibitions[i]->id, id)) return snapshot->prohibitions[i];
    }
    return NULL;
}

static void prohibition_changed(struct diff *diff, const struct prohibition *old,
                                const struct prohibition *new)
{
    const struct prohibition *any = new != NULL ? new : old;
    struct change change = change_begin(diff, CHANGE_PROHIBITION, NULL);

    change.subject = any->id;
    change.name = any->name;
    if (old != NULL) change.bases[OLD] = basis_words(diff, &old->basis);
    if (new != NULL) change.bases[NEW] = basis_words(diff, &new->basis);
    change.words[OLD] = prohibition_words(diff, OLD, old);
    change.words[NEW] = prohibition_words(diff, NEW, new);
    changes_add(&diff->changes, &change);
}

static void prohibitions_compare(struct diff *diff)
{
    const struct snapshot *old = diff->snapshots[OLD], *new = diff->snapshots[NEW];

    for (uint32_t i = 0; i < old->prohibition_count; i++) {
        const struct prohibition *before = old->prohibitions[i];
        const struct prohibition *after = prohibition_with(new, before->id);

        if (after == NULL || !same_prohibition(before, after)) {
            prohibition_changed(diff, before, after);
        }
    }
    for (uint32_t i = 0; i < new->prohibition_count; i++) {
        const struct prohibition *after = new->prohibitions[i];

        if (prohibition_with(old, after->id) == NULL) prohibition_changed(diff, NULL, after);
    }
}

/* ---- holidays ---- */

static struct fg_text holiday_words(struct diff *diff, const struct holiday *holiday)
{
    struct buffer out;

    if (holiday == NULL) return (struct fg_text){NULL, 0, 0};
    buffer_init(&out);
    words_days(&out, holiday->days);
    if (holiday->watch > 0) {
        words_put(&out, diff->language == FG_LANGUAGE_EN ? ", days watched before it: "
                                                         : "，之前提示的天数：");
        words_number(&out, holiday->watch);
    }
    return changes_text(&diff->changes, &out);
}

/* The same days of the same documents' calendars. */
static bool has_holiday(const struct snapshot *snapshot, const struct document *document,
                        const struct holiday *holiday)
{
    for (uint32_t i = 0; i < snapshot->document_count; i++) {
        const struct document *other = snapshot->documents[i];

        for (uint32_t j = 0; j < other->holiday_count; j++) {
            if (same_holiday(&other->holidays[j], holiday) &&
                same_region(&other->region, &document->region)) {
                return true;
            }
        }
    }
    return false;
}

static void holidays_compare(struct diff *diff, int side)
{
    const struct snapshot *here = diff->snapshots[side], *there = diff->snapshots[1 - side];

    for (uint32_t i = 0; i < here->document_count; i++) {
        const struct document *document = here->documents[i];

        for (uint32_t j = 0; j < document->holiday_count; j++) {
            const struct holiday *holiday = &document->holidays[j];
            struct fg_text words[2] = {{NULL, 0, 0}, {NULL, 0, 0}};

            if (has_holiday(there, document, holiday)) continue;
            words[side] = holiday_words(diff, holiday);
            add(diff, CHANGE_HOLIDAY, holiday->name, holiday->name, words);
        }
    }
}

void common_compare(struct diff *diff)
{
    units_compare(diff);
    prohibitions_compare(diff);
    holidays_compare(diff, OLD);
    holidays_compare(diff, NEW);
}

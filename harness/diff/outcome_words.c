/* SPDX-License-Identifier: Apache-2.0
 * What is said of one class of charges: the standard of each bundle with the reductions that apply,
 * and on what legal basis. */
#include "diff/leaves.h"
#include "feeguard/host.h"
#include "harness.h"

static struct fg_text words_keep(struct arena *arena, struct buffer *buffer)
{
    struct fg_text text;

    if (buffer->failed) memory_gone();
    text =
        arena_text(arena, (struct fg_text){(const char *)buffer->bytes, (uint32_t)buffer->size, 0});
    if (arena->failed) memory_gone();
    buffer_free(buffer);
    return text;
}

/* ---- what has to be stated ---- */

static void missing_find(const struct holding *holding, const struct charge *charge,
                         struct missing *missing)
{
    for (uint32_t i = 0; i < holding->standard_count; i++) {
        const struct standard *standard = holding->standards[i];

        for (uint32_t j = 0; j < standard->case_count; j++) {
            uint32_t before = missing->count;
            enum truth truth = condition_judge(standard->cases[j].when, charge, missing);

            if (truth == TRUTH_FALSE) missing->count = before;
            if (truth != TRUTH_FALSE) break;
        }
    }
}

static void put_missing(const struct words *words, const struct holding *holding,
                        const struct fg_charge *request, struct buffer *out)
{
    struct curve_place place;
    struct missing missing;

    place_complete(request, &place);
    missing.count = 0;
    missing_find(holding, &place.charge, &missing);
    words_put(out, "缺少计费要素");
    for (uint32_t i = 0; i < missing.count; i++) {
        words_put(out, i == 0 ? "：" : "、");
        words_attribute(words, out, missing.names[i]);
    }
}

/* ---- what is to be paid ---- */

static void put_reductions(const struct words *words, const struct bill *bill, struct buffer *out)
{
    for (uint32_t i = 0; i < bill->reduction_count; i++) {
        const struct reduction *reduction = bill->reductions[i];

        words_put(out, "；");
        words_text(out, reduction->name.size > 0 ? reduction->name : reduction->id);
        words_put(out, "：");
        words_relief(words, out, reduction);
    }
}

static void put_bill(const struct words *words, const struct bill *bill, struct buffer *out)
{
    for (uint32_t i = 0; i < bill->tariff_count; i++) {
        if (i > 0) words_put(out, "；或者（从低）");
        words_tariff(words, out, bill->tariffs[i]);
    }
    put_reductions(words, bill, out);
}

/* Roundings are told where they are not the same. */
static bool roundings_differ(const struct outcome *outcome)
{
    const struct bill *old = &outcome->bills[OLD], *new = &outcome->bills[NEW];

    if (old->tariff_count == 0 || new->tariff_count == 0) return false;
    return !same_rounding(old->standards[0], new->standards[0]);
}

static struct fg_text side_words(const struct comparison *comparison,
                                 const struct fg_charge *charge, const struct outcome *outcome,
                                 int side, struct arena *arena)
{
    const struct holding *holding = &comparison->sides[side];
    const struct bill *bill = &outcome->bills[side];
    const struct words words = words_of(comparison->diff, side, holding->rules);
    struct buffer out;

    buffer_init(&out);
    switch (outcome->priced[side]) {
    case PRICED:
        put_bill(&words, bill, &out);
        if (!roundings_differ(outcome)) break;
        words_put(&out, "；");
        words_rounding(&out, bill->standards[0]);
        break;
    case PRICED_MISSING: put_missing(&words, holding, charge, &out); break;
    case PRICED_NONE:
    case PRICED_UNKNOWN: words_put(&out, "没有收费标准，不得收费"); break;
    }
    return words_keep(arena, &out);
}

static void put_basis(struct buffer *out, const struct basis_ref *basis)
{
    if (basis->basis != NULL)
        words_basis(out, basis->basis);
    else
        words_text(out, basis->id);
}

static struct fg_text side_basis(const struct outcome *outcome, int side, struct arena *arena)
{
    const struct bill *bill = &outcome->bills[side];
    const struct standard *standard = outcome->standards[side];
    struct buffer out;

    if (outcome->priced[side] != PRICED || bill->tariff_count == 0) {
        return (struct fg_text){NULL, 0, 0};
    }
    if (standard == NULL) standard = bill->standards[0];
    buffer_init(&out);
    put_basis(&out, &standard->basis);
    for (uint32_t i = 0; i < bill->reduction_count; i++) {
        words_put(&out, "；");
        put_basis(&out, &bill->reductions[i]->basis);
    }
    return words_keep(arena, &out);
}

void outcome_words(const struct comparison *comparison, const struct fg_charge *charge,
                   struct arena *arena, struct outcome *outcome)
{
    for (int side = OLD; side <= NEW; side++) {
        outcome->words[side] = side_words(comparison, charge, outcome, side, arena);
        outcome->bases[side] = side_basis(outcome, side, arena);
    }
}

struct fg_text outcome_key(const struct outcome *outcome, struct arena *arena)
{
    struct buffer key;

    buffer_init(&key);
    for (int side = OLD; side <= NEW; side++) {
        buffer_add_text(&key, outcome->words[side]);
        buffer_add_text(&key, outcome->bases[side]);
    }
    buffer_add_u32(&key, outcome->has_money);
    for (uint32_t i = 0; i < outcome->stretch_count; i++) {
        const struct stretch *stretch = &outcome->stretches[i];

        buffer_add_u32(&key, stretch->effect);
        buffer_add_u32(&key, stretch->low_effect);
        change_money_add(&key, &stretch->money);
    }
    return words_keep(arena, &key);
}

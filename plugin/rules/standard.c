/* SPDX-License-Identifier: Apache-2.0
 * One item's standard: its own and those of lower documents that amend it. All are computed, the
 * lowest is the standard (semantics section 5). */
#include "rules/tariff.h"

/* One of the standards that take part, rounded. */
struct candidate {
    int64_t standard_fen, low_fen;
    const struct standard *standard;
    const struct document *document;
};

static enum priced candidate_price(const struct pricing *pricing, const struct standard *standards,
                                   uint32_t count, struct candidate *candidate)
{
    struct tariff_ends ends;
    const struct standard *standard;
    enum priced priced = standards_price(pricing, standards, count, &standard, &ends);

    if (priced != PRICED) return priced;
    candidate->standard = standard;
    candidate->low_fen = MONEY_ABSENT;
    if (!exact_round(&ends.high, standard->rounding, standard->round_to_fen, MONEY_FEN_MAX,
                     &candidate->standard_fen)) {
        return PRICED_NONE;
    }
    if (ends.has_low && !exact_round(&ends.low, standard->rounding, standard->round_to_fen,
                                     MONEY_FEN_MAX, &candidate->low_fen)) {
        candidate->low_fen = MONEY_FEN_MAX; /* held at the standard further on */
    }
    return PRICED;
}

/* Of equals the highest document's; of one level, the one with the lower id. */
static bool goes_before(const struct candidate *a, const struct document *document_b)
{
    if (a->document->level != document_b->level) return a->document->level < document_b->level;
    return text_compare(a->document->id, document_b->id) < 0;
}

struct assessment {
    struct assessed *assessed;
    const struct document *document; /* of the lowest so far */
    bool found;
};

static void take_part(struct assessment *assessment, const struct candidate *candidate)
{
    struct assessed *assessed = assessment->assessed;

    if (!assessment->found || candidate->standard_fen < assessed->standard_fen ||
        (candidate->standard_fen == assessed->standard_fen &&
         goes_before(candidate, assessment->document))) {
        assessed->standard_fen = candidate->standard_fen;
        assessed->standard = candidate->standard;
        assessment->document = candidate->document;
    }
    if (candidate->low_fen > assessed->low_fen) {
        assessed->low_fen = candidate->low_fen;
        assessed->low_standard = candidate->standard;
    }
    assessment->found = true;
}

enum priced item_assess(const struct pricing *pricing, const struct item_rules *rules,
                        const struct region *place, struct assessed *assessed)
{
    const struct item *item = rules->item;
    struct assessment assessment = {.assessed = assessed};
    struct candidate candidate;
    enum priced worst = PRICED_NONE, priced;

    *assessed = (struct assessed){.low_fen = MONEY_ABSENT};
    candidate.document = item->document;
    priced = candidate_price(pricing, item->standards, item->standard_count, &candidate);
    if (priced == PRICED) take_part(&assessment, &candidate);
    if (priced > worst) worst = priced;
    for (uint32_t i = 0; i < rules->amendment_count; i++) {
        const struct amendment *amendment = rules->amendments[i];

        if (place != NULL && !region_lies_in(place, &amendment->document->region)) continue;
        candidate.document = amendment->document;
        priced =
            candidate_price(pricing, amendment->standards, amendment->standard_count, &candidate);
        if (priced == PRICED) take_part(&assessment, &candidate);
        if (priced > worst) worst = priced;
    }
    if (worst > PRICED_NONE) return worst;
    if (!assessment.found) return PRICED_NONE;
    if (assessed->low_fen > assessed->standard_fen) assessed->low_fen = assessed->standard_fen;
    return PRICED;
}

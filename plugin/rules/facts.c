/* SPDX-License-Identifier: Apache-2.0
 * Asks the ledger what the rules of one charge need to know, and nothing else. Period questions
 * are answered in period.c. */
#include "rules/facts.h"

#include "rules/calendar.h"

void conflict_earliest(struct conflict *conflict, struct fg_text txn, int64_t time_ns)
{
    bool earlier = conflict->txn.size == 0 || time_ns < conflict->time_ns ||
                   (time_ns == conflict->time_ns && text_compare(txn, conflict->txn) < 0);

    if (earlier) *conflict = (struct conflict){txn, time_ns};
}

static bool add_quantity(void *context, const struct standing *standing)
{
    int64_t *total_micro = context;

    *total_micro += standing->quantity_micro;
    if (*total_micro < COUNTED_MICRO_MAX) return true;
    *total_micro = COUNTED_MICRO_MAX;
    return false;
}

static struct question question_for(enum tag tag, struct fg_text name, const struct use *use,
                                    uint32_t fields, const struct charge *charge)
{
    struct question question = {.tag = tag, .name = name, .use = use, .fields = fields};

    question.order = ORDER_BASIS_DATE;
    question.payer = charge->payer;
    question.subject = charge->subject;
    return question;
}

/* Quantity of the standing charges of the same item and key in each calendar bucket that a
 * cumulative standard counts in (section 5). */
static bool gather_counted(const struct item_rules *rules, const struct charge *charge,
                           const struct ledger_view *view, struct facts *facts)
{
    const struct period *period = rules->item->period;
    uint32_t fields = period != NULL ? period->key : (uint32_t)KEY_BOTH;
    struct question question;

    if (rules->cumulative == 0) return true;
    question = question_for(TAG_ITEM, rules->item->code, rules->use, fields, charge);
    for (enum per per = PER_DAY; per <= PER_YEAR; per++) {
        facts->counted_micro[per] = 0;
        if ((rules->cumulative & (1U << per)) == 0) continue;
        question.days = bucket_days(per, 1, bucket_of(per, 1, charge->basis_day));
        if (!view->list(view->ledger, &question, add_quantity, &facts->counted_micro[per])) {
            return false;
        }
    }
    return true;
}

struct relief_sum {
    struct fg_text id;
    int64_t total_fen;
};

static bool add_relief(void *context, const struct standing *standing)
{
    struct relief_sum *sum = context;

    for (uint32_t i = 0; i < standing->relief_count; i++) {
        if (text_equal(standing->reliefs[i].id, sum->id)) {
            sum->total_fen += standing->reliefs[i].relief_fen;
        }
    }
    if (sum->total_fen > STANDING_FEN_MAX) sum->total_fen = STANDING_FEN_MAX;
    return true;
}

/* Relief that stands for each reduction with a limit (section 7). */
static bool gather_relief(const struct item_rules *rules, const struct charge *charge,
                          const struct ledger_view *view, struct facts *facts)
{
    for (uint32_t i = 0; i < rules->reduction_count; i++) {
        const struct reduction *reduction = rules->reductions[i];
        const struct limit *limit = reduction->limit;
        struct relief_sum sum = {reduction->id, 0};
        struct question question;

        if (limit == NULL) continue;
        question = question_for(TAG_REDUCTION, reduction->id, rules->reduction_uses[i], limit->key,
                                charge);
        question.days = bucket_days(limit->per, 1, bucket_of(limit->per, 1, charge->basis_day));
        if (!view->list(view->ledger, &question, add_relief, &sum)) return false;
        facts->relief_used_fen[i] = sum.total_fen;
    }
    return true;
}

bool uniform_values(const struct uniform_key *key, const struct charge *charge,
                    const struct hash_key *hash_key, struct hash128 *values)
{
    struct hash128 chain[3] = {{0, 0}, {0, 0}, {0, 0}};

    for (uint32_t i = 0; i < key->count; i++) {
        struct fg_text value = charge_attribute(charge, &key->names[i]);

        if (value.size == 0) return false;
        chain[1] = hash_text(hash_key, key->names[i].text);
        chain[2] = hash_text(hash_key, value);
        chain[0] = hash_bytes(hash_key, chain, sizeof(chain));
    }
    *values = chain[0];
    return true;
}

struct unequal_search {
    int64_t amount_fen;
    struct conflict *conflict;
};

static bool find_unequal(void *context, const struct standing *standing)
{
    struct unequal_search *search = context;

    if (standing->amount_fen != search->amount_fen) {
        conflict_earliest(search->conflict, standing->txn, standing->time_ns);
    }
    return true;
}

/* The earliest standing penalty of the same item, values and calendar year of charge date with
 * another amount (section 9). */
static bool gather_unequal(const struct item_rules *rules, const struct charge *charge,
                           const struct ledger_view *view, struct facts *facts)
{
    struct unequal_search search = {charge->request->amount_fen, &facts->unequal};
    struct question question = {.tag = TAG_UNIFORM, .name = rules->item->code, .use = rules->use};

    facts->unequal.txn.size = 0;
    if (rules->uniform == NULL) return true;
    if (!uniform_values(rules->uniform, charge, view->key, &question.values)) return true;
    question.order = ORDER_CHARGE_DATE;
    question.days = bucket_days(PER_YEAR, 1, bucket_of(PER_YEAR, 1, charge->charge_day));
    return view->list(view->ledger, &question, find_unequal, &search);
}

static void find_named(const struct item_rules *rules, const struct charge *charge,
                       struct facts *facts)
{
    for (uint32_t i = 0; i < rules->reduction_count; i++) {
        const struct reduction *reduction = rules->reductions[i];

        if (!reduction->is_commitment) continue;
        facts->named[i] = texts_have(reduction->payers, charge->request->payer);
    }
}

void facts_unavailable(const struct item_rules *rules, const struct charge *charge,
                       struct facts *facts)
{
    if (rules != NULL) find_named(rules, charge, facts);
    facts->available = false;
    facts->unequal.txn.size = 0;
}

void facts_gather(const struct item_rules *rules, const struct charge *charge,
                  const struct ledger_view *view, struct facts *facts)
{
    struct period_terms terms;

    facts->available = true;
    facts->unequal.txn.size = 0;
    facts->period = (struct period_facts){.earliest_day = DAY_NONE};
    if (rules == NULL) return;
    find_named(rules, charge, facts);
    terms = (struct period_terms){.period = rules->item->period,
                                  .item = rules->item->code,
                                  .item_use = rules->use,
                                  .group_use = rules->group_use,
                                  .basis_day = charge->basis_day,
                                  .charge_day = charge->charge_day};
    if (terms.period != NULL) {
        terms.group = terms.period->group;
        terms.payer = charge->payer;
        terms.subject = charge->subject;
    }
    facts->available = period_facts_gather(&terms, view, &facts->period) &&
                       gather_counted(rules, charge, view, facts) &&
                       gather_relief(rules, charge, view, facts) &&
                       gather_unequal(rules, charge, view, facts);
}

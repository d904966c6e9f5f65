/* SPDX-License-Identifier: Apache-2.0
 * Writing entries. Layout: format, kind, time, status, version, id; then what the kind needs, in
 * the order of the functions below. Texts are framed by their size. */
#include "audit/entry.h"

#include "base/text.h"

static void add_head(struct buffer *buffer, const struct entry_head *head)
{
    buffer_add_u32(buffer, ENTRY_FORMAT);
    buffer_add_u32(buffer, (uint32_t)head->kind);
    buffer_add_i64(buffer, head->engine_ns);
    buffer_add_u32(buffer, (uint32_t)head->status);
    buffer_add_text(buffer, head->version);
    buffer_add_text(buffer, head->txn);
}

static void add_pseudonym(struct buffer *buffer, struct fg_text clear, struct hash128 pseudonym)
{
    uint32_t size = clear.size > 0 ? (uint32_t)sizeof(pseudonym) : 0;

    buffer_add_u32(buffer, size);
    buffer_add(buffer, &pseudonym, size);
}

static void add_charge(struct buffer *buffer, const struct charge *charge)
{
    const struct fg_charge *request = charge->request;

    buffer_add_text(buffer, request->unit);
    buffer_add_text(buffer, request->item);
    buffer_add_u32(buffer, charge->epoch);
    add_pseudonym(buffer, request->payer, charge->payer);
    buffer_add_text(buffer, request->payer_type);
    add_pseudonym(buffer, request->subject, charge->subject);
    buffer_add_text(buffer, request->region);
    buffer_add_text(buffer, request->currency);
    buffer_add_text(buffer, request->category);
    buffer_add_text(buffer, request->purpose);
    buffer_add_text(buffer, request->quantity);
    buffer_add_text(buffer, request->base);
    buffer_add_i64(buffer, request->amount_fen);
    buffer_add_i64(buffer, request->time_ns);
    buffer_add_u32(buffer, (uint32_t)request->period_ymd);
    buffer_add_u32(buffer, (uint32_t)request->accepted_ymd);
    buffer_add_u32(buffer, charge->attribute_count);
    for (uint32_t i = 0; i < charge->attribute_count; i++) {
        const struct fg_attribute *attribute = &request->attributes[charge->attributes[i]];

        buffer_add_text(buffer, attribute->name);
        buffer_add_text(buffer, attribute->value);
    }
}

static void add_conflict(struct buffer *buffer, const struct conflict *conflict)
{
    buffer_add_text(buffer, conflict->txn);
    buffer_add_i64(buffer, conflict->txn.size > 0 ? conflict->time_ns : 0);
}

static void add_limits(struct buffer *buffer, const struct facts *facts,
                       const struct item_rules *rules)
{
    uint32_t limits = 0;

    for (uint32_t i = 0; i < rules->reduction_count; i++) {
        limits += rules->reductions[i]->limit != NULL;
    }
    buffer_add_u32(buffer, limits);
    for (uint32_t i = 0; i < rules->reduction_count; i++) {
        if (rules->reductions[i]->limit == NULL) continue;
        buffer_add_text(buffer, rules->reductions[i]->id);
        buffer_add_i64(buffer, facts->relief_used_fen[i]);
    }
}

static void add_named(struct buffer *buffer, const struct facts *facts,
                      const struct item_rules *rules)
{
    uint32_t named = 0;

    for (uint32_t i = 0; i < rules->reduction_count; i++) {
        named += rules->reductions[i]->is_commitment && facts->named[i];
    }
    buffer_add_u32(buffer, named);
    for (uint32_t i = 0; i < rules->reduction_count; i++) {
        if (!rules->reductions[i]->is_commitment || !facts->named[i]) continue;
        buffer_add_text(buffer, rules->reductions[i]->id);
    }
}

/* What the ledger answered, then which commitments name the payer: that is not the ledger's. */
static void add_facts(struct buffer *buffer, const struct facts *facts,
                      const struct item_rules *rules)
{
    const struct period_facts *period = &facts->period;
    uint32_t counted = rules != NULL ? rules->cumulative : 0;

    buffer_add_u32(buffer, facts->available);
    if (facts->available) {
        buffer_add_u32(buffer, period->duplicate);
        add_conflict(buffer, &period->conflict);
        buffer_add_i64(buffer, period->standing_fen);
        buffer_add_u32(buffer, (uint32_t)period->earliest_day);
        add_conflict(buffer, &facts->unequal);
        buffer_add_u32(buffer, counted);
        for (uint32_t per = 0; per < PER_ONCE; per++) {
            if ((counted & (1U << per)) != 0) buffer_add_i64(buffer, facts->counted_micro[per]);
        }
    }
    if (rules == NULL) {
        buffer_add_u32(buffer, 0);
        buffer_add_u32(buffer, 0);
        return;
    }
    if (facts->available) {
        add_limits(buffer, facts, rules);
    } else {
        buffer_add_u32(buffer, 0);
    }
    add_named(buffer, facts, rules);
}

void entry_decided(struct buffer *buffer, const struct entry_head *head,
                   const struct entry_decision *decision)
{
    const struct locality *locality = decision->locality;

    add_head(buffer, head);
    buffer_add_u32(buffer, ANSWER_DECIDED);
    buffer_add_u32(buffer, (uint32_t)decision->policy->mode);
    buffer_add(buffer, decision->policy->effects, sizeof(decision->policy->effects));
    buffer_add_u32(buffer, (uint32_t)decision->as_known_day);
    add_charge(buffer, decision->charge);
    add_facts(buffer, decision->facts, decision->rules);
    buffer_add_text(buffer, locality != NULL ? (struct fg_text){(const char *)locality->digest,
                                                                SCHEDULES_DIGEST_SIZE, 0}
                                             : (struct fg_text){NULL, 0, 0});
    buffer_add_text(buffer, decision->record);
    buffer_add_i64(buffer, decision->expires_ns);
}

void entry_invalid(struct buffer *buffer, const struct entry_head *head, struct fg_text record)
{
    add_head(buffer, head);
    buffer_add_u32(buffer, ANSWER_INVALID);
    buffer_add_text(buffer, record);
}

void entry_earlier(struct buffer *buffer, const struct entry_head *head)
{
    add_head(buffer, head);
    buffer_add_u32(buffer, ANSWER_EARLIER);
}

static void add_arisen(struct buffer *buffer, uint64_t codes, struct fg_text conflict)
{
    buffer_add_i64(buffer, (int64_t)codes);
    buffer_add_text(buffer, codes != 0 ? conflict : (struct fg_text){NULL, 0, 0});
}

void entry_commit(struct buffer *buffer, const struct entry_head *head)
{
    add_head(buffer, head);
    add_arisen(buffer, 0, (struct fg_text){NULL, 0, 0});
}

void entry_commit_late(struct buffer *buffer, const struct entry_head *head,
                       const struct late *late, const struct policy *policy)
{
    add_head(buffer, head);
    add_arisen(buffer, late_codes(late, policy), late->facts.conflict.txn);
    buffer_add_i64(buffer, late->expires_ns);
    buffer_add_i64(buffer, late->amount_fen);
    buffer_add_i64(buffer, late->due_fen);
    buffer_add_u32(buffer, late->duplicate_ran);
    buffer_add_u32(buffer, late->instalments_ran);
    buffer_add_u32(buffer, policy->effects[FG_DUPLICATE]);
    buffer_add_u32(buffer, policy->effects[FG_INSTALMENTS_EXCEED]);
    buffer_add_u32(buffer, late->facts.duplicate);
    add_conflict(buffer, &late->facts.conflict);
    buffer_add_i64(buffer, late->facts.standing_fen);
}

void entry_release(struct buffer *buffer, const struct entry_head *head)
{
    add_head(buffer, head);
}

void entry_refund(struct buffer *buffer, const struct entry_head *head, struct fg_text refund,
                  int64_t amount_fen)
{
    add_head(buffer, head);
    buffer_add_text(buffer, refund);
    buffer_add_i64(buffer, amount_fen);
}

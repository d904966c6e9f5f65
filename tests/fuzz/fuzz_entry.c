/* SPDX-License-Identifier: Apache-2.0
 * Records of the audit trail: what was read is written again, byte by byte the same. */
#include "audit/entry.h"
#include "audit/trail_replay.h"
#include "fuzz/fuzz.h"

/* The reductions that facts speak of; rules that have just these ask for just these facts. */
struct stage {
    struct limit limit;
    struct reduction list[ITEM_REDUCTIONS_MAX];
    const struct reduction *reductions[ITEM_REDUCTIONS_MAX];
    struct item_rules rules;
    struct locality locality;
    struct charge charge;
    struct facts facts;
};

static struct hash128 pseudonym(struct fg_text bytes)
{
    struct hash128 hash = {0, 0};

    if (bytes.size > 0) memcpy(&hash, bytes.bytes, sizeof(hash));
    return hash;
}

/* False: more of them than rules can have. */
static bool stage_set(struct stage *stage, const struct entry_read *entry)
{
    struct entry_facts facts = entry->facts;
    uint32_t count = facts.relief_count;

    if (count > ITEM_REDUCTIONS_MAX || facts.named_count > ITEM_REDUCTIONS_MAX - count) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        stage->list[i] =
            (struct reduction){.id = entry_next_relief(&facts).id, .limit = &stage->limit};
    }
    for (uint32_t i = 0; i < facts.named_count; i++, count++) {
        stage->list[count] =
            (struct reduction){.id = entry_next_named(&facts), .is_commitment = true};
    }
    for (uint32_t i = 0; i < count; i++) stage->reductions[i] = &stage->list[i];
    stage->rules = (struct item_rules){.reductions = stage->reductions,
                                       .reduction_count = count,
                                       .cumulative = entry->facts.counted};
    stage->charge = (struct charge){.request = &entry->request,
                                    .payer = pseudonym(entry->request.payer),
                                    .subject = pseudonym(entry->request.subject),
                                    .epoch = entry->epoch,
                                    .attribute_count = entry->request.attribute_count};
    for (uint32_t i = 0; i < entry->request.attribute_count; i++) {
        stage->charge.attributes[i] = (uint16_t)i;
    }
    if (entry->schedules.size > 0) {
        memcpy(stage->locality.digest, entry->schedules.bytes, sizeof(stage->locality.digest));
    }
    return entry_facts_restore(entry, &stage->rules, &stage->facts);
}

/* False: its facts are not such as rules ask for. */
static bool write_decided(struct buffer *buffer, const struct entry_read *entry)
{
    static struct stage stage;

    if (!stage_set(&stage, entry)) return false;
    entry_decided(
        buffer, &entry->head,
        &(struct entry_decision){.policy = &entry->policy,
                                 .as_known_day = entry->as_known_day,
                                 .charge = &stage.charge,
                                 .facts = &stage.facts,
                                 .rules = &stage.rules,
                                 .locality = entry->schedules.size > 0 ? &stage.locality : NULL,
                                 .record = entry->record,
                                 .expires_ns = entry->expires_ns});
    return true;
}

/* False: an older record, or one that does not follow from what it was judged by. */
static bool write_commit(struct buffer *buffer, const struct entry_read *entry)
{
    if (entry->has_late) {
        entry_commit_late(buffer, &entry->head, &entry->late, &entry->policy);
        return trail_judge_late(entry) == DIFFERS_NOT;
    }
    entry_commit(buffer, &entry->head);
    return entry->late_codes == 0 && entry->conflict.size == 0;
}

/* Older records end before the time at which the reservation runs out. */
static bool is_same(struct fg_text again, struct fg_text before, const struct entry_read *entry)
{
    if (entry->answer == ANSWER_DECIDED && entry->expires_ns == 0 && before.size < again.size) {
        again.size -= (uint32_t)sizeof(entry->expires_ns);
    }
    return text_equal(again, before);
}

static bool write_again(struct buffer *buffer, const struct entry_read *entry)
{
    switch (entry->head.kind) {
    case ENTRY_COMMIT: return write_commit(buffer, entry);
    case ENTRY_RELEASE: entry_release(buffer, &entry->head); return true;
    case ENTRY_REFUND:
        entry_refund(buffer, &entry->head, entry->refund, entry->refund_fen);
        return true;
    default: break;
    }
    if (entry->answer == ANSWER_DECIDED) return write_decided(buffer, entry);
    if (entry->answer == ANSWER_EARLIER) entry_earlier(buffer, &entry->head);
    if (entry->answer == ANSWER_INVALID) entry_invalid(buffer, &entry->head, entry->record);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct entry_read entry;
    struct trail_record record;
    struct buffer again;

    buffer_init(&again);
    if (entry_decode(fuzz_text(data, size), &entry)) {
        (void)trail_record_read(entry.record, &record);
        if (write_again(&again, &entry)) {
            FUZZ_CHECK(is_same(fuzz_text(again.bytes, again.size), fuzz_text(data, size), &entry));
        }
    }
    buffer_free(&again);
    return 0;
}

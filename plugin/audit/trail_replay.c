/* SPDX-License-Identifier: Apache-2.0
 * Restores what a decision was made from, decides, and compares byte by byte. */
#include "audit/trail_replay.h"

#include "base/text.h"

/* ---- recorded decisions ---- */

static struct fg_text bytes_between(const struct reader *from, const struct reader *to)
{
    return (struct fg_text){(const char *)from->at, (uint32_t)(to->at - from->at), 0};
}

bool trail_record_read(struct fg_text bytes, struct trail_record *record)
{
    struct reader reader = reader_of(bytes);
    struct record_head *head = &record->head;
    uint32_t texts;

    reader_take(&reader, head, sizeof(*head));
    record->item_name = reader_text(&reader);
    record->conflict = reader_text(&reader);
    record->field = reader_text(&reader);
    record->findings = reader;
    texts = 3 * (uint32_t)__builtin_popcountll(head->codes);
    for (uint32_t i = 0; i < texts && !reader.failed; i++) reader_text(&reader);
    record->findings_bytes = bytes_between(&record->findings, &reader);
    record->reductions = reader;
    for (uint32_t i = 0; i < head->reduction_count && !reader.failed; i++) {
        reader_text(&reader);
        reader_i64(&reader);
    }
    record->reductions_bytes = bytes_between(&record->reductions, &reader);
    record->missing = reader;
    for (uint32_t i = 0; i < head->missing_count && !reader.failed; i++) reader_text(&reader);
    record->missing_bytes = bytes_between(&record->missing, &reader);
    return !reader.failed && reader.at == reader.end && (head->codes >> FG_CODE_COUNT) == 0;
}

static bool amounts_differ(const struct record_head *a, const struct record_head *b, uint32_t bit,
                           int64_t a_fen, int64_t b_fen)
{
    return ((a->present ^ b->present) & bit) != 0 || ((a->present & bit) != 0 && a_fen != b_fen);
}

static enum trail_difference heads_compare(const struct record_head *a, const struct record_head *b)
{
    if (a->outcome != b->outcome) return DIFFERS_OUTCOME;
    if (a->codes != b->codes) return DIFFERS_CODES;
    if (a->denying != b->denying) return DIFFERS_EFFECTS;
    if (a->told != b->told) return DIFFERS_TOLD;
    if (a->observed != b->observed) return DIFFERS_OBSERVED;
    if (amounts_differ(a, b, FG_HAS_STANDARD, a->standard_fen, b->standard_fen)) {
        return DIFFERS_STANDARD;
    }
    if (amounts_differ(a, b, FG_HAS_LOW, a->low_fen, b->low_fen)) return DIFFERS_LOW;
    if (amounts_differ(a, b, FG_HAS_DUE, a->due_fen, b->due_fen)) return DIFFERS_DUE;
    if (amounts_differ(a, b, FG_HAS_EARLIEST, a->earliest_ymd, b->earliest_ymd)) {
        return DIFFERS_EARLIEST;
    }
    return DIFFERS_NOT;
}

/* Of two records that are not the same bytes. */
static enum trail_difference records_compare(struct fg_text recorded, struct fg_text again)
{
    struct trail_record a, b;
    enum trail_difference difference;

    if (!trail_record_read(recorded, &a) || !trail_record_read(again, &b)) {
        return DIFFERS_UNREADABLE;
    }
    difference = heads_compare(&a.head, &b.head);
    if (difference != DIFFERS_NOT) return difference;
    if (!text_equal(a.item_name, b.item_name)) return DIFFERS_ITEM;
    if (!text_equal(a.conflict, b.conflict)) return DIFFERS_CONFLICT;
    if (!text_equal(a.findings_bytes, b.findings_bytes)) return DIFFERS_FINDINGS;
    if (!text_equal(a.reductions_bytes, b.reductions_bytes)) return DIFFERS_REDUCTIONS;
    if (!text_equal(a.missing_bytes, b.missing_bytes)) return DIFFERS_MISSING;
    return DIFFERS_UNREADABLE;
}

/* ---- judging again ---- */

void trail_judge_begin(struct trail_judge *judge, const struct bundle *const *bundles,
                       size_t bundle_count)
{
    judge->bundles = bundles;
    judge->bundle_count = bundle_count;
    judge->failed = false;
    buffer_init(&judge->record);
}

static struct hash128 pseudonym(struct fg_text bytes)
{
    struct hash128 hash = {0, 0};

    if (bytes.size == sizeof(hash)) memcpy(&hash, bytes.bytes, sizeof(hash));
    return hash;
}

/* A pseudonym is no code: another one stands in for it where only its presence counts. */
static bool charge_restore(struct trail_judge *judge, const struct entry_read *entry)
{
    struct fg_text field, stand_in = TEXT("?");

    judge->request = entry->request;
    if (judge->request.payer.size > 0) judge->request.payer = stand_in;
    if (judge->request.subject.size > 0) judge->request.subject = stand_in;
    if (!charge_read(&judge->request, &judge->charge, &field)) return false;
    judge->charge.payer = pseudonym(entry->request.payer);
    judge->charge.subject = pseudonym(entry->request.subject);
    judge->charge.epoch = entry->epoch;
    return true;
}

static bool is_named(const struct locality *locality, struct fg_text digest)
{
    if (locality == NULL) return digest.size == 0;
    return digest.size == sizeof(locality->digest) &&
           memcmp(locality->digest, digest.bytes, digest.size) == 0;
}

static bool matter_restore(const struct trail_judge *judge, const struct entry_read *entry,
                           struct matter *matter)
{
    int32_t day = entry->as_known_day;

    if (day == DAY_NONE) day = judge->charge.charge_day;
    for (size_t i = 0; i < judge->bundle_count; i++) {
        *matter = matter_find(bundle_on(judge->bundles[i], day), &judge->charge);
        if (is_named(matter->locality, entry->schedules)) return true;
    }
    return false;
}

static enum trail_difference status_compare(const struct entry_read *entry,
                                            const struct decision *decision)
{
    fg_status status = decision->told == FG_ALLOW ? FG_OK : FG_DENIED;

    return entry->head.status == status ? DIFFERS_NOT : DIFFERS_STATUS;
}

enum trail_difference trail_judge_again(struct trail_judge *judge, const struct entry_read *entry)
{
    enum trail_difference difference = DIFFERS_NOT;
    struct matter matter;
    struct fg_text own;

    if (!charge_restore(judge, entry)) return DIFFERS_CHARGE;
    if (!matter_restore(judge, entry, &matter)) return DIFFERS_SCHEDULES;
    if (!entry_facts_restore(entry, matter.rules, &judge->facts)) return DIFFERS_FACTS;
    evaluate(&matter, &judge->charge, &judge->facts, &entry->policy, &judge->decision);
    record_encode(&judge->decision, &judge->record);
    judge->failed = judge->failed || judge->record.failed;
    own = record_split(&judge->decision, &judge->record).own;
    if (!text_equal(own, entry->record)) {
        difference = records_compare(entry->record, own);
    } else {
        difference = status_compare(entry, &judge->decision);
    }
    buffer_free(&judge->record);
    return difference;
}

/* An amount that no charge can have is no sum to reckon with. */
static bool is_amount(int64_t fen)
{
    return fen >= 0 && fen <= FG_AMOUNT_FEN_MAX;
}

enum trail_difference trail_judge_late(const struct entry_read *entry)
{
    const struct late *late = &entry->late;
    struct fg_text conflict = late->facts.conflict.txn;

    if (!entry->has_late) return DIFFERS_NOT;
    if (!is_amount(late->amount_fen) || !is_amount(late->due_fen)) return DIFFERS_CHARGE;
    if (late->facts.standing_fen > INT64_MAX - FG_AMOUNT_FEN_MAX) return DIFFERS_CHARGE;
    if (entry->head.engine_ns < late->expires_ns) return DIFFERS_STATUS;
    if (entry->late_codes != late_codes(late, &entry->policy)) return DIFFERS_CODES;
    if (entry->late_codes == 0) conflict.size = 0;
    return text_equal(entry->conflict, conflict) ? DIFFERS_NOT : DIFFERS_CONFLICT;
}

bool trail_lets_stand(const struct entry_read *entry)
{
    return entry->head.status == FG_OK && entry->schedules.size > 0;
}

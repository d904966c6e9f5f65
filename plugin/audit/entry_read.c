/* SPDX-License-Identifier: Apache-2.0
 * Reading entries: whatever the bytes are, a walk that ends, inside them. There is one way to write
 * an entry, and none else is read; but some kinds have grown at their end: what is not there is not
 * known. */
#include "audit/entry.h"
#include "base/text.h"

static void read_head(struct reader *reader, struct entry_head *head)
{
    if (reader_u32(reader) != ENTRY_FORMAT) reader->failed = true;
    head->kind = (enum entry_kind)reader_u32(reader);
    head->engine_ns = reader_i64(reader);
    head->status = (fg_status)reader_u32(reader);
    head->version = reader_text(reader);
    head->txn = reader_text(reader);
    if (head->kind < ENTRY_CHECK || head->kind > ENTRY_REFUND) reader->failed = true;
}

static void read_policy(struct reader *reader, struct entry_read *entry)
{
    entry->policy.mode = (int32_t)reader_u32(reader);
    reader_take(reader, entry->policy.effects, sizeof(entry->policy.effects));
    entry->as_known_day = (int32_t)reader_u32(reader);
}

static struct fg_text read_pseudonym(struct reader *reader)
{
    struct fg_text pseudonym = reader_text(reader);

    if (pseudonym.size != 0 && pseudonym.size != sizeof(struct hash128)) reader->failed = true;
    return pseudonym;
}

static void read_charge(struct reader *reader, struct entry_read *entry)
{
    struct fg_charge *request = &entry->request;

    *request = (struct fg_charge){.size = sizeof(*request), .txn = entry->head.txn};
    request->unit = reader_text(reader);
    request->item = reader_text(reader);
    entry->epoch = reader_u32(reader);
    request->payer = read_pseudonym(reader);
    request->payer_type = reader_text(reader);
    request->subject = read_pseudonym(reader);
    request->region = reader_text(reader);
    request->currency = reader_text(reader);
    request->category = reader_text(reader);
    request->purpose = reader_text(reader);
    request->quantity = reader_text(reader);
    request->base = reader_text(reader);
    request->amount_fen = reader_i64(reader);
    request->time_ns = reader_i64(reader);
    request->period_ymd = (int32_t)reader_u32(reader);
    request->accepted_ymd = (int32_t)reader_u32(reader);
    request->attribute_count = reader_u32(reader);
    request->attributes = entry->attributes;
    if (request->attribute_count > FG_ATTRIBUTES_MAX) {
        reader->failed = true;
        request->attribute_count = 0;
    }
    for (uint32_t i = 0; i < request->attribute_count; i++) {
        entry->attributes[i].name = reader_text(reader);
        entry->attributes[i].value = reader_text(reader);
    }
}

static bool read_bool(struct reader *reader)
{
    uint32_t value = reader_u32(reader);

    if (value > 1) reader->failed = true;
    return value == 1;
}

static struct conflict read_conflict(struct reader *reader)
{
    struct conflict conflict = {.txn = reader_text(reader)};

    conflict.time_ns = reader_i64(reader);
    if (conflict.txn.size == 0 && conflict.time_ns != 0) reader->failed = true;
    return conflict;
}

static void read_answers(struct reader *reader, struct entry_facts *facts)
{
    facts->period.duplicate = read_bool(reader);
    facts->period.conflict = read_conflict(reader);
    facts->period.standing_fen = reader_i64(reader);
    facts->period.earliest_day = (int32_t)reader_u32(reader);
    facts->unequal = read_conflict(reader);
    facts->counted = reader_u32(reader);
    for (uint32_t per = 0; per < PER_ONCE; per++) {
        if ((facts->counted & (1U << per)) != 0) facts->counted_micro[per] = reader_i64(reader);
    }
}

static void read_facts(struct reader *reader, struct entry_facts *facts)
{
    *facts = (struct entry_facts){.available = read_bool(reader)};
    if (facts->available) read_answers(reader, facts);
    facts->relief_count = reader_u32(reader);
    if (!facts->available && facts->relief_count > 0) reader->failed = true;
    facts->reliefs = *reader;
    for (uint32_t i = 0; i < facts->relief_count && !reader->failed; i++) {
        reader_text(reader);
        reader_i64(reader);
    }
    facts->named_count = reader_u32(reader);
    facts->named = *reader;
    for (uint32_t i = 0; i < facts->named_count && !reader->failed; i++) reader_text(reader);
}

static void read_answer(struct reader *reader, struct entry_read *entry)
{
    entry->answer = (enum entry_answer)reader_u32(reader);
    switch (entry->answer) {
    case ANSWER_DECIDED:
        read_policy(reader, entry);
        read_charge(reader, entry);
        read_facts(reader, &entry->facts);
        entry->schedules = reader_text(reader);
        entry->record = reader_text(reader);
        if (reader->at < reader->end) entry->expires_ns = reader_i64(reader);
        if (entry->schedules.size != 0 && entry->schedules.size != SCHEDULES_DIGEST_SIZE) {
            reader->failed = true;
        }
        return;
    case ANSWER_INVALID: entry->record = reader_text(reader); return;
    case ANSWER_EARLIER: return;
    }
    reader->failed = true;
}

static uint8_t read_effect(struct reader *reader)
{
    uint32_t value = reader_u32(reader);

    if (value > UINT8_MAX) reader->failed = true;
    return (uint8_t)value;
}

static void read_late(struct reader *reader, struct entry_read *entry)
{
    struct late *late = &entry->late;

    entry->has_late = true;
    late->expires_ns = reader_i64(reader);
    late->amount_fen = reader_i64(reader);
    late->due_fen = reader_i64(reader);
    late->duplicate_ran = read_bool(reader);
    late->instalments_ran = read_bool(reader);
    entry->policy.effects[FG_DUPLICATE] = read_effect(reader);
    entry->policy.effects[FG_INSTALMENTS_EXCEED] = read_effect(reader);
    late->facts.duplicate = read_bool(reader);
    late->facts.conflict = read_conflict(reader);
    late->facts.standing_fen = reader_i64(reader);
}

bool entry_decode(struct fg_text content, struct entry_read *entry)
{
    struct reader reader = reader_of(content);

    *entry = (struct entry_read){.as_known_day = DAY_NONE};
    read_head(&reader, &entry->head);
    if (reader.failed) return false;
    switch (entry->head.kind) {
    case ENTRY_CHECK:
    case ENTRY_RESERVE:
    case ENTRY_CHARGE: read_answer(&reader, entry); break;
    case ENTRY_COMMIT:
        entry->late_codes = (uint64_t)reader_i64(&reader);
        entry->conflict = reader_text(&reader);
        if (reader.at < reader.end) read_late(&reader, entry);
        break;
    case ENTRY_RELEASE: break;
    case ENTRY_REFUND:
        entry->refund = reader_text(&reader);
        entry->refund_fen = reader_i64(&reader);
        break;
    }
    return !reader.failed && reader.at == reader.end;
}

struct entry_fact entry_next_relief(struct entry_facts *facts)
{
    struct entry_fact fact = {.id = reader_text(&facts->reliefs)};

    fact.used_fen = reader_i64(&facts->reliefs);
    return fact;
}

struct fg_text entry_next_named(struct entry_facts *facts)
{
    return reader_text(&facts->named);
}

/* Index of the reduction with this id from `from` on; the count where there is none. */
static uint32_t reduction_index(const struct item_rules *rules, uint32_t from, struct fg_text id)
{
    while (from < rules->reduction_count && !text_equal(rules->reductions[from]->id, id)) from++;
    return from;
}

/* Sums that can be reckoned with, and a day of the calendar: who writes to a trail may write
 * anything. */
static bool answers_are_possible(const struct entry_facts *facts)
{
    int32_t earliest = facts->period.earliest_day;

    for (uint32_t per = 0; per < PER_ONCE; per++) {
        if (facts->counted_micro[per] < 0 || facts->counted_micro[per] > COUNTED_MICRO_MAX) {
            return false;
        }
    }
    return facts->period.standing_fen >= 0 &&
           facts->period.standing_fen <= INT64_MAX - FG_AMOUNT_FEN_MAX &&
           (earliest == DAY_NONE || (earliest >= DAY_FIRST && earliest <= DAY_LAST));
}

bool entry_facts_restore(const struct entry_read *entry, const struct item_rules *rules,
                         struct facts *facts)
{
    struct entry_facts written = entry->facts;
    uint32_t limits = 0, at = 0;

    facts->available = written.available;
    facts->period = written.period;
    facts->unequal = written.unequal;
    memcpy(facts->counted_micro, written.counted_micro, sizeof(facts->counted_micro));
    if (written.available && !answers_are_possible(&written)) return false;
    if (rules == NULL) return written.relief_count == 0 && written.named_count == 0;
    if (written.available && rules->cumulative != written.counted) return false;
    for (uint32_t i = 0; i < rules->reduction_count; i++) {
        facts->named[i] = false;
        limits += rules->reductions[i]->limit != NULL;
    }
    if (written.available && written.relief_count != limits) return false;
    for (uint32_t i = 0; i < written.relief_count; i++) {
        struct entry_fact relief = entry_next_relief(&written);

        at = reduction_index(rules, at, relief.id);
        if (at == rules->reduction_count || relief.used_fen < 0) return false;
        facts->relief_used_fen[at++] = relief.used_fen;
    }
    at = 0;
    for (uint32_t i = 0; i < written.named_count; i++) {
        at = reduction_index(rules, at, entry_next_named(&written));
        if (at == rules->reduction_count) return false;
        facts->named[at++] = true;
    }
    return true;
}

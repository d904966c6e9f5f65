/* SPDX-License-Identifier: Apache-2.0
 * Layout: head; item name, conflict, field; for each code in ascending order its basis (number,
 * title) and detail; reductions (id, relief); missing names; labels of schedules. */
#include "rules/record.h"

static void add_string(struct buffer *buffer, const char *string)
{
    buffer_add_text(buffer, string != NULL ? text_of(string) : (struct fg_text){NULL, 0, 0});
}

static struct record_head head_of(const struct decision *decision)
{
    struct record_head head = {0};

    head.codes = decision->codes;
    head.denying = decision->denying;
    head.outcome = decision->outcome;
    head.told = decision->told;
    head.observed = decision->observed;
    if (decision->has_standard) {
        head.present |= FG_HAS_STANDARD;
        head.standard_fen = decision->assessed.standard_fen;
        if (decision->assessed.low_fen != MONEY_ABSENT) {
            head.present |= FG_HAS_LOW;
            head.low_fen = decision->assessed.low_fen;
        }
    }
    if (decision->has_due) {
        head.present |= FG_HAS_DUE;
        head.due_fen = decision->reliefs.due_fen;
    }
    if (decision->earliest_day != DAY_NONE) {
        head.present |= FG_HAS_EARLIEST;
        head.earliest_ymd = day_to_ymd(decision->earliest_day);
    }
    head.reduction_count = decision->reliefs.count;
    head.missing_count = decision->missing.count;
    return head;
}

void record_encode(const struct decision *decision, struct buffer *buffer)
{
    struct record_head head = head_of(decision);
    const struct item_rules *rules = decision->matter.rules;
    const struct locality *locality = decision->matter.locality;

    head.schedule_count = locality != NULL ? locality->label_count : 0;
    buffer_add(buffer, &head, sizeof(head));
    buffer_add_text(buffer, rules != NULL ? rules->item->name : (struct fg_text){NULL, 0, 0});
    buffer_add_text(buffer, decision->conflict.txn);
    buffer_add_text(buffer, decision->field);
    for (uint64_t codes = head.codes; codes != 0; codes &= codes - 1) {
        int code = __builtin_ctzll(codes);
        const struct basis *basis = decision->bases[code];

        buffer_add_text(buffer, basis != NULL ? basis->number : (struct fg_text){NULL, 0, 0});
        buffer_add_text(buffer, basis != NULL ? basis->title : (struct fg_text){NULL, 0, 0});
        add_string(buffer, decision->detail[code]);
    }
    for (uint32_t i = 0; i < decision->reliefs.count; i++) {
        const struct applied *applied = &decision->reliefs.list[i];

        buffer_add_text(buffer, applied->reduction->id);
        buffer_add_i64(buffer, applied->relief_fen);
    }
    for (uint32_t i = 0; i < decision->missing.count; i++) {
        buffer_add_text(buffer, decision->missing.names[i]);
    }
    if (locality != NULL) buffer_add(buffer, locality->labels.bytes, locality->labels.size);
}

struct record record_split(const struct decision *decision, const struct buffer *buffer)
{
    const struct locality *locality = decision->matter.locality;
    uint32_t labels_size = locality != NULL ? locality->labels.size : 0;
    const char *bytes = (const char *)buffer->bytes;
    uint32_t own_size = (uint32_t)buffer->size - labels_size;

    return (struct record){{bytes, own_size, 0}, {bytes + own_size, labels_size, 0}};
}

static void read_to_reductions(struct reader *reader, struct record_head *head)
{
    uint32_t texts;

    reader_take(reader, head, sizeof(*head));
    texts = 3 + 3 * (uint32_t)__builtin_popcountll(head->codes);
    for (uint32_t i = 0; i < texts && !reader->failed; i++) reader_text(reader);
}

int64_t record_relief(struct fg_text record, struct fg_text reduction)
{
    const unsigned char *bytes = (const unsigned char *)record.bytes;
    struct reader reader = {bytes, bytes + record.size, false};
    struct record_head head;

    read_to_reductions(&reader, &head);
    for (uint32_t i = 0; i < head.reduction_count && !reader.failed; i++) {
        struct fg_text id = reader_text(&reader);
        int64_t relief_fen = reader_i64(&reader);

        if (!reader.failed && text_equal(id, reduction)) return relief_fen;
    }
    return 0;
}

struct fg_text record_labels(const void *record, size_t size)
{
    struct reader reader = reader_of((struct fg_text){record, (uint32_t)size, 0});
    struct record_head head;

    read_to_reductions(&reader, &head);
    for (uint32_t i = 0; i < head.reduction_count && !reader.failed; i++) {
        reader_text(&reader);
        reader_i64(&reader);
    }
    for (uint32_t i = 0; i < head.missing_count && !reader.failed; i++) reader_text(&reader);
    if (reader.failed) return (struct fg_text){NULL, 0, 0};
    return (struct fg_text){(const char *)reader.at, (uint32_t)(reader.end - reader.at), 0};
}

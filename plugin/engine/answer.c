/* SPDX-License-Identifier: Apache-2.0
 * From record to struct fg_decision. Lists and texts go into the memory that the caller lent; when
 * it is too small the same walk only counts, and the caller learns how much is needed. */
#include "engine/answer.h"

#include <stddef.h>
#include <string.h>

#include "base/text.h"
#include "engine/codes.h"
#include "engine/message.h"
#include "rules/record.h"

/* The lent memory. Past its end pieces are only counted. */
struct lent {
    unsigned char *bytes;
    size_t used, size;
};

static void *lent_take(struct lent *lent, size_t size, size_t alignment)
{
    size_t start = (lent->used + alignment - 1) / alignment * alignment;

    lent->used = start + size;
    return lent->used <= lent->size ? lent->bytes + start : NULL;
}

static struct fg_text lent_text(struct lent *lent, struct fg_text text)
{
    char *copy;

    if (text.size == 0) return (struct fg_text){NULL, 0, 0};
    copy = lent_take(lent, text.size, 1);
    if (copy != NULL) memcpy(copy, text.bytes, text.size);
    return (struct fg_text){copy, text.size, 0};
}

/* A gateway built for an older contract has a shorter struct: nothing behind it is written. */
static bool is_whole(const struct fg_decision *decision)
{
    return decision->size >= sizeof(*decision);
}

void answer_clear(struct fg_decision *decision)
{
    size_t first = offsetof(struct fg_decision, memory_needed);
    size_t end = is_whole(decision) ? sizeof(*decision) : FG_DECISION_SIZE_1_0;

    memset((char *)decision + first, 0, end - first);
}

static void write_head(const struct record_head *head, struct fg_decision *decision)
{
    decision->outcome = head->outcome;
    decision->told = head->told;
    decision->observed = head->observed;
    decision->codes = head->codes;
    decision->present = head->present;
    decision->earliest_ymd = head->earliest_ymd;
    decision->standard_fen = head->standard_fen;
    decision->low_fen = head->low_fen;
    decision->due_fen = head->due_fen;
    decision->finding_count = (uint32_t)__builtin_popcountll(head->codes);
    decision->reduction_count = head->reduction_count;
    decision->missing_count = head->missing_count;
    decision->schedule_count = head->schedule_count;
}

/* A message rendered where it will stay. */
static struct fg_text lent_message(struct lent *lent, const char *pattern,
                                   const struct message_values *values)
{
    char rendered[MESSAGE_SIZE_MAX];
    struct fg_text text = {rendered, 0, 0};

    text.size = (uint32_t)message_render(pattern, values, rendered, sizeof(rendered));
    return lent_text(lent, text);
}

static struct fg_text lent_basis(struct lent *lent, const struct code *code, struct fg_text number,
                                 struct fg_text title)
{
    char joined[2 * FG_TEXT_SIZE_MAX + 16];
    struct fg_text text = {joined, 0, 0};

    if (number.size == 0 && title.size == 0) return lent_text(lent, text_of(code->law_zh));
    text.size = (uint32_t)message_basis(number, title, joined, sizeof(joined));
    return lent_text(lent, text);
}

static void write_findings(struct reader *reader, const struct record_head *head, struct lent *lent,
                           struct message_values *values, struct fg_decision *decision)
{
    struct fg_finding *list =
        lent_take(lent, decision->finding_count * sizeof(*list), _Alignof(struct fg_finding));
    struct fg_finding *finding = list;

    for (uint64_t left = head->codes; left != 0; left &= left - 1) {
        int number = __builtin_ctzll(left);
        const struct code *code = &codes[number];
        struct fg_text basis_number = reader_text(reader), title = reader_text(reader);
        struct fg_finding found = {.code = number};

        values->detail = reader_text(reader);
        found.effect = (head->denying >> number & 1) != 0 ? FG_EFFECT_DENY : FG_EFFECT_WARN;
        found.name = lent_text(lent, text_of(code->name));
        found.name_zh = lent_text(lent, text_of(code->name_zh));
        found.basis = lent_basis(lent, code, basis_number, title);
        found.message_zh = lent_message(lent, code->message_zh, values);
        found.message_en = lent_message(lent, code->message_en, values);
        if (list != NULL) *finding++ = found;
    }
    decision->findings = list;
}

static void write_reliefs(struct reader *reader, struct lent *lent, struct fg_decision *decision)
{
    struct fg_relief *list =
        lent_take(lent, decision->reduction_count * sizeof(*list), _Alignof(struct fg_relief));

    for (uint32_t i = 0; i < decision->reduction_count && !reader->failed; i++) {
        struct fg_text id = lent_text(lent, reader_text(reader));
        int64_t relief_fen = reader_i64(reader);

        if (list != NULL) list[i] = (struct fg_relief){id, relief_fen};
    }
    decision->reductions = list;
}

static const struct fg_text *write_texts(struct reader *reader, uint32_t count, struct lent *lent)
{
    struct fg_text *list = lent_take(lent, count * sizeof(*list), _Alignof(struct fg_text));

    for (uint32_t i = 0; i < count && !reader->failed; i++) {
        struct fg_text text = lent_text(lent, reader_text(reader));

        if (list != NULL) list[i] = text;
    }
    return list;
}

/* The schedules are the rest of the record: copied at once, then pointed into. */
static const struct fg_text *write_schedules(struct reader *reader, uint32_t count,
                                             struct lent *lent)
{
    size_t size = (size_t)(reader->end - reader->at);
    struct fg_text *list = lent_take(lent, count * sizeof(*list), _Alignof(struct fg_text));
    char *at = lent_take(lent, size, 1);
    const char *end = at != NULL ? at + size : NULL;

    if (list == NULL || at == NULL) return NULL;
    memcpy(at, reader->at, size);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t label_size;

        if ((size_t)(end - at) < sizeof(label_size)) break;
        memcpy(&label_size, at, sizeof(label_size));
        at += sizeof(label_size);
        if ((size_t)(end - at) < label_size) break;
        list[i] = (struct fg_text){at, label_size, 0};
        at += label_size;
    }
    reader->failed = reader->failed || at != end;
    return list;
}

/* Findings come before the missing names in a record, but speak of them: a second reader runs
 * ahead. */
static void skip_to_missing(struct reader *reader, const struct record_head *head)
{
    for (uint64_t left = head->codes; left != 0; left &= left - 1) {
        for (int i = 0; i < 3; i++) reader_text(reader);
    }
    for (uint32_t i = 0; i < head->reduction_count && !reader->failed; i++) {
        reader_text(reader);
        reader_i64(reader);
    }
}

static void drop_lists(struct fg_decision *decision)
{
    decision->item_name = decision->conflict = decision->field = (struct fg_text){NULL, 0, 0};
    decision->findings = NULL;
    decision->reductions = NULL;
    decision->missing = NULL;
    decision->schedules = NULL;
    if (is_whole(decision)) decision->permit = (struct fg_text){NULL, 0, 0};
}

bool answer_write(const struct answer *answer, struct fg_decision *decision)
{
    const struct buffer *record = answer->record;
    struct reader reader =
        reader_of((struct fg_text){(const char *)record->bytes, (uint32_t)record->size, 0});
    struct lent lent = {decision->memory, 0, decision->memory != NULL ? decision->memory_size : 0};
    struct message_values values = {.charge = answer->charge, .decision = decision};
    struct record_head head;

    answer_clear(decision);
    reader_take(&reader, &head, sizeof(head));
    if (reader.failed) return false;
    write_head(&head, decision);
    values.item_name = reader_text(&reader);
    values.conflict = reader_text(&reader);
    values.field = reader_text(&reader);
    decision->item_name = lent_text(&lent, values.item_name);
    decision->conflict = lent_text(&lent, values.conflict);
    decision->field = lent_text(&lent, values.field);
    values.missing = reader;
    skip_to_missing(&values.missing, &head);
    write_findings(&reader, &head, &lent, &values, decision);
    write_reliefs(&reader, &lent, decision);
    decision->missing = write_texts(&reader, head.missing_count, &lent);
    decision->schedules = write_schedules(&reader, head.schedule_count, &lent);
    if (is_whole(decision)) {
        decision->permit = lent_text(&lent, answer->permit);
        decision->position = answer->position;
    }
    decision->memory_needed = (uint32_t)lent.used;
    if (lent.used > lent.size) drop_lists(decision);
    return !reader.failed;
}

void answer_write_late(uint64_t late_codes, struct fg_text conflict, uint64_t position,
                       struct fg_decision *decision)
{
    static const struct fg_charge none = {0}; /* a commit hands in its id only */
    const struct message_values values = {
        .charge = &none, .decision = decision, .conflict = conflict};
    struct lent lent = {decision->memory, 0, decision->memory != NULL ? decision->memory_size : 0};
    struct fg_finding *list;
    uint32_t count = 0;

    answer_clear(decision);
    decision->codes = late_codes;
    if (is_whole(decision)) decision->position = position;
    decision->finding_count = (uint32_t)__builtin_popcountll(late_codes);
    decision->conflict = lent_text(&lent, conflict);
    list = lent_take(&lent, decision->finding_count * sizeof(*list), _Alignof(struct fg_finding));
    for (uint64_t left = late_codes; left != 0; left &= left - 1) {
        int number = __builtin_ctzll(left);
        struct fg_finding found = {.code = number, .effect = FG_EFFECT_WARN};

        found.name = lent_text(&lent, text_of(codes[number].name));
        found.name_zh = lent_text(&lent, text_of(codes[number].name_zh));
        found.basis = lent_text(&lent, text_of(codes[number].law_zh));
        found.message_zh = lent_message(&lent, late_messages[number].zh, &values);
        found.message_en = lent_message(&lent, late_messages[number].en, &values);
        if (list != NULL) list[count++] = found;
    }
    decision->findings = list;
    decision->memory_needed = (uint32_t)lent.used;
    if (lent.used > lent.size) drop_lists(decision);
}

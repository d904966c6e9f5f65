/* SPDX-License-Identifier: Apache-2.0
 * Formatting without stdio: this runs once a row. */
#include "output.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "harness.h"

static void room(struct output *output, size_t size)
{
    if (output->capacity - output->size >= size) return;
    output->capacity = output->capacity * 2 + size + 4096;
    output->bytes = memory_grow(output->bytes, output->capacity, 1);
}

void output_text(struct output *output, struct fg_text text)
{
    room(output, text.size);
    if (text.size > 0) memcpy(output->bytes + output->size, text.bytes, text.size);
    output->size += text.size;
}

void output_free(struct output *output)
{
    free(output->bytes);
    *output = (struct output){0};
}

static void put_byte(struct output *output, char byte)
{
    room(output, 1);
    output->bytes[output->size++] = byte;
}

static void put_number(struct output *output, uint64_t number)
{
    char digits[20];
    size_t at = sizeof(digits);

    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    output_text(output, (struct fg_text){digits + at, (uint32_t)(sizeof(digits) - at), 0});
}

void output_money(struct output *output, int64_t fen)
{
    put_number(output, (uint64_t)fen / 100);
    put_byte(output, '.');
    put_byte(output, (char)('0' + fen % 100 / 10));
    put_byte(output, (char)('0' + fen % 10));
}

static void put_escaped(struct output *output, unsigned char byte)
{
    static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt", digits[] = "0123456789abcdef";
    const char *found = byte == '\0' ? NULL : strchr(from, byte);

    put_byte(output, '\\');
    if (found != NULL) {
        put_byte(output, to[found - from]);
        return;
    }
    output_text(output, TEXT("u00"));
    put_byte(output, digits[byte >> 4]);
    put_byte(output, digits[byte & 15]);
}

static bool needs_escape(char byte)
{
    return (unsigned char)byte < 0x20 || byte == '"' || byte == '\\';
}

/* Whether any byte needs it, eight at a time: a byte below 0x20 borrows when 0x20 is taken from it,
 * and what is equal to a character is 0 after an exclusive or with it. A byte above 0x7F may be
 * taken for one of them by the borrow of its neighbour only, which is one itself. */
static bool any_needs_escape(struct fg_text text)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones * 0x80;
    uint32_t at = 0;

    for (; at + 8 <= text.size; at += 8) {
        uint64_t word, quote, backslash;

        memcpy(&word, text.bytes + at, sizeof(word));
        quote = word ^ ones * '"';
        backslash = word ^ ones * '\\';
        if ((((word - ones * 0x20) & ~word) | ((quote - ones) & ~quote) |
             ((backslash - ones) & ~backslash)) &
            high) {
            return true;
        }
    }
    for (; at < text.size; at++) {
        if (needs_escape(text.bytes[at])) return true;
    }
    return false;
}

static void put_escaping(struct output *output, struct fg_text text)
{
    uint32_t start = 0;

    for (uint32_t at = 0; at < text.size; at++) {
        if (!needs_escape(text.bytes[at])) continue;
        output_text(output, (struct fg_text){text.bytes + start, at - start, 0});
        put_escaped(output, (unsigned char)text.bytes[at]);
        start = at + 1;
    }
    output_text(output, (struct fg_text){text.bytes + start, text.size - start, 0});
}

/* "text", escaped. */
static void put_string(struct output *output, struct fg_text text)
{
    room(output, (size_t)text.size + 2);
    output->bytes[output->size++] = '"';
    if (any_needs_escape(text))
        put_escaping(output, text);
    else
        output_text(output, text);
    put_byte(output, '"');
}

/* A file's name may be any bytes; the output is UTF-8. */
static void put_file_name(struct output *output, const char *name)
{
    struct fg_text text = text_of(name);
    struct output clean = {0};

    for (uint32_t at = 0; at < text.size;) {
        uint32_t start = at;

        if (utf8_next(text, &at) < 0) {
            at = start + 1;
            output_text(&clean, TEXT("\xEF\xBF\xBD"));
        } else {
            output_text(&clean, (struct fg_text){text.bytes + start, at - start, 0});
        }
    }
    put_string(output, (struct fg_text){clean.bytes, (uint32_t)clean.size, 0});
    output_free(&clean);
}

void code_names_read(struct code_names *names, const struct fg_plugin *calls)
{
    for (int32_t code = 0; code < FG_CODE_COUNT; code++) {
        const char *name = calls->code_name(code), *name_zh = calls->code_name_zh(code);

        names->name[code] = text_of(name == NULL ? "" : name);
        names->name_zh[code] = text_of(name_zh == NULL ? "" : name_zh);
    }
}

const char *result_name(const struct event *event, fg_status status)
{
    if (event->fault != FAULT_NONE) return NULL;
    switch (status) {
    case FG_OK: return event->kind <= EVENT_CHECK ? NULL : "ok";
    case FG_COMMITTED_LATE: return "committed-late";
    case FG_NOT_FOUND: return "not-found";
    case FG_NOT_RESERVED: return "not-reserved";
    case FG_NOT_COMMITTED: return "not-committed";
    case FG_OVER_REFUND: return "over-refund";
    case FG_CONFLICTING_RETRY: return "conflicting-retry";
    default: return NULL;
    }
}

static void put_codes(struct output *output, const struct code_names *names, uint64_t codes)
{
    const char *before = "";

    output_text(output, TEXT(",\"codes\":["));
    for (uint64_t left = codes; left != 0; left &= left - 1) {
        int code = __builtin_ctzll(left);

        if (code >= FG_CODE_COUNT) break;
        output_text(output, text_of(before));
        put_byte(output, '"');
        output_text(output, names->name[code]);
        put_byte(output, '"');
        before = ",";
    }
    put_byte(output, ']');
}

static void put_texts(struct output *output, struct fg_text key, const struct fg_text *list,
                      uint32_t count)
{
    if (list == NULL || count == 0) return;
    output_text(output, key);
    for (uint32_t i = 0; i < count; i++) {
        put_byte(output, i == 0 ? '[' : ',');
        put_string(output, list[i]);
    }
    put_byte(output, ']');
}

static void put_reductions(struct output *output, const struct fg_decision *decision)
{
    if (decision->reductions == NULL || decision->reduction_count == 0) return;
    output_text(output, TEXT(",\"reductions\":["));
    for (uint32_t i = 0; i < decision->reduction_count; i++) {
        if (i > 0) put_byte(output, ',');
        output_text(output, TEXT("{\"id\":"));
        put_string(output, decision->reductions[i].id);
        output_text(output, TEXT(",\"relief\":\""));
        output_money(output, decision->reductions[i].relief_fen);
        output_text(output, TEXT("\"}"));
    }
    put_byte(output, ']');
}

static void put_amount(struct output *output, struct fg_text key, int64_t fen)
{
    output_text(output, key);
    output_money(output, fen);
    put_byte(output, '"');
}

static void put_conflict(struct output *output, const struct fg_decision *decision)
{
    if (decision->conflict.size == 0) return;
    output_text(output, TEXT(",\"conflict\":"));
    put_string(output, decision->conflict);
}

static struct fg_text outcome_text(int32_t outcome)
{
    return outcome == FG_ALLOW ? TEXT("allow") : TEXT("deny");
}

static void put_decision(struct output *output, const struct code_names *names,
                         const struct fg_decision *decision)
{
    output_text(output, TEXT(",\"outcome\":\""));
    output_text(output, outcome_text(decision->outcome));
    output_text(output, TEXT("\",\"told\":\""));
    output_text(output, outcome_text(decision->told));
    put_byte(output, '"');
    put_codes(output, names, decision->codes);
    if (decision->observed != 0) output_text(output, TEXT(",\"observed\":true"));
    if ((decision->present & FG_HAS_STANDARD) != 0) {
        put_amount(output, TEXT(",\"standard\":\""), decision->standard_fen);
    }
    if ((decision->present & FG_HAS_LOW) != 0) {
        put_amount(output, TEXT(",\"low\":\""), decision->low_fen);
    }
    if ((decision->present & FG_HAS_DUE) != 0) {
        put_amount(output, TEXT(",\"due\":\""), decision->due_fen);
    }
    put_reductions(output, decision);
    put_conflict(output, decision);
    if ((decision->present & FG_HAS_EARLIEST) != 0) {
        char date[11];
        int32_t day;

        if (day_from_ymd(decision->earliest_ymd, &day)) {
            day_format(day, date);
            output_text(output, TEXT(",\"earliest\":\""));
            output_text(output, (struct fg_text){date, 10, 0});
            put_byte(output, '"');
        }
    }
    put_texts(output, TEXT(",\"missing\":"), decision->missing, decision->missing_count);
    put_texts(output, TEXT(",\"schedules\":"), decision->schedules, decision->schedule_count);
}

static void put_head(struct output *output, const char *log, bool with_line,
                     const struct event *event)
{
    const char *before = "";

    put_byte(output, '{');
    if (log != NULL) {
        output_text(output, TEXT("\"log\":"));
        put_file_name(output, log);
        before = ",";
    }
    if (with_line) {
        output_text(output, text_of(before));
        output_text(output, TEXT("\"line\":"));
        put_number(output, event->line);
        before = ",";
    }
    if (event->charge.txn.size > 0) {
        output_text(output, text_of(before));
        output_text(output, TEXT("\"txn\":"));
        put_string(output, event->charge.txn);
        before = ",";
    }
    if (event->kind != EVENT_NONE) {
        output_text(output, text_of(before));
        output_text(output, TEXT("\"event\":\""));
        output_text(output, text_of(event_name(event->kind)));
        put_byte(output, '"');
    }
}

void output_line(struct output *output, const struct code_names *names, const char *log,
                 bool with_line, const struct event *event, const struct answer *answer)
{
    const char *result = result_name(event, answer->status);

    put_head(output, log, with_line, event);
    if (result == NULL) {
        put_decision(output, names, &answer->decision);
    } else {
        output_text(output, TEXT(",\"result\":\""));
        output_text(output, text_of(result));
        put_byte(output, '"');
        if (answer->status == FG_COMMITTED_LATE && answer->decision.codes != 0) {
            put_codes(output, names, answer->decision.codes);
            put_conflict(output, &answer->decision);
        }
    }
    output_text(output, TEXT("}\n"));
}

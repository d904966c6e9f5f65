/* SPDX-License-Identifier: Apache-2.0
 * One case against what it expects: what differs, and where to look to mend it. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "feeguard/host.h"
#include "harness.h"
#include "json.h"
#include "log/expect.h"
#include "trial/trial.h"

#define MESSAGE_SIZE 512
#define PLACE_SIZE 320

enum failure { FAILURE_NONE, FAILURE_MALFORMED, FAILURE_NO_EXPECTATION, FAILURE_MISMATCH };

static const char *const failure_names[] = {"", "malformed", "no-expectation", "mismatch"};

/* The columns that a finding is about; NULL: those that are missing. */
static const char *const columns_of[FG_CODE_COUNT] = {
    [FG_NO_SCHEDULE] = "time、region",
    [FG_UNLISTED_ITEM] = "item",
    [FG_NOT_IN_FORCE] = "time、period、accepted",
    [FG_UNKNOWN_UNIT] = "unit、time",
    [FG_NOT_AUTHORISED] = "unit、item",
    [FG_OUTSIDE_JURISDICTION] = "unit、region",
    [FG_PROHIBITED_LEVY] = "category、purpose、payer_type",
    [FG_PREMATURE_COLLECTION] = "period、time",
    [FG_NO_STANDARD] = "time、period、accepted、attr:*",
    [FG_OVER_STANDARD] = "amount、quantity、base、attr:*",
    [FG_BELOW_STANDARD] = "amount、quantity、base、attr:*",
    [FG_REDUCTION_NOT_APPLIED] = "amount、payer_type、attr:*",
    [FG_DUPLICATE] = "payer、subject、time、period",
    [FG_INSTALMENTS_EXCEED] = "amount、subject",
    [FG_UNEQUAL_PENALTY] = "amount、attr:*",
    [FG_UNDERCHARGED] = "amount、quantity、base、attr:*",
    [FG_PRE_HOLIDAY_PENALTY] = "time",
};

struct verdict {
    const struct trial *trial;
    const struct event *event;
    const struct answer *answer;
    bool decided; /* anew: the shadow shows the decision */
    bool english;
    struct output message;
};

static void put(struct verdict *verdict, const char *zh, const char *en)
{
    output_text(&verdict->message, text_of(verdict->english ? en : zh));
}

/* The test file's own text on a terminal: no control characters, and not without end. */
static void put_cell(struct verdict *verdict, struct fg_text text)
{
    for (uint32_t i = 0; i < text.size && i < 200; i++) {
        char byte = text.bytes[i];
        bool is_control = (unsigned char)byte < 0x20 || byte == 0x7F;

        output_text(&verdict->message, (struct fg_text){is_control ? "?" : &byte, 1, 0});
    }
}

static bool wants_due(const struct verdict *verdict)
{
    return verdict->event->expect_due_fen != EXPECT_DUE_ABSENT;
}

static bool has_due(const struct verdict *verdict)
{
    return result_name(verdict->event, verdict->answer->status) == NULL &&
           (verdict->answer->decision.present & FG_HAS_DUE) != 0;
}

/* ---- what came ---- */

/* "deny:A+B", as the column takes it. */
static struct fg_text outcome_text(const struct verdict *verdict, struct output *output)
{
    const char *result = result_name(verdict->event, verdict->answer->status);
    bool allowed = result == NULL ? verdict->answer->decision.outcome == FG_ALLOW
                                  : verdict->answer->status == FG_OK ||
                                        verdict->answer->status == FG_COMMITTED_LATE;
    const char *before = ":";

    output_text(output, text_of(allowed ? "allow" : "deny"));
    for (uint64_t left = verdict->answer->decision.codes; left != 0; left &= left - 1) {
        output_text(output, text_of(before));
        output_text(output, verdict->trial->replay.names.name[__builtin_ctzll(left)]);
        before = "+";
    }
    return (struct fg_text){output->bytes, (uint32_t)output->size, 0};
}

static void put_outcome(struct verdict *verdict)
{
    struct output output = {0};

    output_text(&verdict->message, outcome_text(verdict, &output));
    output_free(&output);
}

static void put_names(struct verdict *verdict)
{
    const struct code_names *names = &verdict->trial->replay.names;
    bool first = true;

    for (uint64_t left = verdict->answer->decision.codes; left != 0 && !verdict->english;
         left &= left - 1) {
        put(verdict, first ? "（" : "、", "");
        output_text(&verdict->message, names->name_zh[__builtin_ctzll(left)]);
        first = false;
    }
    if (!first) put(verdict, "）", "");
}

/* "cn-court.xml:25" */
static void put_place(struct verdict *verdict, const struct standard *standard)
{
    const struct document *document = coverage_document(&verdict->trial->coverage, standard);
    const char *name, *slash;
    char text[PLACE_SIZE];

    if (document == NULL) return;
    name = document->file.bytes;
    slash = strrchr(name, '/');
    snprintf(text, sizeof(text), verdict->english ? " (%s:%u)" : "（%s:%u）",
             slash == NULL ? name : slash + 1, standard->line);
    output_text(&verdict->message, text_of(text));
}

/* What it was judged by: the charge it collides with, the standard and where that is written. */
static void put_grounds(struct verdict *verdict)
{
    const struct shadow *shadow = &verdict->trial->shadow;
    const struct assessed *assessed = &shadow->decision.assessed;

    if (!verdict->decided) return;
    if (shadow->conflict[0] != '\0') {
        put(verdict, "，已有 ", ", beside ");
        output_text(&verdict->message, text_of(shadow->conflict));
    }
    if (!shadow->decision.has_standard) return;
    put(verdict, "，标准 ", ", standard ");
    if (assessed->low_fen != MONEY_ABSENT) {
        output_money(&verdict->message, assessed->low_fen);
        put(verdict, " 至 ", " to ");
    }
    output_money(&verdict->message, assessed->standard_fen);
    put_place(verdict, assessed->standard);
}

static void put_got(struct verdict *verdict)
{
    const char *result = result_name(verdict->event, verdict->answer->status);

    put_outcome(verdict);
    put_names(verdict);
    if (result != NULL) {
        put(verdict, "（结果 ", " (result ");
        output_text(&verdict->message, text_of(result));
        put(verdict, "）", ")");
    }
    if (has_due(verdict)) {
        put(verdict, "，应缴 ", ", due ");
        output_money(&verdict->message, verdict->answer->decision.due_fen);
    } else if (wants_due(verdict)) {
        put(verdict, "，没有算出应缴额", ", no due was computed");
    }
    put_grounds(verdict);
}

/* ---- how to mend it ---- */

/* Codes that one of the two sides has and the other has not. */
static uint64_t disputed_codes(const struct verdict *verdict)
{
    const struct code_names *names = &verdict->trial->replay.names;
    struct fg_text expect = verdict->event->expect;
    uint64_t expected = 0;
    uint32_t at = 0;

    while (at < expect.size && expect.bytes[at] != ':') at++;
    while (at < expect.size) {
        uint32_t begin = ++at;
        struct fg_text name;

        while (at < expect.size && expect.bytes[at] != '+') at++;
        name = (struct fg_text){expect.bytes + begin, at - begin, 0};
        for (int code = 1; code < FG_CODE_COUNT; code++) {
            if (text_equal(names->name[code], name)) expected |= UINT64_C(1) << code;
        }
    }
    return expected ^ verdict->answer->decision.codes;
}

/* Adds "、amount" unless it is there. */
static void add_column(struct output *columns, struct fg_text name)
{
    struct fg_text all = {columns->bytes, (uint32_t)columns->size, 0};

    if (columns->size > 0 && text_contains(all, name)) return;
    if (columns->size > 0) output_text(columns, TEXT("、"));
    output_text(columns, name);
}

static void add_columns(struct output *columns, struct fg_text list)
{
    struct fg_text comma = TEXT("、");
    uint32_t begin = 0;

    for (uint32_t at = 0; at <= list.size; at++) {
        bool ends = at == list.size ||
                    text_starts((struct fg_text){list.bytes + at, list.size - at, 0}, comma);

        if (!ends) continue;
        add_column(columns, (struct fg_text){list.bytes + begin, at - begin, 0});
        begin = at + comma.size;
    }
}

static void add_missing(struct output *columns, const struct missing *missing)
{
    for (uint32_t i = 0; i < missing->count; i++) {
        struct fg_text name = missing->names[i];
        char text[FG_CODE_SIZE_MAX + 8];
        bool is_column = field_find(name) != FIELD_NONE;

        snprintf(text, sizeof(text), "%s%.*s", is_column ? "" : "attr:", (int)name.size,
                 name.bytes);
        add_column(columns, text_of(text));
    }
}

/* The cells that bear on what differs. */
static void columns_find(const struct verdict *verdict, struct output *columns)
{
    bool due_differs =
        wants_due(verdict) &&
        (!has_due(verdict) || verdict->answer->decision.due_fen != verdict->event->expect_due_fen);

    for (uint64_t left = disputed_codes(verdict); left != 0; left &= left - 1) {
        int code = __builtin_ctzll(left);

        if (columns_of[code] != NULL) add_columns(columns, text_of(columns_of[code]));
    }
    if (verdict->decided) add_missing(columns, &verdict->trial->shadow.decision.missing);
    if (due_differs) add_columns(columns, TEXT("quantity、base、payer_type、attr:*"));
}

static void put_remedy(struct verdict *verdict, const struct output *columns)
{
    bool due_differs = wants_due(verdict) && has_due(verdict) &&
                       verdict->answer->decision.due_fen != verdict->event->expect_due_fen;
    struct fg_text list = {columns->bytes, (uint32_t)columns->size, 0};

    put(verdict, "。判断没错的，把 expect 改为 ", "; if that is right, write expect ");
    put_outcome(verdict);
    if (due_differs) {
        put(verdict, "、expect_due 改为 ", " and expect_due ");
        output_money(&verdict->message, verdict->answer->decision.due_fen);
    }
    if (list.size > 0) {
        put(verdict, "；用例没错的，核对 ", "; if not, look at ");
        for (uint32_t at = 0; at < list.size;) {
            struct fg_text rest = {list.bytes + at, list.size - at, 0};
            bool is_comma = text_starts(rest, TEXT("、"));

            output_text(&verdict->message, is_comma ? text_of(verdict->english ? ", " : "、")
                                                    : (struct fg_text){rest.bytes, 1, 0});
            at += is_comma ? TEXT("、").size : 1;
        }
        put(verdict, " 各列和标准文件", " and at the schedule");
    } else {
        put(verdict, "；用例没错的，核对标准文件", "; if not, look at the schedule");
    }
}

/* ---- the three ways to fail ---- */

static enum failure judge(const struct verdict *verdict)
{
    const struct event *event = verdict->event;

    if (event->fault != FAULT_NONE && !text_equal(event->expect, TEXT("deny:INVALID_CHARGE"))) {
        return FAILURE_MALFORMED;
    }
    if (event->expect.size == 0) return FAILURE_NO_EXPECTATION;
    return expect_is_met(&verdict->trial->replay.names, event, verdict->answer) ? FAILURE_NONE
                                                                                : FAILURE_MISMATCH;
}

static void put_mismatch(struct verdict *verdict, const struct output *columns)
{
    put(verdict, "与期望不符：期望 ", "not as expected: expected ");
    put_cell(verdict, verdict->event->expect);
    if (wants_due(verdict)) {
        put(verdict, "，应缴 ", ", due ");
        output_money(&verdict->message, verdict->event->expect_due_fen);
    }
    put(verdict, "；实际 ", "; got ");
    put_got(verdict);
    put_remedy(verdict, columns);
}

static void explain(struct verdict *verdict, enum failure failure, const struct output *columns)
{
    char fault[MESSAGE_SIZE];

    switch (failure) {
    case FAILURE_MALFORMED:
        row_fault_format(verdict->event, verdict->trial->language, fault, sizeof(fault));
        put(verdict, "这一行写法有误：", "the row is malformed: ");
        output_text(&verdict->message, text_of(fault));
        put(verdict, "。请改正；有意如此的，expect 写 deny:INVALID_CHARGE",
            "; mend it, or write expect deny:INVALID_CHARGE if it is meant");
        return;
    case FAILURE_NO_EXPECTATION:
        put(verdict, "没有写期望：在 expect 列写 allow 或者 deny:CODE；现在的判断是 ",
            "no expectation: write allow or deny:CODE in the column expect; judged now: ");
        put_got(verdict);
        return;
    case FAILURE_MISMATCH: put_mismatch(verdict, columns); return;
    case FAILURE_NONE: return;
    }
}

/* ---- out ---- */

static void print_text(const struct verdict *verdict)
{
    const struct event *event = verdict->event;
    const struct fg_text txn = event->charge.txn;

    fprintf(stderr, "%s:%llu: error: ", verdict->trial->replay.logs[0].name,
            (unsigned long long)event->line);
    if (txn.size > 0) {
        fprintf(stderr, verdict->english ? "%.*s: " : "用例 %.*s ", (int)txn.size, txn.bytes);
    }
    fprintf(stderr, "%.*s\n", (int)verdict->message.size, verdict->message.bytes);
}

static void json_columns(struct output *json, const struct output *columns)
{
    struct fg_text list = {columns->bytes, (uint32_t)columns->size, 0};
    uint32_t begin = 0;

    json_open(json, "columns", '[');
    for (uint32_t at = 0; at <= list.size && list.size > 0; at++) {
        struct fg_text rest = {list.bytes + at, list.size - at, 0};

        if (at < list.size && !text_starts(rest, TEXT("、"))) continue;
        json_text(json, NULL, (struct fg_text){list.bytes + begin, at - begin, 0});
        begin = at + TEXT("、").size;
    }
    json_close(json, ']');
}

static void print_json(const struct verdict *verdict, enum failure failure,
                       const struct output *columns)
{
    const struct event *event = verdict->event;
    struct output json = {0}, got = {0};

    json_open(&json, NULL, '{');
    json_text(&json, "type", TEXT("failure"));
    json_text(&json, "file", text_of(verdict->trial->replay.logs[0].name));
    json_number(&json, "line", (int64_t)event->line);
    if (event->charge.txn.size > 0) json_text(&json, "txn", event->charge.txn);
    json_text(&json, "reason", text_of(failure_names[failure]));
    if (event->expect.size > 0) json_text(&json, "expect", event->expect);
    if (wants_due(verdict)) json_money(&json, "expect_due", event->expect_due_fen);
    json_text(&json, "got", outcome_text(verdict, &got));
    if (has_due(verdict)) json_money(&json, "got_due", verdict->answer->decision.due_fen);
    json_columns(&json, columns);
    json_text(&json, "message",
              (struct fg_text){verdict->message.bytes, (uint32_t)verdict->message.size, 0});
    json_close(&json, '}');
    json_line(&json);
    output_free(&json);
    output_free(&got);
}

static void tell(struct verdict *verdict, enum failure failure)
{
    struct output columns = {0};

    if (failure == FAILURE_MISMATCH) columns_find(verdict, &columns);
    if (failure == FAILURE_NO_EXPECTATION) output_text(&columns, TEXT("expect"));
    if (failure == FAILURE_MALFORMED && verdict->event->fault_name.size > 0) {
        output_text(&columns, verdict->event->fault_name);
    }
    explain(verdict, failure, &columns);
    if (verdict->trial->json)
        print_json(verdict, failure, &columns);
    else
        print_text(verdict);
    output_free(&columns);
    output_free(&verdict->message);
}

/* ---- a row ---- */

static void stop(struct trial *trial, const struct event *event, bool out_of_memory)
{
    if (out_of_memory) {
        complain("out of memory");
    } else {
        complain("%s:%llu: the library decides otherwise than this program: they are not of one "
                 "version, or the schedules were changed meanwhile",
                 trial->replay.logs[0].name, (unsigned long long)event->line);
    }
    trial->broken = true;
    trial->replay.stopped = true;
}

void trial_row(void *context, struct event *event, const struct answer *answer)
{
    struct trial *trial = context;
    struct verdict verdict = {.trial = trial, .event = event, .answer = answer};
    enum shadow_result result = SHADOW_NONE;
    enum failure failure;

    trial->rows++;
    if (event->fault == FAULT_NONE) {
        result = shadow_judge(&trial->shadow, event, answer, replay_clock(&trial->replay));
    }
    if (result == SHADOW_DIFFERS || result == SHADOW_FAILED) {
        stop(trial, event, result == SHADOW_FAILED);
        return;
    }
    verdict.decided = result == SHADOW_DECIDED;
    verdict.english = trial->language == FG_LANGUAGE_EN;
    if (verdict.decided) {
        coverage_add(&trial->coverage, &trial->shadow.decision, &trial->shadow.charge,
                     &trial->shadow.facts);
    }
    failure = judge(&verdict);
    if (failure == FAILURE_NONE) return;
    trial->failed++;
    tell(&verdict, failure);
}

/* SPDX-License-Identifier: Apache-2.0
 * Expectations of a log: they turn any log into a test. */
#include "log/expect.h"

#include <stdio.h>

#include "base/text.h"

static bool is_allowed(const struct event *event, const struct answer *answer)
{
    if (result_name(event, answer->status) == NULL) return answer->decision.outcome == FG_ALLOW;
    return answer->status == FG_OK || answer->status == FG_COMMITTED_LATE;
}

/* "A+B" against the codes of an answer. */
static bool codes_are(const struct code_names *names, struct fg_text list, uint64_t codes)
{
    for (uint64_t left = codes; left != 0; left &= left - 1) {
        int code = __builtin_ctzll(left);
        bool last = (left & (left - 1)) == 0;
        uint32_t size;

        if (code >= FG_CODE_COUNT || !text_starts(list, names->name[code])) return false;
        size = names->name[code].size;
        if (last) return list.size == size;
        if (list.size == size || list.bytes[size] != '+') return false;
        list.bytes += size + 1;
        list.size -= size + 1;
    }
    return false; /* a list was expected, and there are no codes */
}

static bool outcome_is(const struct code_names *names, const struct event *event,
                       const struct answer *answer)
{
    struct fg_text word = is_allowed(event, answer) ? TEXT("allow") : TEXT("deny");
    struct fg_text rest = event->expect;

    if (rest.size == 0) return true;
    if (!text_starts(rest, word)) return false;
    rest.bytes += word.size;
    rest.size -= word.size;
    if (rest.size == 0) return true;
    if (rest.bytes[0] != ':') return false;
    rest.bytes++;
    rest.size--;
    return codes_are(names, rest, answer->decision.codes);
}

static bool due_is(const struct event *event, const struct answer *answer)
{
    if (event->expect_due_fen == EXPECT_DUE_ABSENT) return true;
    return result_name(event, answer->status) == NULL &&
           (answer->decision.present & FG_HAS_DUE) != 0 &&
           answer->decision.due_fen == event->expect_due_fen;
}

bool expect_is_met(const struct code_names *names, const struct event *event,
                   const struct answer *answer)
{
    if (event->expect.size == 0 && event->expect_due_fen == EXPECT_DUE_ABSENT) return true;
    return outcome_is(names, event, answer) && due_is(event, answer);
}

/* What is wanted: the expectation's own words. */
static void put_expected(struct output *output, const struct event *event)
{
    struct fg_text shown = event->expect;

    if (shown.size > 200) shown.size = 200;
    output_text(output, shown);
    if (event->expect_due_fen == EXPECT_DUE_ABSENT) return;
    output_text(output, shown.size > 0 ? TEXT(" due ") : TEXT("due "));
    output_money(output, event->expect_due_fen);
}

/* What came: outcome or result, codes, due. */
static void put_answer(struct output *output, const struct code_names *names,
                       const struct event *event, const struct answer *answer)
{
    const char *result = result_name(event, answer->status);
    char before = ':';

    if (result == NULL) result = is_allowed(event, answer) ? "allow" : "deny";
    output_text(output, text_of(result));
    for (uint64_t left = answer->decision.codes; left != 0; left &= left - 1) {
        int code = __builtin_ctzll(left);

        if (code >= FG_CODE_COUNT) break;
        output_text(output, (struct fg_text){&before, 1, 0});
        output_text(output, names->name[code]);
        before = '+';
    }
    if (event->expect_due_fen == EXPECT_DUE_ABSENT) return;
    if ((answer->decision.present & FG_HAS_DUE) != 0) {
        output_text(output, TEXT(" due "));
        output_money(output, answer->decision.due_fen);
    } else {
        output_text(output, TEXT(" without due"));
    }
}

/* The log's own text on a terminal: no control characters. */
static void without_controls(struct output *output)
{
    for (size_t i = 0; i < output->size; i++) {
        if ((unsigned char)output->bytes[i] < 0x20 || output->bytes[i] == 0x7F) {
            output->bytes[i] = '?';
        }
    }
}

void expect_explain(const struct code_names *names, const struct event *event,
                    const struct answer *answer, char *buffer, size_t size)
{
    struct output output = {0};

    output_text(&output, TEXT("expected "));
    put_expected(&output, event);
    output_text(&output, TEXT(", got "));
    put_answer(&output, names, event, answer);
    if (event->charge.txn.size > 0) {
        output_text(&output, TEXT(" (txn "));
        output_text(&output, event->charge.txn);
        output_text(&output, TEXT(")"));
    }
    without_controls(&output);
    snprintf(buffer, size, "%.*s", (int)output.size, output.bytes);
    output_free(&output);
}

/* SPDX-License-Identifier: Apache-2.0
 * Fills {names} in the sentences of the code table with the values of one decision. */
#include "engine/message.h"

#include <string.h>

#include "base/citation.h"
#include "base/date.h"
#include "base/text.h"

struct output {
    char *bytes;
    size_t used, size;
    bool full;
};

/* Whole pieces only, so that a cut never splits a character. */
static void put(struct output *output, const char *bytes, size_t size)
{
    if (output->full || size > output->size - output->used) {
        output->full = true;
        return;
    }
    memcpy(output->bytes + output->used, bytes, size);
    output->used += size;
}

static void put_text(struct output *output, struct fg_text text)
{
    if (text.size > 0) put(output, text.bytes, text.size);
}

/* By hand: a denial is on the payment path too. */
static void put_money(struct output *output, int64_t fen)
{
    char text[24];
    size_t at = sizeof(text);

    for (int place = 0; place < 3 || fen > 0; place++, fen /= 10) {
        text[--at] = (char)('0' + fen % 10);
        if (place == 1) text[--at] = '.';
    }
    put(output, text + at, sizeof(text) - at);
}

static void put_date(struct output *output, int32_t yyyymmdd)
{
    char text[11];
    int32_t day;

    if (!day_from_ymd(yyyymmdd, &day)) {
        put(output, "—", strlen("—"));
        return;
    }
    day_format(day, text);
    put(output, text, 10);
}

static void put_missing(struct output *output, const struct message_values *values)
{
    struct reader reader = values->missing;

    for (uint32_t i = 0; i < values->decision->missing_count && !reader.failed; i++) {
        if (i > 0) put(output, ", ", 2);
        put_text(output, reader_text(&reader));
    }
}

static void put_named(struct output *output, struct fg_text name,
                      const struct message_values *values)
{
    const struct fg_charge *charge = values->charge;
    const struct fg_decision *decision = values->decision;
    const struct {
        struct fg_text name, value;
    } texts[] = {
        {TEXT("item"), charge->item},         {TEXT("unit"), charge->unit},
        {TEXT("region"), charge->region},     {TEXT("item_name"), values->item_name},
        {TEXT("conflict"), values->conflict}, {TEXT("field"), values->field},
        {TEXT("detail"), values->detail},
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (text_equal(texts[i].name, name)) {
            put_text(output, texts[i].value);
            return;
        }
    }
    if (text_equal(name, TEXT("amount"))) put_money(output, charge->amount_fen);
    if (text_equal(name, TEXT("standard"))) put_money(output, decision->standard_fen);
    if (text_equal(name, TEXT("low"))) put_money(output, decision->low_fen);
    if (text_equal(name, TEXT("due"))) put_money(output, decision->due_fen);
    if (text_equal(name, TEXT("earliest"))) put_date(output, decision->earliest_ymd);
    if (text_equal(name, TEXT("period"))) put_date(output, charge->period_ymd);
    if (text_equal(name, TEXT("missing"))) put_missing(output, values);
}

size_t message_render(const char *pattern, const struct message_values *values, char *out,
                      size_t size)
{
    struct output output = {out, 0, size, false};

    while (*pattern != '\0') {
        const char *open = strchr(pattern, '{');
        const char *close = open != NULL ? strchr(open, '}') : NULL;

        if (close == NULL) {
            put(&output, pattern, strlen(pattern));
            break;
        }
        put(&output, pattern, (size_t)(open - pattern));
        put_named(&output, (struct fg_text){open + 1, (uint32_t)(close - open - 1), 0}, values);
        pattern = close + 1;
    }
    return output.used;
}

size_t message_basis(struct fg_text number, struct fg_text title, char *out, size_t size)
{
    struct output output = {out, 0, size, false};
    struct citation citation = citation_of(title);

    put_text(&output, number);
    if (title.size > 0) {
        put(&output, "《", strlen("《"));
        put_text(&output, citation.title);
        put(&output, "》", strlen("》"));
        put_text(&output, citation.article);
    }
    return output.used;
}

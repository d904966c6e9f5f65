/* SPDX-License-Identifier: Apache-2.0
 * Fills the sentences of the rule table and hands them to whoever listens. */
#include "load/faults.h"

#include <stdio.h>

#include "feeguard/host.h"

#define ARGUMENT_SIZE_MAX 200
#define SENTENCE_SIZE_MAX 2048

static const struct {
    const char *name, *what_zh, *what_en, *remedy_zh, *remedy_en;
} rules[RULE_COUNT] = {
#define X(identifier, name, what_zh, what_en, remedy_zh, remedy_en)                                \
    {name, what_zh, what_en, remedy_zh, remedy_en},
#include "load/limit_rules.inc"
#include "load/lint_rules.inc"
#include "load/structure_rules.inc"
#include "load/trust_rules.inc"
#include "trust/breaches.inc"
#undef X
};

struct sentence {
    char bytes[SENTENCE_SIZE_MAX];
    size_t size;
};

static void append(struct sentence *sentence, const char *bytes, size_t size)
{
    size_t room = sizeof(sentence->bytes) - 1 - sentence->size;

    if (size > room) size = room;
    memcpy(sentence->bytes + sentence->size, bytes, size);
    sentence->size += size;
    sentence->bytes[sentence->size] = '\0';
}

/* One argument as it may stand in a line: no control characters, no broken UTF-8, no novel. */
static void append_argument(struct sentence *sentence, struct fg_text argument)
{
    uint32_t at = 0;

    while (at < argument.size) {
        uint32_t start = at;
        int32_t point = utf8_next(argument, &at);

        if (start >= ARGUMENT_SIZE_MAX) {
            append(sentence, "…", strlen("…"));
            return;
        }
        if (point < 0) at = start + 1;
        if (point < 0x20 || point == 0x7F) {
            append(sentence, "?", 1);
        } else {
            append(sentence, argument.bytes + start, at - start);
        }
    }
}

static const char *fill(struct sentence *sentence, const char *pattern,
                        const struct fg_text *arguments, size_t argument_count)
{
    sentence->size = 0;
    sentence->bytes[0] = '\0';
    for (const char *at = pattern; *at != '\0'; at++) {
        size_t index = at[0] == '{' && at[1] >= '1' && at[1] <= '9' && at[2] == '}'
                           ? (size_t)(at[1] - '0')
                           : 0;

        if (index == 0) {
            append(sentence, at, 1);
            continue;
        }
        if (index <= argument_count) append_argument(sentence, arguments[index - 1]);
        at += 2;
    }
    return sentence->bytes;
}

void fault_add(struct faults *faults, enum rule rule, struct fg_text file, uint32_t line,
               const struct fg_text *arguments, size_t argument_count)
{
    struct sentence what_zh, what_en, remedy_zh, remedy_en, file_name;
    struct fault fault = {0};

    faults->count++;
    if (faults->sink.report == NULL || faults->count > FAULTS_PER_BUNDLE_MAX) return;
    fault.file = fill(&file_name, "{1}", &file, 1);
    fault.line = line;
    fault.rule = rules[rule].name;
    fault.what_zh = fill(&what_zh, rules[rule].what_zh, arguments, argument_count);
    fault.what_en = fill(&what_en, rules[rule].what_en, arguments, argument_count);
    fault.remedy_zh = fill(&remedy_zh, rules[rule].remedy_zh, arguments, argument_count);
    fault.remedy_en = fill(&remedy_en, rules[rule].remedy_en, arguments, argument_count);
    faults->sink.report(faults->sink.context, &fault);
}

void fault_format(const struct fault *fault, int32_t language, char *buffer, size_t size)
{
    bool chinese = language == FG_LANGUAGE_ZH;
    char where[16] = "";

    if (fault->line > 0) snprintf(where, sizeof(where), ":%u", fault->line);
    snprintf(buffer, size, chinese ? "%s%s: error: %s [%s]；%s" : "%s%s: error: %s [%s]; %s",
             fault->file, where, chinese ? fault->what_zh : fault->what_en, fault->rule,
             chinese ? fault->remedy_zh : fault->remedy_en);
}

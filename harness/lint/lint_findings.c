/* SPDX-License-Identifier: Apache-2.0
 * The list of what deep lint found: each rule once a line, in order, in words or as JSON. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "feeguard/host.h"
#include "json.h"
#include "lint/lint_deep.h"

static const struct {
    const char *name;
    const char *what[2], *remedy[2]; /* by FG_LANGUAGE_* */
} rules[FINDING_RULE_COUNT] = {
#define X(identifier, name, what_zh, what_en, remedy_zh, remedy_en)                                \
    {name, {what_zh, what_en}, {remedy_zh, remedy_en}},
#include "lint/lint_findings.inc"
#undef X
};

/* ---- collecting ---- */

/* By rule, file and line; findings hang from the slots. */
static uint64_t place_of(enum finding_rule rule, const struct document *document, uint32_t line)
{
    uint64_t place = (uint64_t)(uintptr_t)document;

    place = (place ^ line) * UINT64_C(0x9E3779B97F4A7C15);
    place = (place ^ (uint64_t)rule) * UINT64_C(0x9E3779B97F4A7C15);
    return place ^ place >> 29;
}

/* The slot of a finding, or the empty one where it belongs. */
static struct finding **slot_of(const struct deep *deep, enum finding_rule rule,
                                const struct document *document, uint32_t line)
{
    uint64_t at = place_of(rule, document, line) & deep->slot_mask;

    for (;; at = (at + 1) & deep->slot_mask) {
        const struct finding *finding = deep->slots[at];

        if (finding == NULL) return &deep->slots[at];
        if (finding->rule == rule && finding->document == document && finding->line == line) {
            return &deep->slots[at];
        }
    }
}

bool finding_is_new(const struct deep *deep, enum finding_rule rule,
                    const struct document *document, uint32_t line)
{
    return deep->slots == NULL || *slot_of(deep, rule, document, line) == NULL;
}

static bool slots_grow(struct deep *deep)
{
    uint64_t count = deep->slots == NULL ? 64 : 2 * (deep->slot_mask + 1);

    if (deep->slots != NULL && 2 * (uint64_t)deep->finding_count < count / 2) return true;
    deep->slots = arena_take(&deep->arena, count * sizeof(struct finding *));
    if (deep->slots == NULL) return false;
    deep->slot_mask = count - 1;
    for (uint32_t i = 0; i < deep->finding_count; i++) {
        struct finding *finding = deep->findings[i];

        *slot_of(deep, finding->rule, finding->document, finding->line) = finding;
    }
    return true;
}

struct finding *finding_add(struct deep *deep, enum finding_rule rule,
                            const struct document *document, uint32_t line,
                            const struct fg_text *arguments, size_t count)
{
    struct finding **list, *finding;

    if (!finding_is_new(deep, rule, document, line)) return NULL;
    finding = arena_take(&deep->arena, sizeof(*finding));
    list = arena_grow(&deep->arena, deep->findings, deep->finding_count, sizeof(struct finding *));
    if (finding == NULL || list == NULL) return NULL;
    deep->findings = list;
    finding->rule = rule;
    finding->document = document;
    finding->line = line;
    for (size_t i = 0; i < count; i++) {
        finding->arguments[FG_LANGUAGE_ZH][i] = arguments[i];
        finding->arguments[FG_LANGUAGE_EN][i] = arguments[i];
    }
    if (!slots_grow(deep)) return NULL;
    *slot_of(deep, rule, document, line) = finding;
    deep->findings[deep->finding_count++] = finding;
    return finding;
}

static int order_findings(const void *a, const void *b)
{
    const struct finding *left = *(const struct finding *const *)a;
    const struct finding *right = *(const struct finding *const *)b;
    int order = text_compare(left->document->file, right->document->file);

    if (order != 0) return order;
    if (left->line != right->line) return left->line < right->line ? -1 : 1;
    return (left->rule > right->rule) - (left->rule < right->rule);
}

void findings_sort(struct deep *deep)
{
    if (deep->finding_count < 2) return;
    qsort(deep->findings, deep->finding_count, sizeof(struct finding *), order_findings);
}

/* ---- texts ---- */

struct fg_text deep_text(struct deep *deep, const char *text)
{
    return arena_text(&deep->arena, text_of(text));
}

struct fg_text deep_day(struct deep *deep, int32_t day)
{
    char text[11];

    day_format(day < DAY_FIRST ? DAY_FIRST : day > DAY_LAST ? DAY_LAST : day, text);
    return deep_text(deep, text);
}

struct fg_text deep_money(struct deep *deep, int64_t fen)
{
    char text[TIME_TEXT_SIZE];

    money_format(fen, text);
    return deep_text(deep, text);
}

/* A sentence with its arguments in place. */
static void put_sentence(struct output *output, const char *pattern,
                         const struct fg_text *arguments)
{
    for (const char *at = pattern; *at != '\0'; at++) {
        if (at[0] == '{' && at[1] >= '1' && at[1] <= '5' && at[2] == '}') {
            output_text(output, arguments[at[1] - '1']);
            at += 2;
        } else {
            output_text(output, (struct fg_text){at, 1, 0});
        }
    }
}

static bool is_plain(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z') || memchr("-_.:=+,@%/", byte, 10) != NULL || byte < 0;
}

/* One operand as a shell takes it. */
static void put_operand(struct output *output, struct fg_text operand)
{
    bool plain = true;

    for (uint32_t i = 0; i < operand.size; i++) plain = plain && is_plain(operand.bytes[i]);
    if (!plain) output_text(output, TEXT("'"));
    for (uint32_t i = 0; i < operand.size; i++) {
        if (!plain && operand.bytes[i] == '\'')
            output_text(output, TEXT("'\\''"));
        else
            output_text(output, (struct fg_text){&operand.bytes[i], 1, 0});
    }
    if (!plain) output_text(output, TEXT("'"));
}

/* The next operand of a witness; false at its end. */
static bool operand_next(struct fg_text witness, uint32_t *at, struct fg_text *operand)
{
    if (*at >= witness.size) return false;
    *operand = text_of(witness.bytes + *at);
    *at += operand->size + 1;
    return true;
}

void finding_print(const struct finding *finding, int32_t language, struct output *output)
{
    const struct fg_text *arguments = finding->arguments[language];
    char line[16];

    snprintf(line, sizeof(line), ":%" PRIu32 ": ", finding->line);
    output_text(output, finding->document->file);
    output_text(output, text_of(line));
    output_text(output, TEXT("warning: "));
    put_sentence(output, rules[finding->rule].what[language], arguments);
    output_text(output, TEXT(" ["));
    output_text(output, text_of(rules[finding->rule].name));
    output_text(output, language == FG_LANGUAGE_ZH ? TEXT("]；") : TEXT("]; "));
    put_sentence(output, rules[finding->rule].remedy[language], arguments);
    output_text(output, TEXT("\n"));
    for (uint32_t i = 0; i < finding->witness_count; i++) {
        struct fg_text operand;
        uint32_t at = 0;

        output_text(output, language == FG_LANGUAGE_ZH ? TEXT("    例：") : TEXT("    witness:"));
        while (operand_next(finding->witnesses[i], &at, &operand)) {
            output_text(output, TEXT(" "));
            put_operand(output, operand);
        }
        output_text(output, TEXT("\n"));
    }
}

static void json_sentence(struct output *output, const char *key, const char *pattern,
                          const struct fg_text *arguments)
{
    struct output sentence = {0};

    put_sentence(&sentence, pattern, arguments);
    json_text(output, key, (struct fg_text){sentence.bytes, (uint32_t)sentence.size, 0});
    output_free(&sentence);
}

void finding_json(const struct finding *finding, struct output *output)
{
    struct output one = {0};

    json_open(&one, NULL, '{');
    json_text(&one, "file", finding->document->file);
    json_number(&one, "line", finding->line);
    json_text(&one, "severity", TEXT("warning"));
    json_text(&one, "rule", text_of(rules[finding->rule].name));
    json_sentence(&one, "what_zh", rules[finding->rule].what[0], finding->arguments[0]);
    json_sentence(&one, "what_en", rules[finding->rule].what[1], finding->arguments[1]);
    json_sentence(&one, "remedy_zh", rules[finding->rule].remedy[0], finding->arguments[0]);
    json_sentence(&one, "remedy_en", rules[finding->rule].remedy[1], finding->arguments[1]);
    json_open(&one, "witnesses", '[');
    for (uint32_t i = 0; i < finding->witness_count; i++) {
        struct fg_text operand;
        uint32_t at = 0;

        json_open(&one, NULL, '[');
        while (operand_next(finding->witnesses[i], &at, &operand)) json_text(&one, NULL, operand);
        json_close(&one, ']');
    }
    json_close(&one, ']');
    json_close(&one, '}');
    output_text(&one, TEXT("\n"));
    output_text(output, (struct fg_text){one.bytes, (uint32_t)one.size, 0});
    output_free(&one);
}

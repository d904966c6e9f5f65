/* SPDX-License-Identifier: Apache-2.0
 * Two chained tables over the same names, and the texts of period rules. */
#include "ledger/sql_names.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- tables ---- */

static size_t text_bucket(const struct sql_names *names, struct fg_text text)
{
    return hash_tag(names->key, text) % NAME_BUCKETS;
}

static size_t id_bucket(int64_t id)
{
    return (uint64_t)id % NAME_BUCKETS;
}

/* Digests are even already. */
static size_t digest_bucket(const unsigned char digest[static 32])
{
    return (digest[0] | (size_t)digest[1] << 8) % NAME_BUCKETS;
}

const struct sql_name *sql_names_by_text(const struct sql_names *names, struct fg_text text)
{
    const struct sql_name *name = names->by_text[text_bucket(names, text)];

    while (name != NULL && !text_equal(name->text, text)) name = name->next_text;
    return name;
}

const struct sql_name *sql_names_by_id(const struct sql_names *names, int64_t id)
{
    const struct sql_name *name = names->by_id[id_bucket(id)];

    while (name != NULL && name->id != id) name = name->next_id;
    return name;
}

const struct sql_name *sql_names_add(struct sql_names *names, int64_t id, struct fg_text text)
{
    struct sql_name *name = malloc(sizeof(*name) + text.size);
    struct sql_name **by_text = &names->by_text[text_bucket(names, text)];
    struct sql_name **by_id = &names->by_id[id_bucket(id)];

    if (name == NULL) return NULL;
    memcpy(name->bytes, text.bytes, text.size);
    name->text = (struct fg_text){name->bytes, text.size, 0};
    name->id = id;
    name->has_period = sql_period_read(name->text, &name->period);
    name->next_text = *by_text;
    name->next_id = *by_id;
    *by_text = *by_id = name;
    names->count++;
    return name;
}

bool sql_names_have_digest(const struct sql_names *names, const unsigned char digest[static 32])
{
    const struct sql_manifest *known = names->digests[digest_bucket(digest)];

    while (known != NULL && memcmp(known->bytes, digest, sizeof(known->bytes)) != 0) {
        known = known->next;
    }
    return known != NULL;
}

void sql_names_add_digest(struct sql_names *names, const unsigned char digest[static 32])
{
    struct sql_manifest *known = malloc(sizeof(*known));
    struct sql_manifest **bucket = &names->digests[digest_bucket(digest)];

    if (known == NULL) return;
    memcpy(known->bytes, digest, sizeof(known->bytes));
    known->next = *bucket;
    *bucket = known;
}

void sql_names_clear(struct sql_names *names)
{
    for (size_t i = 0; i < NAME_BUCKETS; i++) {
        for (struct sql_name *name = names->by_text[i], *next; name != NULL; name = next) {
            next = name->next_text;
            free(name);
        }
        for (struct sql_manifest *known = names->digests[i], *next; known != NULL; known = next) {
            next = known->next;
            free(known);
        }
    }
    *names = (struct sql_names){.key = names->key};
}

/* ---- period rules ---- */

#define PERIOD_NUMBERS 9

static const char *const period_words[PERIOD_NUMBERS] = {
    "period per ",   " within ", " unit ",    " key ",         " subject-required ",
    " instalments ", " max ",    " advance ", " year-starts ",
};

uint32_t sql_period_write(const struct period *period, char out[static PERIOD_TEXT_MAX])
{
    const int64_t numbers[PERIOD_NUMBERS] = {
        period->per, period->within,           period->within_unit,
        period->key, period->subject_required, period->instalments,
        period->max, period->advance,          period->year_starts};
    uint32_t size = 0;

    for (int i = 0; i < PERIOD_NUMBERS; i++) {
        size += (uint32_t)snprintf(out + size, PERIOD_TEXT_MAX - size, "%s%" PRId64,
                                   period_words[i], numbers[i]);
    }
    return size;
}

/* A word, then a number without sign. */
static bool take_number(struct fg_text *text, const char *word, int64_t *number)
{
    uint32_t at = (uint32_t)strlen(word), digits = 0;
    uint64_t value = 0;

    if (text->size < at || memcmp(text->bytes, word, at) != 0) return false;
    for (; at < text->size && text->bytes[at] >= '0' && text->bytes[at] <= '9'; at++) {
        if (++digits > 19) return false;
        value = value * 10 + (uint64_t)(text->bytes[at] - '0');
    }
    *number = (int64_t)value;
    *text = (struct fg_text){text->bytes + at, text->size - at, 0};
    return digits > 0 && value <= INT64_MAX;
}

bool sql_period_read(struct fg_text text, struct period *period)
{
    int64_t numbers[PERIOD_NUMBERS];

    *period = (struct period){0};
    for (int i = 0; i < PERIOD_NUMBERS; i++) {
        if (!take_number(&text, period_words[i], &numbers[i])) return false;
    }
    if (text.size > 0 || numbers[0] > PER_ONCE || numbers[2] > WITHIN_YEARS) return false;
    if (numbers[3] < KEY_PAYER || numbers[3] > KEY_BOTH || numbers[8] > 12) {
        return false;
    }
    *period = (struct period){.per = (enum per)numbers[0],
                              .within = numbers[1],
                              .within_unit = (enum within_unit)numbers[2],
                              .key = (uint32_t)numbers[3],
                              .subject_required = numbers[4] != 0,
                              .instalments = numbers[5] != 0,
                              .max = numbers[6],
                              .advance = numbers[7],
                              .year_starts = (int32_t)numbers[8]};
    return true;
}

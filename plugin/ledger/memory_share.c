/* SPDX-License-Identifier: Apache-2.0
 * Item codes, groups, ids of reductions, lists of schedules and period rules: few, and named by
 * every charge. Bundles come and go; a period that a late commit may need must not go with them. */
#include "ledger/memory_share.h"

#include <stdlib.h>

struct shared_period {
    struct shared_period *next;
    struct period period;
};

struct shared_text *shared_of(struct fg_text copy)
{
    return (struct shared_text *)(void *)((char *)(size_t)copy.bytes -
                                          offsetof(struct shared_text, bytes));
}

static struct shared_text *find_in(struct shared_text *node, struct fg_text text)
{
    while (node != NULL && !text_equal(node->text, text)) node = node->next;
    return node;
}

struct shared_text *shared_find(const struct shared *shared, struct fg_text text)
{
    return find_in(shared->texts[hash_tag(shared->key, text) % SHARED_BUCKETS], text);
}

bool share_text(struct shared *shared, struct fg_text text, struct fg_text *copy)
{
    struct shared_text **bucket;
    struct shared_text *node;

    *copy = (struct fg_text){NULL, 0, 0};
    if (text.size == 0) return true;
    bucket = &shared->texts[hash_tag(shared->key, text) % SHARED_BUCKETS];
    node = find_in(*bucket, text);
    if (node == NULL) {
        node = malloc(sizeof(*node) + text.size);
        if (node == NULL) return false;
        *node = (struct shared_text){.next = *bucket, .text = {node->bytes, text.size, 0}};
        memcpy(node->bytes, text.bytes, text.size);
        *bucket = node;
    }
    *copy = node->text;
    return true;
}

bool share_schedules(struct shared *shared, struct fg_text schedules, struct fg_text *copy)
{
    if (!text_equal(shared->last_schedules, schedules) &&
        !share_text(shared, schedules, &shared->last_schedules)) {
        return false;
    }
    *copy = shared->last_schedules;
    return true;
}

static bool period_equal(const struct period *a, const struct period *b)
{
    return a->per == b->per && a->within_unit == b->within_unit && a->within == b->within &&
           a->key == b->key && a->subject_required == b->subject_required &&
           a->instalments == b->instalments && a->max == b->max && a->advance == b->advance &&
           a->year_starts == b->year_starts;
}

bool share_period(struct shared *shared, const struct period *period, const struct period **copy)
{
    struct shared_period *node;

    *copy = NULL;
    if (period == NULL) return true;
    for (node = shared->periods; node != NULL; node = node->next) {
        if (period_equal(&node->period, period)) {
            *copy = &node->period;
            return true;
        }
    }
    node = malloc(sizeof(*node));
    if (node == NULL) return false;
    node->period = *period;
    node->period.group = (struct fg_text){NULL, 0, 0};
    node->next = shared->periods;
    shared->periods = node;
    *copy = &node->period;
    return true;
}

void shared_free(struct shared *shared)
{
    for (size_t i = 0; i < SHARED_BUCKETS; i++) {
        for (struct shared_text *node = shared->texts[i], *next; node != NULL; node = next) {
            next = node->next;
            free(node);
        }
    }
    for (struct shared_period *node = shared->periods, *next; node != NULL; node = next) {
        next = node->next;
        free(node);
    }
}

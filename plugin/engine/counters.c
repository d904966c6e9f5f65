/* SPDX-License-Identifier: Apache-2.0
 * Shards are chosen by the stack that a thread counts from: no thread-local memory, no system call.
 */
#include "engine/counters.h"

#include <stdlib.h>
#include <string.h>

#define SHARDS 16
#define LINE 64

struct shard {
    atomic_uint_fast64_t calls[COUNTED_CALLS][COUNTED_STATUSES];
    atomic_uint_fast64_t outcomes[3];
    atomic_uint_fast64_t codes[FG_CODE_COUNT];
};

/* Each shard begins a line of the cache. */
union padded {
    struct shard shard;
    char lines[(sizeof(struct shard) + LINE - 1) / LINE * LINE];
};

struct counters {
    union padded shards[SHARDS];
};

static const fg_status statuses[COUNTED_STATUSES] = {
    FG_OK,           FG_COMMITTED_LATE, FG_DENIED,      FG_CONFLICTING_RETRY,  FG_NOT_FOUND,
    FG_NOT_RESERVED, FG_NOT_COMMITTED,  FG_OVER_REFUND, FG_LEDGER_UNAVAILABLE, FG_NO_MEMORY,
    FG_BUSY,         FG_INTERNAL,
};

fg_status counters_status(int index)
{
    return statuses[index];
}

static int index_of(fg_status status)
{
    for (int i = 0; i < COUNTED_STATUSES - 1; i++) {
        if (statuses[i] == status) return i;
    }
    return COUNTED_STATUSES - 1;
}

struct counters *counters_open(void)
{
    struct counters *counters = aligned_alloc(LINE, sizeof(*counters));

    if (counters != NULL) memset((void *)counters, 0, sizeof(*counters));
    return counters;
}

void counters_close(struct counters *counters)
{
    free(counters);
}

static struct shard *shard_at_hand(struct counters *counters)
{
    char here;
    uint64_t stack = (uint64_t)(uintptr_t)&here >> 16;

    return &counters->shards[stack * UINT64_C(0x9e3779b97f4a7c15) >> 60].shard;
}

static void count(atomic_uint_fast64_t *counter)
{
    atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
}

void counters_add(struct counters *counters, enum claim_kind kind, fg_status status,
                  const struct fg_decision *decision)
{
    struct shard *shard = shard_at_hand(counters);

    count(&shard->calls[kind][index_of(status)]);
    if (status != FG_OK && status != FG_DENIED) return;
    if (decision == NULL || decision->outcome < FG_ALLOW || decision->outcome > FG_DENY) return;
    count(&shard->outcomes[decision->outcome]);
    for (uint64_t codes = decision->codes; codes != 0; codes &= codes - 1) {
        count(&shard->codes[__builtin_ctzll(codes)]);
    }
}

static uint64_t read_one(const atomic_uint_fast64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

void counters_sum(const struct counters *counters, struct counts *counts)
{
    *counts = (struct counts){0};
    for (int i = 0; i < SHARDS; i++) {
        const struct shard *shard = &counters->shards[i].shard;

        for (int kind = 0; kind < COUNTED_CALLS; kind++) {
            for (int status = 0; status < COUNTED_STATUSES; status++) {
                counts->calls[kind][status] += read_one(&shard->calls[kind][status]);
            }
        }
        for (int j = 0; j < 3; j++) counts->outcomes[j] += read_one(&shard->outcomes[j]);
        for (int j = 0; j < FG_CODE_COUNT; j++) counts->codes[j] += read_one(&shard->codes[j]);
    }
}

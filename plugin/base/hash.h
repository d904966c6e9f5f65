/* SPDX-License-Identifier: Apache-2.0
 * SipHash-1-3 with a 128-bit result: the keyed hash of the in-memory tables. Keyed, so that nobody
 * outside can choose ids that collide; no commitment, so nothing hashed with it leaves the process.
 */
#ifndef FEEGUARD_BASE_HASH_H
#define FEEGUARD_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "feeguard/text.h"

struct hash_key {
    uint64_t k0, k1;
};

struct hash128 {
    uint64_t low, high;
};

static inline bool hash_equal(struct hash128 a, struct hash128 b)
{
    return a.low == b.low && a.high == b.high;
}

struct hash128 hash_bytes(const struct hash_key *key, const void *bytes, size_t size);

/* The low half alone, at a lower price. */
uint64_t hash_tag(const struct hash_key *key, struct fg_text text);

/* A digest over several values, each framed, so that no two sequences give the same input. */
struct hasher {
    uint64_t v0, v1, v2, v3;
};

void hasher_begin(struct hasher *hasher, const struct hash_key *key);
void hasher_number(struct hasher *hasher, uint64_t number);
void hasher_text(struct hasher *hasher, struct fg_text text); /* its size, then its bytes */
struct hash128 hasher_end(struct hasher *hasher);

static inline struct hash128 hash_text(const struct hash_key *key, struct fg_text text)
{
    return hash_bytes(key, text.bytes, text.size);
}

#endif

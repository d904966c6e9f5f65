/* SPDX-License-Identifier: Apache-2.0
 * SipHash-1-3-128: one round a word, three at the end, the choice that hash tables make. The unit
 * tests check it against OpenSSL's, which costs more a call than a whole table look-up. */
#include "base/hash.h"

#include <string.h>

static inline uint64_t rotate(uint64_t word, int bits)
{
    return (word << bits) | (word >> (64 - bits));
}

static inline void sip_round(struct hasher *s)
{
    s->v0 += s->v1;
    s->v1 = rotate(s->v1, 13) ^ s->v0;
    s->v0 = rotate(s->v0, 32);
    s->v2 += s->v3;
    s->v3 = rotate(s->v3, 16) ^ s->v2;
    s->v0 += s->v3;
    s->v3 = rotate(s->v3, 21) ^ s->v0;
    s->v2 += s->v1;
    s->v1 = rotate(s->v1, 17) ^ s->v2;
    s->v2 = rotate(s->v2, 32);
}

static inline void absorb(struct hasher *s, uint64_t word)
{
    s->v3 ^= word;
    sip_round(s);
    s->v0 ^= word;
}

static inline uint64_t squeeze(struct hasher *s)
{
    for (int i = 0; i < 3; i++) sip_round(s);
    return s->v0 ^ s->v1 ^ s->v2 ^ s->v3;
}

/* Words are read as little-endian whatever the machine's order. */
static inline uint64_t load(const unsigned char *bytes)
{
    uint64_t word;

    memcpy(&word, bytes, sizeof(word));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

static inline struct hasher begin(const struct hash_key *key)
{
    return (struct hasher){
        key->k0 ^ UINT64_C(0x736f6d6570736575),
        key->k1 ^ UINT64_C(0x646f72616e646f6d) ^ 0xee,
        key->k0 ^ UINT64_C(0x6c7967656e657261),
        key->k1 ^ UINT64_C(0x7465646279746573),
    };
}

/* Whole words, then the rest under `top`. */
static inline void absorb_bytes(struct hasher *s, const unsigned char *at, size_t size,
                                uint64_t top)
{
    uint64_t last = top;

    for (; size >= 8; size -= 8, at += 8) absorb(s, load(at));
    for (size_t i = 0; i < size; i++) last |= (uint64_t)at[i] << (8 * i);
    absorb(s, last);
}

static inline struct hasher absorb_all(const struct hash_key *key, const void *bytes, size_t size)
{
    struct hasher s = begin(key);

    absorb_bytes(&s, bytes, size, (uint64_t)size << 56);
    s.v2 ^= 0xee;
    return s;
}

static inline struct hash128 squeeze_both(struct hasher *s)
{
    struct hash128 hash = {squeeze(s), 0};

    s->v1 ^= 0xdd;
    hash.high = squeeze(s);
    return hash;
}

struct hash128 hash_bytes(const struct hash_key *key, const void *bytes, size_t size)
{
    struct hasher s = absorb_all(key, bytes, size);

    return squeeze_both(&s);
}

void hasher_begin(struct hasher *hasher, const struct hash_key *key)
{
    *hasher = begin(key);
}

void hasher_number(struct hasher *hasher, uint64_t number)
{
    absorb(hasher, number);
}

void hasher_text(struct hasher *hasher, struct fg_text text)
{
    absorb(hasher, text.size);
    if (text.size > 0) {
        absorb_bytes(hasher, (const unsigned char *)text.bytes, text.size, 0);
    }
}

struct hash128 hasher_end(struct hasher *hasher)
{
    hasher->v2 ^= 0xee;
    return squeeze_both(hasher);
}

uint64_t hash_tag(const struct hash_key *key, struct fg_text text)
{
    struct hasher s = absorb_all(key, text.bytes, text.size);

    return squeeze(&s);
}

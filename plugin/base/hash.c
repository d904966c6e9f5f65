/* SPDX-License-Identifier: Apache-2.0
 * SipHash-1-3-128: one round a word, three at the end, the choice that hash tables make. The unit
 * tests check it against OpenSSL's, which costs more a call than a whole table look-up. */
#include "base/hash.h"

#include <string.h>

struct state {
    uint64_t v0, v1, v2, v3;
};

static inline uint64_t rotate(uint64_t word, int bits)
{
    return (word << bits) | (word >> (64 - bits));
}

static inline void sip_round(struct state *s)
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

static inline void absorb(struct state *s, uint64_t word)
{
    s->v3 ^= word;
    sip_round(s);
    s->v0 ^= word;
}

static inline uint64_t squeeze(struct state *s)
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

/* All of the input absorbed, and the first squeeze prepared. */
static inline struct state absorb_all(const struct hash_key *key, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    struct state s = {
        key->k0 ^ UINT64_C(0x736f6d6570736575),
        key->k1 ^ UINT64_C(0x646f72616e646f6d) ^ 0xee,
        key->k0 ^ UINT64_C(0x6c7967656e657261),
        key->k1 ^ UINT64_C(0x7465646279746573),
    };
    uint64_t last = (uint64_t)size << 56;
    size_t left = size;

    for (; left >= 8; left -= 8, at += 8) absorb(&s, load(at));
    for (size_t i = 0; i < left; i++) last |= (uint64_t)at[i] << (8 * i);
    absorb(&s, last);
    s.v2 ^= 0xee;
    return s;
}

struct hash128 hash_bytes(const struct hash_key *key, const void *bytes, size_t size)
{
    struct state s = absorb_all(key, bytes, size);
    struct hash128 hash = {squeeze(&s), 0};

    s.v1 ^= 0xdd;
    hash.high = squeeze(&s);
    return hash;
}

uint64_t hash_tag(const struct hash_key *key, struct fg_text text)
{
    struct state s = absorb_all(key, text.bytes, text.size);

    return squeeze(&s);
}

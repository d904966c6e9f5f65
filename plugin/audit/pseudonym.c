/* SPDX-License-Identifier: Apache-2.0
 * A chain over the epochs: the first pseudonym is made of the id, each further one of the one
 * before. So what was written under an old epoch can be compared with what is written today, though
 * the id itself was never kept. */
#include "audit/pseudonym.h"

#include <string.h>

#include <openssl/crypto.h>

#include "audit/bytes.h"

#define PSEUDONYM_SIZE 16

static struct hash128 hash_from(const unsigned char bytes[static PSEUDONYM_SIZE])
{
    return (struct hash128){bytes_u64(bytes), bytes_u64(bytes + 8)};
}

bool pseudonym_open(struct pseudonymiser *maker, const struct keyring *ring)
{
    unsigned char key[KEY_SIZE];
    bool done = ring->epoch_count > 0;

    *maker = (struct pseudonymiser){0};
    for (uint32_t i = 0; done && i < ring->epoch_count; i++) {
        done = keyring_derive(ring, i, "pseudonym", key) &&
               mac_open(&maker->epochs[i], ring->kind, key, KEY_SIZE);
        maker->epoch_count = i + 1;
    }
    OPENSSL_cleanse(key, sizeof(key));
    if (!done) pseudonym_close(maker);
    return done;
}

/* Fills the epochs behind `epoch` from the one that is there. */
static bool chain_on(struct pseudonymiser *maker, uint32_t epoch, struct identity *out)
{
    unsigned char bytes[DIGEST_SIZE];

    for (uint32_t i = epoch + 1; i < maker->epoch_count; i++) {
        struct mac *mac = &maker->epochs[i];

        bytes_put_u64(bytes, out->epochs[i - 1].low);
        bytes_put_u64(bytes + 8, out->epochs[i - 1].high);
        mac_begin(mac);
        mac_add(mac, bytes, PSEUDONYM_SIZE);
        if (!mac_end(mac, bytes)) {
            memset(out, 0, sizeof(*out));
            return false;
        }
        out->epochs[i] = hash_from(bytes);
    }
    return true;
}

bool pseudonym_of(struct pseudonymiser *maker, enum pseudonym_domain domain, struct fg_text text,
                  struct identity *out)
{
    unsigned char bytes[DIGEST_SIZE];
    unsigned char first = (unsigned char)domain;
    struct mac *mac = &maker->epochs[0];

    memset(out, 0, sizeof(*out));
    mac_begin(mac);
    mac_add(mac, &first, 1);
    mac_add(mac, text.bytes, text.size);
    if (!mac_end(mac, bytes)) return false;
    out->epochs[0] = hash_from(bytes);
    return chain_on(maker, 0, out);
}

bool pseudonym_lift(struct pseudonymiser *maker, uint32_t from_epoch, struct hash128 known,
                    struct identity *out)
{
    memset(out, 0, sizeof(*out));
    if (from_epoch >= maker->epoch_count) return false;
    out->epochs[from_epoch] = known;
    return chain_on(maker, from_epoch, out);
}

void pseudonym_close(struct pseudonymiser *maker)
{
    for (uint32_t i = 0; i < KEY_EPOCHS_MAX; i++) mac_close(&maker->epochs[i]);
    maker->epoch_count = 0;
}

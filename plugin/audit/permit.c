/* SPDX-License-Identifier: Apache-2.0
 * Binary first, then base64url. The digests of the charge are keyed like the MAC: who finds a
 * permit in a log must not be able to try out whose it is. */
#include "audit/permit.h"

#include <string.h>

#include <openssl/crypto.h>

#include "audit/permit_fields.h"
#include "base/text.h"

#define PERMIT_VERSION 1
#define NS_PER_SECOND INT64_C(1000000000)

#define FINGERPRINT_SIZE 4
#define TXN_SIZE 8
#define CONTENT_SIZE 12
#define MAC_SIZE 16

/* Where each part begins. */
enum {
    AT_VERSION = 0,
    AT_FINGERPRINT = 1,
    AT_POSITION = AT_FINGERPRINT + FINGERPRINT_SIZE,
    AT_EXPIRY = AT_POSITION + 8,
    AT_AMOUNT = AT_EXPIRY + 8,
    AT_TXN = AT_AMOUNT + 8,
    AT_CONTENT = AT_TXN + TXN_SIZE,
    AT_SCHEDULES = AT_CONTENT + CONTENT_SIZE,
    AT_MAC = AT_SCHEDULES + PERMIT_SCHEDULES_SIZE
};

_Static_assert(AT_MAC + MAC_SIZE == PERMIT_SIZE, "the parts fill the permit");

/* ---- keys ---- */

static bool maker_open_epoch(struct permit_maker *maker, const struct keyring *ring, uint32_t epoch)
{
    unsigned char bytes[KEY_SIZE];
    bool done;

    *maker = (struct permit_maker){.epoch = epoch};
    done = keyring_derive(ring, epoch, "fingerprint", bytes);
    memcpy(maker->fingerprint, bytes, FINGERPRINT_SIZE);
    done = done && keyring_derive(ring, epoch, "permit-fields", maker->fields_key) &&
           keyring_derive(ring, epoch, "permit", bytes) &&
           digester_open(&maker->digester, ring->kind) &&
           mac_open(&maker->mac, ring->kind, bytes, KEY_SIZE);
    OPENSSL_cleanse(bytes, sizeof(bytes));
    if (!done) permit_maker_close(maker);
    return done;
}

bool permit_maker_open(struct permit_maker *maker, const struct keyring *ring)
{
    return maker_open_epoch(maker, ring, ring->epoch_count - 1);
}

void permit_maker_close(struct permit_maker *maker)
{
    digester_close(&maker->digester);
    mac_close(&maker->mac);
    OPENSSL_cleanse(maker->fields_key, sizeof(maker->fields_key));
}

/* ---- parts ---- */

static bool fields_digest(struct permit_maker *maker, const void *bytes, size_t size,
                          unsigned char *out, size_t out_size)
{
    struct digest digest;
    bool done;

    digester_begin(&maker->digester);
    digester_add(&maker->digester, maker->fields_key, KEY_SIZE);
    digester_add(&maker->digester, bytes, size);
    done = digester_end(&maker->digester, &digest);
    memcpy(out, digest.bytes, out_size);
    return done;
}

/* The digests of a readable charge, at their places. */
static bool charge_put(struct permit_maker *maker, const struct fg_charge *charge,
                       unsigned char permit[static PERMIT_SIZE])
{
    struct buffer buffer;
    bool done;

    buffer_init(&buffer);
    permit_fields_add(&buffer, charge);
    done = !buffer.failed &&
           fields_digest(maker, charge->txn.bytes, charge->txn.size, permit + AT_TXN, TXN_SIZE) &&
           fields_digest(maker, buffer.bytes, buffer.size, permit + AT_CONTENT, CONTENT_SIZE);
    buffer_free(&buffer);
    return done;
}

static bool mac_put(struct permit_maker *maker, const unsigned char permit[static PERMIT_SIZE],
                    unsigned char mac[static MAC_SIZE])
{
    unsigned char bytes[DIGEST_SIZE];
    bool done;

    mac_begin(&maker->mac);
    mac_add(&maker->mac, permit, AT_MAC);
    done = mac_end(&maker->mac, bytes);
    memcpy(mac, bytes, MAC_SIZE);
    return done;
}

/* ---- issuing ---- */

bool permit_maker_issue(struct permit_maker *maker, const struct permit_terms *terms,
                        char out[static PERMIT_TEXT_SIZE])
{
    unsigned char permit[PERMIT_SIZE];
    int64_t expiry;

    if (terms->expires_ns < 0 || !permit_fields_readable(terms->charge)) return false;
    expiry = terms->expires_ns / NS_PER_SECOND + (terms->expires_ns % NS_PER_SECOND > 0);
    permit[AT_VERSION] = PERMIT_VERSION;
    memcpy(permit + AT_FINGERPRINT, maker->fingerprint, FINGERPRINT_SIZE);
    bytes_put_u64(permit + AT_POSITION, terms->position);
    bytes_put_u64(permit + AT_EXPIRY, (uint64_t)expiry);
    bytes_put_u64(permit + AT_AMOUNT, (uint64_t)terms->charge->amount_fen);
    memcpy(permit + AT_SCHEDULES, terms->schedules, PERMIT_SCHEDULES_SIZE);
    if (!charge_put(maker, terms->charge, permit)) return false;
    if (!mac_put(maker, permit, permit + AT_MAC)) return false;
    base64url_write(permit, PERMIT_SIZE, out);
    return true;
}

bool permit_issue(const struct keyring *ring, const struct permit_terms *terms,
                  char out[static PERMIT_TEXT_SIZE])
{
    struct permit_maker maker;
    bool done;

    if (!permit_maker_open(&maker, ring)) return false;
    done = permit_maker_issue(&maker, terms, out);
    permit_maker_close(&maker);
    return done;
}

/* ---- verifying ---- */

/* The epoch that the fingerprint names. */
static enum permit_verdict epoch_find(const struct keyring *ring, const unsigned char *fingerprint,
                                      uint32_t *epoch)
{
    unsigned char bytes[KEY_SIZE];

    for (*epoch = 0; *epoch < ring->epoch_count; ++*epoch) {
        if (!keyring_derive(ring, *epoch, "fingerprint", bytes)) return PERMIT_FAILED;
        if (memcmp(bytes, fingerprint, FINGERPRINT_SIZE) == 0) return PERMIT_GOOD;
    }
    return PERMIT_OTHER_KEY;
}

/* The expiry is compared in whole seconds, cut down: no product that could overflow. */
static bool has_expired(uint64_t expires_seconds, int64_t now_ns)
{
    return now_ns >= 0 && (uint64_t)(now_ns / NS_PER_SECOND) >= expires_seconds;
}

/* A permit whose MAC is right, against the charge. */
static enum permit_verdict charge_judge(struct permit_maker *maker, const unsigned char *permit,
                                        const struct fg_charge *charge, int64_t now_ns)
{
    unsigned char expected[PERMIT_SIZE] = {0};

    /* What cannot be read was never allowed. */
    if (!permit_fields_readable(charge)) return PERMIT_OTHER_CHARGE;
    if (!charge_put(maker, charge, expected)) return PERMIT_FAILED;
    if (CRYPTO_memcmp(permit + AT_TXN, expected + AT_TXN, TXN_SIZE + CONTENT_SIZE) != 0) {
        return PERMIT_OTHER_CHARGE;
    }
    if (bytes_u64(permit + AT_AMOUNT) != (uint64_t)charge->amount_fen) return PERMIT_OTHER_AMOUNT;
    return has_expired(bytes_u64(permit + AT_EXPIRY), now_ns) ? PERMIT_EXPIRED : PERMIT_GOOD;
}

static void facts_read(const unsigned char *permit, uint32_t epoch, struct permit_facts *facts)
{
    *facts = (struct permit_facts){.position = bytes_u64(permit + AT_POSITION),
                                   .expires_seconds = bytes_u64(permit + AT_EXPIRY),
                                   .amount_fen = bytes_u64(permit + AT_AMOUNT),
                                   .epoch = epoch};
    memcpy(facts->schedules, permit + AT_SCHEDULES, PERMIT_SCHEDULES_SIZE);
}

enum permit_verdict permit_verify(const struct keyring *ring, struct fg_text permit,
                                  const struct fg_charge *charge, int64_t now_ns,
                                  struct permit_facts *facts)
{
    unsigned char bytes[PERMIT_SIZE], mac[MAC_SIZE];
    struct permit_maker maker;
    enum permit_verdict verdict;
    uint32_t epoch;

    if (facts != NULL) *facts = (struct permit_facts){0};
    if (permit.size != PERMIT_TEXT_SIZE) return PERMIT_MALFORMED;
    if (!base64url_read(permit.bytes, PERMIT_SIZE, bytes)) return PERMIT_MALFORMED;
    if (bytes[AT_VERSION] != PERMIT_VERSION) return PERMIT_MALFORMED;
    verdict = epoch_find(ring, bytes + AT_FINGERPRINT, &epoch);
    if (verdict != PERMIT_GOOD) return verdict;
    if (!maker_open_epoch(&maker, ring, epoch)) return PERMIT_FAILED;
    verdict = PERMIT_FAILED;
    if (!mac_put(&maker, bytes, mac)) goto out;
    verdict = PERMIT_FORGED;
    if (CRYPTO_memcmp(mac, bytes + AT_MAC, MAC_SIZE) != 0) goto out;
    if (facts != NULL) facts_read(bytes, epoch, facts);
    verdict = charge_judge(&maker, bytes, charge, now_ns);
out:
    permit_maker_close(&maker);
    return verdict;
}

/* SPDX-License-Identifier: Apache-2.0
 * Permits: what an allowed reserve hands to the gateway, and the check of one. */
#include <openssl/evp.h>

#include "audit/permit.h"
#include "engine/incoming.h"
#include "engine/payment.h"

/* The schedules that a decision names, as a permit has them. */
static bool schedules_digest(const struct buffer *record,
                             unsigned char out[static PERMIT_SCHEDULES_SIZE])
{
    struct fg_text labels = record_labels(record->bytes, record->size);
    unsigned char digest[EVP_MAX_MD_SIZE];

    if (EVP_Digest(labels.bytes, labels.size, digest, NULL, EVP_sha256(), NULL) != 1) return false;
    memcpy(out, digest, PERMIT_SCHEDULES_SIZE);
    return true;
}

/* The ledger has taken a newer key up, and permits follow. Where it cannot be read they go on under
 * the older one, by which they are as good. */
static void maker_follow(struct fg_engine *engine, uint32_t epoch)
{
    struct permit_maker fresh;
    struct keyring ring;

    if (epoch <= engine->permit_maker.epoch) return;
    if (keyring_read(engine->paths.keys, &ring) == KEY_OK && permit_maker_open(&fresh, &ring)) {
        permit_maker_close(&engine->permit_maker);
        engine->permit_maker = fresh;
    }
    keyring_wipe(&ring);
}

struct fg_text engine_permit(struct fg_engine *engine, const struct job *job,
                             char out[static PERMIT_TEXT_SIZE])
{
    const struct claim *claim = &job->claim;
    struct permit_terms terms = {.charge = job->charge.request,
                                 .position = claim->position,
                                 .expires_ns = claim->expires_ns};
    struct fg_text none = {NULL, 0, 0};
    bool issued;

    if (!engine->is_durable || claim->status != FG_OK || claim->expires_ns == 0) return none;
    if (!schedules_digest(&job->record, terms.schedules)) return none;
    pthread_mutex_lock(&engine->permit_lock);
    maker_follow(engine, job->charge.epoch);
    issued = permit_maker_issue(&engine->permit_maker, &terms, out);
    pthread_mutex_unlock(&engine->permit_lock);
    return issued ? (struct fg_text){out, PERMIT_TEXT_SIZE, 0} : none;
}

static fg_status status_of(enum permit_verdict verdict)
{
    switch (verdict) {
    case PERMIT_GOOD: return FG_OK;
    case PERMIT_MALFORMED: return FG_PERMIT_MALFORMED;
    case PERMIT_OTHER_KEY: return FG_PERMIT_OTHER_KEY;
    case PERMIT_FORGED: return FG_PERMIT_FORGED;
    case PERMIT_OTHER_CHARGE: return FG_PERMIT_OTHER_CHARGE;
    case PERMIT_OTHER_AMOUNT: return FG_PERMIT_OTHER_AMOUNT;
    case PERMIT_EXPIRED: return FG_PERMIT_EXPIRED;
    case PERMIT_FAILED: break;
    }
    return FG_NO_MEMORY;
}

fg_status engine_permit_check(struct fg_engine *engine, struct fg_text permit,
                              const struct fg_charge *charge)
{
    fg_status status = engine_door(engine);
    struct keyring ring;
    enum permit_verdict verdict;

    if (status != FG_OK) return status;
    if (charge == NULL || !incoming_text(permit)) return FG_BAD_ARGUMENT;
    status = incoming_charge(charge);
    if (status != FG_OK) return status;
    if (!engine->is_durable) return FG_BAD_OPTION;
    /* Read anew: another process may have added a key since. */
    if (keyring_read(engine->paths.keys, &ring) != KEY_OK) return FG_LEDGER_UNAVAILABLE;
    verdict = permit_verify(&ring, permit, charge, engine_now(engine), NULL);
    keyring_wipe(&ring);
    return status_of(verdict);
}

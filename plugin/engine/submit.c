/* SPDX-License-Identifier: Apache-2.0
 * The calls that do not wait. A submitted call outlives the caller's memory: its texts are copied
 * behind the job, in one allocation. */
#include <stdlib.h>

#include "engine/incoming.h"
#include "engine/payment.h"

/* Every text of a charge but those of its attributes. */
static struct fg_text *const *charge_texts(struct fg_charge *charge, struct fg_text *texts[12])
{
    struct fg_text *all[] = {
        &charge->txn,        &charge->unit,    &charge->item,     &charge->payer,
        &charge->payer_type, &charge->subject, &charge->region,   &charge->currency,
        &charge->category,   &charge->purpose, &charge->quantity, &charge->base,
    };

    memcpy(texts, all, sizeof(all));
    return texts;
}

#define CHARGE_TEXTS 12

/* A malformed charge may hold anything: no more of it is kept than a well-formed one could hold,
 * and no attributes. Its decision does not depend on what is cut. */
static struct fg_charge bounded(const struct fg_charge *request)
{
    struct fg_charge charge = *request;
    struct fg_text *texts[CHARGE_TEXTS];

    charge_texts(&charge, texts);
    for (int i = 0; i < CHARGE_TEXTS; i++) {
        if (texts[i]->bytes == NULL) texts[i]->size = 0;
        if (texts[i]->size > FG_TEXT_SIZE_MAX) texts[i]->size = FG_TEXT_SIZE_MAX;
    }
    charge.attribute_count = 0;
    return charge;
}

/* Without a value an attribute is absent, and its name may be anything: it is left out. */
static bool is_given(const struct fg_attribute *attribute)
{
    return attribute->value.size > 0;
}

static size_t texts_size(const struct fg_charge *request)
{
    struct fg_charge charge = *request;
    struct fg_text *texts[CHARGE_TEXTS];
    size_t size = 0;

    charge_texts(&charge, texts);
    for (int i = 0; i < CHARGE_TEXTS; i++) size += texts[i]->size;
    for (uint32_t i = 0; i < request->attribute_count; i++) {
        const struct fg_attribute *attribute = &request->attributes[i];

        if (!is_given(attribute)) continue;
        size += sizeof(*attribute) + attribute->name.size + attribute->value.size;
    }
    return size;
}

static void move_text(struct fg_text *text, char **at)
{
    if (text->size > 0) memcpy(*at, text->bytes, text->size);
    text->bytes = *at;
    *at += text->size;
}

/* `at` has room for texts_size, aligned for an attribute. */
static void charge_copy(const struct fg_charge *request, struct fg_charge *copy, char *at)
{
    struct fg_attribute *attributes = (struct fg_attribute *)(void *)at;
    struct fg_text *texts[CHARGE_TEXTS];

    *copy = *request;
    copy->attributes = attributes;
    copy->attribute_count = 0;
    for (uint32_t i = 0; i < request->attribute_count; i++) {
        if (is_given(&request->attributes[i])) {
            attributes[copy->attribute_count++] = request->attributes[i];
        }
    }
    at += copy->attribute_count * sizeof(*attributes);
    charge_texts(copy, texts);
    for (int i = 0; i < CHARGE_TEXTS; i++) move_text(texts[i], &at);
    for (uint32_t i = 0; i < copy->attribute_count; i++) {
        move_text(&attributes[i].name, &at);
        move_text(&attributes[i].value, &at);
    }
}

static struct job *job_new(size_t behind)
{
    struct job *job = malloc(sizeof(*job) + behind);

    if (job != NULL) buffer_init(&job->record);
    return job;
}

static void job_free(struct job *job)
{
    buffer_free(&job->record);
    free(job);
}

/* ---- from a request to a job ---- */

static fg_status new_charge(const struct fg_request *request, struct job **job)
{
    enum claim_kind kind = request->kind == FG_REQUEST_CHECK     ? CLAIM_CHECK
                           : request->kind == FG_REQUEST_RESERVE ? CLAIM_RESERVE
                                                                 : CLAIM_CHARGE;
    struct fg_charge charge;
    struct job probe;
    fg_status status = job_charge(&probe, kind, request->charge, request->decision);

    if (status != FG_OK) return status;
    charge = probe.claim.invalid.size > 0 ? bounded(request->charge) : *request->charge;
    *job = job_new(texts_size(&charge));
    if (*job == NULL) return FG_NO_MEMORY;
    charge_copy(&charge, &(*job)->request, (char *)(*job + 1));
    job_charge(*job, kind, &(*job)->request, request->decision);
    (*job)->claim.invalid = probe.claim.invalid;
    return FG_OK;
}

/* commit, release, refund: the ids are copied. */
static fg_status new_step(const struct fg_request *request, struct job **job)
{
    struct job probe;
    fg_status status = request->kind == FG_REQUEST_COMMIT
                           ? job_commit(&probe, request->txn, request->decision)
                       : request->kind == FG_REQUEST_RELEASE ? job_release(&probe, request->txn)
                                                             : job_refund(&probe, request->refund);
    char *at;

    if (status != FG_OK) return status;
    *job = job_new((size_t)probe.claim.txn.size + probe.claim.refund.size);
    if (*job == NULL) return FG_NO_MEMORY;
    (*job)->claim = probe.claim;
    at = (char *)(*job + 1);
    move_text(&(*job)->claim.txn, &at);
    move_text(&(*job)->claim.refund, &at);
    return FG_OK;
}

fg_status engine_submit(struct fg_engine *engine, const struct fg_request *request)
{
    struct job *job = NULL;
    fg_status status = engine_door(engine);

    if (status != FG_OK) return status;
    if (request == NULL) return FG_BAD_ARGUMENT;
    status = incoming_size(request, sizeof(*request), sizeof(*request));
    if (status != FG_OK) return status;
    if (request->kind < FG_REQUEST_CHECK || request->kind > FG_REQUEST_REFUND) {
        return FG_BAD_ARGUMENT;
    }
    status =
        request->kind <= FG_REQUEST_CHARGE ? new_charge(request, &job) : new_step(request, &job);
    if (status != FG_OK) return status;
    job->tag = request->tag;
    job->decision = request->kind <= FG_REQUEST_COMMIT ? request->decision : NULL;
    if (queue_submit(engine->queue, job)) return FG_OK;
    status = job_busy(engine, job);
    job_free(job);
    return status;
}

fg_status engine_collect(struct fg_engine *engine, struct fg_completion *completions, uint32_t max,
                         uint32_t *count)
{
    fg_status status = engine_door(engine);
    struct job *job;

    if (count != NULL) *count = 0;
    if (status != FG_OK) return status;
    if (count == NULL || (completions == NULL && max > 0)) return FG_BAD_ARGUMENT;
    while (*count < max && (job = queue_collect(engine->queue)) != NULL) {
        completions[(*count)++] = (struct fg_completion){
            .tag = job->tag,
            .decision = job->decision,
            .status = job_answer(engine, job, job->decision),
        };
        job_free(job);
    }
    return FG_OK;
}

int engine_descriptor(struct fg_engine *engine)
{
    return engine_door(engine) == FG_OK ? queue_descriptor(engine->queue) : -1;
}

void engine_drop(struct job *job)
{
    job_free(job);
}

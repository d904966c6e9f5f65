/* SPDX-License-Identifier: Apache-2.0
 * Metrics in Prometheus' text format: one HELP and TYPE a family, then its samples. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "engine/codes.h"
#include "engine/counters.h"
#include "engine/health.h"
#include "engine/payment.h"
#include "engine/status.h"

#define LINE_SIZE                                                                                  \
    2048 /* longer than any line but those with signers, which are added in pieces                 \
          */

static void put(struct buffer *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(struct buffer *page, const char *format, ...)
{
    char line[LINE_SIZE];
    va_list values;
    int size;

    va_start(values, format);
    size = vsnprintf(line, sizeof(line), format, values);
    va_end(values);
    if (size > 0)
        buffer_add(page, line, (size_t)size < sizeof(line) ? (size_t)size : LINE_SIZE - 1);
}

static void family(struct buffer *page, const char *name, const char *type, const char *help)
{
    put(page, "# HELP feeguard_%s %s\n# TYPE feeguard_%s %s\n", name, help, name, type);
}

static void gauge(struct buffer *page, const char *name, const char *help, int64_t value)
{
    family(page, name, "gauge", help);
    put(page, "feeguard_%s %" PRId64 "\n", name, value);
}

/* The value of a label: backslash, quote and line feed are escaped. */
static void put_value(struct buffer *page, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            buffer_add(page, "\\n", 2);
            continue;
        }
        if (*text == '\\' || *text == '"') buffer_add(page, "\\", 1);
        buffer_add(page, text, 1);
    }
}

/* ---- what was done ---- */

static void put_calls(struct buffer *page, const struct counts *counts)
{
    static const char *const names[COUNTED_CALLS] = {
        [CLAIM_CHECK] = "check",   [CLAIM_RESERVE] = "reserve", [CLAIM_CHARGE] = "charge",
        [CLAIM_COMMIT] = "commit", [CLAIM_RELEASE] = "release", [CLAIM_REFUND] = "refund"};

    family(page, "calls_total", "counter", "Payment calls by kind and status.");
    for (int kind = 0; kind < COUNTED_CALLS; kind++) {
        for (int i = 0; i < COUNTED_STATUSES; i++) {
            if (counts->calls[kind][i] == 0) continue;
            put(page, "feeguard_calls_total{call=\"%s\",status=\"%s\"} %" PRIu64 "\n", names[kind],
                status_name(counters_status(i)), counts->calls[kind][i]);
        }
    }
}

static void put_decisions(struct buffer *page, const struct counts *counts)
{
    family(page, "decisions_total", "counter", "Decisions by outcome.");
    put(page, "feeguard_decisions_total{outcome=\"allow\"} %" PRIu64 "\n",
        counts->outcomes[FG_ALLOW]);
    put(page, "feeguard_decisions_total{outcome=\"deny\"} %" PRIu64 "\n",
        counts->outcomes[FG_DENY]);
    family(page, "findings_total", "counter", "Codes found in decisions.");
    for (int code = FG_INVALID_CHARGE; code < FG_CODE_COUNT; code++) {
        put(page, "feeguard_findings_total{code=\"%s\"} %" PRIu64 "\n", codes[code].name,
            counts->codes[code]);
    }
}

/* ---- what is ---- */

static void put_ledger(struct buffer *page, const struct fg_health *health)
{
    family(page, "charges", "gauge", "Charges in the ledger by state.");
    put(page, "feeguard_charges{state=\"reserved\"} %" PRIu64 "\n", health->reserved_count);
    put(page, "feeguard_charges{state=\"committed\"} %" PRIu64 "\n", health->committed_count);
    gauge(page, "queued_calls", "Calls under way.", health->queued);
    gauge(page, "ledger_durable", "1: what stands outlives the process.", health->durable);
    if (health->durable != 0) {
        gauge(page, "audit_position", "Records in the audit trail.", (int64_t)health->position);
    }
}

static void put_bundle(struct buffer *page, const struct fg_health *health, int64_t now_ns)
{
    family(page, "reloads_total", "counter", "Reloads by result.");
    put(page, "feeguard_reloads_total{result=\"accepted\"} %" PRIu64 "\n",
        health->reloads_accepted);
    put(page, "feeguard_reloads_total{result=\"refused\"} %" PRIu64 "\n", health->reloads_refused);
    gauge(page, "reload_refused", "1: the last reload was refused.", health->reload_refused);
    gauge(page, "bundle_age_seconds", "Since the bundle in use was accepted.",
          (now_ns - health->loaded_ns) / INT64_C(1000000000));
    gauge(page, "documents", "Documents loaded, all serials.", health->document_count);
    gauge(page, "documents_in_effect", "Documents in effect today.", health->in_effect_count);
    gauge(page, "documents_signed", "Documents with signers.", health->signed_count);
    gauge(page, "items", "Items in effect today.", health->item_count);
    if (health->next_change_ymd != 0) {
        gauge(page, "days_to_change", "Until other documents take effect.", health->days_to_change);
    }
    if (health->next_gap_ymd != 0) {
        gauge(page, "days_to_gap", "Until an item in force is without a standard.",
              health->days_to_gap);
    }
    if (health->certificate_ymd != 0) {
        gauge(page, "days_to_certificate_expiry", "Until a signer's certificate ends.",
              health->days_to_certificate);
    }
}

/* ---- documents ---- */

static void put_info(struct buffer *page, const struct fg_document *document)
{
    put(page, "feeguard_schedule_info{id=\"");
    put_value(page, document->id);
    put(page, "\",serial=\"%" PRId64 "\",effective=\"%d\",in_effect=\"%u\",sha256=\"",
        document->serial, document->effective_ymd, document->in_effect);
    for (size_t i = 0; i < sizeof(document->sha256); i++) put(page, "%02x", document->sha256[i]);
    put(page, "\",signers=\"");
    put_value(page, document->signers);
    put(page, "\"} 1\n");
}

static void put_age(struct buffer *page, const struct fg_document *document)
{
    put(page, "feeguard_schedule_age_days{id=\"");
    put_value(page, document->id);
    put(page, "\",serial=\"%" PRId64 "\"} %d\n", document->serial, document->age_days);
}

static bool put_documents(struct buffer *page, struct fg_engine *engine)
{
    struct bundle *bundle = engine_bundle(engine);
    const struct document **documents = documents_in_order(bundle);
    int32_t today = engine_today(engine);
    struct fg_document told;

    if (documents != NULL) {
        family(page, "schedule_info", "gauge", "A document of the bundle in use.");
        for (uint32_t i = 0; i < bundle->document_count; i++) {
            document_describe(documents[i], bundle, today, sizeof(told), &told);
            put_info(page, &told);
        }
        family(page, "schedule_age_days", "gauge", "Days since it took effect; below 0: until.");
        for (uint32_t i = 0; i < bundle->document_count; i++) {
            document_describe(documents[i], bundle, today, sizeof(told), &told);
            put_age(page, &told);
        }
    }
    free(documents);
    bundle_release(bundle);
    return documents != NULL;
}

/* ---- the page ---- */

static bool page_write(struct fg_engine *engine, struct buffer *page)
{
    struct fg_health health = {.size = sizeof(health)};
    struct counts counts;

    if (engine_health(engine, &health) != FG_OK) return false;
    counters_sum(engine->counters, &counts);
    family(page, "build_info", "gauge", "The library.");
    put(page, "feeguard_build_info{version=\"%s\",abi=\"%d.%d\",mode=\"%s\"} 1\n", FG_VERSION,
        FG_ABI_MAJOR, FG_ABI_MINOR, health.mode == FG_MODE_MONITOR ? "monitor" : "enforce");
    put_calls(page, &counts);
    put_decisions(page, &counts);
    put_ledger(page, &health);
    put_bundle(page, &health, engine_now(engine));
    return put_documents(page, engine) && !page->failed;
}

fg_status engine_metrics(struct fg_engine *engine, char *buffer, size_t buffer_size,
                         size_t *size_needed)
{
    fg_status status = engine_door(engine);
    struct buffer page;

    if (status != FG_OK) return status;
    if (size_needed == NULL || (buffer == NULL && buffer_size > 0)) return FG_BAD_ARGUMENT;
    buffer_init(&page);
    status = page_write(engine, &page) && page.bytes != NULL ? FG_OK : FG_NO_MEMORY;
    if (status == FG_OK) {
        *size_needed = page.size + 1;
        if (buffer == NULL || buffer_size < *size_needed) {
            status = FG_BUFFER_TOO_SMALL;
        } else {
            memcpy(buffer, page.bytes, page.size);
            buffer[page.size] = '\0';
        }
    }
    buffer_free(&page);
    return status;
}

/* SPDX-License-Identifier: Apache-2.0
 * Schedules: documents, with NULs between them, from their bytes to decisions. What the library
 * takes the published schema takes, and the lawful amount is lawful. */
#include "audit/trail_replay.h"
#include "fuzz/fuzz.h"
#include "load/compile.h"
#include "load/lint.h"
#include "load/parse.h"
#include "rules/snapshot.h"
#include "schema/schema.h"

#define DOCUMENTS_MAX 4
#define ATTRIBUTES_MAX 16

/* ---- judging ---- */

static bool nothing_stands(void *ledger, const struct question *question, standing_visit *visit,
                           void *context)
{
    (void)ledger;
    (void)question;
    (void)visit;
    (void)context;
    return true;
}

static void decide(const struct snapshot *snapshot, const struct fg_charge *request,
                   struct decision *decision)
{
    static const struct hash_key key = {1, 2};
    static const struct ledger_view view = {.list = nothing_stands, .key = &key};
    static struct facts facts;
    struct policy policy = {.mode = 0};
    struct charge charge;
    struct fg_text field;
    struct matter matter;

    for (uint32_t code = 0; code < FG_CODE_COUNT; code++) policy.effects[code] = FG_EFFECT_DENY;
    FUZZ_CHECK(charge_read(request, &charge, &field));
    charge.payer = charge.subject = (struct hash128){0, 0};
    charge.epoch = 0;
    matter = matter_find(snapshot, &charge);
    facts_gather(matter.rules, &charge, &view, &facts);
    evaluate(&matter, &charge, &facts, &policy, decision);
}

/* What lacks is given; most conditions and multipliers are then determined. */
static uint32_t attributes_give(const struct missing *missing, struct fg_attribute *attributes,
                                uint32_t count)
{
    for (uint32_t i = 0; i < missing->count && count < ATTRIBUTES_MAX; i++) {
        struct fg_text name = missing->names[i];

        if (text_starts(name, TEXT("payer.")) || text_starts(name, TEXT("charge."))) continue;
        attributes[count++] = (struct fg_attribute){name, TEXT("2")};
    }
    return count;
}

static void check_record(const struct decision *decision)
{
    struct trail_record record;
    struct buffer buffer;

    buffer_init(&buffer);
    record_encode(decision, &buffer);
    FUZZ_CHECK(!buffer.failed);
    FUZZ_CHECK(trail_record_read(record_split(decision, &buffer).own, &record));
    buffer_free(&buffer);
}

static bool has(const struct decision *decision, int code)
{
    return (decision->found >> code & 1) != 0;
}

/* A charge far too high; then for the lawful amount, if one was told. */
static void judge(const struct snapshot *snapshot, struct fg_charge *charge)
{
    static struct decision decision;
    struct fg_attribute attributes[ATTRIBUTES_MAX];

    charge->attributes = attributes;
    charge->attribute_count = 0;
    charge->amount_fen = FG_AMOUNT_FEN_MAX;
    decide(snapshot, charge, &decision);
    charge->attribute_count = attributes_give(&decision.missing, attributes, 0);
    decide(snapshot, charge, &decision);
    check_record(&decision);
    FUZZ_CHECK(!has(&decision, FG_INVALID_CHARGE) && !has(&decision, FG_UNLISTED_ITEM));
    if (!decision.has_standard || !decision.has_due) return;
    FUZZ_CHECK(decision.assessed.standard_fen >= 0);
    FUZZ_CHECK(decision.assessed.low_fen <= decision.assessed.standard_fen);
    FUZZ_CHECK(decision.reliefs.due_fen >= 0);
    FUZZ_CHECK(decision.reliefs.due_fen <= decision.assessed.standard_fen);
    charge->amount_fen = decision.reliefs.due_fen;
    decide(snapshot, charge, &decision);
    check_record(&decision);
    FUZZ_CHECK(decision.reliefs.due_fen == charge->amount_fen);
    FUZZ_CHECK(!has(&decision, FG_OVER_STANDARD) && !has(&decision, FG_BELOW_STANDARD));
    FUZZ_CHECK(!has(&decision, FG_REDUCTION_NOT_APPLIED) && !has(&decision, FG_UNDERCHARGED));
}

static void judge_items(const struct snapshot *snapshot, const struct document *document)
{
    for (uint32_t i = 0; i < document->item_count && i < 32; i++) {
        const char *quantities[] = {"0", "7.5"};

        for (int round = 0; round < 2; round++) {
            int64_t noon_s = INT64_C(86400) * snapshot->from + 4 * 3600; /* at +08:00 */
            struct fg_charge charge = {.size = sizeof(charge),
                                       .txn = TEXT("T"),
                                       .unit = TEXT("U1"),
                                       .item = document->items[i].code,
                                       .payer = TEXT("P"),
                                       .subject = TEXT("S"),
                                       .quantity = text_of(quantities[round]),
                                       .base = TEXT("123456.78"),
                                       .time_ns = noon_s * 1000000000,
                                       .accepted_ymd = day_to_ymd(snapshot->from)};

            judge(snapshot, &charge);
        }
    }
}

static void judge_bundle(const struct bundle *bundle)
{
    for (uint32_t i = 0; i < bundle->snapshot_count && i < 8; i++) {
        const struct snapshot *snapshot = &bundle->snapshots[i];

        for (uint32_t at = 0; at < snapshot->document_count; at++) {
            judge_items(snapshot, snapshot->documents[at]);
        }
    }
}

/* ---- loading ---- */

static struct fault last; /* for who looks at a failure with a debugger */

static void note(void *context, const struct fault *fault)
{
    (void)context;
    last.rule = fault->rule;
    last.line = fault->line;
}

/* False: no part in lint for it. */
static bool take(struct arena *arena, struct fg_text bytes, struct faults *faults,
                 struct document **document)
{
    static struct schema *schema;
    uint64_t before = faults->count;

    *document = arena_take(arena, sizeof(**document));
    if (!document_parse(arena, TEXT("d.xml"), bytes, faults, *document)) return false;
    if (faults->count > before) return true;
    if (schema == NULL) schema = schema_open();
    FUZZ_CHECK(schema != NULL);
    FUZZ_CHECK(schema_check(schema, TEXT("d.xml"), bytes, faults));
    FUZZ_CHECK(faults->count == before);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct document *documents[DOCUMENTS_MAX];
    struct arena arena = {0};
    struct faults faults = {.sink = {NULL, note}};
    struct fg_text rest = fuzz_text(data, size);
    struct bundle *bundle = NULL;
    size_t count = 0;

    while (rest.size > 0 && count < DOCUMENTS_MAX) {
        const char *end = memchr(rest.bytes, '\0', rest.size);
        uint32_t taken = end == NULL ? rest.size : (uint32_t)(end - rest.bytes);

        count += take(&arena, (struct fg_text){rest.bytes, taken, 0}, &faults, &documents[count]);
        taken += end != NULL;
        rest = (struct fg_text){rest.bytes + taken, rest.size - taken, 0};
    }
    if (count > 0) FUZZ_CHECK(bundle_lint(documents, count, &faults));
    if (count > 0 && faults.count == 0 &&
        bundle_compile(&arena, documents, count, &faults, &bundle) == FG_OK) {
        judge_bundle(bundle);
    }
    bundle_release(bundle);
    arena_free(&arena);
    return 0;
}

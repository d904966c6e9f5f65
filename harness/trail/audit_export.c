/* SPDX-License-Identifier: Apache-2.0
 * feeguard audit export: each record of the trail as one line of JSON. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audit/trail_replay.h"
#include "base/text.h"
#include "engine/codes.h"
#include "engine/status.h"
#include "feeguard/host.h"
#include "harness.h"
#include "json.h"
#include "options.h"
#include "trail/audit.h"
#include "trail/audit_file.h"

static const char help[] =
    "feeguard audit export：把审计记录导出为 JSON，每条一行\n"
    "Writes each record of the trail as one line of JSON to standard output, in order.\n"
    "\n"
    "usage: feeguard audit export FILE [--from N] [--to N]\n"
    "\n"
    "Members come in a fixed order; absent values are left out. Times are RFC 3339 at +08:00, "
    "money\n"
    "is yuan as text with two places, quantities are decimals as text; there is no floating "
    "point.\n"
    "Payer and subject are pseudonyms in hexadecimal, with the epoch of the key that they were "
    "made\n"
    "with: equal ids have equal pseudonyms within one epoch.\n"
    "\n"
    "  every record  position, hash, time, kind, status, version, txn\n"
    "  decided       answer, charge, facts, policy, schedules, decision; expires, where it stands\n"
    "  commit        codes, conflict and late (what it was judged by), where it came late\n"
    "  refund        refund, amount\n"
    "\n"
    "\"answer\" is decided, invalid (a malformed charge, whose values are not kept), or earlier "
    "(the\n"
    "id was in use: the first decision again, or a conflicting retry). A record of no known "
    "format\n"
    "has its bytes as \"content\" in hexadecimal. Nothing is verified: see feeguard audit verify.\n"
    "\n"
    "options:\n"
    "  --from N          the first position; default 1\n"
    "  --to N            the last position; default: the last there is\n"
    "  --help            this page\n"
    "\n"
    "exit status:\n"
    "  0  exported\n"
    "  2  bad usage, or a file that cannot be read\n"
    "\n"
    "examples:\n"
    "  feeguard audit export ledger.db > trail.jsonl\n"
    "  feeguard audit export ledger.db --from 4097 | grep '\"OVER_STANDARD\"'\n";

static const char *const kind_names[] = {
    [ENTRY_CHECK] = "check",   [ENTRY_RESERVE] = "reserve", [ENTRY_CHARGE] = "charge",
    [ENTRY_COMMIT] = "commit", [ENTRY_RELEASE] = "release", [ENTRY_REFUND] = "refund",
};

static void put_optional(struct output *output, const char *key, struct fg_text text)
{
    if (text.size > 0) json_text(output, key, text);
}

/* A day out of the calendar is told as it is: the record may be anybody's. */
static void put_day(struct output *output, const char *key, int32_t day)
{
    if (day == DAY_NONE) return;
    if (day >= DAY_FIRST && day <= DAY_LAST) {
        json_day(output, key, day);
    } else {
        json_number(output, key, day);
    }
}

static void put_ymd(struct output *output, const char *key, int32_t ymd)
{
    int32_t day;

    if (ymd == 0) return;
    if (day_from_ymd(ymd, &day)) {
        json_day(output, key, day);
    } else {
        json_number(output, key, ymd);
    }
}

static void put_codes(struct output *output, const char *key, uint64_t bits)
{
    json_open(output, key, '[');
    for (int code = 1; code < FG_CODE_COUNT; code++) {
        if ((bits >> code & 1) != 0) json_text(output, NULL, text_of(codes[code].name));
    }
    json_close(output, ']');
}

static void put_outcome(struct output *output, const char *key, int32_t outcome)
{
    json_text(output, key, outcome == FG_ALLOW ? TEXT("allow") : TEXT("deny"));
}

/* ---- what a decision was made from ---- */

static void put_charge(struct output *output, const struct entry_read *entry)
{
    const struct fg_charge *request = &entry->request;

    json_open(output, "charge", '{');
    json_time(output, "time", request->time_ns);
    json_text(output, "unit", request->unit);
    json_text(output, "item", request->item);
    json_number(output, "epoch", entry->epoch);
    json_hex(output, "payer", request->payer);
    put_optional(output, "payer_type", request->payer_type);
    if (request->subject.size > 0) json_hex(output, "subject", request->subject);
    put_optional(output, "region", request->region);
    json_money(output, "amount", request->amount_fen);
    put_optional(output, "currency", request->currency);
    put_optional(output, "quantity", request->quantity);
    put_optional(output, "base", request->base);
    put_ymd(output, "period", request->period_ymd);
    put_ymd(output, "accepted", request->accepted_ymd);
    put_optional(output, "category", request->category);
    put_optional(output, "purpose", request->purpose);
    json_open(output, "attributes", '[');
    for (uint32_t i = 0; i < request->attribute_count; i++) {
        json_open(output, NULL, '{');
        json_text(output, "name", entry->attributes[i].name);
        json_text(output, "value", entry->attributes[i].value);
        json_close(output, '}');
    }
    json_close(output, ']');
    json_close(output, '}');
}

static void put_conflict(struct output *output, const char *key, const struct conflict *conflict)
{
    if (conflict->txn.size == 0) return;
    json_open(output, key, '{');
    json_text(output, "txn", conflict->txn);
    json_time(output, "time", conflict->time_ns);
    json_close(output, '}');
}

static void put_answers(struct output *output, const struct entry_facts *facts)
{
    static const char *const units[PER_ONCE] = {[PER_DAY] = "day",
                                                [PER_MONTH] = "month",
                                                [PER_QUARTER] = "quarter",
                                                [PER_HALF_YEAR] = "half-year",
                                                [PER_YEAR] = "year"};

    json_bool(output, "duplicate", facts->period.duplicate);
    put_conflict(output, "conflict", &facts->period.conflict);
    json_money(output, "standing", facts->period.standing_fen);
    put_day(output, "earliest", facts->period.earliest_day);
    put_conflict(output, "unequal", &facts->unequal);
    json_open(output, "counted", '{');
    for (int per = PER_DAY; per < PER_ONCE; per++) {
        if ((facts->counted & (1U << per)) != 0) {
            json_micro(output, units[per], facts->counted_micro[per]);
        }
    }
    json_close(output, '}');
}

static void put_facts(struct output *output, const struct entry_read *entry)
{
    struct entry_facts facts = entry->facts;

    json_open(output, "facts", '{');
    json_bool(output, "available", facts.available);
    if (facts.available) put_answers(output, &facts);
    json_open(output, "relief_used", '[');
    for (uint32_t i = 0; i < facts.relief_count; i++) {
        struct entry_fact relief = entry_next_relief(&facts);

        json_open(output, NULL, '{');
        json_text(output, "id", relief.id);
        json_money(output, "used", relief.used_fen);
        json_close(output, '}');
    }
    json_close(output, ']');
    json_open(output, "named_by", '[');
    for (uint32_t i = 0; i < facts.named_count; i++) {
        json_text(output, NULL, entry_next_named(&facts));
    }
    json_close(output, ']');
    json_close(output, '}');
}

static void put_policy(struct output *output, const struct entry_read *entry)
{
    static const char *const names[] = {
        [FG_EFFECT_DENY] = "deny", [FG_EFFECT_WARN] = "warn", [FG_EFFECT_OFF] = "off"};

    json_open(output, "policy", '{');
    json_text(output, "mode",
              entry->policy.mode == FG_MODE_MONITOR ? TEXT("monitor") : TEXT("enforce"));
    put_day(output, "as_known", entry->as_known_day);
    json_open(output, "effects", '{');
    for (int code = 1; code < FG_CODE_COUNT; code++) {
        uint8_t effect = entry->policy.effects[code];

        if (effect < FG_EFFECT_DENY || effect > FG_EFFECT_OFF) {
            json_number(output, codes[code].name, effect);
        } else {
            json_text(output, codes[code].name, text_of(names[effect]));
        }
    }
    json_close(output, '}');
    json_close(output, '}');
}

static void put_schedules(struct output *output, const struct audit_file *file,
                          struct fg_text digest)
{
    const struct manifest *manifest = audit_manifest(file, digest);
    struct reader reader =
        reader_of(manifest != NULL ? manifest->text : (struct fg_text){NULL, 0, 0});

    if (digest.size > 0) json_hex(output, "schedules_digest", digest);
    json_open(output, "schedules", '[');
    while (reader.at < reader.end) {
        struct fg_text label = reader_text(&reader), bytes = reader_text(&reader);

        if (reader.failed) break;
        json_open(output, NULL, '{');
        json_text(output, "id", label);
        json_hex(output, "sha256", bytes);
        json_close(output, '}');
    }
    json_close(output, ']');
}

/* ---- the decision ---- */

static void put_findings(struct output *output, struct trail_record *record)
{
    json_open(output, "findings", '[');
    for (int code = 1; code < FG_CODE_COUNT; code++) {
        struct fg_text number, title;

        if ((record->head.codes >> code & 1) == 0) continue;
        number = reader_text(&record->findings);
        title = reader_text(&record->findings);
        json_open(output, NULL, '{');
        json_text(output, "code", text_of(codes[code].name));
        json_text(output, "effect",
                  (record->head.denying >> code & 1) != 0 ? TEXT("deny") : TEXT("warn"));
        put_optional(output, "basis", number);
        put_optional(output, "title", title);
        put_optional(output, "detail", reader_text(&record->findings));
        json_close(output, '}');
    }
    json_close(output, ']');
}

static void put_amounts(struct output *output, const struct record_head *head)
{
    if ((head->present & FG_HAS_STANDARD) != 0) {
        json_money(output, "standard", head->standard_fen);
    }
    if ((head->present & FG_HAS_LOW) != 0) json_money(output, "low", head->low_fen);
    if ((head->present & FG_HAS_DUE) != 0) json_money(output, "due", head->due_fen);
    if ((head->present & FG_HAS_EARLIEST) != 0) put_ymd(output, "earliest", head->earliest_ymd);
}

static void put_lists(struct output *output, struct trail_record *record)
{
    json_open(output, "reductions", '[');
    for (uint32_t i = 0; i < record->head.reduction_count; i++) {
        json_open(output, NULL, '{');
        json_text(output, "id", reader_text(&record->reductions));
        json_money(output, "relief", reader_i64(&record->reductions));
        json_close(output, '}');
    }
    json_close(output, ']');
    json_open(output, "missing", '[');
    for (uint32_t i = 0; i < record->head.missing_count; i++) {
        json_text(output, NULL, reader_text(&record->missing));
    }
    json_close(output, ']');
}

static void put_decision(struct output *output, struct fg_text bytes)
{
    struct trail_record record;

    if (!trail_record_read(bytes, &record)) {
        json_hex(output, "decision", bytes);
        return;
    }
    json_open(output, "decision", '{');
    put_outcome(output, "outcome", record.head.outcome);
    put_outcome(output, "told", record.head.told);
    put_codes(output, "codes", record.head.codes);
    if (record.head.observed != 0) json_bool(output, "observed", true);
    put_amounts(output, &record.head);
    put_optional(output, "item_name", record.item_name);
    put_optional(output, "conflict", record.conflict);
    put_optional(output, "field", record.field);
    put_findings(output, &record);
    put_lists(output, &record);
    json_close(output, '}');
}

/* ---- records ---- */

static void put_answer(struct output *output, const struct audit_file *file,
                       const struct entry_read *entry)
{
    switch (entry->answer) {
    case ANSWER_DECIDED:
        json_text(output, "answer", TEXT("decided"));
        put_charge(output, entry);
        put_facts(output, entry);
        put_policy(output, entry);
        put_schedules(output, file, entry->schedules);
        put_decision(output, entry->record);
        if (entry->expires_ns != 0) json_time(output, "expires", entry->expires_ns);
        return;
    case ANSWER_INVALID:
        json_text(output, "answer", TEXT("invalid"));
        put_decision(output, entry->record);
        return;
    case ANSWER_EARLIER: json_text(output, "answer", TEXT("earlier"));
    }
}

/* What a late commit was judged by. */
static void put_late(struct output *output, const struct late *late)
{
    json_open(output, "late", '{');
    json_time(output, "expired", late->expires_ns);
    json_money(output, "amount", late->amount_fen);
    json_money(output, "due", late->due_fen);
    json_bool(output, "duplicate_ran", late->duplicate_ran);
    json_bool(output, "instalments_ran", late->instalments_ran);
    json_bool(output, "duplicate", late->facts.duplicate);
    put_conflict(output, "conflict", &late->facts.conflict);
    json_money(output, "standing", late->facts.standing_fen);
    json_close(output, '}');
}

static void put_entry(struct output *output, const struct audit_file *file,
                      const struct entry_read *entry)
{
    json_time(output, "time", entry->head.engine_ns);
    json_text(output, "kind", text_of(kind_names[entry->head.kind]));
    json_text(output, "status", text_of(status_name(entry->head.status)));
    json_text(output, "version", entry->head.version);
    put_optional(output, "txn", entry->head.txn);
    if (entry->head.kind <= ENTRY_CHARGE) {
        put_answer(output, file, entry);
    } else if (entry->head.kind == ENTRY_COMMIT && entry->head.status == FG_COMMITTED_LATE) {
        put_codes(output, "codes", entry->late_codes);
        put_optional(output, "conflict", entry->conflict);
        if (entry->has_late) put_late(output, &entry->late);
    } else if (entry->head.kind == ENTRY_REFUND) {
        json_text(output, "refund", entry->refund);
        json_money(output, "amount", entry->refund_fen);
    }
}

static bool export_rows(struct audit_file *file, uint64_t from, uint64_t to)
{
    struct output output = {0};
    struct entry_read entry;
    struct audit_row row;
    bool failed;

    if (!audit_rows_begin(file, from)) return false;
    while (audit_rows_next(file, &row, &failed)) {
        if (row.stored.position > to) break;
        json_open(&output, NULL, '{');
        json_number(&output, "position", (int64_t)row.stored.position);
        json_hex(&output, "hash",
                 (struct fg_text){(const char *)row.stored.hash.bytes, DIGEST_SIZE, 0});
        if (entry_decode(row.content, &entry)) {
            put_entry(&output, file, &entry);
        } else {
            json_hex(&output, "content", row.content);
        }
        json_close(&output, '}');
        json_line(&output);
    }
    output_free(&output);
    return !failed;
}

int audit_export(int argc, char **argv)
{
    const char *from_text = NULL, *to_text = NULL;
    bool wants_help = false, done;
    const struct option_spec specs[] = {
        {"--from", &from_text, NULL},
        {"--to", &to_text, NULL},
        {"--help", NULL, &wants_help},
    };
    long from = 1, to = INT64_MAX;
    struct audit_file file;
    int count;

    if (!options_read(specs, sizeof(specs) / sizeof(specs[0]), argc, argv, &count)) {
        return EXIT_FAILED;
    }
    if (wants_help) {
        fputs(help, stdout);
        return EXIT_DONE;
    }
    if (count != 1) {
        complain("audit export needs one FILE; see feeguard audit export --help");
        return EXIT_FAILED;
    }
    if (!option_number("--from", from_text, 1, INT64_MAX, &from) ||
        !option_number("--to", to_text, from, INT64_MAX, &to) || !audit_file_open(&file, argv[1])) {
        return EXIT_FAILED;
    }
    done = export_rows(&file, (uint64_t)from, (uint64_t)to);
    audit_file_close(&file);
    return done ? EXIT_DONE : EXIT_FAILED;
}

/* SPDX-License-Identifier: Apache-2.0
 * The script is a table. Its clock moves only where a step says so, and a call that fails keeps
 * nothing: so every run, with whatever fault, must leave the same trail, byte for byte. */
#include "fault/script.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum step_kind {
    STEP_OPEN,
    STEP_CLOSE,
    STEP_RELOAD, /* with one document more */
    STEP_LATER,  /* reservations run out */
    STEP_CALL,
    STEP_SUBMIT
};

struct step {
    const char *story;
    enum step_kind kind;
    int32_t request; /* FG_REQUEST_* */
    const char *txn, *item, *payer;
    int64_t amount_fen;
    fg_status expected;
    uint64_t codes;
};

#define P1 "91210100PAYER0001X"
#define P2 "91210100PAYER0002X"
#define RESERVE(kind, txn, item, payer, fen) kind, FG_REQUEST_RESERVE, txn, item, payer, fen
#define CHARGE(kind, txn, item, payer, fen) kind, FG_REQUEST_CHARGE, txn, item, payer, fen
#define CHECK(kind, txn, item, payer, fen) kind, FG_REQUEST_CHECK, txn, item, payer, fen
#define COMMIT(kind, txn) kind, FG_REQUEST_COMMIT, txn, NULL, NULL, 0
#define RELEASE(kind, txn) kind, FG_REQUEST_RELEASE, txn, NULL, NULL, 0
#define REFUND(kind, txn, fen) kind, FG_REQUEST_REFUND, txn, NULL, NULL, fen
#define TWICE BIT(FG_DUPLICATE)
#define TOO_MUCH BIT(FG_INSTALMENTS_EXCEED)

static const struct step steps[] = {
    {.story = "open", .kind = STEP_OPEN},
    {"reserve", RESERVE(STEP_CALL, "A", "REG", P1, 8000), FG_OK, 0},
    {"check of a second", CHECK(STEP_CALL, "B", "REG", P1, 8000), FG_DENIED, TWICE},
    {"commit", COMMIT(STEP_CALL, "A"), FG_OK, 0},
    {"retry", RESERVE(STEP_CALL, "A", "REG", P1, 8000), FG_OK, 0},
    {"reserve a second", RESERVE(STEP_CALL, "B", "REG", P1, 8000), FG_DENIED, TWICE},
    {"charge a part", CHARGE(STEP_CALL, "C", "PARTS", P1, 6000), FG_OK, 0},
    {"charge too much", CHARGE(STEP_SUBMIT, "D", "PARTS", P1, 4001), FG_DENIED, TOO_MUCH},
    {"submit a part", RESERVE(STEP_SUBMIT, "E", "PARTS", P1, 4000), FG_OK, 0},
    {"release", RELEASE(STEP_SUBMIT, "E"), FG_OK, 0},
    {"charge its place", CHARGE(STEP_CALL, "F", "PARTS", P1, 4000), FG_OK, 0},
    {"refund", REFUND(STEP_CALL, "A", 8000), FG_OK, 0},
    {"refund again", REFUND(STEP_CALL, "A", 8000), FG_OK, 0},
    {"reserve what was refunded", RESERVE(STEP_CALL, "G", "REG", P1, 8000), FG_OK, 0},
    {"charge what was reserved", CHARGE(STEP_CALL, "G", "REG", P1, 8000), FG_OK, 0},
    {.story = "reload", .kind = STEP_RELOAD},
    {"charge with relief", CHARGE(STEP_CALL, "H", "SMALL", P1, 5000), FG_OK, 0},
    {"charge without a period", CHARGE(STEP_CALL, "I", "FREE", P1, 8000), FG_OK, 0},
    {"malformed", CHARGE(STEP_CALL, "N", "FREE", P1, -1), FG_DENIED, BIT(FG_INVALID_CHARGE)},
    {"reserve for long", RESERVE(STEP_SUBMIT, "J", "REG", P2, 8000), FG_OK, 0},
    {.story = "later", .kind = STEP_LATER},
    {"reserve what ran out", RESERVE(STEP_CALL, "K", "REG", P2, 8000), FG_OK, 0},
    {"commit late", COMMIT(STEP_CALL, "J"), FG_COMMITTED_LATE, TWICE},
    {.story = "close", .kind = STEP_CLOSE},
    {.story = "open again", .kind = STEP_OPEN},
    {"retry after opening", RESERVE(STEP_CALL, "K", "REG", P2, 8000), FG_OK, 0},
    {"check after opening", CHECK(STEP_CALL, "L", "REG", P1, 8000), FG_DENIED, TWICE},
    {"other content", RESERVE(STEP_CALL, "K", "REG", P1, 8000), FG_CONFLICTING_RETRY, 0},
    {"commit of nothing", COMMIT(STEP_CALL, "D"), FG_NOT_FOUND, 0},
    {"release of money", RELEASE(STEP_SUBMIT, "J"), FG_NOT_RESERVED, 0},
    {"refund of nothing", REFUND(STEP_CALL, "K", 1), FG_NOT_COMMITTED, 0},
    {"refund too much", REFUND(STEP_SUBMIT, "C", 6001), FG_OVER_REFUND, 0},
    {.story = "close at the end", .kind = STEP_CLOSE},
};

static const char more[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<schedule xmlns=\"urn:feeguard:schedule:1\" id=\"MORE\" level=\"national\" region=\"000000\""
    " issuer=\"sample\" serial=\"1\" effective=\"2020-01-01\"/>";

_Static_assert(COUNT(steps) <= SCRIPT_STEPS_MAX, "room for what is taken down");

void script_fail(const struct script *script, const char *format, ...)
{
    va_list rest;

    script->disarm();
    fprintf(stderr, "kind %d, call %" PRIu64 ", %" PRIu64 " failed, step \"%s\": ", script->kind,
            script->nth, script->reached, script->step);
    va_start(rest, format);
    vfprintf(stderr, format, rest);
    va_end(rest);
    fprintf(stderr, "\nthe last line told: %s\nthe ledger is kept: %s\n", script->line,
            script->ledger);
    exit(1);
}

static void end_fault(struct script *script)
{
    script->reached += script->disarm();
}

/* ---- setup ---- */

static int64_t now_ns;

static int64_t tell_time(void *context)
{
    (void)context;
    return now_ns;
}

/* No line may name a payer; what else it says is for people. */
static void hear(void *context, int32_t severity, const char *line)
{
    struct script *script = context;

    (void)severity;
    snprintf(script->line, sizeof(script->line), "%s", line);
    if (strstr(line, "PAYER") != NULL) script_fail(script, "the log names a payer: %s", line);
    if (script->takes_down && strncmp(line, "trail head ", 11) == 0) {
        snprintf(script->head, sizeof(script->head), "%s", line + 11);
    }
}

static fg_status open_engine(struct script *script)
{
    struct fg_host host = {
        .size = sizeof(host), .context = script, .log = hear, .clock = tell_time};
    struct fg_options options = {.size = sizeof(options),
                                 .schedules = text_from(script->directory),
                                 .language = FG_LANGUAGE_EN};
    char option[2 * PATH_SIZE];

    snprintf(option, sizeof(option), "sqlite:%s", script->ledger);
    options.ledger = text_from(option);
    return script->engine.plugin->open(&host, &options, &script->engine.engine);
}

/* Of what failed for once, nothing is said that would make an operator act on a good ledger; but
 * SQLite takes a file that the disk does not give for a damaged one. */
static bool may_fail_with(const struct script *script, fg_status status)
{
    switch (status) {
    case FG_LEDGER_UNAVAILABLE: return true;
    case FG_NO_MEMORY: return script->kind == INJECT_MEMORY || script->kind == INJECT_MAP;
    case FG_SCHEDULE_UNREADABLE: return script->kind == INJECT_OPEN || script->kind == INJECT_READ;
    case FG_LEDGER_REFUSED: /* keys that could not be read; libcrypto does not say for want of what
                             */
        return script->kind == INJECT_OPEN || script->kind == INJECT_READ ||
               script->kind == INJECT_MEMORY;
    case FG_LEDGER_DAMAGED: return script->kind == INJECT_READ;
    default: return false;
    }
}

static fg_status set_up(struct script *script, enum step_kind kind)
{
    if (kind == STEP_OPEN) return open_engine(script);
    return script->engine.plugin->reload(script->engine.engine);
}

static void do_setup(struct script *script, enum step_kind kind)
{
    fg_status status = set_up(script, kind);

    if (status == FG_OK) return;
    end_fault(script);
    if (script->reached == 0) script_fail(script, "gave %" PRId32 " without a fault", status);
    if (!may_fail_with(script, status)) script_fail(script, "gave %" PRId32, status);
    script->unanswered++;
    status = set_up(script, kind);
    if (status != FG_OK) script_fail(script, "gives %" PRId32 " after the fault", status);
}

/* ---- calls ---- */

static struct answer answer;

static fg_status collect(struct script *script, const struct fg_request *request)
{
    const struct fg_plugin *plugin = script->engine.plugin;
    struct fg_completion completion;
    fg_status status = plugin->submit(script->engine.engine, request);
    uint32_t count = 0;

    if (status != FG_OK) return status;
    if (!fault_wait(&script->engine)) script_fail(script, "was never completed");
    plugin->collect(script->engine.engine, &completion, 1, &count);
    if (count != 1 || completion.tag != request->tag) script_fail(script, "was completed wrongly");
    return completion.status;
}

static fg_status call(struct script *script, const struct fg_request *request)
{
    const struct fg_plugin *plugin = script->engine.plugin;
    struct fg_engine *engine = script->engine.engine;

    switch (request->kind) {
    case FG_REQUEST_CHECK: return plugin->check(engine, request->charge, request->decision);
    case FG_REQUEST_RESERVE: return plugin->reserve(engine, request->charge, request->decision);
    case FG_REQUEST_CHARGE: return plugin->charge(engine, request->charge, request->decision);
    case FG_REQUEST_COMMIT: return plugin->commit(engine, request->txn, request->decision);
    case FG_REQUEST_RELEASE: return plugin->release(engine, request->txn);
    default: return plugin->refund(engine, request->refund);
    }
}

static fg_status ask(struct script *script, const struct step *step)
{
    static const struct fg_attribute few = {STATIC_TEXT("employees"), STATIC_TEXT("12")};
    struct fg_charge charge = {.size = sizeof(charge)};
    struct fg_refund refund = {.size = sizeof(refund),
                               .txn = text_from(step->txn),
                               .refund = text_from("R"),
                               .amount_fen = step->amount_fen};
    struct fg_request request = {.size = sizeof(request),
                                 .kind = step->request,
                                 .tag = (uint64_t)(step - steps),
                                 .charge = &charge,
                                 .txn = text_from(step->txn),
                                 .refund = &refund,
                                 .decision = &answer.decision};

    if (step->item != NULL) {
        charge = town_charge(step->txn, step->item, step->amount_fen);
        charge.payer = text_from(step->payer);
        charge.attributes = &few;
        charge.attribute_count = 1;
    }
    answer_init(&answer);
    return step->kind == STEP_SUBMIT ? collect(script, &request) : call(script, &request);
}

/* A decision without a record of it is a refusal for want of the ledger, whatever it found. */
static bool is_answered(const struct step *step, fg_status status)
{
    if (status == FG_LEDGER_UNAVAILABLE || status == FG_NO_MEMORY) return false;
    return step->request > FG_REQUEST_CHARGE || status != FG_DENIED || answer.decision.position > 0;
}

static struct script_state state_of(const struct script *script)
{
    struct fg_health health = {.size = sizeof(health)};

    script->engine.plugin->health(script->engine.engine, &health);
    return (struct script_state){health.position, health.reserved_count, health.committed_count};
}

static void demand_state(const struct script *script, size_t index, const char *when)
{
    struct script_state is = state_of(script), *must = (void *)(size_t)&script->states[index];

    if (memcmp(&is, must, sizeof(is)) == 0) return;
    script_fail(script,
                "%s: %" PRIu64 " records, %" PRIu64 " reserved, %" PRIu64 " committed; must be"
                " %" PRIu64 ", %" PRIu64 ", %" PRIu64,
                when, is.position, is.reserved, is.committed, must->position, must->reserved,
                must->committed);
}

/* What was answered is right, and on record. */
static void judge(const struct script *script, const struct step *step, fg_status status)
{
    bool decides = step->request <= FG_REQUEST_CHARGE;
    bool consents = decides && step->request != FG_REQUEST_CHECK && status == FG_OK;
    uint64_t codes = answer.decision.codes;

    if (status != step->expected) {
        script_fail(script, "gave %" PRId32 ", found %" PRIx64, status, codes);
    }
    if (status != FG_CONFLICTING_RETRY && step->request <= FG_REQUEST_COMMIT &&
        codes != step->codes) {
        script_fail(script, "found %" PRIx64, codes);
    }
    if (!decides || status == FG_CONFLICTING_RETRY) return;
    if (answer.decision.position == 0) script_fail(script, "was decided without a record");
    /* For want of memory there may be a consent without a permit: the same call gives it. */
    if (consents && answer.decision.permit.size == 0 && script->kind != INJECT_MEMORY) {
        script_fail(script, "was allowed without a permit");
    }
}

static void do_call(struct script *script, size_t index)
{
    const struct step *step = &steps[index];
    fg_status status = ask(script, step);

    if (!is_answered(step, status)) {
        end_fault(script);
        if (script->reached == 0) script_fail(script, "gave %" PRId32 " without a fault", status);
        if (status == FG_NO_MEMORY && script->kind != INJECT_MEMORY) {
            script_fail(script, "gave %" PRId32, status);
        }
        script->unanswered++;
        demand_state(script, index - 1, "unanswered, but something was kept");
        status = ask(script, step);
    }
    judge(script, step, status);
    if (script->takes_down) script->states[index] = state_of(script);
}

/* ---- the run ---- */

/* After a step that leaves what stands as it is. */
static struct script_state *state_keep(struct script *script, size_t index)
{
    script->states[index] = script->states[index - 1];
    return &script->states[index];
}

/* The document that the reload brings in lies ready under another name. */
static void bring_document(const struct script *script)
{
    char from[PATH_SIZE + 16], to[PATH_SIZE + 16];

    snprintf(from, sizeof(from), "%s/more", script->directory);
    snprintf(to, sizeof(to), "%s/more.xml", script->directory);
    if (rename(from, to) != 0) script_fail(script, "%s is not there", from);
}

static void do_step(struct script *script, size_t index)
{
    const struct step *step = &steps[index];

    script->step = step->story;
    switch (step->kind) {
    case STEP_CALL:
    case STEP_SUBMIT: do_call(script, index); return;
    case STEP_RELOAD:
        bring_document(script);
        do_setup(script, STEP_RELOAD);
        break;
    case STEP_OPEN: do_setup(script, STEP_OPEN); break;
    case STEP_LATER:
        now_ns += 900 * SECOND_NS;
        if (script->takes_down) state_keep(script, index)->reserved = 0;
        return;
    case STEP_CLOSE:
        script->engine.plugin->close(script->engine.engine);
        script->engine.engine = NULL;
        break;
    }
    if (script->takes_down && index > 0) state_keep(script, index);
}

void script_run(struct script *script, int kind, uint64_t nth, uint64_t count)
{
    script->kind = kind;
    script->nth = nth;
    script->count = count;
    script->reached = script->unanswered = 0;
    script->line[0] = '\0';
    script->takes_down = kind == INJECT_NOTHING;
    now_ns = NOON_NS;
    disk_write(script->directory, "more", more);
    script->arm(kind, nth, count);
    for (size_t i = 0; i < COUNT(steps); i++) do_step(script, i);
    end_fault(script);
}

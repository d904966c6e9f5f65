/* SPDX-License-Identifier: Apache-2.0
 * fault_checker SCHEDULES LEDGER: asks the ledger what became of charges, changing nothing.
 *
 * Reads "T txn key" and "K key" lines; prints "open nanoseconds", then for each line in order "T
 * txn state" (none, reserved, ended, committed, refunded) or "K key state" (free, taken), and at
 * last "count reserved committed". Two questions tell the states apart without changing them: a
 * refund of more than there can be, under the id that workers use, and a check of the same id with
 * another amount. */
#include "fault/engine.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ASKED_MAX 512 /* lines asked about at a time */

struct line {
    char kind[2], id[FG_CODE_SIZE_MAX + 1], key[FG_CODE_SIZE_MAX + 1];
    fg_status refund, check;
    struct fg_decision decision;
};

static struct fault_engine engine;
static struct line lines[ASKED_MAX];

static void give_up(const char *what, fg_status status)
{
    fprintf(stderr, "checker: %s: %" PRId32 "\n", what, status);
    exit(3);
}

static void submit(const struct fg_request *request)
{
    fg_status status = engine.plugin->submit(engine.engine, request);

    if (status != FG_OK) give_up("submit", status);
}

static void ask(struct line *line, uint64_t tag)
{
    bool is_key = line->kind[0] == 'K';
    struct fg_charge charge = fault_charge(is_key ? "LOOK" : line->id,
                                           is_key ? line->id : line->key, is_key ? 8000 : 7000);
    struct fg_refund refund = {.size = sizeof(refund),
                               .txn = text_from(line->id),
                               .refund = text_from("R"),
                               .amount_fen = FG_AMOUNT_FEN_MAX};
    struct fg_request check = {.size = sizeof(check),
                               .kind = FG_REQUEST_CHECK,
                               .tag = tag,
                               .charge = &charge,
                               .decision = &line->decision};
    struct fg_request give_back = {
        .size = sizeof(give_back), .kind = FG_REQUEST_REFUND, .tag = tag, .refund = &refund};

    line->decision = (struct fg_decision){.size = sizeof(line->decision)};
    submit(&check);
    submit(&give_back);
}

static void collect(size_t count)
{
    struct fg_completion completions[64];
    size_t collected = 0;
    uint32_t got = 0;

    while (collected < 2 * count) {
        if (!fault_wait(&engine)) give_up("nothing to collect", 0);
        engine.plugin->collect(engine.engine, completions, 64, &got);
        for (uint32_t i = 0; i < got; i++, collected++) {
            struct line *line = &lines[completions[i].tag];

            *(collected % 2 == 0 ? &line->check : &line->refund) = completions[i].status;
        }
    }
}

static const char *state_of(const struct line *line)
{
    if (line->kind[0] == 'K') {
        if (line->check == FG_OK) return "free";
        if (line->decision.codes != BIT(FG_DUPLICATE)) give_up(line->id, line->check);
        return "taken";
    }
    switch (line->refund) {
    case FG_NOT_FOUND: return "none";
    case FG_NOT_COMMITTED: return line->check == FG_CONFLICTING_RETRY ? "reserved" : "ended";
    case FG_OVER_REFUND: return "committed";
    case FG_CONFLICTING_RETRY: return "refunded";
    default: give_up(line->id, line->refund);
    }
    return NULL;
}

static bool read_line(struct line *line)
{
    if (scanf("%1s %64s", line->kind, line->id) != 2) return false;
    return line->kind[0] == 'K' || scanf("%64s", line->key) == 1;
}

static void print_counts(void)
{
    struct fg_health health = {.size = sizeof(health)};
    fg_status status = engine.plugin->health(engine.engine, &health);

    if (status != FG_OK) give_up("health", status);
    printf("count %" PRIu64 " %" PRIu64 "\n", health.reserved_count, health.committed_count);
}

int main(int count, char **arguments)
{
    int64_t began = fault_now();
    fg_status status;
    size_t asked;

    if (count != 3) {
        fprintf(stderr, "usage: fault_checker SCHEDULES LEDGER\n");
        return 2;
    }
    status = fault_open(&engine, arguments[1], arguments[2]);
    if (status != FG_OK) give_up("open", status);
    printf("open %" PRId64 "\n", fault_now() - began);
    do {
        for (asked = 0; asked < ASKED_MAX && read_line(&lines[asked]); asked++) {
            ask(&lines[asked], asked);
        }
        collect(asked);
        for (size_t i = 0; i < asked; i++) {
            printf("%s %s %s\n", lines[i].kind, lines[i].id, state_of(&lines[i]));
        }
    } while (asked == ASKED_MAX);
    print_counts();
    fault_close(&engine);
    return 0;
}

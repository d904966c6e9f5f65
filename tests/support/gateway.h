/* SPDX-License-Identifier: Apache-2.0
 * A small gateway: the shared library, one engine over a directory of its own, a clock that a test
 * sets, and the log. Sees the public headers only. */
#ifndef TESTS_SUPPORT_GATEWAY_H
#define TESTS_SUPPORT_GATEWAY_H

#include "support/test.h"

#include <stdbool.h>

#include "feeguard/plugin.h"
#include "support/files.h"

#define SECOND_NS INT64_C(1000000000)
#define DAY_NS (86400 * SECOND_NS)
#define NOON_NS (INT64_C(1782878400) * SECOND_NS) /* 2026-07-01T12:00+08:00, the first "now" */

#define BIT(code) (UINT64_C(1) << (code))

#define LOG_SIZE 65536

struct gateway {
    void *library;
    const struct fg_plugin *plugin;
    struct fg_engine *engine; /* NULL before gateway_open */
    struct fg_host host;
    struct fg_options options;
    char directory[PATH_SIZE]; /* of schedules */
    _Atomic int64_t now_ns;
    char log[LOG_SIZE]; /* all lines, each with a line feed */
    size_t log_used;
};

/* Loads the library, makes the directory; options as their defaults. */
void gateway_init(struct gateway *gateway);
/* A symbol of the library; fails the test when there is none. */
void *gateway_symbol(const struct gateway *gateway, const char *name);
/* Opens the engine and demands FG_OK, or that the status be the one expected. */
void gateway_open(struct gateway *gateway);
void gateway_open_status(struct gateway *gateway, fg_status expected);
/* How often the log says this; also while the engine's own threads write it. */
size_t gateway_said(const struct gateway *gateway, const char *what);
/* Gives the engine's own threads a moment; for loops that end when something has happened. */
void gateway_wait(void);
/* Health, which must be told. */
struct fg_health gateway_health(const struct gateway *gateway);
/* Closes the engine only, so that it can be opened with other options. */
void gateway_close(struct gateway *gateway);
/* Closes, unloads, removes the directory. */
void gateway_free(struct gateway *gateway);

struct fg_text text_from(const char *string); /* NULL: absent */
bool text_is(struct fg_text text, const char *string);

/* A decision with memory of its own. */
struct answer {
    struct fg_decision decision;
    _Alignas(void *) unsigned char memory[4 * FG_DECISION_MEMORY];
};

void answer_init(struct answer *answer);

typedef fg_status (*gateway_call)(struct fg_engine *engine, const struct fg_charge *charge,
                                  struct fg_decision *decision);

/* Asks one of check, reserve, charge. */
fg_status gateway_ask(const struct gateway *gateway, gateway_call call,
                      const struct fg_charge *charge, struct answer *answer);

/* The finding of a code; NULL: not found. */
const struct fg_finding *answer_finding(const struct answer *answer, int32_t code);

/* Gives back an amount; see fg_plugin.refund. */
fg_status gateway_refund(const struct gateway *gateway, const char *txn, const char *refund,
                         int64_t amount_fen);

#endif

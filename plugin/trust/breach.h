/* SPDX-License-Identifier: Apache-2.0
 * Why a document is not trusted: a kind, a place, and the names and values at hand. The sentences
 * are in breaches.inc; the room above puts them together with its own. */
#ifndef FEEGUARD_TRUST_BREACH_H
#define FEEGUARD_TRUST_BREACH_H

#include <stddef.h>
#include <stdint.h>

#include "feeguard/text.h"

enum breach_kind {
#define X(identifier, ...) BREACH_##identifier,
#include "trust/breaches.inc"
#undef X
    BREACH_COUNT
};

/* Lives during the callback only. */
struct breach {
    enum breach_kind kind;
    struct fg_text file;
    uint32_t line; /* 0: the file as a whole */
    const struct fg_text *arguments;
    size_t argument_count;
};

/* Where breaches go; `report` may be NULL. */
struct breaches {
    void *context;
    void (*report)(void *context, const struct breach *breach);
    uint64_t count;
};

/* "chain-foreign". */
const char *breach_name(enum breach_kind kind);

void breach_add(struct breaches *breaches, const struct breach *breach);

/* BREACH(breaches, KIND, file, line, arguments ...); at least one argument. */
#define BREACH(breaches, identifier, in_file, at_line, ...)                                        \
    breach_add(breaches, &(struct breach){BREACH_##identifier, in_file, at_line,                   \
                                          (const struct fg_text[]){__VA_ARGS__},                   \
                                          sizeof((const struct fg_text[]){__VA_ARGS__}) /          \
                                              sizeof(struct fg_text)})

#endif

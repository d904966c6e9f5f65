/* SPDX-License-Identifier: Apache-2.0
 * The names of breaches, and handing one on. */
#include "trust/breach.h"

static const char *const names[] = {
#define X(identifier, name, ...) [BREACH_##identifier] = name,
#include "trust/breaches.inc"
#undef X
};

const char *breach_name(enum breach_kind kind)
{
    return names[kind];
}

void breach_add(struct breaches *breaches, const struct breach *breach)
{
    breaches->count++;
    if (breaches->report != NULL) breaches->report(breaches->context, breach);
}

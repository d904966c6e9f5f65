/* SPDX-License-Identifier: Apache-2.0
 * The rules a bundle can break, and the reporting of each breach in two languages.
 *
 * A rule is one row of structure_rules.inc (what a document must look like), lint_rules.inc (what
 * documents must mean together), limit_rules.inc (what tables and a running engine can take),
 * trust_rules.inc (orders and predecessors) or trust/breaches.inc (why a document is not trusted):
 *   X(IDENTIFIER, "name", "what, Chinese", "what, English", "remedy, Chinese", "remedy, English")
 * where {1} ... {4} stand for the names and values at hand. */
#ifndef FEEGUARD_LOAD_FAULTS_H
#define FEEGUARD_LOAD_FAULTS_H

#include <stdint.h>

#include "base/text.h"
#include "load/load.h"

enum rule {
#define X(identifier, name, what_zh, what_en, remedy_zh, remedy_en) RULE_##identifier,
#include "load/limit_rules.inc"
#include "load/lint_rules.inc"
#include "load/structure_rules.inc"
#include "load/trust_rules.inc"
#include "trust/breaches.inc"
#undef X
    RULE_COUNT
};

/* Where faults go while a bundle is loaded. */
struct faults {
    struct fault_sink sink;
    uint64_t count; /* all that were found, reported or not */
};

/* Reports one breach at file:line. Arguments past the last one used may be left out of the array;
 * an argument longer than 200 bytes is cut with "…". */
void fault_add(struct faults *faults, enum rule rule, struct fg_text file, uint32_t line,
               const struct fg_text *arguments, size_t argument_count);

/* fault_add with the arguments in place: FAULT(faults, RULE_X, file, line, a, b). At least one. */
#define FAULT(faults, rule, file, line, ...)                                                       \
    fault_add(faults, rule, file, line, (const struct fg_text[]){__VA_ARGS__},                     \
              sizeof((const struct fg_text[]){__VA_ARGS__}) / sizeof(struct fg_text))

#endif

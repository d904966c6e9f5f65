/* SPDX-License-Identifier: Apache-2.0
 * From the files of a bundle to questions of trust, and from breaches to faults. */
#include "load/seal.h"

#include <unistd.h>

#include "base/text.h"
#include "load/read.h"

static const enum rule rules[BREACH_COUNT] = {
#define X(identifier, ...) [BREACH_##identifier] = RULE_##identifier,
#include "trust/breaches.inc"
#undef X
};

static void breach_report(void *faults, const struct breach *breach)
{
    fault_add(faults, rules[breach->kind], breach->file, breach->line, breach->arguments,
              breach->argument_count);
}

fg_status trust_load(struct fg_text directory, int64_t now_ns, struct fault_sink sink,
                     struct trust **trust)
{
    struct faults faults = {.sink = sink};
    struct breaches breaches = {&faults, breach_report, 0};

    return trust_open(directory, now_ns, &breaches, trust);
}

/* "X.xml.sig", with a NUL behind it; bytes NULL when memory has run out. */
static struct fg_text signature_path(struct arena *arena, struct fg_text path)
{
    size_t size = path.size + sizeof(SIGNATURE_ENDING);
    char *name = arena_take(arena, size);

    if (name == NULL) return (struct fg_text){0};
    memcpy(name, path.bytes, path.size);
    memcpy(name + path.size, SIGNATURE_ENDING, sizeof(SIGNATURE_ENDING));
    return (struct fg_text){name, (uint32_t)size - 1, 0};
}

fg_status seal_check(const struct trust *trust, enum signed_kind kind, struct arena *arena,
                     struct arena *scratch, struct fg_text path, struct fg_text bytes,
                     struct faults *faults, struct seal *seal)
{
    struct breaches breaches = {faults, breach_report, 0};
    struct sealed sealed = {.kind = kind, .path = path, .bytes = bytes};
    fg_status status;

    sealed.signature_path = signature_path(scratch, path);
    if (sealed.signature_path.bytes == NULL) return FG_NO_MEMORY;
    if (access(sealed.signature_path.bytes, F_OK) != 0) {
        FAULT(faults, RULE_SIGNATURE_MISSING, path, 0, sealed.signature_path);
        return FG_SCHEDULE_REFUSED;
    }
    status = path_read(scratch, sealed.signature_path, faults, &sealed.signatures);
    if (status != FG_OK) return status;
    return trust_verify(trust, arena, &sealed, &breaches, seal);
}

/* SPDX-License-Identifier: Apache-2.0
 * Reading trust.conf: what is not understood is refused with its line, nothing is guessed. */
#include "trust/policy.h"

#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "base/text.h"
#include "trust/signature_file.h"

#define SIGNERS_MIN 2

struct reading {
    struct arena *arena;
    struct fg_text path;
    struct breaches *breaches;
    struct trust_policy *policy;
    struct fg_text line; /* all of it */
    uint32_t number;
};

/* ---- words ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static struct fg_text trim(struct fg_text text)
{
    while (text.size > 0 && is_blank(text.bytes[text.size - 1])) text.size--;
    while (text.size > 0 && is_blank(text.bytes[0])) {
        text.bytes++;
        text.size--;
    }
    return text;
}

/* Takes the first word off a trimmed text. */
static struct fg_text word_take(struct fg_text *rest)
{
    struct fg_text word = {rest->bytes, 0, 0};

    while (word.size < rest->size && !is_blank(word.bytes[word.size])) word.size++;
    rest->bytes += word.size;
    rest->size -= word.size;
    *rest = trim(*rest);
    return word;
}

static bool not_understood(const struct reading *reading)
{
    BREACH(reading->breaches, POLICY_LINE, reading->path, reading->number, reading->line);
    return false;
}

static bool twice(const struct reading *reading, struct fg_text what)
{
    BREACH(reading->breaches, POLICY_TWICE, reading->path, reading->number, what);
    return false;
}

static bool number_read(struct fg_text text, int64_t least, int64_t most, uint32_t *number)
{
    int64_t value;

    if (!decimal_parse(text, 0, most, &value) || value < least) return false;
    *number = (uint32_t)value;
    return true;
}

/* ---- lines ---- */

static bool demand_line(struct reading *reading, struct fg_text rest)
{
    struct trust_policy *policy = reading->policy;
    struct fg_text role = word_take(&rest);
    struct demand demand = {.line = reading->number};

    if (!role_is_name(role) || !number_read(rest, 1, SIGNATURE_BLOCKS_MAX, &demand.count)) {
        return not_understood(reading);
    }
    for (uint32_t i = 0; i < policy->demand_count; i++) {
        if (text_equal(policy->demands[i].role, role)) return twice(reading, role);
    }
    demand.role = arena_text(reading->arena, role);
    policy->demands =
        arena_grow(reading->arena, policy->demands, policy->demand_count, sizeof(*policy->demands));
    if (policy->demands == NULL) return false;
    policy->demands[policy->demand_count++] = demand;
    return true;
}

static bool who_read(struct reading *reading, struct fg_text who, struct binding *binding)
{
    struct fg_text prefix = TEXT("sha256:"), rest = who;

    if (text_starts(who, prefix)) {
        return who.size == prefix.size + 2 * FINGERPRINT_SIZE &&
               hex_read(who.bytes + prefix.size, FINGERPRINT_SIZE, binding->fingerprint.bytes);
    }
    if (!text_equal(word_take(&rest), TEXT("subject")) || rest.size == 0) return false;
    if (!text_is_utf8(rest)) return false;
    binding->subject = arena_text(reading->arena, rest);
    return true;
}

static bool same_who(const struct binding *a, const struct binding *b)
{
    return text_equal(a->subject, b->subject) &&
           memcmp(a->fingerprint.bytes, b->fingerprint.bytes, FINGERPRINT_SIZE) == 0;
}

static bool signer_line(struct reading *reading, struct fg_text rest)
{
    struct trust_policy *policy = reading->policy;
    struct fg_text role = word_take(&rest);
    struct binding binding = {0};

    if (!role_is_name(role) || !who_read(reading, rest, &binding)) return not_understood(reading);
    for (uint32_t i = 0; i < policy->binding_count; i++) {
        if (same_who(&policy->bindings[i], &binding)) return twice(reading, rest);
    }
    binding.role = arena_text(reading->arena, role);
    policy->bindings = arena_grow(reading->arena, policy->bindings, policy->binding_count,
                                  sizeof(*policy->bindings));
    if (policy->bindings == NULL) return false;
    policy->bindings[policy->binding_count++] = binding;
    return true;
}

static bool line_read(struct reading *reading)
{
    struct fg_text rest = reading->line, word = word_take(&rest);

    if (word.size == 0 || word.bytes[0] == '#') return true;
    if (text_equal(word, TEXT("require"))) return demand_line(reading, rest);
    if (text_equal(word, TEXT("signer"))) return signer_line(reading, rest);
    if (text_equal(word, TEXT("clock-tolerance")) &&
        number_read(rest, 0, POLICY_TOLERANCE_MAX, &reading->policy->tolerance_seconds)) {
        return true;
    }
    if (text_equal(word, TEXT("crl")) && text_equal(rest, TEXT("required"))) {
        reading->policy->crl_required = true;
        return true;
    }
    return not_understood(reading);
}

static bool lines_read(struct reading *reading, struct fg_text bytes)
{
    bool good = true;

    while (bytes.size > 0) {
        const char *feed = memchr(bytes.bytes, '\n', bytes.size);
        uint32_t size = feed == NULL ? bytes.size : (uint32_t)(feed - bytes.bytes);

        reading->number++;
        reading->line = trim((struct fg_text){bytes.bytes, size, 0});
        if (!line_read(reading)) good = false;
        if (feed != NULL) size++;
        bytes.bytes += size;
        bytes.size -= size;
    }
    return good;
}

/* ---- the rules as a whole ---- */

static bool demands_default(struct reading *reading)
{
    struct trust_policy *policy = reading->policy;

    if (policy->demand_count > 0) return true;
    policy->demands = arena_take(reading->arena, 2 * sizeof(*policy->demands));
    if (policy->demands == NULL) return false;
    policy->demands[0] = (struct demand){TEXT("drafter"), 1, 0};
    policy->demands[1] = (struct demand){TEXT("approver"), 1, 0};
    policy->demand_count = 2;
    return true;
}

static uint32_t bound_in(const struct trust_policy *policy, struct fg_text role)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < policy->binding_count; i++) {
        if (text_equal(policy->bindings[i].role, role)) count++;
    }
    return count;
}

static struct fg_text number_text(char out[static 12], uint32_t number)
{
    return (struct fg_text){out, (uint32_t)snprintf(out, 12, "%u", number), 0};
}

/* Whether anybody could ever sign so. */
static bool can_be_met(const struct reading *reading)
{
    const struct trust_policy *policy = reading->policy;
    char needed[12], bound[12];
    uint32_t total = 0;
    bool good = true;

    for (uint32_t i = 0; i < policy->demand_count; i++) {
        const struct demand *demand = &policy->demands[i];
        uint32_t count = bound_in(policy, demand->role);

        total += demand->count;
        if (count >= demand->count) continue;
        BREACH(reading->breaches, POLICY_UNBOUND, reading->path, demand->line, demand->role,
               number_text(needed, demand->count), number_text(bound, count));
        good = false;
    }
    if (total >= SIGNERS_MIN) return good;
    BREACH(reading->breaches, POLICY_FEW, reading->path, 0, number_text(needed, total));
    return false;
}

bool policy_read(struct arena *arena, struct fg_text path, struct fg_text bytes,
                 struct breaches *breaches, struct trust_policy *policy)
{
    struct reading reading = {arena, path, breaches, policy, {0}, 0};

    *policy = (struct trust_policy){.tolerance_seconds = POLICY_TOLERANCE_DEFAULT};
    if (!lines_read(&reading, bytes) || !demands_default(&reading)) return false;
    return can_be_met(&reading) && !arena->failed;
}

struct fg_text policy_role(const struct trust_policy *policy, const struct fingerprint *fingerprint,
                           struct fg_text subject)
{
    for (uint32_t i = 0; i < policy->binding_count; i++) {
        const struct binding *binding = &policy->bindings[i];

        if (binding->subject.size > 0
                ? text_equal(binding->subject, subject)
                : memcmp(binding->fingerprint.bytes, fingerprint->bytes, FINGERPRINT_SIZE) == 0) {
            return binding->role;
        }
    }
    return TEXT("");
}

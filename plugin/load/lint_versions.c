/* SPDX-License-Identifier: Apache-2.0
 * One document through its serials: commitments made before are carried over as they were or better
 * for the payer, or revoked by a higher authority (red line 2); and signed documents follow one
 * another. */
#include <stdio.h>

#include "load/lint_internal.h"

/* ---- whether two conditions are the same as parsed ---- */

static int text_order(const void *left, const void *right)
{
    return text_compare(*(const struct fg_text *)left, *(const struct fg_text *)right);
}

static const struct fg_text *sorted(struct lint *lint, struct texts texts)
{
    struct fg_text *list = arena_take(&lint->arena, (texts.count + 1) * sizeof(*list));

    if (list == NULL || texts.count == 0) return list;
    memcpy(list, texts.list, texts.count * sizeof(*list));
    qsort(list, texts.count, sizeof(*list), text_order);
    return list;
}

/* Whether every entry of `inner` is one of `outer`; order and repeats do not matter. */
static bool texts_cover(struct lint *lint, struct texts outer, struct texts inner)
{
    const struct fg_text *all = sorted(lint, outer), *wanted = sorted(lint, inner);
    uint32_t at = 0;

    if (all == NULL || wanted == NULL) return true; /* out of memory: lint ends soon */
    for (uint32_t i = 0; i < inner.count; i++) {
        while (at < outer.count && text_compare(all[at], wanted[i]) < 0) at++;
        if (at == outer.count || !text_equal(all[at], wanted[i])) return false;
    }
    return true;
}

static bool test_same(struct lint *lint, const struct test *a, const struct test *b)
{
    if (a->kind != b->kind) return false;
    switch (a->kind) {
    case TEST_IN: return texts_cover(lint, a->set, b->set) && texts_cover(lint, b->set, a->set);
    case TEST_PRESENT: return a->present == b->present;
    case TEST_GE:
    case TEST_LE:
        if (decimal_is_number(a->operand) && decimal_is_number(b->operand)) {
            return decimal_compare(a->operand, b->operand) == 0;
        }
        break;
    case TEST_EQ:
    case TEST_NE:
    case TEST_PREFIX: break;
    }
    return text_equal(a->operand, b->operand);
}

static bool condition_same(struct lint *lint, const struct condition *a, const struct condition *b)
{
    if (a == NULL || b == NULL) return a == b;
    if (a->kind != b->kind || !text_equal(a->name.text, b->name.text)) return false;
    if (a->child_count != b->child_count || a->test_count != b->test_count) return false;
    for (uint32_t i = 0; i < a->child_count; i++) {
        if (!condition_same(lint, a->children[i], b->children[i])) return false;
    }
    for (uint32_t i = 0; i < a->test_count; i++) {
        if (!test_same(lint, &a->tests[i], &b->tests[i])) return false;
    }
    return true;
}

/* ---- whether a commitment is unchanged or more favourable ---- */

static bool limit_as_good(const struct limit *old, const struct limit *now)
{
    if (now == NULL) return true;
    return old != NULL && old->per == now->per && old->key == now->key &&
           now->amount_fen >= old->amount_fen;
}

static bool relief_as_good(const struct reduction *old, const struct reduction *now)
{
    if (now->relief == RELIEF_EXEMPT) return true;
    if (old->relief != now->relief) return false;
    switch (now->relief) {
    case RELIEF_PERCENT_OFF: return now->percent_micro >= old->percent_micro;
    case RELIEF_AMOUNT_OFF: return now->amount_fen >= old->amount_fen;
    case RELIEF_CAP: return now->amount_fen <= old->amount_fen;
    case RELIEF_EXEMPT: break;
    }
    return true;
}

/* Writes what has become worse, as the vocabulary names it, "payers, to"; empty if nothing has. */
static struct fg_text what_is_worse(struct lint *lint, const struct reduction *old,
                                    const struct reduction *now)
{
    static const char *const reliefs[] = {"exempt", "percent-off", "amount-off", "cap"};
    const struct {
        const char *name;
        bool worse;
    } parts[] = {
        {"payers", !texts_cover(lint, now->payers, old->payers)},
        {"items", !texts_cover(lint, now->items, old->items)},
        {"categories", !texts_cover(lint, now->categories, old->categories)},
        {"from", now->days.from > old->days.from},
        {"to", now->days.to < old->days.to},
        {"when", now->when != NULL && !condition_same(lint, old->when, now->when)},
        {"priority", now->priority != old->priority},
        {"group", !text_equal(now->group, old->group)},
        {"exclusive", now->exclusive != old->exclusive},
        {"penalties", now->penalties != old->penalties},
        {"limit", !limit_as_good(old->limit, now->limit)},
        {reliefs[old->relief], !relief_as_good(old, now)},
    };
    char names[160] = "";
    size_t used = 0;

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (!parts[i].worse || used >= sizeof(names)) continue;
        used += (size_t)snprintf(names + used, sizeof(names) - used, "%s%s", used > 0 ? ", " : "",
                                 parts[i].name);
    }
    return arena_text(&lint->arena, text_of(names));
}

/* ---- one serial against those below it ---- */

static void check_carried(struct lint *lint, const struct version *version,
                          const struct names *commitments, const struct names *revoked)
{
    const struct document *old = version->before->document, *now = version->document;

    for (uint32_t i = 0; i < old->reduction_count; i++) {
        const struct reduction *before = &old->reductions[i];
        const struct reduction *after = names_first(commitments, before->id);
        struct fg_text where, worse;

        if (!before->is_commitment || before->days.to < now->effective) continue;
        if (names_first(revoked, before->id) != NULL) continue;
        where = lint_where(lint, old->file, before->line);
        if (after == NULL) {
            FAULT(lint->faults, RULE_COMMITMENT_DROPPED, now->file, now->line, before->id, where);
            continue;
        }
        worse = what_is_worse(lint, before, after);
        if (worse.size == 0) continue;
        FAULT(lint->faults, RULE_COMMITMENT_WORSE, now->file, after->line, before->id, worse,
              where);
    }
}

static void check_revokes(struct lint *lint, const struct version *version,
                          const struct names *earlier)
{
    const struct document *document = version->document;

    for (uint32_t i = 0; i < document->revoke_count; i++) {
        const struct revoke *revoke = &document->revokes[i];
        const struct basis *basis = revoke->basis.basis;

        if (version->before != NULL && revoke->commitment.size > 0 &&
            names_first(earlier, revoke->commitment) == NULL) {
            FAULT(lint->faults, RULE_REVOKE_UNKNOWN, document->file, revoke->line,
                  revoke->commitment, document->id);
        }
        if (basis != NULL && document->level < LEVEL_NONE && basis->level >= document->level) {
            FAULT(lint->faults, RULE_REVOKE_BASIS, document->file, revoke->line, revoke->commitment,
                  revoke->basis.id, text_of(level_name(basis->level)),
                  text_of(level_name(document->level)));
        }
    }
}

static void add_commitments(struct lint *lint, struct names *names, const struct version *version)
{
    for (uint32_t i = 0; i < version->document->reduction_count; i++) {
        const struct reduction *reduction = &version->document->reductions[i];

        if (!reduction->is_commitment || names_find(names, reduction->id) != NULL) continue;
        names_add(lint, names, reduction->id,
                  (struct place){.version = version, .element = reduction});
    }
}

static void add_revokes(struct lint *lint, struct names *names, const struct version *version)
{
    for (uint32_t i = 0; i < version->document->revoke_count; i++) {
        const struct revoke *revoke = &version->document->revokes[i];

        if (names_find(names, revoke->commitment) != NULL) continue;
        names_add(lint, names, revoke->commitment,
                  (struct place){.version = version, .element = revoke});
    }
}

/* ---- the chain of signed documents ---- */

/* "X.xml.sig": where the signers say what the document follows. */
static struct fg_text signature_file(struct lint *lint, const struct document *document)
{
    char *name = arena_take(&lint->arena, (size_t)document->file.size + 5);

    if (name == NULL) return document->file;
    memcpy(name, document->file.bytes, document->file.size);
    memcpy(name + document->file.size, ".sig", 4);
    return (struct fg_text){name, document->file.size + 4, 0};
}

/* Where the serial before is not loaded any more, nobody can compare. */
static void check_predecessor(struct lint *lint, const struct version *version)
{
    const struct document *now = version->document, *before;

    if (now->signer_count == 0 || version->before == NULL) return;
    before = version->before->document;
    if (text_equal(now->predecessor, before->digest)) return;
    FAULT(lint->faults, now->predecessor.size == 0 ? RULE_PREDECESSOR_NONE : RULE_PREDECESSOR_OTHER,
          signature_file(lint, now), now->predecessor_line, now->label, before->label,
          before->file);
}

static void check_version(struct lint *lint, const struct version *version, struct names *earlier)
{
    struct names commitments = {0}, revoked = {0};

    if (version->before == NULL && !version->spare) names_clear(earlier);
    check_predecessor(lint, version);
    check_revokes(lint, version, earlier);
    if (version->before != NULL) {
        add_commitments(lint, &commitments, version);
        add_revokes(lint, &revoked, version);
        if (!lint->arena.failed) check_carried(lint, version, &commitments, &revoked);
    }
    if (!version->spare) add_commitments(lint, earlier, version);
    names_clear(&commitments);
    names_clear(&revoked);
}

/* Versions come by id, then serial, so `earlier` holds the commitments of one document's lower
 * serials and is emptied where the next document begins. */
void lint_versions(struct lint *lint)
{
    struct names earlier = {0};

    for (size_t i = 0; i < lint->version_count && !lint->arena.failed; i++) {
        check_version(lint, &lint->versions[i], &earlier);
    }
    names_clear(&earlier);
}

/* SPDX-License-Identifier: Apache-2.0
 * A comparison as a page for people: Chinese by default. Numbers stand before names, as in the
 * summary. */
#include <stdlib.h>

#include "base/date.h"
#include "base/text.h"
#include "replay/compare_table.h"

#define GROUPS_SHOWN 20
#define WORST_SHOWN 20

enum label {
    LABEL_TITLE,
    LABEL_SAME,
    LABEL_DIFFERENT,
    LABEL_TIGHTER,
    LABEL_LOOSER,
    LABEL_REVENUE,
    LABEL_REFUNDABLE,
    LABEL_COLLECTABLE,
    LABEL_REASONS,
    LABEL_ITEMS,
    LABEL_UNITS,
    LABEL_OTHERS,
    LABEL_WORST,
    LABEL_GAINED,
    LABEL_LOST,
    LABEL_DUE_HIGHER,
    LABEL_DUE_LOWER,
    LABEL_DUE_NEW,
    LABEL_DUE_GONE,
    LABEL_COUNT
};

static const char *const labels[LABEL_COUNT][2] = {
    [LABEL_TITLE] = {"== 两种判断的比较", "== The two judgements compared"},
    [LABEL_SAME] = {"次判断的缴费", "charges judged"},
    [LABEL_DIFFERENT] = {"次判断不同", "judged differently"},
    [LABEL_TIGHTER] = {"笔由放行变为拦截", "were allowed and are denied"},
    [LABEL_LOOSER] = {"笔由拦截变为放行", "were denied and are allowed"},
    [LABEL_REVENUE] = {"元，合法可收金额的变化", "yuan more (less) can lawfully be charged"},
    [LABEL_REFUNDABLE] = {"元，已收而应退", "yuan of what was taken becomes refundable"},
    [LABEL_COLLECTABLE] = {"元，少收而可补收", "yuan on what was taken becomes collectable"},
    [LABEL_REASONS] = {"-- 按原因（笔数，合法可收金额变化；一笔可有几个原因）",
                       "-- by reason (charges, change of the lawful amount; several each are "
                       "possible)"},
    [LABEL_ITEMS] = {"-- 按收费项目（笔数，合法可收金额变化，应退，可补收）",
                     "-- by item (charges, change of the lawful amount, refundable, collectable)"},
    [LABEL_UNITS] = {"-- 按执收单位（笔数，合法可收金额变化，应退，可补收）",
                     "-- by collecting unit (charges, change of the lawful amount, refundable, "
                     "collectable)"},
    [LABEL_OTHERS] = {"其余", "all others"},
    [LABEL_WORST] = {"-- 影响最大的缴费（变化元，应退，可补收）",
                     "-- charges changed most (yuan, refundable, collectable)"},
    [LABEL_GAINED] = {"新发现", "newly found:"},
    [LABEL_LOST] = {"不再发现", "no longer found:"},
    [LABEL_DUE_HIGHER] = {"应缴金额提高", "a higher amount is due"},
    [LABEL_DUE_LOWER] = {"应缴金额降低", "a lower amount is due"},
    [LABEL_DUE_NEW] = {"新算出应缴金额", "an amount due is computed that was not"},
    [LABEL_DUE_GONE] = {"不再算出应缴金额", "no amount due is computed that was"},
};

/* Sums over some of the charges. */
struct group {
    struct fg_text name;
    const char *label; /* NULL: the name stands alone */
    uint64_t count;
    wide_fen revenue_fen, refundable_fen, collectable_fen;
};

static const char *say(enum label label, int32_t language)
{
    return labels[label][language == FG_LANGUAGE_EN];
}

static void add(struct group *group, struct effect effect)
{
    group->count++;
    group->revenue_fen += effect.revenue_fen;
    group->refundable_fen += effect.refundable_fen;
    group->collectable_fen += effect.collectable_fen;
}

static void join(struct group *group, const struct group *other)
{
    group->count += other->count;
    group->revenue_fen += other->revenue_fen;
    group->refundable_fen += other->refundable_fen;
    group->collectable_fen += other->collectable_fen;
}

static void print_sum(wide_fen fen, int width, FILE *file)
{
    char text[YUAN_SIZE];

    fprintf(file, "%*s", width, yuan_format(fen, text));
}

static void print_group(const struct group *group, bool with_taken, FILE *file)
{
    fprintf(file, "%14llu ", (unsigned long long)group->count);
    print_sum(group->revenue_fen, 16, file);
    if (with_taken) {
        print_sum(group->refundable_fen, 16, file);
        print_sum(group->collectable_fen, 16, file);
    }
    fputs("  ", file);
    if (group->label != NULL) fprintf(file, "%s ", group->label);
    fprintf(file, "%.*s\n", (int)group->name.size, group->name.bytes);
}

static wide_fen magnitude(wide_fen fen)
{
    return fen < 0 ? -fen : fen;
}

/* The largest change first, then the most charges, then by name. */
static int by_weight(const void *left, const void *right)
{
    const struct group *a = left, *b = right;
    wide_fen of_a = magnitude(a->revenue_fen), of_b = magnitude(b->revenue_fen);

    if (of_a != of_b) return of_a > of_b ? -1 : 1;
    if (a->count != b->count) return a->count > b->count ? -1 : 1;
    return text_compare(a->name, b->name);
}

/* ---- by reason ---- */

static void add_reasons(struct group *groups, const struct difference *difference)
{
    const struct judgement *before = &difference->before, *after = &difference->after;
    struct effect effect = difference_effect(difference);
    uint32_t both = before->present & after->present;

    for (int code = 0; code < FG_CODE_COUNT; code++) {
        bool was = (before->codes >> code & 1) != 0, is = (after->codes >> code & 1) != 0;

        if (was != is) add(&groups[was ? FG_CODE_COUNT + code : code], effect);
    }
    groups += (ptrdiff_t)2 * FG_CODE_COUNT;
    if ((both & FG_HAS_DUE) != 0) {
        if (after->due_fen > before->due_fen) add(&groups[0], effect);
        if (after->due_fen < before->due_fen) add(&groups[1], effect);
    } else if ((after->present & FG_HAS_DUE) != 0) {
        add(&groups[2], effect);
    } else if ((before->present & FG_HAS_DUE) != 0) {
        add(&groups[3], effect);
    }
}

static void print_reasons(const struct comparison *comparison, const struct code_names *names,
                          int32_t language, FILE *file)
{
    struct group groups[2 * FG_CODE_COUNT + 4] = {0};

    for (int code = 0; code < FG_CODE_COUNT; code++) {
        groups[code].name = names->name_zh[code];
        if (language == FG_LANGUAGE_EN) groups[code].name = names->name[code];
        groups[FG_CODE_COUNT + code].name = groups[code].name;
        groups[code].label = say(LABEL_GAINED, language);
        groups[FG_CODE_COUNT + code].label = say(LABEL_LOST, language);
    }
    for (int i = 0; i < 4; i++) {
        groups[2 * FG_CODE_COUNT + i].name =
            text_of(say((enum label)(LABEL_DUE_HIGHER + i), language));
    }
    for (const struct difference *at = comparison->differences; at != NULL; at = at->hh.next) {
        add_reasons(groups, at);
    }
    fprintf(file, "%s\n", say(LABEL_REASONS, language));
    for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
        if (groups[i].count > 0) print_group(&groups[i], false, file);
    }
}

/* ---- by item, by unit ---- */

static struct fg_text item_of(const struct difference *difference)
{
    return difference->item;
}

static struct fg_text unit_of(const struct difference *difference)
{
    return difference->unit;
}

typedef struct fg_text (*part_of)(const struct difference *difference);

struct part {
    struct fg_text name;
    const struct difference *difference;
};

static int by_name(const void *left, const void *right)
{
    return text_compare(((const struct part *)left)->name, ((const struct part *)right)->name);
}

/* Charges sorted by one of their fields, and each run of equal ones summed. */
static uint64_t groups_make(const struct comparison *comparison, part_of name_of,
                            struct group *groups)
{
    uint64_t count = HASH_COUNT(comparison->differences), made = 0, at = 0;
    struct part *parts = memory_take(count, sizeof(*parts));

    for (const struct difference *one = comparison->differences; one != NULL; one = one->hh.next) {
        parts[at++] = (struct part){name_of(one), one};
    }
    qsort(parts, count, sizeof(*parts), by_name);
    for (at = 0; at < count; at++) {
        if (made == 0 || !text_equal(groups[made - 1].name, parts[at].name)) {
            groups[made++] = (struct group){.name = parts[at].name};
        }
        add(&groups[made - 1], difference_effect(parts[at].difference));
    }
    free(parts);
    return made;
}

static void print_groups(const struct comparison *comparison, part_of name_of, enum label title,
                         int32_t language, FILE *file)
{
    struct group *groups = memory_take(HASH_COUNT(comparison->differences), sizeof(*groups));
    uint64_t count = groups_make(comparison, name_of, groups);
    struct group others = {.name = text_of(say(LABEL_OTHERS, language))};

    qsort(groups, count, sizeof(*groups), by_weight);
    fprintf(file, "%s\n", say(title, language));
    for (uint64_t i = 0; i < count; i++) {
        if (i < GROUPS_SHOWN)
            print_group(&groups[i], true, file);
        else
            join(&others, &groups[i]);
    }
    if (others.count > 0) print_group(&others, true, file);
    free(groups);
}

/* ---- the charges that it matters most to ---- */

/* Those whose money changes, by how much; then in the order of the log. */
static int by_effect(const void *left, const void *right)
{
    const struct difference *a = *(const struct difference *const *)left;
    const struct difference *b = *(const struct difference *const *)right;
    wide_fen of_a = magnitude(difference_effect(a).revenue_fen);
    wide_fen of_b = magnitude(difference_effect(b).revenue_fen);

    if (of_a != of_b) return of_a > of_b ? -1 : 1;
    if (a->time_ns != b->time_ns) return a->time_ns < b->time_ns ? -1 : 1;
    return text_compare(a->txn, b->txn);
}

static void print_charge(const struct difference *difference, FILE *file)
{
    struct effect effect = difference_effect(difference);
    char day[11];

    day_format(day_of_time(difference->time_ns), day);
    print_sum(effect.revenue_fen, 16, file);
    print_sum(effect.refundable_fen, 16, file);
    print_sum(effect.collectable_fen, 16, file);
    fprintf(file, "  %s:%llu %s %.*s %.*s %.*s\n", difference->log,
            (unsigned long long)difference->line, day, (int)difference->txn.size,
            difference->txn.bytes, (int)difference->unit.size, difference->unit.bytes,
            (int)difference->item.size, difference->item.bytes);
}

static void print_worst(const struct comparison *comparison, int32_t language, FILE *file)
{
    uint64_t count = HASH_COUNT(comparison->differences), at = 0;
    const struct difference **list = memory_take(count, sizeof(*list));

    for (const struct difference *one = comparison->differences; one != NULL; one = one->hh.next) {
        list[at++] = one;
    }
    qsort(list, count, sizeof(*list), by_effect);
    fprintf(file, "%s\n", say(LABEL_WORST, language));
    for (at = 0; at < count && at < WORST_SHOWN; at++) {
        if (difference_effect(list[at]).revenue_fen == 0) break;
        print_charge(list[at], file);
    }
    free(list);
}

/* ---- the page ---- */

static void print_count(uint64_t count, enum label label, int32_t language, FILE *file)
{
    fprintf(file, "%16llu  %s\n", (unsigned long long)count, say(label, language));
}

static void print_total(wide_fen fen, enum label label, int32_t language, FILE *file)
{
    print_sum(fen, 16, file);
    fprintf(file, "  %s\n", say(label, language));
}

void compare_print(const struct comparison *comparison, const struct code_names *names,
                   int32_t language, FILE *file)
{
    uint64_t tighter = 0, looser = 0;
    struct group all = {0};

    for (const struct difference *at = comparison->differences; at != NULL; at = at->hh.next) {
        add(&all, difference_effect(at));
        tighter += at->before.outcome == FG_ALLOW && at->after.outcome == FG_DENY;
        looser += at->before.outcome == FG_DENY && at->after.outcome == FG_ALLOW;
    }
    fprintf(file, "%s\n", say(LABEL_TITLE, language));
    print_count(comparison->charges, LABEL_SAME, language, file);
    print_count(comparison->different, LABEL_DIFFERENT, language, file);
    print_count(tighter, LABEL_TIGHTER, language, file);
    print_count(looser, LABEL_LOOSER, language, file);
    print_total(all.revenue_fen, LABEL_REVENUE, language, file);
    print_total(all.refundable_fen, LABEL_REFUNDABLE, language, file);
    print_total(all.collectable_fen, LABEL_COLLECTABLE, language, file);
    if (all.count == 0) return;
    print_reasons(comparison, names, language, file);
    print_groups(comparison, item_of, LABEL_ITEMS, language, file);
    print_groups(comparison, unit_of, LABEL_UNITS, language, file);
    print_worst(comparison, language, file);
}

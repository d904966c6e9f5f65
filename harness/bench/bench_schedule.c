/* SPDX-License-Identifier: Apache-2.0
 * How long it takes to take a schedule in (read, hold against vocabulary and schema, check,
 * compile) and to look at it as lint does, beside what libxml2 takes to parse the same bytes into a
 * tree. */
#include <libxml/parser.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/text.h"
#include "bench/bench.h"
#include "feeguard/host.h"
#include "harness.h"
#include "lint/lint_deep.h"
#include "load/load.h"
#include "load/read.h"
#include "rules/snapshot.h"
#include "trust.h"

#define ROUNDS 3

static double seconds_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* The time, once the allocator has tidied up after what was freed before: otherwise the first large
 * allocation pays for the millions of small ones of a tree. */
static double begin_afresh(void)
{
    malloc_trim(0);
    return seconds_now();
}

static void keep_least(double *least, double seconds)
{
    if (*least <= 0 || seconds < *least) *least = seconds;
}

/* libxml2 alone, on bytes that are in memory already. */
static bool parse_tree(struct fg_text bytes, double *least)
{
    double begin = begin_afresh();
    xmlDoc *tree = xmlReadMemory(bytes.bytes, (int)bytes.size, "schedule.xml", NULL, 0);

    keep_least(least, seconds_now() - begin);
    if (tree == NULL) return false;
    xmlFreeDoc(tree);
    return true;
}

struct times {
    double tree, load, lint;
    uint32_t items, findings;
    bool is_verified;
};

static bool take_in(struct fg_text path, const struct trust *trust, struct times *times)
{
    struct fault_sink sink = {NULL, NULL};
    struct bundle *bundle = NULL;
    struct deep deep = {0};
    double begin = begin_afresh(), loaded;
    bool good = bundle_load(&path, 1, trust, sink, &bundle) == FG_OK;

    loaded = seconds_now();
    keep_least(&times->load, loaded - begin);
    if (!good) return false;
    deep.bundle = bundle;
    deep.today = bundle->snapshots[bundle->snapshot_count - 1].from;
    good = deep_lint(&deep);
    keep_least(&times->lint, seconds_now() - loaded);
    times->findings = deep.finding_count;
    times->items = (uint32_t)bundle->snapshots[bundle->snapshot_count - 1].items.count;
    deep_free(&deep);
    bundle_release(bundle);
    return good;
}

static void print(struct fg_text bytes, const struct times *times)
{
    double both = times->load + times->lint;

    printf("%.1f MB, %u items, %u findings\n", (double)bytes.size / 1e6, times->items,
           times->findings);
    printf("%-34s %8.3f s\n", "libxml2: xmlReadMemory", times->tree);
    printf("%-34s %8.3f s   %.2f of it\n",
           times->is_verified ? "verified, read, checked, compiled" : "read, checked, compiled",
           times->load, times->load / times->tree);
    printf("%-34s %8.3f s   %.2f\n", "deep lint", times->lint, times->lint / times->tree);
    printf("%-34s %8.3f s   %.2f\n", "both", both, both / times->tree);
}

bool bench_schedule(const char *file, const char *trust_directory)
{
    struct arena arena = {0};
    struct faults faults = {0};
    struct fg_text bytes, path = text_of(file);
    struct times times = {0};
    struct trust *trust = NULL;
    bool good = path_read(&arena, path, &faults, &bytes) == FG_OK;

    if (!good) complain("%s: cannot be read, or is too large", file);
    if (good) good = trust_choose(trust_directory, FG_LANGUAGE_ZH, &trust);
    for (int round = 0; round < ROUNDS && good; round++) {
        good = parse_tree(bytes, &times.tree) && take_in(path, trust, &times);
        if (!good) complain("%s: refused; see feeguard schedule lint", file);
    }
    times.is_verified = trust != NULL;
    if (good) print(bytes, &times);
    trust_close(trust);
    arena_free(&arena);
    return good;
}

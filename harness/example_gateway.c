/* SPDX-License-Identifier: Apache-2.0
 * A complete gateway in one page: asks the plugin before money moves, and does not pay unless the
 * answer is FG_OK. Whatever else happens - no library, no engine, any other status - means no.
 *
 * usage: example_gateway SCHEDULES-DIR PLUGIN TXN UNIT ITEM PAYER SUBJECT AMOUNT-FEN
 * [pay-fails] */
#include <dlfcn.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <feeguard/plugin.h>

static struct fg_text text(const char *string)
{
    return (struct fg_text){string, (uint32_t)strlen(string), 0};
}

static void log_line(void *context, int32_t severity, const char *line)
{
    (void)context;
    if (severity != FG_LOG_INFO) fprintf(stderr, "%s\n", line);
}

/* Opens the library and an engine. NULL of either: the gateway takes no payment. */
static const struct fg_plugin *plugin_open(const char *file, const char *schedules,
                                           struct fg_engine **engine)
{
    struct fg_host host = {.size = sizeof(host), .log = log_line};
    struct fg_options options = {.size = sizeof(options), .schedules = text(schedules)};
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    void *symbol = library == NULL ? NULL : dlsym(library, "feeguard_plugin");
    feeguard_plugin_fn door;
    const struct fg_plugin *plugin;

    if (symbol == NULL) return NULL;
    memcpy(&door, &symbol, sizeof(door)); /* dlsym's pointer is a function's */
    plugin = door(FG_ABI_MAJOR);
    if (plugin == NULL || plugin->open(&host, &options, engine) != FG_OK) return NULL;
    return plugin;
}

/* Says why not: in words for the window clerk, and in values for the program that asked. */
static void show_denial(const struct fg_plugin *plugin, const struct fg_charge *charge,
                        const struct fg_decision *decision)
{
    static char words[65536];
    size_t needed;

    for (uint32_t i = 0; i < decision->finding_count && decision->findings != NULL; i++) {
        const struct fg_finding *finding = &decision->findings[i];

        printf("%.*s %.*s: %.*s\n", (int)finding->name.size, finding->name.bytes,
               (int)finding->name_zh.size, finding->name_zh.bytes, (int)finding->basis.size,
               finding->basis.bytes);
    }
    if ((decision->present & FG_HAS_DUE) != 0) {
        printf("lawful amount: %" PRId64 ".%02" PRId64 " yuan\n", decision->due_fen / 100,
               decision->due_fen % 100);
    }
    if (plugin->explain(charge, decision, FG_LANGUAGE_ZH, words, sizeof(words), &needed) == FG_OK) {
        fputs(words, stdout);
    }
}

/* Reserve, pay, commit; release when the bank says no. True when the money moved, lawfully. */
static bool pay(const struct fg_plugin *plugin, struct fg_engine *engine,
                const struct fg_charge *charge, bool bank_pays)
{
    static _Alignas(16) char memory[FG_DECISION_MEMORY];
    struct fg_decision decision = {
        .size = sizeof(decision), .memory_size = sizeof(memory), .memory = memory};
    fg_status status = plugin->reserve(engine, charge, &decision);

    if (status == FG_DENIED) show_denial(plugin, charge, &decision);
    if (status != FG_OK) {
        printf("not paid: %s\n", plugin->status_text(status, FG_LANGUAGE_EN));
        return false;
    }
    if (!bank_pays) {
        status = plugin->release(engine, charge->txn);
        printf("not paid, released: %s\n", plugin->status_name(status));
        return false;
    }
    /* Paid. Any other answer than these two is kept and asked again: commit twice is once. */
    status = plugin->commit(engine, charge->txn, NULL);
    printf("paid: %s\n", plugin->status_name(status));
    return status == FG_OK || status == FG_COMMITTED_LATE;
}

int main(int argc, char **argv)
{
    struct fg_charge charge = {.size = sizeof(charge)};
    struct fg_engine *engine = NULL;
    const struct fg_plugin *plugin;
    struct timespec now;
    char *end = NULL;
    bool paid;

    if (argc < 9 || argc > 10) {
        fputs("usage: example_gateway SCHEDULES-DIR PLUGIN TXN UNIT ITEM PAYER SUBJECT AMOUNT-FEN"
              " [pay-fails]\n",
              stderr);
        return 2;
    }
    plugin = plugin_open(argv[2], argv[1], &engine);
    if (plugin == NULL || engine == NULL) {
        fputs("no plugin, no payment\n", stderr);
        return 2;
    }
    clock_gettime(CLOCK_REALTIME, &now);
    charge.txn = text(argv[3]);
    charge.unit = text(argv[4]);
    charge.item = text(argv[5]);
    charge.payer = text(argv[6]);
    charge.subject = text(argv[7]);
    charge.amount_fen = strtoll(argv[8], &end, 10);
    if (end == argv[8] || *end != '\0') charge.amount_fen = FG_AMOUNT_ABSENT;
    charge.time_ns = now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
    paid = pay(plugin, engine, &charge, argc == 9);
    plugin->close(engine);
    return paid ? 0 : 1;
}

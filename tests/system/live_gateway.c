/* SPDX-License-Identifier: Apache-2.0
 * A gateway that keeps running while its schedules change. Reads one command a line and answers
 * each with one line, so that a script can hold a conversation with it; the log goes to standard
 * error.
 *
 *     check FIELD=VALUE ...    STATUS due CODE ...    (reserve, charge likewise)
 *     commit TXN               STATUS
 *     reload                   STATUS
 *     refused N                ok, once N reloads were refused, by whomever they were asked for
 *     health                   GENERATION REFUSED DAYS-TO-CHANGE
 *
 * usage: live_gateway PLUGIN SCHEDULES TRUST LEDGER-URI WATCH-SECONDS */
#include <dlfcn.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "feeguard/plugin.h"
#include "log/operands.h"

#define LINE_SIZE 4096
#define WORDS_MAX 64

static const struct fg_plugin *plugin;
static struct fg_engine *engine;

static struct fg_text text(const char *string)
{
    return (struct fg_text){string, (uint32_t)strlen(string), 0};
}

static void log_line(void *context, int32_t severity, const char *line)
{
    (void)context;
    (void)severity;
    fprintf(stderr, "%s\n", line);
}

static bool library_open(const char *file)
{
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    void *symbol = library == NULL ? NULL : dlsym(library, "feeguard_plugin");
    feeguard_plugin_fn door;

    if (symbol == NULL) return false;
    memcpy(&door, &symbol, sizeof(door));
    plugin = door(FG_ABI_MAJOR);
    return plugin != NULL;
}

static fg_status engine_start(char **arguments)
{
    struct fg_host host = {.size = sizeof(host), .log = log_line};
    struct fg_options options = {
        .size = sizeof(options),
        .schedules = text(arguments[0]),
        .trust = text(arguments[1]),
        .ledger = text(arguments[2]),
        .language = FG_LANGUAGE_EN,
        .watch_seconds = (uint32_t)strtoul(arguments[3], NULL, 10),
    };

    return plugin->open(&host, &options, &engine);
}

static struct fg_health health_now(void)
{
    struct fg_health health = {.size = sizeof(health)};

    plugin->health(engine, &health);
    return health;
}

static void say_status(fg_status status)
{
    puts(plugin->status_name(status));
}

static void say_decision(fg_status status, const struct fg_decision *decision)
{
    printf("%s", plugin->status_name(status));
    if ((decision->present & FG_HAS_DUE) != 0) {
        printf(" due=%" PRId64, decision->due_fen);
    }
    for (uint32_t i = 0; i < decision->finding_count; i++) {
        printf(" %.*s", (int)decision->findings[i].name.size, decision->findings[i].name.bytes);
    }
    putchar('\n');
}

static void ask(const char *what, int count, char **operands)
{
    static _Alignas(void *) unsigned char memory[16 * FG_DECISION_MEMORY];
    struct fg_decision decision = {
        .size = sizeof(decision), .memory = memory, .memory_size = sizeof(memory)};
    struct fg_attribute attributes[FG_ATTRIBUTES_MAX];
    struct event event;
    fg_status status;

    if (!operands_read("live_gateway", count, operands, &event, attributes)) {
        puts("not understood");
        return;
    }
    if (strcmp(what, "check") == 0) {
        status = plugin->check(engine, &event.charge, &decision);
    } else if (strcmp(what, "reserve") == 0) {
        status = plugin->reserve(engine, &event.charge, &decision);
    } else {
        status = plugin->charge(engine, &event.charge, &decision);
    }
    say_decision(status, &decision);
}

static void wait_for_refusals(uint64_t wanted)
{
    while (health_now().reloads_refused < wanted) {
        nanosleep(&(struct timespec){0, 10000000}, NULL);
    }
    puts("ok");
}

static void obey(int count, char **words)
{
    const char *what = words[0];

    if (strcmp(what, "check") == 0 || strcmp(what, "reserve") == 0 || strcmp(what, "charge") == 0) {
        ask(what, count - 1, words + 1);
    } else if (strcmp(what, "commit") == 0 && count == 2) {
        say_status(plugin->commit(engine, text(words[1]), NULL));
    } else if (strcmp(what, "reload") == 0) {
        say_status(plugin->reload(engine));
    } else if (strcmp(what, "refused") == 0 && count == 2) {
        wait_for_refusals(strtoull(words[1], NULL, 10));
    } else if (strcmp(what, "health") == 0) {
        struct fg_health health = health_now();

        printf("%" PRIu64 " %" PRIu64 " %d\n", health.generation, health.reloads_refused,
               health.days_to_change);
    } else {
        puts("not understood");
    }
}

int main(int argc, char **argv)
{
    char line[LINE_SIZE];

    if (argc != 6 || !library_open(argv[1])) {
        fputs("usage: live_gateway PLUGIN SCHEDULES TRUST LEDGER-URI WATCH-SECONDS\n", stderr);
        return 2;
    }
    if (engine_start(argv + 2) != FG_OK) return 1;
    puts("ready");
    fflush(stdout);
    while (fgets(line, sizeof(line), stdin) != NULL) {
        char *words[WORDS_MAX], *rest = NULL;
        int count = 0;

        for (char *word = strtok_r(line, " \n", &rest); word != NULL && count < WORDS_MAX;
             word = strtok_r(NULL, " \n", &rest)) {
            words[count++] = word;
        }
        if (count > 0) obey(count, words);
        fflush(stdout);
    }
    plugin->close(engine);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0
 * Does what a gateway does at its start and its end. */
#include "support/gateway.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;

static void keep_line(void *context, int32_t severity, const char *line)
{
    struct gateway *gateway = context;
    int size;

    (void)severity;
    pthread_mutex_lock(&log_lock);
    size = snprintf(gateway->log + gateway->log_used, LOG_SIZE - gateway->log_used, "%s\n", line);
    if (size > 0 && (size_t)size < LOG_SIZE - gateway->log_used) gateway->log_used += (size_t)size;
    pthread_mutex_unlock(&log_lock);
}

static int64_t tell_time(void *context)
{
    const struct gateway *gateway = context;

    return gateway->now_ns;
}

void *gateway_symbol(const struct gateway *gateway, const char *name)
{
    void *symbol = dlsym(gateway->library, name);

    assert_non_null(symbol);
    return symbol;
}

void gateway_init(struct gateway *gateway)
{
    feeguard_plugin_fn entry;

    memset(gateway, 0, sizeof(*gateway));
    gateway->library = dlopen(FG_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (gateway->library == NULL) fail_msg("%s", dlerror());
    *(void **)&entry = gateway_symbol(gateway, "feeguard_plugin");
    gateway->plugin = entry(FG_ABI_MAJOR);
    assert_non_null(gateway->plugin);
    gateway->now_ns = NOON_NS;
    gateway->host = (struct fg_host){
        .size = sizeof(gateway->host), .context = gateway, .log = keep_line, .clock = tell_time};
    directory_make(gateway->directory);
    gateway->options = (struct fg_options){.size = sizeof(gateway->options),
                                           .schedules = text_from(gateway->directory),
                                           .language = FG_LANGUAGE_EN};
}

void gateway_open_status(struct gateway *gateway, fg_status expected)
{
    fg_status status;

    gateway->log_used = 0;
    gateway->log[0] = '\0';
    status = gateway->plugin->open(&gateway->host, &gateway->options, &gateway->engine);
    if (status != expected) {
        fail_msg("open gave %s\n%s", gateway->plugin->status_name(status), gateway->log);
    }
    assert_int_equal(gateway->engine != NULL, expected == FG_OK);
}

void gateway_open(struct gateway *gateway)
{
    gateway_open_status(gateway, FG_OK);
}

size_t gateway_said(const struct gateway *gateway, const char *what)
{
    size_t count = 0;

    pthread_mutex_lock(&log_lock);
    for (const char *at = gateway->log; (at = strstr(at, what)) != NULL; at++) count++;
    pthread_mutex_unlock(&log_lock);
    return count;
}

void gateway_wait(void)
{
    nanosleep(&(struct timespec){0, 10000000}, NULL);
}

struct fg_health gateway_health(const struct gateway *gateway)
{
    struct fg_health health = {.size = sizeof(health)};

    assert_int_equal(gateway->plugin->health(gateway->engine, &health), FG_OK);
    return health;
}

void gateway_close(struct gateway *gateway)
{
    gateway->plugin->close(gateway->engine);
    gateway->engine = NULL;
}

void gateway_free(struct gateway *gateway)
{
    gateway_close(gateway);
    assert_int_equal(dlclose(gateway->library), 0);
    directory_remove(gateway->directory);
}

struct fg_text text_from(const char *string)
{
    if (string == NULL) return (struct fg_text){NULL, 0, 0};
    return (struct fg_text){string, (uint32_t)strlen(string), 0};
}

bool text_is(struct fg_text text, const char *string)
{
    return text.size == strlen(string) && memcmp(text.bytes, string, text.size) == 0;
}

void answer_init(struct answer *answer)
{
    answer->decision = (struct fg_decision){.size = sizeof(answer->decision),
                                            .memory = answer->memory,
                                            .memory_size = sizeof(answer->memory)};
}

fg_status gateway_ask(const struct gateway *gateway, gateway_call call,
                      const struct fg_charge *charge, struct answer *answer)
{
    answer_init(answer);
    return call(gateway->engine, charge, &answer->decision);
}

const struct fg_finding *answer_finding(const struct answer *answer, int32_t code)
{
    for (uint32_t i = 0; i < answer->decision.finding_count; i++) {
        if (answer->decision.findings[i].code == code) return &answer->decision.findings[i];
    }
    return NULL;
}

fg_status gateway_refund(const struct gateway *gateway, const char *txn, const char *refund,
                         int64_t amount_fen)
{
    struct fg_refund request = {.size = sizeof(request),
                                .txn = text_from(txn),
                                .refund = text_from(refund),
                                .amount_fen = amount_fen};

    return gateway->plugin->refund(gateway->engine, &request);
}

/* SPDX-License-Identifier: Apache-2.0
 * An engine with a trust directory, sample people who sign for it, and their documents: what its
 * tests share. Times are the system's, as the engine judges by it. */
#ifndef TESTS_UNIT_TEST_ENGINE_TRUST_H
#define TESTS_UNIT_TEST_ENGINE_TRUST_H

#include "support/test.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "engine/engine.h"
#include "support/authority.h"
#include "support/ledger.h"

static struct identity root, drafter, approver;
static char schedules[PATH_SIZE], trust[PATH_SIZE], data[PATH_SIZE];
static char said[65536];
static struct fg_engine *engine;
static struct fg_options options;

/* ---- fixtures ---- */

static inline int make_people(void **state)
{
    const int64_t now = (int64_t)time(NULL), from = now - DAY_S, to = now + DAY_S;

    (void)state;
    identity_make(&root, KEY_CHOICE_SM2,
                  &(struct plan){"样例根", CERTIFICATE_ROOT, NULL, from, to});
    identity_make(&drafter, KEY_CHOICE_SM2,
                  &(struct plan){"张三", CERTIFICATE_SIGNER, &root, from, to});
    identity_make(&approver, KEY_CHOICE_P256,
                  &(struct plan){"李四", CERTIFICATE_SIGNER, &root, from, to});
    return 0;
}

static inline int free_people(void **state)
{
    (void)state;
    identity_free(&drafter);
    identity_free(&approver);
    identity_free(&root);
    return 0;
}

static inline int set_up(void **state)
{
    (void)state;
    directory_make(schedules);
    directory_make(trust);
    directory_make(data);
    certificates_write(trust, TRUST_ANCHORS, (const struct identity *const[]){&root}, 1);
    policy_write(trust, &drafter, &approver, "");
    options = (struct fg_options){.size = sizeof(options),
                                  .schedules = text_of(schedules),
                                  .trust = text_of(trust),
                                  .language = FG_LANGUAGE_EN};
    return 0;
}

static inline int tear_down(void **state)
{
    (void)state;
    engine_close(engine);
    engine = NULL;
    directory_remove(schedules);
    directory_remove(trust);
    directory_remove(data);
    return 0;
}

static inline void keep_line(void *context, int32_t severity, const char *line)
{
    size_t used = strlen(said);

    (void)context;
    (void)severity;
    snprintf(said + used, sizeof(said) - used, "%s\n", line);
}

/* A host whose clock stands long before any certificate: signatures are not judged by it. */
static inline int64_t old_clock(void *context)
{
    (void)context;
    return -INT64_C(2300000000) * SECOND_NS;
}

static inline fg_status open_engine(void)
{
    const struct fg_host host = {.size = sizeof(host), .log = keep_line, .clock = old_clock};

    engine_close(engine);
    said[0] = '\0';
    return engine_open(&host, &options, &engine);
}

static inline fg_status reload(void)
{
    said[0] = '\0';
    return engine_reload(engine);
}

static inline bool was_said(const char *what)
{
    return strstr(said, what) != NULL;
}

/* ---- documents ---- */

struct paper {
    char text[1024];
    struct fingerprint digest;
};

static inline void paper_write(struct paper *paper, const char *name, int serial)
{
    snprintf(paper->text, sizeof(paper->text),
             "<schedule xmlns='urn:feeguard:schedule:1' id='A' level='national' region='000000'"
             " serial='%d' effective='2020-01-01'></schedule>\n",
             serial);
    assert_true(fingerprint_of(text_of(paper->text), &paper->digest));
    disk_write(schedules, name, paper->text);
}

static inline void sign_text(const char *name, enum signed_kind kind, const char *text,
                             const struct paper *predecessor, uint32_t count)
{
    const int64_t now = (int64_t)time(NULL) - 60;
    struct signing signings[2] = {signing_by(&drafter, "drafter", now),
                                  signing_by(&approver, "approver", now)};
    struct arena arena = {0};
    char file[64];

    for (size_t i = 0; i < COUNT(signings); i++) {
        signings[i].kind = kind;
        signings[i].has_predecessor = predecessor != NULL;
        if (predecessor != NULL) signings[i].predecessor = predecessor->digest;
    }
    snprintf(file, sizeof(file), "%s.sig", name);
    disk_write(schedules, file, signatures_text(&arena, signings, count, text_of(text)).bytes);
    arena_free(&arena);
}

static inline void publish(struct paper *paper, const char *name, int serial,
                           const struct paper *predecessor)
{
    paper_write(paper, name, serial);
    sign_text(name, SIGNED_SCHEDULE, paper->text, predecessor, 2);
}

#endif

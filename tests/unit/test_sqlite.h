/* SPDX-License-Identifier: Apache-2.0
 * A durable ledger in a directory of its own, with fresh keys: what its tests share. */
#ifndef TESTS_UNIT_TEST_SQLITE_H
#define TESTS_UNIT_TEST_SQLITE_H

#include "support/test.h"

#include <stdio.h>
#include <string.h>

#include "ledger/sqlite.h"
#include "load/load.h"
#include "support/desk.h"
#include "support/files.h"

#define LOG_TEXT_SIZE 65536

struct vault {
    char directory[PATH_SIZE];
    char path[PATH_SIZE + 16];     /* of the ledger */
    char key_path[PATH_SIZE + 16]; /* of its keys */
    struct keyring ring;
    struct sqlite_options options;
    char log[LOG_TEXT_SIZE]; /* every line, with its severity before it */
};

static inline void vault_note(void *context, int32_t severity, const char *line)
{
    struct vault *vault = context;
    size_t used = strlen(vault->log);

    snprintf(vault->log + used, sizeof(vault->log) - used, "%d %s\n", (int)severity, line);
}

static inline void vault_read_keys(struct vault *vault)
{
    assert_int_equal(keyring_read(vault->key_path, &vault->ring), KEY_OK);
}

/* Directory and keys; no ledger yet. */
static inline void vault_make(struct vault *vault)
{
    *vault = (struct vault){0};
    directory_make(vault->directory);
    snprintf(vault->path, sizeof(vault->path), "%s/ledger", vault->directory);
    snprintf(vault->key_path, sizeof(vault->key_path), "%s/keys", vault->directory);
    assert_int_equal(keyring_create(vault->key_path, DIGEST_SHA256), KEY_OK);
    vault_read_keys(vault);
    vault->options = (struct sqlite_options){.path = text_of(vault->path),
                                             .keyring = &vault->ring,
                                             .key_path = vault->key_path,
                                             .language = 1,
                                             .log = vault_note,
                                             .log_context = vault};
}

static inline void vault_create(struct vault *vault)
{
    assert_int_equal(sqlite_ledger_create(&vault->options), FG_OK);
}

static inline void vault_open(struct vault *vault, const struct rulebook *rulebook,
                              struct ledger *ledger)
{
    assert_int_equal(sqlite_ledger_open(rulebook, &vault->options, ledger), FG_OK);
}

static inline struct bundle *bundle_of(const char *path)
{
    struct fg_text text = text_of(path);
    struct bundle *bundle = NULL;

    assert_int_equal(bundle_load(&text, 1, NULL, (struct fault_sink){NULL, NULL}, &bundle), FG_OK);
    return bundle;
}

/* The desk over the vault, and under the schedule of data/world.xml: ask, tell, commit, release and
 * refund of support/desk.h then speak to the durable ledger. */
static inline void vault_open_desk(struct vault *vault)
{
    desk.rulebook.bundle = bundle_of(FG_TEST_DATA "/world.xml");
    vault_open(vault, &desk.rulebook, &desk.ledger);
}

static inline void vault_start_desk(struct vault *vault)
{
    desk.now = NOON;
    desk.rulebook = (struct rulebook){
        .policy = {.mode = FG_MODE_ENFORCE}, .as_known_day = DAY_NONE, .reservation_ns = LIFE};
    /* Only what the ledger answers denies: the charges of these tests need not be lawful else. */
    for (int code = 1; code < FG_CODE_COUNT; code++) {
        bool denies = code == FG_DUPLICATE || code == FG_INSTALMENTS_EXCEED ||
                      code == FG_CODE_LEDGER_UNAVAILABLE;

        desk.rulebook.policy.effects[code] = denies ? FG_EFFECT_DENY : FG_EFFECT_WARN;
    }
    vault_make(vault);
    vault_create(vault);
    vault_open_desk(vault);
}

static inline void vault_reopen_desk(struct vault *vault)
{
    ledger_close(&desk.ledger);
    vault_open_desk(vault);
}

static inline void vault_rotate(struct vault *vault)
{
    assert_int_equal(keyring_rotate(vault->key_path), KEY_OK);
    vault_read_keys(vault);
}

/* A charge by the office of world.xml. */
static inline struct fg_charge world_charge(const char *txn, const char *item, int64_t fen)
{
    struct fg_charge charge = charge_of(txn, item, fen);

    charge.unit = TEXT("OFFICE");
    return charge;
}

static inline fg_status world_ask(enum claim_kind kind, const char *txn, const char *item,
                                  int64_t fen)
{
    struct fg_charge charge = world_charge(txn, item, fen);

    return ask(kind, &charge).status;
}

/* The whole record of a decision, appended. */
static inline fg_status world_record(enum claim_kind kind, const struct fg_charge *request,
                                     struct buffer *record)
{
    struct charge charge;
    struct fg_text field;
    struct claim claim = {.kind = kind, .charge = &charge, .record = record};
    struct claim *claims = &claim;

    assert_true(charge_read(request, &charge, &field));
    ledger_transact(&desk.ledger, &claims, 1, desk.now);
    return claim.status;
}

/* Opening without a bundle; the log begins anew. */
static inline fg_status vault_try(struct vault *vault, struct ledger *ledger)
{
    struct rulebook rulebook = {.as_known_day = DAY_NONE, .reservation_ns = LIFE};

    vault->log[0] = '\0';
    return sqlite_ledger_open(&rulebook, &vault->options, ledger);
}

/* Refused with this status, in one line of severity 3 that holds these words. */
static inline void vault_refuses(struct vault *vault, fg_status status, const char *words)
{
    struct ledger ledger;

    assert_int_equal(vault_try(vault, &ledger), status);
    assert_null(ledger.store);
    assert_non_null(strstr(vault->log, words));
    assert_int_equal(vault->log[0], '3');
    assert_ptr_equal(strchr(vault->log, '\n'), vault->log + strlen(vault->log) - 1);
    assert_non_null(strstr(vault->log, vault->directory));
}

static inline void vault_remove(struct vault *vault)
{
    directory_remove(vault->directory);
}

#endif

/* SPDX-License-Identifier: Apache-2.0
 * A durable ledger in a directory of its own, with fresh keys: what its tests share. */
#ifndef TESTS_UNIT_TEST_SQLITE_H
#define TESTS_UNIT_TEST_SQLITE_H

#include "support/test.h"

#include <stdio.h>
#include <string.h>

#include "ledger/sqlite.h"
#include "support/files.h"

#define LOG_TEXT_SIZE 65536

struct vault {
    char directory[PATH_SIZE];
    char path[PATH_SIZE + 16];      /* of the ledger */
    char key_path[PATH_SIZE + 16];  /* of its keys */
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

static inline void vault_remove(struct vault *vault)
{
    directory_remove(vault->directory);
}

#endif

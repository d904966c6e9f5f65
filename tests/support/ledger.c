/* SPDX-License-Identifier: Apache-2.0
 * Key file, signer, file: in the order in which `feeguard ledger init` makes them. */
#include "support/ledger.h"

#include <stdio.h>
#include <string.h>

#include "audit/signer.h"
#include "feeguard/host.h"
#include "ledger/paths.h"
#include "ledger/sqlite.h"
#include "support/test.h"

static void complain(void *context, int32_t severity, const char *line)
{
    (void)context;
    (void)severity;
    fprintf(stderr, "%s\n", line);
}

void ledger_make(const char *directory, char path[PATH_SIZE])
{
    struct sqlite_options options = {.log = complain, .language = FG_LANGUAGE_EN};
    int size = snprintf(path, PATH_SIZE, "%s/" LEDGER_NAME, directory);
    struct ledger_paths paths;
    struct keyring ring;

    assert_true(size > 0 && size < PATH_SIZE);
    options.path = (struct fg_text){path, (uint32_t)size, 0};
    assert_true(ledger_paths_of(options.path, &paths));
    assert_int_equal(keyring_create(paths.keys, DIGEST_SHA256), KEY_OK);
    assert_int_equal(signer_create(paths.signer, paths.verifier, SIGNER_P256), KEY_OK);
    assert_int_equal(keyring_read(paths.keys, &ring), KEY_OK);
    options.keyring = &ring;
    assert_int_equal(sqlite_ledger_create(&options), FG_OK);
    keyring_wipe(&ring);
}

/* SPDX-License-Identifier: Apache-2.0
 * Runs the maker and waits for it. */
#include "support/durable.h"

#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

void durable_name(struct gateway *gateway, struct durable *durable, const char *name)
{
    int size = snprintf(durable->option, sizeof(durable->option), "sqlite:%s/%s",
                        gateway->directory, name);

    assert_true(size > 0 && (size_t)size < sizeof(durable->option));
    durable->path = durable->option + sizeof("sqlite:") - 1;
    gateway->options.ledger = text_from(durable->option);
}

void durable_make(struct gateway *gateway, struct durable *durable)
{
    char *arguments[] = {(char *)(size_t)FG_LEDGER_MAKER, gateway->directory, NULL};
    pid_t maker;
    int status;

    assert_int_equal(posix_spawn(&maker, FG_LEDGER_MAKER, NULL, NULL, arguments, environ), 0);
    assert_int_equal(waitpid(maker, &status, 0), maker);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    durable_name(gateway, durable, DURABLE_FILE);
}

/* SPDX-License-Identifier: Apache-2.0
 * A replay's second judgement: which engine gives it, and where what it changes is listed. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "harness.h"
#include "replay/replay.h"

fg_status replay_open_other(struct replay *replay, const struct plugin *plugin, const char *against)
{
    struct engine_choice choice = replay->choice;

    choice.ledger = NULL;
    if (against != NULL) {
        choice.schedules = against;
    } else if (choice.as_known_ymd != 0 && replay->choice.ledger == NULL) {
        choice.as_known_ymd = 0;
        replay->other_is_before = true;
    } else {
        return FG_OK;
    }
    return engine_open(plugin, &choice, replay_clock, replay, &replay->other);
}

void replay_list_differences(struct replay *replay, const char *name)
{
    bool to_stdout = strcmp(name, "-") == 0;
    FILE *file = to_stdout ? stdout : fopen(name, "we");
    bool written = file != NULL && compare_list(&replay->comparison, &replay->names, file) &&
                   fflush(file) == 0;

    if (!written) {
        complain("%s: %s", name, strerror(errno));
        replay->status = EXIT_FAILED;
    }
    if (file == NULL || to_stdout) return;
    if (fclose(file) == 0 || !written) return;
    complain("%s: %s", name, strerror(errno));
    replay->status = EXIT_FAILED;
}

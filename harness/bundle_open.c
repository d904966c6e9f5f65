/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle_open.h"

#include "base/text.h"
#include "harness.h"
#include "load/load.h"
#include "trust.h"

int bundle_open(const char *path, const char *trust_directory, int32_t language,
                struct bundle **bundle)
{
    struct fg_text name = text_of(path);
    struct trust *trust;
    fg_status status;

    if (!trust_choose(trust_directory, language, &trust)) return EXIT_FOUND;
    status = bundle_load(&name, 1, trust, fault_lines(&language), bundle);
    trust_close(trust);
    switch (status) {
    case FG_OK: return EXIT_DONE;
    case FG_SCHEDULE_REFUSED: complain("%s: the schedules are refused", path); return EXIT_FOUND;
    case FG_SCHEDULE_UNREADABLE:
        complain("%s: a file or directory cannot be read", path);
        return EXIT_FAILED;
    default: complain("out of memory"); return EXIT_FAILED;
    }
}

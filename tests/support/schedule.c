/* SPDX-License-Identifier: Apache-2.0
 * Writes the document into a directory of its own, loads it, and removes it. */
#include "support/schedule.h"

#include <stdio.h>
#include <stdlib.h>

#include "load/load.h"
#include "support/files.h"

#define HEAD                                                                                       \
    "<schedule xmlns='urn:feeguard:schedule:1' id='D' level='national' region='000000' "           \
    "serial='1' effective='2020-01-01'>\n<bases><basis id='b' level='national'/></bases>\n"

static void tell(void *context, const struct fault *fault)
{
    (void)context;
    fprintf(stderr, "line %u: %s [%s]\n", fault->line, fault->what_en, fault->rule);
}

struct bundle *schedule_bundle(const char *elements)
{
    char directory[PATH_SIZE], *document = NULL;
    const struct fault_sink sink = {NULL, tell};
    struct fg_text path;
    struct bundle *bundle = NULL;

    if (asprintf(&document, "%s%s</schedule>\n", HEAD, elements) < 0) abort();
    directory_make(directory);
    disk_write(directory, "d.xml", document);
    path = text_of(directory);
    if (bundle_load(&path, 1, NULL, sink, &bundle) != FG_OK) abort();
    directory_remove(directory);
    free(document);
    return bundle;
}

/* SPDX-License-Identifier: Apache-2.0
 * From a directory of XML to a bundle: read, parse, lint, compile. Slow, allocates, checks
 * everything, and reports every fault it finds. Called by open, by reload and by the tools. */
#ifndef FEEGUARD_LOAD_LOAD_H
#define FEEGUARD_LOAD_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "feeguard/status.h"
#include "feeguard/text.h"

#define DOCUMENT_SIZE_MAX ((size_t)64 * 1024 * 1024) /* bytes */
#define DOCUMENT_COUNT_MAX 4096                      /* documents in a bundle, all serials */
#define DOCUMENT_DEPTH_MAX 64                        /* nested elements */
#define FAULTS_PER_BUNDLE_MAX 100000                 /* reported; the rest are only counted */

struct bundle;
struct trust;

/* One thing wrong with a bundle. Texts live during the callback only. */
struct fault {
    const char *file;              /* as given, or DIR/name */
    uint32_t line;                 /* 1 or more; 0: the file as a whole */
    const char *rule;              /* stable short name of the rule broken, e.g. "grant-empty" */
    const char *what_zh, *what_en; /* what is wrong, with the names and values at hand */
    const char *remedy_zh, *remedy_en; /* how to mend it */
};

/* Whoever wants to hear of faults. `report` may be NULL. */
struct fault_sink {
    void *context;
    void (*report)(void *context, const struct fault *fault);
};

/* "file:line: error: what [rule]; remedy" in one language (FG_LANGUAGE_*), NUL-terminated, cut to
 * the buffer. The one way a fault becomes a line. */
void fault_format(const struct fault *fault, int32_t language, char *buffer, size_t size);

/* Opens a trust directory (trust/trust.h) and reports what is wrong with it like other faults.
 * now_ns: the system's time. FG_OK: *trust is the caller's, closed with trust_close;
 * FG_SCHEDULE_REFUSED; FG_NO_MEMORY. */
fg_status trust_load(struct fg_text directory, int64_t now_ns, struct fault_sink sink,
                     struct trust **trust);

/* Loads the documents of a bundle: each path is a directory (every *.xml directly in it) or a file.
 * With `trust` each must be signed (X.xml.sig beside X.xml) and is verified before it is parsed,
 * and orders to go back (*.order, signed likewise) are read; NULL: signatures and orders are not
 * looked at. FG_OK: *bundle is the caller's, released with bundle_release. FG_SCHEDULE_REFUSED:
 * each fault was reported; FG_SCHEDULE_UNREADABLE: a path cannot be read, also reported as a fault
 * of line 0; FG_NO_MEMORY. *bundle is NULL unless FG_OK. */
fg_status bundle_load(const struct fg_text *paths, size_t path_count, const struct trust *trust,
                      struct fault_sink sink, struct bundle **bundle);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Fee lists, as workbook or CSV: what was imported without a question is a document that the
 * loader takes, and one that comes back from a table of its own: the next table is the same. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz/fuzz.h"
#include "harness.h"
#include "schedule/schedule.h"

static char folder[] = "/tmp/fuzz-table-XXXXXX";
static char document[64], first[64], second[64];

static void remove_all(void)
{
    unlink(document);
    unlink(first);
    unlink(second);
    rmdir(folder);
}

static void set_up(void)
{
    if (document[0] != '\0') return;
    FUZZ_CHECK(mkdtemp(folder) != NULL);
    snprintf(document, sizeof(document), "%s/document.xml", folder);
    snprintf(first, sizeof(first), "%s/first.csv", folder);
    snprintf(second, sizeof(second), "%s/second.csv", folder);
    FUZZ_CHECK(atexit(remove_all) == 0);
}

static int import(char *from, char *to)
{
    char *arguments[] = {"import", from,          "--output",   to,         "--force", "--id",
                         "X",      "--level",     "provincial", "--region", "21",      "--serial",
                         "1",      "--effective", "2026-01-01"};

    return schedule_import(sizeof(arguments) / sizeof(arguments[0]), arguments);
}

static int export(char *from, char *to)
{
    char *arguments[] = {"export", "--csv", from, "--output", to, "--force"};

    return schedule_export(sizeof(arguments) / sizeof(arguments[0]), arguments);
}

static bool same_files(const char *a, const char *b)
{
    FILE *one = fopen(a, "rb"), *other = fopen(b, "rb");
    int byte, again;

    FUZZ_CHECK(one != NULL && other != NULL);
    do {
        byte = getc(one);
        again = getc(other);
    } while (byte == again && byte != EOF);
    fclose(one);
    fclose(other);
    return byte == again;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = memfd_create("table", MFD_CLOEXEC);
    char given[32];

    set_up();
    snprintf(given, sizeof(given), "/proc/self/fd/%d", fd);
    FUZZ_CHECK(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    if (import(given, document) == EXIT_DONE) {
        FUZZ_CHECK(export(document, first) == EXIT_DONE);
        FUZZ_CHECK(import(first, document) == EXIT_DONE);
        FUZZ_CHECK(export(document, second) == EXIT_DONE);
        FUZZ_CHECK(same_files(first, second));
    }
    close(fd);
    return 0;
}

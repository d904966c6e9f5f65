/* SPDX-License-Identifier: Apache-2.0
 * Shows a target every file of its corpus, each in memory of exactly its size.
 * usage: replay_TARGET FOLDER...
 * A folder without files is a failure: a test that looked at nothing has shown nothing. */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz/fuzz.h"
#include "support/files.h"

static uint8_t *file_read(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = NULL;
    long end;

    *size = 0;
    if (file == NULL) return NULL;
    if (fseek(file, 0, SEEK_END) == 0 && (end = ftell(file)) >= 0 &&
        fseek(file, 0, SEEK_SET) == 0) {
        bytes = malloc((size_t)end + (end == 0));
        if (bytes != NULL) *size = fread(bytes, 1, (size_t)end, file);
        if (*size != (size_t)end) {
            free(bytes);
            bytes = NULL;
        }
    }
    fclose(file);
    return bytes;
}

static bool replay(const char *folder, const char *name)
{
    char path[PATH_SIZE];
    uint8_t *bytes;
    size_t size;

    if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path)) return false;
    bytes = file_read(path, &size);
    if (bytes == NULL) {
        fprintf(stderr, "%s: cannot be read\n", path);
        return false;
    }
    printf("%s\n", path);
    fflush(stdout); /* should this one be the last */
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    return true;
}

static bool replay_all(const char *name)
{
    DIR *folder = opendir(name);
    struct dirent *entry;
    bool good = true;
    int count = 0;

    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.') continue;
        good = replay(name, entry->d_name) && good;
        count++;
    }
    if (folder != NULL) closedir(folder);
    if (count == 0) fprintf(stderr, "%s: no input\n", name);
    return good && count > 0;
}

int main(int argc, char **argv)
{
    bool good = argc > 1;

    for (int i = 1; i < argc; i++) good = replay_all(argv[i]) && good;
    return good ? 0 : 1;
}

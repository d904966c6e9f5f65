/* SPDX-License-Identifier: Apache-2.0
 * Plain files; whatever goes wrong fails the test that asked. */
#include "support/files.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/test.h"

static void path_join(char path[PATH_SIZE], const char *directory, const char *name)
{
    int size = snprintf(path, PATH_SIZE, "%s/%s", directory, name);

    assert_true(size > 0 && size < PATH_SIZE);
}

void directory_make(char path[PATH_SIZE])
{
    snprintf(path, PATH_SIZE, "/tmp/feeguard-test-XXXXXX");
    assert_non_null(mkdtemp(path));
}

void directory_remove(const char *path)
{
    DIR *directory = opendir(path);
    struct dirent *entry;

    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL) {
        char file[PATH_SIZE];

        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        path_join(file, path, entry->d_name);
        assert_int_equal(unlink(file), 0);
    }
    closedir(directory);
    assert_int_equal(rmdir(path), 0);
}

void disk_write(const char *directory, const char *name, const char *content)
{
    char path[PATH_SIZE];
    size_t size = strlen(content);
    FILE *file;

    path_join(path, directory, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(content, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

void disk_remove(const char *directory, const char *name)
{
    char path[PATH_SIZE];

    path_join(path, directory, name);
    assert_int_equal(unlink(path), 0);
}

char *disk_read(const char *path)
{
    FILE *file = fopen(path, "rb");
    size_t size = 0, capacity = 1 << 16;
    char *content = malloc(capacity);

    assert_non_null(file);
    assert_non_null(content);
    for (;;) {
        size_t got = fread(content + size, 1, capacity - size - 1, file);

        size += got;
        if (got == 0) break;
        if (size + 1 == capacity) {
            content = realloc(content, capacity *= 2);
            assert_non_null(content);
        }
    }
    assert_int_equal(fclose(file), 0);
    content[size] = '\0';
    return content;
}

size_t directory_count(const char *path)
{
    DIR *directory = opendir(path);
    size_t count = 0;

    assert_non_null(directory);
    while (readdir(directory) != NULL) count++;
    closedir(directory);
    return count;
}

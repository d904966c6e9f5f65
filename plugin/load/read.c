/* SPDX-License-Identifier: Apache-2.0
 * Directories and files. A document is read once, and what was read is what is parsed and digested,
 * whatever happens to the file afterwards. */
#include "load/read.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/whole.h"

static fg_status unreadable(struct faults *faults, struct fg_text path, int error)
{
    char message[128];

    FAULT(faults, RULE_FILE_UNREADABLE, path, 0, path,
          text_of(strerror_r(error, message, sizeof(message))));
    return error == ENOMEM ? FG_NO_MEMORY : FG_SCHEDULE_UNREADABLE;
}

static bool ends_in(struct fg_text name, const char *ending)
{
    size_t size = strlen(ending);

    return name.size >= size && memcmp(name.bytes + name.size - size, ending, size) == 0;
}

static fg_status file_add(struct arena *arena, struct fg_text path, struct file_list *files)
{
    bool is_order = ends_in(path, ".order");
    struct fg_text **list = is_order ? &files->orders : &files->paths;
    size_t *count = is_order ? &files->order_count : &files->count;

    *list = arena_grow(arena, *list, *count, sizeof(**list));
    if (*list == NULL || path.bytes == NULL) return FG_NO_MEMORY;
    (*list)[(*count)++] = path;
    return FG_OK;
}

/* "DIR/name", with a NUL behind it; bytes NULL when memory has run out. */
static struct fg_text path_join(struct arena *arena, struct fg_text directory, const char *name)
{
    size_t size = strlen(name);
    bool slash = directory.size > 0 && directory.bytes[directory.size - 1] != '/';
    char *path = arena_take(arena, directory.size + size + 2);

    if (path == NULL) return (struct fg_text){NULL, 0, 0};
    memcpy(path, directory.bytes, directory.size);
    if (slash) path[directory.size] = '/';
    memcpy(path + directory.size + slash, name, size);
    return (struct fg_text){path, (uint32_t)(directory.size + slash + size), 0};
}

static int order_paths(const void *a, const void *b)
{
    return text_compare(*(const struct fg_text *)a, *(const struct fg_text *)b);
}

static void sort_from(struct fg_text *paths, size_t first, size_t count)
{
    if (count > first) qsort(paths + first, count - first, sizeof(*paths), order_paths);
}

/* Takes what is a regular file or a link to one. A link that leads nowhere is a document missing,
 * and said so; other things that happen to have such a name are none. */
static fg_status entry_add(struct arena *arena, struct fg_text directory, const char *name,
                           struct faults *faults, struct file_list *files)
{
    struct fg_text path = path_join(arena, directory, name);
    struct stat status;

    if (path.bytes == NULL) return FG_NO_MEMORY;
    if (stat(path.bytes, &status) != 0) return unreadable(faults, path, errno);
    return S_ISREG(status.st_mode) ? file_add(arena, path, files) : FG_OK;
}

static fg_status directory_list(struct arena *arena, struct fg_text path, struct faults *faults,
                                struct file_list *files)
{
    DIR *directory = opendir(path.bytes);
    size_t before = files->count, orders_before = files->order_count;
    fg_status result = FG_OK;
    struct dirent *entry;

    if (directory == NULL) return unreadable(faults, path, errno);
    errno = 0;
    while (result != FG_NO_MEMORY && (entry = readdir(directory)) != NULL) {
        fg_status status = FG_OK;

        if (ends_in(text_of(entry->d_name), ".xml") || ends_in(text_of(entry->d_name), ".order")) {
            status = entry_add(arena, path, entry->d_name, faults, files);
        }
        if (status != FG_OK) result = status;
        errno = 0;
    }
    if (result == FG_OK && errno != 0) result = unreadable(faults, path, errno);
    closedir(directory);
    sort_from(files->paths, before, files->count);
    sort_from(files->orders, orders_before, files->order_count);
    return result;
}

fg_status files_list(struct arena *arena, struct fg_text path, struct faults *faults,
                     struct file_list *files)
{
    struct stat status;

    if (memchr(path.bytes, '\0', path.size) != NULL) return unreadable(faults, path, EINVAL);
    path = arena_text(arena, path);
    if (path.bytes == NULL) return FG_NO_MEMORY;
    if (stat(path.bytes, &status) != 0) return unreadable(faults, path, errno);
    if (S_ISDIR(status.st_mode)) return directory_list(arena, path, faults, files);
    return file_add(arena, path, files);
}

static fg_status descriptor_read(struct arena *arena, struct fg_text path, int descriptor,
                                 struct faults *faults, struct fg_text *bytes)
{
    struct stat status;
    size_t size, used;
    char *memory;

    if (fstat(descriptor, &status) != 0) return unreadable(faults, path, errno);
    if (!S_ISREG(status.st_mode)) return unreadable(faults, path, EINVAL);
    if (status.st_size > (off_t)DOCUMENT_SIZE_MAX) {
        FAULT(faults, RULE_FILE_TOO_LARGE, path, 0, path);
        return FG_SCHEDULE_REFUSED;
    }
    size = (size_t)status.st_size;
    memory = arena_take(arena, size + 1);
    if (memory == NULL) return FG_NO_MEMORY;
    if (!whole_read(descriptor, memory, size + 1, &used)) return unreadable(faults, path, errno);
    if (used != size) return unreadable(faults, path, EBUSY); /* being written to */
    *bytes = (struct fg_text){memory, (uint32_t)size, 0};
    return FG_OK;
}

fg_status path_read(struct arena *arena, struct fg_text path, struct faults *faults,
                    struct fg_text *bytes)
{
    int descriptor = open(path.bytes, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe must not hold */
    fg_status status;

    if (descriptor < 0) return unreadable(faults, path, errno);
    status = descriptor_read(arena, path, descriptor, faults, bytes);
    close(descriptor);
    return status;
}

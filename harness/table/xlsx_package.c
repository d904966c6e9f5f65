/* SPDX-License-Identifier: Apache-2.0
 * The zip around a workbook. What counts is what comes out of it, not what it says of itself: a
 * bomb is stopped while it unpacks. */
#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness.h"
#include "table/xlsx.h"

#define ENTRIES_MAX 4096
#define TOTAL_MAX (4 * BOOK_FILE_MAX) /* of all parts */
#define PIECE_SIZE 65536

static bool ends_with(struct fg_text text, struct fg_text end)
{
    return text.size >= end.size &&
           memcmp(text.bytes + text.size - end.size, end.bytes, end.size) == 0;
}

/* Pictures, printers' settings and the like stay packed. */
static bool is_wanted(struct fg_text name)
{
    return ends_with(name, TEXT(".xml")) || ends_with(name, TEXT(".rels"));
}

static bool say(char *message, const char *path, const char *what)
{
    snprintf(message, BOOK_MESSAGE_SIZE, "%s: %s", path, what);
    return false;
}

static bool too_large(char *message, const char *path)
{
    return say(message, path,
               "解开后过大（单个部分至多 64 MiB，合计至多 256 MiB） / too large once unpacked");
}

static bool unpack(struct archive *archive, struct package *package, size_t *total,
                   const char *path, char *message)
{
    struct output *bytes = &package->parts[package->count - 1].bytes;
    char piece[PIECE_SIZE];
    la_ssize_t size;

    while ((size = archive_read_data(archive, piece, sizeof(piece))) > 0) {
        *total += (size_t)size;
        if (bytes->size + (size_t)size > BOOK_FILE_MAX || *total > TOTAL_MAX) {
            return too_large(message, path);
        }
        output_text(bytes, (struct fg_text){piece, (uint32_t)size, 0});
    }
    if (size == 0) return true;
    return say(
        message, path,
        "压缩包损坏或加密，解不开；请用表格软件打开后另存为 .xlsx / damaged or encrypted: open "
        "it in a spreadsheet program and save it again as .xlsx");
}

static bool take_entry(struct archive *archive, struct archive_entry *entry,
                       struct package *package, size_t *total, const char *path, char *message)
{
    const char *name = archive_entry_pathname_utf8(entry);
    struct part *part;
    char *copy;

    if (name == NULL || !is_wanted(text_of(name))) return true;
    package->parts = memory_grow(package->parts, package->count + 1, sizeof(*package->parts));
    copy = strdup(name);
    if (copy == NULL) memory_gone();
    part = &package->parts[package->count++];
    *part = (struct part){.name = text_of(copy)};
    return unpack(archive, package, total, path, message);
}

static bool take_entries(struct archive *archive, struct package *package, const char *path,
                         char *message)
{
    struct archive_entry *entry;
    size_t total = 0, entries = 0;
    int result;

    while ((result = archive_read_next_header(archive, &entry)) == ARCHIVE_OK ||
           result == ARCHIVE_WARN) {
        if (++entries > ENTRIES_MAX) return too_large(message, path);
        if (!take_entry(archive, entry, package, &total, path, message)) return false;
    }
    if (result == ARCHIVE_EOF) return true;
    return say(message, path,
               "压缩包损坏；请重新取得此文件 / the zip is damaged: fetch the file again");
}

/* Old workbooks and encrypted ones have the same first bytes, and are no zips. */
static bool is_compound_file(const char *path)
{
    static const unsigned char signature[] = {0xD0, 0xCF, 0x11, 0xE0};
    unsigned char first[sizeof(signature)] = {0};
    FILE *file = fopen(path, "rb");
    bool same = file != NULL && fread(first, 1, sizeof(first), file) == sizeof(first) &&
                memcmp(first, signature, sizeof(first)) == 0;

    if (file != NULL) fclose(file);
    return same;
}

bool package_read(struct package *package, const char *path, char message[static BOOK_MESSAGE_SIZE])
{
    struct archive *archive = archive_read_new();
    bool good;

    if (archive == NULL) memory_gone();
    archive_read_support_format_zip(archive);
    if (archive_read_open_filename(archive, path, PIECE_SIZE) == ARCHIVE_OK) {
        good = take_entries(archive, package, path, message);
    } else if (is_compound_file(path)) {
        good = say(
            message, path,
            "是旧式 .xls 或者加了密码；请另存为不加密码的 .xlsx / an old .xls, or protected by a "
            "password: save it as .xlsx without one");
    } else {
        snprintf(message, BOOK_MESSAGE_SIZE,
                 "%s: 不是 .xlsx 工作簿，或者读不出 / no .xlsx workbook, or not readable: %s", path,
                 archive_error_string(archive));
        good = false;
    }
    archive_read_free(archive);
    return good;
}

const struct part *package_find(const struct package *package, struct fg_text name)
{
    for (size_t i = 0; i < package->count; i++) {
        if (text_equal(package->parts[i].name, name)) return &package->parts[i];
    }
    return NULL;
}

void package_free(struct package *package)
{
    for (size_t i = 0; i < package->count; i++) {
        free((void *)(uintptr_t)package->parts[i].name.bytes);
        output_free(&package->parts[i].bytes);
    }
    free(package->parts);
    *package = (struct package){0};
}

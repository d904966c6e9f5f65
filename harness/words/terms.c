/* SPDX-License-Identifier: Apache-2.0
 * A term list: read whole, sorted once, found by halving. */
#include "words/terms.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "harness.h"
#include "log/csv.h"

#define COLUMNS 4
#define TERMS_FILE "terms.csv"

static int order_keys(const struct term *a, struct fg_text name, struct fg_text value)
{
    int order = text_compare(a->name, name);

    return order != 0 ? order : text_compare(a->value, value);
}

static int order_terms(const void *a, const void *b)
{
    const struct term *left = a, *right = b;
    int order = order_keys(left, right->name, right->value);

    if (order != 0) return order;
    /* What is said of named items goes before what is said of all. */
    order = (right->items.size > 0) - (left->items.size > 0);
    return order != 0 ? order : text_compare(left->items, right->items);
}

/* The whole file, in the arena; bytes NULL when it cannot be read. */
static struct fg_text file_read(struct arena *arena, const char *name)
{
    FILE *file = fopen(name, "rb");
    char *bytes = arena_take(arena, TERMS_SIZE_MAX + 1);
    size_t size;
    bool failed;

    if (file == NULL || bytes == NULL) {
        complain("%s: %s", name, file == NULL ? strerror(errno) : "out of memory");
        if (file != NULL) fclose(file);
        return (struct fg_text){NULL, 0, 0};
    }
    size = fread(bytes, 1, TERMS_SIZE_MAX + 1, file);
    failed = ferror(file) != 0;
    fclose(file);
    if (failed || size > TERMS_SIZE_MAX) {
        complain("%s: %s", name, failed ? "cannot be read" : "is larger than 4 MiB");
        return (struct fg_text){NULL, 0, 0};
    }
    return (struct fg_text){bytes, (uint32_t)size, 0};
}

static bool refuse(const char *file, uint64_t line, const char *what)
{
    fprintf(stderr, "%s:%llu: error: %s\n", file, (unsigned long long)line, what);
    return false;
}

static bool is_header(const struct csv_record *record)
{
    static const char *const names[COLUMNS] = {"name", "value", "items", "label"};

    if (record->stray || record->cell_count != COLUMNS) return false;
    for (size_t i = 0; i < COLUMNS; i++) {
        if (!text_equal(record->cells[i], text_of(names[i]))) return false;
    }
    return true;
}

static bool term_add(struct terms *terms, const char *file, const struct csv_record *record)
{
    const struct fg_text *cells = record->cells;
    struct term *list;

    if (record->stray || record->cell_count != COLUMNS) {
        return refuse(file, record->line,
                      "此行应有 4 格（name,value,items,label），引号须成对 / a line has 4 cells");
    }
    for (size_t i = 0; i < COLUMNS; i++) {
        if (!text_is_text(cells[i])) {
            return refuse(file, record->line,
                          "须为 UTF-8 编码，每格至多 1024 字节 / UTF-8, at most 1024 bytes a cell");
        }
    }
    if (cells[0].size == 0 || cells[3].size == 0) {
        return refuse(file, record->line,
                      "name 和 label 不能为空 / name and label may not be empty");
    }
    list = arena_grow(&terms->arena, terms->list, terms->count, sizeof(*list));
    if (list == NULL) return refuse(file, record->line, "内存不足 / out of memory");
    terms->list = list;
    list[terms->count++] = (struct term){cells[0], cells[1], cells[2], cells[3]};
    return true;
}

/* The same thing named twice would leave it to chance which name is shown. */
static bool terms_are_distinct(const struct terms *terms, const char *file)
{
    for (size_t i = 1; i < terms->count; i++) {
        const struct term *term = &terms->list[i];

        if (order_terms(&terms->list[i - 1], term) != 0) continue;
        fprintf(stderr, "%s: error: %.*s,%.*s 有两个名称，请删去一个 / is named twice\n", file,
                (int)term->name.size, term->name.bytes, (int)term->value.size, term->value.bytes);
        return false;
    }
    return true;
}

static bool terms_fill(struct terms *terms, const char *file, struct fg_text content)
{
    struct fg_text cells[COLUMNS];
    struct csv_record record = {.cells = cells, .cells_max = COLUMNS};
    struct csv_cursor cursor = {(char *)content.bytes, (char *)content.bytes + content.size, 1};
    bool has_mark = text_starts(content, TEXT("\xEF\xBB\xBF"));

    if (has_mark) cursor.at += 3;
    if (!csv_next(&cursor, &record) || !is_header(&record)) {
        return refuse(file, 1, "首行须为 name,value,items,label / the first line is the header");
    }
    while (csv_next(&cursor, &record)) {
        if (record.cell_count > 0 && text_starts(cells[0], TEXT("#"))) continue;
        if (!term_add(terms, file, &record)) return false;
    }
    if (terms->count > 0) qsort(terms->list, terms->count, sizeof(*terms->list), order_terms);
    return terms_are_distinct(terms, file);
}

bool terms_read(struct terms *terms, const char *file)
{
    struct fg_text content;

    *terms = (struct terms){0};
    content = file_read(&terms->arena, file);
    if (content.bytes != NULL && terms_fill(terms, file, content)) return true;
    terms_free(terms);
    return false;
}

bool terms_read_beside(struct terms *terms, const char *directory)
{
    char path[PATH_MAX];
    struct stat status;

    *terms = (struct terms){0};
    if (snprintf(path, sizeof(path), "%s/" TERMS_FILE, directory) >= (int)sizeof(path)) {
        complain("%s: the name is too long", directory);
        return false;
    }
    return stat(path, &status) != 0 || terms_read(terms, path);
}

void terms_free(struct terms *terms)
{
    arena_free(&terms->arena);
    *terms = (struct terms){0};
}

/* Whether a list of codes, set apart by blanks, holds this one. */
static bool list_holds(struct fg_text list, struct fg_text code)
{
    uint32_t at = 0;

    while (at < list.size) {
        uint32_t begin = at;

        while (at < list.size && list.bytes[at] != ' ') at++;
        if (text_equal((struct fg_text){list.bytes + begin, at - begin, 0}, code)) return true;
        at++;
    }
    return false;
}

struct fg_text terms_label(const struct terms *terms, struct fg_text item, struct fg_text name,
                           struct fg_text value)
{
    size_t low = 0, high = terms->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (order_keys(&terms->list[middle], name, value) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < terms->count && order_keys(&terms->list[low], name, value) == 0; low++) {
        const struct term *term = &terms->list[low];

        if (term->items.size == 0 || list_holds(term->items, item)) return term->label;
    }
    return (struct fg_text){NULL, 0, 0};
}

/* SPDX-License-Identifier: Apache-2.0
 * The header row of a CSV log: which column is which field. */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "harness.h"
#include "log/csv.h"
#include "log/log.h"

static bool fail(const struct log *log, uint64_t line, const char *reason, struct fg_text name,
                 char *message)
{
    snprintf(message, LOG_MESSAGE_SIZE, "%s:%llu: error: %s%s%.*s", log->name,
             (unsigned long long)line, reason, name.size > 0 ? ": " : "",
             (int)(name.size > 100 ? 100 : name.size), name.size > 0 ? name.bytes : "");
    return false;
}

/* What a column of this name is; false if it is unknown. */
static bool column_read(struct fg_text name, struct column *column)
{
    struct fg_text prefix = TEXT("attr:");

    *column = (struct column){.field = field_find(name)};
    if (column->field != FIELD_NONE) return true;
    if (!text_starts(name, prefix)) return false;
    column->is_attribute = true;
    column->attribute = (struct fg_text){name.bytes + prefix.size, name.size - prefix.size, 0};
    return true;
}

static bool may_pass_over(const struct log *log, struct fg_text name)
{
    return log->ignore_unknown || (log->remark != NULL && text_equal(name, text_of(log->remark)));
}

static bool columns_read(struct log *log, const struct csv_record *record, char *message)
{
    log->columns = memory_take(record->cell_count, sizeof(*log->columns));
    log->column_count = record->cell_count;
    for (size_t i = 0; i < record->cell_count; i++) {
        struct fg_text name = record->cells[i];

        if (!text_is_utf8(name)) {
            return fail(log, record->line, "the header is not UTF-8", (struct fg_text){0}, message);
        }
        for (size_t before = 0; before < i; before++) {
            if (text_equal(record->cells[before], name)) {
                return fail(log, record->line, "a column twice", name, message);
            }
        }
        if (!column_read(name, &log->columns[i]) && !may_pass_over(log, name)) {
            return fail(log, record->line, "unknown column", name, message);
        }
    }
    return true;
}

bool log_header(struct log *log, char *bytes, size_t size, uint64_t line, char *message)
{
    struct fg_text *cells = memory_take(LOG_COLUMNS_MAX, sizeof(*cells));
    struct csv_record record = {.cells = cells, .cells_max = LOG_COLUMNS_MAX};
    struct csv_cursor cursor = {bytes, bytes + size, line};
    struct fg_text none = {0};
    bool good;

    log->header = bytes;
    if (!csv_next(&cursor, &record)) {
        good = fail(log, line, "no header row", none, message);
    } else if (record.stray) {
        good = fail(log, line, "stray quotes in the header", none, message);
    } else if (record.cell_count > LOG_COLUMNS_MAX) {
        good = fail(log, line, "more than 4096 columns", none, message);
    } else {
        good = columns_read(log, &record, message);
    }
    free(cells);
    return good;
}

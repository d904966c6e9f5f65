/* SPDX-License-Identifier: Apache-2.0
 * The two steps of a batch that need no engine. */
#include "replay/batch.h"

#include <stdlib.h>
#include <string.h>

#include "harness.h"
#include "log/csv.h"

void parser_open(struct parser *parser)
{
    jsonl_open(&parser->jsonl);
}

void parser_close(struct parser *parser)
{
    jsonl_close(&parser->jsonl);
}

static struct event *event_add(struct batch *batch)
{
    if (batch->event_count == batch->event_capacity) {
        size_t capacity = batch->event_capacity * 2 + 256;

        batch->events = memory_grow(batch->events, capacity, sizeof(*batch->events));
        batch->answers = memory_grow(batch->answers, capacity, sizeof(*batch->answers));
        batch->event_capacity = capacity;
    }
    return &batch->events[batch->event_count++];
}

static struct fg_attribute *attributes_lend(struct batch *batch)
{
    size_t size;

    return pool_window(&batch->pool, FG_ATTRIBUTES_MAX * sizeof(struct fg_attribute), &size);
}

static void attributes_keep(struct batch *batch, const struct event *event)
{
    size_t size = event->charge.attribute_count * sizeof(struct fg_attribute);

    if (size > 0) pool_take(&batch->pool, size);
}

static void csv_row(const struct log *log, const struct csv_record *record,
                    struct fg_attribute *attributes, struct event *event)
{
    row_begin(event, record->line, attributes);
    for (size_t i = 0; i < log->column_count; i++) {
        const struct column *column = &log->columns[i];

        if (record->cells[i].size == 0) continue;
        if (column->field != FIELD_NONE) {
            row_field(event, column->field, record->cells[i]);
        } else if (column->is_attribute) {
            row_attribute(event, attributes, column->attribute, record->cells[i]);
        }
    }
    row_end(event);
}

static void parse_csv(struct batch *batch)
{
    const struct log *log = batch->log;
    char *bytes = batch->piece.bytes;
    struct csv_cursor cursor = {bytes, bytes + batch->piece.size, batch->piece.first_line};
    struct csv_record record = {.cells_max = log->column_count};
    char *start = bytes;

    batch->cells = memory_grow(batch->cells, log->column_count, sizeof(*batch->cells));
    record.cells = batch->cells;
    for (; csv_next(&cursor, &record); start = cursor.at) {
        struct event *event = event_add(batch);

        if ((size_t)(cursor.at - start) > LOG_RECORD_MAX) {
            row_unreadable(event, record.line, FAULT_TOO_LONG);
        } else if (record.stray) {
            row_unreadable(event, record.line, FAULT_STRAY_QUOTES);
        } else if (record.cell_count != log->column_count) {
            row_unreadable(event, record.line, FAULT_CELL_COUNT);
        } else {
            csv_row(log, &record, attributes_lend(batch), event);
            attributes_keep(batch, event);
        }
    }
}

static void parse_jsonl(struct batch *batch, struct parser *parser)
{
    const char *at = batch->piece.bytes, *end = at + batch->piece.size;
    uint64_t line_number = batch->piece.first_line;

    for (; at < end; line_number++) {
        const char *feed = memchr(at, '\n', (size_t)(end - at));
        struct fg_text line = {at, (uint32_t)((feed == NULL ? end : feed) - at), 0};

        at += line.size + (feed != NULL);
        if (jsonl_is_blank(line)) continue;
        if (line.size > LOG_RECORD_MAX) {
            row_unreadable(event_add(batch), line_number, FAULT_TOO_LONG);
        } else {
            struct event *event = event_add(batch);

            jsonl_read(&parser->jsonl, line, line_number, batch->log->ignore_unknown,
                       attributes_lend(batch), event);
            attributes_keep(batch, event);
        }
    }
}

void batch_parse(struct batch *batch, struct parser *parser)
{
    if (batch->piece.too_long) {
        row_unreadable(event_add(batch), batch->piece.first_line, FAULT_TOO_LONG);
    } else if (batch->log->is_jsonl) {
        parse_jsonl(batch, parser);
    } else {
        parse_csv(batch);
    }
}

void batch_format(struct batch *batch, const struct code_names *names, const char *log)
{
    for (size_t i = 0; i < batch->decided_count; i++) {
        output_line(&batch->output, names, log, true, &batch->events[i], &batch->answers[i]);
    }
}

void batch_reset(struct batch *batch)
{
    for (size_t i = 0; i < batch->event_count; i++) {
        if (batch->events[i].owner != NULL) jsonl_release(&batch->events[i]);
    }
    batch->event_count = 0;
    batch->decided_count = 0;
    batch->output.size = 0;
    pool_reset(&batch->pool);
}

void batch_free(struct batch *batch)
{
    batch_reset(batch);
    free(batch->piece.bytes);
    free(batch->events);
    free(batch->answers);
    free(batch->cells);
    output_free(&batch->output);
    pool_free(&batch->pool);
    *batch = (struct batch){0};
}

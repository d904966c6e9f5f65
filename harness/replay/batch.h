/* SPDX-License-Identifier: Apache-2.0
 * Some rows on their way through a replay: cut, parsed, decided, formatted. Each step fills in what
 * the next one needs; a batch belongs to one thread at a time. */
#ifndef HARNESS_REPLAY_BATCH_H
#define HARNESS_REPLAY_BATCH_H

#include "log/jsonl.h"
#include "log/log.h"
#include "output.h"
#include "replay/pool.h"

struct batch {
    const struct log *log;
    struct piece piece;   /* cut */
    struct event *events; /* parsed */
    size_t event_count, event_capacity;
    struct answer *answers; /* decided: as many as events, the first decided_count filled */
    size_t decided_count;
    struct output output; /* formatted */
    struct pool pool;     /* attributes, and what decisions point to */
    struct fg_text *cells;
};

/* What a thread keeps from batch to batch. */
struct parser {
    struct jsonl_reader jsonl;
};

void parser_open(struct parser *parser);
void parser_close(struct parser *parser);

/* From bytes to events. The events' texts live in the batch. */
void batch_parse(struct batch *batch, struct parser *parser);
/* From answers to decision lines; `log` as output_line takes it. */
void batch_format(struct batch *batch, const struct code_names *names, const char *log);
/* Ready for the next bytes. */
void batch_reset(struct batch *batch);
void batch_free(struct batch *batch);

#endif

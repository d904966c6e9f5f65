/* SPDX-License-Identifier: Apache-2.0
 * The text of an order to go back to an earlier serial of a document:
 *
 *     feeguard order 1
 *     document CN-210100
 *     from 7
 *     to 6
 *     digest sha256:<64 digits>      of the document to go back to
 *     reason 第7版误将标准写成元
 *
 * One spelling only, like a signature file. */
#ifndef FEEGUARD_LOAD_ORDER_H
#define FEEGUARD_LOAD_ORDER_H

#include "base/arena.h"
#include "base/buffer.h"
#include "load/faults.h"
#include "rules/schedule.h"

#define ORDER_ENDING ".order"

/* Texts are copied into the arena; `file` is the name for messages. False: malformed, which was
 * reported, or the arena has failed. */
bool order_read(struct arena *arena, struct fg_text file, struct fg_text bytes,
                struct faults *faults, struct withdrawal *order);

/* Appends the text; the buffer says whether memory ran out. */
void order_write(struct buffer *buffer, const struct withdrawal *order);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * The hash chain of the audit trail: each head stands for every record up to its position. */
#ifndef FEEGUARD_AUDIT_CHAIN_H
#define FEEGUARD_AUDIT_CHAIN_H

#include "audit/digest.h"
#include "feeguard/text.h"

#define CHAIN_HEAD_TEXT_SIZE (20 + 1 + DIGEST_HEX_SIZE)
#define CHECKPOINT_TEXT_SIZE_MAX 192

struct chain_head {
    uint64_t position; /* records so far */
    struct digest hash;
};

/* The head before the first record. */
bool chain_start(struct digester *digester, struct chain_head *head);
/* The head behind one record more. False: libcrypto failed, the record is over 4 GiB, or positions
 * have run out. `after` may be `before`; on failure it is not touched. */
bool chain_next(struct digester *digester, const struct chain_head *before, const void *content,
                size_t size, struct chain_head *after);

/* "position:hex", with a NUL. */
void chain_head_text(const struct chain_head *head, char out[static CHAIN_HEAD_TEXT_SIZE]);
/* Exactly what chain_head_text writes, without the NUL. */
bool chain_head_parse(struct fg_text text, struct chain_head *head);

/* The bytes that the signature of a checkpoint covers. Their number, without the NUL behind them; 0
 * when they do not fit in `size` or there is no such kind. */
size_t checkpoint_text(const struct chain_head *head, int64_t time_ns, enum digest_kind kind,
                       char *out, size_t size);

#endif

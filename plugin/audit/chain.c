/* SPDX-License-Identifier: Apache-2.0
 * Links and their texts. Position and size are hashed with the content, so that no two trails that
 * differ anywhere give the same input. */
#include "audit/chain.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audit/bytes.h"
#include "base/text.h"

bool chain_start(struct digester *digester, struct chain_head *head)
{
    static const char beginning[] = "feeguard audit trail 1";

    head->position = 0;
    digester_begin(digester);
    digester_add(digester, beginning, sizeof(beginning) - 1);
    return digester_end(digester, &head->hash);
}

bool chain_next(struct digester *digester, const struct chain_head *before, const void *content,
                size_t size, struct chain_head *after)
{
    struct chain_head next = {before->position + 1, {{0}}};
    unsigned char frame[4];

    if (size > UINT32_MAX || before->position == UINT64_MAX) return false;
    bytes_put_u32(frame, (uint32_t)size);
    digester_begin(digester);
    digester_add(digester, before->hash.bytes, DIGEST_SIZE);
    digester_add_u64(digester, next.position);
    digester_add(digester, frame, sizeof(frame));
    digester_add(digester, content, size);
    if (!digester_end(digester, &next.hash)) return false;
    *after = next;
    return true;
}

void chain_head_text(const struct chain_head *head, char out[static CHAIN_HEAD_TEXT_SIZE])
{
    char hex[DIGEST_HEX_SIZE];

    digest_hex(&head->hash, hex);
    snprintf(out, CHAIN_HEAD_TEXT_SIZE, "%" PRIu64 ":%s", head->position, hex);
}

bool chain_head_parse(struct fg_text text, struct chain_head *head)
{
    char canonical[CHAIN_HEAD_TEXT_SIZE];
    struct chain_head read = {0, {{0}}};
    uint32_t at = 0;

    if (text.size >= CHAIN_HEAD_TEXT_SIZE || text.size < 2 * DIGEST_SIZE + 2) return false;
    for (; at < text.size && text.bytes[at] >= '0' && text.bytes[at] <= '9'; at++) {
        read.position = read.position * 10 + (uint64_t)(text.bytes[at] - '0');
    }
    if (text.size - at != 2 * DIGEST_SIZE + 1 || text.bytes[at] != ':') return false;
    if (!hex_read(text.bytes + at + 1, DIGEST_SIZE, read.hash.bytes)) return false;
    chain_head_text(&read, canonical); /* no leading zeros, no overflow */
    if (!text_equal(text, text_of(canonical))) return false;
    *head = read;
    return true;
}

size_t checkpoint_text(const struct chain_head *head, int64_t time_ns, enum digest_kind kind,
                       char *out, size_t size)
{
    char hex[DIGEST_HEX_SIZE];
    int used;

    if (digest_name(kind) == NULL) return 0;
    digest_hex(&head->hash, hex);
    used = snprintf(out, size,
                    "feeguard-checkpoint 1\n"
                    "digest %s\n"
                    "position %" PRIu64 "\n"
                    "hash %s\n"
                    "time-ns %" PRId64 "\n",
                    digest_name(kind), head->position, hex, time_ns);
    return used > 0 && (size_t)used < size ? (size_t)used : 0;
}

/* SPDX-License-Identifier: Apache-2.0
 * What the operator's commands ask of a durable ledger, beside the gateways that use it. Each takes
 * a ledger that was opened for the purpose; its rulebook needs no bundle. */
#ifndef FEEGUARD_LEDGER_SQL_MAINTENANCE_H
#define FEEGUARD_LEDGER_SQL_MAINTENANCE_H

#include "audit/chain.h"
#include "ledger/ledger.h"

/* Each false return: the ledger could not be asked or written. */

struct ledger_stats {
    uint64_t reserved, committed, released, expired; /* rows, by their state */
    uint64_t places; /* rows under which standing charges are found */
    uint64_t checkpoints;
    int64_t checkpoint_position; /* 0: none yet */
    struct chain_head head;      /* of the trail */
    int64_t engine_ns;           /* the highest engine time; INT64_MIN: none yet */
    uint32_t epoch;              /* of the key file, the latest in use */
    int32_t horizon_day;         /* what was pruned lies before it; DAY_NONE: nothing was */
    int64_t size_bytes;          /* of the file; -1: not known */
    bool trust_is_required;      /* only signed documents are accepted on it */
    int64_t trust_since_ns;      /* by the system's clock; 0 where none are asked for */
};

bool ledger_stats(struct ledger *ledger, struct ledger_stats *stats);

/* A reservation that was neither committed nor released. */
struct ledger_pending {
    struct fg_text txn, item;
    int64_t amount_fen;
    int64_t expires_ns;
    bool in_doubt; /* it has run out: whether money moved only the gateway knows */
};

/* False ends the visit. */
typedef bool ledger_pending_visit(void *context, const struct ledger_pending *pending);

/* In the order in which they run out, by the ledger's engine time or by now_ns if that is later. */
bool ledger_pending(struct ledger *ledger, int64_t now_ns, ledger_pending_visit *visit,
                    void *context);

/* Whether only signed documents are accepted on it. */
bool ledger_trust_is_required(struct ledger *ledger, bool *required);

struct ledger_retention {
    const struct bundle *bundle; /* with every schedule that may still be applied */
    int32_t today;
    int32_t retention_days; /* 0 or more */
    uint32_t rows_max;      /* of one small transaction; 0: 256 */
};

struct ledger_pruned {
    uint64_t examined, removed;
};

/* Removes charges that are older than the retention and that no rule can ask for again. The trail
 * stays whole. Gateways go on between the small transactions; what was done when it fails stays. */
bool ledger_prune(struct ledger *ledger, const struct ledger_retention *retention,
                  struct ledger_pruned *pruned);

/* Called for each disagreement, with one sentence in the ledger's language. */
typedef void ledger_fault_visit(void *context, const char *sentence);

/* Holds the whole ledger against itself: its file, the chain of the trail from the first record,
 * and whatever is told twice. True: it could be read to the end, faults or not. */
bool ledger_check(struct ledger *ledger, ledger_fault_visit *visit, void *context,
                  uint64_t *faults);

#endif

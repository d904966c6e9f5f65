/* SPDX-License-Identifier: Apache-2.0
 * The ledger: what stands, and the life of a charge (semantics section 10).
 *
 * One operation matters: ledger_transact takes claims, and for each gathers its facts, decides, and
 * applies what was decided, all or nothing for that claim. The life of a charge is written once, in
 * life.c; where things are kept is behind `struct store_calls`, one const table a backend. */
#ifndef FEEGUARD_LEDGER_LEDGER_H
#define FEEGUARD_LEDGER_LEDGER_H

#include "base/buffer.h"
#include "feeguard/status.h"
#include "rules/late.h"
#include "rules/record.h"

enum claim_kind {
    CLAIM_CHECK,
    CLAIM_RESERVE,
    CLAIM_CHARGE,
    CLAIM_COMMIT,
    CLAIM_RELEASE,
    CLAIM_REFUND
};

/* One thing asked of the ledger. */
struct claim {
    enum claim_kind kind;
    struct charge *charge;  /* check, reserve, charge: as charge_read left it */
    struct fg_text invalid; /* the field that charge_read refused; size 0: none */
    struct fg_text txn;     /* the others */
    struct fg_text refund;  /* refund: its own id */
    int64_t refund_fen;     /* refund: 1 or more */

    /* What the call of the same name in feeguard/plugin.h returns. */
    fg_status status;
    /* The decision on a check, reserve or charge, unless CONFLICTING_RETRY; initialised by the
     * caller, freed by it. */
    struct buffer *record;
    /* COMMITTED_LATE: what was judged, and what arose. The conflict's id is copied. */
    struct late late;
    uint64_t late_codes;
    uint32_t late_conflict_size;
    char late_conflict[FG_CODE_SIZE_MAX];

    /* Where the audit trail tells of this claim; 0: the ledger keeps no trail, or nothing was kept.
     */
    uint64_t position;
    int64_t expires_ns; /* of the reservation, where the claim made or found one; else 0 */
};

/* What decisions are made by; the bundle may change between transactions only. */
struct rulebook {
    struct bundle *bundle; /* owned by the ledger while it is adopted */
    struct policy policy;
    int32_t as_known_day; /* judge by the documents of this day; DAY_NONE: of the charge date */
    int64_t reservation_ns;
};

enum charge_state { STATE_RESERVED, STATE_COMMITTED, STATE_RELEASED, STATE_EXPIRED };

/* A charge that was once allowed, as a store keeps it. */
struct stored {
    enum charge_state state;
    struct standing standing;
    struct hash128 content;
    int64_t expires_ns; /* engine time from which a reservation stands no more */
    /* For a commit that comes late: the rules and the due of the decision. */
    const struct period *period;            /* NULL: none. Its group is in `standing` */
    const struct use *item_use, *group_use; /* of the bundle at hand; NULL: no rule asks */
    int64_t due_fen;
    bool duplicate_ran, instalments_ran;
};

struct ledger_counts {
    uint64_t reserved, committed;
    uint64_t position; /* records in the trail */
};

/* A document that was once accepted; an empty digest: it was withdrawn. False ends the visit. */
typedef bool accepted_visit(void *context, struct fg_text id, int64_t serial,
                            struct fg_text digest);

struct store;

/* A backend. Calls come in one thread at a time, between begin and end, except open, close, adopt
 * and counts. `const struct stored *` is valid until the next call that changes the store.
 *
 * A false return means: the store could not be asked or written. A store that keeps things durably
 * then fails the transaction as a whole: its commit returns false, and nothing of it was kept. */
struct store_calls {
    void (*close)(struct store *store);

    /* Begins a transaction at an engine time, which never runs backwards: reservations that have
     * run out are EXPIRED in it. `*rulebook` is what its decisions are made by, until end, also
     * when the return is false. Every begin is followed by end. */
    bool (*begin)(struct store *store, int64_t now_ns, int64_t *engine_ns,
                  const struct rulebook **rulebook);
    /* Makes the transaction durable. False: nothing of it was kept. */
    bool (*commit)(struct store *store);
    void (*end)(struct store *store);

    /* Takes the bundle over for later transactions; the bundle before it is released. False:
     * nothing was changed. */
    bool (*adopt)(struct store *store, struct bundle *bundle);

    /* Sets the pseudonyms of a charge; list and put of this claim go by them. */
    bool (*identify)(struct store *store, struct charge *charge);
    /* The charge under an id; *stored is NULL where there is none. */
    bool (*find)(struct store *store, struct fg_text txn, const struct stored **stored);
    /* Appends the first decision on a charge that find gave. */
    bool (*recall)(struct store *store, const struct stored *stored, struct buffer *record);
    /* Lets a charge stand; takes the place of an ended one under the same id. `charge` gives the
     * values it is filed by, `record` the decision. */
    bool (*put)(struct store *store, const struct stored *stored, const struct charge *charge,
                const struct record *record);
    /* What is reserved or committed and not wholly refunded stands, nothing else. */
    bool (*set_state)(struct store *store, struct fg_text txn, enum charge_state state);
    bool (*forget)(struct store *store, struct fg_text txn);
    /* *amount_fen is 0 where there is no such refund. */
    bool (*find_refund)(struct store *store, struct fg_text txn, struct fg_text refund,
                        int64_t *amount_fen);
    bool (*add_refund)(struct store *store, struct fg_text txn, struct fg_text refund,
                       int64_t amount_fen);
    bool (*list)(void *store, const struct question *question, standing_visit *visit,
                 void *context);

    /* Writes what happened to a claim into the audit trail, last of its claim; `locality` is what
     * the decision names its schedules by, or NULL. Empty content: there was no memory for it, the
     * transaction fails. NULL: this store keeps no trail. */
    bool (*append)(struct store *store, struct fg_text content, const struct locality *locality,
                   uint64_t *position);

    /* Documents accepted so far by any engine on this ledger; in a transaction. NULL: the store
     * does not outlive its engine, which keeps them itself. */
    bool (*list_accepted)(struct store *store, accepted_visit *visit, void *context);
    bool (*add_accepted)(struct store *store, const struct document *document);
    /* Serials that the order withdraws are kept without a digest: accepted once, and never again.
     */
    bool (*withdraw_accepted)(struct store *store, const struct withdrawal *order);
    /* Whether an engine on this ledger ever went by a trust directory; and noting that this one
     * does, by the system's time. NULL together with list_accepted. */
    bool (*trust_is_required)(struct store *store, bool *required);
    bool (*require_trust)(struct store *store, int64_t now_ns);

    struct ledger_counts (*counts)(struct store *store);
    const struct hash_key *(*key)(struct store *store);
};

struct ledger {
    const struct store_calls *calls;
    struct store *store;
};

/* Opens a ledger in memory. The rulebook is copied, its bundle taken over on success; NULL: one is
 * adopted before anything is asked.
 * charges_max 0: as memory allows. False: no memory. */
bool memory_ledger_open(const struct rulebook *rulebook, uint64_t charges_max,
                        struct ledger *ledger);

void ledger_close(struct ledger *ledger);
bool ledger_adopt(struct ledger *ledger, struct bundle *bundle);
struct ledger_counts ledger_counts(struct ledger *ledger);

/* Decides and applies each claim in order, in one transaction. now_ns: engine time. */
void ledger_transact(struct ledger *ledger, struct claim *const *claims, size_t count,
                     int64_t now_ns);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * Whether a trail is the one that was written: each record against the one before, signed heads
 * against the records. Asks no ledger and no key but the public one; the rows are fed in order. */
#ifndef FEEGUARD_AUDIT_TRAIL_VERIFY_H
#define FEEGUARD_AUDIT_TRAIL_VERIFY_H

#include "audit/chain.h"
#include "audit/signer.h"

#define TRAIL_SUSPECTS_MAX 16

enum trail_fault {
    TRAIL_ALTERED,       /* the record at `from`, or the hash of the one before it, is another */
    TRAIL_REMOVED,       /* records `from` to `to` are not there */
    TRAIL_CLOSED_UP,     /* `to` records before `from` were removed, and later ones renumbered */
    TRAIL_INSERTED,      /* records `from` to `to` were put in */
    TRAIL_MOVED,         /* the record at `from` belongs at `to` */
    TRAIL_CUT,           /* the trail ends before `from`; there were records up to `to` */
    TRAIL_UNREADABLE,    /* the record at `from` is linked, but no entry of a known format */
    TRAIL_FOREIGN_HEAD,  /* signed heads of positions `from` to `to` are not the trail's; the last
                            one before them that is: `after` */
    TRAIL_BAD_SIGNATURE, /* of the heads of positions `from` to `to` */
    TRAIL_OTHER_SIGNER,  /* the heads of `from` to `to` were signed with another key */
    TRAIL_HEAD_GONE,     /* the head of `from` was noted as signed, and is not there */
    TRAIL_UNSIGNED,      /* no signed head covers records `from` to `to`, and one should */
    TRAIL_OTHER_NOTE,    /* what was noted as the head of position `from` is not the trail's */
    TRAIL_FAULTS
};

struct trail_finding {
    enum trail_fault fault;
    uint64_t from, to;
    uint64_t after; /* of a foreign head */
};

struct trail_checkpoint {
    struct chain_head head;
    int64_t time_ns;
    unsigned char signer[SIGNER_FINGERPRINT_SIZE];
    unsigned char signature[SIGNATURE_SIZE_MAX];
    size_t signature_size;
};

/* A record that does not follow from the one before: what is wrong shows when more was seen. */
struct trail_suspect {
    uint64_t position, number; /* where it stands, and as which one */
    struct digest before, hash;
    char *content; /* a copy */
    uint32_t size;
    bool cleared;
};

struct trail_verify {
    struct digester digester;
    enum digest_kind kind;
    const struct verifier *verifier; /* NULL: signatures are not checked */
    void (*report)(void *context, const struct trail_finding *finding);
    void *context;

    struct chain_head last; /* as stored */
    int64_t shift;          /* from position to the number that was hashed */
    bool run_is_open;       /* the last record is a suspect */
    uint64_t run_uncopied;  /* its last records, of which nothing is kept */
    struct chain_head run_before;
    struct trail_suspect suspects[TRAIL_SUSPECTS_MAX];
    uint32_t suspect_count;
    uint64_t guesses_left;
    struct trail_finding wrong_heads; /* the last ones; TRAIL_FAULTS: the last one was good */
    uint64_t finding_count, checkpoint_count;
    uint64_t last_checkpoint, last_signed; /* positions: of any, and of one that is good */
    bool failed;                           /* memory or libcrypto: nothing can be said */
};

/* Zeroed but for verifier, report and context. False: libcrypto has no such digest. */
bool trail_verify_begin(struct trail_verify *verify, enum digest_kind kind);
/* In the order of their positions as signed numbers: what stands below 1, or twice, was put in. */
void trail_verify_record(struct trail_verify *verify, struct fg_text content,
                         const struct chain_head *stored);
/* Positions ascend too. `stored` is the hash at that position, NULL where there is no record. */
void trail_verify_checkpoint(struct trail_verify *verify, const struct trail_checkpoint *checkpoint,
                             const struct digest *stored);
/* After the last record: up to where there should be records, and the hash there. `noted` is what
 * the ledger itself wrote down. */
void trail_verify_end(struct trail_verify *verify, const struct chain_head *noted);
/* After the last signed head. `noted` is the position of the last one that the ledger wrote down;
 * 0: none. */
void trail_verify_signed(struct trail_verify *verify, uint64_t noted);
void trail_verify_close(struct trail_verify *verify);

#endif

/* SPDX-License-Identifier: Apache-2.0
 * The durable ledger's parts, between sql_store.c (the table of store calls) and its helpers: rows
 * of charges, keys that standing charges are filed by, names, identities, the trail. None of them
 * knows which database it is. */
#ifndef FEEGUARD_LEDGER_SQL_STORE_H
#define FEEGUARD_LEDGER_SQL_STORE_H

#include <pthread.h>

#include "audit/chain.h"
#include "audit/pseudonym.h"
#include "audit/signer.h"
#include "ledger/ledger.h"
#include "ledger/sql.h"
#include "ledger/sql_names.h"

/* The single row of the table of that name. */
struct sql_status {
    int64_t schema;
    int64_t keys;   /* keyring_fingerprint up to `epoch` */
    int64_t digest; /* enum digest_kind of the trail */
    int64_t epoch;  /* the latest of the key file that anybody has used */
    int64_t engine_ns;
    struct ledger_counts counts;
    int64_t last_charge, last_name; /* the highest ids given away */
    struct chain_head head;
    int64_t checkpoint_position, checkpoint_ns;
    int64_t horizon_day; /* charges of days before it may have been pruned; DAY_NONE: none was */
    int64_t changes;
};

/* A row of the table `charge`. Texts are in the store's arena or among its names. */
struct sql_row {
    struct stored stored;         /* first: recall gets from it to the row */
    int64_t id;                   /* 0: none is at hand */
    enum charge_state kept_state; /* without what time has done since */
    uint32_t epoch;
    int64_t decision; /* position in the trail */
    struct fg_text earlier, uniform;
    bool has_reliefs; /* they were read */
};

/* Pseudonyms of a payer and a subject. */
struct sql_identities {
    struct identity payer, subject;
    struct hash128 asked_payer, asked_subject; /* what questions name them by */
    uint32_t first, last;                      /* epochs that are known */
    bool known;
};

struct sql_options {
    const struct keyring *keyring; /* copied as far as it is needed */
    const char *key_path;          /* read again when another process rotated; NULL: never */
    int32_t language;
    void (*log)(void *context, int32_t severity, const char *line); /* NULL: nobody listens */
    void *log_context;
    struct signer *signer; /* moved into the store on success; NULL: heads are not signed */
    uint32_t checkpoint_seconds;
};

struct store {
    pthread_mutex_t lock;
    struct sql sql;
    struct rulebook rulebook;
    struct hash_key key;
    struct sql_status status, read_status; /* as it shall be, and as it was read */
    int64_t now_ns;                        /* the highest engine time that was seen here */
    bool writes, committed;                /* the transaction at hand */
    struct sql_names names;
    struct arena texts; /* of the claim at hand */
    struct sql_row row;
    struct sql_identities asker;  /* of the charge that identify was given */
    struct sql_identities of_row; /* of the charge that find found: a late commit asks for it */

    uint32_t epoch_count, fingerprints[KEY_EPOCHS_MAX]; /* of the keys at hand, up to each epoch */
    char *key_path;
    struct pseudonymiser pseudonymiser;
    struct digester digester;
    struct signer signer;
    bool signs;
    uint32_t checkpoint_seconds;

    int32_t language;
    void (*log)(void *context, int32_t severity, const char *line);
    void *log_context;
    struct ledger_counts counts; /* when they could last be asked for */
    bool works;                  /* as the log was last told */
    bool head_is_due; /* the log is to be told of the trail's head at the transaction's end */
};

/* ---- sql_store.c ---- */

/* Takes over driver and bundle on success only. */
fg_status sql_store_open(const struct rulebook *rulebook, const struct sql_options *options,
                         struct sql_driver *driver, const struct sql_driver_calls *calls,
                         struct ledger *ledger);

/* ---- sql_status.c ---- */

/* False: failed, or there is no such row. */
bool sql_status_read(struct store *store);
/* Writes what changed. */
bool sql_status_write(struct store *store);
void sql_tell_state(const struct store *store, enum sql_fault fault);
void sql_tell_head(const struct store *store, const struct chain_head *head);

/* ---- sql_identity.c ---- */

bool sql_keys_open(struct store *store, const struct sql_options *options);
void sql_keys_close(struct store *store);
/* Whether the keys at hand are those that the ledger was last used with, or follow them. Where
 * another process has rotated them, the new ones are taken up. */
bool sql_keys_fit(struct store *store);
/* The transaction is of the latest epoch; it fails where the keys do not fit. */
bool sql_keys_follow(struct store *store);
bool sql_identify(struct store *store, struct charge *charge);
/* Brings the identities of a row to all epochs that can be known. */
bool sql_identify_row(struct store *store, const struct sql_row *row);
/* The pseudonyms under epochs before the current one, for the column `earlier`. */
struct fg_text sql_earlier(struct store *store);

/* ---- sql_name.c ---- */

/* The number of a name, given to it if it has none. */
bool sql_name_id(struct store *store, struct fg_text text, int64_t *id);
/* 0: it has none. */
bool sql_name_find(struct store *store, struct fg_text text, int64_t *id);
/* NULL: failed. Lives until the transaction's end. */
const struct sql_name *sql_name(struct store *store, int64_t id);

/* ---- sql_row.c ---- */

/* Reads the row of an id into store->row; its id is 0 where there is none. */
bool sql_row_read(struct store *store, struct fg_text txn);
bool sql_row_read_id(struct store *store, int64_t id);
/* Fills a row from the statement's columns; reliefs are left out. */
bool sql_row_take(struct store *store, enum sql_statement statement, struct sql_row *row);
bool sql_row_reliefs(struct store *store, struct sql_row *row);
bool sql_row_add(struct store *store, const struct stored *stored, const struct charge *charge);
bool sql_row_enter(struct store *store, struct sql_row *row, enum charge_state state);
bool sql_row_refund(struct store *store, struct sql_row *row, struct fg_text refund,
                    int64_t amount_fen);
/* Removes the row with all that hangs on it. */
bool sql_row_remove(struct store *store, struct sql_row *row);
bool sql_row_stands(enum charge_state state, const struct standing *standing);
/* Ends some of the reservations that have run out. */
bool sql_sweep(struct store *store);

/* ---- sql_file.c ---- */

/* A key under which a standing charge is found, and a day: see the table `standing`. */
struct sql_place {
    struct hash128 key;
    int32_t day;
    uint32_t orders; /* 1: day is the basis date, 2: the charge date, 3: both */
};

typedef bool sql_place_visit(struct store *store, const struct sql_row *row,
                             const struct sql_place *place, void *context);

struct hash128 sql_key(const struct store *store, const struct question *question);
/* Keys of the charge for each <uniform> that the bundle has for its item; in the arena. */
bool sql_uniform_keys(struct store *store, const struct charge *charge, struct fg_text *keys);
/* Every place of a row whose reliefs were read. */
bool sql_places(struct store *store, const struct sql_row *row, sql_place_visit *visit,
                void *context);
bool sql_file(struct store *store, struct sql_row *row);
bool sql_unfile(struct store *store, struct sql_row *row);

/* ---- sql_list.c ---- */

bool sql_list(void *context, const struct question *question, standing_visit *visit,
              void *visit_context);

/* ---- sql_maintenance.c ---- */

/* The number in the first column of the statement's only row. */
bool sql_count(struct sql *sql, enum sql_statement statement, uint64_t *count);

/* ---- sql_trust.c ---- */

bool sql_trust_read(struct sql *sql, bool *required, int64_t *since_ns);
bool sql_trust_is_required(struct store *store, bool *required);
bool sql_require_trust(struct store *store, int64_t now_ns);

/* ---- sql_trail.c ---- */

bool sql_append(struct store *store, struct fg_text content, const struct locality *locality,
                uint64_t *position);
bool sql_recall(struct store *store, const struct stored *stored, struct buffer *record);
/* Before a commit: signs the head of the trail where that is due. */
bool sql_checkpoint(struct store *store, bool at_close);

#endif

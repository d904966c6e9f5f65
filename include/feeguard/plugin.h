/* SPDX-License-Identifier: Apache-2.0
 * feeguard: judges administrative charges against the official fee schedule before money moves.
 * This is the contract and the one header to include; see README.md for a complete gateway.
 *
 * The library exports one symbol, feeguard_plugin. It installs no handlers, reads no environment,
 * prints nothing, never exits, and keeps no global state (libxml2 makes its tables once). An engine
 * with a durable ledger has two threads of its own, one that watches its schedules has one more;
 * they end in close, and signals are blocked in them. Several engines in one process do not meet; a
 * durable ledger is open in one of them at a time. An engine must not be used after fork: each call
 * then answers FG_FORKED (close frees the child's copy). The library may be unloaded after the last
 * close.
 *
 * "Semantics" and a number in these headers mean a section of the specification of decisions.
 *
 * What is handed in is read during the call and never kept, but for fg_host, which is copied, and
 * what submit says. A struct that begins with its size grows at its end only. It may be shorter,
 * down to what it was in its first contract: what it lacks is as if zero, or is not told. One that
 * is handed in may be longer than this library knows while all beyond is zero; of one that is
 * filled, what is beyond stays as it was. Reserved fields of what is handed in must be zero and
 * are checked; that of a fg_text is not looked at.
 *
 * Tags on each call:
 *   [setup]    one thread at a time; reads files, may take seconds
 *   [payment]  any thread, many at once, also while reload runs; with a durable ledger it waits for
 *              the disk, but for submit and collect, which never wait
 *
 * Every payment call may also return
 *   FG_BAD_ARGUMENT   a NULL where none is allowed, an id that is no code, a refund's amount out of
 *                     range, a reserved field that is not zero           (invalid)
 *   FG_BAD_SIZE       a struct is shorter than in its first contract, or says something beyond what
 *                     this library knows                                 (invalid)
 *   FG_NO_MEMORY      nothing was decided                                (retry)
 *   FG_BUSY           fg_options.queue_max calls are under way; with a ledger in memory only submit
 *                     returns it                                         (retry)
 *   FG_LEDGER_UNAVAILABLE  the ledger could not be asked or written, and no decision says so:
 *                     commit, release, refund; and check, reserve, charge where the first decision
 *                     cannot be read back, or where the code LEDGER_UNAVAILABLE does not apply but
 *                     the charge was to stand                            (retry)
 *   FG_FORKED         see above                                          (fatal)
 *   FG_INTERNAL       a defect; nothing was decided                      (fatal)
 * None of these is consent. */
#ifndef FEEGUARD_PLUGIN_H
#define FEEGUARD_PLUGIN_H

#include <stddef.h>

#include "charge.h"
#include "decision.h"
#include "host.h"
#include "status.h"
#include "version.h"

#ifdef __cplusplus
extern "C" {
#endif

struct fg_engine; /* opaque */

struct fg_plugin {
    uint32_t size;      /* bytes of this table: calls beyond it are not there */
    uint32_t abi_major; /* FG_ABI_MAJOR of the library */
    uint32_t abi_minor;
    uint32_t reserved;   /* zero */
    const char *version; /* FG_VERSION of the library; lives as long as the library is loaded */

    /* Loads and checks the bundle (semantics 2), prepares the ledger. *engine is the caller's until
     * close; NULL unless FG_OK.
     * FG_BAD_OPTION          an option is not understood; the log names it.
     * FG_SCHEDULE_REFUSED    the log has every fault as "file:line: error: ..."; also when this
     *                        ledger has accepted a later serial, or other content under this one,
     *                        when the trust directory or a signature will not do, and when the
     *                        ledger takes signed documents only and there is no trust directory.
     * FG_SCHEDULE_UNREADABLE a directory or file cannot be read; the log names it.
     * FG_LEDGER_MISSING, _REFUSED, _NEWER, _DAMAGED, _IN_USE, _UNAVAILABLE  of a durable ledger,
     *                        each told in the log.
     * FG_BAD_ARGUMENT, FG_BAD_SIZE, FG_NO_MEMORY. [setup] */
    fg_status (*open)(const struct fg_host *host, const struct fg_options *options,
                      struct fg_engine **engine);

    /* Frees everything; NULL is allowed. No other call may be running or follow. What was submitted
     * and not completed is decided and kept first; completions that nobody collected are dropped,
     * and their decisions are the gateway's again. [setup] */
    void (*close)(struct fg_engine *engine);

    /* Loads the directory given at open again and, if no document breaks a rule, swaps it in
     * between two charges; calls in flight finish on the old one. On any failure the engine keeps
     * what it had. Calls of reload, and the watch, wait for each other.
     * FG_OK; FG_SCHEDULE_REFUSED, FG_SCHEDULE_UNREADABLE, FG_LEDGER_UNAVAILABLE and FG_NO_MEMORY as
     * for open; FG_BAD_ARGUMENT; FG_FORKED. [setup, beside payment calls] */
    fg_status (*reload)(struct fg_engine *engine);

    /* Decides against the ledger as it stands and changes nothing of that (semantics 3 and 10); a
     * durable ledger keeps an audit record of it.
     * FG_OK                 the gateway would be told to go on.
     * FG_DENIED             it would not; the decision says why.
     * FG_CONFLICTING_RETRY  the id is reserved or committed with other content. [payment] */
    fg_status (*check)(struct fg_engine *engine, const struct fg_charge *charge,
                       struct fg_decision *decision);

    /* Decides and, if the gateway may go on, lets the charge stand as reserved until commit,
     * release, or fg_options.reservation_seconds have passed. Atomic with what stands. The same
     * id and content again gets the first decision and counts once, without a longer life
     * (semantics 6 and 10).
     * FG_OK                 reserved, or committed already: money may move, once for the id.
     * FG_DENIED, FG_CONFLICTING_RETRY  as for check. [payment] */
    fg_status (*reserve)(struct fg_engine *engine, const struct fg_charge *charge,
                         struct fg_decision *decision);

    /* reserve and, if allowed, commit in one step; commits an id reserved before (semantics 10).
     * Returns what reserve returns. [payment] */
    fg_status (*charge)(struct fg_engine *engine, const struct fg_charge *charge,
                        struct fg_decision *decision);

    /* The money moved: the reserved charge stands for good (semantics 10). `txn` is a code;
     * `decision` may be NULL.
     * FG_OK              committed, now or before; the decision is zeroed.
     * FG_COMMITTED_LATE  the reservation had run out and stands again. Of the decision codes,
     *                    findings, conflict and position are filled: they tell a collision
     *                    (DUPLICATE, INSTALMENTS_EXCEED) that arose meanwhile, if any did.
     * FG_NOT_FOUND       denied, released or unknown. [payment] */
    fg_status (*commit)(struct fg_engine *engine, struct fg_text txn, struct fg_decision *decision);

    /* The money did not move: the charge no longer stands, and cannot be committed (semantics 10).
     * `txn` is a code.
     * FG_OK            released, now or before, or expired.
     * FG_NOT_RESERVED  it is committed.
     * FG_NOT_FOUND     denied or unknown. [payment] */
    fg_status (*release)(struct fg_engine *engine, struct fg_text txn);

    /* Gives back part or all of a committed charge (semantics 10).
     * FG_OK                 given back, now or before under the same refund id and amount.
     * FG_OVER_REFUND        more than is left.
     * FG_NOT_COMMITTED      reserved, released or expired.
     * FG_CONFLICTING_RETRY  the refund id was used for this charge with another amount.
     * FG_NOT_FOUND          denied or unknown. [payment] */
    fg_status (*refund)(struct fg_engine *engine, const struct fg_refund *refund);

    /* Writes the decision as text for people, NUL-terminated: outcome, each finding with its law,
     * how the lawful amount came about, what to do. `decision` is one of check, reserve or charge,
     * FG_OK or FG_DENIED, with its memory still there; `charge` the one it answered; `language`
     * FG_LANGUAGE_*. *size_needed counts the NUL; the buffer, which may be NULL, is untouched when
     * it is too small. Needs no engine and never waits.
     * FG_OK; FG_BUFFER_TOO_SMALL: *size_needed tells; FG_BAD_ARGUMENT; FG_BAD_SIZE. [payment] */
    fg_status (*explain)(const struct fg_charge *charge, const struct fg_decision *decision,
                         int32_t language, char *buffer, size_t buffer_size, size_t *size_needed);

    /* What is loaded and what stands. FG_OK; FG_BAD_ARGUMENT; FG_BAD_SIZE; FG_FORKED. [payment] */
    fg_status (*health)(struct fg_engine *engine, struct fg_health *health);

    /* "FG_DENIED", one sentence in the language asked for (FG_LANGUAGE_EN; Chinese for any other
     * number), and the class. Texts live as long as the library is loaded; a number that is no
     * status gives "FG_UNKNOWN" and FG_CLASS_FATAL. [payment] */
    const char *(*status_name)(fg_status status);
    const char *(*status_text)(fg_status status, int32_t language);
    int32_t (*status_class)(fg_status status);

    /* "OVER_STANDARD" and "超标准收费", which live as long; NULL for a number that is no code.
     * [payment] */
    const char *(*code_name)(int32_t code);
    const char *(*code_name_zh)(int32_t code);

    /* ---- since ABI 1.1 ---- */

    /* Hands a call to the engine and returns at once. Calls are decided in the order in which they
     * were submitted; each ends as a completion that collect hands out.
     * FG_OK            it will be completed.
     * FG_BUSY          fg_options.queue_max calls are under way, those not yet collected among
     *                  them: collect, then try again.
     * FG_BAD_ARGUMENT (an unknown kind, too), FG_BAD_SIZE, FG_NO_MEMORY, FG_FORKED: it will not.
     * [payment] */
    fg_status (*submit)(struct fg_engine *engine, const struct fg_request *request);

    /* Takes up to `max` completions, in order; *count is how many, 0 when there are none yet.
     * FG_OK; FG_BAD_ARGUMENT; FG_FORKED. [payment] */
    fg_status (*collect)(struct fg_engine *engine, struct fg_completion *completions, uint32_t max,
                         uint32_t *count);

    /* An event descriptor to poll for reading: readable while there may be completions. It is the
     * engine's: never read, write or close it. -1: `engine` is NULL or the parent process's.
     * [payment] */
    int (*descriptor)(struct fg_engine *engine);

    /* Whether a permit is that of this charge, for this amount, now. `charge` is the one that was
     * reserved, field by field; what became of it since, a permit does not know. Now is what the
     * host's clock says. Asks no ledger and writes no record.
     * FG_OK; FG_PERMIT_MALFORMED, _OTHER_KEY, _FORGED, _OTHER_CHARGE, _OTHER_AMOUNT, _EXPIRED, the
     * first that applies in this order; FG_BAD_OPTION: a ledger in memory has no key;
     * FG_LEDGER_UNAVAILABLE: the key file cannot be read; FG_NO_MEMORY; FG_BAD_ARGUMENT;
     * FG_BAD_SIZE; FG_FORKED. [payment] */
    fg_status (*permit_check)(struct fg_engine *engine, struct fg_text permit,
                              const struct fg_charge *charge);

    /* ---- since ABI 1.2 ---- */

    /* The documents of the bundle in use, all serials, by id and serial: fills up to `max`
     * elements, each as large as the `size` of the first says; *count is how many documents there
     * are, also if that is more than `max`. `list` may be NULL where `max` is 0.
     * FG_OK; FG_BAD_ARGUMENT; FG_BAD_SIZE; FG_NO_MEMORY; FG_FORKED. [payment] */
    fg_status (*documents)(struct fg_engine *engine, struct fg_document *list, uint32_t max,
                           uint32_t *count);

    /* Writes metrics in Prometheus' text format (version 0.0.4), NUL-terminated: calls by kind and
     * status, decisions and codes found since open, what health tells, and a line for each
     * document. No id of a payer, subject or transaction is in it. *size_needed counts the NUL; the
     * buffer is untouched when it is too small: it grows with documents, so leave room.
     * FG_OK; FG_BUFFER_TOO_SMALL: *size_needed tells; FG_BAD_ARGUMENT; FG_NO_MEMORY; FG_FORKED.
     * [payment] */
    fg_status (*metrics)(struct fg_engine *engine, char *buffer, size_t buffer_size,
                         size_t *size_needed);
};

/* The one symbol. NULL if this major is not spoken; else a table that lives as long as the library
 * is loaded. Any thread. */
const struct fg_plugin *feeguard_plugin(uint32_t abi_major);

/* Its type, for dlsym. */
typedef const struct fg_plugin *(*feeguard_plugin_fn)(uint32_t abi_major);

#ifdef __cplusplus
}
#endif

#endif

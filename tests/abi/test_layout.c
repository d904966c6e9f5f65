/* SPDX-License-Identifier: Apache-2.0
 * The layout of ABI 1.2 on x86-64, frozen: a change that moves a field does not compile here. New
 * fields go to the end of a struct; their size and offsets are then added, none is changed. */
#include <stddef.h>

#include "feeguard/plugin.h"

#define FROZEN_SIZE(name, bytes) _Static_assert(sizeof(struct name) == (bytes), #name)
#define FROZEN(name, field, offset)                                                                \
    _Static_assert(offsetof(struct name, field) == (offset), #name "." #field)
#define FROZEN_NUMBER(name, number) _Static_assert((name) == (number), #name)

FROZEN_SIZE(fg_text, 16);
FROZEN(fg_text, bytes, 0);
FROZEN(fg_text, size, 8);
FROZEN(fg_text, reserved, 12);

FROZEN_SIZE(fg_attribute, 32);
FROZEN(fg_attribute, name, 0);
FROZEN(fg_attribute, value, 16);

FROZEN_SIZE(fg_charge, 240);
FROZEN(fg_charge, size, 0);
FROZEN(fg_charge, reserved, 4);
FROZEN(fg_charge, txn, 8);
FROZEN(fg_charge, unit, 24);
FROZEN(fg_charge, item, 40);
FROZEN(fg_charge, payer, 56);
FROZEN(fg_charge, payer_type, 72);
FROZEN(fg_charge, subject, 88);
FROZEN(fg_charge, region, 104);
FROZEN(fg_charge, currency, 120);
FROZEN(fg_charge, category, 136);
FROZEN(fg_charge, purpose, 152);
FROZEN(fg_charge, quantity, 168);
FROZEN(fg_charge, base, 184);
FROZEN(fg_charge, amount_fen, 200);
FROZEN(fg_charge, time_ns, 208);
FROZEN(fg_charge, period_ymd, 216);
FROZEN(fg_charge, accepted_ymd, 220);
FROZEN(fg_charge, attributes, 224);
FROZEN(fg_charge, attribute_count, 232);
FROZEN(fg_charge, reserved2, 236);

FROZEN_SIZE(fg_refund, 48);
FROZEN(fg_refund, size, 0);
FROZEN(fg_refund, reserved, 4);
FROZEN(fg_refund, txn, 8);
FROZEN(fg_refund, refund, 24);
FROZEN(fg_refund, amount_fen, 40);

FROZEN_SIZE(fg_finding, 88);
FROZEN(fg_finding, code, 0);
FROZEN(fg_finding, effect, 4);
FROZEN(fg_finding, name, 8);
FROZEN(fg_finding, name_zh, 24);
FROZEN(fg_finding, basis, 40);
FROZEN(fg_finding, message_zh, 56);
FROZEN(fg_finding, message_en, 72);

FROZEN_SIZE(fg_relief, 24);
FROZEN(fg_relief, id, 0);
FROZEN(fg_relief, relief_fen, 16);

FROZEN_SIZE(fg_decision, 192);
FROZEN(fg_decision, size, 0);
FROZEN(fg_decision, memory_size, 4);
FROZEN(fg_decision, memory, 8);
FROZEN(fg_decision, memory_needed, 16);
FROZEN(fg_decision, outcome, 20);
FROZEN(fg_decision, told, 24);
FROZEN(fg_decision, observed, 28);
FROZEN(fg_decision, codes, 32);
FROZEN(fg_decision, present, 40);
FROZEN(fg_decision, earliest_ymd, 44);
FROZEN(fg_decision, standard_fen, 48);
FROZEN(fg_decision, low_fen, 56);
FROZEN(fg_decision, due_fen, 64);
FROZEN(fg_decision, item_name, 72);
FROZEN(fg_decision, conflict, 88);
FROZEN(fg_decision, field, 104);
FROZEN(fg_decision, findings, 120);
FROZEN(fg_decision, reductions, 128);
FROZEN(fg_decision, missing, 136);
FROZEN(fg_decision, schedules, 144);
FROZEN(fg_decision, finding_count, 152);
FROZEN(fg_decision, reduction_count, 156);
FROZEN(fg_decision, missing_count, 160);
FROZEN(fg_decision, schedule_count, 164);
FROZEN(fg_decision, permit, 168); /* 1.1 */
FROZEN(fg_decision, position, 184);
FROZEN_NUMBER(FG_DECISION_SIZE_1_0, 168);

FROZEN_SIZE(fg_host, 32);
FROZEN(fg_host, size, 0);
FROZEN(fg_host, reserved, 4);
FROZEN(fg_host, context, 8);
FROZEN(fg_host, log, 16);
FROZEN(fg_host, clock, 24);

FROZEN_SIZE(fg_options, 144);
FROZEN(fg_options, size, 0);
FROZEN(fg_options, mode, 4);
FROZEN(fg_options, schedules, 8);
FROZEN(fg_options, ledger, 24);
FROZEN(fg_options, ledger_failure, 40);
FROZEN(fg_options, language, 44);
FROZEN(fg_options, effects, 48);
FROZEN(fg_options, reservation_seconds, 80);
FROZEN(fg_options, as_known_ymd, 84);
FROZEN(fg_options, ledger_charges_max, 88);
FROZEN(fg_options, data, 96); /* 1.1 */
FROZEN(fg_options, queue_max, 112);
FROZEN(fg_options, checkpoint_seconds, 116);
FROZEN(fg_options, trust, 120); /* 1.2 */
FROZEN(fg_options, watch_seconds, 136);
FROZEN(fg_options, reserved_1_2, 140);
FROZEN_NUMBER(FG_OPTIONS_SIZE_1_0, 96);
FROZEN_NUMBER(FG_OPTIONS_SIZE_1_1, 120);

FROZEN_SIZE(fg_health, 136);
FROZEN(fg_health, size, 0);
FROZEN(fg_health, mode, 4);
FROZEN(fg_health, generation, 8);
FROZEN(fg_health, document_count, 16);
FROZEN(fg_health, in_effect_count, 20);
FROZEN(fg_health, item_count, 24);
FROZEN(fg_health, next_change_ymd, 28);
FROZEN(fg_health, reserved_count, 32);
FROZEN(fg_health, committed_count, 40);
FROZEN(fg_health, reload_refused, 48);
FROZEN(fg_health, reserved, 52);
FROZEN(fg_health, version, 56);
FROZEN(fg_health, position, 72); /* 1.1 */
FROZEN(fg_health, queued, 80);
FROZEN(fg_health, durable, 84);
FROZEN(fg_health, reloads_accepted, 88); /* 1.2 */
FROZEN(fg_health, reloads_refused, 96);
FROZEN(fg_health, loaded_ns, 104);
FROZEN(fg_health, days_to_change, 112);
FROZEN(fg_health, next_gap_ymd, 116);
FROZEN(fg_health, days_to_gap, 120);
FROZEN(fg_health, certificate_ymd, 124);
FROZEN(fg_health, days_to_certificate, 128);
FROZEN(fg_health, signed_count, 132);
FROZEN_NUMBER(FG_HEALTH_SIZE_1_0, 72);
FROZEN_NUMBER(FG_HEALTH_SIZE_1_1, 88);

FROZEN_SIZE(fg_document, 664); /* 1.2 */
FROZEN(fg_document, size, 0);
FROZEN(fg_document, effective_ymd, 4);
FROZEN(fg_document, serial, 8);
FROZEN(fg_document, id, 16);
FROZEN(fg_document, region, 84);
FROZEN(fg_document, level, 100);
FROZEN(fg_document, in_effect, 104);
FROZEN(fg_document, age_days, 108);
FROZEN(fg_document, signer_count, 112);
FROZEN(fg_document, certificate_ymd, 116);
FROZEN(fg_document, sha256, 120);
FROZEN(fg_document, signers, 152);
FROZEN_NUMBER(FG_ID_SIZE, 68);
FROZEN_NUMBER(FG_SIGNERS_SIZE, 512);

FROZEN_SIZE(fg_request, 56); /* 1.1 */
FROZEN(fg_request, size, 0);
FROZEN(fg_request, kind, 4);
FROZEN(fg_request, tag, 8);
FROZEN(fg_request, charge, 16);
FROZEN(fg_request, txn, 24);
FROZEN(fg_request, refund, 40);
FROZEN(fg_request, decision, 48);

FROZEN_SIZE(fg_completion, 24); /* 1.1 */
FROZEN(fg_completion, tag, 0);
FROZEN(fg_completion, decision, 8);
FROZEN(fg_completion, status, 16);
FROZEN(fg_completion, reserved, 20);

FROZEN_SIZE(fg_plugin, 200);
FROZEN(fg_plugin, size, 0);
FROZEN(fg_plugin, abi_major, 4);
FROZEN(fg_plugin, abi_minor, 8);
FROZEN(fg_plugin, reserved, 12);
FROZEN(fg_plugin, version, 16);
FROZEN(fg_plugin, open, 24);
FROZEN(fg_plugin, close, 32);
FROZEN(fg_plugin, reload, 40);
FROZEN(fg_plugin, check, 48);
FROZEN(fg_plugin, reserve, 56);
FROZEN(fg_plugin, charge, 64);
FROZEN(fg_plugin, commit, 72);
FROZEN(fg_plugin, release, 80);
FROZEN(fg_plugin, refund, 88);
FROZEN(fg_plugin, explain, 96);
FROZEN(fg_plugin, health, 104);
FROZEN(fg_plugin, status_name, 112);
FROZEN(fg_plugin, status_text, 120);
FROZEN(fg_plugin, status_class, 128);
FROZEN(fg_plugin, code_name, 136);
FROZEN(fg_plugin, code_name_zh, 144);
FROZEN(fg_plugin, submit, 152); /* 1.1 */
FROZEN(fg_plugin, collect, 160);
FROZEN(fg_plugin, descriptor, 168);
FROZEN(fg_plugin, permit_check, 176);
FROZEN(fg_plugin, documents, 184); /* 1.2 */
FROZEN(fg_plugin, metrics, 192);

/* Numbers are for ever. */
FROZEN_NUMBER(FG_OK, 0);
FROZEN_NUMBER(FG_COMMITTED_LATE, 1);
FROZEN_NUMBER(FG_DENIED, 10);
FROZEN_NUMBER(FG_CONFLICTING_RETRY, 11);
FROZEN_NUMBER(FG_NOT_FOUND, 12);
FROZEN_NUMBER(FG_NOT_RESERVED, 13);
FROZEN_NUMBER(FG_NOT_COMMITTED, 14);
FROZEN_NUMBER(FG_OVER_REFUND, 15);
FROZEN_NUMBER(FG_PERMIT_MALFORMED, 16);
FROZEN_NUMBER(FG_PERMIT_OTHER_KEY, 17);
FROZEN_NUMBER(FG_PERMIT_FORGED, 18);
FROZEN_NUMBER(FG_PERMIT_OTHER_CHARGE, 19);
FROZEN_NUMBER(FG_PERMIT_OTHER_AMOUNT, 20);
FROZEN_NUMBER(FG_PERMIT_EXPIRED, 21);
FROZEN_NUMBER(FG_BAD_ARGUMENT, 100);
FROZEN_NUMBER(FG_BAD_SIZE, 101);
FROZEN_NUMBER(FG_BAD_OPTION, 102);
FROZEN_NUMBER(FG_SCHEDULE_REFUSED, 103);
FROZEN_NUMBER(FG_SCHEDULE_UNREADABLE, 104);
FROZEN_NUMBER(FG_BUFFER_TOO_SMALL, 105);
FROZEN_NUMBER(FG_LEDGER_MISSING, 106);
FROZEN_NUMBER(FG_LEDGER_REFUSED, 107);
FROZEN_NUMBER(FG_LEDGER_NEWER, 108);
FROZEN_NUMBER(FG_LEDGER_DAMAGED, 109);
FROZEN_NUMBER(FG_LEDGER_IN_USE, 110);
FROZEN_NUMBER(FG_LEDGER_UNAVAILABLE, 200);
FROZEN_NUMBER(FG_NO_MEMORY, 201);
FROZEN_NUMBER(FG_BUSY, 202);
FROZEN_NUMBER(FG_FORKED, 300);
FROZEN_NUMBER(FG_INTERNAL, 301);

FROZEN_NUMBER(FG_INVALID_CHARGE, 1);
FROZEN_NUMBER(FG_NO_SCHEDULE, 2);
FROZEN_NUMBER(FG_UNLISTED_ITEM, 3);
FROZEN_NUMBER(FG_NOT_IN_FORCE, 4);
FROZEN_NUMBER(FG_UNKNOWN_UNIT, 5);
FROZEN_NUMBER(FG_NOT_AUTHORISED, 6);
FROZEN_NUMBER(FG_OUTSIDE_JURISDICTION, 7);
FROZEN_NUMBER(FG_PROHIBITED_LEVY, 8);
FROZEN_NUMBER(FG_PREMATURE_COLLECTION, 9);
FROZEN_NUMBER(FG_MISSING_ATTRIBUTE, 10);
FROZEN_NUMBER(FG_NO_STANDARD, 11);
FROZEN_NUMBER(FG_OVER_STANDARD, 12);
FROZEN_NUMBER(FG_BELOW_STANDARD, 13);
FROZEN_NUMBER(FG_REDUCTION_NOT_APPLIED, 14);
FROZEN_NUMBER(FG_DUPLICATE, 15);
FROZEN_NUMBER(FG_INSTALMENTS_EXCEED, 16);
FROZEN_NUMBER(FG_UNEQUAL_PENALTY, 17);
FROZEN_NUMBER(FG_UNDERCHARGED, 18);
FROZEN_NUMBER(FG_REDUCTION_UNDETERMINED, 19);
FROZEN_NUMBER(FG_PRE_HOLIDAY_PENALTY, 20);
FROZEN_NUMBER(FG_CODE_LEDGER_UNAVAILABLE, 21);

FROZEN_NUMBER(FG_ALLOW, 1);
FROZEN_NUMBER(FG_DENY, 2);
FROZEN_NUMBER(FG_EFFECT_DEFAULT, 0);
FROZEN_NUMBER(FG_EFFECT_DENY, 1);
FROZEN_NUMBER(FG_EFFECT_WARN, 2);
FROZEN_NUMBER(FG_EFFECT_OFF, 3);
FROZEN_NUMBER(FG_HAS_STANDARD, 1);
FROZEN_NUMBER(FG_HAS_LOW, 2);
FROZEN_NUMBER(FG_HAS_DUE, 4);
FROZEN_NUMBER(FG_HAS_EARLIEST, 8);
FROZEN_NUMBER(FG_LOG_INFO, 1);
FROZEN_NUMBER(FG_LOG_WARNING, 2);
FROZEN_NUMBER(FG_LOG_ERROR, 3);
FROZEN_NUMBER(FG_LANGUAGE_ZH, 0);
FROZEN_NUMBER(FG_LANGUAGE_EN, 1);
FROZEN_NUMBER(FG_MODE_ENFORCE, 0);
FROZEN_NUMBER(FG_MODE_MONITOR, 1);
FROZEN_NUMBER(FG_FAIL_CLOSED, 0);
FROZEN_NUMBER(FG_FAIL_OPEN, 1);
FROZEN_NUMBER(FG_CLASS_DONE, 0);
FROZEN_NUMBER(FG_CLASS_REFUSED, 1);
FROZEN_NUMBER(FG_CLASS_INVALID, 2);
FROZEN_NUMBER(FG_CLASS_RETRY, 3);
FROZEN_NUMBER(FG_CLASS_FATAL, 4);
FROZEN_NUMBER(FG_CODE_SIZE_MAX, 64);
FROZEN_NUMBER(FG_TEXT_SIZE_MAX, 1024);
FROZEN_NUMBER(FG_ATTRIBUTES_MAX, 256);
FROZEN_NUMBER(FG_DECISION_MEMORY, 16384);
FROZEN_NUMBER(FG_ABI_MAJOR, 1);

/* A later minor has more codes; room for their effects was left in 1.0. */
_Static_assert(FG_CODE_COUNT >= 22 && FG_CODE_COUNT <= 32, "codes");

int main(void)
{
    return 0; /* everything was checked when it compiled */
}

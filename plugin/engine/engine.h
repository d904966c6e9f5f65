/* SPDX-License-Identifier: Apache-2.0
 * The engine: the whole story of a call, from the door to the decision. The only room that sees all
 * others. Functions are the calls of struct fg_plugin, documented there. */
#ifndef FEEGUARD_ENGINE_ENGINE_H
#define FEEGUARD_ENGINE_ENGINE_H

#include "feeguard/plugin.h"

fg_status engine_open(const struct fg_host *host, const struct fg_options *options,
                      struct fg_engine **engine);
void engine_close(struct fg_engine *engine);
fg_status engine_reload(struct fg_engine *engine);
fg_status engine_check(struct fg_engine *engine, const struct fg_charge *charge,
                       struct fg_decision *decision);
fg_status engine_reserve(struct fg_engine *engine, const struct fg_charge *charge,
                         struct fg_decision *decision);
fg_status engine_charge(struct fg_engine *engine, const struct fg_charge *charge,
                        struct fg_decision *decision);
fg_status engine_commit(struct fg_engine *engine, struct fg_text txn, struct fg_decision *decision);
fg_status engine_release(struct fg_engine *engine, struct fg_text txn);
fg_status engine_refund(struct fg_engine *engine, const struct fg_refund *refund);
fg_status engine_health(struct fg_engine *engine, struct fg_health *health);
fg_status engine_submit(struct fg_engine *engine, const struct fg_request *request);
fg_status engine_collect(struct fg_engine *engine, struct fg_completion *completions, uint32_t max,
                         uint32_t *count);
int engine_descriptor(struct fg_engine *engine);
fg_status engine_permit_check(struct fg_engine *engine, struct fg_text permit,
                              const struct fg_charge *charge);
fg_status engine_documents(struct fg_engine *engine, struct fg_document *list, uint32_t max,
                           uint32_t *count);
fg_status engine_metrics(struct fg_engine *engine, char *buffer, size_t buffer_size,
                         size_t *size_needed);
fg_status engine_explain(const struct fg_charge *charge, const struct fg_decision *decision,
                         int32_t language, char *buffer, size_t buffer_size, size_t *size_needed);

#endif

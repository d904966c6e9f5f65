/* SPDX-License-Identifier: Apache-2.0
 * The rules of a schedule in Chinese words, and its tariffs as formulas, for people who are to
 * check what they are charged: each text says all that the rule says, and nothing that it does not.
 *
 * All functions add UTF-8 to a buffer, whose `failed` is asked once at the end. None adds a full
 * stop or a line feed. */
#ifndef HARNESS_WORDS_WORDS_H
#define HARNESS_WORDS_WORDS_H

#include "base/buffer.h"
#include "rules/snapshot.h"
#include "words/terms.h"

/* For whom words are chosen. Zeroed terms, NULL snapshot and NULL item are allowed: then codes
 * stand where names could. */
struct words {
    const struct terms *terms;
    const struct snapshot *snapshot; /* names of units and of items that are referred to */
    const struct item *item;         /* whose rule it is: what its terms mean, its period's key */
};

/* ---- words.c: values and names ---- */

void words_put(struct buffer *out, const char *string);
void words_text(struct buffer *out, struct fg_text text);
void words_money(struct buffer *out, int64_t fen);     /* "80元", "0.50元", "150万元" */
void words_decimal(struct buffer *out, int64_t micro); /* "3.525" */
void words_number(struct buffer *out, int64_t number);
void words_day(struct buffer *out, int32_t day); /* "2017年4月1日" */
/* "自2017年4月1日起", "2015年10月15日至2017年3月31日", "至2015年10月14日止"; nothing where both
 * ends are open. */
void words_days(struct buffer *out, struct days days);
const char *words_kind(enum item_kind kind);  /* "行政事业性收费" */
const char *words_level(enum level level);    /* "市级"; "" for LEVEL_NONE */
const char *words_dated_by(enum dated_by by); /* "受理日期" */
const char *words_per(enum per per);          /* "日历年"; "" for once and none */
/* What the terms call it for the item at hand; size 0: nothing. */
struct fg_text words_label(const struct words *words, struct fg_text name, struct fg_text value);
/* The same, else the code itself. */
void words_term(const struct words *words, struct buffer *out, struct fg_text name,
                struct fg_text value);
void words_attribute(const struct words *words, struct buffer *out, struct fg_text name);
void words_region(const struct words *words, struct buffer *out, struct fg_text code);
/* Name, and code in brackets where there is a name. */
void words_unit(const struct words *words, struct buffer *out, struct fg_text code);
void words_item(const struct words *words, struct buffer *out, struct fg_text code);
void words_basis(struct buffer *out, const struct basis *basis); /* number《title》article */
/* "同一缴款人的同一案号" */
void words_key(const struct words *words, struct buffer *out, uint32_t key);

/* ---- words_condition.c ---- */

void words_condition(const struct words *words, struct buffer *out, const struct condition *when);

/* ---- words_tariff.c ---- */

void words_tariff(const struct words *words, struct buffer *out, const struct tariff *tariff);
/* Rows of brackets: "超过1万元、不超过10万元的部分", "按2.5%". */
void words_band_span(const struct words *words, struct buffer *out, const struct tariff *tariff,
                     uint32_t band);
void words_band(const struct words *words, struct buffer *out, const struct tariff *tariff,
                uint32_t band);
/* What is done with the quantity before, and with the result after: step, cumulative, times, min
 * and max. */
bool words_has_tail(const struct tariff *tariff);
void words_tariff_tail(const struct words *words, struct buffer *out, const struct tariff *tariff);
/* "结果四舍五入到分" */
void words_rounding(struct buffer *out, const struct standard *standard);
/* Whether rounding can ever matter: not for sums that are whole fen already. */
bool words_needs_rounding(const struct standard *standard);
/* Dates, all cases and rounding in one line. */
void words_standard(const struct words *words, struct buffer *out, const struct standard *standard);

/* ---- words_formula.c ---- */

void formula_tariff(const struct words *words, struct buffer *out, const struct tariff *tariff);
/* What a base or quantity that lies in this band of brackets pays: "50 + (基数 − 10000) × 2.5%". */
void formula_band(const struct words *words, struct buffer *out, const struct tariff *tariff,
                  uint32_t band);

/* ---- words_rules.c ---- */

void words_grant(const struct words *words, struct buffer *out, const struct grant *grant);
void words_delegation(const struct words *words, struct buffer *out,
                      const struct delegation *delegation);
void words_period(const struct words *words, struct buffer *out, const struct period *period);
/* "减收50%", "最多收300元", with the limit; not who may claim it. */
void words_relief(const struct words *words, struct buffer *out, const struct reduction *reduction);
/* Payer types: "企业、个体工商户". */
void words_payer_types(const struct words *words, struct buffer *out, struct texts payers);

#endif

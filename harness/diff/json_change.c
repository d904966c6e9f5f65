/* SPDX-License-Identifier: Apache-2.0
 * A change as a line of JSON. What there is nothing to say of is left out. */
#include "base/text.h"
#include "diff/changes.h"
#include "json.h"
#include "survey/curves.h"

static void json_given(struct output *output, const char *key, struct fg_text text)
{
    if (text.size > 0) json_text(output, key, text);
}

static void json_days(struct output *output, const char *from, const char *to, struct days days)
{
    if (days.from > DAY_BEGINNING) json_day(output, from, days.from);
    if (days.to < DAY_END) json_day(output, to, days.to);
}

static void json_amounts(struct output *output, const char *key, const struct money *money)
{
    if (money->due_fen == MONEY_ABSENT) return;
    json_open(output, key, '{');
    json_money(output, "standard", money->standard_fen);
    if (money->low_fen != MONEY_ABSENT) json_money(output, "low", money->low_fen);
    json_money(output, "due", money->due_fen);
    json_close(output, '}');
}

static void json_place(struct output *output, const char *key, const struct change_money *money,
                       int64_t at)
{
    char text[32];

    axis_format((enum curve_axis)money->axis, at, text);
    json_text(output, key, text_of(text));
}

static void json_amount_fields(struct output *output, const struct change_money *money)
{
    json_amounts(output, "old_amounts", &money->first[OLD]);
    json_amounts(output, "new_amounts", &money->first[NEW]);
    if (money->axis != AXIS_NONE) {
        json_text(output, "axis", money->axis == AXIS_BASE ? TEXT("base") : TEXT("quantity"));
        json_place(output, "from", money, money->from);
        if (money->to != -1) {
            json_place(output, "to", money, money->to);
            json_amounts(output, "old_amounts_to", &money->last[OLD]);
            json_amounts(output, "new_amounts_to", &money->last[NEW]);
        }
    }
    json_money(output, "least", money->least);
    json_money(output, "most", money->most);
    if (money->unbounded) json_bool(output, "unbounded", true);
    if (money->cumulative) json_bool(output, "cumulative", true);
    json_given(output, "multiplier", money->multiplier);
}

void change_json(const struct change *change, struct output *output)
{
    static const char *const dates[] = {"period", "accepted", "charge"};

    json_open(output, NULL, '{');
    json_text(output, "change", text_of(change_kind_name(change->kind)));
    json_given(output, "item", change->item);
    json_given(output, "name", change->name);
    json_given(output, "subject", change->subject);
    json_given(output, "effect", text_of(effect_name(change->effect)));
    json_given(output, "low_effect", text_of(effect_name(change->low_effect)));
    json_days(output, "charged_from", "charged_to", change->charged);
    if (change->rule.from > DAY_BEGINNING || change->rule.to < DAY_END) {
        json_text(output, "dated_by", text_of(dates[change->dated_by]));
        json_days(output, "rule_from", "rule_to", change->rule);
    }
    json_given(output, "area", change->area);
    json_given(output, "area_except", change->except);
    json_given(output, "when", change->when);
    if (change->cases.size > 0) {
        json_open(output, "cases", '[');
        output_text(output, change->cases);
        json_close(output, ']');
    }
    json_given(output, "old", change->words[OLD]);
    json_given(output, "new", change->words[NEW]);
    json_given(output, "old_basis", change->bases[OLD]);
    json_given(output, "new_basis", change->bases[NEW]);
    if (change->has_money) json_amount_fields(output, &change->money);
    json_close(output, '}');
}

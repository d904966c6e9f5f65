/* SPDX-License-Identifier: Apache-2.0
 * Checks every field of a charge against semantics section 1, and gives it the form in which the
 * rules compare: dates as days, decimals as integers, attributes by name. */
#include "rules/charge.h"

enum presence { OPTIONAL, REQUIRED };

static bool is_code(struct fg_text text, enum presence presence)
{
    return text.size == 0 ? presence == OPTIONAL : text.bytes != NULL && text_is_code(text);
}

static bool is_text(struct fg_text text)
{
    return text.size == 0 || (text.bytes != NULL && text_is_text(text));
}

static bool codes_read(const struct fg_charge *request, struct fg_text *field)
{
    const struct {
        struct fg_text name, value;
        enum presence presence;
    } codes[] = {
        {TEXT("txn"), request->txn, REQUIRED},
        {TEXT("unit"), request->unit, REQUIRED},
        {TEXT("item"), request->item, REQUIRED},
        {TEXT("payer"), request->payer, REQUIRED},
        {TEXT("payer_type"), request->payer_type, OPTIONAL},
        {TEXT("subject"), request->subject, OPTIONAL},
    };

    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        *field = codes[i].name;
        if (!is_code(codes[i].value, codes[i].presence)) return false;
    }
    *field = TEXT("category");
    if (!is_text(request->category)) return false;
    *field = TEXT("purpose");
    return is_text(request->purpose);
}

/* Absent optional date: 0. */
static bool date_read(int32_t yyyymmdd, int32_t *day)
{
    *day = DAY_NONE;
    return yyyymmdd == 0 || day_from_ymd(yyyymmdd, day);
}

static bool dates_read(const struct fg_charge *request, struct charge *charge,
                       struct fg_text *field)
{
    *field = TEXT("time");
    if (request->time_ns == FG_TIME_ABSENT) return false;
    charge->charge_day = day_of_time(request->time_ns);
    if (charge->charge_day < DAY_FIRST || charge->charge_day > DAY_LAST) return false;
    *field = TEXT("period");
    if (!date_read(request->period_ymd, &charge->period_day)) return false;
    *field = TEXT("accepted");
    if (!date_read(request->accepted_ymd, &charge->accepted_day)) return false;
    charge->basis_day = charge->period_day != DAY_NONE ? charge->period_day : charge->charge_day;
    return true;
}

static bool decimal_read(struct fg_text text, int places, int64_t max, int64_t *value)
{
    *value = -1;
    return text.size == 0 || (text.bytes != NULL && decimal_parse(text, places, max, value));
}

static bool numbers_read(const struct fg_charge *request, struct charge *charge,
                         struct fg_text *field)
{
    *field = TEXT("amount");
    if (request->amount_fen < 0 || request->amount_fen > FG_AMOUNT_FEN_MAX) return false;
    *field = TEXT("currency");
    if (request->currency.size > 0 && !text_equal(request->currency, TEXT("CNY"))) return false;
    *field = TEXT("quantity");
    if (!decimal_read(request->quantity, 6, QUANTITY_MICRO_MAX, &charge->quantity_micro)) {
        return false;
    }
    *field = TEXT("base");
    if (!decimal_read(request->base, 2, MONEY_FEN_MAX, &charge->base_fen)) return false;
    *field = TEXT("region");
    charge->region = (struct region){0};
    return request->region.size == 0 ||
           (request->region.bytes != NULL && region_read(request->region, &charge->region));
}

static bool attribute_is_valid(const struct fg_attribute *attribute)
{
    return is_code(attribute->name, REQUIRED) && is_text(attribute->value) &&
           !text_starts(attribute->name, TEXT("payer.")) &&
           !text_starts(attribute->name, TEXT("charge."));
}

/* Insertion sort: attributes are few and mostly in order already. */
static bool attributes_read(const struct fg_charge *request, struct charge *charge,
                            struct fg_text *field)
{
    const struct fg_attribute *list = request->attributes;

    *field = TEXT("attributes");
    charge->attribute_count = 0;
    if (request->attribute_count > FG_ATTRIBUTES_MAX) return false;
    if (request->attribute_count > 0 && list == NULL) return false;
    for (uint32_t i = 0; i < request->attribute_count; i++) {
        uint32_t at = charge->attribute_count;

        if (list[i].value.size == 0) continue; /* absent, whatever its name */
        if (!attribute_is_valid(&list[i])) return false;
        for (; at > 0; at--) {
            int order = text_compare(list[charge->attributes[at - 1]].name, list[i].name);

            if (order == 0) return false;
            if (order < 0) break;
            charge->attributes[at] = charge->attributes[at - 1];
        }
        charge->attributes[at] = (uint16_t)i;
        charge->attribute_count++;
    }
    return true;
}

bool charge_read(const struct fg_charge *request, struct charge *charge, struct fg_text *field)
{
    charge->request = request;
    if (!codes_read(request, field)) return false;
    if (!dates_read(request, charge, field)) return false;
    if (!numbers_read(request, charge, field)) return false;
    if (!attributes_read(request, charge, field)) return false;
    *field = (struct fg_text){NULL, 0, 0};
    return true;
}

struct fg_text charge_attribute(const struct charge *charge, const struct attribute_name *name)
{
    const struct fg_charge *request = charge->request;

    switch (name->builtin) {
    case BUILTIN_PAYER_TYPE: return request->payer_type;
    case BUILTIN_CHARGE_REGION: return request->region;
    case BUILTIN_CHARGE_CATEGORY: return request->category;
    case BUILTIN_CHARGE_QUANTITY: return request->quantity;
    case BUILTIN_CHARGE_BASE: return request->base;
    case BUILTIN_CHARGE_UNIT: return request->unit;
    case BUILTIN_NONE: break;
    }
    for (uint32_t i = 0; i < charge->attribute_count; i++) {
        const struct fg_attribute *attribute = &request->attributes[charge->attributes[i]];

        if (text_equal(attribute->name, name->text)) return attribute->value;
    }
    return (struct fg_text){NULL, 0, 0};
}

struct hash128 charge_content(const struct charge *charge, const struct hash_key *key)
{
    const struct fg_charge *request = charge->request;
    const int64_t numbers[] = {request->time_ns,       request->amount_fen, charge->quantity_micro,
                               charge->base_fen,       charge->period_day,  charge->accepted_day,
                               charge->attribute_count};
    const struct fg_text texts[] = {request->txn,    request->unit,       request->item,
                                    request->payer,  request->payer_type, request->subject,
                                    request->region, request->category,   request->purpose};
    struct hasher hasher;

    hasher_begin(&hasher, key);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        hasher_number(&hasher, (uint64_t)numbers[i]);
    }
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) hasher_text(&hasher, texts[i]);
    for (uint32_t i = 0; i < charge->attribute_count; i++) {
        const struct fg_attribute *attribute = &request->attributes[charge->attributes[i]];

        hasher_text(&hasher, attribute->name);
        hasher_text(&hasher, attribute->value);
    }
    return hasher_end(&hasher);
}

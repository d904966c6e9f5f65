/* SPDX-License-Identifier: Apache-2.0
 * Operands into an event; values that break a rule are the event's fault, not the operand's. */
#include "log/operands.h"

#include <string.h>

#include "base/text.h"
#include "harness.h"

static bool attribute_read(struct event *event, struct fg_attribute *attributes,
                           struct fg_text name, struct fg_text value)
{
    for (uint32_t i = 0; i < event->charge.attribute_count; i++) {
        if (text_equal(attributes[i].name, name)) {
            complain("attr:%.*s is given twice", (int)name.size, name.bytes);
            return false;
        }
    }
    if (value.size > 0) row_attribute(event, attributes, name, value);
    return true;
}

static bool operand_read(const char *command, const char *operand, struct event *event,
                         struct fg_attribute *attributes, uint32_t *given)
{
    const char *equals = strchr(operand, '=');
    struct fg_text name, value, prefix = TEXT("attr:");
    enum field field;

    if (equals == NULL) {
        complain("\"%s\" is no FIELD=VALUE; see feeguard %s --help", operand, command);
        return false;
    }
    name = (struct fg_text){operand, (uint32_t)(equals - operand), 0};
    value = text_of(equals + 1);
    if (text_starts(name, prefix)) {
        name = (struct fg_text){name.bytes + prefix.size, name.size - prefix.size, 0};
        return attribute_read(event, attributes, name, value);
    }
    field = field_find(name);
    if (field == FIELD_NONE || (*given & UINT32_C(1) << field) != 0) {
        complain("%s \"%.*s\"",
                 field == FIELD_NONE ? "no such field:" : "a field twice:", (int)name.size,
                 name.bytes);
        return false;
    }
    *given |= UINT32_C(1) << field;
    if (value.size > 0) row_field(event, field, value);
    return true;
}

bool operands_read(const char *command, int count, char **operands, struct event *event,
                   struct fg_attribute *attributes)
{
    uint32_t given = 0;

    row_begin(event, 0, attributes);
    for (int i = 0; i < count; i++) {
        if (!operand_read(command, operands[i], event, attributes, &given)) return false;
    }
    return true;
}

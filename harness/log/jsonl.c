/* SPDX-License-Identifier: Apache-2.0
 * From json-c's tree to an event. The tree is walked in the order of the line, so that the scan's
 * list of numbers can be taken from one after another. */
#include "log/jsonl.h"

#include <json-c/json_object.h>
#include <json-c/json_object_iterator.h>
#include <json-c/json_tokener.h>
#include <stdlib.h>

#include "base/text.h"
#include "harness.h"

void jsonl_open(struct jsonl_reader *reader)
{
    *reader = (struct jsonl_reader){.tokener = json_tokener_new_ex(JSON_DEPTH_MAX)};
    if (reader->tokener == NULL) {
        complain("out of memory");
        exit(EXIT_FAILED);
    }
    json_tokener_set_flags(reader->tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
}

void jsonl_close(struct jsonl_reader *reader)
{
    if (reader->tokener != NULL) json_tokener_free(reader->tokener);
    free(reader->scan.copy);
    free(reader->scan.numbers);
    *reader = (struct jsonl_reader){0};
}

void jsonl_release(struct event *event)
{
    json_object_put(event->owner);
    event->owner = NULL;
}

bool jsonl_is_blank(struct fg_text line)
{
    for (uint32_t i = 0; i < line.size; i++) {
        if (line.bytes[i] != ' ' && line.bytes[i] != '\t' && line.bytes[i] != '\r') return false;
    }
    return true;
}

/* Members of all objects of a tree. */
static size_t members(struct json_object *node)
{
    size_t count = 0;

    if (json_object_is_type(node, json_type_object)) {
        struct json_object_iterator at = json_object_iter_begin(node);
        struct json_object_iterator end = json_object_iter_end(node);

        for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
            count += 1 + members(json_object_iter_peek_value(&at));
        }
    } else if (json_object_is_type(node, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(node); i++) {
            count += members(json_object_array_get_idx(node, i));
        }
    }
    return count;
}

/* Numbers of a tree, so many to be passed over. */
static size_t numbers(struct json_object *node)
{
    size_t count = 0;

    switch (json_object_get_type(node)) {
    case json_type_int:
    case json_type_double: return 1;
    case json_type_object: {
        struct json_object_iterator at = json_object_iter_begin(node);
        struct json_object_iterator end = json_object_iter_end(node);

        for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
            count += numbers(json_object_iter_peek_value(&at));
        }
        return count;
    }
    case json_type_array:
        for (size_t i = 0; i < json_object_array_length(node); i++) {
            count += numbers(json_object_array_get_idx(node, i));
        }
        return count;
    default: return 0;
    }
}

/* A value as the log takes it. */
enum value { VALUE_ABSENT, VALUE_STRING, VALUE_NUMBER, VALUE_OTHER };

static enum value value_read(struct jsonl_reader *reader, struct json_object *node,
                             struct fg_text *text)
{
    switch (json_object_get_type(node)) {
    case json_type_null: return VALUE_ABSENT;
    case json_type_string:
        *text = (struct fg_text){json_object_get_string(node),
                                 (uint32_t)json_object_get_string_len(node), 0};
        return text->size == 0 ? VALUE_ABSENT : VALUE_STRING;
    case json_type_int:
    case json_type_double:
        *text = reader->scan.numbers[reader->numbers_taken++];
        return VALUE_NUMBER;
    default: reader->numbers_taken += numbers(node); return VALUE_OTHER;
    }
}

static bool may_be_number(enum field field)
{
    return field == FIELD_AMOUNT || field == FIELD_QUANTITY || field == FIELD_BASE ||
           field == FIELD_EXPECT_DUE;
}

static void attributes_read(struct jsonl_reader *reader, struct json_object *object,
                            struct fg_attribute *attributes, struct event *event)
{
    struct json_object_iterator at = json_object_iter_begin(object);
    struct json_object_iterator end = json_object_iter_end(object);

    for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
        struct fg_text name = text_of(json_object_iter_peek_name(&at)), text;

        switch (value_read(reader, json_object_iter_peek_value(&at), &text)) {
        case VALUE_ABSENT: break;
        case VALUE_STRING:
        case VALUE_NUMBER: row_attribute(event, attributes, name, text); break;
        case VALUE_OTHER: row_fault(event, FAULT_TYPE, name); break;
        }
    }
}

static void member_read(struct jsonl_reader *reader, struct fg_text name, struct json_object *node,
                        bool ignore_unknown, struct fg_attribute *attributes, struct event *event)
{
    enum field field = field_find(name);
    bool is_attributes = text_equal(name, TEXT("attributes"));
    struct fg_text text;
    enum value value;

    if (is_attributes && json_object_is_type(node, json_type_object)) {
        attributes_read(reader, node, attributes, event);
        return;
    }
    value = value_read(reader, node, &text);
    if (field == FIELD_NONE && !is_attributes) {
        if (!ignore_unknown) row_fault(event, FAULT_UNKNOWN_MEMBER, name);
    } else if (value == VALUE_OTHER || (value != VALUE_ABSENT && is_attributes) ||
               (value == VALUE_NUMBER && !may_be_number(field))) {
        row_fault(event, FAULT_TYPE, name);
        event->present |= is_attributes ? 0 : UINT32_C(1) << field;
    } else if (value != VALUE_ABSENT) {
        row_field(event, field, text);
    }
}

/* The tree of a line, or why there is none. */
static struct json_object *tree_read(struct jsonl_reader *reader, struct fg_text line,
                                     enum fault_kind *fault)
{
    struct json_object *tree;

    *fault = FAULT_NOT_JSON;
    while (line.size > 0 && jsonl_is_blank((struct fg_text){line.bytes + line.size - 1, 1, 0})) {
        line.size--;
    }
    if (!text_is_utf8(line)) {
        *fault = FAULT_NOT_UTF8;
        return NULL;
    }
    if (!json_scan(&reader->scan, line)) return NULL;
    json_tokener_reset(reader->tokener);
    tree = json_tokener_parse_ex(reader->tokener, reader->scan.copy, (int)line.size);
    if (json_tokener_get_error(reader->tokener) == json_tokener_success &&
        json_tokener_get_parse_end(reader->tokener) == line.size) {
        *fault = FAULT_NONE;
        if (!json_object_is_type(tree, json_type_object))
            *fault = FAULT_NOT_OBJECT;
        else if (members(tree) != reader->scan.member_count)
            *fault = FAULT_MEMBER_TWICE;
    }
    if (*fault == FAULT_NONE) return tree;
    json_object_put(tree);
    return NULL;
}

void jsonl_read(struct jsonl_reader *reader, struct fg_text line, uint64_t line_number,
                bool ignore_unknown, struct fg_attribute *attributes, struct event *event)
{
    struct json_object_iterator at, end;
    enum fault_kind fault;
    struct json_object *tree = tree_read(reader, line, &fault);

    if (tree == NULL) {
        row_unreadable(event, line_number, fault);
        return;
    }
    row_begin(event, line_number, attributes);
    event->owner = tree;
    reader->numbers_taken = 0;
    if (reader->scan.lone_surrogate) {
        row_fault(event, FAULT_LONE_SURROGATE, (struct fg_text){NULL, 0, 0});
    }
    at = json_object_iter_begin(tree);
    end = json_object_iter_end(tree);
    for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
        member_read(reader, text_of(json_object_iter_peek_name(&at)),
                    json_object_iter_peek_value(&at), ignore_unknown, attributes, event);
    }
    row_end(event);
}

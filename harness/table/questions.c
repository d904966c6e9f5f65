/* SPDX-License-Identifier: Apache-2.0
 * Kept in the order in which they were asked. */
#include "table/questions.h"

#include <stdio.h>

#include "feeguard/host.h"
#include "harness.h"
#include "output.h"
#include "table/draft.h"

#define CELL_SHOWN 120     /* bytes of a cell's text in the list */
#define ARGUMENT_SHOWN 480 /* and of what a sentence names */

static const struct {
    const char *zh, *en;
} sentences[QUESTION_COUNT] = {
#define X(identifier, zh, en) {zh, en},
#include "table/questions.inc"
#undef X
};

void question_add(struct questions *questions, enum question_kind kind, const struct place *place,
                  xmlNodePtr node, struct fg_text first, struct fg_text second)
{
    struct question *question;

    questions->list =
        arena_grow(&questions->arena, questions->list, questions->count, sizeof(*questions->list));
    if (questions->list == NULL) memory_gone();
    question = &questions->list[questions->count++];
    *question = (struct question){.place = *place, .kind = kind, .node = node};
    question->arguments[0] = arena_text(&questions->arena, first);
    question->arguments[1] = arena_text(&questions->arena, second);
    if (questions->arena.failed) memory_gone();
}

/* One line of it, and not too much. */
static void put_short(struct output *output, struct fg_text text, uint32_t size_max)
{
    for (uint32_t at = 0; at < text.size;) {
        uint32_t from = at;
        int32_t point = utf8_next(text, &at);

        if (from >= size_max) {
            output_text(output, TEXT("…"));
            return;
        }
        if (point < 0) at = from + 1;
        if (point < 0) {
            output_text(output, TEXT("\xEF\xBF\xBD"));
        } else if (point < 0x20) {
            output_text(output, TEXT(" "));
        } else {
            output_text(output, (struct fg_text){text.bytes + from, at - from, 0});
        }
    }
}

static void put_sentence(struct output *output, const struct question *question, int32_t language)
{
    bool english = language == FG_LANGUAGE_EN;

    for (const char *at = english ? sentences[question->kind].en : sentences[question->kind].zh;
         *at != '\0'; at++) {
        if (at[0] == '{' && (at[1] == '1' || at[1] == '2') && at[2] == '}') {
            put_short(output, question->arguments[at[1] - '1'], ARGUMENT_SHOWN);
            at += 2;
        } else {
            output_text(output, (struct fg_text){at, 1, 0});
        }
    }
}

static struct fg_text output_as_text(const struct output *output)
{
    return (struct fg_text){output->bytes, (uint32_t)output->size, 0};
}

void questions_mark(const struct questions *questions, xmlDocPtr draft, int32_t language)
{
    for (size_t i = 0; i < questions->count; i++) {
        const struct question *question = &questions->list[i];
        xmlNodePtr about = question->node != NULL ? question->node : xmlDocGetRootElement(draft);
        xmlNodePtr mark = draft_add(about, "question");
        char where[COLUMN_NAME_SIZE + 16], column[COLUMN_NAME_SIZE];
        struct output text = {0};

        column_name(question->place.column, column);
        snprintf(where, sizeof(where), "%s%u", column, question->place.row);
        if (question->place.sheet.size > 0) draft_set(mark, "sheet", question->place.sheet);
        draft_set(mark, "cell", text_of(where));
        put_short(&text, question->place.text, CELL_SHOWN);
        if (text.size > 0) draft_set(mark, "text", output_as_text(&text));
        text.size = 0;
        put_sentence(&text, question, language);
        draft_set(mark, "asked", output_as_text(&text));
        output_free(&text);
    }
}

void questions_print(const struct questions *questions, int32_t language)
{
    puts(language == FG_LANGUAGE_EN ? "sheet\trow\tcolumn\ttitle\tcell\tquestion"
                                    : "工作表\t行\t列\t列名\t内容\t问题");
    for (size_t i = 0; i < questions->count; i++) {
        const struct question *question = &questions->list[i];
        const struct place *place = &question->place;
        struct output line = {0};
        char column[COLUMN_NAME_SIZE], row[COLUMN_NAME_SIZE + 24];

        column_name(place->column, column);
        snprintf(row, sizeof(row), "\t%u\t%s\t", place->row, column);
        put_short(&line, place->sheet, CELL_SHOWN);
        output_text(&line, text_of(row));
        put_short(&line, place->title, CELL_SHOWN);
        output_text(&line, TEXT("\t"));
        put_short(&line, place->text, CELL_SHOWN);
        output_text(&line, TEXT("\t"));
        put_sentence(&line, question, language);
        output_text(&line, TEXT("\n"));
        fwrite(line.bytes, 1, line.size, stdout);
        output_free(&line);
    }
}

void questions_free(struct questions *questions)
{
    arena_free(&questions->arena);
    *questions = (struct questions){0};
}

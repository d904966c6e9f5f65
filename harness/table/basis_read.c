/* SPDX-License-Identifier: Apache-2.0
 * Citations: 财税〔2016〕12号, 国务院令第481号, 《…法》第二十一条, and both together in either
 * order. The cell is cut at the signs between citations; each piece must be one as a whole. */
#include "table/basis_read.h"

#include <stdlib.h>

#include "harness.h"
#include "table/book.h"

#define OPEN TEXT("《")
#define CLOSE TEXT("》")

static struct fg_text text_from(struct fg_text text, uint32_t at)
{
    return (struct fg_text){text.bytes + at, text.size - at, 0};
}

static struct fg_text text_part(struct fg_text text, uint32_t from, uint32_t to)
{
    return (struct fg_text){text.bytes + from, to - from, 0};
}

/* The size of one of several signs that `text` begins with; 0: none. The list ends with NULL. */
static uint32_t sign_at(struct fg_text text, const char *const *signs)
{
    for (; *signs != NULL; signs++) {
        if (text_starts(text, text_of(*signs))) return (uint32_t)strlen(*signs);
    }
    return 0;
}

static bool is_digit_at(struct fg_text text, uint32_t at)
{
    return at < text.size && text.bytes[at] >= '0' && text.bytes[at] <= '9';
}

static uint32_t character_size(struct fg_text text, uint32_t at)
{
    uint32_t next = at;

    return utf8_next(text, &next) < 0 ? 1 : next - at;
}

/* ---- numbers ---- */

static const char *const year_opens[] = {"〔", "[", "［", "【", "(", "（", "﹝", NULL};
static const char *const year_closes[] = {"〕", "]", "］", "】", ")", "）", "﹞", NULL};

/* "〔2016〕" in any brackets: its size, 0 if it is not there. */
static uint32_t year_size(struct fg_text text)
{
    uint32_t open = sign_at(text, year_opens), close;

    if (open == 0) return 0;
    for (uint32_t i = 0; i < 4; i++) {
        if (!is_digit_at(text, open + i)) return 0;
    }
    close = sign_at(text_from(text, open + 4), year_closes);
    return close == 0 ? 0 : open + 4 + close;
}

void number_plain(struct fg_text number, struct output *plain)
{
    for (uint32_t at = 0; at < number.size;) {
        struct fg_text rest = text_from(number, at);
        uint32_t year = year_size(rest), size = character_size(number, at);

        if (year > 0) {
            output_text(plain, TEXT("〔"));
            output_text(plain,
                        text_part(rest, sign_at(rest, year_opens), sign_at(rest, year_opens) + 4));
            output_text(plain, TEXT("〕"));
            at += year;
        } else if (text_trim(text_part(number, at, at + size)).size == 0) {
            at += size;
        } else {
            output_text(plain, text_part(number, at, at + size));
            at += size;
        }
    }
}

/* Words of an issuer: no figures, no punctuation. How many bytes. */
static uint32_t issuer_size(struct fg_text text)
{
    static const char *const ends[] = {"〔", "［", "【", "（", "﹝", "《",   "》", "、", "，",
                                       "；", "。", "：", "第", "令", "公告", "号", NULL};
    uint32_t at = 0;

    while (at < text.size) {
        struct fg_text rest = text_from(text, at);
        unsigned char byte = (unsigned char)rest.bytes[0];

        if (sign_at(rest, ends) > 0 || (byte < 0x80 && byte != ' ')) break;
        at += character_size(text, at);
    }
    return at;
}

/* "第12号", "12号": its size. */
static uint32_t count_size(struct fg_text text)
{
    uint32_t at = text_starts(text, TEXT("第")) ? TEXT("第").size : 0, start = at;

    while (is_digit_at(text, at)) at++;
    if (at == start || !text_starts(text_from(text, at), TEXT("号"))) return 0;
    return at + TEXT("号").size;
}

/* 公告2023年第12号, 令第481号: what follows an issuer. */
static uint32_t order_size(struct fg_text text)
{
    static const char *const kinds[] = {"公告", "令", NULL};
    uint32_t at = sign_at(text, kinds), digits = 0, count;

    if (at == 0) return 0;
    while (is_digit_at(text, at + digits)) digits++;
    if (digits == 4 && text_starts(text_from(text, at + 4), TEXT("年"))) {
        at += 4 + TEXT("年").size;
    }
    count = count_size(text_from(text, at));
    return count == 0 ? 0 : at + count;
}

/* A document's number at the beginning of `text`: its size, 0 if there is none. */
static uint32_t number_size(struct fg_text text)
{
    uint32_t year = year_size(text), issuer = issuer_size(text_from(text, year)), count, order;

    if (issuer == 0) return 0;
    if (year > 0) { /* [1992]价费字240号 */
        count = count_size(text_from(text, year + issuer));
        return count == 0 ? 0 : year + issuer + count;
    }
    year = year_size(text_from(text, issuer));
    if (year > 0) {
        count = count_size(text_from(text, issuer + year));
        return count == 0 ? 0 : issuer + year + count;
    }
    order = order_size(text_from(text, issuer));
    return order == 0 ? 0 : issuer + order;
}

/* ---- titles ---- */

/* "《…》", others inside of it and all: its size. */
static uint32_t title_size(struct fg_text text)
{
    uint32_t depth = 0, at = 0;

    if (!text_starts(text, OPEN)) return 0;
    while (at < text.size) {
        struct fg_text rest = text_from(text, at);

        if (text_starts(rest, OPEN)) depth++;
        if (text_starts(rest, CLOSE) && --depth == 0) return at + CLOSE.size;
        at += character_size(text, at);
    }
    return 0;
}

/* "第十三条第一款", "第5条": its size; 0 if it is none. */
static uint32_t article_size(struct fg_text text)
{
    static const char *const digits[] = {"零", "〇", "一", "二", "三", "四", "五", "六", "七", "八",
                                         "九", "十", "百", "（", "）", "(",  ")",  "0",  "1",  "2",
                                         "3",  "4",  "5",  "6",  "7",  "8",  "9",  NULL};
    static const char *const parts[] = {"条", "款", "项", "目", NULL};
    uint32_t at = 0, whole = 0;

    while (text_starts(text_from(text, at), TEXT("第"))) {
        uint32_t size, start;

        at += TEXT("第").size;
        start = at;
        while ((size = sign_at(text_from(text, at), digits)) > 0) at += size;
        size = sign_at(text_from(text, at), parts);
        if (at == start || size == 0) break;
        at += size;
        whole = at;
    }
    return whole;
}

/* ---- pieces ---- */

/* One of the brackets that may stand around a number or a title. */
static uint32_t bracket_at(struct fg_text text)
{
    static const char *const brackets[] = {"（", "）", "(", ")", NULL};

    return sign_at(text, brackets);
}

static void add_title(struct cited *cited, struct fg_text title)
{
    output_text(&cited->title, text_part(title, OPEN.size, title.size - CLOSE.size));
}

static void add_article(struct cited *cited, struct fg_text article)
{
    output_text(&cited->title, cited->title.size > 0 ? TEXT(" ") : TEXT(""));
    output_text(&cited->title, article);
}

/* Takes a number, a title or an article off the front of a piece; false if there is none, or a
 * second of its kind: that is another document. */
static bool piece_step(struct cited *cited, struct fg_text *piece)
{
    struct fg_text text = *piece;
    uint32_t size;

    if ((size = title_size(text)) > 0) {
        if (cited->title.size > 0) return false;
        add_title(cited, text_part(text, 0, size));
    } else if ((size = article_size(text)) > 0) {
        if (cited->title.size == 0 && cited->number.size == 0) return false;
        add_article(cited, text_part(text, 0, size));
    } else if ((size = number_size(text)) > 0) {
        if (cited->number.size > 0) return false;
        number_plain(text_part(text, 0, size), &cited->number);
    } else if (cited->title.size + cited->number.size > 0 && (size = bracket_at(text)) == 0) {
        return false;
    }
    if (size == 0) return false;
    *piece = text_trim(text_from(text, size));
    return true;
}

static struct cited *cited_add(struct cited_list *cited)
{
    cited->list = memory_grow(cited->list, cited->count + 1, sizeof(*cited->list));
    cited->list[cited->count] = (struct cited){0};
    return &cited->list[cited->count++];
}

/* A piece is one document, or several without a sign between. */
static void read_piece(struct cited_list *cited, struct fg_text piece)
{
    struct fg_text whole = piece = text_trim(piece);

    while (piece.size > 0) {
        struct cited *one = cited_add(cited);
        bool any = false;

        while (piece.size > 0 && piece_step(one, &piece)) any = true;
        if (any) continue;
        cited->count--;
        if (cited->unread.size == 0) cited->unread = whole;
        return;
    }
}

/* "1.", "（一）" and the like before a citation. */
static struct fg_text without_bullet(struct fg_text piece)
{
    static const char *const closes[] = {".", "、", "．", ")", "）", NULL};
    struct fg_text text = text_trim(piece);
    uint32_t at = text_starts(text, TEXT("（")) ? TEXT("（").size : 0, digits = 0, close;

    if (at == 0 && text_starts(text, TEXT("("))) at = 1;
    while (is_digit_at(text, at + digits)) digits++;
    close = sign_at(text_from(text, at + digits), closes);
    if (digits == 0 || digits > 2 || close == 0) return text;
    return text_trim(text_from(text, at + digits + close));
}

/* Signs between citations, outside of titles. */
static uint32_t separator_at(struct fg_text text)
{
    static const char *const signs[] = {"\n", "；", ";", "，", ",", "。", NULL};

    return sign_at(text, signs);
}

void basis_read(struct fg_text cell, struct cited_list *cited)
{
    uint32_t start = 0, at = 0;

    *cited = (struct cited_list){0};
    while (at <= cell.size) {
        struct fg_text rest = text_from(cell, at);
        uint32_t title = title_size(rest), size = separator_at(rest);
        bool listed = text_starts(rest, TEXT("、")) && at > start + 3;

        if (at < cell.size && title > 0) {
            at += title;
            continue;
        }
        if (listed) size = TEXT("、").size;
        if (at == cell.size || size > 0) {
            read_piece(cited, without_bullet(text_part(cell, start, at)));
            if (at == cell.size) break;
            at += size;
            start = at;
            continue;
        }
        at += character_size(cell, at);
    }
}

void cited_free(struct cited_list *cited)
{
    for (size_t i = 0; i < cited->count; i++) {
        output_free(&cited->list[i].number);
        output_free(&cited->list[i].title);
    }
    free(cited->list);
    *cited = (struct cited_list){0};
}

/* ---- levels ---- */

/* Cities and districts whose names begin like those of the province and its capital come first. */
enum level basis_level(struct fg_text number, struct fg_text title)
{
    static const struct {
        const char *start;
        enum level level;
    } starts[] = {
        {"国", LEVEL_NATIONAL},       {"财税", LEVEL_NATIONAL},
        {"财综", LEVEL_NATIONAL},     {"财政部", LEVEL_NATIONAL},
        {"发改价格", LEVEL_NATIONAL}, {"计价格", LEVEL_NATIONAL},
        {"价费字", LEVEL_NATIONAL},   {"中华人民共和国", LEVEL_NATIONAL},
        {"税务总局", LEVEL_NATIONAL}, {"辽阳", LEVEL_NONE},
        {"辽市", LEVEL_NONE},         {"辽中", LEVEL_NONE},
        {"辽源", LEVEL_NONE},         {"沈河", LEVEL_NONE},
        {"沈北", LEVEL_NONE},         {"沈抚", LEVEL_NONE},
        {"沈丘", LEVEL_NONE},         {"辽", LEVEL_PROVINCIAL},
        {"沈", LEVEL_MUNICIPAL},
    };
    struct fg_text text = number.size > 0 ? number : title;

    if (year_size(text) > 0) text = text_from(text, year_size(text));
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        if (text_starts(text, text_of(starts[i].start))) return starts[i].level;
    }
    return LEVEL_NONE;
}

/* SPDX-License-Identifier: Apache-2.0
 * Reading a signature file, line by line. What a line may hold is not asked twice: a spelling that
 * is understood but not the one we write is found when all is written again and compared. */
#include "trust/signature_file.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>

#include "base/date.h"
#include "base/hex.h"
#include "base/text.h"

#define PEM_BEGIN TEXT("-----BEGIN CERTIFICATE-----")
#define PEM_END TEXT("-----END CERTIFICATE-----")

struct cursor {
    struct arena *arena;
    const char *at, *end;
    uint32_t line; /* of `at` */
    struct fg_text path;
    struct breaches *breaches;
};

static bool expected(struct cursor *cursor, struct fg_text what)
{
    BREACH(cursor->breaches, SIGNATURE_FORM, cursor->path, cursor->line, what);
    return false;
}

/* The line at the cursor without its line feed; false at the end, and where it has none. */
static bool line_look(const struct cursor *cursor, struct fg_text *line)
{
    const char *feed = cursor->at == cursor->end
                           ? NULL
                           : memchr(cursor->at, '\n', (size_t)(cursor->end - cursor->at));

    if (feed == NULL) return false;
    *line = (struct fg_text){cursor->at, (uint32_t)(feed - cursor->at), 0};
    return true;
}

static void line_pass(struct cursor *cursor, struct fg_text line)
{
    cursor->at += line.size + 1;
    cursor->line++;
}

static bool line_exact(struct cursor *cursor, struct fg_text wanted)
{
    struct fg_text line;

    if (!line_look(cursor, &line) || !text_equal(line, wanted)) return expected(cursor, wanted);
    line_pass(cursor, line);
    return true;
}

/* What stands behind "word " on the line; the cursor stays until the value was understood. */
static bool value_look(const struct cursor *cursor, struct fg_text word, struct fg_text *value)
{
    struct fg_text line;

    if (!line_look(cursor, &line) || !text_starts(line, word) || line.size <= word.size ||
        line.bytes[word.size] != ' ') {
        return false;
    }
    *value = (struct fg_text){line.bytes + word.size + 1, line.size - word.size - 1, 0};
    return true;
}

static void value_pass(struct cursor *cursor, struct fg_text value)
{
    cursor->at = value.bytes + value.size + 1;
    cursor->line++;
}

/* ---- a statement ---- */

bool role_is_name(struct fg_text text)
{
    if (text.size == 0 || text.size > ROLE_SIZE_MAX) return false;
    for (uint32_t i = 0; i < text.size; i++) {
        char c = text.bytes[i];

        if (c >= 'a' && c <= 'z') continue;
        if (i == 0 || ((c < '0' || c > '9') && c != '-')) return false;
    }
    return true;
}

static bool kind_read(struct fg_text text, enum signed_kind *kind)
{
    for (size_t i = 0; i < SIGNED_KIND_COUNT; i++) {
        *kind = (enum signed_kind)i;
        if (text_equal(text, text_of(signed_kind_name(*kind)))) return true;
    }
    return false;
}

static bool digest_read(struct fg_text text, struct fingerprint *digest)
{
    struct fg_text prefix = TEXT("sha256:");

    return text_starts(text, prefix) && text.size == prefix.size + 2 * FINGERPRINT_SIZE &&
           hex_read(text.bytes + prefix.size, FINGERPRINT_SIZE, digest->bytes);
}

static bool kind_line(struct cursor *cursor, struct statement *statement)
{
    struct fg_text value;

    if (!value_look(cursor, TEXT("kind"), &value) || !kind_read(value, &statement->kind)) {
        return expected(cursor, TEXT("kind schedule|order"));
    }
    value_pass(cursor, value);
    return true;
}

static bool role_line(struct cursor *cursor, struct statement *statement)
{
    if (!value_look(cursor, TEXT("role"), &statement->role) || !role_is_name(statement->role)) {
        return expected(cursor, TEXT("role drafter|approver|…"));
    }
    value_pass(cursor, statement->role);
    return true;
}

static bool signed_line(struct cursor *cursor, struct statement *statement)
{
    struct fg_text value;

    if (!value_look(cursor, TEXT("signed"), &value) || !time_parse(value, &statement->signed_ns)) {
        return expected(cursor, TEXT("signed YYYY-MM-DDThh:mm:ss+08:00"));
    }
    value_pass(cursor, value);
    return true;
}

static bool algorithm_line(struct cursor *cursor, struct statement *statement)
{
    struct fg_text value;

    if (!value_look(cursor, TEXT("algorithm"), &value) ||
        !algorithm_read(value, &statement->algorithm)) {
        return expected(cursor, TEXT("algorithm rsa-sha256|rsa-pss-sha256|ecdsa-sha256|sm2-sm3"));
    }
    value_pass(cursor, value);
    return true;
}

static bool digest_line(struct cursor *cursor, const char *word, struct fingerprint *digest)
{
    struct fg_text value;

    if (!value_look(cursor, text_of(word), &value) || !digest_read(value, digest)) {
        BREACH(cursor->breaches, SIGNATURE_FORM, cursor->path, cursor->line, text_of(word));
        return false;
    }
    value_pass(cursor, value);
    return true;
}

static bool predecessor_line(struct cursor *cursor, struct statement *statement)
{
    struct fg_text value;

    if (value_look(cursor, TEXT("predecessor"), &value) && text_equal(value, TEXT("none"))) {
        value_pass(cursor, value);
        return true;
    }
    statement->has_predecessor = true;
    return digest_line(cursor, "predecessor", &statement->predecessor);
}

static bool statement_read(struct cursor *cursor, struct statement *statement)
{
    return line_exact(cursor, TEXT("statement 1")) && kind_line(cursor, statement) &&
           role_line(cursor, statement) && signed_line(cursor, statement) &&
           algorithm_line(cursor, statement) &&
           digest_line(cursor, "document", &statement->document) &&
           predecessor_line(cursor, statement) &&
           digest_line(cursor, "certificates", &statement->certificates);
}

/* ---- base64 ---- */

static uint32_t padding_of(const char *characters, uint32_t count)
{
    uint32_t padding = 0;

    while (padding < 2 && padding < count && characters[count - 1 - padding] == '=') padding++;
    return padding;
}

static bool is_base64_line(const struct cursor *cursor, struct fg_text *line)
{
    return line_look(cursor, line) && !text_starts(*line, TEXT("-"));
}

/* Reads the lines up to the next that begins with a dash. */
static bool base64_lines(struct cursor *cursor, struct fg_text *bytes)
{
    const uint32_t first = cursor->line;
    struct cursor ahead = *cursor;
    unsigned char *decoded;
    uint32_t count = 0;
    struct fg_text line;
    char *characters;
    size_t room;
    int size;

    while (is_base64_line(&ahead, &line)) line_pass(&ahead, line);
    room = (size_t)(ahead.at - cursor->at);
    characters = arena_take(cursor->arena, room + 1);
    decoded = arena_take(cursor->arena, room / 4 * 3 + 4);
    if (characters == NULL || decoded == NULL) return false;
    while (is_base64_line(cursor, &line)) {
        memcpy(characters + count, line.bytes, line.size);
        count += line.size;
        line_pass(cursor, line);
    }
    ERR_set_mark();
    size = EVP_DecodeBlock(decoded, (const unsigned char *)characters, (int)count);
    ERR_pop_to_mark();
    if (count == 0 || size <= 0) {
        cursor->line = first;
        return expected(cursor, TEXT("base64"));
    }
    *bytes =
        (struct fg_text){(const char *)decoded, (uint32_t)size - padding_of(characters, count), 0};
    return true;
}

/* ---- blocks ---- */

static bool certificate_lines(struct cursor *cursor, struct signature_block *block)
{
    struct fg_text line;

    do {
        if (block->certificate_count == SIGNATURE_CERTIFICATES_MAX) {
            return expected(cursor, TEXT("end"));
        }
        if (!line_exact(cursor, PEM_BEGIN)) return false;
        block->certificates = arena_grow(cursor->arena, block->certificates,
                                         block->certificate_count, sizeof(*block->certificates));
        if (block->certificates == NULL) return false;
        if (!base64_lines(cursor, &block->certificates[block->certificate_count])) return false;
        block->certificate_count++;
        if (!line_exact(cursor, PEM_END)) return false;
    } while (line_look(cursor, &line) && text_equal(line, PEM_BEGIN));
    return line_exact(cursor, TEXT("end"));
}

static bool block_read(struct cursor *cursor, struct signature_block *block)
{
    const char *start = cursor->at;

    *block = (struct signature_block){.line = cursor->line};
    if (!statement_read(cursor, &block->statement)) return false;
    block->statement_bytes = (struct fg_text){start, (uint32_t)(cursor->at - start), 0};
    return line_exact(cursor, TEXT("signature")) && base64_lines(cursor, &block->signature) &&
           certificate_lines(cursor, block);
}

/* The line on which two texts begin to differ. */
static uint32_t line_of_difference(struct fg_text a, const struct buffer *b)
{
    uint32_t line = 1;

    for (uint32_t i = 0; i < a.size && i < b->size && (unsigned char)a.bytes[i] == b->bytes[i];
         i++) {
        if (a.bytes[i] == '\n') line++;
    }
    return line;
}

static bool is_written_so(struct cursor *cursor, struct fg_text bytes,
                          const struct signature_file *file)
{
    struct buffer again;
    bool same;

    buffer_init(&again);
    signature_file_write(&again, file);
    if (again.failed) cursor->arena->failed = true;
    same = !again.failed && again.size == bytes.size &&
           memcmp(again.bytes, bytes.bytes, bytes.size) == 0;
    if (!same && !again.failed) {
        cursor->line = line_of_difference(bytes, &again);
        expected(cursor, TEXT("canonical form"));
    }
    buffer_free(&again);
    return same;
}

bool signature_file_read(struct arena *arena, struct fg_text path, struct fg_text bytes,
                         struct breaches *breaches, struct signature_file *file)
{
    struct cursor cursor = {arena, bytes.bytes, bytes.bytes + bytes.size, 1, path, breaches};

    *file = (struct signature_file){0};
    if (bytes.size > SIGNATURE_FILE_SIZE_MAX) return expected(&cursor, TEXT("1 MiB"));
    if (!line_exact(&cursor, TEXT("feeguard signatures 1"))) return false;
    do {
        if (file->block_count == SIGNATURE_BLOCKS_MAX) {
            return expected(&cursor, TEXT("at most 16 signatures"));
        }
        file->blocks = arena_grow(arena, file->blocks, file->block_count, sizeof(*file->blocks));
        if (file->blocks == NULL || !block_read(&cursor, &file->blocks[file->block_count])) {
            return false;
        }
        file->block_count++;
    } while (cursor.at < cursor.end);
    return is_written_so(&cursor, bytes, file);
}

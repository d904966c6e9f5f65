/* SPDX-License-Identifier: Apache-2.0
 * The key file's text, written and read strictly: what a hand has touched is refused. */
#include "audit/keyring.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/rand.h>

#include "audit/bytes.h"
#include "audit/mac.h"
#include "audit/secret_file.h"

#define FIRST_LINE "feeguard-keys 1\n"
#define KEY_TEXT_SIZE_MAX (64 + KEY_EPOCHS_MAX * (16 + 2 * KEY_SIZE))

/* ---- writing ---- */

static bool epoch_draw(struct keyring *ring)
{
    bool done;

    ERR_set_mark();
    done = RAND_priv_bytes(ring->epochs[ring->epoch_count], KEY_SIZE) == 1;
    ERR_pop_to_mark();
    if (done) ring->epoch_count++;
    return done;
}

static size_t ring_format(const struct keyring *ring, char out[static KEY_TEXT_SIZE_MAX])
{
    char hex[2 * KEY_SIZE + 1] = "";
    int size = snprintf(out, KEY_TEXT_SIZE_MAX, FIRST_LINE "digest %s\n", digest_name(ring->kind));

    for (uint32_t i = 0; i < ring->epoch_count; i++) {
        hex_write(ring->epochs[i], KEY_SIZE, hex);
        size += snprintf(out + size, KEY_TEXT_SIZE_MAX - (size_t)size, "epoch %u %s\n", i, hex);
    }
    OPENSSL_cleanse(hex, sizeof(hex));
    return (size_t)size;
}

enum key_fault keyring_create(const char *path, enum digest_kind kind)
{
    struct keyring ring = {.kind = kind};
    char text[KEY_TEXT_SIZE_MAX];
    enum key_fault fault = KEY_INTERNAL;

    if (digest_name(kind) == NULL || !epoch_draw(&ring)) goto out;
    fault = secret_file_make(path, SECRET_FILE_MODE, text, ring_format(&ring, text));
out:
    keyring_wipe(&ring);
    OPENSSL_cleanse(text, sizeof(text));
    return fault;
}

/* The ring with one epoch more goes to the descriptor, which is closed. */
static enum key_fault rotate_to(const char *path, int descriptor)
{
    struct keyring ring;
    char text[KEY_TEXT_SIZE_MAX];
    enum key_fault fault = keyring_read(path, &ring);

    if (fault == KEY_OK && ring.epoch_count == KEY_EPOCHS_MAX) fault = KEY_TOO_MANY_EPOCHS;
    if (fault == KEY_OK && !epoch_draw(&ring)) fault = KEY_INTERNAL;
    if (fault == KEY_OK) {
        fault = secret_file_write(descriptor, text, ring_format(&ring, text));
    } else {
        close(descriptor);
    }
    keyring_wipe(&ring);
    OPENSSL_cleanse(text, sizeof(text));
    return fault;
}

enum key_fault keyring_rotate(const char *path)
{
    size_t size = strlen(path);
    char *fresh = malloc(size + sizeof(".new"));
    enum key_fault fault;
    int descriptor;

    if (fresh == NULL) return KEY_NO_MEMORY;
    memcpy(fresh, path, size);
    memcpy(fresh + size, ".new", sizeof(".new"));
    fault = secret_file_create(fresh, SECRET_FILE_MODE, &descriptor);
    if (fault != KEY_OK) goto out;
    /* Read only now: a rotation that ended a moment ago must not be undone. */
    fault = rotate_to(path, descriptor);
    if (fault == KEY_OK && rename(fresh, path) != 0) fault = KEY_UNWRITABLE;
    if (fault != KEY_OK) {
        unlink(fresh);
        goto out;
    }
    fault = secret_file_settle(path);
out:
    free(fresh);
    return fault;
}

/* ---- reading ---- */

/* What is left of the file, and the line that is being read. */
struct cursor {
    const char *at;
    size_t left;
    uint32_t line;
};

static bool take(struct cursor *cursor, const char *expected)
{
    size_t size = strlen(expected);

    if (cursor->left < size || memcmp(cursor->at, expected, size) != 0) return false;
    cursor->at += size;
    cursor->left -= size;
    return true;
}

static bool take_kind(struct cursor *cursor, enum digest_kind *kind)
{
    *kind = DIGEST_SM3;
    if (take(cursor, "digest sm3\n")) return true;
    *kind = DIGEST_SHA256;
    return take(cursor, "digest sha256\n");
}

static bool take_epoch(struct cursor *cursor, uint32_t number, unsigned char key[static KEY_SIZE])
{
    char head[24];

    snprintf(head, sizeof(head), "epoch %u ", number);
    if (!take(cursor, head) || cursor->left < 2 * KEY_SIZE) return false;
    if (!hex_read(cursor->at, KEY_SIZE, key)) return false;
    cursor->at += 2 * KEY_SIZE;
    cursor->left -= 2 * KEY_SIZE;
    return take(cursor, "\n");
}

static enum key_fault ring_parse(struct cursor *cursor, struct keyring *ring)
{
    cursor->line = 1;
    if (!take(cursor, FIRST_LINE)) return KEY_MALFORMED;
    cursor->line++;
    if (!take_kind(cursor, &ring->kind)) return KEY_MALFORMED;
    cursor->line++;
    do {
        if (ring->epoch_count == KEY_EPOCHS_MAX) return KEY_TOO_MANY_EPOCHS;
        if (!take_epoch(cursor, ring->epoch_count, ring->epochs[ring->epoch_count])) {
            return KEY_MALFORMED;
        }
        ring->epoch_count++;
        cursor->line++;
    } while (cursor->left > 0);
    return KEY_OK;
}

enum key_fault keyring_read(const char *path, struct keyring *ring)
{
    struct secret secret;
    struct cursor cursor = {0};
    enum key_fault fault = secret_file_read(path, FILE_SECRET, &secret);

    *ring = (struct keyring){0};
    if (fault != KEY_OK) return fault;
    cursor = (struct cursor){secret.bytes, secret.size, 0};
    fault = ring_parse(&cursor, ring);
    secret_free(&secret);
    if (fault != KEY_OK) {
        keyring_wipe(ring);
        ring->fault_line = cursor.line;
    }
    return fault;
}

void keyring_wipe(struct keyring *ring)
{
    OPENSSL_cleanse(ring, sizeof(*ring));
    *ring = (struct keyring){0};
}

/* ---- deriving ---- */

bool keyring_derive(const struct keyring *ring, uint32_t epoch, const char *purpose,
                    unsigned char out[static KEY_SIZE])
{
    struct mac mac;
    bool done;

    memset(out, 0, KEY_SIZE);
    if (epoch >= ring->epoch_count) return false;
    if (!mac_open(&mac, ring->kind, ring->epochs[epoch], KEY_SIZE)) return false;
    mac_begin(&mac);
    mac_add(&mac, purpose, strlen(purpose));
    done = mac_end(&mac, out);
    mac_close(&mac);
    return done;
}

uint32_t keyring_fingerprint(const struct keyring *ring, uint32_t epoch)
{
    unsigned char bytes[KEY_SIZE];
    uint32_t fingerprint = 0;

    for (uint32_t i = 0; i <= epoch; i++) {
        if (!keyring_derive(ring, i, "fingerprint", bytes)) return 0;
        fingerprint = (fingerprint << 7 | fingerprint >> 25) ^ bytes_u32(bytes);
    }
    return fingerprint;
}

struct hash_key keyring_index_key(const struct keyring *ring)
{
    unsigned char bytes[KEY_SIZE];
    struct hash_key key = {0, 0};

    if (keyring_derive(ring, 0, "index", bytes)) {
        key = (struct hash_key){bytes_u64(bytes), bytes_u64(bytes + 8)};
    }
    OPENSSL_cleanse(bytes, sizeof(bytes));
    return key;
}

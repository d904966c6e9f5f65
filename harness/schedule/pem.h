/* SPDX-License-Identifier: Apache-2.0
 * Keys, certificates and signed texts as files. Each call tells what is wrong on standard error. */
#ifndef HARNESS_SCHEDULE_PEM_H
#define HARNESS_SCHEDULE_PEM_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include <openssl/types.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "trust/certificate.h"

/* A private key of the user's own, closed to others. `passphrase_file` is NULL or names a file of
 * the same privacy whose first line opens the key. NULL after a complaint. */
EVP_PKEY *private_key_read(const char *path, const char *passphrase_file, int32_t language);

/* The certificates of a file, at least one, the signer's first; those that are roots and do not
 * stand first are left out. NULL after a complaint. */
STACK_OF(X509) * certificate_chain_read(const char *path);

/* A whole file in the arena. False after a complaint. */
bool content_read(struct arena *arena, const char *path, struct fg_text *bytes);

/* Makes a file that must not exist yet. False after a complaint. */
bool content_make(const char *path, mode_t mode, const char *bytes, size_t size, int32_t language);
/* Puts a file in the place of another or of none, in one step. False after a complaint. */
bool content_replace(const char *path, const struct buffer *content, int32_t language);

#endif

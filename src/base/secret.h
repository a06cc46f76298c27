/* SPDX-License-Identifier: Apache-2.0 */
/* The only door to libsodium: hashes, secrets, passwords, sealed text. secret_start once per process. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

enum { SECRET_HASH = 32, SECRET_KEY = 32, SECRET_PASSWORD = 128, SECRET_TOKEN = 44 };

struct arena;

bool secret_start(void); /* false: the library cannot run here */
/* BLAKE2b-256 of prev (may be NULL) followed by the data. */
void secret_hash(const unsigned char *prev, const void *p, size_t n,
                 unsigned char out_hash[SECRET_HASH]);
/* The same as text: 64 hexadecimal digits. */
const char *secret_hash_text(struct arena *mem, const unsigned char *prev, const void *p, size_t n);
void secret_random(void *p, size_t n);
/* 256 random bits as base64url text, for sessions and upload tokens. */
void secret_token(char out_token[SECRET_TOKEN]);
bool secret_equal(const void *a, const void *b, size_t n); /* constant time */

/* Argon2id, 2 passes, 19 MiB (OWASP's minimum); about 25 ms. Run on the password thread only. */
void secret_password_hash(const char *password, char out_hash[SECRET_PASSWORD]);
bool secret_password_is(const char *hash, const char *password);

/*
 * XChaCha20-Poly1305 under the key; aad binds the text to its row, so that a sealed contact copied to another
 * row does not open. The blob is nonce + cipher, in mem.
 */
void secret_seal(struct arena *mem, const unsigned char key[SECRET_KEY], const char *aad,
                 const char *text, unsigned char **out_blob, size_t *out_n);
/* NULL: wrong key, wrong row, or changed bytes. */
char *secret_open(struct arena *mem, const unsigned char key[SECRET_KEY], const char *aad,
                  const void *blob, size_t n);
/* Reads a 32-byte key from a file; makes the file (mode 0600) when absent. ERR_INTERNAL with the path. */
enum err secret_key_file(struct ctx *c, const char *path, unsigned char out_key[SECRET_KEY]);

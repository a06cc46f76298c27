/* SPDX-License-Identifier: Apache-2.0 */
#include "base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/text.h"

enum { ARGON_PASSES = 2, ARGON_BYTES = 19 * 1024 * 1024 };

_Static_assert(SECRET_PASSWORD == crypto_pwhash_STRBYTES, "size of a stored password hash");
_Static_assert(SECRET_KEY == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "size of a key");

bool secret_start(void)
{
    return sodium_init() >= 0;
}

void secret_hash(const unsigned char *prev, const void *p, size_t n,
                 unsigned char out_hash[SECRET_HASH])
{
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, NULL, 0, SECRET_HASH);
    if (prev)
        (void)crypto_generichash_update(&state, prev, SECRET_HASH);
    (void)crypto_generichash_update(&state, p, n);
    (void)crypto_generichash_final(&state, out_hash, SECRET_HASH);
}

const char *secret_hash_text(struct arena *mem, const unsigned char *prev, const void *p, size_t n)
{
    unsigned char hash[SECRET_HASH];
    char *hex = arena_alloc(mem, 2 * SECRET_HASH + 1);
    secret_hash(prev, p, n, hash);
    text_hex(hash, SECRET_HASH, hex);
    return hex;
}

void secret_random(void *p, size_t n)
{
    randombytes_buf(p, n);
}

void secret_token(char out_token[SECRET_TOKEN])
{
    unsigned char raw[32];
    randombytes_buf(raw, sizeof raw);
    sodium_bin2base64(out_token, SECRET_TOKEN, raw, sizeof raw,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool secret_equal(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}

void secret_password_hash(const char *password, char out_hash[SECRET_PASSWORD])
{
    if (crypto_pwhash_str_alg(out_hash, password, strlen(password), ARGON_PASSES, ARGON_BYTES,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        abort(); /* only for lack of memory */
}

bool secret_password_is(const char *hash, const char *password)
{
    return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

void secret_seal(struct arena *mem, const unsigned char key[SECRET_KEY], const char *aad,
                 const char *text, unsigned char **out_blob, size_t *out_n)
{
    const size_t nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    size_t n = strlen(text);
    unsigned char *blob = arena_alloc(mem, nonce + n + crypto_aead_xchacha20poly1305_ietf_ABYTES);
    unsigned long long made;
    randombytes_buf(blob, nonce);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(
        blob + nonce, &made, (const unsigned char *)text, n, (const unsigned char *)aad,
        strlen(aad), NULL, blob, key);
    *out_blob = blob;
    *out_n = nonce + (size_t)made;
}

char *secret_open(struct arena *mem, const unsigned char key[SECRET_KEY], const char *aad,
                  const void *blob, size_t n)
{
    const size_t nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    const unsigned char *p = blob;
    if (n < nonce + crypto_aead_xchacha20poly1305_ietf_ABYTES)
        return NULL;
    char *text = arena_alloc(mem, n);
    unsigned long long made;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)text, &made, NULL, p + nonce,
                                                   n - nonce, (const unsigned char *)aad,
                                                   strlen(aad), p, key) != 0)
        return NULL;
    text[made] = '\0';
    return text;
}

static void fd_close(const int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
}

static enum err key_make(struct ctx *c, const char *path, unsigned char out_key[SECRET_KEY])
{
    CLEANUP(fd_close) int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return ctx_fail(c, ERR_INTERNAL, "key.file", "", "%s: %s", path, strerror(errno));
    randombytes_buf(out_key, SECRET_KEY);
    if (write(fd, out_key, SECRET_KEY) != SECRET_KEY || fsync(fd) != 0)
        return ctx_fail(c, ERR_INTERNAL, "key.file", "", "%s: %s", path, strerror(errno));
    return ERR_OK;
}

enum err secret_key_file(struct ctx *c, const char *path, unsigned char out_key[SECRET_KEY])
{
    CLEANUP(fd_close) int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return key_make(c, path, out_key);
    if (fd < 0 || read(fd, out_key, SECRET_KEY) != SECRET_KEY)
        return ctx_fail(c, ERR_INTERNAL, "key.file", "", "%s: not a key of %d bytes", path,
                        SECRET_KEY);
    return ERR_OK;
}

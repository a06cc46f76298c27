/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/secret.h"
#include "base/text.h"

static int start(void **state)
{
    (void)state;
    return secret_start() ? 0 : 1;
}

static void a_hash_is_blake2b_256(void **state)
{
    (void)state;
    unsigned char hash[SECRET_HASH];
    char hex[2 * SECRET_HASH + 1];
    secret_hash(NULL, "abc", 3, hash);
    text_hex(hash, sizeof hash, hex);
    assert_string_equal(hex, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

static void a_hash_with_a_predecessor_is_the_hash_of_both(void **state)
{
    (void)state;
    unsigned char first[SECRET_HASH], chained[SECRET_HASH], whole[SECRET_HASH];
    unsigned char both[SECRET_HASH + 3];
    secret_hash(NULL, "one", 3, first);
    secret_hash(first, "two", 3, chained);
    memcpy(both, first, SECRET_HASH);
    both[SECRET_HASH] = 't', both[SECRET_HASH + 1] = 'w', both[SECRET_HASH + 2] = 'o';
    secret_hash(NULL, both, sizeof both, whole);
    assert_true(secret_equal(chained, whole, SECRET_HASH));
    assert_false(secret_equal(chained, first, SECRET_HASH));
}

static void tokens_differ_and_fit_a_header(void **state)
{
    (void)state;
    char a[SECRET_TOKEN], b[SECRET_TOKEN];
    secret_token(a);
    secret_token(b);
    assert_string_not_equal(a, b);
    assert_int_equal(strlen(a), 43);
    assert_int_equal(strspn(a, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
                     43);
}

static void a_password_is_known_by_its_hash_alone(void **state)
{
    (void)state;
    char a[SECRET_PASSWORD], b[SECRET_PASSWORD];
    secret_password_hash("正确的密码", a);
    secret_password_hash("正确的密码", b);
    assert_string_not_equal(a, b);
    assert_non_null(strstr(a, "$argon2id$v=19$m=19456,t=2,p=1$"));
    assert_true(secret_password_is(a, "正确的密码"));
    assert_false(secret_password_is(a, "错误的密码"));
    assert_false(secret_password_is("", "正确的密码"));
}

static void a_sealed_text_opens_only_with_its_key_in_its_row(void **state)
{
    (void)state;
    struct arena *mem = arena_new();
    unsigned char key[SECRET_KEY] = {1}, other[SECRET_KEY] = {2}, *blob;
    size_t n;
    secret_seal(mem, key, "casefile/1", "13800000000", &blob, &n);
    assert_null(memmem(blob, n, "138", 3));
    assert_string_equal(secret_open(mem, key, "casefile/1", blob, n), "13800000000");
    assert_null(secret_open(mem, other, "casefile/1", blob, n));
    assert_null(secret_open(mem, key, "casefile/2", blob, n));
    assert_null(secret_open(mem, key, "casefile/1", blob, n - 1));
    assert_null(secret_open(mem, key, "casefile/1", blob, 3));
    blob[n / 2] ^= 1;
    assert_null(secret_open(mem, key, "casefile/1", blob, n));
    arena_free(mem);
}

static void an_empty_text_is_sealed_too(void **state)
{
    (void)state;
    struct arena *mem = arena_new();
    unsigned char key[SECRET_KEY] = {1}, *blob;
    size_t n;
    secret_seal(mem, key, "", "", &blob, &n);
    assert_string_equal(secret_open(mem, key, "", blob, n), "");
    arena_free(mem);
}

static void a_key_file_is_made_once_for_its_owner_alone(void **state)
{
    (void)state;
    struct ctx c = {.mem = arena_new()};
    unsigned char first[SECRET_KEY], second[SECRET_KEY];
    char dir[] = "/tmp/wangge-key-XXXXXX", path[64];
    struct stat st;
    assert_non_null(mkdtemp(dir));
    (void)snprintf(path, sizeof path, "%s/key", dir);
    assert_int_equal(secret_key_file(&c, path, first), ERR_OK);
    assert_int_equal(secret_key_file(&c, path, second), ERR_OK);
    assert_memory_equal(first, second, SECRET_KEY);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(truncate(path, 10), 0);
    assert_int_equal(secret_key_file(&c, path, second), ERR_INTERNAL);
    assert_int_equal(secret_key_file(&c, "/nonexistent/key", second), ERR_INTERNAL);
    (void)unlink(path);
    (void)rmdir(dir);
    arena_free(c.mem);
}

static void a_hash_as_text_is_the_same_hash(void **state)
{
    (void)state;
    struct arena *mem = arena_new();
    unsigned char prev[SECRET_HASH] = {7}, hash[SECRET_HASH];
    char hex[2 * SECRET_HASH + 1];
    secret_hash(prev, "abc", 3, hash);
    text_hex(hash, sizeof hash, hex);
    assert_string_equal(secret_hash_text(mem, prev, "abc", 3), hex);
    arena_free(mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hash_as_text_is_the_same_hash),
        cmocka_unit_test(a_hash_is_blake2b_256),
        cmocka_unit_test(a_hash_with_a_predecessor_is_the_hash_of_both),
        cmocka_unit_test(tokens_differ_and_fit_a_header),
        cmocka_unit_test(a_password_is_known_by_its_hash_alone),
        cmocka_unit_test(a_sealed_text_opens_only_with_its_key_in_its_row),
        cmocka_unit_test(an_empty_text_is_sealed_too),
        cmocka_unit_test(a_key_file_is_made_once_for_its_owner_alone),
    };
    unit_tap();
    return cmocka_run_group_tests(tests, start, NULL);
}

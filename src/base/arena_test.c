/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/ctx.h"

static bool is_zero(const unsigned char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i])
            return false;
    return true;
}

static void memory_is_zero_and_aligned_also_when_used_again(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    static const size_t sizes[] = {1, 3, 16, 100, 4096, 5000, 20000, 7};
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < LEN(sizes); i++) {
            unsigned char *p = arena_alloc(a, sizes[i]);
            assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
            assert_true(is_zero(p, sizes[i]));
            memset(p, 0xff, sizes[i]);
        }
        arena_reset(a);
    }
    arena_free(a);
}

static void a_large_block_does_not_end_the_small_one(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    char *first = arena_copy(a, "first");
    char *large = arena_alloc(a, 1 << 20);
    char *second = arena_copy(a, "second");
    memset(large, 'x', 1 << 20);
    assert_string_equal(first, "first");
    assert_string_equal(second, "second");
    arena_free(a);
}

static void a_list_grows_and_keeps_its_items(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    size_t n = 0, cap = 0;
    int *items = NULL;
    for (int i = 0; i < 1000; i++) {
        items = arena_grow(a, items, n, &cap, sizeof *items);
        items[n++] = i;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(items[i], i);
    arena_free(a);
}

static void count_down(void *arg)
{
    (*(int *)arg)--;
}

static void what_is_deferred_happens_once_when_the_unit_ends(void **state)
{
    int left = 3;
    (void)state;
    struct arena *a = arena_new();
    arena_defer(a, count_down, &left);
    arena_defer(a, count_down, &left);
    assert_int_equal(left, 3);
    arena_reset(a);
    assert_int_equal(left, 1);
    arena_defer(a, count_down, &left);
    arena_free(a);
    assert_int_equal(left, 0);
}

static void text_is_copied_and_formatted(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    assert_null(arena_copy(a, NULL));
    assert_string_equal(arena_copy_n(a, "abcdef", 3), "abc");
    assert_string_equal(arena_printf(a, "%s-%d", "网格", 7), "网格-7");
    arena_free(a);
    arena_free(NULL);
}

static void a_buffer_ends_with_nul_however_it_grew(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct buf b = {.mem = a};
    assert_string_equal(buf_str(&b), "");
    for (size_t i = 0; i < 1000; i++) {
        buf_char(&b, 'x');
        assert_int_equal(b.n, i + 1);
        assert_int_equal(b.p[b.n], '\0');
    }
    b.n = 0;
    buf_printf(&b, "%d/", 5);
    buf_int(&b, INT64_MIN);
    buf_bytes(&b, "\0z", 2);
    assert_memory_equal(b.p, "5/-9223372036854775808\0z", 25);
    arena_free(a);
}

static void a_failure_is_recorded_cut_to_its_room(void **state)
{
    (void)state;
    struct ctx c = {.mem = NULL};
    char long_text[500];
    memset(long_text, 'a', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    assert_int_equal(ctx_fail(&c, ERR_STALE, "version.stale", long_text, "%s", long_text),
                     ERR_STALE);
    assert_string_equal(c.problem.code, "version.stale");
    assert_int_equal(strlen(c.problem.field), sizeof c.problem.field - 1);
    assert_int_equal(strlen(c.problem.detail), sizeof c.problem.detail - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zero_and_aligned_also_when_used_again),
        cmocka_unit_test(a_large_block_does_not_end_the_small_one),
        cmocka_unit_test(a_list_grows_and_keeps_its_items),
        cmocka_unit_test(what_is_deferred_happens_once_when_the_unit_ends),
        cmocka_unit_test(text_is_copied_and_formatted),
        cmocka_unit_test(a_buffer_ends_with_nul_however_it_grew),
        cmocka_unit_test(a_failure_is_recorded_cut_to_its_room),
    };
    return UNIT_RUN(tests);
}

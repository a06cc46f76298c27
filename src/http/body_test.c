/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "http/body.h"

#define KB ((size_t)1 << 10)
#define MB ((size_t)1 << 20)

static const struct body_budget small_budget = {
    .all = 8 * MB, .strangers = 4 * MB, .each = 4 * MB, .stranger = 2 * MB};

static struct body of(const char *net, bool stranger)
{
    struct body b = {.stranger = stranger};
    (void)snprintf(b.net, sizeof b.net, "%s", net);
    return b;
}

static enum err add(struct bodies *l, struct body *b, size_t n)
{
    static const char zeros[MB];
    enum err err = ERR_OK;
    for (size_t left = n; left && err == ERR_OK;) {
        size_t part = left < sizeof zeros ? left : sizeof zeros;
        err = body_add(l, b, zeros, part);
        left -= part;
    }
    return err;
}

static void a_body_is_what_came_in(void **state)
{
    (void)state;
    struct bodies l;
    struct body b = of("10.0.0.1", true);
    bodies_init(&l, &small_budget);
    for (int i = 0; i < 200000; i++)
        assert_int_equal(body_add(&l, &b, &"abcdefg"[i % 7], 1), ERR_OK);
    assert_int_equal(b.n, 200000);
    for (size_t i = 0; i < b.n; i++)
        assert_int_equal(b.p[i], "abcdefg"[i % 7]);
    body_drop(&l, &b);
    assert_int_equal(b.n, 0);
    bodies_end(&l);
}

static void one_client_has_a_share(void **state)
{
    (void)state;
    struct bodies l;
    struct body a = of("10.0.0.1", true), b = a, other = of("10.0.0.2", true);
    bodies_init(&l, &small_budget);
    assert_int_equal(add(&l, &a, MB), ERR_OK);
    assert_int_equal(add(&l, &b, MB), ERR_OK);
    assert_int_equal(add(&l, &b, 1), ERR_LIMITED);
    assert_int_equal(b.n, MB);
    assert_int_equal(add(&l, &other, 2 * MB), ERR_OK);
    body_drop(&l, &a);
    assert_int_equal(add(&l, &b, MB), ERR_OK);
    body_drop(&l, &b);
    body_drop(&l, &other);
    bodies_end(&l);
}

static void strangers_leave_room_for_those_who_work(void **state)
{
    (void)state;
    struct bodies l;
    struct body strangers[3] = {of("10.0.0.1", true), of("10.0.0.2", true), of("10.0.0.3", true)};
    struct body office = of("10.0.0.1", false);
    bodies_init(&l, &small_budget);
    assert_int_equal(add(&l, &strangers[0], 2 * MB), ERR_OK);
    assert_int_equal(add(&l, &strangers[1], 2 * MB), ERR_OK);
    assert_int_equal(add(&l, &strangers[2], 65 * KB), ERR_BUSY);
    assert_int_equal(add(&l, &office, 4 * MB), ERR_OK);
    for (size_t i = 0; i < LEN(strangers); i++)
        body_drop(&l, &strangers[i]);
    body_drop(&l, &office);
    bodies_end(&l);
}

static void a_small_body_always_fits(void **state)
{
    (void)state;
    struct bodies l;
    struct body full[2] = {of("10.0.0.1", false), of("10.0.0.2", false)};
    struct body small = of("10.0.0.1", true);
    bodies_init(&l, &small_budget);
    for (size_t i = 0; i < LEN(full); i++)
        assert_int_equal(add(&l, &full[i], 4 * MB), ERR_OK);
    assert_int_equal(add(&l, &small, BODY_SMALL), ERR_OK);
    assert_int_equal(add(&l, &small, 1), ERR_BUSY);
    for (size_t i = 0; i < LEN(full); i++)
        body_drop(&l, &full[i]);
    assert_int_equal(add(&l, &small, 1), ERR_OK);
    body_drop(&l, &small);
    bodies_end(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_is_what_came_in),
        cmocka_unit_test(one_client_has_a_share),
        cmocka_unit_test(strangers_leave_room_for_those_who_work),
        cmocka_unit_test(a_small_body_always_fits),
    };
    return UNIT_RUN(tests);
}

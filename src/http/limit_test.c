/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdbool.h>
#include <stdio.h>

#include "base/time.h"
#include "http/limit.h"

static const int64_t start = 1000 * TIME_SECOND;

static int taken(struct limit *l, const char *peer, int64_t now, int tries)
{
    int n = 0;
    for (int i = 0; i < tries; i++)
        n += limit_take(l, peer, now);
    return n;
}

static void a_peer_has_a_minutes_worth_at_once(void **state)
{
    (void)state;
    struct limit *l = limit_new(60);
    assert_int_equal(taken(l, "10.0.0.1", start, 100), 60);
    limit_free(l);
}

static void what_was_taken_comes_back_with_time(void **state)
{
    (void)state;
    struct limit *l = limit_new(60);
    (void)taken(l, "10.0.0.1", start, 60);
    assert_int_equal(taken(l, "10.0.0.1", start + 5 * TIME_SECOND, 100), 5);
    assert_int_equal(taken(l, "10.0.0.1", start + 4 * TIME_SECOND, 100), 0); /* a clock set back */
    assert_int_equal(taken(l, "10.0.0.1", start + 3600 * TIME_SECOND, 100), 60);
    limit_free(l);
}

static void peers_do_not_share(void **state)
{
    (void)state;
    struct limit *l = limit_new(5);
    assert_int_equal(taken(l, "10.0.0.1", start, 10), 5);
    assert_int_equal(taken(l, "10.0.0.2", start, 10), 5);
    limit_free(l);
}

static void a_flood_of_peers_is_held_in_the_same_memory(void **state)
{
    (void)state;
    struct limit *l = limit_new(5);
    for (int i = 0; i < 100000; i++) {
        char peer[32];
        (void)snprintf(peer, sizeof peer, "10.%d.%d.%d", i >> 16, i >> 8 & 255, i & 255);
        assert_true(limit_take(l, peer, start + i));
    }
    limit_free(l);
}

static void without_a_limit_everything_passes(void **state)
{
    (void)state;
    struct limit *l = limit_new(0);
    assert_int_equal(taken(l, "10.0.0.1", start, 1000), 1000);
    limit_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_peer_has_a_minutes_worth_at_once),
        cmocka_unit_test(what_was_taken_comes_back_with_time),
        cmocka_unit_test(peers_do_not_share),
        cmocka_unit_test(a_flood_of_peers_is_held_in_the_same_memory),
        cmocka_unit_test(without_a_limit_everything_passes),
    };
    return UNIT_RUN(tests);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdbool.h>
#include <stdio.h>

#include "base/macros.h"
#include "base/time.h"
#include "http/limit.h"
#include "http/listen.h"

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

static void a_household_of_ipv6_is_one_client(void **state)
{
    (void)state;
    struct limit *l = limit_new(5);
    int good = 0;
    for (int i = 0; i < 20; i++) {
        char peer[64];
        (void)snprintf(peer, sizeof peer, "2001:db8:0:7:%x::%x", i, i + 1);
        good += limit_take(l, peer, start);
    }
    assert_int_equal(good, 5);
    assert_int_equal(taken(l, "2001:db8:0:8::1", start, 10), 5);
    limit_free(l);
}

static void ipv4_inside_ipv6_is_ipv4(void **state)
{
    (void)state;
    struct limit *l = limit_new(5);
    assert_int_equal(taken(l, "::ffff:10.0.0.1", start, 3), 3);
    assert_int_equal(taken(l, "10.0.0.1", start, 10), 2);
    assert_int_equal(taken(l, "::ffff:10.0.0.2", start, 10), 5);
    limit_free(l);
}

static void a_peer_is_counted_by_its_net(void **state)
{
    (void)state;
    static const char *const nets[][2] = {
        {"10.0.0.1",                                                     "10.0.0.1"         },
        {"::ffff:10.0.0.1",                                              "10.0.0.1"         },
        {"2001:db8:1:2:3:4:5:6",                                         "2001:db8:1:2::/64"},
        {"2001:DB8:1:2::",                                               "2001:db8:1:2::/64"},
        {"fe80::1%eth0",                                                 "fe80::/64"        },
        {"::1",                                                          "::/64"            },
        {"?",                                                            "?"                },
        {"a name, longer than an address, as only a proxy could say it",
         "a name, longer than an address, as only a proxy"                                  },
    };
    for (size_t i = 0; i < LEN(nets); i++) {
        char net[PEER_TEXT];
        peer_net(nets[i][0], net);
        assert_string_equal(net, nets[i][1]);
    }
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
        cmocka_unit_test(a_household_of_ipv6_is_one_client),
        cmocka_unit_test(ipv4_inside_ipv6_is_ipv4),
        cmocka_unit_test(a_peer_is_counted_by_its_net),
        cmocka_unit_test(a_flood_of_peers_is_held_in_the_same_memory),
        cmocka_unit_test(without_a_limit_everything_passes),
    };
    return UNIT_RUN(tests);
}

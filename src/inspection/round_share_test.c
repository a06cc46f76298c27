/* SPDX-License-Identifier: Apache-2.0 */
/* The sharing out of a round, over random towns and teams, also such as cannot be shared out. */
#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "base/text.h"
#include "inspection/round_share.h"
#include "unit.h"

enum { TOWNS = 2000, AREAS = 60 };

struct town {
    struct round_home teams[8];
    size_t n_teams;
    struct round_area areas[AREAS];
    size_t n_areas;
    char codes[AREAS][16], homes[8][16];
};

static uint64_t next(uint64_t *seed, uint64_t below)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (*seed >> 33) % below;
}

/* Communities 410105016001... in random order; homes are communities, a cell of one, the town or elsewhere. */
static void any_town(struct town *w, uint64_t *seed)
{
    *w = (struct town){.n_teams = 2 + next(seed, 7), .n_areas = next(seed, AREAS + 1)};
    for (size_t i = 0; i < w->n_areas; i++) {
        (void)snprintf(w->codes[i], sizeof w->codes[i], "410105016%03d", (int)i + 1);
        w->areas[i] = (struct round_area){.area = w->codes[i], .team = 99};
        w->areas[i].entries = (int64_t)next(seed, next(seed, 4) == 0 ? 400 : 40);
    }
    for (size_t t = 0; t < w->n_teams; t++) {
        int where = 1 + (int)next(seed, AREAS);
        bool all = next(seed, 16) == 0, cell = next(seed, 4) == 0, elsewhere = next(seed, 4) == 0;
        (void)snprintf(w->homes[t], sizeof w->homes[t], "4101050%s%03d%s", elsewhere ? "17" : "16",
                       where, cell ? "001" : "");
        w->homes[t][all ? 9 : 15] = '\0';
        w->teams[t] = (struct round_home){.team = 100 + (int64_t)t, .home = w->homes[t]};
    }
}

static bool anybody_may(const struct town *w, size_t area)
{
    for (size_t t = 0; t < w->n_teams; t++)
        if (!round_at_home(w->teams[t].home, w->areas[area].area))
            return true;
    return false;
}

static void share(struct town *w, uint64_t seed)
{
    const struct round_sharing in = {.teams = w->teams, .n_teams = w->n_teams, .seed = seed};
    struct round_rotation rotation;
    round_share(&in, w->areas, w->n_areas, &rotation);
}

static void nobody_inspects_at_home_and_only_what_all_are_at_home_in_is_left(void **state)
{
    struct town w;
    uint64_t seed = 1;
    (void)state;
    for (int k = 0; k < TOWNS; k++) {
        any_town(&w, &seed);
        share(&w, seed);
        for (size_t i = 0; i < w.n_areas; i++) {
            int team = w.areas[i].team;
            assert_true(team == -1 ? !anybody_may(&w, i) : team < (int)w.n_teams);
            if (team >= 0)
                assert_false(round_at_home(w.teams[team].home, w.areas[i].area));
        }
    }
}

static void the_same_seed_gives_the_same_whatever_the_order_of_names(void **state)
{
    struct town w, again;
    uint64_t seed = 2;
    (void)state;
    for (int k = 0; k < TOWNS; k++) {
        any_town(&w, &seed);
        again = w;
        for (size_t t = 0; t < w.n_teams; t++)
            again.teams[t] = w.teams[w.n_teams - 1 - t];
        share(&w, 7);
        share(&again, 7);
        for (size_t i = 0; i < w.n_areas; i++) {
            int a = w.areas[i].team, b = again.areas[i].team;
            assert_int_equal(a < 0 ? -1 : w.teams[a].team, b < 0 ? -1 : again.teams[b].team);
        }
    }
}

static void another_seed_gives_another_sharing_out_where_there_is_a_choice(void **state)
{
    struct town w, other;
    uint64_t seed = 3;
    int differ = 0;
    (void)state;
    for (int k = 0; k < 100; k++) {
        any_town(&w, &seed);
        for (size_t i = 0; i < w.n_areas; i++)
            w.areas[i].entries = 10; /* all alike: the seed alone decides */
        memcpy(&other, &w, sizeof w);
        share(&w, 1);
        share(&other, 2);
        for (size_t i = 0; i < w.n_areas; i++)
            differ += w.areas[i].team != other.areas[i].team;
    }
    assert_true(differ > 500);
}

/* No area could be handed on so that two loads come closer by more than a ring and a new team are worth. */
static bool is_settled(const struct town *w)
{
    int64_t loads[ROUND_TEAMS_MAX] = {0}, all = 0;
    for (size_t i = 0; i < w->n_areas; i++)
        all += w->areas[i].entries;
    int64_t middling = w->n_areas ? all / (int64_t)w->n_areas + 1 : 0;
    for (size_t i = 0; i < w->n_areas; i++)
        if (w->areas[i].team >= 0)
            loads[w->areas[i].team] += w->areas[i].entries;
    for (size_t i = 0; i < w->n_areas; i++) {
        const struct round_area *a = &w->areas[i];
        for (int t = 0; a->team >= 0 && !a->by_hand && t < (int)w->n_teams; t++) {
            bool may = t != a->team && !round_at_home(w->teams[t].home, a->area);
            if (may && 2 * a->entries * (loads[a->team] - loads[t] - a->entries) >
                           middling * middling * (int64_t)(w->n_teams + 3))
                return false;
        }
    }
    return true;
}

static void loads_are_as_even_as_moving_an_area_can_make_them(void **state)
{
    struct town w;
    uint64_t seed = 4;
    (void)state;
    for (int k = 0; k < TOWNS; k++) {
        any_town(&w, &seed);
        share(&w, seed);
        assert_true(is_settled(&w));
    }
}

/* Entries of the team that has most, and of the one that has least. */
static void spread(const struct round_area *areas, size_t n_areas, size_t n_teams,
                   int64_t *out_most, int64_t *out_least)
{
    int64_t loads[ROUND_TEAMS_MAX] = {0};
    for (size_t i = 0; i < n_areas; i++)
        if (areas[i].team >= 0)
            loads[areas[i].team] += areas[i].entries;
    *out_most = *out_least = n_teams ? loads[0] : 0;
    for (size_t t = 1; t < n_teams; t++) {
        *out_most = loads[t] > *out_most ? loads[t] : *out_most;
        *out_least = loads[t] < *out_least ? loads[t] : *out_least;
    }
}

static void without_homes_in_the_way_the_spread_is_no_more_than_the_largest_area(void **state)
{
    struct town w;
    uint64_t seed = 5;
    (void)state;
    for (int k = 0; k < TOWNS; k++) {
        int64_t most, least, largest = 0;
        any_town(&w, &seed);
        for (size_t t = 0; t < w.n_teams; t++)
            w.teams[t].home = "410105099";
        for (size_t i = 0; i < w.n_areas; i++)
            largest = w.areas[i].entries > largest ? w.areas[i].entries : largest;
        share(&w, seed);
        spread(w.areas, w.n_areas, w.n_teams, &most, &least);
        assert_true(most - least <= largest);
    }
}

static void what_was_moved_by_hand_stays_and_the_others_make_room(void **state)
{
    struct town w;
    uint64_t seed = 6;
    (void)state;
    for (int k = 0; k < TOWNS; k++) {
        int moved[AREAS] = {0};
        any_town(&w, &seed);
        for (size_t i = 0; i < w.n_areas; i++) {
            int team = (int)next(&seed, w.n_teams);
            moved[i] = next(&seed, 3) == 0 && !round_at_home(w.teams[team].home, w.areas[i].area)
                           ? team
                           : -1;
            w.areas[i].by_hand = moved[i] >= 0;
            w.areas[i].team = moved[i];
        }
        share(&w, seed);
        for (size_t i = 0; i < w.n_areas; i++)
            if (moved[i] >= 0)
                assert_int_equal(w.areas[i].team, moved[i]);
        assert_true(is_settled(&w));
    }
}

static void three_streets_of_three_teams_go_round_like_a_mill(void **state)
{
    static const struct round_home teams[] = {
        {1, "410105016001"},
        {2, "410105016002"},
        {3, "410105016003"},
    };
    struct round_area areas[] = {
        {"410105016001", 60, 0, false},
        {"410105016002", 60, 0, false},
        {"410105016003", 60, 0, false},
    };
    int64_t most, least;
    bool taken[3] = {false};
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        const struct round_sharing in = {.teams = teams, .n_teams = 3, .seed = seed};
        struct round_rotation rotation;
        round_share(&in, areas, 3, &rotation);
        spread(areas, 3, 3, &most, &least);
        memset(taken, 0, sizeof taken);
        for (int i = 0; i < 3; i++) {
            assert_true(areas[i].team >= 0 && areas[i].team != i);
            taken[areas[i].team] = true;
        }
        assert_true(taken[0] && taken[1] && taken[2]);
        assert_int_equal(most - least, 0);
        assert_int_equal(rotation.mutual, 0);
    }
}

/* Shares out again with what was before as the last round. */
static struct round_rotation next_round(struct town *w, uint64_t seed)
{
    struct round_past past[AREAS];
    struct round_rotation rotation;
    size_t n = 0;
    for (size_t i = 0; i < w->n_areas; i++)
        if (w->areas[i].team >= 0)
            past[n++] = (struct round_past){w->teams[w->areas[i].team].team, w->areas[i].area, 1};
    const struct round_sharing in = {
        .teams = w->teams, .n_teams = w->n_teams, .past = past, .n_past = n, .seed = seed};
    round_share(&in, w->areas, w->n_areas, &rotation);
    return rotation;
}

/* As many teams as communities of one size, each at home in one. */
static void even_town(struct town *w, size_t n)
{
    *w = (struct town){.n_teams = n, .n_areas = n};
    for (size_t i = 0; i < n; i++) {
        (void)snprintf(w->codes[i], sizeof w->codes[i], "410105016%03d", (int)i + 1);
        w->areas[i] = (struct round_area){.area = w->codes[i], .entries = 60};
        w->teams[i] = (struct round_home){.team = 100 + (int64_t)i, .home = w->codes[i]};
    }
}

static void teams_of_three_and_more_go_round_in_a_ring_and_have_nothing_twice_running(void **state)
{
    struct town w;
    (void)state;
    for (size_t n = 3; n <= 8; n++)
        for (uint64_t seed = 1; seed <= 20; seed++) {
            even_town(&w, n);
            share(&w, seed);
            for (int k = 0; k < 4; k++) {
                struct round_rotation r = next_round(&w, seed + (uint64_t)k);
                assert_int_equal(r.again, 0);
                assert_int_equal(r.mutual, 0);
            }
        }
}

static void two_teams_cannot_but_go_to_each_other_and_it_is_said(void **state)
{
    struct town w;
    (void)state;
    even_town(&w, 2);
    share(&w, 1);
    struct round_rotation r = next_round(&w, 2);
    assert_int_equal(r.again, 2);
    assert_int_equal(r.mutual, 1);
}

static void towns_of_many_sizes_get_new_teams_for_nearly_all_and_stay_nearly_even(void **state)
{
    struct town w;
    uint64_t seed = 8;
    int64_t again = 0, areas = 0;
    (void)state;
    for (int k = 0; k < 300; k++) {
        any_town(&w, &seed);
        for (size_t t = 0; t < w.n_teams; t++)
            w.teams[t].home = w.codes[t % AREAS][0] ? w.codes[t % AREAS] : "410105099";
        if (w.n_teams < 4 || w.n_areas < w.n_teams)
            continue;
        share(&w, seed);
        again += next_round(&w, seed).again;
        areas += (int64_t)w.n_areas;
        assert_true(is_settled(&w));
    }
    assert_true(areas > 1000);
    assert_true(again * 20 < areas); /* fewer than one in twenty */
}

static void where_a_member_answers_for_the_entries_the_team_is_at_home(void **state)
{
    struct town w;
    struct round_rotation rotation;
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        even_town(&w, 4);
        const struct round_own more[] = {
            {w.teams[0].team, "410105016002",    false},
            {w.teams[0].team, "410105016003001", false},
            {w.teams[1].team, "410105016",       true }, /* nothing of it is shared out here */
        };
        const struct round_sharing in = {
            .teams = w.teams, .n_teams = 4, .own = more, .n_own = LEN(more), .seed = seed};
        round_share(&in, w.areas, 4, &rotation);
        for (size_t i = 0; i < 3; i++)
            assert_int_not_equal(w.areas[i].team, 0);
        assert_int_equal(w.areas[3].team, 0);
    }
}

static void what_stands_on_the_street_itself_is_nobodys_home_but_the_streets(void **state)
{
    (void)state;
    assert_false(round_at_home("410105016001", "410105016"));
    assert_true(round_at_home("410105016", "410105016"));
    assert_true(round_at_home("410105", "410105016"));
    assert_true(round_at_home("410105016001003", "410105016001"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_inspects_at_home_and_only_what_all_are_at_home_in_is_left),
        cmocka_unit_test(the_same_seed_gives_the_same_whatever_the_order_of_names),
        cmocka_unit_test(another_seed_gives_another_sharing_out_where_there_is_a_choice),
        cmocka_unit_test(loads_are_as_even_as_moving_an_area_can_make_them),
        cmocka_unit_test(without_homes_in_the_way_the_spread_is_no_more_than_the_largest_area),
        cmocka_unit_test(what_was_moved_by_hand_stays_and_the_others_make_room),
        cmocka_unit_test(three_streets_of_three_teams_go_round_like_a_mill),
        cmocka_unit_test(teams_of_three_and_more_go_round_in_a_ring_and_have_nothing_twice_running),
        cmocka_unit_test(two_teams_cannot_but_go_to_each_other_and_it_is_said),
        cmocka_unit_test(towns_of_many_sizes_get_new_teams_for_nearly_all_and_stay_nearly_even),
        cmocka_unit_test(where_a_member_answers_for_the_entries_the_team_is_at_home),
        cmocka_unit_test(what_stands_on_the_street_itself_is_nobodys_home_but_the_streets),
    };
    return UNIT_RUN(tests);
}

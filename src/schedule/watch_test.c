/* SPDX-License-Identifier: Apache-2.0 */
#include "schedule/watch.h"

#include "base/time.h"
#include "unit.h"

enum { DAY_S = 86400 };

struct times {
    int64_t wall, steady;
};

static int64_t wall(void *arg)
{
    return ((const struct times *)arg)->wall;
}

static int64_t steady(void *arg)
{
    return ((const struct times *)arg)->steady;
}

/* So many seconds later, and the wall clock set by so many more. */
static bool later(struct watch *w, int64_t seconds, int64_t jump)
{
    struct times *t = w->clock->arg;
    int64_t now;
    t->steady += seconds * TIME_SECOND;
    t->wall += (seconds + jump) * TIME_SECOND;
    bool good = watch_look(w, &now);
    assert_int_equal(now, t->wall);
    return good;
}

struct world {
    struct times times;
    struct schedule_clock clock;
};

static struct watch watch_in(struct world *world)
{
    world->times = (struct times){1700000000 * TIME_SECOND, 5};
    world->clock = (struct schedule_clock){wall, steady, &world->times};
    struct watch w = {.clock = &world->clock};
    assert_true(later(&w, 0, 0));
    return w;
}

static void a_clock_that_goes_is_believed(void **state)
{
    (void)state;
    struct world world;
    struct watch w = watch_in(&world);
    for (int i = 0; i < 100; i++)
        assert_true(later(&w, i, i % 2 ? 1 : -1));
    assert_true(later(&w, 86400, 0));
    assert_true(later(&w, 1, 119));
}

static void a_jump_forward_is_believed_when_it_has_held_for_a_minute(void **state)
{
    (void)state;
    struct world world;
    struct watch w = watch_in(&world);
    assert_false(later(&w, 1, 121));
    assert_false(later(&w, 30, 0));
    assert_false(later(&w, 29, 0));
    assert_true(later(&w, 1, 0));
    assert_true(later(&w, 1, 0));
}

static void a_jump_that_is_taken_back_was_never_believed(void **state)
{
    (void)state;
    struct world world;
    struct watch w = watch_in(&world);
    assert_false(later(&w, 1, INT64_C(365) * DAY_S));
    assert_false(later(&w, 20, 0));
    assert_false(later(&w, 1, -INT64_C(365) * DAY_S));
    assert_false(later(&w, 59, 0));
    assert_true(later(&w, 1, 0));
}

static void each_new_jump_begins_the_minute_anew(void **state)
{
    (void)state;
    struct world world;
    struct watch w = watch_in(&world);
    assert_false(later(&w, 1, 3600));
    assert_false(later(&w, 50, 3600));
    assert_false(later(&w, 50, 0));
    assert_true(later(&w, 10, 0));
}

static void a_jump_back_holds_nothing_up(void **state)
{
    (void)state;
    struct world world;
    struct watch w = watch_in(&world);
    assert_true(later(&w, 1, -7200));
    assert_true(later(&w, 1, 0));
    assert_false(later(&w, 1, 7200));
}

static void a_jump_behind_the_last_look_is_seen_without_looking(void **state)
{
    (void)state;
    struct world world;
    struct watch w = watch_in(&world);
    assert_false(watch_jumped(&w));
    world.times.wall += 3600 * TIME_SECOND;
    assert_true(watch_jumped(&w));
    world.times.steady += 3600 * TIME_SECOND;
    assert_false(watch_jumped(&w));
    world.times.wall -= 7200 * TIME_SECOND;
    assert_false(watch_jumped(&w));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clock_that_goes_is_believed),
        cmocka_unit_test(a_jump_forward_is_believed_when_it_has_held_for_a_minute),
        cmocka_unit_test(a_jump_that_is_taken_back_was_never_believed),
        cmocka_unit_test(each_new_jump_begins_the_minute_anew),
        cmocka_unit_test(a_jump_back_holds_nothing_up),
        cmocka_unit_test(a_jump_behind_the_last_look_is_seen_without_looking),
    };
    return UNIT_RUN(tests);
}

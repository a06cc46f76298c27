/* SPDX-License-Identifier: Apache-2.0 */
#include "base/turn.h"

#include "base/time.h"
#include "unit.h"

struct turn {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool woken;
};

static void turn_open(struct turn *t)
{
    *t = (struct turn){.woken = false};
    turn_init(&t->wake);
    assert_int_equal(pthread_mutex_init(&t->lock, NULL), 0);
    assert_int_equal(pthread_mutex_lock(&t->lock), 0);
}

static void turn_close(struct turn *t)
{
    assert_int_equal(pthread_mutex_unlock(&t->lock), 0);
    assert_int_equal(pthread_mutex_destroy(&t->lock), 0);
    assert_int_equal(pthread_cond_destroy(&t->wake), 0);
}

/* On the clock of the day, which counts from 1970, the moment would have been long ago. */
static void a_turn_comes_at_its_moment_of_the_steady_clock(void **state)
{
    (void)state;
    struct turn t;
    turn_open(&t);
    int64_t until = time_steady() + TIME_SECOND / 100;
    while (turn_wait(&t.wake, &t.lock, until))
        ;
    assert_true(time_steady() >= until);
    assert_false(turn_wait(&t.wake, &t.lock, until));
    turn_close(&t);
}

static void *wake(void *arg)
{
    struct turn *t = arg;
    (void)pthread_mutex_lock(&t->lock);
    t->woken = true;
    (void)pthread_cond_signal(&t->wake);
    (void)pthread_mutex_unlock(&t->lock);
    return NULL;
}

static void who_is_woken_does_not_wait_for_the_moment(void **state)
{
    (void)state;
    struct turn t;
    pthread_t other;
    turn_open(&t);
    assert_int_equal(pthread_create(&other, NULL, wake, &t), 0);
    int64_t until = time_steady() + TIME_DAY;
    while (!t.woken)
        assert_true(turn_wait(&t.wake, &t.lock, until));
    assert_int_equal(pthread_join(other, NULL), 0);
    turn_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_turn_comes_at_its_moment_of_the_steady_clock),
        cmocka_unit_test(who_is_woken_does_not_wait_for_the_moment),
    };
    return UNIT_RUN(tests);
}

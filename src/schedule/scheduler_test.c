/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A step stands for one of a case's: it takes a row that only one can take, and journals. A case is due from its second on
 * until it is in the journal.
 */
#include "schedule/scheduler.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>

#include "db/writer.h"
#include "journal/journal_world.h"

enum { CASES_MAX = 700 };

#define START (INT64_C(1790000000) * TIME_SECOND)

/* The world that steps are made in; one test at a time has it. */
static struct {
    _Atomic int64_t wall, steady;
    int n; /* cases: 1 to n, each due a second after the one before */
    int first_broken, last_broken;
    _Atomic bool healed, never_done, no_database;
    _Atomic int64_t jump_before_step;
    _Atomic int runs, looks;
    sem_t stepped;
} world;

static int64_t wall(void *arg)
{
    (void)arg;
    return world.wall;
}

static int64_t steady(void *arg)
{
    (void)arg;
    return world.steady;
}

static const struct schedule_clock fake_clock = {wall, steady, NULL};

static enum err due(struct ctx *c, struct tick *out, size_t max, size_t *out_n)
{
    size_t n = 0;
    world.looks++;
    if (world.no_database)
        return ctx_fail(c, ERR_BUSY, "db.lost", "", "%s", "");
    for (int64_t id = 1; id <= world.n && n < max; id++) {
        const struct journal_row *rows;
        size_t n_rows;
        int64_t at = START + id * TIME_SECOND;
        TRY(journal_of(c, DISTRICT, "casefile", id, &rows, &n_rows));
        if (at <= c->now && (n_rows == 0 || world.never_done))
            out[n++] = (struct tick){DISTRICT, id, at};
    }
    *out_n = n;
    world.wall += world.jump_before_step;
    return ERR_OK;
}

static enum err step_once(struct ctx *c, const struct app *app, const struct tick *t)
{
    char name[32], owner[32];
    struct db_rows r;
    assert_null(app);
    assert_null(c->who);
    (void)snprintf(name, sizeof name, "case-%lld", (long long)t->id);
    (void)snprintf(owner, sizeof owner, "%d", ++world.runs);
    if (t->id >= world.first_broken && t->id <= world.last_broken && !world.healed)
        return ctx_fail(c, ERR_INTERNAL, "case.broken", "", "%s", name);
    TRY(db_query(c, SQL_LEASE_TAKE, ARGS(db_text(name), db_text(owner), db_int(START), db_int(0)),
                 &r));
    if (r.n == 0)
        return ERR_OK;
    TRY(journal_append(c, &(struct journal_entry){.district = t->district,
                                                  .noun = "casefile",
                                                  .noun_id = t->id,
                                                  .area = CELL,
                                                  .role = "system",
                                                  .action = "light"}));
    (void)sem_post(&world.stepped);
    return ERR_OK;
}

struct server {
    struct writer *writer;
    struct scheduler *scheduler;
};

static void server_start(struct server *s, const struct ctx *c)
{
    char problem[256];
    if (writer_open(unit_url(c), 3, journal_seal, &s->writer, problem) != ERR_OK)
        fail_msg("%s", problem);
    struct schedule_setup setup = {.url = unit_url(c),
                                   .writer = s->writer,
                                   .due = due,
                                   .step = step_once,
                                   .clock = &fake_clock};
    if (scheduler_open(&setup, &s->scheduler, problem) != ERR_OK)
        fail_msg("%s", problem);
}

static void server_end(struct server *s)
{
    scheduler_close(s->scheduler);
    writer_close(s->writer);
}

static struct ctx *world_open(int n)
{
    memset(&world, 0, sizeof world);
    world.wall = START;
    world.steady = 7;
    world.n = n;
    (void)sem_init(&world.stepped, 0, 0);
    return unit_open();
}

static void world_close(struct ctx *c)
{
    (void)sem_destroy(&world.stepped);
    unit_close(c);
}

static void later(int64_t seconds)
{
    world.wall += seconds * TIME_SECOND;
    world.steady += seconds * TIME_SECOND;
}

/* So many of the cases are stepped; none twice. */
static int stepped(struct ctx *c)
{
    int n = 0;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    for (int64_t id = 1; id <= world.n; id++) {
        const struct journal_row *rows;
        size_t n_rows;
        assert_int_equal(journal_of(c, DISTRICT, "casefile", id, &rows, &n_rows), ERR_OK);
        if (n_rows > 1)
            fail_msg("case %lld was stepped %zu times", (long long)id, n_rows);
        n += (int)n_rows;
    }
    assert_int_equal(db_end(c, true), ERR_OK);
    return n;
}

/* ---- what holds ---- */

static void what_is_due_is_stepped_once_and_the_rest_waits(void **state)
{
    (void)state;
    struct ctx *c = world_open(10);
    struct server s;
    server_start(&s, c);
    (void)scheduler_round(s.scheduler);
    assert_int_equal(world.runs, 0);
    later(4);
    assert_false(scheduler_round(s.scheduler));
    assert_int_equal(stepped(c), 4);
    assert_false(scheduler_round(s.scheduler));
    assert_int_equal(world.runs, 4);
    later(6);
    assert_false(scheduler_round(s.scheduler));
    assert_int_equal(stepped(c), 10);
    assert_int_equal(world.runs, 10);
    server_end(&s);
    world_close(c);
}

static void many_come_in_batches(void **state)
{
    (void)state;
    struct ctx *c = world_open(600);
    struct server s;
    server_start(&s, c);
    later(3600);
    assert_true(scheduler_round(s.scheduler));
    assert_int_equal(stepped(c), 256);
    assert_true(scheduler_round(s.scheduler));
    assert_false(scheduler_round(s.scheduler));
    assert_int_equal(stepped(c), 600);
    assert_int_equal(world.runs, 600);
    server_end(&s);
    world_close(c);
}

static void *round_and_round(void *arg)
{
    struct server *s = arg;
    while (world.runs < 200)
        (void)scheduler_round(s->scheduler);
    return NULL;
}

static void two_servers_step_each_case_once(void **state)
{
    (void)state;
    struct ctx *c = world_open(200);
    struct server one, two;
    pthread_t threads[2];
    unit_not_compared(c);
    server_start(&one, c);
    server_start(&two, c);
    later(3600);
    assert_int_equal(pthread_create(&threads[0], NULL, round_and_round, &one), 0);
    assert_int_equal(pthread_create(&threads[1], NULL, round_and_round, &two), 0);
    while (unit_is_postgres() && world.runs < 200)
        tamper(c, "DELETE FROM lease WHERE name = 'schedule'"); /* so that they do meet */
    for (size_t i = 0; i < LEN(threads); i++)
        (void)pthread_join(threads[i], NULL);
    later(20);
    while (stepped(c) < 200)
        (void)scheduler_round(one.scheduler);
    server_end(&one);
    server_end(&two);
    world_close(c);
}

static void what_another_server_did_meanwhile_is_not_done_again(void **state)
{
    (void)state;
    struct ctx *c = world_open(50);
    struct server one, two;
    server_start(&one, c);
    later(3600);
    assert_false(scheduler_round(one.scheduler));
    world.never_done = true; /* what the second server read is old */
    server_start(&two, c);
    later(11); /* the first one's lease is over */
    assert_false(scheduler_round(two.scheduler));
    assert_int_equal(world.runs, 100);
    assert_int_equal(stepped(c), 50);
    server_end(&one);
    server_end(&two);
    world_close(c);
}

static void a_new_server_goes_on_where_the_old_one_stopped(void **state)
{
    (void)state;
    struct ctx *c = world_open(100);
    struct server s;
    world.first_broken = 31; /* there the old one loses everything it does */
    world.last_broken = 100;
    server_start(&s, c);
    later(3600);
    assert_false(scheduler_round(s.scheduler));
    assert_int_equal(stepped(c), 30);
    server_end(&s);
    world.healed = true;
    server_start(&s, c);
    assert_false(scheduler_round(s.scheduler));
    assert_int_equal(stepped(c), 100);
    server_end(&s);
    world_close(c);
}

static void one_server_at_a_time_steps(void **state)
{
    (void)state;
    struct server one, two;
    if (!unit_is_postgres())
        skip();
    struct ctx *c = world_open(3);
    unit_not_compared(c);
    server_start(&one, c);
    server_start(&two, c);
    later(1);
    assert_false(scheduler_round(one.scheduler));
    later(1);
    assert_false(scheduler_round(two.scheduler));
    assert_int_equal(stepped(c), 1);
    server_end(&one); /* gives its lease back */
    assert_false(scheduler_round(two.scheduler));
    assert_int_equal(stepped(c), 2);
    tamper(c, "UPDATE lease SET owner = 'gone', lease_until = %lld WHERE name = 'schedule'",
           (long long)(START + 1000 * TIME_DAY));
    later(1); /* a lease of a clock gone wrong */
    assert_false(scheduler_round(two.scheduler));
    assert_int_equal(stepped(c), 3);
    server_end(&two);
    world_close(c);
}

static void after_a_jump_forward_nothing_is_stepped_until_it_has_held(void **state)
{
    (void)state;
    struct ctx *c = world_open(10);
    struct server s;
    server_start(&s, c);
    later(2);
    assert_false(scheduler_round(s.scheduler));
    world.wall += 3600 * TIME_SECOND;
    assert_false(scheduler_round(s.scheduler));
    later(59);
    assert_false(scheduler_round(s.scheduler));
    assert_int_equal(stepped(c), 2);
    later(1);
    assert_false(scheduler_round(s.scheduler));
    assert_int_equal(stepped(c), 10);
    server_end(&s);
    world_close(c);
}

static void a_jump_that_is_taken_back_steps_nothing_too_early(void **state)
{
    (void)state;
    struct ctx *c = world_open(400);
    struct server s;
    server_start(&s, c);
    later(2);
    assert_false(scheduler_round(s.scheduler));
    world.wall += 365 * TIME_DAY;
    assert_false(scheduler_round(s.scheduler));
    later(30);
    world.wall -= 365 * TIME_DAY;
    assert_false(scheduler_round(s.scheduler));
    later(60);
    assert_false(scheduler_round(s.scheduler));
    assert_int_equal(stepped(c), 92);
    server_end(&s);
    world_close(c);
}

static void a_clock_set_back_loses_and_doubles_nothing(void **state)
{
    (void)state;
    struct ctx *c = world_open(10);
    struct server s;
    server_start(&s, c);
    later(5);
    assert_false(scheduler_round(s.scheduler));
    world.wall -= 3600 * TIME_SECOND;
    assert_false(scheduler_round(s.scheduler));
    assert_int_equal(stepped(c), 5);
    for (int i = 0; i < 361; i++) {
        later(10);
        assert_false(scheduler_round(s.scheduler));
    }
    assert_int_equal(stepped(c), 10);
    assert_int_equal(world.runs, 10);
    server_end(&s);
    world_close(c);
}

static void a_jump_between_the_look_and_the_step_steps_nothing(void **state)
{
    (void)state;
    struct ctx *c = world_open(10);
    struct server s;
    server_start(&s, c);
    (void)scheduler_round(s.scheduler);
    later(4);
    world.jump_before_step = 3600 * TIME_SECOND;
    assert_false(scheduler_round(s.scheduler));
    assert_int_equal(world.runs, 0);
    world.jump_before_step = 0;
    assert_false(scheduler_round(s.scheduler));
    later(60);
    assert_false(scheduler_round(s.scheduler));
    assert_int_equal(stepped(c), 10);
    server_end(&s);
    world_close(c);
}

static void a_step_that_fails_is_tried_again_later_and_holds_up_no_other(void **state)
{
    (void)state;
    struct ctx *c = world_open(10);
    struct server s;
    world.first_broken = world.last_broken = 3;
    server_start(&s, c);
    later(3600);
    assert_false(scheduler_round(s.scheduler));
    assert_int_equal(stepped(c), 9);
    assert_int_equal(world.runs, 10);
    assert_false(scheduler_round(s.scheduler)); /* its pause runs */
    assert_int_equal(world.runs, 10);
    later(1);
    assert_false(scheduler_round(s.scheduler));
    assert_int_equal(world.runs, 11);
    later(1); /* the second pause is twice as long */
    assert_false(scheduler_round(s.scheduler));
    assert_int_equal(world.runs, 11);
    world.healed = true;
    later(1);
    assert_false(scheduler_round(s.scheduler));
    assert_int_equal(stepped(c), 10);
    server_end(&s);
    world_close(c);
}

static void however_many_fail_first_the_others_are_reached(void **state)
{
    (void)state;
    struct ctx *c = world_open(CASES_MAX);
    struct server s;
    world.first_broken = 1;
    world.last_broken = 600;
    server_start(&s, c);
    later(3600);
    for (int i = 0; i < 5; i++)
        (void)scheduler_round(s.scheduler);
    assert_int_equal(stepped(c), 100);
    world.healed = true;
    later(10);
    while (scheduler_round(s.scheduler))
        ;
    assert_int_equal(stepped(c), CASES_MAX);
    server_end(&s);
    world_close(c);
}

static void a_step_that_never_takes_does_not_spin(void **state)
{
    (void)state;
    struct ctx *c = world_open(300);
    struct server s;
    world.never_done = true;
    server_start(&s, c);
    later(3600);
    for (int i = 0; i < 50; i++)
        (void)scheduler_round(s.scheduler);
    assert_true(world.runs <= 600);
    assert_int_equal(stepped(c), 300);
    server_end(&s);
    world_close(c);
}

static void a_database_that_does_not_answer_is_asked_again(void **state)
{
    (void)state;
    struct ctx *c = world_open(5);
    struct server s;
    world.no_database = true;
    server_start(&s, c);
    later(3600);
    assert_false(scheduler_round(s.scheduler));
    assert_false(scheduler_round(s.scheduler));
    world.no_database = false;
    assert_false(scheduler_round(s.scheduler));
    assert_int_equal(stepped(c), 5);
    server_end(&s);
    world_close(c);
}

/* ---- a writer with work to do ---- */

static sem_t entered, go;

static enum err stand_still(struct ctx *c, void *arg)
{
    (void)c;
    (void)arg;
    (void)sem_post(&entered);
    (void)sem_wait(&go);
    return ERR_OK;
}

static enum err nothing(struct ctx *c, void *arg)
{
    (void)c;
    (void)arg;
    return ERR_OK;
}

static void no_matter(struct ctx *c, enum err err, void *arg)
{
    (void)c;
    (void)err;
    (void)arg;
}

static void with_a_full_queue_nothing_is_lost(void **state)
{
    enum { UNITS = 5000, LANES = 3 };
    static struct unit still[LANES], units[UNITS];
    (void)state;
    struct ctx *c = world_open(5);
    struct server s;
    int lanes = unit_is_postgres() ? LANES : 1, n = 0;
    (void)sem_init(&entered, 0, 0);
    (void)sem_init(&go, 0, 0);
    server_start(&s, c);
    for (int i = 0; i < lanes; i++) {
        still[i] = (struct unit){.run = stand_still, .done = no_matter};
        assert_true(writer_submit(s.writer, &still[i]));
        (void)sem_wait(&entered);
    }
    for (; n < UNITS; n++) {
        units[n] = (struct unit){.run = nothing, .done = no_matter};
        if (!writer_submit(s.writer, &units[n]))
            break;
    }
    assert_true(n < UNITS);
    later(3600);
    assert_false(scheduler_round(s.scheduler));
    assert_int_equal(world.runs, 0);
    for (int i = 0; i < lanes; i++)
        (void)sem_post(&go);
    while (stepped(c) < 5)
        (void)scheduler_round(s.scheduler);
    server_end(&s);
    world_close(c);
}

static void a_started_one_looks_by_itself_and_ends_what_it_began(void **state)
{
    (void)state;
    char problem[256];
    struct ctx *c = world_open(20);
    struct server s;
    unit_not_compared(c);
    server_start(&s, c);
    later(3600);
    assert_int_equal(scheduler_start(s.scheduler, problem), ERR_OK);
    (void)sem_wait(&world.stepped);
    server_end(&s);
    assert_int_equal(stepped(c), 20);
    world_close(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_due_is_stepped_once_and_the_rest_waits),
        cmocka_unit_test(many_come_in_batches),
        cmocka_unit_test(two_servers_step_each_case_once),
        cmocka_unit_test(what_another_server_did_meanwhile_is_not_done_again),
        cmocka_unit_test(a_new_server_goes_on_where_the_old_one_stopped),
        cmocka_unit_test(one_server_at_a_time_steps),
        cmocka_unit_test(after_a_jump_forward_nothing_is_stepped_until_it_has_held),
        cmocka_unit_test(a_jump_that_is_taken_back_steps_nothing_too_early),
        cmocka_unit_test(a_clock_set_back_loses_and_doubles_nothing),
        cmocka_unit_test(a_jump_between_the_look_and_the_step_steps_nothing),
        cmocka_unit_test(a_step_that_fails_is_tried_again_later_and_holds_up_no_other),
        cmocka_unit_test(however_many_fail_first_the_others_are_reached),
        cmocka_unit_test(a_step_that_never_takes_does_not_spin),
        cmocka_unit_test(a_database_that_does_not_answer_is_asked_again),
        cmocka_unit_test(with_a_full_queue_nothing_is_lost),
        cmocka_unit_test(a_started_one_looks_by_itself_and_ends_what_it_began),
    };
    return UNIT_RUN(tests);
}

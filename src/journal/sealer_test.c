/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/sealer.h"

#include <pthread.h>
#include <stdio.h>

#include "base/arena.h"
#include "journal/journal_world.h"

static struct sealer *sealer(const struct ctx *c)
{
    char problem[256];
    struct sealer *s = NULL;
    if (sealer_open(unit_url(c), &s, problem) != ERR_OK)
        fail_msg("%s", problem);
    return s;
}

static void a_sealer_that_ends_has_sealed_everything(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    step(c, 7, 1, CELL, NULL, "reported");
    step(c, 20, 1, "410102003001001", NULL, "reported");
    sealer_close(sealer(c));
    is_sound(c, 2, 0);
    assert_int_equal(count_of(c, "410105016211", "reported"), 1);
    unit_close(c);
}

static void two_servers_seal_each_row_once(void **state)
{
    enum { ROWS = 120 };
    (void)state;
    struct ctx *c = unit_open();
    struct sealer *a = sealer(c), *b = sealer(c);
    for (int i = 0; i < ROWS; i++)
        append(c, &(struct journal_entry){.district = i % 3 ? DISTRICT : 410102,
                                          .noun = "post",
                                          .noun_id = 1 + i,
                                          .area = i % 3 ? CELL : "410102003001001",
                                          .action = "hold"});
    sealer_close(a);
    sealer_close(b);
    is_sound(c, ROWS, 0);
    unit_close(c);
}

/* Without a lease, as the command line does: the head's row keeps them apart. */
static void *seal_many_times(void *arg)
{
    char problem[256];
    const char *url = arg;
    struct ctx c = {.mem = arena_new()};
    if (db_open(url, &c.db, problem) != ERR_OK)
        return NULL;
    for (int i = 0; i < 100; i++) {
        if (db_begin(&c, DB_WRITE) == ERR_OK && journal_seal_all(&c) == ERR_OK)
            (void)!db_end(&c, true);
        db_undo(&c);
    }
    db_close(c.db);
    arena_free(c.mem);
    return NULL;
}

static void all_who_seal_at_once_seal_each_row_once(void **state)
{
    enum { ROWS = 200, THREADS = 3 };
    (void)state;
    struct ctx *c = unit_open();
    pthread_t threads[THREADS];
    char url[512];
    (void)snprintf(url, sizeof url, "%s", unit_url(c));
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, seal_many_times, url), 0);
    for (int i = 0; i < ROWS; i++)
        append(c, &(struct journal_entry){.district = i % 3 ? DISTRICT : 410102,
                                          .noun = "post",
                                          .noun_id = 1 + i,
                                          .area = i % 3 ? CELL : "410102003001001",
                                          .action = "hold"});
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    seal_all(c);
    is_sound(c, ROWS, 0);
    unit_close(c);
}

static void whoever_has_no_lease_seals_nothing(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    step(c, 7, 1, CELL, NULL, "reported");
    tamper(c, "INSERT INTO lease (name, owner, lease_until) VALUES ('seal', 'other', %lld)",
           (long long)time_now() + 3600 * TIME_SECOND);
    sealer_close(sealer(c));
    is_sound(c, 0, 1);
    unit_close(c);
}

static void a_lease_that_ran_out_is_taken_over(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    step(c, 7, 1, CELL, NULL, "reported");
    tamper(c, "INSERT INTO lease (name, owner, lease_until) VALUES ('seal', 'other', %lld)",
           (long long)time_now() - TIME_SECOND);
    sealer_close(sealer(c));
    is_sound(c, 1, 0);
    unit_close(c);
}

static void a_lease_of_a_clock_gone_wrong_counts_for_nothing(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    step(c, 7, 1, CELL, NULL, "reported");
    tamper(c, "INSERT INTO lease (name, owner, lease_until) VALUES ('seal', 'other', %lld)",
           (long long)time_now() + 7 * TIME_DAY);
    sealer_close(sealer(c));
    is_sound(c, 1, 0);
    unit_close(c);
}

/* What an id made some hours ago looked like. */
static int64_t id_hours_ago(struct ctx *c, int64_t hours)
{
    int64_t id;
    unit_begin(c);
    assert_int_equal(db_new_id(c, &id), ERR_OK);
    unit_commit(c);
    return id - hours * 3600 * JOURNAL_ID_SECOND;
}

static void a_row_that_a_dead_server_left_is_sealed_later(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    step(c, 7, 1, CELL, NULL, "reported");
    sealer_close(sealer(c));
    db_set_ids(c->db, id_hours_ago(c, 20));
    step(c, 8, 1, CELL, NULL, "reported");
    is_sound(c, 1, 1);
    sealer_close(sealer(c));
    is_sound(c, 2, 0);
    unit_close(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sealer_that_ends_has_sealed_everything),
        cmocka_unit_test(two_servers_seal_each_row_once),
        cmocka_unit_test(all_who_seal_at_once_seal_each_row_once),
        cmocka_unit_test(whoever_has_no_lease_seals_nothing),
        cmocka_unit_test(a_lease_that_ran_out_is_taken_over),
        cmocka_unit_test(a_lease_of_a_clock_gone_wrong_counts_for_nothing),
        cmocka_unit_test(a_row_that_a_dead_server_left_is_sealed_later),
    };
    return UNIT_RUN(tests);
}

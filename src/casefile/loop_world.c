/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/loop_world.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "casefile/tick.h"
#include "db/db_driver.h"
#include "journal/journal.h"

enum { TICKS = 64 };

void loop_at(struct city *w, const char *time)
{
    w->c->now = moment(time) - TIME_SECOND;
}

struct casefile_act loop_input(struct city *w, struct receipt r, const char *action)
{
    struct casefile f = city_case(w, r);
    return city_input(w, &f, action);
}

void loop_go_with(struct city *w, struct receipt r, enum actor who, struct casefile_act act)
{
    if (who == REPORTER)
        act.secret = r.secret;
    if (city_act_with(w, r, who, &act) != ERR_OK)
        fail_msg("%s: %s %s %s", act.action, w->c->problem.code, w->c->problem.field,
                 w->c->problem.detail);
}

void loop_do(struct city *w, struct receipt r, enum actor who, const char *action, const char *time)
{
    loop_at(w, time);
    struct casefile_act act = loop_input(w, r, action);
    loop_at(w, time);
    loop_go_with(w, r, who, act);
}

void loop_go(struct city *w, struct receipt r, enum actor who, const char *action)
{
    loop_go_with(w, r, who, loop_input(w, r, action));
}

void loop_no_with(struct city *w, struct receipt r, enum actor who, struct casefile_act act,
                  const char *code)
{
    if (who == REPORTER)
        act.secret = r.secret;
    int64_t version = city_case(w, r).version;
    if (city_act_with(w, r, who, &act) == ERR_OK)
        fail_msg("%s is not refused", act.action);
    if (strcmp(w->c->problem.code, code) != 0)
        fail_msg("%s: %s, not %s", act.action, w->c->problem.code, code);
    assert_int_equal(city_case(w, r).version, version);
}

void loop_no(struct city *w, struct receipt r, enum actor who, const char *action, const char *code)
{
    loop_no_with(w, r, who, loop_input(w, r, action), code);
}

void assert_due(struct city *w, struct receipt r, const char *time)
{
    int64_t due = city_case(w, r).due;
    if (due != moment(time))
        fail_msg("due %s, not %s", moment_text(w->c->mem, due), time);
}

size_t loop_tick(struct city *w, const char *time)
{
    struct tick due[TICKS];
    size_t n;
    w->c->who = NULL;
    w->c->now = moment(time);
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(casefile_ticks(w->c, due, TICKS, &n), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    for (size_t i = 0; i < n; i++) {
        w->c->now = moment(time) - TIME_SECOND;
        city_begin(w);
        if (casefile_tick(w->c, &w->app, &due[i]) != ERR_OK)
            fail_msg("tick: %s %s", w->c->problem.code, w->c->problem.detail);
        assert_int_equal(city_end(w, true), ERR_OK);
    }
    return n;
}

struct loop_clock loop_clock(struct city *w, struct receipt r, const char *clock)
{
    const struct loop_clock *all;
    struct loop_clock found = {0};
    size_t n;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(loop_clocks(w->c, r.district, r.id, &all, &n), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].clock, clock) == 0)
            found = all[i];
    assert_int_not_equal(found.n, 0);
    return found;
}

size_t loop_rows(struct city *w, struct receipt r, const char *action)
{
    const struct journal_row *rows;
    size_t n, found = 0;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(journal_of(w->c, r.district, "casefile", r.id, &rows, &n), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    for (size_t i = 0; i < n; i++)
        found += strcmp(rows[i].action, action) == 0;
    return found;
}

void loop_sql(struct city *w, const char *sql)
{
    assert_int_equal(db_begin(w->c, DB_WRITE), ERR_OK);
    assert_int_equal(w->c->db->driver->ddl(w->c, sql), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
}

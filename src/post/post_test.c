/* SPDX-License-Identifier: Apache-2.0 */
#include "post/post.h"

#include <string.h>

#include "base/time.h"
#include "db/db.h"
#include "journal/journal.h"
#include "post/post_world.h"
#include "team/team.h"

static void refused(struct city *w, enum err err, enum err wanted, const char *code)
{
    assert_int_equal(err, wanted);
    assert_string_equal(w->c->problem.code, code);
}

static enum err hold(struct city *w, struct post_hold h)
{
    h.district = DISTRICT;
    city_begin(w);
    return city_end(w, post_hold(w->c, &h));
}

static enum err vacate(struct city *w, int64_t post, int64_t version, int64_t at)
{
    city_begin(w);
    return city_end(w, post_vacate(w->c, DISTRICT, post, version, at));
}

static enum err end(struct city *w, int64_t post, int64_t version, int64_t at)
{
    city_begin(w);
    return city_end(w, post_end(w->c, DISTRICT, post, version, at));
}

static struct post get(struct city *w, int64_t id, int64_t at)
{
    struct post p;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    if (post_get(w->c, DISTRICT, id, at, &p) != ERR_OK)
        fail_msg("%s %s", w->c->problem.code, w->c->problem.detail);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return p;
}

static size_t history(struct city *w, int64_t id, const struct post_holder **out)
{
    size_t n;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(post_history(w->c, DISTRICT, id, out, &n), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return n;
}

static bool is_held_by(struct city *w, int64_t post, int64_t person, int64_t at)
{
    bool held;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(post_is_held_by(w->c, DISTRICT, post, person, at, &held), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return held;
}

static void a_post_stands_empty_until_it_is_given(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t post = city_post(&w, "grid_worker", CELL);
    struct post p = get(&w, post, w.c->now);
    assert_string_equal(p.kind, "grid_worker");
    assert_string_equal(p.area, CELL);
    assert_int_equal(p.created, w.c->now);
    assert_int_equal(p.holder.holding, 0);
    assert_int_equal(p.ended, 0);
    assert_string_equal(city_last(&w)->noun, "post");
    assert_string_equal(city_last(&w)->action, "create");
    city_close(&w);
}

static void posts_that_cannot_be_are_refused(void **state)
{
    static const struct {
        struct post_new in;
        const char *code;
    } bad[] = {
        {{.kind = "mayor", .area = CELL},                     "post.kind_unknown"},
        {{.kind = "town_duty", .area = CELL},                 "post.level"       },
        {{.kind = "grid_worker", .area = "410105016211099"},  "area.unknown"     },
        {{.kind = "grid_worker", .area = "here"},             "area.code"        },
        {{.kind = "grid_worker", .area = CELL, .title = " "}, "post.title"       },
    };
    (void)state;
    struct city w;
    city_open(&w);
    int64_t id, rows = city_rows(&w);
    for (size_t i = 0; i < LEN(bad); i++) {
        city_begin(&w);
        refused(&w, city_end(&w, post_add(w.c, w.app.programmes, &bad[i].in, &id)), ERR_INVALID,
                bad[i].code);
    }
    assert_int_equal(city_rows(&w), rows);
    city_close(&w);
}

static void giving_a_post_ends_the_holding_that_runs(void **state)
{
    (void)state;
    struct city w;
    const struct post_holder *h;
    city_open(&w);
    int64_t post = city_post(&w, "grid_worker", CELL), now = w.c->now;
    int64_t a = city_person(&w, "赵一", VILLAGE, NULL, false);
    int64_t b = city_person(&w, "钱二", VILLAGE, NULL, false);
    assert_int_equal(hold(&w, (struct post_hold){.post = post, .person = a, .from = now - 9}),
                     ERR_OK);
    assert_int_equal(hold(&w, (struct post_hold){.post = post, .person = b}), ERR_OK);
    assert_int_equal(history(&w, post, &h), 2);
    assert_int_equal(h[0].person, a);
    assert_int_equal(h[0].valid_to, now);
    assert_int_equal(h[1].person, b);
    assert_int_equal(h[1].valid_from, now);
    assert_int_equal(h[1].valid_to, 0);
    assert_string_equal(get(&w, post, now).holder.name, "钱二");
    assert_string_equal(get(&w, post, now - 1).holder.name, "赵一");
    assert_int_equal(get(&w, post, now).version, 3);
    assert_int_equal(city_last(&w)->version, 3);
    city_close(&w);
}

static void holdings_of_one_post_never_overlap(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t post = city_post(&w, "grid_worker", CELL), now = w.c->now;
    int64_t a = city_person(&w, "赵一", VILLAGE, NULL, false);
    struct post_hold h = {.post = post, .person = a, .from = now, .to = now + 100};
    assert_int_equal(hold(&w, h), ERR_OK);
    h = (struct post_hold){.post = post, .person = a, .from = now - 50};
    refused(&w, hold(&w, h), ERR_CONFLICT, "post.overlap");
    h.to = now + 1;
    refused(&w, hold(&w, h), ERR_CONFLICT, "post.overlap");
    h.from = now;
    h.to = now + 10;
    refused(&w, hold(&w, h), ERR_CONFLICT, "post.overlap");
    h = (struct post_hold){.post = post, .person = a, .from = now - 50, .to = now};
    assert_int_equal(hold(&w, h), ERR_OK);
    h = (struct post_hold){.post = post, .person = a, .from = now + 200};
    assert_int_equal(hold(&w, h), ERR_OK);
    /* Until the next one it is free again, but not beyond. */
    h = (struct post_hold){.post = post, .person = a, .from = now + 100, .to = now + 201};
    refused(&w, hold(&w, h), ERR_CONFLICT, "post.overlap");
    h.to = now + 200;
    assert_int_equal(hold(&w, h), ERR_OK);
    city_close(&w);
}

static void what_is_over_is_not_rewritten(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t post = city_post(&w, "grid_worker", CELL), now = w.c->now;
    int64_t a = city_person(&w, "赵一", VILLAGE, NULL, false);
    struct post_hold h = {.post = post, .person = a, .from = now - 900, .to = now - 100};
    assert_int_equal(hold(&w, h), ERR_OK);
    h = (struct post_hold){.post = post, .person = a, .from = now - 500};
    refused(&w, hold(&w, h), ERR_CONFLICT, "post.overlap");
    refused(&w, vacate(&w, post, 0, now - 500), ERR_CONFLICT, "post.vacant");
    refused(&w, end(&w, post, 0, now - 500), ERR_CONFLICT, "post.held_later");
    refused(&w, end(&w, post, 0, now - 900), ERR_INVALID, "post.period");
    city_close(&w);
}

static void a_holder_is_one_person_or_one_team(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t post = city_post(&w, "municipal_repair", DISTRICT_CODE), rows;
    int64_t a = city_person(&w, "赵一", VILLAGE, NULL, false);
    int64_t stranger = city_person(&w, "孙三", OTHER_TOWN, NULL, false);
    int64_t team = city_team(&w, "维修队", TOWN);
    rows = city_rows(&w);
    refused(&w, hold(&w, (struct post_hold){.post = post}), ERR_INVALID, "post.holder");
    refused(&w, hold(&w, (struct post_hold){.post = post, .person = a, .team = team}), ERR_INVALID,
            "post.holder");
    refused(&w, hold(&w, (struct post_hold){.post = post, .person = a, .deputy = a}), ERR_INVALID,
            "post.holder");
    refused(&w, hold(&w, (struct post_hold){.post = post, .person = stranger}), ERR_NOT_FOUND,
            "person.unknown");
    refused(&w, hold(&w, (struct post_hold){.post = post, .team = a}), ERR_NOT_FOUND,
            "team.unknown");
    refused(&w, hold(&w, (struct post_hold){.post = post, .team = team, .deputy = stranger}),
            ERR_NOT_FOUND, "person.unknown");
    refused(&w, hold(&w, (struct post_hold){.post = 5, .team = team}), ERR_NOT_FOUND,
            "post.unknown");
    assert_int_equal(city_rows(&w), rows);
    assert_int_equal(hold(&w, (struct post_hold){.post = post, .team = team, .deputy = a}), ERR_OK);
    assert_string_equal(get(&w, post, w.c->now).holder.name, "维修队");
    assert_string_equal(get(&w, post, w.c->now).holder.deputy_name, "赵一");
    city_close(&w);
}

static void a_change_of_an_old_version_is_stale(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t post = city_post(&w, "grid_worker", CELL);
    int64_t a = city_person(&w, "赵一", VILLAGE, NULL, false);
    assert_int_equal(hold(&w, (struct post_hold){.post = post, .version = 1, .person = a}), ERR_OK);
    refused(&w, hold(&w, (struct post_hold){.post = post, .version = 1, .person = a}), ERR_STALE,
            "version.stale");
    refused(&w, vacate(&w, post, 1, w.c->now + 1), ERR_STALE, "version.stale");
    refused(&w, end(&w, post, 1, w.c->now + 1), ERR_STALE, "version.stale");
    assert_int_equal(get(&w, post, w.c->now).version, 2);
    city_close(&w);
}

static void a_holding_may_begin_before_the_post_was_written_down(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t post = city_post(&w, "grid_worker", CELL), then = w.c->now - 100 * TIME_DAY;
    int64_t a = city_person(&w, "赵一", VILLAGE, NULL, false);
    assert_int_equal(hold(&w, (struct post_hold){.post = post, .person = a, .from = then}), ERR_OK);
    assert_int_equal(get(&w, post, w.c->now).created, then);
    assert_true(city_answer(&w, CELL, "neighbour_noise", then).found);
    assert_false(city_answer(&w, CELL, "neighbour_noise", then - 1).found);
    city_close(&w);
}

static void a_post_that_is_left_is_vacant(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t post = city_post(&w, "grid_worker", CELL), now = w.c->now;
    int64_t a = city_person(&w, "赵一", VILLAGE, NULL, false);
    refused(&w, vacate(&w, post, 0, 0), ERR_CONFLICT, "post.vacant");
    assert_int_equal(hold(&w, (struct post_hold){.post = post, .person = a, .from = now - 9}),
                     ERR_OK);
    assert_int_equal(vacate(&w, post, 2, 0), ERR_OK);
    assert_int_equal(get(&w, post, now).holder.holding, 0);
    assert_int_equal(get(&w, post, now - 1).holder.person, a);
    assert_string_equal(city_last(&w)->action, "vacate");
    refused(&w, vacate(&w, post, 0, 0), ERR_CONFLICT, "post.vacant");
    city_close(&w);
}

static void an_abolished_post_is_given_to_nobody(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t post = city_post(&w, "grid_worker", CELL), now = w.c->now;
    int64_t a = city_person(&w, "赵一", VILLAGE, NULL, false);
    assert_int_equal(hold(&w, (struct post_hold){.post = post, .person = a, .from = now - 9}),
                     ERR_OK);
    assert_int_equal(end(&w, post, 0, 0), ERR_OK);
    struct post p = get(&w, post, now);
    assert_int_equal(p.ended, now);
    assert_int_equal(p.holder.holding, 0);
    assert_false(city_answer(&w, CELL, "neighbour_noise", now).found);
    assert_true(city_answer(&w, CELL, "neighbour_noise", now - 1).found);
    refused(&w, hold(&w, (struct post_hold){.post = post, .person = a}), ERR_CONFLICT,
            "post.ended");
    refused(&w, vacate(&w, post, 0, 0), ERR_CONFLICT, "post.ended");
    refused(&w, end(&w, post, 0, 0), ERR_CONFLICT, "post.ended");
    city_close(&w);
}

static void a_post_that_somebody_holds_later_is_not_abolished_before(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t post = city_post(&w, "grid_worker", CELL), now = w.c->now;
    int64_t a = city_person(&w, "赵一", VILLAGE, NULL, false);
    assert_int_equal(hold(&w, (struct post_hold){.post = post, .person = a, .from = now + 500}),
                     ERR_OK);
    refused(&w, end(&w, post, 0, now + 100), ERR_CONFLICT, "post.held_later");
    assert_int_equal(get(&w, post, now).ended, 0);
    city_close(&w);
}

static void holder_deputy_and_team_members_hold_a_post(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t own = city_post(&w, "grid_worker", CELL), now = w.c->now;
    int64_t shared = city_post(&w, "municipal_repair", DISTRICT_CODE);
    int64_t a = city_person(&w, "赵一", VILLAGE, NULL, false);
    int64_t b = city_person(&w, "钱二", VILLAGE, NULL, false);
    int64_t m = city_person(&w, "李四", VILLAGE, NULL, false);
    int64_t team = city_team(&w, "维修队", TOWN);
    city_begin(&w);
    assert_int_equal(city_end(&w, team_member_add(w.c, DISTRICT, team, m, now - 5, now + 5)),
                     ERR_OK);
    assert_int_equal(
        hold(&w,
             (struct post_hold){.post = own, .person = a, .deputy = b, .from = now, .to = now + 9}),
        ERR_OK);
    assert_int_equal(hold(&w, (struct post_hold){.post = shared, .team = team, .from = now - 9}),
                     ERR_OK);
    assert_true(is_held_by(&w, own, a, now));
    assert_true(is_held_by(&w, own, b, now));
    assert_false(is_held_by(&w, own, m, now));
    assert_false(is_held_by(&w, own, a, now - 1));
    assert_false(is_held_by(&w, own, a, now + 9));
    assert_true(is_held_by(&w, shared, m, now));
    assert_false(is_held_by(&w, shared, m, now + 5));
    assert_false(is_held_by(&w, shared, m, now - 6));
    assert_false(is_held_by(&w, shared, a, now));
    city_close(&w);
}

static size_t listed(struct city *w, const char *prefix, const char *kind, int64_t at,
                     int64_t after, int64_t limit, const struct post **out)
{
    size_t n;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    if (post_list(w->c,
                  &(struct post_wanted){
                      .prefix = prefix, .kind = kind, .at = at, .after = after, .limit = limit},
                  out, &n) != ERR_OK)
        fail_msg("%s %s", w->c->problem.code, w->c->problem.detail);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return n;
}

static void lists_show_what_stood_at_a_moment(void **state)
{
    (void)state;
    struct city w;
    const struct post *list;
    city_open(&w);
    int64_t now = w.c->now, a = city_post(&w, "grid_worker", CELL);
    int64_t b = city_post(&w, "grid_lead", VILLAGE);
    (void)city_post(&w, "town_duty", OTHER_TOWN);
    int64_t person = city_person(&w, "赵一", VILLAGE, NULL, false);
    assert_int_equal(hold(&w, (struct post_hold){.post = b, .person = person}), ERR_OK);
    assert_int_equal(end(&w, a, 0, now + 10), ERR_OK);
    assert_int_equal(listed(&w, CITY, NULL, now, 0, 50, &list), 3);
    assert_int_equal(listed(&w, DISTRICT_CODE, NULL, now, 0, 50, &list), 2);
    assert_int_equal(list[0].id, a);
    assert_string_equal(list[1].holder.name, "赵一");
    assert_int_equal(listed(&w, DISTRICT_CODE, NULL, now + 10, 0, 50, &list), 1);
    assert_int_equal(listed(&w, DISTRICT_CODE, NULL, now - 1, 0, 50, &list), 0);
    assert_int_equal(listed(&w, DISTRICT_CODE, "grid_lead", now, 0, 50, &list), 1);
    assert_int_equal(listed(&w, CELL, "grid_lead", now, 0, 50, &list), 0);
    assert_int_equal(listed(&w, DISTRICT_CODE, NULL, now, a, 50, &list), 1);
    assert_int_equal(listed(&w, DISTRICT_CODE, NULL, now, 0, 1, &list), 1);
    city_close(&w);
}

static void a_holding_that_fails_half_way_leaves_nothing(void **state)
{
    (void)state;
    struct city w;
    const struct post_holder *h;
    city_open(&w);
    int64_t post = city_post(&w, "grid_worker", CELL);
    int64_t a = city_person(&w, "赵一", VILLAGE, NULL, false);
    assert_int_equal(hold(&w, (struct post_hold){.post = post, .person = a, .from = w.c->now - 9}),
                     ERR_OK);
    int64_t rows = city_rows(&w);
    bool done = false;
    for (int64_t n = 1; !done; n++) {
        assert_in_range(n, 1, 20);
        db_fail_at(w.c->db, n);
        city_begin(&w);
        done = city_end(&w, post_hold(w.c, &(struct post_hold){.district = DISTRICT,
                                                               .post = post,
                                                               .person = a})) == ERR_OK;
        db_fail_at(w.c->db, 0);
        assert_int_equal(history(&w, post, &h), done ? 2 : 1);
        assert_int_equal(city_rows(&w), done ? rows + 1 : rows);
        assert_int_equal(h[0].valid_to != 0, done);
    }
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_post_stands_empty_until_it_is_given),
        cmocka_unit_test(posts_that_cannot_be_are_refused),
        cmocka_unit_test(giving_a_post_ends_the_holding_that_runs),
        cmocka_unit_test(holdings_of_one_post_never_overlap),
        cmocka_unit_test(what_is_over_is_not_rewritten),
        cmocka_unit_test(a_holder_is_one_person_or_one_team),
        cmocka_unit_test(a_change_of_an_old_version_is_stale),
        cmocka_unit_test(a_holding_may_begin_before_the_post_was_written_down),
        cmocka_unit_test(a_post_that_is_left_is_vacant),
        cmocka_unit_test(an_abolished_post_is_given_to_nobody),
        cmocka_unit_test(a_post_that_somebody_holds_later_is_not_abolished_before),
        cmocka_unit_test(holder_deputy_and_team_members_hold_a_post),
        cmocka_unit_test(lists_show_what_stood_at_a_moment),
        cmocka_unit_test(a_holding_that_fails_half_way_leaves_nothing),
    };
    return UNIT_RUN(tests);
}

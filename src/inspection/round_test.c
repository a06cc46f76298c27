/* SPDX-License-Identifier: Apache-2.0 */
/* Rounds as they are kept: who may inspect what in them; and what owners ask, how long, and who decides. */
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "inspection/inspect_world.h"
#include "routes.h"
#include "team/team.h"

static int64_t team_of(struct shops *s, const char *name, int64_t first, int64_t second)
{
    int64_t id;
    const struct team_new t = {.name = name, .kind = "inspection_group", .area = TOWN};
    city_begin(&s->w);
    assert_int_equal(team_add(s->w.c, &t, &id), ERR_OK);
    assert_int_equal(team_member_add(s->w.c, DISTRICT, id, first, 0, 0), ERR_OK);
    if (second)
        assert_int_equal(team_member_add(s->w.c, DISTRICT, id, second, 0, 0), ERR_OK);
    assert_int_equal(city_end(&s->w, true), ERR_OK);
    return id;
}

static enum err plan(struct shops *s, const struct round_home *teams, size_t n, int64_t seed,
                     int64_t *out)
{
    const struct round_new in = {.ledger = "shop",
                                 .checklist = "check",
                                 .area = TOWN,
                                 .name = "第一轮",
                                 .starts = s->w.c->now,
                                 .ends = s->w.c->now + 10 * TIME_DAY,
                                 .seed = seed,
                                 .teams = teams,
                                 .n_teams = n};
    city_as(&s->w, CHIEF);
    city_begin(&s->w);
    enum err err = round_add(s->w.c, &s->w.app, &in, out);
    assert_int_equal(city_end(&s->w, err == ERR_OK), ERR_OK);
    city_as(&s->w, NOBODY);
    return err;
}

static int64_t version_of(struct shops *s, int64_t round)
{
    struct inspection_round r;
    assert_int_equal(db_begin(s->w.c, DB_READ), ERR_OK);
    assert_int_equal(round_get(s->w.c, DISTRICT, round, &r), ERR_OK);
    assert_int_equal(db_end(s->w.c, true), ERR_OK);
    return r.version;
}

static enum err move(struct shops *s, int64_t round, const char *area, int64_t team)
{
    int64_t version = version_of(s, round);
    city_as(&s->w, CHIEF);
    city_begin(&s->w);
    enum err err = round_move(s->w.c, DISTRICT, round, version, area, team, "人手不足");
    assert_int_equal(city_end(&s->w, err == ERR_OK), ERR_OK);
    city_as(&s->w, NOBODY);
    return err;
}

static enum err open_round(struct shops *s, int64_t round)
{
    int64_t version = version_of(s, round);
    city_as(&s->w, CHIEF);
    city_begin(&s->w);
    enum err err = round_set_state(s->w.c, DISTRICT, round, version, "open");
    assert_int_equal(city_end(&s->w, err == ERR_OK), ERR_OK);
    city_as(&s->w, NOBODY);
    return err;
}

static void
in_a_round_only_the_team_of_the_task_inspects_and_never_who_answers_for_the_shop(void **state)
{
    struct shops s;
    int64_t round = 0;
    (void)state;
    shops_open(&s);
    int64_t shop = shops_add(&s, "兴达小吃", CELL_1, "");
    /* Zhang answers for the cell, Li is his deputy; Qian has nothing to do with it. */
    const struct round_home teams[] = {
        {team_of(&s, "甲队", s.w.zhang, s.w.qian), VILLAGE_2},
        {team_of(&s, "乙队", s.w.li,    0),        VILLAGE  },
    };
    assert_int_equal(plan(&s, teams, 2, 1, &round), ERR_OK);
    struct inspection_new in = shops_full(&s, "");
    in.round = round;
    shops_refuse(&s, shop, BYSTANDER, in, "", ERR_CONFLICT, "round.state");
    /* Both are at home there: the one by its place, the other by its member's post, whose other member may look. */
    assert_int_equal(open_round(&s, round), ERR_CONFLICT);
    assert_string_equal(s.w.c->problem.code, "round.unshared");
    assert_int_equal(move(&s, round, VILLAGE, teams[1].team), ERR_DENIED);
    assert_int_equal(move(&s, round, VILLAGE, teams[0].team), ERR_OK);
    assert_int_equal(open_round(&s, round), ERR_OK);
    shops_refuse(&s, shop, HOLDER, in, "", ERR_DENIED, "inspection.own_area");
    shops_refuse(&s, shop, DEPUTY, in, "", ERR_DENIED, "inspection.not_your_task");
    shops_refuse(&s, shop, CHECKER, in, "", ERR_DENIED, "inspection.not_your_task"); /* no person */
    int64_t id = shops_inspect(&s, shop, BYSTANDER, in, "");
    assert_int_equal(shops_inspection(&s, id).team, teams[0].team);
    assert_int_equal(shops_inspection(&s, id).round, round);
    in.round = 0; /* outside of rounds the one who answers may look, too */
    (void)shops_inspect(&s, shop, HOLDER, in, "");
    shops_close(&s);
}

/* Qian gets a login as inspector of the whole city. */
static void make_inspector(struct shops *s)
{
    struct login_try try = {.right = true};
    const struct role_grant role = {ROLE_INSPECTOR, "4101"};
    const struct account_new a = {.login = "inspector",
                                  .name = "钱六",
                                  .password_hash = "x",
                                  .person_district = DISTRICT,
                                  .person = s->w.qian,
                                  .roles = &role,
                                  .n_roles = 1};
    city_begin(&s->w);
    assert_int_equal(account_add(s->w.c, &a, &try.account), ERR_OK);
    assert_int_equal(login_finish(s->w.c, &try, s->w.tokens[BYSTANDER]), ERR_OK);
    assert_int_equal(city_end(&s->w, true), ERR_OK);
}

static void who_inspects_the_whole_city_has_its_tasks_and_lists_of_all_its_districts(void **state)
{
    static const char tasks[] = "/api/v1/inspection-tasks?area=4101";
    struct routes routes[ROUTES_TABLES];
    struct shops s;
    int64_t round = 0;
    (void)state;
    shops_open(&s);
    routes_all(routes);
    s.w.setup.routes = routes;
    s.w.setup.n_routes = ROUTES_TABLES;
    make_inspector(&s);
    int64_t shop = shops_add(&s, "兴达小吃", CELL_1, "");
    const struct round_home teams[] = {
        {team_of(&s, "甲队", s.w.qian, 0), VILLAGE_2},
        {team_of(&s, "乙队", s.w.li,   0), VILLAGE  },
    };
    assert_int_equal(plan(&s, teams, 2, 1, &round), ERR_OK);
    assert_int_equal(move(&s, round, VILLAGE, teams[0].team), ERR_OK);
    assert_int_equal(open_round(&s, round), ERR_OK);
    assert_int_equal(city_ask(&s.w, BYSTANDER, "GET", tasks, NULL), 200);
    assert_true(city_says(&s.w, "\"why\":\"round\"") && city_says(&s.w, "兴达小吃"));
    struct inspection_new in = shops_full(&s, "bins");
    in.round = round;
    (void)shops_inspect(&s, shop, BYSTANDER, in, "");
    assert_int_equal(city_ask(&s.w, BYSTANDER, "GET", tasks, NULL), 200);
    assert_false(city_says(&s.w, "\"why\":\"round\""));
    assert_int_equal(city_ask(&s.w, CHIEF, "GET", "/api/v1/rounds?area=4101", NULL), 200);
    assert_true(city_says(&s.w, "第一轮"));
    assert_int_equal(city_ask(&s.w, CHIEF, "GET", "/api/v1/entry-requests?area=4101", NULL), 200);
    assert_int_equal(
        city_ask(&s.w, CHIEF, "GET", "/api/v1/ledgers/shop/rectification?area=4101", NULL), 200);
    assert_true(city_says(&s.w, "\"item\":\"bins\""));
    shops_close(&s);
}

static const struct round_task *tasks_of(struct shops *s, int64_t round, size_t *out_n)
{
    const struct round_task *list = NULL;
    assert_int_equal(db_begin(s->w.c, DB_READ), ERR_OK);
    assert_int_equal(round_tasks(s->w.c, DISTRICT, round, &list, out_n), ERR_OK);
    assert_int_equal(db_end(s->w.c, true), ERR_OK);
    return list;
}

static void the_same_seed_shares_out_the_same_and_an_area_without_a_team_is_not_opened(void **state)
{
    struct shops s;
    int64_t first, again, stuck;
    size_t n, m;
    (void)state;
    shops_open(&s);
    (void)shops_add(&s, "兴达小吃", CELL_1, "");
    const struct round_home teams[] = {
        {team_of(&s, "甲队", s.w.zhang, 0), VILLAGE_3},
        {team_of(&s, "乙队", s.w.li,    0), VILLAGE_3},
        {team_of(&s, "丙队", s.w.qian,  0), VILLAGE_3},
    };
    const struct round_home turned[] = {teams[2], teams[0], teams[1]};
    const struct round_home at_home[] = {
        {teams[0].team, TOWN},
        {teams[1].team, TOWN},
    };
    assert_int_equal(plan(&s, teams, 3, 42, &first), ERR_OK);
    assert_int_equal(plan(&s, turned, 3, 42, &again), ERR_OK);
    const struct round_task *a = tasks_of(&s, first, &n), *b = tasks_of(&s, again, &m);
    assert_true(n == m && n == 2);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(a[i].team, b[i].team);
    assert_int_equal(a[0].entries, 1);
    assert_int_equal(plan(&s, at_home, 2, 1, &stuck), ERR_OK);
    assert_int_equal(tasks_of(&s, stuck, &n)[0].team, 0);
    assert_int_equal(open_round(&s, stuck), ERR_CONFLICT);
    assert_string_equal(s.w.c->problem.code, "round.unshared");
    assert_int_equal(plan(&s, teams, 1, 1, &stuck), ERR_INVALID);
    assert_string_equal(s.w.c->problem.code, "round.teams");
    shops_close(&s);
}

/* ---- what owners ask ---- */

static enum err ask(struct shops *s, int64_t shop, const char *kind, int64_t inspection,
                    int64_t *out)
{
    city_as(&s->w, NOBODY);
    city_begin(&s->w);
    enum err err =
        request_add(s->w.c, &s->w.app, DISTRICT, shop, kind, "请再看一次", inspection, out);
    assert_int_equal(city_end(&s->w, err == ERR_OK), ERR_OK);
    return err;
}

static enum err decide(struct shops *s, int64_t id, enum actor who, bool grant)
{
    city_as(&s->w, who);
    city_begin(&s->w);
    enum err err = request_decide(s->w.c, &s->w.app, DISTRICT, id, 1, grant, "已核实");
    assert_int_equal(city_end(&s->w, err == ERR_OK), ERR_OK);
    city_as(&s->w, NOBODY);
    return err;
}

static void a_granted_appeal_annuls_from_then_on_and_the_past_stays_as_it_was_told(void **state)
{
    struct shops s;
    int64_t appeal, more;
    (void)state;
    shops_open(&s);
    int64_t shop = shops_add(&s, "兴达小吃", CELL_1, "");
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, ""), "2026-11-10 10:00");
    int64_t id = shops_inspect(&s, shop, CHECKER, shops_full(&s, "bins"), "2026-11-20 10:00");
    assert_int_equal(ask(&s, shop, "appeal", id, &appeal), ERR_OK);
    assert_int_equal(decide(&s, appeal, CHECKER, true), ERR_DENIED);
    assert_string_equal(s.w.c->problem.code, "request.own_inspection");
    assert_string_equal(shops_status(&s, shop), "rectifying");
    assert_int_equal(decide(&s, appeal, CHIEF, true), ERR_OK);
    assert_string_equal(shops_status(&s, shop), "compliant");
    assert_string_equal(shops_status_at(&s, shop, "2026-11-22 10:00"), "rectifying");
    assert_true(shops_inspection(&s, id).annulled > 0);
    assert_string_equal(shops_inspection(&s, id).status, "rectifying"); /* the original stays */
    assert_string_equal(shops_case(&s, shop, "bins").state, "void");
    assert_int_equal(ask(&s, shop, "appeal", id, &more), ERR_CONFLICT);
    shops_close(&s);
}

static void who_was_of_the_team_that_inspected_does_not_decide_the_appeal(void **state)
{
    struct shops s;
    int64_t round, appeal;
    (void)state;
    shops_open(&s);
    int64_t shop = shops_add(&s, "兴达小吃", CELL_1, "");
    const struct round_home teams[] = {
        {team_of(&s, "甲队", s.w.qian,  s.w.li), VILLAGE_2},
        {team_of(&s, "乙队", s.w.zhang, 0),      VILLAGE  },
    };
    assert_int_equal(plan(&s, teams, 2, 1, &round), ERR_OK);
    assert_int_equal(move(&s, round, VILLAGE, teams[0].team), ERR_OK);
    assert_int_equal(open_round(&s, round), ERR_OK);
    struct inspection_new in = shops_full(&s, "bins");
    in.round = round;
    int64_t id = shops_inspect(&s, shop, BYSTANDER, in, "");
    assert_int_equal(ask(&s, shop, "appeal", id, &appeal), ERR_OK);
    assert_int_equal(decide(&s, appeal, BYSTANDER, true), ERR_DENIED);
    assert_int_equal(decide(&s, appeal, DEPUTY, true), ERR_DENIED); /* Li was of the team */
    assert_string_equal(s.w.c->problem.code, "request.own_inspection");
    assert_int_equal(decide(&s, appeal, HOLDER, true), ERR_OK);
    shops_close(&s);
}

static struct round_task task_of(struct shops *s, int64_t round, const char *area)
{
    size_t n;
    const struct round_task *list = tasks_of(s, round, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].area, area) == 0)
            return list[i];
    fail_msg("no task for %s", area);
    return (struct round_task){0};
}

static void a_closed_door_and_an_annulled_inspection_do_not_finish_a_task(void **state)
{
    struct shops s;
    int64_t round, appeal;
    (void)state;
    shops_open(&s);
    int64_t shop = shops_add(&s, "兴达小吃", CELL_1, "");
    const struct round_home teams[] = {
        {team_of(&s, "甲队", s.w.qian,  0), VILLAGE_2},
        {team_of(&s, "乙队", s.w.zhang, 0), VILLAGE  },
    };
    assert_int_equal(plan(&s, teams, 2, 1, &round), ERR_OK);
    assert_int_equal(open_round(&s, round), ERR_OK);
    struct inspection_new vain = shops_vain(INSPECTION_DOOR_CLOSED), full = shops_full(&s, "bins");
    vain.round = full.round = round;
    (void)shops_inspect(&s, shop, BYSTANDER, vain, "");
    assert_int_equal(task_of(&s, round, VILLAGE).inspected, 0);
    assert_int_equal(task_of(&s, round, VILLAGE).not_let_in, 1);
    int64_t id = shops_inspect(&s, shop, BYSTANDER, full, "");
    assert_int_equal(task_of(&s, round, VILLAGE).inspected, 1);
    assert_int_equal(task_of(&s, round, VILLAGE).not_let_in, 0);
    assert_int_equal(ask(&s, shop, "appeal", id, &appeal), ERR_OK);
    assert_int_equal(decide(&s, appeal, CHIEF, true), ERR_OK);
    assert_int_equal(task_of(&s, round, VILLAGE).inspected, 0);
    assert_int_equal(task_of(&s, round, VILLAGE).not_let_in, 1);
    shops_close(&s);
}

static void what_stands_on_the_town_itself_is_a_task_of_its_own(void **state)
{
    static const char *const on[] = {"town", "village", "cell"};
    struct shops s;
    int64_t round;
    (void)state;
    shops_open(&s);
    s.ledger.on = on;
    s.ledger.n_on = LEN(on);
    int64_t there = shops_add(&s, "镇上小店", TOWN, ""), below = shops_add(&s, "小吃", CELL_1, "");
    const struct round_home teams[] = {
        {team_of(&s, "甲队", s.w.qian, 0), VILLAGE_2},
        {team_of(&s, "乙队", s.w.wang, 0), VILLAGE_3},
    };
    assert_int_equal(plan(&s, teams, 2, 1, &round), ERR_OK);
    assert_int_equal(task_of(&s, round, TOWN).entries, 1);
    assert_int_equal(move(&s, round, TOWN, teams[0].team), ERR_OK);
    assert_int_equal(move(&s, round, VILLAGE, teams[0].team), ERR_OK);
    assert_int_equal(open_round(&s, round), ERR_OK);
    struct inspection_new in = shops_full(&s, "");
    in.round = round;
    (void)shops_inspect(&s, below, BYSTANDER, in, "");
    assert_int_equal(task_of(&s, round, TOWN).inspected, 0);
    (void)shops_inspect(&s, there, BYSTANDER, in, "");
    assert_int_equal(task_of(&s, round, TOWN).inspected, 1);
    assert_int_equal(task_of(&s, round, VILLAGE).inspected, 1);
    shops_close(&s);
}

static void an_appeal_comes_once_within_thirty_days_and_a_refused_one_changes_nothing(void **state)
{
    struct shops s;
    int64_t appeal, late;
    (void)state;
    shops_open(&s);
    int64_t shop = shops_add(&s, "兴达小吃", CELL_1, "");
    int64_t id = shops_inspect(&s, shop, CHECKER, shops_full(&s, "bins"), "");
    assert_int_equal(ask(&s, shop, "appeal", id, &appeal), ERR_OK);
    assert_int_equal(ask(&s, shop, "appeal", id, &late), ERR_CONFLICT);
    assert_string_equal(s.w.c->problem.code, "request.open");
    assert_int_equal(decide(&s, appeal, CHIEF, false), ERR_OK);
    assert_string_equal(shops_status(&s, shop), "rectifying");
    assert_int_equal(decide(&s, appeal, CHIEF, true), ERR_CONFLICT);
    assert_int_equal(ask(&s, shop, "appeal", id, &late), ERR_CONFLICT);
    assert_string_equal(s.w.c->problem.code, "request.once");
    int64_t other = shops_inspect(&s, shop, CHECKER, shops_full(&s, ""), "");
    s.w.c->now += 31 * TIME_DAY;
    assert_int_equal(ask(&s, shop, "appeal", other, &late), ERR_CONFLICT);
    assert_string_equal(s.w.c->problem.code, "request.too_late");
    shops_close(&s);
}

static void
the_words_of_owners_are_forgotten_after_two_years_and_that_they_spoke_is_not(void **state)
{
    const struct entry_request *list;
    struct shops s;
    int64_t id;
    size_t n;
    (void)state;
    shops_open(&s);
    int64_t shop = shops_add(&s, "兴达小吃", CELL_1, "");
    assert_int_equal(ask(&s, shop, "reply", 0, &id), ERR_OK);
    for (int year = 1; year <= 3; year++) {
        s.w.c->now += 366 * TIME_DAY;
        city_begin(&s.w);
        assert_int_equal(request_purge(s.w.c), ERR_OK);
        assert_int_equal(request_of(s.w.c, DISTRICT, shop, &list, &n), ERR_OK);
        assert_int_equal(city_end(&s.w, true), ERR_OK);
        assert_int_equal(n, 1);
        assert_string_equal(list[0].body, year < 2 ? "请再看一次" : "");
    }
    shops_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_inspects_the_whole_city_has_its_tasks_and_lists_of_all_its_districts),
        cmocka_unit_test(
            in_a_round_only_the_team_of_the_task_inspects_and_never_who_answers_for_the_shop),
        cmocka_unit_test(
            the_same_seed_shares_out_the_same_and_an_area_without_a_team_is_not_opened),
        cmocka_unit_test(a_granted_appeal_annuls_from_then_on_and_the_past_stays_as_it_was_told),
        cmocka_unit_test(who_was_of_the_team_that_inspected_does_not_decide_the_appeal),
        cmocka_unit_test(a_closed_door_and_an_annulled_inspection_do_not_finish_a_task),
        cmocka_unit_test(what_stands_on_the_town_itself_is_a_task_of_its_own),
        cmocka_unit_test(an_appeal_comes_once_within_thirty_days_and_a_refused_one_changes_nothing),
        cmocka_unit_test(
            the_words_of_owners_are_forgotten_after_two_years_and_that_they_spoke_is_not),
    };
    return UNIT_RUN(tests);
}

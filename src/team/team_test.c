/* SPDX-License-Identifier: Apache-2.0 */
#include "team/team.h"

#include <string.h>

#include "base/time.h"
#include "db/db.h"
#include "journal/journal.h"
#include "post/post_world.h"

static void refused(struct city *w, enum err err, enum err wanted, const char *code)
{
    assert_int_equal(err, wanted);
    assert_string_equal(w->c->problem.code, code);
}

static enum err join(struct city *w, int64_t team, int64_t person, int64_t from, int64_t to)
{
    city_begin(w);
    return city_end(w, team_member_add(w->c, DISTRICT, team, person, from, to));
}

static enum err leave(struct city *w, int64_t team, int64_t person, int64_t at)
{
    city_begin(w);
    return city_end(w, team_member_end(w->c, DISTRICT, team, person, at));
}

static size_t members(struct city *w, int64_t team, const struct team_member **out)
{
    size_t n;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(team_members(w->c, DISTRICT, team, out, &n), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return n;
}

static struct team get(struct city *w, int64_t id)
{
    struct team t;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(team_get(w->c, DISTRICT, id, &t), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return t;
}

static void a_team_is_kept_and_journalled(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t id = city_team(&w, "市政维修队", TOWN);
    struct team t = get(&w, id);
    assert_string_equal(t.name, "市政维修队");
    assert_string_equal(t.kind, "unit");
    assert_int_equal(t.version, 1);
    assert_string_equal(city_last(&w)->noun, "team");
    assert_int_equal(city_last(&w)->noun_id, id);
    city_close(&w);
}

static void bad_teams_are_refused(void **state)
{
    static const struct {
        struct team_new in;
        const char *code;
    } bad[] = {
        {{.name = "", .kind = "unit", .area = TOWN},           "team.name"   },
        {{.name = "队", .kind = "gang", .area = TOWN},        "team.kind"   },
        {{.name = "队", .kind = "unit", .area = "41010x"},    "area.code"   },
        {{.name = "队", .kind = "unit", .area = "410105999"}, "area.unknown"},
    };
    (void)state;
    struct city w;
    city_open(&w);
    int64_t id, rows = city_rows(&w);
    for (size_t i = 0; i < LEN(bad); i++) {
        city_begin(&w);
        refused(&w, city_end(&w, team_add(w.c, &bad[i].in, &id)), ERR_INVALID, bad[i].code);
    }
    assert_int_equal(city_rows(&w), rows);
    city_close(&w);
}

static void members_come_and_go_with_dates(void **state)
{
    (void)state;
    struct city w;
    const struct team_member *list;
    city_open(&w);
    int64_t team = city_team(&w, "志愿队", TOWN), now = w.c->now;
    int64_t person = city_person(&w, "赵一", VILLAGE, NULL, false);
    assert_int_equal(join(&w, team, person, now - 10 * TIME_DAY, 0), ERR_OK);
    assert_int_equal(leave(&w, team, person, 0), ERR_OK);
    assert_int_equal(join(&w, team, person, now, 0), ERR_OK);
    assert_int_equal(members(&w, team, &list), 2);
    assert_int_equal(list[0].valid_from, now - 10 * TIME_DAY);
    assert_int_equal(list[0].valid_to, now);
    assert_int_equal(list[1].valid_from, now);
    assert_int_equal(list[1].valid_to, 0);
    assert_int_equal(get(&w, team).version, 4);
    assert_int_equal(city_last(&w)->version, 4);
    assert_string_equal(city_last(&w)->action, "member_add");
    city_close(&w);
}

static void nobody_is_in_a_team_twice_at_once(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t team = city_team(&w, "志愿队", TOWN), now = w.c->now;
    int64_t person = city_person(&w, "赵一", VILLAGE, NULL, false);
    assert_int_equal(join(&w, team, person, now, now + TIME_DAY), ERR_OK);
    refused(&w, join(&w, team, person, now + TIME_DAY - 1, 0), ERR_CONFLICT, "team.member_already");
    refused(&w, join(&w, team, person, now - TIME_DAY, now + 1), ERR_CONFLICT,
            "team.member_already");
    refused(&w, join(&w, team, person, now - TIME_DAY, 0), ERR_CONFLICT, "team.member_already");
    assert_int_equal(join(&w, team, person, now - TIME_DAY, now), ERR_OK);
    assert_int_equal(join(&w, team, person, now + TIME_DAY, 0), ERR_OK);
    city_close(&w);
}

static void who_is_no_member_cannot_leave(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t team = city_team(&w, "志愿队", TOWN), now = w.c->now;
    int64_t person = city_person(&w, "赵一", VILLAGE, NULL, false);
    refused(&w, leave(&w, team, person, 0), ERR_CONFLICT, "team.not_member");
    assert_int_equal(join(&w, team, person, now - 9 * TIME_DAY, now - 5 * TIME_DAY), ERR_OK);
    /* What is over stays as it was. */
    refused(&w, leave(&w, team, person, now - 7 * TIME_DAY), ERR_CONFLICT, "team.not_member");
    assert_int_equal(join(&w, team, person, now, 0), ERR_OK);
    refused(&w, leave(&w, team, person, now), ERR_CONFLICT, "team.not_member");
    assert_int_equal(leave(&w, team, person, now + 1), ERR_OK);
    city_close(&w);
}

static void members_serve_in_the_teams_district(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t team = city_team(&w, "志愿队", TOWN);
    int64_t stranger = city_person(&w, "孙三", OTHER_TOWN, NULL, false);
    refused(&w, join(&w, team, stranger, 0, 0), ERR_NOT_FOUND, "person.unknown");
    refused(&w, join(&w, team + 1, stranger, 0, 0), ERR_NOT_FOUND, "team.unknown");
    refused(&w, join(&w, team, stranger, w.c->now, w.c->now), ERR_INVALID, "team.period");
    city_close(&w);
}

static void a_team_is_renamed_by_who_knows_its_version(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t id = city_team(&w, "一队", TOWN);
    city_begin(&w);
    assert_int_equal(city_end(&w, team_change(w.c, DISTRICT, id, 1, "二队", NULL)), ERR_OK);
    assert_string_equal(get(&w, id).name, "二队");
    assert_string_equal(get(&w, id).area, TOWN);
    city_begin(&w);
    refused(&w, city_end(&w, team_change(w.c, DISTRICT, id, 1, "三队", NULL)), ERR_STALE,
            "version.stale");
    city_begin(&w);
    refused(&w, city_end(&w, team_change(w.c, DISTRICT, id, 2, NULL, OTHER_TOWN)), ERR_INVALID,
            "team.other_district");
    city_close(&w);
}

static void lists_stay_inside_the_prefix(void **state)
{
    (void)state;
    struct city w;
    const struct team *list;
    size_t n;
    city_open(&w);
    (void)city_team(&w, "一队", TOWN);
    (void)city_team(&w, "二队", "410105017");
    (void)city_team(&w, "三队", OTHER_TOWN);
    assert_int_equal(db_begin(w.c, DB_READ), ERR_OK);
    assert_int_equal(team_list(w.c, CITY, NULL, 0, 50, &list, &n), ERR_OK);
    assert_int_equal(n, 3);
    assert_int_equal(team_list(w.c, DISTRICT_CODE, NULL, 0, 50, &list, &n), ERR_OK);
    assert_int_equal(n, 2);
    assert_int_equal(team_list(w.c, DISTRICT_CODE, "二", 0, 50, &list, &n), ERR_OK);
    assert_int_equal(n, 1);
    assert_int_equal(db_end(w.c, true), ERR_OK);
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_team_is_kept_and_journalled),
        cmocka_unit_test(bad_teams_are_refused),
        cmocka_unit_test(members_come_and_go_with_dates),
        cmocka_unit_test(nobody_is_in_a_team_twice_at_once),
        cmocka_unit_test(who_is_no_member_cannot_leave),
        cmocka_unit_test(members_serve_in_the_teams_district),
        cmocka_unit_test(a_team_is_renamed_by_who_knows_its_version),
        cmocka_unit_test(lists_stay_inside_the_prefix),
    };
    return UNIT_RUN(tests);
}

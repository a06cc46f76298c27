/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>

#include "base/arena.h"
#include "db/db.h"
#include "journal/journal.h"
#include "post/post_world.h"

#define DUE "/api/v1/calendar/due?start=2014-09-30T17:00:00%2B08:00&limit="
#define NEW_YEAR                                                                                   \
    "{\"year\":2027,\"days\":[{\"name\":\"元旦\",\"date\":\"2027-01-01\",\"isOffDay\":true}]}"

static int get(struct city *w, const char *target)
{
    return city_ask(w, "GET", target, NULL, 0, NULL);
}

static int import(struct city *w, const char *query, const char *who, const char *body)
{
    return city_ask(w, "POST", arena_printf(w->c->mem, "/api/v1/imports/holidays%s", query), who, 0,
                    body);
}

static void anybody_sees_the_calendar(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    assert_int_equal(get(&w, "/api/v1/calendar?area=410105016211&year=2026"), 200);
    assert_true(city_says(&w, "\"area\":\"410105016211\",\"version\":1,"
                              "\"rules\":{\"work_day\":\"nth_end\",\"natural_day\":\"rolling\"},"
                              "\"hours\":[{\"from\":null,\"days\":[1,2,3,4,5],"
                              "\"windows\":\"08:00-12:00,14:00-18:00\"}],\"known_years\":[2007,"));
    assert_true(city_says(&w, ",2026],\"year\":2026,\"days\":[{\"date\":\"2026-01-01\","));
    assert_true(city_says(&w, "{\"date\":\"2026-10-01\",\"name\":\"国庆节\",\"is_off\":true}"));
    assert_true(city_says(&w, "\"warning\":{\"missing_year\":2027,\"from\":\"2027-01-01\"}"));
    assert_int_equal(w.version, 1);
    assert_int_equal(get(&w, "/api/v1/calendar?year=2023"), 200);
    assert_true(city_says(&w, "\"area\":null"));
    assert_false(strstr(w.body, "2022-12-31")); /* it is under 2023, but lies in 2022 */
    assert_int_equal(get(&w, "/api/v1/calendar?year=2022"), 200);
    assert_true(city_says(&w, "2022-12-31"));
    assert_int_equal(get(&w, "/api/v1/calendar?area=419999"), 404);
    assert_int_equal(get(&w, "/api/v1/calendar?area=x"), 404);
    assert_int_equal(get(&w, "/api/v1/calendar?year=1999"), 422);
    assert_int_equal(get(&w, "/api/v1/calendar?years=2026"), 422);
    city_close(&w);
}

static void anybody_may_have_a_due_time_worked_out(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    assert_int_equal(get(&w, DUE "4%20work_hour&area=410105"), 200);
    assert_true(city_says(
        &w,
        "\"start\":\"2014-09-30T17:00:00+08:00\",\"version\":1,"
        "\"limit\":\"4 work_hour\",\"measure\":\"office_second\",\"need\":14400,\"without_pauses\":null,"
        "\"due\":\"2014-10-08T11:00:00+08:00\",\"provisional\":false,"
        "\"left\":null,\"steps\":[{\"kind\":\"start\","));
    assert_true(city_says(&w, "\"kind\":\"holiday\",\"from\":\"2014-10-01T00:00:00+08:00\","
                              "\"to\":\"2014-10-08T00:00:00+08:00\",\"amount\":0,\"sum\":3600,"
                              "\"name\":\"国庆节\"}"));
    assert_int_equal(get(&w, DUE "2%20work_day"), 200);
    assert_true(city_says(
        &w,
        "\"measure\":\"day\",\"need\":2,\"without_pauses\":null,\"due\":\"2014-10-09T18:00:00+08:00\""));
    assert_int_equal(get(&w, DUE "4%20work_hour&pause=2014-09-30T17:30:00%2B08:00/"
                                 "2014-10-08T09:00:00%2B08:00,2014-10-08T10:00:00%2B08:00/"
                                 "2014-10-09T08:00:00%2B08:00"),
                     200);
    assert_true(city_says(&w, "\"due\":\"2014-10-09T10:30:00+08:00\""));
    assert_int_equal(get(&w, DUE "4%20work_hour&pause=2014-09-30T17:30:00%2B08:00/"), 200);
    assert_true(city_says(&w, "\"due\":null,\"provisional\":false,\"left\":\"3.5 work_hour\""));
    assert_true(city_says(&w, "{\"kind\":\"pause\",\"from\":\"2014-09-30T17:30:00+08:00\","
                              "\"to\":null,\"amount\":0,\"sum\":1800,\"name\":null}]}"));
    assert_int_equal(get(&w, "/api/v1/calendar/due?limit=1%20urgent_hour"), 200);
    assert_true(city_says(&w, "\"due\":\"2026-11-24T10:00:00+08:00\"")); /* from now */
    city_close(&w);
}

static void what_cannot_be_worked_out_is_refused(void **state)
{
    static const struct {
        const char *query, *code;
    } bad[] = {
        {"4",                                                              "calendar.limit"     },
        {"0%20work_day",                                                   "calendar.limit"     },
        {"4001%20work_day",                                                "calendar.limit"     },
        {"1%20work_day&pause=x",                                           "calendar.pause"     },
        {"1%20work_day&pause=2014-09-30/2014-10-01",                       "calendar.pause"     }, /* before the start */
        {"1%20work_day&pause=2014-10-02/2014-10-01",                       "calendar.pause"     },
        {"1%20work_day&pause=2014-10-02/2014-10-02",                       "calendar.pause"     },
        {"1%20work_day&pause=2014-10-02/2014-10-05,2014-10-03/2014-10-06", "calendar.pause"     },
        {"1%20work_day&pause=2014-10-02/,2014-10-03/2014-10-06",           "calendar.pause"     },
        {"1%20work_day&pause=2014-10-02/9999-01-01",                       "calendar.pause"     },
        {"1%20work_day&area=41",                                           "area.unknown"       },
        {"1%20work_day&slack=1",                                           "input.unknown_field"},
    };
    (void)state;
    struct city w;
    city_open(&w);
    for (size_t i = 0; i < LEN(bad); i++) {
        int status = get(&w, arena_printf(w.c->mem, "%s%s", DUE, bad[i].query));
        if ((status != 422 && status != 404) || !strstr(w.body, bad[i].code))
            fail_msg("%s: %d %s", bad[i].query, status, w.body);
    }
    assert_int_equal(get(&w, "/api/v1/calendar/due"), 422);
    assert_int_equal(get(&w, "/api/v1/calendar/due?limit=1%20work_day&start=1999-12-31"), 422);
    assert_true(city_says(&w, "calendar.year"));
    assert_int_equal(get(&w, "/api/v1/calendar/due?limit=1%20work_day&start=2061-01-01"), 422);
    assert_int_equal(get(&w, "/api/v1/calendar/due?limit=1%20work_day&start=soon"), 422);
    city_close(&w);
}

static void an_admin_brings_a_year_and_takes_it_back(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    assert_int_equal(import(&w, "?area=410105&dry_run=true", "admin", NEW_YEAR), 200);
    assert_true(city_says(&w,
                          "{\"applied\":false,\"rows\":1,\"added\":1,\"changed\":0,\"removed\":0,"
                          "\"unchanged\":0,\"years\":[2027],\"version\":1,"
                          "\"errors\":0,\"warnings\":0,\"findings\":[]}"));
    assert_int_equal(import(&w, "?area=410105", "admin", NEW_YEAR), 200);
    assert_true(city_says(&w, "\"applied\":true"));
    assert_true(city_says(&w, "\"version\":2"));
    assert_string_equal(city_last(&w)->noun, "calendar");
    assert_string_equal(city_last(&w)->who, "郑管理");
    assert_string_equal(city_last(&w)->role, "admin");
    assert_int_equal(get(&w, "/api/v1/calendar?area=410105&year=2027"), 200);
    assert_true(city_says(&w, "\"warning\":null"));
    assert_int_equal(get(&w, "/api/v1/calendar?area=410102&year=2027"), 200);
    assert_true(city_says(&w, "\"missing_year\":2027"));
    assert_int_equal(import(&w, "/undo?area=410105", "admin", NULL), 200);
    assert_true(city_says(&w, "\"removed\":1"));
    assert_int_equal(import(&w, "/undo?area=410105", "admin", NULL), 409);
    assert_true(city_says(&w, "calendar.nothing_to_undo"));
    assert_int_equal(get(&w, "/api/v1/calendar?area=410105"), 200);
    assert_true(city_says(&w, "\"missing_year\":2027"));
    city_close(&w);
}

static void a_table_is_taken_too_and_errors_leave_all_as_it_was(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    assert_int_equal(import(&w, "?area=410105", "admin",
                            "date,name,is_off\n2027-01-01,元旦,1\n2027-02-30,春节,1\n"),
                     200);
    assert_true(city_says(&w, "\"applied\":false"));
    assert_true(
        city_says(&w, "\"findings\":[{\"cell\":null,\"row\":3,\"key\":null,\"severity\":\"error\","
                      "\"rule\":\"date\",\"detail\":\"2027-02-30\"}]"));
    assert_int_equal(import(&w, "?area=410105", "admin", "date,name,is_off\n2027-01-01,元旦,1\n"),
                     200);
    assert_true(city_says(&w, "\"applied\":true"));
    assert_int_equal(import(&w, "?area=410105", "admin", "date\n2027-01-01\n"), 422);
    assert_int_equal(import(&w, "?area=410105", "admin", "{}"), 200);
    assert_true(city_says(&w, "\"applied\":false"));
    city_close(&w);
}

static void the_calendar_for_all_is_changed_from_the_top_only(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    assert_int_equal(import(&w, "", "admin", NEW_YEAR), 403);
    assert_int_equal(import(&w, "?area=410105", "abroad", NEW_YEAR), 403);
    assert_int_equal(import(&w, "?area=410105", "intake", NEW_YEAR), 403);
    assert_int_equal(import(&w, "?area=4101", "admin", NEW_YEAR), 403);
    assert_int_equal(import(&w, "", NULL, NEW_YEAR), 401);
    assert_int_equal(import(&w, "", "city", NEW_YEAR), 200);
    assert_true(city_says(&w, "\"applied\":true"));
    const struct journal_row *rows;
    size_t n;
    assert_int_equal(db_begin(w.c, DB_READ), ERR_OK);
    assert_int_equal(journal_list(w.c, CITY, "calendar", INT64_MAX, 9, &rows, &n), ERR_OK);
    db_undo(w.c);
    assert_int_equal(n, 1);
    assert_string_equal(rows->area, CITY);
    assert_int_equal(get(&w, "/api/v1/calendar?area=410102&year=2027"), 200);
    assert_true(city_says(&w, "\"warning\":null"));
    assert_int_equal(city_ask(&w, "PATCH", "/api/v1/calendar", "admin", 2, "{}"), 403);
    city_close(&w);
}

static void hours_are_changed_by_whoever_saw_the_present_ones(void **state)
{
    static const char change[] =
        "{\"work_day\":\"rolling\",\"hours\":[{\"days\":[1,2,3,4,5,6],\"windows\":\"09:00-17:00\"},"
        "{\"from\":\"2026-06-01\",\"days\":[1],\"windows\":\"08:00-12:00,15:00-18:30\"}]}";
    (void)state;
    struct city w;
    city_open(&w);
    const char *target = "/api/v1/calendar?area=410105";
    assert_int_equal(city_ask(&w, "PATCH", target, "admin", 0, change), 428);
    assert_int_equal(city_ask(&w, "PATCH", target, "admin", 7, change), 412);
    assert_int_equal(city_ask(&w, "PATCH", target, "admin", 1, change), 200);
    assert_true(
        city_says(&w, "\"area\":\"410105\",\"version\":2,\"rules\":{\"work_day\":\"rolling\""));
    assert_true(city_says(&w, "\"hours\":[{\"from\":null,\"days\":[1,2,3,4,5,6],"
                              "\"windows\":\"09:00-17:00\"},{\"from\":\"2026-06-01\",\"days\":[1],"
                              "\"windows\":\"08:00-12:00,15:00-18:30\"}]"));
    assert_int_equal(w.version, 2);
    assert_int_equal(city_ask(&w, "PATCH", target, "admin", 1, change), 412);
    assert_int_equal(
        city_ask(&w, "PATCH", target, "admin", 2, "{\"hours\":[],\"work_day\":\"inherit\"}"), 200);
    assert_true(city_says(&w, "\"windows\":\"08:00-12:00,14:00-18:00\"}]"));
    static const char *const bad[] = {
        "{\"hours\":{}}",
        "{\"hours\":[{\"days\":[8],\"windows\":\"09:00-17:00\"}]}",
        "{\"hours\":[{\"days\":[],\"windows\":\"09:00-17:00\"}]}",
        "{\"hours\":[{\"days\":[1],\"windows\":\"17:00-09:00\"}]}",
        "{\"hours\":[{\"from\":\"2026-02-30\",\"days\":[1],\"windows\":\"09:00-17:00\"}]}",
        "{\"hours\":[{\"days\":[1],\"windows\":\"09:00-17:00\",\"x\":1}]}",
        "{\"work_day\":\"hours\"}",
        "{\"holidays\":[]}",
    };
    for (size_t i = 0; i < LEN(bad); i++)
        if (city_ask(&w, "PATCH", target, "admin", 3, bad[i]) != 422)
            fail_msg("%s: %s", bad[i], w.body);
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(anybody_sees_the_calendar),
        cmocka_unit_test(anybody_may_have_a_due_time_worked_out),
        cmocka_unit_test(what_cannot_be_worked_out_is_refused),
        cmocka_unit_test(an_admin_brings_a_year_and_takes_it_back),
        cmocka_unit_test(a_table_is_taken_too_and_errors_leave_all_as_it_was),
        cmocka_unit_test(the_calendar_for_all_is_changed_from_the_top_only),
        cmocka_unit_test(hours_are_changed_by_whoever_saw_the_present_ones),
    };
    return UNIT_RUN(tests);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/agenda.h"

#include "base/json_in.h"
#include "calendar/calendar_world.h"
#include "casefile/case_api.h"
#include "casefile/case_world.h"

static void add(struct city *w, const struct casefile *f, const char *why)
{
    city_begin(w);
    assert_int_equal(agenda_add(w->c, f, why), ERR_OK);
    assert_int_equal(city_end(w, true), ERR_OK);
}

static void settle(struct city *w, struct receipt r)
{
    city_begin(w);
    assert_int_equal(agenda_settle(w->c, r.district, r.id), ERR_OK);
    assert_int_equal(city_end(w, true), ERR_OK);
}

static size_t list(struct city *w, const char *area, const struct agenda_item **out)
{
    size_t n;
    const struct atlas_view *v = atlas_take(w->app.atlas);
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(agenda_list(w->c, v, area, out, &n), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    atlas_give(w->app.atlas, v);
    return n;
}

static void a_case_stands_on_its_communitys_list_once_until_it_is_settled(void **state)
{
    struct city w;
    const struct agenda_item *items;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, NOISE, CELL_1);
    struct casefile f = city_case(&w, r);
    add(&w, &f, "dispute_open");
    int64_t since = w.c->now;
    add(&w, &f, "dispute_open");
    assert_int_equal(list(&w, VILLAGE, &items), 1);
    assert_string_equal(items[0].community, VILLAGE);
    assert_string_equal(items[0].why, "dispute_open");
    assert_int_equal(items[0].casefile, r.id);
    assert_int_equal(items[0].since, since);
    settle(&w, r);
    assert_int_equal(list(&w, VILLAGE, &items), 0);
    settle(&w, r);
    add(&w, &f, "dispute_open"); /* disputed once more */
    assert_int_equal(list(&w, VILLAGE, &items), 1);
    assert_int_equal(items[0].since, w.c->now);
    f.cycle = 2;
    add(&w, &f, "dispute_open");
    assert_int_equal(list(&w, VILLAGE, &items), 2);
    city_close(&w);
}

static void a_list_has_the_cases_of_its_area_only(void **state)
{
    struct city w;
    const struct agenda_item *items;
    static const char *const areas[] = {CELL_1, VILLAGE_3, TOWN, OTHER_VILLAGE};
    static const struct {
        const char *area;
        size_t n;
    } wanted[] = {
        {CELL_1,  1},
        {CELL_2,  0},
        {VILLAGE, 1},
        {TOWN,    2},
        {TOWN_2,  1},
        {JINSHUI, 3},
        {CITY,    4},
    };
    (void)state;
    city_open(&w);
    for (size_t i = 0; i < LEN(areas); i++) {
        struct casefile f = city_case(&w, city_report(&w, NOISE, areas[i]));
        add(&w, &f, "dispute_open");
    }
    for (size_t i = 0; i < LEN(wanted); i++)
        assert_int_equal(list(&w, wanted[i].area, &items), wanted[i].n);
    assert_string_equal(items[1].community, TOWN); /* the case stands in no community */
    city_close(&w);
}

static void the_list_tells_case_reason_and_meeting_day(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    w.setup.routes = &agenda_routes;
    w.setup.n_routes = 1;
    struct receipt r = city_report(&w, NOISE, CELL_1);
    struct casefile f = city_case(&w, r);
    add(&w, &f, "dispute_open");
    assert_int_equal(city_ask(&w, CHIEF, "GET", "/api/v1/agenda?area=" TOWN, NULL), 200);
    const struct node *item = node_at(node_get(city_reply(&w), "items"), 0);
    assert_string_equal(node_text(node_get(item, "community")), VILLAGE);
    assert_string_equal(node_text(node_get(item, "name")), "马头岗社区");
    assert_string_equal(node_text(node_get(item, "meeting_day")), "2026-11-25");
    assert_string_equal(node_text(node_get(item, "why")), "dispute_open");
    assert_string_equal(node_text(node_get(node_get(item, "case"), "ref")), city_ref(&w, r));
    assert_int_equal(city_ask(&w, CHIEF, "GET", "/api/v1/agenda?area=99", NULL), 403);
    assert_int_equal(city_ask(&w, INTAKE_2, "GET", "/api/v1/agenda?area=" TOWN, NULL), 403);
    city_close(&w);
}

static void the_meeting_is_on_the_next_working_day(void **state)
{
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_NTH_END);
    static const struct {
        const char *now;
        int32_t day;
    } wanted[] = {
        {"2014-09-25 09:00", 20140926},
        {"2014-09-25 23:59", 20140926},
        {"2014-09-26 17:00", 20140928}, /* a Sunday that is worked */
        {"2014-09-30 10:00", 20141008},
        {"2014-10-10 10:00", 20141011},
    };
    (void)state;
    for (size_t i = 0; i < LEN(wanted); i++)
        assert_int_equal(agenda_meeting_day(cal, moment(wanted[i].now)), wanted[i].day);
    assert_int_equal(agenda_meeting_day(cal, moment("2060-12-31 10:00")), 0);
    calendar_free(cal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_case_stands_on_its_communitys_list_once_until_it_is_settled),
        cmocka_unit_test(a_list_has_the_cases_of_its_area_only),
        cmocka_unit_test(the_list_tells_case_reason_and_meeting_day),
        cmocka_unit_test(the_meeting_is_on_the_next_working_day),
    };
    return UNIT_RUN(tests);
}

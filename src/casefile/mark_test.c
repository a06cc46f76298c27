/* SPDX-License-Identifier: Apache-2.0 */
/* Marks on the desks that they are for, and the list of those under the eyes of all. */
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/time.h"
#include "casefile/loop_world.h"

static const struct node *items(struct city *w, enum actor who, const char *path)
{
    if (city_ask(w, who, "GET", path, NULL) != 200)
        fail_msg("%s: %s", path, city_body(w));
    return node_get(city_reply(w), "items");
}

static size_t found(struct city *w, enum actor who, const char *query)
{
    return node_len(items(w, who, arena_printf(w->c->mem, "/api/v1/cases?%s", query)));
}

static int64_t flagged(struct city *w, enum actor who, const char *area, const char *flag)
{
    int64_t n = -1;
    assert_int_equal(
        city_ask(w, who, "GET", arena_printf(w->c->mem, "/api/v1/desk?area=%s", area), NULL), 200);
    const struct node *flags = node_get(city_reply(w), "flags");
    for (size_t i = 0; i < node_len(flags); i++)
        if (strcmp(node_text(node_get(node_at(flags, i), "flag")), flag) == 0)
            assert_true(node_int(node_get(node_at(flags, i), "n"), &n));
    return n;
}

/* Twice its limit is told to the town, three times to the district: each sees its own alone. */
static void a_desk_tells_what_was_raised_to_it_from_what_lies_below(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "filed"), other = city_bring_full(&w, "filed");
    loop_do(&w, r, DISPATCHER, "dispatch", "2026-11-24 10:00");
    loop_go(&w, other, SUPERVISOR, "urge");
    assert_int_equal(found(&w, CHIEF, "raised=true&area=" VILLAGE), 1);
    loop_go(&w, other, DUTY_CHIEF, "void_case");
    (void)loop_tick(&w, "2026-11-27 18:00");
    (void)loop_tick(&w, "2026-12-02 18:00");
    loop_at(&w, "2026-11-24 11:00"); /* as long as they are signed in */
    assert_int_equal(found(&w, CHIEF, "raised=true&area=" VILLAGE), 1);
    assert_int_equal(found(&w, CHIEF, "raised=true&area=" VILLAGE "&mark=urge"), 1);
    assert_int_equal(found(&w, CHIEF, "raised=true&area=" TOWN "&mark=urge"), 0);
    assert_int_equal(found(&w, CHIEF, "raised=true&area=" TOWN), 1);
    assert_int_equal(found(&w, CHIEF, "raised=true&area=" JINSHUI), 0);
    assert_int_equal(found(&w, CHIEF, "mark=supervise&area=" TOWN), 1);
    assert_int_equal(found(&w, CHIEF, "mark=urge&area=" TOWN), 0); /* its highest is told */
    assert_int_equal(found(&w, CHIEF, "mark=list&area=" TOWN), 0);
    assert_int_equal(found(&w, MEMBER, "mine=true&mark=supervise"), 1);
    assert_int_equal(flagged(&w, CHIEF, TOWN, "raised"), 1);
    assert_int_equal(flagged(&w, CHIEF, TOWN, "mark_supervise"), 1);
    assert_int_equal(flagged(&w, CHIEF, TOWN, "mark_list"), 0);
    (void)loop_tick(&w, "2026-12-07 18:00");
    loop_at(&w, "2026-11-24 11:00");
    assert_int_equal(found(&w, CHIEF, "raised=true&area=" JINSHUI), 1);
    assert_int_equal(found(&w, CHIEF, "raised=true&area=" CITY), 1);
    city_close(&w);
}

static void what_is_answered_is_no_longer_raised(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "in_progress");
    struct casefile_act press = loop_input(&w, r, "supervise");
    press.until = w.c->now + TIME_DAY;
    loop_go_with(&w, r, SUPERVISOR, press);
    assert_int_equal(found(&w, CHIEF, "raised=true&area=" VILLAGE), 1);
    loop_sql(&w, "UPDATE casefile SET mark_late = 1");
    assert_int_equal(found(&w, CHIEF, "mark_late=true&area=" TOWN), 1);
    assert_int_equal(flagged(&w, CHIEF, TOWN, "mark_late"), 1);
    loop_go(&w, r, MEMBER, "answer_mark");
    assert_int_equal(found(&w, CHIEF, "raised=true&area=" VILLAGE), 0);
    assert_int_equal(found(&w, CHIEF, "mark_late=true&area=" TOWN), 0);
    assert_int_equal(found(&w, CHIEF, "mark=supervise&area=" TOWN), 1); /* until it ends */
    city_close(&w);
}

/* The team's name is a unit's; that of Zhang, who holds a post alone, is not told. */
static void the_public_list_names_units_and_dates_and_never_a_person(void **state)
{
    struct city w;
    const char *path = "/api/v1/listed?area=" TOWN;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "in_progress"), own = city_bring(&w, "in_progress");
    assert_int_equal(node_len(items(&w, NOBODY, path)), 0);
    struct casefile_act press = loop_input(&w, r, "list_publicly");
    press.until = w.c->now + TIME_DAY;
    press.reason = "多次反映";
    loop_go_with(&w, r, SUPERVISOR, press);
    press = loop_input(&w, own, "list_publicly");
    press.until = w.c->now + TIME_DAY;
    loop_go_with(&w, own, SUPERVISOR, press);
    const struct node *list = items(&w, NOBODY, path);
    assert_int_equal(node_len(list), 2);
    const struct node *first = node_at(list, 1), *unit = node_get(first, "unit");
    assert_string_equal(node_text(node_get(first, "kind")), LIGHT);
    assert_string_equal(node_text(node_get(first, "state")), "in_progress");
    assert_non_null(node_text(node_get(unit, "team")));
    assert_non_null(node_text(node_get(first, "due")));
    assert_int_equal(node_type(node_get(node_get(node_at(list, 0), "unit"), "team")), NODE_NULL);
    assert_false(city_says(&w, "张"));
    assert_false(city_says(&w, "多次反映"));
    assert_int_equal(node_len(items(&w, NOBODY, "/api/v1/listed?area=" TOWN_2)), 0);
    assert_int_equal(node_len(items(&w, NOBODY, "/api/v1/listed?area=" CITY)), 2);
    assert_int_equal(city_ask(&w, NOBODY, "GET", "/api/v1/listed?area=999999", NULL), 404);
    assert_int_equal(city_ask(&w, NOBODY, "GET", "/api/v1/listed", NULL), 422);
    loop_go(&w, own, HOLDER, "dispose");
    loop_go(&w, own, CHECKER, "pass");
    loop_go(&w, own, INTAKE, "close");
    assert_int_equal(node_len(items(&w, NOBODY, path)), 1);
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_desk_tells_what_was_raised_to_it_from_what_lies_below),
        cmocka_unit_test(what_is_answered_is_no_longer_raised),
        cmocka_unit_test(the_public_list_names_units_and_dates_and_never_a_person),
    };
    return UNIT_RUN(tests);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Persons, teams, posts, answers and the journal as they are asked over HTTP: rights, forms, pages. */
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/time.h"
#include "db/db.h"
#include "post/post_world.h"

#define API "/api/v1"

static const char *text_of(struct city *w, const char *key)
{
    const struct node *root;
    assert_int_equal(json_parse(w->c, w->body, strlen(w->body), &root), ERR_OK);
    return node_text(node_get(root, key));
}

static const struct node *items_of(struct city *w)
{
    const struct node *root;
    assert_int_equal(json_parse(w->c, w->body, strlen(w->body), &root), ERR_OK);
    return node_get(root, "items");
}

static void has_code(struct city *w, int status, int wanted, const char *code)
{
    if (status != wanted)
        fail_msg("%d: %s", status, w->body);
    assert_string_equal(text_of(w, "code"), code);
}

static const char *path(struct city *w, const char *noun, const char *ref, const char *rest)
{
    return arena_printf(w->c->mem, API "/%s/%s%s", noun, ref, rest);
}

static const char *add_person(struct city *w, const char *body)
{
    int status = city_ask(w, "POST", API "/persons", "admin", 0, body);
    if (status != 201)
        fail_msg("%d: %s", status, w->body);
    return text_of(w, "ref");
}

static const char *add_post(struct city *w, const char *kind, const char *area)
{
    const char *body = arena_printf(w->c->mem, "{\"kind\":\"%s\",\"area\":\"%s\"}", kind, area);
    assert_int_equal(city_ask(w, "POST", API "/posts", "admin", 0, body), 201);
    return text_of(w, "ref");
}

/* ---- rights ---- */

static void every_route_refuses_a_stranger(void **state)
{
    static const struct {
        const char *method, *noun, *rest, *body;
    } routes[] = {
        {"GET",   "persons", "",             NULL                       },
        {"PATCH", "persons", "",             "{\"name\":\"x\"}"         },
        {"POST",  "persons", "/contact",     NULL                       },
        {"GET",   "teams",   "",             NULL                       },
        {"PATCH", "teams",   "",             "{\"name\":\"x\"}"         },
        {"POST",  "teams",   "/members",     "{\"person\":\"410105-1\"}"},
        {"POST",  "teams",   "/members/end", "{\"person\":\"410105-1\"}"},
        {"GET",   "posts",   "",             NULL                       },
        {"POST",  "posts",   "/holdings",    "{}"                       },
        {"POST",  "posts",   "/vacate",      "{}"                       },
        {"POST",  "posts",   "/end",         "{}"                       },
    };
    (void)state;
    struct city w;
    city_open(&w);
    int64_t person = city_person(&w, "赵一", VILLAGE, "13812345678", false);
    int64_t team = city_team(&w, "一队", VILLAGE), post = city_post(&w, "grid_worker", CELL);
    int64_t rows = city_rows(&w);
    for (size_t i = 0; i < LEN(routes); i++) {
        int64_t id = routes[i].noun[1] == 'e' && routes[i].noun[0] == 'p' ? person
                     : routes[i].noun[0] == 't'                           ? team
                                                                          : post;
        const char *target = path(&w, routes[i].noun, city_ref(&w, id), routes[i].rest);
        has_code(&w, city_ask(&w, routes[i].method, target, NULL, 1, routes[i].body), 401,
                 "session.needed");
        has_code(&w, city_ask(&w, routes[i].method, target, "abroad", 1, routes[i].body), 403,
                 "right.area");
    }
    assert_int_equal(city_rows(&w), rows);
    city_close(&w);
}

static void lists_and_new_rows_refuse_a_stranger(void **state)
{
    static const struct {
        const char *method, *target, *body;
    } routes[] = {
        {"GET",  API "/persons?area=410105",         NULL                                                       },
        {"GET",  API "/teams?area=410105016",        NULL                                                       },
        {"GET",  API "/posts?area=41",               NULL                                                       },
        {"GET",  API "/checks/coverage?area=410105", NULL                                                       },
        {"POST", API "/persons",                     "{\"name\":\"x\",\"area\":\"410105016\"}"                  },
        {"POST", API "/teams",                       "{\"name\":\"x\",\"kind\":\"unit\",\"area\":\"410105016\"}"},
        {"POST", API "/posts",                       "{\"kind\":\"town_duty\",\"area\":\"410105016\"}"          },
    };
    (void)state;
    struct city w;
    city_open(&w);
    int64_t rows = city_rows(&w);
    for (size_t i = 0; i < LEN(routes); i++) {
        has_code(&w, city_ask(&w, routes[i].method, routes[i].target, NULL, 0, routes[i].body), 401,
                 "session.needed");
        has_code(&w, city_ask(&w, routes[i].method, routes[i].target, "abroad", 0, routes[i].body),
                 403, "right.area");
    }
    has_code(&w, city_ask(&w, "GET", API "/journal", NULL, 0, NULL), 401, "session.needed");
    has_code(&w, city_ask(&w, "GET", API "/journal", "admin", 0, NULL), 403, "right.missing");
    has_code(&w, city_ask(&w, "GET", API "/persons", "handler", 0, NULL), 403, "right.missing");
    assert_int_equal(city_rows(&w), rows);
    city_close(&w);
}

static void nobody_is_moved_to_where_the_caller_may_not_write(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    const char *person = city_ref(&w, city_person(&w, "赵一", VILLAGE, NULL, false));
    const char *team = city_ref(&w, city_team(&w, "一队", VILLAGE));
    static const char away[] = "{\"area\":\"410105017\"}";
    has_code(&w, city_ask(&w, "PATCH", path(&w, "persons", person, ""), "town", 1, away), 403,
             "right.area");
    has_code(&w, city_ask(&w, "PATCH", path(&w, "teams", team, ""), "town", 1, away), 403,
             "right.area");
    assert_int_equal(city_ask(&w, "PATCH", path(&w, "teams", team, ""), "intake", 1, away), 200);
    city_close(&w);
}

/* ---- forms ---- */

static void a_person_looks_as_the_contract_says(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    const char *ref =
        add_person(&w, "{\"name\":\"赵一\",\"area\":\"" VILLAGE "\",\"phone\":\"138 1234 "
                       "5678\",\"contact_public\":true}");
    assert_string_equal(w.location, path(&w, "persons", ref, ""));
    assert_int_equal(w.version, 1);
    assert_string_equal(
        w.body, arena_printf(w.c->mem,
                             "{\"ref\":\"%s\",\"name\":\"赵一\",\"area\":\"" VILLAGE
                             "\",\"area_name\":\"第" VILLAGE
                             "\",\"phone\":\"138****5678\",\"contact_public\":true,\"note\":null,"
                             "\"version\":1}",
                             ref));
    assert_int_equal(city_ask(&w, "GET", path(&w, "persons", ref, ""), "admin", 0, NULL), 200);
    assert_int_equal(w.version, 1);
    assert_int_equal(city_ask(&w, "POST", path(&w, "persons", ref, "/contact"), "intake", 0, NULL),
                     200);
    assert_string_equal(w.body, "{\"phone\":\"13812345678\"}");
    city_close(&w);
}

static void changes_need_the_version(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    const char *person =
        path(&w, "persons", city_ref(&w, city_person(&w, "赵一", VILLAGE, NULL, false)), "");
    const char *post = city_ref(&w, city_post(&w, "grid_worker", CELL));
    has_code(&w, city_ask(&w, "PATCH", person, "admin", 0, "{\"name\":\"x\"}"), 428,
             "version.missing");
    has_code(&w, city_ask(&w, "PATCH", person, "admin", 9, "{\"name\":\"x\"}"), 412,
             "version.stale");
    assert_int_equal(city_ask(&w, "PATCH", person, "admin", 1, "{\"name\":\"x\"}"), 200);
    assert_int_equal(w.version, 2);
    static const char *const verbs[] = {"/holdings", "/vacate", "/end"};
    for (size_t i = 0; i < LEN(verbs); i++)
        has_code(&w, city_ask(&w, "POST", path(&w, "posts", post, verbs[i]), "admin", 0, "{}"), 428,
                 "version.missing");
    city_close(&w);
}

static void unknown_fields_and_bad_values_are_refused(void **state)
{
    static const struct {
        const char *body, *code;
    } bad[] = {
        {"{\"name\":\"x\",\"area\":\"410105\",\"age\":3}",            "input.unknown_field"},
        {"{\"name\":\"x\"}",                                          "input.missing"      },
        {"{\"name\":7,\"area\":\"410105\"}",                          "input.type"         },
        {"{\"name\":\"\",\"area\":\"410105\"}",                       "input.length"       },
        {"{\"name\":\"x\",\"area\":\"here\"}",                        "area.code"          },
        {"{\"name\":\"x\",\"area\":\"410105099\"}",                   "area.unknown"       },
        {"{\"name\":\"x\",\"area\":\"410105\",\"phone\":\"call\"}",   "person.phone"       },
        {"{\"name\":\"x\",\"area\":\"410105\",\"contact_public\":1}", "input.type"         },
    };
    (void)state;
    struct city w;
    city_open(&w);
    for (size_t i = 0; i < LEN(bad); i++)
        has_code(&w, city_ask(&w, "POST", API "/persons", "admin", 0, bad[i].body), 422,
                 bad[i].code);
    has_code(&w, city_ask(&w, "GET", API "/persons/410105-AAAA", "admin", 0, NULL), 404,
             "ref.unknown");
    has_code(&w, city_ask(&w, "GET", path(&w, "persons", city_ref(&w, 77), ""), "admin", 0, NULL),
             404, "person.unknown");
    has_code(&w, city_ask(&w, "GET", API "/persons?limit=0", "admin", 0, NULL), 422, "input.range");
    has_code(&w, city_ask(&w, "GET", API "/persons?cursor=x", "admin", 0, NULL), 422,
             "input.cursor");
    city_close(&w);
}

static void a_team_shows_its_members(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    const char *person = city_ref(&w, city_person(&w, "赵一", VILLAGE, NULL, false));
    assert_int_equal(city_ask(&w, "POST", API "/teams", "admin", 0,
                              "{\"name\":\"志愿队\",\"kind\":\"volunteer_team\",\"area\":\"" TOWN
                              "\"}"),
                     201);
    const char *ref = text_of(&w, "ref");
    assert_true(city_says(&w, "\"members\":[]"));
    const char *join = arena_printf(
        w.c->mem, "{\"person\":\"%s\",\"from\":\"2026-01-01T00:00:00+08:00\"}", person);
    assert_int_equal(city_ask(&w, "POST", path(&w, "teams", ref, "/members"), "admin", 0, join),
                     201);
    assert_int_equal(w.version, 2);
    has_code(&w, city_ask(&w, "POST", path(&w, "teams", ref, "/members"), "admin", 0, join), 409,
             "team.member_already");
    const char *leave = arena_printf(w.c->mem, "{\"person\":\"%s\"}", person);
    assert_int_equal(
        city_ask(&w, "POST", path(&w, "teams", ref, "/members/end"), "admin", 0, leave), 200);
    assert_true(city_says(&w, arena_printf(w.c->mem,
                                           "\"members\":[{\"person\":{\"ref\":\"%s\",\"name\":"
                                           "\"赵一\"},\"from\":\"2026-01-01T00:00:00+08:00\","
                                           "\"to\":\"2026-11-24T09:00:00+08:00\"}]",
                                           person)));
    assert_int_equal(city_ask(&w, "GET", API "/teams?area=" TOWN, "admin", 0, NULL), 200);
    assert_int_equal(node_len(items_of(&w)), 1);
    assert_null(strstr(w.body, "members"));
    city_close(&w);
}

static void a_post_shows_its_holder_and_history(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    const char *a = city_ref(&w, city_person(&w, "赵一", VILLAGE, "13812345678", true));
    const char *b = city_ref(&w, city_person(&w, "钱二", VILLAGE, "13912345678", false));
    const char *ref = add_post(&w, "grid_worker", CELL);
    assert_true(city_says(&w, "\"holder\":null,\"deputy\":null,\"since\":null,\"until\":null,"
                              "\"history\":[]"));
    const char *hold = arena_printf(
        w.c->mem, "{\"person\":\"%s\",\"deputy\":\"%s\",\"from\":\"2026-11-01\"}", a, b);
    has_code(&w, city_ask(&w, "POST", path(&w, "posts", ref, "/holdings"), "admin", 1, "{}"), 422,
             "post.holder");
    assert_int_equal(city_ask(&w, "POST", path(&w, "posts", ref, "/holdings"), "admin", 1, hold),
                     200);
    assert_true(city_says(&w, "\"phone\":\"13812345678\""));
    assert_null(strstr(w.body, "13912345678"));
    assert_true(city_says(&w, "\"since\":\"2026-11-01T00:00:00+08:00\""));
    const char *then = API "/answer?area=" CELL "&kind=neighbour_noise&at=2026-11-02T00:00:00Z";
    assert_int_equal(city_ask(&w, "GET", then, NULL, 0, NULL), 200);
    assert_true(city_says(&w, "\"phone\":\"13812345678\"")); /* he holds it still */
    assert_int_equal(city_ask(&w, "POST", path(&w, "posts", ref, "/vacate"), "admin", 2, "{}"),
                     200);
    assert_true(city_says(&w, "\"to\":\"2026-11-24T09:00:00+08:00\"}]"));
    assert_int_equal(city_ask(&w, "GET", then, NULL, 0, NULL), 200);
    assert_true(city_says(&w, "\"name\":\"赵一\"")); /* who answered then is no secret */
    assert_false(city_says(&w, "13812345678"));
    assert_int_equal(city_ask(&w, "POST", path(&w, "posts", ref, "/end"), "admin", 3,
                              "{\"at\":\"2026-11-24T09:00:00+08:00\"}"),
                     200);
    assert_true(city_says(&w, "\"ended\":\"2026-11-24T09:00:00+08:00\""));
    assert_int_equal(city_ask(&w, "GET", API "/posts?area=" CELL, "admin", 0, NULL), 200);
    assert_int_equal(node_len(items_of(&w)), 0);
    assert_int_equal(
        city_ask(&w, "GET", API "/posts?area=" CELL "&at=2026-11-02T00:00:00Z", "admin", 0, NULL),
        200);
    assert_int_equal(node_len(items_of(&w)), 1);
    assert_true(city_says(&w, "\"name\":\"赵一\""));
    assert_false(city_says(&w, "13812345678"));
    city_close(&w);
}

static void a_planned_handover_shows_on_its_day_to_who_has_seen_the_post(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    const char *a = city_ref(&w, city_person(&w, "赵一", VILLAGE, NULL, false));
    const char *ref = add_post(&w, "grid_worker", CELL);
    const char *hold = arena_printf(w.c->mem, "{\"person\":\"%s\",\"from\":\"2026-12-01\"}", a);
    assert_int_equal(city_ask(&w, "POST", path(&w, "posts", ref, "/holdings"), "admin", 1, hold),
                     200);
    assert_int_equal(city_ask(&w, "GET", path(&w, "posts", ref, ""), "admin", 0, NULL), 200);
    assert_true(city_says(&w, "\"holder\":null"));
    int64_t seen = w.version;
    w.c->now += 8 * TIME_DAY;
    assert_int_equal(city_ask(&w, "GET", path(&w, "posts", ref, ""), "admin", seen, NULL), 200);
    assert_int_equal(w.version, seen);
    assert_true(city_says(&w, "\"name\":\"赵一\""));
    city_close(&w);
}

/* ---- pages ---- */

/* How many items there are in all, page by page; each page but the last is full. */
static size_t count_pages(struct city *w, const char *list, const char *who, size_t limit)
{
    const char *next = "";
    size_t n = 0;
    for (int pages = 0; next; pages++) {
        assert_in_range(pages, 0, 50);
        const char *target =
            arena_printf(w->c->mem, "%s%slimit=%zu%s%s", list, strchr(list, '?') ? "&" : "?", limit,
                         next[0] ? "&cursor=" : "", next);
        int status = city_ask(w, "GET", target, who, 0, NULL);
        if (status != 200)
            fail_msg("%d: %s", status, w->body);
        next = text_of(w, "next");
        n += node_len(items_of(w));
        assert_true(!next || node_len(items_of(w)) == limit);
    }
    return n;
}

static void a_list_without_an_area_shows_all_of_the_callers(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    for (int i = 0; i < 3; i++) {
        (void)city_person(&w, "赵一", OTHER_CELL, NULL, false);
        (void)city_person(&w, "钱二", "410105017", NULL, false);
        (void)city_person(&w, "孙三", CELL, NULL, false);
        (void)city_person(&w, "李四", OTHER_TOWN, NULL, false);
        (void)city_post(&w, "grid_worker", OTHER_CELL);
        (void)city_team(&w, "队", "410105017");
    }
    for (size_t limit = 1; limit <= 7; limit++) {
        assert_int_equal(count_pages(&w, API "/persons", "two", limit), 6);
        assert_int_equal(count_pages(&w, API "/persons", "admin", limit), 9);
        assert_int_equal(count_pages(&w, API "/persons", "city", limit), 12);
        assert_int_equal(count_pages(&w, API "/persons?area=" TOWN, "city", limit), 6);
        assert_int_equal(count_pages(&w, API "/persons?q=%E8%B5%B5", "city", limit), 3);
    }
    assert_int_equal(count_pages(&w, API "/posts", "two", 2), 3);
    assert_int_equal(count_pages(&w, API "/posts?kind=grid_lead", "two", 2), 0);
    assert_int_equal(count_pages(&w, API "/teams", "two", 2), 3);
    has_code(&w, city_ask(&w, "GET", API "/posts?kind=mayor", "two", 0, NULL), 422,
             "post.kind_unknown");
    city_close(&w);
}

static void posts_here_are_those_of_that_very_area(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    (void)city_post(&w, "town_duty", TOWN);
    (void)city_post(&w, "grid_worker", CELL);
    assert_int_equal(count_pages(&w, API "/posts?area=" TOWN, "city", 1), 2);
    assert_int_equal(count_pages(&w, API "/posts?here=true&area=" TOWN, "city", 1), 1);
    assert_true(city_says(&w, "\"kind\":\"town_duty\""));
    assert_int_equal(count_pages(&w, API "/posts?here=true&area=" CELL, "city", 1), 1);
    assert_int_equal(count_pages(&w, API "/posts?here=true&area=4101", "city", 1), 0);
    city_close(&w);
}

static void a_cursor_of_another_place_is_refused(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    static const char *const bad[] = {"410102.5",  "410105", "410105.",
                                      "410105.-1", ".5",     "410105.x"};
    for (size_t i = 0; i < LEN(bad); i++)
        has_code(&w,
                 city_ask(&w, "GET", arena_printf(w.c->mem, API "/persons?cursor=%s", bad[i]),
                          "admin", 0, NULL),
                 422, "input.cursor");
    city_close(&w);
}

static void the_journal_pages_back_within_the_readers_areas(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    size_t before = count_pages(&w, API "/journal", "auditor", 200);
    const char *ref = add_person(&w, "{\"name\":\"赵一\",\"area\":\"" VILLAGE "\"}");
    (void)city_person(&w, "孙三", OTHER_TOWN, NULL, false);
    assert_int_equal(count_pages(&w, API "/journal", "auditor", 3), before + 2);
    assert_int_equal(count_pages(&w, API "/journal?noun=person", "auditor", 1), 2);
    assert_int_equal(count_pages(&w, API "/journal?noun=person&area=410105", "auditor", 1), 1);
    assert_true(city_says(&w, "\"district\":\"410105\",\"seq\":null,"));
    assert_true(city_says(&w, "\"who\":\"郑管理\",\"role\":\"admin\",\"noun\":\"person\""));
    assert_true(city_says(&w, arena_printf(w.c->mem, "\"noun_ref\":\"%s\"", ref)));
    assert_true(
        city_says(&w, "\"state_from\":null,\"state_to\":null,\"reason\":null,\"hash\":null}"));
    has_code(&w, city_ask(&w, "GET", API "/journal?cursor=0", "auditor", 0, NULL), 422,
             "input.cursor");
    city_close(&w);
}

/* ---- answers ---- */

static void anybody_may_ask_who_answers(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t post = city_post(&w, "grid_worker", CELL);
    int64_t person = city_person(&w, "赵一", VILLAGE, NULL, false);
    city_hold(&w, &(struct post_hold){.district = DISTRICT, .post = post, .person = person});
    assert_int_equal(
        city_ask(&w, "GET", API "/answer?area=" CELL "&kind=neighbour_noise", NULL, 0, NULL), 200);
    assert_true(city_says(&w, "{\"area\":\"" CELL "\",\"chain\":[{\"code\":\"" CELL "\""));
    assert_true(city_says(&w, "\"name\":\"赵一\""));
    const char *by_area = w.body;
    assert_int_equal(city_ask(&w, "GET", API "/answer?lon=113.605&lat=34.705&kind=neighbour_noise",
                              NULL, 0, NULL),
                     200);
    assert_string_equal(w.body, by_area);
    assert_int_equal(
        city_ask(&w, "GET", API "/answer?area=410102&kind=neighbour_noise", NULL, 0, NULL), 200);
    assert_true(city_says(&w, "\"answer\":{\"found\":false,"));
    assert_true(city_says(&w, "\"candidates\":[]"));
    assert_int_equal(city_ask(&w, "GET", API "/areas/" CELL "/answers", NULL, 0, NULL), 200);
    assert_int_equal(node_len(items_of(&w)), w.app.programmes->n_kinds);
    city_close(&w);
}

static void questions_without_sense_are_refused(void **state)
{
    static const struct {
        const char *target;
        int status;
        const char *code;
    } bad[] = {
        {API "/answer?area=" CELL,                                  422, "input.missing"      },
        {API "/answer?kind=water_leak",                             422, "place.missing"      },
        {API "/answer?kind=water_leak&lon=113",                     422, "place.missing"      },
        {API "/answer?kind=dragon&area=" CELL,                      422, "case.kind_unknown"  },
        {API "/answer?kind=water_leak&area=123456",                 404, "area.unknown"       },
        {API "/answer?kind=water_leak&lon=0&lat=0",                 404, "locate.outside"     },
        {API "/answer?kind=water_leak&lon=200&lat=0",               422, "input.range"        },
        {API "/answer?kind=water_leak&lon=113.6&lat=34.7&crs=mars", 422, "geo.crs"            },
        {API "/answer?kind=water_leak&area=" CELL "&at=2026-13-01", 422, "input.type"         },
        {API "/answer?kind=water_leak&area=" CELL "&where=here",    422, "input.unknown_field"},
        {API "/areas/123456/answers",                               404, "area.unknown"       },
    };
    (void)state;
    struct city w;
    city_open(&w);
    for (size_t i = 0; i < LEN(bad); i++)
        has_code(&w, city_ask(&w, "GET", bad[i].target, NULL, 0, NULL), bad[i].status, bad[i].code);
    city_close(&w);
}

static void coverage_is_told_to_officers(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    assert_int_equal(city_ask(&w, "GET", API "/checks/coverage?area=" VILLAGE, "admin", 0, NULL),
                     200);
    assert_true(city_says(&w, "{\"required_kinds\":[\"grid_lead\",\"community_duty\"],\"leaves\":2,"
                              "\"covered\":0,\"items\":[{\"area\":\"" CELL "\",\"name\":\"第" CELL
                              "\",\"kind\":\"grid_lead\"},"));
    has_code(&w, city_ask(&w, "GET", API "/checks/coverage", "admin", 0, NULL), 422,
             "input.missing");
    has_code(&w, city_ask(&w, "GET", API "/checks/coverage?area=410105099", "admin", 0, NULL), 404,
             "area.unknown");
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_route_refuses_a_stranger),
        cmocka_unit_test(lists_and_new_rows_refuse_a_stranger),
        cmocka_unit_test(nobody_is_moved_to_where_the_caller_may_not_write),
        cmocka_unit_test(a_person_looks_as_the_contract_says),
        cmocka_unit_test(changes_need_the_version),
        cmocka_unit_test(unknown_fields_and_bad_values_are_refused),
        cmocka_unit_test(a_team_shows_its_members),
        cmocka_unit_test(a_post_shows_its_holder_and_history),
        cmocka_unit_test(a_planned_handover_shows_on_its_day_to_who_has_seen_the_post),
        cmocka_unit_test(a_list_without_an_area_shows_all_of_the_callers),
        cmocka_unit_test(posts_here_are_those_of_that_very_area),
        cmocka_unit_test(a_cursor_of_another_place_is_refused),
        cmocka_unit_test(the_journal_pages_back_within_the_readers_areas),
        cmocka_unit_test(anybody_may_ask_who_answers),
        cmocka_unit_test(questions_without_sense_are_refused),
        cmocka_unit_test(coverage_is_told_to_officers),
    };
    return UNIT_RUN(tests);
}

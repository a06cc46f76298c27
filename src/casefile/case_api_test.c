/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of cases through the whole pipeline, without a socket. */
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "casefile/case_api.h"
#include "casefile/case_parts.h"
#include "casefile/case_world.h"
#include "journal/journal.h"

static const char noise_body[] =
    "{\"kind\":\"neighbour_noise\",\"body\":\"夜里很吵\",\"area\":\"" CELL_1 "\","
    "\"address\":\"3号楼\",\"name\":\"王小明\",\"phone\":\"13812345678\"}";

/* ---- rights ---- */

static void every_route_for_officers_refuses_strangers_and_those_without_the_right(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, NOISE, CELL_1);
    const char *one = city_path(&w, r, ""), *act = city_path(&w, r, "/act"),
               *contact = city_path(&w, r, "/contact"), *accept = "{\"action\":\"accept\"}";
    const struct {
        const char *method, *path, *body;
        enum actor refused; /* signed in, but without this right here */
    } rows[] = {
        {"GET",  "/api/v1/cases",              NULL,   AUDITOR   },
        {"GET",  "/api/v1/cases?area=" TOWN_2, NULL,   INTAKE    },
        {"GET",  one,                          NULL,   INTAKE_2  },
        {"GET",  one,                          NULL,   ADMIN     },
        {"POST", act,                          accept, INTAKE_2  },
        {"POST", act,                          accept, ADMIN     },
        {"POST", contact,                      NULL,   CHECKER   },
        {"POST", contact,                      NULL,   SUPERVISOR},
        {"POST", contact,                      NULL,   INTAKE_2  },
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        assert_int_equal(
            city_ask_with(&w, NOBODY, rows[i].method, rows[i].path, rows[i].body, 1, NULL), 401);
        assert_int_equal(
            city_ask_with(&w, rows[i].refused, rows[i].method, rows[i].path, rows[i].body, 1, NULL),
            403);
    }
    assert_string_equal(city_case(&w, r).state, "reported");
    assert_int_equal(city_rows(&w), 1);
    city_close(&w);
}

/* ---- filing and following ---- */

static void a_report_gives_a_receipt_that_follows_the_case(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_file(&w, noise_body);
    assert_string_equal(w.reply.location, city_path(&w, r, ""));
    assert_string_equal(city_text(&w, "state"), "reported");
    assert_string_equal(city_text(&w, "area"), CELL_1);
    assert_int_equal(node_len(node_get(city_reply(&w), "chain")), 5);
    assert_true(city_says(&w, "\"name\":\"张三\""));
    assert_int_equal(city_act(&w, r, INTAKE, "accept"), ERR_OK);
    assert_int_equal(city_ask(&w, NOBODY, "POST", "/api/v1/follow", city_receipt(&w, r, "")), 200);
    assert_string_equal(w.reply.etag, "\"v2\"");
    assert_string_equal(city_text(&w, "state"), "accepted");
    assert_string_equal(city_text(&w, "body"), "夜里很吵");
    assert_true(city_says(&w, "\"role\":\"intake\""));
    assert_false(city_says(&w, "何受理"));
    assert_false(city_says(&w, "王小明"));
    assert_false(city_says(&w, "13812345678"));
    assert_true(city_says(&w, "\"holder\":{\"type\":\"person\""));
    assert_int_equal(city_ask(&w, NOBODY, "POST", "/api/v1/follow",
                              arena_printf(w.c->mem, "{\"ref\":\"%s\",\"secret\":\"AAAAA-AAAAA\"}",
                                           city_ref(&w, r))),
                     404);
    assert_string_equal(city_code(&w), "follow.unknown");
    city_close(&w);
}

static void a_retried_report_is_filed_once(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    assert_int_equal(
        city_ask_with(&w, NOBODY, "POST", "/api/v1/cases", noise_body, 0, "key-00000001"), 201);
    const char *first = arena_copy(w.c->mem, city_body(&w));
    for (int i = 0; i < 2; i++) {
        assert_int_equal(
            city_ask_with(&w, NOBODY, "POST", "/api/v1/cases", noise_body, 0, "key-00000001"), 201);
        assert_string_equal(city_body(&w), first);
    }
    assert_int_equal(city_rows(&w), 1);
    assert_int_equal(
        city_ask_with(&w, NOBODY, "POST", "/api/v1/cases",
                      "{\"kind\":\"neighbour_noise\",\"body\":\"另一件\",\"area\":\"" CELL_1 "\"}",
                      0, "key-00000001"),
        422);
    assert_string_equal(city_code(&w), "idempotency.mismatch");
    assert_int_equal(city_rows(&w), 1);
    city_close(&w);
}

static void a_reporter_disputes_the_version_he_saw(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "closed");
    const char *body = city_receipt(&w, r, ",\"action\":\"dispute\",\"reason\":\"还是很吵\"");
    assert_int_equal(city_ask(&w, NOBODY, "POST", "/api/v1/follow/act", body), 428);
    assert_int_equal(city_ask_with(&w, NOBODY, "POST", "/api/v1/follow/act", body, 5, NULL), 412);
    assert_int_equal(city_ask_with(&w, NOBODY, "POST", "/api/v1/follow/act", body, 6, NULL), 200);
    assert_string_equal(city_text(&w, "state"), "disputed");
    assert_true(city_says(&w, "还是很吵"));
    assert_string_equal(city_case(&w, r).verdict, "disputed");
    assert_int_equal(city_ask_with(&w, NOBODY, "POST", "/api/v1/follow/act", body, 7, NULL), 409);
    assert_string_equal(city_code(&w), "case.action_not_now");
    city_close(&w);
}

static void what_a_reporter_says_stands_beside_the_journal(void **state)
{
    struct city w;
    const struct journal_row *rows;
    size_t n;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "closed");
    struct casefile_act act = {.action = "confirm",
                               .version = city_case(&w, r).version,
                               .note = "修得很快",
                               .rating = 5,
                               .secret = r.secret};
    assert_int_equal(city_act_with(&w, r, REPORTER, &act), ERR_OK);
    act = (struct casefile_act){.action = "dispute",
                                .version = act.version + 1,
                                .reason = "三楼的老王说又坏了",
                                .secret = r.secret};
    assert_int_equal(city_act_with(&w, r, REPORTER, &act), ERR_OK);
    assert_int_equal(db_begin(w.c, DB_READ), ERR_OK);
    assert_int_equal(journal_of(w.c, r.district, "casefile", r.id, &rows, &n), ERR_OK);
    assert_int_equal(db_end(w.c, true), ERR_OK);
    for (size_t i = n - 2; i < n; i++) {
        assert_null(rows[i].reason);
        assert_null(strstr(rows[i].after, "修得"));
        assert_non_null(strstr(rows[i].after, "\"said\":\""));
    }
    assert_int_equal(city_ask(&w, INTAKE, "GET", city_path(&w, r, ""), NULL), 200);
    assert_true(city_says(&w, "\"note\":\"修得很快\""));
    assert_true(city_says(&w, "\"reason\":\"三楼的老王说又坏了\""));
    assert_int_equal(city_ask(&w, NOBODY, "POST", "/api/v1/follow", city_receipt(&w, r, "")), 200);
    assert_true(city_says(&w, "修得很快"));
    assert_true(city_says(&w, "三楼的老王说又坏了"));
    city_close(&w);
}

/* What became of the other case is told; what its own reporter said is not. */
static void the_follower_of_a_merged_case_sees_where_it_lives_on(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt a = city_file(&w, noise_body), b = city_report(&w, NOISE, CELL_1);
    struct casefile_act merge = {.action = "merge", .version = 1, .into = b.id};
    assert_int_equal(city_act_with(&w, a, INTAKE, &merge), ERR_OK);
    struct casefile_act withdraw = {
        .action = "withdraw", .version = 1, .reason = "私下的话", .secret = b.secret};
    assert_int_equal(city_act_with(&w, b, REPORTER, &withdraw), ERR_OK);
    assert_int_equal(city_ask(&w, NOBODY, "POST", "/api/v1/follow", city_receipt(&w, a, "")), 200);
    assert_string_equal(city_text(&w, "ref"), city_ref(&w, a));
    assert_string_equal(city_text(&w, "state"), "void");
    assert_string_equal(city_text(&w, "address"), "3号楼");
    assert_true(city_says(&w, "\"action\":\"withdraw\""));
    assert_false(city_says(&w, "私下的话"));
    assert_int_equal(node_len(node_get(city_reply(&w), "actions")), 0);
    assert_int_equal(node_len(node_get(city_reply(&w), "history")), 3);
    city_close(&w);
}

static void a_point_in_shifted_coordinates_is_put_where_it_is(void **state)
{
    struct city w;
    double lon, lat;
    (void)state;
    city_open(&w);
    struct receipt r = city_file(
        &w, "{\"kind\":\"neighbour_noise\",\"body\":\"夜里很吵\",\"lon\":113.6110,\"lat\":34.7040,"
            "\"crs\":\"gcj02\"}");
    struct casefile f = city_case(&w, r);
    lon = f.point.lon_e7 / 1e7;
    lat = f.point.lat_e7 / 1e7;
    assert_true(lon > 113.604 && lon < 113.606);
    assert_true(lat > 34.705 && lat < 34.706);
    assert_string_equal(f.area, CELL_1);
    city_close(&w);
}

/* ---- pages ---- */

static size_t items(struct city *w)
{
    return node_len(node_get(city_reply(w), "items"));
}

static void a_list_is_limited_to_where_the_caller_may_look(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    (void)city_report(&w, NOISE, CELL_1);
    (void)city_report(&w, LIGHT, CELL_1);
    (void)city_report(&w, NOISE, VILLAGE_3);
    (void)city_report(&w, NOISE, OTHER_VILLAGE);
    const struct {
        enum actor who;
        const char *query;
        size_t n;
    } rows[] = {
        {INTAKE,     "",                           2},
        {INTAKE_2,   "",                           2},
        {SUPERVISOR, "",                           3},
        {CHIEF,      "",                           4},
        {CHIEF,      "?area=" CITY,                4},
        {CHIEF,      "?area=" TOWN "&kind=" NOISE, 1},
        {CHIEF,      "?open=false",                0},
        {CHIEF,      "?state=accepted",            0},
        {HOLDER,     "?mine=true",                 1},
        {MEMBER,     "?mine=true&open=true",       1},
        {BYSTANDER,  "?mine=true",                 0},
        {CHIEF,      "?mine=true",                 0},
        {CHIEF,      "?limit=200",                 4},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        const char *target = arena_printf(w.c->mem, "/api/v1/cases%s", rows[i].query);
        assert_int_equal(city_ask(&w, rows[i].who, "GET", target, NULL), 200);
        if (items(&w) != rows[i].n)
            fail_msg("%d %s: %zu", (int)rows[i].who, rows[i].query, items(&w));
    }
    assert_int_equal(city_ask(&w, CHIEF, "GET", "/api/v1/cases?limit=3", NULL), 200);
    const char *next = city_text(&w, "next");
    assert_int_equal(city_ask(&w, CHIEF, "GET",
                              arena_printf(w.c->mem, "/api/v1/cases?limit=3&cursor=%s", next),
                              NULL),
                     200);
    assert_int_equal(items(&w), 1);
    assert_int_equal(node_type(node_get(city_reply(&w), "next")), NODE_NULL);
    city_close(&w);
}

static void a_list_refuses_what_it_does_not_know(void **state)
{
    static const struct {
        const char *query, *code;
    } rows[] = {
        {"state=lost",                   "case.state_unknown" },
        {"flow=full,lost",               "case.flow_unknown"  },
        {"kind=weather",                 "case.kind_unknown"  },
        {"open=yes",                     "input.type"         },
        {"mine=1",                       "input.type"         },
        {"limit=0",                      "input.range"        },
        {"limit=201",                    "input.range"        },
        {"cursor=abc",                   "input.cursor"       },
        {"cursor=-1",                    "input.cursor"       },
        {"area=4101x",                   "area.code"          },
        {"post=410105-ZZ",               "ref.unknown"        },
        {"sort=name",                    "input.unknown_field"},
        {"mine=true&post=410105-000000", "input.unknown_field"},
    };
    struct city w;
    (void)state;
    city_open(&w);
    for (size_t i = 0; i < LEN(rows); i++) {
        assert_int_equal(city_ask(&w, CHIEF, "GET",
                                  arena_printf(w.c->mem, "/api/v1/cases?%s", rows[i].query), NULL),
                         422);
        assert_string_equal(city_code(&w), rows[i].code);
    }
    city_close(&w);
}

static void a_long_text_is_cut_in_lists_only(void **state)
{
    struct city w;
    struct buf b = {0};
    (void)state;
    city_open(&w);
    b.mem = w.c->mem;
    buf_text(&b, "{\"kind\":\"neighbour_noise\",\"area\":\"" CELL_1 "\",\"body\":\"");
    for (int i = 0; i < 81; i++)
        buf_text(&b, i < 80 ? "吵" : "完");
    buf_text(&b, "\"}");
    struct receipt r = city_file(&w, buf_str(&b));
    assert_int_equal(city_ask(&w, CHIEF, "GET", "/api/v1/cases", NULL), 200);
    assert_true(city_says(&w, "吵…\""));
    assert_false(city_says(&w, "完"));
    assert_int_equal(city_ask(&w, CHIEF, "GET", city_path(&w, r, ""), NULL), 200);
    assert_true(city_says(&w, "吵完\""));
    city_close(&w);
}

/* ---- one case ---- */

static void an_officer_sees_the_case_but_a_contact_only_masked(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_file(&w, noise_body), other = city_report(&w, NOISE, CELL_1);
    assert_int_equal(city_ask(&w, INTAKE, "GET", city_path(&w, r, ""), NULL), 200);
    assert_string_equal(w.reply.etag, "\"v1\"");
    assert_string_equal(city_text(&w, "ref"), city_ref(&w, r));
    assert_true(city_says(&w, "\"contact_masked\":{\"name\":\"王**\",\"phone\":\"138****5678\"}"));
    assert_false(city_says(&w, "王小明"));
    assert_true(city_says(&w, city_ref(&w, other))); /* as a possible duplicate */
    assert_true(city_says(&w, "\"action\":\"accept\""));
    assert_int_equal(node_len(node_get(city_reply(&w), "actions")), 7);
    assert_int_equal(city_ask(&w, INTAKE, "POST", city_path(&w, r, "/contact"), NULL), 200);
    assert_string_equal(city_text(&w, "phone"), "13812345678");
    assert_string_equal(city_text(&w, "name"), "王小明");
    assert_int_equal(city_ask(&w, INTAKE, "GET", city_path(&w, r, ""), NULL), 200);
    assert_true(city_says(&w, "\"action\":\"open_contact\""));
    city_close(&w);
}

static void an_action_needs_the_version_and_answers_with_the_case(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, NOISE, CELL_1);
    const char *path = city_path(&w, r, "/act"), *accept = "{\"action\":\"accept\"}";
    assert_int_equal(city_ask(&w, INTAKE, "POST", path, accept), 428);
    assert_int_equal(city_ask_with(&w, INTAKE, "POST", path, accept, 9, NULL), 412);
    assert_int_equal(city_ask_with(&w, INTAKE, "POST", path, accept, 1, NULL), 200);
    assert_string_equal(w.reply.etag, "\"v2\"");
    assert_string_equal(city_text(&w, "state"), "accepted");
    assert_int_equal(city_ask_with(&w, HOLDER, "POST", path, accept, 2, NULL), 409);
    assert_int_equal(city_ask_with(&w, INTAKE, "POST", path, "{\"action\":\"start\"}", 2, NULL),
                     403);
    assert_string_equal(city_code(&w), "case.role");
    assert_int_equal(city_ask_with(&w, HOLDER, "POST", path, "{\"action\":\"start\"}", 2, NULL),
                     200);
    assert_int_equal(city_ask_with(&w, HOLDER, "POST", path,
                                   "{\"action\":\"dispose\",\"note\":\"劝住了\"}", 3, NULL),
                     200);
    assert_string_equal(city_text(&w, "handler_name"), "张三");
    assert_true(city_says(&w, "\"note\":\"劝住了\""));
    assert_int_equal(
        city_ask_with(&w, HOLDER_CHECKS, "POST", path, "{\"action\":\"pass\"}", 4, NULL), 403);
    assert_string_equal(city_code(&w), "case.checker_is_handler");
    city_close(&w);
}

static void an_action_names_what_it_needs_for_this_kind(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt noise = city_bring(&w, "in_progress"),
                   light = city_bring_full(&w, "in_progress");
    assert_int_equal(city_ask(&w, HOLDER, "GET", city_path(&w, noise, ""), NULL), 200);
    assert_true(city_says(&w, "\"to\":\"disposed\",\"needs\":[\"note\"]"));
    assert_int_equal(city_ask(&w, MEMBER, "GET", city_path(&w, light, ""), NULL), 200);
    assert_true(city_says(&w, "\"to\":\"disposed\",\"needs\":[\"note\",\"photo_after\"]"));
    city_close(&w);
}

static void references_of_another_district_lead_nowhere(void **state)
{
    struct city w;
    char ref[TEXT_REF];
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, NOISE, CELL_1), far = city_report(&w, NOISE, OTHER_VILLAGE);
    text_ref(410103, w.duty_post, ref);
    const char *route = arena_printf(w.c->mem, "{\"action\":\"route\",\"post\":\"%s\"}", ref);
    const char *merge =
        arena_printf(w.c->mem, "{\"action\":\"merge\",\"into\":\"%s\"}", city_ref(&w, far));
    const struct {
        const char *body, *code;
    } rows[] = {
        {route,                                           "case.post_unknown"},
        {merge,                                           "case.into_unknown"},
        {"{\"action\":\"merge\",\"into\":\"410105-XX\"}", "case.into_unknown"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        assert_int_equal(
            city_ask_with(&w, CHIEF, "POST", city_path(&w, r, "/act"), rows[i].body, 1, NULL), 422);
        assert_string_equal(city_code(&w), rows[i].code);
    }
    assert_int_equal(city_ask(&w, CHIEF, "GET", "/api/v1/cases/410105-9999", NULL), 404);
    city_close(&w);
}

static void support_and_neighbours_are_open_to_all(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_file(&w, noise_body);
    assert_int_equal(city_ask(&w, NOBODY, "POST", city_path(&w, r, "/support"), NULL), 200);
    assert_string_equal(city_body(&w), "{\"supports\":1}");
    assert_int_equal(
        city_ask(&w, NOBODY, "GET", "/api/v1/cases/near?kind=neighbour_noise&area=" CELL_1, NULL),
        200);
    assert_int_equal(items(&w), 1);
    assert_true(city_says(&w, "\"supports\":1"));
    assert_false(city_says(&w, "夜里") || city_says(&w, "3号楼") || city_says(&w, "王"));
    assert_int_equal(city_ask(&w, NOBODY, "GET", "/api/v1/cases/near?kind=neighbour_noise", NULL),
                     422);
    assert_string_equal(city_code(&w), "place.missing");
    assert_int_equal(
        city_ask(&w, NOBODY, "GET", "/api/v1/cases/near?kind=neighbour_noise&lon=1", NULL), 422);
    assert_int_equal(city_ask(&w, NOBODY, "GET", "/api/v1/cases/near?kind=x&area=" CELL_1, NULL),
                     422);
    city_close(&w);
}

static void the_public_is_not_told_small_numbers(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    for (int i = 0; i < 3; i++)
        (void)city_report(&w, NOISE, CELL_1);
    assert_int_equal(city_ask(&w, NOBODY, "GET", "/api/v1/figures/cases?area=" JINSHUI, NULL), 200);
    assert_true(city_says(&w,
                          "\"suppressed\":true,\"totals\":{\"open\":null,\"closed\":0,\"all\":null,"
                          "\"by_state\":{\"reported\":null}}"));
    assert_int_equal(city_ask(&w, ADMIN, "GET", "/api/v1/figures/cases?area=" JINSHUI, NULL), 200);
    assert_true(city_says(&w, "\"suppressed\":true"));
    assert_int_equal(city_ask(&w, SUPERVISOR, "GET", "/api/v1/figures/cases?area=" JINSHUI, NULL),
                     200);
    assert_true(city_says(&w, "\"suppressed\":false,\"totals\":{\"open\":3,\"closed\":0,\"all\":3,"
                              "\"by_state\":{\"reported\":3}}"));
    assert_int_equal(city_ask(&w, NOBODY, "GET", "/api/v1/figures/cases?area=99", NULL), 404);
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_route_for_officers_refuses_strangers_and_those_without_the_right),
        cmocka_unit_test(a_report_gives_a_receipt_that_follows_the_case),
        cmocka_unit_test(a_retried_report_is_filed_once),
        cmocka_unit_test(a_reporter_disputes_the_version_he_saw),
        cmocka_unit_test(what_a_reporter_says_stands_beside_the_journal),
        cmocka_unit_test(the_follower_of_a_merged_case_sees_where_it_lives_on),
        cmocka_unit_test(a_point_in_shifted_coordinates_is_put_where_it_is),
        cmocka_unit_test(a_list_is_limited_to_where_the_caller_may_look),
        cmocka_unit_test(a_list_refuses_what_it_does_not_know),
        cmocka_unit_test(a_long_text_is_cut_in_lists_only),
        cmocka_unit_test(an_officer_sees_the_case_but_a_contact_only_masked),
        cmocka_unit_test(an_action_needs_the_version_and_answers_with_the_case),
        cmocka_unit_test(an_action_names_what_it_needs_for_this_kind),
        cmocka_unit_test(references_of_another_district_lead_nowhere),
        cmocka_unit_test(support_and_neighbours_are_open_to_all),
        cmocka_unit_test(the_public_is_not_told_small_numbers),
    };
    return UNIT_RUN(tests);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of cases through the whole pipeline, without a socket. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "casefile/case_api.h"
#include "casefile/case_parts.h"
#include "casefile/case_world.h"
#include "casefile/tile.h"
#include "journal/journal.h"

static const char noise_body[] =
    "{\"kind\":\"neighbour_noise\",\"body\":\"夜里很吵\",\"area\":\"" CELL_1 "\","
    "\"address\":\"3号楼\",\"name\":\"王小明\",\"phone\":\"13812345678\"}";

static const char *text_of(struct city *w, const char *key)
{
    const char *text = node_text(node_get(city_reply(w), key));
    assert_non_null(text);
    return text;
}

static bool says(const struct city *w, const char *word)
{
    return strstr(city_body(w), word) != NULL;
}

static struct receipt file(struct city *w, const char *body)
{
    struct receipt r;
    assert_int_equal(city_ask(w, NOBODY, "POST", "/api/v1/cases", body), 201);
    assert_true(text_ref_parse(text_of(w, "ref"), &r.district, &r.id));
    assert_int_equal(strlen(text_of(w, "secret")), CASEFILE_SECRET - 1);
    memcpy(r.secret, text_of(w, "secret"), CASEFILE_SECRET);
    return r;
}

static const char *case_path(struct city *w, struct receipt r, const char *rest)
{
    return arena_printf(w->c->mem, "/api/v1/cases/%s%s", city_ref(w, r), rest);
}

static const char *receipt_body(struct city *w, struct receipt r, const char *rest)
{
    return arena_printf(w->c->mem, "{\"ref\":\"%s\",\"secret\":\"%s\"%s}", city_ref(w, r), r.secret,
                        rest);
}

static int64_t journal_rows(struct city *w)
{
    const struct journal_row *rows;
    size_t n;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(journal_list(w->c, CITY, "casefile", INT64_MAX, 1000, &rows, &n), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return (int64_t)n;
}

/* ---- rights ---- */

static void every_route_for_officers_refuses_strangers_and_those_without_the_right(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, NOISE, CELL_1);
    const char *one = case_path(&w, r, ""), *act = case_path(&w, r, "/act"),
               *contact = case_path(&w, r, "/contact"), *accept = "{\"action\":\"accept\"}";
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
    assert_int_equal(journal_rows(&w), 1);
    city_close(&w);
}

/* ---- filing and following ---- */

static void a_report_gives_a_receipt_that_follows_the_case(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = file(&w, noise_body);
    assert_string_equal(w.reply.location, case_path(&w, r, ""));
    assert_string_equal(text_of(&w, "state"), "reported");
    assert_string_equal(text_of(&w, "area"), CELL_1);
    assert_int_equal(node_len(node_get(city_reply(&w), "chain")), 5);
    assert_true(says(&w, "\"name\":\"张三\""));
    assert_int_equal(city_act(&w, r, INTAKE, "accept"), ERR_OK);
    assert_int_equal(city_ask(&w, NOBODY, "POST", "/api/v1/follow", receipt_body(&w, r, "")), 200);
    assert_string_equal(w.reply.etag, "\"v2\"");
    assert_string_equal(text_of(&w, "state"), "accepted");
    assert_string_equal(text_of(&w, "body"), "夜里很吵");
    assert_true(says(&w, "\"role\":\"intake\""));
    assert_false(says(&w, "何受理"));
    assert_false(says(&w, "王小明"));
    assert_false(says(&w, "13812345678"));
    assert_true(says(&w, "\"holder\":{\"type\":\"person\""));
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
    assert_int_equal(journal_rows(&w), 1);
    assert_int_equal(
        city_ask_with(&w, NOBODY, "POST", "/api/v1/cases",
                      "{\"kind\":\"neighbour_noise\",\"body\":\"另一件\",\"area\":\"" CELL_1 "\"}",
                      0, "key-00000001"),
        422);
    assert_string_equal(city_code(&w), "idempotency.mismatch");
    assert_int_equal(journal_rows(&w), 1);
    city_close(&w);
}

static void a_reporter_reopens_with_the_version_he_saw(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "closed");
    const char *body = receipt_body(&w, r, ",\"action\":\"reopen\",\"reason\":\"还是很吵\"");
    assert_int_equal(city_ask(&w, NOBODY, "POST", "/api/v1/follow/act", body), 428);
    assert_int_equal(city_ask_with(&w, NOBODY, "POST", "/api/v1/follow/act", body, 5, NULL), 412);
    assert_int_equal(city_ask_with(&w, NOBODY, "POST", "/api/v1/follow/act", body, 6, NULL), 200);
    assert_string_equal(text_of(&w, "state"), "reported");
    assert_true(says(&w, "还是很吵"));
    assert_int_equal(city_case(&w, r).cycle, 2);
    assert_int_equal(city_ask_with(&w, NOBODY, "POST", "/api/v1/follow/act", body, 7, NULL), 409);
    assert_string_equal(city_code(&w), "case.action_not_now");
    city_close(&w);
}

/* What became of the other case is told; what its own reporter said is not. */
static void the_follower_of_a_merged_case_sees_where_it_lives_on(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt a = file(&w, noise_body), b = city_report(&w, NOISE, CELL_1);
    struct casefile_act merge = {.action = "merge", .version = 1, .into = b.id};
    assert_int_equal(city_act_with(&w, a, INTAKE, &merge), ERR_OK);
    assert_int_equal(city_act(&w, b, INTAKE, "reject"), ERR_OK);
    struct casefile_act reopen = {
        .action = "reopen", .version = 2, .reason = "私下的话", .secret = b.secret};
    assert_int_equal(city_act_with(&w, b, REPORTER, &reopen), ERR_OK);
    assert_int_equal(city_ask(&w, NOBODY, "POST", "/api/v1/follow", receipt_body(&w, a, "")), 200);
    assert_string_equal(text_of(&w, "ref"), city_ref(&w, a));
    assert_string_equal(text_of(&w, "state"), "reported");
    assert_string_equal(text_of(&w, "address"), "3号楼");
    assert_true(says(&w, "\"action\":\"reopen\""));
    assert_false(says(&w, "私下的话"));
    assert_int_equal(node_len(node_get(city_reply(&w), "actions")), 0);
    assert_int_equal(node_len(node_get(city_reply(&w), "history")), 4);
    city_close(&w);
}

static void a_point_in_shifted_coordinates_is_put_where_it_is(void **state)
{
    struct city w;
    double lon, lat;
    (void)state;
    city_open(&w);
    struct receipt r = file(
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
    const char *next = text_of(&w, "next");
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
    struct receipt r = file(&w, buf_str(&b));
    assert_int_equal(city_ask(&w, CHIEF, "GET", "/api/v1/cases", NULL), 200);
    assert_true(says(&w, "吵…\""));
    assert_false(says(&w, "完"));
    assert_int_equal(city_ask(&w, CHIEF, "GET", case_path(&w, r, ""), NULL), 200);
    assert_true(says(&w, "吵完\""));
    city_close(&w);
}

static void degrees_are_written_exactly(void **state)
{
    static const struct {
        int64_t e7;
        const char *text;
    } rows[] = {
        {0,           "{\"x\":0}"          },
        {1,           "{\"x\":0.0000001}"  },
        {-10,         "{\"x\":-0.000001}"  },
        {10000000,    "{\"x\":1}"          },
        {1136654321,  "{\"x\":113.6654321}"},
        {-1800000000, "{\"x\":-180}"       },
        {1136050000,  "{\"x\":113.605}"    },
    };
    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        struct buf b = {.mem = arena_new()};
        struct json j = {.out = &b};
        json_object(&j);
        case_put_degrees(&j, "x", rows[i].e7);
        json_end(&j);
        assert_string_equal(buf_str(&b), rows[i].text);
        arena_free(b.mem);
    }
}

/* ---- one case ---- */

static void an_officer_sees_the_case_but_a_contact_only_masked(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = file(&w, noise_body), other = city_report(&w, NOISE, CELL_1);
    assert_int_equal(city_ask(&w, INTAKE, "GET", case_path(&w, r, ""), NULL), 200);
    assert_string_equal(w.reply.etag, "\"v1\"");
    assert_string_equal(text_of(&w, "ref"), city_ref(&w, r));
    assert_true(says(&w, "\"contact_masked\":{\"name\":\"王**\",\"phone\":\"138****5678\"}"));
    assert_false(says(&w, "王小明"));
    assert_true(says(&w, city_ref(&w, other))); /* as a possible duplicate */
    assert_true(says(&w, "\"action\":\"accept\""));
    assert_int_equal(node_len(node_get(city_reply(&w), "actions")), 4);
    assert_int_equal(city_ask(&w, INTAKE, "POST", case_path(&w, r, "/contact"), NULL), 200);
    assert_string_equal(text_of(&w, "phone"), "13812345678");
    assert_string_equal(text_of(&w, "name"), "王小明");
    assert_int_equal(city_ask(&w, INTAKE, "GET", case_path(&w, r, ""), NULL), 200);
    assert_true(says(&w, "\"action\":\"open_contact\""));
    city_close(&w);
}

static void an_action_needs_the_version_and_answers_with_the_case(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, NOISE, CELL_1);
    const char *path = case_path(&w, r, "/act"), *accept = "{\"action\":\"accept\"}";
    assert_int_equal(city_ask(&w, INTAKE, "POST", path, accept), 428);
    assert_int_equal(city_ask_with(&w, INTAKE, "POST", path, accept, 9, NULL), 412);
    assert_int_equal(city_ask_with(&w, INTAKE, "POST", path, accept, 1, NULL), 200);
    assert_string_equal(w.reply.etag, "\"v2\"");
    assert_string_equal(text_of(&w, "state"), "accepted");
    assert_int_equal(city_ask_with(&w, HOLDER, "POST", path, accept, 2, NULL), 409);
    assert_int_equal(city_ask_with(&w, INTAKE, "POST", path, "{\"action\":\"start\"}", 2, NULL),
                     403);
    assert_string_equal(city_code(&w), "case.role");
    assert_int_equal(city_ask_with(&w, HOLDER, "POST", path, "{\"action\":\"start\"}", 2, NULL),
                     200);
    assert_int_equal(city_ask_with(&w, HOLDER, "POST", path,
                                   "{\"action\":\"dispose\",\"note\":\"劝住了\"}", 3, NULL),
                     200);
    assert_string_equal(text_of(&w, "handler_name"), "张三");
    assert_true(says(&w, "\"note\":\"劝住了\""));
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
    struct receipt noise = city_bring(&w, "in_progress"), light = city_report(&w, LIGHT, CELL_1);
    assert_int_equal(city_ask(&w, HOLDER, "GET", case_path(&w, noise, ""), NULL), 200);
    assert_true(says(&w, "\"to\":\"disposed\",\"needs\":[\"note\"]"));
    assert_int_equal(city_act(&w, light, INTAKE, "accept"), ERR_OK);
    assert_int_equal(city_act(&w, light, MEMBER, "start"), ERR_OK);
    assert_int_equal(city_ask(&w, MEMBER, "GET", case_path(&w, light, ""), NULL), 200);
    assert_true(says(&w, "\"to\":\"disposed\",\"needs\":[\"note\",\"photo_after\"]"));
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
            city_ask_with(&w, CHIEF, "POST", case_path(&w, r, "/act"), rows[i].body, 1, NULL), 422);
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
    struct receipt r = file(&w, noise_body);
    assert_int_equal(city_ask(&w, NOBODY, "POST", case_path(&w, r, "/support"), NULL), 200);
    assert_string_equal(city_body(&w), "{\"supports\":1}");
    assert_int_equal(
        city_ask(&w, NOBODY, "GET", "/api/v1/cases/near?kind=neighbour_noise&area=" CELL_1, NULL),
        200);
    assert_int_equal(items(&w), 1);
    assert_true(says(&w, "\"supports\":1"));
    assert_false(says(&w, "夜里") || says(&w, "3号楼") || says(&w, "王"));
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
    assert_true(says(&w, "\"suppressed\":true,\"totals\":{\"open\":null,\"closed\":0,\"all\":null,"
                         "\"by_state\":{\"reported\":null}}"));
    assert_int_equal(city_ask(&w, ADMIN, "GET", "/api/v1/figures/cases?area=" JINSHUI, NULL), 200);
    assert_true(says(&w, "\"suppressed\":true"));
    assert_int_equal(city_ask(&w, SUPERVISOR, "GET", "/api/v1/figures/cases?area=" JINSHUI, NULL),
                     200);
    assert_true(says(&w, "\"suppressed\":false,\"totals\":{\"open\":3,\"closed\":0,\"all\":3,"
                         "\"by_state\":{\"reported\":3}}"));
    assert_int_equal(city_ask(&w, NOBODY, "GET", "/api/v1/figures/cases?area=99", NULL), 404);
    city_close(&w);
}

/* ---- on the map ---- */

static uint32_t tile_x(double lon, int z)
{
    return (uint32_t)((lon + 180) / 360 * (1 << z));
}

static uint32_t tile_y(double lat, int z)
{
    const double pi = 3.14159265358979323846;
    return (uint32_t)((1 - asinh(tan(lat * pi / 180)) / pi) / 2 * (1 << z));
}

/* How many cases the tile around a point shows to somebody: their references are texts in it. */
static size_t shown(struct city *w, enum actor who, double lon, double lat, int z,
                    const struct receipt *r, size_t n)
{
    const char *scopes[8];
    struct buf out = {.mem = w->c->mem};
    struct tile t = {.z = (uint32_t)z, .x = tile_x(lon, z), .y = tile_y(lat, z)};
    size_t found = 0, n_scopes = account_scopes(w->accounts[who], RIGHT_CASE_READ, scopes, 8);
    const struct atlas_view *v = atlas_take(w->app.atlas);
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(casefile_tile(w->c, v, scopes, n_scopes, t, &out), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    atlas_give(w->app.atlas, v);
    for (size_t i = 0; i < n; i++)
        found += out.n && memmem(out.p, out.n, city_ref(w, r[i]), strlen(city_ref(w, r[i])));
    return found;
}

static void the_map_shows_open_cases_of_the_callers_areas(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r[] = {
        city_report_at(&w, NOISE, 113.605, 34.705), /* in a cell of the town */
        city_report_at(&w, NOISE, 113.641, 34.705), /* in the other town */
        city_report_at(&w, NOISE, 113.661, 34.705), /* in the district, in no town */
        city_report_at(&w, NOISE, 113.599, 34.705), /* in the other district */
        city_report(&w, NOISE, CELL_1),             /* has no point */
        city_report_at(&w, NOISE, 113.605, 34.706), /* will be settled */
    };
    assert_int_equal(city_act(&w, r[5], INTAKE, "reject"), ERR_OK);
    for (int z = 8; z <= 11; z++) {
        assert_int_equal(shown(&w, CHIEF, 113.605, 34.705, z, r, LEN(r)), 4);
        assert_int_equal(shown(&w, SUPERVISOR, 113.605, 34.705, z, r, LEN(r)), 3);
        assert_int_equal(shown(&w, INTAKE, 113.605, 34.705, z, r, LEN(r)), 1);
        assert_int_equal(shown(&w, AUDITOR, 113.605, 34.705, z, r, LEN(r)), 0);
    }
    assert_int_equal(shown(&w, CHIEF, 113.605, 34.705, 17, r, LEN(r)), 1);
    assert_int_equal(shown(&w, CHIEF, 113.641, 34.705, 17, r, LEN(r)), 1);
    assert_int_equal(shown(&w, CHIEF, 113.661, 34.705, 17, r, LEN(r)), 1);
    assert_int_equal(shown(&w, CHIEF, 113.599, 34.705, 17, r, LEN(r)), 1);
    assert_int_equal(shown(&w, INTAKE, 113.641, 34.705, 17, r, LEN(r)), 0);
    city_close(&w);
}

static void a_tile_is_for_its_caller_alone(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    (void)city_report_at(&w, NOISE, 113.605, 34.705);
    const char *path =
        arena_printf(w.c->mem, "/tiles/cases/14/%u/%u", tile_x(113.605, 14), tile_y(34.705, 14));
    assert_int_equal(city_ask(&w, INTAKE, "GET", path, NULL), 200);
    assert_string_equal(w.reply.cache, "private, no-store");
    assert_string_equal(w.reply.encoding, "gzip");
    assert_memory_equal(w.reply.body.p, "\x1f\x8b", 2);
    assert_int_equal(city_ask(&w, INTAKE_2, "GET", path, NULL), 204);
    assert_int_equal(city_ask(&w, NOBODY, "GET", path, NULL), 401);
    assert_int_equal(city_ask(&w, ADMIN, "GET", path, NULL), 403);
    assert_int_equal(city_ask(&w, INTAKE, "GET", "/tiles/cases/14/99999/1", NULL), 404);
    city_close(&w);
}

/* ---- hostile input ---- */

static void hostile_bodies_are_refused_and_nothing_is_filed(void **state)
{
#define REPORT "{\"kind\":\"neighbour_noise\",\"area\":\"" CELL_1 "\",\"body\":"
    static const struct {
        const char *body;
        int status;
    } rows[] = {
        {"",                                                                                    400},
        {"{",                                                                                   400},
        {"[]",                                                                                  422},
        {"null",                                                                                422},
        {REPORT "\"\xff\xfe\"}",                                                                400},
        {REPORT "\"\xed\xa0\x80吵\"}",                                                         400},
        {REPORT "\"a\\u0000b\"}",                                                               400},
        {REPORT "\"很吵\",\"kind\":\"x\"}",                                                   400},
        {REPORT "\"很吵\",\"state\":\"closed\"}",                                             422},
        {REPORT "7}",                                                                           422},
        {REPORT "\"吵\"}",                                                                     422},
        {REPORT "\"很吵\",\"lon\":\"113\",\"lat\":34}",                                       422},
        {REPORT "\"很吵\",\"lon\":1e308,\"lat\":34}",                                         422},
        {REPORT "\"很吵\",\"lon\":113.605,\"lat\":34.705,\"crs\":\"x\"}",                     422},
        {REPORT "\"很吵\",\"uploads\":7}",                                                    422},
        {REPORT "\"很吵\",\"uploads\":[7]}",                                                  422},
        {REPORT "\"很吵\",\"uploads\":[{\"upload\":\"-1\",\"token\":\"x\"}]}",                422},
        {"{\"kind\":[\"neighbour_noise\"],\"body\":\"很吵\",\"area\":\"1\"}",                 422},
        {"{\"kind\":\"neighbour_noise\",\"body\":\"很吵\",\"area\":\"'; DROP TABLE x; --\"}", 422},
    };
    struct city w;
    (void)state;
    city_open(&w);
    for (size_t i = 0; i < LEN(rows); i++) {
        int status = city_ask(&w, NOBODY, "POST", "/api/v1/cases", rows[i].body);
        if (status != rows[i].status)
            fail_msg("%zu: %d %s", i, status, city_body(&w));
    }
    char *large = arena_alloc(w.c->mem, 70000);
    memset(large, ' ', 69999);
    assert_int_equal(city_ask(&w, NOBODY, "POST", "/api/v1/cases", large), 413);
    assert_int_equal(journal_rows(&w), 0);
    city_close(&w);
}

static void markup_and_quotes_come_back_as_harmless_text(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r =
        file(&w, "{\"kind\":\"neighbour_noise\",\"area\":\"" CELL_1
                 "\",\"body\":\"<script>alert(1)</script>'; DROP TABLE casefile;\"}");
    assert_int_equal(city_ask(&w, INTAKE, "GET", case_path(&w, r, ""), NULL), 200);
    assert_false(says(&w, "<script"));
    assert_string_equal(text_of(&w, "body"), "<script>alert(1)</script>'; DROP TABLE casefile;");
    city_close(&w);
}

/* ---- the n-th statement fails ---- */

struct request {
    const char *method, *target, *body;
    int64_t version;
    enum actor who;
    int status; /* when nothing fails */
};

/* Fails one statement after the other until the request passes: until then no success and no trace. */
static void assert_all_or_nothing(struct city *w, struct receipt r, const struct request *q,
                                  size_t i)
{
    const char *key = arena_printf(w->c->mem, "key-of-request-%zu", i);
    int64_t rows = journal_rows(w);
    for (int n = 1;; n++) {
        struct casefile before = city_case(w, r);
        assert_true(n < 100);
        db_fail_at(w->c->db, n);
        int status = city_ask_with(w, q->who, q->method, q->target, q->body, q->version, key);
        db_fail_at(w->c->db, 0);
        if (status == q->status)
            break;
        assert_int_equal(status, 500);
        struct casefile after = city_case(w, r);
        assert_int_equal(journal_rows(w), rows);
        assert_int_equal(after.version, before.version);
        assert_int_equal(after.supports, before.supports);
        assert_int_equal(after.photos, before.photos);
    }
    assert_int_equal(journal_rows(w) > rows, strcmp(q->method, "GET") != 0);
}

static const char *with_upload(struct city *w, const char *start)
{
    struct media_claim u = city_upload(w);
    return arena_printf(w->c->mem, "%s,\"uploads\":[{\"upload\":\"%lld\",\"token\":\"%s\"}]}",
                        start, (long long)u.upload, u.token);
}

static void a_failing_statement_undoes_the_whole_request(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = file(&w, noise_body), other = city_report(&w, NOISE, CELL_1);
    struct arena *mem = w.c->mem;
    const char *act = case_path(&w, r, "/act"), *one = case_path(&w, r, ""),
               *support = case_path(&w, r, "/support"), *contact = case_path(&w, r, "/contact");
    const char *report =
        with_upload(&w, "{\"kind\":\"neighbour_noise\",\"body\":\"很吵\",\"area\":\"" CELL_1 "\"");
    const char *done = with_upload(&w, "{\"action\":\"dispose\",\"note\":\"好了\"");
    const char *reopen = arena_printf(
        mem, "{\"ref\":\"%s\",\"secret\":\"%s\",\"action\":\"reopen\",\"reason\":\"又吵\"",
        city_ref(&w, r), r.secret);
    reopen = with_upload(&w, reopen);
    const char *merge =
        arena_printf(mem, "{\"action\":\"merge\",\"into\":\"%s\"}", city_ref(&w, other));
    const struct request requests[] = {
        {"POST", "/api/v1/cases",      report,                    0, NOBODY,  201},
        {"POST", support,              NULL,                      0, NOBODY,  200},
        {"POST", contact,              NULL,                      0, INTAKE,  200},
        {"GET",  "/api/v1/cases",      NULL,                      0, INTAKE,  200},
        {"GET",  one,                  NULL,                      0, INTAKE,  200},
        {"POST", act,                  "{\"action\":\"accept\"}", 1, INTAKE,  200},
        {"POST", act,                  "{\"action\":\"start\"}",  2, HOLDER,  200},
        {"POST", act,                  done,                      3, HOLDER,  200},
        {"POST", act,                  "{\"action\":\"pass\"}",   4, CHECKER, 200},
        {"POST", act,                  "{\"action\":\"close\"}",  5, INTAKE,  200},
        {"POST", "/api/v1/follow/act", reopen,                    6, NOBODY,  200},
        {"POST", act,                  merge,                     7, INTAKE,  200},
    };
    for (size_t i = 0; i < LEN(requests); i++)
        assert_all_or_nothing(&w, r, &requests[i], i);
    assert_int_equal(city_case(&w, r).photos, 2);
    assert_int_equal(city_case(&w, other).supports, 2);
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_route_for_officers_refuses_strangers_and_those_without_the_right),
        cmocka_unit_test(a_report_gives_a_receipt_that_follows_the_case),
        cmocka_unit_test(a_retried_report_is_filed_once),
        cmocka_unit_test(a_reporter_reopens_with_the_version_he_saw),
        cmocka_unit_test(the_follower_of_a_merged_case_sees_where_it_lives_on),
        cmocka_unit_test(a_point_in_shifted_coordinates_is_put_where_it_is),
        cmocka_unit_test(a_list_is_limited_to_where_the_caller_may_look),
        cmocka_unit_test(a_list_refuses_what_it_does_not_know),
        cmocka_unit_test(a_long_text_is_cut_in_lists_only),
        cmocka_unit_test(degrees_are_written_exactly),
        cmocka_unit_test(an_officer_sees_the_case_but_a_contact_only_masked),
        cmocka_unit_test(an_action_needs_the_version_and_answers_with_the_case),
        cmocka_unit_test(an_action_names_what_it_needs_for_this_kind),
        cmocka_unit_test(references_of_another_district_lead_nowhere),
        cmocka_unit_test(support_and_neighbours_are_open_to_all),
        cmocka_unit_test(the_public_is_not_told_small_numbers),
        cmocka_unit_test(the_map_shows_open_cases_of_the_callers_areas),
        cmocka_unit_test(a_tile_is_for_its_caller_alone),
        cmocka_unit_test(hostile_bodies_are_refused_and_nothing_is_filed),
        cmocka_unit_test(markup_and_quotes_come_back_as_harmless_text),
        cmocka_unit_test(a_failing_statement_undoes_the_whole_request),
    };
    return UNIT_RUN(tests);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of cases on the map, against hostile input, and when a statement fails. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "casefile/case_world.h"
#include "casefile/tile.h"

static const char noise_body[] =
    "{\"kind\":\"neighbour_noise\",\"body\":\"夜里很吵\",\"area\":\"" CELL_1 "\","
    "\"address\":\"3号楼\",\"name\":\"王小明\",\"phone\":\"13812345678\"}";

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
    assert_int_equal(city_rows(&w), 0);
    city_close(&w);
}

static void markup_and_quotes_come_back_as_harmless_text(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r =
        city_file(&w, "{\"kind\":\"neighbour_noise\",\"area\":\"" CELL_1
                      "\",\"body\":\"<script>alert(1)</script>'; DROP TABLE casefile;\"}");
    assert_int_equal(city_ask(&w, INTAKE, "GET", city_path(&w, r, ""), NULL), 200);
    assert_false(city_says(&w, "<script"));
    assert_string_equal(city_text(&w, "body"), "<script>alert(1)</script>'; DROP TABLE casefile;");
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
    int64_t rows = city_rows(w);
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
        assert_int_equal(city_rows(w), rows);
        assert_int_equal(after.version, before.version);
        assert_int_equal(after.supports, before.supports);
        assert_int_equal(after.photos, before.photos);
    }
    assert_int_equal(city_rows(w) > rows, strcmp(q->method, "GET") != 0);
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
    struct receipt r = city_file(&w, noise_body), other = city_report(&w, NOISE, CELL_1);
    struct arena *mem = w.c->mem;
    const char *act = city_path(&w, r, "/act"), *one = city_path(&w, r, ""),
               *support = city_path(&w, r, "/support"), *contact = city_path(&w, r, "/contact");
    const char *report =
        with_upload(&w, "{\"kind\":\"neighbour_noise\",\"body\":\"很吵\",\"area\":\"" CELL_1 "\"");
    const char *done = with_upload(&w, "{\"action\":\"dispose\",\"note\":\"好了\"");
    const char *reopen = arena_printf(
        mem,
        "{\"ref\":\"%s\",\"secret\":\"%s\",\"action\":\"reopen_with_evidence\",\"reason\":\"又吵\"",
        city_ref(&w, r), r.secret);
    reopen = with_upload(&w, reopen);
    const char *merge =
        arena_printf(mem, "{\"action\":\"merge\",\"into\":\"%s\"}", city_ref(&w, other));
    const struct request requests[] = {
        {"POST", "/api/v1/cases",      report,                                              0, NOBODY,  201},
        {"POST", support,              NULL,                                                0, NOBODY,  200},
        {"POST", contact,              NULL,                                                0, INTAKE,  200},
        {"GET",  "/api/v1/cases",      NULL,                                                0, INTAKE,  200},
        {"GET",  one,                  NULL,                                                0, INTAKE,  200},
        {"POST", act,                  "{\"action\":\"accept\"}",                           1, INTAKE,  200},
        {"POST", act,                  "{\"action\":\"start\"}",                            2, HOLDER,  200},
        {"POST", act,                  done,                                                3, HOLDER,  200},
        {"POST", act,                  "{\"action\":\"pass\"}",                             4, CHECKER, 200},
        {"POST", act,                  "{\"action\":\"close\",\"close_reason\":\"fixed\"}", 5, INTAKE,  200},
        {"POST", "/api/v1/follow/act", reopen,                                              6, NOBODY,  200},
        {"POST", act,                  merge,                                               7, INTAKE,  200},
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
        cmocka_unit_test(the_map_shows_open_cases_of_the_callers_areas),
        cmocka_unit_test(a_tile_is_for_its_caller_alone),
        cmocka_unit_test(hostile_bodies_are_refused_and_nothing_is_filed),
        cmocka_unit_test(markup_and_quotes_come_back_as_harmless_text),
        cmocka_unit_test(a_failing_statement_undoes_the_whole_request),
    };
    return UNIT_RUN(tests);
}

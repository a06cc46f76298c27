/* SPDX-License-Identifier: Apache-2.0 */
#include "area/area_api.h"

#include <string.h>

#include "account/account.h"
#include "app.h"
#include "area/atlas.h"
#include "area/import.h"
#include "base/arena.h"
#include "db/db.h"
#include "http/server.h"
#include "unit.h"

struct world {
    struct ctx *c;
    struct app app;
    struct server_setup setup;
    struct reply reply;
};

/* Tokens: "admin" of 410105, "auditor" of the city. */
static enum err who(struct ctx *c, const char *token, const struct account **out)
{
    static const struct role_grant grants[] = {
        {ROLE_ADMIN,   "410105"},
        {ROLE_AUDITOR, "4101"  }
    };
    static const struct account accounts[] = {
        {.id = 7, .login = "admin",   .name = "管理员", .roles = &grants[0], .n_roles = 1},
        {.id = 8, .login = "auditor", .name = "审计员", .roles = &grants[1], .n_roles = 1},
    };
    (void)c;
    *out = NULL;
    for (size_t i = 0; i < LEN(accounts); i++)
        if (strcmp(accounts[i].login, token) == 0)
            *out = &accounts[i];
    return ERR_OK;
}

static void close_world(struct world *w)
{
    atlas_free(w->app.atlas);
    unit_close(w->c);
}

static void refresh(struct world *w)
{
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(atlas_refresh(w->app.atlas, w->c), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
}

#define EAST "[[113.6,34.7],[113.7,34.7],[113.7,34.8],[113.6,34.8],[113.6,34.7]]"
#define BOUNDARY(code)                                                                             \
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"" code "\"},\"geometry\":"                   \
    "{\"type\":\"Polygon\",\"coordinates\":[" EAST "]}}"

static void world_open(struct world *w)
{
    static const struct routes *const tables[] = {&area_routes};
    static struct routes routes[LEN(tables)];
    static const char csv[] =
        "code,name,level,parent,households,note\n4101,郑州市,city,,,\n410105,金水区,district,4101,1000,\n"
        "410102,中原区,district,4101,,\n410105016,兴达路街道,town,410105,,made_up\n"
        "410105001,经八路街道,town,410105,,\n410102001,Jinshui Road,town,410102,,\n";
    struct import_report r;
    for (size_t i = 0; i < LEN(tables); i++)
        routes[i] = *tables[i];
    *w = (struct world){.c = unit_open(), .app.atlas = atlas_new()};
    w->setup = (struct server_setup){
        .routes = routes,
        .n_routes = LEN(tables),
        .guard = {who, account_may, account_id},
        .app = &w->app
    };
    assert_int_equal(db_begin(w->c, DB_WRITE), ERR_OK);
    assert_int_equal(area_import_csv(w->c, csv, strlen(csv), &(struct import_options){0}, &r),
                     ERR_OK);
    assert_true(r.applied);
    assert_int_equal(area_import_polygons(w->c, BOUNDARY("410105"), strlen(BOUNDARY("410105")),
                                          &(struct import_options){0}, &r),
                     ERR_OK);
    assert_true(r.applied);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    refresh(w);
}

static int ask(struct world *w, const char *method, const char *target, const char *token,
               const char *type, const char *body)
{
    struct pair headers[3] = {0};
    size_t n = 0;
    if (token)
        headers[n++] = (struct pair){"Authorization", arena_printf(w->c->mem, "Bearer %s", token)};
    if (type)
        headers[n++] = (struct pair){"Content-Type", type};
    assert_int_equal(server_request(&w->setup, w->c, method, target, headers, n, body,
                                    body ? strlen(body) : 0, &w->reply),
                     ERR_OK);
    return w->reply.status;
}

static const char *get(struct world *w, const char *target)
{
    (void)ask(w, "GET", target, NULL, NULL, NULL);
    return buf_str(&w->reply.body);
}

static bool says(const struct world *w, const char *part)
{
    return strstr(buf_str(&w->reply.body), part) != NULL;
}

/* The codes of a list in order, with the cursor behind. */
static const char *codes(struct world *w, const char *target)
{
    struct buf b = {.mem = w->c->mem};
    const char *body = get(w, target);
    if (w->reply.status != 200)
        return body;
    for (const char *p = body; (p = strstr(p, "\"code\":\"")) != NULL; p++)
        buf_printf(&b, "%.*s ", (int)strcspn(p + 8, "\""), p + 8);
    buf_text(&b, strstr(body, "\"next\""));
    return buf_str(&b);
}

static void areas_are_listed_by_parent(void **state)
{
    CLEANUP(close_world) struct world w;
    (void)state;
    world_open(&w);
    assert_string_equal(codes(&w, "/api/v1/areas"), "4101 \"next\":null}");
    assert_string_equal(codes(&w, "/api/v1/areas?parent=4101"), "410102 410105 \"next\":null}");
    assert_string_equal(codes(&w, "/api/v1/areas?parent=4101&limit=1"),
                        "410102 \"next\":\"410102\"}");
    assert_string_equal(codes(&w, "/api/v1/areas?parent=4101&limit=1&cursor=410102"),
                        "410105 \"next\":null}");
    assert_string_equal(codes(&w, "/api/v1/areas?parent=410105016"), "\"next\":null}");
    assert_string_equal(
        get(&w, "/api/v1/areas?parent=410105&limit=1"),
        "{\"items\":[{\"code\":\"410105001\",\"name\":\"经八路街道\",\"level\":\"town\",\"note\":null,"
        "\"parent\":\"410105\",\"is_leaf\":true,\"has_polygon\":false,\"n_children\":0}],"
        "\"next\":\"410105001\"}");
    (void)get(&w, "/api/v1/areas?parent=4199");
    assert_int_equal(w.reply.status, 404);
    assert_true(says(&w, "area.unknown"));
}

static void areas_are_found_by_part_of_the_name_or_code(void **state)
{
    CLEANUP(close_world) struct world w;
    (void)state;
    world_open(&w);
    assert_string_equal(codes(&w, "/api/v1/areas?q=%E8%A1%97%E9%81%93"),
                        "410105001 410105016 \"next\":null}");
    assert_string_equal(codes(&w, "/api/v1/areas?q=%E8%A1%97%E9%81%93&limit=1"),
                        "410105001 \"next\":\"410105001\"}");
    assert_string_equal(codes(&w, "/api/v1/areas?q=%E8%A1%97%E9%81%93&limit=1&cursor=410105001"),
                        "410105016 \"next\":null}");
    assert_string_equal(codes(&w, "/api/v1/areas?q=jinSHUI"), "410102001 \"next\":null}");
    assert_string_equal(codes(&w, "/api/v1/areas?q=41010500"), "410105001 \"next\":null}");
    assert_string_equal(codes(&w, "/api/v1/areas?q=410&parent=410102"),
                        "410102 410102001 \"next\":null}");
    (void)get(&w, "/api/v1/areas?q=%E8%B7%AF");
    assert_int_equal(w.reply.status, 422);
    assert_true(says(&w, "input.length"));
    (void)get(&w, "/api/v1/areas?cursor=x");
    assert_int_equal(w.reply.status, 422);
    (void)get(&w, "/api/v1/areas?level=town");
    assert_int_equal(w.reply.status, 422);
}

static void an_area_comes_with_all_above_it(void **state)
{
    CLEANUP(close_world) struct world w;
    (void)state;
    world_open(&w);
    assert_string_equal(
        get(&w, "/api/v1/areas/410105"),
        "{\"code\":\"410105\",\"name\":\"金水区\",\"level\":\"district\",\"note\":null,\"parent\":\"4101\","
        "\"is_leaf\":false,\"has_polygon\":true,\"n_children\":2,\"chain\":["
        "{\"code\":\"410105\",\"name\":\"金水区\",\"level\":\"district\",\"note\":null},"
        "{\"code\":\"4101\",\"name\":\"郑州市\",\"level\":\"city\",\"note\":null}],"
        "\"households\":1000,\"population\":null,\"valid_from\":\"2026-11-24T09:00:00+08:00\","
        "\"valid_to\":null,\"version\":1,\"box\":[113.6,34.7,113.7,34.8]}");
    assert_string_equal(w.reply.etag, "\"v2\"");
    (void)get(&w, "/api/v1/areas/410105016");
    assert_true(says(&w, "\"note\":\"made_up\""));
    assert_true(says(&w, "\"box\":null"));
    (void)get(&w, "/api/v1/areas/410199");
    assert_int_equal(w.reply.status, 404);
    (void)get(&w, "/api/v1/areas/nonsense");
    assert_int_equal(w.reply.status, 404);
}

static void a_boundary_is_a_geojson_feature(void **state)
{
    CLEANUP(close_world) struct world w;
    (void)state;
    world_open(&w);
    const char *body = get(&w, "/api/v1/areas/410105/polygon");
    assert_string_equal(w.reply.type, "application/geo+json");
    const char *start =
        "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[" EAST "]},"
        "\"properties\":{\"code\":\"410105\",\"name\":\"金水区\",\"level\":\"district\",\"note\":null,"
        "\"source_crs\":\"wgs84\",\"area_m2\":10";
    assert_int_equal(strncmp(body, start, strlen(start)), 0);
    (void)get(&w, "/api/v1/areas/410102/polygon");
    assert_int_equal(w.reply.status, 404);
    assert_true(says(&w, "area.no_polygon"));
}

static void a_place_is_located_in_either_system(void **state)
{
    CLEANUP(close_world) struct world w;
    (void)state;
    world_open(&w);
    assert_string_equal(
        get(&w, "/api/v1/locate?lon=113.65&lat=34.75"),
        "{\"lon\":113.65,\"lat\":34.75,\"area\":\"410105\",\"chain\":["
        "{\"code\":\"410105\",\"name\":\"金水区\",\"level\":\"district\",\"note\":null},"
        "{\"code\":\"4101\",\"name\":\"郑州市\",\"level\":\"city\",\"note\":null}]}");
    /* Half a kilometre west of what the shifted map says: outside again. */
    assert_non_null(get(&w, "/api/v1/locate?lon=113.601&lat=34.75"));
    assert_int_equal(w.reply.status, 200);
    (void)get(&w, "/api/v1/locate?lon=113.601&lat=34.75&crs=gcj02");
    assert_int_equal(w.reply.status, 404);
    assert_true(says(&w, "locate.outside"));
    (void)get(&w, "/api/v1/locate?lon=113.65&lat=91");
    assert_int_equal(w.reply.status, 422);
    (void)get(&w, "/api/v1/locate?lon=113.65&lat=34.75&crs=bd09");
    assert_int_equal(w.reply.status, 422);
    assert_true(says(&w, "geo.crs"));
    (void)get(&w, "/api/v1/locate?lon=113.65");
    assert_int_equal(w.reply.status, 422);
}

#define ROW "code,name,level,parent\n410105002,花园路街道,town,410105\n"

static void an_import_is_applied_or_only_looked_at(void **state)
{
    CLEANUP(close_world) struct world w;
    (void)state;
    world_open(&w);
    assert_int_equal(
        ask(&w, "POST", "/api/v1/imports/areas?dry_run=true", "admin", "text/csv", ROW), 200);
    assert_string_equal(
        buf_str(&w.reply.body),
        "{\"applied\":false,\"rows\":1,\"added\":1,\"changed\":0,\"unchanged\":0,\"errors\":0,"
        "\"warnings\":0,\"findings\":[]}");
    assert_int_equal(ask(&w, "POST", "/api/v1/imports/areas", "admin", "text/csv", ROW), 200);
    assert_true(says(&w, "{\"applied\":true,\"rows\":1,\"added\":1,"));
    refresh(&w);
    (void)get(&w, "/api/v1/areas/410105002");
    assert_int_equal(w.reply.status, 200);
    assert_int_equal(ask(&w, "POST", "/api/v1/imports/areas", "admin", "text/csv",
                         "code,name,level,parent\n410102009,x,town,410102\n"),
                     200);
    assert_true(says(&w, "\"applied\":false"));
    assert_true(says(
        &w,
        "{\"cell\":null,\"row\":2,\"key\":\"410102009\",\"severity\":\"error\",\"rule\":\"scope\",\"detail\":\"\"}"));
    assert_int_equal(ask(&w, "POST", "/api/v1/imports/areas", "admin", "text/plain", ROW), 415);
    assert_int_equal(ask(&w, "POST", "/api/v1/imports/areas", "admin", "text/csv", "x"), 422);
    assert_true(says(&w, "import.column"));
}

static void boundaries_are_imported(void **state)
{
    CLEANUP(close_world) struct world w;
    const char *target = "/api/v1/imports/polygons?crs=gcj02&note=derived";
    (void)state;
    world_open(&w);
    assert_int_equal(
        ask(&w, "POST", target, "admin", "application/geo+json", BOUNDARY("410105001")), 200);
    assert_true(says(&w, "{\"applied\":true,\"rows\":1,\"added\":1,"));
    refresh(&w);
    (void)get(&w, "/api/v1/areas/410105001/polygon");
    assert_true(says(&w, "\"note\":\"derived\",\"source_crs\":\"gcj02\""));
    assert_int_equal(ask(&w, "POST", target, "admin", "application/geo+json", "{"), 422);
    assert_true(says(&w, "geojson.malformed"));
    assert_int_equal(
        ask(&w, "POST", "/api/v1/imports/polygons?note=x", "admin", "application/geo+json", "{}"),
        422);
    assert_true(says(&w, "import.option"));
    assert_int_equal(ask(&w, "POST", target, "admin", "text/csv", ""), 415);
}

static void only_those_with_the_right_import_and_check(void **state)
{
    CLEANUP(close_world) struct world w;
    (void)state;
    world_open(&w);
    assert_int_equal(ask(&w, "POST", "/api/v1/imports/areas", NULL, "text/csv", ROW), 401);
    assert_int_equal(ask(&w, "POST", "/api/v1/imports/areas", "auditor", "text/csv", ROW), 403);
    assert_int_equal(
        ask(&w, "POST", "/api/v1/imports/polygons", "auditor", "application/geo+json", "{}"), 403);
    assert_int_equal(ask(&w, "GET", "/api/v1/checks/areas?area=4101", NULL, NULL, NULL), 401);
    assert_int_equal(ask(&w, "GET", "/api/v1/checks/areas?area=4101", "admin", NULL, NULL), 403);
    assert_int_equal(ask(&w, "GET", "/api/v1/checks/areas?area=410102", "admin", NULL, NULL), 403);
}

static void a_check_lists_what_is_wrong(void **state)
{
    CLEANUP(close_world) struct world w;
    (void)state;
    world_open(&w);
    assert_int_equal(ask(&w, "GET", "/api/v1/checks/areas?area=4101", "auditor", NULL, NULL), 200);
    assert_string_equal(
        buf_str(&w.reply.body),
        "{\"items\":[{\"rule\":\"no_polygon\",\"code\":\"410102\",\"other\":null,\"area_m2\":null,\"detail\":\"1\"},"
        "{\"rule\":\"no_polygon\",\"code\":\"410105001\",\"other\":null,\"area_m2\":null,\"detail\":\"0\"},"
        "{\"rule\":\"no_polygon\",\"code\":\"410105016\",\"other\":null,\"area_m2\":null,\"detail\":\"0\"}]}");
    assert_int_equal(ask(&w, "GET", "/api/v1/checks/areas", "auditor", NULL, NULL), 422);
    assert_int_equal(ask(&w, "GET", "/api/v1/checks/areas?area=41x", "auditor", NULL, NULL), 422);
    assert_int_equal(ask(&w, "GET", "/api/v1/checks/areas?area=41019", "auditor", NULL, NULL), 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(areas_are_listed_by_parent),
        cmocka_unit_test(areas_are_found_by_part_of_the_name_or_code),
        cmocka_unit_test(an_area_comes_with_all_above_it),
        cmocka_unit_test(a_boundary_is_a_geojson_feature),
        cmocka_unit_test(a_place_is_located_in_either_system),
        cmocka_unit_test(an_import_is_applied_or_only_looked_at),
        cmocka_unit_test(boundaries_are_imported),
        cmocka_unit_test(only_those_with_the_right_import_and_check),
        cmocka_unit_test(a_check_lists_what_is_wrong),
    };
    return UNIT_RUN(tests);
}

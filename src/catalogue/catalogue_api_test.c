/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue_api.h"

#include <string.h>

#include "account/account.h"
#include "app.h"
#include "area/import.h"
#include "base/arena.h"
#include "catalogue/catalogue_world.h"
#include "http/server.h"

#define IMPORT "/api/v1/imports/catalogue"

struct world {
    struct ctx *c;
    struct app app;
    struct routes routes;
    struct server_setup setup;
    struct reply reply;
    const char *condition; /* If-Match, or If-None-Match of a GET */
};

/* Tokens: "district" is admin of 410105, "city" of 4101. */
static enum err who(struct ctx *c, const char *token, const struct account **out)
{
    static const struct role_grant grants[] = {
        {ROLE_ADMIN, "410105"},
        {ROLE_ADMIN, "4101"  }
    };
    static const struct account accounts[] = {
        {.id = 7, .login = "district", .name = "区管理员", .roles = &grants[0], .n_roles = 1},
        {.id = 8, .login = "city",     .name = "市管理员", .roles = &grants[1], .n_roles = 1},
    };
    (void)c;
    *out = NULL;
    for (size_t i = 0; i < LEN(accounts); i++)
        if (strcmp(accounts[i].login, token) == 0)
            *out = &accounts[i];
    return ERR_OK;
}

static void plant(struct world *w, const char *csv)
{
    struct import_report r;
    assert_int_equal(db_begin(w->c, DB_WRITE), ERR_OK);
    assert_int_equal(area_import_csv(w->c, csv, strlen(csv), &(struct import_options){0}, &r),
                     ERR_OK);
    assert_true(r.applied);
    assert_int_equal(db_end(w->c, true), ERR_OK);
}

static void world_open(struct world *w)
{
    static const char csv[] =
        "code,name,level,parent\n4101,郑州市,city,\n410105,金水区,district,4101\n"
        "410102,中原区,district,4101\n410105016,兴达路街道,town,410105\n";
    *w = (struct world){.c = unit_open(), .routes = catalogue_routes};
    w->setup = (struct server_setup){
        .routes = &w->routes,
        .n_routes = 1,
        .guard = {who, account_may, account_id},
        .app = &w->app
    };
    plant(w, csv);
}

static int ask(struct world *w, const char *method, const char *target, const char *token,
               const char *body)
{
    struct pair headers[3] = {
        {"Content-Type", strstr(target, IMPORT) ? "application/octet-stream" : "application/json"}
    };
    size_t n = 1;
    if (token)
        headers[n++] = (struct pair){"Authorization", arena_printf(w->c->mem, "Bearer %s", token)};
    if (w->condition)
        headers[n++] =
            (struct pair){strcmp(method, "GET") == 0 ? "If-None-Match" : "If-Match", w->condition};
    assert_int_equal(server_request(&w->setup, w->c, method, target, headers, n, body,
                                    body ? strlen(body) : 0, &w->reply),
                     ERR_OK);
    w->condition = NULL;
    return w->reply.status;
}

static void says(const struct world *w, const char *part)
{
    if (!strstr(buf_str(&w->reply.body), part))
        fail_msg("no %s in %s", part, buf_str(&w->reply.body));
}

static void anybody_reads_the_catalogue_of_a_place(void **state)
{
    (void)state;
    struct world w;
    world_open(&w);
    assert_int_equal(ask(&w, "POST", IMPORT "?source=a.csv", "city", SMALL), 200);
    says(&w, "{\"applied\":true,\"version\":1,\"rows\":3,\"added\":3,");
    assert_int_equal(ask(&w, "GET", "/api/v1/catalogue?area=410105016", NULL, NULL), 200);
    says(&w, "{\"district\":null,\"version\":1,\"rows\":3,\"groups\":[{\"group\":\"component\"");
    says(&w, "\"subs\":[{\"key\":\"c0101\",\"code\":\"01\",\"name\":\"上水井盖\",\"standards\":[{");
    says(
        &w,
        "\"limits\":[{\"tier\":\"A\",\"limit\":\"2 urgent_hour\",\"name\":{\"zh\":\"2 紧急工作时\"");
    const char *etag = w.reply.etag;
    w.condition = etag;
    assert_int_equal(ask(&w, "GET", "/api/v1/catalogue?area=410105016", NULL, NULL), 304);
    assert_int_equal(ask(&w, "GET", "/api/v1/catalogue?q=e01", NULL, NULL), 200);
    says(&w, "\"rows\":1,");
    assert_int_equal(ask(&w, "GET", "/api/v1/catalogue?q=%E7%BC%BA%E5%A4%B1", NULL, NULL), 200);
    says(&w, "\"rows\":1,");
    assert_int_equal(ask(&w, "GET", "/api/v1/catalogue?area=4101", NULL, NULL), 422);
    assert_int_equal(ask(&w, "POST", IMPORT "?area=410105", "district", SMALL), 200);
    w.condition = etag;
    assert_int_equal(ask(&w, "GET", "/api/v1/catalogue?area=410105016", NULL, NULL), 200);
    says(&w, "{\"district\":\"410105\",\"version\":1,");
    unit_close(w.c);
}

static void a_row_is_found_by_its_id_also_when_it_has_ended(void **state)
{
    (void)state;
    struct world w;
    world_open(&w);
    bring(w.c, SMALL, NULL);
    const char *row =
        arena_printf(w.c->mem, "/api/v1/catalogue/rows/%lld", (long long)row_at(w.c, 0, 1).id);
    assert_int_equal(ask(&w, "GET", row, NULL, NULL), 200);
    says(&w, "\"ended\":null,\"current\":true");
    bring(w.c, HEAD "事件,1,市容,1,垃圾,多,1工作日,清走,,\n", NULL);
    assert_int_equal(ask(&w, "GET", row, NULL, NULL), 200);
    says(&w, "\"filing\":\"井盖破损\"");
    says(&w, "\"ended\":2,\"current\":false");
    assert_int_equal(ask(&w, "GET", "/api/v1/catalogue/rows/12", NULL, NULL), 404);
    assert_int_equal(ask(&w, "GET", "/api/v1/catalogue/rows/x", NULL, NULL), 404);
    unit_close(w.c);
}

static void rules_for_all_are_made_by_who_may_for_every_root(void **state)
{
    (void)state;
    struct world w;
    world_open(&w);
    assert_int_equal(ask(&w, "POST", IMPORT, NULL, SMALL), 401);
    assert_int_equal(ask(&w, "POST", IMPORT, "district", SMALL), 403);
    assert_int_equal(ask(&w, "POST", IMPORT "?area=410102", "district", SMALL), 403);
    assert_int_equal(ask(&w, "POST", IMPORT "?area=410105016", "district", SMALL), 200);
    assert_int_equal(ask(&w, "POST", IMPORT "?area=410199", "city", SMALL), 422);
    assert_int_equal(ask(&w, "POST", IMPORT, "city", SMALL), 200);
    assert_int_equal(row_at(w.c, DISTRICT, 0).district, DISTRICT);
    assert_int_equal(row_at(w.c, 410102, 0).district, 0);
    plant(&w, "code,name,level,parent\n4203,another,city,\n");
    assert_int_equal(ask(&w, "POST", IMPORT, "city", SMALL), 403);
    unit_close(w.c);
}

static void an_import_reports_cells_and_samples(void **state)
{
    (void)state;
    struct world w;
    world_open(&w);
    assert_int_equal(ask(&w, "POST", IMPORT "?dry_run=true&hours=urgent", "city",
                         HEAD "事件,1,市容,1,垃圾,多,2小时,清走,,\n"),
                     200);
    says(&w, "{\"applied\":false,\"version\":0,\"rows\":1,\"added\":1,");
    says(&w, "{\"cell\":\"G2\",\"row\":2,\"key\":\"e0101\",\"severity\":\"warning\","
             "\"rule\":\"limit_read\",\"detail\":\"2小时 → 2 紧急工作时\"}");
    says(&w, "\"samples\":{\"added\":[{\"district\":null,\"id\":null,\"key\":\"e0101\"");
    assert_int_equal(ask(&w, "POST", IMPORT "?hours=maybe", "city", SMALL), 422);
    assert_int_equal(ask(&w, "POST", IMPORT, "city", "no,head\n"), 422);
    says(&w, "catalogue.header");
    assert_int_equal(ask(&w, "POST", IMPORT, "city", NULL), 422);
    says(&w, "sheet.format");
    unit_close(w.c);
}

static void undoing_asks_for_the_version_that_was_seen(void **state)
{
    (void)state;
    struct world w;
    world_open(&w);
    bring(w.c, SMALL, NULL);
    bring(w.c, HEAD "事件,1,市容,1,垃圾,多,1工作日,清走,,\n", NULL);
    assert_int_equal(ask(&w, "POST", "/api/v1/catalogue/undo", "city", "{}"), 428);
    w.condition = "\"v1\"";
    assert_int_equal(ask(&w, "POST", "/api/v1/catalogue/undo", "city", "{}"), 412);
    w.condition = "\"v2\"";
    assert_int_equal(ask(&w, "POST", "/api/v1/catalogue/undo", "city", "{}"), 200);
    says(&w, "\"version\":3,\"rows\":3,\"added\":3,\"changed\":0,\"ended\":1,");
    w.condition = "\"v3\"";
    assert_int_equal(ask(&w, "POST", "/api/v1/catalogue/undo", "city", "{\"to\":2}"), 200);
    assert_int_equal(ask(&w, "GET", "/api/v1/catalogue/versions", NULL, NULL), 401);
    assert_int_equal(ask(&w, "GET", "/api/v1/catalogue/versions", "district", NULL), 200);
    assert_string_equal(w.reply.etag, "\"v4\"");
    says(&w, "{\"version\":4,\"items\":[{\"version\":4,");
    says(&w, "\"by\":\"市管理员\",\"source\":null,\"hash\":null,\"restored\":2,\"rows\":1,");
    says(&w, "\"by\":\"系统\",\"source\":\"test.csv\",");
    unit_close(w.c);
}

static void the_files_read_back_as_unchanged(void **state)
{
    (void)state;
    struct world w;
    struct catalogue_report r;
    world_open(&w);
    bring(w.c, SMALL, NULL);
    assert_int_equal(ask(&w, "GET", "/api/v1/catalogue.xlsx?area=410105", NULL, NULL), 200);
    assert_string_equal(w.reply.disposition, "attachment; filename=\"catalogue-000000-v1.xlsx\"");
    r = bring_file(w.c, w.reply.body.p, w.reply.body.n, NULL);
    counts(&r, 0, 0, 0, 3);
    assert_int_equal(ask(&w, "GET", "/api/v1/catalogue.csv", NULL, NULL), 200);
    assert_string_equal(w.reply.type, "text/csv; charset=utf-8");
    r = bring_file(w.c, w.reply.body.p, w.reply.body.n, NULL);
    counts(&r, 0, 0, 0, 3);
    w.condition = w.reply.etag;
    assert_int_equal(ask(&w, "GET", "/api/v1/catalogue.csv", NULL, NULL), 304);
    unit_close(w.c);
}

static int tier(struct world *w, const char *area)
{
    int out;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(catalogue_tier(w->c, DISTRICT, area, &out), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return out;
}

#define TIERS "/api/v1/catalogue/tiers?area=410105"

static void the_longest_prefix_says_how_strict_limits_are(void **state)
{
    (void)state;
    struct world w;
    world_open(&w);
    assert_int_equal(tier(&w, "410105016"), 0);
    assert_int_equal(ask(&w, "POST", TIERS, "district",
                         "{\"items\":[{\"area\":\"410105\",\"tier\":\"C\"},"
                         "{\"area\":\"410105016\",\"tier\":\"B\"}]}"),
                     200);
    says(
        &w,
        "{\"items\":[{\"area\":\"410105\",\"tier\":\"C\"},{\"area\":\"410105016\",\"tier\":\"B\"}],\"version\":1}");
    assert_int_equal(tier(&w, "410105016211001"), 1);
    assert_int_equal(tier(&w, "410105017"), 2);
    assert_int_equal(ask(&w, "POST", TIERS, "district", "{\"items\":[]}"), 412);
    w.condition = "\"v1\"";
    assert_int_equal(
        ask(&w, "POST", TIERS, "district", "{\"items\":[{\"area\":\"410105016\",\"tier\":\"A\"}]}"),
        200);
    assert_int_equal(tier(&w, "410105016"), 0);
    assert_int_equal(tier(&w, "410105017"), 0);
    assert_int_equal(ask(&w, "GET", TIERS, NULL, NULL), 200);
    assert_string_equal(w.reply.etag, "\"v2\"");
    unit_close(w.c);
}

static void tiers_that_are_none_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *items, *code;
    } bad[] = {
        {"{\"area\":\"410105\",\"tier\":\"D\"}",                                      "catalogue.tier"     },
        {"{\"area\":\"410102\",\"tier\":\"A\"}",                                      "catalogue.area"     },
        {"{\"area\":\"4101\",\"tier\":\"A\"}",                                        "catalogue.area"     },
        {"{\"area\":\"410105999\",\"tier\":\"A\"}",                                   "area.unknown"       },
        {"{\"area\":\"410105\",\"tier\":\"A\"},{\"area\":\"410105\",\"tier\":\"B\"}",
         "catalogue.twice"                                                                                 },
        {"{\"area\":\"410105\"}",                                                     "input.missing"      },
        {"{\"area\":\"410105\",\"x\":1}",                                             "input.unknown_field"},
    };
    struct world w;
    world_open(&w);
    for (size_t i = 0; i < LEN(bad); i++) {
        const char *body = arena_printf(w.c->mem, "{\"items\":[%s]}", bad[i].items);
        assert_int_equal(ask(&w, "POST", TIERS, "district", body), 422);
        says(&w, bad[i].code);
    }
    assert_int_equal(ask(&w, "POST", "/api/v1/catalogue/tiers", "city", "{\"items\":[]}"), 422);
    says(&w, "catalogue.area");
    unit_close(w.c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(anybody_reads_the_catalogue_of_a_place),
        cmocka_unit_test(a_row_is_found_by_its_id_also_when_it_has_ended),
        cmocka_unit_test(rules_for_all_are_made_by_who_may_for_every_root),
        cmocka_unit_test(an_import_reports_cells_and_samples),
        cmocka_unit_test(undoing_asks_for_the_version_that_was_seen),
        cmocka_unit_test(the_files_read_back_as_unchanged),
        cmocka_unit_test(the_longest_prefix_says_how_strict_limits_are),
        cmocka_unit_test(tiers_that_are_none_are_refused),
    };
    return UNIT_RUN(tests);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walks every route that is not open to all: a stranger is asked to sign in, and an officer with every role, but in another
 * town or another district, is refused. The same request by an officer of the place itself is not, so that it is the place
 * that decides. A route without a probe here fails the test.
 */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/text.h"
#include "casefile/casefile.h"
#include "db/db.h"
#include "http/server.h"
#include "ledger/ledger.h"
#include "post/post_world.h"
#include "routes.h"

#define AREAS "code,name,level,parent\n410105016,Renamed,town,410105\n"
#define HOLIDAYS                                                                                   \
    "{\"year\":2027,\"days\":[{\"name\":\"n\",\"date\":\"2027-01-01\",\"isOffDay\":true}]}"
#define STANDARDS                                                                                  \
    "类别,大类代码,大类,小类代码,小类,立案条件,处置时限,结案条件\n事件,01,a,01,b,c,1工作日,d\n"
#define POLYGONS                                                                                                   \
    "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"code\":\"410105016\"}," \
    "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[113.5,34.6],[113.7,34.6],[113.7,34.8],[113.5,34.6]]]}}]}"

enum refusal {
    FORBIDDEN,     /* 403 */
    DISTRICT_WIDE, /* 403, even to an officer of the town: it takes one of the whole district */
    REPORTED,      /* 200 with findings of rule "scope" */
    EMPTY,         /* 204 */
    OWN            /* not refused: it is about the caller alone */
};

/* clang-format off */
static const struct probe {
    enum method method;
    enum refusal refusal;
    const char *path, *target, *body; /* {case} {person} {team} {post} {account} {import} {entry} {inspection} {request} {round}: those of the town */
} probes[] = {
    {METHOD_DELETE, OWN, "/api/v1/session", "/api/v1/session", NULL},
    {METHOD_GET, OWN, "/api/v1/session", "/api/v1/session", NULL},
    {METHOD_POST, OWN, "/api/v1/session/password", "/api/v1/session/password", "{\"old\":\"not this one\",\"password\":\"another password\"}"},
    {METHOD_GET, FORBIDDEN, "/api/v1/accounts", "/api/v1/accounts?area=410105016", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/accounts", "/api/v1/accounts",
     "{\"login\":\"new\",\"name\":\"n\",\"password\":\"a good password\",\"roles\":[{\"role\":\"intake\",\"area\":\"410105016\"}]}"},
    {METHOD_GET, FORBIDDEN, "/api/v1/accounts/{id}", "/api/v1/accounts/{account}", NULL},
    {METHOD_PATCH, FORBIDDEN, "/api/v1/accounts/{id}", "/api/v1/accounts/{account}", "{\"name\":\"n\"}"},
    {METHOD_POST, FORBIDDEN, "/api/v1/accounts/{id}/password", "/api/v1/accounts/{account}/password",
     "{\"password\":\"another password\"}"},
    {METHOD_POST, REPORTED, "/api/v1/imports/areas", "/api/v1/imports/areas", AREAS},
    {METHOD_POST, REPORTED, "/api/v1/imports/polygons", "/api/v1/imports/polygons", POLYGONS},
    {METHOD_GET, FORBIDDEN, "/api/v1/checks/areas", "/api/v1/checks/areas?area=410105016", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/checks/coverage", "/api/v1/checks/coverage?area=410105016", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/persons", "/api/v1/persons?area=410105016", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/persons", "/api/v1/persons", "{\"name\":\"n\",\"area\":\"410105016\"}"},
    {METHOD_GET, FORBIDDEN, "/api/v1/persons/{ref}", "/api/v1/persons/{person}", NULL},
    {METHOD_PATCH, FORBIDDEN, "/api/v1/persons/{ref}", "/api/v1/persons/{person}", "{\"name\":\"n\"}"},
    {METHOD_POST, FORBIDDEN, "/api/v1/persons/{ref}/contact", "/api/v1/persons/{person}/contact", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/teams", "/api/v1/teams?area=410105016", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/teams", "/api/v1/teams", "{\"name\":\"n\",\"kind\":\"unit\",\"area\":\"410105016\"}"},
    {METHOD_GET, FORBIDDEN, "/api/v1/teams/{ref}", "/api/v1/teams/{team}", NULL},
    {METHOD_PATCH, FORBIDDEN, "/api/v1/teams/{ref}", "/api/v1/teams/{team}", "{\"name\":\"n\"}"},
    {METHOD_POST, FORBIDDEN, "/api/v1/teams/{ref}/members", "/api/v1/teams/{team}/members", "{\"person\":\"{person}\"}"},
    {METHOD_POST, FORBIDDEN, "/api/v1/teams/{ref}/members/end", "/api/v1/teams/{team}/members/end", "{\"person\":\"{person}\"}"},
    {METHOD_GET, FORBIDDEN, "/api/v1/posts", "/api/v1/posts?area=410105016", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/posts", "/api/v1/posts", "{\"kind\":\"grid_lead\",\"area\":\"410105016211\"}"},
    {METHOD_GET, FORBIDDEN, "/api/v1/posts/{ref}", "/api/v1/posts/{post}", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/posts/{ref}/holdings", "/api/v1/posts/{post}/holdings", "{\"person\":\"{person}\"}"},
    {METHOD_POST, FORBIDDEN, "/api/v1/posts/{ref}/vacate", "/api/v1/posts/{post}/vacate", "{}"},
    {METHOD_POST, FORBIDDEN, "/api/v1/posts/{ref}/end", "/api/v1/posts/{post}/end", "{}"},
    {METHOD_GET, FORBIDDEN, "/api/v1/cases", "/api/v1/cases?area=410105016", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/cases/{ref}", "/api/v1/cases/{case}", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/cases/{ref}/act", "/api/v1/cases/{case}/act", "{\"action\":\"accept\"}"},
    {METHOD_POST, FORBIDDEN, "/api/v1/cases/act", "/api/v1/cases/act",
     "{\"action\":\"accept\",\"items\":[{\"ref\":\"{case}\",\"version\":1}]}"},
    {METHOD_GET, FORBIDDEN, "/api/v1/cases/{ref}/clocks/{n}", "/api/v1/cases/{case}/clocks/1", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/cases/{ref}/export", "/api/v1/cases/{case}/export", "{\"reason\":\"x\"}"},
    {METHOD_GET, FORBIDDEN, "/api/v1/desk", "/api/v1/desk?area=410105016", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/cases/{ref}/contact", "/api/v1/cases/{case}/contact", NULL},
    {METHOD_GET, EMPTY, "/tiles/cases/{z}/{x}/{y}", "/tiles/cases/14/13362/6506", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/events", "/api/v1/events?area=410105016", NULL},
    {METHOD_PATCH, DISTRICT_WIDE, "/api/v1/calendar", "/api/v1/calendar?area=410105016", "{\"natural_day\":\"inherit\"}"},
    {METHOD_POST, DISTRICT_WIDE, "/api/v1/imports/holidays", "/api/v1/imports/holidays?area=410105016", HOLIDAYS},
    {METHOD_POST, DISTRICT_WIDE, "/api/v1/imports/holidays/undo", "/api/v1/imports/holidays/undo?area=410105016", NULL},
    {METHOD_GET, OWN, "/api/v1/catalogue/versions", "/api/v1/catalogue/versions", NULL},
    {METHOD_POST, DISTRICT_WIDE, "/api/v1/catalogue/tiers", "/api/v1/catalogue/tiers?area=410105016", "{\"items\":[]}"},
    {METHOD_POST, DISTRICT_WIDE, "/api/v1/catalogue/undo", "/api/v1/catalogue/undo?area=410105016", "{}"},
    {METHOD_POST, DISTRICT_WIDE, "/api/v1/imports/catalogue", "/api/v1/imports/catalogue?area=410105016", STANDARDS},
    {METHOD_GET, FORBIDDEN, "/api/v1/agenda", "/api/v1/agenda?area=410105016", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/indicators/cases",
     "/api/v1/indicators/cases?area=410105016&from=2026-01-01&to=2026-02-01&id=filing_rate&part=n", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/ledgers/{ledger}/imports", "/api/v1/ledgers/shop/imports?area=410105016", "编号,名称\n"},
    {METHOD_GET, FORBIDDEN, "/api/v1/ledgers/{ledger}/imports", "/api/v1/ledgers/shop/imports?area=410105016", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/ledger-imports/{ref}/undo", "/api/v1/ledger-imports/{import}/undo", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/ledgers/{ledger}/inspection-imports",
     "/api/v1/ledgers/shop/inspection-imports?area=410105016&part=inspections", "检查编号\n"},
    {METHOD_GET, FORBIDDEN, "/api/v1/ledgers/{ledger}/inspection-imports",
     "/api/v1/ledgers/shop/inspection-imports?area=410105016", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/inspection-imports/{ref}/undo", "/api/v1/inspection-imports/{past}/undo", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/ledgers/{ledger}/exports", "/api/v1/ledgers/shop/exports",
     "{\"area\":\"410105016\",\"format\":\"csv\"}"},
    {METHOD_POST, FORBIDDEN, "/api/v1/ledgers/{ledger}/export-requests", "/api/v1/ledgers/shop/export-requests",
     "{\"area\":\"410105016\",\"format\":\"csv\",\"reason\":\"r\"}"},
    {METHOD_GET, FORBIDDEN, "/api/v1/export-requests", "/api/v1/export-requests?area=410105016", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/export-requests/{ref}/decide", "/api/v1/export-requests/{export}/decide",
     "{\"grant\":true}"},
    {METHOD_POST, FORBIDDEN, "/api/v1/export-requests/{ref}/file", "/api/v1/export-requests/{export}/file", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/ledgers/{ledger}/rectification", "/api/v1/ledgers/shop/rectification?area=410105016",
     NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/ledgers/{ledger}/rectification/exports",
     "/api/v1/ledgers/shop/rectification/exports", "{\"area\":\"410105016\",\"format\":\"csv\"}"},
    {METHOD_GET, OWN, "/api/v1/ledgers/{ledger}/template", "/api/v1/ledgers/shop/template?format=csv", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/ledgers/{ledger}/entries", "/api/v1/ledgers/shop/entries?area=410105016", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/ledgers/{ledger}/counts", "/api/v1/ledgers/shop/counts?area=410105016", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/ledgers/{ledger}/alike", "/api/v1/ledgers/shop/alike?area=410105016&name=n", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/ledgers/{ledger}/reminders", "/api/v1/ledgers/shop/reminders?area=410105016", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/ledgers/{ledger}/entries", "/api/v1/ledgers/shop/entries",
     "{\"area\":\"410105016211\",\"fields\":{\"name\":\"n\",\"address\":\"a\",\"trade\":\"salon\"}}"},
    {METHOD_GET, FORBIDDEN, "/api/v1/entries/{ref}", "/api/v1/entries/{entry}", NULL},
    {METHOD_PATCH, FORBIDDEN, "/api/v1/entries/{ref}", "/api/v1/entries/{entry}", "{\"fields\":{}}"},
    {METHOD_POST, FORBIDDEN, "/api/v1/entries/{ref}/steps", "/api/v1/entries/{entry}/steps", "{\"action\":\"a\"}"},
    {METHOD_POST, FORBIDDEN, "/api/v1/entries/{ref}/leave", "/api/v1/entries/{entry}/leave", "{\"reason\":\"closed\"}"},
    {METHOD_POST, FORBIDDEN, "/api/v1/entries/{ref}/return", "/api/v1/entries/{entry}/return", "{\"reason\":\"r\"}"},
    {METHOD_POST, FORBIDDEN, "/api/v1/entries/{ref}/look", "/api/v1/entries/{entry}/look", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/entries/{ref}/versions", "/api/v1/entries/{entry}/versions", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/entries/{ref}/history", "/api/v1/entries/{entry}/history", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/entries/{ref}/owner-code", "/api/v1/entries/{entry}/owner-code", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/entries/{ref}/confirm", "/api/v1/entries/{entry}/confirm", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/entries/{ref}/periods", "/api/v1/entries/{entry}/periods", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/entries/{ref}/periods", "/api/v1/entries/{entry}/periods",
     "{\"series\":\"s\",\"period\":\"2025\",\"fields\":{}}"},
    {METHOD_POST, FORBIDDEN, "/api/v1/entries/{ref}/periods/decide", "/api/v1/entries/{entry}/periods/decide",
     "{\"series\":\"s\",\"period\":\"2025\",\"n\":1,\"confirm\":true}"},
    {METHOD_GET, FORBIDDEN, "/api/v1/entries/{ref}/sign.pdf", "/api/v1/entries/{entry}/sign.pdf", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/ledgers/{ledger}/signs.pdf", "/api/v1/ledgers/shop/signs.pdf?area=410105016", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/entries/{ref}/notice", "/api/v1/entries/{entry}/notice", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/figures/{figure}/rows", "/api/v1/figures/shops_total/rows?area=410105016", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/inspection-tasks", "/api/v1/inspection-tasks?area=410105016", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/entries/{ref}/inspections", "/api/v1/entries/{entry}/inspections",
     "{\"checklist\":\"c\",\"checklist_version\":1,\"kind\":\"full\",\"result\":\"done\"}"},
    {METHOD_GET, FORBIDDEN, "/api/v1/entries/{ref}/inspections", "/api/v1/entries/{entry}/inspections", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/entries/{ref}/rectification", "/api/v1/entries/{entry}/rectification", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/inspections/{ref}", "/api/v1/inspections/{inspection}", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/entries/{ref}/requests", "/api/v1/entries/{entry}/requests", NULL},
    {METHOD_GET, FORBIDDEN, "/api/v1/entry-requests", "/api/v1/entry-requests?area=410105016", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/entry-requests/{ref}/decide", "/api/v1/entry-requests/{request}/decide",
     "{\"grant\":true,\"answer\":\"yes\"}"},
    {METHOD_GET, FORBIDDEN, "/api/v1/rounds", "/api/v1/rounds?area=410105016", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/rounds", "/api/v1/rounds",
     "{\"ledger\":\"shop\",\"checklist\":\"c\",\"area\":\"410105016\",\"name\":\"n\",\"starts\":\"2026-12-01\",\"ends\":\"2026-12-02\",\"teams\":[]}"},
    {METHOD_GET, FORBIDDEN, "/api/v1/rounds/{ref}", "/api/v1/rounds/{round}", NULL},
    {METHOD_POST, FORBIDDEN, "/api/v1/rounds/{ref}/move", "/api/v1/rounds/{round}/move",
     "{\"area\":\"410105016211\",\"team\":\"{team}\",\"reason\":\"because\"}"},
    {METHOD_POST, FORBIDDEN, "/api/v1/rounds/{ref}/state", "/api/v1/rounds/{round}/state", "{\"state\":\"open\"}"},
    {METHOD_GET, FORBIDDEN, "/api/v1/journal", "/api/v1/journal?area=410105016", NULL},
};
/* clang-format on */

/* ---- the place and its callers ---- */

struct place {
    struct city w;
    struct routes routes[ROUTES_TABLES];
    struct server_setup setup;
    struct reply reply;
    struct pair names[12];
    const char *home, *whole, *next_town, *next_district; /* sessions; whole: of the district */
};

static const char *session_of(struct city *w, const char *login, const char *area)
{
    char hash[SECRET_PASSWORD], *token = arena_alloc(w->c->mem, SECRET_TOKEN);
    struct role_grant roles[ROLE__COUNT];
    struct login_try try = {.right = true};
    for (int i = 0; i < ROLE__COUNT; i++)
        roles[i] = (struct role_grant){(enum role)i, area};
    secret_password_hash("a good password", hash);
    struct account_new a = {.login = login,
                            .name = login,
                            .password_hash = hash,
                            .roles = roles,
                            .n_roles = LEN(roles)};
    city_begin(w);
    assert_int_equal(account_add(w->c, &a, &try.account), ERR_OK);
    assert_int_equal(city_end(w, login_finish(w->c, &try, token)), ERR_OK);
    return token;
}

static const char *file_case(struct city *w)
{
    char ref[TEXT_REF];
    const struct casefile_new in = {
        .kind = w->app.programmes->kinds[0].kind,
        .body = "a matter",
        .area = CELL,
        .has_point = true,
        .point = {1136050000, 347050000},
        .name = "n",
        .phone = "13812345678"
    };
    struct casefile_receipt receipt;
    city_begin(w);
    if (city_end(w, casefile_file(w->c, &w->app, &in, &receipt)) != ERR_OK)
        fail_msg("%s %s", w->c->problem.code, w->c->problem.detail);
    text_ref(receipt.district, receipt.id, ref);
    return arena_copy(w->c->mem, ref);
}

static const char *entry_of_town(struct city *w)
{
    static const char fields[] =
        "{\"name\":\"shop of town\",\"address\":\"a\",\"trade\":\"salon\"}";
    const struct node *node;
    int64_t id;
    assert_int_equal(json_parse(w->c, fields, sizeof fields - 1, &node), ERR_OK);
    const struct entry_new in = {.ledger = "shop", .area = VILLAGE, .fields = node};
    city_begin(w);
    if (city_end(w, entry_add(w->c, &w->app, &in, &id)) != ERR_OK)
        fail_msg("%s %s %s", w->c->problem.code, w->c->problem.field, w->c->problem.detail);
    return city_ref(w, id);
}

static const char *account_of_town(struct city *w)
{
    int64_t id;
    struct role_grant role = {ROLE_INTAKE, TOWN};
    struct account_new a = {
        .login = "target", .name = "target", .password_hash = "none", .roles = &role, .n_roles = 1};
    city_begin(w);
    assert_int_equal(city_end(w, account_add(w->c, &a, &id)), ERR_OK);
    return arena_printf(w->c->mem, "%lld", (long long)id);
}

static const char *import_of_town(struct city *w)
{
    const int64_t id = 77;
    city_begin(w);
    assert_int_equal(db_exec(w->c, SQL_SHEET_IMPORT_ADD,
                             ARGS(db_int(DISTRICT), db_int(id), db_text("shop"), db_text(TOWN),
                                  db_int(w->c->now), db_text("who"), db_null(), db_text("hash"),
                                  db_int(0), db_int(0), db_int(0))),
                     ERR_OK);
    assert_int_equal(city_end(w, ERR_OK), ERR_OK);
    return city_ref(w, id);
}

/* As rows: what leads to them is tested elsewhere. */
static void add_inspected(struct place *p, const char *entry_ref)
{
    struct city *w = &p->w;
    const struct db_value d = db_int(DISTRICT), none = db_null();
    int64_t entry, now = w->c->now;
    int32_t district;
    assert_true(text_ref_parse(entry_ref, &district, &entry));
    city_begin(w);
    assert_int_equal(
        db_exec(w->c, SQL_INSPECTION_ADD,
                ARGS(d, db_int(78), db_int(entry), db_text("shop"), db_text(VILLAGE), db_text("c"),
                     db_int(1), db_text("full"), db_text("done"), db_int(now), db_int(now), none,
                     none, db_text("who"), none, none, none)),
        ERR_OK);
    assert_int_equal(db_exec(w->c, SQL_ENTRY_REQUEST_ADD,
                             ARGS(d, db_int(79), db_int(entry), none, db_text("reply"),
                                  db_text("words"), db_int(now), db_text("open"))),
                     ERR_OK);
    assert_int_equal(
        db_exec(w->c, SQL_ROUND_ADD,
                ARGS(d, db_int(80), db_text("shop"), db_text("c"), db_text(TOWN), db_text("n"),
                     db_int(now), db_int(now + 1), db_int(1), db_int(now))),
        ERR_OK);
    assert_int_equal(
        db_exec(w->c, SQL_PAST_IMPORT_ADD,
                ARGS(d, db_int(81), db_text("shop"), db_text(TOWN), db_text("inspections"),
                     db_int(now), db_text("who"), none, db_text("hash"), db_int(0), db_int(0))),
        ERR_OK);
    assert_int_equal(
        db_exec(w->c, SQL_EXPORT_ADD,
                ARGS(d, db_int(82), db_text("shop"), db_text(TOWN), db_text("{\"format\":\"csv\"}"),
                     db_text("r"), db_int(now), db_int(1), db_text("who"))),
        ERR_OK);
    assert_int_equal(city_end(w, ERR_OK), ERR_OK);
    p->names[11] = (struct pair){"{export}", city_ref(w, 82)};
    p->names[7] = (struct pair){"{inspection}", city_ref(w, 78)};
    p->names[8] = (struct pair){"{request}", city_ref(w, 79)};
    p->names[9] = (struct pair){"{round}", city_ref(w, 80)};
    p->names[10] = (struct pair){"{past}", city_ref(w, 81)};
}

static void place_open(struct place *p)
{
    *p = (struct place){.home = NULL};
    struct city *w = &p->w;
    city_open(w);
    routes_all(p->routes);
    p->setup = (struct server_setup){
        .routes = p->routes,
        .n_routes = ROUTES_TABLES,
        .guard = {account_by_session, account_may, account_id},
        .app = &w->app
    };
    p->names[0] = (struct pair){
        "{person}", city_ref(w, city_person(w, "person of town", CELL, "13812345678", false))};
    p->names[1] = (struct pair){"{team}", city_ref(w, city_team(w, "team of town", TOWN))};
    p->names[2] = (struct pair){"{post}", city_ref(w, city_post(w, "grid_worker", CELL))};
    p->names[3] = (struct pair){"{case}", file_case(w)};
    p->names[4] = (struct pair){"{account}", account_of_town(w)};
    p->names[5] = (struct pair){"{import}", import_of_town(w)};
    p->names[6] = (struct pair){"{entry}", entry_of_town(w)};
    add_inspected(p, p->names[6].value);
    p->home = session_of(w, "home", TOWN);
    p->whole = session_of(w, "whole", DISTRICT_CODE);
    p->next_town = session_of(w, "next.town", "410105017");
    p->next_district = session_of(w, "next.district", "410102");
}

static void place_close(struct place *p)
{
    city_close(&p->w);
}

/* The text with all {names} filled in. */
static const char *fill(struct place *p, const char *text)
{
    struct buf b = {.mem = p->w.c->mem};
    while (text && *text) {
        size_t i = 0;
        while (i < LEN(p->names) && !text_has_prefix(text, p->names[i].name))
            i++;
        if (i < LEN(p->names)) {
            buf_text(&b, p->names[i].value);
            text += strlen(p->names[i].name);
        } else {
            buf_char(&b, *text++);
        }
    }
    return buf_str(&b);
}

static int ask(struct place *p, const struct probe *probe, const char *token)
{
    static const char *const methods[] = {"GET", "POST", "PATCH", "DELETE"};
    const char *body = fill(p, probe->body);
    bool csv = probe->body && text_has_prefix(probe->body, "code,");
    struct pair h[3] = {
        {"Content-Type", csv ? "text/csv" : "application/json"},
        {"If-Match",     "\"v1\""                             }
    };
    if (token)
        h[2] = (struct pair){"Authorization", arena_printf(p->w.c->mem, "Bearer %s", token)};
    (void)server_request(&p->setup, p->w.c, methods[probe->method], fill(p, probe->target), h,
                         token ? 3 : 2, body, strlen(body), &p->reply);
    return p->reply.status;
}

static bool says(const struct place *p, const char *text)
{
    return strstr(buf_str(&p->reply.body), text) != NULL;
}

/* ---- the walks ---- */

static const struct probe *probe_of(const struct route *r)
{
    for (size_t i = 0; i < LEN(probes); i++)
        if (probes[i].method == r->method && strcmp(probes[i].path, r->path) == 0)
            return &probes[i];
    return NULL;
}

static void every_guarded_route_is_probed(void **state)
{
    (void)state;
    struct routes all[ROUTES_TABLES];
    size_t guarded = 0;
    routes_all(all);
    for (size_t t = 0; t < ROUTES_TABLES; t++) {
        for (size_t i = 0; i < all[t].n; i++) {
            const struct route *r = &all[t].table[i];
            guarded += r->right != RIGHT_PUBLIC;
            if (r->right != RIGHT_PUBLIC && !probe_of(r))
                fail_msg("no probe for %d %s", r->method, r->path);
            if ((r->method != METHOD_GET) && r->right != RIGHT_PUBLIC && !(r->flags & ROUTE_WRITE))
                fail_msg("%s changes something without a unit", r->path);
        }
    }
    assert_int_equal(guarded, LEN(probes));
}

static void a_stranger_is_asked_to_sign_in_everywhere(void **state)
{
    (void)state;
    struct place p;
    place_open(&p);
    for (size_t i = 0; i < LEN(probes); i++)
        if (ask(&p, &probes[i], NULL) != 401 || ask(&p, &probes[i], "stolen") != 401)
            fail_msg("%s: %d", probes[i].target, p.reply.status);
    place_close(&p);
}

static void must_refuse(struct place *p, const struct probe *probe, const char *token)
{
    int status = ask(p, probe, token);
    if ((probe->refusal == FORBIDDEN || probe->refusal == DISTRICT_WIDE) && status != 403)
        fail_msg("%s: %d %s", probe->target, status, buf_str(&p->reply.body));
    if (probe->refusal == EMPTY && status != 204)
        fail_msg("%s: %d", probe->target, status);
    if (probe->refusal == REPORTED &&
        !(status == 200 && says(p, "\"applied\":false") && says(p, "\"scope\"")))
        fail_msg("%s: %d %s", probe->target, status, buf_str(&p->reply.body));
}

static void an_officer_of_another_place_is_refused_everywhere(void **state)
{
    (void)state;
    struct place p;
    place_open(&p);
    for (size_t i = 0; i < LEN(probes); i++) {
        if (probes[i].refusal == OWN)
            continue;
        must_refuse(&p, &probes[i], p.next_town);
        must_refuse(&p, &probes[i], p.next_district);
        if (probes[i].refusal == DISTRICT_WIDE)
            must_refuse(&p, &probes[i], p.home);
    }
    place_close(&p);
}

static void an_officer_of_the_place_is_let_in_everywhere(void **state)
{
    (void)state;
    struct place p;
    place_open(&p);
    for (size_t i = LEN(probes); i-- > 0;) { /* the session is ended last */
        int status = ask(&p, &probes[i], probes[i].refusal == DISTRICT_WIDE ? p.whole : p.home);
        bool empty = probes[i].refusal == EMPTY && status != 200;
        if (status == 401 || status == 403 || status >= 500 || empty || says(&p, "\"scope\""))
            fail_msg("%s: %d %s", probes[i].target, status, buf_str(&p.reply.body));
    }
    place_close(&p);
}

static void a_list_without_an_area_shows_the_callers_own_only(void **state)
{
    (void)state;
    static const char *const lists[] = {"/api/v1/accounts",
                                        "/api/v1/persons",
                                        "/api/v1/teams",
                                        "/api/v1/posts",
                                        "/api/v1/cases",
                                        "/api/v1/journal",
                                        "/api/v1/ledgers/shop/entries"};
    struct place p;
    place_open(&p);
    for (size_t i = 0; i < LEN(lists); i++) {
        const struct probe probe = {METHOD_GET, OWN, lists[i], lists[i], NULL};
        if (ask(&p, &probe, p.home) != 200 || !says(&p, TOWN))
            fail_msg("%s: %d %s", lists[i], p.reply.status, buf_str(&p.reply.body));
        if (ask(&p, &probe, p.next_town) != 200 || says(&p, TOWN))
            fail_msg("%s: %d %s", lists[i], p.reply.status, buf_str(&p.reply.body));
        if (ask(&p, &probe, p.next_district) != 200 || says(&p, DISTRICT_CODE))
            fail_msg("%s: %d %s", lists[i], p.reply.status, buf_str(&p.reply.body));
    }
    place_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_guarded_route_is_probed),
        cmocka_unit_test(a_stranger_is_asked_to_sign_in_everywhere),
        cmocka_unit_test(an_officer_of_another_place_is_refused_everywhere),
        cmocka_unit_test(an_officer_of_the_place_is_let_in_everywhere),
        cmocka_unit_test(a_list_without_an_area_shows_the_callers_own_only),
    };
    return UNIT_RUN(tests);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/case_world.h"

#include <string.h>

#include "area/area.h"
#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "base/time.h"
#include "calendar/calendars.h"
#include "casefile/case_api.h"
#include "casefile/fact.h"
#include "db/db.h"
#include "geo/crs.h"
#include "geo/wkb.h"
#include "journal/journal.h"
#include "media/media_api.h"
#include "media/shrink.h"
#include "person/person.h"
#include "team/team.h"

/* ---- areas ---- */

struct place {
    const char *code, *name, *level;
    double west, south, width, height; /* width 0: no polygon */
};

static const struct place places[] = {
    {CITY,          "郑州市",       "city",     0,      0,     0,    0   },
    {"410103",      "二七区",       "district", 113.50, 34.70, 0.10, 0.10},
    {"410103001",   "德化街街道", "town",     0,      0,     0,    0   },
    {OTHER_VILLAGE, "德化街社区", "village",  0,      0,     0,    0   },
    {JINSHUI,       "金水区",       "district", 113.60, 34.70, 0.10, 0.10},
    {TOWN,          "兴达路街道", "town",     113.60, 34.70, 0.04, 0.02},
    {VILLAGE,       "马头岗社区", "village",  113.60, 34.70, 0.02, 0.01},
    {CELL_1,        "第一网格",    "cell",     113.60, 34.70, 0.01, 0.01},
    {CELL_2,        "第二网格",    "cell",     113.61, 34.70, 0.01, 0.01},
    {VILLAGE_2,     "沙门社区",    "village",  113.62, 34.70, 0.02, 0.01},
    {TOWN_2,        "凤凰台街道", "town",     113.64, 34.70, 0.02, 0.02},
    {VILLAGE_3,     "凤凰台社区", "village",  0,      0,     0,    0   },
};

static const char *parent_of(struct ctx *c, const char *code)
{
    size_t n = strlen(code);
    return n == 4 ? NULL : arena_copy_n(c->mem, code, n == 6 ? 4 : n - 3);
}

static void draw(struct ctx *c, const struct place *p)
{
    struct geo_point corners[] = {
        geo_point_of(p->west, p->south),
        geo_point_of(p->west + p->width, p->south),
        geo_point_of(p->west + p->width, p->south + p->height),
        geo_point_of(p->west, p->south + p->height),
    };
    struct geo_ring ring = {corners, LEN(corners)};
    void *wkb;
    size_t n;
    wkb_write(c->mem, (struct geo_shape){&ring, 1}, &wkb, &n);
    assert_int_equal(
        db_exec(c, SQL_AREA_POLYGON_ADD,
                ARGS(db_int(text_district(p->code)), db_text(p->code), db_int(c->now),
                     db_blob(wkb, n), db_real(1), db_text("wgs84"), db_text("{}"), db_null())),
        ERR_OK);
}

static void make_areas(struct city *w)
{
    struct ctx *c = w->c;
    for (size_t i = 0; i < LEN(places); i++) {
        struct area_row a = {.code = places[i].code,
                             .name = places[i].name,
                             .level = places[i].level,
                             .parent = parent_of(c, places[i].code),
                             .households = JSON_ABSENT,
                             .population = JSON_ABSENT};
        assert_int_equal(area_add(c, &a), ERR_OK);
        if (places[i].width > 0)
            draw(c, &places[i]);
    }
    assert_int_equal(area_publish(c), ERR_OK);
}

/* ---- people ---- */

static int64_t person(struct city *w, const char *name, const char *area)
{
    int64_t id;
    const struct person_new p = {.name = name, .area = area, .phone = "13800005678"};
    assert_int_equal(person_add(w->c, w->app.key, &p, &id), ERR_OK);
    return id;
}

static int64_t post(struct city *w, const char *kind, const char *area)
{
    int64_t id;
    const struct post_new p = {.kind = kind, .area = area};
    assert_int_equal(post_add(w->c, w->app.programmes, &p, &id), ERR_OK);
    return id;
}

static void hold(struct city *w, int64_t post_id, int64_t person_id, int64_t team, int64_t deputy)
{
    const struct post_hold h = {
        .district = 410105, .post = post_id, .person = person_id, .team = team, .deputy = deputy};
    assert_int_equal(post_hold(w->c, &h), ERR_OK);
}

static void make_people(struct city *w)
{
    const struct team_new team = {.name = "社区值守队", .kind = "volunteer_team", .area = VILLAGE};
    w->zhang = person(w, "张三", CELL_1);
    w->li = person(w, "李四", CELL_1);
    w->wang = person(w, "王五", VILLAGE);
    w->qian = person(w, "钱六", TOWN);
    assert_int_equal(team_add(w->c, &team, &w->team), ERR_OK);
    assert_int_equal(team_member_add(w->c, 410105, w->team, w->wang, 0, 0), ERR_OK);
    w->worker_post = post(w, "grid_worker", CELL_1);
    w->duty_post = post(w, "community_duty", VILLAGE);
    w->town_post = post(w, "town_duty", TOWN);
    w->old_post = post(w, "urban_management", TOWN);
    hold(w, w->worker_post, w->zhang, 0, w->li);
    hold(w, w->duty_post, 0, w->team, 0);
    w->c->now += TIME_SECOND; /* holdings end later than they began */
    assert_int_equal(post_end(w->c, 410105, w->old_post, 0, 0), ERR_OK);
}

static const struct login {
    enum actor who;
    const char *login, *name;
    struct role_grant roles[3];
    size_t n;
} logins[] = {
    {INTAKE,        "intake",     "何受理", {{ROLE_INTAKE, TOWN}},                            1},
    {INTAKE_2,      "intake.2",   "吕受理", {{ROLE_INTAKE, TOWN_2}, {ROLE_INTAKE, "410103"}}, 2},
    {HOLDER,        "holder",     "张三",    {{ROLE_HANDLER, JINSHUI}},                        1},
    {DEPUTY,        "deputy",     "李四",    {{ROLE_HANDLER, JINSHUI}},                        1},
    {MEMBER,        "member",     "王五",    {{ROLE_HANDLER, JINSHUI}},                        1},
    {BYSTANDER,     "bystander",  "钱六",    {{ROLE_HANDLER, JINSHUI}},                        1},
    {CHECKER,       "checker",    "孙核查", {{ROLE_CHECKER, JINSHUI}},                        1},
    {HOLDER_CHECKS,
     "holder.2",                  "张三",
     {{ROLE_CHECKER, JINSHUI}, {ROLE_INTAKE, JINSHUI}, {ROLE_HANDLER, JINSHUI}},
     3                                                                                            },
    {SUPERVISOR,    "supervisor", "周督查", {{ROLE_SUPERVISOR, JINSHUI}},                     1},
    {ADMIN,         "admin",      "吴管理", {{ROLE_ADMIN, CITY}},                             1},
    {AUDITOR,       "auditor",    "郑审计", {{ROLE_AUDITOR, CITY}},                           1},
    {CHIEF,
     "chief",                     "冯主任",
     {{ROLE_INTAKE, CITY}, {ROLE_CHECKER, CITY}, {ROLE_SUPERVISOR, CITY}},
     3                                                                                            },
    {DISPATCHER,    "dispatcher", "褚派遣", {{ROLE_DISPATCHER, JINSHUI}},                     1},
    {DUTY_CHIEF,    "duty",       "卫值班", {{ROLE_DUTY_CHIEF, JINSHUI}},                     1},
    {GRID_WORKER,   "patrol",     "蒋网格", {{ROLE_GRID_WORKER, JINSHUI}},                    1},
    {GRID_LEAD,     "lead",       "沈网格", {{ROLE_GRID_LEAD, JINSHUI}},                      1},
};

static int64_t person_behind(const struct city *w, enum actor who)
{
    if (who == HOLDER || who == HOLDER_CHECKS)
        return w->zhang;
    if (who == DEPUTY)
        return w->li;
    if (who == MEMBER)
        return w->wang;
    return who == BYSTANDER ? w->qian : 0;
}

static void make_logins(struct city *w)
{
    for (size_t i = 0; i < LEN(logins); i++) {
        const struct login *l = &logins[i];
        struct login_try signing_in = {.right = true};
        const struct account_new a = {.login = l->login,
                                      .name = l->name,
                                      .password_hash = "none",
                                      .person_district = 410105,
                                      .person = person_behind(w, l->who),
                                      .roles = l->roles,
                                      .n_roles = l->n};
        assert_int_equal(account_add(w->c, &a, &signing_in.account), ERR_OK);
        assert_int_equal(login_finish(w->c, &signing_in, w->tokens[l->who]), ERR_OK);
        assert_int_equal(account_get(w->c, signing_in.account, &w->accounts[l->who]), ERR_OK);
    }
}

/* ---- the whole ---- */

void city_refresh(struct city *w)
{
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(atlas_refresh(w->app.atlas, w->c), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
}

void city_open(struct city *w)
{
    static const struct routes *const tables[] = {&casefile_routes, &case_list_routes,
                                                  &listed_routes,   &report_routes,
                                                  &figures_routes,  &media_routes};
    *w = (struct city){
        .c = unit_open(),
        .app = {.atlas = atlas_new(), .calendars = calendars_new(), .version = "test"}
    };
    memset(w->app.key, 7, sizeof w->app.key);
    assert_int_equal(programmes_load(w->c, &w->app.programmes), ERR_OK);
    city_begin(w);
    make_areas(w);
    make_people(w);
    make_logins(w);
    assert_int_equal(city_end(w, true), ERR_OK);
    city_refresh(w);
    struct routes *routes = arena_array(w->c->mem, LEN(tables), sizeof *routes);
    for (size_t i = 0; i < LEN(tables); i++)
        routes[i] = *tables[i];
    w->setup = (struct server_setup){
        .routes = routes,
        .n_routes = LEN(tables),
        .guard = {account_by_session, account_may, account_id},
        .app = &w->app
    };
}

void city_seal(struct city *w)
{
    assert_int_equal(db_begin(w->c, DB_WRITE), ERR_OK);
    assert_int_equal(journal_seal_all(w->c), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
}

static void tell_fault(void *arg, const struct journal_fault *f)
{
    (void)arg;
    print_message("# verify: %s %s\n", f->what, f->detail);
}

static void tell_fact(void *arg, int64_t casefile, const char *what)
{
    print_message("# facts: %s of %lld\n", what, (long long)casefile);
    ++*(int *)arg;
}

static int wrong_facts(struct city *w)
{
    static const int32_t districts[] = {410103, 410105};
    int faults = 0;
    for (size_t i = 0; i < LEN(districts) && !w->facts_made_up; i++)
        assert_int_equal(facts_check(w->c, w->app.programmes, districts[i], tell_fact, &faults),
                         ERR_OK);
    return faults;
}

void city_close(struct city *w)
{
    struct journal_verdict v;
    city_seal(w);
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(journal_verify(w->c, tell_fault, NULL, &v), ERR_OK);
    int wrong = wrong_facts(w);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    assert_int_equal(v.faults, 0);
    assert_int_equal(wrong, 0);
    atlas_free(w->app.atlas);
    calendars_free(w->app.calendars);
    unit_close(w->c);
}

void city_begin(struct city *w)
{
    w->c->now += TIME_SECOND;
    assert_int_equal(db_begin(w->c, DB_WRITE), ERR_OK);
}

enum err city_end(struct city *w, bool keep)
{
    const int32_t *touched;
    size_t n = keep ? db_touched(w->c->db, &touched) : 0;
    for (size_t i = 0; i < n; i++)
        assert_int_equal(journal_seal(w->c, touched[i]), ERR_OK);
    return db_end(w->c, keep);
}

void city_as(struct city *w, enum actor who)
{
    w->c->who = who == REPORTER || who == NOBODY ? NULL : w->accounts[who];
}

/* ---- cases ---- */

static struct receipt report(struct city *w, const struct casefile_new *in)
{
    struct casefile_receipt made;
    city_as(w, NOBODY);
    city_begin(w);
    assert_int_equal(casefile_file(w->c, &w->app, in, &made), ERR_OK);
    assert_int_equal(city_end(w, true), ERR_OK);
    struct receipt r = {.district = made.district, .id = made.id};
    memcpy(r.secret, made.secret, sizeof r.secret);
    return r;
}

struct receipt city_report(struct city *w, const char *kind, const char *area)
{
    return report(w, &(struct casefile_new){.kind = kind, .body = "夜里很吵", .area = area});
}

struct receipt city_report_at(struct city *w, const char *kind, double lon, double lat)
{
    return report(w, &(struct casefile_new){.kind = kind,
                                            .body = "夜里很吵",
                                            .has_point = true,
                                            .point = geo_point_of(lon, lat)});
}

struct casefile city_case(struct city *w, struct receipt r)
{
    struct casefile f;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(casefile_get(w->c, r.district, r.id, &f), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return f;
}

enum err city_act_with(struct city *w, struct receipt r, enum actor who,
                       const struct casefile_act *act)
{
    city_as(w, who);
    city_begin(w);
    enum err err = casefile_act(w->c, &w->app, r.district, r.id, act);
    enum err ended = city_end(w, err == ERR_OK);
    city_as(w, NOBODY);
    return err == ERR_OK ? ended : err;
}

struct casefile_act city_input(struct city *w, const struct casefile *f, const char *action)
{
    const struct flow_action *a = flow_action(programme_flow(w->app.programmes, f->flow), action);
    const struct case_kind *kind = programme_kind(w->app.programmes, f->kind);
    unsigned needs = a ? a->needs : 0;
    bool photo = needs & NEED_PHOTO || (needs & NEED_PHOTO_AFTER && kind->needs_photo_after);
    struct casefile_act act = {
        .action = action,
        .version = f->version,
        .reason = needs & NEED_REASON ? "原因" : NULL,
        .note = needs & NEED_NOTE ? "已处置" : NULL,
        .post = needs & NEED_POST ? w->duty_post : 0,
        .until = needs & NEED_UNTIL ? w->c->now + 3 * TIME_DAY : 0,
        .person = needs & NEED_PERSON ? w->wang : 0,
        .referral_to = needs & NEED_REFERRAL ? "12345" : NULL,
        .referral_number = needs & NEED_REFERRAL ? "20261124-0001" : NULL,
        .close_reason = needs & NEED_CLOSE_REASON ? "fixed" : NULL,
        .finding = needs & NEED_FINDING ? "confirmed" : NULL,
        .n_uploads = photo ? 1 : 0,
    };
    if (a && a->does & DOES_CORRECT)
        act.area = CELL_2;
    if (needs & NEED_INTO)
        act.into = city_report(w, f->kind, CELL_1).id;
    if (needs & NEED_CLOSE_REASON && kind->needs_photo_after)
        act.note = "报告时没有照片";
    if (photo) {
        struct media_claim *claim = arena_alloc(w->c->mem, sizeof *claim);
        *claim = city_upload(w);
        act.uploads = claim;
    }
    return act;
}

enum err city_act(struct city *w, struct receipt r, enum actor who, const char *action)
{
    struct casefile f = city_case(w, r);
    struct casefile_act act = city_input(w, &f, action);
    if (who == REPORTER)
        act.secret = r.secret;
    return city_act_with(w, r, who, &act);
}

struct way {
    const char *state, *from, *action;
    enum actor who;
};

static struct receipt bring(struct city *w, const char *kind, const struct way *ways, size_t n,
                            const char *state)
{
    if (strcmp(state, "reported") == 0)
        return city_report(w, kind, CELL_1);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(ways[i].state, state) != 0)
            continue;
        struct receipt r = bring(w, kind, ways, n, ways[i].from);
        if (city_act(w, r, ways[i].who, ways[i].action) != ERR_OK)
            fail_msg("%s: %s %s", ways[i].action, w->c->problem.code, w->c->problem.detail);
        return r;
    }
    fail_msg("no way to %s", state);
    return (struct receipt){0};
}

struct receipt city_bring(struct city *w, const char *state)
{
    static const struct way ways[] = {
        {"accepted",    "reported",    "accept",   INTAKE  },
        {"in_progress", "accepted",    "start",    HOLDER  },
        {"disposed",    "in_progress", "dispose",  HOLDER  },
        {"checked",     "disposed",    "pass",     CHECKER },
        {"closed",      "checked",     "close",    INTAKE  },
        {"disputed",    "closed",      "dispute",  REPORTER},
        {"rejected",    "reported",    "reject",   INTAKE  },
        {"void",        "reported",    "withdraw", REPORTER},
        {"merged",      "reported",    "merge",    INTAKE  },
    };
    return bring(w, NOISE, ways, LEN(ways), state);
}

struct receipt city_bring_full(struct city *w, const char *state)
{
    static const struct way ways[] = {
        {"verifying",   "reported",    "ask_verify",       INTAKE    },
        {"accepted",    "reported",    "accept",           INTAKE    },
        {"filed",       "accepted",    "file_case",        INTAKE    },
        {"dispatched",  "filed",       "dispatch",         DISPATCHER},
        {"returned",    "dispatched",  "return",           MEMBER    },
        {"in_progress", "dispatched",  "sign",             MEMBER    },
        {"asked",       "in_progress", "ask_suspension",   MEMBER    },
        {"suspended",   "asked",       "grant_suspension", DUTY_CHIEF},
        {"disposed",    "in_progress", "feedback",         MEMBER    },
        {"checking",    "disposed",    "send_check",       DISPATCHER},
        {"checked",     "checking",    "pass",             CHECKER   },
        {"escalated",   "accepted",    "escalate",         INTAKE    },
        {"closed",      "checked",     "close",            INTAKE    },
        {"disputed",    "closed",      "dispute",          REPORTER  },
        {"rejected",    "reported",    "reject",           INTAKE    },
        {"not_filed",   "accepted",    "not_file",         DUTY_CHIEF},
        {"void",        "filed",       "void_case",        DUTY_CHIEF},
        {"referred",    "accepted",    "refer",            INTAKE    },
        {"merged",      "reported",    "merge",            INTAKE    },
    };
    return bring(w, LIGHT, ways, LEN(ways), state);
}

struct media_claim city_upload(struct city *w)
{
    static const unsigned char jpeg[] = "\xff\xd8 a photo", thumb[] = "\xff\xd8 small";
    const struct shrunk photo = {.width = 40,
                                 .height = 30,
                                 .full = jpeg,
                                 .full_n = sizeof jpeg,
                                 .thumb = thumb,
                                 .thumb_n = sizeof thumb};
    struct media_claim claim = {0};
    char *token = arena_alloc(w->c->mem, SECRET_TOKEN);
    city_begin(w);
    assert_int_equal(media_keep(w->c, &photo, &claim.upload, token), ERR_OK);
    assert_int_equal(city_end(w, true), ERR_OK);
    claim.token = token;
    return claim;
}

/* ---- requests ---- */

int city_ask_with(struct city *w, enum actor who, const char *method, const char *target,
                  const char *body, int64_t version, const char *key)
{
    struct pair headers[8] = {
        {"Host", "localhost"}
    };
    size_t n = 1;
    struct arena *mem = w->c->mem;
    if (body)
        headers[n++] = (struct pair){"Content-Type", "application/json"};
    if (version)
        headers[n++] =
            (struct pair){"If-Match", arena_printf(mem, "\"v%lld\"", (long long)version)};
    if (key)
        headers[n++] = (struct pair){"Idempotency-Key", key};
    if (who != NOBODY && who != REPORTER)
        headers[n++] =
            (struct pair){"Authorization", arena_printf(mem, "Bearer %s", w->tokens[who])};
    w->c->who = NULL;
    w->c->now += TIME_SECOND;
    assert_int_equal(server_request(&w->setup, w->c, method, target, headers, n, body,
                                    body ? strlen(body) : 0, &w->reply),
                     ERR_OK);
    return w->reply.status;
}

int city_ask(struct city *w, enum actor who, const char *method, const char *target,
             const char *body)
{
    return city_ask_with(w, who, method, target, body, 0, NULL);
}

const char *city_body(const struct city *w)
{
    return buf_str(&w->reply.body);
}

const struct node *city_reply(struct city *w)
{
    const struct node *v;
    assert_int_equal(json_parse(w->c, w->reply.body.p, w->reply.body.n, &v), ERR_OK);
    return v;
}

const char *city_code(struct city *w)
{
    const char *code = node_text(node_get(city_reply(w), "code"));
    return code ? code : "";
}

const char *city_ref(struct city *w, struct receipt r)
{
    char *ref = arena_alloc(w->c->mem, TEXT_REF);
    text_ref(r.district, r.id, ref);
    return ref;
}

const char *city_text(struct city *w, const char *key)
{
    const char *text = node_text(node_get(city_reply(w), key));
    assert_non_null(text);
    return text;
}

bool city_says(const struct city *w, const char *word)
{
    return strstr(city_body(w), word) != NULL;
}

struct receipt city_file(struct city *w, const char *body)
{
    struct receipt r;
    assert_int_equal(city_ask(w, NOBODY, "POST", "/api/v1/cases", body), 201);
    assert_true(text_ref_parse(city_text(w, "ref"), &r.district, &r.id));
    assert_int_equal(strlen(city_text(w, "secret")), CASEFILE_SECRET - 1);
    memcpy(r.secret, city_text(w, "secret"), CASEFILE_SECRET);
    return r;
}

const char *city_path(struct city *w, struct receipt r, const char *rest)
{
    return arena_printf(w->c->mem, "/api/v1/cases/%s%s", city_ref(w, r), rest);
}

const char *city_receipt(struct city *w, struct receipt r, const char *rest)
{
    return arena_printf(w->c->mem, "{\"ref\":\"%s\",\"secret\":\"%s\"%s}", city_ref(w, r), r.secret,
                        rest);
}

int64_t city_rows(struct city *w)
{
    const struct journal_row *rows;
    size_t n;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(journal_list(w->c, CITY, "casefile", INT64_MAX, 1000, &rows, &n), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return (int64_t)n;
}

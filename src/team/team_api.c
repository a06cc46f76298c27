/* SPDX-License-Identifier: Apache-2.0 */
#include "team/team_api.h"

#include "account/scope.h"
#include "account/scope_api.h"
#include "app.h"
#include "area/area_json.h"
#include "area/atlas.h"
#include "base/arena.h"
#include "base/text.h"
#include "team/team.h"

enum { NAME_MAX = 60 };

static enum err ref_place(struct ctx *c, const struct req *q, const char **out_area)
{
    struct team t;
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(team_get(c, district, id, &t));
    *out_area = t.area;
    return ERR_OK;
}

/* ---- replies ---- */

/* Into an open object. */
static void put_facts(const struct atlas_view *v, struct json *j, const struct team *t)
{
    json_put_ref(j, "ref", t->district, t->id);
    json_put_text(j, "name", t->name);
    json_put_text(j, "kind", t->kind);
    area_put_code(j, v, t->area);
    json_put_text(j, "note", t->note);
    json_put_int(j, "version", t->version);
}

static void put_members(struct json *j, int32_t district, const struct team_member *m, size_t n)
{
    json_key(j, "members");
    json_array(j);
    for (size_t i = 0; i < n; i++) {
        json_object(j);
        json_key(j, "person");
        json_object(j);
        json_put_ref(j, "ref", district, m[i].person);
        json_put_text(j, "name", m[i].name);
        json_end(j);
        json_put_time(j, "from", m[i].valid_from);
        json_put_time(j, "to", m[i].valid_to);
        json_end(j);
    }
    json_array_end(j);
}

static enum err reply_team(struct ctx *c, const struct req *q, int32_t district, int64_t id,
                           struct reply *out)
{
    const struct app *app = q->app;
    const struct team_member *members;
    struct team t;
    size_t n;
    TRY(team_get(c, district, id, &t));
    TRY(team_members(c, district, id, &members, &n));
    const struct atlas_view *v = atlas_take(app->atlas);
    out->version = t.version;
    json_object(&out->json);
    put_facts(v, &out->json, &t);
    put_members(&out->json, district, members, n);
    json_end(&out->json);
    atlas_give(app->atlas, v);
    return ERR_OK;
}

static enum err get_one(struct ctx *c, const struct req *q, struct reply *out)
{
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    return reply_team(c, q, district, id, out);
}

/* ---- lists ---- */

struct list_in {
    struct scope_page page;
    const char *q;
};
static const struct field list_fields[] = {
    {"area",   FIELD_TEXT, false, offsetof(struct list_in, page.area),   1, TEXT_CODE_MAX - 1},
    {"cursor", FIELD_TEXT, false, offsetof(struct list_in, page.cursor), 1, SCOPE_CURSOR     },
    {"limit",  FIELD_INT,  false, offsetof(struct list_in, page.limit),  1, SCOPE_PAGE_MAX   },
    {"q",      FIELD_TEXT, false, offsetof(struct list_in, q),           1, NAME_MAX         },
};

struct listing {
    struct ctx *c;
    const struct atlas_view *v;
    struct json *j;
    const char *q;
};

static enum err put_some(void *arg, const char *prefix, int64_t after, size_t max, size_t *out_n,
                         int64_t *out_last)
{
    struct listing *l = arg;
    const struct team *list;
    TRY(team_list(l->c, prefix, l->q, after, (int64_t)max + 1, &list, out_n));
    for (size_t i = 0; i < *out_n && i < max; i++) {
        json_object(l->j);
        put_facts(l->v, l->j, &list[i]);
        json_end(l->j);
        *out_last = list[i].id;
    }
    return ERR_OK;
}

static enum err list(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct app *app = q->app;
    struct list_in in;
    TRY(req_read_query(c, q, list_fields, LEN(list_fields), &in));
    struct listing l = {c, atlas_take(app->atlas), &out->json, in.q};
    enum err err = scope_list(c, RIGHT_PEOPLE_READ, &in.page, put_some, &l, l.j);
    atlas_give(app->atlas, l.v);
    return err;
}

/* ---- changes ---- */

static const struct field new_fields[] = {
    {"name", FIELD_TEXT, true, offsetof(struct team_new, name), 1, NAME_MAX         },
    {"kind", FIELD_TEXT, true, offsetof(struct team_new, kind), 1, 40               },
    {"area", FIELD_TEXT, true, offsetof(struct team_new, area), 1, TEXT_CODE_MAX - 1},
};
static const struct field change_fields[] = {
    {"name", FIELD_TEXT, false, offsetof(struct team_new, name), 1, NAME_MAX         },
    {"area", FIELD_TEXT, false, offsetof(struct team_new, area), 1, TEXT_CODE_MAX - 1},
};

static enum err add(struct ctx *c, const struct req *q, struct reply *out)
{
    struct team_new t = {0};
    char ref[TEXT_REF];
    int64_t id;
    TRY(req_read(c, q, new_fields, LEN(new_fields), &t));
    TRY(team_add(c, &t, &id));
    text_ref(text_district(t.area), id, ref);
    out->status = 201;
    out->location = arena_printf(c->mem, "/api/v1/teams/%s", ref);
    return reply_team(c, q, text_district(t.area), id, out);
}

static enum err change(struct ctx *c, const struct req *q, struct reply *out)
{
    struct team_new in = {0};
    int32_t district;
    int64_t id, version;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(req_version(c, q, &version));
    TRY(req_read(c, q, change_fields, LEN(change_fields), &in));
    if (in.area && !account_may(c->who, RIGHT_PEOPLE_WRITE, in.area))
        return ctx_fail(c, ERR_DENIED, "right.area", "area", "%.30s", in.area);
    TRY(team_change(c, district, id, version, in.name, in.area));
    return reply_team(c, q, district, id, out);
}

struct member_in {
    const char *person;
    int64_t from, to, at;
};
static const struct field join_fields[] = {
    {"person", FIELD_TEXT, true,  offsetof(struct member_in, person), 1, 40},
    {"from",   FIELD_TIME, false, offsetof(struct member_in, from),   0, 0 },
    {"to",     FIELD_TIME, false, offsetof(struct member_in, to),     0, 0 },
};
static const struct field leave_fields[] = {
    {"person", FIELD_TEXT, true,  offsetof(struct member_in, person), 1, 40},
    {"at",     FIELD_TIME, false, offsetof(struct member_in, at),     0, 0 },
};

/* A person of another district is none that this team can have. */
static enum err read_person(struct ctx *c, const char *ref, int32_t district, int64_t *out)
{
    int32_t other;
    if (!text_ref_parse(ref, &other, out))
        return ctx_fail(c, ERR_NOT_FOUND, "ref.unknown", "person", "%.40s", ref);
    if (other != district)
        return ctx_fail(c, ERR_NOT_FOUND, "person.unknown", "person", "%.40s", ref);
    return ERR_OK;
}

static enum err join(struct ctx *c, const struct req *q, struct reply *out)
{
    struct member_in in;
    int32_t district;
    int64_t id, person;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(req_read(c, q, join_fields, LEN(join_fields), &in));
    TRY(read_person(c, in.person, district, &person));
    TRY(team_member_add(c, district, id, person, json_given(in.from), json_given(in.to)));
    out->status = 201;
    return reply_team(c, q, district, id, out);
}

static enum err leave(struct ctx *c, const struct req *q, struct reply *out)
{
    struct member_in in;
    int32_t district;
    int64_t id, person;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(req_read(c, q, leave_fields, LEN(leave_fields), &in));
    TRY(read_person(c, in.person, district, &person));
    TRY(team_member_end(c, district, id, person, json_given(in.at)));
    return reply_team(c, q, district, id, out);
}

static const struct route table[] = {
    {METHOD_GET,   "/api/v1/teams",                   RIGHT_PEOPLE_READ,  0,           scope_of_query, list,    NULL},
    {METHOD_POST,  "/api/v1/teams",                   RIGHT_PEOPLE_WRITE, ROUTE_WRITE, scope_of_body,  add,     NULL},
    {METHOD_GET,   "/api/v1/teams/{ref}",             RIGHT_PEOPLE_READ,  0,           ref_place,      get_one, NULL},
    {METHOD_PATCH, "/api/v1/teams/{ref}",             RIGHT_PEOPLE_WRITE, ROUTE_WRITE, ref_place,      change,  NULL},
    {METHOD_POST,  "/api/v1/teams/{ref}/members",     RIGHT_PEOPLE_WRITE, ROUTE_WRITE, ref_place,      join,
     NULL                                                                                                           },
    {METHOD_POST,  "/api/v1/teams/{ref}/members/end", RIGHT_PEOPLE_WRITE, ROUTE_WRITE, ref_place,
     leave,                                                                                                     NULL},
};

const struct routes team_routes = {table, LEN(table)};

/* SPDX-License-Identifier: Apache-2.0 */
#include "post/post_api.h"

#include "account/scope.h"
#include "account/scope_api.h"
#include "area/area_json.h"
#include "base/arena.h"
#include "base/text.h"
#include "casefile/request.h"
#include "post/post_json.h"

enum { KIND_MAX = 40, TITLE_MAX = 60, REF_MAX = 40 };

static enum err ref_place(struct ctx *c, const struct req *q, const char **out_area)
{
    struct post p;
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(post_get(c, district, id, c->now, &p));
    *out_area = p.area;
    return ERR_OK;
}

/* ---- replies ---- */

/* Into an open object. */
static void put_facts(struct ctx *c, const struct app *app, const struct atlas_view *v,
                      struct json *j, const struct post *p)
{
    json_put_ref(j, "ref", p->district, p->id);
    post_put_kind(j, app, p->kind);
    area_put_code(j, v, p->area);
    json_put_text(j, "title", p->title);
    json_put_time(j, "created", p->created);
    json_put_time(j, "ended", p->ended);
    json_put_int(j, "version", p->version);
    post_put_holder(c, app, j, p->district, &p->holder);
    json_put_time(j, "since", p->holder.valid_from);
    json_put_time(j, "until", p->holder.valid_to);
}

static void put_history(struct ctx *c, const struct app *app, struct json *j, int32_t district,
                        const struct post_holder *h, size_t n)
{
    json_key(j, "history");
    json_array(j);
    for (size_t i = 0; i < n; i++) {
        json_object(j);
        post_put_holder(c, app, j, district, &h[i]);
        json_put_time(j, "from", h[i].valid_from);
        json_put_time(j, "to", h[i].valid_to);
        json_end(j);
    }
    json_array_end(j);
}

static enum err reply_post(struct ctx *c, const struct req *q, int32_t district, int64_t id,
                           struct reply *out)
{
    const struct app *app = q->app;
    const struct post_holder *history;
    struct post p;
    size_t n;
    TRY(post_get(c, district, id, c->now, &p));
    TRY(post_history(c, district, id, &history, &n));
    const struct atlas_view *v = atlas_take(app->atlas);
    out->version = p.version;
    json_object(&out->json);
    put_facts(c, app, v, &out->json, &p);
    put_history(c, app, &out->json, district, history, n);
    json_end(&out->json);
    atlas_give(app->atlas, v);
    return ERR_OK;
}

static enum err get_one(struct ctx *c, const struct req *q, struct reply *out)
{
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    out->lives = true; /* a holding begins or ends on its day, without a change */
    return reply_post(c, q, district, id, out);
}

/* ---- lists ---- */

struct list_in {
    struct scope_page page;
    const char *kind;
    bool here;
    int64_t at;
};
static const struct field list_fields[] = {
    {"area",   FIELD_TEXT, false, offsetof(struct list_in, page.area),   1, TEXT_CODE_MAX - 1},
    {"cursor", FIELD_TEXT, false, offsetof(struct list_in, page.cursor), 1, SCOPE_CURSOR     },
    {"limit",  FIELD_INT,  false, offsetof(struct list_in, page.limit),  1, SCOPE_PAGE_MAX   },
    {"kind",   FIELD_TEXT, false, offsetof(struct list_in, kind),        1, KIND_MAX         },
    {"here",   FIELD_BOOL, false, offsetof(struct list_in, here),        0, 0                },
    {"at",     FIELD_TIME, false, offsetof(struct list_in, at),          0, 0                },
};

struct listing {
    struct ctx *c;
    const struct app *app;
    const struct atlas_view *v;
    struct json *j;
    const struct list_in *in;
};

static enum err put_some(void *arg, const char *prefix, int64_t after, size_t max, size_t *out_n,
                         int64_t *out_last)
{
    struct listing *l = arg;
    const struct post *list;
    const struct post_wanted wanted = {.prefix = prefix,
                                       .here = l->in->here,
                                       .kind = l->in->kind,
                                       .at = l->in->at,
                                       .after = after,
                                       .limit = (int64_t)max + 1};
    TRY(post_list(l->c, &wanted, &list, out_n));
    for (size_t i = 0; i < *out_n && i < max; i++) {
        json_object(l->j);
        put_facts(l->c, l->app, l->v, l->j, &list[i]);
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
    if (in.kind && !programme_post(app->programmes, in.kind))
        return ctx_fail(c, ERR_INVALID, "post.kind_unknown", "kind", "%.40s", in.kind);
    if (in.at == JSON_ABSENT)
        in.at = c->now;
    struct listing l = {c, app, atlas_take(app->atlas), &out->json, &in};
    enum err err = scope_list(c, RIGHT_POST_READ, &in.page, put_some, &l, l.j);
    atlas_give(app->atlas, l.v);
    return err;
}

/* ---- changes ---- */

static const struct field new_fields[] = {
    {"kind",  FIELD_TEXT, true,  offsetof(struct post_new, kind),  1, KIND_MAX         },
    {"area",  FIELD_TEXT, true,  offsetof(struct post_new, area),  1, TEXT_CODE_MAX - 1},
    {"title", FIELD_TEXT, false, offsetof(struct post_new, title), 1, TITLE_MAX        },
};

static enum err add(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct app *app = q->app;
    struct post_new in = {0};
    char ref[TEXT_REF];
    int64_t id;
    TRY(req_read(c, q, new_fields, LEN(new_fields), &in));
    TRY(post_add(c, app->programmes, &in, &id));
    text_ref(text_district(in.area), id, ref);
    out->status = 201;
    out->location = arena_printf(c->mem, "/api/v1/posts/%s", ref);
    return reply_post(c, q, text_district(in.area), id, out);
}

struct hold_in {
    const char *person, *team, *deputy;
    int64_t from, to;
};
static const struct field hold_fields[] = {
    {"person", FIELD_TEXT, false, offsetof(struct hold_in, person), 1, REF_MAX},
    {"team",   FIELD_TEXT, false, offsetof(struct hold_in, team),   1, REF_MAX},
    {"deputy", FIELD_TEXT, false, offsetof(struct hold_in, deputy), 1, REF_MAX},
    {"from",   FIELD_TIME, false, offsetof(struct hold_in, from),   0, 0      },
    {"to",     FIELD_TIME, false, offsetof(struct hold_in, to),     0, 0      },
};

/* Somebody of another district is nobody here. */
static enum err read_ref(struct ctx *c, const char *ref, const char *field, const char *unknown,
                         int32_t district, int64_t *out)
{
    int32_t other;
    *out = 0;
    if (!ref)
        return ERR_OK;
    if (!text_ref_parse(ref, &other, out))
        return ctx_fail(c, ERR_NOT_FOUND, "ref.unknown", field, "%.40s", ref);
    if (other != district)
        return ctx_fail(c, ERR_NOT_FOUND, unknown, field, "%.40s", ref);
    return ERR_OK;
}

static enum err hold(struct ctx *c, const struct req *q, struct reply *out)
{
    struct hold_in in;
    struct post_hold h = {0};
    TRY(req_ref(c, q, "ref", &h.district, &h.post));
    TRY(req_version(c, q, &h.version));
    TRY(req_read(c, q, hold_fields, LEN(hold_fields), &in));
    TRY(read_ref(c, in.person, "person", "person.unknown", h.district, &h.person));
    TRY(read_ref(c, in.team, "team", "team.unknown", h.district, &h.team));
    TRY(read_ref(c, in.deputy, "deputy", "person.unknown", h.district, &h.deputy));
    h.from = json_given(in.from);
    h.to = json_given(in.to);
    TRY(post_hold(c, &h));
    TRY(casefile_cancel_requests(c, h.district, h.post));
    return reply_post(c, q, h.district, h.post, out);
}

struct moment_in {
    int64_t at;
};
static const struct field moment_fields[] = {
    {"at", FIELD_TIME, false, offsetof(struct moment_in, at), 0, 0},
};

typedef enum err leave_fn(struct ctx *c, int32_t district, int64_t post, int64_t version,
                          int64_t at);

static enum err leave(struct ctx *c, const struct req *q, leave_fn *how, struct reply *out)
{
    struct moment_in in;
    int32_t district;
    int64_t id, version;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(req_version(c, q, &version));
    TRY(req_read(c, q, moment_fields, LEN(moment_fields), &in));
    TRY(how(c, district, id, version, json_given(in.at)));
    TRY(casefile_cancel_requests(c, district, id));
    return reply_post(c, q, district, id, out);
}

static enum err vacate(struct ctx *c, const struct req *q, struct reply *out)
{
    return leave(c, q, post_vacate, out);
}

static enum err end(struct ctx *c, const struct req *q, struct reply *out)
{
    return leave(c, q, post_end, out);
}

static const struct route table[] = {
    {METHOD_GET,  "/api/v1/posts",                RIGHT_POST_READ,  0,           scope_of_query, list,    NULL},
    {METHOD_POST, "/api/v1/posts",                RIGHT_POST_WRITE, ROUTE_WRITE, scope_of_body,  add,     NULL},
    {METHOD_GET,  "/api/v1/posts/{ref}",          RIGHT_POST_READ,  0,           ref_place,      get_one, NULL},
    {METHOD_POST, "/api/v1/posts/{ref}/holdings", RIGHT_POST_WRITE, ROUTE_WRITE, ref_place,      hold,
     NULL                                                                                                     },
    {METHOD_POST, "/api/v1/posts/{ref}/vacate",   RIGHT_POST_WRITE, ROUTE_WRITE, ref_place,      vacate,
     NULL                                                                                                     },
    {METHOD_POST, "/api/v1/posts/{ref}/end",      RIGHT_POST_WRITE, ROUTE_WRITE, ref_place,      end,     NULL},
};

const struct routes post_routes = {table, LEN(table)};

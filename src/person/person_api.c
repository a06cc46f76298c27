/* SPDX-License-Identifier: Apache-2.0 */
#include "person/person_api.h"

#include "account/scope.h"
#include "account/scope_api.h"
#include "app.h"
#include "area/area_json.h"
#include "area/atlas.h"
#include "base/arena.h"
#include "base/text.h"
#include "person/person.h"
#include "person/phone.h"

enum { NAME_MAX = 60, PHONE_TYPED_MAX = 32 };

static enum err ref_place(struct ctx *c, const struct req *q, const char **out_area)
{
    struct person p;
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(person_get(c, district, id, &p));
    *out_area = p.area;
    return ERR_OK;
}

/* ---- replies ---- */

static void put_person(struct ctx *c, const struct app *app, const struct atlas_view *v,
                       struct json *j, const struct person *p)
{
    const char *phone = person_phone(c, app->key, p->district, p->id, p->contact);
    json_object(j);
    json_put_ref(j, "ref", p->district, p->id);
    json_put_text(j, "name", p->name);
    area_put_code(j, v, p->area);
    json_put_text(j, "phone", phone_mask(c->mem, phone));
    json_put_bool(j, "contact_public", p->contact_public);
    json_put_text(j, "note", p->note);
    json_put_int(j, "version", p->version);
    json_end(j);
}

static enum err reply_person(struct ctx *c, const struct req *q, int32_t district, int64_t id,
                             struct reply *out)
{
    const struct app *app = q->app;
    struct person p;
    TRY(person_get(c, district, id, &p));
    const struct atlas_view *v = atlas_take(app->atlas);
    out->version = p.version;
    put_person(c, app, v, &out->json, &p);
    atlas_give(app->atlas, v);
    return ERR_OK;
}

static enum err get_one(struct ctx *c, const struct req *q, struct reply *out)
{
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    return reply_person(c, q, district, id, out);
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
    const struct app *app;
    const struct atlas_view *v;
    struct json *j;
    const char *q;
};

static enum err put_some(void *arg, const char *prefix, int64_t after, size_t max, size_t *out_n,
                         int64_t *out_last)
{
    struct listing *l = arg;
    const struct person *list;
    TRY(person_list(l->c, prefix, l->q, after, (int64_t)max + 1, &list, out_n));
    for (size_t i = 0; i < *out_n && i < max; i++) {
        put_person(l->c, l->app, l->v, l->j, &list[i]);
        *out_last = list[i].id;
    }
    return ERR_OK;
}

static enum err list(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct app *app = q->app;
    struct list_in in;
    TRY(req_read_query(c, q, list_fields, LEN(list_fields), &in));
    struct listing l = {c, app, atlas_take(app->atlas), &out->json, in.q};
    enum err err = scope_list(c, RIGHT_PEOPLE_READ, &in.page, put_some, &l, l.j);
    atlas_give(app->atlas, l.v);
    return err;
}

/* ---- changes ---- */

struct person_in {
    const char *name, *area, *phone;
    const struct node *contact_public;
};
static const struct field new_fields[] = {
    {"name",           FIELD_TEXT, true,  offsetof(struct person_in, name),           1, NAME_MAX         },
    {"area",           FIELD_TEXT, true,  offsetof(struct person_in, area),           1, TEXT_CODE_MAX - 1},
    {"phone",          FIELD_TEXT, false, offsetof(struct person_in, phone),          1, PHONE_TYPED_MAX  },
    {"contact_public", FIELD_NODE, false, offsetof(struct person_in, contact_public), 0, 0                },
};
static const struct field change_fields[] = {
    {"name",           FIELD_TEXT, false, offsetof(struct person_in, name),           1, NAME_MAX         },
    {"area",           FIELD_TEXT, false, offsetof(struct person_in, area),           1, TEXT_CODE_MAX - 1},
    {"phone",          FIELD_TEXT, false, offsetof(struct person_in, phone),          0, PHONE_TYPED_MAX  },
    {"contact_public", FIELD_NODE, false, offsetof(struct person_in, contact_public), 0, 0                },
};

static enum err read_flag(struct ctx *c, const struct node *node, bool *out)
{
    *out = false;
    if (node && !node_bool(node, out))
        return ctx_fail(c, ERR_INVALID, "input.type", "contact_public", "true/false");
    return ERR_OK;
}

static enum err add(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct app *app = q->app;
    struct person_in in;
    struct person_new p = {0};
    char ref[TEXT_REF];
    int64_t id;
    TRY(req_read(c, q, new_fields, LEN(new_fields), &in));
    TRY(read_flag(c, in.contact_public, &p.contact_public));
    p.name = in.name;
    p.area = in.area;
    p.phone = in.phone;
    TRY(person_add(c, app->key, &p, &id));
    text_ref(text_district(in.area), id, ref);
    out->status = 201;
    out->location = arena_printf(c->mem, "/api/v1/persons/%s", ref);
    return reply_person(c, q, text_district(in.area), id, out);
}

/* Nobody may move a person to where he may not write. */
static enum err check_target(struct ctx *c, const char *area)
{
    if (area && !account_may(c->who, RIGHT_PEOPLE_WRITE, area))
        return ctx_fail(c, ERR_DENIED, "right.area", "area", "%.30s", area);
    return ERR_OK;
}

static enum err change(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct app *app = q->app;
    struct person_in in;
    int32_t district;
    int64_t id, version;
    bool open;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(req_version(c, q, &version));
    TRY(req_read(c, q, change_fields, LEN(change_fields), &in));
    TRY(read_flag(c, in.contact_public, &open));
    TRY(check_target(c, in.area));
    const struct person_change p = {in.name, in.area, in.phone, in.contact_public ? &open : NULL};
    TRY(person_change(c, app->key, district, id, version, &p));
    return reply_person(c, q, district, id, out);
}

static enum err look(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct app *app = q->app;
    int32_t district;
    int64_t id;
    const char *phone;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(person_look(c, app->key, district, id, &phone));
    json_object(&out->json);
    json_put_text(&out->json, "phone", phone);
    json_end(&out->json);
    return ERR_OK;
}

static const struct route table[] = {
    {METHOD_GET,   "/api/v1/persons",               RIGHT_PEOPLE_READ,  0,           scope_of_query, list,    NULL},
    {METHOD_POST,  "/api/v1/persons",               RIGHT_PEOPLE_WRITE, ROUTE_WRITE, scope_of_body,  add,     NULL},
    {METHOD_GET,   "/api/v1/persons/{ref}",         RIGHT_PEOPLE_READ,  0,           ref_place,      get_one, NULL},
    {METHOD_PATCH, "/api/v1/persons/{ref}",         RIGHT_PEOPLE_WRITE, ROUTE_WRITE, ref_place,      change,
     NULL                                                                                                         },
    {METHOD_POST,  "/api/v1/persons/{ref}/contact", RIGHT_PEOPLE_WRITE, ROUTE_WRITE, ref_place,      look,
     NULL                                                                                                         },
};

const struct routes person_routes = {table, LEN(table)};

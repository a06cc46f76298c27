/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of cases for those who work on them. */
#include "casefile/case_api.h"

#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/text.h"
#include "casefile/case_in.h"
#include "casefile/case_json.h"

enum { PAGE = 50, SCOPES_MAX = 32 };

/* ---- pages ---- */

struct list_in {
    const char *area, *state, *kind, *open, *post, *cursor;
    bool mine;
    int64_t limit;
};
static const struct field list_fields[] = {
    {"area",   FIELD_TEXT, false, offsetof(struct list_in, area),   1, TEXT_CODE_MAX - 1},
    {"state",  FIELD_TEXT, false, offsetof(struct list_in, state),  1, 40               },
    {"kind",   FIELD_TEXT, false, offsetof(struct list_in, kind),   1, 40               },
    {"open",   FIELD_TEXT, false, offsetof(struct list_in, open),   1, 5                },
    {"post",   FIELD_TEXT, false, offsetof(struct list_in, post),   1, 40               },
    {"mine",   FIELD_BOOL, false, offsetof(struct list_in, mine),   0, 0                },
    {"cursor", FIELD_TEXT, false, offsetof(struct list_in, cursor), 1, 20               },
    {"limit",  FIELD_INT,  false, offsetof(struct list_in, limit),  1, LIST_MAX         },
};

static enum err list_place(struct ctx *c, const struct req *q, const char **out_area)
{
    *out_area = req_query(q, "area");
    if (*out_area && !text_is_code(*out_area))
        return ctx_fail(c, ERR_INVALID, "area.code", "area", "%.30s", *out_area);
    return ERR_OK;
}

static enum err read_open(struct ctx *c, const char *word, enum list_open *out)
{
    *out = !word ? LIST_ALL : strcmp(word, "true") == 0 ? LIST_OPEN : LIST_SETTLED;
    if (*out == LIST_SETTLED && strcmp(word, "false") != 0)
        return ctx_fail(c, ERR_INVALID, "input.type", "open", "true/false");
    return ERR_OK;
}

static bool is_state(const struct programmes *p, const char *state)
{
    for (size_t i = 0; i < p->n_flows; i++)
        if (flow_state(&p->flows[i], state))
            return true;
    return false;
}

static enum err check_words(struct ctx *c, const struct app *app, const struct list_in *in)
{
    if (in->kind && !programme_kind(app->programmes, in->kind))
        return ctx_fail(c, ERR_INVALID, "case.kind_unknown", "kind", "%.40s", in->kind);
    if (in->state && !is_state(app->programmes, in->state))
        return ctx_fail(c, ERR_INVALID, "case.state_unknown", "state", "%.40s", in->state);
    return ERR_OK;
}

/* The posts whose cases are asked for. *out_none: there are none, so the page is empty. */
static enum err read_posts(struct ctx *c, const struct list_in *in, struct casefile_query *q,
                           bool *out_none)
{
    *out_none = false;
    if (in->post && in->mine)
        return ctx_fail(c, ERR_INVALID, "input.unknown_field", "mine", "%s", "post, mine");
    if (in->post) {
        int64_t *post = arena_alloc(c->mem, sizeof *post);
        if (!text_ref_parse(in->post, &q->post_district, post))
            return ctx_fail(c, ERR_INVALID, "ref.unknown", "post", "%.40s", in->post);
        q->posts = post;
        q->n_posts = 1;
    }
    if (in->mine) {
        q->post_district = c->who->person_district;
        if (c->who->person)
            TRY(casefile_posts_of(c, q->post_district, c->who->person, &q->posts, &q->n_posts));
        *out_none = q->n_posts == 0;
    }
    return ERR_OK;
}

static enum err read_query(struct ctx *c, const struct req *r, const char **scopes,
                           struct casefile_query *q, bool *out_none)
{
    struct list_in in;
    TRY(req_read_query(c, r, list_fields, LEN(list_fields), &in));
    TRY(check_words(c, r->app, &in));
    *q = (struct casefile_query){.areas = scopes, .kind = in.kind, .state = in.state};
    TRY(read_open(c, in.open, &q->open));
    TRY(read_posts(c, &in, q, out_none));
    q->before = INT64_MAX;
    if (in.cursor && (!text_int(in.cursor, &q->before) || q->before <= 0))
        return ctx_fail(c, ERR_INVALID, "input.cursor", "cursor", "%.30s", in.cursor);
    q->limit = in.limit == JSON_ABSENT ? PAGE : (size_t)in.limit;
    scopes[0] = in.area;
    q->n_areas = in.area ? 1 : account_scopes(c->who, RIGHT_CASE_READ, scopes, SCOPES_MAX);
    return ERR_OK;
}

static enum err put_page(const struct case_view *v, const struct casefile_query *q, bool none)
{
    struct casefile_page page = {0};
    if (!none)
        TRY(casefile_list(v->c, v->atlas, v->app->programmes, q, &page));
    json_object(v->j);
    json_key(v->j, "items");
    json_array(v->j);
    TRY(case_put_page(v, &page));
    json_array_end(v->j);
    const char *next = NULL;
    if (page.more)
        next = arena_printf(v->c->mem, "%lld", (long long)page.lines[page.n - 1][LINE_ID].i);
    json_put_text(v->j, "next", next);
    json_end(v->j);
    return ERR_OK;
}

static enum err list(struct ctx *c, const struct req *q, struct reply *out)
{
    const char *scopes[SCOPES_MAX];
    struct casefile_query query;
    bool none;
    TRY(read_query(c, q, scopes, &query, &none));
    CLEANUP(case_view_end) struct case_view v = case_view_of(c, q, out);
    return put_page(&v, &query, none);
}

/* ---- one case ---- */

static enum err ref_place(struct ctx *c, const struct req *q, const char **out_area)
{
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    return casefile_area(c, district, id, out_area);
}

static enum err reply_full(struct ctx *c, const struct req *q, int32_t district, int64_t id,
                           struct reply *out)
{
    struct casefile file;
    TRY(casefile_get(c, district, id, &file));
    CLEANUP(case_view_end) struct case_view v = case_view_of(c, q, out);
    out->version = file.version;
    return case_put_full(&v, &file, c->who);
}

static enum err get_one(struct ctx *c, const struct req *q, struct reply *out)
{
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    return reply_full(c, q, district, id, out);
}

struct act_in {
    const char *action, *reason, *note, *post, *into;
    const struct node *uploads;
};
static const struct field act_fields[] = {
    {"action",  FIELD_TEXT, true,  offsetof(struct act_in, action),  1, 40  },
    {"reason",  FIELD_TEXT, false, offsetof(struct act_in, reason),  1, 1000},
    {"note",    FIELD_TEXT, false, offsetof(struct act_in, note),    1, 2000},
    {"post",    FIELD_TEXT, false, offsetof(struct act_in, post),    1, 40  },
    {"into",    FIELD_TEXT, false, offsetof(struct act_in, into),    1, 40  },
    {"uploads", FIELD_NODE, false, offsetof(struct act_in, uploads), 0, 0   },
};

/* A reference to something of the case's own district; NULL is 0. */
static enum err read_near_ref(struct ctx *c, const char *ref, const char *field, const char *code,
                              int32_t district, int64_t *out)
{
    int32_t other = district;
    *out = 0;
    if (ref && (!text_ref_parse(ref, &other, out) || other != district))
        return ctx_fail(c, ERR_INVALID, code, field, "%.40s", ref);
    return ERR_OK;
}

static enum err act(struct ctx *c, const struct req *q, struct reply *out)
{
    int32_t district;
    int64_t id;
    struct act_in in;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(req_read(c, q, act_fields, LEN(act_fields), &in));
    struct casefile_act step = {.action = in.action, .reason = in.reason, .note = in.note};
    TRY(req_version(c, q, &step.version));
    TRY(read_near_ref(c, in.post, "post", "case.post_unknown", district, &step.post));
    TRY(read_near_ref(c, in.into, "into", "case.into_unknown", district, &step.into));
    TRY(case_read_uploads(c, in.uploads, &step.uploads, &step.n_uploads));
    TRY(casefile_act(c, q->app, district, id, &step));
    return reply_full(c, q, district, id, out);
}

static enum err contact(struct ctx *c, const struct req *q, struct reply *out)
{
    int32_t district;
    int64_t id;
    const char *name, *phone;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(casefile_open_contact(c, q->app, district, id, &name, &phone));
    json_object(&out->json);
    json_put_text(&out->json, "name", name);
    json_put_text(&out->json, "phone", phone);
    json_end(&out->json);
    return ERR_OK;
}

static const struct route table[] = {
    {METHOD_GET,  "/api/v1/cases",               RIGHT_CASE_READ,    0,           list_place, list,      NULL},
    {METHOD_GET,  "/api/v1/cases/{ref}",         RIGHT_CASE_READ,    0,           ref_place,  get_one,   NULL},
    {METHOD_POST, "/api/v1/cases/{ref}/act",     RIGHT_CASE_ACT,     ROUTE_WRITE, ref_place,  act,       NULL},
    {METHOD_POST, "/api/v1/cases/{ref}/contact", RIGHT_CASE_CONTACT, ROUTE_WRITE, ref_place,
     contact,                                                                                            NULL},
    {METHOD_GET,  "/tiles/cases/{z}/{x}/{y}",    RIGHT_CASE_READ,    0,           NULL,       case_tile, NULL},
};

const struct routes casefile_routes = {table, LEN(table)};

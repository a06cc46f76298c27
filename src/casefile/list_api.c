/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of cases, and what waits on a desk. */
#include <stdio.h>
#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/text.h"
#include "casefile/case_api.h"
#include "casefile/case_in.h"
#include "casefile/casefile_desk.h"

enum { PAGE = 50, SCOPES_MAX = 32, CURSOR = 44 };

static enum err list_place(struct ctx *c, const struct req *q, const char **out_area)
{
    *out_area = req_query(q, "area");
    if (*out_area && !text_is_code(*out_area))
        return ctx_fail(c, ERR_INVALID, "area.code", "area", "%.30s", *out_area);
    return ERR_OK;
}

static size_t read_scopes(struct ctx *c, const char *area, const char **scopes)
{
    scopes[0] = area;
    return area ? 1 : account_scopes(c->who, RIGHT_CASE_READ, scopes, SCOPES_MAX);
}

/* ---- pages ---- */

struct list_in {
    const char *area, *state, *kind, *flow, *open, *post, *order, *light, *request, *mark, *cursor;
    bool mine, joint, appealable, returned, supervised, still_there, disputed, raised, mark_late;
    int64_t limit;
};
static const struct field list_fields[] = {
    {"area",        FIELD_TEXT, false, offsetof(struct list_in, area),        1, TEXT_CODE_MAX - 1},
    {"state",       FIELD_TEXT, false, offsetof(struct list_in, state),       1, 40               },
    {"kind",        FIELD_TEXT, false, offsetof(struct list_in, kind),        1, 40               },
    {"flow",        FIELD_TEXT, false, offsetof(struct list_in, flow),        1, 200              },
    {"open",        FIELD_TEXT, false, offsetof(struct list_in, open),        1, 5                },
    {"post",        FIELD_TEXT, false, offsetof(struct list_in, post),        1, 40               },
    {"mine",        FIELD_BOOL, false, offsetof(struct list_in, mine),        0, 0                },
    {"joint",       FIELD_BOOL, false, offsetof(struct list_in, joint),       0, 0                },
    {"appealable",  FIELD_BOOL, false, offsetof(struct list_in, appealable),  0, 0                },
    {"order",       FIELD_TEXT, false, offsetof(struct list_in, order),       1, 10               },
    {"light",       FIELD_TEXT, false, offsetof(struct list_in, light),       1, 10               },
    {"returned",    FIELD_BOOL, false, offsetof(struct list_in, returned),    0, 0                },
    {"supervised",  FIELD_BOOL, false, offsetof(struct list_in, supervised),  0, 0                },
    {"mark",        FIELD_TEXT, false, offsetof(struct list_in, mark),        1, 10               },
    {"raised",      FIELD_BOOL, false, offsetof(struct list_in, raised),      0, 0                },
    {"mark_late",   FIELD_BOOL, false, offsetof(struct list_in, mark_late),   0, 0                },
    {"request",     FIELD_TEXT, false, offsetof(struct list_in, request),     1, 20               },
    {"still_there", FIELD_BOOL, false, offsetof(struct list_in, still_there), 0, 0                },
    {"disputed",    FIELD_BOOL, false, offsetof(struct list_in, disputed),    0, 0                },
    {"cursor",      FIELD_TEXT, false, offsetof(struct list_in, cursor),      1, CURSOR - 1       },
    {"limit",       FIELD_INT,  false, offsetof(struct list_in, limit),       1, LIST_MAX         },
};

/* The place of a word in a list; 0 when it is not given. */
static enum err read_word(struct ctx *c, const char *field, const char *word,
                          const char *const *words, size_t n, int *out)
{
    *out = 0;
    for (size_t i = 0; word && i < n; i++)
        if (strcmp(words[i], word) == 0)
            *out = (int)i + 1;
    return word && !*out ? ctx_fail(c, ERR_INVALID, "input.range", field, "%.20s", word) : ERR_OK;
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

/* "full,short" to ",full,short,": each of them is a flow. */
static enum err read_flows(struct ctx *c, const struct app *app, const char *flows,
                           const char **out)
{
    *out = NULL;
    for (const char *at = flows; at;) {
        const char *comma = strchr(at, ',');
        size_t n = comma ? (size_t)(comma - at) : strlen(at);
        if (!programme_flow(app->programmes, arena_copy_n(c->mem, at, n)))
            return ctx_fail(c, ERR_INVALID, "case.flow_unknown", "flow", "%.40s", at);
        at = comma ? comma + 1 : NULL;
    }
    if (flows)
        *out = arena_printf(c->mem, ",%s,", flows);
    return ERR_OK;
}

static enum err read_filters(struct ctx *c, const struct list_in *in, struct casefile_query *q)
{
    static const char *const lights[] = {"yellow", "red"}, *const orders[] = {"new", "due"},
                             *const marks[] = {"urge", "supervise", "list"},
                             *const requests[] = {"any", "extension", "suspension", "appeal",
                                                  "appeal_2"};
    int order, request;
    TRY(read_word(c, "light", in->light, lights, LEN(lights), &q->light));
    TRY(read_word(c, "mark", in->mark, marks, LEN(marks), &q->level));
    TRY(read_word(c, "request", in->request, requests, LEN(requests), &request));
    TRY(read_word(c, "order", in->order, orders, LEN(orders), &order));
    TRY(read_open(c, in->open, &q->open));
    q->request = in->request;
    q->returned = in->returned;
    q->supervised = in->supervised;
    q->still_there = in->still_there;
    q->disputed = in->disputed;
    q->joint = in->joint;
    q->appealable = in->appealable;
    q->raised = in->raised;
    q->mark_late = in->mark_late;
    if (!casefile_order(q, order == 2 ? LIST_DUE : LIST_NEW, &q->order))
        return ctx_fail(c, ERR_INVALID, "case.list_order",
                        q->appealable          ? "appealable"
                        : q->order == LIST_DUE ? "open"
                                               : "order",
                        "%s", in->order ? in->order : "due");
    return ERR_OK;
}

/* The posts whose cases are asked for. *out_none: there are none, so the page is empty. */
static enum err read_posts(struct ctx *c, const struct list_in *in, struct casefile_query *q,
                           bool *out_none)
{
    bool own = in->mine || in->joint || in->appealable;
    *out_none = false;
    if (in->post && own)
        return ctx_fail(c, ERR_INVALID, "input.unknown_field",
                        in->mine    ? "mine"
                        : in->joint ? "joint"
                                    : "appealable",
                        "%s", "post");
    if (in->post) {
        int64_t *post = arena_alloc(c->mem, sizeof *post);
        if (!text_ref_parse(in->post, &q->post_district, post))
            return ctx_fail(c, ERR_INVALID, "ref.unknown", "post", "%.40s", in->post);
        q->posts = post;
        q->n_posts = 1;
    }
    if (own) {
        q->post_district = c->who->person_district;
        if (c->who->person)
            TRY(casefile_posts_of(c, q->post_district, c->who->person, &q->posts, &q->n_posts));
        *out_none = q->n_posts == 0;
    }
    return ERR_OK;
}

/* "ID" where the newest come first, "DUE.ID" by due. */
static bool parse_cursor(const char *cursor, struct casefile_query *q)
{
    char due[CURSOR];
    const char *dot = strchr(cursor, '.');
    if ((q->order == LIST_DUE) != (dot != NULL))
        return false;
    if (!dot)
        return text_int(cursor, &q->before) && q->before > 0;
    (void)snprintf(due, sizeof due, "%.*s", (int)(dot - cursor), cursor);
    return text_int(due, &q->after_due) && text_int(dot + 1, &q->before) && q->after_due >= 0 &&
           q->before > 0;
}

static enum err read_cursor(struct ctx *c, const char *cursor, struct casefile_query *q)
{
    q->before = q->order == LIST_DUE ? 0 : INT64_MAX;
    if (cursor && !parse_cursor(cursor, q))
        return ctx_fail(c, ERR_INVALID, "input.cursor", "cursor", "%.43s", cursor);
    return ERR_OK;
}

static enum err read_query(struct ctx *c, const struct req *r, const char **scopes,
                           struct casefile_query *q, bool *out_none)
{
    struct list_in in;
    TRY(req_read_query(c, r, list_fields, LEN(list_fields), &in));
    TRY(check_words(c, r->app, &in));
    *q = (struct casefile_query){.areas = scopes, .kind = in.kind, .state = in.state};
    TRY(read_flows(c, r->app, in.flow, &q->flows));
    TRY(read_filters(c, &in, q));
    TRY(read_posts(c, &in, q, out_none));
    TRY(read_cursor(c, in.cursor, q));
    q->limit = in.limit == JSON_ABSENT ? PAGE : (size_t)in.limit;
    q->n_areas = read_scopes(c, in.area, scopes);
    return ERR_OK;
}

static const char *cursor_of(struct ctx *c, const struct casefile_query *q,
                             const struct casefile_key *last)
{
    if (q->order == LIST_DUE)
        return arena_printf(c->mem, "%lld.%lld", (long long)last->due, (long long)last->id);
    return arena_printf(c->mem, "%lld", (long long)last->id);
}

static enum err list(struct ctx *c, const struct req *r, struct reply *out)
{
    const char *scopes[SCOPES_MAX];
    struct casefile_query q;
    struct casefile_keys page = {0};
    bool none;
    TRY(read_query(c, r, scopes, &q, &none));
    CLEANUP(case_view_end) struct case_view v = case_view_of(c, r, out);
    if (!none)
        TRY(casefile_list(c, v.atlas, v.app->programmes, &q, &page));
    json_object(v.j);
    json_key(v.j, "items");
    json_array(v.j);
    TRY(case_put_keys(&v, page.keys, page.n));
    json_array_end(v.j);
    json_put_text(v.j, "next", page.more ? cursor_of(c, &q, &page.keys[page.n - 1]) : NULL);
    json_end(v.j);
    return ERR_OK;
}

/* ---- what waits ---- */

struct desk_in {
    const char *area;
    bool mine;
};
static const struct field desk_fields[] = {
    {"area", FIELD_TEXT, false, offsetof(struct desk_in, area), 1, TEXT_CODE_MAX - 1},
    {"mine", FIELD_BOOL, false, offsetof(struct desk_in, mine), 0, 0                },
};

static void put_desk(struct json *j, const struct desk *desk)
{
    json_object(j);
    json_key(j, "states");
    json_array(j);
    for (size_t i = 0; i < desk->n_states; i++) {
        const struct desk_count *n = &desk->states[i];
        json_object(j);
        json_put_text(j, "flow", n->flow);
        json_put_text(j, "state", n->what);
        json_put_int(j, "n", n->n);
        json_put_bool(j, "more", n->more);
        json_put_int(j, "red", n->red);
        json_put_int(j, "yellow", n->yellow);
        json_end(j);
    }
    json_array_end(j);
    json_key(j, "flags");
    json_array(j);
    for (size_t i = 0; i < desk->n_flags; i++) {
        json_object(j);
        json_put_text(j, "flag", desk->flags[i].what);
        json_put_int(j, "n", desk->flags[i].n);
        json_put_bool(j, "more", desk->flags[i].more);
        json_end(j);
    }
    json_array_end(j);
    json_end(j);
}

static enum err desk(struct ctx *c, const struct req *r, struct reply *out)
{
    const char *scopes[SCOPES_MAX];
    struct desk_in in;
    struct desk found;
    TRY(req_read_query(c, r, desk_fields, LEN(desk_fields), &in));
    struct desk_query q = {.areas = scopes, .n_areas = read_scopes(c, in.area, scopes)};
    q.mine = in.mine;
    q.post_district = c->who->person_district;
    if (c->who->person)
        TRY(casefile_posts_of(c, q.post_district, c->who->person, &q.posts, &q.n_posts));
    CLEANUP(case_view_end) struct case_view v = case_view_of(c, r, out);
    TRY(casefile_desk(c, v.atlas, v.app->programmes, &q, &found));
    put_desk(v.j, &found);
    return ERR_OK;
}

static const struct route table[] = {
    {METHOD_GET, "/api/v1/cases", RIGHT_CASE_READ, 0, list_place, list, NULL},
    {METHOD_GET, "/api/v1/desk",  RIGHT_CASE_READ, 0, list_place, desk, NULL},
};

const struct routes case_list_routes = {table, LEN(table)};

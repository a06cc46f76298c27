/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "account/account.h"
#include "account/scope.h"
#include "account/scope_api.h"
#include "area/area_json.h"
#include "base/arena.h"
#include "base/text.h"
#include "inspection/inspection_api.h"
#include "inspection/inspection_json.h"
#include "team/team.h"

enum { NAME_MAX = 60, WORD_MAX = 60, REASON_MAX = 500 };

static enum err round_place(struct ctx *c, const struct req *q, const char **out_area)
{
    struct inspection_round r;
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(round_get(c, district, id, &r));
    *out_area = r.area;
    return ERR_OK;
}

/* ---- replies ---- */

struct round_view {
    const struct entry_view *v;
    struct inspection_round r;
    const struct round_task *tasks;
    size_t n_tasks;
    const struct round_home *teams;
    size_t n_teams;
    const struct round_own *own;
    size_t n_own;
};

/* How far it is: of one team's tasks, or of all (team -1). */
struct progress {
    int64_t entries, inspected, not_let_in;
};

static struct progress progress_of(const struct round_view *w, int64_t team)
{
    struct progress p = {0};
    for (size_t i = 0; i < w->n_tasks; i++) {
        const struct round_task *t = &w->tasks[i];
        if (team >= 0 && t->team != team)
            continue;
        p.entries += t->entries;
        p.inspected += t->inspected;
        p.not_let_in += t->not_let_in;
    }
    return p;
}

static void put_progress(struct json *j, const struct progress *p)
{
    json_put_int(j, "entries", p->entries);
    json_put_int(j, "inspected", p->inspected);
    json_put_int(j, "not_let_in", p->not_let_in);
}

/* Into an open object. */
static void put_facts(const struct round_view *w)
{
    struct json *j = w->v->j;
    const struct inspection_round *r = &w->r;
    json_put_ref(j, "ref", r->district, r->id);
    json_put_text(j, "ledger", r->ledger);
    json_put_text(j, "checklist", r->checklist);
    area_put_code(j, w->v->atlas, r->area);
    json_put_text(j, "name", r->name);
    json_put_time(j, "starts", r->starts);
    json_put_time(j, "ends", r->ends);
    json_put_int(j, "seed", r->seed);
    json_put_text(j, "state", r->state);
    json_put_time(j, "created", r->created);
    json_put_int(j, "version", r->version);
    const struct progress all = progress_of(w, -1);
    put_progress(j, &all);
}

static void put_tasks(const struct round_view *w)
{
    struct json *j = w->v->j;
    json_key(j, "tasks");
    json_array(j);
    for (size_t i = 0; i < w->n_tasks; i++) {
        json_object(j);
        json_put_text(j, "area", w->tasks[i].area);
        json_put_text(j, "name", atlas_name(w->v->atlas, w->tasks[i].area));
        json_put_ref(j, "team", w->r.district, w->tasks[i].team);
        const struct round_task *task = &w->tasks[i];
        const struct progress p = {task->entries, task->inspected, task->not_let_in};
        put_progress(j, &p);
        json_put_bool(j, "by_hand", w->tasks[i].by_hand);
        json_end(j);
    }
    json_array_end(j);
}

/* Where members answer for what stands there. */
static void put_own(const struct round_view *w, int64_t team)
{
    struct json *j = w->v->j;
    json_key(j, "own");
    json_array(j);
    for (size_t i = 0; i < w->n_own; i++) {
        if (w->own[i].team != team)
            continue;
        json_object(j);
        json_put_text(j, "area", w->own[i].area);
        json_put_text(j, "name", atlas_name(w->v->atlas, w->own[i].area));
        json_end(j);
    }
    json_array_end(j);
}

static enum err put_teams(const struct round_view *w)
{
    struct json *j = w->v->j;
    json_key(j, "teams");
    json_array(j);
    for (size_t i = 0; i < w->n_teams; i++) {
        struct team t;
        TRY(team_get(w->v->c, w->r.district, w->teams[i].team, &t));
        json_object(j);
        json_put_ref(j, "team", w->r.district, t.id);
        json_put_text(j, "name", t.name);
        json_put_text(j, "home", w->teams[i].home);
        json_put_text(j, "home_name", atlas_name(w->v->atlas, w->teams[i].home));
        put_own(w, t.id);
        const struct progress p = progress_of(w, t.id);
        put_progress(j, &p);
        json_end(j);
    }
    json_array_end(j);
    return ERR_OK;
}

static void put_spread(const struct round_view *w)
{
    struct json *j = w->v->j;
    int64_t most = 0, least = INT64_MAX;
    for (size_t i = 0; i < w->n_teams; i++) {
        int64_t load = progress_of(w, w->teams[i].team).entries;
        most = load > most ? load : most;
        least = load < least ? load : least;
    }
    json_key(j, "spread");
    json_object(j);
    json_put_int(j, "least", w->n_teams ? least : 0);
    json_put_int(j, "most", most);
    json_end(j);
}

static enum err load(const struct entry_view *v, const struct inspection_round *r,
                     struct round_view *out)
{
    *out = (struct round_view){.v = v, .r = *r};
    TRY(round_tasks(v->c, r->district, r->id, &out->tasks, &out->n_tasks));
    TRY(round_own(v->c, r->district, r->id, &out->own, &out->n_own));
    return round_teams(v->c, r->district, r->id, &out->teams, &out->n_teams);
}

static enum err put_rotation(const struct round_view *w)
{
    struct round_rotation rotation;
    struct json *j = w->v->j;
    TRY(round_rotation_of(w->v->c, &w->r, &rotation));
    json_key(j, "rotation");
    json_object(j);
    json_put_int(j, "again", rotation.again);
    json_put_int(j, "mutual", rotation.mutual);
    json_end(j);
    return ERR_OK;
}

static enum err reply_round(struct ctx *c, const struct req *q, int32_t district, int64_t id,
                            struct reply *out)
{
    struct inspection_round r;
    struct round_view w;
    TRY(round_get(c, district, id, &r));
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, q, out);
    TRY(load(&v, &r, &w));
    out->version = r.version;
    out->lives = true;
    json_object(v.j);
    put_facts(&w);
    TRY(put_teams(&w));
    put_tasks(&w);
    put_spread(&w);
    TRY(put_rotation(&w));
    json_end(v.j);
    return ERR_OK;
}

static enum err get(struct ctx *c, const struct req *q, struct reply *out)
{
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    return reply_round(c, q, district, id, out);
}

/* ---- lists ---- */

static const struct field page_fields[] = {
    {"area",   FIELD_TEXT, false, offsetof(struct scope_page, area),   1, TEXT_CODE_MAX - 1},
    {"cursor", FIELD_TEXT, false, offsetof(struct scope_page, cursor), 1, SCOPE_CURSOR     },
    {"limit",  FIELD_INT,  false, offsetof(struct scope_page, limit),  1, SCOPE_PAGE_MAX   },
};

static enum err put_some(void *arg, const char *prefix, int64_t after, size_t max, size_t *out_n,
                         int64_t *out_last)
{
    const struct entry_view *v = arg;
    const struct inspection_round *list;
    struct round_view w;
    TRY(round_list(v->c, prefix, after, max + 1, &list, out_n));
    for (size_t i = 0; i < *out_n && i < max; i++) {
        TRY(load(v, &list[i], &w));
        json_object(v->j);
        put_facts(&w);
        json_end(v->j);
        *out_last = list[i].id;
    }
    return ERR_OK;
}

static enum err list(struct ctx *c, const struct req *q, struct reply *out)
{
    struct scope_page page;
    TRY(req_read_query(c, q, page_fields, LEN(page_fields), &page));
    CLEANUP(ledger_view_end) struct entry_view v = ledger_view(c, q, out);
    return scope_list(c, RIGHT_LEDGER_READ, &page, put_some, &v, v.j);
}

/* ---- changes ---- */

struct team_in {
    const char *team, *home;
};
static const struct field team_fields[] = {
    {"team", FIELD_TEXT, true, offsetof(struct team_in, team), 1, WORD_MAX         },
    {"home", FIELD_TEXT, true, offsetof(struct team_in, home), 1, TEXT_CODE_MAX - 1},
};

struct round_in {
    const char *ledger, *checklist, *area, *name;
    int64_t starts, ends, seed;
    const struct node *teams;
};
static const struct field round_fields[] = {
    {"ledger",    FIELD_TEXT, true,  offsetof(struct round_in, ledger),    1, WORD_MAX         },
    {"checklist", FIELD_TEXT, true,  offsetof(struct round_in, checklist), 1, WORD_MAX         },
    {"area",      FIELD_TEXT, true,  offsetof(struct round_in, area),      1, TEXT_CODE_MAX - 1},
    {"name",      FIELD_TEXT, true,  offsetof(struct round_in, name),      1, NAME_MAX         },
    {"starts",    FIELD_TIME, true,  offsetof(struct round_in, starts),    0, 0                },
    {"ends",      FIELD_TIME, true,  offsetof(struct round_in, ends),      0, 0                },
    {"seed",      FIELD_INT,  false, offsetof(struct round_in, seed),      1, INT32_MAX        },
    {"teams",     FIELD_NODE, true,  offsetof(struct round_in, teams),     0, 0                },
};

static enum err read_team(struct ctx *c, const char *ref, int32_t district, int64_t *out)
{
    int32_t at;
    if (!text_ref_parse(ref, &at, out) || at != district)
        return ctx_fail(c, ERR_INVALID, "round.teams", "team", "%.40s", ref);
    return ERR_OK;
}

static enum err read_teams(struct ctx *c, const struct node *list, int32_t district,
                           struct round_new *out)
{
    size_t n = node_len(list);
    if (node_type(list) != NODE_ARRAY || n > ROUND_TEAMS_MAX)
        return ctx_fail(c, ERR_INVALID, "round.teams", "teams", "2..%d", ROUND_TEAMS_MAX);
    struct round_home *teams = arena_array(c->mem, n, sizeof *teams);
    for (size_t i = 0; i < n; i++) {
        struct team_in in;
        TRY(json_read(c, node_at(list, i), team_fields, LEN(team_fields), &in));
        TRY(read_team(c, in.team, district, &teams[i].team));
        teams[i].home = in.home;
    }
    out->teams = teams;
    out->n_teams = n;
    return ERR_OK;
}

static enum err add(struct ctx *c, const struct req *q, struct reply *out)
{
    struct round_in in;
    int64_t id;
    char ref[TEXT_REF];
    TRY(req_read(c, q, round_fields, LEN(round_fields), &in));
    if (!text_is_code(in.area))
        return ctx_fail(c, ERR_INVALID, "area.code", "area", "%.30s", in.area);
    struct round_new made = {.ledger = in.ledger,
                             .checklist = in.checklist,
                             .area = in.area,
                             .name = in.name,
                             .starts = in.starts,
                             .ends = in.ends,
                             .seed = json_given(in.seed)};
    TRY(read_teams(c, in.teams, text_district(in.area), &made));
    TRY(round_add(c, q->app, &made, &id));
    text_ref(text_district(in.area), id, ref);
    out->status = 201;
    out->location = arena_printf(c->mem, "/api/v1/rounds/%s", ref);
    return reply_round(c, q, text_district(in.area), id, out);
}

struct move_in {
    const char *area, *team, *reason, *state;
};
static const struct field move_fields[] = {
    {"area",   FIELD_TEXT, true, offsetof(struct move_in, area),   1, TEXT_CODE_MAX - 1},
    {"team",   FIELD_TEXT, true, offsetof(struct move_in, team),   1, WORD_MAX         },
    {"reason", FIELD_TEXT, true, offsetof(struct move_in, reason), 1, REASON_MAX       },
};
static const struct field state_fields[] = {
    {"state", FIELD_TEXT, true, offsetof(struct move_in, state), 1, WORD_MAX},
};

static enum err move(struct ctx *c, const struct req *q, struct reply *out)
{
    struct move_in in;
    int32_t district;
    int64_t id, version, team;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(req_version(c, q, &version));
    TRY(req_read(c, q, move_fields, LEN(move_fields), &in));
    TRY(read_team(c, in.team, district, &team));
    TRY(round_move(c, district, id, version, in.area, team, in.reason));
    return reply_round(c, q, district, id, out);
}

static enum err set_state(struct ctx *c, const struct req *q, struct reply *out)
{
    struct move_in in;
    int32_t district;
    int64_t id, version;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(req_version(c, q, &version));
    TRY(req_read(c, q, state_fields, LEN(state_fields), &in));
    TRY(round_set_state(c, district, id, version, in.state));
    return reply_round(c, q, district, id, out);
}

static const struct route table[] = {
    {METHOD_GET,  "/api/v1/rounds",             RIGHT_LEDGER_READ,  0,           scope_of_query, list, NULL},
    {METHOD_POST, "/api/v1/rounds",             RIGHT_LEDGER_WRITE, ROUTE_WRITE, scope_of_body,  add,  NULL},
    {METHOD_GET,  "/api/v1/rounds/{ref}",       RIGHT_LEDGER_READ,  0,           round_place,    get,  NULL},
    {METHOD_POST, "/api/v1/rounds/{ref}/move",  RIGHT_LEDGER_WRITE, ROUTE_WRITE, round_place,    move,
     NULL                                                                                                  },
    {METHOD_POST, "/api/v1/rounds/{ref}/state", RIGHT_LEDGER_WRITE, ROUTE_WRITE, round_place,
     set_state,                                                                                        NULL},
};
const struct routes round_routes = {table, LEN(table)};

/* SPDX-License-Identifier: Apache-2.0 */
/* Making a round: whose homes are where, what stands where, who had it before, and the sharing out of it. */
#include <string.h>

#include "area/atlas.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "db/db.h"
#include "inspection/inside.h"
#include "inspection/round.h"
#include "ledger/ledger.h"
#include "programme/programme.h"
#include "team/team.h"

enum { NAME_LEN = 60 };

/* One that is being made. */
struct planning {
    const struct app *app;
    const struct round_new *in;
    const struct ledger_kind *kind;
    const struct round_home *teams; /* by id */
    struct round_own *own;
    size_t n_own, cap_own;
    struct round_area *areas;
    size_t n_areas;
};

/* ---- what was asked for ---- */

static enum err check_kinds(struct ctx *c, const struct app *app, const struct round_new *in)
{
    const struct checklist *list = programme_checklist(app->programmes, in->checklist);
    if (!programme_ledger(app->programmes, in->ledger))
        return ctx_fail(c, ERR_INVALID, "ledger.unknown", "ledger", "%.40s", in->ledger);
    if (!list || strcmp(list->ledger, in->ledger) != 0)
        return ctx_fail(c, ERR_INVALID, "inspection.unknown_checklist", "checklist", "%.40s",
                        in->checklist);
    if (in->starts >= in->ends || in->ends <= c->now)
        return ctx_fail(c, ERR_INVALID, "round.period", "ends", "%s", "");
    if (!text_is_name(in->name, NAME_LEN))
        return ctx_fail(c, ERR_INVALID, "input.length", "name", "1..%d", NAME_LEN);
    return ERR_OK;
}

static enum err bad_teams(struct ctx *c, const char *why)
{
    return ctx_fail(c, ERR_INVALID, "round.teams", "teams", "%.40s", why);
}

static enum err check_teams(struct ctx *c, const struct round_new *in)
{
    struct team t;
    if (in->n_teams < 2 || in->n_teams > ROUND_TEAMS_MAX)
        return bad_teams(c, "2..64");
    for (size_t i = 0; i < in->n_teams; i++) {
        const char *home = in->teams[i].home;
        if (!text_is_code(home) || strlen(home) < DIGITS_DISTRICT ||
            text_district(home) != text_district(in->area))
            return bad_teams(c, home);
        for (size_t k = 0; k < i; k++)
            if (in->teams[k].team == in->teams[i].team)
                return bad_teams(c, "twice");
        enum err err = team_get(c, text_district(in->area), in->teams[i].team, &t);
        if (err == ERR_NOT_FOUND)
            return bad_teams(c, "unknown");
        TRY(err);
    }
    return ERR_OK;
}

static enum err find_areas(struct ctx *c, const struct atlas_view *v, struct planning *p)
{
    const char *prefix = p->in->area;
    struct round_area *list = arena_array(c->mem, ROUND_AREAS_MAX, sizeof *list);
    size_t n = 0;
    if (atlas_find(v, prefix) < 0 || strlen(prefix) < DIGITS_DISTRICT)
        return ctx_fail(c, ERR_INVALID, "area.unknown", "area", "%.30s", prefix);
    for (size_t k = atlas_code_from(v, prefix);; k++) {
        const struct area *a = atlas_at(v, atlas_by_code(v, k));
        if (!a || !text_has_prefix(a->code, prefix))
            break;
        if (strlen(a->code) != DIGITS_COMMUNITY || (a->valid_to && a->valid_to <= c->now))
            continue;
        if (n == ROUND_AREAS_MAX)
            return ctx_fail(c, ERR_INVALID, "round.area", "area", "%d", ROUND_AREAS_MAX);
        list[n++] = (struct round_area){.area = arena_copy(c->mem, a->code)};
    }
    p->areas = list;
    p->n_areas = n;
    return n ? ERR_OK : ctx_fail(c, ERR_INVALID, "round.area", "area", "%.30s", prefix);
}

/* What has no community of its own in the list (it stands on the street itself, or its community ended) is a task, too. */
static enum err count_entries(struct ctx *c, struct planning *p)
{
    const struct entry_query q = {.ledger = p->in->ledger, .prefix = p->in->area};
    const struct entry_area_count *counts;
    size_t n_counts, k;
    TRY(entry_count_areas(c, &q, DIGITS_COMMUNITY, &counts, &n_counts));
    for (size_t i = 0; i < n_counts; i++) {
        for (k = 0; k < p->n_areas && strcmp(p->areas[k].area, counts[i].area) != 0; k++)
            ;
        if (k == ROUND_AREAS_MAX)
            return ctx_fail(c, ERR_INVALID, "round.area", "area", "%d", ROUND_AREAS_MAX);
        if (k == p->n_areas)
            p->areas[p->n_areas++] = (struct round_area){.area = counts[i].area};
        p->areas[k].entries += counts[i].n;
    }
    return ERR_OK;
}

/* ---- where members answer for what stands there ---- */

static void add_home(struct ctx *c, struct planning *p, int64_t team, const char *area, bool exact)
{
    for (size_t i = 0; i < p->n_own; i++)
        if (p->own[i].team == team && strcmp(p->own[i].area, area) == 0)
            return;
    p->own = arena_grow(c->mem, p->own, p->n_own, &p->cap_own, sizeof *p->own);
    p->own[p->n_own++] = (struct round_own){team, area, exact};
}

static bool answers_in(const struct ledger_kind *kind, const char *post)
{
    return text_is_among(post, kind->posts, kind->n_posts);
}

/* Of a post above the communities: where no nearer one answers. */
static enum err add_below(struct ctx *c, struct planning *p, int64_t team, int64_t post,
                          const char *area)
{
    for (size_t i = 0; i < p->n_areas; i++) {
        const struct entry any = {.district = text_district(p->in->area),
                                  .ledger = p->in->ledger,
                                  .area = p->areas[i].area};
        struct post_answer answer;
        if (!text_has_prefix(any.area, area))
            continue;
        TRY(entry_answer(c, p->app, &any, p->in->starts, &answer));
        if (answer.found && answer.post == post)
            add_home(c, p, team, any.area, true);
    }
    return ERR_OK;
}

static enum err add_posts(struct ctx *c, struct planning *p, int64_t team, const struct db_rows *r)
{
    for (size_t i = 0; i < r->n; i++) {
        const char *area = row_text(r, i, 1);
        if (!answers_in(p->kind, row_text(r, i, 2)))
            continue;
        if (round_task_is_exact(area))
            TRY(add_below(c, p, team, row_int(r, i, 0), area));
        else
            add_home(c, p, team, area, false);
    }
    return ERR_OK;
}

/* Of all who are members at some time of the round, by posts that they, or a team of theirs, hold at some time of it. */
static enum err find_own(struct ctx *c, struct planning *p)
{
    static const enum sql ways[] = {SQL_ROUND_POSTS_OF_MEMBERS, SQL_ROUND_POSTS_OF_THEIR_TEAMS};
    for (size_t t = 0; t < p->in->n_teams; t++)
        for (size_t i = 0; i < LEN(ways); i++) {
            struct db_rows r;
            TRY(db_query(c, ways[i],
                         ARGS(db_int(text_district(p->in->area)), db_int(p->teams[t].team),
                              db_int(p->in->starts), db_int(p->in->ends)),
                         &r));
            TRY(add_posts(c, p, p->teams[t].team, &r));
        }
    return ERR_OK;
}

/* ---- the rounds before ---- */

static enum err read_past(struct ctx *c, int32_t district, const struct db_rows *rounds,
                          const struct round_past **out, size_t *out_n)
{
    struct round_past *list = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; i < rounds->n; i++) {
        const struct round_task *tasks;
        size_t n_tasks;
        TRY(round_tasks(c, district, row_int(rounds, i, 0), &tasks, &n_tasks));
        for (size_t k = 0; k < n_tasks; k++) {
            list = arena_grow(c->mem, list, n, &cap, sizeof *list);
            list[n++] = (struct round_past){tasks[k].team, tasks[k].area, (int)i + 1};
        }
    }
    *out = list;
    *out_n = n;
    return ERR_OK;
}

/* The last two that were opened before it in that area, or in one above or below. */
static enum err find_past(struct ctx *c, const struct inspection_round *r,
                          const struct round_past **out, size_t *out_n)
{
    char end[TEXT_CODE_MAX];
    struct db_rows rounds;
    text_prefix_end(r->area, end);
    TRY(db_query(c, SQL_ROUNDS_BEFORE,
                 ARGS(db_int(r->district), db_text(r->ledger), db_int(r->id), db_text(r->area),
                      db_text(end)),
                 &rounds));
    return read_past(c, r->district, &rounds, out, out_n);
}

static bool is_homely(const struct round_home *teams, size_t n_teams, const struct round_own *own,
                      size_t n_own, int64_t team, const char *area)
{
    for (size_t i = 0; i < n_teams; i++)
        if (teams[i].team == team && round_at_home(teams[i].home, area))
            return true;
    for (size_t i = 0; i < n_own; i++)
        if (own[i].team == team && round_is_own_area(&own[i], area))
            return true;
    return false;
}

static bool had_it(const struct round_past *past, size_t n, const struct round_task *t)
{
    for (size_t i = 0; i < n; i++)
        if (past[i].ago == 1 && past[i].team == t->team && strcmp(past[i].area, t->area) == 0)
            return true;
    return false;
}

/* A round as it is, to be looked at. */
struct looking {
    const struct round_home *teams;
    size_t n_teams;
    const struct round_own *own;
    size_t n_own;
    bool visits[ROUND_TEAMS_MAX]
               [ROUND_TEAMS_MAX]; /* the first has an area where the second is at home */
};

static void note_visits(struct looking *l, const struct round_task *t)
{
    size_t a = 0;
    while (a < l->n_teams && l->teams[a].team != t->team)
        a++;
    for (size_t b = 0; a < l->n_teams && b < l->n_teams; b++)
        if (is_homely(l->teams, l->n_teams, l->own, l->n_own, l->teams[b].team, t->area))
            l->visits[a][b] = true;
}

enum err round_rotation_of(struct ctx *c, const struct inspection_round *r,
                           struct round_rotation *out)
{
    struct looking l = {0};
    const struct round_task *tasks;
    const struct round_past *past;
    size_t n, n_past;
    *out = (struct round_rotation){0};
    TRY(round_tasks(c, r->district, r->id, &tasks, &n));
    TRY(round_teams(c, r->district, r->id, &l.teams, &l.n_teams));
    TRY(round_own(c, r->district, r->id, &l.own, &l.n_own));
    TRY(find_past(c, r, &past, &n_past));
    for (size_t i = 0; i < n; i++) {
        out->again += tasks[i].team && had_it(past, n_past, &tasks[i]);
        note_visits(&l, &tasks[i]);
    }
    for (size_t a = 0; a < l.n_teams; a++)
        for (size_t b = a + 1; b < l.n_teams; b++)
            out->mutual += l.visits[a][b] && l.visits[b][a];
    return ERR_OK;
}

/* Teams in order of id: the same teams named in another order are the same round. */
static const struct round_home *sorted_teams(struct ctx *c, const struct round_new *in)
{
    struct round_home *list = arena_array(c->mem, in->n_teams, sizeof *list);
    for (size_t i = 0; i < in->n_teams; i++) {
        size_t at = i;
        for (; at > 0 && list[at - 1].team > in->teams[i].team; at--)
            list[at] = list[at - 1];
        list[at] = in->teams[i];
    }
    return list;
}

static enum err write_parts(struct ctx *c, const struct planning *p, int64_t id)
{
    const struct db_value district = db_int(text_district(p->in->area));
    for (size_t i = 0; i < p->in->n_teams; i++)
        TRY(db_exec(
            c, SQL_ROUND_TEAM_ADD,
            ARGS(district, db_int(id), db_int(p->teams[i].team), db_text(p->teams[i].home))));
    for (size_t i = 0; i < p->n_own; i++)
        TRY(db_exec(c, SQL_ROUND_HOME_ADD,
                    ARGS(district, db_int(id), db_int(p->own[i].team), db_text(p->own[i].area),
                         db_int(p->own[i].exact))));
    for (size_t i = 0; i < p->n_areas; i++)
        TRY(db_exec(c, SQL_ROUND_TASK_ADD,
                    ARGS(district, db_int(id), db_text(p->areas[i].area),
                         p->areas[i].team < 0 ? db_null() : db_int(p->teams[p->areas[i].team].team),
                         db_int(p->areas[i].entries))));
    return ERR_OK;
}

static enum err write_round(struct ctx *c, const struct planning *p, int64_t id, int64_t seed)
{
    const struct round_new *in = p->in;
    TRY(db_exec(c, SQL_ROUND_ADD,
                ARGS(db_int(text_district(in->area)), db_int(id), db_text(in->ledger),
                     db_text(in->checklist), db_text(in->area), db_text(in->name),
                     db_int(in->starts), db_int(in->ends), db_int(seed), db_int(c->now))));
    return write_parts(c, p, id);
}

static const char *round_doc(struct ctx *c, const struct round_new *in, int64_t seed)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_text(&j, "checklist", in->checklist);
    json_put_time(&j, "ends", in->ends);
    json_put_text(&j, "ledger", in->ledger);
    json_put_text(&j, "name", in->name);
    json_put_int(&j, "seed", seed);
    json_put_time(&j, "starts", in->starts);
    json_put_int(&j, "teams", (int64_t)in->n_teams);
    json_end(&j);
    return buf_str(&b);
}

static enum err share_out(struct ctx *c, struct planning *p, const struct inspection_round *r)
{
    struct round_rotation rotation;
    const struct round_past *past;
    size_t n_past;
    TRY(count_entries(c, p));
    TRY(find_own(c, p));
    TRY(find_past(c, r, &past, &n_past));
    const struct round_sharing in = {.teams = p->teams,
                                     .n_teams = p->in->n_teams,
                                     .own = p->own,
                                     .n_own = p->n_own,
                                     .past = past,
                                     .n_past = n_past,
                                     .seed = (uint64_t)r->seed};
    round_share(&in, p->areas, p->n_areas, &rotation);
    return ERR_OK;
}

enum err round_add(struct ctx *c, const struct app *app, const struct round_new *in,
                   int64_t *out_id)
{
    struct planning p = {.app = app, .in = in};
    int64_t id;
    TRY(check_kinds(c, app, in));
    p.kind = programme_ledger(app->programmes, in->ledger);
    const struct atlas_view *v = atlas_take(app->atlas);
    enum err err = find_areas(c, v, &p);
    atlas_give(app->atlas, v);
    TRY(err);
    TRY(check_teams(c, in));
    p.teams = sorted_teams(c, in);
    TRY(db_new_id(c, &id));
    int64_t seed = in->seed ? in->seed : (id ^ id >> 31) & INT32_MAX;
    const struct inspection_round made = {.district = text_district(in->area),
                                          .id = id,
                                          .version = 1,
                                          .seed = seed,
                                          .ledger = in->ledger,
                                          .area = in->area};
    TRY(share_out(c, &p, &made));
    TRY(write_round(c, &p, id, seed));
    TRY(round_tell(c, &made, "add", NULL, NULL, round_doc(c, in, seed)));
    *out_id = id;
    return ERR_OK;
}

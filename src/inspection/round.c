/* SPDX-License-Identifier: Apache-2.0 */
#include "inspection/round.h"

#include <string.h>

#include "account/account.h"
#include "area/atlas.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "db/db.h"
#include "journal/journal.h"
#include "ledger/ledger.h"
#include "programme/programme.h"
#include "team/team.h"

enum { DISTRICT_DIGITS = 6, COMMUNITY_DIGITS = 12, NAME_LEN = 60, REASON_LEN = 500 };

/* ---- reading ---- */

static struct inspection_round from_row(const struct db_rows *r, size_t i)
{
    return (struct inspection_round){
        .district = (int32_t)row_int(r, i, 0),
        .id = row_int(r, i, 1),
        .version = row_int(r, i, 2),
        .ledger = row_text(r, i, 3),
        .checklist = row_text(r, i, 4),
        .area = row_text(r, i, 5),
        .name = row_text(r, i, 6),
        .starts = row_int(r, i, 7),
        .ends = row_int(r, i, 8),
        .seed = row_int(r, i, 9),
        .state = row_text(r, i, 10),
        .created = row_int(r, i, 11),
    };
}

enum err round_get(struct ctx *c, int32_t district, int64_t id, struct inspection_round *out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_ROUND_GET, ARGS(db_int(district), db_int(id)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "round.unknown", "", "%s", "");
    *out = from_row(&r, 0);
    return ERR_OK;
}

enum err round_list(struct ctx *c, const char *prefix, int64_t after, size_t limit,
                    const struct inspection_round **out, size_t *out_n)
{
    char end[TEXT_CODE_MAX];
    struct db_rows r;
    text_prefix_end(prefix, end);
    if (strlen(prefix) >= DISTRICT_DIGITS)
        TRY(db_query(c, SQL_ROUND_LIST,
                     ARGS(db_int(text_district(prefix)), db_text(prefix), db_text(end),
                          db_int(after), db_int((int64_t)limit)),
                     &r));
    else
        TRY(db_query(c, SQL_ROUND_LIST_ABOVE,
                     ARGS(db_int(text_district(prefix)), db_text(prefix), db_text(end),
                          db_int(after), db_int((int64_t)limit), db_int(text_district(end) - 1)),
                     &r));
    struct inspection_round *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = from_row(&r, i);
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

enum err round_teams(struct ctx *c, int32_t district, int64_t id, const struct round_home **out,
                     size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_ROUND_TEAMS, ARGS(db_int(district), db_int(id)), &r));
    struct round_home *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = (struct round_home){row_int(&r, i, 0), row_text(&r, i, 1)};
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

/* Where an inspection was made lies in one task at most: tasks are communities. */
static void count_inspected(const struct db_rows *r, struct round_task *tasks, size_t n)
{
    size_t t = 0;
    for (size_t i = 0; i < r->n; i++) {
        const char *area = row_text(r, i, 0);
        while (t < n && strcmp(tasks[t].area, area) < 0 && !text_has_prefix(area, tasks[t].area))
            t++;
        if (t < n && text_has_prefix(area, tasks[t].area))
            tasks[t].inspected += row_int(r, i, 1);
    }
}

enum err round_tasks(struct ctx *c, int32_t district, int64_t id, const struct round_task **out,
                     size_t *out_n)
{
    struct db_rows r, inspected;
    TRY(db_query(c, SQL_ROUND_TASKS, ARGS(db_int(district), db_int(id)), &r));
    TRY(db_query(c, SQL_ROUND_INSPECTED, ARGS(db_int(district), db_int(id)), &inspected));
    struct round_task *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = (struct round_task){.area = row_text(&r, i, 0),
                                      .team = row_int(&r, i, 1),
                                      .entries = row_int(&r, i, 2),
                                      .by_hand = row_int(&r, i, 3) != 0};
    count_inspected(&inspected, list, r.n);
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

/* ---- making one ---- */

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
    if (text_utf8_len(in->name) < 1 || text_utf8_len(in->name) > NAME_LEN)
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
        if (!text_is_code(home) || strlen(home) < DISTRICT_DIGITS ||
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

static enum err find_areas(struct ctx *c, const struct atlas_view *v, const char *prefix,
                           struct round_area **out, size_t *out_n)
{
    struct round_area *list = arena_array(c->mem, ROUND_AREAS_MAX, sizeof *list);
    size_t n = 0;
    if (atlas_find(v, prefix) < 0 || strlen(prefix) < DISTRICT_DIGITS)
        return ctx_fail(c, ERR_INVALID, "area.unknown", "area", "%.30s", prefix);
    for (size_t k = atlas_code_from(v, prefix);; k++) {
        const struct area *a = atlas_at(v, atlas_by_code(v, k));
        if (!a || !text_has_prefix(a->code, prefix))
            break;
        if (strlen(a->code) != COMMUNITY_DIGITS || (a->valid_to && a->valid_to <= c->now))
            continue;
        if (n == ROUND_AREAS_MAX)
            return ctx_fail(c, ERR_INVALID, "round.area", "area", "%d", ROUND_AREAS_MAX);
        list[n++] = (struct round_area){.area = arena_copy(c->mem, a->code)};
    }
    *out = list;
    *out_n = n;
    return n ? ERR_OK : ctx_fail(c, ERR_INVALID, "round.area", "area", "%.30s", prefix);
}

static enum err count_entries(struct ctx *c, const struct round_new *in, struct round_area *areas,
                              size_t n)
{
    const struct entry_query q = {.ledger = in->ledger, .prefix = in->area};
    const struct entry_area_count *counts;
    size_t n_counts;
    TRY(entry_count_areas(c, &q, COMMUNITY_DIGITS, &counts, &n_counts));
    for (size_t i = 0; i < n_counts; i++)
        for (size_t k = 0; k < n; k++)
            if (strcmp(areas[k].area, counts[i].area) == 0)
                areas[k].entries += counts[i].n;
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

static enum err write_round(struct ctx *c, const struct round_new *in, int64_t id, int64_t seed,
                            const struct round_home *teams, const struct round_area *areas,
                            size_t n)
{
    const struct db_value district = db_int(text_district(in->area));
    TRY(db_exec(c, SQL_ROUND_ADD,
                ARGS(district, db_int(id), db_text(in->ledger), db_text(in->checklist),
                     db_text(in->area), db_text(in->name), db_int(in->starts), db_int(in->ends),
                     db_int(seed), db_int(c->now))));
    for (size_t i = 0; i < in->n_teams; i++)
        TRY(db_exec(c, SQL_ROUND_TEAM_ADD,
                    ARGS(district, db_int(id), db_int(teams[i].team), db_text(teams[i].home))));
    for (size_t i = 0; i < n; i++)
        TRY(db_exec(c, SQL_ROUND_TASK_ADD,
                    ARGS(district, db_int(id), db_text(areas[i].area),
                         areas[i].team < 0 ? db_null() : db_int(teams[areas[i].team].team),
                         db_int(areas[i].entries))));
    return ERR_OK;
}

static enum err tell(struct ctx *c, const struct inspection_round *r, const char *action,
                     const char *reason, const char *before, const char *after)
{
    return journal_append(c, &(struct journal_entry){.district = r->district,
                                                     .noun = "round",
                                                     .noun_id = r->id,
                                                     .version = r->version,
                                                     .area = r->area,
                                                     .action = action,
                                                     .reason = reason,
                                                     .before = before,
                                                     .after = after});
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

enum err round_add(struct ctx *c, const struct app *app, const struct round_new *in,
                   int64_t *out_id)
{
    struct round_area *areas = NULL;
    size_t n = 0;
    int64_t id;
    TRY(check_kinds(c, app, in));
    const struct atlas_view *v = atlas_take(app->atlas);
    enum err err = find_areas(c, v, in->area, &areas, &n);
    atlas_give(app->atlas, v);
    TRY(err);
    TRY(check_teams(c, in));
    TRY(count_entries(c, in, areas, n));
    TRY(db_new_id(c, &id));
    int64_t seed = in->seed ? in->seed : (id ^ id >> 31) & INT32_MAX;
    const struct round_home *teams = sorted_teams(c, in);
    round_share(teams, in->n_teams, areas, n, (uint64_t)seed);
    TRY(write_round(c, in, id, seed, teams, areas, n));
    const struct inspection_round made = {
        .district = text_district(in->area), .id = id, .version = 1, .area = in->area};
    TRY(tell(c, &made, "add", NULL, NULL, round_doc(c, in, seed)));
    *out_id = id;
    return ERR_OK;
}

/* ---- changing it ---- */

/* With the version that it has from now on. */
static enum err take(struct ctx *c, int32_t district, int64_t id, int64_t version,
                     struct inspection_round *out)
{
    struct db_rows r;
    TRY(round_get(c, district, id, out));
    TRY(db_query(c, SQL_ROUND_TOUCH, ARGS(db_int(district), db_int(id), db_int(version)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_STALE, "version.stale", "", "%lld", (long long)out->version);
    TRY(round_get(c, district, id, out));
    return ERR_OK;
}

static enum err find_task(struct ctx *c, const struct inspection_round *r, const char *area,
                          struct round_task *out)
{
    const struct round_task *tasks;
    size_t n;
    TRY(round_tasks(c, r->district, r->id, &tasks, &n));
    for (size_t i = 0; i < n; i++) {
        if (strcmp(tasks[i].area, area) != 0)
            continue;
        *out = tasks[i];
        return ERR_OK;
    }
    return ctx_fail(c, ERR_INVALID, "round.task_unknown", "area", "%.30s", area);
}

static enum err check_home(struct ctx *c, const struct inspection_round *r, const char *area,
                           int64_t team)
{
    const struct round_home *teams;
    size_t n;
    TRY(round_teams(c, r->district, r->id, &teams, &n));
    for (size_t i = 0; i < n; i++) {
        if (teams[i].team != team)
            continue;
        return round_at_home(teams[i].home, area)
                   ? ctx_fail(c, ERR_DENIED, "round.home", "team", "%s", teams[i].home)
                   : ERR_OK;
    }
    return ctx_fail(c, ERR_INVALID, "round.teams", "team", "%s", "");
}

static const char *task_doc(struct ctx *c, int32_t district, const char *area, int64_t team)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    char ref[TEXT_REF];
    text_ref(district, team, ref);
    json_object(&j);
    json_put_text(&j, "area", area);
    json_put_text(&j, "team", team ? ref : NULL);
    json_end(&j);
    return buf_str(&b);
}

enum err round_move(struct ctx *c, int32_t district, int64_t id, int64_t version, const char *area,
                    int64_t team, const char *reason)
{
    struct inspection_round r;
    struct round_task t = {0};
    size_t said = text_utf8_len(reason);
    if (said < 2 || said > REASON_LEN)
        return ctx_fail(c, ERR_INVALID, "round.reason", "reason", "2..%d", REASON_LEN);
    TRY(take(c, district, id, version, &r));
    if (strcmp(r.state, "closed") == 0)
        return ctx_fail(c, ERR_CONFLICT, "round.state", "", "%s", r.state);
    TRY(find_task(c, &r, area, &t));
    TRY(check_home(c, &r, area, team));
    TRY(db_exec(c, SQL_ROUND_TASK_MOVE,
                ARGS(db_int(district), db_int(id), db_text(area), db_int(team))));
    return tell(c, &r, "move", reason, task_doc(c, district, area, t.team),
                task_doc(c, district, area, team));
}

/* An area where all teams are at home can still be left out by hand: nothing stands there. */
static enum err check_shared(struct ctx *c, const struct inspection_round *r)
{
    const struct round_task *tasks;
    size_t n;
    TRY(round_tasks(c, r->district, r->id, &tasks, &n));
    for (size_t i = 0; i < n; i++)
        if (!tasks[i].team && tasks[i].entries > 0)
            return ctx_fail(c, ERR_CONFLICT, "round.unshared", "", "%s", tasks[i].area);
    return ERR_OK;
}

enum err round_set_state(struct ctx *c, int32_t district, int64_t id, int64_t version,
                         const char *state)
{
    struct inspection_round r;
    TRY(take(c, district, id, version, &r));
    bool opens = strcmp(r.state, "draft") == 0 && strcmp(state, "open") == 0;
    bool closes = strcmp(r.state, "open") == 0 && strcmp(state, "closed") == 0;
    if (!opens && !closes)
        return ctx_fail(c, ERR_CONFLICT, "round.state", "state", "%s", r.state);
    if (opens)
        TRY(check_shared(c, &r));
    TRY(db_exec(c, SQL_ROUND_STATE, ARGS(db_int(district), db_int(id), db_text(state))));
    return tell(c, &r, opens ? "open" : "close", NULL, NULL, NULL);
}

/* ---- who may inspect ---- */

static enum err is_member(struct ctx *c, int32_t district, int64_t team, int64_t person, int64_t at,
                          bool *out)
{
    const struct team_member *m;
    size_t n;
    *out = false;
    TRY(team_members(c, district, team, &m, &n));
    for (size_t i = 0; i < n; i++)
        *out = *out || (m[i].person == person && m[i].valid_from <= at &&
                        (!m[i].valid_to || at < m[i].valid_to));
    return ERR_OK;
}

/* Whoever answers for an entry does not grade it: holder, deputy, or of the team that holds the post. */
static enum err check_own(struct ctx *c, const struct app *app, const struct entry *e,
                          int64_t person, int64_t at)
{
    struct post_answer answer;
    bool own = false;
    TRY(entry_answer(c, app, e, at, &answer));
    if (answer.found)
        TRY(post_is_held_by(c, e->district, answer.post, person, at, &own));
    return own ? ctx_fail(c, ERR_DENIED, "inspection.own_area", "round", "%s", e->area) : ERR_OK;
}

static enum err find_team(struct ctx *c, const struct inspection_round *r, const struct entry *e,
                          int64_t *out)
{
    struct db_rows rows;
    TRY(db_query(c, SQL_ROUND_TASK_OF, ARGS(db_int(r->district), db_int(r->id), db_text(e->area)),
                 &rows));
    bool mine = rows.n && text_has_prefix(e->area, row_text(&rows, 0, 0)) &&
                strcmp(e->ledger, r->ledger) == 0;
    *out = mine ? row_int(&rows, 0, 1) : 0;
    return ERR_OK;
}

enum err round_check(struct ctx *c, const struct app *app, int32_t district, int64_t round,
                     int64_t entry, int64_t person, int64_t at, int64_t *out_team)
{
    struct inspection_round r;
    struct entry e;
    int64_t team;
    bool member = false;
    TRY(round_get(c, district, round, &r));
    TRY(entry_get(c, district, entry, at, &e));
    /* What was made in its time still comes in from phones when it is closed. */
    if (strcmp(r.state, "draft") == 0 || at < r.starts || at >= r.ends)
        return ctx_fail(c, ERR_CONFLICT, "round.state", "round", "%s", r.state);
    TRY(find_team(c, &r, &e, &team));
    if (team && person)
        TRY(is_member(c, district, team, person, at, &member));
    if (!member)
        return ctx_fail(c, ERR_DENIED, "inspection.not_your_task", "round", "%s", e.area);
    TRY(check_own(c, app, &e, person, at));
    *out_team = team;
    return ERR_OK;
}

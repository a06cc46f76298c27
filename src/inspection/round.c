/* SPDX-License-Identifier: Apache-2.0 */
#include "inspection/round.h"

#include <string.h>

#include "account/account.h"
#include "area/atlas.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "db/db.h"
#include "inspection/inside.h"
#include "journal/journal.h"
#include "ledger/ledger.h"
#include "programme/programme.h"
#include "team/team.h"

enum { REASON_LEN = 500 };

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
    const struct text_range in = text_range_of(prefix);
    struct db_rows r;
    if (in.low == in.high)
        TRY(db_query(c, SQL_ROUND_LIST,
                     ARGS(db_int(in.low), db_text(in.from), db_text(in.end), db_int(after),
                          db_int((int64_t)limit)),
                     &r));
    else
        TRY(db_query(c, SQL_ROUND_LIST_ABOVE,
                     ARGS(db_int(in.low), db_text(in.from), db_text(in.end), db_int(after),
                          db_int((int64_t)limit), db_int(in.high)),
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

static bool covers(const struct round_task *t, const char *area)
{
    return round_task_is_exact(t->area) ? strcmp(area, t->area) == 0
                                        : text_has_prefix(area, t->area);
}

/* Where an inspection was made lies in one task at most. */
static void count_inspected(const struct db_rows *r, struct round_task *tasks, size_t n)
{
    for (size_t i = 0; i < r->n; i++)
        for (size_t t = 0; t < n; t++)
            if (covers(&tasks[t], row_text(r, i, 0))) {
                tasks[t].inspected += row_int(r, i, 1);
                tasks[t].not_let_in += 1 - row_int(r, i, 1);
            }
}

enum err round_own(struct ctx *c, int32_t district, int64_t id, const struct round_own **out,
                   size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_ROUND_HOMES, ARGS(db_int(district), db_int(id)), &r));
    struct round_own *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = (struct round_own){row_int(&r, i, 0), row_text(&r, i, 1), row_int(&r, i, 2) != 0};
    *out = list;
    *out_n = r.n;
    return ERR_OK;
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

enum err round_tell(struct ctx *c, const struct inspection_round *r, const char *action,
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
    json_object(&j);
    json_put_text(&j, "area", area);
    json_put_ref(&j, "team", district, team);
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
    return round_tell(c, &r, "move", reason, task_doc(c, district, area, t.team),
                      task_doc(c, district, area, team));
}

/* Where nothing stands, nobody has to go. */
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
    return round_tell(c, &r, opens ? "open" : "close", NULL, NULL, NULL);
}

/* ---- who may inspect ---- */

enum err team_had_member(struct ctx *c, int32_t district, int64_t team, int64_t person, int64_t at,
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

enum err round_is_own(struct ctx *c, const struct app *app, const struct entry *e, int64_t person,
                      int64_t at, bool *out)
{
    struct post_answer answer;
    *out = false;
    TRY(entry_answer(c, app, e, at, &answer));
    return answer.found ? post_is_held_by(c, e->district, answer.post, person, at, out) : ERR_OK;
}

/* Whoever answers for an entry does not grade it. */
static enum err check_own(struct ctx *c, const struct app *app, const struct entry *e,
                          int64_t person, int64_t at)
{
    bool own;
    TRY(round_is_own(c, app, e, person, at, &own));
    return own ? ctx_fail(c, ERR_DENIED, "inspection.own_area", "round", "%s", e->area) : ERR_OK;
}

static enum err find_team(struct ctx *c, const struct inspection_round *r, const struct entry *e,
                          int64_t *out)
{
    struct db_rows rows;
    TRY(db_query(c, SQL_ROUND_TASK_OF, ARGS(db_int(r->district), db_int(r->id), db_text(e->area)),
                 &rows));
    const struct round_task task = {.area = rows.n ? row_text(&rows, 0, 0) : NULL};
    bool mine = rows.n && covers(&task, e->area) && strcmp(e->ledger, r->ledger) == 0;
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
        TRY(team_had_member(c, district, team, person, at, &member));
    if (!member)
        return ctx_fail(c, ERR_DENIED, "inspection.not_your_task", "round", "%s", e.area);
    TRY(check_own(c, app, &e, person, at));
    *out_team = team;
    return ERR_OK;
}

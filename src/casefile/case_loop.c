/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/case_loop.h"

#include "base/arena.h"
#include "db/db.h"

enum { UNIT_DATE = -1 };

/* The runs come in order of their clocks. */
static size_t runs_of(const struct db_rows *r, size_t from, int64_t n, struct clock_run *runs)
{
    size_t k = from;
    for (; k < r->n && row_int(r, k, 0) == n; k++)
        runs[k] = (struct clock_run){.from = row_int(r, k, 1),
                                     .to = row_null(r, k, 2) ? CLOCK_NEVER : row_int(r, k, 2)};
    return k - from;
}

static struct loop_clock clock_of(const struct db_rows *r, size_t i)
{
    struct loop_clock k = {
        .n = row_int(r, i, 0),
        .cycle = row_int(r, i, 1),
        .clock = row_text(r, i, 2),
        .by_date = row_int(r, i, 3) == UNIT_DATE,
        .limit_text = row_text(r, i, 6),
        .rule = row_text(r, i, 7),
        .started = row_int(r, i, 8),
        .ended = row_int(r, i, 9),
        .due = row_int(r, i, 10),
        .used = row_int(r, i, 11),
        .light = (enum case_light)row_int(r, i, 12),
        .late = row_int(r, i, 13) != 0,
        .provisional = row_int(r, i, 14) != 0,
        .calendar = row_int(r, i, 15),
    };
    enum limit_unit unit = k.by_date ? LIMIT_NATURAL_DAY : (enum limit_unit)row_int(r, i, 3);
    k.limit = (struct limit){unit, row_int(r, i, 4)};
    k.base = (struct limit){unit, row_int(r, i, 5)};
    return k;
}

enum err loop_clocks(struct ctx *c, int32_t district, int64_t id, const struct loop_clock **out,
                     size_t *out_n)
{
    struct db_rows r, spans;
    size_t at = 0;
    TRY(db_query(c, SQL_LOOP_CLOCKS, ARGS(db_int(district), db_int(id)), &r));
    TRY(db_query(c, SQL_LOOP_RUNS, ARGS(db_int(district), db_int(id)), &spans));
    struct loop_clock *clocks = arena_array(c->mem, r.n, sizeof *clocks);
    struct clock_run *runs = arena_array(c->mem, spans.n, sizeof *runs);
    for (size_t i = 0; i < r.n; i++) {
        clocks[i] = clock_of(&r, i);
        clocks[i].runs = runs + at;
        clocks[i].n_runs = runs_of(&spans, at, clocks[i].n, runs);
        at += clocks[i].n_runs;
    }
    *out = clocks;
    *out_n = r.n;
    return ERR_OK;
}

int64_t loop_clock_used(const struct loop_clock *k, const struct calendar *cal, int64_t now)
{
    return k->by_date || k->ended ? k->used : clock_used(cal, k->limit, k->runs, k->n_runs, now);
}

bool loop_clock_differs(const struct loop_clock *k, const struct calendar *cal)
{
    return k->ended && !k->by_date &&
           clock_used(cal, k->limit, k->runs, k->n_runs, CLOCK_NEVER) != k->used;
}

enum err loop_requests(struct ctx *c, int32_t district, int64_t id, const struct loop_request **out,
                       size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_LOOP_REQUESTS, ARGS(db_int(district), db_int(id)), &r));
    struct loop_request *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = (struct loop_request){.id = row_int(&r, i, 0),
                                        .cycle = row_int(&r, i, 1),
                                        .kind = row_text(&r, i, 2),
                                        .asked = row_int(&r, i, 3),
                                        .asked_name = row_text(&r, i, 4),
                                        .reason = row_text(&r, i, 5),
                                        .until = row_int(&r, i, 6),
                                        .reviewed = row_int(&r, i, 7),
                                        .reviewed_name = row_text(&r, i, 8),
                                        .decided = row_int(&r, i, 9),
                                        .decided_name = row_text(&r, i, 10),
                                        .decision = row_text(&r, i, 11),
                                        .note = row_text(&r, i, 12)};
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

enum err loop_marks(struct ctx *c, int32_t district, int64_t id, const struct loop_mark **out,
                    size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_LOOP_MARKS, ARGS(db_int(district), db_int(id)), &r));
    struct loop_mark *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = (struct loop_mark){.level = row_int(&r, i, 0),
                                     .made = row_int(&r, i, 1),
                                     .by_name = row_text(&r, i, 2),
                                     .role = row_text(&r, i, 3),
                                     .area = row_text(&r, i, 4),
                                     .due = row_int(&r, i, 5),
                                     .reason = row_text(&r, i, 6),
                                     .answered = row_int(&r, i, 7),
                                     .answer = row_text(&r, i, 8),
                                     .ended = row_int(&r, i, 9)};
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

enum err loop_joints(struct ctx *c, int32_t district, int64_t id, const struct loop_joint **out,
                     size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_LOOP_JOINTS, ARGS(db_int(district), db_int(id), db_int(c->now)), &r));
    struct loop_joint *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = (struct loop_joint){.cycle = row_int(&r, i, 0),
                                      .post = row_int(&r, i, 1),
                                      .asked = row_int(&r, i, 2),
                                      .done = row_int(&r, i, 3),
                                      .note = row_text(&r, i, 4),
                                      .kind = row_text(&r, i, 5),
                                      .holder = row_text(&r, i, 6)};
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

enum err loop_crew(struct ctx *c, int32_t district, int64_t post, const struct loop_person **out,
                   size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_LOOP_CREW, ARGS(db_int(district), db_int(post), db_int(c->now)), &r));
    struct loop_person *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = (struct loop_person){row_int(&r, i, 0), row_text(&r, i, 1)};
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

enum err loop_person_name(struct ctx *c, int32_t district, int64_t person, const char **out)
{
    struct db_rows r;
    *out = NULL;
    if (!person)
        return ERR_OK;
    TRY(db_query(c, SQL_LOOP_PERSON_NAME, ARGS(db_int(district), db_int(person)), &r));
    *out = r.n ? row_text(&r, 0, 0) : NULL;
    return ERR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Reading facts: the steps of a row, done again up to a moment. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "casefile/fact.h"
#include "db/db.h"

enum {
    COL_CASEFILE,
    COL_CYCLE,
    COL_FLOW,
    COL_KIND,
    COL_AREA,
    COL_POST,
    COL_LON,
    COL_LAT,
    COL_OPENED,
    COL_STEPS
};

/* What a post took by the clocks of one unit. Before posts were told: the whole of the last clock, of post 0. */
struct use {
    int unit;
    int64_t post, ticks;
};

struct reading {
    struct arena *mem;
    const struct programmes *programmes;
    int32_t district;
    const struct fact_span *span;
    char *steps; /* of the row in hand */
    size_t cap;
    struct use *uses; /* of the row in hand */
    size_t n_uses, cap_uses;
    int64_t handed_in_by;
    fact_fn *fn;
    void *arg;
};

static int64_t int_of(const char *text)
{
    return strtoll(text, NULL, 10);
}

static void first(int64_t *when, int64_t at, bool *late, const char *value)
{
    if (*when)
        return;
    *when = at;
    if (late)
        *late = value[0] == '1';
}

static struct use *use_of(struct reading *r, int unit, int64_t post)
{
    for (size_t i = 0; i < r->n_uses; i++)
        if (r->uses[i].unit == unit && r->uses[i].post == post)
            return &r->uses[i];
    r->uses = arena_grow(r->mem, r->uses, r->n_uses, &r->cap_uses, sizeof *r->uses);
    r->uses[r->n_uses] = (struct use){.unit = unit, .post = post};
    return &r->uses[r->n_uses++];
}

/* "unit:post:ticks" of a run; "unit:ticks" of a whole clock. */
static void use(struct reading *r, char letter, const char *value)
{
    const char *second = strchr(value, ':'), *third = second ? strchr(second + 1, ':') : NULL;
    int unit = (int)int_of(value);
    if (unit < 0 || unit >= LIMIT_UNIT__COUNT || !second)
        return;
    if (letter == 'U')
        use_of(r, unit, 0)->ticks = int_of(second + 1);
    else if (third)
        use_of(r, unit, int_of(second + 1))->ticks += int_of(third + 1);
}

static void sum_uses(const struct reading *r, struct fact *f)
{
    for (size_t i = 0; i < r->n_uses; i++) {
        const struct use *u = &r->uses[i];
        if (u->post && u->post != r->handed_in_by)
            continue;
        f->timed[u->unit] = true;
        f->used[u->unit] += u->ticks;
    }
}

static void finish(int64_t *tasks, int64_t *lates, int64_t *due, bool counts, const char *value)
{
    *due = 0;
    *tasks += counts;
    *lates += counts && value[0] == '1';
}

/* The stages, and how a case ends. False: none of these words. */
static bool stage(struct fact *f, int64_t at, char letter, const char *value)
{
    switch (letter) {
    case 'A':
        first(&f->accepted, at, NULL, value);
        f->file_late |= !f->filed && value[0] == '1';
        return true;
    case 'F':
        first(&f->filed, at, &f->file_late, value);
        return true;
    case 'D':
        first(&f->dispatched, at, &f->dispatch_late, value);
        return true;
    case 'P':
        f->disposed = at;
        f->stands = true;
        return true;
    case 'C':
        f->closed = f->ended = at;
        f->closed_as = value;
        return true;
    case 'Z':
        f->closed = f->ended = int_of(value);
        return true;
    case 'X':
        f->fixed = value[0] == '1';
        return true;
    case 'O':
        f->out_as = value;
        f->ended = at;
        return true;
    case 'N':
        f->out_as = "superseded";
        f->closed = 0;
        f->ended = at;
        return true;
    case 'B':
        f->closed = f->ended = 0;
        f->out_as = f->closed_as = NULL;
        return true;
    default:
        return false;
    }
}

static void count(struct fact *f, bool in_period, char letter, const char *value)
{
    switch (letter) {
    case 'M':
        f->misdirected++;
        break;
    case 'R':
        f->reworks++;
        f->stands = false;
        break;
    case 'G':
        f->extensions++;
        break;
    case 'H':
        f->suspensions++;
        f->suspended = true;
        break;
    case 'h':
        f->suspended = false;
        break;
    case 'v':
        f->verify_due = int_of(value);
        break;
    case 'V':
        finish(&f->verifies, &f->verify_lates, &f->verify_due, in_period, value);
        break;
    case 'k':
        f->check_due = int_of(value);
        break;
    case 'K':
        finish(&f->checks, &f->check_lates, &f->check_due, in_period, value);
        break;
    default:
        break;
    }
}

/* Without a post it is only told again that it went over. */
static void went_over(struct fact *f, const char *value)
{
    if (value[0])
        f->late_post = int_of(value);
    else if (!f->late)
        f->late_post = f->post;
    f->late = true;
}

static void note(struct fact *f, int64_t at, char letter, const char *value)
{
    switch (letter) {
    case 'E':
        f->due = int_of(value);
        f->last_due = f->due ? f->due : f->last_due;
        break;
    case 'L':
        went_over(f, value);
        break;
    case 'W':
        f->from_below = true;
        break;
    case 'J':
        f->verdict = value;
        break;
    case 'S':
        f->rating = int_of(value);
        f->rated = at;
        break;
    case 'Y':
        f->exempt = true;
        break;
    case 'a':
        f->area = value;
        break;
    case 'n':
        f->kind = value;
        break;
    case 'p':
        f->post = int_of(value);
        break;
    default:
        break;
    }
}

static void replay(struct reading *r, struct fact *f)
{
    int64_t at = f->opened;
    for (char *p = r->steps; *p;) {
        char *end = strchr(p, ' ');
        char letter = *p;
        if (end)
            *end = '\0';
        if (letter == 'T')
            at = int_of(p + 1);
        if (at >= r->span->to)
            return;
        if (letter == 'P')
            r->handed_in_by = f->post;
        if (letter == 'U' || letter == 'u')
            use(r, letter, p + 1);
        if (letter > ' ' && letter != 'T' && !stage(f, at, letter, p + 1)) {
            count(f, at >= r->span->from, letter, p + 1);
            note(f, at, letter, p + 1);
        }
        p = end ? end + 1 : p + strlen(p);
    }
}

static bool has_stage(const struct flow *flow, enum flow_milestone m)
{
    for (size_t i = 0; flow && i < flow->n_states; i++)
        if (flow->states[i].milestone == m)
            return true;
    return false;
}

/* Is there a desk that dispatches, and a clock for it? Where a unit takes what is its own nobody does. */
static bool is_dispatched(const struct flow *flow)
{
    for (size_t i = 0; flow && i < flow->n_clocks; i++)
        if (strcmp(flow->clocks[i].clock, "dispatch") == 0)
            return true;
    return false;
}

static void fill(struct fact *f, const struct flow *flow)
{
    f->is_dispatched = is_dispatched(flow);
    if (!f->accepted && !has_stage(flow, MILESTONE_ACCEPTED))
        f->accepted = f->dispatched;
    if (!f->filed && !has_stage(flow, MILESTONE_FILED)) {
        f->filed = f->accepted;
        f->file_late |= f->filed == f->dispatched && f->dispatch_late;
    }
}

static void take_steps(struct reading *r, const struct db_value *steps)
{
    while (r->cap <= steps->n)
        r->steps = arena_grow(r->mem, r->steps, r->cap, &r->cap, 1);
    memcpy(r->steps, steps->p, steps->n);
    r->steps[steps->n] = '\0';
}

static enum err read_row(void *arg, const struct db_value *row, size_t cols)
{
    struct reading *r = arg;
    (void)cols;
    struct fact f = {
        .district = r->district,
        .casefile = row[COL_CASEFILE].i,
        .cycle = row[COL_CYCLE].i,
        .kind = row[COL_KIND].p,
        .area = row[COL_AREA].p,
        .post = row[COL_POST].type == DB_INT ? row[COL_POST].i : 0,
        .has_point = row[COL_LON].type == DB_INT,
        .point = {(int32_t)row[COL_LON].i, (int32_t)row[COL_LAT].i},
        .opened = row[COL_OPENED].i,
    };
    take_steps(r, &row[COL_STEPS]);
    r->n_uses = 0;
    r->handed_in_by = 0;
    replay(r, &f);
    sum_uses(r, &f);
    fill(&f, programme_flow(r->programmes, row[COL_FLOW].p));
    return r->fn(r->arg, &f);
}

enum err fact_each(struct ctx *c, const struct programmes *p, int32_t district,
                   const struct fact_span *span, fact_fn *fn, void *arg)
{
    struct reading r = {
        .mem = c->mem, .programmes = p, .district = district, .span = span, .fn = fn, .arg = arg};
    return db_each(c, SQL_FACT_LIST, ARGS(db_int(district), db_int(span->since), db_int(span->to)),
                   read_row, &r);
}

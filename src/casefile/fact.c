/* SPDX-License-Identifier: Apache-2.0 */
/* Writing facts: what a step changed, in the words of the schema. Reading them is fact_read.c. */
#include "casefile/fact.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "db/db.h"

/* ---- a row ---- */

static enum err supersede(struct ctx *c, const struct casefile *f)
{
    char step[48];
    (void)snprintf(step, sizeof step, " T%lld N", (long long)c->now);
    return db_exec(c, SQL_FACT_SUPERSEDE,
                   ARGS(db_int(f->district), db_int(f->id), db_int(f->cycle - 1), db_text(step),
                        db_int(c->now)));
}

enum err fact_open(struct ctx *c, const struct casefile *f)
{
    const struct db_value none = db_null();
    char steps[48] = "";
    if (f->cycle > 1)
        TRY(supersede(c, f));
    else if (f->lower)
        (void)snprintf(steps, sizeof steps, " T%lld W", (long long)c->now);
    return db_exec(c, SQL_FACT_ADD,
                   ARGS(db_int(f->district), db_int(f->id), db_int(f->cycle), db_text(f->flow),
                        db_text(f->kind), db_text(f->area), db_or_null(f->post),
                        f->has_point ? db_int(f->point.lon_e7) : none,
                        f->has_point ? db_int(f->point.lat_e7) : none, db_int(c->now),
                        db_text(steps)));
}

/* ---- what a step changed ---- */

static void word(struct buf *b, char letter, const char *value)
{
    buf_char(b, ' ');
    buf_char(b, letter);
    buf_text(b, value);
}

static void number(struct buf *b, char letter, int64_t value)
{
    word(b, letter, "");
    buf_int(b, value);
}

static void flag(struct buf *b, char letter, bool changed)
{
    if (changed)
        word(b, letter, "");
}

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_clock(const char *clock, const char *name)
{
    return clock && strcmp(clock, name) == 0;
}

/* Of a new cycle nothing has been said yet: what the case brought along stands in the row already. */
static struct casefile start_of(const struct fact_step *s)
{
    struct casefile f = *s->before;
    if (s->before->cycle == s->after->cycle)
        return f;
    f.handle_due = f.reworks = f.extensions = f.suspensions = f.rating = 0;
    f.verdict = NULL;
    f.exempt = false;
    f.is_open = true;
    f.post = s->after->post;
    f.area = s->after->area;
    f.kind = s->after->kind;
    return f;
}

static void add_place(struct buf *b, const struct casefile *was, const struct casefile *is)
{
    if (!same(was->area, is->area))
        word(b, 'a', is->area);
    if (!same(was->kind, is->kind))
        word(b, 'n', is->kind);
    if (was->post != is->post)
        number(b, 'p', is->post);
}

static void add_tasks(struct buf *b, const struct fact_step *s, const struct casefile *was)
{
    static const struct {
        const char *clock;
        char due, done;
    } tasks[] = {
        {"verify", 'v', 'V'},
        {"check",  'k', 'K'},
    };
    for (size_t i = 0; i < LEN(tasks); i++) {
        bool runs = is_clock(s->after->clock, tasks[i].clock);
        if (s->clock && is_clock(s->clock->clock, tasks[i].clock))
            number(b, tasks[i].done, s->clock->late);
        if (runs && (!is_clock(was->clock, tasks[i].clock) || was->due != s->after->due))
            number(b, tasks[i].due, s->after->due);
    }
}

/* A closing that is upheld is of its own time, not of this one. */
static void add_milestone(struct buf *b, const struct fact_step *s, int64_t now)
{
    static const struct {
        const char *milestone;
        char letter;
    } stages[] = {
        {"accepted",   'A'},
        {"filed",      'F'},
        {"dispatched", 'D'},
    };
    for (size_t i = 0; s->milestone && i < LEN(stages); i++)
        if (strcmp(s->milestone, stages[i].milestone) == 0)
            number(b, stages[i].letter, s->clock && s->clock->late);
    if (s->milestone && strcmp(s->milestone, "disposed") == 0)
        word(b, 'P', "");
    if (s->milestone && strcmp(s->milestone, "closed") == 0) {
        word(b, 'C', s->after->closed_as ? s->after->closed_as : "");
        number(b, 'X', s->fixed);
        if (s->after->closed && s->after->closed != now)
            number(b, 'Z', s->after->closed);
    }
}

/* Of whom and in what unit it was measured, as another may go on in another. */
static void add_use(struct buf *b, const struct fact_clock *clock, int64_t post)
{
    number(b, 'u', clock->unit);
    buf_char(b, ':');
    buf_int(b, post);
    buf_char(b, ':');
    buf_int(b, clock->used);
}

/*
 * The handling clock: its due time, and what was used of it when it stops. What is disposed keeps the due time it met.
 * Lateness is that of the post in whose hands the clock ran: the step that stops it may give the case to another.
 */
static void add_handling(struct buf *b, const struct fact_step *s, const struct casefile *was)
{
    const struct casefile *is = s->after;
    bool stopped = was->handle_due && !is->handle_due;
    bool disposed = s->milestone && strcmp(s->milestone, "disposed") == 0;
    if (is->handle_due != was->handle_due && !(stopped && (disposed || !is->is_open)))
        number(b, 'E', is->handle_due);
    if (stopped && s->clock)
        add_use(b, s->clock, was->post);
    if (stopped && s->clock && s->clock->late)
        number(b, 'L', was->post);
    else
        flag(b, 'L', (stopped || disposed) && is->late);
}

static void add_counts(struct buf *b, const struct fact_step *s, const struct casefile *was)
{
    const struct casefile *is = s->after;
    bool moved = !same(was->state, is->state);
    flag(b, 'M', s->misdirected);
    flag(b, 'R', is->reworks > was->reworks);
    flag(b, 'G', is->extensions > was->extensions);
    flag(b, 'h', was->suspensions && moved && is->suspensions == was->suspensions);
    flag(b, 'H', is->suspensions > was->suspensions);
}

static void add_end(struct buf *b, const struct fact_step *s, const struct casefile *was)
{
    const struct casefile *is = s->after;
    flag(b, 'B', !was->is_open && is->is_open);
    if (s->out_as && was->is_open)
        word(b, 'O', s->out_as);
    if (is->verdict && !same(was->verdict, is->verdict))
        word(b, 'J', is->verdict);
    if (is->rating && is->rating != was->rating)
        number(b, 'S', is->rating);
    flag(b, 'Y', is->exempt && !was->exempt);
}

enum err fact_step(struct ctx *c, const struct fact_step *s)
{
    const struct casefile was = start_of(s);
    struct buf b = {.mem = c->mem};
    number(&b, 'T', c->now);
    size_t empty = b.n;
    add_place(&b, &was, s->after);
    add_tasks(&b, s, &was);
    add_handling(&b, s, &was);
    add_milestone(&b, s, c->now);
    add_counts(&b, s, &was);
    add_end(&b, s, &was);
    if (b.n == empty)
        return ERR_OK;
    return db_exec(c, SQL_FACT_ADD_STEP,
                   ARGS(db_int(s->after->district), db_int(s->after->id), db_int(s->after->cycle),
                        db_text(buf_str(&b)), db_int(s->after->is_open), db_int(c->now)));
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What a step does to the clocks of its case. */
#include "casefile/clocks.h"

#include <string.h>

#include "base/arena.h"
#include "db/db.h"

enum { BY_DATE = -1 };

/* One change under way. */
struct change {
    const struct clock_change *in;
    const struct flow_clock *to; /* NULL: none is to run */
    struct clock_use *uses;
    size_t n_uses;
};

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static struct limit limit_of(const struct clock_use *k)
{
    enum limit_unit unit = k->unit == BY_DATE ? LIMIT_URGENT_HOUR : (enum limit_unit)k->unit;
    return (struct limit){unit, k->ticks};
}

/* ---- the one that runs stops ---- */

static struct clock_use *running(struct change *ch)
{
    for (size_t i = 0; i < ch->n_uses; i++)
        if (ch->uses[i].n == ch->in->before->clock_n)
            return &ch->uses[i];
    return NULL;
}

/* The host's clock may have been set back: a run does not end before it began. */
static enum err end_run(struct ctx *c, const struct casefile *f, struct clock_use *k)
{
    struct clock_run *last = k->n_runs ? &k->runs[k->n_runs - 1] : NULL;
    if (!last || last->to != CLOCK_NEVER)
        return ERR_OK;
    last->to = later(c->now, last->from);
    return db_exec(c, SQL_RUN_END,
                   ARGS(db_int(f->district), db_int(f->id), db_int(k->n), db_int(last->to)));
}

static enum err stop(struct ctx *c, struct change *ch, struct clock_use *k,
                     struct fact_clock *out_stopped)
{
    struct casefile *f = ch->in->after;
    const struct calendar *cal;
    TRY(clock_calendar(c, ch->in->app, f->district, k->unit, &cal));
    int64_t due = k->due, used = k->used;
    TRY(end_run(c, f, k));
    k->used = clock_used(cal, limit_of(k), k->runs, k->n_runs, CLOCK_NEVER);
    k->calendar = cal ? calendar_version(cal) : 0;
    k->late = k->used >= k->ticks;
    k->light = k->late ? LIGHT_RED : k->light;
    k->due = 0;
    TRY(clock_store(c, f, k));
    if (clock_is_handling(ch->in->flow, k->clock) && f->cycle == k->cycle)
        f->late = k->late || k->late_before;
    if (clock_is_handling(ch->in->flow, k->clock) && f->cycle == k->cycle && k->late)
        f->late_post = ch->in->before->post;
    /* What somebody asked of a settled case is no part of how it was dealt with. */
    if (ch->in->flow->still >= 0 &&
        strcmp(k->clock, ch->in->flow->clocks[ch->in->flow->still].clock) == 0)
        return ERR_OK;
    *out_stopped = (struct fact_clock){
        .clock = k->clock, .late = k->late, .due = due, .used = k->used - used, .unit = k->unit};
    return ERR_OK;
}

/* ---- another begins or goes on ---- */

static enum err last_n(struct ctx *c, const struct casefile *f, int64_t *out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_CLOCK_LAST, ARGS(db_int(f->district), db_int(f->id)), &r));
    *out = row_int(&r, 0, 0);
    return ERR_OK;
}

static const char *limit_words(struct ctx *c, struct limit limit)
{
    char *text = arena_alloc(c->mem, LIMIT_TEXT);
    limit_format(limit, text);
    return text;
}

static enum err limit_of_handling(struct ctx *c, const struct change *ch, struct limit *out,
                                  const char **out_rule)
{
    struct casefile *f = ch->in->after;
    struct case_rule rule;
    if (ch->in->way == STEP_CLOCK_REWORK) {
        TRY(rule_rework(c, f->rule, out));
        *out_rule = f->rule;
        if (out->ticks > 0)
            return ERR_OK;
    }
    TRY(rule_now(c, ch->in->kind, f, &rule));
    f->rule = rule.text;
    *out_rule = rule.text;
    *out = rule.limit;
    return ERR_OK;
}

static enum err limit_to(struct ctx *c, const struct change *ch, struct clock_use *k)
{
    struct limit limit = ch->to->limit;
    if (ch->to->source == FLOW_LIMIT_DATE) {
        k->unit = BY_DATE;
        k->ticks = k->base_ticks = later(ch->in->until - c->now, 1);
        k->limit_text = "date";
        return ERR_OK;
    }
    if (ch->to->source == FLOW_LIMIT_KIND)
        TRY(limit_of_handling(c, ch, &limit, &k->rule));
    k->unit = (int)limit.unit;
    k->ticks = k->base_ticks = limit.ticks;
    k->limit_text = limit_words(c, limit);
    return ERR_OK;
}

static enum err end_same(struct ctx *c, const struct change *ch, const char *clock)
{
    const struct casefile *f = ch->in->after;
    if (ch->n_uses == 0)
        return ERR_OK;
    for (size_t i = 0; i < ch->n_uses; i++)
        if (strcmp(ch->uses[i].clock, clock) == 0 && !ch->uses[i].ended)
            ch->uses[i].ended = c->now;
    return db_exec(
        c, SQL_CLOCK_END,
        ARGS(db_int(f->district), db_int(f->id), db_int(f->cycle), db_text(clock), db_int(c->now)));
}

/* What is left of handling holds no more, whoever left it. */
static enum err end_handling(struct ctx *c, const struct change *ch)
{
    const struct casefile *f = ch->in->after;
    for (size_t i = 0; i < ch->in->flow->n_clocks; i++)
        if (ch->in->flow->clocks[i].source == FLOW_LIMIT_KIND)
            TRY(end_same(c, ch, ch->in->flow->clocks[i].clock));
    for (size_t i = 0; i < ch->n_uses; i++)
        ch->uses[i].post = 0;
    return db_exec(c, SQL_CLOCK_SPEND, ARGS(db_int(f->district), db_int(f->id), db_int(f->cycle)));
}

static enum err begin(struct ctx *c, struct change *ch, struct clock_use *k)
{
    const struct casefile *f = ch->in->after;
    int64_t last = 0;
    *k = (struct clock_use){.cycle = f->cycle,
                            .clock = ch->to->clock,
                            .started = c->now,
                            .post = ch->to->source == FLOW_LIMIT_KIND ? f->post : 0,
                            .late_before = clock_was_late(ch->uses, ch->n_uses, ch->to->clock)};
    TRY(limit_to(c, ch, k));
    if (ch->in->before) {
        TRY(end_same(c, ch, ch->to->clock));
        TRY(last_n(c, f, &last));
    }
    k->n = last + 1;
    k->runs = arena_array(c->mem, 1, sizeof *k->runs);
    return ERR_OK;
}

/* The one to go on with; NULL: there is none. */
static struct clock_use *resting(struct change *ch)
{
    for (size_t i = ch->n_uses; i-- > 0;)
        if (strcmp(ch->uses[i].clock, ch->to->clock) == 0 && !ch->uses[i].ended)
            return &ch->uses[i];
    return NULL;
}

/* A unit that the case comes back to goes on with its own, whoever had it in between. NULL: it had none. */
static enum err left_by_post(struct ctx *c, struct change *ch, struct clock_use **out)
{
    struct casefile *f = ch->in->after;
    *out = NULL;
    for (size_t i = 0; i < ch->n_uses; i++)
        if (f->post && ch->uses[i].post == f->post && strcmp(ch->uses[i].clock, ch->to->clock) == 0)
            *out = &ch->uses[i];
    if (!*out)
        return ERR_OK;
    TRY(end_same(c, ch, ch->to->clock));
    (*out)->ended = 0;
    f->rule = (*out)->rule;
    return ERR_OK;
}

static enum err wake(struct ctx *c, struct change *ch)
{
    const struct casefile *f = ch->in->after;
    int64_t ended = ch->in->before->closed;
    for (size_t i = 0; i < ch->n_uses; i++)
        if (ch->uses[i].ended == ended)
            ch->uses[i].ended = 0;
    return db_exec(c, SQL_CLOCK_WAKE,
                   ARGS(db_int(f->district), db_int(f->id), db_int(f->cycle), db_int(ended)));
}

/* A mark that fell due while the clock was looked at by nobody is made up for at once. */
static int64_t next_look(const struct casefile *f, const struct clock_times *t, int64_t now)
{
    return t->last_mark != CLOCK_NEVER ? now : f->next_at;
}

static enum err time_it(struct ctx *c, struct change *ch, struct clock_use *k)
{
    const struct calendar *cal;
    TRY(clock_calendar(c, ch->in->app, ch->in->after->district, k->unit, &cal));
    struct clock_times t = clock_times(cal, ch->in->flow, k, c->now);
    clock_mirror(ch->in->flow, k, &t, c->now, ch->in->after);
    ch->in->after->next_at = next_look(ch->in->after, &t, c->now);
    k->due = ch->in->after->due;
    k->light = ch->in->after->light;
    k->provisional = t.provisional;
    k->calendar = cal ? calendar_version(cal) : 0;
    return ERR_OK;
}

static enum err add_row(struct ctx *c, const struct casefile *f, const struct clock_use *k)
{
    return db_exec(c, SQL_CLOCK_ADD,
                   ARGS(db_int(f->district), db_int(f->id), db_int(k->n), db_int(k->cycle),
                        db_text(k->clock), db_int(k->unit), db_int(k->ticks), db_int(k->base_ticks),
                        db_text(k->limit_text), db_text(k->rule), db_int(k->started),
                        db_or_null(k->due), db_int(k->light), db_int(k->provisional),
                        db_int(k->calendar), db_or_null(k->post)));
}

static enum err write_use(struct ctx *c, const struct casefile *f, const struct clock_use *k,
                          bool is_new)
{
    TRY(is_new ? add_row(c, f, k) : clock_store(c, f, k));
    return db_exec(c, SQL_RUN_ADD,
                   ARGS(db_int(f->district), db_int(f->id), db_int(k->n),
                        db_int(k->runs[k->n_runs - 1].from)));
}

static enum err start_run(struct ctx *c, struct change *ch, struct clock_use *k)
{
    int64_t since = k->n_runs ? later(c->now, k->runs[k->n_runs - 1].to) : c->now;
    k->runs[k->n_runs++] = (struct clock_run){since, CLOCK_NEVER};
    return time_it(c, ch, k);
}

static enum err run_on(struct ctx *c, struct change *ch)
{
    struct clock_use fresh, *k = NULL;
    if (ch->in->unmerges)
        TRY(wake(c, ch));
    if (ch->in->way == STEP_CLOCK_GOES_ON)
        k = resting(ch);
    if (ch->in->way == STEP_CLOCK_POST)
        TRY(left_by_post(c, ch, &k));
    bool is_new = !k;
    if (is_new) {
        k = &fresh;
        TRY(begin(c, ch, k));
    }
    TRY(start_run(c, ch, k));
    return write_use(c, ch->in->after, k, is_new);
}

static enum err extend(struct ctx *c, struct change *ch, struct clock_use *k)
{
    k->ticks += k->base_ticks;
    TRY(time_it(c, ch, k));
    return clock_store(c, ch->in->after, k);
}

static void stand_still(struct casefile *f)
{
    f->clock = NULL;
    f->clock_n = f->due = f->next_at = f->handle_due = 0;
    f->light = LIGHT_NONE;
    f->provisional = false;
}

enum err clocks_follow(struct ctx *c, const struct clock_change *in, struct fact_clock *out_stopped)
{
    struct change ch = {.in = in,
                        .to = in->clock_kind < 0 ? NULL : &in->flow->clocks[in->clock_kind]};
    *out_stopped = (struct fact_clock){0};
    if (in->way == STEP_CLOCK_STAYS && !(in->effects & (STEP_EXTENDS | STEP_ENDS_HANDLING)))
        return ERR_OK;
    TRY(clocks_of(c, in->before, &ch.uses, &ch.n_uses));
    struct clock_use *now = running(&ch);
    if (in->way == STEP_CLOCK_STAYS && in->effects & STEP_ENDS_HANDLING)
        return end_handling(c, &ch);
    if (in->way == STEP_CLOCK_STAYS)
        return now ? extend(c, &ch, now) : ERR_OK;
    if (now)
        TRY(stop(c, &ch, now, out_stopped));
    stand_still(in->after);
    bool all = in->way == STEP_CLOCK_STOPS || in->before->cycle != in->after->cycle;
    if (all)
        TRY(db_exec(c, SQL_CLOCK_END_ALL,
                    ARGS(db_int(in->before->district), db_int(in->before->id),
                         db_int(in->before->cycle), db_int(c->now))));
    if (all)
        ch.n_uses = 0;
    if (in->effects & STEP_ENDS_HANDLING)
        TRY(end_handling(c, &ch));
    return ch.to ? run_on(c, &ch) : ERR_OK;
}

enum err clock_first(struct ctx *c, const struct app *app, const struct flow *flow,
                     const struct case_kind *kind, struct casefile *f, struct clock_use *out)
{
    const struct clock_change in = {
        .app = app, .flow = flow, .kind = kind, .after = f, .way = STEP_CLOCK_ANEW};
    struct change ch = {.in = &in, .to = &flow->clocks[flow_state(flow, f->state)->clock]};
    TRY(begin(c, &ch, out));
    return start_run(c, &ch, out);
}

enum err clock_first_write(struct ctx *c, const struct casefile *f, const struct clock_use *k)
{
    return write_use(c, f, k, true);
}

enum err clocks_begin(struct ctx *c, const struct app *app, const struct flow *flow,
                      const struct case_kind *kind, struct casefile *f)
{
    const struct casefile before = *f;
    int clock = flow_clock_in(flow, f->state, f->woken != 0);
    struct fact_clock none;
    const struct clock_change change = {.app = app,
                                        .flow = flow,
                                        .kind = kind,
                                        .before = &before,
                                        .after = f,
                                        .way = clock == flow->still ? STEP_CLOCK_ANEW
                                                                    : STEP_CLOCK_GOES_ON,
                                        .clock_kind = clock};
    return clocks_follow(c, &change, &none);
}

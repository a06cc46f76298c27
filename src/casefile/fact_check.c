/* SPDX-License-Identifier: Apache-2.0 */
/* Facts against what the journal tells: two writers of one history must agree. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "casefile/fact.h"
#include "db/db.h"
#include "journal/journal.h"

struct checking {
    struct ctx *c;
    const struct programmes *programmes;
    struct fact *facts;
    size_t n, cap;
    fact_fault_fn *fn;
    void *arg;
};

static enum err keep(void *arg, const struct fact *f)
{
    struct checking *k = arg;
    k->facts = arena_grow(k->c->mem, k->facts, k->n, &k->cap, sizeof *k->facts);
    k->facts[k->n++] = *f; /* only its numbers are looked at later */
    return ERR_OK;
}

static void reach(struct fact *f, enum flow_milestone m, int64_t at)
{
    int64_t *const firsts[MILESTONE__COUNT] = {[MILESTONE_ACCEPTED] = &f->accepted,
                                               [MILESTONE_FILED] = &f->filed,
                                               [MILESTONE_DISPATCHED] = &f->dispatched};
    if (firsts[m] && !*firsts[m])
        *firsts[m] = at;
    if (m == MILESTONE_DISPOSED)
        f->disposed = at;
    if (m == MILESTONE_CLOSED)
        f->closed = at;
}

/* `first`: when what was opened again had been closed. */
static void enter(struct fact *f, const struct flow_state *s, int64_t at, int64_t *first)
{
    bool was_open = f->ended == 0;
    if (!was_open && s->open) {
        *first = f->closed;
        f->closed = f->ended = 0;
    }
    reach(f, s->milestone, at);
    if (was_open && !s->open)
        f->ended = at;
}

/* One cycle as its journal rows tell it. */
static void told(const struct flow *flow, const struct journal_row *rows, size_t n, int64_t cycle,
                 struct fact *out)
{
    int64_t now = 1, first = 0;
    *out = (struct fact){.opened = n ? rows[0].at : 0};
    const struct flow_state *start = n ? flow_state(flow, rows[0].state_to) : NULL;
    if (start && cycle == 1)
        reach(out, start->milestone, rows[0].at);
    for (size_t i = 0; i < n; i++) {
        const struct flow_action *a = flow_action(flow, rows[i].action);
        const struct flow_state *to = rows[i].state_to ? flow_state(flow, rows[i].state_to) : NULL;
        bool moved = rows[i].state_from && rows[i].state_to &&
                     strcmp(rows[i].state_from, rows[i].state_to) != 0;
        bool begins = a && a->new_cycle;
        now += begins;
        if (begins && now == cycle)
            out->opened = rows[i].at;
        if (begins && now == cycle + 1) {
            out->closed = 0;
            out->ended = rows[i].at;
        }
        if (now == cycle && moved && to)
            enter(out, to, rows[i].at, &first);
        if (now == cycle && a && a->does & DOES_UPHOLD && first)
            out->closed = out->ended = first;
    }
}

static const char *differs(const struct fact *f, const struct fact *t)
{
    const struct {
        const char *what;
        int64_t is, told;
    } parts[] = {
        {"opened",     f->opened,                     t->opened    },
        {"accepted",   t->accepted ? f->accepted : 0, t->accepted  },
        {"filed",      t->filed ? f->filed : 0,       t->filed     },
        {"dispatched", f->dispatched,                 t->dispatched},
        {"disposed",   f->disposed,                   t->disposed  },
        {"closed",     f->closed,                     t->closed    },
        {"ended",      f->ended,                      t->ended     },
    };
    for (size_t i = 0; i < LEN(parts); i++)
        if (parts[i].is != parts[i].told)
            return parts[i].what;
    return NULL;
}

static enum err check_row(struct checking *k, const struct fact *f, const char *flow_name)
{
    const struct flow *flow = programme_flow(k->programmes, flow_name);
    const struct journal_row *rows;
    struct fact t;
    size_t n;
    TRY(journal_of(k->c, f->district, "casefile", f->casefile, &rows, &n));
    if (!flow)
        return ERR_OK;
    told(flow, rows, n, f->cycle, &t);
    const char *what = differs(f, &t);
    if (what)
        k->fn(k->arg, f->casefile, what);
    return ERR_OK;
}

static enum err check_fact(struct checking *k, const struct fact *f)
{
    struct casefile of;
    TRY(casefile_get(k->c, f->district, f->casefile, &of));
    return check_row(k, f, of.flow);
}

static enum err check_missing(struct checking *k, int32_t district)
{
    struct db_rows r;
    TRY(db_query(k->c, SQL_FACT_MISSING, ARGS(db_int(district)), &r));
    for (size_t i = 0; i < r.n; i++)
        k->fn(k->arg, row_int(&r, i, 0), "cycle");
    return ERR_OK;
}

static int by_case(const void *a, const void *b)
{
    const struct fact *x = a, *y = b;
    if (x->casefile != y->casefile)
        return x->casefile < y->casefile ? -1 : 1;
    return (x->cycle > y->cycle) - (x->cycle < y->cycle);
}

enum err facts_check(struct ctx *c, const struct programmes *p, int32_t district, fact_fault_fn *fn,
                     void *arg)
{
    struct checking k = {.c = c, .programmes = p, .fn = fn, .arg = arg};
    TRY(check_missing(&k, district));
    const struct fact_span all = {.to = INT64_MAX};
    TRY(fact_each(c, p, district, &all, keep, &k));
    if (k.n > 0)
        qsort(k.facts, k.n, sizeof *k.facts, by_case);
    struct ctx one = *c; /* forgotten case by case */
    one.mem = arena_new();
    k.c = &one;
    enum err err = ERR_OK;
    for (size_t i = 0; i < k.n && err == ERR_OK; i++) {
        err = check_fact(&k, &k.facts[i]);
        arena_reset(one.mem);
    }
    arena_free(one.mem);
    c->problem = one.problem;
    return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "indicator/visit.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "casefile/inside.h"
#include "db/db.h"
#include "geo/crs.h"
#include "indicator/parts.h"

/* A filed case, to be held against those filed before it. */
struct filed {
    int32_t area;
    int64_t kind, at, casefile;
    bool has_point, in_period;
    struct geo_point point;
    struct hit hit;
};

struct held {
    int64_t post, team;
};

struct visit {
    struct ctx *c;
    const struct atlas_view *atlas;
    const struct programmes *programmes;
    const struct indicator_query *q;
    enum indicator_part part;
    hit_fn *fn;
    void *arg;
    int32_t area; /* of the query */
    struct held *held;
    size_t n_held;
    struct filed *filed;
    size_t n_filed, cap;
};

/* ---- the row that a case belongs to ---- */

static int64_t kind_key(const struct programmes *p, const char *kind)
{
    const struct case_kind *k = programme_kind(p, kind);
    return k ? k - p->kinds : -1;
}

/* The child of the area that the code stands in; the area itself for what stands right on it. */
static int64_t area_key(const struct visit *w, const char *code)
{
    int32_t area = atlas_find(w->atlas, code);
    if (area < 0)
        return -1;
    while (area != w->area && atlas_at(w->atlas, area)->parent != w->area) {
        area = atlas_at(w->atlas, area)->parent;
        if (area < 0)
            return -1;
    }
    return area;
}

static int compare_held(const void *a, const void *b)
{
    const struct held *x = a, *y = b;
    return (x->post > y->post) - (x->post < y->post);
}

static int64_t unit_key(const struct visit *w, int64_t post)
{
    const struct held wanted = {.post = post};
    const struct held *found =
        w->n_held ? bsearch(&wanted, w->held, w->n_held, sizeof wanted, compare_held) : NULL;
    return found ? found->team : -1;
}

static int64_t key_of(const struct visit *w, const struct fact *f, int64_t post)
{
    switch (w->q->by) {
    case BY_AREA:
        return area_key(w, f->area);
    case BY_UNIT:
        return unit_key(w, post);
    case BY_POST:
        return post ? post : -1;
    case BY_KIND:
        return kind_key(w->programmes, f->kind);
    }
    return -1;
}

/*
 * Whose the handling is: of a case that went over its limit, the post's that let it; of others, that of the one it is
 * with. A unit that took over what another was late with is not late for it.
 */
static int64_t liable_post(const struct fact *f, const struct indicator_period *p)
{
    bool over_now = f->due && f->due < p->to && !f->stands && !f->suspended;
    return f->late && !over_now ? f->late_post : f->post;
}

static bool is_of_handling(enum indicator_part part)
{
    return (part >= PART_TO_DISPOSE && part <= PART_OVERDUE_SUSPENDED) || part == PART_CONFIRMED ||
           part == PART_CLOSED_OTHER;
}

/* Tasks are done for a case from below, but the case is that of the desk below. */
static bool is_of_tasks(enum indicator_part part)
{
    return part >= PART_VERIFY_DUE && part <= PART_CHECK_TIMELY;
}

static enum err load_units(struct visit *w, int32_t district)
{
    struct db_rows r;
    if (w->q->by != BY_UNIT)
        return ERR_OK;
    TRY(db_query(w->c, SQL_INDICATOR_UNITS, ARGS(db_int(district), db_int(w->q->period.to)), &r));
    w->held = arena_array(w->c->mem, r.n, sizeof *w->held);
    w->n_held = r.n;
    for (size_t i = 0; i < r.n; i++)
        w->held[i] = (struct held){row_int(&r, i, 0), row_int(&r, i, 1)};
    return ERR_OK;
}

/* ---- cases that happen again ---- */

static bool wants(const struct visit *w, enum indicator_part part)
{
    return w->part == PART_NONE || w->part == part;
}

static void remember(struct visit *w, const struct fact *f, const struct hit *hit)
{
    const struct indicator_period *p = &w->q->period;
    const struct indicator_period wide = {p->from - REPEAT_DAYS * TIME_DAY, p->to};
    if (!wants(w, PART_FILED_REPEATED) || !part_filed(f, &wide))
        return;
    w->filed = arena_grow(w->c->mem, w->filed, w->n_filed, &w->cap, sizeof *w->filed);
    w->filed[w->n_filed++] = (struct filed){.area = atlas_find(w->atlas, f->area),
                                            .kind = kind_key(w->programmes, f->kind),
                                            .at = f->filed,
                                            .casefile = f->casefile,
                                            .has_point = f->has_point,
                                            .point = f->point,
                                            .in_period = part_filed(f, p) != 0,
                                            .hit = *hit};
}

static int compare_filed(const void *a, const void *b)
{
    const struct filed *x = a, *y = b;
    if (x->area != y->area)
        return x->area < y->area ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return (x->casefile > y->casefile) - (x->casefile < y->casefile);
}

static bool is_repeat(const struct filed *earlier, const struct filed *f)
{
    return earlier->casefile != f->casefile &&
           (!earlier->has_point || !f->has_point ||
            geo_distance_m(earlier->point, f->point) <= REPEAT_M);
}

/* They are sorted: those of the same area and kind stand right before it. */
static bool has_earlier(const struct filed *all, size_t i)
{
    const struct filed *f = &all[i];
    for (; i-- > 0;) {
        const struct filed *e = &all[i];
        if (e->area != f->area || e->kind != f->kind || e->at < f->at - REPEAT_DAYS * TIME_DAY)
            return false;
        if (is_repeat(e, f))
            return true;
    }
    return false;
}

static enum err tell_repeats(struct visit *w)
{
    if (w->n_filed)
        qsort(w->filed, w->n_filed, sizeof *w->filed, compare_filed);
    for (size_t i = 0; i < w->n_filed; i++) {
        struct filed *f = &w->filed[i];
        if (!f->in_period || f->area < 0 || f->kind < 0 || !has_earlier(w->filed, i))
            continue;
        f->hit.part = PART_FILED_REPEATED;
        f->hit.counts = 1;
        TRY(w->fn(w->arg, &f->hit));
    }
    w->n_filed = 0;
    return ERR_OK;
}

/* ---- the walk ---- */

static enum err look(void *arg, const struct fact *f)
{
    struct visit *w = arg;
    struct hit hit = {.district = f->district, .casefile = f->casefile, .cycle = f->cycle};
    if (!text_has_prefix(f->area, w->q->area))
        return ERR_OK;
    const int64_t own = key_of(w, f, f->post);
    const int64_t post = liable_post(f, &w->q->period);
    const int64_t liable = post == f->post ? own : key_of(w, f, post);
    for (int part = 0; part < PART__COUNT; part++) {
        hit.part = (enum indicator_part)part;
        if (!indicator_parts[part].fn || !wants(w, hit.part) ||
            (f->from_below && !is_of_tasks(hit.part)))
            continue;
        hit.key = is_of_handling(hit.part) ? liable : own;
        hit.counts = indicator_parts[part].fn(f, &w->q->period);
        if (hit.counts)
            TRY(w->fn(w->arg, &hit));
    }
    hit.key = own;
    if (!f->from_below)
        remember(w, f, &hit);
    return ERR_OK;
}

static enum err visit_district(struct visit *w, int32_t district)
{
    const struct indicator_period *p = &w->q->period;
    const struct fact_span span = {
        .since = p->from - REPEAT_DAYS * TIME_DAY, .from = p->from, .to = p->to};
    TRY(load_units(w, district));
    TRY(fact_each(w->c, w->programmes, district, &span, look, w));
    return tell_repeats(w);
}

enum err indicator_visit(struct ctx *c, const struct atlas_view *v, const struct programmes *p,
                         const struct indicator_query *q, enum indicator_part part, hit_fn *fn,
                         void *arg)
{
    struct visit w = {.c = c,
                      .atlas = v,
                      .programmes = p,
                      .q = q,
                      .part = part,
                      .fn = fn,
                      .arg = arg,
                      .area = atlas_find(v, q->area)};
    size_t at = 0;
    for (int32_t found; casefile_next_district(v, q->area, &at, &found);)
        TRY(visit_district(&w, text_district(atlas_at(v, found)->code)));
    return ERR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "figure/figure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "area/atlas.h"
#include "base/arena.h"
#include "base/text.h"
#include "figure/inside.h"

/* ---- counts and sums, and what is made of two of them ---- */

/* What is asked; of parts the periods are those of the whole, so that they sum to it. */
struct question {
    const char *area, *by;
    int64_t as_of;
    const char *period, *under_period; /* NULL: each figure chooses its own */
    bool told;                         /* of the figure that is asked for, as of those below it */
};

/* A pair of tallies by the same labels: of a ratio's two figures, of a growth's two periods. under.n 0: a plain figure. */
struct pair_of {
    struct tallies over, under;
    bool two;
};

/* What the same entries had in the period before becomes a tally of its own. */
static void part_growth(struct ctx *c, const char *before, struct pair_of *p)
{
    p->under = (struct tallies){
        .v = arena_array(c->mem, p->over.n, sizeof *p->under.v), .n = p->over.n, .period = before};
    for (size_t i = 0; i < p->over.n; i++) {
        p->under.v[i] = p->over.v[i];
        p->under.v[i].sum = p->over.v[i].before;
    }
}

static enum err growth(struct reckon *r, const struct question *q, struct pair_of *out)
{
    r->period = q->period;
    if (!r->period)
        TRY(reckon_choose(r, &r->period));
    if (r->period)
        r->before = period_before(r->c->mem, r->period);
    else
        r->period = r->before = ""; /* nobody has reported: of no period */
    TRY(reckon_tally(r, &out->over));
    part_growth(r->c, r->before, out);
    return ERR_OK;
}

static enum err tally_of(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                         const struct question *q, const char *period, struct tallies *out)
{
    struct reckon r;
    TRY(reckon_of(c, app, kind, q->area, q->as_of, &r));
    r.by = q->by;
    r.told = q->told;
    r.period = period;
    return reckon_tally(&r, out);
}

static enum err find_figure(struct ctx *c, const struct app *app, const char *figure,
                            const struct figure_kind **out)
{
    *out = programme_figure(app->programmes, figure);
    return *out ? ERR_OK : ctx_fail(c, ERR_INVALID, "figure.unknown", "figure", "%.60s", figure);
}

static enum err tally(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                      const struct question *q, struct pair_of *out)
{
    struct reckon r;
    const struct figure_kind *over, *under;
    *out = (struct pair_of){.two = kind->form == FIGURE_RATIO};
    if (kind->form != FIGURE_RATIO)
        return tally_of(c, app, kind, q, q->period, &out->over);
    TRY(find_figure(c, app, kind->over, &over));
    if (!kind->growth) {
        TRY(find_figure(c, app, kind->under, &under));
        TRY(tally_of(c, app, over, q, q->period, &out->over));
        return tally_of(c, app, under, q, q->under_period, &out->under);
    }
    TRY(reckon_of(c, app, over, q->area, q->as_of, &r));
    r.by = q->by;
    r.told = q->told;
    return growth(&r, q, out);
}

static const struct tally *find(const struct tallies *t, const char *label)
{
    for (size_t i = 0; i < t->n; i++)
        if (!label || strcmp(t->v[i].label, label) == 0)
            return &t->v[i];
    return NULL;
}

int64_t figure_reported(const struct figure_value *v)
{
    bool over = v->kind->form != FIGURE_RATIO || v->reported < v->under_reported;
    return over ? v->reported : v->under_reported;
}

static struct figure_value value_of(const struct figure_kind *kind, const struct pair_of *p,
                                    const char *label, int64_t as_of)
{
    static const struct tally nothing = {0};
    const struct tally *over = find(&p->over, label), *under = find(&p->under, label);
    struct figure_value v = {.kind = kind, .as_of = as_of, .period = p->over.period};
    over = over ? over : &nothing;
    v.over = over->sum;
    v.entries = over->entries;
    v.reported = over->reported;
    if (v.period && !v.period[0])
        v.period = NULL;
    if (!p->two) {
        v.known = over->known;
        v.value = v.over;
        return v;
    }
    under = under ? under : &nothing;
    v.under = under->sum;
    v.under_period = p->under.period;
    v.entries = under->entries;
    v.under_reported = under->reported;
    v.known = over->known && under->known && v.under > 0;
    double top = kind->growth ? v.over - v.under : v.over;
    double scale = strcmp(kind->unit, "%") == 0 ? 100 : 1;
    v.value = v.known ? top * scale / v.under : 0;
    return v;
}

static struct question question_of(const struct ctx *c, const struct figure_kind *kind,
                                   const char *area, int64_t as_of)
{
    return (struct question){.area = area,
                             .as_of = as_of > 0 && as_of < c->now ? as_of : c->now,
                             .told = kind->is_public};
}

static enum err answer(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                       const struct question *q, struct figure_value *out)
{
    struct pair_of p;
    TRY(tally(c, app, kind, q, &p));
    *out = value_of(kind, &p, NULL, q->as_of);
    return ERR_OK;
}

enum err figure_now(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                    const char *area, int64_t as_of, struct figure_value *out)
{
    const struct question q = question_of(c, kind, area, as_of);
    return answer(c, app, kind, &q, out);
}

/* ---- parts ---- */

struct parts {
    struct figure_part *v;
    size_t n, cap;
};

static void put_part(struct ctx *c, struct parts *parts, const char *label,
                     const struct figure_value *v)
{
    if (parts->n == parts->cap)
        parts->v = arena_grow(c->mem, parts->v, parts->n, &parts->cap, sizeof *parts->v);
    parts->v[parts->n++] = (struct figure_part){label, *v};
}

/* The whole without its children: what stands on the area itself. */
static struct figure_value rest_of(const struct figure_value *whole, const struct parts *children)
{
    struct pair_of p = {.two = whole->kind->form == FIGURE_RATIO};
    struct tally over = {.known = true, .sum = whole->over},
                 under = {.known = true, .sum = whole->under};
    over.entries = under.entries = whole->entries;
    over.reported = whole->reported;
    under.reported = whole->under_reported;
    for (size_t i = 0; i < children->n; i++) {
        const struct figure_value *v = &children->v[i].value;
        over.sum -= v->over;
        under.sum -= v->under;
        over.entries -= v->entries;
        under.entries -= v->entries;
        over.reported -= v->reported;
        under.reported -= v->under_reported;
    }
    p.over = (struct tallies){.v = &over, .n = 1, .period = whole->period};
    p.under = (struct tallies){.v = &under, .n = 1, .period = whole->under_period};
    return value_of(whole->kind, &p, NULL, whole->as_of);
}

static enum err parts_by_area(struct ctx *c, const struct app *app, const struct atlas_view *v,
                              const struct figure_value *whole, const struct question *q,
                              struct parts *out)
{
    const struct area *at = atlas_at(v, atlas_find(v, q->area));
    struct question part = *q;
    part.period = whole->period;
    part.under_period = whole->under_period;
    for (int32_t i = 0; at && i < at->n_children; i++) {
        struct figure_value value;
        part.area = arena_copy(c->mem, atlas_at(v, at->first_child + i)->code);
        TRY(answer(c, app, whole->kind, &part, &value));
        put_part(c, out, part.area, &value);
    }
    struct figure_value rest = rest_of(whole, out);
    if (whole->kind->form == FIGURE_DISTINCT)
        return ERR_OK; /* what two areas name is one: parts do not sum */
    if (fabs(rest.over) > 1e-9 || fabs(rest.under) > 1e-9)
        put_part(c, out, q->area, &rest);
    return ERR_OK;
}

static enum err parts_by_field(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                               const struct question *q, struct parts *out)
{
    struct pair_of p;
    TRY(tally(c, app, kind, q, &p));
    for (size_t i = 0; i < p.over.n; i++) {
        struct figure_value v = value_of(kind, &p, p.over.v[i].label, q->as_of);
        put_part(c, out, p.over.v[i].label, &v);
    }
    for (size_t i = 0; i < p.under.n; i++) {
        struct figure_value v = value_of(kind, &p, p.under.v[i].label, q->as_of);
        if (!find(&p.over, p.under.v[i].label))
            put_part(c, out, p.under.v[i].label, &v);
    }
    return ERR_OK;
}

static bool is_cut_by(const struct figure_kind *kind, const char *by)
{
    return text_is_among(by, kind->by, kind->n_by);
}

enum err figure_parts(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                      const char *area, int64_t as_of, const char *by, struct figure_part **out,
                      size_t *out_n)
{
    struct parts parts = {.v = NULL};
    struct figure_value whole;
    struct question q = question_of(c, kind, area, as_of);
    if (by && !is_cut_by(kind, by))
        return ctx_fail(c, ERR_INVALID, "figure.no_parts", "by", "%.60s", by);
    if (!by) {
        TRY(answer(c, app, kind, &q, &whole));
        const struct atlas_view *v = atlas_take(app->atlas);
        enum err err = parts_by_area(c, app, v, &whole, &q, &parts);
        atlas_give(app->atlas, v);
        TRY(err);
    } else {
        q.by = by;
        TRY(parts_by_field(c, app, kind, &q, &parts));
    }
    *out = parts.v;
    *out_n = parts.n;
    return ERR_OK;
}

/* ---- as it is printed ---- */

void figure_format(const struct figure_value *v, char out[64])
{
    static const double tens[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    int decimals = v->kind->decimals < (int)LEN(tens) ? v->kind->decimals : (int)LEN(tens) - 1;
    bool percent = strcmp(v->kind->unit, "%") == 0;
    if (!v->known || v->withheld) {
        (void)snprintf(out, 64, "—");
        return;
    }
    /* One division of whole numbers before rounding, so that a half is a half: 1/8 is 12.5 % and rounds up to 13 %. */
    double scale = tens[decimals], printed = round(v->value * scale) / scale;
    if (v->kind->form == FIGURE_RATIO) {
        double top = v->kind->growth ? v->over - v->under : v->over;
        printed = round(top * (percent ? 100 : 1) * scale / v->under) / scale;
    }
    (void)snprintf(out, 64, "%.*f%s", decimals, printed + 0.0, percent ? "%" : "");
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "figure/figure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "area/atlas.h"
#include "base/arena.h"
#include "figure/inside.h"

/* ---- counts and sums, and what is made of two of them ---- */

/* A pair of tallies by the same labels: of a ratio's two figures, of a growth's two periods. under.n 0: a plain figure. */
struct pair_of {
    struct tallies over, under;
    bool two;
};

static enum err growth(struct reckon *r, struct pair_of *out)
{
    TRY(reckon_last_period(r, &r->period));
    if (!r->period) {
        *out = (struct pair_of){.two = true};
        return ERR_OK;
    }
    TRY(reckon_tally(r, &out->over));
    r->period = period_before(r->c->mem, r->period);
    return reckon_tally(r, &out->under);
}

static enum err tally_one(struct ctx *c, const struct app *app, const char *figure,
                          const struct reckon *like, struct tallies *out)
{
    struct reckon r;
    const struct figure_kind *kind = programme_figure(app->programmes, figure);
    if (!kind)
        return ctx_fail(c, ERR_INVALID, "figure.unknown", "figure", "%.60s", figure);
    TRY(reckon_of(c, app, kind, like->area, like->as_of, &r));
    r.by = like->by;
    return reckon_tally(&r, out);
}

/* like: area, as_of, by of what is asked. */
static enum err tally(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                      const struct reckon *like, struct pair_of *out)
{
    struct reckon r;
    *out = (struct pair_of){.two = kind->form == FIGURE_RATIO};
    if (kind->form != FIGURE_RATIO) {
        TRY(reckon_of(c, app, kind, like->area, like->as_of, &r));
        r.by = like->by;
        return reckon_tally(&r, &out->over);
    }
    if (!kind->growth) {
        TRY(tally_one(c, app, kind->over, like, &out->over));
        return tally_one(c, app, kind->under, like, &out->under);
    }
    const struct figure_kind *of = programme_figure(app->programmes, kind->over);
    if (!of)
        return ctx_fail(c, ERR_INVALID, "figure.unknown", "figure", "%.60s", kind->over);
    TRY(reckon_of(c, app, of, like->area, like->as_of, &r));
    r.by = like->by;
    return growth(&r, out);
}

static const struct tally *find(const struct tallies *t, const char *label)
{
    for (size_t i = 0; i < t->n; i++)
        if (!label || strcmp(t->v[i].label, label) == 0)
            return &t->v[i];
    return NULL;
}

static double sum_of(const struct tally *t)
{
    return t ? t->sum : 0;
}

static struct figure_value value_of(const struct figure_kind *kind, const struct pair_of *p,
                                    const char *label, int64_t as_of)
{
    const struct tally *over = find(&p->over, label), *under = find(&p->under, label);
    struct figure_value v = {.kind = kind, .as_of = as_of, .over = sum_of(over)};
    if (!p->two) {
        v.known = over && over->known;
        v.value = v.over;
        return v;
    }
    v.under = sum_of(under);
    v.known = over && over->known && under && under->known && v.under > 0;
    double top = kind->growth ? v.over - v.under : v.over;
    double scale = strcmp(kind->unit, "%") == 0 ? 100 : 1;
    v.value = v.known ? top * scale / v.under : 0;
    return v;
}

static struct reckon question(struct ctx *c, const char *area, int64_t as_of, const char *by)
{
    return (struct reckon){
        .area = area, .as_of = as_of > 0 && as_of < c->now ? as_of : c->now, .by = by};
}

enum err figure_now(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                    const char *area, int64_t as_of, struct figure_value *out)
{
    struct pair_of p;
    const struct reckon like = question(c, area, as_of, NULL);
    TRY(tally(c, app, kind, &like, &p));
    *out = value_of(kind, &p, NULL, like.as_of);
    return ERR_OK;
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
    for (size_t i = 0; i < children->n; i++) {
        over.sum -= children->v[i].value.over;
        under.sum -= children->v[i].value.under;
    }
    p.over = (struct tallies){.v = &over, .n = 1};
    p.under = (struct tallies){.v = &under, .n = 1};
    return value_of(whole->kind, &p, NULL, whole->as_of);
}

static enum err parts_by_area(struct ctx *c, const struct app *app, const struct atlas_view *v,
                              const struct figure_value *whole, const char *area, struct parts *out)
{
    const struct area *at = atlas_at(v, atlas_find(v, area));
    for (int32_t i = 0; at && i < at->n_children; i++) {
        struct figure_value value;
        const char *code = arena_copy(c->mem, atlas_at(v, at->first_child + i)->code);
        TRY(figure_now(c, app, whole->kind, code, whole->as_of, &value));
        put_part(c, out, code, &value);
    }
    struct figure_value rest = rest_of(whole, out);
    if (fabs(rest.over) > 1e-9 || fabs(rest.under) > 1e-9)
        put_part(c, out, area, &rest);
    return ERR_OK;
}

static enum err parts_by_field(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                               const struct reckon *like, struct parts *out)
{
    struct pair_of p;
    TRY(tally(c, app, kind, like, &p));
    for (size_t i = 0; i < p.over.n; i++) {
        struct figure_value v = value_of(kind, &p, p.over.v[i].label, like->as_of);
        put_part(c, out, p.over.v[i].label, &v);
    }
    for (size_t i = 0; i < p.under.n; i++) {
        struct figure_value v = value_of(kind, &p, p.under.v[i].label, like->as_of);
        if (!find(&p.over, p.under.v[i].label))
            put_part(c, out, p.under.v[i].label, &v);
    }
    return ERR_OK;
}

enum err figure_parts(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                      const char *area, int64_t as_of, bool by_area, struct figure_part **out,
                      size_t *out_n)
{
    struct parts parts = {.v = NULL};
    struct figure_value whole;
    const struct reckon like = question(c, area, as_of, kind->by);
    if (!by_area && !kind->by)
        return ctx_fail(c, ERR_INVALID, "figure.no_parts", "by", "%.60s", kind->figure);
    if (by_area) {
        TRY(figure_now(c, app, kind, area, as_of, &whole));
        const struct atlas_view *v = atlas_take(app->atlas);
        enum err err = parts_by_area(c, app, v, &whole, area, &parts);
        atlas_give(app->atlas, v);
        TRY(err);
    } else {
        TRY(parts_by_field(c, app, kind, &like, &parts));
    }
    *out = parts.v;
    *out_n = parts.n;
    return ERR_OK;
}

/* ---- what the public is not told ---- */

static bool ledger_by_person(const struct programmes *p, const char *ledger)
{
    const struct ledger_kind *l = ledger ? programme_ledger(p, ledger) : NULL;
    return l && l->by_person;
}

bool figure_by_person(const struct programmes *p, const struct figure_kind *kind)
{
    const struct figure_kind *over = kind->over ? programme_figure(p, kind->over) : NULL;
    const struct figure_kind *under = kind->under ? programme_figure(p, kind->under) : NULL;
    return ledger_by_person(p, kind->ledger) || (over && ledger_by_person(p, over->ledger)) ||
           (under && ledger_by_person(p, under->ledger));
}

static bool is_small(double n)
{
    return n > 0 && n < FIGURE_SMALL_PERSONS;
}

static void hide(struct figure_value *v)
{
    *v = (struct figure_value){.kind = v->kind, .as_of = v->as_of, .withheld = true};
}

void figure_withhold(struct figure_value *v)
{
    bool ratio = v->kind->form == FIGURE_RATIO;
    if (is_small(v->over) || (ratio && (is_small(v->under) || is_small(v->under - v->over))))
        hide(v);
}

void figure_withhold_parts(struct figure_part *parts, size_t n)
{
    struct figure_value *least = NULL;
    size_t holes = 0;
    for (size_t i = 0; i < n; i++) {
        figure_withhold(&parts[i].value);
        holes += parts[i].value.withheld;
    }
    for (size_t i = 0; i < n; i++) {
        struct figure_value *v = &parts[i].value;
        if (!v->withheld && v->over > 0 && (!least || v->over < least->over))
            least = v;
    }
    if (holes == 1 && least)
        hide(least);
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

/* SPDX-License-Identifier: Apache-2.0 */
#include "figure/withhold.h"

#include <string.h>

/* ---- what there is to guard ---- */

static bool is_hidden(const struct ledger_field *f, enum figure_reader reader)
{
    if (!f || reader == FIGURE_FOR_SECRET)
        return false;
    return f->sealed || f->visibility == VISIBLE_RESTRICTED ||
           (reader == FIGURE_FOR_PUBLIC && f->visibility != VISIBLE_PUBLIC);
}

static const struct ledger_field *summed(const struct ledger_kind *l, const struct figure_kind *f)
{
    const struct ledger_series *series = f->series ? ledger_series(l, f->series) : NULL;
    if (f->form != FIGURE_SUM && f->form != FIGURE_DISTINCT)
        return NULL;
    return ledger_field(series ? &series->fields : &l->fields, f->field);
}

static void guard_leaf(const struct programmes *p, const struct figure_kind *f, const char *by,
                       enum figure_reader reader, struct figure_guard *out)
{
    const struct ledger_kind *l = f->ledger ? programme_ledger(p, f->ledger) : NULL;
    out->persons |= f->form == FIGURE_CASES && reader == FIGURE_FOR_PUBLIC; /* somebody asked */
    if (!l)
        return;
    const struct ledger_field *of = summed(l, f);
    const struct ledger_kind *named = of && of->ref ? programme_ledger(p, of->ref) : NULL;
    out->persons |= (l->by_person || (named && named->by_person && f->form == FIGURE_DISTINCT)) &&
                    reader == FIGURE_FOR_PUBLIC;
    out->single |= is_hidden(of, reader) || (by && is_hidden(ledger_field(&l->fields, by), reader));
    for (size_t i = 0; i < f->n_where; i++)
        out->single |=
            f->where[i].field && is_hidden(ledger_field(&l->fields, f->where[i].field), reader);
    out->people |= of && is_hidden(of, reader) && of->unit && strcmp(of->unit, "人") == 0;
}

struct figure_guard figure_guard(const struct programmes *p, const struct figure_kind *kind,
                                 const char *by, enum figure_reader reader)
{
    const struct figure_kind *over = kind->over ? programme_figure(p, kind->over) : NULL;
    const struct figure_kind *under = kind->under ? programme_figure(p, kind->under) : NULL;
    struct figure_guard out = {0};
    guard_leaf(p, kind, by, reader, &out);
    if (over)
        guard_leaf(p, over, by, reader, &out);
    if (under)
        guard_leaf(p, under, by, reader, &out);
    return out;
}

/* ---- one value ---- */

static bool is_few(double n, int small)
{
    return n > 0 && n < small;
}

static bool is_small(const struct figure_value *v, const struct figure_guard *g)
{
    bool ratio = v->kind->form == FIGURE_RATIO;
    bool people =
        is_few(v->over, FIGURE_SMALL_PERSONS) || (ratio && is_few(v->under, FIGURE_SMALL_PERSONS));
    people |= g->persons && v->kind->form != FIGURE_DISTINCT &&
              is_few((double)v->entries, FIGURE_SMALL_PERSONS);
    if (g->persons && (people || (ratio && is_few(v->under - v->over, FIGURE_SMALL_PERSONS))))
        return true;
    if (g->people && !ratio && people)
        return true;
    return g->single && is_few((double)figure_reported(v), FIGURE_SMALL_ENTRIES);
}

static void hide(struct figure_value *v)
{
    *v = (struct figure_value){.kind = v->kind, .as_of = v->as_of, .withheld = true};
}

void figure_withhold(struct figure_value *v, const struct figure_guard *guard)
{
    if (is_small(v, guard))
        hide(v);
    else
        v->sides_hidden = guard->single && v->kind->form == FIGURE_RATIO;
}

/* ---- parts ---- */

/* What all that is withheld comes to together. */
struct holes {
    size_t n;
    double persons;
    int64_t entries;
};

static void add_hole(struct holes *h, struct figure_value *v)
{
    v->withheld = true;
    h->n++;
    h->persons += v->over;
    h->entries += figure_reported(v);
}

static bool can_be_solved(const struct holes *h, const struct figure_guard *g)
{
    if (h->n == 0)
        return false;
    return h->n == 1 || ((g->persons || g->people) && h->persons < FIGURE_SMALL_PERSONS) ||
           (g->single && h->entries < FIGURE_SMALL_ENTRIES);
}

static struct figure_value *least(struct figure_part *parts, size_t n)
{
    struct figure_value *best = NULL;
    for (size_t i = 0; i < n; i++) {
        struct figure_value *v = &parts[i].value;
        bool any = v->over > 0 || figure_reported(v) > 0;
        if (!v->withheld && any && (!best || v->over < best->over))
            best = v;
    }
    return best;
}

void figure_withhold_parts(struct figure_part *parts, size_t n, const struct figure_guard *guard)
{
    struct holes holes = {0};
    for (size_t i = 0; i < n; i++)
        if (is_small(&parts[i].value, guard))
            add_hole(&holes, &parts[i].value);
    while (can_be_solved(&holes, guard)) {
        struct figure_value *next = least(parts, n);
        if (!next)
            break;
        add_hole(&holes, next);
    }
    for (size_t i = 0; i < n; i++) {
        if (parts[i].value.withheld)
            hide(&parts[i].value);
        else
            figure_withhold(&parts[i].value, guard);
    }
}

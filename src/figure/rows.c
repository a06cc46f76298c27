/* SPDX-License-Identifier: Apache-2.0 */
/* The rows behind a figure, a page at a time: the same walk and the same conditions as for its sum. */
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "figure/cases.h"
#include "figure/distinct.h"

struct page {
    struct reckon r;
    struct figure_row *rows;
    size_t n, limit;
};

/* Which figure's rows, and of which period: a ratio's are those of one of its two sides. */
static enum err side_of(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                        const char *area, int64_t as_of, bool over, struct reckon *out)
{
    const struct figure_kind *side = kind;
    if (kind->form == FIGURE_RATIO)
        side = programme_figure(app->programmes, over || kind->growth ? kind->over : kind->under);
    if (!side)
        return ctx_fail(c, ERR_INVALID, "figure.unknown", "figure", "%.60s", kind->figure);
    TRY(reckon_of(c, app, side, area, as_of, out));
    out->told = kind->is_public;
    if (kind->growth || reckon_names_period(out))
        TRY(reckon_choose(out, &out->period));
    if (kind->growth && out->period) {
        const char *before = period_before(c->mem, out->period);
        out->before = over ? before : out->period; /* the other one, which they must have, too */
        out->period = over ? out->period : before;
    }
    return ERR_OK;
}

/* What an entry had in a period; row->period and adds. False: nothing. */
static enum err adds_of_period(const struct reckon *r, const struct entry *e,
                               struct figure_row *row, bool *out)
{
    const struct entry_period *period;
    const struct node *fields;
    *out = false;
    TRY(reckon_period(r, r->c, e->district, e->id, &period));
    if (!period)
        return ERR_OK;
    row->period = period->period;
    TRY(json_parse(r->c, period->fields, strlen(period->fields), &fields));
    *out = reckon_value(r, fields, &row->adds);
    return ERR_OK;
}

/* False: it adds nothing, not even a nought. */
static enum err adds(const struct reckon *r, const struct entry *e, const struct node *fields,
                     struct figure_row *row, bool *out)
{
    struct figure_row other = {0};
    struct reckon before = *r;
    *out = true;
    if (r->kind->form == FIGURE_COUNT)
        return ERR_OK;
    if (!r->kind->series) {
        *out = reckon_value(r, fields, &row->adds);
        return ERR_OK;
    }
    before.period = r->before;
    if (r->before)
        TRY(adds_of_period(&before, e, &other, out));
    return *out ? adds_of_period(r, e, row, out) : ERR_OK;
}

static enum err take(struct page *p, int part, const struct entry *e)
{
    const struct node *fields = NULL;
    struct figure_row row = {
        .district = e->district, .entry = e->id, .name = e->name, .area = e->area, .adds = 1};
    bool ok;
    TRY(walk_takes(&p->r, part, e, &ok));
    if (ok && reckon_needs_fields(&p->r))
        TRY(json_parse(p->r.c, e->fields, strlen(e->fields), &fields));
    ok = ok && reckon_matches(&p->r, e, fields);
    row.status = reckon_status(&p->r, e, fields);
    if (ok)
        TRY(adds(&p->r, e, fields, &row, &ok));
    if (ok)
        p->rows[p->n++] = row;
    return ERR_OK;
}

/* From the mark on to the end of a part, or until the page is full. */
static enum err fill(struct page *p, struct figure_mark *mark)
{
    struct entry_query q = walk_query(&p->r, mark->part);
    const struct entry *e;
    size_t n;
    bool more = true;
    q.limit = p->limit < ENTRY_PAGE_MAX ? p->limit : ENTRY_PAGE_MAX;
    while (more && p->n < p->limit) {
        q.after_area = mark->area;
        q.after_id = mark->id;
        TRY(entry_list(p->r.c, &q, &e, &n, &more));
        for (size_t i = 0; i < n && p->n < p->limit; i++) {
            TRY(take(p, mark->part, &e[i]));
            mark->area = e[i].area;
            mark->id = e[i].id;
            more |= p->n == p->limit && i + 1 < n;
        }
    }
    if (!more)
        *mark = (struct figure_mark){.part = mark->part + 1};
    return ERR_OK;
}

enum err figure_rows(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                     const struct figure_page *page, struct figure_mark *mark,
                     const struct figure_row **out, size_t *out_n)
{
    struct page p = {.limit = page->limit,
                     .rows = arena_array(c->mem, page->limit, sizeof *p.rows)};
    bool none;
    TRY(side_of(c, app, kind, page->area, page->as_of, page->over, &p.r));
    if (p.r.kind->form == FIGURE_CASES)
        return cases_rows(&p.r, page->limit, mark, out, out_n);
    if (p.r.kind->form == FIGURE_DISTINCT)
        return distinct_rows(&p.r, page->limit, mark, out, out_n);
    none = !p.r.period && (kind->growth || reckon_names_period(&p.r));
    while (!none && mark->part < WALK__PARTS && p.n < p.limit) {
        if (walk_has(&p.r, mark->part))
            TRY(fill(&p, mark));
        else
            *mark = (struct figure_mark){.part = mark->part + 1};
    }
    if (none || mark->part >= WALK__PARTS)
        *mark = (struct figure_mark){.part = -1};
    *out = p.rows;
    *out_n = p.n;
    return ERR_OK;
}

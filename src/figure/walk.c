/* SPDX-License-Identifier: Apache-2.0 */
/* Which entries a figure is about, and what of an entry decides. */
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "figure/inside.h"
#include "ledger/status_on.h"

enum err reckon_of(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                   const char *area, int64_t as_of, struct reckon *out)
{
    bool past = as_of > 0 && as_of < c->now;
    const struct ledger_kind *ledger =
        kind->ledger ? programme_ledger(app->programmes, kind->ledger) : NULL;
    if (kind->form == FIGURE_RATIO || (!ledger && kind->form != FIGURE_CASES))
        return ctx_fail(c, ERR_INVALID, "figure.unknown", "figure", "%.60s", kind->figure);
    *out = (struct reckon){.c = c,
                           .app = app,
                           .kind = kind,
                           .ledger = ledger,
                           .area = area,
                           .as_of = past ? as_of : c->now,
                           .past = past};
    return ERR_OK;
}

/* ---- the walk ---- */

bool walk_has(const struct reckon *r, int part)
{
    if (part == WALK_STOOD)
        return true;
    return r->kind->ever && (part == WALK_LEFT || r->past);
}

/* A condition with one value is the query's, so that its index serves; NULL: there is none, or it has several. */
static const char *only_value(const struct reckon *r, const char *field)
{
    for (size_t i = 0; i < r->kind->n_where; i++) {
        const struct figure_where *w = &r->kind->where[i];
        bool same = field ? w->field && strcmp(w->field, field) == 0 : !w->field;
        if (same && w->n_values == 1)
            return w->values[0];
    }
    return NULL;
}

struct entry_query walk_query(const struct reckon *r, int part)
{
    struct entry_query q = {.ledger = r->kind->ledger,
                            .prefix = r->area,
                            .status = ledger_has_windows(r->ledger) ? NULL : only_value(r, NULL),
                            .facet = r->ledger->facet ? only_value(r, r->ledger->facet) : NULL,
                            .stand = part == WALK_LEFT ? ENTRY_LEFT : ENTRY_STANDS};
    if (part == WALK_STOOD && r->past)
        q.as_of = r->as_of;
    return q;
}

/* Stands now, came before then, but did not stand then: it had left, and is as it came back. */
static enum err was_away(const struct reckon *r, const struct entry *e, bool *out)
{
    struct entry then;
    *out = false;
    if (e->since > r->as_of || e->updated <= r->as_of)
        return ERR_OK;
    enum err err = entry_get(r->c, e->district, e->id, r->as_of, &then);
    if (err != ERR_OK && err != ERR_NOT_FOUND)
        return err;
    *out = err == ERR_NOT_FOUND;
    return ERR_OK;
}

enum err walk_takes(const struct reckon *r, int part, const struct entry *e, bool *out)
{
    *out = true;
    if (part == WALK_LEFT)
        *out = e->left_at <= r->as_of;
    else if (part == WALK_BACK)
        return was_away(r, e, out);
    return ERR_OK;
}

/* ---- one entry ---- */

static bool is_status(const char *by)
{
    return by && strcmp(by, "status") == 0;
}

/* Is it a column of the entry: its status, its facet? */
static bool is_own(const struct reckon *r, const char *field)
{
    return !field || (r->ledger->facet && strcmp(field, r->ledger->facet) == 0) || is_status(field);
}

/* Where the day decides on the status, so do fields. */
static bool asks_status(const struct reckon *r)
{
    bool asks = is_status(r->by) || (r->told && ledger_has_hidden(r->ledger));
    for (size_t i = 0; i < r->kind->n_where; i++)
        asks |= !r->kind->where[i].field;
    return asks;
}

bool reckon_needs_fields(const struct reckon *r)
{
    bool needs = r->kind->form == FIGURE_SUM && !r->kind->series;
    needs |= ledger_has_windows(r->ledger) && asks_status(r);
    for (size_t i = 0; i < r->kind->n_where; i++)
        needs |= !is_own(r, r->kind->where[i].field);
    return needs || !is_own(r, r->by);
}

static bool is_one_of(const struct figure_where *w, const char *value)
{
    return text_is_among(value, w->values, w->n_values);
}

static bool field_matches(const struct figure_where *w, const struct node *value)
{
    bool flag;
    if (!value)
        return false;
    if (node_type(value) == NODE_BOOL && node_bool(value, &flag))
        return is_one_of(w, flag ? "true" : "false");
    for (size_t i = 0; node_type(value) == NODE_ARRAY && i < node_len(value); i++)
        if (is_one_of(w, node_text(node_at(value, i))))
            return true;
    return is_one_of(w, node_text(value));
}

const char *reckon_status(const struct reckon *r, const struct entry *e, const struct node *fields)
{
    return status_on(r->ledger, e->status, fields, r->as_of);
}

static bool is_told(const struct reckon *r, const char *status)
{
    const struct ledger_status *s = ledger_status(r->ledger, status);
    return !s || !s->hidden;
}

bool reckon_matches(const struct reckon *r, const struct entry *e, const struct node *fields)
{
    const char *status = reckon_status(r, e, fields);
    if (r->told && !(is_told(r, e->status) && is_told(r, status)))
        return false;
    for (size_t i = 0; i < r->kind->n_where; i++) {
        const struct figure_where *w = &r->kind->where[i];
        bool ok;
        if (!w->field)
            ok = is_one_of(w, status);
        else if (is_own(r, w->field))
            ok = is_one_of(w, e->facet);
        else
            ok = field_matches(w, node_get(fields, w->field));
        if (!ok)
            return false;
    }
    return true;
}

const char *reckon_label(const struct reckon *r, const struct entry *e, const struct node *fields)
{
    if (!r->by)
        return NULL;
    if (is_status(r->by))
        return reckon_status(r, e, fields);
    const char *label = is_own(r, r->by) ? e->facet : NULL;
    if (!is_own(r, r->by)) {
        const struct node *value = node_get(fields, r->by);
        bool flag;
        if (value && node_type(value) == NODE_BOOL && node_bool(value, &flag))
            label = flag ? "true" : "false";
        else
            label = value ? node_text(value) : NULL;
    }
    return label ? label : "";
}

bool reckon_value(const struct reckon *r, const struct node *fields, double *out)
{
    const struct node *value = fields ? node_get(fields, r->kind->field) : NULL;
    return value && node_real(value, out);
}

/* Of the rows of one entry: the highest n of the latest period. */
static const struct entry_period *pick(const struct reckon *r, const struct entry_period *v,
                                       size_t n)
{
    const struct entry_period *best = NULL;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(v[i].series, r->kind->series) != 0 || strcmp(v[i].state, "confirmed") != 0 ||
            !period_had_ended(v[i].ends, r->as_of) ||
            (r->period && strcmp(v[i].period, r->period) != 0))
            continue;
        int order = best ? strcmp(v[i].period, best->period) : 1;
        if (order > 0 || (order == 0 && v[i].n > best->n))
            best = &v[i];
    }
    return best;
}

enum err reckon_period(const struct reckon *r, struct ctx *c, int32_t district, int64_t entry,
                       const struct entry_period **out)
{
    const struct entry_period *all;
    size_t n;
    TRY(period_list(c, district, entry, &all, &n));
    *out = pick(r, all, n);
    return ERR_OK;
}

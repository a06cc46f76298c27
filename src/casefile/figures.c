/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/figures.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "casefile/inside.h"
#include "db/db.h"

/* One answer under way. */
struct tally {
    struct ctx *c;
    const struct atlas_view *v;
    const struct programmes *p;
    struct figures *out;
    const char *prefix; /* of the area asked for */
};

static bool is_open_state(const struct programmes *p, const char *state)
{
    for (size_t i = 0; i < p->n_flows; i++) {
        const struct flow_state *s = flow_state(&p->flows[i], state);
        if (s)
            return s->open;
    }
    return false;
}

static void count(struct figure_counts *f, bool open, int64_t n)
{
    f->all += n;
    *(open ? &f->open : &f->closed) += n;
}

static void count_state(struct figures *f, const char *state, bool open, int64_t n)
{
    size_t i = 0;
    while (i < f->n_states && strcmp(f->states[i].state, state) != 0)
        i++;
    if (i == FIGURE_STATES)
        return; /* no flow has so many */
    if (i == f->n_states)
        f->states[f->n_states++] = (struct figure_state){.state = state, .open = open};
    f->states[i].n += n;
}

/* The child whose code the area's starts with; children stand in order of code and none inside another. */
static struct figure_child *child_of(const struct tally *t, const char *area)
{
    size_t low = 0, high = t->out->n_children;
    while (low < high) {
        size_t mid = (low + high) / 2;
        struct figure_child *child = &t->out->children[mid];
        const char *code = atlas_at(t->v, child->area)->code;
        if (text_has_prefix(area, code))
            return child;
        if (strcmp(code, area) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

/* Rows are (area, state, number). */
static void add_rows(struct tally *t, const struct db_rows *r)
{
    for (size_t i = 0; i < r->n; i++) {
        const char *area = row_text(r, i, 0), *state = row_text(r, i, 1);
        int64_t n = row_int(r, i, 2);
        bool open = is_open_state(t->p, state);
        if (n == 0 || !text_has_prefix(area, t->prefix))
            continue;
        struct figure_child *child = child_of(t, area);
        count(&t->out->n, open, n);
        count_state(t->out, state, open, n);
        if (child)
            count(&child->n, open, n);
    }
}

/* A district in which nothing happens is counted until now: its last seal may be months old. */
static enum err add_head(struct tally *t, int32_t district, bool only)
{
    struct db_rows r;
    TRY(db_query(t->c, SQL_CASE_COUNT_HEAD, ARGS(db_int(district), db_int(t->c->now)), &r));
    if (r.n == 0)
        return ERR_OK;
    int64_t until = row_int(&r, 0, 1);
    if (t->out->as_of == 0 || until < t->out->as_of)
        t->out->as_of = until;
    if (only)
        t->out->seq = row_int(&r, 0, 0);
    return ERR_OK;
}

static enum err add_folded(struct tally *t, int32_t district, bool only)
{
    struct db_rows r;
    char end[TEXT_CODE_MAX];
    text_prefix_end(t->prefix, end);
    TRY(db_query(t->c, SQL_CASE_COUNT_LIST,
                 ARGS(db_int(district), db_text(t->prefix), db_text(end)), &r));
    add_rows(t, &r);
    return add_head(t, district, only);
}

static enum err add_cells(struct tally *t, int32_t district)
{
    struct db_rows r;
    const char *community = arena_copy_n(t->c->mem, t->prefix, DIGITS_COMMUNITY);
    TRY(db_query(t->c, SQL_CASE_COUNT_CELLS, ARGS(db_int(district), db_text(community)), &r));
    add_rows(t, &r);
    return add_head(t, district, true);
}

static enum err add_districts(struct tally *t)
{
    size_t at = 0;
    for (int32_t district; casefile_next_district(t->v, t->prefix, &at, &district);)
        TRY(add_folded(t, text_district(atlas_at(t->v, district)->code), false));
    return ERR_OK;
}

enum err casefile_figures(struct ctx *c, const struct atlas_view *v, const struct programmes *p,
                          int32_t area, struct figures *out)
{
    const struct area *a = atlas_at(v, area);
    struct tally t = {.c = c, .v = v, .p = p, .out = out, .prefix = a->code};
    *out = (struct figures){.n_children = (size_t)a->n_children};
    out->children = arena_array(c->mem, out->n_children, sizeof *out->children);
    for (int32_t i = 0; i < a->n_children; i++)
        out->children[i].area = a->first_child + i;
    if (strlen(a->code) < DIGITS_DISTRICT)
        return add_districts(&t);
    if (strlen(a->code) >= DIGITS_COMMUNITY)
        return add_cells(&t, text_district(a->code));
    return add_folded(&t, text_district(a->code), true);
}

/* ---- small numbers ---- */

static bool is_small(int64_t n)
{
    return n > 0 && n < FIGURE_SMALL;
}

/*
 * Parts and their sum: a single hole among them could be told from the rest. So the smallest other part that is not 0
 * goes, too, or else the sum.
 */
struct parts {
    size_t hidden;
    int64_t *least;
};

static void look(struct parts *p, int64_t *n)
{
    p->hidden += *n == FIGURE_HIDDEN;
    if (*n > 0 && (!p->least || *n < *p->least))
        p->least = n;
}

/* True: one more was hidden. */
static bool hide_second(const struct parts *p, int64_t *sum)
{
    int64_t *other = p->least ? p->least : sum;
    if (p->hidden + (*sum == FIGURE_HIDDEN) != 1 || *other <= 0)
        return false;
    *other = FIGURE_HIDDEN;
    return true;
}

static bool hide_in_row(struct figure_counts *f)
{
    struct parts p = {0};
    look(&p, &f->open);
    look(&p, &f->closed);
    return hide_second(&p, &f->all);
}

static bool hide_in_states(struct figures *f, bool open)
{
    struct parts p = {0};
    for (size_t i = 0; i < f->n_states; i++)
        if (f->states[i].open == open)
            look(&p, &f->states[i].n);
    return hide_second(&p, open ? &f->n.open : &f->n.closed);
}

enum column { COLUMN_OPEN, COLUMN_CLOSED, COLUMN_ALL, COLUMN__COUNT };

static int64_t *cell(struct figure_counts *f, int column)
{
    return column == COLUMN_OPEN ? &f->open : column == COLUMN_CLOSED ? &f->closed : &f->all;
}

static bool hide_in_column(struct figures *f, int column)
{
    struct parts p = {0};
    for (size_t i = 0; i < f->n_children; i++)
        look(&p, cell(&f->children[i].n, column));
    return hide_second(&p, cell(&f->n, column));
}

static void hide_small(int64_t *n, bool *suppressed)
{
    if (!is_small(*n))
        return;
    *n = FIGURE_HIDDEN;
    *suppressed = true;
}

static void hide_counts(struct figure_counts *n, bool *suppressed)
{
    for (int column = 0; column < COLUMN__COUNT; column++)
        hide_small(cell(n, column), suppressed);
}

void figures_suppress(struct figures *f)
{
    hide_counts(&f->n, &f->suppressed);
    for (size_t i = 0; i < f->n_states; i++)
        hide_small(&f->states[i].n, &f->suppressed);
    for (size_t i = 0; i < f->n_children; i++)
        hide_counts(&f->children[i].n, &f->suppressed);
    for (bool again = f->suppressed; again;) {
        again = hide_in_row(&f->n);
        again |= hide_in_states(f, true);
        again |= hide_in_states(f, false);
        for (size_t i = 0; i < f->n_children; i++)
            again |= hide_in_row(&f->children[i].n);
        for (int column = 0; column < COLUMN__COUNT; column++)
            again |= hide_in_column(f, column);
    }
}

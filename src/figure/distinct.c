/* SPDX-License-Identifier: Apache-2.0 */
#include "figure/distinct.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"

struct named {
    int32_t district;
    int64_t id;
};
struct collecting {
    const struct reckon *r;
    struct ctx row; /* with an arena of its own, for one row */
    struct named *v;
    size_t n, cap;
    int64_t entries, reported;
};

static void add(struct collecting *s, const struct node *value)
{
    struct named one;
    if (!value || !node_text(value) || !text_ref_parse(node_text(value), &one.district, &one.id))
        return;
    if (s->n == s->cap)
        s->v = arena_grow(s->r->c->mem, s->v, s->n, &s->cap, sizeof *s->v);
    s->v[s->n++] = one;
}

static enum err on_entry(void *arg, const struct entry *e)
{
    struct collecting *s = arg;
    const struct node *fields, *value;
    size_t before = s->n;
    arena_reset(s->row.mem);
    TRY(json_parse(&s->row, e->fields, strlen(e->fields), &fields));
    if (!reckon_matches(s->r, e, fields))
        return ERR_OK;
    value = node_get(fields, s->r->kind->field);
    for (size_t i = 0; value && i < node_len(value); i++)
        add(s, node_at(value, i));
    add(s, value);
    s->entries++;
    s->reported += s->n > before;
    return ERR_OK;
}

static int in_order(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int by_district = (x->district > y->district) - (x->district < y->district);
    return by_district ? by_district : (x->id > y->id) - (x->id < y->id);
}

static enum err collect(const struct reckon *r, struct collecting *out)
{
    const struct entry_query q = walk_query(r, WALK_STOOD);
    *out = (struct collecting){.r = r, .row = *r->c};
    out->row.mem = arena_new();
    enum err err = entry_each(r->c, &q, on_entry, out);
    if (err != ERR_OK && out->row.problem.code[0])
        r->c->problem = out->row.problem;
    arena_free(out->row.mem);
    if (out->n > 1)
        qsort(out->v, out->n, sizeof *out->v, in_order);
    size_t n = 0;
    for (size_t i = 0; i < out->n; i++)
        if (i == 0 || in_order(&out->v[i], &out->v[n - 1]) != 0)
            out->v[n++] = out->v[i];
    out->n = n;
    return err;
}

enum err distinct_tally(const struct reckon *r, struct tallies *out)
{
    struct collecting s;
    struct tally *t = tally_for(r->c->mem, out, NULL);
    TRY(collect(r, &s));
    t->sum = (double)s.n;
    t->entries = s.entries;
    t->reported = s.reported;
    return ERR_OK;
}

enum err distinct_rows(const struct reckon *r, size_t limit, struct figure_mark *mark,
                       const struct figure_row **out, size_t *out_n)
{
    struct figure_row *rows = arena_array(r->c->mem, limit, sizeof *rows);
    struct collecting s;
    size_t from = mark->id > 0 ? (size_t)mark->id : 0, n = 0;
    TRY(collect(r, &s));
    for (; from + n < s.n && n < limit; n++) {
        struct entry e;
        TRY(entry_get(r->c, s.v[from + n].district, s.v[from + n].id, 0, &e));
        rows[n] = (struct figure_row){.district = e.district,
                                      .entry = e.id,
                                      .name = e.name,
                                      .area = e.area,
                                      .status = e.status,
                                      .adds = 1};
    }
    *mark = from + n < s.n ? (struct figure_mark){0, r->area, (int64_t)(from + n)}
                           : (struct figure_mark){.part = -1};
    *out = rows;
    *out_n = n;
    return ERR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "area/atlas_view.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"
#include "geo/wkb.h"

struct atlas_view *view_new(void)
{
    struct atlas_view *v = calloc(1, sizeof *v);
    if (!v)
        abort();
    v->self = v;
    v->holders = 1;
    v->generation = -1;
    v->mem = arena_new();
    v->locate = locate_new(NULL, 0);
    return v;
}

void view_free(struct atlas_view *v)
{
    if (!v)
        return;
    locate_free(v->locate);
    arena_free(v->mem);
    free(v);
}

/* ---- rows ---- */

struct raw {
    struct area a;
    const char *parent_code;
    int32_t parent, depth; /* in the order of code */
    int32_t index;         /* in the view */
};

struct loading {
    struct ctx *c;
    struct atlas_view *v;
    struct raw *raws;
    size_t n, cap;
    const char *words[64]; /* levels and notes, each kept once */
    size_t n_words;
    struct arena *scratch;    /* shapes until the index has copied them */
    struct geo_shape *shapes; /* by index in the view */
};

static const char *word(struct loading *l, const char *text)
{
    if (!text)
        return NULL;
    for (size_t i = 0; i < l->n_words; i++)
        if (strcmp(l->words[i], text) == 0)
            return l->words[i];
    const char *copy = arena_copy(l->v->mem, text);
    if (l->n_words < LEN(l->words))
        l->words[l->n_words++] = copy;
    return copy;
}

static uint64_t mark_of(const struct db_value *row, size_t cols)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < cols; i++) {
        const unsigned char *p = row[i].p;
        h = (h ^ (uint64_t)row[i].i) * 1099511628211u;
        for (size_t k = 0; p && k < row[i].n; k++)
            h = (h ^ p[k]) * 1099511628211u;
        h = (h ^ row[i].n) * 1099511628211u;
    }
    return h ^ (h >> 29);
}

static enum err add_area(void *arg, const struct db_value *row, size_t cols)
{
    struct loading *l = arg;
    struct db_rows r = {.n = 1, .cols = cols, .v = row};
    l->v->mark += mark_of(row, cols);
    l->raws = arena_grow(l->scratch, l->raws, l->n, &l->cap, sizeof *l->raws);
    l->raws[l->n++] = (struct raw){
        .a = {.code = arena_copy(l->v->mem, row_text(&r, 0, 0)),
              .name = arena_copy(l->v->mem, row_text(&r, 0, 1)),
              .level = word(l, row_text(&r, 0, 2)),
              .note = word(l, row_text(&r, 0, 4)),
              .valid_from = row_int(&r, 0, 5),
              .valid_to = row_int(&r, 0, 6),
              .version = row_int(&r, 0, 7)},
        .parent_code = arena_copy(l->scratch, row_text(&r, 0, 3)),
    };
    return ERR_OK;
}

static int by_code(const void *a, const void *b)
{
    return strcmp(((const struct raw *)a)->a.code, ((const struct raw *)b)->a.code);
}

static int32_t find_raw(const struct loading *l, const char *code)
{
    struct raw key = {.a.code = code};
    const struct raw *r = bsearch(&key, l->raws, l->n, sizeof *l->raws, by_code);
    return r ? (int32_t)(r - l->raws) : -1;
}

/* A code starts with its parent's, so in order of code a parent stands before its children. */
static void link_parents(struct loading *l)
{
    for (size_t i = 0; i < l->n; i++) {
        struct raw *r = &l->raws[i];
        r->parent = r->parent_code ? find_raw(l, r->parent_code) : -1;
        if (r->parent >= (int32_t)i)
            r->parent = -1;
        r->depth = r->parent < 0 ? 0 : l->raws[r->parent].depth + 1;
    }
}

static void place(struct loading *l, int32_t raw, int32_t parent)
{
    struct atlas_view *v = l->v;
    l->raws[raw].a.parent = parent;
    l->raws[raw].index = (int32_t)v->n;
    v->areas[v->n++] = l->raws[raw].a;
}

/* Breadth first, with each one's children together: first child and next sibling by order of code. */
static void arrange(struct loading *l)
{
    struct atlas_view *v = l->v;
    int32_t *next = arena_array(l->scratch, l->n, sizeof *next);
    int32_t *first = arena_array(l->scratch, l->n, sizeof *first);
    int32_t *queue = arena_array(l->scratch, l->n, sizeof *queue);
    memset(first, -1, l->n * sizeof *first);
    for (size_t i = l->n; i-- > 0;) {
        int32_t parent = l->raws[i].parent;
        next[i] = parent < 0 ? -1 : first[parent];
        if (parent >= 0)
            first[parent] = (int32_t)i;
    }
    v->areas = arena_array(v->mem, l->n, sizeof *v->areas);
    for (size_t i = 0; i < l->n; i++) {
        if (l->raws[i].parent >= 0)
            continue;
        queue[v->n] = (int32_t)i;
        place(l, (int32_t)i, -1);
    }
    for (size_t i = 0; i < v->n; i++) {
        v->areas[i].first_child = (int32_t)v->n;
        for (int32_t child = first[queue[i]]; child >= 0; child = next[child]) {
            queue[v->n] = child;
            place(l, child, (int32_t)i);
        }
        v->areas[i].n_children = (int32_t)v->n - v->areas[i].first_child;
        v->areas[i].is_leaf = v->areas[i].n_children == 0;
    }
    v->by_code = arena_array(v->mem, v->n, sizeof *v->by_code);
    for (size_t i = 0; i < l->n; i++)
        v->by_code[i] = l->raws[i].index;
}

static enum err set_ranks(struct loading *l)
{
    const struct area_level *levels;
    size_t n;
    TRY(area_levels(l->c, &levels, &n));
    for (size_t i = 0; i < l->v->n; i++)
        for (size_t k = 0; k < n; k++)
            if (strcmp(l->v->areas[i].level, levels[k].level) == 0)
                l->v->areas[i].rank = (int32_t)levels[k].rank;
    return ERR_OK;
}

/* ---- polygons ---- */

/* A real area with a derived boundary is shown as derived; made up is more than derived. */
static const char *stronger(const char *a, const char *b)
{
    if (!a || !b)
        return a ? a : b;
    return strcmp(a, "derived") == 0 ? b : a;
}

static enum err add_polygon(void *arg, const struct db_value *row, size_t cols)
{
    struct loading *l = arg;
    struct db_rows r = {.n = 1, .cols = cols, .v = row};
    size_t n;
    int32_t raw = find_raw(l, row_text(&r, 0, 0));
    const void *wkb = row_blob(&r, 0, 1, &n);
    l->v->mark += mark_of(row, cols);
    if (raw < 0)
        return ERR_OK;
    int32_t i = l->raws[raw].index;
    l->v->areas[i].note = stronger(l->v->areas[i].note, word(l, row_text(&r, 0, 2)));
    if (!wkb_read(l->scratch, wkb, n, &l->shapes[i]))
        return ctx_fail(l->c, ERR_INTERNAL, "db.type", "", "polygon of %s", l->raws[raw].a.code);
    return ERR_OK;
}

struct order {
    int32_t depth, area;
    const char *code;
};

static int deepest_first(const void *a, const void *b)
{
    const struct order *x = a, *y = b;
    return x->depth != y->depth ? y->depth - x->depth : strcmp(x->code, y->code);
}

static void index_polygons(struct loading *l)
{
    struct atlas_view *v = l->v;
    struct order *orders = arena_array(l->scratch, v->n, sizeof *orders);
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++)
        if (l->shapes[l->raws[i].index].n > 0)
            orders[n++] = (struct order){l->raws[i].depth, l->raws[i].index, l->raws[i].a.code};
    qsort(orders, n, sizeof *orders, deepest_first);
    struct locate_item *items = arena_array(l->scratch, n, sizeof *items);
    v->rank = arena_array(v->mem, v->n, sizeof *v->rank);
    v->by_rank = arena_array(v->mem, n, sizeof *v->by_rank);
    memset(v->rank, -1, v->n * sizeof *v->rank);
    for (size_t i = 0; i < n; i++) {
        items[i] = (struct locate_item){(uint32_t)i, l->shapes[orders[i].area]};
        v->by_rank[i] = orders[i].area;
        v->rank[orders[i].area] = (int32_t)i;
    }
    locate_free(v->locate);
    v->locate = locate_new(items, n);
}

static void join(struct geo_box *to, struct geo_box b)
{
    if (box_is_none(b))
        return;
    box_add(to, b.low);
    box_add(to, b.high);
}

/* Children stand behind their parents, so going backwards each box is whole before it is handed up. */
static void set_boxes(struct loading *l)
{
    struct atlas_view *v = l->v;
    v->reach = arena_array(v->mem, v->n, sizeof *v->reach);
    for (size_t i = 0; i < v->n; i++)
        v->reach[i] = box_none();
    for (size_t i = v->n; i-- > 0;) {
        struct area *a = &v->areas[i];
        struct geo_box own = shape_box(l->shapes[i]);
        a->has_polygon = l->shapes[i].n > 0;
        struct geo_box shown = a->has_polygon ? own : v->reach[i];
        join(&v->reach[i], own);
        if (!box_is_none(shown)) {
            a->low = shown.low;
            a->high = shown.high;
        }
        if (a->parent >= 0)
            join(&v->reach[a->parent], v->reach[i]);
    }
}

static enum err fill(struct loading *l)
{
    struct ctx *c = l->c;
    TRY(db_each(c, SQL_ATLAS_AREAS, NO_ARGS, add_area, l));
    if (l->n)
        qsort(l->raws, l->n, sizeof *l->raws, by_code);
    link_parents(l);
    arrange(l);
    TRY(set_ranks(l));
    l->shapes = arena_array(l->scratch, l->n, sizeof *l->shapes);
    TRY(db_each(c, SQL_ATLAS_POLYGONS, ARGS(db_int(c->now)), add_polygon, l));
    index_polygons(l);
    set_boxes(l);
    return ERR_OK;
}

enum err view_load(struct ctx *c, int64_t generation, struct atlas_view **out)
{
    struct loading l = {.c = c, .v = view_new(), .scratch = arena_new()};
    enum err err = fill(&l);
    arena_free(l.scratch);
    (void)malloc_trim(0); /* loading takes half as much again as what stays */
    if (err != ERR_OK) {
        view_free(l.v);
        return err;
    }
    l.v->generation = generation;
    *out = l.v;
    return ERR_OK;
}

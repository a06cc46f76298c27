/* SPDX-License-Identifier: Apache-2.0 */
/* Made-up outlines of all villages and communities, and the cells of the demonstration's towns. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "demo/demo_cut.h"
#include "demo/demo_places.h"

enum { CELLS_MIN = 3, CELLS_MAX = 4, HOUSEHOLDS_MIN = 260, HOUSEHOLDS_SPAN = 240 };

static const struct area *child_of(const struct demo *d, const struct area *a, int32_t i)
{
    return atlas_at(d->view, a->first_child + i);
}

static struct geo_shape shape_of(const struct demo *d, const struct area *a)
{
    return atlas_shape(d->view, atlas_find(d->view, a->code));
}

static enum err cut_town(struct demo *d, const struct area *town, struct buf *features)
{
    size_t n = (size_t)town->n_children;
    struct cut_child *children = arena_array(d->c->mem, n, sizeof *children);
    for (size_t i = 0; i < n; i++) {
        const char *code = child_of(d, town, (int32_t)i)->code;
        children[i] = (struct cut_child){.code = code, .centre = places_village(d, code)};
    }
    return cut_among(d, shape_of(d, town), children, n, features);
}

/* One import per district: as much at once as a district's office would bring. */
static enum err cut_district(struct demo *d, const struct area *district)
{
    struct buf features = {.mem = d->c->mem};
    for (int32_t i = 0; i < district->n_children; i++) {
        const struct area *town = child_of(d, district, i);
        if (town->has_polygon)
            TRY(cut_town(d, town, &features));
    }
    return cut_import(d, &features, "wgs84");
}

enum err demo_villages(struct demo *d)
{
    for (int32_t i = 0; i < (int32_t)atlas_len(d->view); i++) {
        const struct area *a = atlas_at(d->view, i);
        if (strcmp(a->level, "district") == 0)
            TRY(cut_district(d, a));
    }
    return ERR_OK;
}

/* Rows of the cells of one village. */
static void tree_rows(struct demo *d, const struct area *village, struct buf *rows)
{
    static const char *const names[CELLS_MAX] = {"第一网格", "第二网格", "第三网格", "第四网格"};
    int n = CELLS_MIN + (int)demo_random(d, CELLS_MAX - CELLS_MIN + 1);
    for (int i = 0; i < n; i++) {
        int households = HOUSEHOLDS_MIN + (int)demo_random(d, HOUSEHOLDS_SPAN);
        buf_printf(rows, "%s%03d,%s,cell,%s,made_up,%d,%d\n", village->code, i + 1, names[i],
                   village->code, households, households * 27 / 10);
    }
}

static enum err cut_village(struct demo *d, const struct area *village, struct buf *features)
{
    struct cut_child children[CELLS_MAX];
    size_t n = (size_t)village->n_children;
    if (n == 0)
        return ERR_OK;
    for (size_t i = 0; i < n; i++)
        children[i] = (struct cut_child){.code = child_of(d, village, (int32_t)i)->code,
                                         .centre = CUT_ANYWHERE};
    return cut_among(d, shape_of(d, village), children, n, features);
}

static bool is_demo_village(const struct demo *d, const struct area *a)
{
    return strcmp(a->level, "village") == 0 && demo_is_town(d, a->code);
}

enum err demo_cells(struct demo *d)
{
    struct buf rows = {.mem = d->c->mem};
    buf_text(&rows, "code,name,level,parent,note,households,population\n");
    for (int32_t i = 0; i < (int32_t)atlas_len(d->view); i++)
        if (is_demo_village(d, atlas_at(d->view, i)))
            tree_rows(d, atlas_at(d->view, i), &rows);
    return cut_import_tree(d, rows.p, rows.n);
}

enum err demo_cell_outlines(struct demo *d)
{
    struct buf features = {.mem = d->c->mem};
    for (int32_t i = 0; i < (int32_t)atlas_len(d->view); i++)
        if (is_demo_village(d, atlas_at(d->view, i)))
            TRY(cut_village(d, atlas_at(d->view, i), &features));
    return cut_import(d, &features, "wgs84");
}

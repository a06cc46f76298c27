/* SPDX-License-Identifier: Apache-2.0 */
#include "area/tile.h"

#include <string.h>

/* Digits of the codes that a zoom shows: districts, then sub-districts, then communities, then their cells as well. */
enum { DISTRICT = 6, TOWN = 9, VILLAGE = 12, ZOOM_TOWN = 9, ZOOM_VILLAGE = 12, ZOOM_CELL = 14 };

struct drawing {
    const struct atlas_view *v;
    struct mvt *m;
    struct geo_box box;
    size_t digits_max; /* finer areas are not drawn */
    bool cells;
};

static size_t digits_at(uint32_t zoom)
{
    if (zoom >= ZOOM_CELL)
        return SIZE_MAX;
    return zoom >= ZOOM_VILLAGE ? VILLAGE : zoom >= ZOOM_TOWN ? TOWN : DISTRICT;
}

static bool is_drawable(const struct drawing *d, const struct area *a)
{
    return a->has_polygon && strlen(a->code) <= d->digits_max;
}

static bool has_drawable_child(const struct drawing *d, const struct area *a)
{
    for (int32_t i = 0; i < a->n_children; i++)
        if (is_drawable(d, atlas_at(d->v, a->first_child + i)))
            return true;
    return false;
}

/* The finest areas that the zoom allows; a coarser one where nothing finer was drawn, so that no ground is blank. */
static bool is_shown(const struct drawing *d, const struct area *a)
{
    if (!is_drawable(d, a))
        return false;
    size_t digits = strlen(a->code);
    bool community = digits > TOWN && digits <= VILLAGE;
    return (d->cells && community) || !has_drawable_child(d, a);
}

static void draw(struct drawing *d, int32_t i)
{
    const struct area *a = atlas_at(d->v, i);
    if (!box_meet(atlas_reach(d->v, i), d->box))
        return;
    if (is_shown(d, a) && mvt_polygon(d->m, (uint64_t)i, atlas_shape(d->v, i))) {
        mvt_text(d->m, "code", a->code);
        mvt_text(d->m, "name", a->name);
        mvt_text(d->m, "level", a->level);
        mvt_text(d->m, "note", a->note);
    }
    for (int32_t k = 0; k < a->n_children && strlen(a->code) < d->digits_max; k++)
        draw(d, a->first_child + k);
}

void area_draw_tile(const struct atlas_view *v, struct tile t, struct buf *out)
{
    struct drawing d = {.v = v,
                        .m = mvt_open(out->mem, "areas", t),
                        .box = tile_box(t),
                        .digits_max = digits_at(t.z),
                        .cells = t.z >= ZOOM_CELL};
    for (int32_t i = 0; (size_t)i < atlas_len(v) && atlas_at(v, i)->parent < 0; i++)
        draw(&d, i);
    mvt_close(d.m, out);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "area/tile_api.h"

#include <inttypes.h>
#include <string.h>

#include "app.h"
#include "area/atlas.h"
#include "base/arena.h"
#include "base/gzip.h"
#include "geo/mvt.h"

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

static void draw_all(struct ctx *c, const struct atlas_view *v, struct tile t, struct buf *out)
{
    struct drawing d = {.v = v,
                        .m = mvt_open(c->mem, "areas", t),
                        .box = tile_box(t),
                        .digits_max = digits_at(t.z),
                        .cells = t.z >= ZOOM_CELL};
    for (int32_t i = 0; (size_t)i < atlas_len(v) && atlas_at(v, i)->parent < 0; i++)
        draw(&d, i);
    mvt_close(d.m, out);
}

static enum err reply_tile(struct ctx *c, const struct req *q, const struct atlas_view *v,
                           struct reply *out)
{
    struct tile t;
    struct buf tile = {.mem = c->mem};
    char *packed;
    size_t n;
    if (!tile_parse(req_param(q, "z"), req_param(q, "x"), req_param(q, "y"), &t))
        return ctx_fail(c, ERR_NOT_FOUND, "tile.unknown", "", "%s", "");
    out->etag = arena_printf(c->mem, "\"%016" PRIx64 "\"", atlas_mark(v));
    out->cache = "public, max-age=60";
    /* The mark says it all: what the caller holds need not be drawn again to be known as current. */
    if (q->if_none_match && strstr(q->if_none_match, out->etag)) {
        out->status = 304;
        return ERR_OK;
    }
    draw_all(c, v, t, &tile);
    if (tile.n == 0)
        return ERR_OK;
    gzip_pack(c->mem, tile.p, tile.n, &packed, &n);
    buf_bytes(&out->body, packed, n);
    out->type = MVT_TYPE;
    out->encoding = "gzip";
    return ERR_OK;
}

static enum err get_tile(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct app *app = q->app;
    const struct atlas_view *v = atlas_take(app->atlas);
    enum err err = reply_tile(c, q, v, out);
    atlas_give(app->atlas, v);
    return err;
}

static const struct route table[] = {
    {METHOD_GET, "/tiles/areas/{z}/{x}/{y}", RIGHT_PUBLIC, 0, NULL, get_tile, NULL},
};

const struct routes tile_routes = {table, LEN(table)};

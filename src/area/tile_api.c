/* SPDX-License-Identifier: Apache-2.0 */
#include "area/tile_api.h"

#include <inttypes.h>

#include "app.h"
#include "area/atlas.h"
#include "area/tile.h"
#include "base/arena.h"
#include "base/gzip.h"

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
    if (req_knows(q, out->etag)) {
        out->status = 304;
        return ERR_OK;
    }
    area_draw_tile(v, t, &tile);
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

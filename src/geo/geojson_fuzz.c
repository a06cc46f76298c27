/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/arena.h"
#include "geo/geojson.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum err count(void *arg, const struct geojson_feature *f)
{
    size_t *points = arg;
    if (f->fault)
        return ERR_OK;
    if (f->shape.n == 0 || ring_direction(f->shape.rings[0]) <= 0)
        abort();
    *points += shape_points(f->shape);
    return ERR_OK;
}

static enum err write_again(void *arg, const struct geojson_feature *f)
{
    struct ctx *c = arg;
    if (f->fault)
        return ERR_OK;
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    size_t points = 0;
    geojson_put(&j, f->shape);
    if (geojson_read(c, b.p, b.n, GEO_WGS84, count, &points) != ERR_OK ||
        points != shape_points(f->shape))
        abort();
    return ERR_OK;
}

/* What was read is normal, and reads the same after being written. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx c = {.mem = arena_new()};
    size_t points = 0;
    enum geo_crs crs = size % 2 ? GEO_GCJ02 : GEO_WGS84;
    enum err err = geojson_read(&c, (const char *)data, size, crs, count, &points);
    if (err == ERR_OK && size < 65536)
        err = geojson_read(&c, (const char *)data, size, GEO_WGS84, write_again, &c);
    arena_free(c.mem);
    return err == ERR_INTERNAL;
}

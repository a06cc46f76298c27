/* SPDX-License-Identifier: Apache-2.0 */
#include "demo/demo_cut.h"

#include "area/import.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "geo/crs.h"
#include "geo/geojson.h"

void cut_feature(struct buf *out, const char *code, const char *note, const char *geometry)
{
    buf_printf(out, "%s{\"type\":\"Feature\",\"properties\":{\"code\":\"%s\",\"note\":\"%s\"},",
               out->n ? "," : "", code, note);
    buf_text(out, "\"geometry\":");
    buf_text(out, geometry);
    buf_char(out, '}');
}

static bool is_known(struct divide_seed s)
{
    return s.lon > 0;
}

static bool is_same(struct divide_seed a, struct divide_seed b)
{
    return !(a.lon < b.lon || a.lon > b.lon || a.lat < b.lat || a.lat > b.lat);
}

/* Each child with a known centre takes the seed that stands there, the others what is left, in order. */
static void deal(const struct cut_child *children, size_t n, struct divide_seed *seeds)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = i; k < n && is_known(children[i].centre); k++) {
            if (!is_same(seeds[k], children[i].centre))
                continue;
            struct divide_seed other = seeds[i];
            seeds[i] = seeds[k];
            seeds[k] = other;
            break;
        }
    }
}

struct divide_seed cut_seed_of_gcj02(double lon, double lat)
{
    struct divide_seed s;
    crs_gcj02_to_wgs84(lon, lat, &s.lon, &s.lat);
    return s;
}

static const char *geometry_of(struct ctx *c, struct geo_shape shape)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    geojson_put(&j, shape);
    return buf_str(&b);
}

enum err cut_among(struct demo *d, struct geo_shape shape, const struct cut_child *children,
                   size_t n, struct buf *out)
{
    struct ctx *c = d->c;
    size_t n_given = 0;
    struct divide_seed *given = arena_array(c->mem, n, sizeof *given);
    struct divide_seed *seeds = arena_array(c->mem, n, sizeof *seeds);
    const char **parts = arena_array(c->mem, n, sizeof *parts);
    struct cut_child *sorted = arena_array(c->mem, n, sizeof *sorted);
    if (n == 0)
        return ERR_OK;
    const char *geometry = geometry_of(c, shape);
    /* Those with a centre first, so that dealing never takes a seed from one of them. */
    for (size_t i = 0; i < n; i++)
        if (is_known(children[i].centre)) {
            sorted[n_given] = children[i];
            given[n_given++] = children[i].centre;
        }
    for (size_t i = 0, k = n_given; i < n; i++)
        if (!is_known(children[i].centre))
            sorted[k++] = children[i];
    TRY(divide_scatter(c, geometry, given, n_given, demo_random(d, 1 << 30), seeds, n));
    deal(sorted, n, seeds);
    TRY(divide_polygon(c, geometry, seeds, n, parts));
    for (size_t i = 0; i < n; i++)
        cut_feature(out, sorted[i].code, "made_up", parts[i]);
    return ERR_OK;
}

static enum err settle(struct ctx *c, const struct import_report *r, int64_t *count)
{
    for (size_t i = 0; i < r->found.n; i++)
        if (r->found.v[i].error)
            return ctx_fail(c, ERR_INTERNAL, "demo.data", "", "%s %s %s", r->found.v[i].key,
                            r->found.v[i].rule, r->found.v[i].detail);
    *count += r->added + r->changed;
    return ERR_OK;
}

enum err cut_import(struct demo *d, const struct buf *features, const char *crs)
{
    struct import_report report;
    struct import_options options = {.crs = crs};
    struct buf text = {.mem = d->c->mem};
    if (features->n == 0)
        return ERR_OK;
    buf_text(&text, "{\"type\":\"FeatureCollection\",\"features\":[");
    buf_bytes(&text, features->p, features->n);
    buf_text(&text, "]}");
    TRY(area_import_polygons(d->c, text.p, text.n, &options, &report));
    return settle(d->c, &report, &d->count.polygons);
}

enum err cut_import_tree(struct demo *d, const char *text, size_t n)
{
    struct import_report report;
    struct import_options options = {0};
    TRY(area_import_csv(d->c, text, n, &options, &report));
    return settle(d->c, &report, &d->count.areas);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The tree and the outlines: real districts, derived towns, made-up ground for the towns that have none. */
#include <string.h>

#include "area/area.h"
#include "area/import.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/embed.h"
#include "base/json_in.h"
#include "base/text.h"
#include "demo/demo_cut.h"
#include "demo/demo_places.h"
#include "geo/crs.h"
#include "geo/geojson.h"

enum { GUESTS_MAX = 24 };

/* A derived outline, and the towns without one that it takes in. */
struct ground {
    const char *code, *note, *source;
    struct geo_shape shape;
    size_t n;
    struct cut_child children[GUESTS_MAX]; /* the town itself comes first */
};

struct grounds {
    struct demo *d;
    struct ground *v;
    size_t n, cap;
};

enum err demo_tree(struct demo *d)
{
    static const struct area_level levels[] = {
        {"city",     "市",             "City",         1},
        {"district", "区县",          "District",     2},
        {"town",     "街道乡镇",    "Sub-district", 3},
        {"village",  "社区（村）", "Community",    4},
        {"cell",     "网格",          "Grid cell",    5},
    };
    for (size_t i = 0; i < LEN(levels); i++)
        TRY(area_level_add(d->c, &levels[i]));
    const struct embedded *tree = demo_file("demo/data/zhengzhou-divisions.csv");
    TRY(cut_import_tree(d, tree->text, tree->n));
    const struct embedded *file = demo_file("demo/data/zhengzhou-districts.geojson");
    struct import_options options = {.crs = "gcj02", .property = "adcode"};
    struct import_report report;
    TRY(area_import_polygons(d->c, file->text, file->n, &options, &report));
    d->count.polygons += report.added;
    return report.applied ? ERR_OK
                          : ctx_fail(d->c, ERR_INTERNAL, "demo.data", "", "%s", file->path);
}

static struct geo_shape copy_shape(struct arena *mem, struct geo_shape s)
{
    struct geo_ring *rings = arena_array(mem, s.n, sizeof *rings);
    for (size_t i = 0; i < s.n; i++) {
        struct geo_point *points = arena_array(mem, s.rings[i].n, sizeof *points);
        memcpy(points, s.rings[i].points, s.rings[i].n * sizeof *points);
        rings[i] = (struct geo_ring){.points = points, .n = s.rings[i].n};
    }
    return (struct geo_shape){.rings = rings, .n = s.n};
}

static enum err read_ground(void *arg, const struct geojson_feature *f)
{
    struct grounds *g = arg;
    struct arena *mem = g->d->c->mem;
    double lon = 0, lat = 0;
    const struct node *at = node_get(f->properties, "centre");
    (void)node_real(node_at(at, 0), &lon);
    (void)node_real(node_at(at, 1), &lat);
    g->v = arena_grow(mem, g->v, g->n, &g->cap, sizeof *g->v);
    struct ground *to = &g->v[g->n++];
    *to = (struct ground){
        .code = arena_copy(mem, node_text(node_get(f->properties, "code"))),
        .note = arena_copy(mem, node_text(node_get(f->properties, "note"))),
        .source = arena_copy_n(mem, f->source.p, f->source.n),
        .shape = copy_shape(mem, f->shape),
        .n = 1,
    };
    to->children[0] = (struct cut_child){.code = to->code, .centre = cut_seed_of_gcj02(lon, lat)};
    return ERR_OK;
}

/* Room per town that already stands on the ground; the box will do. */
static double room(const struct ground *g)
{
    struct geo_box b = shape_box(g->shape);
    return (double)(b.high.lon_e7 - b.low.lon_e7) * (double)(b.high.lat_e7 - b.low.lat_e7) /
           (double)g->n;
}

/* The ground that holds the town's place, or the roomiest one of its district; NULL: the district has no outline. */
static struct ground *host_of(struct grounds *g, const char *town, struct divide_seed centre)
{
    struct ground *best = NULL;
    struct geo_point p = geo_point_of(centre.lon, centre.lat);
    for (size_t i = 0; i < g->n; i++) {
        struct ground *at = &g->v[i];
        if (strncmp(at->code, town, 6) != 0 || at->n == GUESTS_MAX)
            continue;
        if (centre.lon > 0 && shape_holds(at->shape, p))
            return at;
        if (!best || room(at) > room(best))
            best = at;
    }
    return best;
}

static bool has_ground(const struct grounds *g, const char *town)
{
    for (size_t i = 0; i < g->n; i++)
        if (strcmp(g->v[i].code, town) == 0)
            return true;
    return false;
}

static void place_guests(struct demo *d, struct grounds *g)
{
    for (int32_t i = 0; i < (int32_t)atlas_len(d->view); i++) {
        const struct area *town = atlas_at(d->view, i);
        if (strcmp(town->level, "town") != 0 || has_ground(g, town->code))
            continue;
        struct divide_seed centre = places_town(d, town->code);
        struct ground *host = host_of(g, town->code, centre);
        if (host)
            host->children[host->n++] = (struct cut_child){.code = town->code, .centre = centre};
    }
}

enum err demo_towns(struct demo *d)
{
    const struct embedded *file = demo_file("demo/data/zhengzhou-towns-derived.geojson");
    struct grounds g = {.d = d};
    struct buf derived = {.mem = d->c->mem}, made_up = {.mem = d->c->mem};
    TRY(geojson_read(d->c, file->text, file->n, GEO_GCJ02, read_ground, &g));
    place_guests(d, &g);
    for (size_t i = 0; i < g.n; i++) {
        const struct ground *at = &g.v[i];
        if (at->n == 1)
            cut_feature(&derived, at->code, at->note, at->source);
        else
            TRY(cut_among(d, at->shape, at->children, at->n, &made_up));
    }
    TRY(cut_import(d, &derived, "gcj02"));
    return cut_import(d, &made_up, "wgs84");
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * There is no index of points: the area tree is the index. A tile asks the towns that it shows, from afar whole
 * districts, and for cases that are placed no closer than a district.
 */
#include "casefile/tile.h"

#include <string.h>

#include "base/text.h"
#include "casefile/inside.h"
#include "db/db.h"

enum { ZOOM_TOWNS = 11, PER_QUERY = 5000 };

struct drawing {
    struct ctx *c;
    const struct atlas_view *v;
    struct mvt *m;
    struct tile tile;
    struct geo_box box;
    const char *low; /* the caller's area: codes from here up to high */
    char high[TEXT_CODE_MAX];
    size_t n;
};

static void draw_rows(struct drawing *d, int32_t district, const struct db_rows *r)
{
    for (size_t i = 0; i < r->n && d->n < TILE_CASES_MAX; i++) {
        char ref[TEXT_REF];
        int64_t id = row_int(r, i, 0);
        struct geo_point p = {(int32_t)row_int(r, i, 1), (int32_t)row_int(r, i, 2)};
        if (!mvt_point(d->m, (uint64_t)id, p))
            continue;
        text_ref(district, id, ref);
        mvt_text(d->m, "ref", ref);
        mvt_text(d->m, "kind", row_text(r, i, 3));
        mvt_text(d->m, "state", row_text(r, i, 4));
        mvt_bool(d->m, "open", true);
        d->n++;
    }
}

/* town NULL: none, that is, cases placed no closer than the district. */
static enum err draw_town(struct drawing *d, int32_t district, const char *town)
{
    struct db_rows r;
    const struct db_value place = db_int(district), south = db_int(d->box.low.lat_e7),
                          north = db_int(d->box.high.lat_e7), west = db_int(d->box.low.lon_e7),
                          east = db_int(d->box.high.lon_e7), low = db_text(d->low),
                          high = db_text(d->high), most = db_int(PER_QUERY);
    if (town)
        TRY(db_query(d->c, SQL_TILE_TOWN,
                     ARGS(place, south, north, west, east, low, high, most, db_text(town)), &r));
    else
        TRY(db_query(d->c, SQL_TILE_NO_TOWN, ARGS(place, south, north, west, east, low, high, most),
                     &r));
    draw_rows(d, district, &r);
    return ERR_OK;
}

static enum err draw_whole(struct drawing *d, int32_t district)
{
    struct db_rows r;
    TRY(db_query(d->c, SQL_TILE_DISTRICT,
                 ARGS(db_int(district), db_int(d->box.low.lat_e7), db_int(d->box.high.lat_e7),
                      db_int(d->box.low.lon_e7), db_int(d->box.high.lon_e7), db_text(d->low),
                      db_text(d->high), db_int(PER_QUERY)),
                 &r));
    draw_rows(d, district, &r);
    return ERR_OK;
}

/* Is it the caller's area, in it, or around it; and may it have something in the tile? */
static bool concerns(const struct drawing *d, int32_t area)
{
    const char *code = atlas_at(d->v, area)->code;
    struct geo_box reach = atlas_reach(d->v, area);
    return (text_has_prefix(code, d->low) || text_has_prefix(d->low, code)) &&
           (box_is_none(reach) || box_meet(reach, d->box));
}

static enum err draw_district(struct drawing *d, int32_t area)
{
    const struct area *a = atlas_at(d->v, area);
    int32_t district = text_district(a->code);
    if (d->tile.z < ZOOM_TOWNS)
        return draw_whole(d, district);
    TRY(draw_town(d, district, NULL));
    for (int32_t i = a->first_child; i < a->first_child + a->n_children; i++) {
        const char *code = atlas_at(d->v, i)->code;
        if (strlen(code) == DIGITS_TOWN && concerns(d, i))
            TRY(draw_town(d, district, code));
    }
    return ERR_OK;
}

static enum err draw_area(struct drawing *d, const char *area)
{
    size_t at = 0;
    d->low = area;
    text_prefix_end(area, d->high);
    for (int32_t district; casefile_next_district(d->v, area, &at, &district);)
        if (concerns(d, district))
            TRY(draw_district(d, district));
    return ERR_OK;
}

enum err casefile_tile(struct ctx *c, const struct atlas_view *v, const char *const *areas,
                       size_t n_areas, struct tile t, struct buf *out)
{
    struct drawing d = {.c = c, .v = v, .tile = t, .box = tile_box(t)};
    d.m = mvt_open(c->mem, "cases", t);
    for (size_t i = 0; i < n_areas; i++)
        TRY(draw_area(&d, areas[i]));
    mvt_close(d.m, out);
    return ERR_OK;
}

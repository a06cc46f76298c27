/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/near.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"
#include "geo/crs.h"

enum { TOWN_DIGITS = 9, COMMUNITY_DIGITS = 12, CANDIDATES = 500, DISTRICTS = 5 };

/* What has been found so far; best first, never more than NEAR_MAX. */
struct search {
    struct ctx *c;
    const struct near_query *q;
    struct near *found;
    size_t n;
};

static bool is_found(const struct search *s, int64_t id)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->found[i].id == id)
            return true;
    return false;
}

/* Distances come before no distance; among equals the one that came first, which is the newer, stays first. */
static bool is_better(double a, double b)
{
    if (a < 0 || b < 0)
        return a >= 0 && b < 0;
    return a < b;
}

static void offer(struct search *s, int32_t district, int64_t id, double distance)
{
    size_t at = s->n;
    if (id == s->q->except || is_found(s, id))
        return;
    while (at > 0 && is_better(distance, s->found[at - 1].distance))
        at--;
    if (at == NEAR_MAX)
        return;
    if (s->n < NEAR_MAX)
        s->n++;
    memmove(&s->found[at + 1], &s->found[at], (s->n - 1 - at) * sizeof *s->found);
    s->found[at] = (struct near){.district = district, .id = id, .distance = distance};
}

static struct geo_box box_around(struct geo_point p)
{
    const double metres_per_degree = 111195, e7 = 1e7;
    double lat = NEAR_METRES / metres_per_degree * e7 * 1.01;
    double lon = lat / fmax(cos(p.lat_e7 / e7 * (double)M_PI / 180), 0.01);
    return (struct geo_box){
        {p.lon_e7 - (int32_t)lon, p.lat_e7 - (int32_t)lat},
        {p.lon_e7 + (int32_t)lon, p.lat_e7 + (int32_t)lat},
    };
}

static enum err search_district(struct search *s, int32_t district, struct geo_box box)
{
    struct db_rows r;
    TRY(db_query(s->c, SQL_CASEFILE_NEAR_POINT,
                 ARGS(db_int(district), db_int(box.low.lat_e7), db_int(box.high.lat_e7),
                      db_int(box.low.lon_e7), db_int(box.high.lon_e7), db_text(s->q->kind),
                      db_int(CANDIDATES)),
                 &r));
    for (size_t i = 0; i < r.n; i++) {
        struct geo_point p = {(int32_t)row_int(&r, i, 1), (int32_t)row_int(&r, i, 2)};
        double metres = geo_distance_m(s->q->point, p);
        if (metres <= NEAR_METRES)
            offer(s, district, row_int(&r, i, 0), metres);
    }
    return ERR_OK;
}

/* A hundred metres may lead into the next district: those at the corners are asked, too. */
static enum err search_point(struct search *s, const struct atlas_view *v)
{
    const struct geo_box box = box_around(s->q->point);
    const struct geo_point at[DISTRICTS] = {
        s->q->point,
        box.low,
        box.high,
        {box.low.lon_e7,  box.high.lat_e7},
        {box.high.lon_e7, box.low.lat_e7 }
    };
    int32_t asked[DISTRICTS] = {0};
    for (size_t i = 0; i < DISTRICTS; i++) {
        const struct area *a = atlas_at(v, atlas_locate(v, at[i]));
        bool again = !a;
        asked[i] = a ? text_district(a->code) : 0;
        for (size_t k = 0; k < i && !again; k++)
            again = asked[k] == asked[i];
        if (!again)
            TRY(search_district(s, asked[i], box));
    }
    return ERR_OK;
}

static enum err search_area(struct search *s)
{
    struct db_rows r;
    const char *area = s->q->area;
    size_t n = strlen(area);
    size_t key_n = n >= COMMUNITY_DIGITS ? COMMUNITY_DIGITS : TOWN_DIGITS;
    if (n < TOWN_DIGITS)
        return ERR_OK; /* too wide to mean the same place */
    TRY(db_query(s->c, n >= COMMUNITY_DIGITS ? SQL_CASEFILE_NEAR_COMMUNITY : SQL_CASEFILE_NEAR_TOWN,
                 ARGS(db_int(text_district(area)), db_text(arena_copy_n(s->c->mem, area, key_n)),
                      db_text(area), db_text(s->q->kind), db_int(CANDIDATES)),
                 &r));
    for (size_t i = 0; i < r.n; i++)
        if (!s->q->has_point || row_null(&r, i, 1))
            offer(s, text_district(area), row_int(&r, i, 0), -1);
    return ERR_OK;
}

static void fill(struct near *n, const struct db_rows *r, size_t i)
{
    n->kind = row_text(r, i, 1);
    n->state = row_text(r, i, 2);
    n->opened = row_int(r, i, 3);
    n->updated = row_int(r, i, 4);
    n->area = row_text(r, i, 5);
    n->supports = row_int(r, i, 6);
    n->photo = row_int(r, i, 7);
}

static enum err fill_district(struct search *s, int32_t district)
{
    struct db_value args[1 + NEAR_MAX];
    struct db_rows r;
    args[0] = db_int(district);
    for (size_t i = 0; i < NEAR_MAX; i++)
        args[1 + i] = db_int(i < s->n && s->found[i].district == district ? s->found[i].id : 0);
    TRY(db_query(s->c, SQL_CASEFILE_NEAR_LINES, args, LEN(args), &r));
    for (size_t k = 0; k < r.n; k++)
        for (size_t i = 0; i < s->n; i++)
            if (s->found[i].id == row_int(&r, k, 0))
                fill(&s->found[i], &r, k);
    return ERR_OK;
}

enum err casefile_near(struct ctx *c, const struct atlas_view *v, const struct near_query *q,
                       struct near out[NEAR_MAX], size_t *out_n)
{
    struct near found[NEAR_MAX + 1];
    struct search s = {.c = c, .q = q, .found = found};
    if (q->has_point)
        TRY(search_point(&s, v));
    if (q->area)
        TRY(search_area(&s));
    for (size_t i = 0; i < s.n; i++)
        found[i].kind = NULL;
    for (size_t i = 0; i < s.n; i++)
        if (!found[i].kind)
            TRY(fill_district(&s, found[i].district));
    memcpy(out, found, s.n * sizeof *out);
    *out_n = s.n;
    return ERR_OK;
}

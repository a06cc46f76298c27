/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/near.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"
#include "geo/crs.h"

enum { CANDIDATES = 500 };
enum { GRID = 5 }; /* points to a side that stand for what lies around */

/* What has been found so far; best first, never more than NEAR_MAX. */
struct search {
    struct ctx *c;
    const struct near_query *q;
    struct near *found;
    size_t n;
};

static bool is_left_out(const struct near_query *q, int64_t id)
{
    for (size_t i = 0; i < LEN(q->except); i++)
        if (q->except[i] == id)
            return true;
    return false;
}

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

static bool may_read(const struct near_query *q, const char *area)
{
    return !q->reader || account_may(q->reader, RIGHT_CASE_READ, area);
}

static void offer(struct search *s, int32_t district, int64_t id, double distance)
{
    size_t at = s->n;
    if (is_left_out(s->q, id) || is_found(s, id))
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

/* The way to all cases of an area without walking those of others: its community, town or district. */
static const char *key_of(struct ctx *c, const struct area *a)
{
    size_t n = a ? strlen(a->code) : 0;
    size_t key_n = n >= DIGITS_COMMUNITY ? DIGITS_COMMUNITY
                   : n >= DIGITS_TOWN    ? DIGITS_TOWN
                                         : DIGITS_DISTRICT;
    return n >= DIGITS_DISTRICT ? arena_copy_n(c->mem, a->code, key_n) : NULL;
}

static enum err query_key(struct search *s, const char *key, const struct geo_box *box,
                          struct db_rows *out)
{
    const struct db_value district = db_int(text_district(key)), code = db_text(key),
                          kind = db_text(s->q->kind), south = db_int(box->low.lat_e7),
                          north = db_int(box->high.lat_e7), west = db_int(box->low.lon_e7),
                          east = db_int(box->high.lon_e7), most = db_int(CANDIDATES);
    size_t n = strlen(key);
    if (n == DIGITS_DISTRICT)
        return db_query(s->c, SQL_NEAR_IN_DISTRICT,
                        ARGS(district, kind, south, north, west, east, most), out);
    return db_query(s->c, n == DIGITS_TOWN ? SQL_NEAR_IN_TOWN : SQL_NEAR_IN_COMMUNITY,
                    ARGS(district, code, kind, south, north, west, east, most), out);
}

static enum err search_key(struct search *s, const char *key, const struct geo_box *box)
{
    struct db_rows r;
    TRY(query_key(s, key, box, &r));
    for (size_t i = 0; i < r.n; i++) {
        struct geo_point p = {(int32_t)row_int(&r, i, 1), (int32_t)row_int(&r, i, 2)};
        double metres = geo_distance_m(s->q->point, p);
        if (metres <= NEAR_METRES && may_read(s->q, row_text(&r, i, 3)))
            offer(s, text_district(key), row_int(&r, i, 0), metres);
    }
    return ERR_OK;
}

static struct geo_point grid_point(const struct geo_box *box, int i)
{
    int32_t wide = (box->high.lon_e7 - box->low.lon_e7) / (GRID - 1),
            high = (box->high.lat_e7 - box->low.lat_e7) / (GRID - 1);
    return (struct geo_point){box->low.lon_e7 + i % GRID * wide, box->low.lat_e7 + i / GRID * high};
}

/* A hundred metres may lead into the next community, or district: all that lie around are asked, each once. */
static enum err search_point(struct search *s, const struct atlas_view *v)
{
    const struct geo_box box = box_around(s->q->point);
    const char *asked[GRID * GRID];
    size_t n = 0;
    for (int i = 0; i < GRID * GRID; i++) {
        const char *key = key_of(s->c, atlas_at(v, atlas_locate(v, grid_point(&box, i))));
        bool again = !key;
        for (size_t k = 0; k < n && !again; k++)
            again = strcmp(asked[k], key) == 0;
        if (again)
            continue;
        asked[n++] = key;
        TRY(search_key(s, key, &box));
    }
    return ERR_OK;
}

static enum err search_area(struct search *s)
{
    struct db_rows r;
    const char *area = s->q->area;
    size_t n = strlen(area);
    size_t key_n = n >= DIGITS_COMMUNITY ? DIGITS_COMMUNITY : DIGITS_TOWN;
    if (n < DIGITS_TOWN || !may_read(s->q, area))
        return ERR_OK; /* too wide to mean the same place, or not his */
    TRY(db_query(s->c, n >= DIGITS_COMMUNITY ? SQL_NEAR_LEAF_COMMUNITY : SQL_NEAR_LEAF_TOWN,
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
    TRY(db_query(s->c, SQL_NEAR_LINES, args, LEN(args), &r));
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

/* SPDX-License-Identifier: Apache-2.0 */
#include "demo/demo_places.h"

#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/embed.h"
#include "base/json_in.h"
#include "base/text.h"

/* Columns of zhengzhou-centres-2016.csv. */
enum { CODE, NAME, LEVEL, PARENT, LON, LAT, COLUMNS };

struct demo_place {
    char code[13]; /* of a village, 12 digits */
    struct divide_seed at;
};

enum err places_read(struct demo *d)
{
    const struct embedded *file = demo_file("demo/data/zhengzhou-centres-2016.csv");
    struct demo_place *v = NULL;
    size_t n = 0, cap = 0;
    struct csv csv;
    bool more;
    TRY(csv_open(d->c, file->text, file->n, &csv));
    TRY(csv_row(&csv, &more));
    for (;;) {
        TRY(csv_row(&csv, &more));
        if (!more)
            break;
        struct demo_place place = {0};
        double lon, lat;
        if (csv.n != COLUMNS || strlen(csv.cells[CODE]) != sizeof place.code - 1 ||
            !text_real(csv.cells[LON], &lon) || !text_real(csv.cells[LAT], &lat))
            return ctx_fail(d->c, ERR_INTERNAL, "demo.data", "", "%s", file->path);
        if (strcmp(csv.cells[LEVEL], "village") != 0)
            continue;
        memcpy(place.code, csv.cells[CODE], sizeof place.code);
        place.at = cut_seed_of_gcj02(lon, lat);
        v = arena_grow(d->mem, v, n, &cap, sizeof *v);
        v[n++] = place;
    }
    d->places = v;
    d->n_places = n;
    return ERR_OK;
}

struct divide_seed places_village(const struct demo *d, const char *code)
{
    for (size_t i = 0; i < d->n_places; i++)
        if (strcmp(d->places[i].code, code) == 0)
            return d->places[i].at;
    return CUT_ANYWHERE;
}

struct divide_seed places_town(const struct demo *d, const char *code)
{
    struct divide_seed sum = {0, 0};
    double n = 0;
    const struct node *typed = node_get(node_get(d->script, "centres"), code);
    if (node_real(node_at(typed, 0), &sum.lon) && node_real(node_at(typed, 1), &sum.lat))
        return cut_seed_of_gcj02(sum.lon, sum.lat);
    for (size_t i = 0; i < d->n_places; i++) {
        if (!text_has_prefix(d->places[i].code, code))
            continue;
        sum.lon += d->places[i].at.lon;
        sum.lat += d->places[i].at.lat;
        n++;
    }
    return n > 0 ? (struct divide_seed){sum.lon / n, sum.lat / n} : CUT_ANYWHERE;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Where an entry stands. */
#include <string.h>

#include "area/atlas.h"
#include "base/arena.h"
#include "base/text.h"
#include "ledger/draft.h"

static bool stands_on(const struct ledger_kind *kind, const struct area *a)
{
    return text_is_among(a->level, kind->on, kind->n_on);
}

/* From the area up to the nearest one where such an entry may stand; NULL when none above it is such. */
static const struct area *climb(const struct atlas_view *v, const struct ledger_kind *kind,
                                const struct area *a)
{
    while (a && strlen(a->code) >= DIGITS_DISTRICT && !stands_on(kind, a))
        a = atlas_at(v, a->parent);
    return a && strlen(a->code) >= DIGITS_DISTRICT ? a : NULL;
}

/* A map and a list of names both lead to the smallest area, whatever the ledger's level is. */
static enum err by_hand(struct ctx *c, const struct atlas_view *v, const struct ledger_kind *kind,
                        const char *code, const struct area **out)
{
    const struct area *a = atlas_at(v, atlas_find(v, code));
    if (!a)
        return ctx_fail(c, ERR_INVALID, "area.unknown", "area", "%.30s", code);
    if (a->valid_to && a->valid_to <= c->now)
        return ctx_fail(c, ERR_INVALID, "area.ended", "area", "%s", a->code);
    const struct area *up = climb(v, kind, a);
    if (!up)
        return ctx_fail(c, ERR_INVALID, "ledger.level", "area", "%s", a->level);
    *out = up;
    return ERR_OK;
}

static enum err by_point(struct ctx *c, const struct atlas_view *v, const struct ledger_kind *kind,
                         struct geo_point point, const struct area **out_leaf,
                         const struct area **out)
{
    const struct area *leaf = atlas_at(v, atlas_locate(v, point));
    if (!leaf || strlen(leaf->code) < DIGITS_DISTRICT)
        return ctx_fail(c, ERR_INVALID, "place.outside_grid", "point", "%.7f %.7f",
                        point.lon_e7 / 1e7, point.lat_e7 / 1e7);
    const struct area *a = climb(v, kind, leaf);
    if (!a)
        return ctx_fail(c, ERR_INVALID, "ledger.level", "point", "%s", leaf->level);
    *out_leaf = leaf;
    *out = a;
    return ERR_OK;
}

static enum err place(struct ctx *c, const struct atlas_view *v, const struct ledger_kind *kind,
                      const struct entry_where *where, const char **out_area)
{
    const struct area *named = NULL, *leaf = NULL, *located = NULL;
    if (where->area)
        TRY(by_hand(c, v, kind, where->area, &named));
    if (where->has_point)
        TRY(by_point(c, v, kind, where->point, &leaf, &located));
    /* Whoever knows it more closely than the map does may say so, but not otherwise. */
    if (named && leaf && !text_has_prefix(named->code, leaf->code) &&
        !text_has_prefix(leaf->code, named->code))
        return ctx_fail(c, ERR_INVALID, "place.mismatch", "area", "%.30s", where->area);
    const struct area *a = named ? named : located;
    if (!a)
        return ctx_fail(c, ERR_INVALID, "place.missing", "area", "%s", "");
    *out_area = arena_copy(c->mem, a->code);
    return ERR_OK;
}

enum err draft_place(struct ctx *c, const struct app *app, const struct ledger_kind *kind,
                     const struct entry_where *where, const char **out_area)
{
    const struct atlas_view *v = atlas_take(app->atlas);
    enum err err = place(c, v, kind, where, out_area);
    atlas_give(app->atlas, v);
    return err;
}

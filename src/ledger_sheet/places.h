/* SPDX-License-Identifier: Apache-2.0 */
/* Inside ledger_sheet: where a row's entry stands, by code, by name or by point, inside the area of the import. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "area/atlas.h"
#include "base/ctx.h"
#include "geo/shape.h"
#include "programme/ledger_kind.h"

struct place_name;

struct places {
    const struct atlas_view *view;
    const struct ledger_kind *kind;
    const char *scope;
    struct place_name *names; /* sorted */
    size_t n;
};

/* The view must outlive it. */
void places_open(struct ctx *c, const struct atlas_view *view, const struct ledger_kind *kind,
                 const char *scope, struct places *out);

struct place {
    const char *code; /* in mem */
    bool has_point;
    struct geo_point point;
};
/*
 * text "" none said, then the point says it, then the scope itself. NULL and *out, or the rule that is broken:
 * area_needed, area_unknown, area_ambiguous (*out->code: the codes), area_level, scope, point_outside (no area there, or
 * not the one that was named).
 */
const char *places_named(const struct places *p, struct arena *mem, const char *text,
                         const struct geo_point *point, struct place *out);

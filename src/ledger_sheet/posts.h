/* SPDX-License-Identifier: Apache-2.0 */
/* Inside ledger_sheet: the post that a row of a sheet allots, by reference, title, place and kind, or who holds it. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "area/atlas.h"
#include "base/ctx.h"
#include "programme/programme.h"

struct post_word;

struct posts {
    const struct ledger_kind *kind;
    int32_t district;
    struct post_word *words; /* sorted */
    size_t n, cap;
};

/* Of the posts that stand now. */
enum err posts_open(struct ctx *c, const struct programmes *p, const struct atlas_view *view,
                    const struct ledger_kind *kind, int32_t district, struct posts *out) MUST_USE;
/*
 * "网格长（410105-2XK9PQ7RT4MCW）" or the reference alone; else a title, "area name + kind of post", or the name of a holder.
 * Of several the one whose kind answers for the ledger. NULL and *out, or the rule that is broken: post_unknown,
 * post_ambiguous (*out_refs says which; else NULL).
 */
const char *posts_named(const struct posts *p, struct arena *mem, const char *text, int64_t *out,
                        const char **out_refs);
/* As posts_named reads it; the reference alone of one that does not stand. */
const char *posts_show(const struct posts *p, struct arena *mem, int64_t post);

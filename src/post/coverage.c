/* SPDX-License-Identifier: Apache-2.0 */
#include "post/coverage.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"

enum { REQUIRED_MAX = 64 };

struct survey {
    const struct atlas_view *v;
    const char *required[REQUIRED_MAX];
    size_t n_required;
    uint64_t *held; /* per area of the view: which required kinds are held on it */
};

static void list_required(struct survey *s, const struct programmes *p)
{
    for (size_t i = 0; i < p->n_posts && s->n_required < REQUIRED_MAX; i++)
        if (p->posts[i].required)
            s->required[s->n_required++] = p->posts[i].kind;
}

static enum err mark(void *arg, const struct db_value *row, size_t cols)
{
    struct survey *s = arg;
    (void)cols;
    for (size_t k = 0; k < s->n_required; k++) {
        if (strcmp(row[0].p, s->required[k]) != 0)
            continue;
        int32_t at = atlas_find(s->v, row[1].p);
        if (at >= 0)
            s->held[at] |= UINT64_C(1) << k;
    }
    return ERR_OK;
}

/* Below the area by its range; the few areas above it one by one. */
static enum err read_held(struct ctx *c, struct survey *s, int32_t top, int64_t at)
{
    const struct text_range in = text_range_of(atlas_at(s->v, top)->code);
    if (in.low == in.high)
        TRY(db_each(c, SQL_COVERAGE_HELD,
                    ARGS(db_int(in.low), db_text(in.from), db_text(in.end), db_int(at)), mark, s));
    else
        TRY(db_each(
            c, SQL_COVERAGE_HELD_ABOVE,
            ARGS(db_int(in.low), db_text(in.from), db_text(in.end), db_int(at), db_int(in.high)),
            mark, s));
    for (const struct area *a = atlas_at(s->v, atlas_at(s->v, top)->parent); a;
         a = atlas_at(s->v, a->parent)) {
        /* The shortest range that holds this code and none below it. */
        const char *next = arena_printf(c->mem, "%s!", a->code);
        TRY(db_each(
            c, SQL_COVERAGE_HELD,
            ARGS(db_int(text_district(a->code)), db_text(a->code), db_text(next), db_int(at)), mark,
            s));
    }
    return ERR_OK;
}

static uint64_t held_up(const struct survey *s, int32_t leaf)
{
    uint64_t held = 0;
    for (int32_t i = leaf; i >= 0; i = atlas_at(s->v, i)->parent)
        held |= s->held[i];
    return held;
}

static void note_gaps(struct ctx *c, const struct survey *s, const struct area *leaf, uint64_t held,
                      size_t max, struct coverage *out)
{
    if (!out->gaps)
        out->gaps = arena_array(c->mem, max, sizeof *out->gaps);
    for (size_t k = 0; k < s->n_required; k++) {
        if (held >> k & 1)
            continue;
        if (out->n_gaps < max)
            out->gaps[out->n_gaps++] = (struct coverage_gap){leaf, s->required[k]};
        out->gaps_found++;
    }
}

static bool is_cell(const struct area *a, const char *prefix, int64_t at)
{
    return a->is_leaf && text_has_prefix(a->code, prefix) && a->valid_from <= at &&
           (a->valid_to == 0 || a->valid_to > at);
}

enum err coverage_check(struct ctx *c, const struct programmes *p, const struct atlas_view *v,
                        const char *area, int64_t at, size_t max_gaps, struct coverage *out)
{
    struct survey s = {.v = v};
    struct coverage found = {0};
    int32_t top = atlas_find(v, area);
    if (top < 0)
        return ctx_fail(c, ERR_NOT_FOUND, "area.unknown", "area", "%.30s", area);
    list_required(&s, p);
    s.held = arena_array(c->mem, atlas_len(v), sizeof *s.held);
    TRY(read_held(c, &s, top, at));
    uint64_t all = s.n_required == REQUIRED_MAX ? UINT64_MAX : (UINT64_C(1) << s.n_required) - 1;
    for (int32_t i = 0; i < (int32_t)atlas_len(v); i++) {
        const struct area *a = atlas_at(v, i);
        if (!is_cell(a, area, at))
            continue;
        uint64_t held = held_up(&s, i);
        found.leaves++;
        found.covered += held == all;
        if (held != all)
            note_gaps(c, &s, a, held, max_gaps, &found);
    }
    const char **required = arena_array(c->mem, s.n_required, sizeof *required);
    if (s.n_required)
        memcpy(required, s.required, s.n_required * sizeof *required);
    found.required = required;
    found.n_required = s.n_required;
    *out = found;
    return ERR_OK;
}

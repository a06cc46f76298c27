/* SPDX-License-Identifier: Apache-2.0 */
/* Who answers for a place: one statement per district of its chain, which is one in all but the topmost areas. */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "post/post_row.h"

enum { AREAS_MAX = 8, CHAIN_MAX = 24, HOLDER_COL = 3 };

struct chain { /* codes from the leaf up */
    const char *codes[CHAIN_MAX];
    size_t n;
};

static void chain_of(const struct atlas_view *v, int32_t area, struct chain *out)
{
    out->n = 0;
    for (const struct area *a = atlas_at(v, area); a && out->n < CHAIN_MAX;
         a = atlas_at(v, a->parent))
        out->codes[out->n++] = a->code;
}

/* How many codes from `at` on one statement may ask for: of one district, eight at most. */
static size_t part_of(const struct chain *chain, size_t at)
{
    size_t n = 1;
    while (at + n < chain->n && n < AREAS_MAX &&
           text_district(chain->codes[at + n]) == text_district(chain->codes[at]))
        n++;
    return n;
}

static enum err read_part(struct ctx *c, const struct chain *chain, size_t at, size_t n,
                          int64_t when, struct db_rows *out)
{
    struct db_value args[2 + AREAS_MAX] = {db_int(text_district(chain->codes[at])), db_int(when)};
    for (size_t i = 0; i < AREAS_MAX; i++)
        args[2 + i] = db_text(chain->codes[at + (i < n ? i : 0)]);
    return db_query(c, SQL_POST_HELD_ON, args, LEN(args), out);
}

static struct post_answer answer_at(const struct chain *chain, size_t part, const struct db_rows *r,
                                    size_t row)
{
    return (struct post_answer){
        .found = true,
        .district = text_district(chain->codes[part]),
        .post = row_int(r, row, 0),
        .kind = row_text(r, row, 1),
        .area = row_text(r, row, 2),
        .holder = post_holder_at(r, row, HOLDER_COL),
    };
}

/* The part's rows in the order of the question: area by area upwards, then the route, then the older post. */
static size_t pick(const struct chain *chain, size_t part, size_t n, const struct case_kind *kind,
                   const struct db_rows *r, struct post_answer *out, size_t max)
{
    size_t found = 0;
    for (size_t a = part; a < part + n; a++)
        for (size_t k = 0; k < kind->n_route; k++)
            for (size_t row = 0; row < r->n && found < max; row++)
                if (strcmp(row_text(r, row, 1), kind->route[k]) == 0 &&
                    strcmp(row_text(r, row, 2), chain->codes[a]) == 0)
                    out[found++] = answer_at(chain, part, r, row);
    return found;
}

enum err post_answer(struct ctx *c, const struct atlas_view *v, int32_t area,
                     const struct case_kind *kind, int64_t at, struct post_answer *out)
{
    struct chain chain;
    struct post_answer first = {0};
    chain_of(v, area, &chain);
    for (size_t part = 0, n; part < chain.n && !first.found; part += n) {
        struct db_rows r;
        n = part_of(&chain, part);
        TRY(read_part(c, &chain, part, n, at, &r));
        (void)pick(&chain, part, n, kind, &r, &first, 1);
    }
    *out = first;
    return ERR_OK;
}

enum err post_candidates(struct ctx *c, const struct atlas_view *v, int32_t area,
                         const struct case_kind *kind, int64_t at, const struct post_answer **out,
                         size_t *out_n)
{
    struct chain chain;
    struct post_answer *all = NULL;
    size_t found = 0;
    chain_of(v, area, &chain);
    for (size_t part = 0, n; part < chain.n; part += n) {
        struct db_rows r;
        n = part_of(&chain, part);
        TRY(read_part(c, &chain, part, n, at, &r));
        if (r.n == 0)
            continue;
        struct post_answer *longer = arena_array(c->mem, found + r.n, sizeof *all);
        if (found)
            memcpy(longer, all, found * sizeof *all);
        all = longer;
        found += pick(&chain, part, n, kind, &r, all + found, r.n);
    }
    *out = all;
    *out_n = found;
    return ERR_OK;
}

enum err post_answers(struct ctx *c, const struct atlas_view *v, int32_t area,
                      const struct programmes *p, int64_t at, struct post_answer *out)
{
    struct chain chain;
    chain_of(v, area, &chain);
    memset(out, 0, p->n_kinds * sizeof *out);
    for (size_t part = 0, n; part < chain.n; part += n) {
        struct db_rows r;
        n = part_of(&chain, part);
        TRY(read_part(c, &chain, part, n, at, &r));
        for (size_t i = 0; i < p->n_kinds; i++)
            if (!out[i].found)
                (void)pick(&chain, part, n, &p->kinds[i], &r, &out[i], 1);
    }
    return ERR_OK;
}

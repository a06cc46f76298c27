/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/casefile_list.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "casefile/inside.h"

enum { DISTRICT_DIGITS = 6, TOWN_DIGITS = 9, COMMUNITY_DIGITS = 12, NAMES = 16 };

/* One page under way. Each source adds what belongs into it; what is older than the last line stays out. */
struct paging {
    struct ctx *c;
    const struct casefile_query *q;
    const char *kind, *state; /* "" takes all */
    bool some;                /* a filter beside the way in */
    bool settled;             /* the state is a final one */
    size_t want;              /* one more than the page, to know whether there is more */
    const struct db_value **lines;
    size_t n;
    int64_t floor; /* ids up to here cannot be on the page any more */
};

/* ---- merging ---- */

/* Both lists run from the newest down. */
static void merge(struct paging *p, const struct db_rows *r)
{
    const struct db_value **old = p->lines;
    const struct db_value **lines = arena_array(p->c->mem, p->want, sizeof(void *));
    size_t n = 0, a = 0, b = 0;
    while (n < p->want && (a < p->n || b < r->n)) {
        const struct db_value *row = b < r->n ? r->v + b * r->cols : NULL;
        bool take_old = a < p->n && (!row || old[a][LINE_ID].i > row[LINE_ID].i);
        lines[n++] = take_old ? old[a++] : row;
        b += !take_old;
    }
    p->lines = lines;
    p->n = n;
    if (n == p->want)
        p->floor = lines[n - 1][LINE_ID].i;
}

static enum err add(struct paging *p, enum sql id, const struct db_value *args, size_t n)
{
    struct db_rows r;
    TRY(db_query(p->c, id, args, n, &r));
    if (r.n)
        merge(p, &r);
    return ERR_OK;
}

/* ---- ways in ---- */

struct way {
    int32_t district;
    const char *prefix, *end; /* of area codes */
    const char *key;          /* town or community; NULL: the district */
    bool community, exact;    /* exact: the prefix is the key, nothing else to ask */
};

static struct way way_to(struct ctx *c, const char *area)
{
    size_t n = strlen(area);
    char end[TEXT_CODE_MAX];
    text_prefix_end(area, end);
    struct way w = {.district = text_district(area), .prefix = area};
    w.end = arena_copy(c->mem, end);
    w.community = n >= COMMUNITY_DIGITS;
    if (n >= TOWN_DIGITS)
        w.key = arena_copy_n(c->mem, area, w.community ? COMMUNITY_DIGITS : TOWN_DIGITS);
    w.exact = n == DISTRICT_DIGITS || n == TOWN_DIGITS || n == COMMUNITY_DIGITS;
    return w;
}

/* Nothing but the area, and perhaps open or settled: the pages that everybody looks at all day. */
static enum err add_plain(struct paging *p, const struct way *w)
{
    const struct db_value district = db_int(w->district), before = db_int(p->q->before),
                          floor = db_int(p->floor), want = db_int((int64_t)p->want),
                          key = db_text(w->key), is_open = db_int(p->q->open == LIST_OPEN);
    bool all = p->q->open == LIST_ALL;
    if (!w->key && all)
        return add(p, SQL_CASE_LIST_DISTRICT, ARGS(district, before, floor, want));
    if (!w->key)
        return add(p, SQL_CASE_LIST_DISTRICT_OPEN, ARGS(district, before, floor, want, is_open));
    if (all)
        return add(p, w->community ? SQL_CASE_LIST_COMMUNITY : SQL_CASE_LIST_TOWN,
                   ARGS(district, before, floor, want, key));
    return add(p, w->community ? SQL_CASE_LIST_COMMUNITY_OPEN : SQL_CASE_LIST_TOWN_OPEN,
               ARGS(district, before, floor, want, key, is_open));
}

static enum err add_half(struct paging *p, const struct way *w, bool is_open)
{
    const struct db_value district = db_int(w->district), before = db_int(p->q->before),
                          floor = db_int(p->floor), want = db_int((int64_t)p->want),
                          open = db_int(is_open), kind = db_text(p->kind),
                          state = db_text(p->state), low = db_text(w->prefix),
                          high = db_text(w->end), key = db_text(w->key);
    if (!w->key)
        return add(p, SQL_CASE_LIST_DISTRICT_SOME,
                   ARGS(district, before, floor, want, open, kind, state, low, high));
    return add(p, w->community ? SQL_CASE_LIST_COMMUNITY_SOME : SQL_CASE_LIST_TOWN_SOME,
               ARGS(district, before, floor, want, open, kind, state, low, high, key));
}

/* A final state may be rare among all that was ever settled: it has its own indexes, down to the town. */
static enum err add_settled(struct paging *p, const struct way *w)
{
    const struct db_value district = db_int(w->district), before = db_int(p->q->before),
                          floor = db_int(p->floor), want = db_int((int64_t)p->want),
                          kind = db_text(p->kind), state = db_text(p->state),
                          low = db_text(w->prefix), high = db_text(w->end);
    if (!w->key)
        return add(p, SQL_CASE_LIST_SETTLED,
                   ARGS(district, before, floor, want, kind, state, low, high));
    const struct db_value town = db_text(arena_copy_n(p->c->mem, w->key, TOWN_DIGITS));
    return add(p, SQL_CASE_LIST_SETTLED_TOWN,
               ARGS(district, before, floor, want, kind, state, low, high, town));
}

static enum err add_area(struct paging *p, const char *area)
{
    const struct way w = way_to(p->c, area);
    if (!p->some && w.exact)
        return add_plain(p, &w);
    if (p->settled)
        return p->q->open == LIST_OPEN ? ERR_OK : add_settled(p, &w);
    if (p->q->open != LIST_SETTLED)
        TRY(add_half(p, &w, true));
    if (p->q->open != LIST_OPEN && !p->state[0])
        TRY(add_half(p, &w, false));
    return ERR_OK;
}

/* An area above the districts is all districts below it: one statement each. */
static enum err add_wide(struct paging *p, const struct atlas_view *v, const char *prefix)
{
    size_t at = 0;
    for (int32_t district; casefile_next_district(v, prefix, &at, &district);)
        TRY(add_area(p, arena_copy(p->c->mem, atlas_at(v, district)->code)));
    return ERR_OK;
}

static enum err add_post(struct paging *p, int64_t post, const char *prefix, bool is_open)
{
    const struct casefile_query *q = p->q;
    char end[TEXT_CODE_MAX];
    text_prefix_end(prefix, end);
    return add(p, SQL_CASE_LIST_POST,
               ARGS(db_int(q->post_district), db_int(q->before), db_int(p->floor),
                    db_int((int64_t)p->want), db_int(is_open), db_text(p->kind), db_text(p->state),
                    db_text(prefix), db_text(end), db_int(post)));
}

static enum err add_posts(struct paging *p, const char *prefix)
{
    for (size_t i = 0; i < p->q->n_posts; i++) {
        if (p->q->open != LIST_SETTLED)
            TRY(add_post(p, p->q->posts[i], prefix, true));
        if (p->q->open != LIST_OPEN)
            TRY(add_post(p, p->q->posts[i], prefix, false));
    }
    return ERR_OK;
}

static bool is_final(const struct programmes *p, const char *state)
{
    for (size_t i = 0; state && i < p->n_flows; i++) {
        const struct flow_state *s = flow_state(&p->flows[i], state);
        if (s)
            return s->final;
    }
    return false;
}

enum err casefile_list(struct ctx *c, const struct atlas_view *v, const struct programmes *p,
                       const struct casefile_query *q, struct casefile_page *out)
{
    struct paging page = {.c = c,
                          .q = q,
                          .kind = q->kind ? q->kind : "",
                          .state = q->state ? q->state : "",
                          .some = q->kind || q->state,
                          .settled = is_final(p, q->state),
                          .want = q->limit + 1};
    for (size_t i = 0; i < q->n_areas; i++) {
        if (q->n_posts)
            TRY(add_posts(&page, q->areas[i]));
        else if (strlen(q->areas[i]) < DISTRICT_DIGITS)
            TRY(add_wide(&page, v, q->areas[i]));
        else
            TRY(add_area(&page, q->areas[i]));
    }
    out->lines = page.lines;
    out->more = page.n > q->limit;
    out->n = out->more ? q->limit : page.n;
    return ERR_OK;
}

/* ---- names ---- */

static bool has_post(const int64_t *posts, size_t n, int64_t post)
{
    for (size_t i = 0; i < n; i++)
        if (posts[i] == post)
            return true;
    return false;
}

enum err casefile_posts_of(struct ctx *c, int32_t district, int64_t person, const int64_t **out,
                           size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_CASE_POSTS_OF, ARGS(db_int(district), db_int(person), db_int(c->now)), &r));
    int64_t *posts = arena_array(c->mem, r.n, sizeof *posts);
    size_t n = 0;
    for (size_t i = 0; i < r.n; i++)
        if (!has_post(posts, n, row_int(&r, i, 0)))
            posts[n++] = row_int(&r, i, 0);
    *out = posts;
    *out_n = n;
    return ERR_OK;
}

static bool is_named(const struct post_name *names, size_t n, int32_t district, int64_t post)
{
    for (size_t i = 0; i < n; i++)
        if (names[i].post == post && names[i].district == district)
            return true;
    return false;
}

static size_t posts_of_page(const struct casefile_page *page, struct post_name *names)
{
    size_t n = 0;
    for (size_t i = 0; i < page->n; i++) {
        const struct db_value *line = page->lines[i];
        int32_t district = (int32_t)line[LINE_DISTRICT].i;
        if (line[LINE_POST].type == DB_INT && !is_named(names, n, district, line[LINE_POST].i))
            names[n++] = (struct post_name){.district = district, .post = line[LINE_POST].i};
    }
    return n;
}

static void fill_names(struct post_name *names, size_t n, int32_t district, const struct db_rows *r)
{
    for (size_t k = 0; k < r->n; k++) {
        for (size_t i = 0; i < n; i++) {
            if (names[i].post != row_int(r, k, 0) || names[i].district != district)
                continue;
            names[i].kind = row_text(r, k, 1);
            names[i].holder = row_text(r, k, 2);
        }
    }
}

/* The next posts without a name that are of one district, at most NAMES; the rest of the places stay 0. */
static void next_posts(const struct post_name *names, size_t n, size_t from, struct db_value *args)
{
    size_t taken = 0;
    for (size_t i = from; i < n && taken < NAMES; i++)
        if (!names[i].kind && names[i].district == names[from].district)
            args[2 + taken++] = db_int(names[i].post);
    for (size_t i = taken; i < NAMES; i++)
        args[2 + i] = db_int(0);
}

enum err casefile_post_names(struct ctx *c, const struct casefile_page *page,
                             const struct post_name **out, size_t *out_n)
{
    struct post_name *names = arena_array(c->mem, page->n, sizeof *names);
    size_t n = posts_of_page(page, names);
    for (size_t i = 0; i < n; i++) {
        struct db_value args[2 + NAMES];
        struct db_rows r;
        if (names[i].kind)
            continue;
        args[0] = db_int(names[i].district);
        args[1] = db_int(c->now);
        next_posts(names, n, i, args);
        TRY(db_query(c, SQL_CASE_POSTS, args, LEN(args), &r));
        fill_names(names, n, names[i].district, &r);
        if (!names[i].kind)
            names[i].kind = ""; /* no such post: asked once */
    }
    *out = names;
    *out_n = n;
    return ERR_OK;
}

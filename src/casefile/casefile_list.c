/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/casefile_list.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "casefile/inside.h"
#include "db/db.h"

/* One page under way. Each source adds what belongs into it; what lies behind its last key stays out. */
struct paging {
    struct ctx *c;
    const struct casefile_query *q;
    const char *kind, *state; /* "" takes all */
    const char *flows;        /* ",full,short,"; "" takes all */
    bool some;                /* a filter beside the way in */
    bool settled;             /* the state is a final one */
    size_t want;              /* one more than the page, to know whether there is more */
    struct casefile_key *keys;
    size_t n;
    int64_t floor; /* the newest first: ids up to here cannot be on the page any more */
    const struct programmes *programmes;
};

/* ---- merging ---- */

static bool comes_first(const struct paging *p, const struct casefile_key *a,
                        const struct casefile_key *b)
{
    if (p->q->order == LIST_NEW)
        return a->id > b->id;
    return a->due < b->due || (a->due == b->due && a->id < b->id);
}

static struct casefile_key key_of(const struct paging *p, int32_t district, const struct db_rows *r,
                                  size_t row)
{
    struct casefile_key key = {.district = district, .id = row_int(r, row, 0)};
    if (p->q->order == LIST_DUE) {
        key.due = row_int(r, row, 1);
        key.light = (int)row_int(r, row, 2);
        key.flow = row_text(r, row, 3);
        key.state = row_text(r, row, 4);
    }
    return key;
}

/* Both lists are in order; a case that two sources have (two posts of one joint case) comes once. */
static void merge(struct paging *p, int32_t district, const struct db_rows *r)
{
    struct casefile_key *keys = arena_array(p->c->mem, p->want, sizeof *keys);
    size_t n = 0, a = 0, b = 0;
    while (n < p->want && (a < p->n || b < r->n)) {
        struct casefile_key row = b < r->n ? key_of(p, district, r, b) : (struct casefile_key){0};
        bool take_old = a < p->n && (b >= r->n || comes_first(p, &p->keys[a], &row));
        if (a < p->n && b < r->n && p->keys[a].id == row.id && p->keys[a].district == district) {
            b++;
            continue;
        }
        keys[n++] = take_old ? p->keys[a++] : row;
        b += !take_old;
    }
    p->keys = keys;
    p->n = n;
    if (n == p->want)
        p->floor = keys[n - 1].id;
}

static enum err add(struct paging *p, enum sql id, const struct db_value *args, size_t n)
{
    struct db_rows r;
    TRY(db_query(p->c, id, args, n, &r));
    if (r.n)
        merge(p, (int32_t)args[0].i, &r);
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
    w.community = n >= DIGITS_COMMUNITY;
    if (n >= DIGITS_TOWN)
        w.key = arena_copy_n(c->mem, area, w.community ? DIGITS_COMMUNITY : DIGITS_TOWN);
    w.exact = n == DIGITS_DISTRICT || n == DIGITS_TOWN || n == DIGITS_COMMUNITY;
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
                          high = db_text(w->end), key = db_text(w->key), flows = db_text(p->flows);
    if (!w->key)
        return add(p, SQL_CASE_LIST_DISTRICT_SOME,
                   ARGS(district, before, floor, want, open, kind, state, low, high, flows));
    return add(p, w->community ? SQL_CASE_LIST_COMMUNITY_SOME : SQL_CASE_LIST_TOWN_SOME,
               ARGS(district, before, floor, want, open, kind, state, low, high, key, flows));
}

/* A final state may be rare among all that was ever settled: it has its own indexes, down to the town. */
static enum err add_settled(struct paging *p, const struct way *w)
{
    const struct db_value district = db_int(w->district), before = db_int(p->q->before),
                          floor = db_int(p->floor), want = db_int((int64_t)p->want),
                          kind = db_text(p->kind), state = db_text(p->state),
                          low = db_text(w->prefix), high = db_text(w->end),
                          flows = db_text(p->flows);
    if (!w->key)
        return add(p, SQL_CASE_LIST_SETTLED,
                   ARGS(district, before, floor, want, kind, state, low, high, flows));
    const struct db_value town = db_text(arena_copy_n(p->c->mem, w->key, DIGITS_TOWN));
    return add(p, SQL_CASE_LIST_SETTLED_TOWN,
               ARGS(district, before, floor, want, kind, state, low, high, town, flows));
}

static enum err add_post(struct paging *p, int64_t post, const struct way *w, bool is_open)
{
    const struct casefile_query *q = p->q;
    return add(p, SQL_CASE_LIST_POST,
               ARGS(db_int(q->post_district), db_int(q->before), db_int(p->floor),
                    db_int((int64_t)p->want), db_int(is_open), db_text(p->kind), db_text(p->state),
                    db_text(w->prefix), db_text(w->end), db_int(post), db_text(p->flows)));
}

/* ---- ways in with any filter ---- */

/* The arguments of statements by due: a town comes last, where a statement has one. Those of flags go on behind. */
enum {
    DUE_ARGS = 13,
    FLAG_ARGS = 17,
    ALL_ARGS = 18,
    ARG_AFTER = 2,
    ARG_STATE = 5,
    ARG_POST = 11,
    ARG_TOWN = 13,
    ARG_LEVEL = 13
};

static bool is_marked(const struct casefile_query *q)
{
    return q->supervised || q->level;
}

static void filters(const struct paging *p, const struct way *w, struct db_value args[ALL_ARGS])
{
    const struct casefile_query *q = p->q;
    const struct db_value all[ALL_ARGS] = {
        db_int(w->district),
        db_int(q->before),
        db_int(q->order == LIST_DUE ? q->after_due : p->floor),
        db_int((int64_t)p->want),
        db_text(p->kind),
        db_text(p->state),
        db_text(w->prefix),
        db_text(w->end),
        db_int(q->returned),
        db_int(is_marked(q)),
        db_int(q->light),
        db_int(0),
        db_text(p->flows),
        db_text(q->request ? q->request : ""),
        db_int(q->still_there),
        db_text(q->disputed ? "disputed" : ""),
        db_int(q->open == LIST_ALL ? 2 : q->open == LIST_OPEN),
        db_int(q->level),
    };
    memcpy(args, all, sizeof all);
    if (q->order == LIST_DUE && (q->n_posts || is_marked(q)))
        args[ARG_LEVEL] = db_int(q->appealable ? p->c->now : q->level);
    else if (q->order == LIST_DUE && w->key)
        args[ARG_TOWN] = db_text(arena_copy_n(p->c->mem, w->key, DIGITS_TOWN));
}

/* States of several flows may have one name: the range is walked once. */
static bool is_new_state(const struct programmes *p, size_t flow, const char *state)
{
    for (size_t i = 0; i < flow; i++)
        if (flow_state(&p->flows[i], state))
            return false;
    return true;
}

/* One open state after the other: each is a range of its own in the index. */
static enum err add_states(struct paging *p, const struct way *w, struct db_value args[ALL_ARGS])
{
    enum sql id = w->key ? SQL_CASE_DUE_STATE_TOWN : SQL_CASE_DUE_STATE;
    size_t n = w->key ? DUE_ARGS + 1 : DUE_ARGS;
    if (p->state[0])
        return add(p, id, args, n);
    for (size_t i = 0; i < p->programmes->n_flows; i++) {
        const struct flow *flow = &p->programmes->flows[i];
        for (size_t k = 0; k < flow->n_states; k++) {
            const char *state = flow->states[k].state;
            if (!flow->states[k].open || !is_new_state(p->programmes, i, state))
                continue;
            args[ARG_STATE] = db_text(state);
            TRY(add(p, id, args, n));
        }
    }
    return ERR_OK;
}

static enum err add_of_posts(struct paging *p, enum sql id, struct db_value args[ALL_ARGS])
{
    if (args[0].i != p->q->post_district)
        return ERR_OK;
    for (size_t i = 0; i < p->q->n_posts; i++) {
        args[ARG_POST] = db_int(p->q->posts[i]);
        if (p->q->order == LIST_NEW)
            args[ARG_AFTER] = db_int(p->floor);
        TRY(add(p, id, args,
                p->q->order != LIST_NEW ? DUE_ARGS + 1
                : p->q->raised          ? ALL_ARGS
                                        : FLAG_ARGS));
    }
    return ERR_OK;
}

static enum err add_due(struct paging *p, const struct way *w)
{
    const struct casefile_query *q = p->q;
    struct db_value args[ALL_ARGS];
    filters(p, w, args);
    if (q->n_posts)
        return add_of_posts(p, q->appealable ? SQL_CASE_DUE_APPEAL : SQL_CASE_DUE_POST, args);
    if (is_marked(q))
        return add(p, SQL_CASE_DUE_SUPERVISED, args, DUE_ARGS + 1);
    if (q->returned)
        return add(p, SQL_CASE_DUE_RETURNED, args, DUE_ARGS);
    if (!q->light)
        return add_states(p, w, args);
    return add(p, w->key ? SQL_CASE_DUE_LIGHT_TOWN : SQL_CASE_DUE_LIGHT, args,
               w->key ? DUE_ARGS + 1 : DUE_ARGS);
}

static bool is_flagged(const struct casefile_query *q)
{
    return q->request || q->still_there || q->disputed || q->joint || q->raised || q->mark_late ||
           q->listed;
}

static enum err add_flagged(struct paging *p, const struct way *w)
{
    const struct casefile_query *q = p->q;
    enum sql id = q->joint       ? SQL_CASE_FLAG_JOINT
                  : q->raised    ? SQL_CASE_FLAG_RAISED
                  : q->mark_late ? SQL_CASE_FLAG_MARK_LATE
                  : q->listed    ? SQL_CASE_FLAG_LISTED
                  : q->request   ? SQL_CASE_FLAG_REQUEST
                  : q->disputed  ? SQL_CASE_FLAG_DISPUTED
                                 : SQL_CASE_FLAG_STILL_THERE;
    struct db_value args[ALL_ARGS];
    filters(p, w, args);
    if (q->n_posts)
        return add_of_posts(p, id, args);
    return add(p, id, args, q->raised ? ALL_ARGS : FLAG_ARGS);
}

/* ---- pages ---- */

static enum err add_posts(struct paging *p, const struct way *w)
{
    for (size_t i = 0; i < p->q->n_posts; i++) {
        if (p->q->open != LIST_SETTLED)
            TRY(add_post(p, p->q->posts[i], w, true));
        if (p->q->open != LIST_OPEN)
            TRY(add_post(p, p->q->posts[i], w, false));
    }
    return ERR_OK;
}

static enum err add_newest(struct paging *p, const struct way *w)
{
    if (!p->some && w->exact)
        return add_plain(p, w);
    if (p->settled)
        return p->q->open == LIST_OPEN ? ERR_OK : add_settled(p, w);
    if (p->q->open != LIST_SETTLED)
        TRY(add_half(p, w, true));
    if (p->q->open != LIST_OPEN && !p->state[0])
        TRY(add_half(p, w, false));
    return ERR_OK;
}

static enum err add_area(struct paging *p, const char *area)
{
    const struct way w = way_to(p->c, area);
    if (p->q->order == LIST_DUE)
        return add_due(p, &w);
    if (is_flagged(p->q))
        return add_flagged(p, &w);
    return p->q->n_posts ? add_posts(p, &w) : add_newest(p, &w);
}

/*
 * An area above the districts is all districts below it: one statement each. Posts are of one district, which may lie
 * within a wider area.
 */
static enum err add_wide(struct paging *p, const struct atlas_view *v, const char *prefix)
{
    size_t at = 0;
    if (p->q->n_posts)
        return text_has_prefix(arena_printf(p->c->mem, "%06d", (int)p->q->post_district), prefix)
                   ? add_area(p, arena_printf(p->c->mem, "%06d", (int)p->q->post_district))
                   : ERR_OK;
    for (int32_t district; casefile_next_district(v, prefix, &at, &district);)
        TRY(add_area(p, arena_copy(p->c->mem, atlas_at(v, district)->code)));
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

bool casefile_order(const struct casefile_query *q, enum list_order asked, enum list_order *out)
{
    bool by_due = q->light || q->returned || is_marked(q) || q->appealable;
    *out = is_flagged(q) ? LIST_NEW : by_due ? LIST_DUE : asked;
    if (q->appealable)
        return !is_flagged(q) && q->open != LIST_OPEN;
    return !(is_flagged(q) && asked == LIST_DUE) && !(*out == LIST_DUE && q->open == LIST_SETTLED);
}

enum err casefile_list(struct ctx *c, const struct atlas_view *v, const struct programmes *p,
                       const struct casefile_query *q, struct casefile_keys *out)
{
    struct paging page = {.c = c,
                          .q = q,
                          .kind = q->kind ? q->kind : "",
                          .state = q->state ? q->state : "",
                          .flows = q->flows ? q->flows : "",
                          .some = q->kind || q->state || q->flows,
                          .settled = is_final(p, q->state),
                          .want = q->limit + 1,
                          .programmes = p};
    for (size_t i = 0; i < q->n_areas; i++) {
        if (strlen(q->areas[i]) < DIGITS_DISTRICT)
            TRY(add_wide(&page, v, q->areas[i]));
        else
            TRY(add_area(&page, q->areas[i]));
    }
    out->keys = page.keys;
    out->more = page.n > q->limit;
    out->n = out->more ? q->limit : page.n;
    return ERR_OK;
}

/* ---- posts of a person ---- */

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

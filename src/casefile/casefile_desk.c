/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/casefile_desk.h"

#include <string.h>

#include "base/arena.h"

/* Counts are first pages: the lists' own ways in, one key more than the bound. */
struct counting {
    struct ctx *c;
    const struct atlas_view *v;
    const struct programmes *p;
    const struct desk_query *q;
};

static struct casefile_query first_page(const struct desk_query *q)
{
    struct casefile_query page = {.areas = q->areas, .n_areas = q->n_areas, .limit = DESK_MAX};
    if (q->mine) {
        page.post_district = q->post_district;
        page.posts = q->posts;
        page.n_posts = q->n_posts;
    }
    return page;
}

static void add_key(struct desk_count *count, const struct casefile_key *key)
{
    count->n++;
    count->red += key->light == 2;
    count->yellow += key->light == 1;
}

static struct desk_count *count_of(struct desk *desk, const char *state)
{
    for (size_t i = 0; i < desk->n_states; i++)
        if (strcmp(desk->states[i].what, state) == 0)
            return &desk->states[i];
    return NULL;
}

/* One place for each open state that some flow has. */
static void name_states(const struct counting *n, struct desk *out)
{
    size_t cap = 0;
    for (size_t i = 0; i < n->p->n_flows; i++)
        cap += n->p->flows[i].n_states;
    out->states = arena_array(n->c->mem, cap, sizeof *out->states);
    for (size_t i = 0; i < n->p->n_flows; i++) {
        const struct flow *f = &n->p->flows[i];
        for (size_t k = 0; k < f->n_states; k++)
            if (f->states[k].open && !count_of(out, f->states[k].state))
                out->states[out->n_states++].what = f->states[k].state;
    }
}

static void drop_empty(struct desk *desk)
{
    size_t n = 0;
    for (size_t i = 0; i < desk->n_states; i++)
        if (desk->states[i].n)
            desk->states[n++] = desk->states[i];
    desk->n_states = n;
}

/* A person's posts have few cases: one walk over them all. */
static enum err count_mine(const struct counting *n, struct desk *out)
{
    struct casefile_query page = first_page(n->q);
    struct casefile_keys keys = {0};
    page.order = LIST_DUE;
    TRY(casefile_list(n->c, n->v, n->p, &page, &keys));
    for (size_t i = 0; i < keys.n; i++) {
        struct desk_count *count = count_of(out, keys.keys[i].state);
        if (count)
            add_key(count, &keys.keys[i]);
    }
    for (size_t i = 0; i < out->n_states; i++)
        out->states[i].more = keys.more && out->states[i].n > 0;
    return ERR_OK;
}

static enum err count_states(const struct counting *n, struct desk *out)
{
    for (size_t i = 0; i < out->n_states; i++) {
        struct casefile_query page = first_page(n->q);
        struct casefile_keys keys = {0};
        page.order = LIST_DUE;
        page.state = out->states[i].what;
        TRY(casefile_list(n->c, n->v, n->p, &page, &keys));
        for (size_t k = 0; k < keys.n; k++)
            add_key(&out->states[i], &keys.keys[k]);
        out->states[i].more = keys.more;
    }
    return ERR_OK;
}

static enum err count_flag(const struct counting *n, const char *flag, struct casefile_query page,
                           struct desk *out)
{
    struct casefile_keys keys = {0};
    if (page.joint) {
        page.post_district = n->q->post_district;
        page.posts = n->q->posts;
        page.n_posts = n->q->n_posts;
    }
    page.before = INT64_MAX;
    if (casefile_order(&page, LIST_NEW, &page.order) && page.order == LIST_DUE)
        page.before = 0;
    if (page.n_posts || !(page.joint || n->q->mine))
        TRY(casefile_list(n->c, n->v, n->p, &page, &keys));
    out->flags[out->n_flags++] =
        (struct desk_count){.what = flag, .n = (int64_t)keys.n, .more = keys.more};
    return ERR_OK;
}

enum err casefile_desk(struct ctx *c, const struct atlas_view *v, const struct programmes *p,
                       const struct desk_query *q, struct desk *out)
{
    const struct counting n = {c, v, p, q};
    struct casefile_query request = first_page(q), supervised = request, returned = request,
                          still_there = request, disputed = request, joint = request;
    *out = (struct desk){0};
    name_states(&n, out);
    if (!q->mine)
        TRY(count_states(&n, out));
    else if (q->n_posts)
        TRY(count_mine(&n, out));
    drop_empty(out);
    request.request = "any";
    supervised.supervised = true;
    returned.returned = true;
    still_there.still_there = true;
    disputed.disputed = true;
    joint.joint = true;
    TRY(count_flag(&n, "request", request, out));
    TRY(count_flag(&n, "supervised", supervised, out));
    TRY(count_flag(&n, "returned", returned, out));
    TRY(count_flag(&n, "still_there", still_there, out));
    TRY(count_flag(&n, "disputed", disputed, out));
    return count_flag(&n, "joint", joint, out);
}

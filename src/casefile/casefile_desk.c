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

static struct desk_count *count_of(struct desk *desk, const struct casefile_key *key)
{
    for (size_t i = 0; i < desk->n_states; i++)
        if (strcmp(desk->states[i].what, key->state) == 0 &&
            strcmp(desk->states[i].flow, key->flow) == 0)
            return &desk->states[i];
    return NULL;
}

static void add_keys(struct desk *desk, const struct casefile_keys *keys)
{
    for (size_t i = 0; i < keys->n; i++) {
        struct desk_count *count = count_of(desk, &keys->keys[i]);
        if (!count)
            continue;
        count->n++;
        count->red += keys->keys[i].light == 2;
        count->yellow += keys->keys[i].light == 1;
    }
}

/* One place for each open state of each flow. */
static void name_states(const struct counting *n, struct desk *out)
{
    size_t cap = 0;
    for (size_t i = 0; i < n->p->n_flows; i++)
        cap += n->p->flows[i].n_states;
    out->states = arena_array(n->c->mem, cap, sizeof *out->states);
    for (size_t i = 0; i < n->p->n_flows; i++) {
        const struct flow *f = &n->p->flows[i];
        for (size_t k = 0; k < f->n_states; k++)
            if (f->states[k].open)
                out->states[out->n_states++] =
                    (struct desk_count){.flow = f->flow, .what = f->states[k].state};
    }
}

static void drop_empty(struct desk *desk)
{
    size_t n = 0;
    for (size_t i = 0; i < desk->n_states; i++)
        if (desk->states[i].n || desk->states[i].more)
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
    add_keys(out, &keys);
    for (size_t i = 0; i < out->n_states; i++)
        out->states[i].more = keys.more && out->states[i].n > 0;
    return ERR_OK;
}

static bool is_named_before(const struct desk *desk, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(desk->states[i].what, desk->states[at].what) == 0)
            return true;
    return false;
}

/* The index knows states, not flows: flows that share a state's name share its first page. */
static enum err count_states(const struct counting *n, struct desk *out)
{
    for (size_t i = 0; i < out->n_states; i++) {
        struct casefile_query page = first_page(n->q);
        struct casefile_keys keys = {0};
        page.order = LIST_DUE;
        page.state = out->states[i].what;
        if (is_named_before(out, i))
            continue;
        TRY(casefile_list(n->c, n->v, n->p, &page, &keys));
        add_keys(out, &keys);
        for (size_t k = i; k < out->n_states && keys.more; k++)
            if (strcmp(out->states[k].what, page.state) == 0)
                out->states[k].more = true;
    }
    return ERR_OK;
}

static enum err count_flag(const struct counting *n, const char *flag, struct casefile_query page,
                           struct desk *out)
{
    struct casefile_keys keys = {0};
    bool of_posts = page.joint || page.appealable;
    if (of_posts) {
        page.post_district = n->q->post_district;
        page.posts = n->q->posts;
        page.n_posts = n->q->n_posts;
    }
    page.before = INT64_MAX;
    if (casefile_order(&page, LIST_NEW, &page.order) && page.order == LIST_DUE)
        page.before = 0;
    if (page.n_posts || !(of_posts || n->q->mine))
        TRY(casefile_list(n->c, n->v, n->p, &page, &keys));
    out->flags[out->n_flags++] =
        (struct desk_count){.what = flag, .n = (int64_t)keys.n, .more = keys.more};
    return ERR_OK;
}

/* By what presses: told to this desk itself, its date over, and each kind of mark. */
static enum err count_marks(const struct counting *n, struct desk *out)
{
    static const char *const levels[] = {"mark_urge", "mark_supervise", "mark_list"};
    struct casefile_query raised = first_page(n->q), late = raised, level = raised;
    raised.raised = true;
    late.mark_late = true;
    TRY(count_flag(n, "raised", raised, out));
    TRY(count_flag(n, "mark_late", late, out));
    for (size_t i = 0; i < LEN(levels); i++) {
        level.level = (int)i + 1;
        TRY(count_flag(n, levels[i], level, out));
    }
    return ERR_OK;
}

/* What asks for attention in another way than by its state. */
static enum err count_flags(const struct counting *n, struct desk *out)
{
    struct casefile_query request = first_page(n->q), supervised = request, returned = request,
                          still_there = request, disputed = request, joint = request,
                          appealable = request;
    request.request = "any";
    supervised.supervised = true;
    returned.returned = true;
    still_there.still_there = true;
    disputed.disputed = true;
    joint.joint = true;
    appealable.appealable = true;
    TRY(count_flag(n, "request", request, out));
    TRY(count_flag(n, "supervised", supervised, out));
    TRY(count_flag(n, "returned", returned, out));
    TRY(count_flag(n, "still_there", still_there, out));
    TRY(count_flag(n, "disputed", disputed, out));
    TRY(count_flag(n, "joint", joint, out));
    return count_flag(n, "appealable", appealable, out);
}

enum err casefile_desk(struct ctx *c, const struct atlas_view *v, const struct programmes *p,
                       const struct desk_query *q, struct desk *out)
{
    const struct counting n = {c, v, p, q};
    *out = (struct desk){0};
    name_states(&n, out);
    if (!q->mine)
        TRY(count_states(&n, out));
    else if (q->n_posts)
        TRY(count_mine(&n, out));
    drop_empty(out);
    TRY(count_flags(&n, out));
    return count_marks(&n, out);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Lists by what is due, lists of what asks for attention, and the counts of a desk, against a plain walk. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "casefile/case_world.h"
#include "casefile/casefile_desk.h"
#include "db/db_driver.h"

enum { KEPT_MAX = 400 };

struct kept {
    struct casefile f[KEPT_MAX];
    size_t n;
};

static void run_sql(struct city *w, const char *sql)
{
    assert_int_equal(db_begin(w->c, DB_WRITE), ERR_OK);
    assert_int_equal(w->c->db->driver->ddl(w->c, sql), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
}

/* Clocks and flags without a pattern: what the engine would have written in the course of weeks. */
static void fill(struct city *w, struct kept *all, size_t n)
{
    static const char *const areas[] = {CELL_1, CELL_2, VILLAGE_2, VILLAGE_3, OTHER_VILLAGE,
                                        TOWN,   CELL_1, VILLAGE,   JINSHUI};
    struct receipt r[KEPT_MAX];
    for (size_t i = 0; i < n; i++) {
        r[i] = city_report(w, i % 3 ? NOISE : LIGHT, areas[i * 7 % LEN(areas)]);
        if (i % 4 == 1)
            assert_int_equal(city_act(w, r[i], CHIEF, "accept"), ERR_OK);
        else if (i % 5 == 2)
            assert_int_equal(city_act(w, r[i], CHIEF, "reject"), ERR_OK);
    }
    run_sql(
        w,
        "UPDATE casefile SET clock = 'accept', due = 1000 + (id % 9973 * 7919) % 13,"
        " light = (id % 9973 * 31) % 3, returns = (id % 9973 * 17) % 5 / 3, supervised = (id % 9973 * 13) % 7 / 5"
        " WHERE is_open = 1");
    run_sql(w, "UPDATE casefile SET clock = NULL, due = NULL WHERE is_open = 0");
    run_sql(w, "UPDATE casefile SET woken = CASE WHEN (id % 9973 * 11) % 4 > 1 THEN 7 END,"
               " request = CASE WHEN id % 6 = 1 THEN 'extension' WHEN id % 6 = 4 THEN 'appeal' END,"
               " verdict = CASE WHEN id % 7 = 3 THEN 'disputed' END");
    for (size_t i = 0; i < n; i++)
        all->f[i] = city_case(w, r[i]);
    all->n = n;
}

/* Before the journal is held against the cases: nothing of it was made by steps. */
static void clear(struct city *w)
{
    run_sql(w, "UPDATE casefile SET clock = NULL, due = NULL, light = 0, returns = 0,"
               " supervised = 0, woken = NULL, request = NULL, verdict = NULL");
}

static bool same(const char *wanted, const char *is)
{
    return !wanted || (is && strcmp(wanted, is) == 0);
}

static bool flags_match(const struct casefile *f, const struct casefile_query *q)
{
    bool request =
        !q->request ||
        (f->request && (strcmp(q->request, "any") == 0 || strcmp(q->request, f->request) == 0));
    return request && (!q->returned || f->returns > 0) && (!q->supervised || f->supervised > 0) &&
           (!q->light || (int)f->light == q->light) && (!q->still_there || f->woken) &&
           (!q->disputed || same("disputed", f->verdict));
}

static bool of_flows(const char *flows, const char *flow)
{
    char one[64];
    (void)snprintf(one, sizeof one, ",%s,", flow);
    return !flows || strstr(flows, one);
}

static bool matches(const struct casefile *f, const struct casefile_query *q)
{
    bool inside = false, with_post = q->n_posts == 0;
    for (size_t i = 0; i < q->n_areas; i++)
        inside = inside || text_has_prefix(f->area, q->areas[i]);
    for (size_t i = 0; i < q->n_posts; i++)
        with_post = with_post || f->post == q->posts[i];
    return inside && with_post && same(q->kind, f->kind) && same(q->state, f->state) &&
           of_flows(q->flows, f->flow) && (q->order == LIST_NEW || f->due) &&
           (q->open == LIST_ALL || f->is_open == (q->open == LIST_OPEN)) && flags_match(f, q);
}

static int by_due(const void *a, const void *b)
{
    const struct casefile *x = a, *y = b;
    if (x->due != y->due)
        return x->due < y->due ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

static int by_newest(const void *a, const void *b)
{
    const struct casefile *x = a, *y = b;
    return x->id > y->id ? -1 : x->id < y->id;
}

static struct casefile_keys page(struct city *w, const struct casefile_query *q)
{
    struct casefile_keys keys;
    const struct atlas_view *v = atlas_take(w->app.atlas);
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(casefile_list(w->c, v, w->app.programmes, q, &keys), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    atlas_give(w->app.atlas, v);
    return keys;
}

/* Walks the pages and, beside them, all cases in the same order; how many there are. */
static size_t assert_walk(struct city *w, struct kept *all, struct casefile_query q)
{
    size_t k = 0, seen = 0;
    assert_true(casefile_order(&q, q.order, &q.order));
    qsort(all->f, all->n, sizeof all->f[0], q.order == LIST_DUE ? by_due : by_newest);
    q.before = q.order == LIST_DUE ? 0 : INT64_MAX;
    for (bool more = true; more;) {
        struct casefile_keys p = page(w, &q);
        assert_true(p.n <= q.limit && (!p.more || p.n == q.limit));
        for (size_t i = 0; i < p.n; i++, k++, seen++) {
            while (k < all->n && !matches(&all->f[k], &q))
                k++;
            assert_true(k < all->n);
            assert_int_equal(p.keys[i].id, all->f[k].id);
            assert_int_equal(p.keys[i].district, all->f[k].district);
            q.before = p.keys[i].id;
            q.after_due = p.keys[i].due;
        }
        more = p.more;
    }
    for (; k < all->n; k++)
        assert_false(matches(&all->f[k], &q));
    return seen;
}

static const char *const way_1[] = {CITY}, *const way_2[] = {JINSHUI}, *const way_3[] = {TOWN},
                         *const way_4[] = {VILLAGE}, *const way_5[] = {CELL_1},
                         *const way_6[] = {TOWN_2, "410103"};
static const struct {
    const char *const *areas;
    size_t n;
} ways[] = {
    {way_1, 1},
    {way_2, 1},
    {way_3, 1},
    {way_4, 1},
    {way_5, 1},
    {way_6, 2},
};

static void what_is_due_comes_first_by_every_way_in(void **state)
{
    static const char *const kinds[] = {NULL, NOISE}, *const states[] = {NULL, "reported"},
                             *const flows[] = {NULL, ",order,full,"};
    static struct kept all;
    struct city w;
    size_t seen = 0;
    (void)state;
    city_open(&w);
    fill(&w, &all, 70);
    for (size_t i = 0; i < LEN(ways) * 2 * 2 * 2 * 6; i++) {
        size_t flag = i % 6;
        struct casefile_query q = {.areas = ways[i / 48].areas,
                                   .n_areas = ways[i / 48].n,
                                   .flows = flows[i / 24 % 2],
                                   .kind = kinds[i / 12 % 2],
                                   .state = states[i / 6 % 2],
                                   .order = LIST_DUE,
                                   .light = flag == 1 || flag == 2 ? (int)flag : 0,
                                   .returned = flag == 3 || flag == 5,
                                   .supervised = flag == 4 || flag == 5,
                                   .limit = 5};
        seen += assert_walk(&w, &all, q);
    }
    assert_true(seen > 300);
    clear(&w);
    city_close(&w);
}

static void what_asks_for_attention_comes_newest_first(void **state)
{
    static const char *const requests[] = {"any", "appeal", NULL};
    static struct kept all;
    struct city w;
    size_t seen = 0;
    (void)state;
    city_open(&w);
    fill(&w, &all, 70);
    for (size_t i = 0; i < LEN(ways) * 2 * 3 * 4; i++) {
        struct casefile_query q = {.areas = ways[i / 24].areas,
                                   .n_areas = ways[i / 24].n,
                                   .flows = i / 12 % 2 ? ",short," : NULL,
                                   .open = (enum list_open)(i / 4 % 3),
                                   .request = requests[i % 4 < 2 ? i % 4 : 2],
                                   .still_there = i % 4 == 2,
                                   .disputed = i % 4 == 3,
                                   .returned = i % 8 == 5,
                                   .limit = 4};
        seen += assert_walk(&w, &all, q);
    }
    assert_true(seen > 100);
    clear(&w);
    city_close(&w);
}

static void the_posts_of_a_person_are_walked_by_due_too(void **state)
{
    static struct kept all;
    struct city w;
    (void)state;
    city_open(&w);
    fill(&w, &all, 70);
    const int64_t posts[] = {w.worker_post, w.duty_post};
    for (size_t i = 0; i < LEN(ways) * 2 * 4; i++) {
        struct casefile_query q = {.areas = ways[i / 8].areas,
                                   .n_areas = ways[i / 8].n,
                                   .flows = i / 4 % 2 ? ",full," : NULL,
                                   .post_district = 410105,
                                   .posts = posts,
                                   .n_posts = 2,
                                   .order = i % 4 == 3 ? LIST_NEW : LIST_DUE,
                                   .light = i % 4 == 1 ? 2 : 0,
                                   .returned = i % 4 == 2,
                                   .request = i % 4 == 3 ? "any" : NULL,
                                   .limit = 3};
        (void)assert_walk(&w, &all, q);
    }
    clear(&w);
    city_close(&w);
}

static void filters_with_an_order_of_their_own_refuse_another(void **state)
{
    enum list_order order;
    (void)state;
    assert_true(casefile_order(&(struct casefile_query){.light = 1}, LIST_NEW, &order));
    assert_int_equal(order, LIST_DUE);
    assert_true(casefile_order(&(struct casefile_query){.disputed = true}, LIST_NEW, &order));
    assert_int_equal(order, LIST_NEW);
    assert_false(casefile_order(&(struct casefile_query){.request = "any"}, LIST_DUE, &order));
    assert_false(casefile_order(&(struct casefile_query){.open = LIST_SETTLED, .returned = true},
                                LIST_NEW, &order));
    assert_false(casefile_order(&(struct casefile_query){.open = LIST_SETTLED}, LIST_DUE, &order));
}

/* ---- what waits ---- */

static struct desk desk_of(struct city *w, const struct desk_query *q)
{
    struct desk desk;
    const struct atlas_view *v = atlas_take(w->app.atlas);
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(casefile_desk(w->c, v, w->app.programmes, q, &desk), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    atlas_give(w->app.atlas, v);
    return desk;
}

static int64_t count(const struct kept *all, const struct casefile_query *q)
{
    int64_t n = 0;
    for (size_t i = 0; i < all->n; i++)
        n += matches(&all->f[i], q);
    return n;
}

/* How many of the counts are of a state that another flow has too. */
static size_t assert_states(const struct kept *all, const struct desk *desk,
                            struct casefile_query q)
{
    int64_t sum = 0;
    size_t shared = 0;
    q.order = LIST_DUE;
    for (size_t i = 0; i < desk->n_states; i++) {
        char flows[64];
        (void)snprintf(flows, sizeof flows, ",%s,", desk->states[i].flow);
        for (size_t k = 0; k < i; k++)
            shared += strcmp(desk->states[k].what, desk->states[i].what) == 0;
        q.state = desk->states[i].what;
        q.flows = flows;
        q.light = 0;
        assert_int_equal(desk->states[i].n, count(all, &q));
        q.light = 1;
        assert_int_equal(desk->states[i].yellow, count(all, &q));
        q.light = 2;
        assert_int_equal(desk->states[i].red, count(all, &q));
        assert_false(desk->states[i].more);
        sum += desk->states[i].n;
    }
    q.state = q.flows = NULL;
    q.light = 0;
    assert_int_equal(sum, count(all, &q));
    return shared;
}

static void a_desk_counts_what_waits_by_state_of_a_flow_and_light(void **state)
{
    static struct kept all;
    struct city w;
    size_t shared = 0;
    (void)state;
    city_open(&w);
    fill(&w, &all, 60);
    const int64_t posts[] = {w.worker_post, w.duty_post};
    for (size_t i = 0; i < LEN(ways) * 2; i++) {
        struct desk_query q = {.areas = ways[i / 2].areas, .n_areas = ways[i / 2].n};
        struct casefile_query plain = {.areas = q.areas, .n_areas = q.n_areas};
        q.mine = i % 2;
        plain.post_district = q.post_district = 410105;
        plain.posts = q.posts = posts;
        plain.n_posts = q.mine ? 2 : 0;
        q.n_posts = 2;
        struct desk desk = desk_of(&w, &q);
        shared += assert_states(&all, &desk, plain);
        assert_int_equal(desk.n_flags, DESK_FLAGS);
        plain.request = "any";
        assert_string_equal(desk.flags[0].what, "request");
        assert_int_equal(desk.flags[0].n, count(&all, &plain));
        plain.request = NULL;
        plain.disputed = true;
        assert_string_equal(desk.flags[4].what, "disputed");
        assert_int_equal(desk.flags[4].n, count(&all, &plain));
    }
    assert_true(shared > 0);
    clear(&w);
    city_close(&w);
}

static void a_desk_counts_up_to_a_bound(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, NOISE, CELL_1);
    (void)r;
    run_sql(&w, "UPDATE casefile SET clock = 'accept', due = 5");
    for (int i = 0; i < 8; i++)
        run_sql(&w, "INSERT INTO casefile (district, id, kind, flow, state, is_open, area, town,"
                    " community, body, secret_hash, opened, updated, due)"
                    " SELECT district, id + (SELECT count(*) FROM casefile), kind, flow, state,"
                    " is_open, area, town, community, body, secret_hash, opened, updated, due"
                    " FROM casefile");
    struct desk desk = desk_of(&w, &(struct desk_query){.areas = way_3, .n_areas = 1});
    /* Behind the bound there may be some of each flow that has this state. */
    assert_int_equal(desk.n_states, 2);
    assert_int_equal(desk.states[0].n + desk.states[1].n, DESK_MAX);
    assert_true(desk.states[0].more && desk.states[1].more);
    assert_int_equal(desk.flags[0].n, 0);
    run_sql(&w, "DELETE FROM casefile WHERE secret_hash IS NOT NULL AND id > (SELECT min(id) FROM"
                " casefile)");
    clear(&w);
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_due_comes_first_by_every_way_in),
        cmocka_unit_test(what_asks_for_attention_comes_newest_first),
        cmocka_unit_test(the_posts_of_a_person_are_walked_by_due_too),
        cmocka_unit_test(filters_with_an_order_of_their_own_refuse_another),
        cmocka_unit_test(a_desk_counts_what_waits_by_state_of_a_flow_and_light),
        cmocka_unit_test(a_desk_counts_up_to_a_bound),
    };
    return UNIT_RUN(tests);
}

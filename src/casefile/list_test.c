/* SPDX-License-Identifier: Apache-2.0 */
/* Pages of cases: every way in gives what a plain walk over all cases gives, without gaps or repeats. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "casefile/case_world.h"
#include "casefile/casefile_lines.h"

enum { KEPT_MAX = 400 };

/* All that was filed, in order, for the plain walk. */
struct kept {
    struct receipt r[KEPT_MAX];
    size_t n;
};

static struct casefile_keys page(struct city *w, const struct casefile_query *q)
{
    struct casefile_keys p;
    const struct atlas_view *v = atlas_take(w->app.atlas);
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(casefile_list(w->c, v, w->app.programmes, q, &p), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    atlas_give(w->app.atlas, v);
    return p;
}

static struct casefile_page lines_of(struct city *w, const struct casefile_keys *keys)
{
    struct casefile_page lines;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(casefile_lines(w->c, keys->keys, keys->n, &lines), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return lines;
}

static bool matches(const struct casefile *f, const struct casefile_query *q)
{
    bool inside = false;
    for (size_t i = 0; i < q->n_areas; i++)
        inside = inside || text_has_prefix(f->area, q->areas[i]);
    bool with_post = q->n_posts == 0;
    for (size_t i = 0; i < q->n_posts; i++)
        with_post = with_post || f->post == q->posts[i];
    return inside && with_post && (!q->kind || strcmp(f->kind, q->kind) == 0) &&
           (!q->state || strcmp(f->state, q->state) == 0) &&
           (q->open == LIST_ALL || f->is_open == (q->open == LIST_OPEN));
}

/* Walks the pages and, beside them, all cases from the newest down. */
static void assert_walk(struct city *w, const struct kept *all, struct casefile_query q)
{
    size_t k = all->n;
    q.before = INT64_MAX;
    for (bool more = true; more;) {
        struct casefile_keys p = page(w, &q);
        assert_true(p.n <= q.limit);
        assert_true(!p.more || p.n == q.limit);
        for (size_t i = 0; i < p.n; i++) {
            struct casefile f = {0};
            do {
                assert_true(k > 0);
                f = city_case(w, all->r[--k]);
            } while (!matches(&f, &q));
            assert_int_equal(p.keys[i].id, f.id);
            assert_int_equal(p.keys[i].district, f.district);
            q.before = f.id;
        }
        more = p.more;
    }
    while (k > 0) {
        struct casefile f = city_case(w, all->r[--k]);
        assert_false(matches(&f, &q));
    }
}

static void keep(struct kept *all, struct receipt r)
{
    assert_true(all->n < KEPT_MAX);
    all->r[all->n++] = r;
}

/* A mixture over areas, kinds and states that has no pattern in time. */
static void fill(struct city *w, struct kept *all, size_t n)
{
    static const char *const areas[] = {CELL_1, CELL_2, VILLAGE_2, VILLAGE_3, OTHER_VILLAGE,
                                        TOWN,   CELL_1, VILLAGE,   JINSHUI,   "410103"};
    for (size_t i = 0; i < n; i++) {
        struct receipt r = city_report(w, i % 3 ? NOISE : LIGHT, areas[i * 7 % LEN(areas)]);
        keep(all, r);
        if (i % 4 == 1)
            assert_int_equal(city_act(w, r, CHIEF, "accept"), ERR_OK);
        else if (i % 5 == 2)
            assert_int_equal(city_act(w, r, CHIEF, "reject"), ERR_OK);
    }
}

/* Areas of every width, alone and several at once. */
static const char *const way_1[] = {CITY}, *const way_2[] = {JINSHUI}, *const way_3[] = {TOWN},
                         *const way_4[] = {VILLAGE}, *const way_5[] = {CELL_1},
                         *const way_6[] = {TOWN_2, "410103"},
                         *const way_7[] = {CELL_2, VILLAGE_2, VILLAGE_3};
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
    {way_7, 3},
};

static void every_way_in_gives_what_a_plain_walk_gives(void **state)
{
    static const char *const kinds[] = {NULL, NOISE}, *const states[] = {NULL, "reported",
                                                                         "rejected", "merged"};
    static struct kept all;
    struct city w;
    (void)state;
    all.n = 0;
    city_open(&w);
    fill(&w, &all, 60);
    for (size_t i = 0; i < LEN(ways) * 2 * 4 * 3; i++) {
        const struct casefile_query q = {.areas = ways[i / 24].areas,
                                         .n_areas = ways[i / 24].n,
                                         .kind = kinds[i / 12 % 2],
                                         .state = states[i / 3 % 4],
                                         .open = (enum list_open)(i % 3),
                                         .limit = 7};
        assert_walk(&w, &all, q);
    }
    city_close(&w);
}

static void the_posts_of_a_person_have_their_own_list(void **state)
{
    static struct kept all;
    struct city w;
    const int64_t *posts;
    size_t n;
    (void)state;
    all.n = 0;
    city_open(&w);
    fill(&w, &all, 30);
    const struct {
        int64_t person, post;
    } rows[] = {
        {w.zhang, w.worker_post},
        {w.li,    w.worker_post},
        {w.wang,  w.duty_post  },
        {w.qian,  0            },
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        assert_int_equal(db_begin(w.c, DB_READ), ERR_OK);
        assert_int_equal(casefile_posts_of(w.c, 410105, rows[i].person, &posts, &n), ERR_OK);
        assert_int_equal(db_end(w.c, true), ERR_OK);
        assert_int_equal(n, rows[i].post != 0);
        if (n == 0)
            continue;
        assert_int_equal(posts[0], rows[i].post);
        for (int open = 0; open < 3; open++)
            assert_walk(&w, &all,
                        (struct casefile_query){.areas = way_2,
                                                .n_areas = 1,
                                                .open = (enum list_open)open,
                                                .post_district = 410105,
                                                .posts = posts,
                                                .n_posts = n,
                                                .limit = 3});
    }
    city_close(&w);
}

/* Between two pages others report, settle and reopen: what was there before the first page is seen once. */
static void pages_neither_skip_nor_repeat_while_cases_arrive(void **state)
{
    static struct kept all;
    struct city w;
    size_t k;
    (void)state;
    all.n = 0;
    city_open(&w);
    fill(&w, &all, 25);
    k = all.n;
    struct casefile_query q = {.areas = way_1, .n_areas = 1, .limit = 4, .before = INT64_MAX};
    for (bool more = true; more;) {
        struct casefile_keys p = page(&w, &q);
        for (size_t i = 0; i < p.n; i++) {
            assert_int_equal(p.keys[i].id, all.r[--k].id);
            q.before = p.keys[i].id;
        }
        more = p.more;
        (void)city_report(&w, NOISE, CELL_1);
        (void)city_report(&w, NOISE, OTHER_VILLAGE);
        if (k > 0)
            (void)city_act(&w, all.r[k - 1], CHIEF, "reject");
    }
    assert_int_equal(k, 0);
    city_close(&w);
}

static void a_line_has_what_the_list_shows(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "disposed");
    const struct casefile_query q = {.areas = way_5, .n_areas = 1, .limit = 1, .before = INT64_MAX};
    struct casefile_keys p = page(&w, &q);
    assert_int_equal(p.n, 1);
    assert_false(p.more);
    struct casefile_page lines = lines_of(&w, &p);
    const struct casefile_line *line = &lines.lines[0];
    struct casefile f = city_case(&w, r);
    assert_int_equal(lines.n, 1);
    assert_int_equal(line->file.district, 410105);
    assert_int_equal(line->file.id, r.id);
    assert_int_equal(line->file.version, 4);
    assert_string_equal(line->file.kind, NOISE);
    assert_string_equal(line->file.flow, f.flow);
    assert_string_equal(line->file.state, "disposed");
    assert_true(line->file.is_open);
    assert_string_equal(line->file.area, CELL_1);
    assert_int_equal(line->file.post, w.worker_post);
    assert_false(line->file.has_point);
    assert_null(line->file.address);
    assert_string_equal(line->file.body, "夜里很吵");
    assert_string_equal(line->file.handler_name, "张三");
    assert_string_equal(line->file.source, "resident");
    assert_null(line->assigned_name);
    assert_int_equal(line->file.cycle, 1);
    assert_int_equal(line->file.closed, 0);
    assert_true(line->file.opened < line->file.updated);
    city_close(&w);
}

/* Twenty posts and a vacant one: more than one statement asks for, each named by who holds it now. */
static void all_posts_of_a_page_are_named(void **state)
{
    struct city w;
    const struct post_name *names;
    size_t n;
    (void)state;
    city_open(&w);
    struct receipt vacant = city_report(&w, NOISE, CELL_1);
    const struct casefile_act route = {.action = "route", .version = 1, .post = w.town_post};
    assert_int_equal(city_act_with(&w, vacant, INTAKE, &route), ERR_OK);
    (void)city_report(&w, NOISE, CELL_1);
    (void)city_report(&w, NOISE, CELL_2);
    (void)city_report(&w, NOISE, VILLAGE_3);
    for (int i = 0; i < 20; i++) {
        struct post_new p = {.kind = "sanitation", .area = TOWN};
        struct casefile_act to = {.action = "route", .version = 1};
        struct receipt r = city_report(&w, NOISE, CELL_1);
        city_begin(&w);
        assert_int_equal(post_add(w.c, w.app.programmes, &p, &to.post), ERR_OK);
        assert_int_equal(city_end(&w, true), ERR_OK);
        assert_int_equal(city_act_with(&w, r, INTAKE, &to), ERR_OK);
    }
    const struct casefile_query q = {
        .areas = way_2, .n_areas = 1, .limit = 50, .before = INT64_MAX};
    struct casefile_keys p = page(&w, &q);
    assert_int_equal(p.n, 24);
    struct casefile_page lines = lines_of(&w, &p);
    assert_int_equal(db_begin(w.c, DB_READ), ERR_OK);
    assert_int_equal(casefile_post_names(w.c, &lines, &names, &n), ERR_OK);
    assert_int_equal(db_end(w.c, true), ERR_OK);
    assert_int_equal(n, 23);
    size_t held = 0;
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(names[i].district, 410105);
        assert_true(names[i].kind && names[i].kind[0]);
        held += names[i].holder != NULL;
        if (names[i].post == w.worker_post)
            assert_string_equal(names[i].holder, "张三");
        if (names[i].post == w.duty_post)
            assert_string_equal(names[i].holder, "社区值守队");
    }
    assert_int_equal(held, 2);
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way_in_gives_what_a_plain_walk_gives),
        cmocka_unit_test(the_posts_of_a_person_have_their_own_list),
        cmocka_unit_test(pages_neither_skip_nor_repeat_while_cases_arrive),
        cmocka_unit_test(a_line_has_what_the_list_shows),
        cmocka_unit_test(all_posts_of_a_page_are_named),
    };
    return UNIT_RUN(tests);
}

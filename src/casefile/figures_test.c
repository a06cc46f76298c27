/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/figures.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "casefile/case_world.h"

/* ---- numbers ---- */

static struct figures figures_of(struct city *w, const char *code)
{
    struct figures f;
    const struct atlas_view *v = atlas_take(w->app.atlas);
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(casefile_figures(w->c, v, w->app.programmes, atlas_find(v, code), &f), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    atlas_give(w->app.atlas, v);
    return f;
}

static void assert_counts(const struct figure_counts *n, int64_t open, int64_t closed)
{
    assert_int_equal(n->open, open);
    assert_int_equal(n->closed, closed);
    assert_int_equal(n->all, open + closed);
}

static int64_t in_state(const struct figures *f, const char *state)
{
    for (size_t i = 0; i < f->n_states; i++)
        if (strcmp(f->states[i].state, state) == 0)
            return f->states[i].n;
    return 0;
}

static void file_some(struct city *w)
{
    for (int i = 0; i < 3; i++)
        (void)city_report(w, NOISE, CELL_1);
    (void)city_report(w, LIGHT, CELL_2);
    (void)city_report(w, NOISE, TOWN); /* no village, so no child of the town either */
    (void)city_report(w, NOISE, VILLAGE_3);
    (void)city_report(w, NOISE, OTHER_VILLAGE);
    assert_int_equal(city_act(w, city_report(w, NOISE, CELL_1), INTAKE, "reject"), ERR_OK);
    (void)city_bring(w, "closed");
}

static void numbers_add_up_from_the_cell_to_the_city(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    file_some(&w);
    struct figures f = figures_of(&w, CITY);
    assert_counts(&f.n, 7, 2);
    assert_int_equal(f.n_children, 2);
    assert_counts(&f.children[0].n, 1, 0);
    assert_counts(&f.children[1].n, 6, 2);
    assert_int_equal(f.seq, 0);
    assert_true(f.as_of > 0);
    f = figures_of(&w, JINSHUI);
    assert_counts(&f.n, 6, 2);
    assert_int_equal(f.n_children, 2);
    assert_counts(&f.children[0].n, 5, 2);
    assert_counts(&f.children[1].n, 1, 0);
    assert_true(f.seq > 0);
    f = figures_of(&w, TOWN);
    assert_counts(&f.n, 5, 2);
    assert_int_equal(f.n_children, 2);
    assert_counts(&f.children[0].n, 4, 2);
    assert_counts(&f.children[1].n, 0, 0);
    f = figures_of(&w, VILLAGE);
    assert_counts(&f.n, 4, 2);
    assert_int_equal(in_state(&f, "reported"), 4);
    assert_int_equal(in_state(&f, "rejected"), 1);
    assert_int_equal(in_state(&f, "closed"), 1);
    assert_int_equal(in_state(&f, "merged"), 0);
    assert_int_equal(f.n_children, 2);
    assert_counts(&f.children[0].n, 3, 2);
    assert_counts(&f.children[1].n, 1, 0);
    f = figures_of(&w, CELL_1);
    assert_counts(&f.n, 3, 2);
    assert_int_equal(f.n_children, 0);
    assert_false(f.suppressed);
    city_close(&w);
}

static void without_cases_all_numbers_are_zero(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct figures f = figures_of(&w, CITY);
    assert_counts(&f.n, 0, 0);
    assert_int_equal(f.n_states, 0);
    figures_suppress(&f);
    assert_counts(&f.n, 0, 0);
    assert_false(f.suppressed);
    city_close(&w);
}

static void report_unsealed(struct city *w)
{
    const struct casefile_new in = {.kind = NOISE, .body = "夜里很吵", .area = CELL_1};
    struct casefile_receipt made;
    city_begin(w);
    assert_int_equal(casefile_file(w->c, &w->app, &in, &made), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
}

static void quiet_districts_are_counted_until_now_others_until_their_seal(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    (void)city_report(&w, NOISE, OTHER_VILLAGE);
    w.c->now += 200 * TIME_DAY;
    (void)city_report(&w, NOISE, CELL_1);
    int64_t sealed = w.c->now;
    w.c->now += TIME_DAY;
    assert_int_equal(figures_of(&w, CITY).as_of, w.c->now);
    assert_int_equal(figures_of(&w, JINSHUI).as_of, w.c->now);
    report_unsealed(&w);
    w.c->now += TIME_DAY;
    assert_int_equal(figures_of(&w, JINSHUI).as_of, sealed);
    assert_int_equal(figures_of(&w, CITY).as_of, sealed);
    city_close(&w);
}

/* ---- what the public sees ---- */

static struct figure_counts row(int64_t open, int64_t closed)
{
    return (struct figure_counts){.open = open, .closed = closed, .all = open + closed};
}

/* An equation of shown numbers: with exactly one hole it can be solved. */
struct equation {
    int holes;
};

static void term(struct equation *e, int64_t n)
{
    e->holes += n == FIGURE_HIDDEN;
}

static void assert_unsolvable(const struct figures *f)
{
    struct equation row_sum = {0}, states[2] = {{0}, {0}}, columns[3] = {{0}, {0}, {0}};
    const int64_t total[3] = {f->n.open, f->n.closed, f->n.all};
    for (int i = 0; i < 3; i++) {
        term(&row_sum, total[i]);
        if (f->n_children)
            term(&columns[i], total[i]);
    }
    term(&states[1], f->n.open);
    term(&states[0], f->n.closed);
    for (size_t i = 0; i < f->n_states; i++)
        term(&states[f->states[i].open], f->states[i].n);
    for (size_t i = 0; i < f->n_children; i++) {
        const int64_t n[3] = {f->children[i].n.open, f->children[i].n.closed, f->children[i].n.all};
        struct equation e = {0};
        for (int k = 0; k < 3; k++) {
            term(&e, n[k]);
            term(&columns[k], n[k]);
            assert_true(n[k] <= 0 || n[k] >= FIGURE_SMALL);
        }
        assert_int_not_equal(e.holes, 1);
    }
    assert_int_not_equal(row_sum.holes, 1);
    for (int i = 0; i < 2; i++)
        assert_int_not_equal(states[i].holes, 1);
    for (int i = 0; i < 3; i++)
        assert_int_not_equal(columns[i].holes, 1);
    for (size_t i = 0; i < f->n_states; i++)
        assert_true(f->states[i].n <= 0 || f->states[i].n >= FIGURE_SMALL);
}

static void large_numbers_are_published_as_they_are(void **state)
{
    struct figure_child children[] = {{.n = row(7, 9)}, {.n = row(5, 0)}};
    struct figures f = {
        .n = row(12, 9),
        .states = {{"reported", true, 12}, {"closed", false, 9}},
        .n_states = 2,
        .children = children,
        .n_children = 2
    };
    (void)state;
    figures_suppress(&f);
    assert_false(f.suppressed);
    assert_counts(&f.n, 12, 9);
    assert_counts(&children[1].n, 5, 0);
}

static void a_small_number_takes_another_with_it(void **state)
{
    struct figure_child children[] = {{.n = row(3, 90)}, {.n = row(50, 60)}, {.n = row(70, 80)}};
    struct figures f = {.n = row(123, 230), .children = children, .n_children = 3};
    (void)state;
    figures_suppress(&f);
    assert_true(f.suppressed);
    assert_counts(&f.n, 123, 230);
    assert_int_equal(children[0].n.open, FIGURE_HIDDEN);
    assert_int_equal(children[0].n.closed, FIGURE_HIDDEN); /* else 93 - 90 */
    assert_int_equal(children[0].n.all, 93);
    assert_int_equal(children[1].n.open, FIGURE_HIDDEN); /* else 123 - 50 - 70 */
    assert_int_equal(children[1].n.closed, FIGURE_HIDDEN);
    assert_counts(&children[2].n, 70, 80);
    assert_unsolvable(&f);
}

static void no_hidden_number_follows_from_the_others_whatever_they_are(void **state)
{
    unsigned seed = 1;
    (void)state;
    for (int round = 0; round < 5000; round++) {
        struct figure_child children[6] = {{0}};
        struct figures f = {
            .children = children,
            .states = {{"a", true, 0}, {"b", true, 0}, {"c", false, 0}, {"d", false, 0}},
            .n_states = 4
        };
        f.n_children = (size_t)(round % 7);
        for (size_t i = 0; i < f.n_children; i++) {
            int64_t n[2];
            for (int k = 0; k < 2; k++) {
                seed = seed * 1664525 + 1013904223;
                n[k] = (seed >> 16) % 3 ? (seed >> 20) % 9 : (seed >> 20) % 90;
            }
            children[i].n = row(n[0], n[1]);
            f.n.open += n[0];
            f.n.closed += n[1];
        }
        f.n.all = f.n.open + f.n.closed;
        f.states[0].n = f.n.open / 3;
        f.states[1].n = f.n.open - f.states[0].n;
        f.states[2].n = f.n.closed / 7;
        f.states[3].n = f.n.closed - f.states[2].n;
        figures_suppress(&f);
        assert_unsolvable(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_add_up_from_the_cell_to_the_city),
        cmocka_unit_test(without_cases_all_numbers_are_zero),
        cmocka_unit_test(quiet_districts_are_counted_until_now_others_until_their_seal),
        cmocka_unit_test(large_numbers_are_published_as_they_are),
        cmocka_unit_test(a_small_number_takes_another_with_it),
        cmocka_unit_test(no_hidden_number_follows_from_the_others_whatever_they_are),
    };
    return UNIT_RUN(tests);
}

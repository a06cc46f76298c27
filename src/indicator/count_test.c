/* SPDX-License-Identifier: Apache-2.0 */
#include "indicator/count.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "casefile/fact_world.h"

static struct indicator_table count(struct city *w, const struct indicator_query *q)
{
    struct indicator_table t;
    const struct atlas_view *v = atlas_take(w->app.atlas);
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(indicator_count(w->c, v, w->app.programmes, q, &t), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    atlas_give(w->app.atlas, v);
    return t;
}

static const struct indicator_row *row(struct city *w, const struct indicator_table *t,
                                       const char *area)
{
    const struct atlas_view *v = atlas_take(w->app.atlas);
    int32_t key = atlas_find(v, area);
    atlas_give(w->app.atlas, v);
    for (size_t i = 0; i < t->n; i++)
        if (t->rows[i].key == key)
            return &t->rows[i];
    fail_msg("no row of %s", area);
    return NULL;
}

/* Everything from the first moment of the unit to now. */
static struct indicator_query since(const struct city *w, int64_t from, enum indicator_by by)
{
    return (struct indicator_query){
        .area = CITY, .period = {from, w->c->now + 1},
             .by = by
    };
}

/* ---- a month as it was published ---- */

static void lead(struct city *w, int64_t i, int64_t from)
{
    enum { FILED = 996, TO_CLOSE = 972, CLOSED = 911, TIMELY = 737 };
    static const char *const areas[] = {CELL_1, CELL_2, VILLAGE_3};
    const struct fact_clock accept = {.clock = "accept"};
    struct led l = led_new(w, NOISE, areas[i % 3]);
    l = led_again(&l, "full");
    led_stage(&l, "accepted", "accepted", (struct fact_clock){0});
    if (i >= FILED)
        return;
    led_stage(&l, "filed", "filed", accept);
    led_dispatch(&l, i < TO_CLOSE ? from + TIME_SECOND : from + 90 * TIME_DAY);
    if (i >= CLOSED)
        return;
    led_dispose(&l, i >= TIMELY, 60 * TIME_SECOND);
    led_finish(&l, "closed", true);
}

static void the_published_figures_come_out_of_the_database(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    int64_t from = w.c->now;
    city_begin(&w);
    w.c->now += TIME_SECOND;
    for (int64_t i = 0; i < 1054; i++)
        lead(&w, i, from);
    assert_int_equal(city_end(&w, true), ERR_OK);
    struct indicator_query q = since(&w, from, BY_AREA);
    struct indicator_table t = count(&w, &q);
    assert_int_equal(t.total.part[PART_REPORTS], 1054);
    assert_int_equal(t.total.part[PART_ACCEPTED], 1054);
    assert_int_equal(t.total.part[PART_FILED], 996);
    assert_int_equal(t.total.part[PART_TO_CLOSE], 972);
    assert_int_equal(t.total.part[PART_CLOSED], 911);
    assert_int_equal(t.total.part[PART_CLOSED_TIMELY], 737);
    q.area = JINSHUI;
    t = count(&w, &q);
    assert_int_equal(row(&w, &t, TOWN)->part[PART_ACCEPTED], 703);
    assert_int_equal(row(&w, &t, TOWN_2)->part[PART_ACCEPTED], 351);
    city_close(&w);
}

/* ---- rows ---- */

static struct led accepted(struct city *w, const char *kind, const char *area, int64_t post)
{
    struct led l = led_new(w, kind, area);
    struct casefile next = l.is;
    next.post = post;
    next.state = "accepted";
    w->c->now += TIME_SECOND;
    led_take(&l, &next, (struct fact_step){.milestone = "accepted"});
    return l;
}

static void cases_are_counted_by_area_unit_post_and_kind(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    int64_t from = w.c->now;
    city_begin(&w);
    (void)accepted(&w, NOISE, CELL_1, w.duty_post);
    (void)accepted(&w, NOISE, CELL_2, w.duty_post);
    (void)accepted(&w, LIGHT, CELL_2, w.worker_post);
    (void)accepted(&w, NOISE, VILLAGE, 0);
    (void)accepted(&w, NOISE, TOWN_2, 0);
    assert_int_equal(city_end(&w, true), ERR_OK);
    struct indicator_query q = since(&w, from, BY_UNIT);
    struct indicator_table t = count(&w, &q);
    assert_int_equal(t.n, 2);
    assert_int_equal(t.rows[0].key, w.team);
    assert_int_equal(t.rows[0].part[PART_ACCEPTED], 2);
    assert_int_equal(t.rows[1].key, -1);
    q.by = BY_POST;
    t = count(&w, &q);
    assert_int_equal(t.n, 3);
    assert_int_equal(t.rows[0].part[PART_ACCEPTED] + t.rows[1].part[PART_ACCEPTED], 3);
    assert_int_equal(t.rows[2].key, -1);
    q.by = BY_KIND;
    t = count(&w, &q);
    assert_int_equal(t.n, 2);
    q = since(&w, from, BY_AREA);
    q.area = VILLAGE;
    t = count(&w, &q);
    assert_int_equal(t.n, 3);
    assert_int_equal(t.total.part[PART_ACCEPTED], 4);
    assert_int_equal(row(&w, &t, VILLAGE)->part[PART_ACCEPTED], 1); /* on no cell */
    assert_int_equal(row(&w, &t, CELL_2)->part[PART_ACCEPTED], 2);
    city_close(&w);
}

static void a_matter_that_comes_back_within_thirty_days_is_a_repeat(void **state)
{
    static const struct {
        const char *kind, *area;
        int64_t day, repeats; /* so far */
    } filed[] = {
        {NOISE, CELL_1, 0,  0},
        {NOISE, CELL_2, 1,  0},
        {LIGHT, CELL_1, 2,  0},
        {NOISE, CELL_1, 29, 1},
        {NOISE, CELL_1, 60, 1}, /* 31 days after */
        {NOISE, CELL_1, 61, 2},
    };
    struct city w;
    (void)state;
    city_open(&w);
    int64_t from = w.c->now;
    for (size_t i = 0; i < LEN(filed); i++) {
        city_begin(&w);
        w.c->now = from + filed[i].day * TIME_DAY + TIME_SECOND;
        (void)accepted(&w, filed[i].kind, filed[i].area, 0);
        assert_int_equal(city_end(&w, true), ERR_OK);
        struct indicator_query q = since(&w, from, BY_KIND);
        assert_int_equal(count(&w, &q).total.part[PART_FILED_REPEATED], filed[i].repeats);
    }
    /* The one before may lie outside the period. */
    struct indicator_query q = since(&w, from + 28 * TIME_DAY, BY_KIND);
    q.period.to = from + 40 * TIME_DAY;
    assert_int_equal(count(&w, &q).total.part[PART_FILED_REPEATED], 1);
    city_close(&w);
}

/* ---- worlds of chance ---- */

enum { CASES = 60, STEPS = 400, PAGE = 7 };

struct world {
    struct city w;
    struct led cases[CASES];
    unsigned seed;
};

static int64_t chance(struct world *x, unsigned n)
{
    x->seed = x->seed * 1664525 + 1013904223;
    return (x->seed >> 12) % n;
}

static void pause_or_go_on(struct world *x, struct led *l, bool suspend)
{
    struct casefile next = l->is;
    next.suspensions += suspend;
    next.handle_due = suspend ? 0 : x->w.c->now + chance(x, 9) * TIME_DAY;
    next.state = suspend ? "suspended" : "in_progress";
    led_take(l, &next, (struct fact_step){0});
}

static void send_back(struct world *x, struct led *l)
{
    struct casefile next = l->is;
    next.reworks++;
    next.extensions += chance(x, 2);
    next.handle_due = x->w.c->now + TIME_DAY;
    next.state = "in_progress";
    led_take(l, &next, (struct fact_step){.misdirected = chance(x, 3) == 0});
}

static void move(struct world *x, struct led *l)
{
    struct casefile next = l->is;
    next.post = chance(x, 2) ? x->w.duty_post : x->w.worker_post;
    next.area = chance(x, 3) ? next.area : VILLAGE_3;
    next.exempt = next.exempt || chance(x, 5) == 0;
    led_take(l, &next, (struct fact_step){0});
}

static void reopen(struct led *l)
{
    struct casefile next = l->is;
    next.is_open = true;
    next.state = "disputed";
    next.verdict = "disputed";
    led_take(l, &next, (struct fact_step){0});
}

static void check(struct world *x, struct led *l)
{
    struct casefile next = l->is;
    next.clock = "check";
    next.due = x->w.c->now + chance(x, 5) * TIME_DAY;
    next.state = "checking";
    led_take(l, &next, (struct fact_step){0});
    if (chance(x, 3)) {
        next.clock = "close";
        led_take(l, &next,
                 (struct fact_step){
                     .clock = &(struct fact_clock){.clock = "check", .late = chance(x, 2)}
        });
    }
}

static void step(struct world *x)
{
    struct led *l = &x->cases[chance(x, CASES)];
    static const char *const outs[] = {"closed", "closed", "closed", "void", "rejected"};
    x->w.c->now += chance(x, 6) * TIME_DAY / 8;
    if (!l->is.is_open) {
        if (chance(x, 3) == 0)
            reopen(l);
        else
            led_rate(l, 1 + chance(x, 5), chance(x, 2) ? "confirmed" : l->is.verdict);
        return;
    }
    switch (chance(x, 9)) {
    case 0:
        led_stage(l, "accepted", "accepted",
                  (struct fact_clock){.clock = "accept", .late = chance(x, 3) == 0});
        break;
    case 1:
    case 2:
        led_dispatch(l, x->w.c->now + chance(x, 20) * TIME_DAY);
        break;
    case 3:
        pause_or_go_on(x, l, chance(x, 2) == 0);
        break;
    case 4:
        send_back(x, l);
        break;
    case 5:
        move(x, l);
        break;
    case 6:
        check(x, l);
        break;
    case 7:
        led_dispose(l, chance(x, 3) == 0, chance(x, 9) * TIME_DAY);
        break;
    default:
        led_finish(l, outs[chance(x, LEN(outs))], chance(x, 2));
    }
}

static void steps(struct world *x, int n)
{
    city_begin(&x->w);
    for (int i = 0; i < n; i++)
        step(x);
    assert_int_equal(city_end(&x->w, true), ERR_OK);
}

static void world_open(struct world *x, unsigned seed)
{
    static const char *const areas[] = {CELL_1, CELL_2, VILLAGE_3, TOWN, OTHER_VILLAGE};
    *x = (struct world){.seed = seed};
    city_open(&x->w);
    city_begin(&x->w);
    for (size_t i = 0; i < CASES; i++) {
        x->w.c->now += TIME_DAY / 4;
        x->cases[i] = led_new(&x->w, chance(x, 2) ? NOISE : LIGHT, areas[chance(x, LEN(areas))]);
    }
    assert_int_equal(city_end(&x->w, true), ERR_OK);
}

/* The whole list in small pages; what its pages sum up to. */
static int64_t listed(struct world *x, const struct indicator_query *q, struct indicator_pick pick)
{
    const struct indicator_item *items;
    int64_t pages = 0, sum = 0;
    size_t n = PAGE;
    const struct atlas_view *v = atlas_take(x->w.app.atlas);
    pick.before_case = pick.before_cycle = INT64_MAX;
    pick.limit = PAGE;
    assert_int_equal(db_begin(x->w.c, DB_READ), ERR_OK);
    while (n == PAGE) {
        assert_int_equal(
            indicator_cases(x->w.c, v, x->w.app.programmes, q, &pick, &items, &n, &sum), ERR_OK);
        for (size_t i = 0; i < n; i++) {
            assert_true(items[i].casefile <= pick.before_case);
            assert_true(items[i].counts > 0);
            pages += items[i].counts;
            pick.before_case = items[i].casefile;
            pick.before_cycle = items[i].cycle;
        }
    }
    assert_int_equal(db_end(x->w.c, true), ERR_OK);
    atlas_give(x->w.app.atlas, v);
    assert_int_equal(pages, sum);
    return sum;
}

static void assert_lists_sum(struct world *x, const struct indicator_query *q)
{
    struct indicator_table t = count(&x->w, q);
    for (int part = 0; part < PART__COUNT; part++) {
        struct indicator_pick pick = {.part = (enum indicator_part)part};
        int64_t rows = 0;
        assert_int_equal(listed(x, q, pick), t.total.part[part]);
        for (size_t i = 0; i < t.n; i++)
            rows += t.rows[i].part[part];
        assert_int_equal(rows, t.total.part[part]);
        pick.one = true;
        pick.key = t.n ? t.rows[t.n / 2].key : -1;
        assert_int_equal(listed(x, q, pick), t.n ? t.rows[t.n / 2].part[part] : 0);
    }
}

static void the_list_behind_a_number_sums_to_it_in_any_world(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 4; seed++) {
        struct world x;
        world_open(&x, seed);
        steps(&x, STEPS);
        int64_t now = x.w.c->now;
        struct indicator_query q = {
            .area = seed % 2 ? CITY : JINSHUI,
            .period = {now - 40 * TIME_DAY, now - seed * TIME_DAY},
            .by = (enum indicator_by)(seed % 4)
        };
        assert_lists_sum(&x, &q);
        city_close(&x.w);
    }
}

static void what_happens_later_does_not_change_a_period(void **state)
{
    (void)state;
    for (unsigned seed = 11; seed <= 13; seed++) {
        struct world x;
        world_open(&x, seed);
        steps(&x, STEPS / 2);
        struct indicator_query q = since(&x.w, x.w.c->now - 30 * TIME_DAY, BY_AREA);
        struct indicator_table before = count(&x.w, &q);
        x.w.c->now++;
        steps(&x, STEPS);
        struct indicator_table after = count(&x.w, &q);
        assert_int_equal(before.n, after.n);
        for (size_t i = 0; i < before.n; i++)
            assert_memory_equal(&before.rows[i], &after.rows[i], sizeof before.rows[i]);
        assert_memory_equal(&before.total, &after.total, sizeof before.total);
        assert_true(before.total.part[PART_TO_CLOSE] > 0);
        city_close(&x.w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_figures_come_out_of_the_database),
        cmocka_unit_test(cases_are_counted_by_area_unit_post_and_kind),
        cmocka_unit_test(a_matter_that_comes_back_within_thirty_days_is_a_repeat),
        cmocka_unit_test(the_list_behind_a_number_sums_to_it_in_any_world),
        cmocka_unit_test(what_happens_later_does_not_change_a_period),
    };
    return UNIT_RUN(tests);
}

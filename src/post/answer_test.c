/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "db/db.h"
#include "db/db_driver.h"
#include "post/coverage.h"
#include "post/post_json.h"
#include "post/post_world.h"

/* A post that is held by a new person since the beginning of the world. */
static int64_t held(struct city *w, const char *kind, const char *area, const char *name)
{
    int64_t post = city_post(w, kind, area);
    city_hold(w, &(struct post_hold){.district = DISTRICT,
                                     .post = post,
                                     .person = city_person(w, name, TOWN, NULL, false)});
    return post;
}

static void answers(struct city *w, const char *area, const char *kind, const char *name)
{
    struct post_answer a = city_answer(w, area, kind, w->c->now);
    assert_int_equal(a.found, name != NULL);
    if (name)
        assert_string_equal(a.holder.name, name);
}

static const struct post_answer *candidates(struct city *w, const char *area, const char *kind,
                                            size_t *out_n)
{
    const struct post_answer *all;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(post_candidates(w->c, w->v, atlas_find(w->v, area),
                                     programme_kind(w->app.programmes, kind), w->c->now, &all,
                                     out_n),
                     ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return all;
}

static void the_nearest_area_answers_first(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    answers(&w, CELL, "neighbour_noise", NULL);
    (void)held(&w, "town_duty", TOWN, "街道");
    answers(&w, CELL, "neighbour_noise", "街道");
    (void)held(&w, "grid_lead", VILLAGE, "网格长");
    answers(&w, CELL, "neighbour_noise", "网格长");
    (void)held(&w, "grid_lead", CELL, "格内长");
    answers(&w, CELL, "neighbour_noise", "格内长");
    answers(&w, NEXT_CELL, "neighbour_noise", "网格长");
    answers(&w, OTHER_CELL, "neighbour_noise", "街道");
    answers(&w, TOWN, "neighbour_noise", "街道");
    answers(&w, DISTRICT_CODE, "neighbour_noise", NULL);
    city_close(&w);
}

static void on_one_area_the_route_decides(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    (void)held(&w, "grid_lead", CELL, "网格长");
    (void)held(&w, "grid_worker", CELL, "网格员");
    (void)held(&w, "building_lead", CELL, "楼栋长");
    answers(&w, CELL, "neighbour_noise", "网格员");
    answers(&w, CELL, "blocked_passage", "楼栋长");
    answers(&w, CELL, "manhole_cover", "网格长");
    city_close(&w);
}

static void of_two_like_posts_the_older_answers(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    (void)held(&w, "building_lead", CELL, "一号楼");
    (void)held(&w, "building_lead", CELL, "二号楼");
    answers(&w, CELL, "blocked_passage", "一号楼");
    city_close(&w);
}

static void a_post_above_the_district_answers_too(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t post = city_post(&w, "municipal_repair", CITY);
    int64_t person = city_person(&w, "市里", CITY, NULL, false);
    city_hold(&w, &(struct post_hold){.district = 410100, .post = post, .person = person});
    answers(&w, CELL, "street_light", "市里");
    struct post_answer a = city_answer(&w, CELL, "street_light", w.c->now);
    assert_int_equal(a.district, 410100);
    assert_string_equal(a.area, CITY);
    city_close(&w);
}

static void candidates_stand_in_the_order_of_the_question(void **state)
{
    (void)state;
    struct city w;
    size_t n;
    city_open(&w);
    int64_t town = held(&w, "town_duty", TOWN, "街道");
    int64_t lead = held(&w, "grid_lead", VILLAGE, "网格长");
    int64_t worker = held(&w, "grid_worker", VILLAGE, "网格员");
    int64_t near = held(&w, "grid_lead", CELL, "格内长");
    (void)held(&w, "sanitation", VILLAGE, "环卫");
    (void)held(&w, "grid_lead", NEXT_CELL, "邻格");
    const struct post_answer *all = candidates(&w, CELL, "neighbour_noise", &n);
    assert_int_equal(n, 4);
    assert_int_equal(all[0].post, near);
    assert_int_equal(all[1].post, worker);
    assert_int_equal(all[2].post, lead);
    assert_int_equal(all[3].post, town);
    (void)candidates(&w, DISTRICT_CODE, "neighbour_noise", &n);
    assert_int_equal(n, 0);
    city_close(&w);
}

static void a_place_with_many_posts_lists_them_all(void **state)
{
    (void)state;
    struct city w;
    size_t n;
    static const char *const kinds[] = {"grid_lead", "grid_worker", "straw_watch", "property"};
    static const char *const areas[] = {VILLAGE, CELL};
    city_open(&w);
    for (size_t a = 0; a < LEN(areas); a++)
        for (size_t k = 0; k < LEN(kinds); k++)
            (void)held(&w, kinds[k], areas[a], "某人");
    (void)held(&w, "building_lead", CELL, "楼长");
    (void)held(&w, "town_duty", TOWN, "街道");
    (void)candidates(&w, CELL, "neighbour_noise", &n);
    assert_int_equal(n, 5);
    city_close(&w);
}

static void past_moments_keep_their_answer(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t now = w.c->now, post = city_post(&w, "grid_worker", CELL);
    int64_t a = city_person(&w, "赵一", TOWN, NULL, false);
    int64_t b = city_person(&w, "钱二", TOWN, NULL, false);
    struct post_hold h = {.district = DISTRICT, .post = post, .person = a, .from = now - 1000};
    city_hold(&w, &h);
    h.person = b;
    h.from = now - 10;
    city_hold(&w, &h);
    assert_false(city_answer(&w, CELL, "neighbour_noise", now - 1001).found);
    assert_int_equal(city_answer(&w, CELL, "neighbour_noise", now - 1000).holder.person, a);
    assert_int_equal(city_answer(&w, CELL, "neighbour_noise", now - 11).holder.person, a);
    assert_int_equal(city_answer(&w, CELL, "neighbour_noise", now - 10).holder.person, b);
    assert_int_equal(city_answer(&w, CELL, "neighbour_noise", now + TIME_DAY).holder.person, b);
    city_close(&w);
}

static void each_kind_is_answered_as_if_asked_alone(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    (void)held(&w, "town_duty", TOWN, "街道");
    (void)held(&w, "grid_worker", CELL, "网格员");
    (void)held(&w, "sanitation", DISTRICT_CODE, "环卫");
    const struct programmes *p = w.app.programmes;
    struct post_answer *all = arena_array(w.c->mem, p->n_kinds, sizeof *all);
    assert_int_equal(db_begin(w.c, DB_READ), ERR_OK);
    assert_int_equal(post_answers(w.c, w.v, atlas_find(w.v, CELL), p, w.c->now, all), ERR_OK);
    assert_int_equal(db_end(w.c, true), ERR_OK);
    for (size_t i = 0; i < p->n_kinds; i++) {
        struct post_answer alone = city_answer(&w, CELL, p->kinds[i].kind, w.c->now);
        assert_int_equal(all[i].found, alone.found);
        assert_int_equal(all[i].post, alone.post);
    }
    city_close(&w);
}

static void count_statement(void *arg, enum sql id, const struct db_value *args, size_t n,
                            const struct db_rows *rows)
{
    int *count = arg;
    (void)id;
    (void)args;
    (void)n;
    (void)rows;
    (*count)++;
}

static void an_answer_in_the_district_costs_one_statement(void **state)
{
    (void)state;
    struct city w;
    int count = 0;
    city_open(&w);
    (void)held(&w, "town_duty", TOWN, "街道");
    db_watch(w.c->db, count_statement, &count);
    assert_true(city_answer(&w, CELL, "neighbour_noise", w.c->now).found);
    db_watch(w.c->db, NULL, NULL);
    assert_int_equal(count, 1);
    city_close(&w);
}

static const char *as_json(struct city *w, const struct post_answer *a)
{
    struct buf *b = arena_alloc(w->c->mem, sizeof *b);
    struct json j = {.out = b};
    b->mem = w->c->mem;
    post_put_answer(w->c, &w->app, w->v, &j, a);
    return buf_str(b);
}

static void a_phone_is_published_with_consent_only(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t post = city_post(&w, "grid_worker", CELL);
    int64_t shut = city_person(&w, "赵一", TOWN, "13812345678", false);
    int64_t open = city_person(&w, "钱二", TOWN, "13987654321", true);
    struct post_hold h = {.district = DISTRICT, .post = post, .person = shut, .deputy = open};
    h.from = w.c->now - 10;
    city_hold(&w, &h);
    struct post_answer a = city_answer(&w, CELL, "neighbour_noise", w.c->now);
    const char *text = as_json(&w, &a);
    assert_null(strstr(text, "138"));
    assert_non_null(strstr(text, "\"name\":\"赵一\",\"phone\":null}"));
    assert_non_null(strstr(text, "\"name\":\"钱二\",\"phone\":\"13987654321\"}"));
    city_close(&w);
}

static void an_answer_has_the_form_of_the_contract(void **state)
{
    (void)state;
    struct city w;
    const struct post_answer nobody = {0};
    city_open(&w);
    assert_string_equal(as_json(&w, &nobody),
                        "{\"found\":false,\"post\":null,\"holder\":null,\"deputy\":null,"
                        "\"since\":null}");
    int64_t post = city_post(&w, "sanitation", TOWN), team = city_team(&w, "环卫队", TOWN);
    city_hold(&w, &(struct post_hold){.district = DISTRICT, .post = post, .team = team});
    struct post_answer a = city_answer(&w, CELL, "household_rubbish", w.c->now);
    const char *wanted = arena_printf(
        w.c->mem,
        "{\"found\":true,\"post\":{\"ref\":\"%s\",\"kind\":\"sanitation\","
        "\"kind_name\":{\"zh\":\"环卫保洁\",\"en\":\"Sanitation\"},\"area\":\"" TOWN "\","
        "\"area_name\":\"第" TOWN "\"},\"holder\":{\"type\":\"team\",\"ref\":\"%s\","
        "\"name\":\"环卫队\",\"phone\":null},\"deputy\":null,"
        "\"since\":\"2026-11-24T09:00:00+08:00\"}",
        city_ref(&w, post), city_ref(&w, team));
    assert_string_equal(as_json(&w, &a), wanted);
    city_close(&w);
}

/* ---- coverage ---- */

static struct coverage cover(struct city *w, const char *area, size_t max)
{
    struct coverage found;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    if (coverage_check(w->c, w->app.programmes, w->v, area, w->c->now, max, &found) != ERR_OK)
        fail_msg("%s %s", w->c->problem.code, w->c->problem.detail);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return found;
}

static bool has_gap(const struct coverage *f, const char *area, const char *kind)
{
    for (size_t i = 0; i < f->n_gaps; i++)
        if (strcmp(f->gaps[i].area->code, area) == 0 && strcmp(f->gaps[i].kind, kind) == 0)
            return true;
    return false;
}

static void every_cell_without_a_required_post_is_named(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    struct coverage f = cover(&w, TOWN, 100);
    assert_int_equal(f.n_required, 2);
    assert_int_equal(f.leaves, 3);
    assert_int_equal(f.covered, 0);
    assert_int_equal(f.gaps_found, 6);
    (void)held(&w, "community_duty", VILLAGE, "值守");
    (void)held(&w, "grid_lead", CELL, "网格长");
    (void)city_post(&w, "grid_lead", NEXT_CELL);
    f = cover(&w, TOWN, 100);
    assert_int_equal(f.covered, 1);
    assert_int_equal(f.gaps_found, 3);
    assert_true(has_gap(&f, NEXT_CELL, "grid_lead"));
    assert_true(has_gap(&f, OTHER_CELL, "grid_lead"));
    assert_true(has_gap(&f, OTHER_CELL, "community_duty"));
    city_close(&w);
}

static void a_post_above_the_place_asked_for_covers_it(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    (void)held(&w, "community_duty", VILLAGE, "值守");
    (void)held(&w, "grid_lead", VILLAGE, "网格长");
    struct coverage f = cover(&w, CELL, 100);
    assert_int_equal(f.leaves, 1);
    assert_int_equal(f.covered, 1);
    f = cover(&w, CITY, 100);
    assert_int_equal(f.leaves, 5);
    assert_int_equal(f.covered, 2);
    city_close(&w);
}

static void long_lists_of_gaps_are_cut_and_counted(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    struct coverage f = cover(&w, DISTRICT_CODE, 3);
    assert_int_equal(f.n_gaps, 3);
    assert_int_equal(f.gaps_found, 8);
    assert_int_equal(f.leaves, 4);
    city_close(&w);
}

static void coverage_of_no_area_is_not_found(void **state)
{
    (void)state;
    struct city w;
    struct coverage f;
    city_open(&w);
    assert_int_equal(db_begin(w.c, DB_READ), ERR_OK);
    assert_int_equal(coverage_check(w.c, w.app.programmes, w.v, "999999", w.c->now, 9, &f),
                     ERR_NOT_FOUND);
    db_undo(w.c);
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_area_answers_first),
        cmocka_unit_test(on_one_area_the_route_decides),
        cmocka_unit_test(of_two_like_posts_the_older_answers),
        cmocka_unit_test(a_post_above_the_district_answers_too),
        cmocka_unit_test(candidates_stand_in_the_order_of_the_question),
        cmocka_unit_test(a_place_with_many_posts_lists_them_all),
        cmocka_unit_test(past_moments_keep_their_answer),
        cmocka_unit_test(each_kind_is_answered_as_if_asked_alone),
        cmocka_unit_test(an_answer_in_the_district_costs_one_statement),
        cmocka_unit_test(a_phone_is_published_with_consent_only),
        cmocka_unit_test(an_answer_has_the_form_of_the_contract),
        cmocka_unit_test(every_cell_without_a_required_post_is_named),
        cmocka_unit_test(a_post_above_the_place_asked_for_covers_it),
        cmocka_unit_test(long_lists_of_gaps_are_cut_and_counted),
        cmocka_unit_test(coverage_of_no_area_is_not_found),
    };
    return UNIT_RUN(tests);
}

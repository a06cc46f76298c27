/* SPDX-License-Identifier: Apache-2.0 */
/* Filing, the receipt, the reporter's contact, similar cases nearby. */
#include <stdio.h>
#include <string.h>

#include "area/area.h"
#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "base/time.h"
#include "casefile/case_world.h"
#include "casefile/near.h"
#include "db/db_driver.h"
#include "geo/crs.h"
#include "journal/journal.h"

/* Tries to file; what is made is kept. */
static enum err try_file(struct city *w, const struct casefile_new *in,
                         struct casefile_receipt *out)
{
    city_begin(w);
    enum err err = casefile_file(w->c, &w->app, in, out);
    assert_int_equal(city_end(w, err == ERR_OK), ERR_OK);
    return err;
}

static struct casefile_new noise(void)
{
    return (struct casefile_new){.kind = NOISE, .body = "夜里很吵", .area = CELL_1};
}

static struct casefile_new noise_at(double lon, double lat)
{
    return (struct casefile_new){
        .kind = NOISE, .body = "夜里很吵", .has_point = true, .point = geo_point_of(lon, lat)};
}

static void assert_refused(struct city *w, const struct casefile_new *in, const char *code)
{
    struct casefile_receipt r = {.id = -1};
    assert_int_equal(try_file(w, in, &r), ERR_INVALID);
    assert_string_equal(w->c->problem.code, code);
    assert_int_equal(r.id, -1);
}

/* ---- place and route ---- */

static void a_point_is_placed_in_its_cell_and_routed_to_the_post_there(void **state)
{
    struct city w;
    struct casefile_receipt r;
    (void)state;
    city_open(&w);
    const struct casefile_new in = noise_at(113.605, 34.705);
    assert_int_equal(try_file(&w, &in, &r), ERR_OK);
    assert_int_equal(r.district, 410105);
    assert_string_equal(r.area, CELL_1);
    assert_string_equal(r.state, "reported");
    assert_int_equal(r.opened, w.c->now);
    assert_true(r.answer.found);
    assert_int_equal(r.answer.post, w.worker_post);
    assert_string_equal(r.answer.holder.name, "张三");
    struct casefile f = city_case(&w, (struct receipt){.district = r.district, .id = r.id});
    assert_string_equal(f.area, CELL_1);
    assert_int_equal(f.post, w.worker_post);
    assert_int_equal(f.point.lon_e7, 1136050000);
    assert_int_equal(f.point.lat_e7, 347050000);
    assert_true(f.is_open && f.has_point && !f.has_contact);
    assert_int_equal(f.version, 1);
    assert_int_equal(f.cycle, 1);
    city_close(&w);
}

static void a_place_without_a_holder_is_answered_further_up_or_by_nobody(void **state)
{
    struct city w;
    struct casefile_receipt r;
    (void)state;
    city_open(&w);
    struct casefile_new in = noise();
    in.area = CELL_2;
    assert_int_equal(try_file(&w, &in, &r), ERR_OK);
    assert_int_equal(r.answer.post, w.duty_post); /* of the village; the cell has none */
    in.area = VILLAGE_3;
    assert_int_equal(try_file(&w, &in, &r), ERR_OK);
    assert_false(r.answer.found);
    assert_int_equal(city_case(&w, (struct receipt){.district = r.district, .id = r.id}).post, 0);
    city_close(&w);
}

static void outside_the_grid_nothing_is_filed(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct casefile_new in = noise_at(112.0, 34.705);
    assert_refused(&w, &in, "place.outside_grid");
    in = noise();
    in.area = "999999";
    assert_refused(&w, &in, "area.unknown");
    in.area = CITY; /* too wide to be a place */
    assert_refused(&w, &in, "place.outside_grid");
    in.area = NULL;
    assert_refused(&w, &in, "place.missing");
    city_close(&w);
}

/* It ends while the snapshot of the areas still has it. */
static void an_area_that_has_ended_takes_no_more_cases(void **state)
{
    struct city w;
    struct casefile_receipt r;
    (void)state;
    city_open(&w);
    const struct casefile_new in = noise();
    city_begin(&w);
    int64_t ends = w.c->now + 10 * TIME_SECOND;
    const char *end = arena_printf(w.c->mem, "UPDATE area SET valid_to = %lld WHERE code = '%s'",
                                   (long long)ends, CELL_1);
    assert_int_equal(w.c->db->driver->ddl(w.c, end), ERR_OK);
    assert_int_equal(area_publish(w.c), ERR_OK);
    assert_int_equal(city_end(&w, true), ERR_OK);
    city_refresh(&w);
    assert_int_equal(try_file(&w, &in, &r), ERR_OK);
    w.c->now += 10 * TIME_SECOND;
    assert_refused(&w, &in, "area.ended");
    city_close(&w);
}

static void the_named_area_may_be_closer_than_the_map_but_not_elsewhere(void **state)
{
    struct city w;
    struct casefile_receipt r;
    (void)state;
    city_open(&w);
    struct casefile_new in = noise_at(113.55, 34.75); /* the map knows that district only */
    in.area = OTHER_VILLAGE;
    assert_int_equal(try_file(&w, &in, &r), ERR_OK);
    assert_string_equal(r.area, OTHER_VILLAGE);
    in = noise_at(113.605, 34.705);
    in.area = TOWN; /* the map knows better */
    assert_int_equal(try_file(&w, &in, &r), ERR_OK);
    assert_string_equal(r.area, CELL_1);
    in.area = CELL_2;
    assert_refused(&w, &in, "place.mismatch");
    city_close(&w);
}

/* ---- what was said ---- */

static void words_must_say_something_and_not_too_much(void **state)
{
    struct city w;
    struct casefile_receipt r;
    (void)state;
    city_open(&w);
    struct casefile_new in = noise();
    in.kind = "weather";
    assert_refused(&w, &in, "case.kind_unknown");
    in = noise();
    in.body = " \n　 吵　\t";
    assert_refused(&w, &in, "input.length");
    char *body = arena_alloc(w.c->mem, 2001 * 3 + 1);
    for (size_t i = 0; i < 2001; i++)
        memcpy(&body[i * 3], "吵", 3);
    in.body = body;
    assert_refused(&w, &in, "input.length");
    body[6000] = '\0';
    assert_int_equal(try_file(&w, &in, &r), ERR_OK);
    in = noise();
    in.body = "　很吵 \n";
    in.address = "  ";
    assert_int_equal(try_file(&w, &in, &r), ERR_OK);
    struct casefile f = city_case(&w, (struct receipt){.district = r.district, .id = r.id});
    assert_string_equal(f.body, "很吵");
    assert_null(f.address);
    in.phone = "telephone";
    assert_refused(&w, &in, "person.phone");
    city_close(&w);
}

/* Whoever reads the journal, or a copy of it, learns nothing of what a resident wrote. */
static void the_journal_keeps_no_word_of_the_reporter(void **state)
{
    struct city w;
    struct casefile_receipt r;
    const struct journal_row *rows;
    size_t n;
    (void)state;
    city_open(&w);
    struct casefile_new in = noise_at(113.605, 34.705);
    in.address = "3号楼2单元501";
    in.name = "王小明";
    in.phone = "138 1234 5678";
    assert_int_equal(try_file(&w, &in, &r), ERR_OK);
    assert_int_equal(db_begin(w.c, DB_READ), ERR_OK);
    assert_int_equal(journal_of(w.c, r.district, "casefile", r.id, &rows, &n), ERR_OK);
    assert_int_equal(n, 1);
    assert_null(rows[0].before);
    for (size_t i = 0; i < 7; i++) {
        const char *const words[] = {"夜里",       "3号楼", "王小明", "1381234",
                                     "1136050000", "113.6", r.secret};
        assert_null(strstr(rows[0].after, words[i]));
        assert_true(!rows[0].reason || !strstr(rows[0].reason, words[i]));
    }
    assert_non_null(strstr(rows[0].after, "\"said\":\""));
    assert_int_equal(db_end(w.c, true), ERR_OK);
    city_close(&w);
}

/* ---- the receipt ---- */

static enum err follow(struct city *w, int32_t district, int64_t id, const char *secret)
{
    struct casefile f;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    enum err err = casefile_follow(w->c, &w->app, district, id, secret, &f);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return err;
}

static void the_receipt_opens_its_own_case_only(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt a = city_report(&w, NOISE, CELL_1), b = city_report(&w, NOISE, CELL_1);
    assert_string_not_equal(a.secret, b.secret);
    assert_int_equal(follow(&w, a.district, a.id, a.secret), ERR_OK);
    assert_int_equal(follow(&w, b.district, b.id, a.secret), ERR_NOT_FOUND);
    assert_string_equal(w.c->problem.code, "follow.unknown");
    assert_int_equal(follow(&w, a.district, a.id + 1, a.secret), ERR_NOT_FOUND);
    assert_string_equal(w.c->problem.code, "follow.unknown");
    assert_int_equal(follow(&w, a.district, a.id, ""), ERR_NOT_FOUND);
    w.app.key[0] ^= 1; /* a stolen database without the key tells nothing about secrets */
    assert_int_equal(follow(&w, a.district, a.id, a.secret), ERR_NOT_FOUND);
    city_close(&w);
}

/* As somebody may write it down: letters for digits, a space for the dash and one in front, small letters. */
static void copy_by_hand(const char *secret, char out[2 * CASEFILE_SECRET])
{
    static const char printed[] = "01-", written[] = "oL ";
    *out++ = ' ';
    for (; *secret; secret++) {
        const char *at = strchr(printed, *secret);
        *out++ = (char)((at ? written[at - printed] : *secret) | 0x20); /* small */
    }
    *out = '\0';
}

static void a_secret_copied_by_hand_is_forgiven(void **state)
{
    struct city w;
    char text[2 * CASEFILE_SECRET];
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, NOISE, CELL_1);
    copy_by_hand(r.secret, text);
    assert_int_equal(follow(&w, r.district, r.id, text), ERR_OK);
    text[1] = text[1] == 'z' ? 'y' : 'z';
    assert_int_equal(follow(&w, r.district, r.id, text), ERR_NOT_FOUND);
    city_close(&w);
}

static void control_characters_of_a_text_are_left_out(void **state)
{
    struct city w;
    struct casefile_receipt made;
    (void)state;
    city_open(&w);
    struct casefile_new in = noise();
    in.body = "\x01 夜里\x1b[2J\n很吵\r\t\x7f ";
    in.address = " \x02";
    assert_int_equal(try_file(&w, &in, &made), ERR_OK);
    struct casefile f = city_case(&w, (struct receipt){.district = made.district, .id = made.id});
    assert_string_equal(f.body, "夜里[2J\n很吵");
    assert_null(f.address);
    city_close(&w);
}

/* ---- me too ---- */

static void a_settled_case_takes_no_more_support(void **state)
{
    struct city w;
    int64_t supports = 0;
    (void)state;
    city_open(&w);
    struct receipt open = city_report(&w, NOISE, CELL_1), closed = city_bring(&w, "rejected");
    city_begin(&w);
    assert_int_equal(casefile_support(w.c, open.district, open.id, &supports), ERR_OK);
    assert_int_equal(supports, 1);
    assert_int_equal(casefile_support(w.c, closed.district, closed.id, &supports), ERR_CONFLICT);
    assert_string_equal(w.c->problem.code, "case.closed");
    assert_int_equal(casefile_support(w.c, 410105, 99, &supports), ERR_NOT_FOUND);
    (void)city_end(&w, false);
    city_close(&w);
}

/* ---- nearby ---- */

static size_t near(struct city *w, const struct near_query *q, struct near out[NEAR_MAX])
{
    size_t n;
    const struct atlas_view *v = atlas_take(w->app.atlas);
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(casefile_near(w->c, v, q, out, &n), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    atlas_give(w->app.atlas, v);
    return n;
}

/* A degree of latitude is 110,940 m here, one of longitude 91,540 m. */
static void open_cases_of_the_kind_within_150_m_are_near(void **state)
{
    struct city w;
    struct near found[NEAR_MAX];
    (void)state;
    city_open(&w);
    struct receipt far = city_report_at(&w, NOISE, 113.605, 34.705 + 0.00130),
                   close = city_report_at(&w, NOISE, 113.605 + 0.00010, 34.705);
    (void)city_report_at(&w, NOISE, 113.605, 34.705 - 0.00137);           /* 152 m */
    (void)city_report_at(&w, NOISE, 113.605 + 0.00130, 34.705 + 0.00100); /* in the box, 163 m */
    (void)city_report_at(&w, LIGHT, 113.605, 34.705);
    struct receipt settled = city_report_at(&w, NOISE, 113.605, 34.705);
    assert_int_equal(city_act(&w, settled, INTAKE, "reject"), ERR_OK);
    const struct near_query q = {
        .kind = NOISE, .has_point = true, .point = geo_point_of(113.605, 34.705)};
    assert_int_equal(near(&w, &q, found), 2);
    assert_int_equal(found[0].id, close.id);
    assert_true(found[0].distance > 9 && found[0].distance < 9.5);
    assert_int_equal(found[1].id, far.id);
    assert_true(found[1].distance > 144 && found[1].distance < 145);
    assert_string_equal(found[1].state, "reported");
    assert_string_equal(found[1].area, CELL_1);
    assert_int_equal(found[1].photo, 0);
    city_close(&w);
}

static void near_cases_are_found_over_the_border_of_a_district(void **state)
{
    struct city w;
    struct near found[NEAR_MAX];
    (void)state;
    city_open(&w);
    struct receipt other = city_report_at(&w, NOISE, 113.5995, 34.705);
    struct receipt here = city_report_at(&w, NOISE, 113.6006, 34.705);
    assert_int_equal(other.district, 410103);
    struct near_query q = {
        .kind = NOISE, .has_point = true, .point = geo_point_of(113.6005, 34.705)};
    q.reader = w.accounts[INTAKE]; /* of this side alone */
    assert_int_equal(near(&w, &q, found), 1);
    assert_int_equal(found[0].id, here.id);
    q.reader = NULL;
    assert_int_equal(near(&w, &q, found), 2);
    assert_int_equal(found[0].id, here.id);
    assert_int_equal(found[1].id, other.id);
    assert_int_equal(found[1].district, 410103);
    assert_string_equal(found[1].kind, NOISE);
    city_close(&w);
}

static void without_a_point_the_same_leaf_is_near(void **state)
{
    struct city w;
    struct near found[NEAR_MAX];
    struct receipt made[7];
    (void)state;
    city_open(&w);
    (void)city_report(&w, NOISE, CELL_2);
    (void)city_report(&w, LIGHT, CELL_1);
    for (size_t i = 0; i < LEN(made); i++)
        made[i] = city_report(&w, NOISE, CELL_1);
    struct near_query q = {.kind = NOISE, .area = CELL_1, .except = {made[6].id}};
    assert_int_equal(near(&w, &q, found), NEAR_MAX);
    for (size_t i = 0; i < NEAR_MAX; i++) {
        assert_int_equal(found[i].id, made[5 - i].id);
        assert_true(found[i].distance < 0);
    }
    struct receipt pointed = city_report_at(&w, NOISE, 113.605, 34.705);
    q = (struct near_query){
        .kind = NOISE, .has_point = true, .point = geo_point_of(113.605, 34.7051), .area = CELL_1};
    assert_int_equal(near(&w, &q, found), NEAR_MAX);
    assert_int_equal(found[0].id,
                     pointed.id); /* distance first, then those of the leaf without a point */
    assert_int_equal(found[1].id, made[6].id);
    city_close(&w);
}

static void where_a_town_has_no_smaller_areas_its_cases_are_near(void **state)
{
    struct city w;
    struct near found[NEAR_MAX];
    (void)state;
    city_open(&w);
    struct receipt made = city_report_at(&w, NOISE, 113.65, 34.71);
    const struct near_query q = {
        .kind = NOISE, .has_point = true, .point = geo_point_of(113.6501, 34.71)};
    assert_int_equal(near(&w, &q, found), 1);
    assert_int_equal(found[0].id, made.id);
    assert_string_equal(found[0].area, TOWN_2);
    city_close(&w);
}

static void a_case_placed_by_its_town_alone_is_near_there(void **state)
{
    struct city w;
    struct near found[NEAR_MAX];
    (void)state;
    city_open(&w);
    (void)city_report(&w, NOISE, CELL_1);
    struct receipt made = city_report(&w, NOISE, TOWN);
    const struct near_query q = {.kind = NOISE, .area = TOWN};
    assert_int_equal(near(&w, &q, found), 1);
    assert_int_equal(found[0].id, made.id);
    city_close(&w);
}

/* ---- uploads ---- */

static void uploads_become_photos_of_the_case_once(void **state)
{
    struct city w;
    struct casefile_receipt r;
    const struct media_photo *photos;
    size_t n;
    (void)state;
    city_open(&w);
    struct media_claim claims[2] = {city_upload(&w), city_upload(&w)};
    struct casefile_new in = noise();
    in.uploads = claims;
    in.n_uploads = 2;
    assert_int_equal(try_file(&w, &in, &r), ERR_OK);
    assert_int_equal(db_begin(w.c, DB_READ), ERR_OK);
    assert_int_equal(media_list(w.c, r.district, r.id, &photos, &n), ERR_OK);
    assert_int_equal(n, 2);
    assert_string_equal(photos[0].moment, "before");
    assert_int_equal(photos[0].width, 40);
    assert_int_equal(db_end(w.c, true), ERR_OK);
    assert_refused(&w, &in, "media.unknown"); /* used up */
    claims[0] = city_upload(&w);
    claims[0].token = claims[1].token;
    in.n_uploads = 1;
    assert_refused(&w, &in, "media.unknown"); /* somebody else's */
    claims[0] = city_upload(&w);
    w.c->now += TIME_DAY;
    assert_refused(&w, &in, "media.unknown"); /* too old */
    struct media_claim many[MEDIA_PER_STEP + 1] = {{0}};
    in.uploads = many;
    in.n_uploads = LEN(many);
    assert_refused(&w, &in, "media.too_many");
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_point_is_placed_in_its_cell_and_routed_to_the_post_there),
        cmocka_unit_test(a_place_without_a_holder_is_answered_further_up_or_by_nobody),
        cmocka_unit_test(outside_the_grid_nothing_is_filed),
        cmocka_unit_test(an_area_that_has_ended_takes_no_more_cases),
        cmocka_unit_test(the_named_area_may_be_closer_than_the_map_but_not_elsewhere),
        cmocka_unit_test(words_must_say_something_and_not_too_much),
        cmocka_unit_test(the_journal_keeps_no_word_of_the_reporter),
        cmocka_unit_test(the_receipt_opens_its_own_case_only),
        cmocka_unit_test(a_secret_copied_by_hand_is_forgiven),
        cmocka_unit_test(control_characters_of_a_text_are_left_out),
        cmocka_unit_test(a_settled_case_takes_no_more_support),
        cmocka_unit_test(open_cases_of_the_kind_within_150_m_are_near),
        cmocka_unit_test(near_cases_are_found_over_the_border_of_a_district),
        cmocka_unit_test(without_a_point_the_same_leaf_is_near),
        cmocka_unit_test(where_a_town_has_no_smaller_areas_its_cases_are_near),
        cmocka_unit_test(a_case_placed_by_its_town_alone_is_near_there),
        cmocka_unit_test(uploads_become_photos_of_the_case_once),
    };
    return UNIT_RUN(tests);
}

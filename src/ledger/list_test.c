/* SPDX-License-Identifier: Apache-2.0 */
/* Pages, counts and walks, held against what was put in; figures per period. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "base/time.h"
#include "ledger/ledger_world.h"
#include "ledger/reminder.h"

static void pages_come_by_area_and_number_each_once(void **state)
{
    struct books b;
    (void)state;
    books_open(&b);
    const char *const areas[] = {OTHER_CELL, CELL, NEXT_CELL, CELL, "410105016212"};
    for (size_t i = 0; i < LEN(areas); i++)
        (void)books_shop(&b, arena_printf(b.w.c->mem, "店%zu", i), areas[i], "");
    struct entry_query q = {.ledger = "shop", .prefix = CITY};
    assert_string_equal(books_names(&b, &q), "店1 店3 店2 店4 店0");
    q.prefix = TOWN;
    assert_string_equal(books_names(&b, &q), "店1 店3 店2 店4 店0");
    q.prefix = VILLAGE;
    assert_string_equal(books_names(&b, &q), "店1 店3 店2");
    q.limit = 2;
    assert_string_equal(books_names(&b, &q), "店1 店3");
    q.after_area = CELL;
    q.after_id = INT64_MAX;
    q.prefix = CITY;
    assert_string_equal(books_names(&b, &q), "店2 店4");
    books_close(&b);
}

static void a_wide_area_is_all_districts_below_it(void **state)
{
    struct books b;
    int64_t id;
    (void)state;
    books_open(&b);
    (void)books_tenant(&b, "乙", TOWN);
    const struct entry_new in = {
        .ledger = "tenant", .area = OTHER_TOWN, .fields = books_json(&b, "{\"name\":\"甲\"}")};
    assert_int_equal(books_add(&b, &in, &id), ERR_OK);
    struct entry_query q = {.ledger = "tenant", .prefix = CITY};
    assert_string_equal(books_names(&b, &q), "甲 乙");
    assert_int_equal(books_count(&b, &q), 2);
    q.prefix = "9";
    assert_string_equal(books_names(&b, &q), "");
    q.prefix = CITY;
    q.after_area = OTHER_TOWN;
    q.after_id = id;
    assert_string_equal(books_names(&b, &q), "乙");
    books_close(&b);
}

static void filters_hold_now_and_as_of_then(void **state)
{
    struct books b;
    (void)state;
    books_open(&b);
    int64_t then = b.w.c->now - 10 * TIME_DAY;
    int64_t one = books_shop_at(&b, "老王烩面", CELL, then);
    int64_t two = books_shop_at(&b, "小美理发", CELL, then);
    int64_t three = books_shop_at(&b, "老李烩面", OTHER_CELL, then + 5 * TIME_DAY);
    assert_int_equal(books_change(&b, two, "{\"trade\":\"salon\"}", then + TIME_DAY), ERR_OK);
    assert_int_equal(books_grade(&b, one, "compliant", then + 2 * TIME_DAY, 0), ERR_OK);
    assert_int_equal(books_leave(&b, three, "closed", then + 7 * TIME_DAY), ERR_OK);
    struct entry_query q = {.ledger = "shop", .prefix = TOWN};
    assert_string_equal(books_names(&b, &q), "老王烩面 小美理发");
    q.status = "compliant";
    assert_string_equal(books_names(&b, &q), "老王烩面");
    q.as_of = then + TIME_DAY;
    assert_string_equal(books_names(&b, &q), "");
    q.status = NULL;
    q.facet = "food";
    assert_string_equal(books_names(&b, &q), "老王烩面");
    q.as_of = then;
    assert_string_equal(books_names(&b, &q), "老王烩面 小美理发");
    q.facet = NULL;
    q.q = "烩 面";
    q.as_of = then + 6 * TIME_DAY;
    assert_string_equal(books_names(&b, &q), "老王烩面 老李烩面");
    assert_int_equal(books_count(&b, &q), 3); /* q counts nothing out */
    q.as_of = 0;
    assert_string_equal(books_names(&b, &q), "老王烩面");
    q.stand = ENTRY_LEFT;
    assert_string_equal(books_names(&b, &q), "老李烩面");
    q.stand = ENTRY_EVER;
    assert_string_equal(books_names(&b, &q), "老王烩面 老李烩面");
    assert_int_equal(books_count(&b, &q), 3);
    q.q = NULL;
    assert_string_equal(books_names(&b, &q), "老王烩面 小美理发 老李烩面");
    books_close(&b);
}

static void those_of_a_post_and_those_of_none_are_found_and_counted(void **state)
{
    struct books b;
    const struct entry_post_count *list;
    size_t n;
    (void)state;
    books_open(&b);
    int64_t then = b.w.c->now - 10 * TIME_DAY;
    int64_t post = city_post(&b.w, "grid_worker", CELL);
    int64_t one = books_shop_at(&b, "甲", CELL, then);
    (void)books_shop_at(&b, "乙", CELL, then);
    const struct entry_change allot = {.post = post, .fields = NULL};
    city_begin(&b.w);
    assert_int_equal(city_end(&b.w, entry_change(b.w.c, &b.w.app, DISTRICT, one, &allot)), ERR_OK);
    struct entry_query q = {.ledger = "shop", .prefix = TOWN, .post = post};
    assert_string_equal(books_names(&b, &q), "甲");
    q.facet = "salon";
    assert_string_equal(books_names(&b, &q), "");
    q.facet = NULL;
    q.review_before = b.w.c->now;
    assert_string_equal(books_names(&b, &q), "");
    q.review_before = 0;
    q.as_of = then;
    assert_string_equal(books_names(&b, &q), "");
    q.post = ENTRY_NO_POST;
    assert_string_equal(books_names(&b, &q), "甲 乙");
    q.as_of = 0;
    assert_string_equal(books_names(&b, &q), "乙");
    assert_int_equal(db_begin(b.w.c, DB_READ), ERR_OK);
    assert_int_equal(entry_count_posts(b.w.c, &q, &list, &n), ERR_OK);
    assert_int_equal(n, 2);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(list[i].n, 1);
        if (list[i].post)
            assert_string_equal(list[i].area, CELL);
    }
    q.as_of = then;
    assert_int_equal(entry_count_posts(b.w.c, &q, &list, &n), ERR_OK);
    assert_int_equal(n, 1);
    assert_int_equal(list[0].n, 2);
    assert_int_equal(list[0].post, 0);
    assert_int_equal(db_end(b.w.c, true), ERR_OK);
    books_close(&b);
}

static enum err add_name(void *arg, const struct entry *e)
{
    struct buf *b = arg;
    buf_printf(b, "%s:%s ", e->name, e->status);
    return ERR_OK;
}

static void a_walk_gives_what_the_pages_give(void **state)
{
    struct books b;
    (void)state;
    books_open(&b);
    int64_t then = b.w.c->now - 10 * TIME_DAY;
    int64_t one = books_shop_at(&b, "甲", CELL, then);
    (void)books_shop_at(&b, "乙", OTHER_CELL, then);
    assert_int_equal(books_grade(&b, one, "compliant", then + TIME_DAY, 0), ERR_OK);
    const struct entry_query now = {.ledger = "shop", .prefix = CITY},
                             past = {.ledger = "shop", .prefix = CITY, .as_of = then},
                             ever = {.ledger = "shop", .prefix = CITY, .stand = ENTRY_EVER};
    struct buf names = {.mem = b.w.c->mem};
    assert_int_equal(db_begin(b.w.c, DB_READ), ERR_OK);
    assert_int_equal(entry_each(b.w.c, &now, add_name, &names), ERR_OK);
    assert_int_equal(entry_each(b.w.c, &past, add_name, &names), ERR_OK);
    assert_int_equal(entry_each(b.w.c, &ever, add_name, &names), ERR_OK);
    assert_int_equal(db_end(b.w.c, true), ERR_OK);
    assert_string_equal(
        buf_str(&names),
        "甲:compliant 乙:unchecked 甲:unchecked 乙:unchecked 甲:compliant 乙:unchecked ");
    books_close(&b);
}

static void counts_by_child_area_and_by_facet_sum_to_the_whole(void **state)
{
    struct books b;
    const struct entry_area_count *areas;
    const struct entry_count *facets;
    size_t n;
    int64_t sum = 0;
    (void)state;
    books_open(&b);
    int64_t id = books_shop(&b, "甲", CELL, "");
    (void)books_shop(&b, "乙", NEXT_CELL, "");
    (void)books_shop(&b, "丙", OTHER_CELL, "");
    assert_int_equal(books_change(&b, id, "{\"trade\":\"salon\"}", 0), ERR_OK);
    const struct entry_query q = {.ledger = "shop", .prefix = TOWN};
    assert_int_equal(db_begin(b.w.c, DB_READ), ERR_OK);
    assert_int_equal(entry_count_areas(b.w.c, &q, 12, &areas, &n), ERR_OK);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(areas[i].n, strcmp(areas[i].area, VILLAGE) == 0 ? 2 : 1);
        sum += areas[i].n;
    }
    assert_int_equal(sum, 3);
    assert_int_equal(entry_count(b.w.c, &q, true, &facets, &n), ERR_OK);
    assert_int_equal(n, 2);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(facets[i].n, strcmp(facets[i].facet, "food") == 0 ? 2 : 1);
    struct entry_query some = q;
    some.facet = "food";
    some.status = "unchecked";
    assert_int_equal(entry_count(b.w.c, &some, false, &facets, &n), ERR_OK);
    assert_int_equal(n, 1);
    assert_int_equal(facets[0].n, 2);
    assert_int_equal(entry_count_areas(b.w.c, &some, 12, &areas, &n), ERR_OK);
    assert_int_equal(areas[0].n + areas[1].n, 2);
    some.status = "compliant";
    assert_int_equal(entry_count(b.w.c, &some, false, &facets, &n), ERR_OK);
    assert_int_equal(n, 0);
    assert_int_equal(db_end(b.w.c, true), ERR_OK);
    books_close(&b);
}

static int64_t total(const struct entry_area_count *areas, size_t n)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += areas[i].n;
    return sum;
}

static void what_left_what_is_due_and_what_stood_then_count_by_child_area_too(void **state)
{
    struct books b;
    const struct entry_area_count *areas;
    const struct entry_count *facets;
    size_t n;
    (void)state;
    books_open(&b);
    int64_t then = b.w.c->now - 10 * TIME_DAY;
    int64_t gone = books_shop_at(&b, "甲", CELL, then);
    int64_t due = books_shop_at(&b, "乙", NEXT_CELL, then);
    (void)books_shop_at(&b, "丙", OTHER_CELL, then + 5 * TIME_DAY);
    assert_int_equal(books_leave(&b, gone, "closed", then + 7 * TIME_DAY), ERR_OK);
    const struct entry_grade grade = {.review_due = b.w.c->now + TIME_DAY};
    city_begin(&b.w);
    assert_int_equal(city_end(&b.w, entry_set_grade(b.w.c, DISTRICT, due, &grade)), ERR_OK);
    const struct entry_query left = {.ledger = "shop", .prefix = TOWN, .stand = ENTRY_LEFT},
                             was = {.ledger = "shop", .prefix = TOWN, .as_of = then},
                             review = {.ledger = "shop",
                                       .prefix = TOWN,
                                       .review_before = b.w.c->now + 2 * TIME_DAY};
    assert_int_equal(db_begin(b.w.c, DB_READ), ERR_OK);
    assert_int_equal(entry_count_areas(b.w.c, &left, 12, &areas, &n), ERR_OK);
    assert_int_equal(total(areas, n), 1);
    assert_string_equal(areas[0].area, VILLAGE);
    assert_int_equal(entry_count_areas(b.w.c, &was, 12, &areas, &n), ERR_OK);
    assert_int_equal(total(areas, n), 2);
    assert_int_equal(entry_count_areas(b.w.c, &review, 12, &areas, &n), ERR_OK);
    assert_int_equal(total(areas, n), 1);
    assert_int_equal(entry_count(b.w.c, &review, true, &facets, &n), ERR_OK);
    assert_int_equal(n, 1);
    assert_string_equal(facets[0].facet, "food");
    assert_int_equal(facets[0].n, 1);
    assert_int_equal(db_end(b.w.c, true), ERR_OK);
    books_close(&b);
}

static void entries_due_for_review_are_found(void **state)
{
    struct books b;
    (void)state;
    books_open(&b);
    int64_t id = books_shop(&b, "甲", CELL, "");
    (void)books_shop(&b, "乙", CELL, "");
    const struct entry_grade grade = {.review_due = b.w.c->now + TIME_DAY};
    city_begin(&b.w);
    assert_int_equal(city_end(&b.w, entry_set_grade(b.w.c, DISTRICT, id, &grade)), ERR_OK);
    struct entry_query q = {
        .ledger = "shop", .prefix = TOWN, .review_before = b.w.c->now + 2 * TIME_DAY};
    assert_string_equal(books_names(&b, &q), "甲");
    assert_int_equal(books_count(&b, &q), 1);
    q.review_before = b.w.c->now;
    assert_string_equal(books_names(&b, &q), "");
    books_close(&b);
}

/* ---- figures per period ---- */

static enum err give(struct books *b, int64_t id, const char *period, int people,
                     const char *source)
{
    const struct entry_period_new in = {
        .series = strlen(period) == 4 ? "year" : "jobs",
        .period = period,
        .source = source,
        .fields = books_json(b, arena_printf(b->w.c->mem, "{\"people\":%d}", people))};
    city_begin(&b->w);
    return city_end(&b->w, period_add(b->w.c, &b->w.app, DISTRICT, id, &in));
}

static enum err add_period(void *arg, const struct period_row *row)
{
    buf_printf(arg, "%s %s %s;", row->name, row->period, row->fields);
    return ERR_OK;
}

static const char *figures(struct books *b, const char *series, const char *period, int64_t as_of)
{
    struct buf text = {.mem = b->w.c->mem};
    assert_int_equal(db_begin(b->w.c, DB_READ), ERR_OK);
    assert_int_equal(period_each(b->w.c, "tenant", CITY, series, period, as_of, add_period, &text),
                     ERR_OK);
    assert_int_equal(db_end(b->w.c, true), ERR_OK);
    return buf_str(&text);
}

static void the_last_confirmed_figure_of_the_last_ended_period_counts(void **state)
{
    struct books b;
    int64_t id;
    (void)state;
    books_open(&b); /* it is November 2026 */
    const struct entry_new in = {.ledger = "tenant",
                                 .area = TOWN,
                                 .fields = books_json(&b, "{\"name\":\"甲\"}"),
                                 .at = b.w.c->now - 400 * TIME_DAY};
    assert_int_equal(books_add(&b, &in, &id), ERR_OK);
    assert_int_equal(give(&b, id, "2026-09", 10, "office"), ERR_OK);
    assert_int_equal(give(&b, id, "2026-09", 11, "office"), ERR_OK);
    assert_int_equal(give(&b, id, "2026-10", 12, "owner"), ERR_OK);
    assert_int_equal(give(&b, id, "2026-11", 13, "office"), ERR_OK);
    assert_string_equal(figures(&b, "jobs", NULL, 0), "甲 2026-09 {\"people\":11};");
    city_begin(&b.w);
    assert_int_equal(city_end(&b.w, period_decide(b.w.c, DISTRICT, id, "jobs", "2026-10", 1, true)),
                     ERR_OK);
    city_begin(&b.w);
    books_refused(&b,
                  city_end(&b.w, period_decide(b.w.c, DISTRICT, id, "jobs", "2026-10", 1, false)),
                  ERR_CONFLICT, "ledger.period_decided");
    assert_string_equal(figures(&b, "jobs", NULL, 0), "甲 2026-10 {\"people\":12};");
    assert_string_equal(figures(&b, "jobs", NULL, b.w.c->now - 40 * TIME_DAY),
                        "甲 2026-09 {\"people\":11};");
    assert_string_equal(figures(&b, "jobs", "2026-09", 0), "甲 2026-09 {\"people\":11};");
    assert_string_equal(figures(&b, "jobs", "2026-08", 0), "");
    books_refused(&b, give(&b, id, "2026", 1, "office"), ERR_INVALID, "ledger.period");
    books_refused(&b, give(&b, id, "2026-12", 1, "office"), ERR_INVALID, "ledger.period");
    books_refused(&b, give(&b, id, "2026-13", 1, "office"), ERR_INVALID, "ledger.period");
    books_refused(&b, give(&b, id, "2025", 1, "owner"), ERR_INVALID, "ledger.series");
    assert_int_equal(give(&b, id, "2025", 1, "office"), ERR_OK);
    books_close(&b);
}

/* ---- dates ---- */

static const char *reminded(struct books *b, const struct reminder_query *q)
{
    const struct reminder *list;
    struct buf text = {.mem = b->w.c->mem};
    size_t n;
    bool more;
    assert_int_equal(db_begin(b->w.c, DB_READ), ERR_OK);
    assert_int_equal(reminder_list(b->w.c, q, &list, &n, &more), ERR_OK);
    assert_int_equal(db_end(b->w.c, true), ERR_OK);
    for (size_t i = 0; i < n; i++)
        buf_printf(&text, "%s %d;", list[i].entry.name, (int)list[i].days);
    buf_text(&text, more ? "more" : "");
    return buf_str(&text);
}

static void dates_remind_before_and_after_them_the_earliest_first(void **state)
{
    static const char *const prefixes[] = {CITY};
    struct books b;
    (void)state;
    books_open(&b); /* on 24 November 2026; the licence reminds 30 days before */
    struct reminder_query q = {
        .kind = &b.kinds[0], .prefixes = prefixes, .n_prefixes = 1, .limit = 10};
    (void)books_shop(&b, "甲", CELL, ",\"licence\":\"2026-12-24\"");
    (void)books_shop(&b, "乙", OTHER_CELL, ",\"licence\":\"2026-12-25\"");
    int64_t id = books_shop(&b, "丙", CELL, ",\"licence\":\"2026-11-20\"");
    (void)books_shop(&b, "丁", CELL, ",\"licence\":\"2026-10-24\"");
    assert_string_equal(reminded(&b, &q), "丁 -31;丙 -4;甲 30;");
    q.limit = 2;
    assert_string_equal(reminded(&b, &q), "丁 -31;丙 -4;more");
    q.after_date = "2026-11-20";
    q.after_entry = id;
    q.after_field = "licence";
    assert_string_equal(reminded(&b, &q), "甲 30;");
    books_close(&b);
}

static void a_date_reminds_until_somebody_sees_to_it(void **state)
{
    static const char *const prefixes[] = {CITY}, *const waiting[] = {"noncompliant", "unchecked"};
    struct books b;
    (void)state;
    books_open(&b);
    const struct reminder_query q = {
        .kind = &b.kinds[0], .prefixes = prefixes, .n_prefixes = 1, .limit = 10};
    int64_t changed = books_shop(&b, "改了", CELL, ",\"licence\":\"2024-01-01\""),
            left = books_shop(&b, "走了", CELL, ",\"licence\":\"2024-01-02\""),
            graded = books_shop(&b, "好了", CELL, ",\"licence\":\"2024-01-03\"");
    (void)books_shop(&b, "还在", CELL, ",\"licence\":\"2024-01-04\"");
    assert_string_equal(reminded(&b, &q), "改了 -1058;走了 -1057;好了 -1056;还在 -1055;");
    b.w.c->now += TIME_SECOND;
    assert_int_equal(books_change(&b, changed, "{\"licence\":\"2028-01-01\"}", 0), ERR_OK);
    assert_int_equal(books_leave(&b, left, "closed", 0), ERR_OK);
    assert_int_equal(books_grade(&b, graded, "compliant", b.w.c->now, 0), ERR_OK);
    assert_string_equal(reminded(&b, &q), "好了 -1056;还在 -1055;");
    struct ledger_field *licence = &b.shop[7];
    assert_string_equal(licence->field, "licence");
    licence->remind_in = waiting;
    licence->n_remind_in = LEN(waiting);
    assert_string_equal(reminded(&b, &q), "还在 -1055;");
    books_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_come_by_area_and_number_each_once),
        cmocka_unit_test(a_wide_area_is_all_districts_below_it),
        cmocka_unit_test(filters_hold_now_and_as_of_then),
        cmocka_unit_test(those_of_a_post_and_those_of_none_are_found_and_counted),
        cmocka_unit_test(a_walk_gives_what_the_pages_give),
        cmocka_unit_test(counts_by_child_area_and_by_facet_sum_to_the_whole),
        cmocka_unit_test(what_left_what_is_due_and_what_stood_then_count_by_child_area_too),
        cmocka_unit_test(entries_due_for_review_are_found),
        cmocka_unit_test(the_last_confirmed_figure_of_the_last_ended_period_counts),
        cmocka_unit_test(dates_remind_before_and_after_them_the_earliest_first),
        cmocka_unit_test(a_date_reminds_until_somebody_sees_to_it),
    };
    return UNIT_RUN(tests);
}

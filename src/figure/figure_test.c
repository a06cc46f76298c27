/* SPDX-License-Identifier: Apache-2.0 */
#include "figure/figure_world.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"

/* ---- the page's own figure ---- */

static void add_shops(struct books *b, int n, int64_t *ids)
{
    city_begin(&b->w);
    for (int i = 0; i < n; i++) {
        const char *fields = arena_printf(
            b->w.c->mem, "{\"name\":\"店%d\",\"address\":\"兴达路%d号\",\"trade\":\"%s\"}", i, i,
            i % 3 ? "food" : "salon");
        const struct entry_new in = {
            .ledger = "shop", .area = i % 2 ? CELL : OTHER_CELL, .fields = books_json(b, fields)};
        desk_must(b, entry_add(b->w.c, &b->w.app, &in, &ids[i]));
    }
    desk_must(b, city_end(&b->w, ERR_OK));
}

static void grade(struct books *b, const int64_t *ids, int n, const char *status)
{
    const struct entry_grade grade = {.status = status, .from = b->w.c->now};
    city_begin(&b->w);
    for (int i = 0; i < n; i++)
        desk_must(b, entry_set_grade(b->w.c, DISTRICT, ids[i], &grade));
    desk_must(b, city_end(&b->w, ERR_OK));
}

static const char *bulletin(struct books *b, int64_t as_of)
{
    const char *out;
    const struct bulletin_ask ask = {
        .area = TOWN, .area_name = "淮河路街道", .as_of = as_of, .reader = FIGURE_FOR_SECRET};
    desk_begin(b);
    desk_must(b, bulletin_text(b->w.c, &b->w.app, b->programmes.v, &ask, &out));
    desk_end(b);
    return out;
}

static void the_pages_sentence_comes_out_of_the_facts_and_stays(void **state)
{
    enum { SHOPS = 673, DONE = 606 };
    static int64_t ids[SHOPS];
    struct books b;
    (void)state;
    desk_open(&b);
    add_shops(&b, SHOPS, ids);
    b.w.c->now += TIME_SECOND;
    grade(&b, ids, DONE, "compliant");
    b.w.c->now += TIME_SECOND;
    int64_t day = b.w.c->now;
    static const char printed[] = "截至2026年11月24日，淮河路街道673家“五小”门店已整改到位606家，"
                                  "整改率90.04%。";
    assert_string_equal(bulletin(&b, 0), printed);
    b.w.c->now += TIME_DAY;
    grade(&b, ids, 10, "noncompliant");
    b.w.c->now += TIME_SECOND;
    assert_string_equal(bulletin(&b, day), printed);
    assert_string_equal(desk_text(&b, RATE, TOWN, 0), "88.56%");
    assert_string_equal(desk_text(&b, RATE, TOWN, day), "90.04%");
    const struct figure_value v = desk_now(&b, RATE, TOWN, day);
    assert_true(desk_is(v.over, DONE) && desk_is(v.under, SHOPS));
    books_close(&b);
}

/* ---- counts and sums ---- */

static void a_figure_is_of_its_area_alone(void **state)
{
    struct books b;
    (void)state;
    desk_open(&b);
    (void)books_shop(&b, "甲", CELL, "");
    (void)books_shop(&b, "乙", OTHER_CELL, "");
    assert_string_equal(desk_text(&b, TOTAL, VILLAGE, 0), "1");
    assert_string_equal(desk_text(&b, TOTAL, TOWN, 0), "2");
    assert_string_equal(desk_text(&b, TOTAL, CITY, 0), "2");
    assert_string_equal(desk_text(&b, TOTAL, OTHER_TOWN, 0), "0");
    books_close(&b);
}

static void conditions_on_fields_must_all_hold(void **state)
{
    struct books b;
    (void)state;
    desk_open(&b);
    (void)books_shop(&b, "甲", CELL, ",\"open\":true,\"tags\":[\"day\",\"night\"]");
    (void)books_shop(&b, "乙", CELL, ",\"open\":true,\"tags\":[\"day\"]");
    (void)books_shop(&b, "丙", CELL, ",\"open\":false,\"tags\":[\"night\"]");
    (void)books_shop(&b, "丁", CELL, "");
    assert_string_equal(desk_text(&b, NIGHT, TOWN, 0), "1");
    books_close(&b);
}

static void one_of_several_values_is_enough(void **state)
{
    struct books b;
    (void)state;
    desk_open(&b);
    int64_t a = books_shop(&b, "甲", CELL, ""), d = books_shop(&b, "乙", CELL, "");
    (void)books_shop(&b, "丙", CELL, "");
    b.w.c->now += TIME_SECOND;
    desk_must(&b, books_grade(&b, a, "compliant", b.w.c->now, 0));
    desk_must(&b, books_grade(&b, d, "rectifying", b.w.c->now, 0));
    assert_string_equal(desk_text(&b, TRADED, TOWN, 0), "2");
    books_close(&b);
}

static void who_left_counts_in_cumulative_figures_as_of_any_day(void **state)
{
    struct books b;
    (void)state;
    desk_open(&b);
    int64_t gone = books_shop(&b, "甲", CELL, ""), back = books_shop(&b, "乙", CELL, "");
    (void)books_shop(&b, "丙", CELL, "");
    b.w.c->now += TIME_DAY;
    desk_must(&b, books_leave(&b, gone, "closed", 0));
    desk_must(&b, books_leave(&b, back, "closed", 0));
    b.w.c->now += TIME_DAY;
    int64_t then = b.w.c->now;
    assert_string_equal(desk_text(&b, TOTAL, TOWN, 0), "1");
    assert_string_equal(desk_text(&b, EVER, TOWN, 0), "3");
    b.w.c->now += TIME_DAY;
    city_begin(&b.w);
    desk_must(&b, city_end(&b.w, entry_return(b.w.c, &b.w.app, DISTRICT, back, 0, "又开了")));
    (void)books_shop(&b, "丁", CELL, "");
    b.w.c->now += TIME_SECOND;
    assert_string_equal(desk_text(&b, TOTAL, TOWN, then), "1");
    assert_string_equal(desk_text(&b, EVER, TOWN, then), "3");
    assert_string_equal(desk_text(&b, EVER, TOWN, 0), "4");
    books_close(&b);
}

static void a_sum_over_entries_without_values_is_not_known_over_none_it_is_nought(void **state)
{
    struct books b;
    (void)state;
    desk_open(&b);
    assert_string_equal(desk_text(&b, STAFF, TOWN, 0), "0");
    assert_string_equal(desk_text(&b, JOBS, TOWN, 0), "0");
    (void)books_shop(&b, "甲", CELL, "");
    assert_string_equal(desk_text(&b, STAFF, TOWN, 0), "—");
    (void)books_shop(&b, "乙", CELL, ",\"staff\":0");
    assert_string_equal(desk_text(&b, STAFF, TOWN, 0), "0");
    (void)books_shop(&b, "丙", CELL, ",\"staff\":7");
    assert_string_equal(desk_text(&b, STAFF, TOWN, 0), "7");
    assert_string_equal(desk_text(&b, PER_HEAD, TOWN, 0), "2.3");
    books_close(&b);
}

static void a_ratio_over_nothing_is_not_known(void **state)
{
    struct books b;
    (void)state;
    desk_open(&b);
    assert_string_equal(desk_text(&b, RATE, TOWN, 0), "—");
    books_close(&b);
}

/* ---- parts and rows ---- */

struct sums {
    double over, under, value;
    size_t n;
};

static struct sums parts(struct books *b, int kind, const char *area, const char *by)
{
    struct sums s = {0};
    struct figure_part *list;
    desk_begin(b);
    desk_must(b, figure_parts(b->w.c, &b->w.app, &desk_kinds[kind], area, 0, by, &list, &s.n));
    desk_end(b);
    for (size_t i = 0; i < s.n; i++) {
        s.over += list[i].value.over;
        s.under += list[i].value.under;
        s.value += list[i].value.value;
    }
    return s;
}

/* Two dozen shops here and there, some gone, some graded, some on the village itself; two tenants with years. */
static int64_t fill(struct books *b)
{
    b->w.c->now -= 900 * TIME_DAY;
    int64_t first = books_tenant(b, "甲园", TOWN), second = books_tenant(b, "乙园", TOWN);
    b->w.c->now += 900 * TIME_DAY;
    for (int i = 0; i < 24; i++) {
        static const char *const areas[] = {CELL, NEXT_CELL, OTHER_CELL, VILLAGE};
        const char *more =
            arena_printf(b->w.c->mem, ",\"staff\":%d,\"open\":%s", i + 1, i % 2 ? "true" : "false");
        int64_t id =
            books_shop(b, arena_printf(b->w.c->mem, "店%d", i), areas[i % 4], i % 5 ? "" : more);
        b->w.c->now += TIME_SECOND;
        if (i % 3 == 0)
            desk_must(b, books_change(b, id, "{\"trade\":\"salon\"}", 0));
        if (i % 4 == 1)
            desk_must(b, books_grade(b, id, "compliant", b->w.c->now, 0));
        b->w.c->now += TIME_SECOND;
        if (i % 6 == 5)
            desk_must(b, books_leave(b, id, "closed", b->w.c->now));
    }
    b->w.c->now += TIME_DAY;
    int64_t then = b->w.c->now - TIME_SECOND;
    desk_give(b, first, "2024", 30);
    desk_give(b, first, "2025", 31);
    desk_give(b, second, "2024", 8);
    desk_give_in(b, "jobs", first, "2026-09", 12);
    b->w.c->now += TIME_DAY;
    int64_t later = books_shop(b, "后来", CELL, "");
    b->w.c->now += TIME_SECOND;
    desk_must(b, books_leave(b, later, "closed", b->w.c->now));
    b->w.c->now += TIME_SECOND;
    return then;
}

static void parts_sum_to_the_whole(void **state)
{
    struct books b;
    (void)state;
    desk_open(&b);
    (void)fill(&b);
    for (size_t i = 0; i < LEN(desk_kinds); i++) {
        const struct figure_value whole = desk_now(&b, (int)i, VILLAGE, 0);
        const struct sums s = parts(&b, (int)i, VILLAGE, NULL);
        assert_true(desk_is(s.over, whole.over) && desk_is(s.under, whole.under));
        assert_true(desk_kinds[i].form == FIGURE_RATIO || desk_is(s.value, whole.value));
        if (!desk_kinds[i].n_by)
            continue;
        const struct sums f = parts(&b, (int)i, VILLAGE, desk_kinds[i].by[0]);
        assert_true(desk_is(f.over, whole.over) && desk_is(f.under, whole.under));
    }
    /* Two cells and the village itself, which has shops of its own. */
    assert_int_equal(parts(&b, TOTAL, VILLAGE, NULL).n, 3);
    books_close(&b);
}

static void a_figure_without_a_field_has_no_parts_by_it(void **state)
{
    struct books b;
    struct figure_part *list;
    size_t n;
    (void)state;
    desk_open(&b);
    desk_begin(&b);
    books_refused(&b,
                  figure_parts(b.w.c, &b.w.app, &desk_kinds[NIGHT], TOWN, 0, "trade", &list, &n),
                  ERR_INVALID, "figure.no_parts");
    db_undo(b.w.c);
    books_close(&b);
}

static void rows_sum_exactly_to_their_figure(void **state)
{
    struct books b;
    (void)state;
    desk_open(&b);
    const int64_t moments[] = {0, fill(&b)};
    for (size_t m = 0; m < LEN(moments); m++)
        for (size_t i = 0; i < LEN(desk_kinds); i++) {
            const struct figure_value v = desk_now(&b, (int)i, CITY, moments[m]);
            bool two = desk_kinds[i].form == FIGURE_RATIO;
            assert_true(desk_is(desk_rows(&b, (int)i, true, moments[m], 4), v.over));
            assert_true(desk_is(desk_rows(&b, (int)i, true, moments[m], 100), v.over));
            if (two)
                assert_true(desk_is(desk_rows(&b, (int)i, false, moments[m], 7), v.under));
            assert_true(v.known);
        }
    books_close(&b);
}

/* ---- what the day and strangers' eyes make of a status ---- */

static const struct ledger_status dated[] = {
    {.status = "unchecked", .sign = "grey", .window = {NULL, NULL, "licence", "noncompliant"}},
    {.status = "compliant",                     .sign = "green"              },
    {.status = "rectifying",                     .sign = "yellow",.hidden = true},
    {.status = "noncompliant",       .sign = "red"                     },
};
static const char *const unchecked[] = {"unchecked"}, *const past_it[] = {"noncompliant"},
                         *const by_status[] = {"status"};
static const struct figure_where is_unchecked[] = {
    {NULL, unchecked, 1}
};
static const struct figure_where is_over[] = {
    {NULL, past_it, 1}
};

static double told(struct books *b, const struct figure_kind *kind, const char *day)
{
    struct figure_value v;
    desk_begin(b);
    desk_must(b, figure_now(b->w.c, &b->w.app, kind, TOWN, day ? desk_moment(day) : 0, &v));
    desk_end(b);
    return v.value;
}

static void an_entry_is_open_on_the_days_of_its_window(void **state)
{
    const struct figure_kind open = {.ledger = "shop", .where = is_unchecked, .n_where = 1},
                             closed = {.ledger = "shop", .where = is_over, .n_where = 1};
    struct books b;
    (void)state;
    desk_open(&b);
    b.kinds[0].statuses = dated;
    b.w.c->now = desk_moment("2026-03-01");
    (void)books_shop(&b, "甲", CELL, ",\"licence\":\"2026-03-10\"");
    (void)books_shop(&b, "乙", CELL, "");
    b.w.c->now = desk_moment("2026-03-20");
    assert_true(desk_is(told(&b, &open, "2026-03-10T23:59:59+08:00"), 2));
    assert_true(desk_is(told(&b, &open, "2026-03-11"), 1));
    assert_true(desk_is(told(&b, &closed, NULL), 1));
    books_close(&b);
}

static void a_public_figure_knows_nothing_of_hidden_entries(void **state)
{
    const struct figure_kind all = {.ledger = "shop", .by = by_status, .n_by = 1},
                             open = {.ledger = "shop", .is_public = true};
    struct books b;
    struct figure_part *parts;
    size_t n;
    (void)state;
    desk_open(&b);
    b.kinds[0].statuses = dated;
    int64_t hidden = books_shop(&b, "甲", CELL, "");
    (void)books_shop(&b, "乙", CELL, "");
    b.w.c->now += TIME_SECOND;
    desk_must(&b, books_grade(&b, hidden, "rectifying", b.w.c->now, 0));
    assert_true(desk_is(told(&b, &all, NULL), 2));
    assert_true(desk_is(told(&b, &open, NULL), 1));
    desk_begin(&b);
    desk_must(&b, figure_parts(b.w.c, &b.w.app, &all, TOWN, 0, "status", &parts, &n));
    desk_end(&b);
    assert_int_equal(n, 2);
    books_close(&b);
}

/* ---- as it is printed, and what the public is not told ---- */

static struct figure_value ratio(double over, double under)
{
    static const struct figure_kind kind = {.unit = "%", .form = FIGURE_RATIO, .decimals = 0};
    return (struct figure_value){
        .kind = &kind, .known = true, .over = over, .under = under, .value = over * 100 / under};
}

static void halves_round_up(void **state)
{
    char out[64];
    const struct figure_value eighth = ratio(1, 8), most = ratio(199, 200), third = ratio(1, 3);
    (void)state;
    figure_format(&eighth, out);
    assert_string_equal(out, "13%");
    figure_format(&most, out);
    assert_string_equal(out, "100%");
    figure_format(&third, out);
    assert_string_equal(out, "33%");
}

static void a_programme_without_a_bulletin_says_so(void **state)
{
    struct books b;
    const char *out;
    static const struct programme quiet = {.programme = "quiet"};
    const struct bulletin_ask ask = {.area = TOWN, .area_name = "街道"};
    (void)state;
    desk_open(&b);
    desk_begin(&b);
    books_refused(&b, bulletin_text(b.w.c, &b.w.app, &quiet, &ask, &out), ERR_NOT_FOUND,
                  "figure.no_bulletin");
    db_undo(b.w.c);
    books_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_pages_sentence_comes_out_of_the_facts_and_stays),
        cmocka_unit_test(a_figure_is_of_its_area_alone),
        cmocka_unit_test(conditions_on_fields_must_all_hold),
        cmocka_unit_test(one_of_several_values_is_enough),
        cmocka_unit_test(who_left_counts_in_cumulative_figures_as_of_any_day),
        cmocka_unit_test(a_sum_over_entries_without_values_is_not_known_over_none_it_is_nought),
        cmocka_unit_test(a_ratio_over_nothing_is_not_known),
        cmocka_unit_test(parts_sum_to_the_whole),
        cmocka_unit_test(a_figure_without_a_field_has_no_parts_by_it),
        cmocka_unit_test(rows_sum_exactly_to_their_figure),
        cmocka_unit_test(an_entry_is_open_on_the_days_of_its_window),
        cmocka_unit_test(a_public_figure_knows_nothing_of_hidden_entries),
        cmocka_unit_test(halves_round_up),
        cmocka_unit_test(a_programme_without_a_bulletin_says_so),
    };
    return UNIT_RUN(tests);
}

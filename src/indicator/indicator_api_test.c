/* SPDX-License-Identifier: Apache-2.0 */
#include "indicator/indicator_api.h"

#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/time.h"
#include "casefile/case_api.h"
#include "casefile/fact_world.h"
#include "indicator/indicator.h"
#include "indicator/public.h"

struct office {
    struct city w;
    struct routes routes[2];
    int64_t from;
};

/* Six cases in the first cell, five of them accepted and filed in time, one late; one case in the other town. */
static void office_open(struct office *o)
{
    struct city *w = &o->w;
    city_open(w);
    o->routes[0] = indicator_routes;
    o->routes[1] = agenda_routes;
    w->setup.routes = o->routes;
    w->setup.n_routes = LEN(o->routes);
    o->from = w->c->now;
    city_begin(w);
    for (int i = 0; i < 7; i++) {
        struct led l = led_new(w, NOISE, i < 6 ? CELL_1 : VILLAGE_3);
        w->c->now += TIME_SECOND;
        led_stage(&l, "accepted", "accepted",
                  (struct fact_clock){.clock = "accept", .late = i == 0});
    }
    assert_int_equal(city_end(w, true), ERR_OK);
}

static const char *period_from(struct city *w, int64_t from, int64_t to)
{
    char a[TIME_TEXT], b[TIME_TEXT];
    time_format(from, a);
    time_format(to, b);
    a[strlen(a) - 6] = b[strlen(b) - 6] = '\0'; /* "+08:00" would have to be escaped */
    return arena_printf(w->c->mem, "from=%s%%2B08:00&to=%s%%2B08:00", a, b);
}

static int ask(struct office *o, enum actor who, const char *path, const char *rest)
{
    const char *period = period_from(&o->w, o->from, o->w.c->now + TIME_DAY);
    return city_ask(&o->w, who, "GET",
                    arena_printf(o->w.c->mem, "/api/v1/indicators%s?%s%s", path, period, rest),
                    NULL);
}

static const struct node *value_of(const struct node *row, const char *id, const char *member)
{
    return node_get(node_get(node_get(row, "values"), id), member);
}

static int64_t number(const struct node *v)
{
    int64_t n;
    return v && node_int(v, &n) ? n : -1;
}

static void an_officer_sees_each_number_with_its_definition(void **state)
{
    struct office o;
    (void)state;
    office_open(&o);
    assert_int_equal(ask(&o, CHIEF, "", "&area=" JINSHUI), 200);
    const struct node *total = node_get(city_reply(&o.w), "total");
    assert_int_equal(number(value_of(total, "timely_filing_rate", "n")), 6);
    assert_int_equal(number(value_of(total, "timely_filing_rate", "d")), 7);
    assert_true(city_says(&o.w, "\"value\":85.71"));
    assert_true(city_says(&o.w, "按时立案数 ÷ 立案数"));
    assert_true(city_says(&o.w, "\"suppressed\":false"));
    assert_int_equal(node_len(node_get(city_reply(&o.w), "definitions")), INDICATORS);
    assert_int_equal(node_len(node_get(city_reply(&o.w), "rows")), 2);
    city_close(&o.w);
}

/* The month of the office's cases, asked for so many months after its start. */
static int ask_month(struct office *o, int after, const char *rest)
{
    enum { LONGEST = 31 };
    int32_t day = time_day(o->from);
    int64_t month, next;
    const char *first = arena_printf(o->w.c->mem, "%04d-%02d-01", day / 10000, day / 100 % 100);
    assert_true(time_parse(first, &month));
    day = time_day(month + LONGEST * TIME_DAY);
    const char *end = arena_printf(o->w.c->mem, "%04d-%02d-01", day / 10000, day / 100 % 100);
    assert_true(time_parse(end, &next));
    o->w.c->now = month + (int64_t)after * LONGEST * TIME_DAY;
    return city_ask(
        &o->w, NOBODY, "GET",
        arena_printf(o->w.c->mem, "/api/v1/indicators?from=%s&to=%s%s", first, end, rest), NULL);
}

static void the_public_is_told_of_whole_months_that_are_over(void **state)
{
    struct office o;
    (void)state;
    office_open(&o);
    assert_int_equal(ask(&o, NOBODY, "", "&area=" JINSHUI), 422);
    assert_string_equal(city_code(&o.w), "indicator.month");
    assert_int_equal(ask(&o, CHIEF, "", "&area=" JINSHUI), 200);
    assert_int_equal(ask_month(&o, 0, "&area=" JINSHUI), 422);
    assert_int_equal(ask_month(&o, 1, "&area=" JINSHUI), 200);
    city_close(&o.w);
}

static int64_t public_total(struct office *o, const char *rest)
{
    assert_int_equal(ask_month(o, 2, rest), 200);
    return number(value_of(node_get(city_reply(&o->w), "total"), "filing_rate", "d"));
}

/* In the district's table the towns with 6 and with 1 are holes: the table of a town must not fill them. */
static void what_is_withheld_in_one_table_is_in_those_below_it(void **state)
{
    struct office o;
    (void)state;
    office_open(&o);
    assert_int_equal(public_total(&o, "&area=" JINSHUI), 7);
    assert_int_equal(public_total(&o, "&area=" TOWN), -1);
    assert_int_equal(public_total(&o, "&area=" TOWN "&by=kind"), -1);
    assert_int_equal(public_total(&o, "&area=" CELL_1), -1);
    city_close(&o.w);
}

static void a_month_is_counted_once_a_day_for_the_public(void **state)
{
    struct office o;
    (void)state;
    office_open(&o);
    o.w.app.indicators = indicator_cache_new();
    assert_int_equal(public_total(&o, "&area=" JINSHUI), 7);
    assert_int_equal(public_total(&o, "&area=" JINSHUI "&by=kind"), 7);
    o.w.c->now = o.from + TIME_DAY / 24; /* something is told late */
    city_begin(&o.w);
    struct led l = led_new(&o.w, NOISE, CELL_1);
    led_stage(&l, "accepted", "accepted", (struct fact_clock){.clock = "accept"});
    assert_int_equal(city_end(&o.w, true), ERR_OK);
    assert_int_equal(public_total(&o, "&area=" JINSHUI), 7);
    assert_int_equal(public_total(&o, "&area=" JINSHUI "&by=kind"), 7);
    assert_int_equal(ask_month(&o, 3, "&area=" JINSHUI), 200);
    assert_int_equal(number(value_of(node_get(city_reply(&o.w), "total"), "filing_rate", "d")), 8);
    indicator_cache_free(o.w.app.indicators);
    city_close(&o.w);
}

static void the_public_is_not_told_small_numbers(void **state)
{
    struct office o;
    (void)state;
    office_open(&o);
    assert_int_equal(ask_month(&o, 1, "&area=" JINSHUI), 200);
    const struct node *rows = node_get(city_reply(&o.w), "rows");
    assert_true(city_says(&o.w, "\"suppressed\":true"));
    assert_int_equal(number(value_of(node_at(rows, 1), "filing_rate", "d")), -1);
    assert_int_equal(number(value_of(node_at(rows, 0), "filing_rate", "d")), -1); /* else 7 - 6 */
    assert_int_equal(number(value_of(node_get(city_reply(&o.w), "total"), "filing_rate", "d")), 7);
    assert_int_equal(
        number(value_of(node_get(city_reply(&o.w), "total"), "timely_filing_rate", "n")), -1);
    city_close(&o.w);
}

static int64_t pages(struct office *o, const char *rest)
{
    int64_t sum = 0;
    const char *cursor = "";
    while (cursor) {
        assert_int_equal(
            ask(o, CHIEF, "/cases",
                arena_printf(o->w.c->mem, "&area=" JINSHUI "&limit=2%s%s", rest, cursor)),
            200);
        const struct node *reply = city_reply(&o->w), *items = node_get(reply, "items");
        assert_true(node_len(items) <= 2);
        for (size_t i = 0; i < node_len(items); i++) {
            sum += number(node_get(node_at(items, i), "counts"));
            assert_non_null(node_text(node_get(node_get(node_at(items, i), "case"), "ref")));
        }
        const char *next = node_text(node_get(reply, "next"));
        cursor = next ? arena_printf(o->w.c->mem, "&cursor=%s", next) : NULL;
        assert_true(cursor || sum == number(node_get(reply, "sum")));
    }
    return sum;
}

static void the_pages_behind_a_number_sum_to_it(void **state)
{
    struct office o;
    (void)state;
    office_open(&o);
    assert_int_equal(pages(&o, "&id=timely_filing_rate&part=n"), 6);
    assert_int_equal(pages(&o, "&id=timely_filing_rate&part=d"), 7);
    assert_int_equal(pages(&o, "&id=timely_filing_rate&part=d&by=area&key=" TOWN), 6);
    assert_int_equal(pages(&o, "&id=timely_filing_rate&part=d&by=kind&key=" LIGHT), 0);
    assert_int_equal(pages(&o, "&id=timely_filing_rate&part=d&by=unit&key=none"), 7);
    assert_int_equal(pages(&o, "&id=timely_closure_rate&part=exempted"), 0);
    city_close(&o.w);
}

static void a_row_for_each_unit_and_post_has_a_name(void **state)
{
    struct office o;
    (void)state;
    office_open(&o);
    city_begin(&o.w);
    struct led l = led_new(&o.w, NOISE, VILLAGE);
    struct casefile next = l.is;
    next.post = o.w.duty_post;
    led_take(&l, &next, (struct fact_step){.milestone = "accepted"});
    assert_int_equal(city_end(&o.w, true), ERR_OK);
    assert_int_equal(ask(&o, CHIEF, "", "&by=unit&area=" JINSHUI), 200);
    assert_true(city_says(&o.w, "社区值守队"));
    assert_true(city_says(&o.w, "\"key\":\"none\""));
    assert_int_equal(ask(&o, CHIEF, "", "&by=post&area=" JINSHUI), 200);
    assert_true(city_says(&o.w, "马头岗社区 · 社区值守"));
    assert_int_equal(ask(&o, CHIEF, "", "&by=kind&area=" VILLAGE), 200);
    assert_true(city_says(&o.w, "噪声扰民"));
    assert_int_equal(ask(&o, CHIEF, "", "&area=" VILLAGE), 200);
    assert_true(city_says(&o.w, "马头岗社区（本级）"));
    city_close(&o.w);
}

static void a_wrong_question_is_told_what_is_wrong(void **state)
{
    static const struct {
        const char *path, *rest, *code;
        int status;
    } wrong[] = {
        {"",       "&area=99",                                                "area.unknown",      404},
        {"",       "&area=" CITY "&by=street",                                "indicator.by",      422},
        {"",       "",                                                        "input.missing",     422},
        {"/cases", "&area=" CITY "&id=nothing&part=n",                        "indicator.unknown", 422},
        {"/cases", "&area=" CITY "&id=report_count&part=d",                   "indicator.part",    422},
        {"/cases", "&area=" CITY "&id=report_count&part=n&key=99",            "indicator.key",     422},
        {"/cases", "&area=" CITY "&id=report_count&part=n&cursor=x",          "input.cursor",      422},
        {"/cases", "&area=" CITY "&id=report_count&part=n&cursor=1.2x",       "input.cursor",      422},
        {"/cases", "&area=" CITY "&id=report_count&part=n&cursor=12",         "input.cursor",      422},
        {"/cases", "&area=" CITY "&id=report_count&part=n&by=kind&key=other", "indicator.key",     422},
    };
    struct office o;
    (void)state;
    office_open(&o);
    for (size_t i = 0; i < LEN(wrong); i++) {
        assert_int_equal(ask(&o, CHIEF, wrong[i].path, wrong[i].rest), wrong[i].status);
        assert_string_equal(city_code(&o.w), wrong[i].code);
    }
    assert_int_equal(city_ask(&o.w, NOBODY, "GET",
                              "/api/v1/indicators?area=4101&from=2026-02-01&to=2026-02-01", NULL),
                     422);
    assert_string_equal(city_code(&o.w), "indicator.period");
    assert_int_equal(city_ask(&o.w, NOBODY, "GET",
                              "/api/v1/indicators?area=4101&from=2024-02-01&to=2026-02-01", NULL),
                     422);
    city_close(&o.w);
}

static void only_officers_of_the_place_see_the_cases(void **state)
{
    struct office o;
    (void)state;
    office_open(&o);
    assert_int_equal(ask(&o, NOBODY, "/cases", "&area=" TOWN "&id=report_count&part=n"), 401);
    assert_int_equal(ask(&o, INTAKE_2, "/cases", "&area=" TOWN "&id=report_count&part=n"), 403);
    assert_int_equal(ask(&o, INTAKE, "/cases", "&area=" TOWN "&id=report_count&part=n"), 200);
    city_close(&o.w);
}

/* The number is that of its area and time; the case has since gone to a place that is not the officer's. */
static void a_case_that_left_the_officers_place_counts_but_is_not_told(void **state)
{
    struct office o;
    (void)state;
    office_open(&o);
    city_begin(&o.w);
    struct led l = led_new(&o.w, NOISE, VILLAGE_3);
    struct casefile here = l.is;
    here.area = CELL_1;
    led_take(&l, &here, (struct fact_step){0});
    assert_int_equal(city_end(&o.w, true), ERR_OK);
    assert_int_equal(ask(&o, INTAKE, "/cases", "&area=" TOWN "&id=report_count&part=n"), 200);
    const struct node *first = node_at(node_get(city_reply(&o.w), "items"), 0);
    assert_int_equal(number(node_get(city_reply(&o.w), "sum")), 7);
    assert_int_equal(number(node_get(first, "counts")), 1);
    assert_null(node_get(node_get(first, "case"), "ref"));
    city_close(&o.w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_officer_sees_each_number_with_its_definition),
        cmocka_unit_test(the_public_is_told_of_whole_months_that_are_over),
        cmocka_unit_test(what_is_withheld_in_one_table_is_in_those_below_it),
        cmocka_unit_test(a_month_is_counted_once_a_day_for_the_public),
        cmocka_unit_test(the_public_is_not_told_small_numbers),
        cmocka_unit_test(the_pages_behind_a_number_sum_to_it),
        cmocka_unit_test(a_row_for_each_unit_and_post_has_a_name),
        cmocka_unit_test(a_wrong_question_is_told_what_is_wrong),
        cmocka_unit_test(only_officers_of_the_place_see_the_cases),
        cmocka_unit_test(a_case_that_left_the_officers_place_counts_but_is_not_told),
    };
    return UNIT_RUN(tests);
}

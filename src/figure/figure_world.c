/* SPDX-License-Identifier: Apache-2.0 */
#include "figure/figure_world.h"

#include <math.h>

#include "base/arena.h"
#include "base/time.h"

static const char *const compliant[] = {"compliant"}, *const flag_set[] = {"true"},
                         *const at_night[] = {"night"}, *const food_or_salon[] = {"food", "salon"},
                         *const both_done[] = {"compliant", "rectifying"},
                         *const by_trade[] = {"trade"}, *const by_open[] = {"open"};
static const struct figure_where is_compliant[] = {
    {NULL, compliant, 1}
};
static const struct figure_where is_open_at_night[] = {
    {"open", flag_set, 1},
    {"tags", at_night, 1}
};
static const struct figure_where is_traded[] = {
    {"trade", food_or_salon, 2},
    {NULL,    both_done,     2}
};

/* Version 14 aligns this table in another way each time. */
/* clang-format off */
const struct figure_kind desk_kinds[DESK__FIGURES] = {
    [TOTAL] = {.figure = "shops_total", .unit = "家", .ledger = "shop", .by = by_trade, .n_by = 1},
    [RECTIFIED] = {.figure = "shops_rectified", .unit = "家", .ledger = "shop", .by = by_trade, .n_by = 1,
        .where = is_compliant, .n_where = 1},
    [RATE] = {.figure = "rectification_rate", .unit = "%", .form = FIGURE_RATIO,
        .over = "shops_rectified", .under = "shops_total", .by = by_trade, .n_by = 1, .decimals = 2},
    [EVER] = {.figure = "shops_ever", .unit = "家", .ledger = "shop", .ever = true},
    [NIGHT] = {.figure = "shops_night", .unit = "家", .ledger = "shop", .where = is_open_at_night,
        .n_where = 2},
    [TRADED] = {.figure = "shops_traded", .unit = "家", .ledger = "shop", .by = by_trade, .n_by = 1,
        .where = is_traded, .n_where = 2},
    [STAFF] = {.figure = "staff", .unit = "人", .form = FIGURE_SUM, .ledger = "shop",
        .field = "staff", .by = by_open, .n_by = 1},
    [JOBS] = {.figure = "jobs", .unit = "人", .form = FIGURE_SUM, .ledger = "tenant",
        .series = "year", .field = "people"},
    [GROWTH] = {.figure = "jobs_growth", .unit = "%", .form = FIGURE_RATIO, .growth = true,
        .over = "jobs", .decimals = 1},
    [HEADS] = {.figure = "heads", .unit = "人", .form = FIGURE_SUM, .ledger = "tenant",
        .series = "jobs", .field = "people"},
    [PER_HEAD] = {.figure = "staff_per_shop", .unit = "人/家", .form = FIGURE_RATIO,
        .over = "staff", .under = "shops_total", .decimals = 1},
};
/* clang-format on */

#define SENTENCE                                                                                   \
    "截至{as_of}，{area}{shops_total}家“五小”门店已整改到位{shops_rectified}家，整改率{rectification_rate}。"

void desk_open(struct books *b)
{
    static const struct programme shops = {
        .programme = "shops", .bulletin = {"shops", {SENTENCE, "{shops_total} shops on {as_of}"}}
    };
    books_open(b);
    b->programmes.figures = desk_kinds;
    b->programmes.n_figures = LEN(desk_kinds);
    b->programmes.v = &shops;
    b->programmes.n = 1;
}

void desk_must(struct books *b, enum err err)
{
    if (err != ERR_OK)
        fail_msg("%s %s", b->w.c->problem.code, b->w.c->problem.detail);
}

void desk_begin(struct books *b)
{
    desk_must(b, db_begin(b->w.c, DB_READ));
}

void desk_end(struct books *b)
{
    desk_must(b, db_end(b->w.c, true));
}

struct figure_value desk_now(struct books *b, int kind, const char *area, int64_t as_of)
{
    struct figure_value v;
    desk_begin(b);
    desk_must(b, figure_now(b->w.c, &b->w.app, &desk_kinds[kind], area, as_of, &v));
    desk_end(b);
    return v;
}

const char *desk_text(struct books *b, int kind, const char *area, int64_t as_of)
{
    char *out = arena_alloc(b->w.c->mem, 64);
    const struct figure_value v = desk_now(b, kind, area, as_of);
    figure_format(&v, out);
    return out;
}

bool desk_is(double a, double b)
{
    return fabs(a - b) < 1e-9;
}

double desk_rows(struct books *b, int kind, bool over, int64_t as_of, size_t limit)
{
    struct figure_mark mark = {.part = 0};
    const struct figure_page page = {CITY, as_of, over, limit};
    const struct figure_row *list;
    double sum = 0;
    size_t n;
    desk_begin(b);
    while (mark.part >= 0) {
        desk_must(b, figure_rows(b->w.c, &b->w.app, &desk_kinds[kind], &page, &mark, &list, &n));
        assert_true(n <= limit);
        for (size_t i = 0; i < n; i++)
            sum += list[i].adds;
    }
    desk_end(b);
    return sum;
}

void desk_give_in(struct books *b, const char *series, int64_t tenant, const char *period,
                  int people)
{
    const struct entry_period_new in = {
        .series = series,
        .period = period,
        .source = "office",
        .who = "统计员",
        .fields = books_json(b, arena_printf(b->w.c->mem, "{\"people\":%d}", people))};
    city_begin(&b->w);
    desk_must(b, city_end(&b->w, period_add(b->w.c, &b->w.app, DISTRICT, tenant, &in)));
}

void desk_give(struct books *b, int64_t tenant, const char *year, int people)
{
    desk_give_in(b, "year", tenant, year, people);
}

int64_t desk_moment(const char *text)
{
    int64_t at = 0;
    assert_true(time_parse(text, &at));
    return at;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The street of the page: 673 small shops of which 606 are up to standard, 90.04 %, told again after ten relapsed. And that
 * an inspection is whole or not at all. */
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "inspection/inspect_world.h"

enum { SHOPS = 673, PUT_RIGHT = 606, RELAPSED = 10 };

static int64_t count(struct shops *s, const char *status, int64_t as_of)
{
    const struct entry_query q = {
        .ledger = "shop", .prefix = TOWN, .status = status, .as_of = as_of};
    const struct entry_count *list;
    int64_t sum = 0;
    size_t n;
    assert_int_equal(db_begin(s->w.c, DB_READ), ERR_OK);
    assert_int_equal(entry_count(s->w.c, &q, false, &list, &n), ERR_OK);
    assert_int_equal(db_end(s->w.c, true), ERR_OK);
    for (size_t i = 0; i < n; i++)
        sum += list[i].n;
    return sum;
}

/* In hundredths of a percent. */
static int64_t rate(struct shops *s, int64_t as_of)
{
    int64_t all = count(s, NULL, as_of);
    assert_true(all > 0);
    return all > 0 ? count(s, "compliant", as_of) * 10000 / all : -1;
}

static void
six_hundred_and_six_of_673_are_90_04_percent_and_still_were_after_ten_relapsed(void **state)
{
    struct shops s;
    int64_t shops[SHOPS];
    (void)state;
    shops_open(&s);
    for (int i = 0; i < SHOPS; i++)
        shops[i] = shops_add(&s, arena_printf(s.w.c->mem, "门店%d号", i + 1),
                             i % 2 ? CELL_1 : VILLAGE_2, "");
    assert_int_equal(rate(&s, 0), 0);
    for (int i = 0; i < SHOPS; i++)
        (void)shops_inspect(&s, shops[i], CHECKER, shops_full(&s, i < PUT_RIGHT ? "" : "bins"),
                            "2026-11-20 10:00");
    int64_t then = moment("2026-11-21 00:00");
    assert_int_equal(count(&s, "compliant", 0), PUT_RIGHT);
    assert_int_equal(rate(&s, 0), 9004);
    assert_int_equal(rate(&s, then), 9004);
    for (int i = 0; i < RELAPSED; i++)
        (void)shops_inspect(&s, shops[i], CHECKER, shops_full(&s, "bins"), "2026-11-23 10:00");
    assert_int_equal(count(&s, "compliant", 0), PUT_RIGHT - RELAPSED);
    assert_int_equal(rate(&s, 0), 8855);
    assert_int_equal(rate(&s, then), 9004);
    assert_int_equal(rate(&s, moment("2026-11-10 00:00")), 0);
    shops_close(&s);
}

/* ---- whole or not at all ---- */

struct state {
    size_t inspections, items;
    int64_t cases;
    const char *status;
};

static struct state state_of(struct shops *s, int64_t shop)
{
    const struct inspection *list;
    struct state now = {
        .items = shops_items(s, shop), .cases = city_rows(&s->w), .status = shops_status(s, shop)};
    assert_int_equal(db_begin(s->w.c, DB_READ), ERR_OK);
    assert_int_equal(inspection_of(s->w.c, DISTRICT, shop, 0, &list, &now.inspections), ERR_OK);
    assert_int_equal(db_end(s->w.c, true), ERR_OK);
    return now;
}

static void an_inspection_that_fails_anywhere_leaves_nothing_and_works_the_next_time(void **state)
{
    struct shops s;
    (void)state;
    shops_open(&s);
    unit_not_compared(s.w.c); /* a queued statement is counted where it is answered */
    int64_t shop = shops_add(&s, "兴达小吃", CELL_1, ""), n = 0;
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, "bins"), "");
    (void)shops_inspect(&s, shop, CHECKER, shops_recheck(&s, "bins+"), "");
    const struct state before = state_of(&s, shop);
    struct inspection_new in = shops_full(&s, "bins smile");
    enum err err = ERR_INTERNAL;
    while (err != ERR_OK) {
        int64_t id;
        city_as(&s.w, CHECKER);
        city_begin(&s.w);
        db_fail_at(s.w.c->db, ++n);
        err = inspection_add(s.w.c, &s.w.app, DISTRICT, shop, &in, &id);
        enum err ended = db_end(s.w.c, err == ERR_OK);
        err = err == ERR_OK ? ended : err;
        db_fail_at(s.w.c->db, 0);
        city_as(&s.w, NOBODY);
        if (err == ERR_OK)
            break;
        assert_int_equal(err, ERR_INTERNAL);
        const struct state now = state_of(&s, shop);
        assert_int_equal(now.inspections, before.inspections);
        assert_int_equal(now.items, before.items);
        assert_int_equal(now.cases, before.cases);
        assert_string_equal(now.status, before.status);
    }
    assert_true(n > 20);
    assert_string_equal(shops_status(&s, shop), "rectifying");
    assert_int_equal(state_of(&s, shop).inspections, before.inspections + 1);
    shops_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            six_hundred_and_six_of_673_are_90_04_percent_and_still_were_after_ten_relapsed),
        cmocka_unit_test(an_inspection_that_fails_anywhere_leaves_nothing_and_works_the_next_time),
    };
    return UNIT_RUN(tests);
}

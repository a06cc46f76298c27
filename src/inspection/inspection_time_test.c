/* SPDX-License-Identifier: Apache-2.0 */
/* Inspections and time: a shop that comes back, what was so on a past day, sheets of an earlier version of the checklist. */
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "db/db.h"
#include "inspection/inspect_world.h"

static int64_t open_shop(struct shops *s)
{
    shops_open(s);
    return shops_add(s, "兴达小吃", CELL_1, "");
}

static enum err come_back(struct shops *s, int64_t shop)
{
    city_as(&s->w, CHIEF);
    city_begin(&s->w);
    enum err err = entry_return(s->w.c, &s->w.app, DISTRICT, shop, 0, "又开了");
    assert_int_equal(city_end(&s->w, err == ERR_OK), ERR_OK);
    return err;
}

static void
a_shop_that_comes_back_is_graded_again_and_its_failing_items_are_open_again(void **state)
{
    struct shops s;
    (void)state;
    int64_t shop = open_shop(&s);
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, "bins smile licence!"), "");
    (void)shops_inspect(&s, shop, CHECKER, shops_recheck(&s, "smile+"), "");
    assert_string_equal(shops_status(&s, shop), "rectifying");
    city_as(&s.w, CHIEF);
    city_begin(&s.w);
    const struct entry_leave leave = {.reason = "closed"};
    assert_int_equal(entry_leave(s.w.c, &s.w.app, DISTRICT, shop, &leave), ERR_OK);
    assert_int_equal(city_end(&s.w, true), ERR_OK);
    s.w.c->now += TIME_DAY;
    assert_int_equal(come_back(&s, shop), ERR_OK);
    assert_string_equal(shops_case(&s, shop, "bins").state, "ordered");
    assert_string_equal(shops_case(&s, shop, "smile").state, "struck_off");
    assert_string_equal(shops_status(&s, shop), "rectifying");
    assert_int_equal(shops_entry(&s, shop).open_items, 1);
    assert_int_equal(shops_item(&s, shop, "bins").relapses, 0); /* it was never put right */
    (void)shops_inspect(&s, shop, CHECKER, shops_recheck(&s, "bins+"), "");
    assert_string_equal(shops_status(&s, shop), "compliant");
    shops_close(&s);
}

static struct entry as_it_was(struct shops *s, int64_t shop, const char *time)
{
    struct entry e;
    assert_int_equal(db_begin(s->w.c, DB_READ), ERR_OK);
    assert_int_equal(entry_get(s->w.c, DISTRICT, shop, moment(time), &e), ERR_OK);
    assert_int_equal(entry_then(s->w.c, &s->w.app, &e), ERR_OK);
    assert_int_equal(db_end(s->w.c, true), ERR_OK);
    return e;
}

static void
as_of_a_past_day_it_is_told_when_it_was_inspected_and_due_and_what_was_open(void **state)
{
    struct shops s;
    (void)state;
    int64_t shop = open_shop(&s);
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, "bins smile"), "2026-11-10 10:00");
    (void)shops_inspect(&s, shop, CHECKER, shops_recheck(&s, "smile+"), "2026-11-20 10:00");
    struct entry e = as_it_was(&s, shop, "2026-11-09 10:00");
    assert_true(e.last_inspected == 0 && e.review_due == 0 && e.open_items == 0);
    e = as_it_was(&s, shop, "2026-11-15 10:00");
    assert_true(e.last_inspected == moment("2026-11-10 10:00"));
    assert_true(e.review_due > moment("2027-02-07 10:00"));
    assert_int_equal(e.open_items, 2);
    assert_int_equal(as_it_was(&s, shop, "2026-11-21 10:00").open_items, 1);
    struct entry now = shops_entry(&s, shop);
    struct entry then = as_it_was(&s, shop, "2026-11-22 10:00");
    assert_true(then.last_inspected == now.last_inspected && then.review_due == now.review_due);
    assert_int_equal(then.open_items, now.open_items);
    shops_close(&s);
}

static void what_was_put_right_since_then_was_still_open_then(void **state)
{
    const struct rectification *list;
    struct shops s;
    size_t n;
    (void)state;
    int64_t shop = open_shop(&s);
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, "bins smile"), "2026-11-10 10:00");
    (void)shops_inspect(&s, shop, CHECKER, shops_recheck(&s, "smile+"), "2026-11-20 10:00");
    assert_int_equal(db_begin(s.w.c, DB_READ), ERR_OK);
    assert_int_equal(rectification_of(s.w.c, DISTRICT, shop, moment("2026-11-09 10:00"), &list, &n),
                     ERR_OK);
    assert_int_equal(n, 0);
    assert_int_equal(rectification_of(s.w.c, DISTRICT, shop, moment("2026-11-15 10:00"), &list, &n),
                     ERR_OK);
    assert_int_equal(n, 2);
    assert_true(list[0].struck == 0 && list[1].struck == 0 && list[1].struck_by == 0);
    assert_true(list[0].due && list[0].due == list[0].due_first);
    assert_int_equal(rectification_of(s.w.c, DISTRICT, shop, moment("2026-11-21 10:00"), &list, &n),
                     ERR_OK);
    assert_true(n == 2 && list[0].struck == 0 && list[1].struck_by != 0);
    assert_int_equal(db_end(s.w.c, true), ERR_OK);
    shops_close(&s);
}

/* A text of the programme's file that began to serve then, with the list in that version. */
static void keep_list(struct shops *s, int64_t version, const char *from, const char *items)
{
    static const char *const name = "{\"zh\":\"名\",\"en\":\"Name\"}";
    struct db_rows r;
    const char *text = arena_printf(
        s->w.c->mem,
        "{\"programme\":\"shops\",\"version\":%lld,\"name\":%s,\"posts\":[],\"cases\":[],"
        "\"checklists\":[{\"checklist\":\"check\",\"version\":%lld,\"name\":%s,\"ledger\":\"shop\","
        "\"case\":\"fix\",\"items\":[%s]}]}",
        (long long)version, name, (long long)version, name, items);
    city_begin(&s->w);
    assert_int_equal(db_query(s->w.c, SQL_PROGRAMME_VERSION_ADD,
                              ARGS(db_text("shops"), db_int(version), db_text("00"), db_text(text),
                                   db_int(moment(from))),
                              &r),
                     ERR_OK);
    assert_int_equal(city_end(&s->w, true), ERR_OK);
}

#define NAME "\"name\":{\"zh\":\"项\",\"en\":\"Item\"}"

static void a_sheet_filled_in_before_the_list_changed_is_taken_by_its_own_version(void **state)
{
    static const char old[] =
        "{\"item\":\"licence\"," NAME ",\"type\":\"pass\",\"points\":30,\"must\":true},"
        "{\"item\":\"bins\"," NAME ",\"type\":\"pass\",\"points\":20},"
        "{\"item\":\"fridge\"," NAME ",\"type\":\"number\",\"max\":8,\"points\":20},"
        "{\"item\":\"front\"," NAME ",\"type\":\"choice\",\"points\":20,\"choices\":["
        "{\"value\":\"tidy\"," NAME ",\"passes\":true},{\"value\":\"messy\"," NAME
        ",\"passes\":false}]},{\"item\":\"smile\"," NAME ",\"type\":\"pass\",\"points\":10}";
    static const char new[] = "{\"item\":\"licence\"," NAME ",\"type\":\"pass\",\"points\":30}";
    struct shops s;
    (void)state;
    int64_t shop = open_shop(&s);
    struct inspection_new in = shops_full(&s, "bins smile");
    keep_list(&s, 1, "2026-09-01 09:00", old);
    keep_list(&s, 2, "2026-11-20 09:00", new);
    s.list.n_items--; /* the smile was the last */
    s.list.version = 2;
    shops_refuse(&s, shop, CHECKER, in, "", ERR_CONFLICT, "inspection.checklist_changed");
    shops_refuse(&s, shop, CHECKER, in, "2026-11-20 10:00", ERR_CONFLICT,
                 "inspection.checklist_changed");
    in.checklist_version = 3;
    shops_refuse(&s, shop, CHECKER, in, "2026-11-19 10:00", ERR_CONFLICT,
                 "inspection.checklist_changed");
    in.checklist_version = 1;
    int64_t id = shops_inspect(&s, shop, CHECKER, in, "2026-11-19 10:00");
    assert_int_equal(shops_inspection(&s, id).checklist_version, 1);
    assert_int_equal(shops_items(&s, shop), 1); /* nobody asks for the smile any more */
    assert_string_equal(shops_case(&s, shop, "bins").state, "ordered");
    assert_string_equal(shops_status(&s, shop), "rectifying");
    shops_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_shop_that_comes_back_is_graded_again_and_its_failing_items_are_open_again),
        cmocka_unit_test(
            as_of_a_past_day_it_is_told_when_it_was_inspected_and_due_and_what_was_open),
        cmocka_unit_test(what_was_put_right_since_then_was_still_open_then),
        cmocka_unit_test(a_sheet_filled_in_before_the_list_changed_is_taken_by_its_own_version),
    };
    return UNIT_RUN(tests);
}

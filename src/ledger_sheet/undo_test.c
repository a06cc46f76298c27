/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_sheet/sheet_world.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "journal/journal.h"

#define ONE "{\"address\":\"兴达路1号\",\"name\":\"一店\",\"staff\":3,\"trade\":\"food\"}"

static void undo_takes_added_ones_back_as_if_they_had_never_been(void **state)
{
    (void)state;
    struct desk d;
    const struct entry_query then = {.ledger = "shop", .prefix = DISTRICT_CODE};
    desk_open(&d);
    bring(&d, TWO, NULL);
    int64_t import = d.report.import, at = d.b.w.c->now;
    assert_int_equal(undo(&d, import), ERR_OK);
    assert_string_equal(shops(&d), "");
    struct entry_query q = then;
    q.as_of = at;
    assert_string_equal(books_names(&d.b, &q), "");
    q = then;
    q.stand = ENTRY_EVER;
    assert_string_equal(books_names(&d.b, &q), "");
    q.stand = ENTRY_LEFT;
    assert_int_equal(books_count(&d.b, &q), 0);
    books_refused(&d.b, undo(&d, import), ERR_CONFLICT, "import.undone");
    /* Its key is free again. */
    bring(&d, TWO, NULL);
    counts(&d, 2, 0, 0);
    assert_int_equal(faults(&d), 0);
    desk_close(&d);
}

static void undo_gives_changed_ones_their_earlier_content_as_a_new_version(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring(&d, TWO, NULL);
    int64_t id = shop_called(&d, "一店");
    const char *ref = city_ref(&d.b.w, id);
    bring(&d, arena_printf(d.b.w.c->mem, "编号,名称,地址,人数\n%s,新一店,路9,8\n", ref), NULL);
    int64_t import = d.report.import, at = d.b.w.c->now;
    assert_int_equal(undo(&d, import), ERR_OK);
    struct entry e = books_get(&d.b, id, 0);
    assert_string_equal(e.fields, ONE);
    assert_int_equal(e.n, 3);
    assert_string_equal(books_get(&d.b, id, at).name, "新一店");
    /* The key is the old one again, too. */
    bring(&d, TWO, NULL);
    counts(&d, 0, 0, 2);
    desk_close(&d);
}

/* The sealed fields of a shop, as whoever may look sees them. */
static const char *sealed_of(struct desk *d, const char *name)
{
    const int64_t id = shop_called(d, name);
    const char *sealed;
    city_begin(&d->b.w);
    assert_int_equal(city_end(&d->b.w, entry_look(d->b.w.c, &d->b.w.app, DISTRICT, id, &sealed)),
                     ERR_OK);
    return sealed ? sealed : "";
}

/* The journal tells the digest of an import anew when something of it was erased, and only then. */
static void an_import_of_which_something_was_erased_is_still_what_the_journal_says(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    d.b.w.app.rewrite = &imports_rewrite;
    bring(&d, "名称,地址,类别,区划代码,负责人\n一店,兴达路1号,food," CELL ",王大锤\n", NULL);
    later(&d);
    bring(&d, TWO, NULL);
    int64_t id = shop_called(&d, "一店");
    assert_non_null(strstr(books_get(&d.b, id, 0).fields, "王大锤"));
    d.b.w.c->now += TIME_DAY;
    assert_int_equal(books_leave(&d.b, id, "closed", 0), ERR_OK);
    d.b.w.c->now += 90 * TIME_DAY;
    int64_t rows = city_rows(&d.b.w);
    city_begin(&d.b.w);
    assert_int_equal(city_end(&d.b.w, entry_erase(d.b.w.c, &d.b.w.app)), ERR_OK);
    assert_null(strstr(books_get(&d.b, id, 0).fields, "王大锤"));
    assert_int_equal(faults(&d), 0);
    assert_int_equal(city_rows(&d.b.w), rows + 3); /* the entry, and both imports */
    desk_close(&d);
}

/* Erasing is no way to wash off what somebody changed past the program. */
static void an_import_that_the_journal_contradicts_is_not_healed_by_erasing(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    d.b.w.app.rewrite = &imports_rewrite;
    bring(&d, "名称,地址,类别,区划代码,负责人\n一店,兴达路1号,food," CELL ",王大锤\n", NULL);
    int64_t id = shop_called(&d, "一店");
    city_begin(&d.b.w);
    assert_int_equal(city_end(&d.b.w, db_exec(d.b.w.c, SQL_ENTRY_VERSION_REWRITE,
                                              ARGS(db_int(DISTRICT), db_int(id), db_int(1),
                                                   db_text("{\"boss\":\"李四\"}"), db_null()))),
                     ERR_OK);
    assert_int_equal(faults(&d), 1);
    d.b.w.c->now += TIME_DAY;
    assert_int_equal(books_leave(&d.b, id, "closed", 0), ERR_OK);
    d.b.w.c->now += 90 * TIME_DAY;
    city_begin(&d.b.w);
    assert_int_equal(city_end(&d.b.w, entry_erase(d.b.w.c, &d.b.w.app)), ERR_OK);
    assert_int_equal(faults(&d), 1);
    desk_close(&d);
}

static void undo_gives_sealed_fields_back_until_they_are_forgotten(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring(&d, TWO, NULL);
    bring(&d, "名称,地址,电话\n一店,兴达路1号,13900000001\n二店,兴达路2号,13900000002\n", NULL);
    counts(&d, 0, 2, 0);
    int64_t import = d.report.import;
    assert_string_equal(sealed_of(&d, "二店"), "{\"phone\":\"13900000002\"}");
    assert_int_equal(undo(&d, import), ERR_OK);
    assert_string_equal(sealed_of(&d, "一店"), "{\"phone\":\"13812345678\"}");
    assert_string_equal(sealed_of(&d, "二店"), "");
    bring(&d, "名称,地址,电话\n一店,兴达路1号,13900000001\n", NULL);
    import = d.report.import;
    d.b.w.c->now += 91 * TIME_DAY;
    city_begin(&d.b.w);
    assert_int_equal(city_end(&d.b.w, ledger_import_forget(d.b.w.c)), ERR_OK);
    assert_string_equal(city_last(&d.b.w)->action, "erase");
    books_refused(&d.b, undo(&d, import), ERR_CONFLICT, "import.erased");
    assert_string_equal(sealed_of(&d, "一店"), "{\"phone\":\"13900000001\"}");
    desk_close(&d);
}

static void undo_is_refused_with_names_when_something_was_changed_or_used_since(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring(&d, TWO, NULL);
    int64_t import = d.report.import;
    later(&d);
    assert_int_equal(books_change(&d.b, shop_called(&d, "二店"), "{\"staff\":1}", 0), ERR_OK);
    books_refused(&d.b, undo(&d, import), ERR_CONFLICT, "import.changed_since");
    assert_string_equal(d.b.w.c->problem.detail, "二店");
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(undo_takes_added_ones_back_as_if_they_had_never_been),
        cmocka_unit_test(undo_gives_changed_ones_their_earlier_content_as_a_new_version),
        cmocka_unit_test(an_import_of_which_something_was_erased_is_still_what_the_journal_says),
        cmocka_unit_test(an_import_that_the_journal_contradicts_is_not_healed_by_erasing),
        cmocka_unit_test(undo_gives_sealed_fields_back_until_they_are_forgotten),
        cmocka_unit_test(undo_is_refused_with_names_when_something_was_changed_or_used_since),
    };
    return UNIT_RUN(tests);
}

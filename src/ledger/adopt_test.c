/* SPDX-License-Identifier: Apache-2.0 */
/* A new version of a programme: what is derived otherwise is derived anew, and nothing of the old one is lost. */
#include "ledger/adopt.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"
#include "db/db.h"
#include "journal/journal.h"
#include "ledger/key.h"
#include "ledger/ledger_world.h"
#include "ledger/misfit.h"
#include "ledger/twin.h"

enum { STAFF = 3, LICENCE = 7, USCC = 8, BOSS = 9, PHONE = 10, MANY = 230, STEPS_MAX = 20 };

static const char *const by_name[] = {"name"}, *const by_code[] = {"uscc"};

static struct ledger_kind *shops(struct books *b)
{
    return &b->kinds[0];
}

/* One batch, as a start of the program does it. */
static bool step(struct books *b)
{
    bool more;
    city_begin(&b->w);
    if (city_end(&b->w, ledger_adopt(b->w.c, &b->w.app, &more)) != ERR_OK)
        fail_msg("%s %s", b->w.c->problem.code, b->w.c->problem.detail);
    return more;
}

static int adopt(struct books *b)
{
    int steps = 0;
    while (step(b))
        assert_in_range(++steps, 1, STEPS_MAX);
    return steps;
}

/* The world with its first version adopted; what is changed in the kind after this is the next one. */
static void open_adopted(struct books *b)
{
    books_open(b);
    (void)adopt(b);
}

static void next_version(struct books *b)
{
    shops(b)->version++;
    b->w.c->now += TIME_DAY;
}

static size_t twins_of(struct books *b, int64_t id)
{
    const struct entry_twin *list;
    size_t n;
    assert_int_equal(db_begin(b->w.c, DB_READ), ERR_OK);
    assert_int_equal(entry_twins(b->w.c, DISTRICT, id, &list, &n), ERR_OK);
    assert_int_equal(db_end(b->w.c, true), ERR_OK);
    return n;
}

/* "field why;" of an entry as it is now. */
static const char *misfits(struct books *b, int64_t id)
{
    const struct entry e = books_get(b, id, 0);
    const struct misfit *list;
    struct buf out = {.mem = b->w.c->mem};
    size_t n;
    assert_int_equal(misfits_of(b->w.c, shops(b), &e, &list, &n), ERR_OK);
    for (size_t i = 0; i < n; i++)
        buf_printf(&out, "%s %s;", list[i].field, list[i].why);
    return buf_str(&out);
}

static const char *looked_at(struct books *b, int64_t id)
{
    const char *text;
    city_begin(&b->w);
    assert_int_equal(city_end(&b->w, entry_look(b->w.c, &b->w.app, DISTRICT, id, &text)), ERR_OK);
    return text ? text : "";
}

static const char *listed(struct books *b, const char *facet, int64_t as_of)
{
    return books_names(
        b, &(struct entry_query){
               .ledger = "shop", .prefix = DISTRICT_CODE, .facet = facet, .as_of = as_of});
}

/* ---- keys ---- */

static void ledgers_without_entries_are_adopted_all_at_once(void **state)
{
    struct books b;
    (void)state;
    books_open(&b);
    int64_t rows = city_rows(&b.w);
    assert_false(step(&b));
    assert_int_equal(city_rows(&b.w), rows);
    books_close(&b);
}

static void a_version_that_derives_the_same_changes_nothing(void **state)
{
    struct books b;
    (void)state;
    open_adopted(&b);
    int64_t id = books_shop(&b, "老王烩面", CELL, "");
    struct entry was = books_get(&b, id, 0);
    int64_t rows = city_rows(&b.w);
    next_version(&b);
    b.shop[STAFF].name.zh = "员工数";
    assert_int_equal(adopt(&b), 0);
    assert_int_equal(books_get(&b, id, 0).version, was.version);
    assert_int_equal(city_rows(&b.w), rows);
    books_close(&b);
}

static void entries_that_share_the_new_key_both_stay_and_are_told(void **state)
{
    struct books b;
    int64_t third;
    (void)state;
    open_adopted(&b);
    int64_t first = books_shop(&b, "老王烩面", CELL, ",\"uscc\":\"91350100M000100Y43\"");
    assert_int_equal(books_change(&b, first, "{\"address\":\"别处\"}", 0), ERR_OK);
    int64_t second = books_shop(&b, "老王 烩面", CELL, ""),
            other = books_shop(&b, "老李", CELL, "");
    next_version(&b);
    shops(&b)->key = by_name;
    shops(&b)->n_key = 1;
    (void)adopt(&b);
    assert_string_equal(city_last(&b.w)->action, "adopt");
    assert_string_equal(city_last(&b.w)->after,
                        "{\"changed\":3,\"entries\":3,\"ledger\":\"shop\",\"programme\":\"shops\","
                        "\"programme_version\":4,\"same_key\":2,\"unfit\":0}");
    assert_int_equal(twins_of(&b, first), 1);
    assert_int_equal(twins_of(&b, second), 1);
    assert_int_equal(twins_of(&b, other), 0);
    const struct entry_query told = {.ledger = "shop", .prefix = DISTRICT_CODE, .misfit = true};
    assert_string_equal(books_names(&b, &told), "老王烩面 老王 烩面");
    const struct entry_new in = {
        .ledger = "shop",
        .area = CELL,
        .fields =
            books_json(&b, "{\"name\":\"老王烩面\",\"address\":\"第三处\",\"trade\":\"food\"}")};
    books_refused(&b, books_add(&b, &in, &third), ERR_CONFLICT, "ledger.twice");
    /* Each can still be kept. */
    assert_int_equal(books_change(&b, second, "{\"staff\":7}", 0), ERR_OK);
    assert_int_equal(books_change(&b, first, "{\"staff\":8}", 0), ERR_OK);
    assert_int_equal(twins_of(&b, second), 1);
    /* The office decides: one leaves, and the other has the key alone. */
    b.w.c->now += TIME_DAY;
    assert_int_equal(books_leave(&b, first, "closed", 0), ERR_OK);
    assert_int_equal(twins_of(&b, second), 0);
    books_refused(&b, books_add(&b, &in, &third), ERR_CONFLICT, "ledger.twice");
    assert_string_equal(b.w.c->problem.detail, city_ref(&b.w, second));
    books_close(&b);
}

static void what_lacks_the_new_key_is_no_double_of_others_that_lack_it(void **state)
{
    struct books b;
    (void)state;
    open_adopted(&b);
    int64_t first = books_shop(&b, "一", CELL, ""), second = books_shop(&b, "二", CELL, "");
    next_version(&b);
    shops(&b)->key = by_code;
    shops(&b)->n_key = 1;
    b.shop[USCC].needed = true;
    (void)adopt(&b);
    assert_int_equal(twins_of(&b, first) + twins_of(&b, second), 0);
    assert_string_equal(misfits(&b, first), "uscc ledger.field_needed;");
    assert_non_null(strstr(city_last(&b.w)->after, "\"same_key\":0,\"unfit\":2"));
    assert_int_equal(books_change(&b, first, "{\"uscc\":\"91350100M000100Y43\"}", 0), ERR_OK);
    assert_string_equal(misfits(&b, first), "");
    books_refused(&b, books_change(&b, second, "{\"uscc\":\"91350100m000100y43\"}", 0),
                  ERR_CONFLICT, "ledger.twice");
    books_close(&b);
}

/* ---- names, facets, dates ---- */

static void a_new_facet_and_name_are_found_from_now_on_and_the_past_stays(void **state)
{
    struct books b;
    (void)state;
    open_adopted(&b);
    int64_t id = books_shop(&b, "老王烩面", CELL, ",\"boss\":\"王大锤\"");
    int64_t left = books_shop(&b, "走了的", CELL, ",\"boss\":\"王大锤\"");
    b.w.c->now += TIME_DAY;
    assert_int_equal(books_leave(&b, left, "closed", 0), ERR_OK);
    int64_t then = b.w.c->now;
    next_version(&b);
    b.shop[BOSS].visibility = VISIBLE_PUBLIC;
    shops(&b)->facet = "boss";
    shops(&b)->title = "address";
    (void)adopt(&b);
    assert_string_equal(listed(&b, "王大锤", 0), "兴达路1号");
    assert_string_equal(listed(&b, "food", 0), "");
    assert_string_equal(listed(&b, "food", then), "老王烩面");
    assert_string_equal(listed(&b, "王大锤", then), "");
    assert_string_equal(books_get(&b, id, then).name, "老王烩面");
    assert_string_equal(books_get(&b, id, b.w.c->now).facet, "王大锤");
    assert_string_equal(books_get(&b, left, 0).facet, "王大锤");
    assert_string_equal(books_get(&b, left, 0).left_reason, "closed");
    books_close(&b);
}

static void dates_remind_as_the_new_version_says(void **state)
{
    struct books b;
    struct db_rows r;
    (void)state;
    open_adopted(&b);
    int64_t id = books_shop(&b, "老王烩面", CELL, ",\"licence\":\"2026-12-01\"");
    for (int remind = 0; remind <= 30; remind += 30) {
        next_version(&b);
        b.shop[LICENCE].remind = remind;
        (void)adopt(&b);
        assert_int_equal(db_begin(b.w.c, DB_READ), ERR_OK);
        assert_int_equal(db_query(b.w.c, SQL_ENTRY_REMINDERS,
                                  ARGS(db_int(DISTRICT), db_text("shop"), db_text("licence"),
                                       db_text("2027-01-01"), db_text(CELL), db_text("41010502"),
                                       db_text(""), db_int(0), db_text(""), db_int(10)),
                                  &r),
                         ERR_OK);
        assert_int_equal(db_end(b.w.c, true), ERR_OK);
        assert_int_equal(r.n, remind ? 1 : 0);
    }
    assert_int_equal(row_int(&r, 0, 1), id);
    books_close(&b);
}

/* ---- what is sealed ---- */

static void
a_field_that_is_sealed_now_is_sealed_in_the_past_too_and_opened_by_a_later_version(void **state)
{
    struct books b;
    (void)state;
    open_adopted(&b);
    int64_t id = books_shop(&b, "老王烩面", CELL, ",\"boss\":\"王大锤\",\"phone\":\"13812345678\"");
    int64_t then = b.w.c->now;
    b.w.c->now += TIME_DAY;
    assert_int_equal(books_change(&b, id, "{\"boss\":\"王小锤\"}", 0), ERR_OK);
    int64_t n = books_get(&b, id, 0).n;
    next_version(&b);
    b.shop[BOSS].sealed = true;
    (void)adopt(&b);
    assert_null(strstr(books_texts(&b, id), "锤"));
    assert_null(strstr(books_get(&b, id, 0).fields, "boss"));
    assert_int_equal(books_get(&b, id, 0).n, n);
    assert_string_equal(looked_at(&b, id), "{\"boss\":\"王小锤\",\"phone\":\"13812345678\"}");
    next_version(&b);
    b.shop[BOSS].sealed = false;
    b.shop[BOSS].visibility = VISIBLE_INTERNAL;
    (void)adopt(&b);
    assert_non_null(strstr(books_get(&b, id, 0).fields, "\"boss\":\"王小锤\""));
    assert_non_null(strstr(books_get(&b, id, then).fields, "\"boss\":\"王大锤\""));
    assert_string_equal(looked_at(&b, id), "{\"phone\":\"13812345678\"}");
    books_close(&b);
}

static void what_a_version_hides_is_erased_of_whoever_left_long_ago(void **state)
{
    struct books b;
    (void)state;
    open_adopted(&b);
    int64_t id = books_shop(&b, "老王烩面", CELL, ",\"staff\":3");
    b.w.c->now += TIME_DAY;
    assert_int_equal(books_leave(&b, id, "closed", 0), ERR_OK);
    b.w.c->now += 100 * TIME_DAY;
    for (int hidden = 0; hidden < 2; hidden++) {
        city_begin(&b.w);
        assert_int_equal(city_end(&b.w, entry_erase(b.w.c, &b.w.app)), ERR_OK);
        assert_true((strstr(books_texts(&b, id), "\"staff\":3") == NULL) == (hidden == 1));
        next_version(&b);
        b.shop[STAFF].visibility = VISIBLE_RESTRICTED;
        (void)adopt(&b);
    }
    books_close(&b);
}

/* ---- nothing is lost ---- */

/* All that is told of all entries, as of a moment: names, areas, states and fields. */
static const char *all_of(struct books *b, int64_t as_of)
{
    struct buf out = {.mem = b->w.c->mem};
    const struct entry *list;
    struct entry_query q = {
        .ledger = "shop", .prefix = DISTRICT_CODE, .as_of = as_of, .limit = ENTRY_PAGE_MAX};
    size_t n;
    bool more = true;
    while (more) {
        assert_int_equal(db_begin(b->w.c, DB_READ), ERR_OK);
        assert_int_equal(entry_list(b->w.c, &q, &list, &n, &more), ERR_OK);
        assert_int_equal(db_end(b->w.c, true), ERR_OK);
        for (size_t i = 0; i < n; i++)
            buf_printf(&out, "%lld %s %s %s ", (long long)list[i].id, list[i].area, list[i].status,
                       list[i].name);
        for (size_t i = 0; i < n; i++)
            buf_text(&out, list[i].fields);
        q.after_area = n ? list[n - 1].area : NULL;
        q.after_id = n ? list[n - 1].id : 0;
    }
    return buf_str(&out);
}

static void fill(struct books *b)
{
    city_begin(&b->w);
    for (int i = 0; i < MANY; i++) {
        int64_t id;
        const struct entry_new in = {
            .ledger = "shop",
            .area = i % 3 ? CELL : NEXT_CELL,
            .fields = books_json(
                b, arena_printf(
                       b->w.c->mem,
                       "{\"name\":\"店%d\",\"address\":\"路%d\",\"trade\":\"%s\",\"staff\":%d}",
                       i / 2, i, i % 2 ? "food" : "salon", i))};
        assert_int_equal(entry_add(b->w.c, &b->w.app, &in, &id), ERR_OK);
    }
    assert_int_equal(city_end(&b->w, ERR_OK), ERR_OK);
}

/* The text changes all at once: the key, the facet, a type, what is needed. */
static void change_all(struct books *b)
{
    next_version(b);
    shops(b)->key = by_name;
    shops(b)->n_key = 1;
    shops(b)->facet = NULL;
    b->shop[STAFF].type = LEDGER_TEXT;
    b->shop[BOSS].needed = true;
}

static int64_t count(struct books *b, const char *what)
{
    struct db_rows r;
    int64_t sum = 0;
    assert_int_equal(db_begin(b->w.c, DB_READ), ERR_OK);
    assert_int_equal(
        db_query(b->w.c, SQL_ENTRY_MISFIT_COUNT, ARGS(db_int(DISTRICT), db_text("shop")), &r),
        ERR_OK);
    assert_int_equal(db_end(b->w.c, true), ERR_OK);
    for (size_t i = 0; i < r.n; i++)
        if (strcmp(row_text(&r, i, 0), what) == 0)
            sum = row_int(&r, i, 1);
    return sum;
}

static void a_new_version_never_loses_data_of_the_old_one(void **state)
{
    struct books b;
    (void)state;
    open_adopted(&b);
    fill(&b);
    int64_t then = b.w.c->now, rows = city_rows(&b.w);
    const char *was = all_of(&b, 0);
    change_all(&b);
    (void)adopt(&b);
    assert_string_equal(all_of(&b, 0), was);
    assert_string_equal(all_of(&b, then), was);
    assert_int_equal(books_count(&b, &(struct entry_query){.ledger = "shop", .prefix = TOWN}),
                     MANY);
    assert_int_equal(city_rows(&b.w), rows + 1); /* one row for all */
    assert_int_equal(count(&b, "key"), MANY);
    assert_int_equal(count(&b, "fields"), MANY);
    books_close(&b);
}

/* Killed in any batch, at any statement, and started again: it ends as if it had run through. */
static void an_adoption_that_is_cut_off_goes_on_where_it_was(void **state)
{
    struct books b;
    bool more = true;
    (void)state;
    open_adopted(&b);
    fill(&b);
    const char *was = all_of(&b, 0);
    int64_t rows = city_rows(&b.w);
    change_all(&b);
    for (int batch = 0; more; batch++) {
        for (int at = 1; at < 40; at += 13) { /* in the middle of the batch */
            city_begin(&b.w);
            db_fail_at(b.w.c->db, at);
            enum err err = city_end(&b.w, ledger_adopt(b.w.c, &b.w.app, &more));
            db_fail_at(b.w.c->db, 0);
            assert_true(err != ERR_OK || batch > 2);
        }
        assert_string_equal(all_of(&b, 0), was);
        more = step(&b); /* started again: nothing but the database knows how far it was */
        assert_in_range(batch, 0, STEPS_MAX);
        if (batch == 0)
            assert_in_range(count(&b, "fields"), 1, MANY - 1);
    }
    assert_string_equal(all_of(&b, 0), was);
    assert_int_equal(city_rows(&b.w), rows + 1);
    assert_non_null(strstr(city_last(&b.w)->after, "\"entries\":230,"));
    assert_int_equal(count(&b, "key"), MANY);
    assert_int_equal(count(&b, "fields"), MANY);
    assert_false(step(&b));
    books_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ledgers_without_entries_are_adopted_all_at_once),
        cmocka_unit_test(a_version_that_derives_the_same_changes_nothing),
        cmocka_unit_test(entries_that_share_the_new_key_both_stay_and_are_told),
        cmocka_unit_test(what_lacks_the_new_key_is_no_double_of_others_that_lack_it),
        cmocka_unit_test(a_new_facet_and_name_are_found_from_now_on_and_the_past_stays),
        cmocka_unit_test(dates_remind_as_the_new_version_says),
        cmocka_unit_test(
            a_field_that_is_sealed_now_is_sealed_in_the_past_too_and_opened_by_a_later_version),
        cmocka_unit_test(what_a_version_hides_is_erased_of_whoever_left_long_ago),
        cmocka_unit_test(a_new_version_never_loses_data_of_the_old_one),
        cmocka_unit_test(an_adoption_that_is_cut_off_goes_on_where_it_was),
    };
    return UNIT_RUN(tests);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The dated past of an entry: grades that come late, held against a naive model of days. */
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "ledger/ledger_world.h"

enum { DAYS = 40, ROUNDS = 12, STEPS = 14 };

static const char *const grades[] = {"unchecked", "compliant", "rectifying", "noncompliant"};

struct model { /* of each day: the grade and the number of staff; the days it stood */
    int grade[DAYS], staff[DAYS];
};

static uint64_t next(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

static int below(uint64_t *seed, int n)
{
    return (int)(next(seed) % (uint64_t)n);
}

static int64_t day(const struct books *b, int n)
{
    return b->w.c->now + (n - DAYS) * TIME_DAY;
}

static const char *staff_text(struct books *b, int staff)
{
    return arena_printf(b->w.c->mem, "{\"staff\":%d}", staff);
}

static void check_day(struct books *b, const struct model *m, int64_t id, int n)
{
    struct entry e = books_get(b, id, day(b, n) + TIME_DAY / 2);
    int since = n;
    assert_string_equal(e.status, grades[m->grade[n]]);
    assert_non_null(strstr(e.fields, arena_printf(b->w.c->mem, "\"staff\":%d,", m->staff[n])));
    while (since > 0 && m->grade[since - 1] == m->grade[n])
        since--;
    assert_int_equal(e.status_since, day(b, since));
}

/* No overlap, no gap, from the first day to now. */
static void check_pieces(struct books *b, int64_t id)
{
    const struct entry_version *list;
    size_t n;
    assert_int_equal(db_begin(b->w.c, DB_READ), ERR_OK);
    assert_int_equal(entry_versions(b->w.c, DISTRICT, id, &list, &n), ERR_OK);
    assert_int_equal(db_end(b->w.c, true), ERR_OK);
    assert_int_equal(list[0].valid_from, day(b, 0));
    for (size_t i = 0; i + 1 < n; i++)
        assert_int_equal(list[i].valid_to, list[i + 1].valid_from);
    assert_int_equal(list[n - 1].valid_to, 0);
    struct entry now = books_get(b, id, 0);
    assert_string_equal(now.status, list[n - 1].status);
    assert_string_equal(now.fields, list[n - 1].fields);
    assert_int_equal(now.n, list[n - 1].n);
}

static void check(struct books *b, const struct model *m, int64_t id)
{
    for (int n = 0; n < DAYS; n++)
        check_day(b, m, id, n);
    check_pieces(b, id);
    struct entry now = books_get(b, id, 0), then = books_get(b, id, b->w.c->now);
    assert_int_equal(now.status_since, then.status_since);
    assert_int_equal(now.n, then.n);
}

static void grade(struct books *b, struct model *m, int64_t id, uint64_t *seed)
{
    int from = below(seed, DAYS), to = from + 1 + below(seed, DAYS), status = below(seed, 4);
    bool open = to >= DAYS;
    assert_int_equal(books_grade(b, id, grades[status], day(b, from), open ? 0 : day(b, to)),
                     ERR_OK);
    for (int n = from; n < (open ? DAYS : to); n++)
        m->grade[n] = status;
}

/* Fields change in order of time. */
static void change(struct books *b, struct model *m, int64_t id, uint64_t *seed, int *from)
{
    *from += below(seed, (DAYS - *from) / 3 + 1);
    int staff = below(seed, 3) + 1;
    assert_int_equal(books_change(b, id, staff_text(b, staff), day(b, *from)), ERR_OK);
    for (int n = *from; n < DAYS; n++)
        m->staff[n] = staff;
}

static void grades_that_come_late_part_the_past_without_overlap_or_gap(void **state)
{
    struct books b;
    uint64_t seed = 20261124;
    (void)state;
    books_open(&b);
    for (int round = 0; round < ROUNDS; round++) {
        struct model m = {0};
        int from = 0;
        int64_t id = books_shop_at(&b, arena_printf(b.w.c->mem, "店%d", round), CELL, day(&b, 0));
        assert_int_equal(books_change(&b, id, staff_text(&b, 9), day(&b, 0)), ERR_OK);
        for (int n = 0; n < DAYS; n++)
            m.staff[n] = 9;
        for (int step = 0; step < STEPS; step++) {
            if (below(&seed, 3))
                grade(&b, &m, id, &seed);
            else
                change(&b, &m, id, &seed, &from);
        }
        check(&b, &m, id);
    }
    books_close(&b);
}

static void what_was_wrong_is_taken_back_and_stays_to_be_seen(void **state)
{
    struct books b;
    struct db_rows r;
    (void)state;
    books_open(&b);
    int64_t id = books_shop_at(&b, "老王烩面", CELL, day(&b, 0));
    assert_int_equal(books_grade(&b, id, "compliant", day(&b, 10), 0), ERR_OK);
    assert_int_equal(books_grade(&b, id, "rectifying", day(&b, 10), 0), ERR_OK);
    assert_int_equal(db_begin(b.w.c, DB_READ), ERR_OK);
    assert_int_equal(db_query(b.w.c, SQL_ENTRY_VERSIONS, ARGS(db_int(DISTRICT), db_int(id)), &r),
                     ERR_OK);
    assert_int_equal(db_end(b.w.c, true), ERR_OK);
    assert_int_equal(r.n, 3);
    assert_int_equal(row_int(&r, 1, 1), row_int(&r, 1, 2));
    assert_string_equal(row_text(&r, 1, 10), "compliant");
    assert_string_equal(books_get(&b, id, day(&b, 11)).status, "rectifying");
    books_close(&b);
}

static void the_same_grade_again_says_nothing_new(void **state)
{
    struct books b;
    (void)state;
    books_open(&b);
    int64_t id = books_shop_at(&b, "老王烩面", CELL, day(&b, 0));
    assert_int_equal(books_grade(&b, id, "compliant", day(&b, 10), 0), ERR_OK);
    int64_t n = books_get(&b, id, 0).n;
    assert_int_equal(books_grade(&b, id, "compliant", day(&b, 20), 0), ERR_OK);
    assert_int_equal(books_get(&b, id, 0).n, n);
    assert_int_equal(books_get(&b, id, 0).status_since, day(&b, 10));
    books_close(&b);
}

static void a_grade_of_an_entry_that_left_changes_its_past_alone(void **state)
{
    struct books b;
    (void)state;
    books_open(&b);
    int64_t id = books_shop_at(&b, "老王烩面", CELL, day(&b, 0));
    assert_int_equal(books_leave(&b, id, "closed", day(&b, 20)), ERR_OK);
    assert_int_equal(books_grade(&b, id, "compliant", day(&b, 10), 0), ERR_OK);
    assert_string_equal(books_get(&b, id, day(&b, 9)).status, "unchecked");
    assert_string_equal(books_get(&b, id, day(&b, 15)).status, "compliant");
    assert_int_equal(books_get(&b, id, 0).left_at, day(&b, 20));
    books_close(&b);
}

static void a_code_holds_from_when_it_is_kept_until_the_next_one(void **state)
{
    struct books b;
    char first[ENTRY_CODE], second[ENTRY_CODE];
    (void)state;
    books_open(&b);
    int64_t id = books_shop(&b, "老王烩面", CELL, "");
    entry_owner_draw_for(b.w.c, &b.w.app, DISTRICT, id, NULL, first);
    assert_int_equal(strlen(first), ENTRY_CODE - 1);
    city_begin(&b.w);
    books_refused(&b, entry_owner_check(b.w.c, &b.w.app, DISTRICT, id, first), ERR_NOT_FOUND,
                  "ledger.owner");
    assert_int_equal(entry_owner_keep(b.w.c, &b.w.app, DISTRICT, id, first), ERR_OK);
    assert_int_equal(entry_owner_check(b.w.c, &b.w.app, DISTRICT, id, first), ERR_OK);
    assert_int_equal(entry_owner_code(b.w.c, &b.w.app, DISTRICT, id, second), ERR_OK);
    assert_int_equal(entry_owner_check(b.w.c, &b.w.app, DISTRICT, id, second), ERR_OK);
    books_refused(&b, entry_owner_check(b.w.c, &b.w.app, DISTRICT, id, first), ERR_NOT_FOUND,
                  "ledger.owner");
    assert_int_equal(city_end(&b.w, ERR_OK), ERR_OK);
    books_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grades_that_come_late_part_the_past_without_overlap_or_gap),
        cmocka_unit_test(what_was_wrong_is_taken_back_and_stays_to_be_seen),
        cmocka_unit_test(the_same_grade_again_says_nothing_new),
        cmocka_unit_test(a_grade_of_an_entry_that_left_changes_its_past_alone),
        cmocka_unit_test(a_code_holds_from_when_it_is_kept_until_the_next_one),
    };
    return UNIT_RUN(tests);
}

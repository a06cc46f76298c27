/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <malloc.h>
#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "calendar/calendars.h"
#include "calendar/change.h"
#include "calendar/hours.h"
#include "calendar/past.h"
#include "db/db.h"
#include "journal/journal.h"

enum { DISTRICT = 410105, OTHER = 410102 };

#define NEW_YEAR                                                                                   \
    "{\"year\":2027,\"days\":[{\"name\":\"元旦\",\"date\":\"2027-01-01\",\"isOffDay\":true}]}"
#define LONGER                                                                                     \
    "{\"year\":2027,\"days\":[{\"name\":\"元旦\",\"date\":\"2027-01-01\",\"isOffDay\":true},"    \
    "{\"name\":\"元旦\",\"date\":\"2027-01-04\",\"isOffDay\":true}]}"
#define WRONG                                                                                      \
    "{\"year\":2027,\"days\":[{\"name\":\"元旦\",\"date\":\"2027-13-01\",\"isOffDay\":true}]}"

static const struct calendar_at here = {DISTRICT, "410105"}, everywhere = {0, "4101"};

struct world {
    struct ctx *c;
    struct calendars *all;
};

static void open_world(struct world *w)
{
    w->c = unit_open();
    w->all = calendars_new();
}

static void close_world(struct world *w)
{
    calendars_free(w->all);
    unit_close(w->c);
}

static const struct calendar *get(struct world *w, int32_t district)
{
    const struct calendar *cal = NULL;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(calendar_for(w->c, w->all, district, &cal), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return cal;
}

static enum err end(struct ctx *c, enum err err)
{
    if (err == ERR_OK)
        return db_end(c, true);
    db_undo(c);
    return err;
}

static struct holiday_report import(struct world *w, const struct calendar_at *at, const char *text,
                                    bool dry_run)
{
    struct holiday_report r;
    assert_int_equal(db_begin(w->c, DB_WRITE), ERR_OK);
    enum err err = calendar_import(w->c, at, text, strlen(text), false, dry_run, &r);
    assert_int_equal(end(w->c, err), ERR_OK);
    return r;
}

static enum err undo(struct world *w, const struct calendar_at *at, struct holiday_report *out)
{
    assert_int_equal(db_begin(w->c, DB_WRITE), ERR_OK);
    return end(w->c, calendar_undo(w->c, at, out));
}

static enum err change(struct world *w, const struct calendar_at *at,
                       const struct calendar_change *change, int64_t *out_version)
{
    assert_int_equal(db_begin(w->c, DB_WRITE), ERR_OK);
    return end(w->c, calendar_change(w->c, at, change, out_version));
}

/* "w" worked, "." weekend, "H" holiday, "m" make-up day. */
static char day(const struct calendar *cal, const char *date)
{
    struct calendar_day d;
    int64_t t;
    assert_true(time_parse(date, &t));
    assert_true(calendar_day(cal, t, &d));
    return "w.Hm"[d.kind];
}

static const struct journal_row *last_row(struct world *w, const char *prefix, size_t *out_n)
{
    const struct journal_row *rows;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(journal_list(w->c, prefix, "calendar", INT64_MAX, 100, &rows, out_n), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return rows;
}

static void without_settings_all_districts_share_one_calendar(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    const struct calendar *cal = get(&w, DISTRICT);
    assert_ptr_equal(cal, get(&w, OTHER));
    assert_ptr_equal(cal, get(&w, 0));
    assert_int_equal(calendar_version(cal), HOLIDAYS_EDITION);
    assert_int_equal(calendar_work_day(cal), DAY_RULE_NTH_END);
    assert_int_equal(calendar_natural_day(cal), DAY_RULE_ROLLING);
    assert_true(calendar_knows(cal, 2026));
    assert_false(calendar_knows(cal, 2027));
    assert_int_equal(day(cal, "2026-10-01"), 'H');
    close_world(&w);
}

static void a_year_that_arrives_is_known_and_raises_the_version(void **state)
{
    (void)state;
    struct world w;
    size_t rows;
    open_world(&w);
    const struct calendar *before = get(&w, DISTRICT);
    struct holiday_report r = import(&w, &everywhere, NEW_YEAR, false);
    assert_true(r.applied);
    assert_int_equal(r.rows, 1);
    assert_int_equal(r.added, 1);
    assert_int_equal(r.n_years, 1);
    assert_int_equal(r.years[0], 2027);
    const struct calendar *after = get(&w, DISTRICT);
    assert_ptr_not_equal(before, after);
    assert_int_equal(calendar_version(after), calendar_version(before) + 1);
    assert_int_equal(r.version, calendar_version(after));
    assert_true(calendar_knows(after, 2027));
    assert_int_equal(day(after, "2027-01-01"), 'H');
    assert_int_equal(day(before, "2027-01-01"), 'w'); /* what was given out does not change */
    const struct journal_row *row = last_row(&w, "4101", &rows);
    assert_int_equal(rows, 1);
    assert_string_equal(row->action, "import_holidays");
    assert_string_equal(row->role, "operator");
    assert_string_equal(row->before, "[{\"days\":[],\"year\":2027}]");
    assert_string_equal(row->after, "[{\"days\":[{\"date\":20270101,\"isOffDay\":true,"
                                    "\"name\":\"元旦\"}],\"year\":2027}]");
    close_world(&w);
}

static void the_same_file_again_changes_nothing(void **state)
{
    (void)state;
    struct world w;
    size_t rows;
    open_world(&w);
    (void)import(&w, &everywhere, NEW_YEAR, false);
    struct holiday_report r = import(&w, &everywhere, NEW_YEAR, false);
    assert_true(r.applied);
    assert_int_equal(r.unchanged, 1);
    assert_int_equal(r.n_years, 0);
    r = import(&w, &here, NEW_YEAR, false); /* the district says what holds for all */
    assert_int_equal(r.unchanged, 1);
    assert_int_equal(calendar_version(get(&w, DISTRICT)), HOLIDAYS_EDITION + 1);
    (void)last_row(&w, "410105", &rows);
    assert_int_equal(rows, 0);
    close_world(&w);
}

static void a_dry_run_and_a_file_with_errors_write_nothing(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    struct holiday_report r = import(&w, &everywhere, NEW_YEAR, true);
    assert_false(r.applied);
    assert_int_equal(r.added, 1);
    r = import(&w, &everywhere, WRONG, false);
    assert_false(r.applied);
    assert_int_equal(r.found.errors, 1);
    assert_string_equal(r.found.v[0].rule, "date");
    assert_int_equal(r.found.v[0].row, 1);
    assert_int_equal(calendar_version(get(&w, DISTRICT)), HOLIDAYS_EDITION);
    assert_false(calendar_knows(get(&w, DISTRICT), 2027));
    close_world(&w);
}

static void a_districts_own_year_goes_before_that_of_all(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    (void)import(&w, &here, LONGER, false);
    (void)import(&w, &everywhere, NEW_YEAR, false);
    assert_int_equal(day(get(&w, DISTRICT), "2027-01-04"), 'H');
    assert_int_equal(day(get(&w, OTHER), "2027-01-04"), 'w');
    assert_int_equal(day(get(&w, OTHER), "2027-01-01"), 'H');
    assert_int_equal(calendar_version(get(&w, DISTRICT)), HOLIDAYS_EDITION + 2);
    assert_int_equal(calendar_version(get(&w, OTHER)), HOLIDAYS_EDITION + 1);
    /* and an import goes before what is built in */
    (void)import(
        &w, &everywhere,
        "{\"year\":2026,\"days\":[{\"name\":\"x\",\"date\":\"2026-11-24\",\"isOffDay\":true}]}",
        false);
    assert_int_equal(day(get(&w, OTHER), "2026-11-24"), 'H');
    assert_int_equal(day(get(&w, OTHER), "2026-10-01"), 'w');
    close_world(&w);
}

static void an_undo_wakes_the_list_before(void **state)
{
    (void)state;
    struct world w;
    struct holiday_report r;
    size_t rows;
    open_world(&w);
    (void)import(&w, &here, NEW_YEAR, false);
    r = import(&w, &here, LONGER, false);
    assert_int_equal(r.added, 1);
    assert_int_equal(r.unchanged, 1);
    assert_int_equal(undo(&w, &here, &r), ERR_OK);
    assert_int_equal(r.removed, 1);
    assert_int_equal(r.unchanged, 1);
    assert_int_equal(r.version, HOLIDAYS_EDITION + 3);
    assert_int_equal(day(get(&w, DISTRICT), "2027-01-04"), 'w');
    assert_int_equal(day(get(&w, DISTRICT), "2027-01-01"), 'H');
    assert_string_equal(last_row(&w, "410105", &rows)->action, "undo_holidays");
    assert_int_equal(rows, 3);
    assert_int_equal(undo(&w, &here, &r), ERR_OK);
    assert_false(calendar_knows(get(&w, DISTRICT), 2027));
    assert_int_equal(undo(&w, &here, &r), ERR_CONFLICT);
    assert_string_equal(w.c->problem.code, "calendar.nothing_to_undo");
    assert_int_equal(undo(&w, &everywhere, &r), ERR_CONFLICT);
    (void)import(&w, &here, NEW_YEAR, false);
    assert_true(calendar_knows(get(&w, DISTRICT), 2027));
    close_world(&w);
}

static void hours_and_rules_are_changed_by_version(void **state)
{
    static const struct office_hours hours[] = {
        {.from = 0,        .weekday = 0x3f, .n = 1, .windows = {{540, 1020}}            },
        {.from = 20260601, .weekday = 0x1f, .n = 2, .windows = {{480, 720}, {900, 1440}}},
    };
    (void)state;
    struct world w;
    struct calendar_day d;
    int64_t version = 0, t;
    size_t rows;
    open_world(&w);
    struct calendar_change in = {
        .version = HOLIDAYS_EDITION, .work_day = "rolling", .hours = hours, .n_hours = LEN(hours)};
    assert_int_equal(change(&w, &here, &in, &version), ERR_OK);
    assert_int_equal(version, HOLIDAYS_EDITION + 1);
    const struct calendar *cal = get(&w, DISTRICT);
    assert_int_equal(calendar_version(cal), version);
    assert_int_equal(calendar_work_day(cal), DAY_RULE_ROLLING);
    assert_int_equal(calendar_natural_day(cal), DAY_RULE_ROLLING);
    assert_true(time_parse("2026-07-01", &t));
    assert_true(calendar_day(cal, t, &d));
    assert_int_equal(d.windows[1].to, 1440);
    assert_int_equal(day(cal, "2026-05-30"), 'w');
    assert_int_equal(day(cal, "2026-06-06"), '.');
    assert_int_equal(day(get(&w, OTHER), "2026-05-30"), '.');
    const struct journal_row *row = last_row(&w, "410105", &rows);
    assert_string_equal(row->before, "{\"hours\":[],\"natural_day\":null,\"work_day\":null}");
    assert_string_equal(
        row->after, "{\"hours\":[{\"from\":0,\"weekday\":63,\"windows\":\"09:00-17:00\"},"
                    "{\"from\":20260601,\"weekday\":31,\"windows\":\"08:00-12:00,15:00-24:00\"}],"
                    "\"natural_day\":null,\"work_day\":\"rolling\"}");
    /* the version seen is an old one now */
    assert_int_equal(change(&w, &here, &in, &version), ERR_STALE);
    in = (struct calendar_change){.version = version, .natural_day = "nth_end"};
    assert_int_equal(change(&w, &everywhere, &in, &version), ERR_STALE); /* that of all is 1 */
    in.version = HOLIDAYS_EDITION;
    assert_int_equal(change(&w, &everywhere, &in, &version), ERR_OK);
    assert_int_equal(calendar_natural_day(get(&w, DISTRICT)), DAY_RULE_NTH_END);
    assert_int_equal(calendar_work_day(get(&w, OTHER)), DAY_RULE_NTH_END);
    in = (struct calendar_change){.work_day = "inherit", .hours = hours, .n_hours = 0};
    assert_int_equal(change(&w, &here, &in, &version), ERR_OK);
    assert_int_equal(calendar_work_day(get(&w, DISTRICT)), DAY_RULE_NTH_END);
    assert_int_equal(day(get(&w, DISTRICT), "2026-05-30"), '.');
    close_world(&w);
}

static void bad_hours_and_rules_are_refused(void **state)
{
    static const struct office_hours bad[] = {
        {0,  0,    1, {{540, 1020}}           },
        {0,  1,    0, {{540, 1020}}           },
        {0,  1,    1, {{540, 540}}            },
        {0,  1,    1, {{540, 1441}}           },
        {0,  1,    2, {{540, 600}, {600, 700}}},
        {0,  1,    2, {{540, 600}, {500, 700}}},
        {0,  0x80, 1, {{540, 600}}            },
        {-1, 1,    1, {{540, 600}}            },
    };
    static const struct office_hours twice[] = {
        {.weekday = 1, .n = 1, .windows = {{540, 600}}},
        {.weekday = 1, .n = 1, .windows = {{540, 600}}},
    };
    (void)state;
    struct world w;
    int64_t version;
    open_world(&w);
    for (size_t i = 0; i < LEN(bad); i++) {
        struct calendar_change in = {.hours = &bad[i], .n_hours = 1};
        assert_int_equal(change(&w, &here, &in, &version), ERR_INVALID);
        assert_string_equal(w.c->problem.code, "calendar.hours");
    }
    struct calendar_change in = {.hours = twice, .n_hours = 2};
    assert_int_equal(change(&w, &here, &in, &version), ERR_INVALID);
    in = (struct calendar_change){.work_day = "office_hours"};
    assert_int_equal(change(&w, &here, &in, &version), ERR_INVALID);
    assert_string_equal(w.c->problem.code, "calendar.rule");
    in = (struct calendar_change){.natural_day = ""};
    assert_int_equal(change(&w, &here, &in, &version), ERR_INVALID);
    assert_int_equal(calendar_version(get(&w, DISTRICT)), HOLIDAYS_EDITION);
    close_world(&w);
}

static void hours_are_read_from_text_and_written_back(void **state)
{
    static const char *const good[] = {"08:00-12:00,14:00-18:00", "00:00-24:00", "09:30-17:05",
                                       "01:00-02:00,03:00-04:00,05:00-06:00,07:00-08:00"};
    static const char *const bad[] = {
        "",
        "08:00",
        "08:00-",
        "8:00-12:00",
        "08:00-12:60",
        "08:00-24:01",
        "12:00-08:00",
        "08:00-12:00,",
        "08:00-12:00,11:00-13:00",
        "08:00-12:00;14:00-18:00",
        "08.00-12.00",
        "08:00-12:00 ",
        "01:00-02:00,03:00-04:00,05:00-06:00,07:00-08:00,09:00-10:00"};
    char text[HOURS_TEXT];
    (void)state;
    for (size_t i = 0; i < LEN(good); i++) {
        struct office_hours h = {.from = 5, .weekday = 9};
        assert_true(hours_parse(good[i], &h));
        assert_int_equal(h.from, 5);
        assert_int_equal(h.weekday, 9);
        hours_format(&h, text);
        assert_string_equal(text, good[i]);
    }
    for (size_t i = 0; i < LEN(bad); i++) {
        struct office_hours h = {.weekday = 1};
        if (hours_parse(bad[i], &h))
            fail_msg("'%s' was read", bad[i]);
    }
}

typedef enum err work_fn(struct ctx *c);

static enum err import_work(struct ctx *c)
{
    struct holiday_report r;
    return calendar_import(c, &here, LONGER, strlen(LONGER), false, false, &r);
}

static enum err undo_work(struct ctx *c)
{
    struct holiday_report r;
    return calendar_undo(c, &here, &r);
}

static enum err change_work(struct ctx *c)
{
    int64_t version;
    const struct calendar_change in = {.work_day = "rolling", .hours = &hours_usual, .n_hours = 1};
    return calendar_change(c, &here, &in, &version);
}

/* Its first statement fails, then its second, until it gets through: before that nothing is changed. */
static void fail_through(struct world *w, work_fn *work)
{
    size_t before, after, n = 1;
    int64_t version = calendar_version(get(w, DISTRICT));
    (void)last_row(w, "410105", &before);
    for (;; n++) {
        assert_int_equal(db_begin(w->c, DB_WRITE), ERR_OK);
        db_fail_at(w->c->db, (int64_t)n);
        enum err err = end(w->c, work(w->c));
        db_fail_at(w->c->db, 0);
        if (err == ERR_OK)
            break;
        assert_int_equal(err, ERR_INTERNAL);
        assert_int_equal(calendar_version(get(w, DISTRICT)), version);
        (void)last_row(w, "410105", &after);
        assert_int_equal(after, before);
    }
    assert_true(n > 5);
    assert_int_equal(calendar_version(get(w, DISTRICT)), version + 1);
    (void)last_row(w, "410105", &after);
    assert_int_equal(after, before + 1);
}

static void a_failure_half_way_leaves_the_calendar_as_it_was(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    (void)import(&w, &here, NEW_YEAR, false);
    fail_through(&w, import_work);
    fail_through(&w, undo_work);
    fail_through(&w, change_work);
    close_world(&w);
}

/* A version that was rolled back may come again with another content: it is not taken for the first. */
static void a_calendar_of_a_unit_that_was_undone_is_not_given_again(void **state)
{
    (void)state;
    struct world w;
    struct holiday_report r;
    const struct calendar *cal;
    open_world(&w);
    assert_int_equal(db_begin(w.c, DB_WRITE), ERR_OK);
    assert_int_equal(calendar_import(w.c, &here, LONGER, strlen(LONGER), false, false, &r), ERR_OK);
    assert_int_equal(calendar_for(w.c, w.all, DISTRICT, &cal), ERR_OK);
    assert_int_equal(day(cal, "2027-01-04"), 'H');
    db_undo(w.c);
    assert_false(calendar_knows(get(&w, DISTRICT), 2027));
    (void)import(&w, &here, NEW_YEAR, false);
    assert_int_equal(day(get(&w, DISTRICT), "2027-01-04"), 'w');
    close_world(&w);
}

static void another_server_sees_the_change(void **state)
{
    (void)state;
    struct world w, other = {0};
    char problem[256];
    open_world(&w);
    unit_not_compared(w.c);
    struct ctx c = {.mem = arena_new(), .now = w.c->now};
    assert_int_equal(db_open(unit_url(w.c), &c.db, problem), ERR_OK);
    other = (struct world){.c = &c, .all = calendars_new()};
    assert_false(calendar_knows(get(&other, DISTRICT), 2027));
    (void)import(&w, &everywhere, NEW_YEAR, false);
    assert_true(calendar_knows(get(&other, DISTRICT), 2027));
    calendars_free(other.all);
    db_close(c.db);
    arena_free(c.mem);
    close_world(&w);
}

enum { THREADS = 4, TURNS = 50 };

static void *ask_often(void *arg)
{
    struct world *shared = arg;
    char problem[256];
    struct ctx c = {.mem = arena_new(), .now = shared->c->now};
    if (db_open(unit_url(shared->c), &c.db, problem) != ERR_OK)
        return NULL;
    const struct calendar *cal = NULL;
    for (int i = 0; i < TURNS; i++)
        if (db_begin(&c, DB_READ) != ERR_OK ||
            calendar_for(&c, shared->all, i % 2 ? DISTRICT : OTHER, &cal) != ERR_OK ||
            db_end(&c, true) != ERR_OK || !calendar_knows(cal, 2026))
            cal = NULL;
    db_close(c.db);
    arena_free(c.mem);
    return cal ? shared : NULL;
}

static const struct calendar *was(struct world *w, int32_t district, int64_t version)
{
    const struct calendar *cal;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(calendar_past(w->c, district, version, &cal), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return cal;
}

static void what_a_version_said_is_known_when_others_have_come(void **state)
{
    static const struct office_hours early = {.weekday = 0x1f, .n = 1, .windows = {{420, 660}}};
    const struct calendar_change hours = {.work_day = "rolling", .hours = &early, .n_hours = 1};
    int64_t version;
    (void)state;
    struct world w;
    open_world(&w);
    (void)import(&w, &everywhere, NEW_YEAR, false);
    assert_int_equal(change(&w, &here, &hours, &version), ERR_OK);
    (void)import(&w, &everywhere, LONGER, false);
    const struct calendar *first = was(&w, DISTRICT, HOLIDAYS_EDITION);
    const struct calendar *second = was(&w, DISTRICT, HOLIDAYS_EDITION + 1);
    const struct calendar *third = was(&w, DISTRICT, HOLIDAYS_EDITION + 2);
    struct calendar_day d;
    assert_false(calendar_knows(first, 2027));
    assert_int_equal(day(second, "2027-01-01"), 'H');
    assert_int_equal(calendar_work_day(second), DAY_RULE_NTH_END);
    assert_int_equal(calendar_work_day(third), DAY_RULE_ROLLING);
    assert_int_equal(day(third, "2027-01-04"), 'w');
    assert_true(calendar_day(third, w.c->now, &d));
    assert_int_equal(d.windows[0].from, early.windows[0].from);
    assert_int_equal(calendar_version(third), version);
    assert_null(was(&w, DISTRICT, version + 1)); /* that of now */
    assert_int_equal(day(was(&w, OTHER, HOLIDAYS_EDITION + 1), "2027-01-04"), 'w');
    close_world(&w);
}

static size_t memory_in_use(void)
{
    struct mallinfo2 m = mallinfo2();
    return m.uordblks + m.hblkhd;
}

static void calendars_that_no_unit_works_with_are_freed(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    size_t before = 0;
    struct arena *kept = w.c->mem;
    for (int i = 0; i < 40; i++) {
        w.c->mem = arena_new();
        (void)import(&w, &here, i % 2 ? LONGER : NEW_YEAR, false);
        assert_true(calendar_knows(get(&w, DISTRICT), 2027));
        arena_free(w.c->mem);
        before = i == 10 ? memory_in_use() : before;
    }
    w.c->mem = kept;
    enum { ONE = 300000, ROOM = 10 }; /* bytes of a compiled one; for what else a unit keeps */
    assert_true(memory_in_use() < before + (size_t)ROOM * ONE);
    close_world(&w);
}

static void threads_may_ask_while_it_changes(void **state)
{
    (void)state;
    struct world w;
    pthread_t threads[THREADS];
    open_world(&w);
    unit_not_compared(w.c);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask_often, &w), 0);
    for (int i = 0; i < 5; i++) {
        (void)import(&w, &here, i % 2 ? LONGER : NEW_YEAR, false);
        (void)get(&w, DISTRICT);
    }
    for (size_t i = 0; i < THREADS; i++) {
        void *good;
        assert_int_equal(pthread_join(threads[i], &good), 0);
        assert_non_null(good);
    }
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_settings_all_districts_share_one_calendar),
        cmocka_unit_test(a_year_that_arrives_is_known_and_raises_the_version),
        cmocka_unit_test(the_same_file_again_changes_nothing),
        cmocka_unit_test(a_dry_run_and_a_file_with_errors_write_nothing),
        cmocka_unit_test(a_districts_own_year_goes_before_that_of_all),
        cmocka_unit_test(an_undo_wakes_the_list_before),
        cmocka_unit_test(hours_and_rules_are_changed_by_version),
        cmocka_unit_test(bad_hours_and_rules_are_refused),
        cmocka_unit_test(hours_are_read_from_text_and_written_back),
        cmocka_unit_test(a_failure_half_way_leaves_the_calendar_as_it_was),
        cmocka_unit_test(a_calendar_of_a_unit_that_was_undone_is_not_given_again),
        cmocka_unit_test(another_server_sees_the_change),
        cmocka_unit_test(what_a_version_said_is_known_when_others_have_come),
        cmocka_unit_test(calendars_that_no_unit_works_with_are_freed),
        cmocka_unit_test(threads_may_ask_while_it_changes),
    };
    return UNIT_RUN(tests);
}

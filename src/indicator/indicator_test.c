/* SPDX-License-Identifier: Apache-2.0 */
/* Definitions and what is withheld, on facts that are made by hand; no database. */
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "base/time.h"
#include "casefile/figures.h"
#include "indicator/count.h"

enum { FROM = 1000, TO = 2000, IN = 1500, BEFORE = 500 };

static const struct indicator_period period = {FROM, TO};

static int64_t sum(const struct fact *facts, size_t n, enum indicator_part part)
{
    int64_t total = 0;
    for (size_t i = 0; i < n; i++)
        total += indicator_parts[part].fn(&facts[i], &period);
    return total;
}

static double value(const char *id, const struct fact *facts, size_t n)
{
    double out = nan("");
    const struct indicator *x = indicator_find(id);
    assert_non_null(x);
    (void)indicator_value(x, sum(facts, n, x->n), x->d == PART_NONE ? 0 : sum(facts, n, x->d),
                          &out);
    return round(out * 100) / 100;
}

static void assert_number(double is, double wanted)
{
    if (fabs(is - wanted) > 1e-9)
        fail_msg("%.4f is not %.4f", is, wanted);
}

/* ---- published figures ---- */

static void the_published_figures_of_a_month_come_out(void **state)
{
    enum { ACCEPTED = 1054, FILED = 996, TO_CLOSE = 972, CLOSED = 911, TIMELY = 737 };
    static struct fact facts[ACCEPTED];
    (void)state;
    for (size_t i = 0; i < ACCEPTED; i++) {
        struct fact *f = &facts[i];
        *f = (struct fact){.cycle = 1, .opened = IN, .accepted = IN};
        f->filed = i < FILED ? IN : 0;
        f->dispatched = f->filed;
        f->due = f->last_due = i < TO_CLOSE ? IN : i < FILED ? TO + 1 : 0;
        f->disposed = f->closed = f->ended = i < CLOSED ? IN : 0;
        f->stands = i < CLOSED;
        f->late = i >= TIMELY && i < TO_CLOSE;
    }
    assert_int_equal(sum(facts, ACCEPTED, PART_ACCEPTED), 1054);
    assert_int_equal(sum(facts, ACCEPTED, PART_FILED), 996);
    assert_int_equal(sum(facts, ACCEPTED, PART_TO_CLOSE), 972);
    assert_int_equal(sum(facts, ACCEPTED, PART_CLOSED), 911);
    assert_number(value("closure_rate", facts, ACCEPTED), 93.72);
    assert_number(value("timely_closure_rate", facts, ACCEPTED), 75.82);
    assert_number(value("overdue_closure_rate", facts, ACCEPTED), 17.90);
    assert_number(value("filing_rate", facts, ACCEPTED), 94.50);
    assert_number(value("overdue_open", facts, ACCEPTED), 61);
}

/* A quarter of 277,924 cases with a rework rate of 0.11 % and an extension rate of 0.20 %. */
static void the_published_rates_of_a_quarter_come_out(void **state)
{
    enum { CASES = 277924, REWORKED = 306, EXTENDED = 556 };
    static const enum indicator_part parts[] = {PART_HANDED_IN_REWORKED, PART_HANDED_IN,
                                                PART_FILED_EXTENDED, PART_FILED};
    int64_t sums[LEN(parts)] = {0};
    double rework, extension;
    (void)state;
    for (int64_t i = 0; i < CASES; i++) {
        const struct fact f = {.cycle = 1,
                               .opened = IN,
                               .accepted = IN,
                               .filed = IN,
                               .disposed = IN,
                               .stands = true,
                               .reworks = i < REWORKED ? 1 + i % 3 : 0,
                               .extensions = i < EXTENDED ? 1 + i % 2 : 0};
        for (size_t k = 0; k < LEN(parts); k++)
            sums[k] += sum(&f, 1, parts[k]);
    }
    assert_true(indicator_value(indicator_find("rework_rate"), sums[0], sums[1], &rework));
    assert_true(indicator_value(indicator_find("extension_rate"), sums[2], sums[3], &extension));
    assert_number(round(rework * 100) / 100, 0.11);
    assert_number(round(extension * 100) / 100, 0.20);
}

/* ---- a small world ---- */

#define FILED_IN .accepted = IN, .filed = IN, .cycle = 1, .opened = IN, .is_dispatched = true

/* One month of a small desk, and what a clerk with a pencil makes of it. */
static const struct fact desk[] = {
  /* reported, nobody has looked */
    {.cycle = 1,                                   .opened = IN         },
 /* reported and withdrawn */
    {                                     .cycle = 1,                                                              .opened = IN,                                                                                                                                             .out_as = "withdrawn", .ended = IN},
 /* accepted, not filed */
    {                                                                                 .cycle = 1,                           .opened = IN,                                                                                                                      .accepted = IN, .out_as = "not_filed", .ended = IN},
 /* filed late, waits to be dispatched */
    {                                                                                   FILED_IN,                           .file_late = true                                                                                                                                                                                   },
 /* dispatched late and to the wrong unit, overdue */
    {            FILED_IN,                                                                          .dispatched = IN,                                                                                                                                                                                    .dispatch_late = true, .misdirected = 1, .due = IN},
 /* done in time, checked in time, closed as fixed, confirmed, rated 5 */
    { FILED_IN,                                                          .dispatched = IN,                                                                                                                                                                           .due = IN, .disposed = IN, .stands = true, .closed = IN,
     .ended = IN, .fixed = true, .closed_as = "fixed", .verdict = "confirmed", .rating = 5,
     .rated = IN, .timed[LIMIT_WORK_HOUR] = true, .used[LIMIT_WORK_HOUR] = 7200 * TIME_SECOND,
     .checks = 1},
 /* the same, extended and sent back once, late, closed for another reason, rated 2 */
    {                                              FILED_IN,                                                                                                          .dispatched = IN,                                                                                                                                                                                                                                                                                                                                  .due = IN, .disposed = IN, .stands = true, .closed = IN,
     .ended = IN, .closed_as = "planned", .rating = 2, .rated = IN, .late = true, .last_due = IN,
     .reworks = 1, .extensions = 1, .timed[LIMIT_WORK_HOUR] = true,
     .used[LIMIT_WORK_HOUR] = 14400 * TIME_SECOND, .checks = 2, .check_lates = 1},
 /* late, but the appeal was granted; not rated */
    {                                                                                             FILED_IN,                                                                                                               .dispatched = IN,                                                                                                                                              .due = IN, .disposed = IN, .stands = true, .closed = IN,
     .ended = IN, .closed_as = "fixed", .fixed = true, .late = true, .last_due = IN, .exempt = true,
     .timed[LIMIT_WORK_DAY] = true, .used[LIMIT_WORK_DAY] = 3 * TIME_DAY},
 /* suspended over the end of the month */
    {                                                             FILED_IN,                                                                                                                                                                        .dispatched = IN,                                                                                                                                                                                                                                                                                                          .last_due = IN, .suspended = true, .suspensions = 1},
 /* overdue, then suspended over the end of the month */
    {                                                                FILED_IN,                                                                                                                                                                       .dispatched = IN,                                                                                                                                                                                                                                                                                                                .last_due = IN, .late = true, .suspended = true, .suspensions = 1},
 /* overdue, then handed back */
    {                               FILED_IN,                                                                                                      .dispatched = IN,                                                                                                                                                          .last_due = IN, .late = true},
 /* of a unit that takes what is its own: nobody dispatched it, late or not */
    {                            .accepted = IN,
     .filed = IN,
     .cycle = 1,
     .opened = IN,
     .dispatched = IN,
     .dispatch_late = true,
     .due = TO + 5},
 /* was suspended, closed in time */
    {                                                              FILED_IN,                                                                                                                       .dispatched = IN,                                                                                                                                                                                                                                                                                                                .due = IN, .disposed = IN, .stands = true, .closed = IN,
     .ended = IN, .suspensions = 1, .fixed = true, .closed_as = "fixed"},
 /* of the month before: closed then, due now */
    {.cycle = 1,
     .opened = BEFORE,
     .accepted = BEFORE,
     .filed = BEFORE,
     .dispatched = BEFORE,
     .due = IN,
     .disposed = BEFORE,
     .stands = true,
     .closed = BEFORE,
     .ended = BEFORE},
 /* reopened: a cycle of its own, in check again and late with it; verified once in time */
    {              .cycle = 2,
     .is_dispatched = true,
     .opened = IN,
     .accepted = IN,
     .filed = IN,
     .dispatched = IN,
     .due = TO + 5,
     .disposed = IN,
     .stands = true,
     .check_due = IN,
     .verifies = 1},
 /* in dispute: no closing stands */
    {                                               FILED_IN, .dispatched = IN,.due = IN, .disposed = IN, .stands = true, .verdict = "disputed",
     .verifies = 2, .verify_lates = 1},
 /* void after filing */
    {                                                                                               FILED_IN,                                                                                                                                                                         .dispatched = IN,                                                                                                                                                                                                                                                                                                                                 .due = IN, .out_as = "void", .ended = IN},
};

static void every_indicator_is_what_a_clerk_counts_by_hand(void **state)
{
    static const struct {
        const char *id;
        int64_t n, d, aside;
    } wanted[] = {
        {"report_count",                      15,     0,  0},
        {"valid_report_rate",                 12,     15, 0},
        {"filing_rate",                       12,     13, 0},
        {"timely_filing_rate",                11,     12, 0},
        {"accurate_dispatch_rate",            9,      11, 0},
        {"timely_dispatch_rate",              9,      11, 0},
        {"disposal_rate",                     6,      8,  0},
        {"timely_disposal_rate",              5,      8,  1},
        {"closure_rate",                      4,      7,  0},
        {"timely_closure_rate",               3,      7,  1},
        {"timely_closure_rate_less_deferred", 2,      6,  0},
        {"overdue_closure_rate",              1,      7,  0},
        {"overdue_open",                      3,      0,  1},
        {"rework_rate",                       1,      6,  0},
        {"extension_rate",                    1,      12, 0},
        {"timely_verify_rate",                2,      3,  0},
        {"timely_check_rate",                 2,      4,  0},
        {"satisfaction_rate",                 1,      2,  2},
        {"avg_handle_time_urgent_hour",       0,      0,  0},
        {"avg_handle_time_work_hour",         21600,  2,  0},
        {"avg_handle_time_work_day",          259200, 1,  0},
        {"avg_handle_time_natural_day",       0,      0,  0},
        {"confirmed_fixed_rate",              1,      4,  0},
        {"closed_other_rate",                 1,      4,  0},
    };
    (void)state;
    assert_int_equal(LEN(wanted), INDICATORS - 1); /* repeat_rate looks at other cases */
    for (size_t i = 0; i < LEN(wanted); i++) {
        const struct indicator *x = indicator_find(wanted[i].id);
        assert_non_null(x);
        int64_t n = sum(desk, LEN(desk), x->n);
        int64_t d = x->d == PART_NONE ? 0 : sum(desk, LEN(desk), x->d);
        int64_t aside = x->aside == PART_NONE ? 0 : sum(desk, LEN(desk), x->aside);
        if (n != wanted[i].n || d != wanted[i].d || aside != wanted[i].aside)
            fail_msg("%s: %d of %d, %d", x->id, (int)n, (int)d, (int)aside);
    }
}

static void a_mean_is_in_the_unit_of_the_limit(void **state)
{
    (void)state;
    assert_number(value("avg_handle_time_work_hour", desk, LEN(desk)), 3);
    assert_number(value("avg_handle_time_work_day", desk, LEN(desk)), 3);
    assert_true(isnan(value("avg_handle_time_natural_day", desk, LEN(desk))));
}

static void a_numerator_never_exceeds_its_denominator(void **state)
{
    (void)state;
    for (size_t i = 0; i < INDICATORS; i++) {
        const struct indicator *x = &indicators[i];
        for (size_t k = 0; k < LEN(desk) && x->unit == UNIT_PERCENT && x->n != PART_FILED_REPEATED;
             k++)
            assert_true(sum(&desk[k], 1, x->n) <= sum(&desk[k], 1, x->d));
    }
}

static void every_number_says_in_both_languages_what_it_counts(void **state)
{
    (void)state;
    for (size_t i = 0; i < PART__COUNT; i++) {
        assert_non_null(indicator_parts[i].says.zh);
        assert_non_null(indicator_parts[i].says.en);
        assert_true(indicator_parts[i].fn || i == PART_FILED_REPEATED);
    }
    for (size_t i = 0; i < INDICATORS; i++) {
        assert_ptr_equal(indicator_find(indicators[i].id), &indicators[i]);
        assert_non_null(indicators[i].name.zh);
        assert_non_null(indicators[i].formula.en);
        assert_true((indicators[i].d == PART_NONE) == (indicators[i].unit == UNIT_CASES));
    }
    assert_null(indicator_find("nothing"));
}

/* ---- what the public sees ---- */

static void hole(int *holes, int64_t n)
{
    *holes += n == INDICATOR_HIDDEN;
}

static void assert_row_unsolvable(const struct indicator_row *row)
{
    int closed = 0;
    for (int i = 0; i < PART_SECONDS; i++)
        assert_true(row->part[i] <= 0 || row->part[i] >= FIGURE_SMALL);
    for (size_t i = 0; i < INDICATORS; i++) {
        const struct indicator *x = &indicators[i];
        if (x->d == PART_NONE || row->part[x->n] == INDICATOR_HIDDEN)
            continue;
        if (x->n >= PART_SECONDS)
            assert_int_not_equal(row->part[x->d], INDICATOR_HIDDEN);
        else if (row->part[x->d] != INDICATOR_HIDDEN)
            assert_false(row->part[x->d] - row->part[x->n] > 0 &&
                         row->part[x->d] - row->part[x->n] < FIGURE_SMALL);
    }
    hole(&closed, row->part[PART_CLOSED]);
    hole(&closed, row->part[PART_CLOSED_TIMELY]);
    hole(&closed, row->part[PART_CLOSED_LATE]);
    assert_int_not_equal(closed, 1);
}

static void assert_unsolvable(const struct indicator_table *t)
{
    assert_row_unsolvable(&t->total);
    for (size_t i = 0; i < t->n; i++)
        assert_row_unsolvable(&t->rows[i]);
    for (int part = 0; part < PART__COUNT; part++) {
        int holes = 0;
        for (size_t i = 0; i < t->n; i++)
            hole(&holes, t->rows[i].part[part]);
        hole(&holes, t->total.part[part]);
        assert_int_not_equal(holes, 1);
    }
}

static unsigned chance(unsigned *seed, unsigned n)
{
    *seed = *seed * 1664525 + 1013904223;
    return (*seed >> 12) % n;
}

static struct fact random_fact(unsigned *seed)
{
    static const char *const outs[] = {NULL, NULL, NULL, NULL, NULL, "void", "not_filed"};
    struct fact f = {.cycle = 1, .opened = IN, .out_as = outs[chance(seed, LEN(outs))]};
    f.accepted = chance(seed, 9) ? IN : 0;
    f.filed = f.accepted && chance(seed, 9) ? IN : 0;
    f.dispatched = f.filed && chance(seed, 9) ? IN : 0;
    f.is_dispatched = chance(seed, 4);
    f.due = f.dispatched ? (chance(seed, 2) ? IN : TO + 1) : 0;
    f.last_due = f.due;
    f.disposed = f.dispatched && chance(seed, 5) ? IN : 0;
    f.stands = f.disposed && chance(seed, 9);
    f.late = chance(seed, 6) == 0;
    f.exempt = f.late && chance(seed, 5) == 0;
    f.closed = f.stands && !f.out_as && chance(seed, 4) ? IN : 0;
    f.ended = f.out_as ? IN : f.closed;
    f.fixed = chance(seed, 2);
    f.rated = f.closed && chance(seed, 2) ? IN : 0;
    f.rating = f.rated ? 1 + chance(seed, 5) : 0;
    unsigned unit = chance(seed, LIMIT_UNIT__COUNT);
    f.timed[unit] = f.disposed;
    f.used[unit] = f.disposed ? chance(seed, 9) * TIME_DAY : 0;
    f.checks = chance(seed, 3);
    f.check_lates = f.checks ? chance(seed, 2) : 0;
    f.reworks = chance(seed, 9) == 0;
    f.extensions = chance(seed, 9) == 0;
    return f;
}

static void no_withheld_number_follows_from_the_others_whatever_they_are(void **state)
{
    unsigned seed = 1;
    (void)state;
    for (int round = 0; round < 600; round++) {
        struct indicator_row rows[6] = {0};
        struct indicator_table t = {.rows = rows, .n = (size_t)(round % 7)};
        unsigned many = chance(&seed, 3) ? 12 : 120;
        for (size_t i = 0; i < t.n; i++)
            for (unsigned k = chance(&seed, many); k > 0; k--) {
                struct fact f = random_fact(&seed);
                for (int part = 0; part < PART__COUNT; part++) {
                    int64_t n =
                        indicator_parts[part].fn ? indicator_parts[part].fn(&f, &period) : 0;
                    rows[i].part[part] += n;
                    t.total.part[part] += n;
                }
            }
        indicator_withhold(&t);
        assert_unsolvable(&t);
    }
}

static void large_numbers_are_published_as_they_are(void **state)
{
    struct indicator_row rows[2] = {0};
    struct indicator_table t = {.rows = rows, .n = 2};
    (void)state;
    rows[0].part[PART_FILED] = rows[0].part[PART_FILED_TIMELY] = 50;
    rows[1].part[PART_FILED] = 40;
    rows[1].part[PART_FILED_TIMELY] = 30;
    t.total.part[PART_FILED] = 90;
    t.total.part[PART_FILED_TIMELY] = 80;
    struct indicator_row before = t.total;
    indicator_withhold(&t);
    assert_false(t.withheld);
    assert_memory_equal(&before, &t.total, sizeof before);
    assert_int_equal(rows[1].part[PART_FILED_TIMELY], 30);
}

static void a_rate_that_tells_how_few_failed_is_withheld(void **state)
{
    struct indicator_row rows[2] = {0};
    struct indicator_table t = {.rows = rows, .n = 2};
    (void)state;
    rows[0].part[PART_FILED] = 50;
    rows[0].part[PART_FILED_TIMELY] = 48;
    rows[1].part[PART_FILED] = rows[1].part[PART_FILED_TIMELY] = 40;
    t.total.part[PART_FILED] = 90;
    t.total.part[PART_FILED_TIMELY] = 88;
    indicator_withhold(&t);
    assert_true(t.withheld);
    assert_int_equal(rows[0].part[PART_FILED], 50);
    assert_int_equal(rows[0].part[PART_FILED_TIMELY], INDICATOR_HIDDEN);
    assert_int_equal(t.total.part[PART_FILED_TIMELY], INDICATOR_HIDDEN);
    assert_unsolvable(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_figures_of_a_month_come_out),
        cmocka_unit_test(the_published_rates_of_a_quarter_come_out),
        cmocka_unit_test(every_indicator_is_what_a_clerk_counts_by_hand),
        cmocka_unit_test(a_mean_is_in_the_unit_of_the_limit),
        cmocka_unit_test(a_numerator_never_exceeds_its_denominator),
        cmocka_unit_test(every_number_says_in_both_languages_what_it_counts),
        cmocka_unit_test(no_withheld_number_follows_from_the_others_whatever_they_are),
        cmocka_unit_test(large_numbers_are_published_as_they_are),
        cmocka_unit_test(a_rate_that_tells_how_few_failed_is_withheld),
    };
    return UNIT_RUN(tests);
}

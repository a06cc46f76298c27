/* SPDX-License-Identifier: Apache-2.0 */
/* What a figure must not tell, and that it cannot be found from what it does tell. */
#include "figure/withhold.h"

#include <string.h>

#include "unit.h"

static const struct figure_kind people = {.unit = "位"},
                                money = {.unit = "万元", .form = FIGURE_SUM},
                                percent = {.unit = "%", .form = FIGURE_RATIO};
static const struct figure_guard persons = {.persons = true}, single = {.single = true},
                                 heads = {.single = true, .people = true};

static struct figure_part count(const char *label, double n)
{
    const struct figure_value v = {.kind = &people,
                                   .known = true,
                                   .value = n,
                                   .over = n,
                                   .entries = (int64_t)n,
                                   .reported = (int64_t)n};
    return (struct figure_part){.label = label, .value = v};
}

/* A sum that so many entries had a value for. */
static struct figure_part sum(const char *label, double n, int64_t reported)
{
    const struct figure_value v = {.kind = &money,
                                   .known = true,
                                   .value = n,
                                   .over = n,
                                   .entries = reported + 1,
                                   .reported = reported};
    return (struct figure_part){.label = label, .value = v};
}

/* "x" withheld, "-" told, in their order. */
static const char *shown(struct figure_part *parts, size_t n, const struct figure_guard *guard)
{
    static char out[16];
    figure_withhold_parts(parts, n, guard);
    for (size_t i = 0; i < n; i++)
        out[i] = parts[i].value.withheld ? 'x' : '-';
    out[n] = '\0';
    return out;
}

static void fewer_than_five_persons_are_not_told_nor_to_be_solved_for(void **state)
{
    char out[64];
    struct figure_part parts[] = {count("a", 4), count("b", 6), count("c", 9), count("d", 0)};
    (void)state;
    assert_string_equal(shown(parts, 4, &persons), "xx--");
    assert_true(parts[0].value.over == 0 && parts[0].value.value == 0);
    figure_format(&parts[0].value, out);
    assert_string_equal(out, "—");
    struct figure_value rate = {
        .kind = &percent, .known = true, .over = 18, .under = 20, .value = 90, .entries = 20};
    figure_withhold(&rate, &persons); /* two of twenty are not */
    assert_true(rate.withheld);
}

static void two_holes_of_few_persons_together_get_a_third(void **state)
{
    struct figure_part parts[] = {count("a", 1), count("b", 2), count("c", 9), count("d", 30)};
    (void)state;
    assert_string_equal(shown(parts, 4, &persons), "xxx-");
}

static void what_rests_on_fewer_than_three_entries_is_not_told(void **state)
{
    struct figure_part parts[] = {sum("a", 100, 2), sum("b", 50, 3), sum("c", 70, 3),
                                  sum("d", 0, 0)};
    (void)state;
    /* One hole is the whole without the others: the next smallest goes with it. */
    assert_string_equal(shown(parts, 4, &single), "xx--");
}

static void two_holes_of_one_entry_each_do_not_tell_their_sum(void **state)
{
    struct figure_part parts[] = {sum("a", 100, 1), sum("b", 50, 1), sum("c", 700, 9),
                                  sum("d", 800, 9)};
    (void)state;
    assert_string_equal(shown(parts, 4, &single), "xxx-");
}

static void whoever_may_read_the_fields_is_told_all(void **state)
{
    struct figure_part parts[] = {sum("a", 100, 1), sum("b", 50, 1)};
    const struct figure_guard none = {0};
    (void)state;
    assert_string_equal(shown(parts, 2, &none), "--");
}

static void fewer_than_five_people_of_three_firms_are_not_told(void **state)
{
    struct figure_value few = sum("a", 4, 3).value, five = sum("b", 5, 3).value;
    (void)state;
    figure_withhold(&few, &heads);
    figure_withhold(&five, &heads);
    assert_true(few.withheld);
    assert_false(five.withheld);
}

static void a_percent_of_hidden_sums_is_told_without_them(void **state)
{
    struct figure_value v = {.kind = &percent,
                             .known = true,
                             .over = 30,
                             .under = 60,
                             .value = 50,
                             .reported = 3,
                             .under_reported = 4};
    (void)state;
    figure_withhold(&v, &single);
    assert_true(!v.withheld && v.sides_hidden);
    v.under_reported = 2;
    figure_withhold(&v, &single);
    assert_true(v.withheld);
}

/* ---- what there is to guard ---- */

static const struct ledger_field fields[] = {
    {.field = "trade",                  .visibility = VISIBLE_PUBLIC},
    { .field = "staff",   .visibility = VISIBLE_INTERNAL,                .unit = "人"},
    { .field = "sales", .visibility = VISIBLE_RESTRICTED,             .unit = "万元"},
};
static const struct ledger_kind ledgers[] = {
    {.ledger = "shop", .fields = {fields, LEN(fields)}}
};
static const struct figure_kind kinds[] = {
    {.figure = "shops",   .ledger = "shop"},
    { .figure = "staff",    .ledger = "shop", .form = FIGURE_SUM, .field = "staff"},
    { .figure = "sales",    .ledger = "shop", .form = FIGURE_SUM, .field = "sales"},
    { .figure = "per_shop", .form = FIGURE_RATIO,    .over = "sales", .under = "shops"},
};
static const struct programmes programmes = {
    .ledgers = ledgers, .n_ledgers = 1, .figures = kinds, .n_figures = LEN(kinds)};

static bool guards(size_t kind, enum figure_reader reader)
{
    return figure_guard(&programmes, &kinds[kind], NULL, reader).single;
}

static void who_may_not_read_a_field_is_not_told_it_by_a_small_sum(void **state)
{
    (void)state;
    assert_false(guards(0, FIGURE_FOR_PUBLIC));
    assert_true(guards(1, FIGURE_FOR_PUBLIC));
    assert_false(guards(1, FIGURE_FOR_OFFICER));
    assert_true(figure_guard(&programmes, &kinds[1], NULL, FIGURE_FOR_PUBLIC).people);
    for (size_t i = 2; i < 4; i++) {
        assert_true(guards(i, FIGURE_FOR_PUBLIC));
        assert_true(guards(i, FIGURE_FOR_OFFICER));
        assert_false(guards(i, FIGURE_FOR_SECRET));
    }
    assert_true(figure_guard(&programmes, &kinds[0], "staff", FIGURE_FOR_PUBLIC).single);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fewer_than_five_persons_are_not_told_nor_to_be_solved_for),
        cmocka_unit_test(two_holes_of_few_persons_together_get_a_third),
        cmocka_unit_test(what_rests_on_fewer_than_three_entries_is_not_told),
        cmocka_unit_test(two_holes_of_one_entry_each_do_not_tell_their_sum),
        cmocka_unit_test(whoever_may_read_the_fields_is_told_all),
        cmocka_unit_test(fewer_than_five_people_of_three_firms_are_not_told),
        cmocka_unit_test(a_percent_of_hidden_sums_is_told_without_them),
        cmocka_unit_test(who_may_not_read_a_field_is_not_told_it_by_a_small_sum),
    };
    return UNIT_RUN(tests);
}

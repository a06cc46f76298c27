/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "calendar/holidays.h"

/* "2027 20270101+元旦;" of all entries, then "row rule;" of all findings, errors with a '!' in front. */
static const char *read_text(struct arena *mem, const char *text, bool csv)
{
    struct ctx c = {.mem = mem};
    struct holiday_sheet s;
    struct buf b = {.mem = mem};
    if (holidays_read(&c, text, strlen(text), csv, &s) != ERR_OK)
        return arena_copy(mem, c.problem.code);
    for (size_t i = 0; i < s.n; i++)
        buf_printf(&b, "%d %d%c%s;", s.entries[i].year, (int)s.entries[i].day.date,
                   s.entries[i].day.is_off ? '+' : '-', s.entries[i].day.name);
    for (size_t i = 0; i < s.found.n; i++)
        buf_printf(&b, "%s%zu %s;", s.found.v[i].error ? "!" : "", s.found.v[i].row,
                   s.found.v[i].rule);
    return buf_str(&b);
}

struct sample {
    const char *text, *expected;
};

static void all_are(const struct sample *samples, size_t n, bool csv)
{
    struct arena *mem = arena_new();
    for (size_t i = 0; i < n; i++) {
        const char *got = read_text(mem, samples[i].text, csv);
        if (strcmp(got, samples[i].expected) != 0)
            fail_msg("%s\ngives %s\n  not %s", samples[i].text, got, samples[i].expected);
    }
    arena_free(mem);
}

#define DAY(date, off) "{\"name\":\"元旦\",\"date\":\"" date "\",\"isOffDay\":" off "}"

static void a_year_is_read_from_its_own_file(void **state)
{
    static const struct sample samples[] = {
        {"{\"$schema\":\"x\",\"$id\":\"y\",\"year\":2027,\"papers\":[],\"days\":[" DAY(
             "2027-01-01", "true") "," DAY("2026-12-31", "true") "," DAY("2027-01-03",
         "false") "]}",
         "2027 20261231+元旦;2027 20270101+元旦;2027 20270103-元旦;"},
        {"{\"years\":{\"2028\":{\"days\":[" DAY("2028-01-01",                         "true") "]},\"2027\":{\"days\":[" DAY(
             "2027-01-01",   "true") "]},\"2029\":{\"days\":[]}}}",
         "2027 20270101+元旦;2028 20280101+元旦;"},
    };
    (void)state;
    all_are(samples, LEN(samples), false);
}

static void what_is_wrong_with_a_file_is_said_row_by_row(void **state)
{
    static const struct sample samples[] = {
        {"{\"year\":2027,\"days\":[" DAY("2027-1-1",                                                    "true") "," DAY("2027-02-29",                                     "true") "," DAY(
             "2027-01-01", "1") ",{\"date\":\"2027-01-01\",\"isOffDay\":true},7,"
                                "{\"name\":\"\",\"date\":\"2027-01-01\",\"isOffDay\":true}]}", "!1 date;!2 date;!3 off;!4 name;!5 date;!5 name;!5 off;!6 name;"},
        {"{\"year\":2027,\"days\":[" DAY("2026-11-30", "true") "," DAY(
             "2028-01-01", "true") "," DAY("2027-01-01", "true") "," DAY("2027-01-01",
         "false") "]}",
         "2027 20261130+元旦;2027 20270101+元旦;2027 20270101-元旦;2027 20280101+元旦;"
         "!1 year;!4 twice;4 weekday;!2 year;"},
        {"{\"year\":2020,\"days\":[" DAY("2020-02-03",                                                  "false") "," DAY("2020-02-01",                                                                                          "false") "]}",
         "2020 20200201-元旦;2020 20200203-元旦;1 weekday;"},
        {"{\"year\":1999,\"days\":[" DAY("1999-01-01",                                                                 "true") "]}",                                                                                                                                                   "!0 year;"},
        {"{\"years\":{\"soon\":{\"days\":[" DAY("1999-01-01",                                                                                             "true") "]}}}",                                                                                                                  "!0 year;"},
        {"{\"year\":2027,\"days\":[]}",                                                                                "!0 empty;"                                                                                                         },
        {"{\"year\":2027}",                                                  "!0 empty;"                                     },
        {"{\"years\":[]}",                                                                                             "!0 empty;"                                                                                                          },
        {"[]",                                                                                   "!0 year;"                                 },
        {"{\"year\":2027",   "json.malformed"},
        {"",                                 "json.malformed"                                                           },
    };
    (void)state;
    all_are(samples, LEN(samples), false);
}

static void a_year_is_read_from_a_table(void **state)
{
    static const struct sample samples[] = {
        {"date,name,is_off\n2027-01-01,元旦,1\n2026-12-31,元旦,是\n2027-01-03,元旦,0\n",
         "2027 20261231+元旦;2027 20270101+元旦;2027 20270103-元旦;"                                                      },
        {"year,is_off,name,date\n2027,休,元旦,2027-01-01\n2028,班,元旦,2028-01-02\n",
         "2027 20270101+元旦;2028 20280102-元旦;"                                                                           },
        {"date,name,is_off,note\n2027-01-01,元旦,true,x\n",                                   "2027 20270101+元旦;1 column;"},
        {"date,name,is_off\n2027-01-01,元旦\n2027-01-02,元旦,maybe\n2027-01-03,,0\n",
         "!2 cells;!3 off;!4 name;"                                                                                             },
        {"date,name,is_off\n2026-05-01,劳动节,1\n2027-01-01,元旦,1\n",
         "2027 20260501+劳动节;2027 20270101+元旦;!2 year;"                                                                },
        {"date,name,is_off,year\n2027-01-01,元旦,1,27\n",                                     "!2 year;"                      },
        {"date,name,is_off\n4054-01-01,元旦,1\n",                                             "4054 40540101+元旦;!2 year;" },
        {"date,name,is_off\n",                                                                  "!0 empty;"                     },
        {"date,name\n2027-01-01,元旦\n",                                                      "import.column"                 },
        {"",                                                                                    "import.column"                 },
        {"date,name,is_off\n\"2027",                                                            "csv.quote"                     },
    };
    (void)state;
    all_are(samples, LEN(samples), true);
}

static void the_bundled_years_are_sound(void **state)
{
    (void)state;
    struct arena *mem = arena_new();
    struct ctx c = {.mem = mem};
    struct holiday_sheet s;
    int16_t years[100];
    assert_int_equal(holidays_bundled(&c, &s), ERR_OK);
    assert_int_equal(s.n, 678);
    assert_int_equal(s.found.errors, 0);
    assert_int_equal(s.found.warnings, 1);
    assert_string_equal(s.found.v[0].detail, "20200203");
    assert_int_equal(holidays_years(&s, years, 100), 20);
    assert_int_equal(years[0], 2007);
    assert_int_equal(years[19], 2026);
    arena_free(mem);
}

static void too_many_rows_are_refused(void **state)
{
    (void)state;
    struct arena *mem = arena_new();
    struct buf b = {.mem = mem};
    buf_text(&b, "date,name,is_off\n");
    for (int i = 0; i <= HOLIDAYS_MAX; i++)
        buf_text(&b, "2027-01-01,元旦,1\n");
    assert_string_equal(read_text(mem, buf_str(&b), true), "import.too_large");
    arena_free(mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_year_is_read_from_its_own_file),
        cmocka_unit_test(what_is_wrong_with_a_file_is_said_row_by_row),
        cmocka_unit_test(a_year_is_read_from_a_table),
        cmocka_unit_test(the_bundled_years_are_sound),
        cmocka_unit_test(too_many_rows_are_refused),
    };
    return UNIT_RUN(tests);
}

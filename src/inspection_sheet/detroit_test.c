/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Detroit's food establishments, their inspections and what was found (test/data/README.md): brought in through the same
 * doors as any office's sheets, they say what the city's own files say, to the last one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"
#include "db/db.h"
#include "inspection/inspection.h"
#include "inspection_sheet/past_world.h"
#include "journal/journal.h"
#include "sheet/sheet.h"

#define ENTRIES_MAP                                                                                \
    "{\"establishmentid\":\"number\",\"license_number\":\"licence\",\"license_type\":"             \
    "\"licence_kind\",\"most_recent_license_date\":\"licensed\",\"establishment_type\":\"kind\","  \
    "\"establishment_status\":\"business\",\"risk_category\":\"risk\"}"
#define INSPECTIONS_MAP "{\"establishmentid\":\"number\"}"
#define ANSWERS_MAP "{\"critical_violation_type\":\"@must\",\"violation_type\":\"@note\"}"

/* Columns of the files. */
enum { E_LON = 11, E_LAT };
enum {
    I_NUMBER,
    I_ENTRY,
    I_NAME,
    I_DATE,
    I_SORT,
    I_WHO,
    I_P,
    I_PF,
    I_C,
    I_CRITICAL,
    I_OTHER,
    I_CORRECTED,
    I_COMPLIANT
};
enum { V_CODE = 4 };

static int64_t number(const char *text)
{
    int64_t v = 0;
    assert_true(text_int(text, &v));
    return v;
}

struct file {
    char *text;
    size_t n;
    struct sheet s;
};

static struct file unpack(struct past_world *p, const char *name)
{
    enum { ROOM = 16 << 20 };
    struct file f = {.text = malloc(ROOM)};
    gzFile gz = gzopen(arena_printf(p->w.c->mem, "test/data/detroit/%s.csv.gz", name), "rb");
    assert_non_null(gz);
    int n = gzread(gz, f.text, ROOM);
    assert_true(n > 0 && n < ROOM);
    assert_int_equal(gzclose(gz), Z_OK);
    f.n = (size_t)n;
    assert_int_equal(sheet_read(p->w.c, f.text, f.n, NULL, &f.s), ERR_OK);
    return f;
}

/* The sheet as CSV again: what an office does that mends some cells and sends it anew. */
static const char *written(struct past_world *p, const struct sheet *s)
{
    struct buf b = {.mem = p->w.c->mem};
    for (size_t row = 0; row < s->rows; row++)
        for (size_t col = 0; col < s->cols; col++) {
            buf_char(&b, '"');
            for (const char *t = sheet_cell(s, row, col); *t; t++)
                buf_printf(&b, "%s%c", *t == '"' ? "\"" : "", *t);
            buf_text(&b, col + 1 == s->cols ? "\"\n" : "\",");
        }
    return buf_str(&b);
}

static const char **cell_at(const struct file *f, size_t row, size_t col)
{
    return &f->s.cells[row * f->s.cols + col];
}

/* ---- establishments ---- */

static int64_t findings_of(const struct ledger_report *r, const char *rule)
{
    int64_t n = 0;
    for (size_t i = 0; i < r->found.n; i++)
        n += strcmp(r->found.v[i].rule, rule) == 0;
    return n;
}

/* Those without a point or outside are told by row; they get an area by hand. */
static void bring_establishments(struct past_world *p)
{
    struct file f = unpack(p, "establishments");
    struct ctx *c = p->w.c;
    past_bring_entries(p, f.text, f.n, ENTRIES_MAP, true);
    assert_int_equal(p->entries.rows, 2209);
    assert_int_equal(
        findings_of(&p->entries, "area_needed") + findings_of(&p->entries, "area_level"), 75);
    assert_int_equal(findings_of(&p->entries, "point_outside"), 20);
    assert_int_equal(p->entries.found.errors, 95);
    struct file mended = {
        .s = {.rows = f.s.rows, .cols = f.s.cols + 1, .lines = f.s.lines}
    };
    mended.s.cells = arena_array(c->mem, mended.s.rows * mended.s.cols, sizeof(char *));
    for (size_t row = 0; row < f.s.rows; row++)
        for (size_t col = 0; col < mended.s.cols; col++)
            *cell_at(&mended, row, col) = col < f.s.cols ? sheet_cell(&f.s, row, col)
                                          : row          ? ""
                                                         : "area";
    for (size_t i = 0; i < p->entries.found.n; i++) {
        size_t row = p->entries.found.v[i].row - 1;
        *cell_at(&mended, row, E_LON) = *cell_at(&mended, row, E_LAT) = "";
        *cell_at(&mended, row, f.s.cols) = NOWHERE;
    }
    const char *csv = written(p, &mended.s);
    past_bring_entries(p, csv, strlen(csv), ENTRIES_MAP, false);
    assert_string_equal(past_findings(p, &p->entries), "");
    assert_int_equal(p->entries.added, 2209);
    free(f.text);
}

static void check_establishments(struct past_world *p)
{
    size_t n, with_point = 0, short_zips = 0, no_risk = 0, no_date = 0;
    const struct entry *list = past_entries(p, &n);
    assert_int_equal(n, 2209);
    for (size_t i = 0; i < n; i++) {
        const char *zip = strstr(list[i].fields, "\"zipcode\":\"");
        with_point += list[i].has_point;
        short_zips += zip && strcspn(zip + strlen("\"zipcode\":\""), "\"") == 4;
        no_risk += list[i].facet == NULL;
        no_date += strstr(list[i].fields, "\"licensed\"") == NULL;
        assert_true(list[i].has_point != (strcmp(list[i].area, NOWHERE) == 0));
    }
    assert_int_equal(with_point, 2209 - 75 - 20);
    assert_int_equal(short_zips, 73);
    assert_int_equal(no_risk, 962);
    assert_int_equal(no_date, 238);
}

/* ---- what the file itself says ---- */

/* By establishment, day and number. */
static int by_time(const void *a, const void *b)
{
    const char *const *x = *(const char *const *const *)a, *const *y =
                                                               *(const char *const *const *)b;
    int order = strcmp(x[I_ENTRY], y[I_ENTRY]);
    order = order ? order : strncmp(x[I_DATE], y[I_DATE], 10);
    return order ? order : (int)(number(x[I_NUMBER]) - number(y[I_NUMBER]));
}

/* How many establishments had that word at their last inspection by that day. */
static int64_t says_compliant(const struct file *f, const char *day, const char *word)
{
    int64_t n = 0;
    size_t rows = f->s.rows - 1;
    const char *const **v = malloc(rows * sizeof *v);
    assert_non_null(v);
    for (size_t i = 0; i < rows; i++)
        v[i] = cell_at(f, i + 1, 0);
    qsort(v, rows, sizeof *v, by_time);
    for (size_t i = 0; i < rows; i++) {
        bool last = i + 1 == rows || strcmp(v[i][I_ENTRY], v[i + 1][I_ENTRY]) != 0 ||
                    strncmp(v[i + 1][I_DATE], day, 10) > 0;
        n += last && strncmp(v[i][I_DATE], day, 10) <= 0 && strcmp(v[i][I_COMPLIANT], word) == 0;
    }
    free(v);
    return n;
}

static void check_past(struct past_world *p, const struct file *f)
{
    static const char *const days[] = {"2016-08-01", "2017-03-15", "2018-01-01", "2019-05-31"};
    for (size_t i = 0; i < LEN(days); i++) {
        int64_t end = past_day_of(days[i]) + TIME_DAY - 1;
        int64_t yes = says_compliant(f, days[i], "Yes"), no = says_compliant(f, days[i], "No");
        assert_int_equal(past_count_of(p, "compliant", end), yes);
        assert_int_equal(past_count_of(p, "noncompliant", end), no);
        assert_int_equal(past_count_of(p, "unchecked", end), 2209 - yes - no);
    }
}

/* ---- inspections ---- */

static void check_overdue(struct past_world *p)
{
    const struct entry_query q = {
        .ledger = "establishment", .prefix = PLACE, .review_before = past_day_of("2019-05-31")};
    const struct entry_count *counts;
    int64_t overdue = 0, ever = 0, never = 0;
    size_t n, entries;
    const struct entry *list = past_entries(p, &entries);
    assert_int_equal(db_begin(p->w.c, DB_READ), ERR_OK);
    assert_int_equal(entry_count(p->w.c, &q, false, &counts, &n), ERR_OK);
    assert_int_equal(db_end(p->w.c, true), ERR_OK);
    for (size_t i = 0; i < n; i++)
        overdue += counts[i].n;
    for (size_t i = 0; i < entries; i++) {
        ever += list[i].last_inspected != 0;
        never += strcmp(list[i].status, "unchecked") == 0;
    }
    assert_int_equal(overdue, 411);
    assert_int_equal(ever, 2133);
    assert_int_equal(ever - overdue, 1722);
    assert_int_equal(never, 32);
}

static int64_t sort_of(const struct past_world *p, const char *sort)
{
    for (size_t i = 0; i < p->past.n_sorts; i++)
        if (strcmp(p->past.sorts[i].sort, sort) == 0)
            return p->past.sorts[i].full ? p->past.sorts[i].n : -p->past.sorts[i].n;
    return 0;
}

static int64_t status_of(const struct past_world *p, const char *status)
{
    for (size_t i = 0; i < p->past.n_statuses; i++)
        if (strcmp(p->past.statuses[i].status, status) == 0)
            return p->past.statuses[i].n;
    return 0;
}

static void bring_inspections(struct past_world *p, const struct file *f)
{
    past_bring(p, PAST_INSPECTIONS, f->text, f->n, INSPECTIONS_MAP, true);
    assert_string_equal(past_findings(p, &p->past.common), "");
    assert_int_equal(p->past.common.added, 8602);
    assert_int_equal(p->past.n_sorts, 28);
    assert_int_equal(sort_of(p, "Routine Inspection"), 7580);
    assert_int_equal(sort_of(p, "Complaint"), -556);
    assert_int_equal(past_count_of(p, "unchecked", 0), 2209);
    past_bring(p, PAST_INSPECTIONS, f->text, f->n, INSPECTIONS_MAP, false);
    assert_true(p->past.common.applied);
    assert_int_equal(p->past.common.added, 8602);
    assert_int_equal(status_of(p, "compliant"), 7045);
    assert_int_equal(status_of(p, "noncompliant"), 1557);
}

/* ---- what was found ---- */

/* One cell names no code at all. */
static void bring_answers(struct past_world *p)
{
    struct file f = unpack(p, "violations");
    past_bring(p, PAST_ANSWERS, f.text, f.n, ANSWERS_MAP, false);
    assert_int_equal(p->past.common.rows, 28612);
    assert_int_equal(p->past.common.found.errors, 1);
    assert_int_equal(findings_of(&p->past.common, "needed"), 1);
    assert_false(p->past.common.applied);
    for (size_t row = 0; row < f.s.rows; row++)
        if (!(*cell_at(&f, row, V_CODE))[0])
            *cell_at(&f, row, V_CODE) = "Not stated";
    const char *csv = written(p, &f.s);
    past_bring(p, PAST_ANSWERS, csv, strlen(csv), ANSWERS_MAP, false);
    assert_int_equal(p->past.common.found.errors, 0);
    assert_int_equal(p->past.common.added, 28612);
    assert_int_equal(findings_of(&p->past.common, "corrected_before"), 47);
    assert_int_equal(p->past.common.found.warnings, 47);
    const struct past_corrections *k = &p->past.corrections;
    assert_int_equal(k->same_day, 10382);
    assert_int_equal(k->in_time, 1758);
    assert_int_equal(k->late, 2623);
    assert_int_equal(k->before, 47);
    assert_int_equal(k->unlimited, 1); /* the same row: it has no days either */
    past_bring(p, PAST_ANSWERS, csv, strlen(csv), ANSWERS_MAP, false);
    assert_int_equal(p->past.common.unchanged, 28612);
    assert_int_equal(p->past.common.import, 0);
    free(f.text);
}

struct row_of { /* of the file */
    const char *number;
    const char *const *cells;
};

static int by_number(const void *a, const void *b)
{
    return strcmp(((const struct row_of *)a)->number, ((const struct row_of *)b)->number);
}

static struct row_of *rows_of(struct past_world *p, const struct file *f)
{
    struct row_of *rows = arena_array(p->w.c->mem, f->s.rows, sizeof *rows);
    for (size_t row = 1; row < f->s.rows; row++)
        rows[row - 1] = (struct row_of){*cell_at(f, row, I_NUMBER), cell_at(f, row, 0)};
    qsort(rows, f->s.rows - 1, sizeof *rows, by_number);
    return rows;
}

struct sums {
    int64_t inspections, compliant, same_counts, same_word, answers, same_day, in_time, late,
        before;
};

static int64_t noted(const struct inspection_answer *a, size_t n, const char *note)
{
    int64_t found = 0;
    for (size_t i = 0; i < n; i++)
        found += a[i].note && strcmp(a[i].note, note) == 0;
    return found;
}

static void sum_corrections(const struct inspection *i, const struct inspection_answer *a, size_t n,
                            struct sums *s)
{
    for (size_t k = 0; k < n; k++) {
        int64_t days = (a[k].corrected_at - i->done) / TIME_DAY;
        if (!a[k].corrected_at || (days > 0 && !a[k].days))
            continue;
        s->before += days < 0;
        s->same_day += days == 0;
        s->in_time += days > 0 && days <= a[k].days;
        s->late += days > 0 && days > a[k].days;
    }
}

static void sum_inspection(struct past_world *p, const struct inspection *i,
                           const char *const *cells, struct sums *s)
{
    struct ctx *c = p->w.c;
    const struct inspection_answer *a;
    size_t n;
    assert_int_equal(inspection_answers(c, i->district, i->id, &a, &n), ERR_OK);
    bool compliant = strcmp(i->status, "compliant") == 0;
    s->inspections++;
    s->answers += (int64_t)n;
    s->compliant += compliant;
    s->same_word += compliant == (strcmp(cells[I_COMPLIANT], "Yes") == 0);
    s->same_counts += noted(a, n, "Priority") == number(cells[I_P]) &&
                      noted(a, n, "Foundation") == number(cells[I_PF]) &&
                      noted(a, n, "Core") == number(cells[I_C]) &&
                      i->must_failed == number(cells[I_CRITICAL]) &&
                      i->must_corrected == number(cells[I_CORRECTED]) &&
                      i->failed == (n ? (int64_t)n : i->must_failed);
    sum_corrections(i, a, n, s);
}

static struct sums summed(struct past_world *p, const struct file *f)
{
    struct sums s = {0};
    size_t n, n_list;
    const struct entry *entries = past_entries(p, &n);
    const struct row_of *rows = rows_of(p, f);
    assert_int_equal(db_begin(p->w.c, DB_READ), ERR_OK);
    for (size_t e = 0; e < n; e++) {
        const struct inspection *list;
        assert_int_equal(inspection_of(p->w.c, PLACE_DISTRICT, entries[e].id, 0, &list, &n_list),
                         ERR_OK);
        for (size_t i = 0; i < n_list; i++) {
            const struct row_of wanted = {list[i].external_number, NULL};
            const struct row_of *row =
                bsearch(&wanted, rows, f->s.rows - 1, sizeof *rows, by_number);
            if (row)
                sum_inspection(p, &list[i], row->cells, &s);
        }
    }
    assert_int_equal(db_end(p->w.c, true), ERR_OK);
    return s;
}

static void check_inspections(struct past_world *p, const struct file *f)
{
    const struct sums s = summed(p, f);
    assert_int_equal(s.inspections, 8602);
    assert_int_equal(s.compliant, 7045);
    assert_int_equal(s.same_word, 8602);
    assert_int_equal(s.same_counts, 8602);
    assert_int_equal(s.answers, 28612);
    assert_int_equal(s.same_day, 10382);
    assert_int_equal(s.in_time, 1758);
    assert_int_equal(s.late, 2623);
    assert_int_equal(s.before, 47);
}

/* One row for each sheet. */
static void check_journal(struct past_world *p)
{
    enum { MOST = 100 };
    const struct journal_row *rows;
    int64_t imports = 0;
    size_t n;
    assert_int_equal(db_begin(p->w.c, DB_READ), ERR_OK);
    assert_int_equal(journal_list(p->w.c, PLACE, NULL, INT64_MAX, MOST, &rows, &n), ERR_OK);
    assert_int_equal(db_end(p->w.c, true), ERR_OK);
    for (size_t i = 0; i < n; i++)
        imports += strcmp(rows[i].action, "import") == 0 && strstr(rows[i].noun, "_import");
    assert_int_equal(imports, 3);
}

static void note_fault(void *arg, int32_t district, int64_t id)
{
    (void)district, (void)id;
    ++*(int64_t *)arg;
}

static int64_t faults(struct past_world *p)
{
    int64_t n, told = 0;
    assert_int_equal(db_begin(p->w.c, DB_READ), ERR_OK);
    assert_int_equal(past_imports_verify(p->w.c, note_fault, &told, &n), ERR_OK);
    assert_int_equal(db_end(p->w.c, true), ERR_OK);
    assert_int_equal(n, told);
    return n;
}

/* What the sheets wrote is held against the journal: a finding more, and figures that nobody gave, show. */
static void check_digests(struct past_world *p, const struct entry *e)
{
    struct ctx *c = p->w.c;
    const struct inspection *list;
    const struct inspection *given = NULL, *answered = NULL;
    size_t n;
    assert_int_equal(faults(p), 0);
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    for (; !given || !answered; e++) {
        assert_int_equal(inspection_of(c, PLACE_DISTRICT, e->id, 0, &list, &n), ERR_OK);
        for (size_t i = 0; i < n; i++)
            if (list[i].given)
                given = &list[i];
            else
                answered = &list[i];
    }
    assert_int_equal(db_end(c, true), ERR_OK);
    city_begin(&p->w);
    assert_int_equal(
        db_exec(c, SQL_INSPECTION_GRADE_SET,
                ARGS(db_int(PLACE_DISTRICT), db_int(given->id), db_null(), db_int(9),
                     db_int(given->must_failed), db_int(given->must_corrected), db_null())),
        ERR_OK);
    assert_int_equal(city_end(&p->w, ERR_OK), ERR_OK);
    assert_int_equal(faults(p), 1);
    city_begin(&p->w);
    assert_int_equal(
        db_exec(c, SQL_INSPECTION_ANSWER_ADD,
                ARGS(db_int(PLACE_DISTRICT), db_int(answered->id), db_text("x"), db_int(1),
                     db_text("true"), db_null(), db_int(0), db_int(0), db_null())),
        ERR_OK);
    assert_int_equal(city_end(&p->w, ERR_OK), ERR_OK);
    assert_int_equal(faults(p), 2);
}

static void detroits_own_counts_come_out_again(void **state)
{
    (void)state;
    struct past_world p;
    past_open(&p);
    struct file f = unpack(&p, "inspections");
    size_t n;
    bring_establishments(&p);
    check_establishments(&p);
    bring_inspections(&p, &f);
    check_overdue(&p);
    check_past(&p, &f);
    bring_answers(&p);
    check_inspections(&p, &f);
    check_overdue(&p);
    check_past(&p, &f);
    past_bring(&p, PAST_INSPECTIONS, f.text, f.n, INSPECTIONS_MAP, false);
    assert_int_equal(p.past.common.unchanged, 8602);
    assert_int_equal(p.past.common.import, 0);
    check_journal(&p);
    check_digests(&p, past_entries(&p, &n));
    free(f.text);
    past_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(detroits_own_counts_come_out_again),
    };
    return UNIT_RUN(tests);
}

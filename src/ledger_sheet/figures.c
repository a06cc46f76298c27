/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_sheet/figures.h"

#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "db/db.h"
#include "ledger/fields.h"
#include "ledger/key.h"
#include "ledger/period.h"
#include "ledger_sheet/heads.h"
#include "ledger_sheet/plain.h"

enum { AT_ONCE = 64, YEAR = 4, MONTH = 7, PERIODS_MAX = 2000000 };

/* ---- heads ---- */

static bool set(struct arena *mem, const struct ledger_series *s, const char *period,
                const struct ledger_field *f, struct column *out)
{
    out->role = COLUMN_SERIES;
    out->series = s;
    out->period = period;
    out->field = f;
    out->word = arena_printf(mem, "@%s.%s.%s", s->series, period, f->field);
    return true;
}

bool figures_meaning(struct arena *mem, const struct ledger_kind *k, const char *word,
                     struct column *out)
{
    char *text = arena_copy(mem, word[0] == '@' ? word + 1 : word), *period = strchr(text, '.');
    char *field = period ? strchr(period + 1, '.') : NULL;
    if (word[0] != '@' || !field)
        return false;
    *period++ = *field++ = '\0';
    const struct ledger_series *s = ledger_series(k, text);
    const struct ledger_field *f = s ? ledger_field(&s->fields, field) : NULL;
    return f && set(mem, s, period, f, out);
}

static bool two_digits(const char *p, int *out)
{
    size_t n = strspn(p, "0123456789");
    if (n < 1 || n > 2)
        return false;
    *out = n == 1 ? p[0] - '0' : (p[0] - '0') * 10 + p[1] - '0';
    return true;
}

/* The month behind a year, "10月", "-10", ".10"; the bytes that it takes. */
static size_t month_at(const char *p, int *out)
{
    static const char *const signs[] = {"年度", "年", "-", "/", "."};
    const char *at = p;
    bool sign = false;
    for (size_t i = 0; i < LEN(signs) && !sign; i++)
        if (text_has_prefix(p, signs[i])) {
            at = p + strlen(signs[i]);
            sign = true;
        }
    if (!sign || !two_digits(at, out) || *out < 1 || *out > 12)
        return 0;
    at += strspn(at, "0123456789");
    if (text_has_prefix(at, "月份"))
        return (size_t)(at - p) + strlen("月份");
    if (text_has_prefix(at, "月"))
        return (size_t)(at - p) + strlen("月");
    return text_has_prefix(p, "年") ? 0 : (size_t)(at - p);
}

/* Cuts the period out of a head. False: there is none. */
static bool cut_period(struct arena *mem, const char *head, const char **out_period,
                       const char **out_rest)
{
    const char *text = plain_narrow(mem, head), *p = text;
    int month = 0;
    for (; *p; p += strspn(p, "0123456789")) {
        p += strcspn(p, "0123456789");
        if (strspn(p, "0123456789") == YEAR && (p[0] == '1' || p[0] == '2'))
            break;
    }
    if (!*p)
        return false;
    const char *behind = p + YEAR;
    size_t n = month_at(behind, &month);
    *out_period = n ? arena_printf(mem, "%.4s-%02d", p, month) : arena_copy_n(mem, p, YEAR);
    if (!n && text_has_prefix(behind, "年度"))
        n = strlen("年度");
    else if (!n && text_has_prefix(behind, "年"))
        n = strlen("年");
    *out_rest = arena_printf(mem, "%.*s%s", (int)(p - text), text, behind + n);
    return true;
}

static bool names_field(struct arena *mem, const struct ledger_kind *k,
                        const struct ledger_series *s, const struct ledger_field *f,
                        const char *rest)
{
    const struct name_words names = heads_names(mem, k, f);
    const char *folded = key_fold(mem, rest), *series = key_fold(mem, s->name.zh);
    const struct head_words words = heads_words(mem, rest, "");
    if (heads_field(&names, &words) > 0)
        return true;
    if (!series[0] || !text_has_prefix(folded, series))
        return false;
    const char *cut = plain_cut(mem, rest);
    cut = text_has_prefix(cut, series) ? cut + strlen(series) : cut;
    const struct head_words below = heads_words(mem, folded + strlen(series), "");
    const struct head_words less = heads_words(mem, cut, "");
    return heads_field(&names, &below) > 0 || heads_field(&names, &less) > 0;
}

bool figures_guess(struct arena *mem, const struct ledger_kind *k, const char *head,
                   struct column *out)
{
    const char *period, *rest;
    if (k->n_series == 0 || !cut_period(mem, head, &period, &rest))
        return false;
    for (size_t i = 0; i < k->n_series; i++) {
        const struct ledger_series *s = &k->series[i];
        if ((s->every == SERIES_MONTH) != (strlen(period) == MONTH))
            continue;
        for (size_t n = 0; n < s->fields.n; n++)
            if (names_field(mem, k, s, &s->fields.v[n], rest))
                return set(mem, s, period, &s->fields.v[n], out);
    }
    return false;
}

const char *figures_head(struct arena *mem, const struct ledger_series *series, const char *period,
                         const struct ledger_field *field)
{
    const char *unit = field->unit ? arena_printf(mem, "（%s）", field->unit) : "";
    if (series->every == SERIES_MONTH)
        return arena_printf(mem, "%s%.4s年%s月%s%s", series->name.zh, period, period + YEAR + 1,
                            field->name.zh, unit);
    return arena_printf(mem, "%s%s年%s%s", series->name.zh, period, field->name.zh, unit);
}

/* ---- rows ---- */

static bool is_figures(const struct reader *r, size_t col)
{
    return r->columns->v[col].role == COLUMN_SERIES;
}

void figures_check(struct reader *r)
{
    int64_t begins, ends;
    for (size_t col = 0; col < r->columns->n; col++) {
        const struct column *k = &r->columns->v[col];
        if (!is_figures(r, col))
            continue;
        if (!period_read(r->c, k->period, k->series->every, &begins, &ends) ||
            (k->series->every == SERIES_MONTH ? begins : ends) > r->c->now)
            rows_note(r, r->columns->head, col, true, "period", k->period);
    }
}

static bool same_period(const struct column *a, const struct column *b)
{
    return a->series == b->series && strcmp(a->period, b->period) == 0;
}

/* All that the row says of the period of one column, unless one before it did. */
static enum err read_period(struct reader *r, size_t first, struct said *out)
{
    struct arena *mem = r->scratch.mem;
    const struct column *of = &r->columns->v[first];
    struct field_set said = {.v = arena_array(mem, r->columns->n, sizeof *said.v)};
    size_t at = SIZE_MAX;
    for (size_t col = 0; col < r->columns->n; col++) {
        const char *json = NULL;
        if (!is_figures(r, col) || !same_period(&r->columns->v[col], of))
            continue;
        if (col < first)
            return ERR_OK;
        TRY(rows_field(r, col, r->columns->v[col].field, &json));
        if (json)
            rows_put(&said, r->columns->v[col].field->field, json);
        at = json && at == SIZE_MAX ? col : at;
    }
    if (said.n == 0)
        return ERR_OK;
    struct figures_said *f = arena_alloc(r->c->mem, sizeof *f);
    *f = (struct figures_said){of->series, of->period,
                               arena_copy(r->c->mem, fields_text(&r->scratch, &said)), at,
                               out->figures};
    out->figures = f;
    return ERR_OK;
}

enum err figures_read(struct reader *r, struct said *out)
{
    for (size_t col = 0; col < r->columns->n; col++)
        if (is_figures(r, col))
            TRY(read_period(r, col, out));
    return ERR_OK;
}

/* ---- what stands there ---- */

/* The columns of sheet_figures. */
enum { ENTRY, N, STATE, FIELDS };

/* Of one period of one series: what each of the entries has, the newest last. */
static enum err ask(struct reader *r, const struct figures_said *f, const struct figures_row *rows,
                    size_t n, struct db_rows *out)
{
    struct db_value args[AT_ONCE + 3] = {db_int(r->district), db_text(f->series->series),
                                         db_text(f->period)};
    for (size_t i = 0; i < AT_ONCE; i++)
        args[i + 3] = db_int(rows[i < n ? i : n - 1].id);
    return db_query(&r->scratch, SQL_SHEET_FIGURES, args, LEN(args), out);
}

static const struct figures_said *find(const struct said *s, const struct figures_said *like)
{
    const struct figures_said *f = s->figures;
    while (f && (f->series != like->series || strcmp(f->period, like->period) != 0))
        f = f->next;
    return f;
}

static bool is_complete(struct reader *r, const struct said *s, const struct figures_said *f,
                        const struct field_set *set)
{
    for (size_t i = 0; i < f->series->fields.n; i++) {
        const struct ledger_field *field = &f->series->fields.v[i];
        if (!field->needed || fields_json(set, field->field))
            continue;
        rows_note(r, s->row, f->col, true, "needed", field->name.zh);
        return false;
    }
    return true;
}

static enum err keep(struct reader *r, struct ledger_plan *plan, const struct figures_row *row,
                     const struct figures_said *f, const struct db_rows *stands)
{
    struct ctx *c = &r->scratch;
    struct field_set was = {0}, said;
    int64_t begins, ends, n = 0;
    for (size_t i = 0; row->id && i < stands->n; i++) {
        if (row_int(stands, i, ENTRY) != row->id)
            continue;
        n = row_int(stands, i, N);
        if (strcmp(row_text(stands, i, STATE), "confirmed") == 0)
            TRY(fields_read(c, row_text(stands, i, FIELDS), &was));
    }
    TRY(fields_read(c, f->fields, &said));
    struct field_set merged = fields_merge(c, &was, &said);
    const char *text = fields_text(c, &merged);
    if (!is_complete(r, row->said, f, &merged) || strcmp(text, fields_text(c, &was)) == 0)
        return ERR_OK;
    if (!period_read(c, f->period, f->series->every, &begins, &ends))
        return ERR_OK; /* told at the head */
    if (plan->n_periods == PERIODS_MAX)
        return ctx_fail(r->c, ERR_INVALID, "import.too_large", "", "> %d", PERIODS_MAX);
    plan->periods = arena_grow(r->c->mem, plan->periods, plan->n_periods, &plan->cap_periods,
                               sizeof *plan->periods);
    plan->periods[plan->n_periods++] = (struct plan_period){.row = row->said->row,
                                                            .id = row->id,
                                                            .n = n + 1,
                                                            .ends = ends,
                                                            .series = f->series->series,
                                                            .period = f->period,
                                                            .fields = arena_copy(r->c->mem, text)};
    return ERR_OK;
}

/* Is there one before it in the sheet that says the same period? Then that one asked for all. */
static bool asked_before(const struct figures_row *rows, size_t i, const struct figures_said *f)
{
    for (size_t k = 0; k < i; k++)
        if (find(rows[k].said, f))
            return true;
    return false;
}

static void count(struct reader *r, struct ledger_plan *plan, size_t from,
                  const struct figures_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = from; rows[i].unchanged && k < plan->n_periods; k++)
            if (plan->periods[k].row == rows[i].said->row) {
                r->report->changed++;
                r->report->unchanged--;
                break;
            }
    r->report->figures += (int64_t)(plan->n_periods - from);
}

enum err figures_match(struct reader *r, struct ledger_plan *plan, const struct figures_row *rows,
                       size_t n)
{
    const size_t from = plan->n_periods;
    for (size_t i = 0; i < n; i++)
        for (const struct figures_said *f = rows[i].said->figures; f; f = f->next) {
            struct db_rows stands;
            if (asked_before(rows, i, f))
                continue;
            TRY(ask(r, f, rows, n, &stands));
            for (size_t k = i; k < n; k++) {
                const struct figures_said *same = find(rows[k].said, f);
                if (same)
                    TRY(keep(r, plan, &rows[k], same, &stands));
            }
        }
    count(r, plan, from, rows, n);
    return ERR_OK;
}

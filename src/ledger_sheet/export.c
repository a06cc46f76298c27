/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_sheet/export.h"

#include <stdlib.h>
#include <string.h>

#include "account/account.h"
#include "area/atlas.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/json_in.h"
#include "base/text.h"
#include "base/time.h"
#include "db/db.h"
#include "journal/journal.h"
#include "ledger/draft.h"
#include "ledger/period.h"
#include "ledger_sheet/export_columns.h"
#include "ledger_sheet/posts.h"
#include "ledger_sheet/value.h"
#include "sheet/sheet_out.h"

enum { AT_ONCE = 64, DAY_TEXT = 10 };

bool export_format_parse(const char *word, enum export_format *out)
{
    static const char *const words[EXPORT__COUNT] = {"xlsx", "csv", "csv_gb18030"};
    for (int i = 0; i < EXPORT__COUNT; i++)
        if (strcmp(words[i], word) == 0) {
            *out = (enum export_format)i;
            return true;
        }
    return false;
}

const char *export_type(enum export_format format)
{
    static const char *const types[EXPORT__COUNT] = {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "text/csv; charset=utf-8", "text/csv; charset=gb18030"};
    return types[format];
}

const char *export_ending(enum export_format format)
{
    return format == EXPORT_XLSX ? "xlsx" : "csv";
}

/* ---- rows ---- */

struct row { /* of which the sealed fields and the post are still to come */
    int32_t district;
    int64_t id, post;
    const char **cells;
};

struct work {
    struct ctx *c;
    struct ctx scratch; /* forgotten row by row */
    const struct app *app;
    const struct ledger_export *x;
    const struct atlas_view *view;
    struct export_columns columns;
    struct row *rows;
    size_t n, cap;
};

static const char *degrees(struct arena *mem, int32_t v)
{
    struct buf b = {.mem = mem};
    struct json j = {.out = &b};
    json_real(&j, v / 1e7, 7);
    return buf_str(&b);
}

static const char *day_cell(struct arena *mem, int64_t at)
{
    char text[TIME_TEXT];
    if (!at)
        return "";
    time_format(at, text);
    return arena_copy_n(mem, text, DAY_TEXT);
}

static const char *reason_cell(const struct work *w, const struct entry *e)
{
    const struct ledger_reason *reason =
        e->left_reason ? ledger_reason(w->x->kind, e->left_reason) : NULL;
    return reason ? reason->name.zh : e->left_reason ? e->left_reason : "";
}

static const char *fixed_cell(struct work *w, enum export_fixed what, const struct entry *e)
{
    struct arena *mem = w->scratch.mem;
    char ref[TEXT_REF];
    const struct ledger_status *status = ledger_status(w->x->kind, e->status);
    switch (what) {
    case EXPORT_REF:
        text_ref(e->district, e->id, ref);
        return arena_copy(mem, ref);
    case EXPORT_AREA:
        return e->area;
    case EXPORT_AREA_NAME:
        return atlas_name(w->view, e->area);
    case EXPORT_STATUS:
        return status ? status->name.zh : e->status;
    case EXPORT_LON:
        return e->has_point ? degrees(mem, e->point.lon_e7) : "";
    case EXPORT_LAT:
        return e->has_point ? degrees(mem, e->point.lat_e7) : "";
    case EXPORT_SINCE:
        return day_cell(mem, e->since);
    case EXPORT_STATUS_SINCE:
        return day_cell(mem, e->status_since);
    case EXPORT_INSPECTED:
        return day_cell(mem, e->last_inspected);
    case EXPORT_REVIEW:
        return day_cell(mem, e->review_due);
    case EXPORT_OPEN:
        return arena_printf(mem, "%lld", (long long)e->open_items);
    case EXPORT_LEFT:
        return day_cell(mem, e->left_at);
    case EXPORT_REASON:
        return reason_cell(w, e);
    case EXPORT_POST:
    case EXPORT_FIXED:
        break;
    }
    return "";
}

static enum err take(void *arg, const struct entry *e)
{
    struct work *w = arg;
    const struct node *fields;
    struct arena *mem = w->c->mem;
    if (w->n == EXPORT_ROWS_MAX)
        return ctx_fail(w->c, ERR_INVALID, "export.too_large", "area", "> %d", EXPORT_ROWS_MAX);
    arena_reset(w->scratch.mem);
    TRY(json_parse(&w->scratch, e->fields, strlen(e->fields), &fields));
    const char **cells = arena_array(mem, w->columns.n, sizeof *cells);
    for (size_t i = 0; i < w->columns.n; i++) {
        const struct export_column *k = &w->columns.v[i];
        const char *text =
            k->series  ? ""
            : k->field ? value_show(w->scratch.mem, k->field, node_get(fields, k->field->field))
                       : fixed_cell(w, k->fixed, e);
        cells[i] = text[0] ? arena_copy(mem, text) : NULL;
    }
    w->rows = arena_grow(mem, w->rows, w->n, &w->cap, sizeof *w->rows);
    w->rows[w->n++] = (struct row){e->district, e->id, e->post, cells};
    return ERR_OK;
}

/* ---- figures ---- */

typedef enum err period_use_fn(void *arg, const struct ledger_series *series, const char *period);

/* Each of "year.2024,jobs.2024-10". */
static enum err each_period(struct ctx *c, const struct ledger_export *x, period_use_fn *fn,
                            void *arg)
{
    int64_t begins, ends;
    size_t n = 0;
    char *rest = arena_copy(c->mem, x->figures ? x->figures : "");
    while (*rest) {
        char *word = rest, *end = rest + strcspn(rest, ","), *dot = strchr(word, '.');
        rest = *end ? end + 1 : end;
        *end = '\0';
        const struct ledger_series *s = NULL;
        if (dot && dot < end) {
            *dot = '\0';
            s = ledger_series(x->kind, word);
        }
        if (!s || !period_read(c, dot + 1, s->every, &begins, &ends) || n++ == EXPORT_FIGURES)
            return ctx_fail(c, ERR_INVALID, "export.figures", "figures", "%.40s", word);
        TRY(fn(arg, s, dot + 1));
    }
    return ERR_OK;
}

static enum err count_fields(void *arg, const struct ledger_series *series, const char *period)
{
    (void)period;
    *(size_t *)arg += series->fields.n;
    return ERR_OK;
}

enum err ledger_export_figures_check(struct ctx *c, const struct ledger_export *x)
{
    size_t n = 0;
    return each_period(c, x, count_fields, &n);
}

static enum err add_period(void *arg, const struct ledger_series *series, const char *period)
{
    struct work *w = arg;
    export_add_figures(w->c->mem, series, period, w->x->secret, &w->columns);
    return ERR_OK;
}

static int by_entry(const void *a, const void *b)
{
    const struct row *x = *(const struct row *const *)a, *y = *(const struct row *const *)b;
    if (x->district != y->district)
        return x->district < y->district ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

/* What one entry has of one period. */
struct filling {
    struct work *w;
    const struct row **rows; /* in order of their entries */
    int32_t district;
    const struct ledger_series *series;
    const char *period;
};

static enum err fill_row(void *arg, const struct db_value *value, size_t cols)
{
    struct filling *f = arg;
    struct work *w = f->w;
    const struct row wanted = {.district = f->district, .id = value[0].i}, *key = &wanted;
    const struct node *fields;
    (void)cols;
    const struct row **found = bsearch(&key, f->rows, w->n, sizeof(void *), by_entry);
    if (!found)
        return ERR_OK;
    arena_reset(w->scratch.mem);
    TRY(json_parse(&w->scratch, value[1].p, strlen(value[1].p), &fields));
    for (size_t i = 0; i < w->columns.n; i++) {
        const struct export_column *k = &w->columns.v[i];
        if (k->series != f->series || strcmp(k->period, f->period) != 0)
            continue;
        const char *text = value_show(w->scratch.mem, k->field, node_get(fields, k->field->field));
        (*found)->cells[i] = text[0] ? arena_copy(w->c->mem, text) : NULL;
    }
    return ERR_OK;
}

static enum err fill_period(void *arg, const struct ledger_series *series, const char *period)
{
    struct filling *f = arg;
    struct work *w = f->w;
    char end[TEXT_CODE_MAX];
    text_prefix_end(w->x->which.prefix, end);
    f->series = series;
    f->period = period;
    for (size_t i = 0; i < w->n; i++) {
        if (i > 0 && f->rows[i]->district == f->rows[i - 1]->district)
            continue;
        f->district = f->rows[i]->district;
        TRY(db_each(w->c, SQL_SHEET_FIGURES_OF,
                    ARGS(db_int(f->district), db_text(w->x->kind->ledger),
                         db_text(w->x->which.prefix), db_text(end), db_text(series->series),
                         db_text(period)),
                    fill_row, f));
    }
    return ERR_OK;
}

static enum err fill_figures(struct work *w)
{
    struct filling f = {.w = w, .rows = arena_array(w->c->mem, w->n, sizeof(void *))};
    if (!w->x->figures)
        return ERR_OK;
    for (size_t i = 0; i < w->n; i++)
        f.rows[i] = &w->rows[i];
    if (w->n > 1)
        qsort(f.rows, w->n, sizeof(void *), by_entry);
    return each_period(w->c, w->x, fill_period, &f);
}

/* ---- posts ---- */

static size_t post_column(const struct work *w)
{
    size_t i = 0;
    while (w->columns.v[i].field || w->columns.v[i].fixed != EXPORT_POST)
        i++;
    return i;
}

/* Rows come district by district. */
static enum err name_posts(struct work *w)
{
    struct posts posts = {.district = 0};
    const size_t column = post_column(w);
    for (size_t i = 0; i < w->n; i++) {
        const struct row *row = &w->rows[i];
        if (!row->post)
            continue;
        if (posts.district != row->district)
            TRY(posts_open(w->c, w->app->programmes, w->view, w->x->kind, row->district, &posts));
        row->cells[column] = posts_show(&posts, w->c->mem, row->post);
    }
    return ERR_OK;
}

/* ---- sealed fields ---- */

static enum err open_row(struct work *w, const struct row *row, const void *blob, size_t n)
{
    struct ctx *c = &w->scratch;
    const struct node *fields;
    const char *text =
        secret_open(c->mem, w->app->key, entry_aad(c, row->district, row->id), blob, n);
    if (!text)
        return ctx_fail(w->c, ERR_INTERNAL, "internal", "", "entry %lld does not open",
                        (long long)row->id);
    TRY(json_parse(c, text, strlen(text), &fields));
    for (size_t i = 0; i < w->columns.n; i++) {
        const struct ledger_field *f = w->columns.v[i].field;
        const char *shown = f && f->sealed ? value_show(c->mem, f, node_get(fields, f->field)) : "";
        if (shown[0])
            row->cells[i] = arena_copy(w->c->mem, shown);
    }
    return ERR_OK;
}

/* The columns of sheet_sealed. */
enum { SEALED_ID, SEALED_BLOB };

/* Of one district, as many as one question takes. */
static enum err open_some(struct work *w, const struct row *rows, size_t n)
{
    struct db_value args[AT_ONCE + 1] = {db_int(rows[0].district)};
    struct db_rows r;
    arena_reset(w->scratch.mem);
    for (size_t i = 0; i < AT_ONCE; i++)
        args[i + 1] = db_int(rows[i < n ? i : 0].id);
    TRY(db_query(&w->scratch, SQL_SHEET_SEALED, args, LEN(args), &r));
    for (size_t i = 0; i < r.n; i++)
        for (size_t k = 0; k < n; k++) {
            size_t size;
            const void *blob = row_blob(&r, i, SEALED_BLOB, &size);
            if (rows[k].id == row_int(&r, i, SEALED_ID) && blob)
                TRY(open_row(w, &rows[k], blob, size));
        }
    return ERR_OK;
}

static enum err open_all(struct work *w)
{
    for (size_t i = 0, n; i < w->n; i += n) {
        for (n = 1; n < AT_ONCE && i + n < w->n && w->rows[i + n].district == w->rows[i].district;)
            n++;
        TRY(open_some(w, w->rows + i, n));
    }
    return ERR_OK;
}

/* ---- the file ---- */

static const char *moment(struct arena *mem, int64_t at)
{
    char text[TIME_TEXT];
    time_format(at, text);
    return arena_printf(mem, "%.*s %.5s", DAY_TEXT, text, text + DAY_TEXT + 1);
}

static const char *watermark(struct work *w)
{
    struct arena *mem = w->c->mem;
    int64_t now = w->c->now, as_of = w->x->which.as_of ? w->x->which.as_of : now;
    return arena_printf(mem, "导出：%s，%s；数据截至 %s；共 %zu 条%s", account_name_of(w->c),
                        moment(mem, now), moment(mem, as_of), w->n,
                        w->x->secret ? "；含受限信息，请勿外传" : "");
}

static enum err write(struct ctx *c, const struct sheet_out *s, enum export_format format,
                      struct buf *out)
{
    if (format == EXPORT_XLSX)
        return sheet_write_xlsx(c, s, out);
    if (format == EXPORT_GB18030)
        return sheet_write_gb18030(c, s, out);
    sheet_write_csv(s, out);
    return ERR_OK;
}

static enum err put_file(struct work *w, struct buf *out)
{
    struct arena *mem = w->c->mem;
    const char **cells = arena_array(mem, w->n * w->columns.n, sizeof *cells);
    for (size_t i = 0; i < w->n; i++)
        memcpy(cells + i * w->columns.n, w->rows[i].cells, w->columns.n * sizeof *cells);
    const struct sheet_out sheet = {
        .name = export_sheet_name(mem, w->x->kind->name.zh),
        .title = arena_printf(mem, "%s %s", atlas_name(w->view, w->x->which.prefix),
                              w->x->kind->name.zh),
        .note = watermark(w),
        .at = w->c->now,
        .columns = w->columns.sheet,
        .cols = w->columns.n,
        .cells = cells,
        .rows = w->n,
    };
    return write(w->c, &sheet, w->x->format, out);
}

static enum err make(struct work *w, struct buf *out)
{
    struct entry_query q = w->x->which;
    q.ledger = w->x->kind->ledger;
    q.after_area = NULL;
    TRY(entry_each(w->c, &q, take, w));
    TRY(name_posts(w));
    TRY(fill_figures(w));
    if (w->x->secret && !w->x->which.as_of)
        TRY(open_all(w));
    return put_file(w, out);
}

enum err ledger_export_make(struct ctx *c, const struct app *app, const struct ledger_export *x,
                            struct buf *out, size_t *out_rows)
{
    struct work w = {.c = c, .app = app, .x = x};
    w.scratch = (struct ctx){.mem = arena_new(), .db = c->db, .who = c->who, .now = c->now};
    size_t more = 0;
    TRY(each_period(c, x, count_fields, &more));
    const struct export_wish wish = {.more = more,
                                     .restricted = x->secret,
                                     .sealed = x->secret && !x->which.as_of,
                                     .past = x->which.as_of != 0,
                                     .left = x->which.stand != ENTRY_STANDS};
    export_columns(c->mem, x->kind, wish, &w.columns);
    enum err err = each_period(c, x, add_period, &w);
    w.view = atlas_take(app->atlas);
    if (err == ERR_OK)
        err = make(&w, out);
    atlas_give(app->atlas, w.view);
    if (err != ERR_OK && w.scratch.problem.code[0])
        c->problem = w.scratch.problem;
    arena_free(w.scratch.mem);
    *out_rows = w.n;
    return err;
}

enum err ledger_export_journal(struct ctx *c, const struct ledger_export *x, size_t rows)
{
    static const char *const stands[] = {NULL, "left", "ever"};
    const struct entry_query *q = &x->which;
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_time(&j, "as_of", q->as_of ? q->as_of : c->now);
    if (q->confirmed_before)
        json_put_time(&j, "confirmed_before", q->confirmed_before);
    json_put_text(&j, "facet", q->facet);
    if (x->figures)
        json_put_text(&j, "figures", x->figures);
    if (q->misfit)
        json_put_text(&j, "fits", "no");
    json_put_text(&j, "format", export_ending(x->format));
    if (q->uninspected)
        json_put_text(&j, "inspected", "never");
    json_put_text(&j, "ledger", x->kind->ledger);
    if (q->post > 0)
        json_put_int(&j, "post", q->post);
    json_put_text(&j, "q", q->q);
    json_put_time(&j, "review_before", q->review_before);
    json_put_int(&j, "rows", (int64_t)rows);
    json_put_bool(&j, "secret", x->secret);
    json_put_text(&j, "stand", stands[q->stand]);
    json_put_text(&j, "status", q->status);
    json_end(&j);
    return journal_append(c,
                          &(struct journal_entry){.district = text_district(x->which.prefix),
                                                  .noun = "ledger_export",
                                                  .area = x->which.prefix,
                                                  .action = x->secret ? "export_secret" : "export",
                                                  .role = entry_role(c, x->which.prefix),
                                                  .after = buf_str(&b)});
}

enum err ledger_template(struct ctx *c, const struct ledger_kind *kind, enum export_format format,
                         struct buf *out)
{
    struct export_columns columns;
    struct sheet_out sheet, help;
    export_template(c->mem, kind, &columns);
    export_help(c->mem, kind, &help);
    sheet = (struct sheet_out){.name = export_sheet_name(c->mem, kind->name.zh),
                               .title = kind->name.zh,
                               .at = c->now,
                               .columns = columns.sheet,
                               .cols = columns.n,
                               .next = &help};
    return write(c, &sheet, format, out);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/period.h"

#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "journal/journal.h"
#include "ledger/entry_row.h"
#include "ledger/fields.h"

enum { YEAR_TEXT = 4, MONTH_TEXT = 7, MONTHS = 12, YEAR_MIN = 1900 };

struct span {
    int64_t begins, ends;
};

bool period_had_ended(int64_t ends, int64_t as_of)
{
    return ends <= as_of + 1;
}

static bool read_part(const char *text, size_t n, int64_t *out)
{
    char part[YEAR_TEXT + 1];
    for (size_t i = 0; i < n; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    memcpy(part, text, n);
    part[n] = '\0';
    return text_int(part[0] == '0' ? part + 1 : part, out);
}

static int64_t first_day(struct ctx *c, int64_t year, int64_t month)
{
    int64_t at = 0;
    (void)time_parse(arena_printf(c->mem, "%04lld-%02lld-01", (long long)year, (long long)month),
                     &at);
    return at;
}

/* "2014" for a series by year, "2014-10" for one by month. */
static bool read_span(struct ctx *c, const char *period, enum series_every every, struct span *out)
{
    int64_t year, month = 1;
    bool by_month = every == SERIES_MONTH;
    if (strlen(period) != (size_t)(by_month ? MONTH_TEXT : YEAR_TEXT) ||
        !read_part(period, YEAR_TEXT, &year) || year < YEAR_MIN)
        return false;
    if (by_month && (period[YEAR_TEXT] != '-' || !read_part(period + YEAR_TEXT + 1, 2, &month) ||
                     month < 1 || month > MONTHS))
        return false;
    out->begins = first_day(c, year, month);
    out->ends =
        by_month && month < MONTHS ? first_day(c, year, month + 1) : first_day(c, year + 1, 1);
    return true;
}

bool period_read(struct ctx *c, const char *period, enum series_every every, int64_t *out_begins,
                 int64_t *out_ends)
{
    struct span span;
    if (!read_span(c, period, every, &span))
        return false;
    *out_begins = span.begins;
    *out_ends = span.ends;
    return true;
}

/* ---- adding ---- */

struct giving {
    const struct entry_period_new *in;
    const struct ledger_series *series;
    struct span span;
    struct field_set fields;
    const char *area, *state;
    int64_t n;
};

static enum err read_new(struct ctx *c, const struct app *app, const char *ledger, struct giving *g)
{
    const struct ledger_kind *kind = programme_ledger(app->programmes, ledger);
    struct field_set given;
    bool own = strcmp(g->in->source, "owner") == 0;
    g->series = kind ? ledger_series(kind, g->in->series) : NULL;
    if (!g->series || (own && !g->series->by_owner))
        return ctx_fail(c, ERR_INVALID, "ledger.series", "series", "%.40s", g->in->series);
    if (!read_span(c, g->in->period, g->series->every, &g->span) ||
        (g->series->every == SERIES_MONTH ? g->span.begins : g->span.ends) > c->now)
        return ctx_fail(c, ERR_INVALID, "ledger.period", "period", "%.20s", g->in->period);
    TRY(fields_check(c, &g->series->fields, g->in->fields, &given));
    g->fields = fields_merge(c, &(struct field_set){0}, &given);
    g->state = own ? "proposed" : "confirmed";
    return fields_complete(c, &g->series->fields, &g->fields);
}

/* What an owner says stays out of the journal. */
static const char *document(struct ctx *c, const struct giving *g)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    struct field_set shown = fields_where(c, &g->fields, &g->series->fields, field_is_shown, false);
    json_object(&j);
    if (strcmp(g->state, "confirmed") == 0)
        json_put_raw(&j, "fields", fields_text(c, &shown));
    json_put_int(&j, "n", g->n);
    json_put_text(&j, "period", g->in->period);
    json_put_text(&j, "series", g->in->series);
    json_put_text(&j, "source", g->in->source);
    json_end(&j);
    return buf_str(&b);
}

static enum err take(struct ctx *c, int32_t district, int64_t id, const char **out_ledger,
                     const char **out_area)
{
    struct db_rows r;
    TRY(db_query(c, SQL_PERIOD_TAKE, ARGS(db_int(district), db_int(id), db_int(c->now)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "ledger.entry_unknown", "", "%lld", (long long)id);
    *out_ledger = row_text(&r, 0, 0);
    *out_area = row_text(&r, 0, 1);
    return ERR_OK;
}

static enum err journal(struct ctx *c, int32_t district, int64_t id, const char *area,
                        const char *action, const char *role, const char *after)
{
    return journal_append(c, &(struct journal_entry){.district = district,
                                                     .noun = "entry",
                                                     .noun_id = id,
                                                     .area = area,
                                                     .action = action,
                                                     .role = role,
                                                     .after = after});
}

enum err period_add(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                    const struct entry_period_new *in)
{
    struct giving g = {.in = in};
    struct db_rows r;
    const char *ledger, *who = in->who;
    TRY(take(c, district, id, &ledger, &g.area));
    TRY(read_new(c, app, ledger, &g));
    TRY(db_query(c, SQL_PERIOD_LAST_N,
                 ARGS(db_int(district), db_int(id), db_text(in->series), db_text(in->period)), &r));
    g.n = row_int(&r, 0, 0) + 1;
    if (!who)
        who = account_name_of(c);
    TRY(db_exec(c, SQL_PERIOD_ADD,
                ARGS(db_int(district), db_int(id), db_text(in->series), db_text(in->period),
                     db_int(g.n), db_text(fields_text(c, &g.fields)), db_int(g.span.ends),
                     db_int(c->now), db_text(who), db_text(in->source), db_text(g.state))));
    bool own = strcmp(in->source, "owner") == 0;
    return journal(c, district, id, g.area, own ? "period_propose" : "period",
                   own ? "owner" : entry_role(c, g.area), document(c, &g));
}

enum err period_decide(struct ctx *c, int32_t district, int64_t id, const char *series,
                       const char *period, int64_t n, bool confirm)
{
    struct db_rows r, done;
    const char *ledger, *area;
    TRY(take(c, district, id, &ledger, &area));
    const struct db_value key[] = {db_int(district), db_int(id),
                                   db_text(series),  db_text(period),
                                   db_int(n),        db_text(confirm ? "confirmed" : "refused")};
    TRY(db_query(c, SQL_PERIOD_STATE, key, LEN(key) - 1, &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "ledger.period", "period", "%.20s", period);
    TRY(db_query(c, SQL_PERIOD_DECIDE, key, LEN(key), &done));
    if (done.n == 0)
        return ctx_fail(c, ERR_CONFLICT, "ledger.period_decided", "", "%s", row_text(&r, 0, 0));
    const char *after = arena_printf(c->mem, "{\"n\":%lld,\"period\":\"%s\",\"series\":\"%s\"}",
                                     (long long)n, period, series);
    return journal(c, district, id, area, confirm ? "period_confirm" : "period_refuse",
                   entry_role(c, area), after);
}

/* ---- reading ---- */

enum err period_list(struct ctx *c, int32_t district, int64_t id, const struct entry_period **out,
                     size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_PERIOD_LIST, ARGS(db_int(district), db_int(id)), &r));
    struct entry_period *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = (struct entry_period){.series = row_text(&r, i, 0),
                                        .period = row_text(&r, i, 1),
                                        .n = row_int(&r, i, 2),
                                        .fields = row_text(&r, i, 3),
                                        .ends = row_int(&r, i, 4),
                                        .recorded = row_int(&r, i, 5),
                                        .who = row_text(&r, i, 6),
                                        .source = row_text(&r, i, 7),
                                        .state = row_text(&r, i, 8)};
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

struct walk {
    period_fn *fn;
    void *arg;
};

static const char *text(const struct db_value *v)
{
    return v->type == DB_TEXT ? v->p : NULL;
}

static enum err walk_row(void *arg, const struct db_value *row, size_t cols)
{
    struct walk *w = arg;
    (void)cols;
    const struct period_row line = {.entry = row[0].i,
                                    .area = text(&row[1]),
                                    .name = text(&row[2]),
                                    .facet = text(&row[3]),
                                    .period = text(&row[4]),
                                    .fields = text(&row[5])};
    return w->fn(w->arg, &line);
}

enum err period_each(struct ctx *c, const char *ledger, const char *prefix, const char *series,
                     const char *period, int64_t as_of, period_fn *fn, void *arg)
{
    struct walk w = {fn, arg};
    char end[TEXT_CODE_MAX];
    bool more;
    text_prefix_end(prefix, end);
    as_of = as_of ? as_of : c->now;
    for (int32_t district = 0;;) {
        TRY(entry_next_district(c, prefix, NULL, &district, &more));
        if (!more)
            return ERR_OK;
        TRY(db_each(c, SQL_PERIOD_EACH,
                    ARGS(db_int(district), db_text(ledger), db_text(prefix), db_text(end),
                         db_int(as_of), db_text(series), db_text(period), db_int(as_of + 1)),
                    walk_row, &w));
    }
}

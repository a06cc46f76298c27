/* SPDX-License-Identifier: Apache-2.0 */
#include "indicator/indicator_api.h"

#include <string.h>

#include "account/account.h"
#include "app.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "casefile/case_in.h"
#include "casefile/case_parts.h"
#include "indicator/public.h"
#include "indicator/row_name.h"
#include "programme/flow_json.h"

enum { DAYS_MAX = 400, PAGE = 50, PAGE_MAX = 200 };

/* ---- what is asked ---- */

struct asked {
    const char *area, *by, *id, *part, *key, *cursor;
    int64_t from, to, limit;
};
static const struct field table_fields[] = {
    {"area", FIELD_TEXT, true,  offsetof(struct asked, area), 1, TEXT_CODE_MAX - 1},
    {"from", FIELD_TIME, true,  offsetof(struct asked, from), 0, 0                },
    {"to",   FIELD_TIME, true,  offsetof(struct asked, to),   0, 0                },
    {"by",   FIELD_TEXT, false, offsetof(struct asked, by),   1, 10               },
};
static const struct field cases_fields[] = {
    {"area",   FIELD_TEXT, true,  offsetof(struct asked, area),   1, TEXT_CODE_MAX - 1},
    {"from",   FIELD_TIME, true,  offsetof(struct asked, from),   0, 0                },
    {"to",     FIELD_TIME, true,  offsetof(struct asked, to),     0, 0                },
    {"by",     FIELD_TEXT, false, offsetof(struct asked, by),     1, 10               },
    {"key",    FIELD_TEXT, false, offsetof(struct asked, key),    1, 40               },
    {"id",     FIELD_TEXT, true,  offsetof(struct asked, id),     1, 60               },
    {"part",   FIELD_TEXT, true,  offsetof(struct asked, part),   1, 10               },
    {"cursor", FIELD_TEXT, false, offsetof(struct asked, cursor), 1, 60               },
    {"limit",  FIELD_INT,  false, offsetof(struct asked, limit),  1, PAGE_MAX         },
};

/* A period that is not over ends now. */
static enum err read_query(struct ctx *c, const struct atlas_view *v, const struct asked *in,
                           struct indicator_query *out)
{
    if (atlas_find(v, in->area) < 0)
        return ctx_fail(c, ERR_NOT_FOUND, "area.unknown", "area", "%.30s", in->area);
    if (in->from >= in->to || in->to - in->from > DAYS_MAX * TIME_DAY)
        return ctx_fail(c, ERR_INVALID, "indicator.period", "to", "%d", DAYS_MAX);
    *out = (struct indicator_query){
        .area = in->area, .period = {in->from, in->to < c->now ? in->to : c->now}
    };
    if (!row_by_parse(in->by, &out->by))
        return ctx_fail(c, ERR_INVALID, "indicator.by", "by", "%.20s", in->by);
    return ERR_OK;
}

/* ---- the table ---- */

static const char *unit_word(int unit)
{
    if (unit == UNIT_CASES)
        return "cases";
    return unit == UNIT_PERCENT ? "percent" : limit_unit_word((enum limit_unit)unit);
}

static void put_part(struct json *j, const char *key, enum indicator_part part)
{
    if (part == PART_NONE)
        json_put_raw(j, key, NULL);
    else
        name_put(j, key, &indicator_parts[part].says);
}

static void put_definitions(struct json *j)
{
    json_key(j, "definitions");
    json_array(j);
    for (size_t i = 0; i < INDICATORS; i++) {
        const struct indicator *x = &indicators[i];
        json_object(j);
        json_put_text(j, "id", x->id);
        name_put(j, "name", &x->name);
        name_put(j, "formula", &x->formula);
        json_put_text(j, "unit", unit_word(x->unit));
        put_part(j, "numerator", x->n);
        put_part(j, "denominator", x->d);
        json_put_text(j, "aside_id", x->aside_id);
        put_part(j, "aside", x->aside);
        json_end(j);
    }
    json_array_end(j);
}

static void put_number(struct json *j, const char *key, const struct indicator_row *row,
                       enum indicator_part part)
{
    if (part == PART_NONE || row->part[part] == INDICATOR_HIDDEN)
        json_put_raw(j, key, NULL);
    else
        json_put_int(j, key, row->part[part]);
}

static bool is_hidden(const struct indicator_row *row, enum indicator_part part)
{
    return part != PART_NONE && row->part[part] == INDICATOR_HIDDEN;
}

static void put_value(struct json *j, const struct indicator *x, const struct indicator_row *row)
{
    double value;
    bool shown = !is_hidden(row, x->n) && !is_hidden(row, x->d);
    json_key(j, "value");
    if (shown &&
        indicator_value(x, row->part[x->n], x->d == PART_NONE ? 0 : row->part[x->d], &value))
        json_real(j, value, 2);
    else
        json_null(j);
}

static void put_values(struct json *j, const struct indicator_row *row)
{
    json_key(j, "values");
    json_object(j);
    for (size_t i = 0; i < INDICATORS; i++) {
        const struct indicator *x = &indicators[i];
        json_key(j, x->id);
        json_object(j);
        put_number(j, "n", row, x->n);
        put_number(j, "d", row, x->d);
        put_value(j, x, row);
        if (x->aside != PART_NONE)
            put_number(j, x->aside_id, row, x->aside);
        json_end(j);
    }
    json_end(j);
}

static enum err put_rows(const struct case_view *v, const struct indicator_query *q,
                         const struct indicator_table *t, bool english)
{
    const struct programmes *p = v->app->programmes;
    json_key(v->j, "rows");
    json_array(v->j);
    for (size_t i = 0; i < t->n; i++) {
        const char *name;
        TRY(row_name(v->c, v->atlas, p, q, &t->rows[i], english, &name));
        json_object(v->j);
        json_put_text(v->j, "key", row_key(v->c, v->atlas, p, q->by, &t->rows[i]));
        json_put_text(v->j, "name", name);
        put_values(v->j, &t->rows[i]);
        json_end(v->j);
    }
    json_array_end(v->j);
    return ERR_OK;
}

static enum err put_table(const struct case_view *v, const struct asked *in,
                          const struct indicator_query *q, const struct indicator_table *t,
                          bool english)
{
    json_object(v->j);
    json_put_text(v->j, "area", q->area);
    json_put_time(v->j, "from", in->from);
    json_put_time(v->j, "to", in->to);
    json_put_time(v->j, "as_of", q->period.to);
    json_put_bool(v->j, "suppressed", t->withheld);
    name_put(v->j, "notes", &indicator_notes);
    put_definitions(v->j);
    TRY(put_rows(v, q, t, english));
    json_key(v->j, "total");
    json_object(v->j);
    put_values(v->j, &t->total);
    json_end(v->j);
    json_end(v->j);
    return ERR_OK;
}

static enum err table(struct ctx *c, const struct req *r, struct reply *out)
{
    struct asked in;
    struct indicator_query q;
    struct indicator_table t;
    TRY(req_read_query(c, r, table_fields, LEN(table_fields), &in));
    CLEANUP(case_view_end) struct case_view v = case_view_of(c, r, out);
    TRY(read_query(c, v.atlas, &in, &q));
    bool officer = account_may(c->who, RIGHT_CASE_READ, q.area);
    if (!officer && !indicator_is_month(&(struct indicator_period){in.from, in.to}, c->now))
        return ctx_fail(c, ERR_INVALID, "indicator.month", "to", "%s", "");
    TRY(officer ? indicator_count(c, v.atlas, v.app->programmes, &q, &t)
                : indicator_public(c, v.app->indicators, v.atlas, v.app->programmes, &q, &t));
    return put_table(&v, &in, &q, &t, r->lang == LANG_EN);
}

/* ---- the cases behind a number ---- */

static enum err cases_place(struct ctx *c, const struct req *r, const char **out_area)
{
    (void)c;
    *out_area = req_query(r, "area"); /* whether it is there at all is asked behind the door */
    return ERR_OK;
}

static enum err read_cursor(struct ctx *c, const char *cursor, struct indicator_pick *out)
{
    out->before_case = out->before_cycle = INT64_MAX;
    if (!cursor)
        return ERR_OK;
    const char *dot = strchr(cursor, '.');
    if (!dot ||
        !text_int(arena_copy_n(c->mem, cursor, (size_t)(dot - cursor)), &out->before_case) ||
        !text_int(dot + 1, &out->before_cycle))
        return ctx_fail(c, ERR_INVALID, "input.cursor", "cursor", "%.30s", cursor);
    return ERR_OK;
}

static enum err read_pick(struct ctx *c, const struct case_view *v, const struct asked *in,
                          const struct indicator_query *q, struct indicator_pick *out)
{
    const struct indicator *x = indicator_find(in->id);
    if (!x)
        return ctx_fail(c, ERR_INVALID, "indicator.unknown", "id", "%.60s", in->id);
    const char *aside = x->aside_id ? x->aside_id : "";
    *out = (struct indicator_pick){.part = PART_NONE, .one = in->key != NULL};
    if (strcmp(in->part, "n") == 0)
        out->part = x->n;
    else if (strcmp(in->part, "d") == 0)
        out->part = x->d;
    else if (strcmp(in->part, aside) == 0 || strcmp(in->part, "aside") == 0)
        out->part = x->aside;
    if (out->part == PART_NONE)
        return ctx_fail(c, ERR_INVALID, "indicator.part", "part", "%.20s", in->part);
    if (in->key && !row_key_parse(v->atlas, v->app->programmes, q->by, in->key, &out->key))
        return ctx_fail(c, ERR_INVALID, "indicator.key", "key", "%.40s", in->key);
    return read_cursor(c, in->cursor, out);
}

/* A case may have gone to a place that the caller does not see: it counts, but is not told. */
static void put_case(const struct case_view *v, const struct casefile_line *line,
                     const struct post_name *names, size_t n)
{
    json_key(v->j, "case");
    if (account_may(v->c->who, RIGHT_CASE_READ, line->file.area))
        case_put_line(v, line, names, n);
    else
        json_null(v->j);
}

static enum err put_cases(const struct case_view *v, const struct indicator_item *items, size_t n)
{
    struct casefile_key *keys = arena_array(v->c->mem, n, sizeof *keys);
    struct casefile_page page;
    const struct post_name *names;
    size_t n_names;
    for (size_t i = 0; i < n; i++)
        keys[i] = (struct casefile_key){.district = items[i].district, .id = items[i].casefile};
    TRY(casefile_lines(v->c, keys, n, &page));
    TRY(casefile_post_names(v->c, &page, &names, &n_names));
    for (size_t i = 0; i < page.n && i < n; i++) {
        json_object(v->j);
        json_put_int(v->j, "cycle", items[i].cycle);
        json_put_int(v->j, "counts", items[i].counts);
        put_case(v, &page.lines[i], names, n_names);
        json_end(v->j);
    }
    return ERR_OK;
}

static const char *cursor_behind(struct ctx *c, const struct indicator_item *item)
{
    return arena_printf(c->mem, "%lld.%lld", (long long)item->casefile, (long long)item->cycle);
}

static enum err cases(struct ctx *c, const struct req *r, struct reply *out)
{
    struct asked in;
    struct indicator_query q;
    struct indicator_pick pick;
    const struct indicator_item *items;
    int64_t sum;
    size_t n;
    TRY(req_read_query(c, r, cases_fields, LEN(cases_fields), &in));
    CLEANUP(case_view_end) struct case_view v = case_view_of(c, r, out);
    TRY(read_query(c, v.atlas, &in, &q));
    TRY(read_pick(c, &v, &in, &q, &pick));
    size_t page = in.limit == JSON_ABSENT ? PAGE : (size_t)in.limit;
    pick.limit = page + 1; /* one more tells whether there are more */
    TRY(indicator_cases(c, v.atlas, v.app->programmes, &q, &pick, &items, &n, &sum));
    json_object(v.j);
    json_put_int(v.j, "sum", sum);
    json_key(v.j, "items");
    json_array(v.j);
    TRY(put_cases(&v, items, n < page ? n : page));
    json_array_end(v.j);
    json_put_text(v.j, "next", n > page ? cursor_behind(c, &items[page - 1]) : NULL);
    json_end(v.j);
    return ERR_OK;
}

static const struct route routes[] = {
    {METHOD_GET, "/api/v1/indicators",       RIGHT_PUBLIC,    ROUTE_COSTLY, NULL,        table, NULL},
    {METHOD_GET, "/api/v1/indicators/cases", RIGHT_CASE_READ, 0,            cases_place, cases, NULL},
};

const struct routes indicator_routes = {routes, LEN(routes)};

/* SPDX-License-Identifier: Apache-2.0 */
#include "figure/figure_api.h"

#include <string.h>

#include "account/account.h"
#include "app.h"
#include "area/area_json.h"
#include "area/atlas.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "figure/figure_json.h"
#include "figure/period_span.h"
#include "figure/withhold.h"
#include "programme/flow_json.h"

enum { ROWS = 50, ROWS_MAX = 200, POINTS_MAX = 120, PARTS_MAX = 100 };

/* ---- what is asked ---- */

struct asked {
    const char *area, *by, *field, *side, *cursor, *every;
    int64_t as_of, limit, from, to;
};
static const struct field now_fields[] = {
    {"area",  FIELD_TEXT,  true,  offsetof(struct asked, area),  1, TEXT_CODE_MAX - 1},
    {"as_of", FIELD_AS_OF, false, offsetof(struct asked, as_of), 0, 0                },
};
static const struct field figure_fields[] = {
    {"area",  FIELD_TEXT,  true,  offsetof(struct asked, area),  1, TEXT_CODE_MAX - 1},
    {"as_of", FIELD_AS_OF, false, offsetof(struct asked, as_of), 0, 0                },
    {"by",    FIELD_TEXT,  false, offsetof(struct asked, by),    1, 10               },
    {"field", FIELD_TEXT,  false, offsetof(struct asked, field), 1, 40               },
};
static const struct field rows_fields[] = {
    {"area",   FIELD_TEXT,  true,  offsetof(struct asked, area),   1, TEXT_CODE_MAX - 1},
    {"as_of",  FIELD_AS_OF, false, offsetof(struct asked, as_of),  0, 0                },
    {"side",   FIELD_TEXT,  false, offsetof(struct asked, side),   1, 10               },
    {"cursor", FIELD_TEXT,  false, offsetof(struct asked, cursor), 1, 80               },
    {"limit",  FIELD_INT,   false, offsetof(struct asked, limit),  1, ROWS_MAX         },
};
static const struct field series_fields[] = {
    {"area",  FIELD_TEXT, true, offsetof(struct asked, area),  1, TEXT_CODE_MAX - 1},
    {"every", FIELD_TEXT, true, offsetof(struct asked, every), 1, 10               },
    {"from",  FIELD_TIME, true, offsetof(struct asked, from),  0, 0                },
    {"to",    FIELD_END,  true, offsetof(struct asked, to),    0, 0                },
};

struct view {
    struct ctx *c;
    const struct app *app;
    const struct atlas_view *atlas;
    struct json *j;
    struct asked in;
    const char *area_name;
    bool officer; /* reads the ledgers there: figures that are not public, too */
    enum figure_reader reader;
};

static void view_end(const struct view *v)
{
    atlas_give(v->app->atlas, v->atlas);
}

static enum err view_open(struct view *v, const struct req *q, const struct field *fields, size_t n)
{
    TRY(req_read_query(v->c, q, fields, n, &v->in));
    const struct area *area = atlas_at(v->atlas, atlas_find(v->atlas, v->in.area));
    if (!area)
        return ctx_fail(v->c, ERR_NOT_FOUND, "area.unknown", "area", "%.30s", v->in.area);
    v->area_name = area->name;
    v->officer = account_may(v->c->who, RIGHT_LEDGER_READ, v->in.area);
    v->reader = !v->officer                                               ? FIGURE_FOR_PUBLIC
                : account_may(v->c->who, RIGHT_LEDGER_SECRET, v->in.area) ? FIGURE_FOR_SECRET
                                                                          : FIGURE_FOR_OFFICER;
    v->in.as_of = v->in.as_of ? v->in.as_of : v->c->now;
    return ERR_OK;
}

static struct view view_of(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct app *app = q->app;
    return (struct view){.c = c, .app = app, .atlas = atlas_take(app->atlas), .j = &out->json};
}

static enum err find_figure(const struct view *v, const struct req *q,
                            const struct figure_kind **out)
{
    const char *name = req_param(q, "figure");
    *out = programme_figure(v->app->programmes, name);
    if (!*out)
        return ctx_fail(v->c, ERR_NOT_FOUND, "figure.unknown", "figure", "%.60s", name);
    if (!(*out)->is_public && !v->officer)
        return v->c->who ? ctx_fail(v->c, ERR_DENIED, "right.area", "area", "%.30s", v->in.area)
                         : ctx_fail(v->c, ERR_LOGIN, "session.needed", "", "%s", "");
    return ERR_OK;
}

static void put_place(const struct view *v)
{
    json_put_text(v->j, "area", v->in.area);
    json_put_text(v->j, "area_name", v->area_name);
    json_put_time(v->j, "as_of", v->in.as_of);
}

static enum err value_now(const struct view *v, const struct figure_kind *kind, int64_t as_of,
                          struct figure_value *out)
{
    TRY(figure_now(v->c, v->app, kind, v->in.area, as_of, out));
    const struct figure_guard guard = figure_guard(v->app->programmes, kind, NULL, v->reader);
    figure_withhold(out, &guard);
    return ERR_OK;
}

/* ---- all of a programme, and its bulletin ---- */

static enum err find_programme(const struct view *v, const struct req *q,
                               const struct programme **out)
{
    const char *name = req_param(q, "programme");
    *out = programme_get(v->app->programmes, name);
    return *out ? ERR_OK
                : ctx_fail(v->c, ERR_NOT_FOUND, "programme.unknown", "programme", "%.60s", name);
}

static enum err list(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct programme *p;
    CLEANUP(view_end) struct view v = view_of(c, q, out);
    TRY(view_open(&v, q, now_fields, LEN(now_fields)));
    TRY(find_programme(&v, q, &p));
    json_object(v.j);
    put_place(&v);
    json_key(v.j, "items");
    json_array(v.j);
    for (size_t i = 0; i < v.app->programmes->n_figures; i++) {
        const struct figure_kind *kind = &v.app->programmes->figures[i];
        struct figure_value value;
        if (strcmp(kind->programme, p->programme) != 0 || (!kind->is_public && !v.officer))
            continue;
        TRY(value_now(&v, kind, v.in.as_of, &value));
        json_object(v.j);
        figure_put_kind(v.j, v.app->programmes, kind);
        figure_put_value(v.j, &value, false);
        json_end(v.j);
    }
    json_array_end(v.j);
    json_end(v.j);
    return ERR_OK;
}

static enum err bulletin(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct programme *p;
    struct name_pair text;
    CLEANUP(view_end) struct view v = view_of(c, q, out);
    TRY(view_open(&v, q, now_fields, LEN(now_fields)));
    TRY(find_programme(&v, q, &p));
    struct bulletin_ask ask = {v.in.area, v.area_name, v.in.as_of, false, v.reader};
    TRY(bulletin_text(c, v.app, p, &ask, &text.zh));
    ask.english = true;
    TRY(bulletin_text(c, v.app, p, &ask, &text.en));
    json_object(v.j);
    put_place(&v);
    json_put_text(v.j, "programme", p->programme);
    name_put(v.j, "text", &text);
    json_end(v.j);
    return ERR_OK;
}

/* ---- one figure and its parts ---- */

static struct name_pair area_name(const struct view *v, const char *code)
{
    const char *name = atlas_name(v->atlas, code);
    return (struct name_pair){name, name};
}

/* By which of its fields; *out NULL: by area. */
static enum err read_by(const struct view *v, const struct figure_kind *kind, const char **out)
{
    *out = NULL;
    if (strcmp(v->in.by, "area") == 0)
        return v->in.field
                   ? ctx_fail(v->c, ERR_INVALID, "figure.no_parts", "field", "%.60s", v->in.field)
                   : ERR_OK;
    if (strcmp(v->in.by, "field") != 0)
        return ctx_fail(v->c, ERR_INVALID, "figure.by", "by", "%.20s", v->in.by);
    *out = v->in.field ? v->in.field : kind->n_by ? kind->by[0] : "";
    return ERR_OK;
}

static enum err put_parts(const struct view *v, const struct figure_kind *kind)
{
    struct figure_part *parts;
    const char *by;
    size_t n;
    TRY(read_by(v, kind, &by));
    TRY(figure_parts(v->c, v->app, kind, v->in.area, v->in.as_of, by, &parts, &n));
    const struct figure_guard guard = figure_guard(v->app->programmes, kind, by, v->reader);
    figure_withhold_parts(parts, n, &guard);
    for (size_t i = 0; i < n; i++) {
        const struct name_pair name =
            by ? figure_label(v->app->programmes, kind, by, parts[i].label)
               : area_name(v, parts[i].label);
        json_object(v->j);
        json_put_text(v->j, "label", parts[i].label);
        name_put(v->j, "name", &name);
        figure_put_value(v->j, &parts[i].value, false);
        json_end(v->j);
    }
    return ERR_OK;
}

static enum err one(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct figure_kind *kind;
    struct figure_value value;
    CLEANUP(view_end) struct view v = view_of(c, q, out);
    TRY(view_open(&v, q, figure_fields, LEN(figure_fields)));
    TRY(find_figure(&v, q, &kind));
    TRY(value_now(&v, kind, v.in.as_of, &value));
    json_object(v.j);
    put_place(&v);
    figure_put_kind(v.j, v.app->programmes, kind);
    figure_put_value(v.j, &value, false);
    json_key(v.j, "parts");
    json_array(v.j);
    if (v.in.by)
        TRY(put_parts(&v, kind));
    json_array_end(v.j);
    json_end(v.j);
    return ERR_OK;
}

/* ---- the rows behind it ---- */

static enum err query_place(struct ctx *c, const struct req *q, const char **out_area)
{
    (void)c;
    *out_area = req_query(q, "area"); /* whether it is there at all is asked behind the door */
    return ERR_OK;
}

/* "PART.AREA.ID"; a part that begins has no area yet: "PART". */
static enum err read_cursor(struct ctx *c, const char *text, struct figure_mark *out)
{
    *out = (struct figure_mark){.part = 0};
    if (!text)
        return ERR_OK;
    int64_t part;
    size_t n = strcspn(text, ".");
    bool ok = text_int(arena_copy_n(c->mem, text, n), &part) && part >= 0 && part < PARTS_MAX;
    if (ok && text[n]) {
        const char *area = text + n + 1;
        size_t m = strcspn(area, ".");
        out->area = arena_copy_n(c->mem, area, m);
        ok = text_is_code(out->area) && area[m] && text_int(area + m + 1, &out->id);
    }
    if (!ok)
        return ctx_fail(c, ERR_INVALID, "input.cursor", "cursor", "%.60s", text);
    out->part = (int)part;
    return ERR_OK;
}

static const char *cursor_of(struct ctx *c, const struct figure_mark *m)
{
    if (m->part < 0)
        return NULL;
    return m->area ? arena_printf(c->mem, "%d.%s.%lld", m->part, m->area, (long long)m->id)
                   : arena_printf(c->mem, "%d", m->part);
}

static struct name_pair status_name(const struct view *v, const struct figure_kind *kind,
                                    const char *status)
{
    const struct ledger_kind *l =
        kind && kind->ledger ? programme_ledger(v->app->programmes, kind->ledger) : NULL;
    const struct ledger_status *s = l ? ledger_status(l, status) : NULL;
    return s ? s->name : (struct name_pair){status, status};
}

static void put_row(const struct view *v, const struct figure_kind *of,
                    const struct figure_row *row)
{
    const struct name_pair status = status_name(v, of, row->status);
    json_object(v->j);
    json_put_text(v->j, "what", row->is_case ? "case" : "entry");
    json_put_ref(v->j, "entry", row->district, row->entry);
    json_put_text(v->j, "name", row->name);
    area_put_code(v->j, v->atlas, row->area);
    json_put_text(v->j, "status", row->status);
    name_put(v->j, "status_name", &status);
    json_put_text(v->j, "period", row->period);
    json_key(v->j, "adds");
    json_real(v->j, row->adds, 6);
    json_end(v->j);
}

static enum err read_side(const struct view *v, bool *out_over)
{
    *out_over = !v->in.side || strcmp(v->in.side, "over") == 0;
    if (!*out_over && strcmp(v->in.side, "under") != 0)
        return ctx_fail(v->c, ERR_INVALID, "figure.side", "side", "%.20s", v->in.side);
    return ERR_OK;
}

/* The figure whose entries they are: a ratio's one side, what grows. */
static const struct figure_kind *side_kind(const struct view *v, const struct figure_kind *kind,
                                           bool over)
{
    if (kind->form != FIGURE_RATIO)
        return kind;
    return programme_figure(v->app->programmes, over || kind->growth ? kind->over : kind->under);
}

/* Which entries are behind a figure of restricted fields, and what each adds, tells these fields: for those who may look. */
static enum err need_secret(const struct view *v, const struct figure_kind *of)
{
    const struct figure_guard guard =
        figure_guard(v->app->programmes, of, NULL, FIGURE_FOR_OFFICER);
    if (guard.single && v->reader != FIGURE_FOR_SECRET)
        return ctx_fail(v->c, ERR_DENIED, "right.missing", "figure", "%.60s", of->figure);
    return ERR_OK;
}

static enum err rows(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct figure_kind *kind;
    const struct figure_row *list;
    struct figure_value whole;
    struct figure_mark mark;
    struct figure_page page;
    size_t n;
    CLEANUP(view_end) struct view v = view_of(c, q, out);
    TRY(view_open(&v, q, rows_fields, LEN(rows_fields)));
    TRY(find_figure(&v, q, &kind));
    page = (struct figure_page){.area = v.in.area, .as_of = v.in.as_of};
    page.limit = v.in.limit == JSON_ABSENT ? ROWS : (size_t)v.in.limit;
    TRY(read_side(&v, &page.over));
    TRY(need_secret(&v, side_kind(&v, kind, page.over)));
    TRY(read_cursor(c, v.in.cursor, &mark));
    TRY(figure_now(c, v.app, kind, v.in.area, v.in.as_of, &whole));
    TRY(figure_rows(c, v.app, kind, &page, &mark, &list, &n));
    json_object(v.j);
    put_place(&v);
    json_key(v.j, "sum");
    json_real(v.j, page.over ? whole.over : whole.under, 6);
    json_key(v.j, "items");
    json_array(v.j);
    for (size_t i = 0; i < n; i++)
        put_row(&v, side_kind(&v, kind, page.over), &list[i]);
    json_array_end(v.j);
    json_put_text(v.j, "next", cursor_of(c, &mark));
    json_end(v.j);
    return ERR_OK;
}

/* ---- through the years ---- */

static enum err series(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct figure_kind *kind;
    struct period_span spans[POINTS_MAX];
    CLEANUP(view_end) struct view v = view_of(c, q, out);
    TRY(view_open(&v, q, series_fields, LEN(series_fields)));
    TRY(find_figure(&v, q, &kind));
    bool monthly = strcmp(v.in.every, "month") == 0;
    if (!monthly && strcmp(v.in.every, "year") != 0)
        return ctx_fail(c, ERR_INVALID, "figure.every", "every", "%.20s", v.in.every);
    size_t n = period_spans(monthly, v.in.from, v.in.to, c->now, spans, POINTS_MAX);
    if (n > POINTS_MAX || v.in.from >= v.in.to)
        return ctx_fail(c, ERR_INVALID, "figure.span", "to", "%d", POINTS_MAX);
    json_object(v.j);
    put_place(&v);
    figure_put_kind(v.j, v.app->programmes, kind);
    json_put_text(v.j, "every", v.in.every);
    json_key(v.j, "points");
    json_array(v.j);
    for (size_t i = 0; i < n; i++) {
        struct figure_value value;
        TRY(value_now(&v, kind, spans[i].as_of, &value));
        json_object(v.j);
        json_put_text(v.j, "period", spans[i].period);
        json_put_time(v.j, "as_of", spans[i].as_of);
        figure_put_value(v.j, &value, true);
        json_end(v.j);
    }
    json_array_end(v.j);
    json_end(v.j);
    return ERR_OK;
}

static const struct route table[] = {
    {METHOD_GET, "/api/v1/programmes/{programme}/figures",  RIGHT_PUBLIC,      ROUTE_COSTLY, NULL,        list,
     NULL                                                                                                             },
    {METHOD_GET, "/api/v1/programmes/{programme}/bulletin", RIGHT_PUBLIC,      ROUTE_COSTLY, NULL,
     bulletin,                                                                                                    NULL},
    {METHOD_GET, "/api/v1/figures/{figure}",                RIGHT_PUBLIC,      ROUTE_COSTLY, NULL,        one,    NULL},
    {METHOD_GET, "/api/v1/figures/{figure}/rows",           RIGHT_LEDGER_READ, 0,            query_place, rows,   NULL},
    {METHOD_GET, "/api/v1/figures/{figure}/series",         RIGHT_PUBLIC,      ROUTE_COSTLY, NULL,        series, NULL},
};

const struct routes figure_routes = {table, LEN(table)};

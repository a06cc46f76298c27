/* SPDX-License-Identifier: Apache-2.0 */
/* The ledger of rectification as a file for offices. A line says who took it out, when, and what moment it shows. */
#include <string.h>

#include "account/account.h"
#include "account/scope_api.h"
#include "area/atlas.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "calendar/limit.h"
#include "inspection/inspection_json.h"
#include "inspection/rectification_list.h"
#include "inspection_sheet/inspection_sheet_api.h"
#include "journal/journal.h"
#include "ledger_sheet/export.h"
#include "sheet/sheet_out.h"

enum { WORD_MAX = 20, DAY_TEXT = 10, AT_ONCE = 1000 };

/* ---- what stands in a line ---- */

/* clang-format off */
static const struct sheet_column columns[] = {
    {.head = "所在区域", .width = 16},
    {.head = "名称", .width = 24},
    {.head = "编号", .width = 22},
    {.head = "整改项目", .width = 30},
    {.head = "状态", .width = 9},
    {.head = "立账日期", .width = 12},
    {.head = "整改期限", .width = 14},
    {.head = "到期日", .width = 12},
    {.head = "销号日期", .width = 12},
    {.head = "反弹次数", .width = 9, .number = true},
};
/* clang-format on */

struct work {
    struct entry_view v;
    struct rectification_query q;
    const struct ledger_kind *kind;
    enum export_format format;
    const char **cells;
    size_t rows, cap;
};

static const char *day(struct arena *mem, int64_t at)
{
    char text[TIME_TEXT];
    if (!at)
        return NULL;
    time_format(at, text);
    return arena_printf(mem, "%.*s", DAY_TEXT, text);
}

/* "5 工作日" */
static const char *limit_said(struct arena *mem, struct limit limit)
{
    char text[LIMIT_TEXT];
    if (!limit.ticks)
        return NULL;
    limit_say(limit, false, text);
    return arena_copy(mem, text);
}

static enum err add_line(struct work *w, const struct rectification_line *line)
{
    static const char *const states[ITEM__COUNT] = {"整改中", "已逾期", "已销号", "已作废"};
    const struct rectification *r = &line->r;
    struct arena *mem = w->v.c->mem;
    const struct checklist *list;
    char ref[TEXT_REF];
    TRY(checklist_with_item(&w->v, line->district, r, &list));
    const struct check_item *item = list ? checklist_item(list, r->item) : NULL;
    text_ref(line->district, line->entry, ref);
    const char *const cells[LEN(columns)] = {
        atlas_name(w->v.atlas, line->area),
        line->name,
        arena_copy(mem, ref),
        item ? item->name.zh : r->item,
        states[line->state],
        day(mem, r->opened),
        limit_said(mem, rectification_limit(w->v.app->programmes, list, r->item)),
        day(mem, r->due),
        day(mem, r->struck),
        arena_printf(mem, "%lld", (long long)r->relapses)};
    for (size_t i = 0; i < LEN(columns); i++) {
        w->cells = arena_grow(mem, w->cells, w->rows * LEN(columns) + i, &w->cap, sizeof *w->cells);
        w->cells[w->rows * LEN(columns) + i] = cells[i];
    }
    w->rows++;
    return ERR_OK;
}

static enum err add_lines(struct work *w)
{
    bool more = true;
    w->q.limit = AT_ONCE;
    while (more) {
        const struct rectification_line *lines;
        size_t n;
        TRY(rectification_list(w->v.c, &w->q, &lines, &n, &more));
        if (w->rows + n > EXPORT_ROWS_MAX)
            return ctx_fail(w->v.c, ERR_INVALID, "export.too_large", "area", "> %d",
                            EXPORT_ROWS_MAX);
        for (size_t i = 0; i < n; i++)
            TRY(add_line(w, &lines[i]));
        if (more) {
            w->q.after_area = lines[n - 1].area;
            w->q.after_entry = lines[n - 1].entry;
            w->q.after_checklist = lines[n - 1].r.checklist;
            w->q.after_item = lines[n - 1].r.item;
        }
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

static enum err write_file(struct work *w, struct buf *out)
{
    struct ctx *c = w->v.c;
    const char *title = arena_printf(c->mem, "%s %s整改销号台账",
                                     atlas_name(w->v.atlas, w->q.prefix), w->kind->entry.zh);
    const struct sheet_out sheet = {
        .name = "销号台账",
        .title = title,
        .note = arena_printf(c->mem, "导出：%s，%s；数据截至 %s；共 %zu 条", account_name_of(c),
                             moment(c->mem, c->now),
                             moment(c->mem, w->q.as_of ? w->q.as_of : c->now), w->rows),
        .at = c->now,
        .columns = columns,
        .cols = LEN(columns),
        .merged = 2,
        .cells = w->cells,
        .rows = w->rows,
    };
    if (w->format == EXPORT_XLSX)
        return sheet_write_xlsx(c, &sheet, out);
    if (w->format == EXPORT_GB18030)
        return sheet_write_gb18030(c, &sheet, out);
    sheet_write_csv(&sheet, out);
    return ERR_OK;
}

/* ---- the route ---- */

struct export_in {
    const char *area, *state, *format;
    int64_t as_of;
};
static const struct field export_fields[] = {
    {"area",   FIELD_TEXT,  true,  offsetof(struct export_in, area),   1, TEXT_CODE_MAX - 1},
    {"state",  FIELD_TEXT,  false, offsetof(struct export_in, state),  1, WORD_MAX         },
    {"format", FIELD_TEXT,  true,  offsetof(struct export_in, format), 1, WORD_MAX         },
    {"as_of",  FIELD_AS_OF, false, offsetof(struct export_in, as_of),  0, 0                },
};

struct exported {
    struct work w;
    struct buf file;
};

static enum err make(struct work *w, const struct atlas_view *atlas, struct buf *out)
{
    w->v.atlas = atlas;
    TRY(add_lines(w));
    return write_file(w, out);
}

static enum err prepare(struct ctx *c, const struct req *q, const void **out)
{
    struct exported *e = arena_alloc(c->mem, sizeof *e);
    const struct app *app = q->app;
    struct export_in in;
    *e = (struct exported){
        .file = {.mem = c->mem},
          .w.v = { .c = c,   .app = app}
    };
    TRY(ledger_of_path(c, q, &e->w.kind));
    TRY(req_read(c, q, export_fields, LEN(export_fields), &in));
    TRY(rectification_state_check(c, in.state));
    if (!text_is_code(in.area))
        return ctx_fail(c, ERR_INVALID, "area.code", "area", "%.30s", in.area);
    if (!export_format_parse(in.format, &e->w.format))
        return ctx_fail(c, ERR_INVALID, "export.format", "format", "%.20s", in.format);
    e->w.q = (struct rectification_query){
        .ledger = e->w.kind->ledger, .prefix = in.area, .state = in.state, .as_of = in.as_of};
    const struct atlas_view *atlas = atlas_take(app->atlas);
    enum err err = make(&e->w, atlas, &e->file);
    atlas_give(app->atlas, atlas);
    TRY(err);
    *out = e;
    return ERR_OK;
}

static enum err tell(struct ctx *c, const struct work *w)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_time(&j, "as_of", w->q.as_of ? w->q.as_of : c->now);
    json_put_text(&j, "format", export_ending(w->format));
    json_put_text(&j, "ledger", w->kind->ledger);
    json_put_int(&j, "rows", (int64_t)w->rows);
    json_put_text(&j, "state", w->q.state);
    json_end(&j);
    return journal_append(c, &(struct journal_entry){.district = text_district(w->q.prefix),
                                                     .noun = "ledger_export",
                                                     .area = w->q.prefix,
                                                     .action = "export_rectification",
                                                     .after = buf_str(&b)});
}

/* The file was made before; what is left to the writer is one row of the journal. */
static enum err give(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct exported *e = q->prepared;
    const struct work *w = &e->w;
    TRY(tell(c, w));
    out->body = e->file;
    out->type = export_type(w->format);
    out->disposition = arena_printf(
        c->mem, "attachment; filename=\"%s-rectification-%s-%d.%s\"", w->kind->ledger, w->q.prefix,
        (int)time_day(w->q.as_of ? w->q.as_of : c->now), export_ending(w->format));
    return ERR_OK;
}

static const struct route table[] = {
    {METHOD_POST, "/api/v1/ledgers/{ledger}/rectification/exports", RIGHT_LEDGER_READ, ROUTE_WRITE,
     scope_of_body, give, prepare},
};
const struct routes rectification_sheet_routes = {table, LEN(table)};

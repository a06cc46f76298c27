/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_sheet/ledger_sheet_api.h"

#include <string.h>

#include "account/account.h"
#include "app.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "ledger/ledger_in.h"
#include "ledger_sheet/columns.h"
#include "ledger_sheet/export.h"
#include "ledger_sheet/import.h"
#include "person/place.h"
#include "programme/programme.h"

enum { SHEET_NAME_MAX = 100, SOURCE_MAX = 200, WORD_MAX = 60, MAPPING_MAX = 16000 };

enum err ledger_sheet_kind(struct ctx *c, const struct req *q, const struct ledger_kind **out)
{
    const struct app *app = q->app;
    const char *ledger = req_param(q, "ledger");
    *out = programme_ledger(app->programmes, ledger);
    return *out ? ERR_OK : ctx_fail(c, ERR_NOT_FOUND, "ledger.unknown", "ledger", "%.40s", ledger);
}

enum err ledger_sheet_area(struct ctx *c, const char *area, const char **out_area)
{
    struct area_row row;
    if (!area)
        return ctx_fail(c, ERR_INVALID, "input.missing", "area", "%s", "");
    TRY(place_check(c, area, &row));
    *out_area = row.code;
    return ERR_OK;
}

enum err ledger_sheet_place(struct ctx *c, const struct req *q, const char **out_area)
{
    return ledger_sheet_area(c, req_query(q, "area"), out_area);
}

enum err ledger_sheet_format(struct ctx *c, const char *word, enum export_format *out)
{
    if (export_format_parse(word, out))
        return ERR_OK;
    return ctx_fail(c, ERR_INVALID, "export.format", "format", "%.20s", word);
}

const char *ledger_sheet_attachment(struct ctx *c, const char *what, enum export_format format)
{
    return arena_printf(c->mem, "attachment; filename=\"%s.%s\"", what, export_ending(format));
}

/* ---- imports ---- */

struct import_in {
    const char *area, *sheet, *source, *crs, *mapping, *columns, *dates;
    int64_t since;
    bool dry_run;
};
static const struct field import_fields[] = {
    {"area",    FIELD_TEXT, true,  offsetof(struct import_in, area),    1, TEXT_CODE_MAX - 1},
    {"sheet",   FIELD_TEXT, false, offsetof(struct import_in, sheet),   1, SHEET_NAME_MAX   },
    {"source",  FIELD_TEXT, false, offsetof(struct import_in, source),  1, SOURCE_MAX       },
    {"crs",     FIELD_TEXT, false, offsetof(struct import_in, crs),     1, WORD_MAX         },
    {"mapping", FIELD_TEXT, false, offsetof(struct import_in, mapping), 1, MAPPING_MAX      },
    {"columns", FIELD_TEXT, false, offsetof(struct import_in, columns), 1, MAPPING_MAX      },
    {"dates",   FIELD_TEXT, false, offsetof(struct import_in, dates),   1, WORD_MAX         },
    {"since",   FIELD_TIME, false, offsetof(struct import_in, since),   0, 0                },
    {"dry_run", FIELD_BOOL, false, offsetof(struct import_in, dry_run), 0, 0                },
};

struct prepared {
    struct ledger_import_options options;
    const struct ledger_plan *plan;
    struct ledger_report report;
};

static enum err import_prepare(struct ctx *c, const struct req *q, const void **out)
{
    struct prepared *p = arena_alloc(c->mem, sizeof *p);
    const struct ledger_kind *kind;
    struct import_in in;
    TRY(ledger_sheet_kind(c, q, &kind));
    TRY(req_read_query(c, q, import_fields, LEN(import_fields), &in));
    p->options = (struct ledger_import_options){.area = in.area,
                                                .dry_run = in.dry_run,
                                                .sheet = in.sheet,
                                                .source = in.source,
                                                .crs = in.crs,
                                                .columns = in.columns,
                                                .since = json_given(in.since)};
    if (!value_day_order(in.dates, &p->options.dates))
        return ctx_fail(c, ERR_INVALID, "import.option", "dates", "%.20s", in.dates);
    if (in.mapping)
        TRY(json_parse(c, in.mapping, strlen(in.mapping), &p->options.mapping));
    TRY(ledger_import_read(c, q->app, kind, q->body_n ? q->body : "", q->body_n, &p->options,
                           &p->plan, &p->report));
    *out = p;
    return ERR_OK;
}

static void put_heads(struct json *j, const struct ledger_report *r)
{
    json_key(j, "heads");
    json_array(j);
    for (size_t i = 0; i < r->columns->n; i++) {
        const struct column *column = &r->columns->v[i];
        const char *meaning = column_meaning(column);
        char letter[SHEET_ADDRESS];
        if (!column->head[0])
            continue;
        sheet_address_of(1, i, letter);
        letter[strcspn(letter, "1")] = '\0';
        json_object(j);
        json_put_text(j, "head", column->head);
        json_put_text(j, "column", letter);
        json_put_text(j, "field", meaning[0] ? meaning : NULL);
        json_put_text(j, "sample", r->head_samples[i]);
        json_end(j);
    }
    json_array_end(j);
    json_put_text(j, "mapping_source", r->columns->source);
}

static void put_samples(struct json *j, const struct ledger_report *r)
{
    json_key(j, "samples");
    json_array(j);
    for (size_t i = 0; i < r->n_samples; i++) {
        const struct ledger_sample *s = &r->samples[i];
        json_object(j);
        json_put_int(j, "row", (int64_t)s->row);
        json_put_text(j, "what", s->added ? "added" : "changed");
        json_put_raw(j, "fields", s->fields);
        json_put_raw(j, "before", s->before);
        json_end(j);
    }
    json_array_end(j);
}

void ledger_sheet_put_sheet(struct json *j, const struct ledger_report *r)
{
    json_put_text(j, "sheet", r->sheet->name);
    json_key(j, "sheets");
    json_array(j);
    for (size_t i = 0; i < r->sheet->n_names; i++) {
        json_object(j);
        json_put_text(j, "name", r->sheet->names[i].name);
        json_put_bool(j, "hidden", r->sheet->names[i].hidden);
        json_end(j);
    }
    json_array_end(j);
}

/* The unit may run again: each time it counts from what was prepared. */
static enum err import(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct prepared *p = q->prepared;
    struct ledger_report r = p->report;
    struct json *j = &out->json;
    TRY(ledger_import_apply(c, q->app, p->plan, &r));
    json_object(j);
    json_put_bool(j, "applied", r.applied);
    json_put_ref(j, "import", text_district(p->options.area), r.import);
    ledger_sheet_put_sheet(j, &r);
    put_heads(j, &r);
    json_put_int(j, "rows", r.rows);
    json_put_int(j, "added", r.added);
    json_put_int(j, "changed", r.changed);
    json_put_int(j, "unchanged", r.unchanged);
    json_put_int(j, "figures", r.figures);
    findings_put(j, &r.found);
    put_samples(j, &r);
    json_end(j);
    return ERR_OK;
}

static void put_import(struct json *j, const struct ledger_import *i)
{
    json_object(j);
    json_put_ref(j, "ref", i->district, i->id);
    json_put_text(j, "ledger", i->ledger);
    json_put_text(j, "area", i->area);
    json_put_time(j, "at", i->at);
    json_put_text(j, "who", i->who);
    json_put_text(j, "source", i->source);
    json_put_int(j, "added", i->added);
    json_put_int(j, "changed", i->changed);
    json_put_int(j, "unchanged", i->unchanged);
    json_put_time(j, "undone", i->undone);
    json_put_int(j, "version", i->version);
    json_end(j);
}

struct area_in {
    const char *area;
};
static const struct field area_fields[] = {
    {"area", FIELD_TEXT, true, offsetof(struct area_in, area), 1, TEXT_CODE_MAX - 1},
};

static enum err list_imports(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct ledger_kind *kind;
    const struct ledger_import *list;
    struct json *j = &out->json;
    struct area_in in;
    size_t n;
    TRY(ledger_sheet_kind(c, q, &kind));
    TRY(req_read_query(c, q, area_fields, LEN(area_fields), &in));
    TRY(ledger_imports(c, kind->ledger, in.area, &list, &n));
    json_object(j);
    json_key(j, "items");
    json_array(j);
    for (size_t i = 0; i < n; i++)
        put_import(j, &list[i]);
    json_array_end(j);
    json_put_text(j, "next", NULL);
    json_end(j);
    return ERR_OK;
}

/* ---- undo ---- */

static enum err import_asked(struct ctx *c, const struct req *q, struct ledger_import *out)
{
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    return ledger_import_get(c, district, id, out);
}

static enum err import_place(struct ctx *c, const struct req *q, const char **out_area)
{
    struct ledger_import i;
    TRY(import_asked(c, q, &i));
    *out_area = i.area;
    return ERR_OK;
}

static enum err undo(struct ctx *c, const struct req *q, struct reply *out)
{
    struct ledger_import i;
    int64_t version;
    TRY(req_version(c, q, &version));
    TRY(import_asked(c, q, &i));
    TRY(ledger_import_undo(c, q->app, i.district, i.id, version));
    TRY(ledger_import_get(c, i.district, i.id, &i));
    out->version = i.version;
    put_import(&out->json, &i);
    return ERR_OK;
}

/* ---- templates ---- */

struct template_in {
    const char *format;
};
static const struct field template_fields[] = {
    {"format", FIELD_TEXT, false, offsetof(struct template_in, format), 1, WORD_MAX},
};

static enum err give_template(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct ledger_kind *kind;
    enum export_format format;
    struct template_in in;
    TRY(ledger_sheet_kind(c, q, &kind));
    TRY(req_read_query(c, q, template_fields, LEN(template_fields), &in));
    TRY(ledger_sheet_format(c, in.format ? in.format : "xlsx", &format));
    TRY(ledger_template(c, kind, format, &out->body));
    out->type = export_type(format);
    out->disposition =
        ledger_sheet_attachment(c, arena_printf(c->mem, "%s-template", kind->ledger), format);
    return ERR_OK;
}

/* clang-format off */
static const struct route table[] = {
    {METHOD_POST, "/api/v1/ledgers/{ledger}/imports", RIGHT_LEDGER_WRITE, ROUTE_WRITE | ROUTE_RAW_BODY, ledger_sheet_place, import, import_prepare},
    {METHOD_GET, "/api/v1/ledgers/{ledger}/imports", RIGHT_LEDGER_WRITE, 0, ledger_sheet_place, list_imports, NULL},
    {METHOD_POST, "/api/v1/ledger-imports/{ref}/undo", RIGHT_LEDGER_WRITE, ROUTE_WRITE, import_place, undo, NULL},
    {METHOD_GET, "/api/v1/ledgers/{ledger}/template", RIGHT_LEDGER_READ, 0, NULL, give_template, NULL},
};
/* clang-format on */

const struct routes ledger_sheet_routes = {table, LEN(table)};

/* SPDX-License-Identifier: Apache-2.0 */
#include "inspection_sheet/inspection_sheet_api.h"

#include <string.h>

#include "app.h"
#include "base/arena.h"
#include "base/text.h"
#include "inspection_sheet/import.h"
#include "ledger/entry_json.h"
#include "ledger_sheet/ledger_sheet_api.h"
#include "programme/programme.h"
#include "sheet/sheet.h"

enum { SHEET_NAME_MAX = 100, SOURCE_MAX = 200, WORD_MAX = 60, MAPPING_MAX = 16000 };

/* ---- in ---- */

struct import_in {
    const char *area, *part, *sheet, *source, *mapping, *columns, *full, *dates;
    bool dry_run;
};
static const struct field import_fields[] = {
    {"area",    FIELD_TEXT, true,  offsetof(struct import_in, area),    1, TEXT_CODE_MAX - 1},
    {"part",    FIELD_TEXT, true,  offsetof(struct import_in, part),    1, WORD_MAX         },
    {"sheet",   FIELD_TEXT, false, offsetof(struct import_in, sheet),   1, SHEET_NAME_MAX   },
    {"source",  FIELD_TEXT, false, offsetof(struct import_in, source),  1, SOURCE_MAX       },
    {"mapping", FIELD_TEXT, false, offsetof(struct import_in, mapping), 1, MAPPING_MAX      },
    {"columns", FIELD_TEXT, false, offsetof(struct import_in, columns), 1, MAPPING_MAX      },
    {"full",    FIELD_TEXT, false, offsetof(struct import_in, full),    1, MAPPING_MAX      },
    {"dates",   FIELD_TEXT, false, offsetof(struct import_in, dates),   1, WORD_MAX         },
    {"dry_run", FIELD_BOOL, false, offsetof(struct import_in, dry_run), 0, 0                },
};

struct prepared {
    struct past_options options;
    const struct past_plan *plan;
    struct past_report report;
};

static enum err read_words(struct ctx *c, const struct import_in *in, struct past_options *out)
{
    bool inspections = strcmp(in->part, "inspections") == 0;
    out->part = inspections ? PAST_INSPECTIONS : PAST_ANSWERS;
    if (!inspections && strcmp(in->part, "answers") != 0)
        return ctx_fail(c, ERR_INVALID, "import.option", "part", "%.20s", in->part);
    if (!value_day_order(in->dates, &out->dates))
        return ctx_fail(c, ERR_INVALID, "import.option", "dates", "%.20s", in->dates);
    if (in->mapping)
        TRY(json_parse(c, in->mapping, strlen(in->mapping), &out->mapping));
    return in->full ? json_parse(c, in->full, strlen(in->full), &out->full) : ERR_OK;
}

static enum err import_prepare(struct ctx *c, const struct req *q, const void **out)
{
    struct prepared *p = arena_alloc(c->mem, sizeof *p);
    const struct ledger_kind *kind;
    struct import_in in;
    TRY(ledger_sheet_kind(c, q, &kind));
    TRY(req_read_query(c, q, import_fields, LEN(import_fields), &in));
    p->options = (struct past_options){.area = in.area,
                                       .dry_run = in.dry_run,
                                       .sheet = in.sheet,
                                       .source = in.source,
                                       .columns = in.columns};
    TRY(read_words(c, &in, &p->options));
    TRY(past_import_read(c, q->app, kind, q->body_n ? q->body : "", q->body_n, &p->options,
                         &p->plan, &p->report));
    *out = p;
    return ERR_OK;
}

static void put_heads(struct json *j, const struct past_report *r)
{
    json_key(j, "heads");
    json_array(j);
    for (size_t i = 0; i < r->n_heads; i++) {
        const struct past_head *head = &r->heads[i];
        char letter[SHEET_ADDRESS];
        sheet_address_of(1, head->col, letter);
        letter[strcspn(letter, "1")] = '\0';
        json_object(j);
        json_put_text(j, "head", head->head);
        json_put_text(j, "column", letter);
        json_put_text(j, "meaning", head->meaning[0] ? head->meaning : NULL);
        json_put_text(j, "sample", head->sample);
        json_end(j);
    }
    json_array_end(j);
}

/* What the earlier system's own figures can be held against. */
static void put_sums(struct json *j, const struct past_report *r)
{
    json_key(j, "sorts");
    json_array(j);
    for (size_t i = 0; i < r->n_sorts; i++) {
        json_object(j);
        json_put_text(j, "sort", r->sorts[i].sort);
        json_put_int(j, "n", r->sorts[i].n);
        json_put_bool(j, "full", r->sorts[i].full);
        json_end(j);
    }
    json_array_end(j);
    json_key(j, "statuses");
    json_array(j);
    for (size_t i = 0; i < r->n_statuses; i++) {
        json_object(j);
        json_put_text(j, "status", r->statuses[i].status);
        json_put_int(j, "n", r->statuses[i].n);
        json_end(j);
    }
    json_array_end(j);
    json_key(j, "corrections");
    json_object(j);
    json_put_int(j, "same_day", r->corrections.same_day);
    json_put_int(j, "in_time", r->corrections.in_time);
    json_put_int(j, "late", r->corrections.late);
    json_put_int(j, "before", r->corrections.before);
    json_put_int(j, "unlimited", r->corrections.unlimited);
    json_end(j);
}

/* The unit may run again: each time it counts from what was prepared. */
static enum err import(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct prepared *p = q->prepared;
    struct past_report r = p->report;
    struct json *j = &out->json;
    TRY(past_import_apply(c, q->app, p->plan, &r));
    json_object(j);
    json_put_bool(j, "applied", r.common.applied);
    json_put_ref(j, "import", text_district(p->options.area), r.common.import);
    ledger_sheet_put_sheet(j, &r.common);
    put_heads(j, &r);
    json_put_int(j, "rows", r.common.rows);
    json_put_int(j, "added", r.common.added);
    json_put_int(j, "unchanged", r.common.unchanged);
    findings_put(j, &r.common.found);
    put_sums(j, &r);
    json_end(j);
    return ERR_OK;
}

/* ---- what was brought in ---- */

static void put_import(struct json *j, const struct past_import *i)
{
    json_object(j);
    json_put_ref(j, "ref", i->district, i->id);
    json_put_text(j, "ledger", i->ledger);
    json_put_text(j, "area", i->area);
    json_put_text(j, "part", i->part);
    json_put_time(j, "at", i->at);
    json_put_text(j, "who", i->who);
    json_put_text(j, "source", i->source);
    json_put_int(j, "added", i->added);
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
    const struct past_import *list;
    struct json *j = &out->json;
    struct area_in in;
    size_t n;
    TRY(ledger_sheet_kind(c, q, &kind));
    TRY(req_read_query(c, q, area_fields, LEN(area_fields), &in));
    TRY(past_imports(c, kind->ledger, in.area, &list, &n));
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

/* ---- back ---- */

static enum err import_asked(struct ctx *c, const struct req *q, struct past_import *out)
{
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    return past_import_get(c, district, id, out);
}

static enum err import_place(struct ctx *c, const struct req *q, const char **out_area)
{
    struct past_import i;
    TRY(import_asked(c, q, &i));
    *out_area = i.area;
    return ERR_OK;
}

static enum err undo(struct ctx *c, const struct req *q, struct reply *out)
{
    struct past_import i;
    int64_t version;
    TRY(req_version(c, q, &version));
    TRY(import_asked(c, q, &i));
    TRY(past_import_undo(c, q->app, i.district, i.id, version));
    TRY(past_import_get(c, i.district, i.id, &i));
    out->version = i.version;
    put_import(&out->json, &i);
    return ERR_OK;
}

/* clang-format off */
static const struct route table[] = {
    {METHOD_POST, "/api/v1/ledgers/{ledger}/inspection-imports", RIGHT_LEDGER_WRITE, ROUTE_WRITE | ROUTE_RAW_BODY, ledger_sheet_place, import, import_prepare},
    {METHOD_GET, "/api/v1/ledgers/{ledger}/inspection-imports", RIGHT_LEDGER_WRITE, 0, ledger_sheet_place, list_imports, NULL},
    {METHOD_POST, "/api/v1/inspection-imports/{ref}/undo", RIGHT_LEDGER_WRITE, ROUTE_WRITE, import_place, undo, NULL},
};
/* clang-format on */

const struct routes inspection_sheet_routes = {table, LEN(table)};

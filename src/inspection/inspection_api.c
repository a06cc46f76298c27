/* SPDX-License-Identifier: Apache-2.0 */
#include "inspection/inspection_api.h"

#include <string.h>

#include "account/account.h"
#include "account/scope.h"
#include "account/scope_api.h"
#include "base/arena.h"
#include "base/text.h"
#include "casefile/case_in.h"
#include "inspection/inside.h"
#include "inspection/inspection_json.h"

enum { NOTE_MAX = 1000, WORD_MAX = 60, ITEMS_MAX = 200 };

static enum err inspection_place(struct ctx *c, const struct req *q, const char **out_area)
{
    struct inspection i;
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(inspection_get(c, district, id, &i));
    *out_area = i.area;
    return ERR_OK;
}

/* ---- reading one ---- */

struct answer_in {
    const char *item, *note;
    const struct node *answer, *uploads;
    bool corrected;
};
static const struct field answer_fields[] = {
    {"item",      FIELD_TEXT, true,  offsetof(struct answer_in, item),      1, WORD_MAX},
    {"answer",    FIELD_NODE, true,  offsetof(struct answer_in, answer),    0, 0       },
    {"corrected", FIELD_BOOL, false, offsetof(struct answer_in, corrected), 0, 0       },
    {"note",      FIELD_TEXT, false, offsetof(struct answer_in, note),      0, NOTE_MAX},
    {"uploads",   FIELD_NODE, false, offsetof(struct answer_in, uploads),   0, 0       },
};

struct inspection_in {
    const char *checklist, *kind, *result, *round, *note;
    int64_t checklist_version, done;
    const struct node *answers, *uploads;
};
static const struct field inspection_fields[] = {
    {"checklist",         FIELD_TEXT, true,  offsetof(struct inspection_in, checklist),         1, WORD_MAX},
    {"checklist_version", FIELD_INT,  true,  offsetof(struct inspection_in, checklist_version), 1,
     INT32_MAX                                                                                             },
    {"kind",              FIELD_TEXT, true,  offsetof(struct inspection_in, kind),              1, WORD_MAX},
    {"result",            FIELD_TEXT, true,  offsetof(struct inspection_in, result),            1, WORD_MAX},
    {"done",              FIELD_TIME, false, offsetof(struct inspection_in, done),              0, 0       },
    {"round",             FIELD_TEXT, false, offsetof(struct inspection_in, round),             1, WORD_MAX},
    {"note",              FIELD_TEXT, false, offsetof(struct inspection_in, note),              0, NOTE_MAX},
    {"answers",           FIELD_NODE, false, offsetof(struct inspection_in, answers),           0, 0       },
    {"uploads",           FIELD_NODE, false, offsetof(struct inspection_in, uploads),           0, 0       },
};

/* As canonical JSON: the text that is kept. NULL: no scalar. */
static const char *scalar(struct ctx *c, const struct node *v)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    int64_t whole;
    double real;
    bool yes;
    if (node_type(v) == NODE_NULL)
        json_null(&j);
    else if (node_bool(v, &yes))
        json_bool(&j, yes);
    else if (node_int(v, &whole))
        json_int(&j, whole);
    else if (node_real(v, &real))
        json_real(&j, real, 6);
    else if (node_text(v))
        json_text(&j, node_text(v));
    else
        return NULL;
    return buf_str(&b);
}

static const char *words(const char *text)
{
    return text && text[0] ? text : NULL;
}

static enum err read_answers(struct ctx *c, const struct node *list, struct inspection_new *out)
{
    size_t n = list ? node_len(list) : 0;
    if (list && node_type(list) != NODE_ARRAY)
        return ctx_fail(c, ERR_INVALID, "input.type", "answers", "array");
    if (n > ITEMS_MAX)
        return ctx_fail(c, ERR_INVALID, "input.range", "answers", "%d", ITEMS_MAX);
    struct inspection_answer *answers = arena_array(c->mem, n, sizeof *answers);
    for (size_t i = 0; i < n; i++) {
        struct answer_in in;
        struct inspection_answer *a = &answers[i];
        TRY(json_read(c, node_at(list, i), answer_fields, LEN(answer_fields), &in));
        *a = (struct inspection_answer){.item = in.item,
                                        .answer = scalar(c, in.answer),
                                        .corrected = in.corrected,
                                        .note = words(in.note)};
        if (!a->answer)
            return ctx_fail(c, ERR_INVALID, "inspection.answers", "answers", "%.40s", in.item);
        TRY(case_read_uploads(c, in.uploads, &a->uploads, &a->n_uploads));
    }
    out->answers = answers;
    out->n_answers = n;
    return ERR_OK;
}

static enum err read_inspection(struct ctx *c, const struct req *q, int32_t district,
                                struct inspection_new *out)
{
    struct inspection_in in;
    int32_t at = district;
    TRY(req_read(c, q, inspection_fields, LEN(inspection_fields), &in));
    *out = (struct inspection_new){.checklist = in.checklist,
                                   .checklist_version = in.checklist_version,
                                   .done = json_given(in.done),
                                   .note = words(in.note)};
    if (!inspection_kind_parse(in.kind, &out->kind))
        return ctx_fail(c, ERR_INVALID, "inspection.kind", "kind", "%.40s", in.kind);
    if (!inspection_result_parse(in.result, &out->result))
        return ctx_fail(c, ERR_INVALID, "inspection.result", "result", "%.40s", in.result);
    if (in.round && (!text_ref_parse(in.round, &at, &out->round) || at != district))
        return ctx_fail(c, ERR_INVALID, "round.unknown", "round", "%.40s", in.round);
    TRY(read_answers(c, in.answers, out));
    return case_read_uploads(c, in.uploads, &out->uploads, &out->n_uploads);
}

/* ---- inspections ---- */

static enum err reply_inspection(struct ctx *c, const struct req *q, int32_t district, int64_t id,
                                 struct reply *out)
{
    struct inspection i;
    TRY(inspection_get(c, district, id, &i));
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, q, out);
    out->version = i.version;
    out->lives = true;
    return inspection_put(&v, &i, true);
}

static enum err add(struct ctx *c, const struct req *q, struct reply *out)
{
    struct inspection_new in;
    int32_t district;
    int64_t entry, id;
    char ref[TEXT_REF];
    TRY(req_ref(c, q, "ref", &district, &entry));
    TRY(read_inspection(c, q, district, &in));
    TRY(inspection_add(c, q->app, district, entry, &in, &id));
    text_ref(district, id, ref);
    out->status = 201;
    out->location = arena_printf(c->mem, "/api/v1/inspections/%s", ref);
    return reply_inspection(c, q, district, id, out);
}

static enum err get(struct ctx *c, const struct req *q, struct reply *out)
{
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    return reply_inspection(c, q, district, id, out);
}

struct of_in {
    int64_t as_of;
};
static const struct field of_fields[] = {
    {"as_of", FIELD_AS_OF, false, offsetof(struct of_in, as_of), 0, 0},
};

static enum err put_lines(const struct entry_view *v, int32_t district, int64_t entry,
                          int64_t as_of)
{
    const struct inspection *list;
    size_t n;
    TRY(inspection_of(v->c, district, entry, as_of, &list, &n));
    json_array(v->j);
    for (size_t i = 0; i < n; i++)
        TRY(inspection_put(v, &list[i], false));
    json_array_end(v->j);
    return ERR_OK;
}

/* What was found at entries that it goes on for. */
static enum err put_before(const struct entry_view *v, const struct entry *e, int64_t as_of)
{
    const struct ledger_kind *kind = programme_ledger(v->app->programmes, e->ledger);
    const struct entry_before *list;
    size_t n;
    TRY(entry_before(v->c, e->district, e->id, &list, &n));
    json_key(v->j, "predecessors");
    json_array(v->j);
    for (size_t i = 0; kind && i < n; i++) {
        json_object(v->j);
        entry_put_before(v, kind, e->district, &list[i]);
        json_key(v->j, "items");
        TRY(put_lines(v, e->district, list[i].id, as_of));
        json_end(v->j);
    }
    json_array_end(v->j);
    return ERR_OK;
}

static enum err of_entry(struct ctx *c, const struct req *q, struct reply *out)
{
    struct of_in in;
    struct entry e;
    int32_t district;
    int64_t entry;
    TRY(req_ref(c, q, "ref", &district, &entry));
    TRY(req_read_query(c, q, of_fields, LEN(of_fields), &in));
    TRY(entry_get(c, district, entry, 0, &e));
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, q, out);
    json_object(v.j);
    json_key(v.j, "items");
    TRY(put_lines(&v, district, entry, in.as_of));
    TRY(put_before(&v, &e, in.as_of));
    json_end(v.j);
    return ERR_OK;
}

static enum err rectification(struct ctx *c, const struct req *q, struct reply *out)
{
    int32_t district;
    int64_t entry;
    TRY(req_ref(c, q, "ref", &district, &entry));
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, q, out);
    return rectification_put(&v, district, entry);
}

/* ---- what owners ask ---- */

static enum err request_place(struct ctx *c, const struct req *q, const char **out_area)
{
    struct entry_request r;
    struct entry e;
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(request_get(c, district, id, &r));
    TRY(entry_get(c, district, r.entry, 0, &e));
    *out_area = e.area;
    return ERR_OK;
}

static enum err put_request(const struct entry_view *v, const struct entry_request *r)
{
    struct entry e;
    TRY(entry_get(v->c, r->district, r->entry, 0, &e));
    return request_put(v, r, &e, true);
}

static const struct field page_fields[] = {
    {"area",   FIELD_TEXT, false, offsetof(struct scope_page, area),   1, TEXT_CODE_MAX - 1},
    {"cursor", FIELD_TEXT, false, offsetof(struct scope_page, cursor), 1, SCOPE_CURSOR     },
    {"limit",  FIELD_INT,  false, offsetof(struct scope_page, limit),  1, SCOPE_PAGE_MAX   },
};

static enum err put_requests(void *arg, const char *prefix, int64_t after, size_t max,
                             size_t *out_n, int64_t *out_last)
{
    const struct entry_view *v = arg;
    const struct entry_request *list;
    TRY(request_open(v->c, prefix, after, max + 1, &list, out_n));
    for (size_t i = 0; i < *out_n && i < max; i++) {
        TRY(put_request(v, &list[i]));
        *out_last = list[i].id;
    }
    return ERR_OK;
}

static enum err requests(struct ctx *c, const struct req *q, struct reply *out)
{
    struct scope_page page;
    TRY(req_read_query(c, q, page_fields, LEN(page_fields), &page));
    CLEANUP(ledger_view_end) struct entry_view v = ledger_view(c, q, out);
    return scope_list(c, RIGHT_REQUEST_DECIDE, &page, put_requests, &v, v.j);
}

/* All of one entry, decided ones too, the newest first. */
static enum err requests_of(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct entry_request *list;
    struct entry e;
    int32_t district;
    int64_t entry;
    size_t n;
    TRY(req_ref(c, q, "ref", &district, &entry));
    TRY(entry_get(c, district, entry, 0, &e));
    TRY(request_of(c, district, entry, &list, &n));
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, q, out);
    json_object(v.j);
    json_key(v.j, "items");
    json_array(v.j);
    for (size_t i = 0; i < n; i++)
        TRY(request_put(&v, &list[i], &e, true));
    json_array_end(v.j);
    json_put_text(v.j, "next", NULL);
    json_end(v.j);
    return ERR_OK;
}

struct decide_in {
    bool grant;
    const char *answer;
};
static const struct field decide_fields[] = {
    {"grant",  FIELD_BOOL, true, offsetof(struct decide_in, grant),  0, 0       },
    {"answer", FIELD_TEXT, true, offsetof(struct decide_in, answer), 1, NOTE_MAX},
};

static enum err decide(struct ctx *c, const struct req *q, struct reply *out)
{
    struct decide_in in;
    struct entry_request r;
    int32_t district;
    int64_t id, version;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(req_version(c, q, &version));
    TRY(req_read(c, q, decide_fields, LEN(decide_fields), &in));
    TRY(request_decide(c, q->app, district, id, version, in.grant, in.answer));
    TRY(request_get(c, district, id, &r));
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, q, out);
    out->version = r.version;
    return put_request(&v, &r);
}

static const struct route table[] = {
    {METHOD_POST, "/api/v1/entries/{ref}/inspections",   RIGHT_INSPECT,        ROUTE_WRITE, ledger_ref_place,
     add,                                                                                                               NULL},
    {METHOD_GET,  "/api/v1/entries/{ref}/inspections",   RIGHT_LEDGER_READ,    0,           ledger_ref_place,
     of_entry,                                                                                                          NULL},
    {METHOD_GET,  "/api/v1/entries/{ref}/rectification", RIGHT_LEDGER_READ,    0,           ledger_ref_place,
     rectification,                                                                                                     NULL},
    {METHOD_GET,  "/api/v1/inspections/{ref}",           RIGHT_LEDGER_READ,    0,           inspection_place, get,      NULL},
    {METHOD_GET,  "/api/v1/entries/{ref}/requests",      RIGHT_REQUEST_DECIDE, 0,           ledger_ref_place,
     requests_of,                                                                                                       NULL},
    {METHOD_GET,  "/api/v1/entry-requests",              RIGHT_REQUEST_DECIDE, 0,           scope_of_query,   requests, NULL},
    {METHOD_POST, "/api/v1/entry-requests/{ref}/decide", RIGHT_REQUEST_DECIDE, ROUTE_WRITE,
     request_place,                                                                                           decide,   NULL},
};
const struct routes inspection_routes = {table, LEN(table)};

/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of a ledger: pages, counts, the public directory, likenesses. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "geo/geojson.h"
#include "ledger/fields.h"
#include "ledger/ledger_in.h"
#include "ledger/misfit.h"
#include "ledger/status_on.h"
#include "ledger/twin.h"

enum { CURSOR = 48 };

/* ---- pages ---- */

struct list_in {
    struct ledger_filters filters;
    const char *area, *cursor;
    int64_t limit;
};
static const struct field list_fields[] = {
    {"area",          FIELD_TEXT,  false, offsetof(struct list_in, area),                  1, TEXT_CODE_MAX - 1},
    {"status",        FIELD_TEXT,  false, offsetof(struct list_in, filters.status),        1, 40               },
    {"facet",         FIELD_TEXT,  false, offsetof(struct list_in, filters.facet),         1, 60               },
    {"q",             FIELD_TEXT,  false, offsetof(struct list_in, filters.q),             1, 60               },
    {"cursor",        FIELD_TEXT,  false, offsetof(struct list_in, cursor),                1, CURSOR           },
    {"limit",         FIELD_INT,   false, offsetof(struct list_in, limit),                 1, ENTRY_PAGE_MAX   },
    {"as_of",         FIELD_AS_OF, false, offsetof(struct list_in, filters.as_of),         0, 0                },
    {"stand",         FIELD_TEXT,  false, offsetof(struct list_in, filters.stand),         1, 10               },
    {"post",          FIELD_TEXT,  false, offsetof(struct list_in, filters.post),          1, TEXT_REF         },
    {"fits",          FIELD_TEXT,  false, offsetof(struct list_in, filters.fits),          1, 10               },
    {"inspected",     FIELD_TEXT,  false, offsetof(struct list_in, filters.inspected),     1, 10               },
    {"confirmed",     FIELD_TEXT,  false, offsetof(struct list_in, filters.confirmed),     1, 10               },
    {"review_before", FIELD_END,   false, offsetof(struct list_in, filters.review_before), 0, 0                },
};
enum { DIRECTORY_FIELDS = 7 }; /* the first ones */

/* "AREA.ID" of the last line. */
static enum err read_cursor(struct ctx *c, const char *cursor, struct entry_query *q)
{
    const char *dot = cursor ? strchr(cursor, '.') : NULL;
    if (!cursor)
        return ERR_OK;
    if (!dot || !text_int(dot + 1, &q->after_id) || q->after_id < 0)
        return ctx_fail(c, ERR_INVALID, "input.cursor", "cursor", "%.47s", cursor);
    q->after_area = arena_copy_n(c->mem, cursor, (size_t)(dot - cursor));
    if (!text_is_code(q->after_area))
        return ctx_fail(c, ERR_INVALID, "input.cursor", "cursor", "%.47s", cursor);
    return ERR_OK;
}

static enum err read_list(struct ctx *c, const struct ledger_kind *kind, const struct list_in *in,
                          struct entry_query *q)
{
    TRY(ledger_read_filters(c, kind, &in->filters, q));
    q->limit = in->limit == JSON_ABSENT ? ENTRY_PAGE : (size_t)in->limit;
    return read_cursor(c, in->cursor, q);
}

struct page {
    const struct entry **lines; /* of several lists */
    size_t n;
    bool more;
    const struct entry *last; /* that was looked at; NULL: the last line */
};

/* The scopes are in order of their codes, so the page goes on from one into the next. */
static enum err read_page(struct ctx *c, const struct entry_query *whole, const char *const *scopes,
                          size_t n_scopes, struct page *out)
{
    struct entry_query q = *whole;
    *out = (struct page){.lines = arena_array(c->mem, whole->limit, sizeof(void *))};
    for (size_t i = 0; i < n_scopes; i++) {
        const struct entry *found;
        size_t n;
        bool more;
        char end[TEXT_CODE_MAX];
        text_prefix_end(scopes[i], end);
        if (whole->after_area && strcmp(whole->after_area, end) >= 0)
            continue;
        q.prefix = scopes[i];
        q.limit = whole->limit - out->n;
        if (q.limit == 0) {
            q.limit = 1;
            TRY(entry_list(c, &q, &found, &n, &more));
            out->more = out->more || n > 0;
            continue;
        }
        TRY(entry_list(c, &q, &found, &n, &more));
        for (size_t k = 0; k < n; k++)
            out->lines[out->n++] = &found[k];
        out->more = out->more || more;
        if (out->more)
            break;
    }
    return ERR_OK;
}

static void put_next(struct ctx *c, struct json *j, const struct page *page)
{
    const struct entry *last = page->last ? page->last : page->n ? page->lines[page->n - 1] : NULL;
    json_put_text(j, "next",
                  page->more && last
                      ? arena_printf(c->mem, "%s.%lld", last->area, (long long)last->id)
                      : NULL);
}

/* ---- pages of what passes a test that no index knows ---- */

typedef enum err line_test(struct ctx *c, const struct ledger_kind *kind, const struct entry *e,
                           bool *out);

enum { PICK_ROUNDS = 8 };

struct picking {
    const struct ledger_kind *kind;
    line_test *passes;
    struct entry_query q;
    int rounds;
};

static enum err pick_round(struct ctx *c, struct picking *p, size_t limit, struct page *out)
{
    const struct entry *found;
    size_t n, i;
    TRY(entry_list(c, &p->q, &found, &n, &out->more));
    for (i = 0; i < n && out->n < limit; i++) {
        bool passes;
        TRY(p->passes(c, p->kind, &found[i], &passes));
        if (passes)
            out->lines[out->n++] = &found[i];
        out->last = &found[i];
    }
    out->more = out->more || i < n;
    if (out->last) {
        p->q.after_area = out->last->area;
        p->q.after_id = out->last->id;
    }
    return ERR_OK;
}

/* Where little passes a page is short, never long to make. */
static enum err pick_page(struct ctx *c, struct picking *p, const char *const *scopes, size_t n,
                          struct page *out)
{
    const size_t limit = p->q.limit;
    *out = (struct page){.lines = arena_array(c->mem, limit, sizeof(void *))};
    for (size_t i = 0; i < n && !out->more; i++) {
        char end[TEXT_CODE_MAX];
        text_prefix_end(scopes[i], end);
        if (p->q.after_area && strcmp(p->q.after_area, end) >= 0)
            continue;
        p->q.prefix = scopes[i];
        out->more = true;
        while (out->more && out->n < limit && p->rounds < PICK_ROUNDS) {
            p->rounds++;
            TRY(pick_round(c, p, limit, out));
        }
        out->more = out->more || (out->n == limit && i + 1 < n);
    }
    return ERR_OK;
}

static enum err is_misfit(struct ctx *c, const struct ledger_kind *kind, const struct entry *e,
                          bool *out)
{
    const struct misfit *misfits;
    const struct entry_twin *twins;
    size_t n;
    TRY(misfits_of(c, kind, e, &misfits, &n));
    *out = n > 0;
    if (*out)
        return ERR_OK;
    TRY(entry_twins(c, e->district, e->id, &twins, &n));
    *out = n > 0;
    return ERR_OK;
}

enum err ledger_entries(struct ctx *c, const struct req *r, struct reply *out)
{
    const char *scopes[LEDGER_SCOPES];
    const struct ledger_kind *kind;
    struct list_in in;
    struct entry_query q;
    struct page page;
    TRY(ledger_of_path(c, r, &kind));
    TRY(req_read_query(c, r, list_fields, LEN(list_fields), &in));
    TRY(read_list(c, kind, &in, &q));
    size_t n_scopes = ledger_scopes(c, in.area, scopes);
    struct picking misfits = {.kind = kind, .passes = is_misfit, .q = q};
    TRY(q.misfit ? pick_page(c, &misfits, scopes, n_scopes, &page)
                 : read_page(c, &q, scopes, n_scopes, &page));
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, r, out);
    json_object(v.j);
    json_key(v.j, "items");
    json_array(v.j);
    for (size_t i = 0; i < page.n; i++)
        TRY(entry_put_line(&v, page.lines[i]));
    json_array_end(v.j);
    put_next(c, v.j, &page);
    json_end(v.j);
    return ERR_OK;
}

/* Of a public ledger, in one area, and of statuses that strangers are told of. */
static enum err read_directory(struct ctx *c, const struct req *r, const struct ledger_kind **kind,
                               struct list_in *in, struct entry_query *q)
{
    TRY(ledger_of_path(c, r, kind));
    if (!(*kind)->is_public)
        return ctx_fail(c, ERR_NOT_FOUND, "ledger.not_public", "", "%s", (*kind)->ledger);
    TRY(req_read_query(c, r, list_fields, DIRECTORY_FIELDS, in));
    in->filters.review_before = JSON_ABSENT;
    TRY(read_list(c, *kind, in, q));
    if (!in->area || !text_is_code(in->area))
        return ctx_fail(c, ERR_INVALID, in->area ? "area.code" : "input.missing", "area", "%s", "");
    if (in->filters.status && ledger_status(*kind, in->filters.status)->hidden)
        return ctx_fail(c, ERR_INVALID, "ledger.status", "status", "%s", in->filters.status);
    return ERR_OK;
}

/* Anybody may turn its pages: public fields of what stands there now. */
enum err ledger_directory(struct ctx *c, const struct req *r, struct reply *out)
{
    const struct ledger_kind *kind;
    struct list_in in = {.limit = JSON_ABSENT};
    struct entry_query q;
    struct page page;
    TRY(read_directory(c, r, &kind, &in, &q));
    struct picking told = {.kind = kind, .passes = entry_is_told, .q = q};
    TRY(ledger_has_hidden(kind) || kind->by_person ? pick_page(c, &told, &in.area, 1, &page)
                                                   : read_page(c, &q, &in.area, 1, &page));
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, r, out);
    json_object(v.j);
    json_key(v.j, "items");
    json_array(v.j);
    for (size_t i = 0; i < page.n; i++) {
        json_object(v.j);
        TRY(entry_put_public(&v, page.lines[i]));
        json_end(v.j);
    }
    json_array_end(v.j);
    put_next(c, v.j, &page);
    json_end(v.j);
    return ERR_OK;
}

/* ---- likenesses ---- */

struct alike_in {
    const char *name, *area, *crs;
    double lat, lon;
};
static const struct field alike_fields[] = {
    {"name", FIELD_TEXT, true,  offsetof(struct alike_in, name), 1, 200              },
    {"area", FIELD_TEXT, true,  offsetof(struct alike_in, area), 6, TEXT_CODE_MAX - 1},
    {"crs",  FIELD_TEXT, false, offsetof(struct alike_in, crs),  1, 20               },
    {"lat",  FIELD_REAL, false, offsetof(struct alike_in, lat),  0, 0                },
    {"lon",  FIELD_REAL, false, offsetof(struct alike_in, lon),  0, 0                },
};

enum err ledger_alike(struct ctx *c, const struct req *r, struct reply *out)
{
    const struct ledger_kind *kind;
    const struct entry *found;
    struct alike_in in;
    struct geo_point point;
    size_t n;
    TRY(ledger_of_path(c, r, &kind));
    TRY(req_read_query(c, r, alike_fields, LEN(alike_fields), &in));
    bool has_point = !isnan(in.lat) && !isnan(in.lon);
    if (has_point)
        TRY(geo_read_point(c, in.lon, in.lat, in.crs, &point));
    const struct entry_likeness like = {kind->ledger, in.name, in.area, has_point ? &point : NULL,
                                        0};
    TRY(entry_alike(c, r->app, &like, &found, &n));
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, r, out);
    json_object(v.j);
    json_key(v.j, "items");
    json_array(v.j);
    for (size_t i = 0; i < n; i++)
        TRY(entry_put_line(&v, &found[i]));
    json_array_end(v.j);
    json_end(v.j);
    return ERR_OK;
}

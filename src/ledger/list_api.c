/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of a ledger: pages, counts, the public directory, likenesses. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "geo/geojson.h"
#include "ledger/fields.h"
#include "ledger/ledger_in.h"
#include "ledger/status_on.h"

enum { CURSOR = 48 };

/* ---- pages ---- */

struct list_in {
    const char *area, *status, *facet, *q, *stand, *cursor, *inspected;
    int64_t review_before, as_of, limit;
};
static const struct field list_fields[] = {
    {"area",          FIELD_TEXT,  false, offsetof(struct list_in, area),          1, TEXT_CODE_MAX - 1},
    {"status",        FIELD_TEXT,  false, offsetof(struct list_in, status),        1, 40               },
    {"facet",         FIELD_TEXT,  false, offsetof(struct list_in, facet),         1, 60               },
    {"q",             FIELD_TEXT,  false, offsetof(struct list_in, q),             1, 60               },
    {"cursor",        FIELD_TEXT,  false, offsetof(struct list_in, cursor),        1, CURSOR           },
    {"limit",         FIELD_INT,   false, offsetof(struct list_in, limit),         1, ENTRY_PAGE_MAX   },
    {"stand",         FIELD_TEXT,  false, offsetof(struct list_in, stand),         1, 10               },
    {"inspected",     FIELD_TEXT,  false, offsetof(struct list_in, inspected),     1, 10               },
    {"review_before", FIELD_AS_OF, false, offsetof(struct list_in, review_before), 0, 0                },
    {"as_of",         FIELD_AS_OF, false, offsetof(struct list_in, as_of),         0, 0                },
};
enum { DIRECTORY_FIELDS = 6 }; /* the first ones */

static enum err read_stand(struct ctx *c, const char *word, enum entry_stand *out)
{
    static const char *const words[] = {"stands", "left", "ever"};
    *out = ENTRY_STANDS;
    for (size_t i = 0; word && i < LEN(words); i++)
        if (strcmp(words[i], word) == 0) {
            *out = (enum entry_stand)i;
            return ERR_OK;
        }
    return word ? ctx_fail(c, ERR_INVALID, "input.range", "stand", "%s", word) : ERR_OK;
}

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
    *q = (struct entry_query){.ledger = kind->ledger,
                              .status = in->status,
                              .facet = in->facet,
                              .q = in->q,
                              .review_before = ledger_given(in->review_before),
                              .as_of = ledger_given(in->as_of)};
    q->limit = in->limit == JSON_ABSENT ? ENTRY_PAGE : (size_t)in->limit;
    TRY(read_stand(c, in->stand, &q->stand));
    if (in->status && !ledger_status(kind, in->status))
        return ctx_fail(c, ERR_INVALID, "ledger.status", "status", "%s", in->status);
    q->uninspected = in->inspected != NULL;
    if (in->inspected && strcmp(in->inspected, "never") != 0)
        return ctx_fail(c, ERR_INVALID, "input.range", "inspected", "%s", in->inspected);
    if (q->uninspected && (q->as_of || q->review_before || q->stand != ENTRY_STANDS))
        return ctx_fail(c, ERR_INVALID, "ledger.filters", "inspected", "%s", "");
    if ((q->as_of && (q->stand != ENTRY_STANDS || q->review_before)) ||
        (q->review_before && q->stand != ENTRY_STANDS))
        return ctx_fail(c, ERR_INVALID, "ledger.filters", q->as_of ? "as_of" : "review_before",
                        "%s", "");
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
    TRY(read_page(c, &q, scopes, ledger_scopes(c, in.area, scopes), &page));
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

enum { TOLD_ROUNDS = 8 };

/* Of a ledger with hidden statuses: what strangers may know of. Where little may be told a page is short, never long to make. */
static enum err read_told(struct ctx *c, const struct ledger_kind *kind,
                          const struct entry_query *whole, const char *scope, struct page *out)
{
    struct entry_query q = *whole;
    q.prefix = scope;
    *out = (struct page){.lines = arena_array(c->mem, whole->limit, sizeof(void *)), .more = true};
    for (int round = 0; round < TOLD_ROUNDS && out->more && out->n < whole->limit; round++) {
        const struct entry *found;
        size_t n, i;
        TRY(entry_list(c, &q, &found, &n, &out->more));
        for (i = 0; i < n && out->n < whole->limit; i++) {
            bool told;
            TRY(entry_is_told(c, kind, &found[i], &told));
            if (told)
                out->lines[out->n++] = &found[i];
            out->last = &found[i];
        }
        out->more = out->more || i < n;
        if (out->last) {
            q.after_area = out->last->area;
            q.after_id = out->last->id;
        }
    }
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
    in->review_before = in->as_of = JSON_ABSENT;
    TRY(read_list(c, *kind, in, q));
    if (!in->area || !text_is_code(in->area))
        return ctx_fail(c, ERR_INVALID, in->area ? "area.code" : "input.missing", "area", "%s", "");
    if (in->status && ledger_status(*kind, in->status)->hidden)
        return ctx_fail(c, ERR_INVALID, "ledger.status", "status", "%s", in->status);
    return ERR_OK;
}

/* Anybody may turn its pages: public fields of what stands there now. */
enum err ledger_directory(struct ctx *c, const struct req *r, struct reply *out)
{
    const struct ledger_kind *kind;
    struct list_in in = {.review_before = JSON_ABSENT, .as_of = JSON_ABSENT};
    struct entry_query q;
    struct page page;
    TRY(read_directory(c, r, &kind, &in, &q));
    if (ledger_has_hidden(kind))
        TRY(read_told(c, kind, &q, in.area, &page));
    else
        TRY(read_page(c, &q, &in.area, 1, &page));
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

/* ---- counts ---- */

struct count_in {
    const char *area, *by;
    int64_t as_of;
};
static const struct field count_fields[] = {
    {"area",  FIELD_TEXT,  true,  offsetof(struct count_in, area),  1, TEXT_CODE_MAX - 1},
    {"as_of", FIELD_AS_OF, false, offsetof(struct count_in, as_of), 0, 0                },
    {"by",    FIELD_TEXT,  false, offsetof(struct count_in, by),    1, 10               },
};

/* One count of one part (an area's code, a facet's value; NULL: none). */
struct counted {
    const char *part, *status;
    int64_t n;
};

static int64_t sum_of(const struct counted *list, size_t n, const char *part, const char *status)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        if ((!part || (list[i].part && strcmp(list[i].part, part) == 0)) &&
            (!status || strcmp(list[i].status, status) == 0))
            sum += list[i].n;
    return sum;
}

/* "total" and "statuses", in the order of the ledger; those that it does not know any more come last. */
static void put_counts(struct json *j, const struct ledger_kind *kind, const struct counted *list,
                       size_t n, const char *part)
{
    json_put_int(j, "total", sum_of(list, n, part, NULL));
    json_key(j, "statuses");
    json_array(j);
    for (size_t i = 0; i < kind->n_statuses; i++) {
        json_object(j);
        json_put_text(j, "status", kind->statuses[i].status);
        json_put_int(j, "n", sum_of(list, n, part, kind->statuses[i].status));
        json_end(j);
    }
    json_array_end(j);
}

static enum err read_by_area(struct ctx *c, const struct entry_query *q, int digits,
                             struct counted **out, size_t *out_n)
{
    const struct entry_area_count *list;
    TRY(entry_count_areas(c, q, digits, &list, out_n));
    *out = arena_array(c->mem, *out_n, sizeof **out);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = (struct counted){list[i].area, list[i].status, list[i].n};
    return ERR_OK;
}

static enum err read_by_facet(struct ctx *c, const struct entry_query *q, bool by_facet,
                              struct counted **out, size_t *out_n)
{
    const struct entry_count *list;
    TRY(entry_count(c, q, by_facet, &list, out_n));
    *out = arena_array(c->mem, *out_n, sizeof **out);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = (struct counted){list[i].facet, list[i].status, list[i].n};
    return ERR_OK;
}

static void put_part(struct json *j, const struct ledger_kind *kind, const struct counted *list,
                     size_t n, const char *key, const char *part, const char *name)
{
    json_object(j);
    json_put_text(j, key, part);
    json_put_text(j, "name", name);
    put_counts(j, kind, list, n, part);
    json_end(j);
}

static void put_area_parts(const struct entry_view *v, const struct ledger_kind *kind, int32_t area,
                           const struct counted *list, size_t n)
{
    const struct area *a = atlas_at(v->atlas, area);
    for (int32_t i = 0; i < a->n_children; i++) {
        const struct area *child = atlas_at(v->atlas, a->first_child + i);
        if (!child->valid_to || child->valid_to > v->c->now || sum_of(list, n, child->code, NULL))
            put_part(v->j, kind, list, n, "area", child->code, child->name);
    }
}

static void put_facet_parts(const struct entry_view *v, const struct ledger_kind *kind, bool en,
                            const struct counted *list, size_t n)
{
    const struct ledger_field *f = ledger_field(&kind->fields, kind->facet);
    for (size_t i = 0; f && i < f->n_choices; i++)
        put_part(v->j, kind, list, n, "facet", f->choices[i].value,
                 en ? f->choices[i].name.en : f->choices[i].name.zh);
}

static enum err put_parts(const struct entry_view *v, const struct ledger_kind *kind,
                          const struct count_in *in, const struct entry_query *q, bool en)
{
    int32_t at = atlas_find(v->atlas, in->area);
    const struct area *area = atlas_at(v->atlas, at);
    bool by_area = in->by && strcmp(in->by, "area") == 0;
    bool by_facet = in->by && strcmp(in->by, "facet") == 0 && kind->facet;
    struct counted *list;
    size_t n;
    int digits =
        by_area && area->n_children ? (int)strlen(atlas_at(v->atlas, area->first_child)->code) : 0;
    if (digits)
        TRY(read_by_area(v->c, q, digits, &list, &n));
    else
        TRY(read_by_facet(v->c, q, by_facet, &list, &n));
    put_counts(v->j, kind, list, n, NULL);
    json_key(v->j, "parts");
    json_array(v->j);
    if (digits)
        put_area_parts(v, kind, at, list, n);
    if (by_facet)
        put_facet_parts(v, kind, en, list, n);
    json_array_end(v->j);
    return ERR_OK;
}

enum err ledger_counts(struct ctx *c, const struct req *r, struct reply *out)
{
    const struct ledger_kind *kind;
    struct count_in in;
    TRY(ledger_of_path(c, r, &kind));
    TRY(req_read_query(c, r, count_fields, LEN(count_fields), &in));
    if (in.by && strcmp(in.by, "area") != 0 && strcmp(in.by, "facet") != 0)
        return ctx_fail(c, ERR_INVALID, "input.range", "by", "%s", in.by);
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, r, out);
    if (atlas_find(v.atlas, in.area) < 0)
        return ctx_fail(c, ERR_NOT_FOUND, "area.unknown", "area", "%.30s", in.area);
    const struct entry_query q = {
        .ledger = kind->ledger, .prefix = in.area, .as_of = ledger_given(in.as_of)};
    json_object(v.j);
    json_put_time(v.j, "as_of", q.as_of);
    json_put_text(v.j, "area", in.area);
    TRY(put_parts(&v, kind, &in, &q, r->lang == LANG_EN));
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

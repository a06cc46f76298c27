/* SPDX-License-Identifier: Apache-2.0 */
#include "print/sign_api.h"

#include <string.h>

#include "account/scope_api.h"
#include "app.h"
#include "base/arena.h"
#include "base/text.h"
#include "ledger/ledger_in.h"
#include "print/fill.h"

enum { SIGNS_MAX = 2000 };

static void give_atlas(const struct filling *f)
{
    atlas_give(f->app->atlas, f->atlas);
}

static struct filling filling_of(struct ctx *c, const struct req *q)
{
    const struct app *app = q->app;
    return (struct filling){.c = c,
                            .app = app,
                            .atlas = atlas_take(app->atlas),
                            .origin = app->public_url ? app->public_url : req_origin(c, q),
                            .as_of = c->now};
}

static enum err read_paper(struct ctx *c, const char *size, enum paper *out)
{
    *out = size && strcmp(size, "a3") == 0 ? PAPER_A3 : PAPER_A4;
    if (size && *out == PAPER_A4 && strcmp(size, "a4") != 0)
        return ctx_fail(c, ERR_INVALID, "print.size", "size", "%.10s", size);
    return ERR_OK;
}

/* Drawn before the unit, with a read connection of its own: neither the writer nor the other readers wait for it. */
static struct buf *paper_of(struct ctx *c)
{
    struct buf *paper = arena_alloc(c->mem, sizeof *paper);
    paper->mem = c->mem;
    return paper;
}

static enum err reply_paper(struct ctx *c, const struct buf *paper, const char *name,
                            struct reply *out)
{
    out->type = "application/pdf";
    out->disposition = arena_printf(c->mem, "inline; filename=\"%s.pdf\"", name);
    out->body = *paper;
    return ERR_OK;
}

/* ---- one sign ---- */

struct sign_in {
    const char *size;
};
static const struct field sign_fields[] = {
    {"size", FIELD_TEXT, false, offsetof(struct sign_in, size), 1, 10},
};

static enum err find_entry(struct ctx *c, const struct req *q, struct entry *out)
{
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    return entry_get(c, district, id, 0, out);
}

static enum err sign_prepare(struct ctx *c, const struct req *q, const void **out)
{
    struct sign_in in;
    struct entry e;
    struct sign sign;
    enum paper paper;
    struct buf *pdf = paper_of(c);
    CLEANUP(give_atlas) struct filling f = filling_of(c, q);
    TRY(req_read_query(c, q, sign_fields, LEN(sign_fields), &in));
    TRY(read_paper(c, in.size, &paper));
    TRY(find_entry(c, q, &e));
    TRY(fill_sign(&f, &e, &sign));
    TRY(print_signs(c, &sign, 1, paper, pdf));
    *out = pdf;
    return ERR_OK;
}

static enum err one_sign(struct ctx *c, const struct req *q, struct reply *out)
{
    return reply_paper(c, q->prepared, arena_printf(c->mem, "sign-%s", req_param(q, "ref")), out);
}

/* ---- all of a street ---- */

struct signs_in {
    const char *area, *status, *facet, *size;
    int64_t as_of;
};
static const struct field signs_fields[] = {
    {"area",   FIELD_TEXT,  true,  offsetof(struct signs_in, area),   1, TEXT_CODE_MAX - 1},
    {"status", FIELD_TEXT,  false, offsetof(struct signs_in, status), 1, 40               },
    {"facet",  FIELD_TEXT,  false, offsetof(struct signs_in, facet),  1, 40               },
    {"size",   FIELD_TEXT,  false, offsetof(struct signs_in, size),   1, 10               },
    {"as_of",  FIELD_AS_OF, false, offsetof(struct signs_in, as_of),  0, 0                },
};

struct batch {
    struct sign *signs;
    size_t n;
};

static enum err add_page(struct filling *f, const struct entry *page, size_t n, struct batch *b)
{
    for (size_t i = 0; i < n; i++) {
        if (!fill_is_on_sign(f->app, &page[i]))
            continue;
        if (b->n == SIGNS_MAX)
            return ctx_fail(f->c, ERR_INVALID, "print.too_many", "area", "%d", SIGNS_MAX);
        TRY(fill_sign(f, &page[i], &b->signs[b->n++]));
    }
    return ERR_OK;
}

static enum err collect(struct filling *f, const char *ledger, const struct signs_in *in,
                        struct batch *b)
{
    struct entry_query q = {.ledger = ledger,
                            .prefix = in->area,
                            .status = in->status,
                            .facet = in->facet,
                            .as_of = f->as_of < f->c->now ? f->as_of : 0,
                            .limit = ENTRY_PAGE_MAX};
    const struct entry *page;
    size_t n;
    bool more = true;
    while (more) {
        TRY(entry_list(f->c, &q, &page, &n, &more));
        TRY(add_page(f, page, n, b));
        if (n > 0) {
            q.after_area = page[n - 1].area;
            q.after_id = page[n - 1].id;
        }
    }
    return ERR_OK;
}

static enum err signs_prepare(struct ctx *c, const struct req *q, const void **out)
{
    struct signs_in in;
    const struct ledger_kind *kind;
    struct batch b = {.signs = arena_array(c->mem, SIGNS_MAX, sizeof *b.signs)};
    enum paper paper;
    struct buf *pdf = paper_of(c);
    CLEANUP(give_atlas) struct filling f = filling_of(c, q);
    TRY(req_read_query(c, q, signs_fields, LEN(signs_fields), &in));
    TRY(read_paper(c, in.size, &paper));
    TRY(ledger_of_path(c, q, &kind));
    if (!kind->signs)
        return ctx_fail(c, ERR_INVALID, "print.no_signs", "", "%s", kind->ledger);
    if (in.as_of)
        f.as_of = in.as_of;
    TRY(collect(&f, kind->ledger, &in, &b));
    TRY(print_signs(c, b.signs, b.n, paper, pdf));
    *out = pdf;
    return ERR_OK;
}

static enum err all_signs(struct ctx *c, const struct req *q, struct reply *out)
{
    return reply_paper(
        c, q->prepared,
        arena_printf(c->mem, "signs-%s-%s", req_param(q, "ledger"), req_query(q, "area")), out);
}

/* ---- the notice ---- */

struct made {
    struct buf *pdf;
    char code[ENTRY_CODE];
};

/* The code is drawn by lot here and printed, the same again for a retry; it begins to hold with the unit behind. */
static enum err notice_prepare(struct ctx *c, const struct req *q, const void **out)
{
    struct made *made = arena_alloc(c->mem, sizeof *made);
    struct entry e;
    struct notice notice;
    CLEANUP(give_atlas) struct filling f = filling_of(c, q);
    made->pdf = paper_of(c);
    TRY(find_entry(c, q, &e));
    entry_owner_draw_for(c, q->app, e.district, e.id, q->idempotency_key, made->code);
    TRY(fill_notice(&f, &e, made->code, &notice));
    TRY(print_notice(c, &notice, made->pdf));
    *out = made;
    return ERR_OK;
}

static enum err notice(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct made *made = q->prepared;
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(entry_owner_keep(c, q->app, district, id, made->code));
    return reply_paper(c, made->pdf, arena_printf(c->mem, "notice-%s", req_param(q, "ref")), out);
}

static const struct route table[] = {
    {METHOD_GET,  "/api/v1/entries/{ref}/sign.pdf",     RIGHT_LEDGER_READ,  0,           ledger_ref_place, one_sign,
     sign_prepare                                                                                                                  },
    {METHOD_GET,  "/api/v1/ledgers/{ledger}/signs.pdf", RIGHT_LEDGER_READ,  0,           scope_of_query,
     all_signs,                                                                                                      signs_prepare },
    {METHOD_POST, "/api/v1/entries/{ref}/notice",       RIGHT_LEDGER_WRITE, ROUTE_WRITE, ledger_ref_place,
     notice,                                                                                                         notice_prepare},
};

const struct routes sign_routes = {table, LEN(table)};

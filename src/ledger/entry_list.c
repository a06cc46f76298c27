/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/entry_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "ledger/entry_row.h"
#include "ledger/key.h"

/*
 * One question under way. A prefix within a district is one statement; a wider one is asked district by district, which
 * keeps the order, since codes begin with their district's.
 */
struct asking {
    struct ctx *c;
    const struct entry_query *q;
    int64_t as_of;
    const char *from, *end; /* of area codes: from the prefix to its end */
    const char *folded;     /* q->q as names are kept; NULL: all */
};

static struct asking asking_of(struct ctx *c, const struct entry_query *q)
{
    char end[TEXT_CODE_MAX];
    text_prefix_end(q->prefix, end);
    return (struct asking){.c = c,
                           .q = q,
                           .as_of = q->as_of,
                           .from = q->prefix,
                           .end = arena_copy(c->mem, end),
                           .folded = q->q ? key_fold(c->mem, q->q) : NULL};
}

/* ---- pages and walks ---- */

enum { LIST_ARGS = 11, ARG_LIMIT = 7 };

struct statement {
    enum sql id;
    struct db_value args[LIST_ARGS];
    size_t n;
};

/* Which one asks that, and how many arguments it has. */
static void choose_statement(const struct asking *a, struct statement *s)
{
    const struct entry_query *q = a->q;
    s->n = 9;
    if (q->post) {
        s->id = a->as_of                   ? SQL_ENTRY_LIST_POST_THEN
                : q->post == ENTRY_NO_POST ? SQL_ENTRY_LIST_NO_POST
                                           : SQL_ENTRY_LIST_POST;
        s->n = s->id == SQL_ENTRY_LIST_NO_POST ? LIST_ARGS - 1 : LIST_ARGS;
    } else if (a->as_of || q->review_before) {
        s->id = a->as_of ? SQL_ENTRY_LIST_THEN : SQL_ENTRY_LIST_REVIEW;
        s->n = LIST_ARGS - 1;
    } else if (q->confirmed_before) {
        s->id = SQL_ENTRY_LIST_UNCONFIRMED;
        s->n = LIST_ARGS - 1;
    } else if (q->misfit) {
        s->id = SQL_ENTRY_LIST_MISFIT;
    } else if (q->uninspected) {
        s->id = SQL_ENTRY_LIST_UNINSPECTED;
    } else if (q->stand != ENTRY_STANDS) {
        s->id = q->stand == ENTRY_LEFT ? SQL_ENTRY_LIST_LEFT : SQL_ENTRY_LIST_EVER;
    } else if (q->status) {
        s->id = SQL_ENTRY_LIST_STATUS;
    } else {
        s->id = q->facet ? SQL_ENTRY_LIST_FACET : SQL_ENTRY_LIST;
        s->n = 8;
    }
}

static int64_t moment_of(const struct asking *a)
{
    const struct entry_query *q = a->q;
    return a->as_of ? a->as_of : q->review_before ? q->review_before : q->confirmed_before;
}

static struct statement list_statement(const struct asking *a, int32_t district, int64_t limit)
{
    const struct entry_query *q = a->q;
    bool behind = q->after_area && strcmp(q->after_area, a->from) >= 0;
    struct statement s = {
        .args = {db_int(district), db_text(q->ledger), db_text(behind ? q->after_area : a->from),
                 db_int(behind ? q->after_id : 0), db_text(a->end),
                 db_text(q->facet ? q->facet : ""), db_text(a->folded), db_int(limit),
                 db_text(q->status ? q->status : ""), db_int(moment_of(a)),
                 db_int(q->post > 0 ? q->post : 0)}
    };
    choose_statement(a, &s);
    return s;
}

static int by_area(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = strcmp(x->area, y->area);
    return order ? order : (x->id > y->id) - (x->id < y->id);
}

/* Puts the district's part of a page at list, which has room for twice `want`. */
static enum err list_part(const struct asking *a, int32_t district, size_t want, struct entry *list,
                          size_t *out_n)
{
    struct statement s = list_statement(a, district, (int64_t)want);
    struct db_rows r;
    size_t n = 0;
    bool both = s.id == SQL_ENTRY_LIST_EVER;
    /* Those that stand and those that left, each along its index: PostgreSQL would sort the two as a whole. */
    for (int part = 0; part <= both; part++) {
        struct entry_query q = *a->q;
        struct asking one = *a;
        one.q = &q;
        if (both) {
            q.stand = part ? ENTRY_LEFT : ENTRY_STANDS;
            s = list_statement(&one, district, (int64_t)want);
        }
        TRY(db_query(a->c, s.id, s.args, s.n, &r));
        for (size_t i = 0; i < r.n; i++)
            list[n++] = entry_from_row(&r.v[i * r.cols], a->as_of);
    }
    if (both && n > 1)
        qsort(list, n, sizeof *list, by_area);
    *out_n = n < want ? n : want;
    return ERR_OK;
}

enum err entry_list(struct ctx *c, const struct entry_query *q, const struct entry **out,
                    size_t *out_n, bool *out_more)
{
    const struct asking a = asking_of(c, q);
    struct entry *list = arena_array(c->mem, 2 * (q->limit + 1), sizeof *list);
    size_t n = 0, found;
    bool more;
    for (int32_t district = 0; n <= q->limit;) {
        TRY(entry_next_district(c, a.from, q->after_area, &district, &more));
        if (!more)
            break;
        TRY(list_part(&a, district, q->limit + 1 - n, list + n, &found));
        n += found;
    }
    *out = list;
    *out_more = n > q->limit;
    *out_n = *out_more ? q->limit : n;
    return ERR_OK;
}

struct walk {
    entry_fn *fn;
    void *arg;
    int64_t as_of;
};

static enum err walk_row(void *arg, const struct db_value *row, size_t cols)
{
    struct walk *w = arg;
    (void)cols;
    const struct entry e = entry_from_row(row, w->as_of);
    return w->fn(w->arg, &e);
}

enum err entry_each(struct ctx *c, const struct entry_query *q, entry_fn *fn, void *arg)
{
    const struct asking a = asking_of(c, q);
    struct walk w = {fn, arg, a.as_of};
    bool more;
    for (int32_t district = 0;;) {
        TRY(entry_next_district(c, a.from, q->after_area, &district, &more));
        if (!more)
            return ERR_OK;
        struct statement s = list_statement(&a, district, INT64_MAX);
        TRY(db_each(c, s.id, s.args, s.n, walk_row, &w));
    }
}

/* ---- counts ---- */

enum count_by { BY_STATUS, BY_FACET, BY_AREA, BY__COUNT };
enum count_of { OF_STANDING, OF_LEFT, OF_REVIEW, OF_THEN, OF__COUNT };

static const enum sql counts[OF__COUNT][BY__COUNT] = {
    {SQL_ENTRY_COUNT,        SQL_ENTRY_COUNT_FACETS,        SQL_ENTRY_COUNT_AREAS       },
    {SQL_ENTRY_COUNT_LEFT,   SQL_ENTRY_COUNT_LEFT_FACETS,   SQL_ENTRY_COUNT_LEFT_AREAS  },
    {SQL_ENTRY_COUNT_REVIEW, SQL_ENTRY_COUNT_REVIEW_FACETS, SQL_ENTRY_COUNT_REVIEW_AREAS},
    {SQL_ENTRY_COUNT_THEN,   SQL_ENTRY_COUNT_THEN_FACETS,   SQL_ENTRY_COUNT_THEN_AREAS  },
};

struct tally { /* one line: status, and a facet or an area */
    const char *status, *part;
    int64_t n;
};
struct tallies {
    struct tally *v;
    size_t n, cap;
};

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static void add_tally(struct ctx *c, struct tallies *t, const struct tally *line)
{
    for (size_t i = 0; i < t->n; i++) {
        if (!same(t->v[i].status, line->status) || !same(t->v[i].part, line->part))
            continue;
        t->v[i].n += line->n;
        return;
    }
    if (t->n == t->cap)
        t->v = arena_grow(c->mem, t->v, t->n, &t->cap, sizeof *t->v);
    t->v[t->n++] = *line;
}

/* Of the lines of areas the statement has left out what is not asked for. */
static bool is_asked(const struct entry_query *q, enum count_by by, const struct tally *line)
{
    if (by == BY_AREA)
        return true;
    return (!q->status || same(q->status, line->status)) &&
           (!q->facet || same(q->facet, line->part));
}

static enum err count_of(const struct asking *a, int32_t district, enum count_of what,
                         enum count_by by, int digits, struct tallies *out)
{
    const struct entry_query *q = a->q;
    struct db_value args[8] = {db_int(district), db_text(q->ledger), db_text(a->from),
                               db_text(a->end)};
    struct db_rows r;
    size_t n = 4;
    if (by == BY_AREA) {
        args[n++] = db_text(q->status ? q->status : "");
        args[n++] = db_text(q->facet ? q->facet : "");
    }
    if (what == OF_REVIEW || what == OF_THEN)
        args[n++] = db_int(what == OF_THEN ? a->as_of : q->review_before);
    if (by == BY_AREA)
        args[n++] = db_int(digits);
    TRY(db_query(a->c, counts[what][by], args, n, &r));
    for (size_t i = 0; i < r.n; i++) {
        const struct tally line = {.status = row_text(&r, i, 0),
                                   .part = by == BY_STATUS ? NULL : row_text(&r, i, 2),
                                   .n = row_int(&r, i, 1)};
        if (is_asked(q, by, &line))
            add_tally(a->c, out, &line);
    }
    return ERR_OK;
}

static enum err count_district(const struct asking *a, int32_t district, enum count_by by,
                               int digits, struct tallies *out)
{
    if (a->as_of || a->q->review_before)
        return count_of(a, district, a->as_of ? OF_THEN : OF_REVIEW, by, digits, out);
    if (a->q->stand != ENTRY_LEFT)
        TRY(count_of(a, district, OF_STANDING, by, digits, out));
    return a->q->stand == ENTRY_STANDS ? ERR_OK : count_of(a, district, OF_LEFT, by, digits, out);
}

static enum err count(struct ctx *c, const struct entry_query *q, enum count_by by, int digits,
                      struct tallies *out)
{
    const struct entry_query all = {.ledger = q->ledger,
                                    .prefix = q->prefix,
                                    .status = q->status,
                                    .facet = q->facet,
                                    .stand = q->stand,
                                    .review_before = q->review_before,
                                    .as_of = q->as_of};
    const struct asking a = asking_of(c, &all);
    bool more;
    for (int32_t district = 0;;) {
        TRY(entry_next_district(c, a.from, NULL, &district, &more));
        if (!more)
            return ERR_OK;
        TRY(count_district(&a, district, by, digits, out));
    }
}

enum err entry_count(struct ctx *c, const struct entry_query *q, bool by_facet,
                     const struct entry_count **out, size_t *out_n)
{
    struct tallies t = {0};
    TRY(count(c, q, by_facet || q->facet ? BY_FACET : BY_STATUS, 0, &t));
    struct entry_count *list = arena_array(c->mem, t.n, sizeof *list);
    for (size_t i = 0; i < t.n; i++)
        list[i] = (struct entry_count){t.v[i].status, by_facet ? t.v[i].part : NULL, t.v[i].n};
    *out = list;
    *out_n = t.n;
    return ERR_OK;
}

static void add_posts(struct ctx *c, const struct db_rows *r, int32_t district,
                      struct entry_post_count **list, size_t *n, size_t *cap)
{
    for (size_t i = 0; i < r->n; i++) {
        *list = arena_grow(c->mem, *list, *n, cap, sizeof **list);
        (*list)[(*n)++] =
            (struct entry_post_count){.district = district,
                                      .status = row_text(r, i, 0),
                                      .n = row_int(r, i, 1),
                                      .post = row_null(r, i, 2) ? 0 : row_int(r, i, 2),
                                      .kind = row_text(r, i, 3),
                                      .area = row_text(r, i, 4),
                                      .title = row_text(r, i, 5)};
    }
}

enum err entry_count_posts(struct ctx *c, const struct entry_query *q,
                           const struct entry_post_count **out, size_t *out_n)
{
    const struct asking a = asking_of(c, q);
    struct entry_post_count *list = NULL;
    size_t n = 0, cap = 0;
    bool more;
    for (int32_t district = 0;;) {
        struct db_rows r;
        TRY(entry_next_district(c, a.from, NULL, &district, &more));
        if (!more)
            break;
        const struct db_value args[] = {db_int(district), db_text(q->ledger), db_text(a.from),
                                        db_text(a.end), db_int(a.as_of)};
        TRY(db_query(c, a.as_of ? SQL_ENTRY_COUNT_POSTS_THEN : SQL_ENTRY_COUNT_POSTS, args,
                     a.as_of ? 5 : 4, &r));
        add_posts(c, &r, district, &list, &n, &cap);
    }
    *out = list;
    *out_n = n;
    return ERR_OK;
}

enum err entry_count_areas(struct ctx *c, const struct entry_query *q, int digits,
                           const struct entry_area_count **out, size_t *out_n)
{
    struct tallies t = {0};
    TRY(count(c, q, BY_AREA, digits, &t));
    struct entry_area_count *list = arena_array(c->mem, t.n, sizeof *list);
    for (size_t i = 0; i < t.n; i++)
        list[i] = (struct entry_area_count){t.v[i].part, t.v[i].status, t.v[i].n};
    *out = list;
    *out_n = t.n;
    return ERR_OK;
}

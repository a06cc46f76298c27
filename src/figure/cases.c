/* SPDX-License-Identifier: Apache-2.0 */
#include "figure/cases.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"

/* The districts of a prefix that have cases, in order; *at starts at 0. */
static enum err next_district(struct ctx *c, const char *prefix, int32_t *at, bool *out_more)
{
    const struct text_range in = text_range_of(prefix);
    struct db_rows r;
    if (in.low == in.high) {
        *out_more = *at == 0;
        *at = in.low;
        return ERR_OK;
    }
    TRY(db_query(c, SQL_FIGURE_CASE_DISTRICT,
                 ARGS(db_int(*at ? *at : in.low - 1), db_int(in.high + 1)), &r));
    *out_more = !row_null(&r, 0, 0);
    if (*out_more)
        *at = (int32_t)row_int(&r, 0, 0);
    return ERR_OK;
}

static enum err tally_kind(const struct reckon *r, int32_t district, const char *kind,
                           struct tallies *out)
{
    struct db_rows rows;
    char end[TEXT_CODE_MAX];
    text_prefix_end(r->area, end);
    TRY(db_query(
        r->c, SQL_FIGURE_CASES,
        ARGS(db_int(district), db_text(kind), db_text(r->area), db_text(end), db_int(r->as_of)),
        &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const char *label = !r->by                       ? NULL
                            : strcmp(r->by, "kind") == 0 ? kind
                                                         : row_text(&rows, i, 0);
        struct tally *t = tally_for(r->c->mem, out, label);
        int64_t n = row_int(&rows, i, 1);
        t->sum += (double)n;
        t->entries += n;
        t->reported += n;
    }
    return ERR_OK;
}

enum err cases_tally(const struct reckon *r, struct tallies *out)
{
    bool more;
    for (int32_t district = 0;;) {
        TRY(next_district(r->c, r->area, &district, &more));
        if (!more)
            return ERR_OK;
        for (size_t i = 0; i < r->kind->n_kinds; i++)
            TRY(tally_kind(r, district, r->kind->kinds[i], out));
    }
}

/* ---- rows ---- */

struct page {
    struct figure_row *v;
    size_t n, limit;
    bool more;
};

static enum err rows_of(const struct reckon *r, int32_t district, const struct figure_mark *mark,
                        struct page *p)
{
    const struct case_kind *kind = programme_kind(r->app->programmes, r->kind->kinds[mark->part]);
    struct db_rows rows;
    char end[TEXT_CODE_MAX];
    text_prefix_end(r->area, end);
    TRY(db_query(r->c, SQL_FIGURE_CASE_ROWS,
                 ARGS(db_int(district), db_text(r->kind->kinds[mark->part]),
                      db_text(mark->area ? mark->area : r->area), db_int(mark->id), db_text(end),
                      db_int(r->as_of), db_int((int64_t)(p->limit - p->n) + 1)),
                 &rows));
    for (size_t i = 0; i < rows.n; i++) {
        if (p->n == p->limit) {
            p->more = true;
            break;
        }
        p->v[p->n++] = (struct figure_row){.district = district,
                                           .entry = row_int(&rows, i, 0),
                                           .is_case = true,
                                           .name = kind ? kind->name.zh : "",
                                           .area = row_text(&rows, i, 1),
                                           .status = row_text(&rows, i, 2),
                                           .adds = 1};
    }
    return ERR_OK;
}

/* One kind, from the mark on; areas begin with their district's code, so that the mark tells where to go on. */
static enum err rows_of_kind(const struct reckon *r, const struct figure_mark *mark, struct page *p)
{
    bool more;
    for (int32_t district = 0;;) {
        TRY(next_district(r->c, r->area, &district, &more));
        if (!more || p->more)
            return ERR_OK;
        if (!mark->area || district >= text_district(mark->area))
            TRY(rows_of(r, district, mark, p));
    }
}

enum err cases_rows(const struct reckon *r, size_t limit, struct figure_mark *mark,
                    const struct figure_row **out, size_t *out_n)
{
    struct page p = {.v = arena_array(r->c->mem, limit, sizeof *p.v), .limit = limit};
    while (mark->part >= 0 && mark->part < (int)r->kind->n_kinds && p.n < limit) {
        TRY(rows_of_kind(r, mark, &p));
        if (p.more) {
            mark->area = p.v[p.n - 1].area;
            mark->id = p.v[p.n - 1].entry;
            break;
        }
        *mark = (struct figure_mark){.part = mark->part + 1};
    }
    if (mark->part >= (int)r->kind->n_kinds)
        *mark = (struct figure_mark){.part = -1};
    *out = p.v;
    *out_n = p.n;
    return ERR_OK;
}

struct name_pair cases_label(const struct programmes *p, const char *by, const char *label)
{
    static const struct {
        const char *source;
        struct name_pair name;
    } channels[] = {
        {"resident", {"居民上报", "Residents"}},
        {"desk",     {"窗口", "At the desk"}    },
        {"patrol",   {"巡查", "On patrol"}      },
        {"hotline",  {"热线", "Hotline"}        },
        {"online",   {"网上", "Online"}         },
        {"leader",   {"领导交办", "Leaders"}  },
        {"media",    {"媒体", "Media"}          },
    };
    const struct case_kind *kind = strcmp(by, "kind") == 0 ? programme_kind(p, label) : NULL;
    for (size_t i = 0; !kind && i < LEN(channels); i++)
        if (strcmp(channels[i].source, label) == 0)
            return channels[i].name;
    return kind ? kind->name : (struct name_pair){label, label};
}

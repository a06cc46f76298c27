/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/timeline.h"

#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"

enum {
    COL_N,
    COL_FROM,
    COL_TO,
    COL_AREA,
    COL_NAME,
    COL_NAME_KEY,
    COL_FACET,
    COL_X,
    COL_Y,
    COL_POST,
    COL_STATUS,
    COL_STATUS_SINCE,
    COL_FIELDS,
    COL_PROGRAMME_VERSION,
    COL_RECORDED,
    COL_WHO,
    COL_WHY
};

/* ---- reading ---- */

void timeline_start(struct ctx *c, int32_t district, int64_t entry, const char *ledger,
                    const char *who, struct timeline *out)
{
    *out = (struct timeline){.district = district, .entry = entry, .ledger = ledger, .who = who};
    if (!who)
        out->who = account_name_of(c);
}

static struct piece piece_at(const struct db_rows *r, size_t i)
{
    return (struct piece){
        .n = row_int(r, i, COL_N),
        .from = row_int(r, i, COL_FROM),
        .to = row_int(r, i, COL_TO),
        .facts = {.area = row_text(r, i, COL_AREA),
                  .name = row_text(r, i, COL_NAME),
                  .name_key = row_text(r, i, COL_NAME_KEY),
                  .facet = row_text(r, i, COL_FACET),
                  .has_point = !row_null(r, i, COL_X),
                  .point = {(int32_t)row_int(r, i, COL_X), (int32_t)row_int(r, i, COL_Y)},
                  .post = row_int(r, i, COL_POST),
                  .fields = row_text(r, i, COL_FIELDS),
                  .programme_version = row_int(r, i, COL_PROGRAMME_VERSION)},
        .status = row_text(r, i, COL_STATUS),
        .status_since = row_int(r, i, COL_STATUS_SINCE),
        .recorded = row_int(r, i, COL_RECORDED),
        .who = row_text(r, i, COL_WHO),
        .why = row_text(r, i, COL_WHY),
    };
}

static struct piece *push(struct ctx *c, struct timeline *t, size_t at, const struct piece *piece)
{
    if (t->n == t->cap)
        t->pieces = arena_grow(c->mem, t->pieces, t->n, &t->cap, sizeof *t->pieces);
    memmove(&t->pieces[at + 1], &t->pieces[at], (t->n - at) * sizeof *t->pieces);
    t->pieces[at] = *piece;
    t->n++;
    return &t->pieces[at];
}

enum err timeline_read(struct ctx *c, int32_t district, int64_t entry, const char *ledger,
                       struct timeline *out)
{
    struct db_rows r;
    timeline_start(c, district, entry, ledger, NULL, out);
    TRY(db_query(c, SQL_ENTRY_VERSIONS, ARGS(db_int(district), db_int(entry)), &r));
    for (size_t i = 0; i < r.n; i++) {
        struct piece p = piece_at(&r, i);
        if (p.n > out->last_n)
            out->last_n = p.n;
        if (p.to != p.from)
            (void)push(c, out, out->n, &p);
    }
    return out->n ? ERR_OK
                  : ctx_fail(c, ERR_INTERNAL, "internal", "", "entry %lld has no version",
                             (long long)entry);
}

/* ---- changing ---- */

static void take_back(struct ctx *c, struct timeline *t, const struct piece *piece)
{
    if (!piece->n)
        return;
    if (t->n_back == t->cap_back)
        t->back = arena_grow(c->mem, t->back, t->n_back, &t->cap_back, sizeof *t->back);
    t->back[t->n_back++] = *piece;
}

/* Makes `at` a border, if it lies inside a piece. The later part says what was said before. */
static void split(struct ctx *c, struct timeline *t, int64_t at)
{
    for (size_t i = 0; i < t->n; i++) {
        struct piece *p = &t->pieces[i];
        if (at <= p->from || (p->to && at >= p->to))
            continue;
        struct piece later = *p;
        later.n = 0;
        later.from = at;
        p->to = at;
        p->changed = true;
        (void)push(c, t, i + 1, &later);
        return;
    }
}

/* The piece as it is going to be said now. */
static void say_anew(struct ctx *c, struct timeline *t, struct piece *p, const char *why)
{
    take_back(c, t, p);
    p->n = 0;
    p->recorded = c->now;
    p->who = t->who;
    p->why = why;
}

void timeline_add(struct ctx *c, struct timeline *t, int64_t from, const struct entry_facts *facts,
                  const char *status, const char *why)
{
    const struct piece p = {.from = from,
                            .facts = *facts,
                            .status = status,
                            .recorded = c->now,
                            .who = t->who,
                            .why = why};
    (void)push(c, t, t->n, &p);
}

void timeline_set_facts(struct ctx *c, struct timeline *t, int64_t from,
                        const struct entry_facts *facts, const char *why)
{
    if (timeline_same_facts(&timeline_last(t)->facts, facts))
        return;
    split(c, t, from);
    for (size_t i = 0; i < t->n; i++) {
        struct piece *p = &t->pieces[i];
        if (p->from < from || timeline_same_facts(&p->facts, facts))
            continue;
        say_anew(c, t, p, why);
        p->facts = *facts;
    }
}

void timeline_set_status(struct ctx *c, struct timeline *t, int64_t from, int64_t to,
                         const char *status)
{
    bool differs = false;
    for (size_t i = 0; i < t->n; i++) {
        const struct piece *p = &t->pieces[i];
        bool inside = (!p->to || p->to > from) && (!to || p->from < to);
        differs = differs || (inside && strcmp(p->status, status) != 0);
    }
    if (!differs || (to && to <= from))
        return;
    split(c, t, from);
    if (to)
        split(c, t, to);
    for (size_t i = 0; i < t->n; i++) {
        struct piece *p = &t->pieces[i];
        if (p->from < from || (to && p->from >= to) || strcmp(p->status, status) == 0)
            continue;
        say_anew(c, t, p, "status");
        p->status = status;
    }
}

void timeline_end(struct timeline *t, int64_t at)
{
    struct piece *last = &t->pieces[t->n - 1];
    last->to = at;
    last->changed = true;
}

/* ---- questions ---- */

bool timeline_same_facts(const struct entry_facts *a, const struct entry_facts *b)
{
    return strcmp(a->area, b->area) == 0 && a->has_point == b->has_point &&
           (!a->has_point ||
            (a->point.lon_e7 == b->point.lon_e7 && a->point.lat_e7 == b->point.lat_e7)) &&
           a->post == b->post && strcmp(a->fields, b->fields) == 0 &&
           text_same(a->facet, b->facet) && strcmp(a->name, b->name) == 0;
}

const struct piece *timeline_last(const struct timeline *t)
{
    return &t->pieces[t->n - 1];
}

static bool goes_on(const struct piece *a, const struct piece *b)
{
    return a->to == b->from;
}

int64_t timeline_status_from(const struct timeline *t)
{
    size_t i = t->n - 1;
    while (i > 0 && goes_on(&t->pieces[i - 1], &t->pieces[i]) &&
           strcmp(t->pieces[i - 1].status, t->pieces[i].status) == 0)
        i--;
    return t->pieces[i].from;
}

int64_t timeline_facts_from(const struct timeline *t)
{
    size_t i = t->n - 1;
    while (i > 0 && goes_on(&t->pieces[i - 1], &t->pieces[i]) &&
           timeline_same_facts(&t->pieces[i - 1].facts, &t->pieces[i].facts))
        i--;
    return t->pieces[i].from;
}

/* ---- writing ---- */

static enum err end_row(struct ctx *c, const struct timeline *t, const struct piece *p, int64_t to)
{
    return db_exec(c, SQL_ENTRY_VERSION_END,
                   ARGS(db_int(t->district), db_int(t->entry), db_int(p->n), db_or_null(to),
                        db_int(p->status_since)));
}

static enum err add_row(struct ctx *c, struct timeline *t, struct piece *p)
{
    const struct entry_facts *f = &p->facts;
    const struct db_value none = db_null();
    p->n = ++t->last_n;
    return db_exec(
        c, SQL_ENTRY_VERSION_ADD,
        ARGS(db_int(t->district), db_int(t->entry), db_int(p->n), db_text(t->ledger),
             db_int(p->from), db_or_null(p->to), db_text(f->area), db_text(f->name),
             db_text(f->name_key), db_text(f->facet), f->has_point ? db_int(f->point.lon_e7) : none,
             f->has_point ? db_int(f->point.lat_e7) : none, db_or_null(f->post), db_text(p->status),
             db_int(p->status_since), db_text(f->fields), db_int(f->programme_version),
             db_int(p->recorded), db_text(p->who), db_text(p->why)));
}

static void count_since(struct timeline *t)
{
    for (size_t i = 0; i < t->n; i++) {
        struct piece *p = &t->pieces[i];
        const struct piece *before = i ? p - 1 : NULL;
        int64_t since = before && goes_on(before, p) && strcmp(before->status, p->status) == 0
                            ? before->status_since
                            : p->from;
        p->changed = p->changed || p->status_since != since;
        p->status_since = since;
    }
}

enum err timeline_write(struct ctx *c, struct timeline *t)
{
    count_since(t);
    for (size_t i = 0; i < t->n_back; i++)
        TRY(end_row(c, t, &t->back[i], t->back[i].from));
    for (size_t i = 0; i < t->n; i++) {
        struct piece *p = &t->pieces[i];
        if (!p->n)
            TRY(add_row(c, t, p));
        else if (p->changed)
            TRY(end_row(c, t, p, p->to));
        p->changed = false;
    }
    t->n_back = 0;
    return ERR_OK;
}

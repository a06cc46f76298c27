/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What somebody is to look at, as one list in stretches: the entries of his team's tasks in open rounds that nobody has
 * inspected yet, then what is due for review, then what waits for a re-check. A cursor names the stretch and the entry.
 */
#include <stdlib.h>
#include <string.h>

#include "account/account.h"
#include "account/scope_api.h"
#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"
#include "inspection/inspection_api.h"
#include "inspection/inspection_json.h"

enum {
    DISTRICT_DIGITS = 6,
    WORD_MAX = 60,
    PAGE = 50,
    PAGE_MAX = 200,
    SCOPES_MAX = 64,
    CURSOR_MAX = 80
};

struct stretch {
    const char *why; /* "round", "review", "recheck" */
    const char *ledger, *checklist,
        *prefix; /* recheck: of all ledgers, the checklist is the item's */
    int32_t district;
    int64_t round; /* 0: none */
};

struct tasks {
    struct entry_view v;
    struct stretch *list;
    size_t n, cap;
    size_t at; /* the stretch, and behind which entry in it */
    const char *after_area;
    int64_t after_id;
    size_t left;
    bool full; /* there is more than fits */
};

/* ---- stretches ---- */

static void add_stretch(struct tasks *t, struct stretch s)
{
    t->list = arena_grow(t->v.c->mem, t->list, t->n, &t->cap, sizeof *t->list);
    t->list[t->n++] = s;
}

/* A person has tasks in the district where he is known. */
static enum err add_rounds(struct tasks *t, const char *area, int64_t round)
{
    const struct account *who = t->v.c->who;
    struct db_rows r;
    if (!who->person)
        return ERR_OK;
    TRY(db_query(t->v.c, SQL_ROUND_OF_PERSON,
                 ARGS(db_int(who->person_district), db_int(who->person), db_int(t->v.c->now)), &r));
    for (size_t i = 0; i < r.n; i++) {
        const char *task = row_text(&r, i, 3);
        bool wanted = (!round || round == row_int(&r, i, 0)) &&
                      (!area || text_has_prefix(task, area) || text_has_prefix(area, task));
        if (wanted)
            add_stretch(
                t, (struct stretch){.why = "round",
                                    .ledger = row_text(&r, i, 1),
                                    .checklist = row_text(&r, i, 2),
                                    .prefix = area && strlen(area) > strlen(task) ? area : task,
                                    .district = who->person_district,
                                    .round = row_int(&r, i, 0)});
    }
    return ERR_OK;
}

static const char *checklist_of(const struct programmes *p, const struct ledger_kind *k)
{
    if (k->graded_by)
        return k->graded_by;
    for (size_t i = 0; i < p->n_checklists; i++)
        if (strcmp(p->checklists[i].ledger, k->ledger) == 0)
            return p->checklists[i].checklist;
    return NULL;
}

static void add_due(struct tasks *t, const char *area)
{
    const struct programmes *p = t->v.app->programmes;
    const char *scopes[SCOPES_MAX] = {area};
    size_t n = area ? 1 : account_scopes(t->v.c->who, RIGHT_INSPECT, scopes, SCOPES_MAX);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < p->n_ledgers; k++) {
            const char *list = checklist_of(p, &p->ledgers[k]);
            if (list)
                add_stretch(t, (struct stretch){.why = "review",
                                                .ledger = p->ledgers[k].ledger,
                                                .checklist = list,
                                                .prefix = scopes[i]});
        }
    for (size_t i = 0; i < n; i++)
        add_stretch(t, (struct stretch){.why = "recheck", .prefix = scopes[i]});
}

/* ---- entries ---- */

static enum err put_task(struct tasks *t, const struct stretch *s, const char *checklist,
                         const struct entry *e)
{
    struct json *j = t->v.j;
    if (t->left == 0) {
        t->full = true;
        return ERR_OK;
    }
    json_object(j);
    json_key(j, "entry");
    TRY(entry_put_line(&t->v, e));
    json_put_text(j, "why", s->why);
    json_put_text(j, "checklist", checklist);
    entry_put_ref(j, "round", s->district, s->round);
    json_put_int(j, "open_items", e->open_items);
    json_end(j);
    t->left--;
    t->after_area = e->area;
    t->after_id = e->id;
    return ERR_OK;
}

static enum err inspected(struct tasks *t, const struct stretch *s, struct db_rows *out)
{
    char end[TEXT_CODE_MAX];
    *out = (struct db_rows){0};
    text_prefix_end(s->prefix, end);
    return s->round ? db_query(t->v.c, SQL_INSPECTED_IN_ROUND,
                               ARGS(db_int(s->district), db_int(s->round), db_text(s->prefix),
                                    db_text(end)),
                               out)
                    : ERR_OK;
}

static int by_id(const void *a, const void *b)
{
    int64_t x = ((const struct db_value *)a)->i, y = ((const struct db_value *)b)->i;
    return (x > y) - (x < y);
}

static bool holds(const struct db_rows *ids, int64_t id)
{
    const struct db_value key = db_int(id);
    return ids->n && bsearch(&key, ids->v, ids->n, sizeof key, by_id);
}

/* Those of a page that have no result yet; the others only move the place where the next page begins. */
static enum err put_unseen(struct tasks *t, const struct stretch *s, const struct db_rows *done,
                           const struct entry *list, size_t n)
{
    for (size_t i = 0; i < n && !t->full; i++) {
        if (!holds(done, list[i].id)) {
            TRY(put_task(t, s, s->checklist, &list[i]));
            continue;
        }
        t->after_area = list[i].area;
        t->after_id = list[i].id;
    }
    return ERR_OK;
}

static enum err put_entries(struct tasks *t, const struct stretch *s)
{
    struct db_rows done;
    bool more = true;
    TRY(inspected(t, s, &done));
    while (more && !t->full) {
        const struct entry_query q = {.ledger = s->ledger,
                                      .prefix = s->prefix,
                                      .review_before = s->round ? 0 : t->v.c->now,
                                      .after_area = t->after_area,
                                      .after_id = t->after_id,
                                      .limit = PAGE};
        const struct entry *list;
        size_t n;
        TRY(entry_list(t->v.c, &q, &list, &n, &more));
        TRY(put_unseen(t, s, &done, list, n));
    }
    return ERR_OK;
}

static enum err waiting(struct tasks *t, const struct stretch *s, struct db_rows *out)
{
    char end[TEXT_CODE_MAX];
    struct ctx *c = t->v.c;
    int32_t district = text_district(s->prefix);
    text_prefix_end(s->prefix, end);
    if (strlen(s->prefix) >= DISTRICT_DIGITS)
        return db_query(c, SQL_RECHECK_WAITS,
                        ARGS(db_int(district), db_text(s->prefix), db_text(end),
                             db_int(t->after_id), db_int((int64_t)t->left + 1)),
                        out);
    return db_query(c, SQL_RECHECK_WAITS_ABOVE,
                    ARGS(db_int(district), db_text(s->prefix), db_text(end), db_int(t->after_id),
                         db_int((int64_t)t->left + 1), db_int(text_district(end) - 1)),
                    out);
}

static enum err put_rechecks(struct tasks *t, const struct stretch *s)
{
    struct db_rows r;
    TRY(waiting(t, s, &r));
    for (size_t i = 0; i < r.n && !t->full; i++) {
        int32_t district = r.cols > 2 ? (int32_t)row_int(&r, i, 2) : text_district(s->prefix);
        struct entry e;
        TRY(entry_get(t->v.c, district, row_int(&r, i, 0), 0, &e));
        TRY(put_task(t, s, row_text(&r, i, 1), &e));
    }
    return ERR_OK;
}

/* ---- the page ---- */

/* "STRETCH.AREA.ID" */
static enum err read_cursor(struct tasks *t, const char *cursor)
{
    struct ctx *c = t->v.c;
    int64_t at;
    char *copy = arena_copy(c->mem, cursor);
    char *area = strchr(copy, '.'), *id = area ? strchr(area + 1, '.') : NULL;
    if (id) {
        *area++ = *id++ = '\0';
        if (text_int(copy, &at) && at >= 0 && (size_t)at < t->n && text_int(id, &t->after_id)) {
            t->at = (size_t)at;
            t->after_area = area[0] ? area : NULL;
            return ERR_OK;
        }
    }
    return ctx_fail(c, ERR_INVALID, "input.cursor", "cursor", "%.30s", cursor);
}

static enum err put_page(struct tasks *t)
{
    struct json *j = t->v.j;
    const char *next = NULL;
    json_object(j);
    json_key(j, "items");
    json_array(j);
    for (; t->at < t->n && !t->full; t->at++) {
        const struct stretch *s = &t->list[t->at];
        TRY(s->ledger ? put_entries(t, s) : put_rechecks(t, s));
        if (t->full)
            break;
        t->after_area = NULL;
        t->after_id = 0;
    }
    json_array_end(j);
    if (t->full)
        next = arena_printf(t->v.c->mem, "%zu.%s.%lld", t->at, t->after_area ? t->after_area : "",
                            (long long)t->after_id);
    json_put_text(j, "next", next);
    json_end(j);
    return ERR_OK;
}

struct tasks_in {
    const char *area, *round, *cursor;
    int64_t limit;
};
static const struct field tasks_fields[] = {
    {"area",   FIELD_TEXT, false, offsetof(struct tasks_in, area),   1, TEXT_CODE_MAX - 1},
    {"round",  FIELD_TEXT, false, offsetof(struct tasks_in, round),  1, WORD_MAX         },
    {"cursor", FIELD_TEXT, false, offsetof(struct tasks_in, cursor), 1, CURSOR_MAX       },
    {"limit",  FIELD_INT,  false, offsetof(struct tasks_in, limit),  1, PAGE_MAX         },
};

static enum err tasks(struct ctx *c, const struct req *q, struct reply *out)
{
    struct tasks_in in;
    int32_t district;
    int64_t round = 0;
    TRY(req_read_query(c, q, tasks_fields, LEN(tasks_fields), &in));
    if (in.round && !text_ref_parse(in.round, &district, &round))
        return ctx_fail(c, ERR_NOT_FOUND, "round.unknown", "round", "%.40s", in.round);
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, q, out);
    struct tasks t = {.v = v, .left = in.limit == JSON_ABSENT ? PAGE : (size_t)in.limit};
    TRY(add_rounds(&t, in.area, round));
    if (!round)
        add_due(&t, in.area);
    if (in.cursor)
        TRY(read_cursor(&t, in.cursor));
    return put_page(&t);
}

static const struct route table[] = {
    {METHOD_GET, "/api/v1/inspection-tasks", RIGHT_INSPECT, 0, scope_of_query, tasks, NULL},
};
const struct routes task_routes = {table, LEN(table)};

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What somebody is to look at, as one list in stretches: the entries of his team's tasks in open rounds that are not done yet
 * and not his own, then what waits for a re-check, what is due for review, and what nobody ever inspected. A cursor names
 * the stretch by what it is, and the entry: stretches come and go between two pages.
 */
#include <stdlib.h>
#include <string.h>

#include "account/account.h"
#include "account/scope_api.h"
#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"
#include "inspection/inside.h"
#include "inspection/inspection_api.h"
#include "inspection/inspection_json.h"

enum {
    WORD_MAX = 60,
    PAGE = 50,
    PAGE_MAX = 200,
    SCOPES_MAX = 64,
    CURSOR_MAX = 160,
};

struct stretch {
    const char *why; /* "round", "recheck", "review", "first" */
    const char *ledger, *checklist,
        *prefix; /* recheck: of all ledgers, the checklist is the item's */
    int32_t district;
    int64_t round; /* 0: none */
    bool exact;    /* of what stands on the very area, not below it */
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
        bool exact = round_task_is_exact(task);
        bool within = !exact && area && text_has_prefix(area, task);
        bool wanted = (!round || round == row_int(&r, i, 0)) &&
                      (!area || text_has_prefix(task, area) || within);
        if (wanted)
            add_stretch(t, (struct stretch){.why = "round",
                                            .ledger = row_text(&r, i, 1),
                                            .checklist = row_text(&r, i, 2),
                                            .prefix = within ? area : task,
                                            .district = who->person_district,
                                            .round = row_int(&r, i, 0),
                                            .exact = exact});
    }
    return ERR_OK;
}

static void add_of_ledgers(struct tasks *t, const char *why, const char *prefix)
{
    const struct programmes *p = t->v.app->programmes;
    for (size_t k = 0; k < p->n_ledgers; k++) {
        const struct checklist *list = checklist_of_ledger(p, p->ledgers[k].ledger);
        if (list)
            add_stretch(t, (struct stretch){.why = why,
                                            .ledger = p->ledgers[k].ledger,
                                            .checklist = list->checklist,
                                            .prefix = prefix});
    }
}

static void add_due(struct tasks *t, const char *area)
{
    const char *scopes[SCOPES_MAX] = {area};
    size_t n = area ? 1 : account_scopes(t->v.c->who, RIGHT_INSPECT, scopes, SCOPES_MAX);
    for (size_t i = 0; i < n; i++)
        add_stretch(t, (struct stretch){.why = "recheck", .prefix = scopes[i]});
    for (size_t i = 0; i < n; i++)
        add_of_ledgers(t, "review", scopes[i]);
    for (size_t i = 0; i < n; i++)
        add_of_ledgers(t, "first", scopes[i]);
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
    json_put_ref(j, "round", s->district, s->round);
    json_put_int(j, "open_items", e->open_items);
    json_end(j);
    t->left--;
    t->after_area = e->area;
    t->after_id = e->id;
    return ERR_OK;
}

static enum err inspected(struct tasks *t, const struct stretch *s, struct db_rows *out)
{
    const struct checklist *list = programme_checklist(t->v.app->programmes, s->checklist);
    char end[TEXT_CODE_MAX];
    *out = (struct db_rows){0};
    text_prefix_end(s->prefix, end);
    return s->round
               ? db_query(t->v.c, SQL_INSPECTED_IN_ROUND,
                          ARGS(db_int(s->district), db_int(s->round), db_text(s->prefix),
                               db_text(end),
                               db_int(list && list->vain_tries ? list->vain_tries : INT64_MAX)),
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

/* Is it done, somebody's own, or in the list already, as due? */
static enum err is_left_out(struct tasks *t, const struct stretch *s, const struct db_rows *done,
                            const struct entry *e, bool *out)
{
    struct ctx *c = t->v.c;
    bool first = strcmp(s->why, "first") == 0;
    *out = holds(done, e->id) || (first && e->review_due && e->review_due < c->now);
    if (*out || !s->round)
        return ERR_OK;
    return round_is_own(c, t->v.app, e, c->who->person, c->now, out);
}

/* Those of a page that are to be looked at; the others only move the place where the next page begins. */
static enum err put_unseen(struct tasks *t, const struct stretch *s, const struct db_rows *done,
                           const struct entry *list, size_t n)
{
    for (size_t i = 0; i < n && !t->full; i++) {
        bool left_out;
        TRY(is_left_out(t, s, done, &list[i], &left_out));
        if (!left_out) {
            TRY(put_task(t, s, s->checklist, &list[i]));
            continue;
        }
        t->after_area = list[i].area;
        t->after_id = list[i].id;
    }
    return ERR_OK;
}

/* They come by area: what stands on the area itself comes before all below it. */
static size_t on_the_area(const struct stretch *s, const struct entry *list, size_t n)
{
    size_t on = 0;
    while (on < n && strcmp(list[on].area, s->prefix) == 0)
        on++;
    return on;
}

static enum err put_entries(struct tasks *t, const struct stretch *s)
{
    struct db_rows done;
    bool more = true;
    TRY(inspected(t, s, &done));
    while (more && !t->full) {
        const struct entry_query q = {.ledger = s->ledger,
                                      .prefix = s->prefix,
                                      .review_before =
                                          strcmp(s->why, "review") == 0 ? t->v.c->now : 0,
                                      .uninspected = strcmp(s->why, "first") == 0,
                                      .after_area = t->after_area,
                                      .after_id = t->after_id,
                                      .limit = PAGE};
        const struct entry *list;
        size_t n, on;
        TRY(entry_list(t->v.c, &q, &list, &n, &more));
        on = s->exact ? on_the_area(s, list, n) : n;
        more = more && on == n;
        TRY(put_unseen(t, s, &done, list, on));
    }
    return ERR_OK;
}

static enum err waiting(struct tasks *t, const struct stretch *s, struct db_rows *out)
{
    const struct text_range in = text_range_of(s->prefix);
    struct ctx *c = t->v.c;
    if (in.low == in.high)
        return db_query(c, SQL_RECHECK_WAITS,
                        ARGS(db_int(in.low), db_text(in.from), db_text(in.end), db_int(t->after_id),
                             db_int((int64_t)t->left + 1)),
                        out);
    return db_query(c, SQL_RECHECK_WAITS_ABOVE,
                    ARGS(db_int(in.low), db_text(in.from), db_text(in.end), db_int(t->after_id),
                         db_int((int64_t)t->left + 1), db_int(in.high)),
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

/* "WHY.LEDGER.PREFIX.ROUND.AREA.ID": the stretch, and the last entry of the page. */
enum cursor_part { AT_WHY, AT_LEDGER, AT_PREFIX, AT_ROUND, AT_AREA, AT_ID, AT__COUNT };

static bool split(char *text, const char *parts[AT__COUNT])
{
    size_t n = 0;
    for (char *p = text; p && n < AT__COUNT; n++) {
        char *dot = strchr(p, '.');
        parts[n] = p;
        if (dot)
            *dot = '\0';
        p = dot ? dot + 1 : NULL;
        if (n + 1 == AT__COUNT && dot)
            return false;
    }
    return n == AT__COUNT;
}

/* A round that closed or a task that was moved between two pages: the list goes on with what stands behind it. */
static bool is_at(const struct stretch *s, const char *const parts[AT__COUNT], int64_t round)
{
    if (strcmp(s->why, parts[AT_WHY]) != 0)
        return round != 0 && strcmp(s->why, "round") != 0;
    if (round != 0)
        return s->round > round || (s->round == round && strcmp(s->prefix, parts[AT_PREFIX]) >= 0);
    return strcmp(s->ledger ? s->ledger : "", parts[AT_LEDGER]) == 0 &&
           strcmp(s->prefix, parts[AT_PREFIX]) == 0;
}

static bool is_same(const struct stretch *s, const char *const parts[AT__COUNT], int64_t round)
{
    return strcmp(s->why, parts[AT_WHY]) == 0 && s->round == round &&
           strcmp(s->prefix, parts[AT_PREFIX]) == 0;
}

static enum err read_cursor(struct tasks *t, const char *cursor)
{
    struct ctx *c = t->v.c;
    const char *parts[AT__COUNT];
    int64_t round, id;
    bool read = split(arena_copy(c->mem, cursor), parts) && text_int(parts[AT_ROUND], &round) &&
                text_int(parts[AT_ID], &id);
    for (size_t i = 0; read && i <= t->n; i++) {
        bool end = i == t->n && round != 0; /* its round was the last there was */
        if (!end && (i == t->n || !is_at(&t->list[i], parts, round)))
            continue;
        t->at = i;
        if (!end && is_same(&t->list[i], parts, round)) {
            t->after_area = parts[AT_AREA][0] ? parts[AT_AREA] : NULL;
            t->after_id = id;
        }
        return ERR_OK;
    }
    return ctx_fail(c, ERR_INVALID, "input.cursor", "cursor", "%.30s", cursor);
}

static const char *cursor_of(const struct tasks *t)
{
    const struct stretch *s = &t->list[t->at];
    return arena_printf(t->v.c->mem, "%s.%s.%s.%lld.%s.%lld", s->why, s->ledger ? s->ledger : "",
                        s->prefix, (long long)s->round, t->after_area ? t->after_area : "",
                        (long long)t->after_id);
}

static enum err put_page(struct tasks *t)
{
    struct json *j = t->v.j;
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
    json_put_text(j, "next", t->full ? cursor_of(t) : NULL);
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

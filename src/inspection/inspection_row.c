/* SPDX-License-Identifier: Apache-2.0 */
/* Reading inspections back. */
#include <string.h>

#include "db/db.h"
#include "inspection/inside.h"

static const char *const kinds[] = {"full", "recheck", "visit"};
static const char *const results[] = {"done", "refused", "door_closed"};

const char *inspection_kind_word(enum inspection_kind kind)
{
    return kinds[kind];
}

const char *inspection_result_word(enum inspection_result result)
{
    return results[result];
}

static int index_of(const char *const *words, int n, const char *word)
{
    for (int i = 0; i < n; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    return -1;
}

bool inspection_kind_parse(const char *word, enum inspection_kind *out)
{
    int i = index_of(kinds, LEN(kinds), word);
    if (i >= 0)
        *out = (enum inspection_kind)i;
    return i >= 0;
}

bool inspection_result_parse(const char *word, enum inspection_result *out)
{
    int i = index_of(results, LEN(results), word);
    if (i >= 0)
        *out = (enum inspection_result)i;
    return i >= 0;
}

static enum inspection_kind kind_of(const char *word)
{
    enum inspection_kind kind = INSPECTION_FULL;
    (void)inspection_kind_parse(word, &kind);
    return kind;
}

static enum inspection_result result_of(const char *word)
{
    enum inspection_result result = INSPECTION_DONE;
    (void)inspection_result_parse(word, &result);
    return result;
}

static struct inspection from_row(const struct db_rows *r, size_t i)
{
    return (struct inspection){
        .district = (int32_t)row_int(r, i, 0),
        .id = row_int(r, i, 1),
        .version = row_int(r, i, 2),
        .entry = row_int(r, i, 3),
        .ledger = row_text(r, i, 4),
        .area = row_text(r, i, 5),
        .checklist = row_text(r, i, 6),
        .checklist_version = row_int(r, i, 7),
        .kind = kind_of(row_text(r, i, 8)),
        .result = result_of(row_text(r, i, 9)),
        .done = row_int(r, i, 10),
        .recorded = row_int(r, i, 11),
        .account = row_int(r, i, 12),
        .person = row_int(r, i, 13),
        .who = row_text(r, i, 14),
        .team = row_int(r, i, 15),
        .round = row_int(r, i, 16),
        .score = row_null(r, i, 17) ? -1 : row_int(r, i, 17),
        .failed = row_int(r, i, 18),
        .must_failed = row_int(r, i, 19),
        .must_corrected = row_int(r, i, 20),
        .status = row_text(r, i, 21),
        .note = row_text(r, i, 22),
        .annulled = row_int(r, i, 23),
        .external_number = row_text(r, i, 24),
        .given = row_int(r, i, 25) != 0,
    };
}

/* NULL, 0, 1 of a row as 0, -1, 1. */
static int must_of(const struct db_rows *r, size_t i, size_t col)
{
    return row_null(r, i, col) ? 0 : row_int(r, i, col) ? 1 : -1;
}

static struct inspection_answer answer_from_row(const struct db_rows *r, size_t i)
{
    return (struct inspection_answer){
        .item = row_text(r, i, 1),
        .n = row_int(r, i, 2),
        .answer = row_text(r, i, 3),
        .passed = row_null(r, i, 4) ? -1 : (int)row_int(r, i, 4),
        .points = row_int(r, i, 5),
        .corrected = row_int(r, i, 6) != 0,
        .note = row_text(r, i, 7),
        .must = must_of(r, i, 8),
        .days = row_int(r, i, 9),
        .corrected_at = row_int(r, i, 10),
    };
}

enum err inspection_get(struct ctx *c, int32_t district, int64_t id, struct inspection *out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_INSPECTION_GET, ARGS(db_int(district), db_int(id)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "inspection.unknown", "", "%s", "");
    *out = from_row(&r, 0);
    return ERR_OK;
}

enum err inspection_of(struct ctx *c, int32_t district, int64_t entry, int64_t as_of,
                       const struct inspection **out, size_t *out_n)
{
    struct db_rows r;
    size_t n = 0;
    TRY(db_query(c, SQL_INSPECTION_OF, ARGS(db_int(district), db_int(entry)), &r));
    struct inspection *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = r.n; i-- > 0;) {
        list[n] = from_row(&r, i);
        n += !as_of || list[n].done <= as_of;
    }
    *out = list;
    *out_n = n;
    return ERR_OK;
}

enum err inspection_answers(struct ctx *c, int32_t district, int64_t id,
                            const struct inspection_answer **out, size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_INSPECTION_ANSWERS, ARGS(db_int(district), db_int(id)), &r));
    struct inspection_answer *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = answer_from_row(&r, i);
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

/* ---- the ledger's checklist ---- */

const struct checklist *checklist_of_ledger(const struct programmes *p, const char *ledger)
{
    const struct ledger_kind *k = programme_ledger(p, ledger);
    if (k && k->graded_by)
        return programme_checklist(p, k->graded_by);
    for (size_t i = 0; i < p->n_checklists; i++)
        if (strcmp(p->checklists[i].ledger, ledger) == 0)
            return &p->checklists[i];
    return NULL;
}

/* ---- the history of an entry ---- */

enum err inspection_lock(struct ctx *c, int32_t district, int64_t entry)
{
    struct db_rows r;
    TRY(db_query(c, SQL_INSPECTION_LOCK, ARGS(db_int(district), db_int(entry)), &r));
    return r.n ? ERR_OK : ctx_fail(c, ERR_NOT_FOUND, "ledger.entry_unknown", "", "%s", "");
}

static struct visit *visit_of(struct visit *visits, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (visits[i].i.id == id)
            return &visits[i];
    return NULL;
}

/* Answers come by inspection: each has its own stretch of one array. */
static enum err load_answers(struct ctx *c, const struct entry *e, const char *checklist,
                             struct visit *visits, size_t n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_INSPECTION_ANSWERS_OF,
                 ARGS(db_int(e->district), db_int(e->id), db_text(checklist)), &r));
    struct inspection_answer *answers = arena_array(c->mem, r.n, sizeof *answers);
    for (size_t i = 0; i < r.n; i++) {
        struct visit *v = visit_of(visits, n, row_int(&r, i, 0));
        answers[i] = answer_from_row(&r, i);
        if (v && v->n++ == 0)
            v->answers = &answers[i];
    }
    return ERR_OK;
}

static enum err load_visits(struct ctx *c, const struct entry *e, const char *checklist,
                            struct history *h)
{
    struct db_rows r;
    size_t n = 0;
    TRY(db_query(c, SQL_INSPECTION_OF, ARGS(db_int(e->district), db_int(e->id)), &r));
    struct visit *visits = arena_array(c->mem, r.n, sizeof *visits);
    for (size_t i = 0; i < r.n; i++) {
        visits[n] = (struct visit){.i = from_row(&r, i)};
        n += strcmp(visits[n].i.checklist, checklist) == 0;
    }
    TRY(load_answers(c, e, checklist, visits, n));
    h->visits = visits;
    h->n_visits = n;
    return ERR_OK;
}

enum err rectification_rows(struct ctx *c, int32_t district, int64_t entry,
                            struct rectification **out, size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_RECTIFICATION_OF, ARGS(db_int(district), db_int(entry)), &r));
    struct rectification *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = (struct rectification){
            .checklist = row_text(&r, i, 0),
            .item = row_text(&r, i, 1),
            .n = row_int(&r, i, 2),
            .casefile = row_int(&r, i, 3),
            .opened = row_int(&r, i, 4),
            .opened_by = row_int(&r, i, 5),
            .overdue = row_int(&r, i, 6),
            .struck = row_int(&r, i, 7),
            .struck_by = row_int(&r, i, 8),
            .relapses = row_int(&r, i, 9),
            .case_state = row_text(&r, i, 10),
            .due = row_int(&r, i, 11) ? row_int(&r, i, 11) : row_int(&r, i, 12),
            .due_first = row_int(&r, i, 13),
        };
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

/* Those opened by then, without what became of them later. */
static size_t keep_then(struct rectification *rows, size_t n, int64_t as_of)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        struct rectification r = rows[i];
        if (r.opened > as_of)
            continue;
        if (r.struck > as_of)
            r.struck = r.struck_by = 0;
        if (r.overdue > as_of)
            r.overdue = 0;
        r.due = r.due_first;
        rows[kept++] = r;
    }
    return kept;
}

/* The rows come by item and n: the last of each stands before another item. */
enum err rectification_of(struct ctx *c, int32_t district, int64_t entry, int64_t as_of,
                          const struct rectification **out, size_t *out_n)
{
    struct rectification *all;
    size_t n, kept = 0;
    TRY(rectification_rows(c, district, entry, &all, &n));
    if (as_of)
        n = keep_then(all, n, as_of);
    struct rectification *list = arena_array(c->mem, n, sizeof *list);
    for (int open = 1; open >= 0; open--)
        for (size_t i = 0; i < n; i++) {
            bool last = i + 1 == n || strcmp(all[i].item, all[i + 1].item) != 0 ||
                        strcmp(all[i].checklist, all[i + 1].checklist) != 0;
            if (last && (all[i].struck == 0) == open)
                list[kept++] = all[i];
        }
    *out = list;
    *out_n = kept;
    return ERR_OK;
}

enum err history_load(struct ctx *c, const struct app *app, const struct entry *e,
                      const struct checklist *list, struct history *out)
{
    const struct ledger_kind *ledger = programme_ledger(app->programmes, e->ledger);
    struct history h = {.list = list, .facet = e->facet, .start = ledger ? ledger->start : NULL};
    struct rectification *items;
    size_t n;
    TRY(load_visits(c, e, list->checklist, &h));
    TRY(rectification_rows(c, e->district, e->id, &items, &n));
    for (size_t i = 0; i < n; i++)
        if (strcmp(items[i].checklist, list->checklist) == 0)
            items[h.n_items++] = items[i];
    h.items = items;
    *out = h;
    return ERR_OK;
}

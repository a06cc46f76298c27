/* SPDX-License-Identifier: Apache-2.0 */
#include "inspection/rectification_list.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"

static const char *const states[ITEM__COUNT] = {"open", "overdue", "struck", "void"};

const char *rectification_state_word(enum rectification_state state)
{
    return states[state];
}

enum err rectification_state_check(struct ctx *c, const char *word)
{
    for (size_t i = 0; i < LEN(states); i++)
        if (!word || strcmp(word, states[i]) == 0)
            return ERR_OK;
    return ctx_fail(c, ERR_INVALID, "input.range", "state", "%.20s", word);
}

struct limit rectification_limit(const struct programmes *p, const struct checklist *list,
                                 const char *item)
{
    const struct check_item *known = list ? checklist_item(list, item) : NULL;
    const struct case_kind *kind =
        list && list->case_kind ? programme_kind(p, list->case_kind) : NULL;
    if (known && known->limit.ticks)
        return known->limit;
    return kind ? kind->limit : (struct limit){0};
}

/* ---- rows ---- */

/* The columns of both statements. */
enum {
    COL_DISTRICT,
    COL_ENTRY,
    COL_NAME,
    COL_AREA,
    COL_FACET,
    COL_CHECKLIST,
    COL_ITEM,
    COL_N,
    COL_CASE,
    COL_OPENED,
    COL_OPENED_BY,
    COL_OVERDUE,
    COL_STRUCK,
    COL_STRUCK_BY,
    COL_RELAPSES,
    COL_DUE,
    COL_CASE_STATE,
    COL_HANDLE_DUE,
    COL_CASE_DUE
};

static struct rectification item_from_row(const struct db_rows *r, size_t i)
{
    return (struct rectification){
        .checklist = row_text(r, i, COL_CHECKLIST),
        .item = row_text(r, i, COL_ITEM),
        .n = row_int(r, i, COL_N),
        .casefile = row_int(r, i, COL_CASE),
        .opened = row_int(r, i, COL_OPENED),
        .opened_by = row_int(r, i, COL_OPENED_BY),
        .overdue = row_int(r, i, COL_OVERDUE),
        .struck = row_int(r, i, COL_STRUCK),
        .struck_by = row_int(r, i, COL_STRUCK_BY),
        .relapses = row_int(r, i, COL_RELAPSES),
        .case_state = row_text(r, i, COL_CASE_STATE),
    };
}

static enum rectification_state state_of(const struct rectification *r)
{
    if (r->struck)
        return r->struck_by ? ITEM_STRUCK : ITEM_VOID;
    return r->overdue ? ITEM_OVERDUE : ITEM_OPEN;
}

/* The case says what holds now; of the past is kept what was first said. */
static int64_t due_of(const struct db_rows *r, size_t i, bool open_now)
{
    int64_t live =
        row_int(r, i, COL_HANDLE_DUE) ? row_int(r, i, COL_HANDLE_DUE) : row_int(r, i, COL_CASE_DUE);
    return open_now && live ? live : row_int(r, i, COL_DUE);
}

static struct rectification_line from_row(const struct db_rows *r, size_t i,
                                          const struct rectification_query *q, int64_t at)
{
    struct rectification_line line = {
        .district = (int32_t)row_int(r, i, COL_DISTRICT),
        .entry = row_int(r, i, COL_ENTRY),
        .name = row_text(r, i, COL_NAME),
        .area = row_text(r, i, COL_AREA),
        .facet = row_text(r, i, COL_FACET),
        .r = item_from_row(r, i),
    };
    line.r.due = due_of(r, i, !q->as_of && !line.r.struck);
    if (line.r.struck > at)
        line.r.struck = line.r.struck_by = 0;
    if (line.r.overdue > at)
        line.r.overdue = 0;
    line.state = state_of(&line.r);
    return line;
}

enum err rectification_list(struct ctx *c, const struct rectification_query *q,
                            const struct rectification_line **out, size_t *out_n, bool *out_more)
{
    const struct text_range in = text_range_of(q->prefix);
    struct db_rows r;
    int64_t at = q->as_of ? q->as_of : c->now;
    bool wide = in.low < in.high;
    bool behind = q->after_area && strcmp(q->after_area, q->prefix) >= 0;
    const struct db_value args[] = {
        db_int(in.low),
        db_text(q->ledger),
        db_text(behind ? q->after_area : q->prefix),
        db_int(behind ? q->after_entry : 0),
        db_text(behind ? q->after_checklist : ""),
        db_text(behind ? q->after_item : ""),
        db_text(in.end),
        db_int(at),
        db_text(q->state ? q->state : ""),
        db_int((int64_t)q->limit + 1),
        db_int(in.high),
    };
    TRY(db_query(c, wide ? SQL_RECTIFICATION_LIST_ABOVE : SQL_RECTIFICATION_LIST, args,
                 wide ? LEN(args) : LEN(args) - 1, &r));
    struct rectification_line *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = from_row(&r, i, q, at);
    *out = list;
    *out_more = r.n > q->limit;
    *out_n = *out_more ? q->limit : r.n;
    return ERR_OK;
}

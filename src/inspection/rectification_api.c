/* SPDX-License-Identifier: Apache-2.0 */
/* The ledger of rectification, page by page. */
#include <string.h>

#include "account/scope_api.h"
#include "area/area_json.h"
#include "base/arena.h"
#include "base/text.h"
#include "calendar/limit.h"
#include "inspection/inspection_api.h"
#include "inspection/inspection_json.h"
#include "inspection/rectification_list.h"

enum { CURSOR = 180, WORD_MAX = 10 };

struct list_in {
    const char *area, *state, *cursor;
    int64_t as_of, limit;
};
static const struct field list_fields[] = {
    {"area",   FIELD_TEXT,  true,  offsetof(struct list_in, area),   1, TEXT_CODE_MAX - 1     },
    {"state",  FIELD_TEXT,  false, offsetof(struct list_in, state),  1, WORD_MAX              },
    {"as_of",  FIELD_AS_OF, false, offsetof(struct list_in, as_of),  0, 0                     },
    {"cursor", FIELD_TEXT,  false, offsetof(struct list_in, cursor), 1, CURSOR                },
    {"limit",  FIELD_INT,   false, offsetof(struct list_in, limit),  1, RECTIFICATION_PAGE_MAX},
};

/* "AREA.ENTRY.CHECKLIST.ITEM" of the last line. */
static enum err read_cursor(struct ctx *c, const char *cursor, struct rectification_query *q)
{
    const char *parts[4] = {NULL};
    char *text = cursor ? arena_copy(c->mem, cursor) : NULL;
    for (size_t i = 0; i < LEN(parts) && text; i++) {
        char *dot = strchr(text, '.');
        parts[i] = text;
        if (dot)
            *dot++ = '\0';
        text = dot;
    }
    if (!cursor)
        return ERR_OK;
    if (text || !parts[3] || !text_is_code(parts[0]) || !text_int(parts[1], &q->after_entry))
        return ctx_fail(c, ERR_INVALID, "input.cursor", "cursor", "%.40s", cursor);
    q->after_area = parts[0];
    q->after_checklist = parts[2];
    q->after_item = parts[3];
    return ERR_OK;
}

static enum err put_line(const struct entry_view *v, const struct rectification_line *line)
{
    const struct rectification *r = &line->r;
    const struct checklist *list;
    struct json *j = v->j;
    TRY(checklist_with_item(v, line->district, r, &list));
    json_object(j);
    json_put_ref(j, "entry", line->district, line->entry);
    json_put_text(j, "entry_name", line->name);
    area_put_code(j, v->atlas, line->area);
    json_put_text(j, "facet", line->facet);
    json_put_text(j, "checklist", r->checklist);
    json_put_text(j, "item", r->item);
    put_item_name(j, "name", list, r->item);
    json_put_text(j, "state", rectification_state_word(line->state));
    json_put_ref(j, "case", line->district, r->casefile);
    json_put_time(j, "opened", r->opened);
    json_put_ref(j, "opened_by", line->district, r->opened_by);
    limit_put(j, "limit", rectification_limit(v->app->programmes, list, r->item));
    json_put_time(j, "due", r->due);
    json_put_time(j, "overdue", r->overdue);
    json_put_time(j, "struck", r->struck);
    json_put_ref(j, "struck_by", line->district, r->struck_by);
    json_put_int(j, "relapses", r->relapses);
    json_end(j);
    return ERR_OK;
}

static const char *cursor_of(struct ctx *c, const struct rectification_line *last)
{
    return arena_printf(c->mem, "%s.%lld.%s.%s", last->area, (long long)last->entry,
                        last->r.checklist, last->r.item);
}

static enum err list(struct ctx *c, const struct req *r, struct reply *out)
{
    const struct rectification_line *lines;
    const struct ledger_kind *kind;
    struct list_in in;
    size_t n;
    bool more;
    TRY(ledger_of_path(c, r, &kind));
    TRY(req_read_query(c, r, list_fields, LEN(list_fields), &in));
    TRY(rectification_state_check(c, in.state));
    struct rectification_query q = {
        .ledger = kind->ledger, .prefix = in.area, .state = in.state, .as_of = in.as_of};
    q.limit = in.limit == JSON_ABSENT ? RECTIFICATION_PAGE : (size_t)in.limit;
    TRY(read_cursor(c, in.cursor, &q));
    TRY(rectification_list(c, &q, &lines, &n, &more));
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, r, out);
    json_object(v.j);
    json_put_time(v.j, "as_of", q.as_of);
    json_key(v.j, "items");
    json_array(v.j);
    for (size_t i = 0; i < n; i++)
        TRY(put_line(&v, &lines[i]));
    json_array_end(v.j);
    json_put_text(v.j, "next", more ? cursor_of(c, &lines[n - 1]) : NULL);
    json_end(v.j);
    return ERR_OK;
}

static const struct route table[] = {
    {METHOD_GET, "/api/v1/ledgers/{ledger}/rectification", RIGHT_LEDGER_READ, 0, scope_of_query,
     list, NULL},
};
const struct routes rectification_routes = {table, LEN(table)};

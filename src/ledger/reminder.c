/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/reminder.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"
#include "ledger/entry_row.h"
#include "ledger/fields.h"

enum { DATE_TEXT = 10 };

struct listing {
    struct ctx *c;
    const struct reminder_query *q;
    int64_t today; /* its start */
    struct reminder *v;
    size_t n, cap;
};

static const char *date_of(struct ctx *c, int64_t at)
{
    char text[TIME_TEXT];
    time_format(at, text);
    return arena_copy_n(c->mem, text, DATE_TEXT);
}

static void add_rows(struct listing *l, const struct ledger_field *f, const struct db_rows *r)
{
    for (size_t i = 0; i < r->n; i++) {
        int64_t at = 0;
        const char *date = row_text(r, i, COL__COUNT);
        if (l->n == l->cap)
            l->v = arena_grow(l->c->mem, l->v, l->n, &l->cap, sizeof *l->v);
        (void)time_parse(date, &at);
        l->v[l->n++] = (struct reminder){.field = f->field,
                                         .date = date,
                                         .days = (at - l->today) / TIME_DAY,
                                         .entry = entry_from_row(&r->v[i * r->cols], 0)};
    }
}

/* ",planned,approved,"; "": in all. */
static const char *remind_in(struct ctx *c, const struct ledger_field *f)
{
    struct buf text = {.mem = c->mem};
    if (!f->n_remind_in)
        return "";
    buf_char(&text, ',');
    for (size_t i = 0; i < f->n_remind_in; i++)
        buf_printf(&text, "%s,", f->remind_in[i]);
    return buf_str(&text);
}

/* Of an entry with the cursor's date the fields behind the cursor's one are still to come. */
static enum err add_field(struct listing *l, const struct ledger_field *f, const char *prefix)
{
    const struct reminder_query *q = l->q;
    char end[TEXT_CODE_MAX];
    bool again = q->after_field && strcmp(f->field, q->after_field) > 0, more;
    text_prefix_end(prefix, end);
    for (int32_t district = 0;;) {
        struct db_rows r;
        TRY(entry_next_district(l->c, prefix, NULL, &district, &more));
        if (!more)
            return ERR_OK;
        TRY(db_query(l->c, SQL_ENTRY_REMINDERS,
                     ARGS(db_int(district), db_text(q->kind->ledger), db_text(f->field),
                          db_text(date_of(l->c, l->today + f->remind * TIME_DAY)), db_text(prefix),
                          db_text(end), db_text(q->after_date ? q->after_date : ""),
                          db_int(q->after_entry - again), db_text(remind_in(l->c, f)),
                          db_int((int64_t)q->limit + 1)),
                     &r));
        add_rows(l, f, &r);
    }
}

static int in_order(const void *a, const void *b)
{
    const struct reminder *x = a, *y = b;
    int by_date = strcmp(x->date, y->date);
    if (by_date)
        return by_date;
    if (x->entry.id != y->entry.id)
        return x->entry.id < y->entry.id ? -1 : 1;
    return strcmp(x->field, y->field);
}

enum err reminder_list(struct ctx *c, const struct reminder_query *q, const struct reminder **out,
                       size_t *out_n, bool *out_more)
{
    struct listing l = {.c = c, .q = q};
    (void)time_parse(date_of(c, c->now), &l.today);
    for (size_t i = 0; i < q->kind->fields.n; i++) {
        const struct ledger_field *f = &q->kind->fields.v[i];
        for (size_t k = 0; f->remind && field_is_shown(f) && k < q->n_prefixes; k++)
            TRY(add_field(&l, f, q->prefixes[k]));
    }
    if (l.n > 1)
        qsort(l.v, l.n, sizeof *l.v, in_order);
    *out = l.v;
    *out_more = l.n > q->limit;
    *out_n = *out_more ? q->limit : l.n;
    return ERR_OK;
}

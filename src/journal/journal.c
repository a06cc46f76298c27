/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/journal.h"

#include <stdlib.h>
#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/text.h"
#include "journal/row.h"

static const char *role_used(const struct ctx *c, const struct journal_entry *e)
{
    if (e->role)
        return e->role;
    if (!c->who)
        return "resident";
    return c->who->n_roles ? role_name(c->who->roles[0].role) : "none";
}

/* Without a login it was a resident, unless the program itself or its operator acted. */
static const char *name_of(const struct ctx *c, const char *role)
{
    if (c->who)
        return c->who->name;
    return strcmp(role, "operator") == 0 || strcmp(role, "system") == 0 ? "系统" : "居民";
}

enum err journal_append(struct ctx *c, const struct journal_entry *e)
{
    int64_t id;
    const char *role = role_used(c, e);
    TRY(db_new_id(c, &id));
    db_touch(c, e->district);
    return db_exec(c, SQL_JOURNAL_APPEND,
                   ARGS(db_int(e->district), db_int(id), db_int(c->now),
                        c->who ? db_int(c->who->id) : db_null(), db_text(name_of(c, role)),
                        db_text(role), db_text(e->noun), db_or_null(e->noun_id),
                        db_or_null(e->version), db_text(e->area), db_text(e->action),
                        db_text(e->kind), db_text(e->state_from), db_text(e->state_to),
                        db_text(e->reason), db_text(e->before), db_text(e->after)));
}

static struct journal_row row_at(const struct db_rows *r, size_t i)
{
    size_t n;
    struct journal_row row = {
        .district = (int32_t)row_int(r, i, ROW_DISTRICT),
        .id = row_int(r, i, ROW_ID),
        .at = row_int(r, i, ROW_AT),
        .account = row_int(r, i, ROW_ACCOUNT),
        .who = row_text(r, i, ROW_WHO),
        .role = row_text(r, i, ROW_ROLE),
        .noun = row_text(r, i, ROW_NOUN),
        .area = row_text(r, i, ROW_AREA),
        .action = row_text(r, i, ROW_ACTION),
        .noun_id = row_int(r, i, ROW_NOUN_ID),
        .version = row_int(r, i, ROW_VERSION),
        .kind = row_text(r, i, ROW_KIND),
        .state_from = row_text(r, i, ROW_STATE_FROM),
        .state_to = row_text(r, i, ROW_STATE_TO),
        .reason = row_text(r, i, ROW_REASON),
        .before = row_text(r, i, ROW_BEFORE),
        .after = row_text(r, i, ROW_AFTER),
        .seq = row_int(r, i, ROW_SEQ),
    };
    const void *hash = row_blob(r, i, ROW_HASH, &n);
    if (hash && n == sizeof row.hash)
        memcpy(row.hash, hash, n);
    return row;
}

enum err journal_of(struct ctx *c, int32_t district, const char *noun, int64_t noun_id,
                    const struct journal_row **out, size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_JOURNAL_OF, ARGS(db_int(district), db_text(noun), db_int(noun_id)), &r));
    struct journal_row *rows = arena_array(c->mem, r.n, sizeof *rows);
    for (size_t i = 0; i < r.n; i++)
        rows[i] = row_at(&r, i);
    *out = rows;
    *out_n = r.n;
    return ERR_OK;
}

struct listing {
    const char *prefix, *noun;
    int64_t before, limit;
};

static enum err list_district(struct ctx *c, int32_t district, const struct listing *l,
                              struct db_rows *out)
{
    char end[TEXT_CODE_MAX];
    text_prefix_end(l->prefix, end);
    if (strlen(l->prefix) > DIGITS_TOWN)
        return db_query(c, SQL_JOURNAL_LIST,
                        ARGS(db_int(district), db_text(l->prefix), db_text(end), db_int(l->before),
                             db_text(l->noun), db_int(l->limit)),
                        out);
    return db_query(c, SQL_JOURNAL_LIST_WIDE,
                    ARGS(db_int(district), db_int((int64_t)strlen(l->prefix)), db_text(l->prefix),
                         db_int(l->before), db_text(l->noun), db_int(l->limit)),
                    out);
}

static int newest_first(const void *a, const void *b)
{
    const struct journal_row *x = a, *y = b;
    return (x->id < y->id) - (x->id > y->id);
}

/* A prefix above the district reaches over several: the newest of each are taken, then the newest of those. */
enum err journal_list(struct ctx *c, const char *prefix, const char *noun, int64_t before,
                      int64_t limit, const struct journal_row **out, size_t *out_n)
{
    const struct listing l = {prefix, noun, before, limit};
    const struct text_range in = text_range_of(prefix);
    struct db_rows districts, r;
    TRY(db_query(c, SQL_JOURNAL_DISTRICTS, ARGS(db_int(in.low), db_int(in.high)), &districts));
    struct journal_row *rows = NULL;
    size_t n = 0, cap = 0;
    for (size_t d = 0; d < districts.n; d++) {
        TRY(list_district(c, (int32_t)row_int(&districts, d, 0), &l, &r));
        for (size_t i = 0; i < r.n; i++) {
            if (n == cap)
                rows = arena_grow(c->mem, rows, n, &cap, sizeof *rows);
            rows[n++] = row_at(&r, i);
        }
    }
    if (n > 1)
        qsort(rows, n, sizeof *rows, newest_first);
    *out = rows;
    *out_n = n < (size_t)limit ? n : (size_t)limit;
    return ERR_OK;
}

enum err journal_heads(struct ctx *c, const struct journal_head **out, size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_CHAIN_HEADS, NO_ARGS, &r));
    struct journal_head *heads = arena_array(c->mem, r.n, sizeof *heads);
    for (size_t i = 0; i < r.n; i++) {
        size_t n;
        const void *hash = row_blob(&r, i, 2, &n);
        heads[i].district = (int32_t)row_int(&r, i, 0);
        heads[i].seq = row_int(&r, i, 1);
        heads[i].sealed = row_int(&r, i, 3);
        if (hash && n == SECRET_HASH)
            memcpy(heads[i].hash, hash, n);
    }
    *out = heads;
    *out_n = r.n;
    return ERR_OK;
}

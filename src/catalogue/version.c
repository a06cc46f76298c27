/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/version.h"

#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/secret.h"
#include "base/text.h"
#include "catalogue/row.h"
#include "journal/journal.h"

struct version_number {
    const char *key;
    int64_t no;
};

static void put_number(struct ctx *c, struct version *v, const char *key, int64_t no)
{
    v->numbers = arena_grow(c->mem, v->numbers, v->n, &v->cap, sizeof *v->numbers);
    v->numbers[v->n++] = (struct version_number){key, no};
}

enum err version_begin(struct ctx *c, struct version *v, int64_t from, int64_t n_rows)
{
    struct db_rows r;
    TRY(catalogue_head_need(c, v->district));
    TRY(db_query(c, SQL_CATALOGUE_HEAD_CHANGE,
                 ARGS(db_int(v->district), db_int(from), db_int(n_rows)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_BUSY, "db.busy", "", "%06d", (int)v->district);
    v->version = row_int(&r, 0, 0);
    v->n_rows = n_rows;
    TRY(db_query(c, SQL_CATALOGUE_NUMBERS, ARGS(db_int(v->district)), &r));
    for (size_t i = 0; i < r.n; i++)
        put_number(c, v, row_text(&r, i, 0), row_int(&r, i, 1));
    return ERR_OK;
}

enum err version_end(struct ctx *c, const struct version *v, const struct catalogue_row *row)
{
    return db_exec(c, SQL_CATALOGUE_ROW_END,
                   ARGS(db_int(v->district), db_int(row->id), db_int(v->version)));
}

/* A number is given once in the life of a sub-class; a row that comes back has it still. */
static int64_t next_number(struct ctx *c, struct version *v, const char *key)
{
    for (size_t i = 0; i < v->n; i++)
        if (strcmp(v->numbers[i].key, key) == 0)
            return ++v->numbers[i].no;
    put_number(c, v, key, 1);
    return 1;
}

enum err version_add(struct ctx *c, struct version *v, const struct catalogue_row *row,
                     const struct catalogue_row *from)
{
    int64_t id, no;
    const struct limit *l = row->limits;
    TRY(db_new_id(c, &id));
    if (!text_int(row->no, &no) && !(from && text_int(from->no, &no)))
        no = next_number(c, v, row->key);
    return db_exec(c, SQL_CATALOGUE_ROW_ADD,
                   ARGS(db_int(v->district), db_int(id), db_int(v->version), db_text(row->key),
                        db_int(no), db_text(row->class_name), db_text(row->sub_name),
                        db_text(row->filing), db_text(limit_unit_word(l[0].unit)),
                        db_int(l[0].ticks), db_text(limit_unit_word(l[1].unit)), db_int(l[1].ticks),
                        db_text(limit_unit_word(l[2].unit)), db_int(l[2].ticks),
                        db_text(row->closing), db_text(row->unit), db_text(row->department),
                        db_text(row->basis), from ? db_int(from->id) : db_null()));
}

/* One hash over all that holds now: whoever keeps the file of rows can show which ones the journal means. */
static enum err rows_hash(struct ctx *c, const struct version *v, const char **out)
{
    const struct catalogue_row *rows;
    struct buf b = {.mem = c->mem};
    struct db_rows r;
    size_t n;
    TRY(db_query(c, SQL_CATALOGUE_AT, ARGS(db_int(v->district), db_int(v->version)), &r));
    TRY(catalogue_from_rows(c, &r, &rows, &n));
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%lld\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", (long long)rows[i].id,
                   rows[i].key, rows[i].class_name, rows[i].sub_name, rows[i].filing,
                   rows[i].limit_text, rows[i].closing, rows[i].unit, rows[i].department,
                   rows[i].basis);
    *out = secret_hash_text(c->mem, NULL, buf_str(&b), b.n);
    return ERR_OK;
}

static const char *document(struct ctx *c, const struct version *v,
                            const struct catalogue_report *r, const char *hash)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_int(&j, "added", r->added);
    json_put_int(&j, "changed", r->changed);
    json_put_text(&j, "district", arena_printf(c->mem, "%06d", (int)v->district));
    json_put_int(&j, "ended", r->ended);
    json_put_text(&j, "file", v->hash);
    if (v->restores)
        json_put_int(&j, "restored", v->restored);
    json_put_int(&j, "rows", v->n_rows);
    json_put_text(&j, "rows_hash", hash);
    json_put_text(&j, "source", v->source);
    json_end(&j);
    return buf_str(&b);
}

enum err version_finish(struct ctx *c, const struct version *v, const struct catalogue_report *r)
{
    const char *place, *hash;
    TRY(db_exec(c, SQL_CATALOGUE_VERSION_ADD,
                ARGS(db_int(v->district), db_int(v->version), db_int(c->now),
                     db_text(account_name_of(c)), db_text(v->source), db_text(v->hash),
                     v->restores ? db_int(v->restored) : db_null(), db_int(v->n_rows),
                     db_int(r->added), db_int(r->changed), db_int(r->ended))));
    TRY(catalogue_place(c, v->district, &place));
    TRY(rows_hash(c, v, &hash));
    const struct journal_entry e = {.district = text_district(place),
                                    .noun = "catalogue",
                                    .action = v->restores ? "restore" : "import",
                                    .role = c->who ? "admin" : "operator",
                                    .noun_id = v->version,
                                    .version = v->version,
                                    .area = place,
                                    .after = document(c, v, r, hash)};
    return journal_append(c, &e);
}

enum err catalogue_versions(struct ctx *c, int32_t district, int64_t *out_current,
                            const struct catalogue_version **out, size_t *out_n)
{
    struct catalogue_head head;
    struct db_rows r;
    TRY(catalogue_head(c, district, &head));
    TRY(db_query(c, SQL_CATALOGUE_VERSIONS, ARGS(db_int(district)), &r));
    struct catalogue_version *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = (struct catalogue_version){.version = row_int(&r, i, 0),
                                             .at = row_int(&r, i, 1),
                                             .by = row_text(&r, i, 2),
                                             .source = row_text(&r, i, 3),
                                             .hash = row_text(&r, i, 4),
                                             .restored = row_opt(&r, i, 5),
                                             .rows = row_int(&r, i, 6),
                                             .added = row_int(&r, i, 7),
                                             .changed = row_int(&r, i, 8),
                                             .ended = row_int(&r, i, 9)};
    *out_current = head.version;
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

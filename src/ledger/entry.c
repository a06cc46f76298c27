/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/ledger.h"

#include <string.h>

#include "account/account.h"
#include "area/atlas.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "geo/crs.h"
#include "journal/journal.h"
#include "ledger/draft.h"
#include "ledger/entry_follow.h"
#include "ledger/key.h"

int64_t entry_moment(const struct ctx *c, const struct entry *e)
{
    return e->as_of ? e->as_of : c->now;
}

enum err entry_get(struct ctx *c, int32_t district, int64_t id, int64_t as_of, struct entry *out)
{
    struct db_rows r;
    if (as_of)
        TRY(db_query(c, SQL_ENTRY_GET_THEN, ARGS(db_int(district), db_int(id), db_int(as_of)), &r));
    else
        TRY(db_query(c, SQL_ENTRY_GET, ARGS(db_int(district), db_int(id)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "ledger.entry_unknown", "", "%lld", (long long)id);
    *out = entry_from_row(r.v, as_of);
    return ERR_OK;
}

enum err entry_look(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                    const char **out)
{
    struct entry e;
    struct draft d;
    TRY(draft_of(c, app, district, id, &e, &d));
    struct field_set hidden = fields_where(c, &d.open, &d.kind->fields, field_is_hidden, false);
    hidden = fields_there(c, &hidden);
    hidden = fields_merge(c, &hidden, &d.sealed);
    *out = hidden.n ? fields_text(c, &hidden) : NULL;
    return journal_append(c, &(struct journal_entry){.district = district,
                                                     .noun = "entry",
                                                     .noun_id = id,
                                                     .area = e.area,
                                                     .action = "look",
                                                     .role = entry_role(c, e.area)});
}

enum err entry_versions(struct ctx *c, int32_t district, int64_t id,
                        const struct entry_version **out, size_t *out_n)
{
    struct entry e;
    struct timeline t;
    TRY(entry_get(c, district, id, 0, &e));
    TRY(timeline_read(c, district, id, e.ledger, &t));
    struct entry_version *list = arena_array(c->mem, t.n, sizeof *list);
    for (size_t i = 0; i < t.n; i++) {
        const struct piece *p = &t.pieces[i];
        list[i] = (struct entry_version){.n = p->n,
                                         .valid_from = p->from,
                                         .valid_to = p->to,
                                         .recorded = p->recorded,
                                         .area = p->facts.area,
                                         .name = p->facts.name,
                                         .status = p->status,
                                         .fields = p->facts.fields,
                                         .who = p->who,
                                         .why = p->why,
                                         .post = p->facts.post,
                                         .programme_version = p->facts.programme_version};
    }
    *out = list;
    *out_n = t.n;
    return ERR_OK;
}

enum err entry_answer(struct ctx *c, const struct app *app, const struct entry *e, int64_t at,
                      struct post_answer *out)
{
    const struct ledger_kind *kind;
    struct post own;
    TRY(entry_kind(c, app, e, &kind));
    if (e->post) {
        TRY(post_get(c, e->district, e->post, at, &own));
        *out = (struct post_answer){.found = own.holder.holding != 0,
                                    .district = own.district,
                                    .post = own.id,
                                    .kind = own.kind,
                                    .area = own.area,
                                    .holder = own.holder};
        if (out->found)
            return ERR_OK;
    }
    const struct case_kind route = {.route = kind->posts, .n_route = kind->n_posts};
    const struct atlas_view *v = atlas_take(app->atlas);
    enum err err = post_answer(c, v, atlas_find(v, e->area), &route, at, out);
    atlas_give(app->atlas, v);
    return err;
}

/* ---- the owner's code ---- */

enum { CODE_HALF = 5, CODE_CHARS = 10 };

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* What people type: small letters, O for 0, I and L for 1, blanks and dashes anywhere. */
static char plain_char(char ch)
{
    if (ch >= 'a' && ch <= 'z')
        ch = (char)(ch - ('a' - 'A'));
    if (ch == 'O')
        ch = '0';
    else if (ch == 'I' || ch == 'L')
        ch = '1';
    return ch;
}

static size_t plain_code(const char *code, char out[CODE_CHARS])
{
    size_t n = 0;
    for (; *code; code++) {
        char ch = plain_char(*code);
        if (ch == ' ' || ch == '-')
            continue;
        if (n == CODE_CHARS || !strchr(alphabet, ch))
            return 0;
        out[n++] = ch;
    }
    return n;
}

static void hash_code(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                      const char code[CODE_CHARS], unsigned char out[SECRET_HASH])
{
    const char *text = arena_printf(c->mem, "owner %06d %lld %.*s", (int)district, (long long)id,
                                    (int)CODE_CHARS, code);
    secret_hash(app->key, text, strlen(text), out);
}

static void spell(const unsigned char chance[CODE_CHARS], char out[ENTRY_CODE])
{
    for (size_t i = 0; i < CODE_CHARS; i++)
        out[i < CODE_HALF ? i : i + 1] = alphabet[chance[i] % 32];
    out[CODE_HALF] = '-';
    out[ENTRY_CODE - 1] = '\0';
}

static void entry_owner_draw(char out[ENTRY_CODE])
{
    unsigned char chance[CODE_CHARS];
    secret_random(chance, sizeof chance);
    spell(chance, out);
}

void entry_owner_draw_for(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                          const char *key, char out[ENTRY_CODE])
{
    unsigned char chance[SECRET_HASH];
    if (!key) {
        entry_owner_draw(out);
        return;
    }
    const char *text = arena_printf(c->mem, "owner code %06d %lld %lld %s", (int)district,
                                    (long long)id, c->who ? (long long)c->who->id : 0LL, key);
    secret_hash(app->key, text, strlen(text), chance);
    spell(chance, out);
}

static enum err holds_already(struct ctx *c, int32_t district, int64_t id,
                              const unsigned char hash[SECRET_HASH], bool *out)
{
    struct db_rows r;
    size_t n = 0;
    TRY(db_query(c, SQL_ENTRY_SECRETS, ARGS(db_int(district), db_int(id)), &r));
    const void *kept = r.n ? row_blob(&r, 0, 1, &n) : NULL;
    *out = kept && n == SECRET_HASH && secret_equal(kept, hash, n);
    return ERR_OK;
}

enum err entry_owner_keep(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                          const char code[ENTRY_CODE])
{
    unsigned char hash[SECRET_HASH];
    char plain[CODE_CHARS] = {0};
    struct entry e;
    struct db_rows r;
    bool holds;
    TRY(entry_get(c, district, id, 0, &e));
    (void)plain_code(code, plain);
    hash_code(c, app, district, id, plain, hash);
    TRY(holds_already(c, district, id, hash, &holds));
    if (holds)
        return ERR_OK;
    TRY(db_query(c, SQL_ENTRY_OWNER,
                 ARGS(db_int(district), db_int(id), db_blob(hash, sizeof hash), db_int(c->now)),
                 &r));
    return journal_append(
        c, &(struct journal_entry){.district = district,
                                   .noun = "entry",
                                   .noun_id = id,
                                   .version = row_int(&r, 0, 0),
                                   .area = e.area,
                                   .action = "owner_code",
                                   .role = c->who ? entry_role(c, e.area) : "resident"});
}

enum err entry_owner_code(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                          char out[ENTRY_CODE])
{
    entry_owner_draw(out);
    return entry_owner_keep(c, app, district, id, out);
}

enum err entry_owner_check(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                           const char *code)
{
    unsigned char hash[SECRET_HASH];
    char typed[CODE_CHARS] = {0};
    struct db_rows r;
    size_t n = 0, typed_n = plain_code(code, typed);
    hash_code(c, app, district, id, typed, hash);
    TRY(db_query(c, SQL_ENTRY_SECRETS, ARGS(db_int(district), db_int(id)), &r));
    const void *kept = r.n ? row_blob(&r, 0, 1, &n) : NULL;
    if (!kept || typed_n != CODE_CHARS || n != sizeof hash || !secret_equal(kept, hash, n))
        return ctx_fail(c, ERR_NOT_FOUND, "ledger.owner", "", "%s", "");
    return ERR_OK;
}

/* ---- what it goes on for ---- */

static bool is_known(const struct entry_before *list, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].id == id)
            return true;
    return false;
}

enum err entry_before(struct ctx *c, int32_t district, int64_t id, const struct entry_before **out,
                      size_t *out_n)
{
    struct entry_before *list = arena_array(c->mem, ENTRY_BEFORE_MAX, sizeof *list);
    size_t n = 0;
    for (size_t at = 0; at <= n && n < ENTRY_BEFORE_MAX; at++) {
        struct db_rows r;
        int64_t of = at ? list[at - 1].id : id;
        TRY(db_query(c, SQL_ENTRY_PREDECESSORS, ARGS(db_int(district), db_int(of)), &r));
        for (size_t i = 0; i < r.n && n < ENTRY_BEFORE_MAX; i++) {
            int64_t before = row_int(&r, i, 0);
            if (before != id && !is_known(list, n, before))
                list[n++] = (struct entry_before){before, row_int(&r, i, 2), row_text(&r, i, 1),
                                                  row_text(&r, i, 3)};
        }
    }
    *out = list;
    *out_n = n;
    return ERR_OK;
}

/* ---- as it was ---- */

enum err entry_then(struct ctx *c, const struct app *app, struct entry *e)
{
    return e->as_of && app->follow ? app->follow->then(c, app, e) : ERR_OK;
}

/* ---- likenesses ---- */

enum { ALIKE_MAX = 10, AROUND_MAX = 200, NEAR_M = 50 };

struct alikes {
    struct entry *v;
    size_t n;
};

/* Only what the asker may read: one that he may not is none to him. */
static void add_alike(const struct ctx *c, struct alikes *l, const struct entry *e)
{
    if (c->who && !account_may(c->who, RIGHT_LEDGER_READ, e->area))
        return;
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i].id == e->id)
            return;
    if (l->n < ALIKE_MAX)
        l->v[l->n++] = *e;
}

static enum err add_named(struct ctx *c, const struct entry_likeness *like, const char *key,
                          struct alikes *l)
{
    struct db_rows r;
    char end[TEXT_CODE_MAX];
    size_t n = strlen(like->area);
    const char *town = arena_copy_n(c->mem, like->area, n < DIGITS_TOWN ? n : DIGITS_TOWN);
    text_prefix_end(town, end);
    TRY(db_query(c, SQL_ENTRY_NAMED,
                 ARGS(db_int(text_district(like->area)), db_text(like->ledger), db_text(key),
                      db_text(town), db_text(end), db_int(like->except), db_int(AROUND_MAX)),
                 &r));
    const struct entry *found = entry_rows(c, &r, 0);
    for (size_t i = 0; i < r.n; i++)
        add_alike(c, l, &found[i]);
    return ERR_OK;
}

static enum err add_near(struct ctx *c, const struct entry_likeness *like, const char *key,
                         struct alikes *l)
{
    const int64_t box_y = 4600, box_x = 12000; /* a little more than 50 m, up to 65 degrees */
    const struct geo_point p = *like->point;
    struct db_rows r;
    TRY(db_query(c, SQL_ENTRY_AROUND,
                 ARGS(db_int(text_district(like->area)), db_text(like->ledger),
                      db_int(p.lon_e7 - box_x), db_int(p.lon_e7 + box_x), db_int(p.lat_e7 - box_y),
                      db_int(p.lat_e7 + box_y), db_int(like->except), db_int(AROUND_MAX)),
                 &r));
    const struct entry *found = entry_rows(c, &r, 0);
    for (size_t i = 0; i < r.n; i++)
        if (geo_distance_m(p, found[i].point) <= NEAR_M &&
            key_alike(c->mem, key, row_text(&r, i, COL__COUNT)))
            add_alike(c, l, &found[i]);
    return ERR_OK;
}

enum err entry_alike(struct ctx *c, const struct app *app, const struct entry_likeness *like,
                     const struct entry **out, size_t *out_n)
{
    struct alikes l = {.v = arena_array(c->mem, ALIKE_MAX, sizeof *l.v)};
    if (!programme_ledger(app->programmes, like->ledger))
        return ctx_fail(c, ERR_INVALID, "ledger.unknown", "ledger", "%.40s", like->ledger);
    const char *key = key_fold(c->mem, like->name);
    TRY(add_named(c, like, key, &l));
    if (like->point)
        TRY(add_near(c, like, key, &l));
    *out = l.v;
    *out_n = l.n;
    return ERR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Filing: from what somebody reports to a case in the flow of its kind, with the post that answers for it. */
#include <string.h>

#include "account/account.h"
#include "area/atlas.h"
#include "base/arena.h"
#include "base/text.h"
#include "casefile/fact.h"
#include "casefile/inside.h"
#include "db/db.h"
#include "journal/journal.h"
#include "person/phone.h"

enum { DISTRICT_DIGITS = 6, TOWN_DIGITS = 9, COMMUNITY_DIGITS = 12 };
enum { BODY_MIN = 2, BODY_MAX = 2000, ADDRESS_MAX = 200, NAME_MAX_CHARS = 60 };

/* One filing under way: what is known of it so far. */
struct filing {
    const struct app *app;
    const struct casefile_new *in;
    const struct case_kind *kind;
    const struct flow *flow;
    const struct atlas_view *view;
    int32_t area;
    const char *code; /* of the area */
    const char *body, *address;
    char phone[PHONE_MAX]; /* "": none */
    struct post_answer answer;
    int32_t district;
    int64_t id;
};

/* ---- what was said ---- */

static enum err check_length(struct ctx *c, const char *field, const char *text, size_t min,
                             size_t max)
{
    size_t n = text_utf8_len(text);
    if (n < min || n > max)
        return ctx_fail(c, ERR_INVALID, "input.length", field, "%zu (%zu..%zu)", n, min, max);
    return ERR_OK;
}

static enum err check_words(struct ctx *c, struct filing *f)
{
    const struct casefile_new *in = f->in;
    f->kind = programme_kind(f->app->programmes, in->kind);
    if (!f->kind)
        return ctx_fail(c, ERR_INVALID, "case.kind_unknown", "kind", "%.40s", in->kind);
    f->flow = programme_flow(f->app->programmes, f->kind->flow);
    f->body = casefile_trim(c, in->body);
    TRY(check_length(c, "body", f->body, BODY_MIN, BODY_MAX));
    if (in->address) {
        const char *address = casefile_trim(c, in->address);
        TRY(check_length(c, "address", address, 0, ADDRESS_MAX));
        f->address = address[0] ? address : NULL;
    }
    if (in->name)
        TRY(check_length(c, "name", in->name, 1, NAME_MAX_CHARS));
    if (in->phone && !phone_read(in->phone, f->phone))
        return ctx_fail(c, ERR_INVALID, "person.phone", "phone", "%.30s", in->phone);
    if (in->n_uploads > MEDIA_PER_STEP)
        return ctx_fail(c, ERR_INVALID, "media.too_many", "uploads", "%d", MEDIA_PER_STEP);
    return ERR_OK;
}

/* ---- where ---- */

/* The reporter may know it more closely than the map does, but not otherwise. */
static int32_t closer(const struct atlas_view *v, int32_t located, int32_t named)
{
    const struct area *a = atlas_at(v, located), *b = atlas_at(v, named);
    if (text_has_prefix(b->code, a->code))
        return named;
    return text_has_prefix(a->code, b->code) ? located : -1;
}

static enum err find_area(struct ctx *c, struct filing *f)
{
    const struct casefile_new *in = f->in;
    int32_t named = -1, located = -1;
    if (!in->has_point && !in->area)
        return ctx_fail(c, ERR_INVALID, "place.missing", "lon", "%s", "");
    if (in->area && (named = atlas_find(f->view, in->area)) < 0)
        return ctx_fail(c, ERR_INVALID, "area.unknown", "area", "%.30s", in->area);
    if (in->has_point && (located = atlas_locate(f->view, in->point)) < 0)
        return ctx_fail(c, ERR_INVALID, "place.outside_grid", "lon", "%.7f %.7f",
                        in->point.lon_e7 / 1e7, in->point.lat_e7 / 1e7);
    f->area = !in->area ? located : !in->has_point ? named : closer(f->view, located, named);
    if (f->area < 0)
        return ctx_fail(c, ERR_INVALID, "place.mismatch", "area", "%.30s", in->area);
    const struct area *a = atlas_at(f->view, f->area);
    if (a->valid_to && a->valid_to <= c->now)
        return ctx_fail(c, ERR_INVALID, "area.ended", "area", "%s", a->code);
    if (strlen(a->code) < DISTRICT_DIGITS)
        return ctx_fail(c, ERR_INVALID, "place.outside_grid", "area", "%s", a->code);
    f->code = arena_copy(c->mem, a->code); /* outlives the view */
    f->district = text_district(a->code);
    return ERR_OK;
}

/* ---- the rows ---- */

static struct db_value prefix(struct ctx *c, const char *code, size_t n)
{
    return strlen(code) < n ? db_null() : db_text(arena_copy_n(c->mem, code, n));
}

static enum err add_row(struct ctx *c, const struct filing *f,
                        const unsigned char hash[SECRET_HASH])
{
    const struct casefile_new *in = f->in;
    unsigned char *contact = NULL;
    size_t n = 0;
    if (in->name || f->phone[0])
        casefile_seal_contact(c, f->app, f->district, f->id, in->name,
                              f->phone[0] ? f->phone : NULL, &contact, &n);
    const struct db_value none = db_null();
    return db_exec(
        c, SQL_CASEFILE_ADD,
        ARGS(db_int(f->district), db_int(f->id), db_text(f->kind->kind), db_text(f->flow->flow),
             db_text(f->flow->start), db_text(f->code), prefix(c, f->code, TOWN_DIGITS),
             prefix(c, f->code, COMMUNITY_DIGITS), in->has_point ? db_int(in->point.lon_e7) : none,
             in->has_point ? db_int(in->point.lat_e7) : none, db_text(f->address), db_text(f->body),
             f->answer.found ? db_int(f->answer.post) : none, c->who ? db_int(c->who->id) : none,
             contact ? db_blob(contact, n) : none, db_blob(hash, SECRET_HASH),
             db_int((int64_t)in->n_uploads), db_int(c->now)));
}

/*
 * The journal keeps no word of the reporter, only a digest of what was said and where, so that a change is seen and
 * erasing stays possible. Its key is the receipt's hash: when that row is erased, the digest tells nothing either.
 */
static void put_digest(struct ctx *c, struct json *j, const struct filing *f,
                       const unsigned char hash[SECRET_HASH])
{
    unsigned char digest[SECRET_HASH];
    char hex[2 * SECRET_HASH + 1];
    struct buf b = {.mem = c->mem};
    struct json said = {.out = &b};
    json_object(&said);
    json_put_text(&said, "address", f->address);
    json_put_text(&said, "body", f->body);
    if (f->in->has_point) {
        json_put_int(&said, "lat_e7", f->in->point.lat_e7);
        json_put_int(&said, "lon_e7", f->in->point.lon_e7);
    }
    json_end(&said);
    secret_hash(hash, b.p, b.n, digest);
    text_hex(digest, sizeof digest, hex);
    json_put_text(j, "said", hex);
}

static enum err journal_filing(struct ctx *c, const struct filing *f,
                               const unsigned char hash[SECRET_HASH])
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_text(&j, "flow", f->flow->flow);
    json_put_int(&j, "photos", (int64_t)f->in->n_uploads);
    casefile_put_id(&j, "post", f->answer.found ? f->answer.post : 0);
    put_digest(c, &j, f, hash);
    json_end(&j);
    return journal_append(c, &(struct journal_entry){.district = f->district,
                                                     .noun = "casefile",
                                                     .noun_id = f->id,
                                                     .version = 1,
                                                     .area = f->code,
                                                     .action = "file",
                                                     .role = c->who ? NULL : "resident",
                                                     .kind = f->kind->kind,
                                                     .state_to = f->flow->start,
                                                     .after = buf_str(&b)});
}

static enum err open_facts(struct ctx *c, const struct filing *f)
{
    return fact_open(c, &(struct casefile){.district = f->district,
                                           .id = f->id,
                                           .cycle = 1,
                                           .flow = f->flow->flow,
                                           .kind = f->kind->kind,
                                           .area = f->code,
                                           .post = f->answer.found ? f->answer.post : 0,
                                           .has_point = f->in->has_point,
                                           .point = f->in->point});
}

static enum err file_at(struct ctx *c, struct filing *f, struct casefile_receipt *out)
{
    struct casefile_receipt made = {.opened = c->now};
    unsigned char hash[SECRET_HASH];
    TRY(check_words(c, f));
    TRY(find_area(c, f));
    TRY(post_answer(c, f->view, f->area, f->kind, c->now, &f->answer));
    TRY(db_new_id(c, &f->id));
    casefile_new_secret(made.secret);
    casefile_secret_hash(f->app, f->district, f->id, made.secret, hash);
    TRY(add_row(c, f, hash));
    TRY(casefile_attach(c, f->district, f->id, "before", f->in->uploads, f->in->n_uploads));
    TRY(journal_filing(c, f, hash));
    TRY(open_facts(c, f));
    made.district = f->district;
    made.id = f->id;
    made.area = f->code;
    made.state = f->flow->start;
    made.answer = f->answer;
    *out = made;
    return ERR_OK;
}

enum err casefile_file(struct ctx *c, const struct app *app, const struct casefile_new *in,
                       struct casefile_receipt *out)
{
    struct filing f = {.app = app, .in = in, .view = atlas_take(app->atlas)};
    enum err err = file_at(c, &f, out);
    atlas_give(app->atlas, f.view);
    return err;
}

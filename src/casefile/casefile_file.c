/* SPDX-License-Identifier: Apache-2.0 */
/* Filing: from what somebody reports to a case in the flow of its kind, with the post that answers for it. */
#include <string.h>

#include "account/account.h"
#include "area/atlas.h"
#include "base/arena.h"
#include "base/text.h"
#include "casefile/casefile_demand.h"
#include "casefile/deed.h"
#include "casefile/fact.h"
#include "casefile/inside.h"
#include "db/db.h"
#include "journal/journal.h"
#include "person/phone.h"

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
    const char *body, *address, *name;
    char phone[PHONE_MAX]; /* "": none */
    struct post_answer answer;
    int32_t district;
    int64_t id;
    int64_t lower; /* the case below that is passed up; 0: none */
    struct casefile made;
    struct clock_use clock;
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
    if (in->name) {
        f->name = casefile_trim(c, in->name);
        TRY(check_length(c, "name", f->name, 1, NAME_MAX_CHARS));
    }
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
    if (strlen(a->code) < DIGITS_DISTRICT)
        return ctx_fail(c, ERR_INVALID, "place.outside_grid", "area", "%s", a->code);
    f->code = arena_copy(c->mem, a->code); /* outlives the view */
    f->district = text_district(a->code);
    return ERR_OK;
}

/* ---- the rows ---- */

static enum err add_row(struct ctx *c, const struct filing *f,
                        const unsigned char hash[SECRET_HASH])
{
    const struct casefile_new *in = f->in;
    unsigned char *contact = NULL;
    size_t n = 0;
    if (f->name || f->phone[0])
        casefile_seal_contact(c, f->app, f->district, f->id, f->name, f->phone[0] ? f->phone : NULL,
                              &contact, &n);
    const struct db_value none = db_null();
    return db_exec(c, SQL_CASEFILE_ADD,
                   ARGS(db_int(f->district), db_int(f->id), db_text(f->kind->kind),
                        db_text(f->flow->flow), db_text(f->flow->start), db_text(f->code),
                        db_text(casefile_prefix(c, f->code, DIGITS_TOWN)),
                        db_text(casefile_prefix(c, f->code, DIGITS_COMMUNITY)),
                        in->has_point ? db_int(in->point.lon_e7) : none,
                        in->has_point ? db_int(in->point.lat_e7) : none, db_text(f->address),
                        db_text(f->body), f->answer.found ? db_int(f->answer.post) : none,
                        c->who ? db_int(c->who->id) : none, contact ? db_blob(contact, n) : none,
                        db_blob(hash, SECRET_HASH), db_int(f->made.photos), db_int(c->now),
                        db_text(f->made.clock), db_int(f->made.clock_n),
                        f->made.due ? db_int(f->made.due) : none, db_int(f->made.provisional),
                        db_int(f->made.light), f->made.next_at ? db_int(f->made.next_at) : none,
                        db_text(f->made.source), db_text(f->made.external_to),
                        db_text(f->made.external_number), f->lower ? db_int(f->lower) : none,
                        db_text(f->made.rule), db_or_null(f->made.handle_due),
                        db_or_null(f->made.external_due)));
}

/* What the clock and the facts need to know of it. */
static struct casefile made_of(const struct ctx *c, const struct filing *f)
{
    return (struct casefile){.district = f->district,
                             .id = f->id,
                             .version = 1,
                             .kind = f->kind->kind,
                             .flow = f->flow->flow,
                             .state = f->flow->start,
                             .area = f->code,
                             .is_open = true,
                             .has_point = f->in->has_point,
                             .point = f->in->point,
                             .post = f->answer.found ? f->answer.post : 0,
                             .cycle = 1,
                             .photos = (int64_t)f->in->n_uploads,
                             .opened = c->now,
                             .updated = c->now,
                             .lower = f->lower,
                             .source = f->in->source ? f->in->source : "resident",
                             .external_to = f->in->external_to,
                             .external_number = f->in->external_number,
                             .external_due = f->in->external_due};
}

/* The case with its first clock and its facts. */
static enum err add_case(struct ctx *c, struct filing *f, const unsigned char hash[SECRET_HASH])
{
    TRY(clock_first(c, f->app, f->flow, f->kind, &f->made, &f->clock));
    TRY(add_row(c, f, hash));
    TRY(clock_first_write(c, &f->made, &f->clock));
    return fact_open(c, &f->made);
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
    if (f->made.external_due)
        json_put_time(&j, "external_due", f->made.external_due);
    if (f->made.external_number)
        json_put_text(&j, "external_number", f->made.external_number);
    if (f->made.external_to)
        json_put_text(&j, "external_to", f->made.external_to);
    json_put_text(&j, "flow", f->flow->flow);
    if (f->lower)
        casefile_put_id(&j, "lower", f->lower);
    json_put_int(&j, "photos", f->made.photos);
    casefile_put_id(&j, "post", f->made.post);
    put_digest(c, &j, f, hash);
    json_put_text(&j, "source", f->made.source);
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
    f->made = made_of(c, f);
    TRY(add_case(c, f, hash));
    TRY(casefile_attach(c, &f->made, "before", f->in->uploads, f->in->n_uploads));
    TRY(journal_filing(c, f, hash));
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

/* ---- the case of the desk above ---- */

static enum err copy_photo(struct ctx *c, int32_t district, int64_t photo, int64_t to,
                           int64_t cycle)
{
    int64_t id;
    TRY(db_new_id(c, &id));
    TRY(db_exec(c, SQL_CASEFILE_MEDIA_COPY,
                ARGS(db_int(district), db_int(id), db_int(to), db_int(photo))));
    TRY(media_set_cycle(c, district, id, cycle));
    return db_exec(c, SQL_CASEFILE_MEDIA_PLACE_COPY,
                   ARGS(db_int(district), db_int(id), db_int(photo)));
}

static enum err copy_photos(struct ctx *c, const struct casefile *from, int64_t to)
{
    struct db_rows r;
    TRY(db_query(c, SQL_CASEFILE_MEDIA_IDS, ARGS(db_int(from->district), db_int(from->id)), &r));
    for (size_t i = 0; i < r.n; i++)
        TRY(copy_photo(c, from->district, row_int(&r, i, 0), to, 1));
    return ERR_OK;
}

enum err casefile_copy_result(struct ctx *c, const struct casefile *from, const struct casefile *to)
{
    struct db_rows r;
    int64_t room = MEDIA_PER_CASE - to->photos;
    TRY(db_query(
        c, SQL_CASEFILE_MEDIA_AFTER,
        ARGS(db_int(from->district), db_int(from->id), db_int(to->id), db_int(room > 0 ? room : 0)),
        &r));
    for (size_t i = 0; i < r.n; i++) {
        TRY(copy_photo(c, from->district, row_int(&r, i, 0), to->id, to->cycle));
        TRY(db_exec(c, SQL_CASEFILE_MEDIA_MORE, ARGS(db_int(to->district), db_int(to->id))));
    }
    return ERR_OK;
}

/* Nobody follows it by a receipt of its own: its secret is thrown away. */
static enum err file_upper(struct ctx *c, struct filing *f, const struct casefile *lower)
{
    unsigned char hash[SECRET_HASH];
    char secret[CASEFILE_SECRET];
    f->area = atlas_find(f->view, f->code);
    if (f->area < 0)
        return ctx_fail(c, ERR_INVALID, "area.unknown", "area", "%s", f->code);
    TRY(post_answer(c, f->view, f->area, f->kind, c->now, &f->answer));
    casefile_new_secret(secret);
    casefile_secret_hash(f->app, f->district, f->id, secret, hash);
    f->made = made_of(c, f);
    f->made.photos = lower->photos;
    TRY(add_case(c, f, hash));
    TRY(copy_photos(c, lower, f->id));
    return journal_filing(c, f, hash);
}

enum err casefile_file_upper(struct ctx *c, const struct app *app, const struct casefile *lower,
                             const char *code, int64_t id)
{
    const struct casefile_new in = {.kind = lower->kind,
                                    .has_point = lower->has_point,
                                    .point = lower->point,
                                    .source = lower->source,
                                    .external_to = lower->external_to,
                                    .external_number = lower->external_number,
                                    .external_due = lower->external_due};
    struct filing f = {.app = app,
                       .in = &in,
                       .kind = programme_kind(app->programmes, lower->kind),
                       .code = code,
                       .body = lower->body,
                       .address = lower->address,
                       .district = lower->district,
                       .id = id,
                       .lower = lower->id};
    if (!f.kind)
        return ctx_fail(c, ERR_INTERNAL, "internal", "", "kind %.40s", lower->kind);
    f.flow = programme_flow(app->programmes, f.kind->flow);
    f.view = atlas_take(app->atlas);
    enum err err = file_upper(c, &f, lower);
    atlas_give(app->atlas, f.view);
    return err;
}

/* ---- what an inspection demands ---- */

/* Where handling begins with the filing, the unit has it from then on. */
static enum err add_dispatched(struct ctx *c, const struct filing *f)
{
    struct casefile before = f->made;
    before.handle_due = 0;
    const char *reached = flow_milestone_word(flow_state(f->flow, f->flow->start)->milestone);
    return fact_step(
        c, &(struct fact_step){
               .before = &before, .after = &f->made, .action = "file", .milestone = reached});
}

/* As for the desk above, nobody follows it by a receipt. */
static enum err file_demand(struct ctx *c, struct filing *f, int64_t post)
{
    unsigned char hash[SECRET_HASH];
    char secret[CASEFILE_SECRET];
    f->area = atlas_find(f->view, f->code);
    if (f->area < 0)
        return ctx_fail(c, ERR_INVALID, "area.unknown", "area", "%s", f->code);
    if (post)
        f->answer = (struct post_answer){.found = true, .post = post};
    else
        TRY(post_answer(c, f->view, f->area, f->kind, c->now, &f->answer));
    TRY(db_new_id(c, &f->id));
    casefile_new_secret(secret);
    casefile_secret_hash(f->app, f->district, f->id, secret, hash);
    f->made = made_of(c, f);
    TRY(add_case(c, f, hash));
    TRY(add_dispatched(c, f));
    return journal_filing(c, f, hash);
}

enum err casefile_demand(struct ctx *c, const struct app *app, const struct casefile_demand *in,
                         int64_t *out_id)
{
    const struct casefile_new made = {.kind = in->kind,
                                      .area = in->area,
                                      .has_point = in->has_point,
                                      .point = in->point,
                                      .source = "patrol"};
    const struct case_kind *known = programme_kind(app->programmes, in->kind);
    if (!known)
        return ctx_fail(c, ERR_INVALID, "case.kind_unknown", "kind", "%.40s", in->kind);
    struct case_kind kind = *known;
    kind.limit = in->limit.ticks ? in->limit : kind.limit;
    struct filing f = {.app = app,
                       .in = &made,
                       .kind = &kind,
                       .flow = programme_flow(app->programmes, kind.flow),
                       .code = in->area,
                       .district = text_district(in->area),
                       .body = in->body,
                       .view = atlas_take(app->atlas)};
    enum err err = file_demand(c, &f, in->post);
    atlas_give(app->atlas, f.view);
    if (err == ERR_OK)
        *out_id = f.id;
    return err;
}

enum err casefile_show(struct ctx *c, int32_t district, int64_t id, int64_t inspection_photo)
{
    int64_t media;
    struct casefile f;
    TRY(casefile_get(c, district, id, &f));
    TRY(db_new_id(c, &media));
    TRY(db_exec(c, SQL_CASEFILE_MEDIA_SHOW,
                ARGS(db_int(district), db_int(media), db_int(id),
                     c->who ? db_int(c->who->id) : db_null(), db_int(inspection_photo))));
    TRY(media_set_cycle(c, district, media, f.cycle));
    return db_exec(c, SQL_CASEFILE_MEDIA_MORE, ARGS(db_int(district), db_int(id)));
}

/* ---- another kind or place ---- */

/* A kind of another flow only where both begin, and wait by the same clock. */
static bool goes_on_as(const struct flow *was, const struct flow *is, const struct casefile *f)
{
    const struct flow_state *a = flow_state(was, f->state), *b = flow_state(is, f->state);
    if (was == is)
        return true;
    return b && strcmp(f->state, is->start) == 0 && a->clock >= 0 && b->clock >= 0 &&
           strcmp(was->clocks[a->clock].clock, is->clocks[b->clock].clock) == 0;
}

static enum err correct_kind(struct ctx *c, struct filing *f, const struct casefile *file)
{
    const struct flow *was = programme_flow(f->app->programmes, file->flow);
    f->kind = programme_kind(f->app->programmes, f->in->kind);
    if (!f->kind || f->kind->internal)
        return ctx_fail(c, ERR_INVALID, "case.kind_unknown", "kind", "%.40s", f->in->kind);
    f->flow = programme_flow(f->app->programmes, f->kind->flow);
    if (!goes_on_as(was, f->flow, file))
        return ctx_fail(c, ERR_CONFLICT, "case.kind_flow", "kind", "%s", f->kind->flow);
    return ERR_OK;
}

static enum err correct_place(struct ctx *c, struct filing *f, const struct casefile *file)
{
    TRY(find_area(c, f));
    if (f->district != file->district)
        return ctx_fail(c, ERR_INVALID, "case.place_district", "area", "%s", f->code);
    return post_answer(c, f->view, f->area, f->kind, c->now, &f->answer);
}

enum err casefile_correct(struct ctx *c, const struct app *app, const struct casefile_act *act,
                          struct casefile *f)
{
    bool placed = act->area || act->has_point;
    const struct casefile_new in = {.kind = act->kind ? act->kind : f->kind,
                                    .area = placed ? act->area : f->area,
                                    .has_point = placed && act->has_point,
                                    .point = act->point};
    struct filing filing = {.app = app, .in = &in};
    TRY(correct_kind(c, &filing, f));
    filing.view = atlas_take(app->atlas);
    enum err err = correct_place(c, &filing, f);
    atlas_give(app->atlas, filing.view);
    TRY(err);
    f->kind = filing.kind->kind;
    f->flow = filing.flow->flow;
    f->area = filing.code;
    f->post = filing.answer.found ? filing.answer.post : 0;
    if (placed) {
        f->has_point = act->has_point;
        f->point = act->point;
    }
    return ERR_OK;
}

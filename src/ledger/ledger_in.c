/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/ledger_in.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "account/account.h"
#include "base/text.h"
#include "base/time.h"
#include "geo/geojson.h"

struct entry_view ledger_view(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct app *app = q->app;
    return (struct entry_view){c, app, atlas_take(app->atlas), &out->json};
}

void ledger_view_end(const struct entry_view *v)
{
    atlas_give(v->app->atlas, v->atlas);
}

enum err ledger_of_path(struct ctx *c, const struct req *q, const struct ledger_kind **out)
{
    const struct app *app = q->app;
    const char *ledger = req_param(q, "ledger");
    *out = programme_ledger(app->programmes, ledger);
    return *out ? ERR_OK : ctx_fail(c, ERR_NOT_FOUND, "ledger.unknown", "", "%.40s", ledger);
}

enum err ledger_ref_place(struct ctx *c, const struct req *q, const char **out_area)
{
    struct entry e;
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(entry_get(c, district, id, 0, &e));
    *out_area = e.area;
    return ERR_OK;
}

enum err ledger_owner_place(struct ctx *c, const struct req *q, const char **out_area)
{
    *out_area = NULL;
    if (ledger_ref_place(c, q, out_area) != ERR_OK)
        *out_area = NULL;
    return ERR_OK;
}

struct point_in {
    double lat, lon;
};
static const struct field point_fields[] = {
    {"lat", FIELD_REAL, true, offsetof(struct point_in, lat), 0, 0},
    {"lon", FIELD_REAL, true, offsetof(struct point_in, lon), 0, 0},
};

enum err ledger_read_point(struct ctx *c, const struct node *node, const char *crs, bool *out_has,
                           struct geo_point *out)
{
    struct point_in in;
    *out_has = node_type(node) != NODE_NULL;
    if (!*out_has)
        return ERR_OK;
    TRY(json_read(c, node, point_fields, LEN(point_fields), &in));
    return geo_read_point(c, in.lon, in.lat, crs, out);
}

enum err ledger_read_post(struct ctx *c, const char *ref, int32_t district, int64_t *out)
{
    int32_t at;
    *out = 0;
    if (!ref || !ref[0])
        return ERR_OK;
    if (!text_ref_parse(ref, &at, out) || (district && at != district))
        return ctx_fail(c, ERR_INVALID, "post.unknown", "post", "%.40s", ref);
    return ERR_OK;
}

static int by_code(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

size_t ledger_scopes(struct ctx *c, const char *area, const char *out[LEDGER_SCOPES])
{
    out[0] = area;
    if (area)
        return 1;
    size_t n = account_scopes(c->who, RIGHT_LEDGER_READ, out, LEDGER_SCOPES), kept = 0;
    if (n > 1)
        qsort(out, n, sizeof *out, by_code);
    for (size_t i = 0; i < n; i++)
        if (!kept || !text_has_prefix(out[i], out[kept - 1]))
            out[kept++] = out[i];
    return kept;
}

/* ---- filters ---- */

static enum err read_stand(struct ctx *c, const char *word, enum entry_stand *out)
{
    static const char *const words[] = {"stands", "left", "ever"};
    *out = ENTRY_STANDS;
    for (size_t i = 0; word && i < LEN(words); i++)
        if (strcmp(words[i], word) == 0) {
            *out = (enum entry_stand)i;
            return ERR_OK;
        }
    return word ? ctx_fail(c, ERR_INVALID, "input.range", "stand", "%s", word) : ERR_OK;
}

static enum err read_post_filter(struct ctx *c, const char *word, int64_t *out)
{
    *out = ENTRY_NO_POST;
    if (word && strcmp(word, "none") == 0)
        return ERR_OK;
    return ledger_read_post(c, word, 0, out);
}

/* "overdue": of what stands now, where its time is over. */
static enum err read_confirmed(struct ctx *c, const struct ledger_kind *kind, const char *word,
                               struct entry_query *q)
{
    if (!word)
        return ERR_OK;
    if (strcmp(word, "overdue") != 0)
        return ctx_fail(c, ERR_INVALID, "input.range", "confirmed", "%s", word);
    if (!kind->confirm || q->as_of || q->review_before || q->uninspected || q->misfit || q->post ||
        q->stand != ENTRY_STANDS)
        return ctx_fail(c, ERR_INVALID, "ledger.filters", "confirmed", "%s", "");
    q->confirmed_before = c->now - kind->confirm * TIME_DAY;
    return ERR_OK;
}

/* What is only asked of what stands there now, and of nothing else beside. */
static enum err read_mark(struct ctx *c, const struct entry_query *q, const char *key,
                          const char *given, const char *word)
{
    bool alone = !q->as_of && !q->review_before && !q->post && q->stand == ENTRY_STANDS;
    if (strcmp(given, word) != 0)
        return ctx_fail(c, ERR_INVALID, "input.range", key, "%s", given);
    return alone ? ERR_OK : ctx_fail(c, ERR_INVALID, "ledger.filters", key, "%s", "");
}

static enum err read_marks(struct ctx *c, const struct ledger_filters *in, struct entry_query *q)
{
    if (in->inspected)
        TRY(read_mark(c, q, "inspected", in->inspected, "never"));
    if (in->fits)
        TRY(read_mark(c, q, "fits", in->fits, "no"));
    q->uninspected = in->inspected != NULL;
    q->misfit = in->fits != NULL;
    return q->uninspected && q->misfit
               ? ctx_fail(c, ERR_INVALID, "ledger.filters", "fits", "%s", "")
               : ERR_OK;
}

enum err ledger_read_filters(struct ctx *c, const struct ledger_kind *kind,
                             const struct ledger_filters *in, struct entry_query *out)
{
    struct entry_query q = {.ledger = kind->ledger,
                            .status = in->status,
                            .facet = in->facet,
                            .q = in->q,
                            .review_before = json_given(in->review_before),
                            .as_of = in->as_of};
    TRY(read_stand(c, in->stand, &q.stand));
    TRY(read_post_filter(c, in->post, &q.post));
    if (in->status && !ledger_status(kind, in->status))
        return ctx_fail(c, ERR_INVALID, "ledger.status", "status", "%s", in->status);
    if ((q.as_of && (q.stand != ENTRY_STANDS || q.review_before)) ||
        (q.review_before && q.stand != ENTRY_STANDS))
        return ctx_fail(c, ERR_INVALID, "ledger.filters", q.as_of ? "as_of" : "review_before", "%s",
                        "");
    TRY(read_marks(c, in, &q));
    TRY(read_confirmed(c, kind, in->confirmed, &q));
    if (q.post && q.stand != ENTRY_STANDS)
        return ctx_fail(c, ERR_INVALID, "ledger.filters", "post", "%s", "");
    *out = q;
    return ERR_OK;
}

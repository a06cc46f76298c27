/* SPDX-License-Identifier: Apache-2.0 */
/* What an act is given: one body for all actions of all flows; which of it an action takes, the flow says. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "casefile/case_in.h"

struct act_in {
    const char *action, *reason, *note, *post, *into, *person, *close_reason, *finding, *kind;
    const char *area;
    int64_t until, rating;
    double lon, lat;
    const struct node *uploads, *co_posts, *standard, *referral, *items;
};
/* The first is of acts on several cases, those behind BULK_FIELDS belong to a single one. */
static const struct field act_fields[] = {
    {"items",        FIELD_NODE, true,  offsetof(struct act_in, items),        0, 0                },
    {"action",       FIELD_TEXT, true,  offsetof(struct act_in, action),       1, 40               },
    {"reason",       FIELD_TEXT, false, offsetof(struct act_in, reason),       1, 1000             },
    {"note",         FIELD_TEXT, false, offsetof(struct act_in, note),         1, 2000             },
    {"post",         FIELD_TEXT, false, offsetof(struct act_in, post),         1, 40               },
    {"co_posts",     FIELD_NODE, false, offsetof(struct act_in, co_posts),     0, 0                },
    {"person",       FIELD_TEXT, false, offsetof(struct act_in, person),       1, 40               },
    {"until",        FIELD_TIME, false, offsetof(struct act_in, until),        0, 0                },
    {"standard",     FIELD_NODE, false, offsetof(struct act_in, standard),     0, 0                },
    {"referral",     FIELD_NODE, false, offsetof(struct act_in, referral),     0, 0                },
    {"close_reason", FIELD_TEXT, false, offsetof(struct act_in, close_reason), 1, 40               },
    {"finding",      FIELD_TEXT, false, offsetof(struct act_in, finding),      1, 40               },
    {"rating",       FIELD_INT,  false, offsetof(struct act_in, rating),       1, 5                },
    {"kind",         FIELD_TEXT, false, offsetof(struct act_in, kind),         1, 40               },
    {"into",         FIELD_TEXT, false, offsetof(struct act_in, into),         1, 40               },
    {"area",         FIELD_TEXT, false, offsetof(struct act_in, area),         1, TEXT_CODE_MAX - 1},
    {"lon",          FIELD_REAL, false, offsetof(struct act_in, lon),          0, 0                },
    {"lat",          FIELD_REAL, false, offsetof(struct act_in, lat),          0, 0                },
    {"uploads",      FIELD_NODE, false, offsetof(struct act_in, uploads),      0, 0                },
};
enum { BULK_FIELDS = 15 };

/* A reference to something of the case's own district; NULL is 0. */
static enum err read_near_ref(struct ctx *c, const char *ref, const char *field, const char *code,
                              int32_t district, int64_t *out)
{
    int32_t other = district;
    *out = 0;
    if (ref && (!text_ref_parse(ref, &other, out) || other != district))
        return ctx_fail(c, ERR_INVALID, code, field, "%.40s", ref);
    return ERR_OK;
}

/* How many an array has, 1..max; NULL: 0. */
static enum err read_length(struct ctx *c, const struct node *list, const char *field, size_t max,
                            size_t *out)
{
    *out = list ? node_len(list) : 0;
    if (list && node_type(list) != NODE_ARRAY)
        return ctx_fail(c, ERR_INVALID, "input.type", field, "array");
    if (list && (*out == 0 || *out > max))
        return ctx_fail(c, ERR_INVALID, "input.range", field, "1..%zu", max);
    return ERR_OK;
}

static enum err read_co_posts(struct ctx *c, const struct node *list, int32_t district,
                              struct casefile_act *out)
{
    TRY(read_length(c, list, "co_posts", CASEFILE_CO_POSTS, &out->n_co_posts));
    int64_t *posts = arena_array(c->mem, out->n_co_posts, sizeof *posts);
    for (size_t i = 0; i < out->n_co_posts; i++) {
        const char *ref = node_text(node_at(list, i));
        if (!ref)
            return ctx_fail(c, ERR_INVALID, "input.type", "co_posts", "text");
        TRY(read_near_ref(c, ref, "co_posts", "case.post_unknown", district, &posts[i]));
    }
    out->co_posts = posts;
    return ERR_OK;
}

/* {district, id}: whose catalogue, null the one for all. */
static enum err read_standard(struct ctx *c, const struct node *v, struct casefile_act *out)
{
    struct standard_in {
        const char *district, *id;
    } in;
    static const struct field fields[] = {
        {"district", FIELD_TEXT, false, offsetof(struct standard_in, district), 6, 6 },
        {"id",       FIELD_TEXT, true,  offsetof(struct standard_in, id),       1, 20},
    };
    int64_t district = 0;
    if (!v)
        return ERR_OK;
    TRY(json_read(c, v, fields, LEN(fields), &in));
    if ((in.district && (!text_int(in.district, &district) || district <= 0)) ||
        !text_int(in.id, &out->standard) || out->standard <= 0)
        return ctx_fail(c, ERR_INVALID, "case.standard_unknown", "standard", "%.20s", in.id);
    out->standard_district = (int32_t)district;
    return ERR_OK;
}

enum err case_read_elsewhere(struct ctx *c, const struct node *v, bool number_needed,
                             struct case_elsewhere *out)
{
    const struct field fields[] = {
        {"to",     FIELD_TEXT, true,          offsetof(struct case_elsewhere, to),     1, 20},
        {"number", FIELD_TEXT, number_needed, offsetof(struct case_elsewhere, number), 1, 60},
        {"due",    FIELD_TIME, false,         offsetof(struct case_elsewhere, due),    0, 0 },
    };
    *out = (struct case_elsewhere){0};
    if (!v)
        return ERR_OK;
    TRY(json_read(c, v, fields, LEN(fields), out));
    out->due = json_given(out->due);
    return ERR_OK;
}

enum err case_check_elsewhere(struct ctx *c, const char *to, const char *field)
{
    static const char *const known[] = {"12345", "110", "119", "120", "other"};
    for (size_t i = 0; to && i < LEN(known); i++)
        if (strcmp(to, known[i]) == 0)
            return ERR_OK;
    return to ? ctx_fail(c, ERR_INVALID, "case.referral_unknown", field, "%s", to) : ERR_OK;
}

static enum err read_said(struct ctx *c, const struct act_in *in, int32_t district,
                          struct casefile_act *out)
{
    *out = (struct casefile_act){.action = in->action,
                                 .reason = in->reason,
                                 .note = in->note,
                                 .until = json_given(in->until),
                                 .rating = json_given(in->rating),
                                 .close_reason = in->close_reason,
                                 .finding = in->finding,
                                 .kind = in->kind};
    TRY(read_near_ref(c, in->post, "post", "case.post_unknown", district, &out->post));
    TRY(read_near_ref(c, in->person, "person", "case.person_unknown", district, &out->person));
    TRY(read_co_posts(c, in->co_posts, district, out));
    TRY(read_standard(c, in->standard, out));
    struct case_elsewhere elsewhere;
    TRY(case_read_elsewhere(c, in->referral, false, &elsewhere));
    out->referral_to = elsewhere.to;
    out->referral_number = elsewhere.number;
    out->referral_due = elsewhere.due;
    return ERR_OK;
}

enum err case_read_act(struct ctx *c, const struct req *q, int32_t district,
                       struct casefile_act *out)
{
    struct act_in in = {0};
    TRY(req_read(c, q, act_fields + 1, LEN(act_fields) - 1, &in));
    TRY(read_said(c, &in, district, out));
    TRY(read_near_ref(c, in.into, "into", "case.into_unknown", district, &out->into));
    TRY(case_read_point(c, in.lon, in.lat, NULL, &out->has_point, &out->point));
    out->area = in.area;
    return case_read_uploads(c, in.uploads, &out->uploads, &out->n_uploads);
}

/* ---- several cases ---- */

static enum err read_item(struct ctx *c, const struct node *v, struct case_item *out)
{
    struct item_in {
        const char *ref;
        int64_t version;
    } in;
    static const struct field fields[] = {
        {"ref",     FIELD_TEXT, true, offsetof(struct item_in, ref),     1, 40       },
        {"version", FIELD_INT,  true, offsetof(struct item_in, version), 1, INT64_MAX},
    };
    TRY(json_read(c, v, fields, LEN(fields), &in));
    if (!text_ref_parse(in.ref, &out->district, &out->id))
        return ctx_fail(c, ERR_NOT_FOUND, "ref.unknown", "", "%.40s", in.ref);
    out->version = in.version;
    return ERR_OK;
}

enum err case_item_failed(struct ctx *c, enum err err, size_t i)
{
    if (err != ERR_OK && err < ERR_LIMITED)
        (void)snprintf(c->problem.field, sizeof c->problem.field, "items[%zu]", i);
    return err;
}

static enum err check_once(struct ctx *c, const struct case_acts *acts, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (acts->items[k].id == acts->items[i].id)
            return ctx_fail(c, ERR_INVALID, "case.items_twice", "", "items[%zu]", k);
    return ERR_OK;
}

/* What is named besides (a post, a person, a case to merge into) must be of each case's own district. */
static enum err read_item_act(struct ctx *c, const struct act_in *in, struct case_acts *acts,
                              size_t i)
{
    struct case_item *item = &acts->items[i];
    TRY(check_once(c, acts, i));
    TRY(read_said(c, in, item->district, &item->act));
    TRY(read_near_ref(c, in->into, "into", "case.into_unknown", item->district, &item->act.into));
    item->act.version = item->version;
    return ERR_OK;
}

enum err case_read_acts(struct ctx *c, const struct req *q, struct case_acts *out)
{
    struct act_in in = {0};
    TRY(req_read(c, q, act_fields, BULK_FIELDS, &in));
    TRY(read_length(c, in.items, "items", CASE_ITEMS_MAX, &out->n));
    out->items = arena_array(c->mem, out->n, sizeof *out->items);
    for (size_t i = 0; i < out->n; i++) {
        struct case_item *item = &out->items[i];
        TRY(case_item_failed(c, read_item(c, node_at(in.items, i), item), i));
        enum err err = read_item_act(c, &in, out, i);
        TRY(i > 0 ? case_item_failed(c, err, i) : err);
    }
    return ERR_OK;
}

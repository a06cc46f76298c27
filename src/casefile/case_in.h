/* SPDX-License-Identifier: Apache-2.0 */
/* What the routes of cases read from requests, and the view that they answer with. */
#pragma once

#include "casefile/case_json.h"
#include "http/route.h"

/* [{upload, token}], at most MEDIA_PER_STEP; NULL: none. ERR_INVALID input.type, media.too_many. */
enum err case_read_uploads(struct ctx *c, const struct node *list, const struct media_claim **out,
                           size_t *out_n) MUST_USE;
/* Degrees in a system of coordinates (NULL: wgs84); both NAN: no point. ERR_INVALID input.missing, input.range, geo.crs. */
enum err case_read_point(struct ctx *c, double lon, double lat, const char *crs, bool *out_has,
                         struct geo_point *out) MUST_USE;

/* The body of an act on one case, but for its version. */
enum err case_read_act(struct ctx *c, const struct req *q, int32_t district,
                       struct casefile_act *out) MUST_USE;

enum { CASE_ITEMS_MAX = 100 };
struct case_item {
    int32_t district;
    int64_t id, version;
    struct casefile_act act; /* the same for all, with the version of this one */
};
struct case_acts {
    struct case_item *items;
    size_t n;
};
/* The body of one act on several cases. ERR_INVALID case.items_twice, ERR_NOT_FOUND ref.unknown with "items[3]", and
   what one act is told. Districts may be several; what is named must be of each. */
enum err case_read_acts(struct ctx *c, const struct req *q, struct case_acts *out) MUST_USE;
/* A rule that one of the cases breaks is told with its place. Returns err. */
enum err case_item_failed(struct ctx *c, enum err err, size_t i) MUST_USE;

/* Another office's matter: who, its number there, its time limit. */
struct case_elsewhere {
    const char *to, *number;
    int64_t due; /* 0: none */
};
/* v NULL: none is named. */
enum err case_read_elsewhere(struct ctx *c, const struct node *v, bool number_needed,
                             struct case_elsewhere *out) MUST_USE;

/* ERR_INVALID case.referral_unknown: nobody that is called so. to NULL: nothing to check. */
enum err case_check_elsewhere(struct ctx *c, const char *to, const char *field) MUST_USE;

/* Holds a snapshot of the areas until its end. */
struct case_view case_view_of(struct ctx *c, const struct req *q, struct reply *out);
void case_view_end(const struct case_view *v);

/* GET /tiles/cases/{z}/{x}/{y} */
enum err case_tile(struct ctx *c, const struct req *q, struct reply *out) MUST_USE;

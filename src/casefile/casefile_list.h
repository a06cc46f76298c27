/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages of cases, newest first. A page starts below the id of the last line seen, so that cases that arrive meanwhile
 * neither shift nor repeat lines. Its cost follows its length, not the table's.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "area/atlas.h"
#include "base/ctx.h"
#include "db/db.h"
#include "programme/programme.h"

/* The columns of every statement of casefile_list.sql that gives lines. */
enum {
    LINE_DISTRICT,
    LINE_ID,
    LINE_VERSION,
    LINE_KIND,
    LINE_STATE,
    LINE_OPEN,
    LINE_AREA,
    LINE_POST,
    LINE_LON,
    LINE_LAT,
    LINE_ADDRESS,
    LINE_BODY,
    LINE_HANDLER_NAME,
    LINE_CYCLE,
    LINE_SUPPORTS,
    LINE_PHOTOS,
    LINE_OPENED,
    LINE_UPDATED,
    LINE_CLOSED
};

enum { LIST_MAX = 200, LIST_BODY = 80 };
enum list_open { LIST_ALL, LIST_OPEN, LIST_SETTLED };

struct casefile_query {
    const char *const *areas; /* prefixes; none of them inside another */
    size_t n_areas;
    const char *kind, *state; /* NULL: all. state: one that some flow has, else nothing is found */
    enum list_open open;
    int32_t post_district; /* only cases of these posts, when n_posts > 0 */
    const int64_t *posts;
    size_t n_posts;
    int64_t before; /* INT64_MAX: from the newest */
    size_t limit;   /* 1..LIST_MAX */
};

struct casefile_page {
    const struct db_value **lines; /* each points to the LINE_ columns */
    size_t n;
    bool more;
};

enum err casefile_list(struct ctx *c, const struct atlas_view *v, const struct programmes *p,
                       const struct casefile_query *q, struct casefile_page *out) MUST_USE;

/* The posts that a person holds at c->now, alone, as deputy or in a team. */
enum err casefile_posts_of(struct ctx *c, int32_t district, int64_t person, const int64_t **out,
                           size_t *out_n) MUST_USE;

/* Kind and holder of the posts of a page, read sixteen at a time. */
struct post_name {
    int32_t district;
    int64_t post;
    const char *kind, *holder; /* holder NULL: nobody now */
};
enum err casefile_post_names(struct ctx *c, const struct casefile_page *page,
                             const struct post_name **out, size_t *out_n) MUST_USE;

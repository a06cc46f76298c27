/* SPDX-License-Identifier: Apache-2.0 */
/* What a list shows of its cases. */
#pragma once

#include "casefile/casefile.h"
#include "casefile/casefile_list.h"

enum { LIST_BODY = 80 }; /* characters of the body that are shown */

struct casefile_line {
    struct casefile
        file; /* without contact, handler's and checker's ids and what else no list shows */
    const char *limit_text;    /* of the clock that runs; NULL: none */
    const char *assigned_name; /* NULL: nobody */
};

struct casefile_page {
    const struct casefile_line *lines;
    size_t n;
};
/* The lines of the keys, in their order; a case that is gone has none. Of a key, district and id are enough. */
enum err casefile_lines(struct ctx *c, const struct casefile_key *keys, size_t n,
                        struct casefile_page *out) MUST_USE;

/* Kind and holder of the posts of a page, read sixteen at a time. */
struct post_name {
    int32_t district;
    int64_t post;
    const char *kind, *holder; /* holder NULL: nobody now */
};
enum err casefile_post_names(struct ctx *c, const struct casefile_page *page,
                             const struct post_name **out, size_t *out_n) MUST_USE;

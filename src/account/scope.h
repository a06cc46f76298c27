/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages of a list that is bounded by what the caller may see: one area, or one after the other all areas for which the
 * caller holds the right. Inside an area the items come by id.
 */
#pragma once

#include "account/account.h"
#include "base/json.h"

enum { SCOPE_PAGE = 50, SCOPE_PAGE_MAX = 200, SCOPE_CURSOR = 48 };

struct scope_page {
    const char *area;   /* NULL: all of the caller's */
    const char *cursor; /* NULL: from the start */
    int64_t limit;      /* JSON_ABSENT: SCOPE_PAGE */
};

/*
 * Reads items inside the prefix with ids above `after`, in order, max + 1 at most, and puts max of them at most.
 * *out_n: how many were read; *out_last: id of the last one put.
 */
typedef enum err scope_fill_fn(void *arg, const char *prefix, int64_t after, size_t max,
                               size_t *out_n, int64_t *out_last);
/*
 * Writes the page as {"items": [...], "next": CURSOR}, next null behind the last; fill puts the items into the same j.
 * ERR_INVALID input.cursor.
 */
enum err scope_list(struct ctx *c, enum right right, const struct scope_page *page,
                    scope_fill_fn *fill, void *arg, struct json *j) MUST_USE;

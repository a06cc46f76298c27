/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The class catalogue: group (component, event), class (大类), sub-class (小类), and for each sub-class one or more
 * standards: filing condition, limit, closing condition, unit, department. A row never changes and is never removed:
 * a new version of the catalogue ends rows and adds others, and a case keeps the row it was filed under.
 *
 * District 0 has the catalogue for all; a district whose own catalogue has rows now uses that one alone. Changing it
 * from a sheet: catalogue/import.h.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "calendar/limit.h"

enum { CATALOGUE_TIERS = 3, CATALOGUE_KEY = 6 }; /* tiers A, B, C; "e0110" and its NUL */

struct catalogue_row {
    int32_t district; /* whose catalogue it stands in: 0, or the district's own */
    int64_t id;       /* unique over all districts */
    int64_t version;  /* of the catalogue that brought it */
    int64_t ended;    /* version that ended it; 0: current */
    bool current;
    const char *key;   /* "e0110", "c0302": group letter, class, sub-class */
    const char *group; /* "component", "event" */
    const char *class_name, *sub_name;
    const char *no; /* "1", "2" ... within the sub-class; kept when the row is replaced */
    const char *filing, *closing, *unit, *department; /* "" when the sheet says nothing */
    const char *basis;                                /* where the standard comes from; "" */
    const char *limit_text; /* "2紧急工作时/4工作时/2工作日", or one for all tiers */
    struct limit limits[CATALOGUE_TIERS];
};

/* Of the district's own catalogue or the one for all, ended or not. ERR_NOT_FOUND catalogue.row_unknown */
enum err catalogue_get(struct ctx *c, int32_t district, int64_t id, struct catalogue_row *out)
    MUST_USE;
/* Current rows of one sub-class, by no; none is ERR_OK with n 0. */
enum err catalogue_rows_of(struct ctx *c, int32_t district, const char *key,
                           const struct catalogue_row **out, size_t *out_n) MUST_USE;
/* All current rows by key and no. */
enum err catalogue_rows(struct ctx *c, int32_t district, const struct catalogue_row **out,
                        size_t *out_n) MUST_USE;

/* How strict the limits are in an area: 0 (A, the default), 1 (B), 2 (C), by the longest prefix that has a tier. */
enum err catalogue_tier(struct ctx *c, int32_t district, const char *area, int *out_tier) MUST_USE;

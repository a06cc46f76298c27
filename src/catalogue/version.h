/* SPDX-License-Identifier: Apache-2.0 */
/* Inside catalogue: a new version being written. */
#pragma once

#include "catalogue/import.h"

struct version {
    int32_t district;
    const char *source, *hash; /* of a file; NULL */
    bool restores;
    int64_t restored; /* the version whose rows come back */
    int64_t version, n_rows;
    struct version_number *numbers; /* the highest no of each sub-class */
    size_t n, cap;
};

/* Takes the district's head from version `from`. ERR_BUSY when somebody else changed it. */
enum err version_begin(struct ctx *c, struct version *v, int64_t from, int64_t n_rows) MUST_USE;
enum err version_end(struct ctx *c, const struct version *v, const struct catalogue_row *row)
    MUST_USE;
/* from: the row that it replaces, NULL none. */
enum err version_add(struct ctx *c, struct version *v, const struct catalogue_row *row,
                     const struct catalogue_row *from) MUST_USE;
/* Keeps and journals it. */
enum err version_finish(struct ctx *c, const struct version *v, const struct catalogue_report *r)
    MUST_USE;

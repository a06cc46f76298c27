/* SPDX-License-Identifier: Apache-2.0 */
/* What imports have to say about lines of a file and cells of a sheet. One error, and nothing is applied. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

struct json;

struct finding {
    const char *cell; /* "C17" of a sheet; NULL: of the row as a whole */
    size_t row;       /* of a sheet; line, entry, feature of a file; 0: the whole file */
    const char
        *key;   /* code of the area, key of the sub-class; "" not known, NULL: rows have none */
    bool error; /* else a warning */
    const char *rule; /* a literal */
    const char *detail;
};

enum { FINDINGS_MAX = 1000 };

struct findings {
    struct finding *v;
    size_t n, cap;            /* so many are kept at the most; the counts go on */
    int64_t errors, warnings; /* found */
};

/* Its texts are kept as they are. */
void findings_add(struct arena *mem, struct findings *f, const struct finding *found);
/* By row, then by cell, then by rule: the order in which somebody mends them. */
void findings_sort(struct findings *f);
/* "errors", "warnings" and "findings" of the object that is open. */
void findings_put(struct json *j, const struct findings *f);
const char *finding_severity(const struct finding *f); /* "error", "warning" */

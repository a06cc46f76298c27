/* SPDX-License-Identifier: Apache-2.0 */
#include "base/finding.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"

void findings_add(struct arena *mem, struct findings *f, const struct finding *found)
{
    f->errors += found->error;
    f->warnings += !found->error;
    if (f->n == FINDINGS_MAX)
        return;
    f->v = arena_grow(mem, f->v, f->n, &f->cap, sizeof *f->v);
    f->v[f->n++] = *found;
}

static int by_row(const void *a, const void *b)
{
    const struct finding *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    int order = strcmp(x->cell ? x->cell : "", y->cell ? y->cell : "");
    return order ? order : strcmp(x->rule, y->rule);
}

void findings_sort(struct findings *f)
{
    if (f->n > 0)
        qsort(f->v, f->n, sizeof *f->v, by_row);
}

const char *finding_severity(const struct finding *f)
{
    return f->error ? "error" : "warning";
}

void findings_put(struct json *j, const struct findings *f)
{
    json_put_int(j, "errors", f->errors);
    json_put_int(j, "warnings", f->warnings);
    json_key(j, "findings");
    json_array(j);
    for (size_t i = 0; i < f->n; i++) {
        const struct finding *found = &f->v[i];
        json_object(j);
        json_put_text(j, "cell", found->cell);
        json_put_int(j, "row", (int64_t)found->row);
        json_put_text(j, "key", found->key && found->key[0] ? found->key : NULL);
        json_put_text(j, "severity", finding_severity(found));
        json_put_text(j, "rule", found->rule);
        json_put_text(j, "detail", found->detail);
        json_end(j);
    }
    json_array_end(j);
}

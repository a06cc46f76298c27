/* SPDX-License-Identifier: Apache-2.0 */
#include "account/scope.h"

#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"

enum { SCOPES_MAX = 64 };

/* "AREA.ID": goes on in this area behind this id. The area may be one that the caller has lost since. */
static enum err read_cursor(struct ctx *c, const char *cursor, const char *const *areas, size_t n,
                            size_t *out_at, int64_t *out_after)
{
    const char *dot = strchr(cursor, '.');
    for (size_t i = 0; dot && i < n; i++) {
        if (strlen(areas[i]) != (size_t)(dot - cursor) ||
            strncmp(areas[i], cursor, (size_t)(dot - cursor)) != 0)
            continue;
        *out_at = i;
        if (text_int(dot + 1, out_after) && *out_after >= 0)
            return ERR_OK;
    }
    return ctx_fail(c, ERR_INVALID, "input.cursor", "cursor", "%.30s", cursor);
}

enum err scope_list(struct ctx *c, enum right right, const struct scope_page *page,
                    scope_fill_fn *fill, void *arg, struct json *j)
{
    const char *areas[SCOPES_MAX] = {page->area};
    size_t at = 0, left = page->limit == JSON_ABSENT ? SCOPE_PAGE : (size_t)page->limit;
    size_t n = page->area ? 1 : account_scopes(c->who, right, areas, SCOPES_MAX);
    int64_t after = 0;
    const char *next = NULL;
    if (page->cursor)
        TRY(read_cursor(c, page->cursor, areas, n, &at, &after));
    json_object(j);
    json_key(j, "items");
    json_array(j);
    for (; at < n && !next; at++, after = 0) {
        size_t found;
        int64_t last = after;
        TRY(fill(arg, areas[at], after, left, &found, &last));
        if (found > left)
            next = arena_printf(c->mem, "%s.%lld", areas[at], (long long)last);
        else
            left -= found;
    }
    json_array_end(j);
    json_put_text(j, "next", next);
    json_end(j);
    return ERR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_sheet/digest.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "journal/journal.h"

void digest_start(const char *file_hash, unsigned char digest[SECRET_HASH])
{
    secret_hash(NULL, file_hash, strlen(file_hash), digest);
}

void digest_add(struct arena *mem, const struct digest_row *row, unsigned char digest[SECRET_HASH])
{
    struct buf b = {.mem = mem};
    buf_printf(&b, "%lld %lld %lld %s %s ", (long long)row->entry, (long long)row->n,
               (long long)row->programme_version, row->area, row->status);
    if (row->has_point)
        buf_printf(&b, "%lld %lld", (long long)row->x, (long long)row->y);
    buf_printf(&b, " %lld ", (long long)row->post);
    buf_text(&b, row->fields);
    secret_hash(digest, b.p, b.n, digest);
}

void digest_line(struct arena *mem, struct digest_lines *lines, const char *line)
{
    lines->v = arena_grow(mem, lines->v, lines->n, &lines->cap, sizeof *lines->v);
    secret_hash(NULL, line, strlen(line), lines->v[lines->n++]);
}

const char *digest_figures(struct arena *mem, int64_t entry, const char *series, const char *period,
                           int64_t n, const char *fields)
{
    return arena_printf(mem, "%lld %s %s %lld %s", (long long)entry, series, period, (long long)n,
                        fields);
}

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, SECRET_HASH);
}

void digest_all(struct digest_lines *lines, unsigned char digest[SECRET_HASH])
{
    if (lines->n > 1)
        qsort(lines->v, lines->n, sizeof *lines->v, by_bytes);
    for (size_t i = 0; i < lines->n; i++)
        secret_hash(digest, lines->v[i], SECRET_HASH, digest);
}

enum err digest_journalled(struct ctx *c, const char *noun, int32_t district, int64_t id,
                           const char **out)
{
    const struct journal_row *rows;
    const struct node *doc;
    size_t n;
    *out = "";
    TRY(journal_of(c, district, noun, id, &rows, &n));
    for (size_t i = 0; i < n; i++) {
        if (!rows[i].after)
            continue;
        TRY(json_parse(c, rows[i].after, strlen(rows[i].after), &doc));
        const char *digest = node_text(node_get(doc, "digest"));
        *out = digest ? digest : *out;
    }
    return ERR_OK;
}

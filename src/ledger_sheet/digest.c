/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_sheet/digest.h"

#include <string.h>

#include "base/buf.h"

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

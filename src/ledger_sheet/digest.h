/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside import: one hash over all versions that an import wrote, in order of their entries. It starts from the hash of the
 * file, which the journal does not have: who knows the journal alone cannot guess what the rows said.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/secret.h"

struct digest_row {
    int64_t entry, n, post;
    const char *area, *status, *fields;
    bool has_point;
    int64_t x, y, programme_version;
};

void digest_start(const char *file_hash, unsigned char digest[SECRET_HASH]);
void digest_add(struct arena *mem, const struct digest_row *row, unsigned char digest[SECRET_HASH]);
/* The same for whatever else an import wrote: lines that say it, in whatever order they come. */
struct digest_lines {
    unsigned char (*v)[SECRET_HASH];
    size_t n, cap;
};
void digest_line(struct arena *mem, struct digest_lines *lines, const char *line);
const char *digest_figures(struct arena *mem, int64_t entry, const char *series, const char *period,
                           int64_t n, const char *fields);
void digest_all(struct digest_lines *lines, unsigned char digest[SECRET_HASH]);
/* What the journal says of an import: when it was made, or when something of it was erased last. "" when it says none. */
enum err digest_journalled(struct ctx *c, const char *noun, int32_t district, int64_t id,
                           const char **out) MUST_USE;

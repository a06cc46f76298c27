/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside import: one hash over all versions that an import wrote, in order of their entries. It starts from the hash of the
 * file, which the journal does not have: who knows the journal alone cannot guess what the rows said.
 */
#pragma once

#include <stdint.h>

#include "base/secret.h"

struct digest_row {
    int64_t entry, n, post;
    const char *area, *status, *fields;
    bool has_point;
    int64_t x, y, programme_version;
};

void digest_start(const char *file_hash, unsigned char digest[SECRET_HASH]);
void digest_add(struct arena *mem, const struct digest_row *row, unsigned char digest[SECRET_HASH]);

/* SPDX-License-Identifier: Apache-2.0 */
/* For tests: an SQLite file as `wangge backup` writes it, a copy as one unit, and the sum of all rows. */
#pragma once

#include "backup/copy.h"
#include "base/secret.h"

struct copy_file {
    struct ctx c;
    char dir[64];
};

void copy_file_open(struct copy_file *f, bool migrated);
void copy_file_close(struct copy_file *f);

/* On failure nothing of it stays. */
enum err copy_run(struct ctx *from, struct ctx *to, struct copy_count *count);
/* Of all rows of all tables that are copied, in order. */
void copy_digest(struct ctx *c, unsigned char sum[SECRET_HASH]);

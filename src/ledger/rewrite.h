/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What imports do when versions of entries are written anew (hidden fields are erased or sealed): the journal holds a
 * digest over those that each import wrote. They know ledgers; ledgers do not know them: the program puts the two
 * together (app.rewrite). Without it nothing follows.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "app.h"
#include "base/ctx.h"

typedef enum err entry_write_fn(struct ctx *c, void *arg);

struct entry_rewrite {
    /* Calls write, which changes texts of versions of these entries, and says what follows. */
    enum err (*around)(struct ctx *c, int32_t district, const int64_t *entries, size_t n,
                       entry_write_fn *write, void *arg);
};

/* As above, with or without imports. */
enum err entry_rewrite(struct ctx *c, const struct app *app, int32_t district,
                       const int64_t *entries, size_t n, entry_write_fn *write, void *arg) MUST_USE;

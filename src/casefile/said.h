/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What reporters say with their steps. It stands beside the journal, which has only a digest of it: a row of the journal
 * is for ever, a reporter's words can be erased.
 */
#pragma once

#include "casefile/casefile.h"

struct said {
    int64_t version;           /* of the case after the step */
    const char *reason, *note; /* NULL: none */
    int64_t voice; /* the merged case by whose receipt it was said; 0: the case's own reporter */
};

enum err said_add(struct ctx *c, const struct casefile *f, const struct said *said) MUST_USE;
/* Hex, in c->mem. Its key is the receipt's hash: without it the digest tells nothing. */
const char *said_digest(struct ctx *c, const struct app *app, const struct casefile *f,
                        const char *secret, const struct said *said);
/* Erases it, and the notes of those who said that it is still there. *out: there was something. */
enum err said_forget(struct ctx *c, const struct casefile *f, bool *out) MUST_USE;
/* All of a case, in order of version. */
enum err said_of(struct ctx *c, int32_t district, int64_t casefile, const struct said **out,
                 size_t *out_n) MUST_USE;

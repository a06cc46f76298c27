/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Problem documents (RFC 9457) and the one table of all stable codes with their titles. A code that a ctx_fail of the
 * program uses must stand here; a test reads the sources and holds them to it.
 */
#pragma once

#include "http/req.h"

struct reply;

struct problem_text {
    const char *code, *zh, *en;
    int status; /* 0: as the err says */
};

const struct problem_text *problem_text(const char *code); /* NULL: unknown */

/* Replaces whatever is in *out by the problem that c holds, in q's language. */
void problem_write(struct ctx *c, const struct req *q, enum err err, struct reply *out);

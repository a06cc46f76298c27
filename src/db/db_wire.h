/* SPDX-License-Identifier: Apache-2.0 */
/* PostgreSQL's values as they travel, and its error states: what of the driver needs no connection. */
#pragma once

#include "db/db.h"

/* The type that a parameter is sent as; 0: text, whose type the server infers. */
unsigned wire_type(enum db_type type);

struct wire_value {
    uint64_t bits; /* numbers, in network order */
    const char *p; /* NULL is NULL */
    int n, format; /* 0 text, 1 binary */
};
/* out must stay where it is: p may point into it. */
void wire_encode(const struct db_value *v, struct wire_value *out);
/* A binary field of a result; points into p. False: a type that the SQL should have cast. */
bool wire_decode(unsigned type, const char *p, size_t n, struct db_value *out);

/* What an SQLSTATE means to a caller, and its problem code. */
enum err wire_class(const char *state, const char **out_code);
/* True when this answer to a COMMIT says for sure that it was refused. */
bool wire_refused(const char *state);

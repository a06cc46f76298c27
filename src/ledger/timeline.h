/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The dated past of one entry, taken into memory, changed there as a whole, and written back: pieces that follow each
 * other without overlap, with gaps only where the entry had left. A piece that turns out to have been wrong is taken
 * back (its row stays and holds from no time to no time), and what was true stands in a new row.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "geo/shape.h"

/* What a change of fields or place sets. */
struct entry_facts {
    const char *area, *name, *name_key, *facet; /* facet NULL none */
    bool has_point;
    struct geo_point point;
    int64_t post; /* 0: the area's */
    const char *fields;
    int64_t programme_version;
};

struct piece {
    int64_t n;        /* of its row; 0: it has none yet */
    int64_t from, to; /* to 0: open */
    struct entry_facts facts;
    const char *status;
    int64_t status_since, recorded;
    const char *who, *why;
    bool changed; /* the row's end or status_since */
};

struct timeline {
    int32_t district;
    int64_t entry;
    const char *ledger, *who; /* who: what new rows say */
    struct piece *pieces;
    size_t n, cap;
    int64_t last_n;
    struct piece *back; /* taken back by what was done since it was read */
    size_t n_back, cap_back;
};

/* who NULL: account_name_of(c). */
void timeline_start(struct ctx *c, int32_t district, int64_t entry, const char *ledger,
                    const char *who, struct timeline *out);
enum err timeline_read(struct ctx *c, int32_t district, int64_t entry, const char *ledger,
                       struct timeline *out) MUST_USE;
enum err timeline_write(struct ctx *c, struct timeline *t) MUST_USE;

/* Behind all others. */
void timeline_add(struct ctx *c, struct timeline *t, int64_t from, const struct entry_facts *facts,
                  const char *status, const char *why);
/* From `from` on to its end. */
void timeline_set_facts(struct ctx *c, struct timeline *t, int64_t from,
                        const struct entry_facts *facts, const char *why);
/* From `from` to `to` (0: to its end), where it stood in the ledger. */
void timeline_set_status(struct ctx *c, struct timeline *t, int64_t from, int64_t to,
                         const char *status);
void timeline_end(struct timeline *t, int64_t at); /* of the last piece */

/* The last piece: what the entry shows. */
const struct piece *timeline_last(const struct timeline *t);
/* When its present status began (facts: its present fields, place and post). */
int64_t timeline_status_from(const struct timeline *t);
int64_t timeline_facts_from(const struct timeline *t);
bool timeline_same_facts(const struct entry_facts *a, const struct entry_facts *b);

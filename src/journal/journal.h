/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The public journal: one row per accepted change, appended in the change's own transaction and sealed into the
 * district's hash chain: on SQLite in the same batch, on PostgreSQL within seconds by the sealer. The chain's head is
 * public, so nothing can be changed, removed or reordered unseen.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/secret.h"

struct journal_entry {
    int32_t district;
    const char *noun, *action,
        *role; /* role used; NULL: "resident" when nobody is signed in, else the account's first role */
    int64_t noun_id; /* 0: none */
    int64_t
        version; /* of the noun's row after the change; 0: the row did not change (a look) or has none */
    const char *area;                         /* scope for reading */
    const char *kind, *state_from, *state_to; /* of a case, else NULL */
    const char *reason;                       /* NULL none */
    const char *before, *after;               /* canonical JSON texts; NULL none */
};

/* Appends; the id and time come from the unit. */
enum err journal_append(struct ctx *c, const struct journal_entry *e) MUST_USE;

/* Seals what is unsealed in the district, in id order, and folds the case counters. Fits writer_seal_fn. */
enum err journal_seal(struct ctx *c, int32_t district) MUST_USE;
/* Seals every district that has unsealed rows (PostgreSQL's sealer, and after a crash). */
enum err journal_seal_all(struct ctx *c) MUST_USE;

struct journal_row {
    int32_t district;
    int64_t id, at, account; /* account 0: a resident without login, or the system */
    const char *who, *role, *noun, *area, *action;
    int64_t noun_id, version;                                           /* 0: none */
    const char *kind, *state_from, *state_to, *reason, *before, *after; /* NULL: none */
    int64_t seq;                                                        /* 0: not sealed yet */
    unsigned char hash[SECRET_HASH]; /* of the chain up to here, when sealed */
};
/* Rows of one noun's row, oldest first: its history. */
enum err journal_of(struct ctx *c, int32_t district, const char *noun, int64_t noun_id,
                    const struct journal_row **out, size_t *out_n) MUST_USE;
/* Rows inside the prefix, newest first, with ids below `before` (INT64_MAX: from the newest); noun NULL: all. */
enum err journal_list(struct ctx *c, const char *prefix, const char *noun, int64_t before,
                      int64_t limit, const struct journal_row **out, size_t *out_n) MUST_USE;

/* A chain's head: public, so that copies outside the system exist. */
struct journal_head {
    int32_t district;
    int64_t seq, sealed; /* sealed: when */
    unsigned char hash[SECRET_HASH];
};
/* All of them, by district. */
enum err journal_heads(struct ctx *c, const struct journal_head **out, size_t *out_n) MUST_USE;

struct journal_fault {
    int32_t district;
    int64_t seq, id;  /* 0: not known */
    const char *what; /* "changed", "removed", "added", "reordered", "head", "count", "case" */
    char detail[128];
};
typedef void journal_fault_fn(void *arg, const struct journal_fault *fault);

struct journal_verdict {
    int64_t districts, sealed, unsealed, faults;
};
/*
 * Recomputes every chain, holds the last journalled state and version of each case against casefile, and recounts the
 * counters. Each fault is reported; unsealed rows are counted, not faults. ERR_OK also when faults were found.
 * A case's last row is the one with its highest version: every change of a casefile row gives it as `version`.
 */
enum err journal_verify(struct ctx *c, journal_fault_fn *report, void *arg,
                        struct journal_verdict *out) MUST_USE;
/*
 * Holds heads that somebody kept outside against the chains: what was sealed then must stand there still. Finds what a
 * recomputation cannot: a tail that was cut off, or a chain that was made anew.
 */
enum err journal_verify_heads(struct ctx *c, const struct journal_head *heads, size_t n,
                              journal_fault_fn *report, void *arg, int64_t *out_faults) MUST_USE;

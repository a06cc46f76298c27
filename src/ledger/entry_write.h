/* SPDX-License-Identifier: Apache-2.0 */
/* Changes of entries. Reached through ledger/ledger.h, which says what times mean. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "app.h"
#include "base/ctx.h"
#include "geo/shape.h"

struct node;

struct entry_new {
    const char *ledger;
    bool has_point;
    struct geo_point point;    /* WGS84 */
    const char *area;          /* NULL: from the point; given with a point it must hold it */
    const struct node *fields; /* an object, by the ledger's fields */
    int64_t post;              /* 0: the area's */
    int64_t at;                /* 0: now */
    const char *status;        /* NULL: the ledger's first */
    const char *note;
    bool applied;    /* came from an applicant: status is the ledger's `apply` */
    const char *why; /* word of entry_version.why; NULL: 'added' */
};

/* A field that was refused, for messages that name it: c->problem.field is "fields.NAME". */

/*
 * Adds an entry. ERR_INVALID ledger.unknown, ledger.field (detail: which and why), ledger.code, ledger.field_needed,
 * ledger.status, ledger.level (no entry may stand on such an area nor on one above it), place.*, area.*; ERR_CONFLICT ledger.twice: the
 * natural key is taken (detail: the other's reference).
 */
enum err entry_add(struct ctx *c, const struct app *app, const struct entry_new *in,
                   int64_t *out_id) MUST_USE;

struct entry_change {
    int64_t version; /* the one the caller saw; 0: whatever it is (imports) */
    const struct node
        *fields; /* only what changes; a null value takes a field away. NULL: as they are */
    bool move;   /* place: has_point, point, area as in entry_new */
    bool has_point;
    struct geo_point point;
    const char *area;
    int64_t post;    /* JSON_ABSENT: as it is; 0: the area's */
    int64_t at;      /* 0: now */
    const char *why; /* word of entry_version.why; NULL: 'changed' */
};
/* ERR_STALE; ERR_CONFLICT ledger.left, ledger.twice; ERR_INVALID as above. Nothing changed: ERR_OK, no version. */
enum err entry_change(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                      const struct entry_change *change) MUST_USE;

/* A step by hand (ledger_action). ERR_CONFLICT ledger.action_not_now, ledger.graded; ERR_INVALID ledger.action_unknown,
 * ledger.reason_needed. */
struct entry_step {
    int64_t version;
    const char *action, *reason; /* reason NULL none */
    int64_t at;
};
enum err entry_step(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                    const struct entry_step *step) MUST_USE;

/* For inspections: the status is so from `from` until `to` (0: open). Splits versions where it must; journalled by the
 * caller's row. Also keeps last_inspected, review_due and open_items as given. */
struct entry_grade {
    const char *status; /* NULL: as it is */
    int64_t from, to;
    int64_t last_inspected, review_due, open_items;
};
enum err entry_set_grade(struct ctx *c, int32_t district, int64_t id,
                         const struct entry_grade *grade) MUST_USE;

struct entry_leave {
    int64_t version;
    const char *reason, *note; /* note NULL none */
    int64_t
        successor; /* 0 none; needed when the reason says so: one that stands in the same ledger */
    int64_t at;
};
/* ERR_INVALID ledger.reason, ledger.successor, ledger.at; ERR_CONFLICT ledger.left. */
enum err entry_leave(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                     const struct entry_leave *leave) MUST_USE;
/* It stands in the ledger again. ERR_CONFLICT ledger.stands, ledger.twice. */
enum err entry_return(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                      int64_t version, const char *reason) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ledgers that stay alive: typed entries (shops, enterprises, heritage items, tenants) on the area tree, each with a name
 * that answers for it and a dated past. Nothing is overwritten: a change ends a version and begins another, so that any
 * list, page, count or export can be asked for as of a past moment. Leaving takes a reason and a date. What an entry is
 * stands in the programme's file (programme/ledger_kind.h). Every change is journalled.
 *
 * Times: `at` of a change is when it became so; it may lie in the past, but not before the entry's latest change of the
 * same sort (of its status; of its fields, place or post), and never in the future (ERR_INVALID ledger.at). `as_of` of a
 * question: 0 is now.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app.h"
#include "base/ctx.h"
#include "geo/shape.h"
#include "post/post.h"
#include "programme/programme.h"

enum { ENTRY_CODE = 12 }; /* the owner's code "K7M2P-9QXTA" and its NUL */

struct entry {
    int32_t district;
    int64_t id, version, n; /* n: of the entry_version that it shows */
    const char *ledger, *area, *name;
    const char *facet; /* NULL none */
    bool has_point;
    struct geo_point point; /* WGS84 */
    int64_t post;           /* named by hand; 0: the area's */
    const char *status;
    int64_t status_since;
    const char *
        fields; /* canonical JSON of all but the sealed ones, unfiltered: ledger/entry_json.h filters */
    bool has_sealed, has_owner;
    int64_t programme_version;           /* the text that the fields were checked against */
    int64_t since, left_at;              /* left_at 0: it stands */
    const char *left_reason, *left_note; /* NULL */
    int64_t successor;                   /* 0 none */
    int64_t last_inspected, review_due;  /* 0: never */
    int64_t
        open_items;   /* as of a past moment these three are 0 until entry_then (entry_follow.h) */
    const char *note; /* NULL, "made_up" */
    int64_t created, updated;
    bool gone;     /* it stands in the ledger no more, whatever it did at as_of */
    int64_t as_of; /* 0: as it is now */
};

/* ERR_NOT_FOUND ledger.entry_unknown, also when it did not stand in the ledger at as_of. */
enum err entry_get(struct ctx *c, int32_t district, int64_t id, int64_t as_of, struct entry *out)
    MUST_USE;
/* The sealed fields, opened: canonical JSON; NULL none. Only after a journalled look (entry_look). */
enum err entry_look(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                    const char **out) MUST_USE;

int64_t entry_moment(const struct ctx *c, const struct entry *e); /* its as_of, or now */

struct entry_version {
    int64_t n, valid_from, valid_to, recorded; /* valid_to 0: still */
    const char *area, *name, *status, *fields, *who, *why;
    int64_t post, programme_version;
};
/* All, oldest first by valid_from; those taken back are left out. */
enum err entry_versions(struct ctx *c, int32_t district, int64_t id,
                        const struct entry_version **out, size_t *out_n) MUST_USE;

/*
 * Entries that may be the same thing: same folded name in the town, or within 50 m with a like name. At most 10, of those
 * that c->who may read; without him of all.
 */
struct entry_likeness {
    const char *ledger, *name, *area;
    const struct geo_point *point; /* NULL none */
    int64_t except;                /* not this one; 0: any */
};
enum err entry_alike(struct ctx *c, const struct app *app, const struct entry_likeness *like,
                     const struct entry **out, size_t *out_n) MUST_USE;

/* Entries that left for it, and those that had left for them, nearest first; at most ENTRY_BEFORE_MAX. */
enum { ENTRY_BEFORE_MAX = 20 };
struct entry_before {
    int64_t id, left_at;
    const char *name, *reason;
};
enum err entry_before(struct ctx *c, int32_t district, int64_t id, const struct entry_before **out,
                      size_t *out_n) MUST_USE;

/* Who answers for an entry at a moment: its own post, or the first held post of the ledger's kinds from its area up. */
enum err entry_answer(struct ctx *c, const struct app *app, const struct entry *e, int64_t at,
                      struct post_answer *out) MUST_USE;

/* The owner's code: made anew each time (the one before ends), kept as a hash. Journalled. */
enum err entry_owner_code(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                          char out[ENTRY_CODE]) MUST_USE;
/* The same in two steps, for paper that is drawn before the unit which makes its code hold; what holds already is kept. */
/* By lot, but the same again for the same entry, caller and key (of a request that is retried); key NULL: by lot alone. */
void entry_owner_draw_for(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                          const char *key, char out[ENTRY_CODE]);
enum err entry_owner_keep(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                          const char code[ENTRY_CODE]) MUST_USE;
/* ERR_NOT_FOUND ledger.owner for a wrong number and a wrong code alike. */
enum err entry_owner_check(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                           const char *code) MUST_USE;
/*
 * Erases what is sealed or restricted of entries that left 90 days ago, in their past too: a few at a time, journalled. That
 * something was there stays to be seen; and so does what a figure counts by, or past figures would no longer be so.
 */
enum err entry_erase(struct ctx *c, const struct app *app) MUST_USE;

#include "ledger/entry_list.h"
#include "ledger/entry_write.h"

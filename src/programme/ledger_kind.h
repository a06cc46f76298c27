/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A kind of ledger as its programme's file describes it: typed fields (ledger_field.h), statuses, what may be done with
 * an entry, figures per period. docs/programme-format.md has the file's form.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "programme/ledger_field.h"

struct ledger_status {
    const char *status;
    struct name_pair name;
    const char
        *sign;    /* colour of the mark and of the door sign: "green", "yellow", "red", "grey" */
    bool on_sign; /* a door sign may be printed */
    bool hidden;  /* strangers are not told: no directory, door or public figure has such entries */
    /* By date: an entry in this status is in `before` ahead of the day of its field `from`, and in `after` behind that of
     * `to`; without the date the window is open on that side. NULL: no window. */
    struct ledger_window {
        const char *from, *before, *to, *after;
    } window;
};

/* A step from status to status by hand. Not for ledgers that are graded: their status is computed. */
struct ledger_action {
    const char *action;
    struct name_pair name;
    const char *const *from; /* statuses */
    size_t n_from;
    const char *to;
    bool needs_reason;
    const char *leave; /* the entry leaves the ledger for this reason; NULL: it stays */
};

struct ledger_reason {
    const char *reason;
    struct name_pair name;
    bool successor; /* names the entry that goes on: moved, merged */
};

enum series_every { SERIES_YEAR, SERIES_MONTH };

/* Figures per period: yearly figures of an enterprise, the headcount at the end of a month. */
struct ledger_series {
    const char *series;
    struct name_pair name;
    enum series_every every;
    bool by_owner; /* the owner may propose one with the code; an officer confirms it */
    struct ledger_fields fields;
};

struct ledger_kind {
    const char *ledger, *programme;
    int64_t version;              /* of the programme file */
    struct name_pair name, entry; /* "五小门店台账", "门店" */
    const char *icon;
    const char *const *on; /* levels where an entry may stand */
    size_t n_on;
    struct ledger_fields fields;
    /* Those of kept texts (version.h) that this one has no more: what old values mean, and who may see them. */
    struct ledger_fields former;
    const char
        *title; /* field that is the entry's name: a needed text, public where strangers see it */
    const char *const *key; /* natural key: needed text fields; n_key 0: none */
    size_t n_key;
    const char *facet; /* choice field that lists are filtered by; NULL */
    bool is_public;    /* anybody may read the directory: public fields only */
    bool
        by_person; /* entries are persons who consented (bearers): no key, small numbers are withheld */
    const struct ledger_status *statuses;
    size_t n_statuses;
    const char *start;     /* status of a new entry */
    const char *graded_by; /* checklist whose rules compute the status; NULL: by actions */
    const struct ledger_action *actions;
    size_t n_actions;
    const struct ledger_reason *reasons; /* for leaving */
    size_t n_reasons;
    const char *const
        *posts; /* post kinds that answer for an entry, best first, from its area up */
    size_t n_posts;
    const struct ledger_series *series;
    size_t n_series;
    const char *
        apply; /* status of an entry that somebody applies for without an account; NULL: nobody may */
    int64_t
        confirm; /* for how many days it holds when somebody says that all of an entry is right; 0: nobody is asked */
    bool owners; /* owners get a code: see, reply, ask, appeal, propose */
    bool signs;  /* door signs can be printed */
};

/* Has any of its statuses a window, so that fields and the day decide? */
bool ledger_has_windows(const struct ledger_kind *k);
/* Is one of its statuses hidden from strangers? */
bool ledger_has_hidden(const struct ledger_kind *k);
/* The status by date: day and the two dates are "2026-11-30", a date that is not there NULL. */
const char *ledger_status_on(const struct ledger_status *s, const char *from, const char *to,
                             const char *day);
const struct ledger_status *ledger_status(const struct ledger_kind *k, const char *status);
const struct ledger_action *ledger_action(const struct ledger_kind *k, const char *action);
const struct ledger_reason *ledger_reason(const struct ledger_kind *k, const char *reason);
const struct ledger_series *ledger_series(const struct ledger_kind *k, const char *series);

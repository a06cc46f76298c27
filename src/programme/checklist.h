/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A checklist and the rules that make a status of its answers, as the programme's file has them. Rules are tried in order;
 * the first that holds gives the status. Source of the three grades: the page's item on small shops (domain.md 1.6).
 */
#pragma once

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calendar/limit.h"
#include "programme/flow.h"

/* PASS: true passes, false fails. NUMBER: passes from min to max. CHOICE: passes when the choice says so. */
enum answer_type { ANSWER_PASS, ANSWER_NUMBER, ANSWER_CHOICE };

struct item_choice {
    const char *value;
    struct name_pair name;
    bool passes;
};

struct check_item {
    const char *item;
    struct name_pair name, hint; /* hint: how to look; zh NULL none */
    const char *group;           /* of the checklist's groups; NULL */
    enum answer_type type;
    double min, max;  /* of NUMBER; -INFINITY, INFINITY: no bound */
    const char *unit; /* of NUMBER; NULL */
    const struct item_choice *choices;
    size_t n_choices;
    int points;              /* lost when it fails */
    bool must;               /* failing it alone fails the whole */
    bool focus;              /* 整治重点 */
    bool photo;              /* a failed one needs a photo */
    bool may_skip;           /* "not applicable" is an answer */
    struct limit limit;      /* for putting it right; ticks 0: the case kind's */
    const char *const *only; /* values of the ledger's facet for which it is asked; n_only 0: all */
    size_t n_only;
};

struct item_group {
    const char *group;
    struct name_pair name;
};

/* No bound; a cast, for clang has NAN as a float. */
#define UNBOUND ((double)NAN)

/* What must hold, all of it; UNBOUND, -1: not asked for. score is 100 * points kept / points asked. */
struct grade_rule {
    const char *status;
    double score_from, score_below;
    int must_passed; /* 1: no must-pass item fails that was not put right on the spot; 0: some does */
    int open_items; /* 1: some rectification is open; 0: none */
    int overdue;    /* 1: some open rectification is past its due time; 0: none */
};

struct checklist {
    const char *checklist, *programme;
    int64_t version; /* its own */
    struct name_pair name;
    const char *ledger;
    const struct item_group *groups;
    size_t n_groups;
    const struct check_item *items;
    size_t n_items;
    const char *case_kind; /* for failed items; NULL: none are opened */
    struct limit review; /* a full inspection is due again so long after the last; ticks 0: never */
    const char *review_field; /* integer field of the entry with the days, before `review`; NULL */
    const struct grade_rule *rules; /* the last one asks for nothing */
    size_t n_rules;
    const char *not_done; /* status after so many vain tries in a row; NULL: none */
    int vain_tries;
};

const struct check_item *checklist_item(const struct checklist *l,
                                        const char *item); /* NULL: none */
/* Is the item asked of an entry with this facet? facet NULL: of none in particular, all items without `only`. */
bool check_item_asked(const struct check_item *item, const char *facet);

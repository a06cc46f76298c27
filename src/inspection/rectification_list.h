/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger of rectification (销号台账) of a town or a community, now and as of a past moment: each item that ever had to be
 * put right at what stands there then, as its last turn says, in order of area, entry, checklist and item. What is struck
 * off stays to be read, and a relapse opens the line again (动态: domain.md 1.6).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app.h"
#include "base/ctx.h"
#include "inspection/inspection.h"

enum { RECTIFICATION_PAGE = 50, RECTIFICATION_PAGE_MAX = 200 };

/* VOID: it had not to be put right any more (the entry had left, an appeal was granted, the checklist lets go of it). */
enum rectification_state { ITEM_OPEN, ITEM_OVERDUE, ITEM_STRUCK, ITEM_VOID, ITEM__COUNT };
const char *
rectification_state_word(enum rectification_state state); /* "open", "overdue", "struck", "void" */

struct rectification_line {
    int32_t district;
    int64_t entry;
    const char *name, *area, *facet; /* of the entry then; facet NULL none */
    enum rectification_state state;  /* then */
    struct rectification
        r; /* overdue and struck as they were then; due: when it is, or first was, to be put right by */
};

struct rectification_query {
    const char *ledger, *prefix;
    const char *state;      /* a word, "open" with those overdue; NULL: all */
    int64_t as_of;          /* 0: now */
    const char *after_area; /* behind this line; NULL: from the first */
    int64_t after_entry;
    const char *after_checklist, *after_item;
    size_t limit;
};
enum err rectification_list(struct ctx *c, const struct rectification_query *q,
                            const struct rectification_line **out, size_t *out_n, bool *out_more)
    MUST_USE;
/* The time given for the item: the checklist's, else the case kind's; ticks 0: none. list NULL: unknown. */
struct limit rectification_limit(const struct programmes *p, const struct checklist *list,
                                 const char *item);
/* ERR_INVALID input.range */
enum err rectification_state_check(struct ctx *c, const char *word) MUST_USE;

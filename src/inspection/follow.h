/* SPDX-License-Identifier: Apache-2.0 */
/* What an inspection means for the items that have to be put right. Inside of inspections. */
#pragma once

#include "inspection/inside.h"

/* The photo that shows how an item was. */
struct item_photo {
    const char *item;
    int64_t photo;
};

struct following {
    const struct app *app;
    const struct entry *e;
    const struct history *h; /* with the inspection in it */
    const struct visit *v;   /* the one that is followed */
    int64_t at;              /* when items come open by it: when it was made, or was annulled */
    const struct item_photo *photos;
    size_t n_photos;
};
/*
 * Opens, sends back, strikes off and opens again, item by item; an item that a later inspection has looked at already is
 * left to that. ERR_DENIED inspection.handler: a re-check by whoever put the item right.
 */
enum err follow_inspection(struct ctx *c, const struct following *f) MUST_USE;
/* The same after the inspection was annulled: what only it demanded is void. */
enum err follow_annulment(struct ctx *c, const struct following *f) MUST_USE;
/* The same when the entry came back to its ledger (v is not looked at): what fails is to be put right again. */
enum err follow_return(struct ctx *c, const struct following *f) MUST_USE;

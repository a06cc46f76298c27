/* SPDX-License-Identifier: Apache-2.0 */
/* What stands on paper, taken from entries and inspections. Nothing restricted is ever printed. */
#pragma once

#include "app.h"
#include "area/atlas.h"
#include "ledger/ledger.h"
#include "print/print.h"

/* What is filled in with: one for all signs of a batch. */
struct filling {
    struct ctx *c;
    const struct app *app;
    const struct atlas_view *atlas;
    const char *origin; /* of the addresses in the codes */
    int64_t as_of;      /* never 0 */
    struct {            /* who answers for the area of the entry before: they come by area */
        const char *area, *answers, *phone;
    } last;
};

/* Does the entry's status stand on a sign at all? */
bool fill_is_on_sign(const struct app *app, const struct entry *e);
/* ERR_INVALID print.no_signs: the ledger has none; print.not_on_sign: that status is not put on a door. */
enum err fill_sign(struct filling *f, const struct entry *e, struct sign *out) MUST_USE;
/* The last inspection that counts, with that code for the owner. ERR_CONFLICT print.not_inspected. */
enum err fill_notice(struct filling *f, const struct entry *e, const char *code, struct notice *out)
    MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The demonstration: Zhengzhou's areas, and invented people, posts and cases of the last sixty days, put in by the same
 * functions that serve everyone else. The same program makes the same demonstration, moved to the present.
 */
#pragma once

#include <stdint.h>

#include "app.h"
#include "base/ctx.h"

struct demo_count {
    int64_t areas, polygons, persons, teams, posts, accounts, cases, photos, entries, inspections;
};

/*
 * Fills an empty database; c without an open unit, app with key, programmes and atlas. Several transactions: after a
 * failure the database is to be thrown away. ERR_CONFLICT db.not_empty.
 */
enum err demo_fill(struct ctx *c, struct app *app, struct demo_count *out) MUST_USE;

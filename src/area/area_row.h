/* SPDX-License-Identifier: Apache-2.0 */
/* Inside area: what its files share about rows. */
#pragma once

#include <stdbool.h>

#include "area/area.h"
#include "db/db.h"

struct area_row area_from_row(const struct db_rows *r, size_t i); /* of area_get and area_list */
bool area_note_is_known(const char *note);
bool area_name_is_text(const char *name);   /* a name (base/text.h) of 1..AREA_NAME_MAX */
bool area_level_is_word(const char *level); /* a-z and _ */
/* The level is there afterwards: with the usual words and rank if it is a usual one, else below the parent's. */
enum err area_level_need(struct ctx *c, const char *level, const char *parent_level) MUST_USE;
/* What the journal keeps of an area. */
const char *area_document(struct ctx *c, const struct area_row *a);
enum err area_journal(struct ctx *c, const char *code, const char *action, int64_t version,
                      const char *before, const char *after) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of imports: short ways to import, and to see what came of it. */
#pragma once

#include "unit.h"

#include "area/area.h"
#include "area/import.h"
#include "db/db.h"

#define HEADER "code,name,level,parent\n"
#define TREE                                                                                                 \
    HEADER "4101,郑州市,city,41\n410105,金水区,district,4101\n410105016,兴达路街道,town,410105\n" \
           "410102,中原区,district,4101\n"

extern const struct import_options plain;

/* Each is one unit: imports, and commits what was applied. */
struct import_report take(struct ctx *c, const char *text, const struct import_options *o);
struct import_report draw(struct ctx *c, const char *text, const struct import_options *o);

/* "row code rule;" of all findings, errors with a '!' in front. */
const char *findings(struct ctx *c, const struct import_report *r);
void counts(const struct import_report *r, int64_t added, int64_t changed, int64_t unchanged);

struct db_rows journal_lines(struct ctx *c, int32_t district);
/* What the journal says of an area: "action before? after?;" in order. */
const char *journal_says(struct ctx *c, const char *area);
int64_t generation(struct ctx *c);
struct area_row get(struct ctx *c, const char *code);
bool exists(struct ctx *c, const char *code);

/* A file of the shared data; skips the test where it is absent. */
char *read_shared(struct ctx *c, const char *name, size_t *out_n);

/* SPDX-License-Identifier: Apache-2.0 */
/* Inside area: what both imports share. */
#pragma once

#include "area/area_row.h"
#include "area/import.h"

/* Notes what is wrong with a row; rule is a literal. */
void import_find(struct ctx *c, struct import_report *r, size_t row, const char *code, bool error,
                 const char *rule, const char *fmt, ...) PRINTF(7, 8);
/* May the caller write the area? Notes an error if not. */
bool import_in_scope(struct ctx *c, struct import_report *r, size_t row, const char *code);
enum err import_check_note(struct ctx *c, const struct import_options *o) MUST_USE;

/* All areas of some districts, by code. */
struct known_areas {
    struct area_row *rows;
    size_t n, cap;
    int32_t *districts;
    size_t n_districts, cap_districts;
};
enum err known_load(struct ctx *c, struct known_areas *k, int32_t district)
    MUST_USE; /* once each */
void known_sort(struct known_areas *k);
const struct area_row *known_find(const struct known_areas *k, const char *code);

/* One journal row for the import of a file into a district. */
struct import_tally {
    int32_t district; /* 0: none yet */
    int64_t added, changed;
};
enum err import_journal(struct ctx *c, const struct import_tally *t, const char *what,
                        const char *file_hash) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A catalogue from a sheet, whole or not at all: the sheet says what holds from now on. Rows that stay as they are keep
 * their id; the others are ended, replaced or added by a new version. The same sheet again changes nothing.
 *
 * Rules of findings, errors: group, class_code, class_name, sub_code, sub_name, name_conflict, key, filing, limit,
 * too_long, duplicate. Warnings: limit_read (a bare 小时 or 天, and how it was read), closing, same_twice, row_ignored.
 */
#pragma once

#include "base/finding.h"
#include "catalogue/catalogue.h"

struct sheet;

enum { CATALOGUE_ROWS_MAX = 5000, CATALOGUE_SAMPLES = 20 };

struct catalogue_options {
    int32_t district;                /* 0: the catalogue for all */
    bool dry_run;                    /* look, write nothing */
    bool urgent_hours, natural_days; /* how bare 小时 and 天 are read: else work hours, work days */
    const char *sheet;               /* name of the sheet in the file; NULL: the first */
    const char *source;              /* what the file is called; NULL */
};

struct catalogue_sample {
    const struct catalogue_row *before, *after; /* NULL: added; NULL: ended */
};

struct catalogue_report {
    bool applied;    /* false: dry run, or errors */
    int64_t version; /* of the district's catalogue now */
    int64_t rows, added, changed, ended, unchanged;
    struct findings found; /* key: of the sub-class, "e0110" */
    struct catalogue_sample added_samples[CATALOGUE_SAMPLES], changed_samples[CATALOGUE_SAMPLES],
        ended_samples[CATALOGUE_SAMPLES];
};

/* What a sheet says, before it is held against what is there. Needs no database. */
struct catalogue_draft {
    struct catalogue_row *rows; /* by key, in the order of the sheet */
    size_t n;
    const char *source, *hash; /* of the file, hex */
};
/* ERR_INVALID catalogue.header, catalogue.tiers, catalogue.empty, import.too_large, sheet.*, csv.* */
enum err catalogue_read(struct ctx *c, const void *p, size_t n, const struct catalogue_options *o,
                        struct catalogue_draft *out, struct catalogue_report *report) MUST_USE;
/* In an open write unit (a read one will do for a dry run). Journalled. ERR_OK also when errors were found. */
enum err catalogue_apply(struct ctx *c, const struct catalogue_options *o,
                         const struct catalogue_draft *draft, struct catalogue_report *report)
    MUST_USE;
/* Both. */
enum err catalogue_import(struct ctx *c, const void *p, size_t n, const struct catalogue_options *o,
                          struct catalogue_report *out) MUST_USE;

struct catalogue_version {
    int64_t version, at, rows, added, changed, ended;
    const char *by, *source, *hash; /* hash of the file; NULL when it came from none */
    int64_t restored; /* the version whose rows came back, 0: none at all; JSON_ABSENT: an import */
};
/* Newest first; *out_current 0 when the district never had its own. */
enum err catalogue_versions(struct ctx *c, int32_t district, int64_t *out_current,
                            const struct catalogue_version **out, size_t *out_n) MUST_USE;
/*
 * A new version with the rows of an earlier one; to 0 is none at all. Only in a write unit, journalled.
 * ERR_STALE unless `version` is the current one; ERR_CONFLICT catalogue.nothing_to_undo, ERR_INVALID catalogue.version
 */
enum err catalogue_restore(struct ctx *c, int32_t district, int64_t version, int64_t to,
                           struct catalogue_report *out) MUST_USE;
/* The one before the current. */
enum err catalogue_undo(struct ctx *c, int32_t district, int64_t version,
                        struct catalogue_report *out) MUST_USE;

/* Puts the starter catalogue into a database whose catalogue for all was never touched; else does nothing. */
enum err catalogue_seed(struct ctx *c) MUST_USE;

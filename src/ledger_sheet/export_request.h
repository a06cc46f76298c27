/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file with restricted fields holds what many people said in confidence: whoever wants it says what for, somebody else
 * with the same right grants it, and the one who asked takes it once, within a week. All three are journalled. What of a
 * ledger goes into the file is said when it is asked for and read when it is taken.
 */
#pragma once

#include "ledger_sheet/export.h"

enum { EXPORT_REQUESTS_MAX = 200, EXPORT_REASON_MAX = 200 };

struct export_request {
    int32_t district;
    int64_t id, asked, account, decided, taken, rows, version; /* 0: not yet */
    const char *ledger, *area, *wish, *reason, *who;
    const char *
        state; /* "asked", "granted", "refused", "taken"; "expired": granted, and not taken in time */
    const char *decider, *answer; /* NULL */
};

/* What a request keeps of an export, read again. kind NULL: the programme has it no more. */
enum err export_wish_read(struct ctx *c, const struct app *app, const struct export_request *r,
                          struct ledger_export *out) MUST_USE;

enum err export_request_add(struct ctx *c, const struct ledger_export *x, const char *reason,
                            struct export_request *out) MUST_USE;
/* ERR_NOT_FOUND export.unknown */
enum err export_request_get(struct ctx *c, int32_t district, int64_t id, struct export_request *out)
    MUST_USE;
/* Inside the prefix, newest first, at most EXPORT_REQUESTS_MAX. */
enum err export_requests(struct ctx *c, const char *prefix, const struct export_request **out,
                         size_t *out_n) MUST_USE;
/* ERR_STALE; ERR_DENIED export.own: nobody grants what he asked for; ERR_CONFLICT export.decided. answer NULL none. */
enum err export_request_decide(struct ctx *c, const struct export_request *r, int64_t version,
                               bool grant, const char *answer) MUST_USE;
/* Has another granted it, and is it still there? ERR_CONFLICT export.not_granted, export.taken, export.expired. */
enum err export_request_granted(struct ctx *c, const struct export_request *r) MUST_USE;
/* May the caller take it now? As above, and ERR_CONFLICT export.not_yours. */
enum err export_request_check(struct ctx *c, const struct export_request *r) MUST_USE;
/* The file goes out: once. ERR_CONFLICT export.taken. */
enum err export_request_take(struct ctx *c, const struct export_request *r, size_t rows) MUST_USE;

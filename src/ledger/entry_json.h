/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How entries leave: which of their fields who may see. Restricted and sealed ones are only named here (`hidden`); they
 * leave by a journalled look, or to the owner.
 */
#pragma once

#include "app.h"
#include "area/atlas.h"
#include "base/json.h"
#include "ledger/ledger.h"
#include "ledger/period.h"

struct entry_view {
    struct ctx *c;
    const struct app *app;
    const struct atlas_view *atlas;
    struct json *j;
};

/* A line of lists, as an object. */
enum err entry_put_line(const struct entry_view *v, const struct entry *e) MUST_USE;
/* The same with who answers for it and what may be done now. */
/* "refs": number and name of each entry that its fields refer to; for strangers of those that they may know of. */
enum err entry_put_refs(const struct entry_view *v, const struct entry *e, bool is_public) MUST_USE;
enum err entry_put(const struct entry_view *v, const struct entry *e) MUST_USE;
/* "misfit": what of it the present programme text would not take, and who else has its key; null when all is well. */
enum err entry_put_misfit(const struct entry_view *v, const struct ledger_kind *kind,
                          const struct entry *e) MUST_USE;
/*
 * "history": of each choice that was another one before, its values and since when, oldest first, with the fields that
 * changed when it did. For strangers only what was so while they could know of the entry.
 */
enum err entry_put_history(const struct entry_view *v, const struct ledger_kind *kind,
                           const struct entry *e, bool is_public) MUST_USE;
/* Members of an open object: ref, name, at, reason_name of an entry that left for another. */
void entry_put_before(const struct entry_view *v, const struct ledger_kind *kind, int32_t district,
                      const struct entry_before *b);
/* Members of an open object, for anybody: ref, ledger, name, area_name, facet, facet_name, status, status_name, sign,
 * status_since, fields (public ones), left ({at, reason_name} or null). */
enum err entry_put_public(const struct entry_view *v, const struct entry *e) MUST_USE;
/* "confirmed": {at, by_owner, due, overdue}; null where its ledger does not ask for it. */
enum err entry_put_confirmed(const struct entry_view *v, const struct entry *e) MUST_USE;
/* Members of an open object, for the owner, who gave the code: those of a line, with all fields also the sealed ones,
 * and `periods`. */
enum err entry_put_owner(const struct entry_view *v, const struct entry *e) MUST_USE;
/* "fields" of an entry's text: those that `shown` lets through, in the order of the form. */
typedef bool entry_field_test(const struct ledger_field *f);
enum err entry_put_fields(const struct entry_view *v, const char *key,
                          const struct ledger_fields *of, const char *fields,
                          entry_field_test *shown) MUST_USE;
/* [{series, period, n, fields, ends, recorded, who, source, state}] as a value. */
enum err entry_put_periods(const struct entry_view *v, const struct ledger_kind *kind,
                           int32_t district, int64_t id, entry_field_test *shown) MUST_USE;

/* "key": {zh, en}. */
void entry_put_name(struct json *j, const char *key, const struct name_pair *name);

/* SPDX-License-Identifier: Apache-2.0 */
/* How inspections, items to put right, rounds and requests leave. */
#pragma once

#include "inspection/inspection.h"
#include "inspection/request.h"
#include "inspection/round.h"
#include "ledger/ledger_in.h"

/* "key": {zh, en} of an item; its code where the checklist does not know it. */
void put_item_name(struct json *j, const char *key, const struct checklist *l, const char *item);

/* "key": the score, null for -1. */
void put_score(struct json *j, const char *key, int64_t score);
/* What was found before anything was put right, of 100; -1: it asked about single items, or an earlier system told the score. */
int64_t inspection_found(const struct inspection *i, const struct inspection_answer *answers,
                         size_t n);
/* The checklist in the version that was filled in; the present one where no text of that time is kept. NULL: none. */
enum err checklist_of_inspection(const struct entry_view *v, const struct inspection *i,
                                 const struct checklist **out) MUST_USE;
/* The present one, or that of its time where the item is gone. */
enum err checklist_with_item(const struct entry_view *v, int32_t district,
                             const struct rectification *r, const struct checklist **out) MUST_USE;

/* As an object; whole: with answers and photos. */
enum err inspection_put(const struct entry_view *v, const struct inspection *i, bool whole)
    MUST_USE;
/* [{item, name, ...}] of what fails in it, as a value. */
enum err inspection_put_failed(const struct entry_view *v, const struct inspection *i,
                               const struct inspection_answer *answers, size_t n) MUST_USE;
/* {"items": [...]} of an entry. */
enum err rectification_put(const struct entry_view *v, int32_t district, int64_t entry) MUST_USE;
/* As an object; words: with what the owner said. */
enum err request_put(const struct entry_view *v, const struct entry_request *r,
                     const struct entry *e, bool words) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/* How inspections, items to put right, rounds and requests leave. */
#pragma once

#include "inspection/inspection.h"
#include "inspection/request.h"
#include "inspection/round.h"
#include "ledger/ledger_in.h"

/* "key": name of the area. */
void put_area_name(const struct entry_view *v, const char *key, const char *area);
/* "key": {zh, en} of an item; its code where the checklist does not know it. */
void put_item_name(struct json *j, const char *key, const struct checklist *l, const char *item);

/* As an object; whole: with answers and photos. */
enum err inspection_put(const struct entry_view *v, const struct inspection *i, bool whole)
    MUST_USE;
/* [{item, name, ...}] of what fails in it, as a value. */
enum err inspection_put_failed(const struct entry_view *v, const struct inspection *i) MUST_USE;
/* {"items": [...]} of an entry. */
enum err rectification_put(const struct entry_view *v, int32_t district, int64_t entry) MUST_USE;
/* As an object; words: with what the owner said. */
enum err request_put(const struct entry_view *v, const struct entry_request *r,
                     const struct entry *e, bool words) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/* For the tests of inspections: the city of case_world.h with a ledger of shops, its checklist, and short ways to inspect. */
#pragma once

#include "casefile/loop_world.h"
#include "inspection/inspection.h"
#include "inspection/rectification.h"
#include "inspection/request.h"
#include "inspection/round.h"
#include "ledger/ledger.h"

enum { DISTRICT = 410105, SHOP_ITEMS = 5 };

/*
 * Ledger "shop" (name, address, trade food or salon, days between inspections), graded by "check": licence (30, must),
 * bins (20, one working day), fridge (20, a number up to 8, food only, may be skipped), front (20, a choice, focus, a failed
 * one needs a photo), smile (10). Below 60 points or overdue: noncompliant; something open: rectifying; a must item failed:
 * noncompliant; else compliant. Three vain tries: noncompliant. Due again after 90 days. Cases "fix" go to the grid worker
 * within 5 working days, rework 2.
 */
struct shops {
    struct city w;
    struct programmes programmes;
    struct ledger_kind ledger;
    struct ledger_field fields[4];
    struct checklist list;
    struct check_item items[SHOP_ITEMS];
};

void shops_open(struct shops *s);
void shops_close(struct shops *s);
/* A food shop since 2026-09-01; more: ",\"trade\":\"salon\"" or "". */
int64_t shops_add(struct shops *s, const char *name, const char *area, const char *more);

/* All that is asked of a food shop, well but for the items named: "bins front"; "bins!" was put right on the spot. */
struct inspection_new shops_full(struct shops *s, const char *failing);
/* "bins+ front-" */
struct inspection_new shops_recheck(struct shops *s, const char *said);
struct inspection_new shops_vain(enum inspection_result result);
/* In a unit of its own; undone on an error. done "": now; else "2026-11-20 10:00". */
enum err shops_try(struct shops *s, int64_t shop, enum actor who, struct inspection_new in,
                   const char *done, int64_t *out_id);
/* The same; it must succeed. */
int64_t shops_inspect(struct shops *s, int64_t shop, enum actor who, struct inspection_new in,
                      const char *done);
void shops_refuse(struct shops *s, int64_t shop, enum actor who, struct inspection_new in,
                  const char *done, enum err err, const char *code);

struct entry shops_entry(struct shops *s, int64_t shop);
const char *shops_status(struct shops *s, int64_t shop);
const char *shops_status_at(struct shops *s, int64_t shop, const char *time);
struct inspection shops_inspection(struct shops *s, int64_t id);
/* The last row of an item, which must be there. */
struct rectification shops_item(struct shops *s, int64_t shop, const char *item);
size_t shops_items(struct shops *s, int64_t shop);
struct casefile shops_case(struct shops *s, int64_t shop, const char *item);
/* Its holder says that it is put right. */
void shops_dispose(struct shops *s, int64_t shop, const char *item);
/* One look of the scheduler at that time. */
void shops_tick(struct shops *s, const char *time);

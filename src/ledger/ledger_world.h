/* SPDX-License-Identifier: Apache-2.0 */
/* For the tests of ledgers: the city of post_world.h with two ledgers, and short ways to add and ask. */
#pragma once

#include "db/db.h"
#include "ledger/ledger.h"
#include "ledger/period.h"
#include "post/post_world.h"

/*
 * "shop": graded by "check"; key name and address; facet trade (food, salon); fields name, address, trade, staff, tags
 * (a list of day, night), licence (date, reminds 30 days before), uscc, open (a flag), area_m2, boss (restricted), phone
 * (sealed). Public, with owners.
 * "tenant": by hand applied -> admitted -> graduated (leaves as "exited"); no key; somebody may apply; fields name, shop
 * (refers to one), about (many lines). Series "jobs" by month (people, needed; pay) and "year" by year; by the owner.
 */
struct books {
    struct city w;
    struct programmes programmes;
    struct ledger_kind kinds[2];
    struct ledger_field shop[11], tenant[3], figures[2];
    struct ledger_series series[2];
};

void books_open(struct books *b);
void books_close(struct books *b);

const struct node *books_json(struct books *b, const char *text);
/* A shop in CELL, in a unit of its own; it must succeed. more: further members of fields, ",\"staff\":3", or "". */
int64_t books_shop(struct books *b, const char *name, const char *area, const char *more);
int64_t books_shop_at(struct books *b, const char *name, const char *area, int64_t at);
int64_t books_tenant(struct books *b, const char *name, const char *area);
/* Each in a unit of its own, undone on an error. */
enum err books_add(struct books *b, const struct entry_new *in, int64_t *out_id);
enum err books_change(struct books *b, int64_t id, const char *fields, int64_t at);
enum err books_grade(struct books *b, int64_t id, const char *status, int64_t from, int64_t to);
enum err books_leave(struct books *b, int64_t id, const char *reason, int64_t at);
struct entry books_get(struct books *b, int64_t id, int64_t as_of);
/* The texts of all versions, also of those that were taken back, one after the other. */
const char *books_texts(struct books *b, int64_t id);
/* "NAME NAME ..." of a list, in its order. */
const char *books_names(struct books *b, const struct entry_query *q);
int64_t books_count(struct books *b, const struct entry_query *q); /* of all statuses */
void books_refused(struct books *b, enum err err, enum err wanted, const char *code);

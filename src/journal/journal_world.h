/* SPDX-License-Identifier: Apache-2.0 */
/* For the tests of the journal: a small world of cases, ways to tamper with it, and what verify says. */
#pragma once

#include "base/macros.h"
#include "base/time.h"
#include "db/db.h"
#include "db/db_driver.h"
#include "journal/journal.h"
#include "journal/row.h"
#include "unit.h"

enum { FAULTS_MAX = 64, DISTRICT = 410105 };

#define CELL "410105016211001"
#define FIRST_ID (INT64_C(400) * 86400 * JOURNAL_ID_SECOND)

void unit_begin(struct ctx *c);
void unit_commit(struct ctx *c);
/* Around the journal, by plain SQL; in a unit of its own unless one is open. */
void tamper(struct ctx *c, const char *fmt, ...) PRINTF(2, 3);
void append(struct ctx *c, const struct journal_entry *e);
void seal_district(struct ctx *c, int32_t district);
void seal_all(struct ctx *c);
/* A step of a case: its row in the journal, and the case itself as it is after it. */
void step(struct ctx *c, int64_t id, int64_t version, const char *area, const char *from,
          const char *to);
/* Six sealed rows: two cases, 7 and 8, one of them three steps on. Ids are FIRST_ID and on. */
void small_world(struct ctx *c);

struct seen {
    size_t n;
    struct journal_fault faults[FAULTS_MAX];
    struct journal_verdict verdict;
};
void note_fault(void *arg, const struct journal_fault *fault); /* arg: struct seen */
struct seen verify(struct ctx *c);
bool says(const struct seen *s, const char *what, int64_t seq); /* seq < 0: any */
void is_only(struct ctx *c, const char *what, int64_t seq);
void is_sound(struct ctx *c, int64_t sealed, int64_t unsealed);
int64_t count_of(struct ctx *c, const char *area, const char *state);
const struct journal_head *heads(struct ctx *c, size_t *out_n);

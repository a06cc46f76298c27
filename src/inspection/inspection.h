/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inspections of entries by a checklist, and all that follows from one: score and status (computed, never typed), a
 * rectification case for each failed item, striking off (销号) by a re-check, reopening on a relapse. Refused entry and a
 * closed door are results too. Effective answers: those of the last full inspection (or visit) that counts, each replaced by a later
 * re-check of the same item. The responsible post's holder never inspects in a round (推磨, round.h); whoever made an
 * inspection never decides an appeal against it (request.h).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app.h"
#include "base/ctx.h"
#include "media/media.h"
#include "programme/programme.h"

enum inspection_result { INSPECTION_DONE, INSPECTION_REFUSED, INSPECTION_DOOR_CLOSED };
/* VISIT: on an occasion (a complaint, an opening), brought in from an earlier system. It speaks for itself as a full one does,
 * but does not move the next review. */
enum inspection_kind { INSPECTION_FULL, INSPECTION_RECHECK, INSPECTION_VISIT };

const char *inspection_kind_word(enum inspection_kind kind); /* "full", "recheck" */
const char *
inspection_result_word(enum inspection_result result); /* "done", "refused", "door_closed" */
bool inspection_kind_parse(const char *word, enum inspection_kind *out);
bool inspection_result_parse(const char *word, enum inspection_result *out);

struct inspection_answer {
    const char *item;
    const char *answer; /* JSON scalar: "true", "3.5", "\"word\"", "null" not applicable */
    bool corrected;     /* failed, and put right on the spot */
    const char *note;   /* NULL none */
    const struct media_claim *uploads;
    size_t n_uploads;
    /* filled when read back */
    int passed; /* 1, 0, -1 not applicable */
    int64_t points, n;
    int must; /* of those brought in: 1, -1 is and is not a must-pass item, whatever the checklist says; 0: as that says */
    int64_t days,
        corrected_at; /* of those brought in: time given, when it was put right; 0 not said */
};

struct inspection_new {
    const char *checklist;
    int64_t
        checklist_version; /* the one the inspector saw; one that no longer served at `done`: ERR_CONFLICT
                              inspection.checklist_changed */
    enum inspection_kind kind;
    enum inspection_result result;
    int64_t
        done; /* 0: now; not before the entry came, and not in the future but for a clock that is a little ahead */
    int64_t round; /* 0: outside of rounds */
    const char *note;
    const struct inspection_answer *
        answers; /* DONE: full = each item that is asked, once; re-check = open items only; else none */
    size_t n_answers;
    const struct media_claim *uploads; /* of the place as a whole */
    size_t n_uploads;
};

struct inspection {
    int32_t district;
    int64_t id, version, entry;
    const char *ledger, *area, *checklist, *who, *status, *note; /* status, note: NULL none */
    int64_t checklist_version, done, recorded, account, person, team, round;
    enum inspection_kind kind;
    enum inspection_result result;
    int64_t score; /* -1: none */
    int64_t failed, must_failed, must_corrected, annulled;
    bool given; /* failed, must_failed, must_corrected and score are what an earlier system said */
    const char *external_number; /* NULL */
};

/*
 * Records an inspection by c->who, grades the entry, opens, strikes off and reopens rectification: one transaction, one
 * journal row for itself beside those of the cases. ERR_INVALID inspection.answers (detail: which item),
 * inspection.photo_needed, inspection.nothing_open (re-check), inspection.done_at, inspection.unknown_checklist;
 * ERR_DENIED inspection.own_area (round), inspection.not_your_task, inspection.handler (re-check by who put it right);
 * ERR_CONFLICT ledger.left,
 * inspection.checklist_changed. Whoever put an item right does not strike it off: his full inspection leaves it open.
 */
enum err inspection_add(struct ctx *c, const struct app *app, int32_t district, int64_t entry,
                        const struct inspection_new *in, int64_t *out_id) MUST_USE;
/*
 * It does not count from now on (an appeal was granted): the entry is graded anew without it, and what only it demanded
 * is void. What was true of the past stays as it was published. ERR_CONFLICT inspection.annulled. Journalled.
 */
enum err inspection_annul(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                          const char *reason) MUST_USE;

enum err inspection_get(struct ctx *c, int32_t district, int64_t id, struct inspection *out)
    MUST_USE;
enum err inspection_answers(struct ctx *c, int32_t district, int64_t id,
                            const struct inspection_answer **out, size_t *out_n) MUST_USE;
/* Of an entry, newest first; as_of 0: all, else those made by then. */
enum err inspection_of(struct ctx *c, int32_t district, int64_t entry, int64_t as_of,
                       const struct inspection **out, size_t *out_n) MUST_USE;

/* An item that had to be put right, each time it had to. */
struct rectification {
    const char *checklist, *item;
    int64_t n, casefile, opened, opened_by, overdue, struck, struck_by,
        relapses; /* struck 0: open */
    const char *case_state;
    int64_t due;       /* of putting it right, or else of looking again; 0: neither runs */
    int64_t due_first; /* when it was first to be put right by; 0: nobody kept it */
};
/* Of an entry, the last of each item: open ones first. as_of 0: now; else of those opened by then, as they stood then. */
enum err rectification_of(struct ctx *c, int32_t district, int64_t entry, int64_t as_of,
                          const struct rectification **out, size_t *out_n) MUST_USE;

/* Grades an entry anew by its ledger's checklist from that moment on: when a case's time is over, or a rule changed. */
enum err inspection_regrade(struct ctx *c, const struct app *app, int32_t district, int64_t entry,
                            int64_t from) MUST_USE;

#include "inspection/grade.h"

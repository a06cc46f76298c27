/* SPDX-License-Identifier: Apache-2.0 */
/* The one unit that writes an import: the rows, then each entry graded anew from its first of them on. */
#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "db/db.h"
#include "inspection_sheet/past_digest.h"
#include "inspection_sheet/plan.h"
#include "journal/journal.h"
#include "ledger/draft.h"

struct writing {
    struct ctx *c;
    struct ctx scratch; /* forgotten entry by entry */
    const struct app *app;
    const struct past_plan *plan;
    const char *who;
    int64_t import;
    struct digest_lines lines;
};

static const char *part_word(enum past_part part)
{
    return part == PAST_INSPECTIONS ? "inspections" : "answers";
}

/* ---- rows ---- */

/* in NULL: not brought, but answered. */
static enum err note_row(struct writing *w, int64_t id, const struct past_inspection *in)
{
    static const struct past_inspection none = {.score = -1};
    const struct past_inspection *said = in ? in : &none;
    return db_exec(w->c, SQL_PAST_IMPORT_ROW,
                   ARGS(db_int(w->plan->district), db_int(w->import), db_int(id),
                        db_int(said->given), db_int(said->failed), db_int(said->must),
                        db_int(said->must_corrected),
                        said->score < 0 ? db_null() : db_int(said->score)));
}

static enum err add_inspection(struct writing *w, const struct past_inspection *in)
{
    int64_t id;
    const struct checklist *l = w->plan->list;
    TRY(db_new_id(w->c, &id));
    const struct past_fact fact = {.id = id,
                                   .entry = in->entry,
                                   .done = in->done,
                                   .checklist_version = l->version,
                                   .failed = in->failed,
                                   .must = in->must,
                                   .must_corrected = in->must_corrected,
                                   .score = in->score,
                                   .given = in->given,
                                   .area = in->area,
                                   .checklist = l->checklist,
                                   .kind = in->full ? "full" : "visit",
                                   .note = in->note};
    past_digest_inspection(w->c->mem, &fact, &w->lines);
    TRY(note_row(w, id, in));
    return db_exec(w->c, SQL_PAST_ADD,
                   ARGS(db_int(w->plan->district), db_int(id), db_int(in->entry),
                        db_text(w->plan->kind->ledger), db_text(in->area), db_text(l->checklist),
                        db_int(l->version), db_text(in->full ? "full" : "visit"), db_int(in->done),
                        db_int(w->c->now), db_text(w->who), db_int(in->failed), db_int(in->must),
                        db_int(in->must_corrected), db_int(in->given), db_text(in->note),
                        db_text(in->number), db_int(w->import),
                        in->score < 0 ? db_null() : db_int(in->score)));
}

static enum err add_answer(struct writing *w, const struct past_answer *a)
{
    const struct inspection_answer *said = &a->said;
    past_digest_answer(w->c->mem, a->inspection, said, a->note, &w->lines);
    return db_exec(w->c, SQL_PAST_ANSWER_ADD,
                   ARGS(db_int(w->plan->district), db_int(a->inspection), db_text(said->item),
                        db_int(said->n), db_text(said->answer), db_int(said->corrected),
                        db_text(a->note), said->must ? db_int(said->must > 0) : db_null(),
                        db_or_null(said->days), db_or_null(said->corrected_at)));
}

/* ---- entry by entry ---- */

/* Two who write about one entry wait for each other: entries are taken in order of their ids. */
static enum err regrade(struct writing *w, int64_t entry, int64_t from)
{
    arena_reset(w->scratch.mem);
    return inspection_regrade(&w->scratch, w->app, w->plan->district, entry, from);
}

static enum err write_inspections(struct writing *w)
{
    const struct past_plan *plan = w->plan;
    for (size_t i = 0; i < plan->n_inspections; i++)
        TRY(add_inspection(w, &plan->inspections[i]));
    for (size_t i = 0; i < plan->n_inspections; i++)
        if (i == 0 || plan->inspections[i].entry != plan->inspections[i - 1].entry)
            TRY(regrade(w, plan->inspections[i].entry, plan->inspections[i].done));
    return ERR_OK;
}

static enum err note_answered(struct writing *w, int64_t inspection)
{
    TRY(note_row(w, inspection, NULL));
    return db_exec(w->c, SQL_PAST_ANSWERED, ARGS(db_int(w->plan->district), db_int(inspection)));
}

static enum err regrade_answered(struct writing *w)
{
    const struct past_plan *plan = w->plan;
    const struct past_answer *v = plan->answers;
    for (size_t i = 0, next; i < plan->n_answers; i = next) {
        int64_t from = v[i].done;
        for (next = i + 1; next < plan->n_answers && v[next].entry == v[i].entry; next++)
            from = v[next].done < from ? v[next].done : from;
        TRY(regrade(w, v[i].entry, from));
    }
    return ERR_OK;
}

static enum err write_answers(struct writing *w)
{
    const struct past_plan *plan = w->plan;
    const struct past_answer *v = plan->answers;
    for (size_t i = 0; i < plan->n_answers; i++) {
        TRY(add_answer(w, &v[i]));
        if (i == 0 || v[i].inspection != v[i - 1].inspection)
            TRY(note_answered(w, v[i].inspection));
    }
    return regrade_answered(w);
}

/* ---- the whole ---- */

static const char *document(struct ctx *c, struct writing *w, const struct past_report *report)
{
    unsigned char digest[SECRET_HASH];
    char hex[2 * SECRET_HASH + 1];
    const struct past_plan *plan = w->plan;
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    digest_start(plan->hash, digest);
    digest_all(&w->lines, digest);
    text_hex(digest, SECRET_HASH, hex);
    json_object(&j);
    json_put_int(&j, "added", report->common.added);
    json_put_text(&j, "area", plan->o->area);
    json_put_text(&j, "digest", hex);
    json_put_text(&j, "ledger", plan->kind->ledger);
    json_put_text(&j, "part", part_word(plan->o->part));
    json_put_int(&j, "unchanged", report->common.unchanged);
    json_end(&j);
    return buf_str(&b);
}

static enum err write_all(struct writing *w, const struct past_report *report)
{
    struct ctx *c = w->c;
    const struct past_plan *plan = w->plan;
    TRY(db_exec(c, SQL_PAST_IMPORT_ADD,
                ARGS(db_int(plan->district), db_int(w->import), db_text(plan->kind->ledger),
                     db_text(plan->o->area), db_text(part_word(plan->o->part)), db_int(c->now),
                     db_text(w->who), db_text(plan->o->source), db_text(plan->hash),
                     db_int(report->common.added), db_int(report->common.unchanged))));
    TRY(plan->o->part == PAST_INSPECTIONS ? write_inspections(w) : write_answers(w));
    return journal_append(c, &(struct journal_entry){.district = plan->district,
                                                     .noun = "inspection_import",
                                                     .noun_id = w->import,
                                                     .version = 1,
                                                     .area = plan->o->area,
                                                     .action = "import",
                                                     .role = entry_role(c, plan->o->area),
                                                     .after = document(c, w, report)});
}

enum err past_import_apply(struct ctx *c, const struct app *app, const struct past_plan *plan,
                           struct past_report *report)
{
    struct writing w = {.c = c, .app = app, .plan = plan, .who = account_name_of(c)};
    if (plan->o->dry_run || report->common.found.errors > 0)
        return ERR_OK;
    report->common.applied = true;
    if (plan->n_inspections == 0 && plan->n_answers == 0)
        return ERR_OK;
    TRY(db_new_id(c, &w.import));
    w.scratch = (struct ctx){.mem = arena_new(), .db = c->db, .who = c->who, .now = c->now};
    enum err err = write_all(&w, report);
    if (err != ERR_OK && w.scratch.problem.code[0])
        c->problem = w.scratch.problem;
    arena_free(w.scratch.mem);
    report->common.import = w.import;
    if (err == ERR_CONFLICT && text_has_prefix(c->problem.code, "db."))
        return ctx_fail(c, ERR_CONFLICT, "import.meanwhile", "", "%s", "");
    return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "inspection_sheet/import.h"

#include <string.h>

#include "area/atlas.h"
#include "base/arena.h"
#include "base/json_in.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/time.h"
#include "inspection_sheet/plan.h"
#include "ledger/code.h"
#include "ledger/key.h"
#include "ledger_sheet/flaws.h"
#include "ledger_sheet/plain.h"
#include "sheet/sheet.h"

enum { NUMBER_LEN = 60, NOTE_LEN = 500, COUNT_MAX = 10000 };

/* ---- cells ---- */

const char *past_cell(const struct past *p, enum past_column column)
{
    size_t col = p->heads->at[column];
    return col == SIZE_MAX ? "" : sheet_cell(p->r.s, p->r.row, col);
}

void past_refuse(struct past *p, enum past_column column, const char *rule, const char *detail)
{
    rows_note(&p->r, p->r.row, p->heads->at[column], true, rule, detail);
}

bool past_count(struct past *p, enum past_column column, int64_t *out)
{
    double v;
    const char *text = past_cell(p, column);
    if (!text[0])
        return true;
    if (!value_number(p->r.scratch.mem, text, NULL, &v) || v < 0 || v > COUNT_MAX ||
        v != (double)(int64_t)v) {
        past_refuse(p, column, "number", text);
        return false;
    }
    *out = (int64_t)v;
    return true;
}

bool past_flag(struct past *p, enum past_column column, bool *out)
{
    static const char *const yes[] = {"是", "已", "已改", "已整改", "yes", "y", "true", "1", "√"},
                             *const no[] = {"否",   "未",     "未改",     "未整改",
                                            "无需", "不需要", "无需整改", "notrequired",
                                            "no",   "n",      "false",    "0",
                                            "×"};
    const char *text = past_cell(p, column), *word = key_fold(p->r.scratch.mem, text);
    if (!text[0])
        return true;
    *out = text_is_among(word, yes, LEN(yes));
    if (*out || text_is_among(word, no, LEN(no)))
        return true;
    past_refuse(p, column, "bool", text);
    return false;
}

bool past_day(struct past *p, enum past_column column, int64_t *out)
{
    const char *text = past_cell(p, column);
    const struct day_form form = {p->r.s->from_1904, p->o->dates};
    if (!text[0])
        return true;
    const char *day = value_day(p->r.scratch.mem, text, form);
    if (day && time_parse(day, out))
        return true;
    past_refuse(p, column, "date", text);
    return false;
}

/* As in a report that is typed: no number of a resident, nothing that is other than it looks. */
static bool check_text(struct past *p, enum past_column column, size_t max)
{
    const char *text = past_cell(p, column);
    size_t n;
    const char *rule = text_utf8_len(text) > max ? "too_long"
                       : !text_is_clean(text)    ? "unseen"
                       : code_resident(text, &n) ? "id_number"
                                                 : NULL;
    if (rule)
        past_refuse(p, column, rule, text);
    return !rule;
}

bool past_texts(struct past *p, const char **out_number, const char **out_note)
{
    const char *number = past_cell(p, PAST_NUMBER), *note = past_cell(p, PAST_NOTE);
    *out_number = number;
    *out_note = note[0] ? note : NULL;
    if (!number[0])
        past_refuse(p, PAST_NUMBER, "needed", "");
    bool good = check_text(p, PAST_NUMBER, NUMBER_LEN);
    return check_text(p, PAST_NOTE, NOTE_LEN) && good && number[0];
}

void past_tally_status(struct past *p, const char *status)
{
    struct past_report *report = p->report;
    for (size_t i = 0; status && i < report->n_statuses; i++)
        if (strcmp(report->statuses[i].status, status) == 0) {
            report->statuses[i].n++;
            return;
        }
    if (!status)
        return;
    report->statuses = arena_grow(p->r.c->mem, report->statuses, report->n_statuses,
                                  &report->cap_statuses, sizeof *report->statuses);
    report->statuses[report->n_statuses++] = (struct past_status){status, 1};
}

/* ---- columns that must be there ---- */

static void miss(struct past *p, const char *what)
{
    rows_note(&p->r, p->heads->head, SIZE_MAX, true, "column_missing", what);
}

static bool has_columns(struct past *p)
{
    const struct ledger_kind *k = p->r.k;
    bool inspections = p->o->part == PAST_INSPECTIONS;
    enum past_column other = inspections ? PAST_DATE : PAST_ITEM;
    for (size_t i = 0; inspections && i < k->n_key; i++)
        if (p->heads->key[i] == SIZE_MAX)
            miss(p, ledger_field(&k->fields, k->key[i])->name.zh);
    if (inspections && k->n_key == 0)
        rows_note(&p->r, p->heads->head, SIZE_MAX, true, "no_key", k->name.zh);
    if (p->heads->at[PAST_NUMBER] == SIZE_MAX)
        miss(p, past_word(PAST_NUMBER));
    if (p->heads->at[other] == SIZE_MAX)
        miss(p, past_word(other));
    return p->report->common.found.errors == 0;
}

/* ---- reading ---- */

static enum err check_options(struct ctx *c, const struct app *app, const struct past_options *o)
{
    const struct atlas_view *view = atlas_take(app->atlas);
    bool known = o->area && text_is_code(o->area) && strlen(o->area) >= DIGITS_DISTRICT &&
                 atlas_find(view, o->area) >= 0;
    atlas_give(app->atlas, view);
    if (!known)
        return ctx_fail(c, ERR_INVALID, "import.area", "area", "%.30s", o->area ? o->area : "");
    for (size_t i = 0; o->full && i < node_len(o->full); i++)
        if (!node_text(node_at(o->full, i)))
            return ctx_fail(c, ERR_INVALID, "import.option", "full", "%s", "[\"\"]");
    return o->full && node_type(o->full) != NODE_ARRAY
               ? ctx_fail(c, ERR_INVALID, "import.option", "full", "%s", "[]")
               : ERR_OK;
}

static enum err read_rows(struct past *p)
{
    struct ledger_report *common = &p->report->common;
    if (p->r.s->rows <= p->heads->first)
        return ctx_fail(p->r.c, ERR_INVALID, "import.empty", "", "%s", p->r.s->name);
    flaws_of_sheet(&p->r, p->heads->head, p->o->sheet != NULL);
    if (has_columns(p))
        TRY(p->o->part == PAST_INSPECTIONS ? past_read_inspections(p) : past_read_answers(p));
    findings_sort(&common->found);
    return ERR_OK;
}

static const bool *meant(struct ctx *c, const struct sheet *s, const struct past_heads *heads)
{
    bool *list = arena_array(c->mem, s->cols, sizeof *list);
    for (size_t i = 0; i < heads->n; i++)
        list[heads->v[i].col] = heads->v[i].meaning[0] != '\0';
    return list;
}

/* What is tried out row by row is forgotten row by row. */
static enum err read_in_scratch(struct past *p)
{
    struct ctx *c = p->r.c;
    p->r.scratch = (struct ctx){.mem = arena_new(), .db = c->db, .who = c->who, .now = c->now};
    enum err err = read_rows(p);
    if (err != ERR_OK && p->r.scratch.problem.code[0])
        c->problem = p->r.scratch.problem;
    arena_free(p->r.scratch.mem);
    return err;
}

enum err past_import_read(struct ctx *c, const struct app *app, const struct ledger_kind *k,
                          const void *bytes, size_t n, const struct past_options *o,
                          const struct past_plan **out, struct past_report *report)
{
    struct past_plan *plan = arena_alloc(c->mem, sizeof *plan);
    struct sheet *sheet = arena_alloc(c->mem, sizeof *sheet);
    struct past_heads heads;
    *report = (struct past_report){0};
    TRY(check_options(c, app, o));
    *plan = (struct past_plan){.kind = k, .o = o, .district = text_district(o->area)};
    plan->list = k->graded_by ? programme_checklist(app->programmes, k->graded_by) : NULL;
    if (!plan->list)
        return ctx_fail(c, ERR_INVALID, "inspection.unknown_checklist", "ledger", "%s", k->ledger);
    plan->hash = secret_hash_text(c->mem, NULL, bytes, n);
    TRY(sheet_read(c, bytes, n, o->sheet, sheet));
    TRY(past_heads_find(c, k, sheet, o, &heads));
    report->common.sheet = sheet;
    report->heads = heads.v;
    report->n_heads = heads.n;
    struct past p = {
        .r = {.c = c,
              .k = k,
              .s = sheet,
              .meant = meant(c, sheet, &heads),
              .district = plan->district},
        .o = o,
        .heads = &heads,
        .plan = plan,
        .report = report
    };
    p.r.report = &report->common;
    *out = plan;
    return read_in_scratch(&p);
}

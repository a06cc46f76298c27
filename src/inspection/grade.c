/* SPDX-License-Identifier: Apache-2.0 */
#include "inspection/grade.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inspection/inspection.h"

/* ---- one answer ---- */

static bool judge_number(const struct check_item *item, const char *answer, int *out)
{
    char *end;
    double v = strtod(answer, &end);
    if (end == answer || *end || !isfinite(v) || !strchr("-0123456789", answer[0]))
        return false;
    *out = v >= item->min && v <= item->max;
    return true;
}

/* The words of choices are of the vocabulary: nothing in them is escaped. */
static bool judge_choice(const struct check_item *item, const char *answer, int *out)
{
    size_t n = strlen(answer);
    if (n < 2 || answer[0] != '"' || answer[n - 1] != '"')
        return false;
    for (size_t i = 0; i < item->n_choices; i++) {
        const struct item_choice *c = &item->choices[i];
        if (strlen(c->value) == n - 2 && strncmp(c->value, answer + 1, n - 2) == 0) {
            *out = c->passes;
            return true;
        }
    }
    return false;
}

bool inspection_judge(const struct check_item *item, const char *answer, int *out_passed)
{
    if (strcmp(answer, "null") == 0) {
        *out_passed = -1;
        return item->may_skip;
    }
    if (item->type == ANSWER_NUMBER)
        return judge_number(item, answer, out_passed);
    if (item->type == ANSWER_CHOICE)
        return judge_choice(item, answer, out_passed);
    *out_passed = strcmp(answer, "true") == 0;
    return *out_passed || strcmp(answer, "false") == 0;
}

/* ---- all of them ---- */

struct tally {
    int64_t asked, kept; /* points */
    int64_t failed, must_failed, must_corrected;
};

static void count(struct tally *t, const struct check_item *item, const struct inspection_answer *a)
{
    if (a->passed < 0)
        return;
    t->asked += a->points;
    if (a->passed || a->corrected)
        t->kept += a->points;
    if (a->passed)
        return;
    bool must = a->must ? a->must > 0 : item->must;
    t->failed++;
    t->must_failed += must;
    t->must_corrected += must && a->corrected;
}

/* What is not asked for holds. */
static bool is_as(int wanted, bool is)
{
    return wanted < 0 || (wanted == 1) == is;
}

static bool score_holds(const struct grade_rule *r, int64_t score)
{
    if (isnan(r->score_from) && isnan(r->score_below))
        return true;
    if (score < 0)
        return false;
    return (isnan(r->score_from) || (double)score >= r->score_from) &&
           (isnan(r->score_below) || (double)score < r->score_below);
}

static bool rule_holds(const struct grade_rule *r, const struct grade *g, int64_t open_items,
                       bool overdue)
{
    return score_holds(r, g->score) && is_as(r->must_passed, g->must_failed == g->must_corrected) &&
           is_as(r->open_items, open_items > 0) && is_as(r->overdue, overdue);
}

static void find_status(const struct checklist *l, struct grade *g, int64_t open_items,
                        bool overdue)
{
    g->status = NULL;
    for (size_t i = 0; i < l->n_rules && !g->status; i++)
        if (rule_holds(&l->rules[i], g, open_items, overdue))
            g->status = l->rules[i].status;
}

void inspection_grade_given(const struct checklist *l, const struct inspection *i,
                            int64_t open_items, bool overdue, struct grade *out)
{
    *out = (struct grade){.score = i->score,
                          .failed = i->failed,
                          .must_failed = i->must_failed,
                          .must_corrected = i->must_corrected};
    find_status(l, out, open_items, overdue);
}

void inspection_grade(const struct checklist *l, const char *facet,
                      const struct inspection_answer *answers, size_t n, int64_t open_items,
                      bool overdue, struct grade *out)
{
    struct tally t = {0};
    for (size_t i = 0; i < n; i++) {
        const struct check_item *item = checklist_item(l, answers[i].item);
        if (item && check_item_asked(item, facet))
            count(&t, item, &answers[i]);
    }
    struct grade g = {.score = t.asked ? 100 * t.kept / t.asked : -1,
                      .failed = t.failed,
                      .must_failed = t.must_failed,
                      .must_corrected = t.must_corrected};
    find_status(l, &g, open_items, overdue);
    *out = g;
}

int64_t inspection_score_found(const struct inspection_answer *answers, size_t n)
{
    int64_t asked = 0, kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (answers[i].passed < 0)
            continue;
        asked += answers[i].points;
        kept += answers[i].passed ? answers[i].points : 0;
    }
    return asked ? 100 * kept / asked : -1;
}

const char *inspection_vain_status(const struct checklist *l, int64_t tries)
{
    return l->vain_tries > 0 && tries >= l->vain_tries ? l->not_done : NULL;
}

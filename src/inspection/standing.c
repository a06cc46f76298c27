/* SPDX-License-Identifier: Apache-2.0 */
#include "inspection/standing.h"

#include <stdlib.h>
#include <string.h>

/* ---- what counts ---- */

static bool counts(const struct visit *v, int64_t at)
{
    return v->i.done <= at && (!v->i.annulled || at < v->i.annulled);
}

static bool has_answers(const struct visit *v, int64_t at)
{
    return v->i.result == INSPECTION_DONE && counts(v, at);
}

static bool is_open(const struct rectification *r, int64_t at)
{
    return r->opened <= at && (!r->struck || at < r->struck);
}

static const struct visit *last_of(const struct history *h, int64_t at, bool visits_too)
{
    for (size_t i = h->n_visits; i-- > 0;) {
        enum inspection_kind kind = h->visits[i].i.kind;
        bool wanted = kind == INSPECTION_FULL || (visits_too && kind == INSPECTION_VISIT);
        if (wanted && has_answers(&h->visits[i], at))
            return &h->visits[i];
    }
    return NULL;
}

/* ---- effective answers ---- */

static bool names(const struct inspection_answer *answers, size_t n, const char *item)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(answers[i].item, item) == 0)
            return true;
    return false;
}

/* The words of a re-check take the place of what was said of the same items before. */
static size_t replace(struct inspection_answer *list, size_t n, const struct visit *v)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!names(v->answers, v->n, list[i].item))
            list[kept++] = list[i];
    for (size_t i = 0; i < v->n; i++)
        list[kept++] = v->answers[i];
    return kept;
}

static size_t most_answers(const struct history *h)
{
    size_t n = 0;
    for (size_t i = 0; i < h->n_visits; i++)
        n += h->visits[i].n;
    return n;
}

static void find_effective(struct arena *mem, const struct history *h, int64_t at,
                           struct standing *s)
{
    s->full = last_of(h, at, false);
    s->base = last_of(h, at, true);
    if (!s->base)
        return;
    struct inspection_answer *list = arena_array(mem, most_answers(h), sizeof *list);
    size_t n = replace(list, 0, s->base);
    for (const struct visit *v = s->base + 1; v < h->visits + h->n_visits; v++)
        if (v->i.kind == INSPECTION_RECHECK && has_answers(v, at))
            n = replace(list, n, v);
    s->answers = list;
    s->n_answers = n;
}

static bool fails(const struct inspection_answer *a)
{
    return a->passed == 0 && !a->corrected;
}

bool standing_fails(const struct standing *s, const char *item)
{
    for (size_t i = 0; i < s->n_answers; i++)
        if (strcmp(s->answers[i].item, item) == 0 && fails(&s->answers[i]))
            return true;
    return false;
}

/* ---- open items ---- */

const struct rectification *standing_open(const struct history *h, const char *item, int64_t at)
{
    for (size_t i = 0; i < h->n_items; i++)
        if (strcmp(h->items[i].item, item) == 0 && is_open(&h->items[i], at))
            return &h->items[i];
    return NULL;
}

/* What failed in between and was right again when it was heard of never had a case: then it was open all the same. */
static void count_open(const struct history *h, int64_t at, struct standing *s)
{
    for (size_t i = 0; i < h->n_items; i++) {
        s->open_items += is_open(&h->items[i], at);
        s->overdue = s->overdue || (is_open(&h->items[i], at) && h->items[i].overdue &&
                                    h->items[i].overdue <= at);
    }
    for (size_t i = 0; h->list->case_kind && i < s->n_answers; i++) {
        const char *item = s->answers[i].item;
        bool counted = names(s->answers, i, item) || standing_open(h, item, at);
        s->open_items += !counted && standing_fails(s, item);
    }
}

/* ---- status ---- */

static int64_t vain_tries(const struct history *h, int64_t at)
{
    int64_t n = 0;
    for (size_t i = h->n_visits; i-- > 0;) {
        if (!counts(&h->visits[i], at))
            continue;
        if (h->visits[i].i.result == INSPECTION_DONE)
            break;
        n++;
    }
    return n;
}

void standing_at(struct arena *mem, const struct history *h, int64_t at, struct standing *out)
{
    struct standing s = {.grade = {.score = -1}};
    find_effective(mem, h, at, &s);
    count_open(h, at, &s);
    if (s.base && s.base->i.given)
        inspection_grade_given(h->list, &s.base->i, s.open_items, s.overdue, &s.grade);
    else if (s.base)
        inspection_grade(h->list, h->facet, s.answers, s.n_answers, s.open_items, s.overdue,
                         &s.grade);
    const char *vain = inspection_vain_status(h->list, vain_tries(h, at));
    s.not_done = vain != NULL;
    s.status = vain ? vain : s.base ? s.grade.status : h->start;
    *out = s;
}

void standing_after(struct arena *mem, const struct history *h, const struct visit *v,
                    struct standing *out)
{
    struct history until = *h;
    until.n_visits = (size_t)(v - h->visits) + 1;
    standing_at(mem, &until, v->i.done, out);
}

bool standing_seen_later(const struct history *h, const struct visit *v, const char *item,
                         int64_t at)
{
    for (const struct visit *later = v + 1; later < h->visits + h->n_visits; later++)
        if (has_answers(later, at) && names(later->answers, later->n, item))
            return true;
    return false;
}

/* ---- moments ---- */

static int by_time(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

size_t standing_moments(struct arena *mem, const struct history *h, int64_t from, int64_t to,
                        const int64_t **out)
{
    int64_t *all = arena_array(mem, 1 + 2 * h->n_visits + 3 * h->n_items, sizeof *all);
    size_t n = 0, kept = 1;
    all[n++] = from;
    for (size_t i = 0; i < h->n_visits; i++) {
        all[n++] = h->visits[i].i.done;
        all[n++] = h->visits[i].i.annulled;
    }
    for (size_t i = 0; i < h->n_items; i++) {
        all[n++] = h->items[i].opened;
        all[n++] = h->items[i].struck;
        all[n++] = h->items[i].overdue;
    }
    qsort(all + 1, n - 1, sizeof *all, by_time);
    for (size_t i = 1; i < n; i++)
        if (all[i] > all[kept - 1] && all[i] <= to)
            all[kept++] = all[i];
    *out = all;
    return kept;
}

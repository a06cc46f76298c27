/* SPDX-License-Identifier: Apache-2.0 */
#include "inspection_sheet/heads.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/macros.h"
#include "ledger/key.h"
#include "ledger_sheet/heads.h"

enum { HEAD_ROWS_MAX = 30, NAMES = 6 };

/* What offices and other systems call such columns, folded. */
static const struct meaning {
    const char *word, *names[NAMES];
    bool of_inspections, of_answers;
} meanings[PAST_COLUMNS] = {
    [PAST_NUMBER] = {"@number",
                     {"检查编号", "检查号", "检查单号", "inspectionid", "inspectionnumber"},
                     true,                                                                                          true },
    [PAST_DATE] = {"@date",           {"检查日期", "检查时间", "inspectiondate"},                  true,  false},
    [PAST_SORT] = {"@sort",           {"检查类型", "检查类别", "检查种类", "inspectiontype"},  true,  false},
    [PAST_SCORE] = {"@score",          {"得分", "分数", "score"},                                       true,  false},
    [PAST_ITEM] = {"@item",
                     {"检查项", "检查项目", "项目代码", "violationcode", "item"},
                     false,                                                                                         true },
    [PAST_FAILED] = {"@failed",         {"不合格项数", "不合格数", "问题数", "failed"},          true,  false},
    [PAST_MUST] = {"@must",           {"关键项", "关键项不合格数", "criticalcount", "critical"}, true,  true },
    [PAST_MUST_CORRECTED] = {"@must_corrected", {"关键项已改数", "correctedcritical"},                         true,  false},
    [PAST_CORRECTED] = {"@corrected",      {"是否整改", "已整改", "当场整改", "corrected"},          false, true },
    [PAST_CORRECTED_DATE] = {"@corrected_date",
                     {"整改日期", "整改时间", "correcteddate"},
                     false,                                                                                         true },
    [PAST_DAYS] = {"@days",           {"整改期限", "整改天数", "限期天数", "daystocorrect"},   false, true },
    [PAST_NOTE] = {"@note",           {"备注", "说明", "note"},                                        true,  true },
};

const char *past_word(enum past_column column)
{
    return meanings[column].word;
}

struct finding_heads {
    struct ctx *c;
    const struct ledger_kind *k;
    const struct sheet *s;
    const struct past_options *o;
    struct name_words *keys;
    bool *given; /* the columns that were said by hand */
};

static bool is_wanted(const struct finding_heads *f, enum past_column column)
{
    const struct meaning *m = &meanings[column];
    return f->o->part == PAST_INSPECTIONS ? m->of_inspections : m->of_answers;
}

static size_t key_columns(const struct finding_heads *f)
{
    return f->o->part == PAST_INSPECTIONS ? f->k->n_key : 0;
}

/* ---- by the words of the heads ---- */

static bool is_called(const struct meaning *m, const char *folded)
{
    for (size_t i = 0; i < NAMES && m->names[i]; i++)
        if (strcmp(m->names[i], folded) == 0)
            return true;
    return false;
}

static void guess(const struct finding_heads *f, size_t row, struct past_heads *out)
{
    struct arena *mem = f->c->mem;
    for (size_t col = 0; col < f->s->cols; col++) {
        const char *head = sheet_cell(f->s, row, col);
        if (!head[0])
            continue;
        const char *folded = key_fold(mem, head);
        const struct head_words words = heads_words(mem, head, "");
        for (size_t i = 0; i < key_columns(f); i++)
            if (out->key[i] == SIZE_MAX && heads_field(&f->keys[i], &words) > 0)
                out->key[i] = col;
        for (int i = 0; i < PAST_COLUMNS; i++)
            if (is_wanted(f, (enum past_column)i) && out->at[i] == SIZE_MAX &&
                is_called(&meanings[i], folded))
                out->at[i] = col;
    }
}

/* ---- as it was said ---- */

static size_t *place_of(const struct finding_heads *f, struct past_heads *h, const char *word)
{
    for (size_t i = 0; i < key_columns(f); i++)
        if (strcmp(f->k->key[i], word) == 0)
            return &h->key[i];
    for (int i = 0; i < PAST_COLUMNS; i++)
        if (is_wanted(f, (enum past_column)i) && strcmp(meanings[i].word, word) == 0)
            return &h->at[i];
    return NULL;
}

static size_t column_called(const struct sheet *s, size_t row, const char *head)
{
    for (size_t col = 0; col < s->cols; col++)
        if (strcmp(sheet_cell(s, row, col), head) == 0)
            return col;
    return SIZE_MAX;
}

static void forget(const struct finding_heads *f, struct past_heads *h, size_t col)
{
    for (size_t i = 0; i < f->k->n_key; i++)
        h->key[i] = h->key[i] == col ? SIZE_MAX : h->key[i];
    for (int i = 0; i < PAST_COLUMNS; i++)
        h->at[i] = h->at[i] == col ? SIZE_MAX : h->at[i];
}

/* How many of the mapping's heads stand in the row. */
static size_t mapped_here(const struct finding_heads *f, size_t row)
{
    size_t n = 0;
    for (size_t i = 0; f->o->mapping && i < node_len(f->o->mapping); i++)
        n += column_called(f->s, row, node_key(f->o->mapping, i)) != SIZE_MAX;
    return n;
}

/* col SIZE_MAX: there is none; called: the column as it was named. */
static enum err place(const struct finding_heads *f, struct past_heads *h, size_t col,
                      const char *called, const char *word)
{
    size_t *at = word && word[0] ? place_of(f, h, word) : NULL;
    if (col == SIZE_MAX || !word || (word[0] && !at))
        return ctx_fail(f->c, ERR_INVALID, "import.mapping", "mapping", "%.100s", called);
    if (at && *at != SIZE_MAX && *at != col && f->given[*at])
        return ctx_fail(f->c, ERR_INVALID, "import.mapping", "mapping", "%.100s: %.60s", called,
                        word);
    forget(f, h, col);
    f->given[col] = true;
    if (at)
        *at = col;
    return ERR_OK;
}

static enum err map(const struct finding_heads *f, struct past_heads *h)
{
    const struct node *mapping = f->o->mapping;
    if (mapping && node_type(mapping) != NODE_OBJECT)
        return ctx_fail(f->c, ERR_INVALID, "import.mapping", "mapping", "%s", "{}");
    for (size_t i = 0; mapping && i < node_len(mapping); i++) {
        const char *head = node_key(mapping, i);
        TRY(place(f, h, column_called(f->s, h->head, head), head,
                  node_text(node_get(mapping, head))));
    }
    return ERR_OK;
}

static enum err map_letters(const struct finding_heads *f, struct past_heads *h)
{
    const char *rest = f->o->columns ? f->o->columns : "", *word;
    while (*rest) {
        const char *now = rest;
        size_t col;
        if (!sheet_take_meaning(f->c->mem, &rest, &col, &word))
            return ctx_fail(f->c, ERR_INVALID, "import.mapping", "columns", "%.60s", now);
        bool exists = col < f->s->cols && sheet_cell(f->s, h->head, col)[0];
        TRY(place(f, h, exists ? col : SIZE_MAX, now, word));
    }
    return ERR_OK;
}

/* ---- the row of heads ---- */

static void start(const struct finding_heads *f, size_t row, struct past_heads *out)
{
    *out = (struct past_heads){.head = row, .first = row + 1};
    out->key = arena_array(f->c->mem, f->k->n_key, sizeof *out->key);
    for (size_t i = 0; i < f->k->n_key; i++)
        out->key[i] = SIZE_MAX;
    for (int i = 0; i < PAST_COLUMNS; i++)
        out->at[i] = SIZE_MAX;
    guess(f, row, out);
}

static size_t known(const struct finding_heads *f, const struct past_heads *h)
{
    size_t n = 0;
    for (size_t i = 0; i < f->k->n_key; i++)
        n += h->key[i] != SIZE_MAX;
    for (int i = 0; i < PAST_COLUMNS; i++)
        n += h->at[i] != SIZE_MAX;
    return n;
}

static const char *meaning_of(const struct finding_heads *f, const struct past_heads *h, size_t col)
{
    for (size_t i = 0; i < f->k->n_key; i++)
        if (h->key[i] == col)
            return f->k->key[i];
    for (int i = 0; i < PAST_COLUMNS; i++)
        if (h->at[i] == col)
            return meanings[i].word;
    return "";
}

static void name_heads(const struct finding_heads *f, struct past_heads *h)
{
    h->v = arena_array(f->c->mem, f->s->cols, sizeof *h->v);
    for (size_t col = 0; col < f->s->cols; col++) {
        const char *head = sheet_cell(f->s, h->head, col), *sample = "";
        for (size_t row = h->first; row < f->s->rows && !sample[0]; row++)
            sample = sheet_cell(f->s, row, col);
        if (head[0])
            h->v[h->n++] = (struct past_head){head, meaning_of(f, h, col), sample, col};
    }
}

enum err past_heads_find(struct ctx *c, const struct ledger_kind *k, const struct sheet *s,
                         const struct past_options *o, struct past_heads *out)
{
    struct finding_heads f = {.c = c, .k = k, .s = s, .o = o};
    struct past_heads now;
    size_t best = 0;
    f.keys = arena_array(c->mem, k->n_key, sizeof *f.keys);
    f.given = arena_array(c->mem, s->cols, sizeof *f.given);
    for (size_t i = 0; i < k->n_key; i++)
        f.keys[i] = heads_names(c->mem, k, ledger_field(&k->fields, k->key[i]));
    start(&f, 0, out);
    for (size_t row = 0; row < s->rows && row < HEAD_ROWS_MAX; row++) {
        start(&f, row, &now);
        size_t n = known(&f, &now) + mapped_here(&f, row);
        if (n <= best)
            continue;
        best = n;
        *out = now;
    }
    TRY(map(&f, out));
    TRY(map_letters(&f, out));
    name_heads(&f, out);
    return ERR_OK;
}

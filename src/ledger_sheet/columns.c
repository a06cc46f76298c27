/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_sheet/columns.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/json_in.h"
#include "base/secret.h"
#include "base/text.h"
#include "ledger_sheet/figures.h"
#include "ledger_sheet/heads.h"

enum { HEAD_ROWS_MAX = 30, MIN_HITS = 2, HEAD_DEEP = 3 };

/* ---- words of one column, one row of heads or up to three ---- */

static const char *text_at(const struct sheet *s, size_t row, size_t col)
{
    return row < s->rows ? sheet_cell(s, row, col) : "";
}

/* What a column says from the row on, `deep` rows down, without what is said again: merged cells do that. */
struct parts {
    const char *v[HEAD_DEEP];
    size_t n;
};

static struct parts parts_of(const struct sheet *s, size_t row, size_t deep, size_t col)
{
    struct parts p = {.n = 0};
    for (size_t i = 0; i < deep; i++) {
        const char *text = text_at(s, row + i, col);
        if (text[0] && (p.n == 0 || strcmp(p.v[p.n - 1], text) != 0))
            p.v[p.n++] = text;
    }
    return p;
}

/* The head as people see it: "基本信息/店名". */
static const char *head_of(struct arena *mem, const struct parts *p)
{
    const char *head = p->n ? p->v[0] : "";
    for (size_t i = 1; i < p->n; i++)
        head = arena_printf(mem, "%s/%s", head, p->v[i]);
    return head;
}

/* The lowest two say what it is. */
static struct head_words words_of(struct arena *mem, const struct parts *p)
{
    if (p->n < 2)
        return heads_words(mem, p->n ? p->v[0] : "", "");
    return heads_words(mem, p->v[p->n - 2], p->v[p->n - 1]);
}

struct guess {
    size_t col, meaning; /* into the meanings of the kind: its fields, then the roles */
    int score;
};

static int by_score(const void *a, const void *b)
{
    const struct guess *x = a, *y = b;
    if (x->score != y->score)
        return y->score - x->score;
    if (x->col != y->col)
        return x->col < y->col ? -1 : 1;
    return x->meaning < y->meaning ? -1 : x->meaning > y->meaning;
}

static void set_meaning(const struct ledger_kind *k, size_t meaning, struct column *out)
{
    bool field = meaning < k->fields.n;
    out->role = field ? COLUMN_FIELD : (enum column_role)(COLUMN_REF + (meaning - k->fields.n));
    out->field = field ? &k->fields.v[meaning] : NULL;
}

static size_t meanings_of(const struct ledger_kind *k)
{
    return k->fields.n + (COLUMN_SERIES - COLUMN_REF);
}

/* A ledger whose heads are looked for. */
struct search {
    struct arena *mem;
    const struct ledger_kind *k;
    const struct sheet *s;
    const struct name_words *names; /* of its fields */
};

static int score_of(const struct search *look, const struct head_words *w, size_t meaning)
{
    struct column column = {0};
    set_meaning(look->k, meaning, &column);
    return column.field ? heads_field(&look->names[meaning], w) : heads_role(column.role, w);
}

static bool same_meaning(const struct column *a, const struct column *b)
{
    return a->role == b->role && a->field == b->field &&
           (a->role != COLUMN_SERIES || strcmp(a->word, b->word) == 0);
}

/* What is left may be figures of a year or a month. */
static size_t settle_figures(const struct search *look, struct columns *out)
{
    size_t hits = 0;
    for (size_t col = 0; col < out->n; col++) {
        struct column *column = &out->v[col], guessed = *column;
        bool twice = column->role != COLUMN_NOTHING || !column->head[0] ||
                     !figures_guess(look->mem, look->k, column->head, &guessed);
        for (size_t i = 0; i < out->n && !twice; i++)
            twice = same_meaning(&out->v[i], &guessed);
        if (twice)
            continue;
        *column = guessed;
        hits++;
    }
    return hits;
}

/* The best guess first; each column and each meaning is taken once. Returns how many columns mean something. */
static size_t settle(const struct search *look, struct columns *out, const struct head_words *words)
{
    size_t meanings = meanings_of(look->k), n = 0, hits = 0;
    struct guess *guesses = arena_array(look->mem, out->n * meanings, sizeof *guesses);
    bool *taken = arena_array(look->mem, meanings, sizeof *taken);
    for (size_t col = 0; col < out->n; col++)
        for (size_t m = 0; m < meanings && out->v[col].head[0]; m++) {
            int score = score_of(look, &words[col], m);
            if (score > 0)
                guesses[n++] = (struct guess){col, m, score};
        }
    if (n > 1)
        qsort(guesses, n, sizeof *guesses, by_score);
    for (size_t i = 0; i < n; i++) {
        struct column *column = &out->v[guesses[i].col];
        if (column->role != COLUMN_NOTHING || taken[guesses[i].meaning])
            continue;
        taken[guesses[i].meaning] = true;
        set_meaning(look->k, guesses[i].meaning, column);
        hits++;
    }
    return hits + settle_figures(look, out);
}

static size_t guess_row(const struct search *look, size_t row, size_t deep, struct columns *out)
{
    struct arena *mem = look->mem;
    const struct sheet *s = look->s;
    struct head_words *words = arena_array(mem, s->cols, sizeof *words);
    *out = (struct columns){.n = s->cols, .head = row + deep - 1, .first = row + deep};
    out->v = arena_array(mem, s->cols, sizeof *out->v);
    for (size_t col = 0; col < s->cols; col++) {
        const struct parts parts = parts_of(s, row, deep, col);
        out->v[col].head = head_of(mem, &parts);
        words[col] = words_of(mem, &parts);
    }
    return settle(look, out, words);
}

/* Merged cells of heads of several rows: something below says again what stands above. */
static bool is_merged_down(const struct sheet *s, size_t row)
{
    for (size_t col = 0; row + 1 < s->rows && col < s->cols; col++) {
        const char *top = sheet_cell(s, row, col);
        if (top[0] && strcmp(top, sheet_cell(s, row + 1, col)) == 0)
            return true;
    }
    return false;
}

/* Where nothing is known: the first row with more than one text, for somebody to say what it means. */
static size_t first_wide_row(const struct sheet *s)
{
    for (size_t row = 0; row < s->rows && row < HEAD_ROWS_MAX; row++)
        for (size_t col = 1; col < s->cols; col++) {
            const char *text = sheet_cell(s, row, col);
            if (text[0] && sheet_cell(s, row, 0)[0] && strcmp(text, sheet_cell(s, row, 0)) != 0)
                return row;
        }
    return 0;
}

static void finish(struct arena *mem, struct columns *out)
{
    unsigned char hash[SECRET_HASH] = {0};
    char *hex = arena_alloc(mem, 2 * SECRET_HASH + 1);
    for (size_t col = 0; col < out->n; col++) {
        char letter[SHEET_ADDRESS];
        bool twice = false;
        for (size_t before = 0; before < col; before++)
            twice = twice || strcmp(out->v[before].head, out->v[col].head) == 0;
        sheet_address_of(1, col, letter);
        letter[strcspn(letter, "1")] = '\0';
        if (twice && out->v[col].head[0])
            out->v[col].head = arena_printf(mem, "%s (%s)", out->v[col].head, letter);
        secret_hash(hash, out->v[col].head, strlen(out->v[col].head) + 1, hash);
    }
    text_hex(hash, SECRET_HASH, hex);
    out->hash = hex;
    for (int role = 0; role < COLUMN_ROLES; role++)
        out->at[role] = SIZE_MAX;
    for (size_t col = 0; col < out->n; col++)
        out->at[out->v[col].role] = col;
}

/* As good as what was found, but of one row more, which belongs to it: its cells say it again. */
static bool goes_deeper(const struct sheet *s, size_t row, size_t deep, const struct columns *best,
                        const struct columns *now)
{
    bool goes_on = now->first == best->first || now->head == best->first;
    for (size_t i = 0; goes_on && i + 1 < deep; i++)
        goes_on = is_merged_down(s, row + i);
    return goes_on && deep > 1;
}

void columns_guess(struct ctx *c, const struct ledger_kind *k, const struct sheet *s,
                   struct columns *out)
{
    struct columns best, now;
    size_t hits = 0;
    struct name_words *names = arena_array(c->mem, k->fields.n, sizeof *names);
    const struct search look = {c->mem, k, s, names};
    for (size_t i = 0; i < k->fields.n; i++)
        names[i] = heads_names(c->mem, k, &k->fields.v[i]);
    (void)guess_row(&look, first_wide_row(s), 1, &best);
    for (size_t deep = 1; deep <= HEAD_DEEP; deep++)
        for (size_t row = 0; row + deep <= s->rows && row + deep <= HEAD_ROWS_MAX; row++) {
            size_t found = guess_row(&look, row, deep, &now);
            if (found < MIN_HITS ||
                !(found > hits || (found == hits && goes_deeper(s, row, deep, &best, &now))))
                continue;
            hits = found;
            best = now;
        }
    best.source = "guessed";
    finish(c->mem, &best);
    *out = best;
}

/* ---- mappings ---- */

static const char *const role_words[COLUMN_ROLES] = {
    [COLUMN_NOTHING] = "",       [COLUMN_FIELD] = "",     [COLUMN_REF] = "@ref",
    [COLUMN_AREA] = "@area",     [COLUMN_LON] = "@lon",   [COLUMN_LAT] = "@lat",
    [COLUMN_STATUS] = "@status", [COLUMN_POST] = "@post",
};

const char *column_meaning(const struct column *column)
{
    if (column->role == COLUMN_SERIES)
        return column->word;
    return column->field ? column->field->field : role_words[column->role];
}

static bool find_meaning(struct arena *mem, const struct ledger_kind *k, const char *word,
                         struct column *out)
{
    if (figures_meaning(mem, k, word, out))
        return true;
    out->field = ledger_field(&k->fields, word);
    out->role = out->field ? COLUMN_FIELD : COLUMN_NOTHING;
    for (int role = COLUMN_REF; !out->field && role < COLUMN_SERIES; role++)
        if (strcmp(role_words[role], word) == 0)
            out->role = (enum column_role)role;
    return out->role != COLUMN_NOTHING || word[0] == '\0';
}

static struct column *find_head(const struct columns *columns, const char *head)
{
    for (size_t i = 0; i < columns->n; i++)
        if (columns->v[i].head[0] && strcmp(columns->v[i].head, head) == 0)
            return &columns->v[i];
    return NULL;
}

/* Takes the meaning away from whatever column only seemed to have it. False: another one was given it too. */
static bool displace(struct columns *columns, const bool *given, const struct column *now)
{
    for (size_t i = 0; i < columns->n; i++) {
        struct column *other = &columns->v[i];
        if (other == now || now->role == COLUMN_NOTHING || !same_meaning(other, now))
            continue;
        if (given[i])
            return false;
        other->role = COLUMN_NOTHING;
        other->field = NULL;
    }
    return true;
}

/* One column after the other is given a meaning by hand. */
struct placing {
    struct ctx *c;
    const struct ledger_kind *k;
    struct columns *columns;
    bool *given;
};

/* called: the column as it was named; column NULL: there is none. */
static enum err place(const struct placing *p, struct column *column, const char *called,
                      const char *word)
{
    if (!column || !word || !find_meaning(p->c->mem, p->k, word, column))
        return ctx_fail(p->c, ERR_INVALID, "import.mapping", "mapping", "%.100s", called);
    p->given[column - p->columns->v] = true;
    if (!displace(p->columns, p->given, column))
        return ctx_fail(p->c, ERR_INVALID, "import.mapping", "mapping", "%.100s: %.60s", called,
                        word);
    return ERR_OK;
}

static struct placing placing_of(struct ctx *c, const struct ledger_kind *k,
                                 struct columns *columns)
{
    return (struct placing){c, k, columns, arena_array(c->mem, columns->n, sizeof(bool))};
}

static void find_roles(struct columns *columns)
{
    for (int role = 0; role < COLUMN_ROLES; role++)
        columns->at[role] = SIZE_MAX;
    for (size_t col = 0; col < columns->n; col++)
        columns->at[columns->v[col].role] = col;
}

enum err columns_map(struct ctx *c, const struct ledger_kind *k, const struct node *mapping,
                     struct columns *columns)
{
    const struct placing p = placing_of(c, k, columns);
    if (node_type(mapping) != NODE_OBJECT)
        return ctx_fail(c, ERR_INVALID, "import.mapping", "mapping", "%s", "{}");
    for (size_t i = 0; i < node_len(mapping); i++) {
        const char *head = node_key(mapping, i);
        TRY(place(&p, find_head(columns, head), head, node_text(node_get(mapping, head))));
    }
    find_roles(columns);
    return ERR_OK;
}

enum err columns_place(struct ctx *c, const struct ledger_kind *k, const char *letters,
                       struct columns *columns)
{
    const struct placing p = placing_of(c, k, columns);
    const char *rest = letters, *word;
    while (*rest) {
        const char *now = rest;
        size_t col;
        if (!sheet_take_meaning(c->mem, &rest, &col, &word))
            return ctx_fail(c, ERR_INVALID, "import.mapping", "columns", "%.60s", now);
        bool exists = col < columns->n && columns->v[col].head[0];
        TRY(place(&p, exists ? &columns->v[col] : NULL, now, word));
    }
    find_roles(columns);
    return ERR_OK;
}

const char *columns_text(struct ctx *c, const struct columns *columns)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    for (size_t i = 0; i < columns->n; i++) {
        const struct column *column = &columns->v[i];
        if (!column->head[0])
            continue;
        if (b.n > 1)
            buf_char(&b, ',');
        j.comma = false;
        json_text(&j, column->head);
        buf_char(&b, ':');
        j.comma = false;
        json_text(&j, column_meaning(column));
    }
    buf_char(&b, '}');
    return buf_str(&b);
}

size_t columns_of(const struct columns *columns, const struct ledger_field *field)
{
    for (size_t i = 0; i < columns->n; i++)
        if (columns->v[i].field == field)
            return i;
    return SIZE_MAX;
}

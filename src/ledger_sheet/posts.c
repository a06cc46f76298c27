/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_sheet/posts.h"

#include <stdlib.h>
#include <string.h>

#include "area/atlas.h"
#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"
#include "ledger/key.h"
#include "ledger_sheet/plain.h"

struct post_word {
    const char *word;  /* folded */
    const char *title; /* of the post, as people see it */
    int64_t id;
    bool answers; /* its kind answers for the ledger */
};

/* The columns of sheet_posts. */
enum { ID, KIND, AREA, TITLE, HOLDER };

static int by_word(const void *a, const void *b)
{
    const struct post_word *x = a, *y = b;
    int order = strcmp(x->word, y->word);
    return order ? order : (x->id > y->id) - (x->id < y->id);
}

static bool answers_for(const struct ledger_kind *k, const char *kind)
{
    return text_is_among(kind, k->posts, k->n_posts);
}

static void add(struct ctx *c, struct posts *p, const char *word, const struct post_word *of)
{
    struct post_word w = *of;
    w.word = key_fold(c->mem, word);
    if (!w.word[0])
        return;
    p->words = arena_grow(c->mem, p->words, p->n, &p->cap, sizeof *p->words);
    p->words[p->n++] = w;
}

enum err posts_open(struct ctx *c, const struct programmes *p, const struct atlas_view *view,
                    const struct ledger_kind *kind, int32_t district, struct posts *out)
{
    struct db_rows r;
    *out = (struct posts){.kind = kind, .district = district};
    TRY(db_query(c, SQL_SHEET_POSTS, ARGS(db_int(district), db_int(c->now)), &r));
    for (size_t i = 0; i < r.n; i++) {
        const struct post_kind *of = programme_post(p, row_text(&r, i, KIND));
        const char *place = arena_printf(c->mem, "%s%s", atlas_name(view, row_text(&r, i, AREA)),
                                         of ? of->name.zh : row_text(&r, i, KIND));
        const char *title = row_text(&r, i, TITLE), *holder = row_text(&r, i, HOLDER);
        const struct post_word word = {.title = title ? title : place,
                                       .id = row_int(&r, i, ID),
                                       .answers = answers_for(kind, row_text(&r, i, KIND))};
        add(c, out, place, &word);
        if (title)
            add(c, out, title, &word);
        if (holder)
            add(c, out, holder, &word);
    }
    if (out->n > 1)
        qsort(out->words, out->n, sizeof *out->words, by_word);
    return ERR_OK;
}

/* "…（410105-2XK9PQ7RT4MCW）", or nothing but the reference. */
static bool read_ref(const struct posts *p, struct arena *mem, const char *text, int64_t *out)
{
    int32_t district;
    char *plain = arena_copy(mem, plain_narrow(mem, text)), *open = strrchr(plain, '(');
    char *ref = open ? open + 1 : plain;
    if (open)
        ref[strcspn(ref, ")")] = '\0';
    return text_ref_parse(ref, &district, out) && district == p->district;
}

static bool is_known(const struct posts *p, int64_t post)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->words[i].id == post)
            return true;
    return false;
}

static size_t first_of(const struct posts *p, const char *word)
{
    size_t low = 0, high = p->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(p->words[middle].word, word) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* How many posts have that word; *out one of them, *out_refs all. */
static size_t count(const struct posts *p, struct arena *mem, const char *word, bool answering,
                    int64_t *out, const char **out_refs)
{
    size_t n = 0;
    int64_t last = 0;
    char ref[TEXT_REF];
    *out_refs = NULL;
    for (size_t i = first_of(p, word); i < p->n && strcmp(p->words[i].word, word) == 0; i++) {
        const struct post_word *w = &p->words[i];
        if ((answering && !w->answers) || w->id == last)
            continue;
        text_ref(p->district, w->id, ref);
        *out_refs = *out_refs ? arena_printf(mem, "%s、%s", *out_refs, ref) : arena_copy(mem, ref);
        *out = last = w->id;
        n++;
    }
    return n;
}

const char *posts_named(const struct posts *p, struct arena *mem, const char *text, int64_t *out,
                        const char **out_refs)
{
    const char *word = key_fold(mem, text);
    *out_refs = NULL;
    if (read_ref(p, mem, text, out))
        return is_known(p, *out) ? NULL : "post_unknown";
    size_t n = count(p, mem, word, true, out, out_refs);
    if (n == 0)
        n = count(p, mem, word, false, out, out_refs);
    if (n > 1)
        return "post_ambiguous";
    *out_refs = NULL;
    return n == 1 ? NULL : "post_unknown";
}

const char *posts_show(const struct posts *p, struct arena *mem, int64_t post)
{
    char ref[TEXT_REF];
    text_ref(p->district, post, ref);
    for (size_t i = 0; i < p->n; i++)
        if (p->words[i].id == post)
            return arena_printf(mem, "%s（%s）", p->words[i].title, ref);
    return arena_copy(mem, ref);
}
